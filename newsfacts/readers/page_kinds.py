"""What a page is where it is no article in English: a list of stories, a notice, another language."""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from newsfacts.readers.page_survey import Survey, rules

LISTING = "the page does not say that it is an article: it may be a list of several"
FOREIGN = "the text seems to be in {name}, not in English: facts are found in English only"
# So many headings that are links stand inside the story of a list of stories; below an article there may be
# any number.
_MIN_TITLES = 4
_MAX_NOTICE_CHARS = 1500
_WORDS = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?")
# In English news a third of the words are of these, in other languages seldom a tenth.
_ENGLISH = frozenset(
    "the of and to in that for on was with as by at from his her he she it is are were be been has have had "
    "not this which who their they said will would after before when about more than into over but or "
    "an".split()
)
_SURE, _NOT_AT_ALL = 0.2, 0.08
_MIN_WORDS = 30
_SAMPLE_CHARS = 4000


def is_listing(page: Survey, url: str | None) -> bool:
    """Whether the page lists stories: a front page, a section, the results of a search."""
    told = (page.meta("og:type") or "").lower()
    address = page.url or page.meta("og:url") or url
    if address and _is_root(address):
        return True
    if not page.articles and any(_is_list(node.get("@type")) for node in page.others):
        return True
    one = len(page.articles) == 1 or (page.articles and _has_story(page))
    if one or told.startswith(("article", "news")):
        return False
    titles = [
        at
        for at, block in enumerate(page.blocks)
        if block.tag in ("h2", "h3", "h4") and block.is_link and not _below_nav(block.within)
    ]
    days = {time.told[:10] or time.text for time in page.times}
    return len(titles) >= _MIN_TITLES and (len(days) >= _MIN_TITLES or (told == "website" and not page.times))


def _is_list(kind: Any) -> bool:
    kinds = kind if isinstance(kind, list) else [kind]
    return any(one in ("CollectionPage", "SearchResultsPage") for one in kinds)


def _has_story(page: Survey) -> bool:
    return any(isinstance(node.get("articleBody"), str) or node.get("headline") for node in page.articles[:1])


def _below_nav(names: frozenset[str]) -> bool:
    return bool(names & {"nav", "menu", "footer", "related", "sidebar"})


def _is_root(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return (
        bool(parts.netloc)
        and parts.path in ("", "/", "/index.html")
        and not parts.query
        and not parts.fragment
    )


def notices(page: Survey, title: str | None, text: str) -> list[str]:
    """What the page says in place of an article: it was not found, wants JavaScript, asks for consent."""
    found: list[str] = []
    heads = [title or "", page.title, *(block.text for block in page.blocks[:30] if block.tag == "h1")]
    gone, script, cookies = (rules()[name] for name in ("no_page", "no_script", "cookies"))
    if len(text) > 4 * _MAX_NOTICE_CHARS:
        return found
    short = text if len(text) <= _MAX_NOTICE_CHARS else ""
    if gone.phrases and any(gone.phrases.search(head) for head in (*heads, short[:300]) if head):
        found.append(gone.says)
    if script.phrases and any(script.phrases.search(head) for head in (*heads, short) if head):
        found.append(script.says)
    if cookies.phrases:
        told = sum(len(part) for part in text.split("\n\n") if cookies.phrases.search(part))
        if told * 3 > len(text):
            found.append(cookies.says)
    return found


def foreign(text: str) -> str | None:
    """A warning where `text` is in another language than English."""
    words = _WORDS.findall(text[:_SAMPLE_CHARS].lower())
    if len(words) < _MIN_WORDS and not _no_latin(text):
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
