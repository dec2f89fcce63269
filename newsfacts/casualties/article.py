"""What the statements of an article are to each other: which tell the same figure, and what one takes from
the others and from the sentences around it: where, when, by what, who says so.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from newsfacts.casualties.figure import REFERENCES, Figure, Told
from newsfacts.casualties.guidelines import victim_word
from newsfacts.casualties.sentence import Sentence
from newsfacts.casualties.sentences import Sentences
from newsfacts.casualties.slots import causes as told_causes
from newsfacts.casualties.slots import places as told_places
from newsfacts.casualties.slots import sources as told_sources
from newsfacts.casualties.slots import times as told_times
from newsfacts.casualties.slots.antecedents import antecedent
from newsfacts.casualties.slots.dates import KnownDates
from newsfacts.casualties.statement import Statement
from newsfacts.casualties.tags import PROPER
from newsfacts.types import CharSpan, Harm, Scope

# Sentences before a statement in which its place is looked for. Swept 1, 2, 4 on the development
# articles: place is right in 62.5, 62.7, 62.9 of 100 statements found.
SENTENCES_BACK = 2
# And in which a figure with a place stands, for one victim without number: swept 1, 2, 3, 5, 9.
STATEMENTS_BACK = 3
# Sentences from the start in which a single victim is one of the article's main event.
LEAD = 2
# Sentences around a quotation in which its speaker is looked for.
SPEAKER_REACH = 3
# A quotation without an end is given up after so many characters.
MAX_QUOTATION = 3000
# Statements of one number that the next one is held against, so that the time taken stays in proportion.
MAX_ALIKE = 20

Key = tuple[Harm, object]
Found = list[CharSpan | None]


def groups(sentences: Sentences, statements: Sequence[Statement]) -> list[int]:
    """Numbers shared by statements of one figure: same kind and bounds, or the same single victim."""
    return _Groups(sentences).of(statements)


class _Groups:
    def __init__(self, sentences: Sentences) -> None:
        self.sentences = sentences
        self.plurals: dict[Key, int] = {}
        self.numbers: dict[Key, list[tuple[Statement, int]]] = {}
        self.single: dict[Harm, _Victims] = {}

    def of(self, statements: Sequence[Statement]) -> list[int]:
        return [self._group(statement, fresh) for fresh, statement in enumerate(statements, start=1)]

    def _group(self, statement: Statement, fresh: int) -> int:
        """The group of the next statement, `fresh` where it tells a new figure."""
        figure, words = statement.figure, self.sentences[statement.sentence]
        named_part = figure.told is Told.PART and figure.victims == figure.span
        if figure.lone or (named_part and figure.count.max == 1):
            return self._victim(words, statement, fresh)
        if figure.bare and figure.count.max is None:
            word = victim_word(words, figure)
            return self.plurals.setdefault((figure.kind, word or statement.span), fresh)
        return self._number(statement, fresh)

    def _victim(self, words: Sentence, statement: Statement, fresh: int) -> int:
        known = self.single.setdefault(statement.figure.kind, _Victims())
        group = known.group(words, statement, fresh)
        first = known.first.setdefault(group, statement)
        # "A man was shot in Oru on Monday … a man was shot in Batu on Friday": two men.
        if group != fresh and known.indefinite and self._apart(first, statement):
            group = known.renew(fresh)
            known.first[group] = statement
        return group

    def _number(self, statement: Statement, fresh: int) -> int:
        kind, count = statement.figure.kind, statement.figure.count
        low = count.min if count.min is not None else count.max
        vague = count.approximate and count.max is None  # "several" is not "three"
        key = (kind, (low, vague) if low is not None else statement.span)
        before = self.numbers.setdefault(key, [])
        same = (number for other, number in before if not self._apart(other, statement))
        group = next(same, fresh)
        if len(before) < MAX_ALIKE:
            before.append((statement, group))
        return group

    def _apart(self, one: Statement, other: Statement) -> bool:
        """Whether two statements of the same number tell another day and another place, each its own."""
        pairs = ((one.slots.date, other.slots.date), (one.slots.place, other.slots.place))
        told = [(self._nouns(one, first), self._nouns(other, second)) for first, second in pairs]
        return all(first and second and not first & second for first, second in told)

    def _nouns(self, statement: Statement, span: CharSpan | None) -> set[str]:
        """The nouns, names and numbers of a slot of the statement's sentence."""
        if span is None:
            return set()
        words = self.sentences[statement.sentence]
        inside = range(bisect_left(words.first, span.start), bisect_left(words.first, span.end))
        return {words.low[at] for at in inside if words.tag[at].startswith(("NN", "CD"))}


