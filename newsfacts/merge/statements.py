"""One casualty figure of one article, with what its words and its place in the article tell of it.

Two are said to contradict each other only where their fields say that they count the same people harmed by
the same thing, and where no number fits both. What the text itself tells as an update, as a part of a total
or as people besides is none (`tolls.toml` has the words, and what was measured).
"""

from __future__ import annotations

import re
from calendar import IllegalMonthError, monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from math import inf

from newsfacts.english.names import fold
from newsfacts.numbers.counts import find as find_numbers
from newsfacts.rules import read
from newsfacts.types import ArticleFacts, CasualtyFigure, CharSpan, Harm, Place, Scope, Status

_WORD = re.compile(r"[^\W_]+")
_ACRONYM = 3
_CLAUSE_END = re.compile(r"[;:,]| (?:and|but|while) ")
_DAY = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?")


class Told:
    """A figure with what its words and its place in the article tell of it.

    `is_part`: whether it is a part of a total. `counts`: whether it is a number of all the people harmed,
    told as a fact: no single victim, no part, no people besides. `updates`: whether its sentence tells that
    it takes the place of another; `lowers`, `raises`: of a higher one, of a lower; `former`: that another has
    taken its own ("to 25 from 26").
    `lone`: whether it is one person told without a number ("the gunman"); `vague`: whether it is a word for
    many ("hundreds"); `is_over`: whether the number itself is less than its least ("more than 100");
    `with_self`: whether who did the harm is counted in ("himself and ten others").
    `feared`: whether its sentence tells it as likely, no more; `freed`: whether these people got away since.
    `counts_its_own`: whether who says so tells of its own people ("put its dead at 11"); `land`: the country
    of who says so; `country`: that of the harm; `rival`: the words for a side of its own ("the rebels").
    `tells_where`: whether its own sentence names the place.
    `days`: the first and last day of the harm, None where not told.
    """

    def __init__(self, figure: CasualtyFigure, facts: ArticleFacts, places: Places) -> None:
        self.figure, self.facts = figure, facts
        self._read_words()
        self._read_slots(places)

    def _read_words(self) -> None:
        """What the words of the figure and those around it tell."""
        figure, text, rules = self.figure, self.facts.article.text, _rules()
        span, sentence = figure.evidence.span, figure.evidence.sentence
        before, after = _words(text[sentence.start : span.start]), _words(text[span.end : sentence.end])
        words, numbers = _words(span.of(text)), find_numbers(span.of(text))
        left, right = before[-rules.reach :], [*words, *after[: rules.reach]]
        among = rules.tell_among([*words, *after[: rules.reach + 1]])
        self.is_part = rules.point_back(before, after) or among or rules.parts.hold(left, right)
        self.vague = any(number.max is None and number.core == number.span for number in numbers)
        self.is_over = figure.max is None and not rules.over.isdisjoint(words)
        self.with_self = (figure.min or 0) > 1 and not rules.selves.isdisjoint(words)
        self.lone = not numbers and figure.min == figure.max == 1
        besides = rules.besides.hold(_without_more_than(left), _without_more_than(right))
        whole = bool(numbers) and not self.is_part and not besides
        self.counts = whole and is_told(figure)
        self._read_change(before, after)

    def _read_change(self, before: Sequence[str], after: Sequence[str]) -> None:
        """What the words around the figure tell of what it was before, or is no more."""
        figure, rules, around = self.figure, _rules(), {*before, *after}
        told_anew = rules.tell_anew([*before, *after])
        self.counts_its_own = not rules.its_own.isdisjoint(before)
        self.feared = not rules.feared.isdisjoint(around)
        clause = _clause(self.facts.article.text, figure.evidence.span, figure.evidence.sentence)
        self.freed = figure.kind is Harm.CAPTIVE and rules.tell_freed(*clause)
        self.former = " ".join(before[-2:]) in rules.former or (told_anew and before[-1:] == ["from"])
        self.updates = self.former or told_anew
        self.lowers = told_anew and not rules.lowers.isdisjoint(around)
        self.raises = told_anew and not rules.raises.isdisjoint(around)

    def _read_slots(self, places: Places) -> None:
        """Who, where, when, by what, who says so."""
        figure, rules, when = self.figure, _rules(), self.figure.date
        self.victims = _content(figure.victims) - rules.general
        self.source, self.cause = _content(figure.attribution), _content(figure.cause)
        self.land = _country(places.find(figure.attribution))
        self.rival = self.source & rules.rivals
        self.spot = places.find(figure.place)
        # "The Dominican Republic put its dead at 11": they died there, whatever place was told before.
        self.country = self.land if self.land and self.counts_its_own else _country(self.spot)
        name = self.spot.name if self.spot else figure.place
        self.place = fold(name) if name else None
        # Where it is not clear, a figure counts as one of an incident: most are.
        self.scope = figure.scope or Scope.INCIDENT
        self.day = when and (when.value or fold(when.text))
        self.days = days_of(when.value) if when else None
        # What is taken from elsewhere in the article is no witness that two figures are of one harm.
        own = figure.evidence.sentence.of(self.facts.article.text)
        told = (figure.place, when.text if when else None)
        # Capitals are those of a dateline, where somebody wrote.
        dateline = figure.place is not None and len(figure.place) > _ACRONYM and figure.place.isupper()
        self.tells_where = figure.place is not None and figure.place in own and not dateline
        self.tells_where_and_when = all(slot is not None and slot in own for slot in told)

    def is_against(self, other: Told) -> bool:
        """Whether the two are told by rival sides: two countries, or one of them a side of its own."""
        if not self.source or not other.source:
            return False
        if self.land and other.land:
            return self.land != other.land
        return bool(self.rival or other.rival) and self.source.isdisjoint(other.source)

    def fits(self, other: Told) -> bool:
        """Whether one number can be meant by both."""
        least, most = self._bounds()
        other_least, other_most = other._bounds()
        return least <= other_most and other_least <= most

    def excludes(self, later: Told) -> bool:
        """Whether `later`, told after it in one article, cannot be right as well: a conflict of the two."""
        alike = self.victims == later.victims and (self.scope == later.scope or self._is_beside(later))
        whole = self.counts and later.counts and not later.updates
        apart = whole and alike and self.figure.group != later.figure.group
        return apart and self._is_close_to(later) and self.contradicts(later)

    def _is_beside(self, later: Told) -> bool:
        """Whether one sentence holds both, each with its source: a word for the scope of one is for both."""
        own, theirs = self.figure.evidence.sentence, later.figure.evidence.sentence
        return own == theirs and bool(self.source and later.source) and self.source.isdisjoint(later.source)

    def _is_close_to(self, other: Told) -> bool:
        """Whether two numbers are no farther apart than two counts of the same people are, whoever counted; 0
        denies any.
        """
        if self.source and other.source and self.source.isdisjoint(other.source):
            return True
        least, most = sorted(figure.min or figure.max or 0 for figure in (self.figure, other.figure))
        return not least or most <= least * _rules().farthest

    def contradicts(self, other: Told) -> bool:
        """Whether no number fits both, of two that tell of the same kind of harm to the same people."""
        return not self.fits(other) and self.is_of_the_harm_of(other)

    def is_of_the_harm_of(self, other: Told) -> bool:
        """Whether two of the same kind, scope and victims tell of one harm, as far as the fields tell.

        Either place and day are told of both and are the same, and no cause speaks against it; or two sources
        are named close together, and neither place nor day speaks against it.
        """
        slots = ((self.place, other.place), (self.day, other.day))
        if (self.counts_its_own or other.counts_its_own) and self.country != other.country:
            return False
        told = self.tells_where_and_when and other.tells_where_and_when
        if told and all(mine == theirs for mine, theirs in slots):
            return not (self.cause and other.cause) or not self.cause.isdisjoint(other.cause)
        return self._are_said_close_by(other) and all(_may_be_one(mine, theirs) for mine, theirs in slots)

    def _are_said_close_by(self, other: Told) -> bool:
        """Whether two sources are named for them, in one sentence or in neighbouring ones."""
        two_sources = self.source and other.source and self.source != other.source
        return bool(two_sources) and _near(self.figure, other.figure)

    def _bounds(self) -> tuple[float, float]:
        figure = self.figure
        # "Himself and ten guards": who counts the victims has ten.
        least = 0.0 if figure.min is None else float(figure.min - self.with_self)
        most = inf if figure.max is None else float(figure.max)
        if figure.approximate:
            hedge = _rules().hedge
            return least * (1 - hedge), most * (1 + hedge)
        # "More than 100" is rounded, as often as not: 100 is no contradiction.
        return (least - 1 if most == inf else least), (most + 1 if figure.min is None else most)


