"""Names as strings: how two are compared, which is a short form of which, what an acronym stands for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import IntEnum

from newsfacts.english.titles import title_words
from newsfacts.english.words import WordList as WordList  # where other packages look for it
from newsfacts.english.words import closed
from newsfacts.remembered import remembered

_MARKS = re.compile(r"['’‘`´ʻʼ.]")
_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")

# In the middle of a name: Helen "Ellie" Brownlow, Helen (Ellie) Brownlow.
_NICKNAME = re.compile(r"(?<=\s)[(\"'“‘`]+[^()\"“”]+?[)\"'”’]+(?=\s)")

_INITIALS = re.compile(r"\b([A-Z])\.([A-Z])\.(?=\s)")

# Letters that Unicode does not take apart into a plain one and an accent.
_PLAIN = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})


@remembered(8_192)
def fold(text: str) -> str:
    """`text` as names are compared: lower case, no accents, no stops or apostrophes, words parted by one
    blank.

    >>> fold("Abdel-Fattah  El‑Sisi"), fold("U.S."), fold("Côte d’Ivoire")
    ('abdel fattah el sisi', 'us', 'cote divoire')
    """
    if text.isascii():
        text = text.lower()
        if text.replace(" ", "").isalnum():  # as most names
            return " ".join(text.split())
    else:
        text = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
        text = "".join(char for char in text if not unicodedata.combining(char))
    return " ".join(_WORD.findall(_MARKS.sub("", text)))


def bare(name: str) -> str:
    """`name` without a possessive ending and a leading "the"."""
    name = name.strip()
    if name.endswith(("s", "'", "’")):
        name = _POSSESSIVE.sub("", name)
    return name[4:].lstrip() if name[:4].casefold() == "the " else name


def in_capitals(name: str) -> bool:
    """Whether all letters are capitals, and there are more than an acronym would have."""
    return name.isupper() and any(len(word) > 5 for word in _WORD.findall(name))


def spelt_out(name: str) -> str:
    """A name in capitals in ordinary spelling: "KUALA LUMPUR" -> "Kuala Lumpur", "PORT-AU-PRINCE" ->
    "Port-au-Prince".
    """
    words = re.split(r"(\W+)", name)
    small = (closed().small - {"a"}) | closed().small_abroad
    return "".join(
        word.lower() if i and word.lower() in small else word[:1] + word[1:].lower()
        for i, word in enumerate(words)
    )


class Fit(IntEnum):
    """How well a short name fits a full one, worst first."""

    NONE = 0
    MIDDLE = 1
    FIRST = 2
    LAST = 3
    SEVERAL = 4
    SAME = 5


def surname_last(name: str) -> str:
    """A person's name in ordinary order: "Ana Ruiz" for "Ruiz, Ana"; "Ken Orlo, Jr." as it is."""
    surname, comma, given = name.partition(",")
    if not comma or not surname.strip() or fold(given) in (*title_words("suffixes"), ""):
        return name
    return f"{given.strip()} {surname.strip()}"


@remembered()
def person_words(name: str) -> tuple[str, ...]:
    """The words of a person's name as they are compared; "Jr" and its like, and a nickname within the name,
    left out.

    >>> person_words("Ruiz, Ana"), person_words("Helen (Ellie) Brownlow"), person_words("Ken Orlo Jr.")
    (('ana', 'ruiz'), ('helen', 'brownlow'), ('ken', 'orlo'))
    """
    if not name.replace(" ", "").isalpha():
        name = _INITIALS.sub(_apart, _NICKNAME.sub(" ", surname_last(name)))
    words = tuple(fold(name).split())
    while len(words) > 1 and words[-1] in title_words("suffixes"):
        words = words[:-1]
    return words


def nickname(name: str) -> tuple[str, ...]:
    """The words of a nickname within a person's name; () where there is none.

    >>> nickname('Ken "Big Al" Orlo'), nickname("Ken Orlo")
    (('big', 'al'), ())
    """
    found = _NICKNAME.search(name)
    return tuple(fold(found[0]).split()) if found else ()


def _apart(initials: re.Match[str]) -> str:
    """Two initials as they stand; parted where together they look like a particle: "D.E. Orlo"."""
    one, two = initials.groups()
    return f"{one}. {two}." if f"{one}{two}".lower() in title_words("particles") else initials[0]


