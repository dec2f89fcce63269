"""Who or what did a harm: the choice among the noun phrases near its statement and in the article's lead."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property, lru_cache

from newsfacts.casualties.choice.again import read_again
from newsfacts.casualties.choice.asked import Asked, Beside, Thing
from newsfacts.casualties.choice.ranker import SAME, Candidates, Chosen, Features, choose, kept
from newsfacts.casualties.choice.standing import none, standing
from newsfacts.casualties.choice.told import Told, distance
from newsfacts.casualties.choice.words import classes, word_list
from newsfacts.types import CharSpan, Scope, Status

# Sentences before and behind a statement, and from the start of the story, whose phrases are candidates.
BACK, AHEAD, LEAD = 2, 1, 3
# No more sentences are asked once there are so many candidates.
MOST = 150
_JOINT = re.compile(r"\b(?:who|which|when|after|while|said|told)\b")
_IDLE = frozenset(("temporal", "pronoun"))
_CLASSES = (
    "event",
    "disease",
    "doers",
    "instruments",
    "wounds",
    "is person",
    "is people",
    "label PERSON",
    "label ORG",
)


# What stands in place of the rules' find must be likelier by so much. Swept 0 to .6, out of fold.
MARGIN = 0.1


def choose_causes(told: Told) -> list[Chosen | None]:
    """Who or what did each harm, in order; None where none is told, nor looked for elsewhere."""
    choice = CauseChoice(told)
    return choose(choice, "causes", map(choice.is_asked, told.asked))


class CauseChoice:
    """The candidates of an article, and what tells for and against each."""

    def __init__(self, told: Told) -> None:
        self.told = told
        self.found = [asked.cause for asked in told.asked]
        self._things: dict[int, list[Thing]] = {}
        self._usable: dict[int, list[Thing]] = {}
        self._static: dict[CharSpan, Features] = {}
        self._over: dict[CharSpan, list[int]] = {}
        self._by_rules = Counter(
            word for found in self.found if found for word in _last_words(found.span.of(told.text))
        )

    def _in(self, sentence: int) -> list[Thing]:
        if sentence not in self._things:
            self._things[sentence] = list(self.told.things_in(sentence))
        return self._things[sentence]

    def _usable_in(self, sentence: int) -> list[Thing]:
        """Without pronouns, as the rules find whom one means; who found the body is no doer."""
        if sentence not in self._usable:
            self._usable[sentence] = [
                thing
                for thing in self._in(sentence)
                if _IDLE.isdisjoint(thing.sorts) and not self._finds(thing)
            ]
        return self._usable[sentence]

    def _found_in(self, span: CharSpan) -> list[int]:
        """The statements whose cause, as the rules have it, stands in `span`."""
        over = self._over.get(span)
        if over is None:
            found = enumerate(self.found)
            over = [j for j, one in found if one is not None and one.span.overlaps(span)]
            self._over[span] = over
        return over

    @cached_property
    def _others(self) -> list[Beside]:
        """Of each statement the others that have a cause."""
        return self.told.beside(self.found)

    @cached_property
    def _heads(self) -> Counter[str]:
        """How often each head is told in the sentences read."""
        return Counter(thing.head for things in self._things.values() for thing in things)

    def margin(self, at: int, candidates: Candidates) -> float:
        return MARGIN

    @staticmethod
    def is_asked(asked: Asked) -> bool:
        """Whether the article's cause may be that of the statement: not of one over a period, nor of those
        still held."""
        wide = asked.scope in (Scope.REMAINING, Scope.CUMULATIVE)
        return asked.cause is not None or (asked.status is Status.REPORTED and not wide)

    def candidates(self, at: int) -> Candidates:
        """The candidates of statement `at`, none the first, each with its features."""
        asked = self.told.asked[at]
        things = list(self._near(at))
        spans: list[CharSpan | None] = [None]
        described = [none(self.told, at, asked.cause, len(self._others[at].others))]
        own = asked.cause
        if own is not None:
            spans.append(own.span)
            inside = [thing for thing in things if thing.span.overlaps(own.span)]
            described.append(
                self._features(at, _covering(own.span, inside)) | {"own": 1.0, f"own {own.origin}": 1.0}
            )
        for thing in things:
            if own is not None and thing.span.overlaps(own.span):
                continue
            spans.append(thing.span)
            described.append(self._features(at, thing))
        keys = [None if span is None else span.of(self.told.text).lower().split()[-1] for span in spans]
        candidates = Candidates(spans, keys, described)
        window = None if self._of_pronoun(at) else self.told.again(at)
        if window is None:
            return candidates
        return read_again(candidates, window.likely("cause", spans), own)

    def _of_pronoun(self, at: int) -> bool:
        """Whether the rules know whom a pronoun means that did it: the pronoun itself is no candidate."""
        own = self.told.asked[at].cause
        if own is None or own.origin != "own":
            return False
        return self.told.sentence_of(own.span) != self.told.sentences_asked[at]

    def _near(self, at: int) -> Iterator[Thing]:
        told, asked = self.told, self.told.asked[at]
        here = told.sentences_asked[at]
        last = len(told.sentences)
        wanted = {*range(max(here - BACK, 0), min(here + AHEAD + 1, last)), *range(min(LEAD, last))}
        wanted |= {told.sentence_of(found.span) for found in self.found if found is not None}
        near: list[int] = []
        count = 0
        for sentence in sorted(wanted, key=lambda other: (abs(other - here), other)):
            if count <= MOST:
                near.append(sentence)
                count += len(self._in(sentence))
        # Who tells of it did it only where the rules know no other.
        source = asked.attribution if asked.cause is not None else None
        hidden = [*(one for one in (asked.span, asked.victims, source) if one), *asked.elsewhere]
        for sentence in sorted(near):
            for thing in self._usable_in(sentence):
                if not (any(map(thing.span.overlaps, hidden)) or self._of_another(at, thing)):
                    yield thing

    def _of_another(self, at: int, thing: Thing) -> bool:
        """Whether the rules found it for statements of other events alone."""
        owners = self._found_in(thing.span)
        return bool(owners) and all(self.told.apart(at, j) for j in owners)

    def _finds(self, thing: Thing) -> bool:
        return self.told.behind(thing.span)[0] in word_list("finding")

    def _features(self, at: int, thing: Thing) -> Features:
        return {
            **self._chosen_by_rules(at, thing),
            **self._where(at, thing),
            **self._about(thing),
            **self._of_kind(at, thing),
        }

    def _chosen_by_rules(self, at: int, thing: Thing) -> Features:
        asked, others = self.told.asked[at], self._others[at]
        same = [j for j in self._found_in(thing.span) if j != at]
        none: Features = {"rules have none": 1.0} if asked.cause is None else {}
        heads = min(self._by_rules.get(thing.head, 0), 3) / 3 if others.others else 0.0
        if not same:  # as nearly always
            return {**none, "head of others": heads} if heads else none
        found = {
            **none,
            "of its group": any(self.told.asked[j].group == asked.group for j in same),
            "share of others": len(same) / len(others.others),
            "head of others": heads,
            "one of others": True,
            "the nearest has": others.nearest in same,
            "the one before has": others.before in same,
        }
        return kept(found)

    def _where(self, at: int, thing: Thing) -> Features:
        told, span = self.told, thing.span
        features = standing(told, at, told.asked[at].cause, span, _JOINT)
        if thing.before in word_list("cause-front"):
            side = "" if SAME in features else "beside, "
            features[f"{side}front {thing.before}"] = 1.0
        return features

    def _about(self, thing: Thing) -> Features:
        """What it is, whatever the statement."""
        known = self._static.get(thing.span)
        if known is None:
            known = self._static[thing.span] = kept(self._described(thing))
        return known

    def _described(self, thing: Thing) -> Features:
        told, span = self.told, thing.span
        features: Features = dict.fromkeys(thing.sorts, 1.0)
        features["tagged"] = thing.tagged
        features["marked"] = thing.tagged > 0
        features |= {f"clause of {name}": 1.0 for name in classes(told.clause(span))}
        features |= told.verb_features(span)
        behind = told.verbs(span)[1]
        features["verb behind of finding"] = behind is not None and told.tokens.low[behind] in word_list(
            "finding"
        )
        features["verb behind of doing"] = behind is not None and told.tokens.low[behind] in word_list(
            "doing"
        )
        word, tag = told.behind(span)
        features["verb at once"] = tag.startswith("VB")
        features["said at once"] = word in word_list("speech")
        features["of behind"] = word == "of"
        features["times told"] = min(self._heads[thing.head], 4) / 4
        features |= {name: any(map(span.overlaps, spans)) for name, spans in self._told_as.items()}
        return features

    @cached_property
    def _told_as(self) -> dict[str, list[CharSpan]]:
        """What the article tells besides causes, by the feature of what overlaps it."""
        asked = self.told.asked
        return {
            "a victim": [span for a in asked for span in (a.span, a.victims) if span is not None],
            "a source": [a.attribution for a in asked if a.attribution is not None],
            "a place": [a.place.span for a in asked if a.place is not None],
            "a date": [when.evidence.span for when in self.told.dates],
        }

    def _of_kind(self, at: int, thing: Thing) -> Features:
        """What it is, with the kind of statement and where it stands."""
        names = _classes(thing.sorts)
        if not names:
            return {}
        asked = self.told.asked[at]
        there = self.told.sentence_of(thing.span)
        where = distance(there - self.told.sentences_asked[at])
        if where == SAME:
            where = "same, before" if thing.span.start < asked.at.start else "same, behind"
        of = [str(asked.kind), asked.told, "lone" if asked.lone else "many", str(asked.scope), where]
        if there <= 1 and not where.startswith(SAME):
            of.append(f"sentence {there}" + (", rules have none" if asked.cause is None else ""))
        return {f"{name} for {one}": 1.0 for name in names for one in of}


@lru_cache(maxsize=1024)
def _classes(sorts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in _CLASSES if name in sorts)


def _last_words(text: str) -> list[str]:
    words = text.lower().split()
    return words[-1:]


def _covering(span: CharSpan, things: list[Thing]) -> Thing:
    """The candidate that the words of the rules are, as far as one is known."""
    if not things:
        return Thing(span, "", ("unknown",), "", 0.0)
    best = max(things, key=lambda thing: min(thing.span.end, span.end) - max(thing.span.start, span.start))
    return Thing(span, best.head, best.sorts, best.before, best.tagged)
