"""What is counted: "two weeks ago", "a year earlier", lengths of time, what recurs."""

from __future__ import annotations

import re
from datetime import date

from newsfacts.dates import calendar
from newsfacts.dates.calendar import add_days, add_months
from newsfacts.dates.rules import Found, words
from newsfacts.dates.story import PAST, UNKNOWN, Anchor, Direction, Operation, Story, day_of, number_of
from newsfacts.types import DateBasis


def count(item: Found) -> tuple[str, str]:
    """The number, "X" where it is not said, and the letter of the unit."""
    number = re.sub(r"\s+", " ", (item.get("number") or "1").lower())
    unit = item.groups["unit"].lower()
    return read_number(number), str(words("unit").get(unit) or words("unit").get(unit.rstrip("s")) or "D")


def ago(story: Story, item: Found) -> str | None:
    if item.rule.id == "half-ago":
        return "PAST_REF"
    number, letter = count(item)
    approx = (item.get("approx") or "").lower()
    if number == "X":
        return "PAST_REF"
    if (
        approx.startswith(("more", "over", "less", "fewer", "at ", "no ", "up "))
        and letter in ("E", "Y", "C")
        and number != "1"
    ):
        return duration(number, letter)
    return counted(story, item, number, letter, -1, story.anchor, DateBasis.PUBLISHED)


def day_ago(base: date, item: Found) -> date | None:
    """The day so long before `base`: of "three years ago today" the same day of that year."""
    number, letter = count(item)
    months = {"M": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200}.get(letter)
    days = {"D": 1, "W": 7, "F": 14}.get(letter)
    if number == "X" or (months is None and days is None):
        return None
    if months is not None:
        return add_months(base, -round(float(number) * months))
    return add_days(base, -round(float(number) * (days or 1)))


def in_ahead(story: Story, item: Found) -> str | None:
    """ "will open in two weeks": then; in a clause of the past, and of "in a few days", how long."""
    number, letter = count(item)
    before = re.split(r"[.!?\n]", story.text[max(0, item.start - 90) : item.start])[-1]
    comes = _COMES.search(before) and story.tense(item.start, item.end) is Direction.FUTURE
    if not comes or number == "X" or (item.get("number") or "").lower() in ("a", "an"):
        return length_of_time(story, item)
    return counted(story, item, number, letter, 1, story.anchor, DateBasis.PUBLISHED)


def ahead(story: Story, item: Found) -> str | None:
    number, letter = count(item)
    if number == "X":
        return "FUTURE_REF"
    return counted(story, item, number, letter, 1, story.anchor, DateBasis.PUBLISHED)


def shift(story: Story, item: Found) -> str | None:
    """ "a year earlier": from the date named last; in results, the same quarter of the year before.

    "An hour later", "a few days later" name no day: how long after is all they tell (TimeML: a duration).
    """
    number, letter = count(item)
    sign = -1 if item.groups["direction"].lower() in ("earlier", "before", "previously") else 1
    if item.groups["direction"].lower() in ("after", "before") and _WHAT.match(story.text, item.end):
        return duration(number, letter)
    if number == "X" or (letter in _PER_DAY and float(number) < _PER_DAY[letter]):
        return duration(number, letter)
    told, basis = _counts_from(story, letter), DateBasis.TEXT
    if told is None and story.last is not None and letter in _DAYS:
        return duration(number, letter)
    if letter == "Y" and number == "1" and sign < 0 and not story.reference.of(item):
        told, basis = story.anchor, DateBasis.PUBLISHED
    elif told is None and sign > 0:
        return duration(number, letter)
    elif told is None:
        told, basis = story.anchor, DateBasis.PUBLISHED
    value = counted(story, item, number, letter, sign, told, basis)
    if sign > 0 and _yet_to_come(story, value) and story.tense(item.start, item.end) in PAST:
        return duration(number, letter)  # past, and after the publication: not counted from that date
    return value


def counted_clause(story: Story, item: Found) -> str | None:
    """When that happened which the clause behind "three days after" tells: so long before the day that the
    sentence told; how long, where it told none."""
    number, letter = count(item)
    sign = -1 if item.groups["direction"].lower() == "after" else 1
    last, day = story.last_item, day_of(story.last_day) if story.last_day else None
    told = last is not None and day is not None and story.last == story.last_day
    if number == "X" or letter not in (*_DAYS, "M", "Y") or last is None or day is None or not told:
        return duration(number, letter)
    if story.is_new_sentence(last.end, item.start):
        return duration(number, letter)
    known = not (story.last_day or "").startswith(UNKNOWN)
    return counted(story, item, number, letter, sign, Anchor(day, known), DateBasis.TEXT)