class _Victims:
    """The single victims of one kind of harm told so far, to tell whom the next one repeats.

    A victim is known again by a word of the name or by the noun of the description, if no other name stands
    against it; "he" and "the boy" are the last one, but two nouns in one sentence are two victims.

    Tried without success: a name just behind "a nurse was shot" as the nurse's.
    """

    def __init__(self) -> None:
        self.by_word: dict[str, int] = {}
        self.named: set[int] = set()  # groups whose victim has been named
        self.first: dict[int, Statement] = {}  # of each group
        self.last: int | None = None
        self.sentence = -1  # that of the last
        self.indefinite = False  # whether the last was "a man"
        self.words: list[str] = []  # nouns and names of the last

    def renew(self, fresh: int) -> int:
        """Make the last one a new victim."""
        self.last = fresh
        for word in self.words:
            self.by_word[word] = fresh
        return fresh

    def group(self, words: Sentence, statement: Statement, fresh: int) -> int:
        """The group of `statement`, `fresh` where nobody told before fits."""
        figure, sentence = statement.figure, statement.sentence
        start, end = figure.victims or figure.span
        # "an activist and colleague of Ana Ruiz" is not Ana Ruiz.
        end = next((at for at in range(start + 1, end) if words.tag[at] in ("IN", "CC")), end)
        names = [words.low[at] for at in range(start, end) if _name_word(words, at)]
        nouns = [words.low[at] for at in range(start, end) if words.tag[at] == "NN"]
        self.indefinite = words.low[start] in words.lex.indefinite and not _retold(words, figure)
        # "The driver died, and the guard was shot": two victims.
        beside = bool(nouns) and sentence == self.sentence
        group = self._known(names, nouns, beside=beside)
        if group is None:
            group = fresh
        self.words = [*names, *nouns]
        for word in self.words:
            self.by_word[word] = group
        if names:
            self.named.add(group)
        self.last, self.sentence = group, sentence
        return group

    def _known(self, names: Sequence[str], nouns: Sequence[str], *, beside: bool) -> int | None:
        group = next((self.by_word[name] for name in names if name in self.by_word), None)
        if group is None and not names and not self.indefinite and not beside:
            group = self.last
        if group is None:
            described = (self.by_word[noun] for noun in reversed(nouns) if noun in self.by_word)
            group = next((one for one in described if not (names and one in self.named)), None)
        return group


def _retold(words: Sentence, figure: Figure) -> bool:
    """Whether a relative clause tells again what is known: "the dog which bit a girl"."""
    relative = words.at(figure.at[0] - 1) in words.lex.subject_relatives
    return relative and figure.agent is not None and words.low[figure.agent[0]] in words.lex.known_things


def _name_word(words: Sentence, at: int) -> bool:
    named = words.tag[at] in PROPER and words.label[at] in ("PERSON", "")
    return named and words.low[at][0].isalpha() and words.low[at].rstrip(".") not in words.lex.name_titles


def places(sentences: Sentences, statements: Sequence[Statement], groups: Sequence[int]) -> Found:
    """The place of each statement: its own, its group's, one named just before, or the article's."""
    by_group = _by_group([statement.slots.place for statement in statements], groups)
    main = _main_place(sentences) if any(map(_at_main_place, statements)) else None
    found: Found = []
    last: Statement | None = None
    for statement, group in zip(statements, groups, strict=True):
        place = statement.slots.place or by_group.get(group) or statement.slots.vague_place
        if place is None and last is not None and statement.figure.lone:
            place = last.slots.place if statement.sentence - last.sentence <= STATEMENTS_BACK else None
        if statement.slots.place is not None:
            last = statement
        place = place or _place_of_others(sentences, statement, main)
        found.append(None if place is None or _elsewhere(statement, place) else place)
    return found


