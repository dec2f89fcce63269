"""The expressions of time that a sentence tells, also those of the dates component; which is a figure's."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from newsfacts.casualties.context import context
from newsfacts.casualties.figure import REFERENCES, Figure, Told
from newsfacts.casualties.grammar.clauses import WHEN, apart
from newsfacts.casualties.grammar.compared import compared
from newsfacts.casualties.grammar.older import older
from newsfacts.casualties.sentence import Sentence, Words
from newsfacts.casualties.slots import counted
from newsfacts.casualties.slots.acts import of_other_act
from newsfacts.casualties.slots.freed import freed
from newsfacts.casualties.slots.others import parts
from newsfacts.casualties.slots.words import slot_words
from newsfacts.casualties.slots.works import of_work
from newsfacts.types import CharSpan, Harm

_TIMED = frozenset((WHEN,))
# How many words farther a time seems that stands before the harm, that the dates component does not know,
# that may be of another noun or of another verb. From `TOO_FAR` on it is none of the harm's.
BEFORE = 3
UNKNOWN = 6
OTHER_NOUN = 20
# And how far one seems at most that is told of an event: "deplored Monday's raid, which led to the death of".
EVENT_OWN = 10
OTHER_VERB = TOO_FAR = 30
# Words between a time and the event it is the time of.
REACH_OF_TIME = 15
# Words between the brackets of "(1882-1951)".
MAX_LIFE_SPAN = 4


@dataclass(frozen=True, slots=True)
class Time:
    """An expression of time at words [start, end). `known`: the dates component found it."""

    start: int
    end: int
    known: bool


def date_of(words: Sentence, figure: Figure, told: Sequence[Time]) -> Words | None:
    """The time told nearest to the word of harm in its sentence, one of `told`, those of others left out."""
    best: tuple[int, Words] | None = None
    # "fourteen on Saturday and six on Sunday"
    own = figure.told_at
    for time in told:
        start, end = time.start, time.end
        if _in_compared(words, figure, time):
            return start, end
        if figure.overlaps((start, end)):
            continue
        gap = start - own[1] if start >= own[1] else own[0] - end + BEFORE
        if not time.known:
            gap += UNKNOWN  # "in a single night last year"
        if _of_event(words, start, end):
            gap = min(gap, EVENT_OWN)
        elif _other_verb(words, start, end, figure) or _other_act(words, start, end, figure):
            gap += OTHER_VERB
        elif figure.told in (Told.REFERRED, Told.OWNED, Told.EVENTS) and start < figure.at[0]:
            gap += OTHER_NOUN  # "on Monday condemned the murder of …"
        if gap < TOO_FAR and (best is None or gap < best[0]):
            best = (gap, (start, end))
    return None if best is None else best[1]


def times_of_others(words: Sentence, figure: Figure, told: Sequence[Time]) -> list[Time]:
    """Those of `told` that are surely of another event than the figure's."""
    own = figure.told_at
    other = [*older(words, own), *freed(words, figure), *_of_parts(words, figure)]
    starts = [time.start for time in told]
    return [
        time
        for time in told
        if any(start <= time.start < end for start, end in other)
        or counted.beyond(words, own[0], time.start)
        or counted.in_brackets(words, own[0], time.start, starts)
        or of_work(words, time.start, time.end)
        or of_other_act(words, figure, (time.start, time.end))
        or _of_another(words, figure, time)
    ]


def _of_parts(words: Sentence, figure: Figure) -> Iterator[Words]:
    """Where the times of the parts of a total may begin: "900 people, 40 of them on Friday"."""
    for at in parts(words, figure):
        behind = at
        while words.at(behind) in slot_words().before_time:
            behind += 1
        yield at, behind + 1


def _of_another(words: Sentence, figure: Figure, time: Time) -> bool:
    """Whether a time is surely that of another event, or of what somebody said of the harm: "was wounded and
    testified last week"."""
    own, said = figure.told_at, slot_words().spoke
    if figure.told is not Told.RANKED:
        other, of_own = compared(words, (time.start, time.end)), compared(words, own)
        if other is not None or of_own is not None:
            return not (_within(own, other) or _within((time.start, time.end), of_own))
    if not said.isdisjoint(words.low[figure.at[1] : time.start]):
        return True
    return apart(words, time.start, own[0], _TIMED)


