"""How one figure of a harm stands to the one in force: rules in their order, the first that decides.

Words and thresholds stand in `tolls.toml`, worked examples in `tolls.cases.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from newsfacts.merge.harms import Statement
from newsfacts.merge.statements import Told
from newsfacts.merge.types import StatementRelation as Relation
from newsfacts.rules import read
from newsfacts.types import Harm

# Figures that fall as days go by: people are found, or freed.
FALLING = (Harm.MISSING, Harm.CAPTIVE)


@dataclass(frozen=True, slots=True)
class Link:
    """How a statement stands to that at `to`, and the rule that decided."""

    relation: Relation
    to: int | None
    rule: str


@dataclass(frozen=True, slots=True)
class Dated:
    """A statement with the day of its article's publication; `origin`: article, or the one that it copies."""

    statement: Statement
    published: date | None
    origin: str

    @property
    def number(self) -> int:
        """What it is compared by: the least, or the most where no least is told."""
        figure = self.statement.told.figure
        return figure.min if figure.min is not None else figure.max or 0

    @property
    def is_open(self) -> bool:
        figure = self.statement.told.figure
        return figure.max is None or figure.min is None

    @property
    def covered(self) -> float:
        """The most that its words still mean: "dozens" up to a hundred or so, "more than 100" up to 199."""
        told, limits = self.statement.told, rules()
        if told.vague:
            return self.number * limits.vague
        step = _step(self.number - 1) if told.is_over else 1
        return max(self.number * (1 + limits.rounded), self.number + step - 2)

    @property
    def source(self) -> frozenset[str]:
        """Who says so, in content words, those of officials in general left out."""
        return self.statement.told.source - rules().officials


def _step(number: int) -> int:
    """What a number is rounded to: 10 of 250, 100 of 300."""
    step = 1
    while number and number % (step * 10) == 0:
        step *= 10
    return step


@dataclass(frozen=True, slots=True)
class Rules:
    """Those of `tolls.toml`."""

    officials: frozenset[str]
    rounded: float
    vague: float
    near: float
    sure: float
    sure_there: float


@cache
def rules() -> Rules:
    tables = read("merge/tolls")
    return Rules(frozenset(tables["sources"]["officials"].split()), **tables["relations"])


def tells_again(told: Told, before: Told) -> bool:
    """Whether it is the number told before, as one in force."""
    same = (told.figure.min, told.figure.max) == (before.figure.min, before.figure.max)
    return same and not (told.updates or told.is_part or told.lone)


def excludes(one: Statement, other: Statement) -> bool:
    """Whether one article tells both, and its words say that they count the same and cannot both be right."""
    if one.article != other.article:
        return False
    first, second = sorted((one, other), key=lambda statement: statement.order)
    return first.told.excludes(second.told)


@dataclass(frozen=True, slots=True)
class Held:
    """Whole `i`, held against the figure in force, `current`. `seen`: the wholes before it."""

    told: Sequence[Dated]
    i: int
    current: int
    seen: Sequence[int]
    parts: Sequence[int]

    @property
    def one(self) -> Dated:
        return self.told[self.i]

    @property
    def now(self) -> Dated:
        return self.told[self.current]

    @property
    def falls(self) -> bool:
        return self.one.statement.told.figure.kind in FALLING

    @property
    def later(self) -> bool:
        one, now = self.one.published, self.now.published
        return one is not None and now is not None and one > now

    @property
    def in_one(self) -> bool:
        """Whether one article tells both."""
        return self.one.statement.article == self.now.statement.article

    @property
    def further(self) -> bool:
        """Whether it is on the way that tolls go."""
        return self.one.number < self.now.number if self.falls else self.one.number > self.now.number

    @property
    def two_sources(self) -> bool:
        """Whether each is told by somebody in particular, and not by the same or by two of one body."""
        named = bool(self.one.source and self.now.source)
        return named and self.one.statement.told.source.isdisjoint(self.now.statement.told.source)

    @property
    def rivals(self) -> bool:
        """Whether rival sides tell them, of one day, or one article both."""
        against = self.one.statement.told.is_against(self.now.statement.told)
        return against and (not self.later or self.tells_both)

    @property
    def tells_both(self) -> bool:
        """Whether its article tells the other number as well."""
        beside = (k.statement for k in self.told if k.statement.article == self.one.statement.article)
        return any(tells_again(k.told, self.now.statement.told) for k in beside)

    @property
    def opposed(self) -> bool:
        """Whether two tell numbers of one day that are no count on the way of another: of rival sides
        "at least 17" and four are none, 17 and four of any two.
        """
        if self.in_one or not (self.rivals or (self.two_sources and not self.later)):
            return False
        exact = not self.one.is_open and not self.now.is_open
        low, high = sorted((self.one.number, self.now.number))
        return exact or (self.rivals and high >= low * rules().near)

    @property
    def one_source(self) -> bool:
        return not self.one.source.isdisjoint(self.now.source)


