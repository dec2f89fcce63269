"""Weekdays: "Monday", "last Friday", "a week ago Tuesday", "the Friday before last"."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

from newsfacts.dates import calendar
from newsfacts.dates.between import weekday_since
from newsfacts.dates.calendar import add_days
from newsfacts.dates.operations.counted import day_ago, shift
from newsfacts.dates.rules import Found, words
from newsfacts.dates.story import PAST, UNKNOWN, Direction, Operation, Story, day_of, number_of
from newsfacts.types import DateBasis, Grain


def weekday(story: Story, item: Found) -> str | None:
    number = number_of("weekday", item.get("weekday", "weekday2") or "")
    if item.rule.id == "weekday" and (told := story.told_before(item)):
        known = told.grain is Grain.DAY
        return following(told.day, number).isoformat() if known else f"{UNKNOWN}-WXX-{number}"
    base = story.published()
    if base is None:
        return f"{UNKNOWN}-WXX-{number}"
    placed = _placed_weekday(story, item, base, number)
    if placed is not _BARE:
        return placed
    if (known_day := _told_before(story, item, number)) is not None:
        story.basis = DateBasis.TEXT
        return story.show(known_day)
    if item.rule.id == "weekday" and _indefinite(story, item):
        story.basis = None
        return f"{UNKNOWN}-WXX-{number}"
    if _is_to_come(story, item):
        # News of a Monday that says "will meet on Monday" means the same day, else it has "next".
        return story.show(following(before(base), number))
    return story.show(weekday_since(base, story.out, number) or latest(base, number))


def _is_to_come(story: Story, item: Found) -> bool:
    """Whether a bare weekday is the next one: by its tense, by what stands around it."""
    if _THROUGH.search(story.text, max(0, item.start - 60), item.start):
        return True  # "flags were lowered through Sunday"
    tense = story.tense(item.start, item.end)
    if tense is Direction.FUTURE or _MARKS.match(story.text, item.end):
        return True
    return tense is None and _IS_ON.search(story.text, max(0, item.start - 12), item.start) is not None


_BARE = "bare"  # a weekday without words that say which


def _placed_weekday(story: Story, item: Found, base: date, number: int) -> str | None:
    """The weekday that other words place: "a week ago Tuesday", "Tuesday the 14th"; else _BARE."""
    if item.rule.value:  # "a week ago Tuesday": -7; "Tuesday week": 7
        weeks = int(item.rule.value)
        return story.show(add_days(latest(base, number) if weeks < 0 else following(base, number), weeks))
    if item.near is not None and item.near.rule.op == "shift":
        return _shifted_weekday(story, item.near, number)
    if item.near is not None:
        return story.show(_in_week(story, item.near, number))
    if "day" in item.groups:
        return _weekday_the_nth(story, base, number, int(item.groups["day"]))
    if week := item.get("week"):
        monday = base - timedelta(days=base.weekday())
        weeks = {"last": -1, "this": 0, "next": 1}[week.lower()]
        return story.show(add_days(monday, 7 * weeks + number - 1))
    return _related_weekday(story, item, base, number)


def _shifted_weekday(story: Story, told: Found, number: int) -> str | None:
    """The day of "three days earlier, on Friday", where that is a Friday."""
    timex = shift(story, told)
    day = day_of(timex) if timex else None
    if day is not None and day.isoweekday() == number:
        return timex
    story.basis = DateBasis.PUBLISHED
    return _BARE


def _weekday_the_nth(story: Story, base: date, number: int, day: int) -> str | None:
    """ "Tuesday the 14th": the nearest such day."""
    fitting = [d for d in calendar.days_numbered(base, day) if d.isoweekday() == number]
    return story.show(min(fitting, key=lambda d: abs((d - base).days))) if fitting else None


def _related_weekday(story: Story, item: Found, base: date, number: int) -> str | None:
    """ "the following Monday", "last Friday", "this Sunday"; _BARE without such words."""
    relative = " ".join((item.get("rel") or "").lower().split())
    told = ("the previous", "the preceding", "the following", "the next", "that")
    if relative in told and story.last_day and (known := day_of(story.last_day)):
        story.basis = DateBasis.TEXT
        if relative in ("the following", "the next"):
            return story.show(following(known, number))
        return story.show(latest(known if relative == "that" else before(known), number))
    if relative in ("last", "past", "this past", "the previous", "the preceding"):
        return story.show(latest(before(base), number))
    if relative in ("next", "coming", "this coming", "the following", "the next"):
        return story.show(following(base, number))
    if relative == "this":
        tense = story.tense(item.start, item.end)
        return story.show(latest(base, number) if tense in PAST else following(before(base), number))
    return _BARE


def weekday_over(story: Story, item: Found) -> str | None:
    """ "the Friday before last", "the Friday after next": a week beyond."""
    number, base = number_of("weekday", item.groups["weekday"]), story.published()
    if base is None:
        return f"{UNKNOWN}-WXX-{number}"
    weeks = int(item.rule.value or 0)
    near = latest(before(base), number) if weeks < 0 else following(base, number)
    return story.show(add_days(near, weeks))


def _indefinite(story: Story, item: Found) -> bool:
    """Whether it is any such day: "on a Friday in May", "one Sunday"; not "a Friday deadline"."""
    match = _ARTICLE.search(story.text, max(0, item.start - 9), item.start)
    return match is not None and (
        match["any"] is not None or _NO_NOUN.match(story.text, item.end) is not None
    )


def _in_week(story: Story, told: Found, number: int) -> date | None:
    """The weekday of "last week, on Tuesday", or of "two weeks ago, on Tuesday"."""
    base = story.anchor.day
    assert base is not None
    if told.rule.op == "ago":
        return day_ago(latest(base, number), told)
    monday = base - timedelta(days=base.weekday())
    return add_days(monday, 7 * int(told.rule.value or 0) + number - 1)


def _told_before(story: Story, item: Found, number: int) -> date | None:
    """The day of "Monday to Wednesday", of "and Sunday" where it is the next one; that between days told."""
    match = _weekday_before().search(story.text, max(0, item.start - 40), item.start)
    known = day_of(story.last_day) if match and story.last_day else None
    if match is None or known is None or known.isoweekday() != number_of("weekday", match["weekday"]):
        return story.weekday_between(item, number)
    return following(known, number) if match["to"] or known.isoweekday() % 7 + 1 == number else None


@cache
def _weekday_before() -> re.Pattern[str]:
    names = "|".join(sorted(words("weekday"), key=len, reverse=True))
    return re.compile(
        rf"\b(?P<weekday>{names})\b\.?(?:,? [a-z]+)?,? (?:(?P<to>to|through|thru|until|till|into)|and|or) $",
        re.IGNORECASE,
    )


def latest(day: date, weekday: int) -> date:
    """The last such weekday (1 = Monday) not after `day`."""
    return day - timedelta(days=(day.isoweekday() - weekday) % 7) if day.toordinal() > 7 else day


def before(day: date) -> date:
    """The day before, or the first day of the calendar itself."""
    return add_days(day, -1) or day


def following(day: date, weekday: int) -> date:
    """The first such weekday after `day`."""
    return day + timedelta(days=(weekday - day.isoweekday() - 1) % 7 + 1) if day.year < 9999 else day


# Not "from Monday through Thursday", which is read as a stretch from the day told before.
_THROUGH = re.compile(r"(?<!\w)(?:(?!\bfrom\b)[^.;:\n]){3,50}\bthrough $", re.IGNORECASE)
# Not "won game one Sunday".
_ARTICLE = re.compile(
    r"\b(?:a|(?P<any>any|recent|(?:(?<![\s\S])|(?<=[.!?,;\"“] )|(?<=on )|(?<=was ))one)) $", re.IGNORECASE
)
_NO_NOUN = re.compile(r" ?[,.;:)]| (?:in|of|at|and|or|when|before|after|during|last|like)\b|$")
_IS_ON = re.compile(r"\b(?:is|are|begins?|starts?|opens?|expires?) (?:on )?$")  # "the vote is Tuesday"
_MARKS = re.compile(r" (?:marks|brings)\b")  # "Monday marks a year since"


OPS: dict[str, Operation] = {
    "weekday": weekday,
    "weekday_over": weekday_over,
}