def _in_compared(words: Sentence, figure: Figure, time: Time) -> bool:
    """Whether the figure is of the event whose time it is: "the worst since 1998, when nine died"."""
    return _within(figure.told_at, compared(words, (time.start, time.end)))


def _within(own: Words, part: Words | None) -> bool:
    return part is not None and part[0] <= own[0] < part[1]


def _other_act(words: Sentence, start: int, end: int, figure: Figure) -> bool:
    """Whether the time is that of another act: a toll given, a search called off, a film to be shown."""
    lists = slot_words()
    if figure.told is Told.TOLL:
        return start >= figure.end  # "rose to 57 on Thursday"
    if end <= figure.start:
        return _other_act_before(words, end, figure)
    between = range(figure.at[1], start)
    if any(words.low[at] in lists.joined or words.low[at] in lists.found for at in between):
        return False
    if any(words.tag[at] == "MD" or _planned(words, at) for at in between):
        return True  # "the fire that killed 71 will be shown on Friday", "is set to be shown"
    described = figure.told in REFERENCES or figure.told in (Told.DESCRIBED, Told.NAMED)
    return described and any(words.tag[at] in ("VBD", "VBZ") and words.within[at] is None for at in between)


def _other_act_before(words: Sentence, end: int, figure: Figure) -> bool:
    low = words.low[end : figure.start]
    # "The visit on Monday came two weeks after 13 farmers were killed"
    if any(unit in slot_words().intervals and joint == "after" for unit, joint in pairwise(low)):
        return True
    # "put the cook ashore on Monday but kept 17 captive"
    return figure.kind == Harm.CAPTIVE and "but" in low


def _planned(words: Sentence, at: int) -> bool:
    """ "set to open", not "due to the cold"."""
    return words.low[at] in slot_words().planned and words.at(at + 1) == "to" and words.tagged(at + 2) == "VB"


def event_time(words: Sentence, dates: Sequence[CharSpan]) -> Words | None:
    """The time that a sentence tells nearest to a word of violence, accident or disaster."""
    known, lists = context("violence", "event"), slot_words()
    signs = [at for at, low in enumerate(words.low) if low in known]
    best: tuple[int, Words] | None = None
    for time in times(words, dates):
        at = _before(words, time.start)
        if not time.known or words.at(at) in lists.said:
            continue
        gap = min((abs(sign - time.start) for sign in signs), default=REACH_OF_TIME + 1)
        if gap <= REACH_OF_TIME and (best is None or gap < best[0]):
            best = gap, (time.start, time.end)
    return None if best is None else best[1]


def _before(words: Sentence, start: int) -> int:
    """The word before a time and what leads to it: "on", "late in"."""
    at = start - 1
    while words.at(at) in slot_words().before_time:
        at -= 1
    return at


def _of_event(words: Sentence, start: int, end: int) -> bool:
    """ "Monday's raid", "the Tuesday bombing": the time of the event in whose phrase it stands."""
    phrase = words.within[start]
    behind = words.at(end + 1 if words.at(end) in words.lex.genitives else end)
    if phrase is not None and phrase.head >= end and phrase.start >= start - 1:
        behind = words.low[phrase.head]
    return behind in context("event") and behind not in context("weak")


def _other_verb(words: Sentence, start: int, end: int, figure: Figure) -> bool:
    """Whether the time belongs to another verb beside it: "the army said Friday", "met on Monday", "the
    mayor yesterday asked for"."""
    at, harm, lists = _before(words, start), figure.at, slot_words()
    if _asks(words, end, harm[0]) or (words.at(end) in lists.courts and end <= harm[0]):
        return True  # "jurors on Monday convicted"
    if at < 0 or harm[0] <= at < harm[1]:
        return False
    if words.low[at] in lists.said or words.low[at] in lists.courts:
        return True
    if words.tag[harm[0]] == "VBG" and figure.told is Told.ACT:
        return False  # "collapsed in 2017, killing six": one act
    # A verb with another one of harm behind it: "met on Friday to discuss … which left 36 dead".
    return words.tag[at] in ("VBD", "VBZ") and at < harm[0] and words.low[at] not in words.lex.auxiliaries


def _asks(words: Sentence, at: int, harm: int) -> bool:
    """Whether the verb at word `at`, behind a time, is of another act: a clause of its own tells the harm."""
    if words.tagged(at) not in ("VBD", "VBZ") or at >= harm or words.low[at] in words.lex.auxiliaries:
        return False
    return not slot_words().clause_causes.isdisjoint(words.low[at:harm])


