"""The rules of `dates/rules.toml`, compiled: patterns written with the tables and pieces of
`dates/words.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

from newsfacts.dates.prefilter import Beginnings, Needed, beginning, beginnings, has_needed, needed, plainly
from newsfacts.errors import RuleError
from newsfacts.rules import derived, load, read
from newsfacts.types import DateType

# One blank of a pattern: blanks and at most one line end, never a paragraph break. Bounded, so that no
# run of blanks costs more than a few steps.
_BLANK = r"(?:[^\S\n]{1,3}|[^\S\n]{0,3}\n[^\S\n]{0,8})"
_REFERENCE = re.compile(r"\{([a-z][a-z_0-9]*?)(?::(\d))?\}")
# After a name of a month or weekday; the full stop belongs to a short form only ("Sept.", not "on Friday.").
_STOP = (
    r"(?!\w)(?:(?<=\bjan|\bfeb|\bmar|\bapr|\bjun|\bjul|\baug|\bsep|\boct|\bnov|\bdec"
    r"|\bmon|\btue|\bwed|\bthu|\bfri|\bsat|\bsun)\."
    r"|(?<=\bsept|\btues|\bweds|\bthur)\.|(?<=\bthurs)\.)?"
)
# Characters from its first on in which a match has the words that it needs: few are longer than half of it.
_LONGEST = 80

# To a pattern that ignores case these are s, i and k; the tables of words do not know them.
LIKE_LETTERS = {"\u017f": "s", "\u0131": "i", "\u0130": "I", "\u212a": "K"}


def with_plain(text: str, signs: Mapping[str, str]) -> str:
    """`text` with plain signs in place of `signs`, a character each, none of which is among the plain ones.

    `str.translate` looks up each character: a hundred times slower.
    """
    for sign, plain in signs.items():
        if sign in text:
            text = text.replace(sign, plain)
    return text


@dataclass(frozen=True, slots=True)
class DateRule:
    """One rule of dates/rules.toml; the file's head says what the keys mean."""

    id: str
    pattern: str
    type: DateType
    op: str
    value: str | int | None = None
    before: str | None = None
    not_before: str | None = None
    after: str | None = None
    not_after: str | None = None
    group: str | None = None
    lower: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A temporal expression, not yet worked out. `groups`: the named parts, as the text has them."""

    start: int
    end: int
    rule: DateRule
    groups: dict[str, str]
    part: str | None = None  # part of the day, TIMEX3 ("TNI")
    clock: str | None = None  # time of day, TIMEX3 ("T22:00")
    previous: Found | None = None  # for "April 24 and 25": the first of the two
    near: Found | None = None  # what tells the year or week: "two years ago" of "two years ago, on May 27"
    days_off: int = 0  # "the day before …": -1, "the day after …": 1
    sub: str | None = None  # early, late, mid …

    def get(self, *names: str) -> str | None:
        """The first of the named parts that the text has."""
        for name in names:
            if name in self.groups:
                return self.groups[name]
        return None


@dataclass(frozen=True)
class Compiled:
    """A rule; its patterns are compiled when they are first tried: short articles need a tenth of them."""

    rule: DateRule
    beginnings: tuple[str, ...]  # of its matches

    def may_match(self, text: str, start: int) -> bool:
        """Whether it is worth compiling: the words that a match at `start` has are there."""
        return "match" in self.__dict__ or has_needed(plainly(text, start, _LONGEST), self._needed)

    @cached_property
    def _needed(self) -> list[Needed]:
        return needed(self.rule.pattern, _needed_of_piece)

    @cached_property
    def match(self) -> re.Pattern[str]:
        return self._compiled(f"(?:{self.rule.pattern})", tail=r"(?!\w)")

    @cached_property
    def before(self) -> re.Pattern[str] | None:
        return self._compiled(f"(?:{self.rule.before})$") if self.rule.before else None

    @cached_property
    def not_before(self) -> re.Pattern[str] | None:
        return self._compiled(f"(?:{self.rule.not_before})$") if self.rule.not_before else None

    @cached_property
    def after(self) -> re.Pattern[str] | None:
        return self._compiled(self.rule.after) if self.rule.after else None

    @cached_property
    def not_after(self) -> re.Pattern[str] | None:
        return self._compiled(self.rule.not_after) if self.rule.not_after else None

    def _compiled(self, pattern: str, *, tail: str = "") -> re.Pattern[str]:
        return _compile(pattern, where=f"rule [{self.rule.id}]", tail=tail)

    def check(self) -> None:
        """Raises RuleError for a pattern that is none."""
        _ = (self.match, self.before, self.not_before, self.after, self.not_after)


@dataclass(frozen=True, slots=True)
class Grammar:
    rules: tuple[Compiled, ...]
    triggers: re.Pattern[str]  # for small letters
    and_day: Compiled
    left: re.Pattern[str]
    right_part: re.Pattern[str]
    left_part: re.Pattern[str]


@cache
def _tables() -> dict[str, Any]:
    """The tables of english/calendar.toml and dates/words.toml, by name."""
    return {**read("english/calendar"), **read("dates/words")}


@cache
def words(table: str) -> dict[str, str | int]:
    """A table of dates/words.toml: word -> what it stands for. Raises RuleError where there is none."""
    tables = _tables()
    if not tables.get(table):
        raise RuleError(f"dates/words.toml: no table [{table}], or an empty one")
    return dict(tables[table])


def _alternatives(table: str) -> str:
    parts = []
    for word in sorted(words(table), key=lambda word: (-len(word), word)):
        part = re.escape(word).replace(r"\ ", " ").replace("'", "['’]?")
        parts.append(part)
    return "|".join(parts)


def _expand(pattern: str, *, where: str) -> str:
    """`pattern` with tables and pieces put in; blanks not yet."""
    tables = _tables()

    def put(match: re.Match[str]) -> str:
        name, number = match[1], match[2] or ""
        if name in tables["macro"]:
            piece = _expand(tables["macro"][name], where=where)
            return re.sub(r"\(\?P<(\w+)>", rf"(?P<\g<1>{number}>", piece) if number else piece
        if name.endswith("_words") and name[:-6] in tables:
            return f"(?:{_alternatives(name[:-6])})"
        if name in tables:
            stop = _STOP if name in ("month", "weekday") else r"(?!\w)"
            return f"(?P<{name}{number}>{_alternatives(name)}){stop}"
        raise RuleError(f"dates/rules.toml, {where}: nothing is called {{{name}}} in dates/words.toml")

    return _REFERENCE.sub(put, pattern)


def _blanks(pattern: str) -> str:
    """Write out the blanks of `pattern`."""
    pattern = pattern.replace("[ -]", "(?: |-)").replace("[- ]", "(?: |-)").replace("?P<", "?P\0<")
    out, inside = [], False
    for i, char in enumerate(pattern):
        if char == "[" and pattern[i - 1 : i] != "\\":
            inside = True
        elif char == "]" and pattern[i - 1 : i] != "\\":
            inside = False
        out.append(_BLANK if char == " " and not inside else char)
    return "".join(out).replace("\0", "")


def _compile(pattern: str, *, where: str, tail: str = "") -> re.Pattern[str]:
    try:
        return re.compile(_blanks(_expand(pattern, where=where)) + tail, re.IGNORECASE)
    except re.error as error:
        raise RuleError(f"dates/rules.toml, {where}: {error}") from error


@cache
def _piece(name: str) -> Beginnings:
    """What the piece or table `name` of dates/words.toml begins with."""
    tables = _tables()
    if name in tables["macro"]:
        return beginnings(tables["macro"][name], _piece)
    known = words(name.removesuffix("_words"))
    # An apostrophe may be left out, a full stop may follow a short form: only what is before is certain.
    return Beginnings(cut=(beginning(word.split("'")[0]) for word in known))


@cache
def _needed_of_piece(name: str) -> list[Needed]:
    """The words of the piece or table `name` of dates/words.toml, of which a match has one."""
    tables = _tables()
    if name in tables["macro"]:
        return needed(tables["macro"][name], _needed_of_piece)
    # As in `_piece`: an apostrophe may be left out, a gap may be any.
    certain = [
        max(re.findall("[a-z]+", word.split("'")[0]), key=len, default="")
        for word in words(name.removesuffix("_words"))
    ]
    return [tuple(dict.fromkeys(certain))] if all(certain) else []


def _by_first_letter(patterns: Iterable[str]) -> str:
    """`patterns` as ways of one pattern, those of one first letter together: it is tried at each character of
    a text, where a few letters are sooner passed over than some hundred words."""
    ways: dict[str, list[str]] = {}
    for pattern in patterns:
        ways.setdefault(pattern[0], []).append(pattern[1:])
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in ways.items())


_BEGINNINGS_OF = ("dates/rules.toml", "dates/words.toml", "english/calendar.toml", "dates/prefilter.py")


def _beginnings() -> dict[str, tuple[str, ...]]:
    """What the matches of each rule can begin with."""
    rules = load("dates/rules", DateRule).values()
    return {rule.id: beginnings(rule.pattern, _piece).shortest() for rule in rules}


@cache
def grammar() -> Grammar:
    """The rules. Raises RuleError for one that cannot be read."""
    rules, begin = [], derived(_beginnings, *_BEGINNINGS_OF)
    for rule in load("dates/rules", DateRule).values():
        if rule.type not in tuple(DateType):
            raise RuleError(f"dates/rules.toml, rule [{rule.id}]: unknown type {rule.type!r}")
        rule = replace(rule, type=DateType(rule.type))
        rules.append(Compiled(rule, begin[rule.id]))
    and_day = next(rule for rule in rules if rule.rule.op == "and_day")
    rules.remove(and_day)
    vocabulary = sorted(
        {word for table in ("month", "weekday", "unit", "season", "part", "decade") for word in words(table)}
        | {word.split()[0] if word.startswith("easter") else word for word in words("holiday")}
        | set(read("dates/words")["trigger"]["words"]),
        key=lambda word: (-len(word), word),
    )  # fmt: skip
    names = _by_first_letter(re.escape(word).replace("'", "['’]?") for word in vocabulary)
    triggers = (
        rf"(?<!\w)(?:(?:{names})(?:s|'s|ies)?(?!\w)|centur(?:y|ies)(?!\w)"
        r"|(?:1\d|20|[5-9]\d)\d\d?(?!\d)|(?<=in |by |ce |il |ng |te |ly |of )[1-9]\d\d(?![\w%]|[.,:]\d)"
        r"|(?<=[a-z]{2} )'\d\d(?![\ds])"
        r"|b\. ?c\.|bce?(?!\w)|[1-4]q|q[1-4](?!\w)|h[12](?!\w)|'\d0s|\d0'?s(?!\w)"
        r"|(?<=n the |e the |l the )[1-3]?\d(?:st|nd|rd|th)(?!\w)"
        r"|\d{1,2}(?:[.:]\d\d)? ?[ap]\.? ?m(?!\w)|[0-2]?\d[:.][0-5]\d(?!\d)"
        r"|\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d|\d{1,2}/\d{1,2}/\d\d(?!\d)"
        r"|\d{1,2}/\d{1,2}(?= to | and | through |[-–])"
        r"|\d{1,2}(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(?:19|20)\d\d-\d\d?-\d"
        r"|(?:half|quarter|five|ten|twenty(?:-five)?) (?:past|to|after) (?=[a-z\d])"
        r"|[0-2]\d[0-5]\d ?(?:hrs|gmt|utc)|o'clock|[12]\d{3}s|fy ?'?\d\d)"
    )
    return Grammar(
        tuple(rules),
        re.compile(triggers),
        and_day,
        _compile(r"(?P<sub>early|late)(?: |-)$", where="left"),
        _compile(
            r",?(?: |-)(?:early |late |mid-)?(?P<part>{part_words}s?)(?!\w)"
            r"(?! (?:of|news|live|club|post|standard|star)\b)",
            where="right",
        ),
        _compile(
            r"(?:(?:early|late) in )?(?:the )?(?:early |late |mid-?)?"
            r"(?P<part>{part_words})(?: hours)? of (?:the )?$"
            r"|(?:early |late |mid-?)?(?P<part2>{part_words}) $",
            where="left part",
        ),
    )
