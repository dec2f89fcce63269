"""Finds places."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter
from typing import cast

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from newsfacts import gazetteer
from newsfacts.doc import store
from newsfacts.doc.store import Labelled
from newsfacts.english.names import bare, fold, in_capitals, spelt_out
from newsfacts.gazetteer.lookup import Candidate, distance_km, sure_country
from newsfacts.gazetteer.lookup import place_words as words
from newsfacts.names import mentions
from newsfacts.names.passes.clues import opens_dateline
from newsfacts.names.places.containment import Link, holders
from newsfacts.names.places.metonymy import is_capital, stands_for_government
from newsfacts.types import Place, PlaceKind, Precision

# Weights of what speaks for a candidate, against its prior: powers of ten of inhabitants.
SAID = 5.0  # the text says which: "Sitakunda, Bangladesh"
SAID_DIVISION = 5.0  # besides, of namesakes in one country: "Columbus, Georgia"
SAME_SENTENCE = 1.0
SHARE = 2.5  # all other places of the article lie in its country
KIND_SAID = 2.0  # "Lampang province" is a region
OTHER_KIND = 3.0
# A village that nothing in the article speaks for is left open: there are too many namesakes.
LEAST_UNSUPPORTED = 5.3
# What is in no gazetteer lies where the rest of the article does, if that is clear.
LEAST_SHARE = 0.45
LEAST_LEADING_SHARE, LEAST_LEAD = 0.3, 1.5  # so much, and so much more than the next country's
# In "X, Y and Z" what looks like a town and its state may be three places: a hamlet X does not count.
LEAST_LISTED = 4.0
MAX_DIVISION_TOKENS = 4
MAX_NEAR_TOKENS = 25
MAX_LIST_TOKENS = 60
# A town in the name of an airport or a bridge: so many inhabitants, in powers of ten, are its only namesake.
SURE_TOWN = 4.5
# Towns of one sentence no farther apart tell where a further one of it lies.
MAX_APART_KM = 150.0
MAX_NEIGHBOUR_TOKENS = 25

Point = tuple[float, float, Precision]

# What stands between a name and the country in which it says the place lies.
_HOLDS = frozenset({(",",), ("in",), (",", "in"), ("(",), ("of",), ("in", "the"), (",", "the")})


@Language.factory("newsfacts_places", requires=["doc.sents"], assigns=["doc.spans"])
def make_places(nlp: Language, name: str) -> Places:
    return Places()


def _is(word: str, table: str) -> bool:
    word = word.casefold()
    return word in words(table) or (word.endswith("s") and word[:-1] in words(table))


@dataclass
class Group:
    """The mentions of one place, and what it can be."""

    key: str
    mentions: list[Labelled] = field(default_factory=list)
    candidates: tuple[Candidate, ...] = ()
    within: str | None = None  # the country of which it is a part by its name: "South Lebanon"
    whole: bool = True  # whether the gazetteer knows a name as it stands, not only without "City of"


class Places:
    """The component that finds places and keeps them as span group `places`."""

    def __call__(self, doc: Doc) -> Doc:
        store.store(doc, "places", self.find(doc))
        return doc

    def find(self, doc: Doc) -> tuple[Place, ...]:
        """The places of `doc`, in reading order; changes nothing."""
        found = [m for m in mentions.mentions(doc) if m.label in mentions.PLACES]
        if not found:
            return ()
        groups = group(found)
        context = Context(doc, groups)
        return tuple(context.place(g) for g in groups)


# ---------------------------------------------------------------- one place, several names


def core(name: str) -> str:
    """The name as places are told apart: "eastern Sinai Peninsula" -> "sinai", "City of Iqaluit" ->
    "iqaluit".
    """
    tokens = bare(name).split()
    tokens = _without_lead(tokens)
    if len(tokens) > 2 and tokens[1].casefold() == "of" and tokens[0].casefold() in words("generic"):
        tokens = tokens[2:]
        if len(tokens) > 1 and tokens[0].casefold() == "the":
            tokens = tokens[1:]
    # "Kuwait City", "Mexico City" are no countries: a city stays.
    if len(tokens) > 1 and tokens[-1].casefold() in words("generic") and (tokens[-1] != "City"):
        tokens = tokens[:-1]
    return fold(" ".join(tokens))


def _without_lead(tokens: list[str]) -> list[str]:
    """Without small-letter words in front: "southern Israel", "port city of Chittagong"."""
    at = 0
    while at < len(tokens) and tokens[at][0].islower():
        at += 1
    small = [token.casefold() for token in tokens[:at]]
    told = any(_is(word, "direction") or _is(word, "city") or _is(word, "region") for word in small)
    return tokens[at:] if told and at < len(tokens) else tokens


def identity(name: str) -> str:
    """What two names of one place have in common: the id that the rule files give it, else the bare name."""
    known = gazetteer.default().lookup(bare(name))
    stripped = core(name)
    if not known or not known[0].id:
        # "Gaza province" is not the curated "Gaza"; but "Darfur state" is.
        other = gazetteer.default().lookup(stripped) if stripped != fold(bare(name)) and not known else ()
        known = other or known
    return known[0].id if known and known[0].id else stripped


def group(found: Sequence[Labelled]) -> list[Group]:
    """The place mentions, one group a place, in reading order."""
    groups: dict[str, Group] = {}
    for mention in found:
        key = short_for(mention.span) or identity(mention.text)
        groups.setdefault(key, Group(key)).mentions.append(mention)
    _join_bare_waters(groups)
    for g in groups.values():
        seen: dict[Candidate, None] = {}
        for mention in g.mentions:
            if short_for(mention.span):
                division = gazetteer.default().spelt_out(mention.text)
                seen.update({division: None} if division else {})
        for text in dict.fromkeys(m.text for m in g.mentions if not short_for(m.span)):
            for candidate in gazetteer.default().lookup(bare(text)):
                seen.setdefault(candidate)
        if not any(c.id for c in seen):
            g.within = part_of_country(g.mentions[0].text)
            if g.within:
                continue  # "South Lebanon" is not the one in Ohio
        if not seen:  # "The Pas"
            for mention in g.mentions:
                at = mention.span.start
                if at and mention.span.doc[at - 1].text == "The":
                    seen.update(dict.fromkeys(gazetteer.default().lookup(f"the {mention.text}")))
        if not seen:  # "Qamishli" is listed with its article
            for text in dict.fromkeys(bare(m.text) for m in g.mentions):
                seen.update(dict.fromkeys(gazetteer.default().lookup(f"Al {text}")))
        if not seen:
            g.whole = False
            for text in dict.fromkeys(m.text for m in g.mentions):
                for candidate in gazetteer.default().lookup(core(text)):
                    seen.setdefault(candidate)
        g.candidates = tuple(seen)
    return sorted(groups.values(), key=lambda g: g.mentions[0].span.start)


def short_for(span: Span) -> str | None:
    """The identity of the division that an abbreviation behind a comma stands for: "Ga." in "Athens, Ga."."""
    doc, start = span.doc, span.start
    if not start or doc[start - 1].text != "," or len(span) > MAX_DIVISION_TOKENS:
        return None
    rule = gazetteer.abbreviated(span.text)
    return identity(rule.names[0]) if rule is not None else None


def part_of_country(name: str) -> str | None:
    """The country in a name like "South Lebanon"; None for other names.

    With a small letter, "eastern Ukraine", it is the country that is named.
    """
    tokens = bare(name).split()
    if len(tokens) > 1 and tokens[0][0].isupper() and tokens[0].casefold() in words("direction"):
        return gazetteer.default().country(" ".join(tokens[1:]))
    return None


def _join_bare_waters(groups: dict[str, Group]) -> None:
    """ "The Gulf" is the Gulf of Thailand, where the article names no other gulf."""
    for key, g in list(groups.items()):
        word = fold(g.mentions[0].text)
        if word not in words("water"):
            continue
        full = [k for k, other in groups.items() if k != key and word in fold(other.mentions[0].text).split()]
        if len(full) == 1:
            groups[full[0]].mentions = sorted(
                groups[full[0]].mentions + g.mentions, key=lambda m: m.span.start
            )
            del groups[key]


# ---------------------------------------------------------------- which of its namesakes


class Context:
    """What an article says about where its places lie."""

    def __init__(self, doc: Doc, groups: Sequence[Group]) -> None:
        self.doc = doc
        self.words, self.low = store.words_of(doc), store.lower_words_of(doc)
        self.gazetteer = gazetteer.default()
        self.sentence = [0] * len(doc)  # of each token, the first of its sentence
        for first, after in pairwise(store.sentence_starts(doc)):
            self.sentence[first:after] = [first] * (after - first)
        self.by_token: dict[int, Group] = {}
        for g in groups:
            for mention in g.mentions:
                for i in range(mention.span.start, mention.span.end):
                    self.by_token[i] = g
        self.country_of = {g.key: sure_country(g.candidates) for g in groups}
        self._count(groups)
        # Once more, with what the first look has told of the towns.
        kinds = {g.key: self.said_kind(g) for g in groups}
        best = {g.key: self.best(g, kinds[g.key]) for g in groups}
        self.country_of = {key: candidate.country if candidate else None for key, candidate in best.items()}
        self._count(groups)
        self.groups = tuple(groups)
        self.found = {g.key: self.best(g, kinds[g.key]) for g in groups}
        self._points: dict[str, Point | None] = {}
        self._by_sentence: dict[int, list[tuple[int, Candidate]]] = {}
        for g in groups:
            exact = self.found[g.key]
            if exact is not None and exact.latitude is not None and exact.kind is not PlaceKind.COUNTRY:
                for mention in g.mentions:
                    at = mention.span.start
                    self._by_sentence.setdefault(self.sentence[mention.span.start], []).append((at, exact))
        for entries in self._by_sentence.values():
            entries.sort(key=itemgetter(0))

    def _count(self, groups: Iterable[Group]) -> None:
        self.countries: Counter[str] = Counter()  # weight of each country in the article
        self.by_sentence: dict[int, Counter[str]] = {}
        for g in groups:
            country = self.country_of[g.key]
            if country is None:
                continue
            for mention in g.mentions:
                self._add(mention.span, country, 1.0)
        for name in store.labelled(self.doc, store.NAMES):
            if name.label in ("NORP", "ORG", "FAC", "MISC"):
                for word in self.words[name.span.start : name.span.end]:
                    if not word[0].isupper():
                        continue
                    codes = self.gazetteer.people(word)
                    code = self.gazetteer.country(word) if name.label != "NORP" and not codes else None
                    for each in codes or ((code,) if code and len(word) > 3 else ()):
                        self._add(name.span, each, 0.7 / (len(codes) or 1))
        self.total = sum(self.countries.values())

    def _add(self, span: Span, code: str, weight: float) -> None:
        self.countries[code] += weight  # type: ignore[assignment]
        self.by_sentence.setdefault(self.sentence[span.start], Counter())[code] += weight  # type: ignore[assignment]

    def share(self, code: str | None) -> float:
        """How much of the article's places lie in a country, 0 to 1."""
        return self.countries[code] / self.total if code and self.total else 0.0

    def place(self, g: Group) -> Place:
        texts = [mentions.text_of(m) for m in g.mentions]
        kind = self.said_kind(g)
        best = self.found[g.key]
        if kind is None:
            # Of places without a likely namesake most are villages and quarters.
            kind = best.kind if best is not None else PlaceKind.CITY
        country = best.country if best is not None else self.inherited(g, kind)
        point = self.point(g, kind, country)
        name = name_of(texts)
        return Place(
            name=name,
            kind=kind,
            country=country,
            latitude=point[0] if point else None,
            longitude=point[1] if point else None,
            aliases=mentions.other_forms(name, texts),
            mentions=tuple(mentions.evidence(m) for m in g.mentions),
            confidence=mentions.confidence_of(g.mentions),
            precision=point[2] if point else None,
            metonymy=self.is_government(g, name),
        )

    def is_government(self, g: Group, name: str) -> bool:
        """Whether a capital or country stands for its government wherever the article names it."""
        best = self.found[g.key]
        if best is None or not (best.kind is PlaceKind.COUNTRY or is_capital(name, best.country)):
            return False
        return stands_for_government(self.doc, [m.span for m in g.mentions], self.by_token)

    # ------------------------------------------------------------ where

    def point(self, g: Group, kind: PlaceKind, country: str | None) -> Point | None:
        """Latitude, longitude and of what they are: the place, else what holds it; None where unsure."""
        if g.key not in self._points:
            self._points[g.key] = None  # two that hold each other tell nothing
            self._points[g.key] = self._point(g, kind, country)
        return self._points[g.key]

    def _point(self, g: Group, kind: PlaceKind, country: str | None) -> Point | None:
        best = self.found[g.key]
        if best is not None:
            if best.latitude is None or best.longitude is None:
                return None
            # Of "Orlo province" where only the town is known, the town's.
            same = kind is best.kind or best.kind is PlaceKind.COUNTRY or bool(best.id)
            return best.latitude, best.longitude, Precision.EXACT if same else Precision.REGION
        if country is None or kind in (PlaceKind.WATER, PlaceKind.COUNTRY):
            return None
        return (
            self._of_holder(g, country)
            or (self._of_town_in_name(g, country) if kind is PlaceKind.LANDMARK else None)
            or self._of_neighbours(g, country)
            or self._of_small_country(country)
        )

    def _of_holder(self, g: Group, country: str) -> Point | None:
        """The point of the region or town that the text says holds a place, or stands beside it."""
        for mention in g.mentions:
            for other, link in holders(self.doc, mention.span, self.by_token, _is):
                found = self.found[other.key]
                if found is None:
                    inside = link is Link.INSIDE and self.inherited(other, PlaceKind.REGION) == country
                    point = self.point(other, PlaceKind.REGION, country) if inside else None
                    if point is not None and point[2] is Precision.REGION:
                        return point
                    continue
                if found.latitude is None or found.longitude is None or found.country != country:
                    continue
                region = found.kind is PlaceKind.REGION
                if region or (found.kind is PlaceKind.CITY and link is not Link.COMMA):
                    return found.latitude, found.longitude, Precision.REGION
        return None

    def _of_town_in_name(self, g: Group, country: str) -> Point | None:
        """The point of a town in the name: "Abu Dhabi International Airport"."""
        for mention in g.mentions:
            for town in self._towns_in(mention.text):
                known = town.latitude is not None and town.longitude is not None
                if (
                    known
                    and town.prior >= SURE_TOWN
                    and town.country == country
                    and town.kind is PlaceKind.CITY
                ):
                    return cast(float, town.latitude), cast(float, town.longitude), Precision.REGION
        return None

    def _of_neighbours(self, g: Group, country: str) -> Point | None:
        """The middle of the places of the country named in the same sentence, if these lie close together."""
        for mention in g.mentions:
            here = self._by_sentence.get(self.sentence[mention.span.start], ())
            first = bisect_left(here, mention.span.start - MAX_NEIGHBOUR_TOKENS, key=itemgetter(0))
            near = [
                c
                for at, c in here[first : first + MAX_LIST_TOKENS]
                if at <= mention.span.end + MAX_NEIGHBOUR_TOKENS
            ]
            beside = dict.fromkeys((c.latitude, c.longitude) for c in near if c.country == country)
            points = [(a, b) for a, b in beside if a is not None and b is not None]
            if len(points) < 2:
                continue
            middle = (sum(a for a, _ in points) / len(points), sum(b for _, b in points) / len(points))
            if all(distance_km(middle, point) <= MAX_APART_KM / 2 for point in points):
                return round(middle[0], 2), round(middle[1], 2), Precision.REGION
        return None

    def _of_small_country(self, country: str) -> Point | None:
        """The middle of a country in which no place is far from it."""
        centre = self.gazetteer.centres.get(country)
        if country.casefold() not in words("small") or centre is None:
            return None
        if centre.latitude is None or centre.longitude is None:
            return None
        return centre.latitude, centre.longitude, Precision.COUNTRY

    def best(self, g: Group, kind: PlaceKind | None) -> Candidate | None:
        """The candidate that the article speaks for; None where none is likely enough."""
        if not g.candidates:
            return None
        said = self.said_within(g)
        divisions = self.said_divisions(g)
        # What the article says of its countries, these mentions left out: no place supports itself.
        elsewhere, near = Counter(self.countries), Counter[str]()
        own = self.country_of[g.key]
        inside = Counter(self.sentence[mention.span.start] for mention in g.mentions)
        if own:
            elsewhere[own] -= len(g.mentions)
        for sentence, count in inside.items():
            beside = Counter(self.by_sentence.get(sentence, Counter()))
            if own:
                beside[own] -= count
            near.update(code for code, weight in beside.items() if weight > 0)
        total = sum(elsewhere.values())

        def support(candidate: Candidate) -> float:
            code = candidate.country
            if not code:
                return 0.0
            score = SHARE * max(elsewhere[code] / total, 0.0) ** 0.5 if total > 0 else 0.0
            told = any(
                (code, candidate.division) == division and candidate.prior >= least
                for division, least in divisions
            )
            score += (SAID + SAID_DIVISION) * told if divisions else 0.0
            return score + SAME_SENTENCE * bool(near[code]) + SAID * (code in said)

        def score(candidate: Candidate) -> float:
            fits = 0.0
            if kind is not None:
                fits = KIND_SAID if candidate.kind is kind else -OTHER_KIND
            return candidate.prior + support(candidate) + fits

        best = max(g.candidates, key=score)
        if kind is PlaceKind.LANDMARK and best.kind is not PlaceKind.LANDMARK:
            return None
        if kind is PlaceKind.WATER and best.kind is not PlaceKind.WATER:
            return None
        if best.prior < LEAST_UNSUPPORTED and support(best) < 0.8:
            return None
        return best

    def said_within(self, g: Group) -> set[str]:
        """Countries that the text puts behind the name: "X, Sudan", "X in Sudan", "X, Ohio", "Sudan's X"."""
        codes: set[str] = set()
        for mention in g.mentions:
            end, start = mention.span.end, mention.span.start
            for gap in (1, 2):
                if tuple(self.low[end : end + gap]) in _HOLDS:
                    codes |= self._countries_of(self.by_token.get(end + gap), g)
            if start >= 2 and self.words[start - 1] in ("'s", "’s", "'", "’"):
                codes |= self._countries_of(self.by_token.get(start - 2), g)
        return codes

    def said_divisions(self, g: Group) -> tuple[tuple[tuple[str, str], float], ...]:
        """Divisions that the text puts behind the name, "X, Ohio", "X, Ga.", "X in Ontario": (country,
        admin1 code) and the least prior that X must have there.
        """
        told: dict[tuple[tuple[str, str], float], None] = {}
        for mention in g.mentions:
            start = self._behind(mention.span.end)
            if start is None:
                continue
            most = min(len(self.doc), start + MAX_DIVISION_TOKENS)
            for end in range(most, start, -1):
                if self.doc[end - 1].is_space or (self.doc[end - 1].is_punct and end - start == 1):
                    continue
                found = self.gazetteer.divisions(self.doc[start:end].text)
                if found:
                    least = LEAST_LISTED if self._listed(end) else 0.0
                    told.update(dict.fromkeys((division, least) for division in sorted(found)))
                    break
        return tuple(told)

    def _behind(self, end: int) -> int | None:
        """The token behind "X," or "X, in" or "X in"; None where none of them follows."""
        at = end
        if at < len(self.doc) and self.doc[at].text == ",":
            at += 1
        if at < len(self.doc) and self.doc[at].lower_ == "in":
            at += 1
        return at if at > end and at < len(self.doc) and self.doc[at].text[:1].isupper() else None

    def _listed(self, end: int) -> bool:
        """Whether a list goes on behind token `end`: "and Z", ", Z"."""
        at = end + 1 if end < len(self.doc) and self.doc[end].text == "," else end
        if at < len(self.doc) and self.doc[at].lower_ in ("and", "or", "&"):
            at += 1
        return at > end and at in self.by_token

    def _countries_of(self, other: Group | None, g: Group) -> set[str]:
        if other is None or other is g or not other.candidates:
            return set()
        top = other.candidates[0]
        if top.kind is PlaceKind.COUNTRY:
            # "Athens, Georgia": the state too.
            return {c.country for c in other.candidates if c.country and c.prior >= 6}
        country = self.country_of[other.key]
        return {country} if country else set()

    def inherited(self, g: Group, kind: PlaceKind | None) -> str | None:
        """The country of a place that no gazetteer knows: what the text says, else where the rest is."""
        if kind is PlaceKind.WATER and not self.said_within(g) and not is_inland(g.mentions[0].span):
            return None
        if g.within:
            return g.within
        said = sorted(self.said_within(g))
        if len(said) == 1:
            return said[0]
        for mention in g.mentions:
            named = self._in_name(mention.text)
            if named:
                return named
        for mention in g.mentions:
            nearest = self._nearest(mention.span)
            if nearest is not None:
                return nearest
        ranked = self.countries.most_common(2)
        if ranked and self.share(ranked[0][0]) >= LEAST_SHARE:
            return ranked[0][0]
        leads = len(ranked) == 2 and ranked[0][1] >= LEAST_LEAD * ranked[1][1]
        if leads and self.share(ranked[0][0]) >= LEAST_LEADING_SHARE:
            return ranked[0][0]
        return None

    def _in_name(self, name: str) -> str | None:
        """The country of a town in a longer name: "Abu Dhabi International Airport", "Port of Duqm"."""
        return next((candidate.country for candidate in self._towns_in(name)), None)

    def _towns_in(self, name: str) -> Iterator[Candidate]:
        """What a part of a longer name means for sure, or in a country that the article is about."""
        tokens = name.split()
        parts = [tokens[:end] for end in range(len(tokens) - 1, 0, -1)]
        parts += [tokens[start:] for start in range(1, len(tokens))]
        for part in parts:
            if len(part) == 1 and (_is(part[0], "landmark") or not part[0][0].isupper()):
                continue
            found = self.gazetteer.lookup(" ".join(part))
            country = sure_country(found)
            if country:
                yield found[0]
            else:
                yield from (c for c in found if c.country and self.share(c.country) >= LEAST_SHARE)

    def _nearest(self, span: Span) -> str | None:
        """The country of the place or people named nearest in the sentence; behind the name goes before."""
        first, last = mentions.around(span)
        own = self.by_token.get(span.start)
        for distance in range(1, MAX_NEAR_TOKENS):
            for at in (span.end - 1 + distance, span.start - distance):
                if not first <= at < last:
                    continue
                other = self.by_token.get(at)
                if other is not None and other is not own and self.country_of[other.key]:
                    if self._is_another(at, span, other):
                        continue
                    return self.country_of[other.key]
                people = self.gazetteer.people(self.doc[at].text) if self.doc[at].is_title else ()
                if len(people) == 1:
                    return people[0]
        return None

    def _is_another(self, at: int, span: Span, other: Group) -> bool:
        """Whether a country is named as another one: "X and Peru", "X, which runs into neighbouring Peru"."""
        top = other.candidates[0] if other.candidates else None
        if top is None or top.kind is not PlaceKind.COUNTRY:
            return False
        first = mentions.around(span)[0]
        while at > 0 and self.by_token.get(at - 1) is other:
            at -= 1
        before = self.doc[at - 1].lower_ if at > first else ""
        if before == "the" and at - 2 >= first:
            before = self.doc[at - 2].lower_
        border = {t.lower_ for t in self.doc[max(at - 4, first) : at]} & words("another")
        return before == "and" or bool(border)

    # ------------------------------------------------------------ kind

    def said_kind(self, g: Group) -> PlaceKind | None:
        """The kind that the words of the name, or those beside it, tell; None where they do not."""
        top = g.candidates[0] if g.candidates else None
        if top is not None and top.id:
            # A place kept by hand knows its kind; but "Odesa region" is not the city.
            region = top.kind is PlaceKind.CITY and all(
                self._kind_beside(m.span) is PlaceKind.REGION for m in g.mentions
            )
            return PlaceKind.REGION if region else None
        if g.within:
            return PlaceKind.REGION
        votes: Counter[PlaceKind] = Counter()
        for mention in g.mentions:
            own = kind_of_words(mention.span)
            # "Fort Worth", "Bay City" are towns first of all.
            town = own in (PlaceKind.WATER, PlaceKind.LANDMARK) and mention.label != "FAC" and g.whole
            if own is not None and not (town and top is not None and top.kind is not own):
                return own
            beside = self._kind_beside(mention.span)
            if beside is None and opens_dateline(self.doc, mention.span):
                beside = PlaceKind.CITY
            if beside is not None:
                votes[beside] += 1
        if votes:
            return votes.most_common(1)[0][0]
        if g.candidates:
            return None
        if all(m.label == "FAC" for m in g.mentions):
            return PlaceKind.LANDMARK
        # Of names that no gazetteer knows most are villages and quarters.
        return PlaceKind.CITY

    def _kind_beside(self, span: Span) -> PlaceKind | None:
        """The kind that common nouns beside a name, or beside the list it stands in, tell."""
        doc = self.doc
        first, last = mentions.around(span)
        if span.end < last and doc[span.end].is_lower:
            kind = kind_word(doc[span.end])
            if kind is not None:
                return kind
        # On over a list: "Lampang, Phrae and Nan provinces". Only a plural is for all of them.
        at = span.end
        while at < min(last, span.end + MAX_LIST_TOKENS) and self._in_list(at):
            at += 1
        if at > span.end and at < last and doc[at].is_lower and doc[at].lower_.endswith("s"):
            kind = kind_word(doc[at])
            if kind is not None:
                return kind
        # Back over one: "the provinces of Lampang, Phrae and Nan".
        at = span.start - 1
        while at > max(first, span.start - MAX_LIST_TOKENS) and self._in_list(at):
            at -= 1
        if at > first and doc[at].lower_ in ("of", ":"):
            plural = doc[at - 1].lower_.endswith("s")
            return kind_word(doc[at - 1]) if plural or at >= span.start - 2 else None
        if at == span.start - 1 and at >= first and doc[at].is_lower:
            return kind_word(doc[at])
        return None

    def _in_list(self, at: int) -> bool:
        return self.low[at] in (",", "and", "or", "the", "&") or at in self.by_token


