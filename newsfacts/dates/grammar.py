"""Where temporal expressions stand: the rules, tried around words that can bear one.

Text is read once for trigger words (months, weekdays, units, years, clock times …); patterns are tried only
at the word starts just before a trigger, so that the time is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache, lru_cache

from newsfacts.dates.merge import merge
from newsfacts.dates.prefilter import beginning
from newsfacts.dates.rules import LIKE_LETTERS, Compiled, Found, Grammar, grammar, with_plain
from newsfacts.rules import read

# The longest stretch of a pattern in front of the word that gives it away ("the early part of the").
_REACH = 70
_CONTEXT = 45
_INDEXED = 3  # letters of a beginning by which rules are looked up

# Quotes, dashes and blanks of print, one character each: offsets stay true.
_PLAIN = {
    "\u2019": "'", "\u2018": "'", "\u02bc": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ",
    "\u2011": "-", "\u2010": "-", "\u2012": "–",
    **LIKE_LETTERS,
}  # fmt: skip


_STARTS = re.compile(r"(?<![\w'’])(?=[\w'’])|(?=['’]\d0s)")
# "USA Today", "Asia Now": in capitals behind a capitalised word these are names.
_NUMBER_DASH, _DASH_NUMBER = re.compile(r"(?<!\d)(\d{4})[-–]$"), re.compile(r"[-–](\d{4})(?!\d)")
_NOT_IN_NAMES = frozenset({"day_offset", "constant", "rel_unit", "every", "the_year", "duration"})
_IN_NAME = re.compile(r"(?<![.!?] )\b[A-Z][\w&]+ $")
_MONTHS_THAT_ARE_WORDS = re.compile(r"(?:may|march|mar)\.?$", re.IGNORECASE)
_MONTHS_THAT_ARE_NAMES = re.compile(
    r"(?:april|june|august|jan|jun|dec|sep|jul|apr|aug|feb|oct|nov)$", re.IGNORECASE
)
_MARCH_OF_PEOPLE = re.compile(r" (?:on|for|of) (?:[A-Z]|the [A-Z])")
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
    plain = with_plain(text, _PLAIN)
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
    """Whether what the rule's pattern matches is a date where it stands: by what is around it, by its
    capitals, by what its words are besides."""
    if not _stands_right(text, start, end, compiled) or not _well_capitalised(text, start, match, compiled):
        return False
    is_one = _IS_ONE.get(compiled.rule.id) or _IS_ONE_BY_OPERATION.get(compiled.rule.op)
    return is_one is None or is_one(text, start, end, match)


def _stands_right(text: str, start: int, end: int, compiled: Compiled) -> bool:
    """Whether what the rule asks for, and nothing that it forbids, stands around the match."""
    low = max(0, start - _CONTEXT)
    if compiled.before and not compiled.before.search(text, low, start):
        return False
    if compiled.not_before and compiled.not_before.search(text, low, start):
        return False
    if compiled.after and not compiled.after.match(text, end):
        return False
    return not (compiled.not_after and compiled.not_after.match(text, end))


# The named parts of a pattern that are names: a capital, or all digits.
_NAMES = ("month", "weekday", "holiday", "q", "h2")


def _well_capitalised(text: str, start: int, match: re.Match[str], compiled: Compiled) -> bool:
    """Whether the words are written as a date's are: names with a capital, the others not as in a title."""
    groups = match.groupdict()
    if not all(_is_name(value) for name, value in groups.items() if value and name.startswith(_NAMES)):
        return False
    rule, unit = compiled.rule, groups.get("unit")
    if text[start].islower():
        return not (unit and unit[0].isupper())  # "Novel of the Year", "this Week"
    if rule.op in _NOT_IN_NAMES and text[start].isupper() and _in_name(text, start):
        return False
    return not rule.lower or _SENTENCE_START.search(text, max(0, start - _CONTEXT), start) is not None


def _in_name(text: str, start: int) -> bool:
    """Whether a capitalised word stands before: "USA Today"."""
    return _IN_NAME.search(text, max(0, start - 20), start) is not None


def _is_year(text: str, start: int, end: int, match: re.Match[str]) -> bool:
    """Whether a number is a year, not half of "2013-1790": years that a dash joins go up."""
    before, behind = _NUMBER_DASH.search(text, max(0, start - 5), start), _DASH_NUMBER.match(text, end)
    return not (before and before[1] > text[start:end]) and not (behind and behind[1] < text[start:end])


def _is_name(word: str) -> bool:
    return not word[:1].islower() or word[:4].lower() == "the "


def _is_month(text: str, start: int, end: int, match: re.Match[str]) -> bool:
    """Whether a bare word is a month: May, March and first names need a preposition or the like in front."""
    word = match["month"]
    if match["sub"]:
        return True
    context = _MONTH_CONTEXT.search(text, max(0, start - 15), start) is not None
    if _MONTHS_THAT_ARE_WORDS.match(word):
        if _MARCH_OF_PEOPLE.match(text, end) and text[max(0, start - 4) : start].lower() == "the ":
            return False  # "the March on Washington"
        shouted = word.isupper() and len(word) > 3 and text[end : end + 2].strip().isupper()
        return context and not shouted
    return not _MONTHS_THAT_ARE_NAMES.match(word) or _is_no_first_name(text, start, end, context)