def _place_of_others(sentences: Sentences, statement: Statement, main: CharSpan | None) -> CharSpan | None:
    """The place of a statement that has none of its own: one named just before, or the article's."""
    if told_places.everywhere(sentences[statement.sentence], statement.figure):
        return None
    before = None if _reference(statement) else _place_before(sentences, statement.sentence)
    return before or (main if _at_main_place(statement) else None)


def _elsewhere(statement: Statement, place: CharSpan) -> bool:
    """Whether the statement's sentence tells of the place, but for something else."""
    return place != statement.slots.place and any(place.overlaps(p) for p in statement.slots.elsewhere)


def _by_group(own: Sequence[CharSpan | None], groups: Sequence[int]) -> dict[int, CharSpan]:
    """The first of `own` that each group has."""
    by_group: dict[int, CharSpan] = {}
    for span, group in zip(own, groups, strict=True):
        if span is not None:
            by_group.setdefault(group, span)
    return by_group


def _place_before(sentences: Sentences, index: int) -> CharSpan | None:
    """The last place named in the nearest sentence before `index` that names one."""
    for back in range(index - 1, max(index - SENTENCES_BACK, 0) - 1, -1):
        words = sentences[back]
        near = [p for p in told_places.places(words) if p.rank == 0 and told_places.named(words, p)]
        if near:
            return words.chars((near[-1].start, near[-1].end))
    return None


def _at_main_place(statement: Statement) -> bool:
    """Whether the article's main place may be that of a statement without place: a figure's, or that of
    the victim with whom the article opens."""
    figure = statement.figure
    if figure.bare:
        return False
    return not figure.lone or (statement.sentence < LEAD and not _reference(statement))


def _reference(statement: Statement) -> bool:
    """Whether the harm is only named, not told: "the murder of Ana", "her son's death"."""
    return statement.figure.told in REFERENCES


def _main_place(sentences: Sentences) -> CharSpan | None:
    """The name of a place that the article tells most often, the first of equals."""
    counts: dict[str, int] = {}
    first: dict[str, CharSpan] = {}
    for index in range(len(sentences)):
        if "LOC" not in sentences.labels(index):
            continue  # most are not read otherwise
        words, at = sentences.plain(index), 0
        labels = words.label
        while at < len(labels):
            if labels[at] != "LOC":
                at += 1
                continue
            end = at
            while end < len(labels) and labels[end] == "LOC":
                end += 1
            name = " ".join(words.low[at:end])
            if words.at(at - 1) != "from":  # where somebody comes from
                counts[name] = counts.get(name, 0) + 1
                first.setdefault(name, CharSpan(words.first[at], words.last[end - 1]))
            at = end
    if not counts:
        return None
    return first[max(counts, key=lambda name: (counts[name], -first[name].start))]


def times(
    sentences: Sentences, dates: KnownDates, statements: Sequence[Statement], groups: Sequence[int]
) -> Found:
    """The time of each statement: its own, else that of another statement of the same number, else that
    of a figure of its kind one sentence before, else the day that a sentence beside it tells of the event.

    Tried without success: the time of any statement before, the only time that an article tells, two or
    three sentences before.
    """
    by_group = _by_group([statement.slots.date for statement in statements], groups)
    found: Found = []
    last: dict[Harm, tuple[int, CharSpan]] = {}
    days: dict[int, CharSpan | None] = {}  # of the event that a sentence tells
    for statement, group in zip(statements, groups, strict=True):
        figure = statement.figure
        date = statement.slots.date or (None if figure.lone else by_group.get(group))
        sentence, before = last.get(figure.kind, (-2, None))
        if date is None and statement.scope != Scope.CUMULATIVE:
            date = before if statement.sentence - sentence <= 1 else None
            date = date or _event_day(sentences, dates, statement, days)
        found.append(date)
        if statement.slots.date is not None:
            last[figure.kind] = (statement.sentence, statement.slots.date)
    return found


