"""Where temporal expressions stand: the rules, tried around words that can bear one.

Text is read once for trigger words (months, weekdays, units, years, clock times …); patterns are tried only
at the word starts just before a trigger, so that the time is linear in the length of the text.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache

from newsfacts.dates.merge import merge
from newsfacts.dates.prefilter import beginning
from newsfacts.dates.rules import LIKE_LETTERS, Compiled, Found, Grammar, grammar

# The longest stretch of a pattern in front of the word that gives it away ("the early part of the").
_REACH = 70
_CONTEXT = 45
_INDEXED = 3  # letters of a beginning by which rules are looked up

# Quotes, dashes and blanks of print, one character each: offsets stay true.
_PLAIN = str.maketrans(
    {"\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ",
     "\u2011": "-", "\u2010": "-", "\u2012": "–",
     **LIKE_LETTERS}
)  # fmt: skip


_STARTS = re.compile(r"(?<![\w'’])(?=[\w'’])|(?=['’]\d0s)")
# "USA Today", "Asia Now": in capitals behind a capitalised word these are names.
_NUMBER_DASH, _DASH_NUMBER = re.compile(r"(?<!\d)(\d{4})[-–]$"), re.compile(r"[-–](\d{4})(?!\d)")
_NOT_IN_NAMES = frozenset({"day_offset", "constant", "rel_unit", "every", "the_year", "duration"})
_IN_NAME = re.compile(r"(?<![.!?] )\b[A-Z][\w&]+ $")
_MONTHS_THAT_ARE_WORDS = re.compile(r"(?:may|march|mar)\.?$", re.IGNORECASE)
_MONTHS_THAT_ARE_NAMES = re.compile(
    r"(?:april|june|august|jan|jun|dec|sep|jul|apr|aug|feb|oct|nov)$", re.IGNORECASE
)
_MONTH_CONTEXT = re.compile(
    r"\b(?:in|since|until|till|of|from|through|during|before|after|this|last|next|late|early|mid|the|by|beginning|"
    r"starting|end|around|between|for|every|each|past|previous|through|effective|"
    r"(?:year|months|quarter|weeks) to)[\s-]{1,3}$",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(r"(?:mon|tues?|weds?|thu(?:rs?)?|fri|sat|sun)\.?$", re.IGNORECASE)
_SENTENCE_START = re.compile(r"(?:^|[.!?:;]['\"”’)]*\s+|\n\s*|[“\"‘`(—–-]\s*)$")


def find(text: str) -> list[Found]:
    """The temporal expressions of `text`, in order, without overlaps. Offsets are characters of `text`."""
    return list(_found(text))


@lru_cache(maxsize=1)  # both components of dates ask for those of the article at hand
def _found(text: str) -> tuple[Found, ...]:
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
    return tuple(merge(plain, found, rules))


def _first_match(
    text: str, begin: int, trigger: int, rules: Grammar, known: dict[int, Found | None]
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


@lru_cache(maxsize=8_192)
def _rules_that_begin(begin: str) -> tuple[Compiled, ...]:
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


def _fits(text: str, start: int, end: int, match: re.Match[str], compiled: Compiled) -> bool:
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
    if rule.op == "year" and _is_file_number(text, start, end):
        return False
    if rule.id == "month":
        return _is_month(text, start, end, match)
    if rule.id == "rel-weekday" and _ABBREVIATED.match(match["weekday"]):
        return match["rel"].lower() in ("last", "next") and match["weekday"].lower() != "sun"
    if rule.id == "weekday":
        return _is_weekday(text, start, end, match["weekday"])
    return True


def _is_file_number(text: str, start: int, end: int) -> bool:
    """Whether a year is half of "2013-1790": years that a dash joins go up."""
    before, behind = _NUMBER_DASH.search(text, max(0, start - 5), start), _DASH_NUMBER.match(text, end)
    return bool(before and before[1] > text[start:end]) or bool(behind and behind[1] < text[start:end])


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


# "the actress Wednesday Hale", "drummer Friday Osei": who is called so, not when.
_CALLED = re.compile(
    r"\b(?:actress|actor|singer|drummer|guitarist|rapper|author|writer|novelist|poet|painter|artist|comedian|dancer|model|"
    r"designer|director|producer|presenter|host|coach|captain|striker|midfielder|defender|goalkeeper|sprinter|boxer|"
    r"doctor|nurse|teacher|student|professor|lawyer|judge|officer|constable|sergeant|detective|colonel|major|lieutenant|"
    r"senator|councillor|activist|blogger|named|called|mr|mrs|ms|miss|dr|sir|dame)\.? $",
    re.I,
)
_A_SURNAME = re.compile(
    r" (?!(?:Morning|Afternoon|Evening|Night|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))[A-Z][a-z]"
)


def _is_weekday(text: str, start: int, end: int, word: str) -> bool:
    """Whether a bare word is a weekday: short forms need a preposition before or a pause behind them."""
    if not _ABBREVIATED.match(word):
        first_name = _FIRST_NAME.search(text, max(0, start - 25), start)
        called = _CALLED.search(text, max(0, start - 15), start) and _A_SURNAME.match(text, end)
        return not (called or (first_name and _AND_A_NAME.match(text, end)))
    before = re.search(
        r"\b(?:on|last|next|this|until|till|by|since)\s$", text[max(0, start - 8) : start], re.I
    )
    if word.lower() in ("sun", "sat"):
        return bool(before) and not re.match(r"\s+[A-Z]", text[end : end + 3])
    pause = re.match(r"[,;.)]|\s*\n|$", text[end : end + 3])
    return bool(before or (pause and re.search(r"[a-z]\s$", text[max(0, start - 2) : start])))


def _and_day(text: str, previous: Found, rules: Grammar) -> Found | None:
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
