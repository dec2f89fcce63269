"""In which language a text is, where it is not English."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

FOREIGN = "the text seems to be in {name}, not in English: facts are found in English only"
_WORDS = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?")
# In English news a third of the words are of these, in other languages seldom a tenth.
_ENGLISH = frozenset(
    "the of and to in that for on was with as by at from his her he she it is are were be been has have had "
    "not this which who their they said will would after before when about more than into over but or "
    "an".split()
)
_SURE, _NOT_AT_ALL = 0.2, 0.08
_MIN_WORDS, _MIN_DIFFERENT = 30, 10
_SAMPLE_CHARS = 4000


def foreign(text: str) -> str | None:
    """A warning where `text` is in another language than English."""
    words = _WORDS.findall(text[:_SAMPLE_CHARS].lower())
    few = len(words) < _MIN_WORDS or len(set(words)) < _MIN_DIFFERENT
    if few and not _no_latin(text):
        return None
    share = sum(word in _ENGLISH for word in words) / max(1, len(words))
    if share >= _SURE:
        return None
    code, sure = _classify(text[:_SAMPLE_CHARS])
    if code is None:  # the detector is not installed
        return FOREIGN.format(name="another language") if share < _NOT_AT_ALL else None
    if code == "en" or (share >= _NOT_AT_ALL and not sure):
        return None
    return FOREIGN.format(name=_NAMES.get(code, f"another language ({code})"))


def _no_latin(text: str) -> bool:
    letters = [letter for letter in text[:_SAMPLE_CHARS] if letter.isalpha()]
    return len(letters) > 60 and sum(letter > "\u02ff" for letter in letters) * 2 > len(letters)


def _classify(text: str) -> tuple[str | None, bool]:
    """The code of the language, None where no detector is installed; and whether that is sure."""
    try:
        from py3langid.langid import LanguageIdentifier
    except ImportError:
        return None, False
    code, share = _identifier(LanguageIdentifier).classify(text)
    return str(code), float(share) > 0.9


@cache
def _identifier(kind: Any) -> Any:
    from py3langid.langid import MODEL_FILE

    return kind.from_model_file(MODEL_FILE, norm_probs=True)


_NAMES = {
    "es": "Spanish", "fr": "French", "de": "German", "pt": "Portuguese", "it": "Italian", "nl": "Dutch",
    "ru": "Russian", "uk": "Ukrainian", "ar": "Arabic", "fa": "Persian", "he": "Hebrew", "tr": "Turkish",
    "zh": "Chinese", "ja": "Japanese", "ko": "Korean", "hi": "Hindi", "bn": "Bengali", "ur": "Urdu",
    "id": "Indonesian", "ms": "Malay", "vi": "Vietnamese", "th": "Thai", "pl": "Polish", "cs": "Czech",
    "sv": "Swedish", "no": "Norwegian", "da": "Danish", "fi": "Finnish", "el": "Greek", "ro": "Romanian",
    "hu": "Hungarian", "sw": "Swahili", "am": "Amharic", "so": "Somali", "ha": "Hausa", "af": "Afrikaans",
    "ca": "Catalan", "hr": "Croatian", "sr": "Serbian", "bg": "Bulgarian", "ta": "Tamil", "te": "Telugu",
}  # fmt: skip
