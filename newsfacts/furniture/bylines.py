"""Who wrote an article, as its own lines above the story say: "By Dana Whitlock, Staff Writer"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from newsfacts import gazetteer
from newsfacts.doc.split import lines
from newsfacts.types import CharSpan

# How far down the page a byline may stand: lines that are not blank, and characters.
MAX_LINES_ABOVE = 14
SEARCH_CHARS = 6_000
MAX_BYLINE_WORDS = 18
MIN_HEADLINE_WORDS = 5

_PARTICLE = r"(?:de|da|del|dos|la|le|van|von|der|den|al|el|bin|bint|ibn|ul|ur|y|e)"
_STOP_WORD = r"(?!(?i:for|in|at|on|of|and|the|by|with|from|published|updated|posted)\b)"
# A hyphen inside a name has a letter on both sides: "Al-Amin", not "Reuters -".
_WORD = rf"{_STOP_WORD}[^\W\d_a-zß-ÿ][^\W\d_]*(?:[.'’-][^\W\d_]+)*\.?"
_NAME = rf"{_WORD}(?:[ \t]+(?:{_PARTICLE}[ \t]+){{0,2}}{_WORD}){{1,4}}"
_NAMES = rf"{_NAME}(?:(?:,[ \t]+|,?[ \t]+(?i:and|&)[ \t]+){_NAME})*"
# What may follow the names: where they are, whom they work for, when it came out.
_AFTER = r"(?:[ \t]+\S+@\S+|[ \t]*(?:[|,/•·(–—-].*|@.*)|[ \t]+(?i:in|for|at|on|of|from)[ \t].*|\.?)"
_BY = re.compile(
    r"[\W_]*(?i:(?:(?:written|reported|story|words|text|report|reporting|interview|analysis|review|exclusive)"
    rf"[ \t]+)?by[ \t]*:?|author[ \t]*:)[ \t]*(?P<names>{_NAMES})(?P<after>{_AFTER})[ \t]*"
)
_ROLE = (
    r"(?i:(?:[\w'’&-]+[ \t]+){0,4}"
    r"(?:reporter|editor|correspondent|writer|staff|columnist|contributor|journalist|producer|intern))"
)
_WITH_ROLE = re.compile(rf"(?P<names>{_NAME})[ \t]*[,|–—-][ \t]*{_ROLE}")
_ALONE = re.compile(rf"(?P<names>{_NAMES})(?:[ \t]+in[ \t]+{_WORD}(?:[ \t]{_WORD}){{0,2}})?")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_STAMP = re.compile(
    rf"(?i:[\W_]*(?:(?:first |last )?(?:published|updated|posted|modified)\b.{{0,60}}|(?:\w+\.?,?[ \t]+)?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?[ \t-]+{_MONTH}|{_MONTH}\.?[ \t]+\d{{1,2}}(?:st|nd|rd|th)?)\b.{{0,40}}"
    r"|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}.{0,30}|\d{4}-\d\d-\d\d.{0,30}"
    r"|\d+[ \t]+(?:min(?:ute)?s?|hours?|days?)[ \t]ago))"
)
_READ = re.compile(r"(?i:\d+[ -]min(?:ute)?s? read)")
_DAY = re.compile(rf"(?i:\w*day|{_MONTH}|midnight|noon|dawn|now|then)")
# Names of desks and papers stand where names of people do.
_NOBODY = frozenset(
    "our staff reporter reporters correspondent correspondents agency agencies desk bureau news editorial "
    "team newsroom press media online web digital writer writers editor editors service wire post times "
    "herald tribune gazette daily network tv radio reuters ap afp image images".split()
)


def find_author(text: str) -> str | None:
    """Who wrote the article, as printed, without "By" ("Kel Dunn and Amara Obi"), or None."""
    return next((name for _, name in find_bylines(text)), None)


def find_bylines(text: str) -> list[tuple[CharSpan, str]]:
    """The lines near the top of `text` that say who wrote it, each with the names in it.

    A line is one that begins with "By" and a name; or, beside a line with the day or hour of publication or
    with an office ("Maya Ellis, News Editor"), names alone. Desks, agencies and places are no authors.
    """
    head = [line for line in lines(text[:SEARCH_CHARS]) if not line.blank][: MAX_LINES_ABOVE + 1]
    bodies = [text[line.start : line.end] for line in head]
    found = []
    for index, line in enumerate(head[:MAX_LINES_ABOVE]):
        names = _names(bodies, index)
        if names is not None:
            found.append((CharSpan(line.start, line.end), names))
    return found


def _names(bodies: Sequence[str], index: int) -> str | None:
    match = _byline(bodies, index)
    return _people(match["names"]) if match is not None else None


def _byline(bodies: Sequence[str], index: int) -> re.Match[str] | None:
    """The line as "By" and names or, above the story, as names with an office, or names alone."""
    body, above = bodies[index], bodies[:index]
    if len(body) > 200 or len(body.split()) > MAX_BYLINE_WORDS:
        return None
    match = _BY.fullmatch(body)
    if match is None and not any(map(_prose, above)):
        match = _WITH_ROLE.fullmatch(body) or _alone(bodies, index)
    return match


def _alone(bodies: Sequence[str], index: int) -> re.Match[str] | None:
    """The line as names alone, below a headline and beside a line with the day or hour of publication."""
    # A headline of capitalised words looks like names as well.
    if not any(len(above.split()) >= MIN_HEADLINE_WORDS for above in bodies[:index]):
        return None
    beside = [*bodies[max(0, index - 1) : index], *bodies[index + 1 : index + 2]]
    if not any(is_stamp(near) or _READ.fullmatch(near) for near in beside):
        return None
    match = _ALONE.fullmatch(bodies[index])
    if match is not None and gazetteer.default().lookup(match["names"]):
        return None  # "PORT AMAL", with the day below
    return match


def _people(names: str) -> str | None:
    """The names up to an office ("Ana Ruiz, Staff Writer") or a desk; None where nothing is left."""
    kept: list[str] = []
    for part in re.split(r"(,\s+|,?\s+(?:and|&)\s+)", names.strip()):
        if not _NOBODY.isdisjoint(re.findall(r"[\w'’-]+", part.lower())):
            break
        kept.append(part)
    people = re.sub(r"(?:,|\s+and|\s+&|\s)+$", "", "".join(kept))
    return people if people and not _DAY.fullmatch(people.split()[0]) else None


def is_stamp(line: str) -> bool:
    """Whether a line tells when the page came out and nothing else."""
    return _STAMP.fullmatch(line) is not None


def _prose(body: str) -> bool:
    return len(body.split()) >= 8 and body.rstrip("\"”’') ").endswith((".", "!", "?"))