def times(words: Sentence, dates: Sequence[CharSpan] = ()) -> list[Time]:
    """The expressions of time in a sentence. `dates`: those that the dates component found, by characters.

    "since" stays, as it tells a period: "since 2019".
    """
    found: list[Words] = []
    for span in dates:
        start = bisect_right(words.first, span.start) - 1
        end = bisect_left(words.first, span.end)
        if 0 <= start < end and words.first[start] >= span.start:
            found.append((start, end))
    found = _ranges(words, found)
    known = {start for start, _ in found}
    taken = {index for start, end in found for index in range(start, end)}
    at = 0
    while at < len(words):
        end = at if at in taken else _time_end(words, at)
        if end > at and not taken.intersection(range(at, end)):
            found.append((at, end))
        at = max(end, at + 1)
    return [
        Time(*_widened(words, start, end), known=start in known)
        for start, end in sorted(found)
        if not _life_span(words, start, end) and not _counted_from(words, start, end, known=start in known)
    ]


def _ranges(words: Sentence, found: Sequence[Words]) -> list[Words]:
    """`found` with the ends of "between May and June", "from 1976 to 1983", "Friday and Saturday" joined."""
    joined: list[Words] = []
    lists = slot_words()
    for start, end in sorted(found):
        first = joined[-1] if joined else None
        if first is not None and first[1] + 1 == start:
            between, before = words.low[first[1]], words.at(first[0] - 1)
            period = between in lists.until and before in words.lex.between_ages
            both = before == "between" or _two_days(words, first, (start, end))
            if period or (between == "and" and both):
                joined[-1] = first[0], end
                continue
        joined.append((start, end))
    return joined


def _two_days(words: Sentence, first: Words, last: Words) -> bool:
    """ "on Friday and Saturday", "in 2019 and 2021", but "on Friday and Saturday's march"."""
    years = all(words.low[time[1] - 1].isdigit() and time[1] - time[0] == 1 for time in (first, last))
    days = all(
        any(words.capital[at] and words.low[at] in words.lex.temporal for at in range(*time))
        for time in (first, last)
    )
    return years or (days and words.at(last[1]) not in words.lex.genitives)


def _counted_from(words: Sentence, start: int, end: int, *, known: bool) -> bool:
    """ "two weeks after" the harm told next: the time of something else, unless dates counted it back to
    that harm."""
    lists = slot_words()
    if known and words.low[end - 1] in lists.after_before:
        return False
    joint = end - 1 if words.low[end - 1] in lists.after_before else end
    return words.at(joint) in lists.after_before and words.low[joint - 1] in lists.intervals and joint > start


def _life_span(words: Sentence, start: int, end: int) -> bool:
    """ "(1882-1951)" behind a name, or an age."""
    inside = words.low[start:end]
    return (words.at(start - 1) == "(" and words.at(end) == ")" and len(inside) <= MAX_LIFE_SPAN) or (
        "old" in inside
    )


def _widened(words: Sentence, start: int, end: int) -> Words:
    before = words.ending.get(start - 1)
    if words.at(start - 1) == "of" and before is not None and words.low[before.head] in words.lex.temporal:
        start = before.start  # "the first six weeks of 2022"
    if words.at(start - 1) == "since":
        start -= 1
    return start, end


def _time_end(words: Sentence, at: int) -> int:
    """The end of an expression of time that begins at word `at`, else `at`."""
    lists = slot_words()
    if words.label[at] == "DATE":
        end = at
        while end < len(words) and words.label[end] == "DATE":
            end += 1
        return end
    phrase = words.opening.get(at)
    if phrase is not None:
        head = words.low[phrase.head]
        if head in words.lex.temporal and head not in lists.no_date:
            end = _year_behind(words, phrase.end)
            ago = words.at(end) == "ago"
            return end + ago if ago or head not in lists.plain_intervals else at
    return at + (words.low[at] in lists.adverbs_of_time)


def _year_behind(words: Sentence, end: int) -> int:
    """Where a time ends with the day and the year behind it: "Monday 2 September, 2024"."""
    while words.at(end).isdigit() or (
        words.at(end) == "," and words.at(end + 1).isdigit() and len(words.at(end + 1)) == 4
    ):
        end += 1
    return end
