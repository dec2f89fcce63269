"""Seasons and holidays: "last fall", "Thanksgiving", "Easter week"."""

from __future__ import annotations

import re

from newsfacts.text import dates_calendar as calendar
from newsfacts.text.dates_grammar import Found, words
from newsfacts.text.dates_story import UNKNOWN, Direction, Operation, Story
from newsfacts.types import DateBasis


def season(story: Story, item: Found) -> str | None:
    code = str(words("season")[item.groups["season"].lower()])
    if year := item.get("year"):
        story.basis = DateBasis.ABSOLUTE
        return f"{year}-{code}"
    base = story.published()
    if base is None:
        return f"{UNKNOWN}-{code}"
    middle = {"SP": 4, "SU": 7, "FA": 10, "WI": 13}[code]  # its middle month, northern
    relative = " ".join((item.get("rel") or "").lower().split())
    offset = 0
    if relative in ("last", "the previous"):
        offset = 0 if code != "WI" and base.month > middle + 1 and base.month - middle > 6 else -1
    elif relative in ("this past", "the past"):
        offset = 0 if base.month >= middle - 1 else -1
    elif relative in ("next", "the following"):
        offset = 1 if base.month >= middle - 1 else 0
    elif not relative and story.tense(item.start, item.end) is Direction.PAST and base.month < middle - 1:
        offset = -1
    if code == "WI" and base.month <= 3 and relative in ("this", "this past", ""):
        offset = -1
    return f"{base.year + offset:04}-{code}"


def holiday(story: Story, item: Found) -> str | None:
    name = re.sub(r"\s+", " ", item.groups["holiday"].lower().replace("’", "'"))
    table = words("holiday")
    spec = str(
        table.get(name) or table.get(name.replace("'", "")) or ("easter-7" if name == "holy" else "11-01")
    )
    if name in ("easter",) and "unit" in item.groups:
        spec = "easter-3"
    year = item.get("year")
    if year:
        story.basis = DateBasis.ABSOLUTE
        day = calendar.holiday(spec, int(year))
    elif (base := story.published()) is None:
        return f"{UNKNOWN}-{spec}" if re.fullmatch(r"\d\d-\d\d", spec) else f"{UNKNOWN}-XX-XX"
    else:
        relative = (item.get("rel", "then") or "").lower()
        near = [d for y in (base.year - 1, base.year, base.year + 1) if (d := calendar.holiday(spec, y))]
        if item.get("then"):
            day = calendar.holiday(spec, base.year + {"last": -1, "next": 1}.get(relative, 0))
        elif relative.endswith(("last", "past")):
            day = max((d for d in near if d < base), default=None)
        elif relative == "next":
            day = min((d for d in near if d > base), default=None)
        else:
            day = min(near, key=lambda d: abs((d - base).days), default=None)
            tense = story.tense(item.start, item.end)
            if day and abs((day - base).days) > 90:
                past = [d for d in near if d <= base]
                later = [d for d in near if d > base]
                pick = later[:1] if tense is Direction.FUTURE else past[-1:]
                day = pick[0] if pick else day
    if day is None:
        return None
    if unit := item.get("unit"):
        return calendar.week_of(day) + ("-WE" if unit.lower() == "weekend" else "")
    return day.isoformat()


OPS: dict[str, Operation] = {
    "season": season,
    "holiday": holiday,
}
