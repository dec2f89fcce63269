"""Where a harm happened: the choice among all places that the article names or that the rules found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable
from functools import cached_property
from typing import NamedTuple

from newsfacts.casualties.choice.asked import Asked, Named
from newsfacts.casualties.choice.ranker import Around, Candidates, Chosen, Features, choose, kept
from newsfacts.casualties.choice.standing import none, standing
from newsfacts.casualties.choice.told import Told
from newsfacts.casualties.choice.words import classes, tokens, word_list
from newsfacts.casualties.context import context
from newsfacts.casualties.slots.words import slot_words
from newsfacts.types import CharSpan, PlaceKind, Scope

MOST = 120
_JOINT = re.compile(r"\b(?:who|which|when|after|while|said|told)\b")


# What the rules found in the statement's own sentence stands; in place of what they took from elsewhere
# another is chosen. To overrule the first as well gained .002 on the tuned articles by cross-validation.
_SURE = ("own", "tagger")


def choose_places(told: Told) -> list[Chosen | None]:
    """The place of each statement, in order; None where none is told, nor looked for elsewhere."""
    return choose(PlaceChoice(told), "places", map(PlaceChoice.is_asked, told.asked))


class PlaceChoice:
    """The candidates of an article, names and phrases that the rules found, and what tells for each."""

    def __init__(self, told: Told) -> None:
        self.told = told
        # Where somebody comes from is no candidate: "a 41-year-old from Oru".
        names = [name for name in told.places if not told.of_somebody(name.span)][:MOST]
        self.named = len(names)
        phrases = sorted({asked.place.span for asked in told.asked if asked.place is not None})
        self.places = [*names, *(self._phrase(span, names) for span in phrases)]
        self.sentences = [told.sentence_of(place.span) for place in self.places]
        self.found = [
            None if asked.place is None else self.named + phrases.index(asked.place.span)
            for asked in told.asked
        ]
        # What is the same of two candidates that name the same place.
        self.keys: list[Hashable] = [place.name or k for k, place in enumerate(self.places)]
        self._known: dict[int, Features] = {}
        self._around = Around(self._beside_words)

    @staticmethod
    def is_asked(asked: Asked) -> bool:
        """Whether a place is looked for elsewhere."""
        return asked.place is not None or asked.of_an_event

    @staticmethod
    def _phrase(span: CharSpan, names: list[Named]) -> Named:
        inside = next((name for name in names if name.span.overlaps(span)), None)
        if inside is None:
            return Named(span, "", None, None)
        return Named(span, inside.name, inside.kind, inside.country)

    @cached_property
    def _mentions(self) -> Counter[str]:
        return Counter(place.name for place in self.places[: self.named])

    @cached_property
    def _country(self) -> str | None:
        countries = Counter(place.country for place in self.places if place.country)
        return countries.most_common(1)[0][0] if countries else None

    @cached_property
    def _of_authorities(self) -> frozenset[str]:
        """The names of places of which the article names the police, the sheriff, the mayor."""
        known = word_list("authorities")
        named = self.places[: self.named]
        return frozenset(
            place.name for place in named if not known.isdisjoint(self.told.words_behind(place.span, 2))
        )

    def _elsewhere(self, span: CharSpan) -> bool:
        """Whether the words in front tell of a home, a visit, a court: "returned from a visit to Oru"."""
        return not context("elsewhere").isdisjoint(self.told.before(span, 3))

    @cached_property
    def _visited(self) -> Counter[str]:
        """How often each name is told of a home, a visit, a court."""
        return Counter(place.name for place in self.places[: self.named] if self._elsewhere(place.span))

    @cached_property
    def _in_harm(self) -> Counter[str]:
        """How often each name stands in a sentence that tells of harm."""
        harm = word_list("harm")
        pairs = zip(self.places[: self.named], self.sentences, strict=False)
        return Counter(place.name for place, at in pairs if not harm.isdisjoint(self.told.words_in(at)))

    def _region_behind(self, k: int) -> bool:
        """Whether its state or country follows: "Oru, Ala."."""
        place = self.places[k]
        follows = self.places[k + 1] if k + 1 < self.named else None
        wide = follows is not None and follows.kind in (PlaceKind.COUNTRY, PlaceKind.REGION)
        return (
            wide and follows is not None and self.told.between(place.span, follows.span).strip() in (",", "(")
        )

    def _same(self, one: int, other: int) -> bool:
        """Whether two candidates name the same place."""
        return self.keys[one] == self.keys[other]

    def margin(self, at: int, candidates: Candidates) -> float:
        """By how much another place must be likelier than what the rules found."""
        found = self.told.asked[at].place
        return 1.0 if found is not None and found.origin in _SURE else 0.0

    def candidates(self, at: int) -> Candidates:
        """The candidates of statement `at`, none the first, each with its features."""
        told = [k for k in range(len(self.places)) if not self._passed_over(at, k)]
        places = [self.places[k] for k in told]
        return Candidates(
            [None, *(place.span for place in places)],
            [None, *(place.name or place.span.of(self.told.text).lower() for place in places)],
            [self._none(at), *(self._features(at, k) for k in told)],
        )

    def _passed_over(self, at: int, k: int) -> bool:
        """Whether a place is surely none of the statement's."""
        span = self.places[k].span
        asked = self.told.asked[at]
        if asked.everywhere and self.sentences[k] != self.told.sentences_asked[at]:
            return True
        elsewhere = any(span.overlaps(one) for one in asked.elsewhere)
        return k in self._left_out or elsewhere or self._of_another(at, k)

    def _of_another(self, at: int, k: int) -> bool:
        """Whether the rules found the place for statements of other events alone, or at another time."""
        owners = self._owners.get(self.keys[k], [])
        return bool(owners) and all(self.told.apart(at, j) for j in owners)

    @cached_property
    def _owners(self) -> dict[Hashable, list[int]]:
        """By place, for which statements the rules found it."""
        owners: dict[Hashable, list[int]] = {}
        for j, k in enumerate(self.found):
            if k is not None:
                owners.setdefault(self.keys[k], []).append(j)
        return owners

    @cached_property
    def _left_out(self) -> frozenset[int]:
        """The places to which somebody was on the way, those that stand for their government, and those that
        only say where a town lies: "a ferry bound for Oru capsized", "killed nine soldiers; Oru denied it",
        the state of "Oru, Nev."."""
        regions = [self.places[k + 1].span for k in range(self.named - 1) if self._region_behind(k)]
        return frozenset(
            k
            for k, place in enumerate(self.places)
            if self._far(place.span) or any(place.span == region for region in regions)
        )

    def _far(self, span: CharSpan) -> bool:
        lists, before = slot_words(), self.told.before(span, 5)
        if " ".join(before[-2:]) in lists.bound_for or (before[-1:] == ["to"] and "from" in before):
            return True
        behind, tag = self.told.behind(span)
        acts = behind in lists.reacting and tag in ("VBD", "VBN")
        return acts and lists.place_prepositions.isdisjoint(before[-1:])

    @cached_property
    def _others(self) -> list[_Others]:
        """Of each statement what the others have."""
        have = {j: self.keys[k] for j, k in enumerate(self.found) if k is not None}
        return [
            _Others(
                len(beside.others),
                Counter(have[j] for j in beside.others),
                {have[j] for j in beside.of_group},
                None if beside.nearest is None else have[beside.nearest],
            )
            for beside in self.told.beside(self.found)
        ]

    def _none(self, at: int) -> Features:
        return {
            **none(self.told, at, self.told.asked[at].place, self._others[at].number),
            "none, places in its sentence": float(self.told.sentences_asked[at] in self.sentences),
            "none, places told": min(len(self.places), 20) / 20,
        }

    def _features(self, at: int, k: int) -> Features:
        return {
            **kept(self._chosen_by_rules(at, k)),
            **self._where(at, k),
            **self._what(k),
            **kept(self._shared(at, k)),
            **self._clause(at, k),
        }

    def _chosen_by_rules(self, at: int, k: int) -> Features:
        asked, found = self.told.asked[at], self.found[at]
        others, key = self._others[at], self.keys[k]
        span = self.places[k].span
        features: Features = {
            "own": found == k,
            f"own {asked.place.origin if asked.place else ''}": found == k,
            "rules have none": found is None,
            "own, by name": found is not None and self._same(found, k),
            "inside own": found is not None and found != k and self.places[found].span.overlaps(span),
            "a phrase": k >= self.named,
            "of its group": key in others.of_group,
        }
        if others.number:
            features |= {
                "share of others": others.keys[key] / others.number,
                "the nearest has": others.nearest == key,
            }
        return features

    def _where(self, at: int, k: int) -> Features:
        told, asked, there = self.told, self.told.asked[at], self.sentences[k]
        features = standing(told, at, asked.place, self.places[k].span, _JOINT)
        features |= kept({"first place": k == 0})
        if there == told.sentences_asked[at]:
            inside = [o for o, s in enumerate(self.sentences) if s == there]
            nearest = min(inside, key=lambda o: abs(self.places[o].span.start - asked.span.start))
            one = all(self._same(o, k) for o in inside)
            features |= kept({"same, nearest": self._same(nearest, k), "same, only one": one})
        return features

    @cached_property
    def _most_told(self) -> int:
        return max(self._mentions.values(), default=0)

    @cached_property
    def _with_city(self) -> set[int]:
        """The sentences that name a city."""
        pairs = zip(self.places, self.sentences, strict=True)
        return {at for place, at in pairs if place.kind == PlaceKind.CITY}

    def _what(self, k: int) -> Features:
        """What it is, whatever the statement."""
        if k not in self._known:
            self._known[k] = kept(self._described(k))
        return self._known[k]

    def _described(self, k: int) -> Features:
        told, place, there = self.told, self.places[k], self.sentences[k]
        words, front = told.words_in(there), told.before(place.span, 1)
        text = told.text
        wide = place.kind in (PlaceKind.COUNTRY, PlaceKind.REGION)
        features: Features = {
            f"kind {place.kind}": 1.0,
            "times told": min(self._mentions[place.name], 6) / 6 if place.name else 0.0,
            "most told": bool(place.name) and self._mentions[place.name] == self._most_told,
            "main country": place.country is not None and place.country == self._country,
            "possessive": text[place.span.end : place.span.end + 2] in ("'s", "’s"),
            "comma behind": text[place.span.end : place.span.end + 1] == ",",
            "dateline": there == 0 and place.span.start < 40,
            "of authorities": place.name in self._of_authorities,
            "of authorities, city": place.name in self._of_authorities and place.kind == PlaceKind.CITY,
            "region behind": self._region_behind(k),
            "elsewhere in front": self._elsewhere(place.span),
            "share elsewhere": self._visited[place.name] / max(self._mentions[place.name], 1),
            "share in harm": self._in_harm[place.name] / max(self._mentions[place.name], 1),
            "capitals": place.span.of(text).isupper(),
            "sentence of harm": not words.isdisjoint(word_list("harm")),
            "sentence of aftermath": not words.isdisjoint(word_list("aftermath")),
            "sentence of speech": not words.isdisjoint(word_list("speech")),
            "wide, city beside": wide and there in self._with_city,
        }
        if front and front[0] in word_list("front"):
            features[f"front {front[0]}"] = 1.0
        return features

    @cached_property
    def _about(self) -> list[frozenset[str]]:
        """What each statement is about."""
        return [self.told.about(asked) for asked in self.told.asked]

    def _shared(self, at: int, k: int) -> Features:
        """What it has of the statement."""
        told, asked, place = self.told, self.told.asked[at], self.places[k]
        here, there = told.sentences_asked[at], self.sentences[k]
        words = told.words_in(there)
        features: Features = {
            "shares what it is about": min(len(words & self._about[at]), 3) / 3,
            "cumulative, country": asked.scope == Scope.CUMULATIVE and place.kind == PlaceKind.COUNTRY,
            "incident, city": asked.scope != Scope.CUMULATIVE and place.kind == PlaceKind.CITY,
        }
        if here != there and words:
            features["shares its sentence"] = len(words & told.words_in(here)) / len(words)
        return features

    def _clause(self, at: int, k: int) -> Features:
        """What its words, its clause and the verbs beside it tell of."""
        told = self.told
        same = told.sentences_asked[at] == self.sentences[k]
        found = self._around(k, "same" if same else "other")
        if told.of_another_event[at] and not same:
            found = found | {"another event, elsewhere": 1.0}
        if self.found[at] == k:
            found = found | self._around(k, "own")
        return found

    def _beside_words(self, k: int) -> Features:
        told, place = self.told, self.places[k]
        words = frozenset(tokens(place.span.of(told.text)))
        word, tag = told.behind(place.span)
        front = told.before(place.span, 2)
        behind = told.words_behind(place.span, 2)
        return {
            **{f"clause of {name}": 1.0 for name in classes(told.clause(place.span))},
            **told.verb_features(place.span),
            "care within": not words.isdisjoint(word_list("care")),
            "site within": not words.isdisjoint(word_list("sites")),
            "court within": not words.isdisjoint(word_list("aftermath")),
            "a number within": any(one[0].isdigit() for one in words),
            "a noun behind": tag.startswith(("NN", "JJ")),
            "in brackets": told.text[: place.span.start].rstrip()[-1:] == "(",
            "dash behind": word in ("-", "–", "—", "--"),
            "origin": not word_list("origin").isdisjoint(front),
            "based": "based" in behind[:2],
            "authorities behind": not word_list("authorities").isdisjoint(behind),
            "locals behind": not word_list("locals").isdisjoint(behind),
            "harm in front": not word_list("harm").isdisjoint(front),
            f"front {front[-1] if front and front[-1] in word_list('front') else 'other'}": 1.0,
        }


class _Others(NamedTuple):
    """The statements beside one for which the rules found a place: how many; by place, how often; the places
    of its group; that of the nearest."""

    number: int
    keys: Counter[Hashable]
    of_group: set[Hashable]
    nearest: Hashable | None
