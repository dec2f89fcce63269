"""The rules of furniture (`rules/furniture.toml`), ready to use: patterns, word lists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from newsfacts.errors import RuleError
from newsfacts.rules import load
from newsfacts.types import SkipReason

# A line whose cues weigh this much is furniture by itself.
ENOUGH = 3
APPEAL = "appeal"


class Where(StrEnum):
    WHOLE = "whole"
    START = "start"
    ANY = "any"
    GLUED = "glued"


class Takes(StrEnum):
    """Where the title of the other story stands, seen from the label of a teaser."""

    ABOVE = "above"  # the line above
    ABOVE_FAR = "above_far"  # the line above, past a blank line; a name only
    BELOW = "below"
    BELOW_IF_COLON = "below_if_colon"
    BELOW_LATE = "below_late"  # only once the story has begun: before, it may be the headline
    LIST = "list"  # the short lines below, if nothing else follows up to the blank line


@dataclass(frozen=True, slots=True)
class FurnitureRule:
    """What kind of line a set of phrases tells of; the keys are explained in furniture.toml."""

    id: str
    reason: str
    where: str
    phrases: tuple[str, ...]
    weight: int = ENOUGH
    max_words: int = 40
    family: str = ""
    opens: bool = False
    takes: tuple[str, ...] = ()
    late: bool = False
    line: bool = False


@dataclass(frozen=True, slots=True)
class FurnitureWords:
    """A word list; `anchors` are those that make a line of such words tell something."""

    id: str
    words: tuple[str, ...]
    anchors: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cue:
    """A rule ready to use: its pattern, and words of which a line must have one (lower case)."""

    rule: FurnitureRule
    reason: SkipReason
    pattern: re.Pattern[str]
    needs: tuple[str, ...]


@cache
def _word_lists() -> dict[str, FurnitureWords]:
    return load("furniture.words", FurnitureWords)


@cache
def word_set(name: str) -> frozenset[str]:
    return frozenset(_word_lists()[name].words)


@cache
def anchors(name: str) -> frozenset[str]:
    return frozenset(_word_lists()[name].anchors)


@cache
def cues() -> tuple[Cue, ...]:
    return tuple(ready(rule) for rule in load("furniture", FurnitureRule).values())


def ready(rule: FurnitureRule) -> Cue:
    try:
        where, reason = Where(rule.where), SkipReason(rule.reason)
        for takes in rule.takes:
            Takes(takes)
    except ValueError as error:
        raise RuleError(f"furniture.toml, rule [{rule.id}]: {error}") from None
    either = "|".join(_regex(phrase) for phrase in rule.phrases)
    match where:
        case Where.WHOLE:
            pattern = rf"[\W_]*(?:{either})[\W_]*"
        case Where.START:
            pattern = rf"[\W_]*(?:{either})(?!\w)"
        case Where.GLUED:
            # Behind one word only what surely begins a sentence: "Advertisement The bridge …".
            pattern = rf"(?P<phrase>{either})[.:!]?(?P<next>\s+(?-i:[\"“‘]?(?P<word>[A-Z0-9][\w'’]*))|\W*$)"
        case _:
            pattern = rf"(?<!\w)(?:{either})(?!\w)"
    needs = _needs(rule.phrases) if where == Where.ANY else ("",)
    try:
        return Cue(rule, reason, re.compile(pattern, re.IGNORECASE | re.DOTALL), needs)
    except re.error as error:
        raise RuleError(f"furniture.toml, rule [{rule.id}]: {error}") from None


_CAPITAL = r"(?![a-zß-ÿ_])\w[\w.&'’@-]*"
_PARTICLE = r"(?:de|da|del|la|le|van|von|der|al|el|bin|ibn|of|the|and|for|y)"
_NAME = rf"(?-i:@?{_CAPITAL}(?:\s+(?:{_PARTICLE}\s+)?{_CAPITAL}){{0,5}})"


@cache
def _agency() -> str:
    lists = _word_lists()["agencies"]
    known = "|".join(re.escape(word) for word in sorted(lists.words, key=len, reverse=True))
    endings = "|".join(re.escape(word) for word in lists.endings)
    named = rf"(?:{_CAPITAL}\s+){{1,4}}(?:{endings})"
    return rf"(?-i:(?:{known}|{named}|\w+\.(?:com|org|net|ru|uk|in))(?!\w))"


_SIGNS = re.compile(
    r"(?P<rest> \*(?=$|[|)]))|(?P<some>(?:^|(?<=[ (|]))\* )|(?P<mark> (?:[,/]|\[\|\])(?: (?!\*))?)"
    r"|(?P<colon> ?:(?: \*(?=$|[|)])| ?))|(?P<open>\()|(?P<number>#)|(?P<apostrophe>')|(?P<blank> )"
    r"|(?P<name><Name>)|(?P<agency><Agency>)"
)


def _regex(phrase: str) -> str:
    """The pattern of a phrase of furniture.toml."""

    def put(sign: re.Match[str]) -> str:
        match sign.lastgroup:
            case "rest":
                return r"(?:\W.*)?"
            case "some":
                return r"(?:\S+\s+){0,5}?"
            case "mark":
                return rf"\s*{sign.group().strip()}\s*"
            case "colon":
                return r"(?:\s*[:|›»>]|\s+[–—-]\s)" + (".*" if sign.group().endswith("*") else r"\s*")
            case "open":
                return "(?:"
            case "number":
                return r"\d[\d,.]*"
            case "apostrophe":
                return "['’]"
            case "blank":
                return r"[\s,;.?!()–—-]+"
            case "name":
                return _NAME
            case _:
                return _agency()

    return _SIGNS.sub(put, phrase).replace(r"[\|]", r"\|")


def _needs(phrases: Iterable[str]) -> tuple[str, ...]:
    """For each phrase words of which any match has one: cheap to look for before the pattern is tried."""
    needs: dict[str, None] = {}
    for phrase in phrases:
        outside = re.sub(r"\([^()]*\)\??", " ", phrase)
        certain = re.findall(r"(?<![\w'-])[a-z]{2,}(?![\w?'-])", outside)
        if certain:
            needs[max(certain, key=len)] = None
            continue
        group = re.search(r"\(([^()]*)\)(?!\?)", phrase)
        for alternative in group.group(1).split("|") if group else [""]:
            words = re.findall(r"[a-z]{2,}(?!\?)", alternative)
            needs[max(words, key=len, default="")] = None
    return tuple(needs)


@cache
def credit_tail() -> re.Pattern[str]:
    """A credit behind a caption: "(Image: Holler)", "Photo by Hugo Lind/Picture Pool", "Ana Ruiz/AFP"."""
    kinds = r"(?:photos?|photographs?|images?|pictures?|pics?|graphics?|credits?)"
    what = rf"(?i:(?:file |stock |archive |courtesy )?{kinds})"
    owner = rf"(?:{_NAME}|{_agency()}|(?i:supplied|handout|contributed|file))"
    owners = rf"{owner}(?:\s*(?:[/|,&]|via|for|and)\s*{owner}){{0,4}}"
    said = rf"{what}\s*(?i:[:|/]|by|courtesy of|courtesy|credit:?|supplied by)\s*{owners}"
    slashed = rf"(?:{_NAME}\s*/\s*){{1,2}}(?:{_agency()}|{_NAME})"
    return re.compile(
        rf"\s(?P<credit>[\[(](?:{said}|{slashed}|{_agency()}/{_NAME})[\])]"
        rf"|(?<=[.!?”\")] )(?-i:(?=[A-Z]))(?:{said}|(?:{_NAME}\s*/\s*){{1,2}}{_agency()})"
        r"|[—–-]\s?(?:[A-Z]+ )?PHOTOS?)\s*$"
    )