def _same_figure(held: Held) -> Link | None:
    figure, now = held.one.statement.told.figure, held.now.statement.told.figure
    if (figure.min, figure.max) == (now.min, now.max):
        return Link(Relation.AGREES, held.current, "same-figure")
    return None


def _bounds_fit(held: Held) -> Link | None:
    one, now = held.one, held.now
    if not one.statement.told.fits(now.statement.told):
        return None
    is_count = now.is_open and now.statement.told.figure.min is not None and not one.statement.told.vague
    least = one.number - one.statement.told.is_over
    disputed = held.rivals and not now.statement.told.vague
    is_more = held.further and least > now.covered and not disputed
    if is_count and is_more and not held.in_one and _is_news(held):
        return Link(Relation.UPDATES, held.current, "later-at-least")
    return Link(Relation.AGREES, held.current, "bounds-fit")


def _is_news(held: Held) -> bool:
    """Whether it is later, or tells of so many more that it must be."""
    return held.later or held.one.is_open or held.one.number >= held.now.number * rules().near


def _disputed(held: Held) -> Link | None:
    against = (k for k in held.seen if excludes(held.told[k].statement, held.one.statement))
    k = next(against, None)
    return None if k is None else Link(Relation.CONFLICTS, k, "sources-exclude")


def _says_so(held: Held) -> Link | None:
    at_once = held.in_one or not held.later
    told, near = held.one.statement.told, held.one.number * rules().near >= held.now.number
    back = not held.further and (told.raises and held.later if held.falls else told.lowers and near)
    if back or (told.updates and held.further and at_once):
        return Link(Relation.UPDATES, held.current, "says-so")
    return None


def _goes_further(held: Held) -> Link | None:
    if not held.further:
        return None
    way = "lower" if held.falls else "higher"
    if held.opposed:
        return Link(Relation.CONFLICTS, held.current, "sources-exclude")
    if held.later:
        return Link(Relation.UPDATES, held.current, f"later-{way}")
    return Link(Relation.UPDATES, held.current, f"{way}-same-day")


def _of_before(held: Held) -> Link | None:
    fitting = (k for k in reversed(held.seen) if held.told[k].statement.told.fits(held.one.statement.told))
    k = next(fitting, None)
    return None if k is None else Link(Relation.AGREES, k, "figure-of-before")


def _all_but_part(held: Held) -> Link | None:
    """As "five killed, the bomber among them" and "killed three nuns and a cook"."""
    rest = held.now.number - held.one.number
    if not held.one.statement.told.updates and any(held.told[part].number == rest for part in held.parts):
        return Link(Relation.PART_OF, held.current, "all-but-part")
    return None


def _source_corrects(held: Held) -> Link | None:
    # "Cut the toll from 14 to 13, as one body was counted twice": that one is no new toll.
    farthest = rules().near ** (1 + held.one.statement.told.updates)
    is_near = held.one.number * farthest >= held.now.number
    if held.later and held.one_source and is_near:
        return Link(Relation.UPDATES, held.current, "source-corrects")
    return None


def _none_after_all(held: Held) -> Link | None:
    """ "Nobody was killed" after "one is feared dead"."""
    feared = held.now.statement.told.feared and not held.in_one
    return _corrects(held) if held.one.number == 0 and feared else None


def _much_smaller(held: Held) -> Link | None:
    if held.one.number == 0 and not held.in_one:
        return None
    if held.one.number * rules().near < held.now.number:
        return Link(Relation.PART_OF, held.current, "much-smaller")
    return None


def _sources_exclude(held: Held) -> Link | None:
    return Link(Relation.CONFLICTS, held.current, "sources-exclude") if held.two_sources else None


def _corrects(held: Held) -> Link:
    return Link(Relation.UPDATES, held.current, "later-corrects" if held.later else "corrects")


# The first that decides; from `_all_but_part` on the figure is behind that in force.
_DECIDING = (
    *(_same_figure, _bounds_fit, _disputed, _says_so, _goes_further),
    *(_all_but_part, _of_before, _source_corrects, _none_after_all),
    *(_much_smaller, _sources_exclude),
)


def link_of(held: Held) -> Link:
    """How a whole stands to the figure in force."""
    return next((link for rule in _DECIDING if (link := rule(held))), None) or _corrects(held)