def kind_word(token: Token) -> PlaceKind | None:
    """The kind that a common noun beside a name tells."""
    if _is(token.lower_, "region"):
        return PlaceKind.REGION
    if _is(token.lower_, "city"):
        return PlaceKind.CITY
    return None


def is_inland(span: Span) -> bool:
    """Whether a water lies in a country by its name: "Bato River", not "Sea of Orlo"."""
    return any(_is(token.lower_, "inland") for token in span)


def kind_of_words(span: Span) -> PlaceKind | None:
    """The kind that a name tells by its own words: "Lake X", "X Bridge", "X Valley"."""
    tokens = [token.lower_ for token in span if token.is_alpha]
    if len(tokens) < 2:
        return None
    for word in (tokens[-1], tokens[0]):
        if _is(word, "water"):
            return PlaceKind.WATER
        if _is(word, "landmark"):
            return PlaceKind.LANDMARK
    if tokens[-1] in ("island", "isle", "atoll", "islet"):
        return PlaceKind.OTHER
    if _is(tokens[-1], "region"):
        return PlaceKind.REGION
    if _is(tokens[-1], "city") or (tokens[0] in words("city") and tokens[1] == "of"):
        return PlaceKind.CITY
    return None


def name_of(texts: Sequence[str]) -> str:
    """The fullest form in ordinary spelling, directions ("southern Israel") aside."""

    def rank(text: str) -> tuple[bool, bool, int, int]:
        tokens = text.split()
        part = tokens[0][0].islower() or (
            len(tokens) > 2 and tokens[0].casefold() in words("city") and tokens[1] == "of"
        )
        return (not part, not in_capitals(text), len(tokens), len(text))

    name = " ".join(_without_lead(max(map(bare, texts), key=rank).split()))
    tokens = name.split()
    if len(tokens) > 2 and tokens[0].casefold() in words("city") and tokens[1] == "of":
        name = " ".join(tokens[2:])
    if in_capitals(name) or (name.isupper() and not gazetteer.default().country(name) and len(name) > 3):
        name = spelt_out(name)
    return name