def suffix(name: str) -> str:
    """What tells a person from another of the same name, as compared: "jr" of "Ken Orlo Jr."; else ""."""
    words = fold(name).split()
    last = words[-1] if len(words) > 1 and words[-1] in title_words("suffixes") else ""
    return {"jnr": "jr", "snr": "sr"}.get(last, last)


def fit(short: Sequence[str], full: Sequence[str]) -> Fit:
    """How `short` can be a form of the person's name `full`; both as `person_words` gives them.

    Initials stand for names ("J. Smith", "George W. Bush" of "George Bush"), particles may be dropped
    ("Assad" of "al-Assad"). The order of the words must be the same.

    >>> fit(["obame"], ["andre", "mba", "obame"]), fit(["prayut"], ["prayut", "chan", "o", "cha"])
    (<Fit.LAST: 3>, <Fit.FIRST: 2>)
    """
    if tuple(short) == tuple(full):
        return Fit.SAME
    if not short or not full:
        return Fit.NONE
    particles = title_words("particles")
    core = [word for word in short if word not in particles] or list(short)
    if len(core) == 1 and len(short) <= 2:
        word = core[0]
        if len(word) == 1:
            return Fit.NONE
        if full[-len(short) :] == tuple(short) or full[-1] == word:
            return Fit.LAST
        if full[0] == word:
            return Fit.FIRST
        return Fit.MIDDLE if word in full else Fit.NONE
    return Fit.SEVERAL if _ordered(core, full) else Fit.NONE


def _ordered(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether the words of `short` stand in `full` in their order; an initial stands for a name.

    An initial may not be all there is in common, and is short for the word in its own place alone: "D. E.
    Orlo" is not Earl.
    """
    at, spelt = 0, 0
    for place, word in enumerate(short):
        while at < len(full) and not (
            _stands_for(word, full[at]) and (at == place or len(full[at]) > 1 or len(word) == 1)
        ):
            at += 1
        if at == len(full):
            return False
        spelt += len(word) > 1 and len(full[at]) > 1
        at += 1
    return spelt > 0


def _stands_for(word: str, name: str) -> bool:
    return word == name or (word[0] == name[0] and (len(word) == 1 or len(name) == 1))


def is_misspelling(a: str, b: str) -> bool:
    """Whether two folded words of four letters or more differ by one letter, swap aside, and begin alike.

    >>> is_misspelling("mbye", "mbaye"), is_misspelling("hassan", "hussein")
    (True, False)
    """
    if a == b or a[:1] != b[:1] or min(len(a), len(b)) < 4 or abs(len(a) - len(b)) > 1:
        return False
    at = 0
    while at < min(len(a), len(b)) and a[at] == b[at]:
        at += 1
    if len(a) == len(b):
        swapped = at + 1 < len(a) and (a[at], a[at + 1]) == (b[at + 1], b[at])
        return a[at + 1 :] == b[at + 1 :] or (swapped and a[at + 2 :] == b[at + 2 :])
    shorter, longer = sorted((a, b), key=len)
    return shorter[at:] == longer[at + 1 :]


@remembered()
def is_acronym(name: str) -> bool:
    """Whether `name` is written like an acronym: "UN", "U.S.", "DINARA", "MoH", "UKSB"."""
    letters = name.replace(".", "").replace("&", "").replace("-", "")
    return (
        2 <= len(letters) <= 9
        and letters.isalnum()
        and sum(c.isupper() for c in letters) >= max(2, len(letters) // 2 + 1)
    )


def stands_for(acronym: str, name: str) -> bool:
    """Whether `acronym` can be made of the first letters of `name`, small words counted or not.

    One further letter may come from inside a word ("UNHCR", "DINARA" from "Dirección Nacional de Recursos
    Acuáticos" does not: such pairs show by their brackets).
    """
    letters = fold(acronym).replace(" ", "")
    words = fold(name).split()
    if len(letters) < 2 or len(words) < 2:
        return False
    every = "".join(word[0] for word in words)
    large = "".join(word[0] for word in words if word not in closed().small)
    return letters in (every, large) or (len(letters) > 3 and letters[:-1] == large and letters[-1] == "s")