def _counts_from(story: Story, letter: str) -> Anchor | None:
    """The date from which so many units of `letter` count: for days and weeks the day told of last, not what
    "had been" before, nor a bare year."""
    if letter in _DAYS and (day := story.reference.day):
        return Anchor(day.day, year_known=True)
    if letter in _DAYS and story.last_day and (known := day_of(story.last_day)):
        return Anchor(known, not story.last_day.startswith(UNKNOWN))
    if letter in _DAYS and re.fullmatch(r"\d{4}(?:-\d\d)?", story.last or ""):
        return None  # a week before which day of that year, or month?
    return story.last_anchor()


def _yet_to_come(story: Story, timex: str | None) -> bool:
    """Whether the value begins after the publication."""
    day, base = day_of(timex) if timex else None, story.anchor.whole
    return day is not None and base is not None and day > base


def _of_results(story: Story, item: Found, sign: int) -> str | None:
    """ "a year earlier" where money is told of: the month or quarter of the figures, in the other year."""
    if not (story.month_told or story.quarter) or not story.tells_of_money(item):
        return None
    if story.month_told:
        end, month = story.month_told
        near = item.start - end < _SENTENCE_CHARS
        if near and not re.search(r"[.!?]['\"”’]?\s", story.text[end : item.start]):
            story.basis = DateBasis.TEXT
            return f"{int(month[:4]) + sign:04}{month[4:]}"
    if not story.quarter:
        return None
    story.basis = DateBasis.TEXT
    other = f"{story.quarter[0] + sign:04}"
    return other if story.longer else f"{other}-Q{story.quarter[1]}"


def counted(
    story: Story, item: Found, number: str, letter: str, sign: int, anchor: Anchor, basis: DateBasis
) -> str | None:
    """So many units before or after the anchor, at the grain of the unit."""
    if letter == "Y" and number == "1" and (told := _of_results(story, item, sign)):
        return told
    unknown = "PAST_REF" if sign < 0 else "FUTURE_REF"
    if anchor.day is None:
        return unknown
    if letter.startswith("T"):
        story.basis = basis
        return _hours_on(anchor, float(number) / _IN_AN_HOUR[letter], sign)
    amount = sign * round(float(number) * {"F": 2}.get(letter, 1))
    if abs(amount) > _MOST_UNITS or (letter in _YEARS and not anchor.year_known):
        return unknown
    story.basis = basis
    if letter in _YEARS:
        return _years_on(anchor.day, sign * float(number), letter)
    return _units_on(anchor, anchor.day, amount, letter)


