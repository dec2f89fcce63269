"""Which statements of an article tell the same figure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

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