def _may_be_one(mine: object, theirs: object) -> bool:
    return mine is None or theirs is None or mine == theirs


def _without_more_than(words: Sequence[str]) -> list[str]:
    """`words` without the "more" of "more than 30", which are none besides others."""
    behind = [*words[1:], ""][: len(words)]
    return [word for word, then in zip(words, behind, strict=True) if (word, then) != ("more", "than")]


def _country(place: Place | None) -> str | None:
    return place.country if place else None


def _clause(text: str, span: CharSpan, sentence: CharSpan) -> tuple[list[str], list[str]]:
    """The words of its clause before a figure, and from it on."""
    before = _CLAUSE_END.split(text[sentence.start : span.start])[-1]
    return _words(before), _words(span.of(text) + _CLAUSE_END.split(text[span.end : sentence.end])[0])


def _near(one: CasualtyFigure, two: CasualtyFigure) -> bool:
    """Whether they stand in one sentence, or in neighbouring ones."""
    first, second = sorted((one.evidence.sentence, two.evidence.sentence))
    return second.start - first.end <= _BETWEEN_SENTENCES


# Blanks between two sentences, those of a new paragraph among them.
_BETWEEN_SENTENCES = 4


class Places:
    """The places of an article, by the words in which figures name them."""

    def __init__(self, facts: ArticleFacts) -> None:
        self._named: dict[str, Place] = {}
        for place in facts.places:
            for name in (place.name, *place.aliases):
                self._named.setdefault(fold(name), place)
        self._longest = max((name.count(" ") + 1 for name in self._named), default=0)

    def find(self, words: str | None) -> Place | None:
        """The place that `words` name; of several the one named first, as in "Odesa, Ukraine"."""
        parts = fold(words).split() if words else []
        for start in range(len(parts)):
            for end in range(min(start + self._longest, len(parts)), start, -1):
                if place := self._named.get(" ".join(parts[start:end])):
                    return place
        return None


