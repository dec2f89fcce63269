"""What speaks for each namesake of an article's places, as numbers: `FEATURES`.

Each place has its candidates, and behind them one that stands for none of them ("open"). What the other
places of the article say counts by how likely each of their own candidates is, so that the numbers are worked
out anew once these are known better. No place is evidence for itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

from newsfacts import gazetteer
from newsfacts.doc import store
from newsfacts.gazetteer.lookup import Candidate, place_words
from newsfacts.names.passes.clues import opens_dateline
from newsfacts.names.places.beside import places_beside
from newsfacts.names.places.containment import Link, holders
from newsfacts.names.places.distances import Numbers, kilometres, vector, within
from newsfacts.names.places.features import FEATURES
from newsfacts.names.places.group import Group, is_in
from newsfacts.names.places.kinds import said_kind
from newsfacts.names.places.metonymy import is_locative
from newsfacts.names.places.outlets import Home
from newsfacts.names.places.own import Words
from newsfacts.names.places.within import silent
from newsfacts.types import PlaceKind

Places = npt.NDArray[np.int64]

# In kilometres: how far a neighbour's word reaches, near by and in the same part of the world.
NEAR_KM, AROUND_KM = 60.0, 300.0
MAX_NEIGHBOURS = 300  # places of an article that others are held against, the most often named first

# What counts otherwise for a place much smaller than its largest namesake.
BEHIND = (
    "outlet_division",
    "outlet_around",
    "named_country",
    "sentence_country",
    "named_division",
    "inside_country",
    "inside_division",
    "near",
    "dateline_country",
    "dateline_division",
)
# A famous city: log10 of its inhabitants at least, and so much more than any namesake of its.
FAMOUS, FAR_BEHIND = 5.4, 0.7
FEW = 2.0  # so many places are half as good a witness as many
WORLDLY = 3  # countries of an article on the world
PEOPLE = 0.7  # what a nationality word counts, against a country's name
SILENT = 0.7  # what a place in the name of a body counts
ACTOR = 0.4  # what a country counts that is nowhere told to be where something is

_AT = {name: i for i, name in enumerate(FEATURES)}


class Evidence:
    """The evidence of one article, for the groups that have candidates, those in names of bodies besides.

    `groups`: these; `start`: where each group's candidates begin in the rows, the last of them standing for
    "none"; `candidates`: of each row, None for "none".
    """

    def __init__(
        self, doc: Doc, groups: Sequence[Group], places: Mapping[int, Group], home: Home | None = None
    ) -> None:
        """`places`: the group of each token that belongs to a place; `home`: the article's outlet's."""
        self.doc, self.places = doc, places
        self.groups = tuple(g for g in (*groups, *silent(doc, groups, places)) if g.candidates)
        self.index = {id(g): i for i, g in enumerate(self.groups)}
        self.candidates: list[Candidate | None] = []
        self.start: list[int] = [0]
        for g in self.groups:
            self.candidates += [*g.candidates, None]
            self.start.append(len(self.candidates))
        self.of = np.repeat(np.arange(len(self.groups)), np.diff(self.start))
        self.kinds = [None if g.silent else said_kind(g, places) for g in self.groups]
        names = {name: i for i, name in enumerate(dict.fromkeys(g.name or g.key for g in self.groups))}
        # Two places of one name that the text tells apart are no evidence for each other.
        self.name = np.array([names[g.name or g.key] for g in self.groups], np.int64)
        self.home = home
        self._number()
        self._fixed = self._what_is_fixed()
        self._hold()

    # ------------------------------------------------------------ rows as numbers

    def _number(self) -> None:
        """Country, division, position and weight of each row."""
        rows = self.candidates
        countries = {c.country for c in rows if c and c.country}
        divisions = {(c.country, c.division) for c in rows if c and c.country and c.division}
        self.country_id = {code: i for i, code in enumerate(sorted(countries | {""}))}
        self.division_id = {code: i for i, code in enumerate(sorted(divisions | {("", "")}))}
        self.country = _ids(rows, lambda c: self.country_id[c.country] if c.country else -1)
        self.division = _ids(rows, lambda c: self.division_id.get((c.country or "?", c.division), -1))
        self.is_country = np.array([c is not None and c.kind is PlaceKind.COUNTRY for c in rows], bool)
        self.is_state = np.array([c is not None and _is_state(c) for c in rows], bool)
        self.is_open = np.array([c is None for c in rows], bool)
        self.position = np.array([vector(c) for c in rows], float).reshape(-1, 3)
        counts = np.array([len(g.mentions) for g in self.groups], float)
        heard = np.array([SILENT if g.silent else 1.0 for g in self.groups])
        self.weight = heard * np.minimum(1 + np.log2(np.maximum(counts, 1)), 3.0)
        self._situated = np.array([self._situates(g) for g in self.groups])
        sizes = np.array([c.prior if c else 0.0 for c in rows], float)
        largest = np.array([max(c.prior for c in g.candidates) for g in self.groups], float)
        self.size = sizes
        self.behind = np.where(self.is_open, 0.0, largest[self.of] - sizes)

    def _situates(self, g: Group) -> float:
        """How much a country, where it is one, tells of where other places lie: one that only acts or is
        acted on, "said the United States had", tells little.
        """
        return 1.0 if any(is_locative(self.doc, m.span) for m in g.heard) else ACTOR

    def _what_is_fixed(self) -> Numbers:
        """The features that do not hang on the other places."""
        rows: list[list[float]] = []
        tags = store.tags_of(self.doc)
        for i, g in enumerate(self.groups):
            words = Words(g, self.places, tags)
            told = [words.features(candidate, self.kinds[i]) for candidate in g.candidates]
            rows += map(_row, (*told, self._open(g, i, told)))
        table = np.array(rows, float).reshape(-1, len(FEATURES))
        table[:, _AT["size"]] = self.size
        table[:, _AT["behind"]] = self.behind
        table[:, _AT["largest"]] = ~self.is_open & (self.behind == 0)
        table[:, _AT["behind_at_home"]] = self._behind_at_home()
        table[:, _AT["famous"]] = self._famous()
        if self.home is not None:
            self._outlet(table, self.home)
        return table

    def _behind_at_home(self) -> Numbers:
        """How much smaller each row is than the largest of its namesakes in its own country."""
        behind = np.zeros(len(self.candidates))
        for i, g in enumerate(self.groups):
            if len(g.candidates) == 1:
                continue
            rows = np.arange(self.start[i], self.start[i + 1] - 1)
            same = self.country[rows][:, None] == self.country[rows][None, :]
            behind[rows] = np.where(same, self.size[rows][None, :], 0.0).max(1) - self.size[rows]
        return behind

    def _famous(self) -> Numbers:
        """Which rows are the world's place of their name: 1 or 0."""
        famous = np.zeros(len(self.candidates))
        for i, g in enumerate(self.groups):
            at = self.start[i] + max(range(len(g.candidates)), key=lambda j: g.candidates[j].prior)
            if self.size[at] < FAMOUS or self.is_country[at]:
                continue
            rows = np.arange(self.start[i], self.start[i + 1] - 1)
            away = kilometres(self.position[at : at + 1], self.position[rows])[0]
            rivals = self.size[rows[away > NEAR_KM]]
            famous[at] = not len(rivals) or self.size[at] - rivals.max() >= FAR_BEHIND
        return famous

    def _outlet(self, table: Numbers, home: Home) -> None:
        """What the home of the article's outlet says."""
        places = ~self.is_country & ~self.is_open
        if home.country in self.country_id:
            table[:, _AT["outlet_country"]] = self.country == self.country_id[home.country]
        inside = self.division_id.get((home.country, home.division)) if home.division else None
        if inside is not None:
            table[:, _AT["outlet_division"]] = self.division == inside
        if home.town is not None:
            there = np.array([vector(home.town)])
            away = kilometres(self.position, there)[:, 0]
            for name, reach in (("outlet_near", NEAR_KM), ("outlet_around", AROUND_KM)):
                table[:, _AT[name]] = within(away, reach) * places
        for i in range(len(self.groups)):
            rows = slice(self.start[i], self.start[i + 1] - 1)
            table[rows.stop, _AT["open_outlet"]] = table[rows, _AT["outlet_division"]].max()

    def _open(self, g: Group, i: int, told: Sequence[Mapping[str, float]]) -> dict[str, float]:
        """What speaks for "none of them". `told`: what speaks for each of them by itself."""
        trust = [m.confidence for m in g.mentions if m.confidence is not None]
        kind = self.kinds[i]
        return {
            "open": 1.0,
            "open_size": max(c.prior for c in g.candidates),
            "open_namesakes": math.log(len(g.candidates)),
            "open_doubt": 1 - sum(trust) / len(trust) if trust else 0.0,
            "open_in_part": float(not g.whole),
            "open_not_in": float(all(one.get("not_in_division") for one in told)),
            "open_said": float(kind is not None),
            "open_kind": float(kind is not None and all(c.kind is not kind for c in g.candidates)),
            "open_silent": float(g.silent),
            "open_silent_size": max(c.prior for c in g.candidates) * g.silent,
            "open_building": 0.0 if g.silent else sum(m.label == "FAC" for m in g.mentions) / len(g.mentions),
        }

    # ------------------------------------------------------------ ties between places

    def _hold(self) -> None:
        """Which groups stand beside which, hold which, share a sentence; what is named of countries."""
        self._beside: list[list[int]] = []
        self._holders: list[list[tuple[int, Link]]] = []
        for g in self.groups:
            beside: dict[int, None] = {}
            held: dict[tuple[int, Link], None] = {}
            for mention in g.mentions:
                for other in places_beside(mention.span, self.places):
                    beside.update({self.index[id(other)]: None} if id(other) in self.index else {})
                for other, link in holders(self.doc, mention.span, self.places, is_in):
                    held.update({(self.index[id(other)], link): None} if id(other) in self.index else {})
            self._beside.append(list(beside))
            self._holders.append(list(held))
        self._sentences()
        self._peoples()
        self._dateline = next(
            (i for i, g in enumerate(self.groups) if opens_dateline(self.doc, g.mentions[0].span)), None
        )
        order = np.argsort(-self.weight, kind="stable")[:MAX_NEIGHBOURS]
        self._neighbours = np.isin(self.of, order) & ~self.is_open & ~self.is_country

    def _sentences(self) -> None:
        """How many sentences each group shares with each other one, but for its namesakes."""
        starts = np.array(store.sentence_starts(self.doc))
        inside: dict[int, dict[int, None]] = {}
        for i, g in enumerate(self.groups):
            for mention in g.mentions:
                at = int(np.searchsorted(starts, mention.span.start, side="right"))
                inside.setdefault(at, {})[i] = None
        self._by_sentence = {at: list(groups) for at, groups in inside.items()}
        self._starts = starts
        count = len(self.groups)
        self._together = np.zeros((count, count), np.float32)
        for groups in self._by_sentence.values():
            self._together[np.ix_(groups, groups)] += 1.0
        self._together[self.name[:, None] == self.name[None, :]] = 0.0

    def _peoples(self) -> None:
        """The countries that nationality words and names of bodies tell: "Sudanese", "Bank of Ghana"."""
        names = gazetteer.default()
        words = store.words_of(self.doc)
        self.peoples: dict[str, float] = {}  # by country; what each word counts is PEOPLE
        self._named = np.zeros(len(self.country_id))
        self._named_in = np.zeros((len(self.groups), len(self.country_id)))
        for start, end, label, _ in store.model_spans(self.doc, store.NAMES):
            if label not in ("NORP", "ORG", "FAC", "MISC"):
                continue
            for word in words[start:end]:
                codes = names.people(word) if word[0].isupper() else ()
                if not codes and label != "NORP" and len(word) > 3 and word[0].isupper():
                    code = names.country(word)
                    codes = (code,) if code else ()
                for code in codes:
                    self.peoples[code] = self.peoples.get(code, 0.0) + PEOPLE / len(codes)
                    if code in self.country_id:
                        self._name(self.country_id[code], start, PEOPLE / len(codes))

    def _name(self, country: int, token: int, weight: float) -> None:
        at = int(np.searchsorted(self._starts, token, side="right"))
        self._named[country] += weight
        self._named_in[self._by_sentence.get(at, []), country] += weight

    # ------------------------------------------------------------ all the numbers

    def features(self, likely: Numbers) -> Numbers:
        """A row for each candidate, a column for each of `FEATURES`. `likely`: how likely each row is."""
        table = self._fixed.copy()
        countries = self._sums(likely, self.country, len(self.country_id))
        inside = self._sums(np.where(self.is_country, 0.0, likely), self.country, len(self.country_id))
        named = (countries - inside) * self._situated[:, None]
        divisions = self._sums(likely, self.division, len(self.division_id))
        states = self._sums(np.where(self.is_state, likely, 0.0), self.division, len(self.division_id))
        self._put(table, "named_division", self.division, self._share(states))
        shares = self._share(inside)
        self._put(table, "abroad", self.country, shares.sum(1, keepdims=True) - shares)
        table[:, _AT["abroad_country"]] = table[:, _AT["abroad"]] * self.is_country
        self._put(table, "named_country", self.country, self._share(named, self._named))
        self._put(table, "inside_country", self.country, shares)
        self._put(table, "inside_division", self.division, self._share(divisions))
        self._put(table, "sentence_country", self.country, self._same_sentence(named, self._named_in))
        self._put(table, "sentence_inside", self.country, self._same_sentence(inside))
        self._put(table, "sentence_division", self.division, self._same_sentence(divisions))
        if self._dateline is not None:
            at = self._dateline
            self._put(table, "dateline_country", self.country, _repeated(inside, at))
            self._put(table, "dateline_division", self.division, _repeated(divisions, at))
        self._beside_features(table, countries)
        self._held_feature(table, likely, divisions)
        self._near_features(table, likely)
        worldly = self._worldly(countries)[self.of]
        table[:, _AT["size_worldly"]] = self.size * worldly
        table[:, _AT["behind_worldly"]] = self.behind * worldly
        for name in BEHIND:
            table[:, _AT[f"{name}_behind"]] = table[:, _AT[name]] * np.minimum(self.behind, 3.0)
        for i in range(len(self.groups)):
            rows = slice(self.start[i], self.start[i + 1] - 1)
            table[rows.stop, _AT["open_inside"]] = table[rows, _AT["inside_country"]].max()
        if self._dateline is not None:
            table[self.is_open, _AT["open_dateline"]] = self._outside(_repeated(inside, self._dateline))
        return table

    def _outside(self, sums: Numbers) -> Numbers:
        """For each group with namesakes in several countries, the largest sum of a country in which none of
        them lies, and of whose places few are listed at all.
        """
        inside = self._sums(np.ones(len(self.of)), self.country, len(self.country_id)) > 0
        few = np.array([code.casefold() in place_words("few") for code in sorted(self.country_id)], bool)
        largest: Numbers = np.where(inside | ~few[None, :], 0.0, sums).max(1) * (inside.sum(1) > 1)
        return largest

    def _sums(self, likely: Numbers, ids: Places, count: int) -> Numbers:
        """For each group, how likely it lies in each country or division."""
        known = ids >= 0
        flat = np.bincount(
            self.of[known] * count + ids[known], weights=likely[known], minlength=len(self.groups) * count
        )
        return flat.reshape(len(self.groups), count).astype(np.float64)

    def _share(self, sums: Numbers, besides: Numbers | None = None) -> Numbers:
        """For each group, the share of each country or division in the other groups; little evidence, one
        place or so, counts little.
        """
        weighted = self.weight[:, None] * sums
        others = weighted.sum(0, keepdims=True) - self._namesakes(weighted)
        if besides is not None:
            others = others + besides[None, :]
        others = np.maximum(others, 0.0)
        shares: Numbers = others / (FEW + others.sum(1, keepdims=True))
        return shares

    def _namesakes(self, sums: Numbers) -> Numbers:
        """For each group, the sums of all groups of its name, its own included."""
        together = np.zeros((int(self.name.max()) + 1, sums.shape[1]))
        np.add.at(together, self.name, sums)
        own: Numbers = together[self.name]
        return own

    def _worldly(self, countries: Numbers) -> Numbers:
        """For each group, of how many countries the others speak: 0 for none, 1 for three and more."""
        others = countries.sum(0, keepdims=True) - self._namesakes(countries) + self._named[None, :]
        spoken: Numbers = np.minimum(np.minimum(others, 1.0).sum(1) / WORLDLY, 1.0)
        return spoken

    def _same_sentence(self, sums: Numbers, besides: Numbers | float = 0.0) -> Numbers:
        """For each group, how surely another one of its sentences lies in each country or division."""
        surely: Numbers = np.minimum(self._together @ sums + besides, 1.0)
        return surely

    def _put(self, table: Numbers, name: str, ids: Places, values: Numbers) -> None:
        known = ids >= 0
        table[known, _AT[name]] = values[self.of[known], ids[known]]

    def _beside_features(self, table: Numbers, countries: Numbers) -> None:
        for i, beside in enumerate(self._beside):
            if not beside:
                continue
            told = countries[beside].max(0)
            rows = np.arange(self.start[i], self.start[i + 1] - 1)
            ids = self.country[rows]
            value = np.where(ids >= 0, told[np.maximum(ids, 0)], 0.0)
            table[rows, _AT["in_country"]] = value
            table[rows, _AT["not_in_country"]] = np.maximum(told.max() - value, 0.0)

    def _held_feature(self, table: Numbers, likely: Numbers, divisions: Numbers) -> None:
        for i, held in enumerate(self._holders):
            rows = np.arange(self.start[i], self.start[i + 1] - 1)
            for j, link in held:
                others = np.arange(self.start[j], self.start[j + 1] - 1)
                others = others[~self.is_country[others]]
                close = within(kilometres(self.position[rows], self.position[others]), NEAR_KM)
                close = close @ likely[others]
                if link is not Link.BESIDE:
                    ids = self.division[rows]
                    close = np.maximum(close, np.where(ids >= 0, divisions[j][np.maximum(ids, 0)], 0.0))
                table[rows, _AT["held"]] = np.maximum(table[rows, _AT["held"]], close)

    def _near_features(self, table: Numbers, likely: Numbers) -> None:
        others = np.flatnonzero(self._neighbours & (likely > 0.05))
        rows = np.flatnonzero(~self.is_open & ~self.is_country)
        if not len(others) or not len(rows):
            return
        weights = (likely * self.weight[self.of])[others]
        apart = self.name[self.of[rows]][:, None] != self.name[self.of[others]][None, :]
        away = kilometres(self.position[rows], self.position[others])
        for name, reach in (("near", NEAR_KM), ("around", AROUND_KM)):
            table[rows, _AT[name]] = np.log1p((within(away, reach) * apart) @ weights)


def _row(features: Mapping[str, float]) -> list[float]:
    """`features` in the order of `FEATURES`."""
    row = [0.0] * len(FEATURES)
    for name, value in features.items():
        row[_AT[name]] = value
    return row


def _repeated(sums: Numbers, at: int) -> Numbers:
    """For each group but the one at `at`, how surely that one lies in each country or division."""
    out = np.repeat(sums[[at]], len(sums), axis=0)
    out[at] = 0.0
    return out


def _ids(rows: Sequence[Candidate | None], number: Callable[[Candidate], int]) -> Places:
    return np.array([-1 if c is None else number(c) for c in rows], np.int64)


def _is_state(candidate: Candidate) -> bool:
    return candidate.form in ("r", "q") or (candidate.kind is PlaceKind.REGION and bool(candidate.division))