def _hours_on(anchor: Anchor, hours: float, sign: int) -> str | None:
    """The day so many hours from the anchor; None of more hours than anybody counts days by."""
    assert anchor.day is not None
    return anchor.show(add_days(anchor.day, sign * int(hours // 24))) if hours < _MAX_HOURS else None


def _units_on(anchor: Anchor, base: date, amount: int, letter: str) -> str | None:
    """The day, weekend, month or quarter so many of them from the anchor; a day of weeks."""
    if letter in ("M", "Q"):
        moved = add_months(base.replace(day=1), amount * (3 if letter == "Q" else 1))
        if moved is not None and letter == "Q" and anchor.year_known:
            year, quarter = calendar.quarter_of(moved)
            return f"{year:04}-Q{quarter}"
        return (anchor.show(moved) or "")[:7] if moved is not None else None
    day = add_days(base, amount if letter == "D" else 7 * amount)
    if letter == "WE" and day and anchor.year_known:
        return calendar.week_of(day) + "-WE"
    return anchor.show(day)


def _years_on(base: date, number: float, letter: str) -> str | None:
    """The year, or the decade, so many years, decades or centuries from `base`."""
    if letter == "Y" and not number.is_integer():
        moved = add_months(base, round(number * 12))
        return f"{moved.year:04}" if moved else None
    year = base.year + round(number) * _YEARS[letter]
    if not 1 <= year <= 9998:
        return None
    return f"{year:04}"[:3] if letter == "C" else f"{year:04}"  # "a century ago" is no year


def constant(story: Story, item: Found) -> str | None:
    story.basis = DateBasis.ABSOLUTE  # dropped again for "now" and the like, which name no day
    return str(item.rule.value)


def numbered_day(story: Story, item: Found) -> str | None:
    """The day that its numbers name: "7/7"."""
    story.basis = DateBasis.ABSOLUTE
    return str(words("numbered_day")[item.groups["named"]])


def length_of_time(story: Story, item: Found) -> str | None:
    if item.rule.value is not None:
        unit = re.sub(r"ies$", "y", item.groups.get("unit", "year").lower())
        letter = str(words("unit").get(unit) or words("unit")[unit.rstrip("s")])
        return duration(str(item.rule.value), letter)
    number, letter = count(item)
    if (item.get("half") or "").strip().lower() == "and a half" and number != "X":
        number = f"{float(number) + 0.5:g}"
    months = letter == "M" and number.isdigit() and "month" in story.text[item.start : item.end]
    if months and number in ("6", "9"):
        story.longer = True
    if months and (item.get("det") or "").lower() in ("the first", "first") and int(number) < _YEAR_MONTHS:
        story.stretch = f"{UNKNOWN}-01", f"{UNKNOWN}-{int(number):02}"
    return duration(number, letter)


def every(story: Story, item: Found) -> str | None:
    if adverb := item.get("adverb"):
        return {"hourly": "PT1H", "daily": "P1D", "weekly": "P1W", "monthly": "P1M"}.get(
            adverb.lower(), "P1Y"
        )
    if weekday := item.get("weekday"):
        name = weekday.lower()
        return f"{UNKNOWN}-WXX-{number_of('weekday', name[:-1] if name.endswith('days') else name)}"
    if month := item.get("month"):
        return f"{UNKNOWN}-{number_of('month', month):02}"
    if part := item.get("part"):
        return f"{UNKNOWN}-XX-XX{words('part')[part.lower()]}"
    if season := item.get("season"):
        return f"{UNKNOWN}-{words('season')[season.lower()]}"
    number, letter = count(item)
    if item.get("other") and "other" in (item.get("other") or ""):
        number = "2"
    return duration(number, letter)


# What is sure to come; "could", "cannot" and a present tense tell how long as often as when.
_COMES = re.compile(
    r"\b(?:will|shall|would|due|scheduled|set|expected|planned|plans?|planning|to be|going to)\b|['’]ll\b",
    re.IGNORECASE,
)
# "three days after police freed": counted from what is told behind.
_WHAT = re.compile(
    r" (?!(?:and|or|but|at|on|in|with|to|for|as|by|near|when|while|from|because|through|until)\b)[a-z\d]"
)
_YEAR_MONTHS = 12
_DAYS = ("D", "W", "F")
_PER_DAY = {"TH": 24, "TM": 24 * 60, "TS": 24 * 3600}  # units of less than a day in one
_YEARS = {"Y": 1, "E": 10, "C": 100}
_IN_AN_HOUR = {"TH": 1, "TM": 60, "TS": 3600}
_MOST_UNITS = 3000
_MAX_HOURS = 24 * 30  # "72 hours ago" is three days ago; of more hours only the number is told
_SENTENCE_CHARS = 400  # longer than most sentences


_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "1/2": 0.5, "1/4": 0.25, "3/4": 0.75}


def read_number(number: str) -> str:
    """A count as TIMEX3 writes it: digits, or "X" for one that is not said."""
    table = words("number")
    if number in table:
        return str(table[number])
    total = 0.0
    if match := re.search(r" and (?:a|one)[ -]half$", number):
        number, total = number[: match.start()], 0.5
    for piece in re.split(r"[\s-]+|(?=[½¼¾])", number):
        if not piece:
            continue
        if piece in _FRACTIONS:
            total += _FRACTIONS[piece]
        elif piece in table:
            value = str(table[piece])
            if value == "X":
                return "X"
            total += float(value)
        else:
            try:
                total += float(piece.replace(",", ""))
            except ValueError:
                return "X"
    return f"{total:g}"


# Half a unit: T before it or not, the unit's own letter, what half of it is.
_HALVES = {"Y": ("", "Y", "6M"), "TH": ("T", "H", "30M"), "TM": ("T", "M", "30S")}


def duration(number: str, letter: str) -> str:
    """P5Y, PT30M, PXW; weekends count as two days, fortnights as two weeks."""
    if letter == "F":
        letter, number = "W", number if number == "X" else f"{float(number) * 2:g}"
    if letter == "WE":
        letter, number = "D", number if number == "X" else f"{float(number) * 2:g}"
    if letter == "E" and number not in ("X", "1"):
        letter, number = "Y", f"{float(number) * 10:g}"
    if letter == "C" and number != "X":
        letter, number = "Y", f"{float(number) * 100:g}"
    if number.endswith(".5") and letter in _HALVES:
        whole, (time, unit, half) = number[:-2], _HALVES[letter]
        full = f"{whole}{unit}" if whole not in ("", "0") else ""
        return f"P{time}{full}{half}"
    if letter.startswith("T"):
        return f"PT{number}{letter[1]}"
    return f"P{number}{letter}"


OPS: dict[str, Operation] = {
    "ago": ago,
    "ahead": ahead,
    "in_ahead": in_ahead,
    "shift": shift,
    "counted_clause": counted_clause,
    "constant": constant,
    "numbered_day": numbered_day,
    "duration": length_of_time,
    "every": every,
}