def days_of(value: str | None) -> tuple[date, date] | None:
    """First and last day of an EDTF value of a day, month or year, or of one to another; else None."""
    if not value:
        return None
    first, _, last = value.partition("/")
    begins, ends = _bounds_of(first), _bounds_of(last or first)
    return (begins[0], ends[1]) if begins and ends else None


def _bounds_of(value: str) -> tuple[date, date] | None:
    match = _DAY.fullmatch(value)
    if not match:
        return None
    year, month, day = int(match["year"]), int(match["month"] or 0), int(match["day"] or 0)
    try:
        last = day or (monthrange(year, month)[1] if month else 31)
        return date(year, month or 1, day or 1), date(year, month or 12, last)
    except (ValueError, IllegalMonthError):  # seasons are months above 12
        return None


def is_people_in_general(victims: str | None) -> bool:
    """Whether `victims` says no more than "people", or nothing."""
    return not _content(victims) - _rules().general


@dataclass(frozen=True, slots=True)
class _Around:
    """Words that tell something of a figure where they stand before it, or behind."""

    before: frozenset[str]
    after: frozenset[str]

    def hold(self, left: Sequence[str], right: Sequence[str]) -> bool:
        return not self.before.isdisjoint(left) or not self.after.isdisjoint(right)


@dataclass(frozen=True, slots=True)
class _Rules:
    general: frozenset[str]
    ignored: frozenset[str]
    parts: _Around
    besides: _Around
    part_phrases: tuple[str, ...]
    superlatives: frozenset[str]
    of: frozenset[str]
    reach: int
    updates: frozenset[str]
    update_pairs: frozenset[tuple[str, ...]]
    lowers: frozenset[str]
    raises: frozenset[str]
    former: tuple[str, ...]
    over: frozenset[str]
    selves: frozenset[str]
    feared: frozenset[str]
    its_own: frozenset[str]
    freed: _Around
    rivals: frozenset[str]
    hedge: float
    farthest: float

    def point_back(self, before: Sequence[str], after: Sequence[str]) -> bool:
        """Whether a word behind "of", before the figure or after it, points to a figure told already."""
        ahead = after[:1] == ["of"] and not self.of.isdisjoint(after[1:2])
        return ahead or (before[-2:-1] == ["of"] and not self.of.isdisjoint(before[-1:]))

    def tell_anew(self, sentence: Sequence[str]) -> bool:
        """Whether the words around a figure tell that one takes the place of another."""
        return not self.updates.isdisjoint(sentence) or not self.update_pairs.isdisjoint(pairwise(sentence))

    def tell_freed(self, before: Sequence[str], after: Sequence[str]) -> bool:
        """Whether the words of a figure's clause tell that those people are free."""
        return self.freed.hold(before, after)

    def tell_among(self, right: Sequence[str]) -> bool:
        """Whether `right` has "among those", or "among the" and no superlative behind it."""
        for at, pair in enumerate(pairwise(right)):
            behind = right[at + 2] if at + 2 < len(right) else ""
            superlative = behind.endswith("est") or behind in self.superlatives
            if " ".join(pair) in self.part_phrases and not superlative:
                return True
        return False


