"""Marks what stands on the page but is no part of the story; deletes nothing.

Losing a paragraph of the story costs more than keeping an advert. A page's lines are judged by cues
(`furniture/rules.toml`), what a cue does not settle by the lines around, as in Kohlschütter et al. 2010;
a small model (`furniture_lines.py`) adds lines of which it is very sure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby, islice, pairwise

from newsfacts.furniture.bylines import find_bylines, is_stamp
from newsfacts.furniture.front_matter import front_matter
from newsfacts.furniture.lines import (
    LABEL_WORD,
    Unit,
    ends_sentence,
    is_fragment,
    is_headline,
    is_prose,
    is_quotation,
    is_title,
    read_units,
    verdict,
)
from newsfacts.furniture.model import likely
from newsfacts.furniture.rules import Takes
from newsfacts.types import CharSpan, Skipped, SkipReason

# An appeal may run over this many lines without a cue of their own, where cues stand on both sides.
MAX_GAP_LINES = 3
# From a head ("Dear readers,") down to the first line that is an appeal beyond doubt.
MAX_HEAD_LINES = 8
MIN_MENU_LINES = 3
MIN_TITLE_WORDS = 5
MIN_LISTED_TITLE_WORDS = 3
MAX_TEASERS = 8
MIN_HEADLINE_WORDS = 5
MAX_LINES_ABOVE_STORY = 8
TITLE_SEARCH_CHARS = 20_000
MAX_STANDFIRST_WORDS = 60


# The title is looked for first, below the furniture: where that is of the whole text, it is found but once.
@lru_cache(maxsize=1)
def find_furniture(text: str) -> tuple[Skipped, ...]:
    """The furniture of `text`, in reading order: spans without blanks around them, none overlapping.

    Lines that follow one another and are skipped for one reason make one span. Linear in the length.
    """
    front = front_matter(text)
    begin = front.end if front else 0
    units = list(read_units(text, begin))
    mark_by_rules(units, text)
    _mark_likely(units)
    return (*([Skipped(front.span, SkipReason.OTHER)] if front else []), *_spans(units))


def find_title(text: str) -> str | None:
    """The headline, if `text` begins with one below any furniture; None where it does not.

    A headline is a line of its own, short, without a full stop, and the story's prose follows it. It stays
    part of the story: this only reads it. A heading of Markdown ("# …") is one, without its sign.
    """
    candidates: list[Unit] = []
    for unit in islice(_story_lines(text[:TITLE_SEARCH_CHARS]), MAX_LINES_ABOVE_STORY + 1):
        if heading := _HEADING.fullmatch(unit.text):
            return " ".join(heading["title"].split())
        if is_prose(unit):
            # The name of the paper or section ("The Daily Herald") may stand above the headline.
            long = [candidate for candidate in candidates if candidate.words >= MIN_HEADLINE_WORDS]
            return " ".join((long or candidates)[0].text.split()) if candidates else None
        if is_headline(unit):
            candidates.append(unit)
    return None


def _story_lines(text: str) -> Iterator[Unit]:
    """The lines of `text` that are no furniture."""
    skipped = iter(find_furniture(text))
    fact = next(skipped, None)
    for unit in read_units(text):
        while fact is not None and fact.span.end <= unit.start:
            fact = next(skipped, None)
        if fact is None or unit.start < fact.span.start:
            yield unit


def rules_fired(line: str) -> tuple[str, ...]:
    """Ids of the rules whose phrases stand in `line`, whatever stands around it."""
    return tuple(dict.fromkeys(cue.rule.id for unit in read_units(line) for cue in unit.cues))


# --- marking


def mark_by_rules(units: Sequence[Unit], text: str) -> None:
    """Give each line of `text` that rules are sure of the reason to skip it."""
    _mark_images(units)
    _mark_by_cues(units)
    _mark_buttons(units)
    _mark_menus(units)
    _mark_teasers(units)
    _mark_appeals(units)
    _mark_stanzas(units)
    _mark_bylines(units, text)
    _mark_tail(units)


def _mark_likely(units: Sequence[Unit]) -> None:
    """Lines of which only the model is sure; the lines around tell what they are."""
    for index in likely(units):
        unit = units[index]
        near = sorted(
            (abs(at - index), at)
            for at in range(max(0, index - MAX_GAP_LINES), min(len(units), index + MAX_GAP_LINES + 1))
            if units[at].reason is not None
        )
        cued = next((cue.reason for cue in unit.cues), None)
        unit.reason = unit.label or cued or (units[near[0][1]].reason if near else SkipReason.OTHER)


# A heading, and a picture on a line of its own, in Markdown; the picture may be a link.
_HEADING = re.compile(r"#\s+(?P<title>[^\s#].{0,400}?)(?:\s+#+)?")
_IMAGE = re.compile(r"(?:\[?!\[[^\]\n]*\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)(?:\]\([^()\n]*\))?\s*)+")


def _mark_images(units: Sequence[Unit]) -> None:
    for unit in units:
        if _IMAGE.fullmatch(unit.text):
            unit.reason = SkipReason.OTHER


def _mark_bylines(units: Sequence[Unit], text: str) -> None:
    lines = {span.start: span.end for span, _ in find_bylines(text)}
    for unit in units:
        if unit.reason is None and lines.get(unit.start, -1) >= unit.end:
            unit.reason = SkipReason.CREDIT


def _mark_by_cues(units: Sequence[Unit]) -> None:
    begun = False
    for unit in units:
        if unit.reason is None and unit.cues:
            if not begun:
                # Above the story, "Watch | Crowds greet the team" may be its own headline.
                unit.drop_late()
            unit.reason = verdict(unit)
        begun = begun or _tells(unit)


def _tells(unit: Unit) -> bool:
    """Whether a line is prose of the story, as far as is known by now."""
    return unit.reason is None and is_prose(unit)


def _mark_buttons(units: Sequence[Unit]) -> None:
    """Buttons count where two or more stand together, or beside a line that is furniture."""
    for index, unit in enumerate(units):
        if unit.label is None or unit.reason is not None:
            continue
        beside = [*units[max(0, index - 2) : index], *units[index + 1 : index + 3]]
        several = unit.label == SkipReason.SHARE and len(LABEL_WORD.findall(unit.text)) > 1
        if several or any((o.label or o.reason) and abs(o.stanza - unit.stanza) <= 1 for o in beside):
            unit.reason = unit.label


def _mark_menus(units: Sequence[Unit]) -> None:
    """A menu: three or more buttons in one stanza, one of them surely a button."""
    for (_, buttons), run in groupby(units, key=lambda unit: (unit.stanza, unit.button)):
        menu = list(run)
        kind = next((unit.label for unit in menu if unit.label), None)
        if buttons and kind is not None and len(menu) >= MIN_MENU_LINES:
            for unit in menu:
                unit.reason = unit.reason or kind


# Arrows lead to other pages; a guillemet without a blank opens a quotation.
_ARROW = re.compile(r"(?:>>+|»|►|▶️?|➡️?|→|👉)\s+(?=\S)")


def _mark_teasers(units: Sequence[Unit]) -> None:
    """Titles of other stories: behind an arrow, or where the label of a teaser says that they stand."""
    pairs = [n for n in range(len(units) - 1) if _pair(units, n)]
    box = pairs[0] if len(pairs) == 1 else None
    begun = False
    for index, unit in enumerate(units):
        begun = begun or _tells(unit)
        if begun and unit.reason is None and _ARROW.match(unit.text) and is_title(unit, marked=True):
            unit.reason = SkipReason.TEASER
        for takes in _takes(unit, begun=begun):
            if takes in _ABOVE:
                _take_above(units, index, far=takes == Takes.ABOVE_FAR)
            elif _take_list(units, index):
                break
            elif begun and takes != Takes.LIST:
                _take_below(units, index, box)


_ABOVE = frozenset({Takes.ABOVE, Takes.ABOVE_FAR})


def _takes(unit: Unit, *, begun: bool) -> list[Takes]:
    """Where titles stand, seen from this line, as far as that holds of it; `begun`: so has the story."""
    takes = sorted({takes for cue in unit.cues for takes in cue.rule.takes})
    if not takes:
        return takes
    colon = unit.text.rstrip().endswith(":")
    holds = {Takes.BELOW_IF_COLON: colon, Takes.BELOW_LATE: begun, **dict.fromkeys(_ABOVE, not colon)}
    return [way for way in takes if holds.get(way, True)]


def _take_above(units: Sequence[Unit], index: int, *, far: bool) -> None:
    """The title above the label; far = past a blank line, and then a short name only."""
    if index == 0:
        return
    above = units[index - 1]
    near = above.stanza == units[index].stanza
    if above.reason is None and is_title(above) and (near or (far and above.words <= 6)):
        above.reason = SkipReason.TEASER


def _take_below(units: Sequence[Unit], index: int, box: int | None) -> None:
    """The titles below the label, and the standfirst of one that is surely boxed.

    `box`: where the only [title, prose] stanza of the text begins, if it has just one.
    """
    label, above = units[index], _title_above(units, index)
    for at in range(index + 1, min(len(units), index + 1 + MAX_TEASERS)):
        unit = units[at]
        if unit.reason is not None or unit.label is not None or unit.text.isdigit():
            continue  # buttons to leaf through the box
        following = units[at + 1] if at + 1 < len(units) else None
        if not _is_teaser(unit, following, listed=unit.stanza in (label.stanza, units[at - 1].stanza)):
            return
        unit.reason = SkipReason.TEASER
        # A title that stands above the label as well has its standfirst with it; so has one that makes a
        # box of two lines, unless the story has headings of that look.
        if following and (unit.text == above or at == box):
            if following.words <= MAX_STANDFIRST_WORDS and not is_quotation(following):
                following.reason = SkipReason.TEASER
            return


def _title_above(units: Sequence[Unit], index: int) -> str | None:
    """The title right above a label, if there is one."""
    above = units[index - 1] if index else None
    return above.text if above and is_title(above) and above.stanza == units[index].stanza else None


def _is_teaser(unit: Unit, following: Unit | None, *, listed: bool) -> bool:
    """Whether a line below a label is a title; `listed`: no blank line parts it from what is above.

    A short one with prose behind it is the next heading of the story.
    """
    if not is_title(unit) or unit.words < (MIN_LISTED_TITLE_WORDS if listed else MIN_TITLE_WORDS):
        return False
    return unit.words >= MIN_TITLE_WORDS or following is None or not is_prose(following)


def _take_list(units: Sequence[Unit], index: int) -> bool:
    """A stanza of nothing but a label and short lines below it: all of it is the list."""
    stanza = units[index].stanza
    if index and units[index - 1].stanza == stanza:
        return False
    end = index + 1
    while end < len(units) and end <= index + MAX_TEASERS and units[end].stanza == stanza:
        if not is_fragment(units[end]) and not is_title(units[end]):
            return False
        end += 1
    closed = end == len(units) or units[end].stanza != stanza
    if end - index < 3 or not closed:
        return False
    for unit in units[index + 1 : end]:
        unit.reason = unit.reason or units[index].reason
    return True


def _pair(units: Sequence[Unit], n: int) -> bool:
    """A stanza of a title and one line of prose, neither known as furniture."""
    title, prose = units[n], units[n + 1]
    beside = [*units[max(0, n - 1) : n], *units[n + 2 : n + 3]]
    if prose.stanza != title.stanza or any(unit.stanza == title.stanza for unit in beside):
        return False
    return title.reason is None and prose.reason is None and is_title(title) and is_prose(prose)


def _mark_appeals(units: Sequence[Unit]) -> None:
    """Grow appeals: up to their head, down over lines with a cue, and over short gaps."""
    _grow(units, _goes_with_appeal)
    _grow(list(reversed(units)), _leads_to_appeal)
    _grow_to_heads(units)
    _close_gaps(units)


def _in_appeals(units: Sequence[Unit]) -> list[int]:
    """The lines that are marked, and are those of an appeal by themselves."""
    return [index for index, unit in enumerate(units) if unit.reason is not None and unit.appeals]


def _grow_to_heads(units: Sequence[Unit]) -> None:
    """Up to a head ("Dear readers,"), over lines with a cue or to the reader."""
    for index in _in_appeals(units):
        head = index
        for at in range(index - 1, max(-1, index - 1 - MAX_HEAD_LINES), -1):
            if units[at].opens:
                head = at
            elif units[at].reason is not None or (units[at].weight == 0 and not units[at].speaks):
                break
        for unit in units[head:index]:
            unit.reason = units[index].reason


def _close_gaps(units: Sequence[Unit]) -> None:
    """Over a few lines to the reader that have an appeal on both sides."""
    for before, after in pairwise(_in_appeals(units)):
        gap = units[before + 1 : after]
        if len(gap) <= MAX_GAP_LINES and all(unit.reason or unit.speaks for unit in gap):
            for unit in gap:
                unit.reason = unit.reason or units[before].reason


def _grow(units: Sequence[Unit], goes: Callable[[Unit], bool]) -> None:
    """From each line of an appeal on, mark those that `goes` takes; buttons on the way are stepped over."""
    reason: SkipReason | None = None
    for unit in units:
        if unit.reason is not None and unit.appeals:
            reason = unit.reason
        elif unit.reason is None and reason is not None and goes(unit):
            unit.reason = reason
        elif unit.reason is None or unit.label is None:
            reason = None


def _leads_to_appeal(unit: Unit) -> bool:
    return (unit.appeals and unit.weight > 1) or (unit.speaks and is_fragment(unit))


def _goes_with_appeal(unit: Unit) -> bool:
    if unit.opens:
        return False
    return (unit.appeals and (unit.weight > 1 or unit.speaks)) or unit.label is not None


def _mark_stanzas(units: Sequence[Unit]) -> None:
    """Lines without a blank one between, most of them furniture: so are the others, and buttons are of it."""
    for _, run in groupby(units, key=lambda unit: unit.stanza):
        stanza = list(run)
        _complete(stanza)
        _join_buttons(stanza)


def _complete(stanza: Sequence[Unit]) -> None:
    """Short lines, most of them furniture: so are the others with furniture on both sides, or a cue."""
    marked = [at for at, unit in enumerate(stanza) if unit.reason is not None]
    rest = [at for at, unit in enumerate(stanza) if unit.reason is None]
    if len(marked) < 2 or len(marked) < len(rest) or not all(is_fragment(stanza[at]) for at in rest):
        return
    for at in rest:
        if marked[0] < at < marked[-1] or stanza[at].label or stanza[at].weight:
            stanza[at].reason = stanza[marked[0]].reason


def _join_buttons(stanza: Sequence[Unit]) -> None:
    """ "×" above an appeal, "Email" below a sign-up: the buttons of its box."""
    for at, unit in enumerate(stanza):
        if unit.label and unit.reason == unit.label:
            beside = [*stanza[max(0, at - 4) : at][::-1], *stanza[at + 1 : at + 5]]
            cued = (other.reason for other in beside if other.reason and other.weight and not other.label)
            unit.reason = next(cued, unit.reason)


def _mark_tail(units: Sequence[Unit]) -> None:
    """Below the last sentence of the story, what follows furniture without being one: titles, buttons, and
    what the publisher says to the reader."""
    last = next((at for at in range(len(units) - 1, -1, -1) if _ends_story(units[at])), None)
    if last is None:
        return
    before: SkipReason | None = None
    for unit in units[last + 1 :]:
        if unit.reason in _TAIL:
            before = unit.reason
        elif unit.reason is not None or before is None or is_stamp(unit.text) or _BIO.search(unit.text):
            continue
        elif _to_the_reader(unit):
            unit.reason = before
        elif is_title(unit) or is_fragment(unit):
            unit.reason = unit.label or (SkipReason.TEASER if unit.words >= MIN_TITLE_WORDS else before)


def _ends_story(unit: Unit) -> bool:
    """Whether the story may end with this line."""
    if unit.reason is not None or not ends_sentence(unit):
        return False
    return not _to_the_reader(unit) and not _BIO.search(unit.text)


# "Rae covers health for WQLM.": about the author, neither story nor furniture.
_BIO = re.compile(
    r"^(?:[A-Z][\w'’.-]+ ){1,4}(?:is|was|covers|reports|writes|has (?:covered|reported|written))\b"
    r"(?=.*\b(?:reporter|correspondent|editor|writer|journalist|columnist|author|covers|reports|writes|covered)\b)"
)


def _to_the_reader(unit: Unit) -> bool:
    """Whether the publisher speaks to the reader: in a line without a quotation, of "you"."""
    return unit.speaks and _YOU.search(unit.text) is not None and _QUOTED.search(unit.text) is None


_YOU = re.compile(r"\b(?i:you|your|yours)\b")
_QUOTED = re.compile(r"[“”\"«‘]|(?<!\w)'|\b(?:said|says|told|asked|wrote)\b")


# What stands below a story; an advert or a credit may stand in its midst.
_TAIL = frozenset(
    {
        *(SkipReason.TEASER, SkipReason.SHARE, SkipReason.COMMENTS, SkipReason.NEWSLETTER),
        *(SkipReason.DONATION, SkipReason.NAVIGATION, SkipReason.OTHER),
    }
)


def _spans(units: Sequence[Unit]) -> Iterator[Skipped]:
    start = end = -1
    reason: SkipReason | None = None
    for unit in units:
        if unit.reason is not None and unit.reason == reason:
            end = unit.end
            continue
        if reason is not None:
            yield Skipped(CharSpan(start, end), reason)
        reason, start, end = unit.reason, unit.start, unit.end
    if reason is not None:
        yield Skipped(CharSpan(start, end), reason)
