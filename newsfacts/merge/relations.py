"""How the statements of one harm stand to each other: agreement, update, part, conflict; and why.

Statements of the whole harm are gone through in the order of publication, each held against the figure in
force. Words and thresholds stand in `tolls.toml`, worked examples in `tolls.cases.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from newsfacts.merge.harms import Statement, same_harm
from newsfacts.merge.types import StatementRelation as Relation
from newsfacts.merge.types import TollRelation
from newsfacts.rules import read
from newsfacts.types import Harm

# Figures that fall as days go by: people are found, or freed.
_FALLING = (Harm.MISSING, Harm.CAPTIVE)


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
    def source(self) -> frozenset[str]:
        """Who says so, in content words, those of officials in general left out."""
        return self.statement.told.source - _rules().officials


@dataclass(frozen=True, slots=True)
class _Rules:
    """Those of `tolls.toml`."""

    officials: frozenset[str]
    rounded: float
    near: float
    sure: float


@cache
def _rules() -> _Rules:
    tables = read("merge/tolls")
    return _Rules(frozenset(tables["sources"]["officials"].split()), **tables["relations"])


def relations(told: Sequence[Dated]) -> list[Link]:
    """The link of each statement, in the order of `told`: by publication, article and place in it."""
    parts = _parts(told)
    links: dict[int, Link] = {}
    wholes = _in_time(told, [i for i in range(len(told)) if i not in parts])
    current: int | None = None
    seen: list[int] = []
    for i in wholes:
        if current is None:
            links[i], current = Link(Relation.FIRST, None, "first-told"), i
        else:
            link = _link(told, i, current, seen)
            links[i] = link
            if link.relation is Relation.UPDATES or _says_more(told[i], told[current], link):
                current = i
        seen.append(i)
    for i, rule in parts.items():
        whole = _whole_of(told, i, wholes)
        links[i] = Link(Relation.PART_OF, whole, rule)
    return [links[i] for i in range(len(told))]


def relation_of(links: Sequence[Link]) -> TollRelation:
    """What the statements come to."""
    found = {link.relation for link in links}
    if Relation.CONFLICTS in found:
        return TollRelation.CONFLICT
    return TollRelation.UPDATE if Relation.UPDATES in found else TollRelation.AGREE


def is_doubtful(told: Sequence[Dated], i: int, link: Link) -> bool:
    """Whether statement `i`, which differs from that it is linked to, may well be of another harm."""
    if link.to is None or link.relation not in (Relation.UPDATES, Relation.CONFLICTS):
        return False
    one, other = told[i], told[link.to]
    if excludes(one.statement, other.statement):
        return False
    return same_harm(one.statement, other.statement) < _rules().sure


def _in_time(told: Sequence[Dated], wholes: Sequence[int]) -> list[int]:
    """`wholes` by publication; of one day the lower figures first, as tolls rise (the missing fall)."""
    sign = -1 if told and told[0].statement.told.figure.kind in _FALLING else 1
    tops: dict[int, int] = {}
    for i in wholes:
        tops[told[i].statement.article] = max(tops.get(told[i].statement.article, 0), told[i].number)

    def order(i: int) -> tuple[date, int, int]:
        return told[i].published or date.max, sign * tops[told[i].statement.article], i

    return sorted(wholes, key=order)


def _parts(told: Sequence[Dated]) -> dict[int, str]:
    """The statements that count only some of the people, each with the rule that says so."""
    parts = {}
    most = max(one.number for one in told)
    tops: dict[int, Dated] = {}
    for one in told:
        top = tops.get(one.statement.article)
        if not one.statement.told.is_part and (top is None or one.number > top.number):
            tops[one.statement.article] = one
    for i, one in enumerate(told):
        top = tops.get(one.statement.article)
        if one.number == most and not (one.statement.told.is_part and tops):
            continue
        if one.statement.told.is_part:
            parts[i] = "words-of-part"
        elif one.statement.told.lone and most > 1:
            parts[i] = "one-victim"
        elif top and top is not one and _is_smaller(one, top) and not _is_disputed(one, told):
            parts[i] = "smaller-in-article"
    if len(parts) == len(told):  # nobody tells the whole: the largest stands for it
        del parts[max(parts, key=lambda i: (told[i].number, -i))]
    return parts


def _is_disputed(one: Dated, told: Sequence[Dated]) -> bool:
    return any(excludes(one.statement, other.statement) for other in told)


def _is_smaller(one: Dated, top: Dated) -> bool:
    return not one.statement.told.fits(top.statement.told) and not one.statement.told.updates


def excludes(one: Statement, other: Statement) -> bool:
    """Whether one article tells both, and its words say that they count the same and cannot both be right."""
    if one.article != other.article:
        return False
    first, second = sorted((one, other), key=lambda statement: statement.order)
    return first.told.excludes(second.told)


def _whole_of(told: Sequence[Dated], part: int, wholes: Sequence[int]) -> int | None:
    """The whole that a part belongs to: in its own article if there is one, else the first told."""
    own = [i for i in wholes if told[i].statement.article == told[part].statement.article]
    return next(iter(own or wholes), None)


def _link(told: Sequence[Dated], i: int, current: int, seen: Sequence[int]) -> Link:
    """How whole `i` stands to the figure in force."""
    one, now = told[i], told[current]
    figure, other = one.statement.told.figure, now.statement.told.figure
    if (figure.min, figure.max) == (other.min, other.max):
        return Link(Relation.AGREES, current, "same-figure")
    later = bool(one.published and now.published and one.published > now.published)
    in_one = one.statement.article == now.statement.article
    falls = figure.kind in _FALLING
    further = one.number < now.number if falls else one.number > now.number
    if one.statement.told.fits(now.statement.told):
        raised = further and one.number > now.number * (1 + _rules().rounded)
        if not in_one and raised and now.is_open and (later or one.is_open) and other.min is not None:
            return Link(Relation.UPDATES, current, "later-at-least")
        return Link(Relation.AGREES, current, "bounds-fit")
    disputed = next((k for k in seen if excludes(told[k].statement, one.statement)), None)
    if disputed is not None:
        return Link(Relation.CONFLICTS, disputed, "sources-exclude")
    same = next((k for k in reversed(seen) if told[k].statement.told.fits(one.statement.told)), None)
    if one.statement.told.updates and further and (in_one or not later):
        return Link(Relation.UPDATES, current, "says-so")
    if further and later:
        return Link(Relation.UPDATES, current, "later-higher" if not falls else "later-lower")
    two_sources = bool(one.source and now.source and one.source.isdisjoint(now.source))
    exact = not one.is_open and not now.is_open
    if further:
        if two_sources and exact and not in_one:
            return Link(Relation.CONFLICTS, current, "sources-exclude")
        return Link(Relation.UPDATES, current, "higher-same-day" if not falls else "lower-same-day")
    if same is not None:
        return Link(Relation.AGREES, same, "figure-of-before")
    if later and one.source and not one.source.isdisjoint(now.source):
        return Link(Relation.UPDATES, current, "source-corrects")
    if one.number * _rules().near < now.number:
        return Link(Relation.PART_OF, current, "much-smaller")
    if two_sources:
        return Link(Relation.CONFLICTS, current, "sources-exclude")
    return Link(Relation.UPDATES, current, "later-corrects" if later else "corrects")


def _says_more(one: Dated, now: Dated, link: Link) -> bool:
    """Whether an agreeing figure is more exact than that in force: "36" than "at least 24"."""
    return link.relation is Relation.AGREES and link.rule == "bounds-fit" and now.is_open and not one.is_open
