"""Where temporal expressions stand: the patterns of `dates/rules.toml`, tried around words that can bear one.

A pattern is written with the tables and pieces of `dates/words.toml`. Text is read once for trigger
words (months, weekdays, units, years, clock times …); patterns are tried only at the word starts just before
a trigger, so that the time is linear in the length of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from itertools import zip_longest

from newsfacts.dates.prefilter import Beginnings, Needed, beginning, beginnings, has_needed, needed
from newsfacts.errors import RuleError
from newsfacts.rules import load, read
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
# The longest stretch of a pattern in front of the word that gives it away ("the early part of the").
_REACH = 70
_CONTEXT = 45
# Characters from its first on in which a match has the words that it needs: few are longer than half of it.
_LONGEST = 80
_INDEXED = 3  # letters of a beginning by which rules are looked up

# To a pattern that ignores case these are s, i and k; the tables of words do not know them.
LIKE_LETTERS: dict[str, str | int | None] = {"\u017f": "s", "\u0131": "i", "\u0130": "I", "\u212a": "K"}

# Quotes, dashes and blanks of print, one character each: offsets stay true.
_PLAIN = str.maketrans(
    {"\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ",
     "\u2011": "-", "\u2010": "-", "\u2012": "–",
     **LIKE_LETTERS}
)  # fmt: skip


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
        return next((self.groups[name] for name in names if name in self.groups), None)


@dataclass(frozen=True)
class _Compiled:
    """A rule; its patterns are compiled when they are first tried: short articles need a tenth of them."""

    rule: DateRule
    beginnings: tuple[str, ...]  # of its matches

    def may_match(self, text: str, start: int) -> bool:
        """Whether it is worth compiling: the words that a match at `start` has are there."""
        return "match" in self.__dict__ or has_needed(text[start : start + _LONGEST], self._needed)

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
class _Grammar:
    rules: tuple[_Compiled, ...]
    triggers: re.Pattern[str]  # for small letters
    and_day: _Compiled
    left: re.Pattern[str]
    right_part: re.Pattern[str]
    left_part: re.Pattern[str]


@cache
def words(table: str) -> dict[str, str | int]:
    """A table of dates/words.toml: word -> what it stands for. Raises RuleError where there is none."""
    tables = read("dates/words")
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
    tables = read("dates/words")

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
    tables = read("dates/words")
    if name in tables["macro"]:
        return beginnings(tables["macro"][name], _piece)
    known = words(name.removesuffix("_words"))
    # An apostrophe may be left out, a full stop may follow a short form: only what is before is certain.
    return Beginnings(cut=(beginning(word.split("'")[0]) for word in known))


@cache
def _needed_of_piece(name: str) -> list[Needed]:
    """The words of the piece or table `name` of dates/words.toml, of which a match has one."""
    tables = read("dates/words")
    if name in tables["macro"]:
        return needed(tables["macro"][name], _needed_of_piece)
    # As in `_piece`: an apostrophe may be left out, a gap may be any.
    certain = [
        max(re.findall("[a-z]+", word.split("'")[0]), key=len, default="")
        for word in words(name.removesuffix("_words"))
    ]
    return [tuple(dict.fromkeys(certain))] if all(certain) else []


@cache
def grammar() -> _Grammar:
    """The rules. Raises RuleError for one that cannot be read."""
    rules = []
    for rule in load("dates/rules", DateRule).values():
        if rule.type not in tuple(DateType):
            raise RuleError(f"dates/rules.toml, rule [{rule.id}]: unknown type {rule.type!r}")
        rule = replace(rule, type=DateType(rule.type))
        rules.append(_Compiled(rule, beginnings(rule.pattern, _piece).shortest()))
    and_day = next(rule for rule in rules if rule.rule.op == "and_day")
    rules.remove(and_day)
    vocabulary = sorted(
        {word for table in ("month", "weekday", "unit", "season", "part", "decade") for word in words(table)}
        | {word.split()[0] if word.startswith("easter") else word for word in words("holiday")}
        | set(read("dates/words")["trigger"]["words"]),
        key=lambda word: (-len(word), word),
    )  # fmt: skip
    names = "|".join(re.escape(word).replace("'", "['’]?") for word in vocabulary)
    triggers = (
        rf"(?<!\w)(?:(?:{names})(?:s|'s|ies)?(?!\w)|centur(?:y|ies)(?!\w)"
        r"|(?:1\d|20|[5-9]\d)\d\d?(?!\d)|(?<=in |by |ce |il |ng |te |ly |of )[1-9]\d\d(?![\w%]|[.,:]\d)|b\. ?c\.|bce?(?!\w)|[1-4]q|q[1-4](?!\w)|h[12](?!\w)|'\d0s|\d0'?s(?!\w)"
        r"|\d{1,2}(?:[.:]\d\d)? ?[ap]\.? ?m(?!\w)|[0-2]?\d[:.][0-5]\d(?!\d)"
        r"|\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d|\d{1,2}/\d{1,2}/\d\d(?!\d)|\d{1,2}/\d{1,2}(?= to | and | through |[-–])"
        r"|\d{1,2}(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(?:19|20)\d\d-\d\d?-\d"
        r"|(?:half|quarter|five|ten|twenty(?:-five)?) (?:past|to|after) (?=[a-z\d])"
        r"|[0-2]\d[0-5]\d ?(?:hrs|gmt|utc)|o'clock|[12]\d{3}s|fy\d{4})"
    )
    return _Grammar(
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
            r"(?:(?:early|late) in )?(?:the )?(?:early |late |mid-?)?(?P<part>{part_words})(?: hours)? of (?:the )?$"
            r"|(?:early |late |mid-?)?(?P<part2>{part_words}) $",
            where="left part",
        ),
    )


_STARTS = re.compile(r"(?<![\w'’])(?=[\w'’])|(?=['’]\d0s)")
# "USA Today", "Asia Now": in capitals behind a capitalised word these are names.
_NOT_IN_NAMES = frozenset({"day_offset", "constant", "rel_unit", "every", "the_year", "duration"})
_IN_NAME = re.compile(r"(?<![.!?] )\b[A-Z][\w&]+ $")
_MONTHS_THAT_ARE_WORDS = re.compile(r"(?:may|march|mar)\.?$", re.IGNORECASE)
_MONTHS_THAT_ARE_NAMES = re.compile(
    r"(?:april|june|august|jan|jun|dec|sep|jul|apr|aug|feb|oct|nov)$", re.IGNORECASE
)
_MONTH_CONTEXT = re.compile(
    r"\b(?:in|since|until|till|of|from|through|during|before|after|this|last|next|late|early|mid|the|by|beginning|"
    r"starting|end|around|between|for|every|each|past|previous|through|effective)[\s-]{1,3}$",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(r"(?:mon|tues?|weds?|thu(?:rs?)?|fri|sat|sun)\.?$", re.IGNORECASE)
_SENTENCE_START = re.compile(r"(?:^|[.!?:;]['\"”’)]*\s+|\n\s*|[“\"‘`(—–-]\s*)$")


def find(text: str) -> list[Found]:
    """The temporal expressions of `text`, in order, without overlaps. Offsets are characters of `text`."""
    plain = text.translate(_PLAIN)
    rules = grammar()
    found: list[Found] = []
    known: dict[int, Found | None] = {}
    position = 0
    # As long as the text: _PLAIN has replaced the one capital that has no small letter of its length.
    for trigger in rules.triggers.finditer(plain.lower()):
        if trigger.end() <= position:
            continue
        begin = max(position, trigger.start() - _REACH)
        match = _first_match(plain, begin, trigger.start(), rules, known)
        if match is None:
            continue
        found += [*_days_before(plain, match, position), match]
        position = match.end
        while (more := _and_day(plain, found[-1], rules)) is not None:
            found.append(more)
            position = more.end
    return _merge(plain, found, rules)


def _first_match(
    text: str, begin: int, trigger: int, rules: _Grammar, known: dict[int, Found | None]
) -> Found | None:
    """The leftmost longest match that starts in [begin, trigger] and reaches past the trigger's start.

    `known` keeps what begins where, so that a word before many triggers is tried but once.
    """
    starts = [m.start() for m in _STARTS.finditer(text, begin, trigger + 1)]
    for start in starts[-9:]:
        if start not in known:
            known[start] = _longest_match(text, start)
        found = known[start]
        if found is not None and found.end > trigger:
            return found
    return None


@cache
def _rules_by_letters() -> dict[str, list[int]]:
    """The first letters of beginnings, up to _INDEXED -> places of rules in the grammar."""
    places: dict[str, dict[int, None]] = {}
    for place, rule in enumerate(grammar().rules):
        for begin in rule.beginnings:
            places.setdefault(begin[:_INDEXED], {})[place] = None
    return {begin: list(own) for begin, own in places.items()}


@lru_cache(maxsize=50_000)
def _rules_that_begin(begin: str) -> tuple[_Compiled, ...]:
    """The rules, in their order, whose matches can begin as `begin`."""
    rules, by_letters = grammar().rules, _rules_by_letters()
    places = {place for end in range(_INDEXED + 1) for place in by_letters.get(begin[:end], ())}
    return tuple(rules[place] for place in sorted(places) if begin.startswith(rules[place].beginnings))


def _longest_match(text: str, start: int) -> Found | None:
    best: Found | None = None
    for compiled in _rules_that_begin(beginning(text, start)):
        match = compiled.match.match(text, start) if compiled.may_match(text, start) else None
        if match is None or (best is not None and match.end() <= best.end):
            continue
        if _fits(text, match.start(), match.end(), match, compiled):
            groups = {name: value for name, value in match.groupdict().items() if value is not None}
            best = Found(match.start(), match.end(), compiled.rule, groups)
    return best


def _fits(text: str, start: int, end: int, match: re.Match[str], compiled: _Compiled) -> bool:
    low = max(0, start - _CONTEXT)
    if compiled.before and not compiled.before.search(text, low, start):
        return False
    if compiled.not_before and compiled.not_before.search(text, low, start):
        return False
    if compiled.after and not compiled.after.match(text, end):
        return False
    if compiled.not_after and compiled.not_after.match(text, end):
        return False
    for name, value in match.groupdict().items():
        if value and name.startswith(("month", "weekday", "holiday", "q", "h2")) and not _is_name(value):
            return False
    rule = compiled.rule
    unit = match.groupdict().get("unit")
    if unit and unit[0].isupper() and not match.group().isupper() and text[start].islower():
        return False  # "Novel of the Year", "this Week"
    if (
        rule.op in _NOT_IN_NAMES
        and text[start].isupper()
        and _IN_NAME.search(text, max(0, start - 20), start)
    ):
        return False
    if rule.lower and not text[start].islower() and not _SENTENCE_START.search(text, low, start):
        return False
    if rule.id == "month":
        return _is_month(text, start, end, match)
    if rule.id == "rel-weekday" and _ABBREVIATED.match(match["weekday"]):
        return match["rel"].lower() in ("last", "next") and match["weekday"].lower() != "sun"
    if rule.id == "weekday":
        return _is_weekday(text, start, end, match["weekday"])
    return True


def _is_name(word: str) -> bool:
    return not word[:1].islower() or word[:4].lower() == "the "


def _is_month(text: str, start: int, end: int, match: re.Match[str]) -> bool:
    """Whether a bare word is a month: May, March and first names need a preposition or the like in front."""
    word = match["month"]
    if match["sub"]:
        return True
    context = _MONTH_CONTEXT.search(text, max(0, start - 15), start) is not None
    if _MONTHS_THAT_ARE_WORDS.match(word):
        return context and not (word.isupper() and len(word) > 3 and text[end : end + 2].strip().isupper())
    if _MONTHS_THAT_ARE_NAMES.match(word):
        follows = re.match(r" ([A-Z][a-z]+)", text[end : end + 20])
        if len(word) <= 3 and text[end - 1] != "." and not (context and not follows):
            return False
        if not context and re.match(r",? (?:says?|said|told|added|and|is|has|who)\b", text[end : end + 8]):
            return False
        precedes = re.search(r"([A-Z][a-z]+\.?) $", text[max(0, start - 20) : start])
        return context or not (follows or (precedes and precedes[1] not in ("In", "By", "Since", "The")))
    return True


# "Nancy Friday and April Jones": people, not "Nancy said Friday and …".
_FIRST_NAME = re.compile(r"(?:^|[.;:,] |\band |\bthat )[A-Z][a-z]+ $")
_AND_A_NAME = re.compile(r" and [A-Z][a-z]+ [A-Z][a-z]+")


def _is_weekday(text: str, start: int, end: int, word: str) -> bool:
    """Whether a bare word is a weekday: short forms need a preposition before or a pause behind them."""
    if not _ABBREVIATED.match(word):
        first_name = _FIRST_NAME.search(text, max(0, start - 25), start)
        return not (first_name and _AND_A_NAME.match(text, end))
    before = re.search(
        r"\b(?:on|last|next|this|until|till|by|since)\s$", text[max(0, start - 8) : start], re.I
    )
    if word.lower() in ("sun", "sat"):
        return bool(before) and not re.match(r"\s+[A-Z]", text[end : end + 3])
    pause = re.match(r"[,;.)]|\s*\n|$", text[end : end + 3])
    return bool(before or (pause and re.search(r"[a-z]\s$", text[max(0, start - 2) : start])))


def _and_day(text: str, previous: Found, rules: _Grammar) -> Found | None:
    if previous.rule.op not in ("month_day", "full", "and_day") or (
        "month" not in previous.groups and previous.rule.op != "and_day"
    ):
        return None
    if previous.rule.op == "month_day" and not re.search(
        r"\d(?:st|nd|rd|th)?$", text[previous.start : previous.end]
    ):
        return None
    gap = re.compile(r"(?:, | and | or |, and )").match(text, previous.end)
    if gap is None:
        return None
    match = rules.and_day.match.match(text, gap.end())
    if match is None or not _fits(text, match.start(), match.end(), match, rules.and_day):
        return None
    return Found(match.start(), match.end(), rules.and_day.rule, {"day": match["day"]}, previous=previous)


_DAY_AND = re.compile(
    r"(?<![\w$£€.,:/-])(?P<said>(?P<day>3[01]|[12]\d|[1-9])(?:st|nd|rd|th)?)(?:,| and| or|, and)(?: the)? $"
)
_BEFORE_DAYS = re.compile(
    r"(?:^|\b(?:on|of|for|the|until|till|since|after|before|from|by)) (?:the )?$", re.IGNORECASE
)


def _days_before(text: str, last: Found, low: int) -> list[Found]:
    """The other days of "on 6, 7 and 8 September", where `last` is "8 September"."""
    if last.rule.id not in ("day-month", "day-month-year") or not text[last.start].isdigit():
        return []
    days: list[Found] = []
    start = last.start
    while (match := _DAY_AND.search(text, max(low, start - 14), start)) is not None:
        groups = {**last.groups, "day": match["day"]}
        days.insert(0, replace(last, start=match.start("said"), end=match.end("said"), groups=groups))
        start = match.start()
    return days if _BEFORE_DAYS.search(text, max(0, start - 12), start) else []


_DAY_OPS = frozenset(
    {"full", "numeric", "month_day", "and_day", "weekday", "day_offset", "holiday", "anchor_day"}
)
_TIME_TO_DAY = re.compile(r",?\s{1,2}(?:(?:on|of|in)\s{1,2})?(?:the\s{1,2})?$|,?\s?\($")
_DAY_TO_TIME = re.compile(
    r",?\s{1,2}(?:at|around|about|by|from)?\s{0,2}(?:around\s|about\s|exactly\s)?$|,\s{0,2}$"
)


def _merge(text: str, found: list[Found], rules: _Grammar) -> list[Found]:
    """Parts of the day, clock times and "early", "late" taken into the day they stand with."""
    out: list[Found] = []
    for item, following in zip_longest(found, found[1:]):
        low = out[-1].end if out else 0
        if item.rule.op in _DAY_OPS and item.part is None:
            item = _with_part(text, item, low, rules)
        previous = out[-1] if out else None
        own_day = following is not None and item.rule.op == "clock" and _joined(text, item, following)
        joined = _joined(text, previous, item) if previous is not None and not own_day else None
        if joined is not None:
            out[-1] = joined
        else:
            out.append(item)
    return _with_years(text, [item for item in out if item.rule.op != "beside"])  # "the day before" what is no date


# What may stand between two months or days that share a year.
_COORDINATED = re.compile(r"(?:,| and| or|, and|/| &)\s?(?:in |on )?(?:the )?(?:early |late |mid-)?$")
_SHARE_A_YEAR = frozenset({"month", "month_day", "season"})


def _with_years(text: str, found: list[Found]) -> list[Found]:
    """With the year that stands behind the last of several months, or days: "April and June 1955"."""
    out = list(found)
    for place in range(len(out) - 2, -1, -1):
        item, behind = out[place], out[place + 1]
        year = behind.groups.get("year")
        alike = behind.rule.op in _SHARE_A_YEAR or behind.rule.op == "full"
        if item.rule.op not in _SHARE_A_YEAR or item.get("year", "rel", "yy") or item.near or not (year and alike):
            continue
        if _COORDINATED.fullmatch(text, item.end, behind.start):
            over = _month_number(item) > _month_number(behind) > 0
            out[place] = replace(item, groups={**item.groups, "year": f"{int(year) - over:04}"})
    return out


def _month_number(item: Found) -> int:
    """The month of the expression, 0 where it has none."""
    month = item.groups.get("month")
    return int(words("month")[month.lower().rstrip(".")]) if month else 0


def _with_part(text: str, item: Found, low: int, rules: _Grammar) -> Found:
    table = words("part")
    if "part" not in item.groups and item.rule.op not in ("holiday", "anchor_day"):
        right = rules.right_part.match(text, item.end)
        if right:
            word = right["part"].lower()
            part = str(table.get(word) or table.get(word.rstrip("s"), ""))
            item = replace(item, end=right.end(), part=part or None)
        else:
            left = rules.left_part.search(text, max(low, item.start - 40), item.start)
            if left and (left.start() == 0 or not text[left.start() - 1].isalnum()):
                part = str(table.get((left["part"] or left["part2"] or "").lower(), "TMO"))
                # "the night of Oct. 23": told so, it belongs to histories; news dates by the day.
                groups = {**item.groups, "part_of": left["part"]} if left["part"] else item.groups
                item = replace(item, start=left.start(), part=part, groups=groups)
    if item.rule.id in ("weekday", "today", "yesterday", "tomorrow"):
        left = rules.left.search(text, max(low, item.start - 14), item.start)
        if left and (left.start() == 0 or not text[left.start() - 1].isalnum()):
            item = replace(item, start=left.start(), sub=left["sub"])
    return item


def _joined(text: str, first: Found, second: Found) -> Found | None:
    """Two neighbours that are one expression: a clock time and its day, in either order."""
    gap = text[first.end : second.start]
    if len(gap) > 14 or "\n\n" in gap:
        return None
    if first.rule.op == "clock" and (
        second.rule.op in _DAY_OPS or second.rule.id in ("this-morning", "last-night", "tonight")
    ):
        if second.clock is None and _TIME_TO_DAY.match(gap):
            groups = {**second.groups, **{f"clock_{k}": v for k, v in first.groups.items()}}
            return replace(second, start=first.start, groups=groups, clock="")
    elif (
        second.rule.op == "clock"
        and first.rule.op in _DAY_OPS
        and first.clock is None
        and _DAY_TO_TIME.match(gap)
    ):
        groups = {**first.groups, **{f"clock_{k}": v for k, v in second.groups.items()}}
        return replace(first, end=second.end, groups=groups, clock="")
    elif first.rule.op == "beside":
        if second.rule.op in _DAY_OPS and gap == " ":
            days = 1 if first.groups["direction"].lower() == "after" else -1
            rule = replace(second.rule, id=first.rule.id)
            return replace(second, start=first.start, days_off=days, rule=rule)
    elif _tells_when(first, second) and re.fullmatch(r",?\s(?:on\s|at\s)?", gap):
        return replace(second, start=first.start, near=first)
    elif _tells_when(second, first) and re.fullmatch(r",?\s", gap):
        return replace(first, end=second.end, near=second)
    elif (
        first.rule.id in ("today", "yesterday", "tomorrow", "weekday", "rel-weekday")
        and second.rule.op in ("full", "month_day")
        and first.clock is None
        and re.fullmatch(r",?\s|\s?\(|,? the ", gap)
        and "weekday" not in second.groups
        and not (first.rule.id == "weekday" and "(" in gap)
    ):
        said = {name: words for name, words in first.groups.items() if name != "rel"}
        return replace(
            second,
            start=first.start,
            groups={**said, **second.groups},
            part=first.part or second.part,
        )
    return None


def _tells_when(item: Found, day: Found) -> bool:
    """Whether `item` only tells of which year or week the day beside it is: "two years ago, on May 27"."""
    if item.near or day.near or item.part:
        return False
    unit = (item.get("unit") or "").lower()
    if item.rule.op == "ago" and item.rule.id != "half-ago":
        if day.rule.id == "weekday":
            return unit in ("week", "fortnight")
        return day.rule.op in ("month_day", "full", "holiday") or day.rule.id == "today" or _is_this(day)
    return item.rule.op == "rel_unit" and day.rule.id == "weekday" and unit == "week"


def _is_this(item: Found) -> bool:
    """Whether it is the "this month" of "a year ago this month"."""
    return item.rule.id == "this-unit" and (item.get("unit") or "").lower() in ("week", "month")
