"""Which statements of an article tell one and the same figure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from newsfacts.casualties.attach.words import frame_words
from newsfacts.casualties.choice.asked import Named
from newsfacts.casualties.choice.told import two_places
from newsfacts.casualties.figure import Figure, Told
from newsfacts.casualties.guidelines import victim_word
from newsfacts.casualties.sentence import Sentence
from newsfacts.casualties.sentences import Sentences
from newsfacts.casualties.statement import Statement
from newsfacts.casualties.tags import PROPER
from newsfacts.types import CharSpan, Harm

# Statements of one number that the next one is held against, so that the time taken stays in proportion.
MAX_ALIKE = 20

Key = tuple[Harm, object]


def groups(sentences: Sentences, statements: Sequence[Statement], names: Sequence[Named] = ()) -> list[int]:
    """Numbers shared by statements of one figure: same kind and bounds, or the same single victim; not where
    they plainly tell of two events. `names`: the places of the article, in reading order."""
    return _Groups(sentences, names).of(statements)


class _Groups:
    def __init__(self, sentences: Sentences, names: Sequence[Named]) -> None:
        self.sentences = sentences
        self.names = names
        self.starts = [name.span.start for name in names]
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
        new = known.indefinite and (
            self._two_days(first, statement)
            or (self._two_places(first, statement) and two_places(self._place(first), self._place(statement)))
        )
        if group != fresh and (new or (known.unknown and self._years_apart(first, statement))):
            group = known.renew(fresh)
            known.first[group] = statement
        return group

    def _number(self, statement: Statement, fresh: int) -> int:
        kind, count = statement.figure.kind, statement.figure.count
        low = count.min if count.min is not None else count.max
        vague = count.approximate and count.max is None  # "several" is not "three"
        key = (kind, (low, vague) if low is not None else statement.span)
        before = self.numbers.setdefault(key, [])
        same = (number for other, number in before if not self._two_events(other, statement))
        group = next(same, fresh)
        if len(before) < MAX_ALIKE:
            before.append((statement, group))
        return group

    def _two_events(self, one: Statement, other: Statement) -> bool:
        """Whether two statements of the same number tell another day and another place, each its own, or
        other victims in another place: "five cooks died in Oru" and "five nuns in Batu"."""
        return self._two_days(one, other) or self._two_peoples(one, other)

    def _two_days(self, one: Statement, other: Statement) -> bool:
        return self._two_places(one, other) and self._differ(one, one.slots.date, other, other.slots.date)

    def _two_places(self, one: Statement, other: Statement) -> bool:
        return self._differ(one, one.slots.place, other, other.slots.place)

    def _two_peoples(self, one: Statement, other: Statement) -> bool:
        """Whether both tell of victims in words that tell them apart, the second not as known ("the five"),
        in two places neither of which lies in the other, as far as that is known."""
        first, second = self._place(one), self._place(other)
        known = first is not None and second is not None and first.country and second.country
        if not (two_places(first, second) if known else self._two_places(one, other)):
            return False
        words = self.sentences[other.sentence]
        retold = words.low[(other.figure.victims or other.figure.span)[0]] in words.lex.definite
        if retold or one.sentence == other.sentence:
            return False
        if self._units(one) != self._units(other):
            return True  # "200 people" and "200 families"
        more = not words.lex.others.isdisjoint(words.low[slice(*(other.figure.victims or (0, 0)))])
        return more or self._differ(one, one.victims, other, other.victims, names=False)

    def _years_apart(self, one: Statement, other: Statement) -> bool:
        """ "His father was killed at Oru in 1944. His driver was shot dead in Batu in 1956." """
        return self._two_days(one, other) and all(
            any(word.isdigit() and len(word) == 4 for word in self._nouns(told, told.slots.date))
            for told in (one, other)
        )

    def _differ(
        self,
        one: Statement,
        first: CharSpan | None,
        other: Statement,
        second: CharSpan | None,
        *,
        names: bool = True,
    ) -> bool:
        """Whether a slot tells something in both statements, and not the same: no word of it. `names`:
        whether names tell something."""
        told, again = self._nouns(one, first), self._nouns(other, second)
        named = self._by_name(one, first) or self._by_name(other, second)
        return bool(told and again) and not told & again and (names or not named)

    def _nouns(self, statement: Statement, span: CharSpan | None) -> set[str]:
        """The nouns, names and numbers of a slot of the statement's sentence, but for those that anybody
        may be called by."""
        words = self.sentences[statement.sentence]
        found = {
            words.low[at] for at in self._inside(statement, span) if words.tag[at].startswith(("NN", "CD"))
        }
        return found - words.lex.anybody

    def _units(self, statement: Statement) -> set[str]:
        return self._nouns(statement, statement.victims) & frame_words().units

    def _by_name(self, statement: Statement, span: CharSpan | None) -> bool:
        words = self.sentences[statement.sentence]
        return any(words.label[at] == "PERSON" for at in self._inside(statement, span))

    def _inside(self, statement: Statement, span: CharSpan | None) -> range:
        """The words of a slot in the statement's sentence."""
        if span is None:
            return range(0)
        words = self.sentences[statement.sentence]
        return range(bisect_left(words.first, span.start), bisect_left(words.first, span.end))

    def _place(self, statement: Statement) -> Named | None:
        """The place of the article that the words of the statement's own place name first."""
        span = statement.slots.place
        if span is None:
            return None
        at = bisect_left(self.starts, span.start)
        return self.names[at] if at < len(self.names) and self.starts[at] < span.end else None


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
        self.unknown = False  # whether the last was told in words of which none was known: "his driver"
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
        self.unknown = bool(nouns) and not (names or self.by_word.keys() & nouns)
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