def _event_day(
    sentences: Sentences, dates: KnownDates, statement: Statement, days: dict[int, CharSpan | None]
) -> CharSpan | None:
    """The day of the event that the sentence before or behind tells, for a harm told as a part of it.

    `days`: by sentence, as found so far.
    """
    figure = statement.figure
    held = statement.scope == Scope.REMAINING and figure.kind == Harm.CAPTIVE
    if figure.bare or _reference(statement) or statement.blamed or held:
        return None
    for near in (statement.sentence - 1, statement.sentence + 1):
        if 0 <= near < len(sentences):
            if near not in days:
                words = sentences[near]
                days[near] = words.chars(told_times.event_time(words, dates.days_within(words)))
            if days[near] is not None:
                return days[near]
    return None


def causes(sentences: Sentences, statements: Sequence[Statement], groups: Sequence[int]) -> Found:
    """The cause of each statement: its own, else that of another statement of its group, else the event
    that its sentence or the one before names.

    Tried without success: that of the statement before, an event of the sentence behind or of two before.
    """
    own = [_meant(sentences, statement) for statement in statements]
    by_group = _by_group(own, groups)
    return [
        cause or by_group.get(group) or _event_near(sentences, statement)
        for cause, statement, group in zip(own, statements, groups, strict=True)
    ]


def _meant(sentences: Sentences, statement: Statement) -> CharSpan | None:
    """The cause that the statement's sentence tells; whom it means where it is a pronoun."""
    slots = statement.slots
    if slots.cause is None:
        return None
    others = [span for span in (statement.victims, slots.attribution) if span is not None]
    return antecedent(sentences, statement.sentence, slots.cause, others) or slots.cause


def _event_near(sentences: Sentences, statement: Statement) -> CharSpan | None:
    if statement.figure.bare or _reference(statement) or statement.scope == Scope.CUMULATIVE:
        return None
    for near in (statement.sentence, statement.sentence - 1):
        event = told_causes.event_told(sentences[near]) if near >= 0 else None
        if event is not None:
            return sentences[near].chars(event)
    return None


def sources(text: str, sentences: Sentences, statements: Sequence[Statement]) -> Found:
    """Who tells each statement; in a quotation of several sentences, the one quoted."""
    quoted = _quotations(text)
    starts = [start for start, _ in quoted]
    found: Found = []
    for statement in statements:
        source = statement.slots.attribution
        at = bisect_left(starts, statement.span.start) - 1
        if source is None and at >= 0 and statement.span.start < quoted[at][1]:
            source = _quoted_speaker(sentences, statement.sentence, quoted[at])
        found.append(source)
    return found


def _quoted_speaker(sentences: Sentences, index: int, quotation: tuple[int, int]) -> CharSpan | None:
    """The nearest speaker named outside the quotation, behind it first."""
    order = [*range(index + 1, index + 1 + SPEAKER_REACH), *range(index - 1, index - 1 - SPEAKER_REACH, -1)]
    for near in order:
        if not 0 <= near < len(sentences):
            continue
        words = sentences[near]
        for source in told_sources.sources(words):
            span = words.chars((source.start, source.end))
            if span is not None and not quotation[0] <= span.start < quotation[1]:
                return span
    return None


def _quotations(text: str) -> list[tuple[int, int]]:
    """Stretches between quotation marks; a paragraph that opens without a close runs to the next mark."""
    found: list[tuple[int, int]] = []
    opened: int | None = None
    for match in _QUOTE_MARKS.finditer(text):
        mark = match[0]
        if mark == "“" or (mark == '"' and opened is None):
            # A new opening mark at a new paragraph goes on with the same quotation.
            opened = match.start() if opened is None else opened
        elif opened is not None:
            if match.start() - opened <= MAX_QUOTATION:
                found.append((opened, match.start()))
            opened = None
    return found


_QUOTE_MARKS = re.compile('[“”"]')