def _is_no_first_name(text: str, start: int, end: int, context: bool) -> bool:
    """Whether "April", "Jun" is the month; `context`: whether a word for it stands in front."""
    surname = re.match(r" ([A-Z][a-z]+)", text[end : end + 20])
    if end - start <= 3 and text[end - 1] != ".":
        return context and not surname
    if context:
        return True
    if re.match(r",? (?:says?|said|told|added|and|is|has|who)\b", text[end : end + 8]):
        return False
    precedes = re.search(r"([A-Z][a-z]+\.?) $", text[max(0, start - 20) : start])
    return not surname and (not precedes or precedes[1] in ("In", "By", "Since", "The"))


# "Nancy Friday and April Jones": people, not "Nancy said Friday and …".
_FIRST_NAME = re.compile(r"(?:^|[.;:,] |\band |\bthat )[A-Z][a-z]+ $")
_AND_A_NAME = re.compile(r" and [A-Z][a-z]+ [A-Z][a-z]+")


_A_SURNAME = re.compile(
    r" (?!(?:Morning|Afternoon|Evening|Night|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))[A-Z][a-z]"
)


def _is_weekday(text: str, start: int, end: int, match: re.Match[str]) -> bool:
    """Whether a bare word is a weekday: short forms need a preposition before or a pause behind them."""
    word = match["weekday"]
    if not _ABBREVIATED.match(word):
        return not _is_somebody(text, start, end)
    before = _BEFORE_SHORT.search(text, max(0, start - 8), start)
    if word.lower() in ("sun", "sat"):
        return bool(before) and not re.match(r"\s+[A-Z]", text[end : end + 3])
    pause = re.match(r"[,;.)]|\s*\n|$", text[end : end + 3])
    return bool(before or (pause and re.search(r"[a-z]\s$", text[max(0, start - 2) : start])))


# By what is around them: "The teacher, Monday Orlo, was", "Joy Belo and Friday Orlo", "Sunday Orlo, 34, …".
_APPOSED = re.compile(r"[a-z], $"), re.compile(r" [A-Z][a-z]+(?:-[A-Z][a-z]+)?,")
_AND_BEFORE = re.compile(r"\b[A-Z][a-z]+ [A-Z][a-z]+(?<!day),? and $")
_FIRST_WORDS = re.compile(
    r" (?!Police)[A-Z][a-z]+(?:,? \d\d?,|,? (?:was|is|has|had|who|said|told)\b"
    r"| and (?:his|her|[A-Z][a-z]+ [A-Z][a-z]+)\b)"
)


@cache
def _called() -> re.Pattern[str]:
    """What stands before one called like a weekday: "the actress Wednesday Hale", "drummer Friday Osei"."""
    return re.compile(rf"\b(?:{'|'.join(read('dates/words')['called']['words'])})\.? $", re.IGNORECASE)


def _is_somebody(text: str, start: int, end: int) -> bool:
    """Whether somebody is called by the name of a weekday."""
    low = max(0, start - 40)
    if not _A_SURNAME.match(text, end):
        return bool(_FIRST_NAME.search(text, low, start) and _AND_A_NAME.match(text, end))
    if _called().search(text, low, start) or _AND_BEFORE.search(text, low, start):
        return True
    if _APPOSED[0].search(text, low, start) and _APPOSED[1].match(text, end):
        return True
    return bool(_FIRST_WORDS.match(text, end) and _SENTENCE_START.search(text, low, start))


def _is_rel_weekday(text: str, start: int, end: int, match: re.Match[str]) -> bool:
    """Whether "last Fri", "this sat" names a day: short forms do behind "last" and "next", "Sun" never."""
    if not _ABBREVIATED.match(match["weekday"]):
        return True
    return match["rel"].lower() in ("last", "next") and match["weekday"].lower() != "sun"


_BEFORE_SHORT = re.compile(r"\b(?:on|last|next|this|until|till|by|since)\s$", re.IGNORECASE)

# By rule, or by operation: whether words that can mean something else are a date.
_IsOne = Callable[[str, int, int, "re.Match[str]"], bool]
_IS_ONE: dict[str, _IsOne] = {
    "month": _is_month,
    "weekday": _is_weekday,
    "rel-weekday": _is_rel_weekday,
}
_IS_ONE_BY_OPERATION: dict[str, _IsOne] = {"year": _is_year}


# Behind a comma stands a day only in a list with its "and": "By June 1, 14 had died" counts people.
_DAY_GAP = re.compile(
    r",? and | or |, (?=(?:\d\d?(?:st|nd|rd|th)?, ){0,9}\d\d?(?:st|nd|rd|th)?,? "
    r"(?:and|or|&) \d\d?(?![\d,.:%]\d))"
)


def _and_day(text: str, previous: Found, rules: Grammar) -> Found | None:
    if previous.rule.op not in ("month_day", "full", "and_day") or (
        "month" not in previous.groups and previous.rule.op != "and_day"
    ):
        return None
    if previous.rule.op == "month_day" and not re.search(
        r"\d(?:st|nd|rd|th)?$", text[previous.start : previous.end]
    ):
        return None
    gap = _DAY_GAP.match(text, previous.end)
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