@cache
def _rules() -> _Rules:
    tables = read("merge/tolls")
    victims, parts, besides, freed = (tables[name] for name in ("victims", "parts", "besides", "freed"))
    return _Rules(
        general=frozenset(victims["general"].split()),
        ignored=frozenset(victims["ignored"].split()),
        parts=_Around(frozenset(parts["before"].split()), frozenset(parts["after"].split())),
        besides=_Around(frozenset(besides["before"].split()), frozenset(besides["after"].split())),
        part_phrases=tuple(parts["after_phrases"]),
        superlatives=frozenset(parts["superlatives"].split()),
        of=frozenset(parts["of"].split()),
        reach=tables["limits"]["reach"],
        updates=frozenset(tables["updates"]["words"].split()),
        update_pairs=frozenset(tuple(pair.split()) for pair in tables["updates"]["pairs"]),
        lowers=frozenset(tables["updates"]["lowers"].split()),
        raises=frozenset(tables["updates"]["raises"].split()),
        former=tuple(tables["updates"]["former"]),
        over=frozenset(tables["limits"]["over"].split()),
        selves=frozenset(tables["limits"]["selves"].split()),
        its_own=frozenset(tables["limits"]["its_own"].split()),
        feared=frozenset(tables["feared"]["words"].split()),
        freed=_Around(frozenset(freed["before"].split()), frozenset(freed["after"].split())),
        rivals=frozenset(tables["sources"]["rivals"].split()),
        hedge=tables["limits"]["hedge"],
        farthest=tables["limits"]["farthest"],
    )


def is_told(figure: CasualtyFigure) -> bool:
    """Whether a figure is told as a fact, and has a bound."""
    return figure.status is Status.REPORTED and (figure.min is not None or figure.max is not None)


def _content(words: str | None) -> frozenset[str]:
    """The words of a slot without articles and the like."""
    return frozenset(_words(words or "")) - _rules().ignored


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
