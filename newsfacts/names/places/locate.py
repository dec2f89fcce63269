"""Where a place lies: the point of its likeliest namesake where that is sure, of what holds it, or none."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from spacy.tokens import Doc, Span

from newsfacts import gazetteer
from newsfacts.doc import store
from newsfacts.english.names import fold
from newsfacts.gazetteer.lookup import Candidate, distance_km, sure_country
from newsfacts.gazetteer.lookup import place_words as words
from newsfacts.names import mentions
from newsfacts.names.places.beside import Division, divisions_beside, places_beside
from newsfacts.names.places.choose import Choice
from newsfacts.names.places.containment import Link, holders
from newsfacts.names.places.group import Group, is_in, is_street, name_in
from newsfacts.names.places.kinds import is_inland
from newsfacts.names.places.metonymy import is_locative
from newsfacts.names.places.outlets import Home
from newsfacts.types import PlaceKind, Precision

# How likely a point must be to be given as `exact`, and a country or division to be given at all. Of the
# points given so, on the third of the toponyms set aside, see docs/accuracy.md.
LEAST_EXACT = 0.75
LEAST_COUNTRY = 0.55
LEAST_DIVISION = 0.7
# What is in no gazetteer lies where the rest of the article does, if most of that is in one country.
LEAST_SHARE = 0.5
LEAST_LEADING_SHARE, LEAST_LEAD = 0.3, 1.5  # so much, and so much more than the next country's
LEAST_PEOPLES = 1.4  # words for a country's people that name it as well as its name
OUTLET = 2.0  # what the country where the article's outlet is at home counts, against a mention of a place
LEAST_SENTENCES = 2
LEAST_TOWNS = 2  # mentions of towns, in the middle of which lies what no list knows
LEAST_WITNESSES = 2  # by so many towns, or by the country's own name
# A town in the name of an airport or a bridge: so many inhabitants, in powers of ten, are its only namesake.
SURE_TOWN = 4.5
LEAST_AHEAD = 0.9  # of any other of its country, in powers of ten too
# Towns of one sentence no farther apart tell where a further one of it lies.
MAX_APART_KM = 150.0
MAX_NEIGHBOUR_TOKENS = 25
MAX_LIST_TOKENS = 60
# A division within whose middle its settlements lie so near says where a place in it is.
MAX_DIVISION_KM = 161.0


class Spot(NamedTuple):
    """Latitude and longitude in degrees, and of what they are the point."""

    latitude: float
    longitude: float
    precision: Precision


class Where:
    """Where the places of one article lie. `choices`: of each group with candidates, by its id()."""

    def __init__(
        self,
        doc: Doc,
        groups: Sequence[Group],
        silent: Sequence[Group],
        places: Mapping[int, Group],
        choices: Mapping[int, Choice],
        peoples: Mapping[str, float],
        home: Home | None,
    ) -> None:
        """`silent`: places in names of bodies; `places`: the group of each token that belongs to a place;
        `peoples`: how much the article speaks of each country's people and things; `home`: the outlet's."""
        self.doc, self.places, self.choices = doc, places, choices
        self.gazetteer = gazetteer.default()
        self._points: dict[int, Spot | None] = {}
        self._sentence = [0] * len(doc)  # of each token, the first of its sentence
        for first, after in pairwise(store.sentence_starts(doc)):
            self._sentence[first:after] = [first] * (after - first)
        self._by_sentence: dict[int, list[tuple[int, Candidate]]] = {}
        self._countries: dict[str, float] = defaultdict(float)  # mentions of places in each
        self._towns: Counter[str] = Counter()  # and places in them
        self._countries_in: dict[int, list[tuple[int, str]]] = {}  # by sentence, with the token
        self._sentences_of: dict[str, set[int]] = defaultdict(set)
        self._named: set[str] = set()  # that are named themselves
        self._in_country: dict[int, set[str]] = {}  # of sentences, by their first tokens
        self._by_name = {fold(name_in(m)): g for g in (*silent, *groups) for m in g.mentions}
        for g in groups:
            self._note(g)
        for code, weight in peoples.items():
            self._countries[code] += weight
            if weight >= LEAST_PEOPLES:
                self._named.add(code)
        self._home = home
        if home is not None:
            self._countries[home.country] += OUTLET
            self._towns[home.country] += 1
            self._named.add(home.country)
        for entries in self._by_sentence.values():
            entries.sort(key=itemgetter(0))

    def _note(self, g: Group) -> None:
        country = self.known_country(g)
        if country:
            self._countries[country] += len(g.mentions)
            for mention in g.mentions:
                at = mention.span.start
                self._countries_in.setdefault(self._sentence[at], []).append((at, country))
                self._sentences_of[country].add(self._sentence[at])
            best = self.sure(g)
            if best is not None and best.kind is PlaceKind.COUNTRY:
                self._named.add(country)
                for mention in g.mentions:
                    if is_locative(self.doc, mention.span) and not self._as_another(mention.span):
                        self._in_country.setdefault(self._sentence[mention.span.start], set()).add(country)
            else:
                self._towns[country] += 1
        best = self.sure(g)
        if best is not None and best.latitude is not None and best.kind is not PlaceKind.COUNTRY:
            for mention in g.mentions:
                at = mention.span.start
                self._by_sentence.setdefault(self._sentence[at], []).append((at, best))

    def _as_another(self, span: Span) -> bool:
        """Whether a country is named as another one: "X and Peru", "which runs into neighbouring Peru"."""
        low, first = store.lower_words_of(self.doc), mentions.around(span)[0]
        before = low[max(span.start - 4, first) : span.start]
        return bool(before) and (before[-1] == "and" or bool(set(before) & words("another")))

    # ------------------------------------------------------------ what is known of a group

    def sure(self, g: Group) -> Candidate | None:
        """The namesake that a place is, where that is likely enough to be said."""
        choice = self.choices.get(id(g))
        if choice is None or choice.best is None or choice.confidence < LEAST_EXACT:
            return None
        return choice.best

    def known_country(self, g: Group) -> str | None:
        """The country in which the candidates of a place lie, where that is likely enough."""
        choice = self.choices.get(id(g))
        if choice is None:
            return None
        best = self.sure(g)
        if best is not None:
            return best.country
        country, share = choice.of_country()
        # Many hamlets of a country do not outweigh the one city that is likeliest.
        agreed = choice.best is None or choice.best.country == country
        return country if agreed and share >= LEAST_COUNTRY else None

    def country(self, g: Group, kind: PlaceKind) -> str | None:
        """The country of a place, ISO code; None where it is in none, or where that cannot be told."""
        best = self.sure(g)
        return best.country if best is not None else self.known_country(g) or self.inherited(g, kind)

    def _is_known(self, g: Group) -> bool:
        """Whether a place is likely one of its namesakes, if not which."""
        choice = self.choices.get(id(g))
        return choice is not None and choice.best is not None

    def division(self, g: Group, country: str | None) -> str:
        """GeoNames admin1 code of the division that a place lies in; "" where that cannot be told."""
        best = self.sure(g)
        if best is not None:
            return best.division
        said = {code for where, code in self._divisions_told(g) if where == country}
        if len(said) == 1:
            return next(iter(said))
        choice = self.choices.get(id(g))
        division, share = choice.of_division() if choice is not None else (None, 0.0)
        return division[1] if division and share >= LEAST_DIVISION and division[0] == country else ""

    def admin1(self, g: Group, country: str | None) -> str | None:
        """The name of the division that a place lies in; None for what is a country, or in no division."""
        best = self.sure(g)
        if best is not None and best.kind is PlaceKind.COUNTRY:
            return None
        division = self.gazetteer.division(country, self.division(g, country))
        return division.name if division is not None else None

    def division_name(self, candidate: Candidate) -> str | None:
        """The name of the division that a namesake lies in."""
        division = self.gazetteer.division(candidate.country, candidate.division)
        return division.name if division is not None else None

    # ------------------------------------------------------------ the point

    def point(self, g: Group, kind: PlaceKind, country: str | None) -> Spot | None:
        """The point of a place, else of what holds it; None where unsure."""
        if id(g) not in self._points:
            self._points[id(g)] = None  # two that hold each other tell nothing
            self._points[id(g)] = self._point(g, kind, country)
        return self._points[id(g)]

    def _point(self, g: Group, kind: PlaceKind, country: str | None) -> Spot | None:
        best = self.sure(g)
        if best is not None:
            if best.latitude is None or best.longitude is None:
                return self._of_division(g, best.country)
            # Of "Orlo province" where only the town is known, the town's.
            same = not best.held and (kind is best.kind or best.kind is PlaceKind.COUNTRY or bool(best.id))
            return Spot(best.latitude, best.longitude, Precision.EXACT if same else Precision.REGION)
        if country is not None and self.gazetteer.country(name_in(g.mentions[0])) == country:
            return self._of_country(country) if kind is PlaceKind.COUNTRY else None
        if country is None or kind in (PlaceKind.WATER, PlaceKind.COUNTRY):
            return None
        return (
            self._of_holder(g, country)
            or (self._of_town_in_name(g, country) if kind is PlaceKind.LANDMARK else None)
            or self._of_division(g, country)
            or self._of_neighbours(g, country)
            or self._of_article(g, country)
            or self._of_outlet(g, country)
            or self._of_small_country(country)
        )

    def _of_division(self, g: Group, country: str | None) -> Spot | None:
        """The point of the division that a place lies in, where no place in it is far from that."""
        division = self.gazetteer.division(country, self.division(g, country))
        if division is None or division.reach_km > MAX_DIVISION_KM:
            return None
        return Spot(division.latitude, division.longitude, Precision.REGION)

    def _of_holder(self, g: Group, country: str) -> Spot | None:
        """The point of the region or town that the text says holds a place, or stands beside it."""
        for mention in g.heard:
            for other, link in holders(self.doc, mention.span, self.places, is_in):
                found = self.sure(other)
                if found is None:
                    inside = link is Link.INSIDE and self.country(other, PlaceKind.REGION) == country
                    point = self.point(other, PlaceKind.REGION, country) if inside else None
                    if point is not None and point.precision is Precision.REGION:
                        return point
                    continue
                if found.latitude is None or found.longitude is None or found.country != country:
                    continue
                if self._holds(found, link):
                    return Spot(found.latitude, found.longitude, Precision.REGION)
        return None

    def _holds(self, found: Candidate, link: Link) -> bool:
        """Whether the point of what holds a place says where it is."""
        if found.kind is PlaceKind.REGION:
            division = self.gazetteer.division(found.country, found.division)
            whole = division is not None and division.geonames == found.geonames
            return not (whole and division is not None and division.reach_km > MAX_DIVISION_KM)
        return found.kind is PlaceKind.CITY and link is not Link.COMMA

    def _of_town_in_name(self, g: Group, country: str) -> Spot | None:
        """The point of a town in the name: "Abu Dhabi International Airport"."""
        for mention in g.heard:
            for town in self._towns_in(mention.text):
                if town.latitude is None or town.longitude is None or town.prior < SURE_TOWN:
                    continue
                if town.country == country and town.kind is PlaceKind.CITY:
                    return Spot(town.latitude, town.longitude, Precision.REGION)
        return None

    def _of_neighbours(self, g: Group, country: str) -> Spot | None:
        """The middle of the places of the country named in the same sentence, if these lie close together."""
        for mention in g.heard:
            here = self._by_sentence.get(self._sentence[mention.span.start], ())
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
                return Spot(round(middle[0], 2), round(middle[1], 2), Precision.REGION)
        return None

    def _of_article(self, g: Group, country: str) -> Spot | None:
        """The middle of the towns that the article names in the country, if all lie close together, for what
        no list knows there: a quarter, a village, a building."""
        street = is_street(g.mentions[0].text)
        if any(c.country == country for c in g.candidates) and not street:
            return None
        middle, mentioned = self._middles.get(country, (None, 0))
        return middle if street or mentioned >= LEAST_TOWNS else None

    @cached_property
    def _middles(self) -> dict[str, tuple[Spot, int]]:
        """Of each country the middle of its towns, where these lie close together, and how many mentions of
        them there are.
        """
        towns: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for entries in self._by_sentence.values():
            for _, best in entries:
                if best.country and best.kind is PlaceKind.CITY and best.latitude and best.longitude:
                    towns[best.country].append((best.latitude, best.longitude))
        middles = {}
        for country, mentioned in towns.items():
            points = list(dict.fromkeys(mentioned))
            middle = (sum(a for a, _ in points) / len(points), sum(b for _, b in points) / len(points))
            near = all(distance_km(middle, point) <= MAX_APART_KM / 2 for point in points)
            if near:
                spot = Spot(round(middle[0], 2), round(middle[1], 2), Precision.REGION)
                middles[country] = spot, len(mentioned)
        return middles

    def _of_outlet(self, g: Group, country: str) -> Spot | None:
        """The town of a local outlet, for what no list knows, not even by a part of its name."""
        home = self._home
        town = home.town if home is not None and home.country == country else None
        if town is None or town.latitude is None or town.longitude is None or g.candidates:
            return None
        if self.share(country) < LEAST_SHARE or any(any(self._towns_in(m.text)) for m in g.heard):
            return None
        return Spot(town.latitude, town.longitude, Precision.REGION)

    def _of_small_country(self, country: str) -> Spot | None:
        """The middle of a country in which no place is far from it."""
        return self._of_country(country) if country.casefold() in words("small") else None

    def _of_country(self, country: str) -> Spot | None:
        """The middle of a country."""
        centre = self.gazetteer.centres.get(country)
        if centre is None or centre.latitude is None or centre.longitude is None:
            return None
        return Spot(centre.latitude, centre.longitude, Precision.COUNTRY)

    # ------------------------------------------------------------ the country of what no gazetteer knows

    def inherited(self, g: Group, kind: PlaceKind | None) -> str | None:
        """The country of a place that no gazetteer knows: what the text says, else where all the rest is."""
        said = self._said(g)
        if kind is PlaceKind.WATER and not said and not is_inland(g.mentions[0].span):
            return None
        if g.within:
            return g.within
        if len(said) == 1:
            return next(iter(said))
        if self._is_known(g):
            return self._of_the_rest(g)
        for mention in g.heard:
            named = next((c.country for c in self._towns_in(mention.text)), None)
            if named:
                return named
        return self._of_sentence(g) or self._of_nearest(g) or self._of_the_rest(g)

    def _of_nearest(self, g: Group) -> str | None:
        """The country of the place named nearest in the sentence, if the article speaks of it elsewhere too.

        In a text of one sentence a town that no gazetteer knows gets no neighbour's country.
        """
        for mention in g.heard:
            at = mention.span.start
            here = self._countries_in.get(self._sentence[at], ())
            near = sorted((abs(other - at), code) for other, code in here if other != at)
            if near and len(self._sentences_of[near[0][1]]) >= LEAST_SENTENCES:
                return near[0][1]
        return None

    def _of_sentence(self, g: Group) -> str | None:
        """The one country of which the sentences of a place say that something is in it: "across Mali"."""
        here = {self._sentence[m.span.start] for m in g.heard}
        codes = {code for at in here for code in self._in_country.get(at, ())}
        return next(iter(codes)) if len(codes) == 1 else None

    def _of_the_rest(self, g: Group) -> str | None:
        """The country in which most of the other places lie, and several, if this one can lie there."""
        ranked = sorted(self._countries.items(), key=itemgetter(1), reverse=True)[:2]
        leads = len(ranked) == 1 or (len(ranked) == 2 and ranked[0][1] >= LEAST_LEAD * ranked[1][1])
        if not ranked or not leads or self.share(ranked[0][0]) < LEAST_LEADING_SHARE:
            return None
        country = ranked[0][0]
        if g.candidates:  # a country merely named is no evidence for a namesake
            inside = any(c.country == country for c in g.candidates)
            return country if inside and self._towns[country] >= LEAST_WITNESSES else None
        named = country in self._named
        return country if named or self._towns[country] >= LEAST_WITNESSES else None

    def share(self, code: str) -> float:
        """How many of the article's places lie in a country, 0 to 1."""
        total = sum(self._countries.values())
        return self._countries[code] / total if total else 0.0

    def _said(self, g: Group) -> set[str]:
        """The countries that the text says hold a place."""
        codes = {
            code
            for mention in g.heard
            for other in places_beside(mention.span, self.places)
            if (code := self.known_country(other))
        }
        for mention in g.heard:
            for other, _ in holders(self.doc, mention.span, self.places, is_in):
                code = self.known_country(other) or other.within
                codes |= {code} if code else set()
        # "Montana" behind a comma is a division of Bulgaria too, unless the article's own is known.
        return codes or {code for code, _ in self._divisions_told(g)}

    def _divisions_told(self, g: Group) -> set[Division]:
        """The divisions behind the names of a group; the town's own where a town surely stands there that is
        called like one: "a flat in Oakland".
        """
        told = {d for m in g.heard for d, listed in divisions_beside(m.span, self.places) if not listed}
        beside = (self.sure(o) for m in g.heard for o in places_beside(m.span, self.places)) if told else ()
        own = {(c.country or "", c.division) for c in beside if c is not None and c.division}
        return told & own or own or told

    def _towns_in(self, name: str) -> Iterator[Candidate]:
        """What a part of a longer name means for sure, or in a country that the article is about; nothing of
        a street's name.
        """
        if is_street(name):
            return
        tokens = name.split()
        # "San Juan" is no part of "San Juan de Toral".
        parts = [tokens[:end] for end in range(len(tokens) - 1, 0, -1) if not tokens[end].islower()]
        parts += [tokens[start:] for start in range(1, len(tokens))]
        for part in parts:
            if len(part) == 1 and (is_in(part[0], "landmark") or not part[0][0].isupper()):
                continue
            same = self._by_name.get(fold(" ".join(part)))
            if same is not None:  # the article itself tells which "Athens" the Athens Regional Park is in
                best = self.sure(same)
                if best is not None:
                    yield best
                continue
            yield from self._leading(self.gazetteer.lookup(" ".join(part)))

    def _leading(self, found: Sequence[Candidate]) -> Iterator[Candidate]:
        """The namesakes that are sure, or in a country that the article is about, without a rival there."""
        sure = sure_country(found) is not None
        for one in found[:1] if sure else found:
            about = sure or (one.country and self.share(one.country) >= LEAST_SHARE)
            if about and not any(_rivals(one, other) for other in found):
                yield one


def _rivals(one: Candidate, other: Candidate) -> bool:
    """Whether another namesake in the same country, farther off, is about as large or larger."""
    if other.country != one.country or other.prior <= one.prior - LEAST_AHEAD or other is one:
        return False
    here, there = (one.latitude, one.longitude), (other.latitude, other.longitude)
    return None not in (*here, *there) and distance_km(here, there) > MAX_DIVISION_KM  # type: ignore[arg-type]
