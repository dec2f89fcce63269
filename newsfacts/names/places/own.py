"""What speaks for each namesake of a place by itself, and by the words right beside the name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from newsfacts.doc import store
from newsfacts.gazetteer.lookup import DISTRICTS, Candidate, distance_km
from newsfacts.names.places.beside import Division, districts_beside, divisions_beside
from newsfacts.names.places.called import is_called, is_wide
from newsfacts.names.places.group import Group
from newsfacts.names.places.kinds import called
from newsfacts.types import PlaceKind

GOVERNS = (["governor"], ["gov."], ["gov"], ["legislature"], ["lawmakers"], ["statehouse"], ["legislators"])
LARGE = 4.5  # a large town, less the cost of another name
# What a district holds lies so near its middle; what lies farther off than the second, does not.
IN_DISTRICT_KM, OUT_OF_DISTRICT_KM = 75.0, 90.0


class Words:
    """The words right beside the names of a group. `places`: the group of each token that belongs to a place;
    `tags`: Penn tags of the tokens.
    """

    def __init__(self, g: Group, places: Mapping[int, Group], tags: Sequence[str]) -> None:
        self.divisions = _divisions_behind(g, places)
        self.districts = [d for m in g.heard for d in districts_beside(m.span, places)]
        self.called = called(g, places)
        self.towns, self.behind_unknown = _divisions_before(g, places)
        self.local, self.home = _use(g, tags)
        self.governed = _governed(g)
        divisions = any(c.form in ("r", "q", *DISTRICTS) for c in g.candidates)
        self.of_division = divisions and is_wide(self.called)
        own = [c for c in g.candidates if c.form == "c"]
        self.own = {(c.country or "", c.division) for c in own}
        self.large = {(c.country or "", c.division) for c in own if c.prior >= LARGE}
        # "Washington, Virginia and Maryland" may well be the capital.
        self.namesake_of_capital = any(c.capital for c in g.candidates)

    def features(self, candidate: Candidate, kind: PlaceKind | None) -> dict[str, float]:
        """What speaks for a candidate. `kind`: what the words tell, None where they do not."""
        country, region = candidate.kind is PlaceKind.COUNTRY, candidate.kind is PlaceKind.REGION
        first_order, where = candidate.form in ("r", "q"), (candidate.country or "", candidate.division)
        found = {
            "country": country,
            "region": first_order,
            "shares_name": first_order and where in self.large and kind is not PlaceKind.REGION,
            "behind_town": self._holds_town(candidate, where),
            "behind_place": first_order and self.behind_unknown,
            "district": candidate.form in DISTRICTS,
            "district_unsaid": candidate.form in DISTRICTS and kind is not PlaceKind.REGION,
            "kept": bool(candidate.id) and candidate.kind not in (PlaceKind.COUNTRY, PlaceKind.CITY),
            "kept_town": bool(candidate.id) and candidate.kind is PlaceKind.CITY,
            "local_country": country * self.local,
            "home_country": country * self.home,
            "home_region": region * self.home,
            "other_name": candidate.form in ("a", "q") and candidate.prior < LARGE,
            "other_name_large": candidate.form == "a" and candidate.prior >= LARGE,
            "not_so_called": candidate.form in ("a", "s") and (bool(self.large) or where in self.own),
            "capital": candidate.capital,
            "region_said": first_order and kind is PlaceKind.REGION,
            "city_not_said": not (country or region) and kind is PlaceKind.REGION,
            "city_for_division": not (country or region) and self.of_division,
            "region_not_said": (country or region) and kind is PlaceKind.CITY,
            "governed": first_order * self.governed,
            "called_otherwise": region and not is_called(candidate.country, self.called),
        }
        found.update(self._by_division(candidate, where, first_order) if self.divisions else {})
        return {name: float(value) for name, value in found.items()}

    def _by_division(self, candidate: Candidate, where: Division, first_order: bool) -> dict[str, bool]:
        """What the divisions behind the name say of a candidate that lies in `where`."""
        listed, all_listed = self.divisions.get(where), all(self.divisions.values())
        away = self._from_district(candidate, where)
        if away > IN_DISTRICT_KM and not first_order:
            outside = away > OUT_OF_DISTRICT_KM and not all_listed
            return {"not_in_division": outside, "not_in_district": outside}
        among = first_order and listed is None and all_listed
        return {
            "in_division": listed is False,
            "in_listed_division": listed is True,
            "among_divisions": among and not self.namesake_of_capital,
            "not_in_division": listed is None and not all_listed,
        }

    def _holds_town(self, candidate: Candidate, where: Division) -> bool:
        """Whether a candidate is a division, or a district in one, that a town before the name can lie in."""
        if where not in self.towns:
            return False
        if candidate.form in DISTRICTS:  # of the United States "Suffolk County", not "Suffolk"
            return candidate.country != "US" or bool(self.called)
        return candidate.form in ("r", "q")

    def _from_district(self, candidate: Candidate, where: Division) -> float:
        """Kilometres from the middle of the district that stands behind the name, the nearest in the division
        `where`; 0 where none stands there.
        """
        points = [_point(d) for d in self.districts if (d.country, d.division) == where]
        here = _point(candidate)
        return min((distance_km(here, point) for point in points if point and here), default=0.0)


def _use(g: Group, tags: Sequence[str]) -> tuple[float, float]:
    """How often a name stands before a noun, "Lebanon police", and says where somebody is from, ", of
    Lebanon,": shares of its mentions.
    """
    low = store.lower_words_of(g.mentions[0].span.doc)
    local = home = 0
    for mention in g.heard:
        start, end = mention.span.start, mention.span.end
        local += end < len(low) and tags[end] in ("NN", "NNS") and mention.span.doc[end].is_lower
        home += start > 1 and low[start - 1] == "of" and low[start - 2] == ","
        home += start > 2 and low[start - 1] == "," and low[start - 2].isdecimal() and low[start - 3] == ","
    return local / len(g.heard), home / len(g.heard)


def _governed(g: Group) -> float:
    """The share of mentions before a word for who governs a state: "New York Governor"."""
    low = store.lower_words_of(g.mentions[0].span.doc)
    return sum(low[m.span.end : m.span.end + 1] in GOVERNS for m in g.heard) / len(g.heard)


def _divisions_behind(g: Group, places: Mapping[int, Group]) -> dict[Division, bool]:
    """The divisions that stand behind the names of a group; whether a list goes on wherever one does."""
    found: dict[Division, bool] = {}
    for mention in g.heard:
        for division, listed in divisions_beside(mention.span, places):
            found[division] = found.get(division, True) and listed
    return found


def _divisions_before(g: Group, places: Mapping[int, Group]) -> tuple[set[Division], bool]:
    """The divisions of the towns of a name that stands before one of the group's and a comma; whether one
    stands there that is in none of those that the group's name can mean.
    """
    found: set[Division] = set()
    own = {(c.country, c.division) for c in g.candidates if c.form in ("r", "q")}
    unknown = False
    for mention in g.heard:
        start = mention.span.start
        before = places.get(start - 2) if start > 1 and mention.span.doc[start - 1].text == "," else None
        if before is not None and before is not g:
            towns = {(c.country or "", c.division) for c in before.candidates if c.kind is PlaceKind.CITY}
            found |= towns
            states = any(c.form == "r" or c.kind is PlaceKind.COUNTRY for c in before.candidates)
            unknown |= bool(own) and not states and own.isdisjoint(towns)
    return found, unknown


def _point(candidate: Candidate) -> tuple[float, float] | None:
    """Latitude and longitude; None where none is known."""
    if candidate.latitude is None or candidate.longitude is None:
        return None
    return candidate.latitude, candidate.longitude
