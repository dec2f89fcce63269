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
from newsfacts.merge.statements import Told
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
    def covered(self) -> float:
        """The most that its words still mean: "dozens" up to a hundred or so, "more than 100" up to 199."""
        told, rules = self.statement.told, _rules()
        if told.vague:
            return self.number * rules.vague
        step = _step(self.number - 1) if told.is_over else 1
        return max(self.number * (1 + rules.rounded), self.number + step - 2)

    @property
    def source(self) -> frozenset[str]:
        """Who says so, in content words, those of officials in general left out."""
        return self.statement.told.source - _rules().officials


def _step(number: int) -> int:
    """What a number is rounded to: 10 of 250, 100 of 300."""
    step = 1
    while number and number % (step * 10) == 0:
        step *= 10
    return step


@dataclass(frozen=True, slots=True)
class _Rules:
    """Those of `tolls.toml`."""

    officials: frozenset[str]
    rounded: float
    vague: float
    near: float
    sure: float
    sure_there: float


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
            link = _link(_Held(told, i, current, seen, [*parts]))
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
    if link.to is None:
        return False
    if link.relation is Relation.PART_OF:
        return _is_more(told[i], told[link.to])
    if link.relation not in (Relation.UPDATES, Relation.CONFLICTS):
        return False
    one, other = told[i].statement, told[link.to].statement
    if excludes(one, other):
        return False
    if link.relation is Relation.UPDATES and _is_of_another(told, told[i], told[link.to]):
        return True
    # What says the same as that figure is as good a witness.
    others = (o.statement for k, o in enumerate(told) if k not in (i, link.to))
    same = (o for o in others if o.told.figure.min == other.told.figure.min and o.told.fits(other.told))
    return not any(_is_sure(one, witness) for witness in (other, *same))


def _is_of_another(told: Sequence[Dated], new: Dated, replaced: Dated) -> bool:
    """Whether the words around a `new` number tell that it counts others than the one it would replace."""
    if new.statement.told.vague and not replaced.statement.told.vague:
        return True  # "hundreds" in South Asia are no later count of 40 in Afghanistan
    if new.statement.told.updates or new.statement.article == replaced.statement.article:
        return False
    # "Seven died on Wednesday, a day after five were shot": the five of the day before still stand.
    beside = (one.statement for one in told if one.statement.article == new.statement.article)
    return any(_tells_again(one.told, replaced.statement.told) for one in beside if one is not new.statement)


def _tells_again(told: Told, before: Told) -> bool:
    """Whether it is the number told before, as one in force."""
    same = (told.figure.min, told.figure.max) == (before.figure.min, before.figure.max)
    return same and not (told.updates or told.is_part or told.lone)


def _is_sure(one: Statement, other: Statement) -> bool:
    """Whether it is sure enough that two figures of which one replaces the other count the same."""
    return same_harm(one, other) >= (_rules().sure_there if _is_there(one, other) else _rules().sure)


def _is_more(part: Dated, whole: Dated) -> bool:
    """Whether a part is more than the whole."""
    return not part.statement.told.fits(whole.statement.told) and part.number > whole.number


def _is_there(one: Statement, other: Statement) -> bool:
    """Whether both tell of one place and one day."""
    mine, theirs = one.told, other.told
    told = mine.place is not None and mine.days is not None
    return told and (mine.place, mine.days) == (theirs.place, theirs.days)


def _in_time(told: Sequence[Dated], wholes: Sequence[int]) -> list[int]:
    """`wholes` by publication; of one day the lower figures first, as tolls rise (the missing fall).

    What an article tells as the figure before comes first.
    """
    sign = -1 if told and told[0].statement.told.figure.kind in _FALLING else 1
    tops: dict[int, int] = {}
    for i in wholes:
        tops[told[i].statement.article] = max(tops.get(told[i].statement.article, 0), told[i].number)

    def order(i: int) -> tuple[date, int, bool, int]:
        one = told[i].statement
        return told[i].published or date.max, sign * tops[one.article], not one.told.former, i

    return sorted(wholes, key=order)


def _parts(told: Sequence[Dated]) -> dict[int, str]:
    """The statements that count only some of the people, each with the rule that says so."""
    most = max(one.number for one in told)
    tops = _tops(told)
    ruled = ((i, _part_rule(one, tops.get(one.statement.article), most, told)) for i, one in enumerate(told))
    parts = {
        i: rule
        for i, rule in ruled
        if rule and (told[i].number != most or (rule == "words-of-part" and tops))
    }
    if len(parts) == len(told):  # nobody tells the whole: the largest stands for it
        del parts[max(parts, key=lambda i: (told[i].number, -i))]
    return parts


def _tops(told: Sequence[Dated]) -> dict[int, Dated]:
    """The largest figure of each article that its words call neither a part nor the one before."""
    tops: dict[int, Dated] = {}
    for one in told:
        top = tops.get(one.statement.article)
        counts = not one.statement.told.is_part and not one.statement.told.former
        if counts and (top is None or one.number > top.number):
            tops[one.statement.article] = one
    return tops


def _part_rule(one: Dated, top: Dated | None, most: int, told: Sequence[Dated]) -> str | None:
    """What says that a figure is a part. `top`: the largest of its article; `most`: of all."""
    if one.statement.told.is_part:
        return "words-of-part"
    if one.statement.told.lone and most > 1:
        return "one-victim"
    if top and top is not one and _is_smaller(one, top) and not _is_disputed(one, told):
        return "smaller-in-article"
    return None


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
    own = [i for i in wholes if told[i].statement.article == told[part].statement.article] or wholes
    large = (i for i in own if told[i].number >= told[part].number)
    return next(large, next(iter(own), None))


@dataclass(frozen=True, slots=True)
class _Held:
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
        return self.one.statement.told.figure.kind in _FALLING

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
    def one_source(self) -> bool:
        return not self.one.source.isdisjoint(self.now.source)


def _same_figure(held: _Held) -> Link | None:
    figure, now = held.one.statement.told.figure, held.now.statement.told.figure
    if (figure.min, figure.max) == (now.min, now.max):
        return Link(Relation.AGREES, held.current, "same-figure")
    return None


def _bounds_fit(held: _Held) -> Link | None:
    one, now = held.one, held.now
    if not one.statement.told.fits(now.statement.told):
        return None
    is_count = now.is_open and now.statement.told.figure.min is not None and not one.statement.told.vague
    least = one.number - one.statement.told.is_over
    if is_count and not held.in_one and held.further and least > now.covered and _is_news(held):
        return Link(Relation.UPDATES, held.current, "later-at-least")
    return Link(Relation.AGREES, held.current, "bounds-fit")


def _is_news(held: _Held) -> bool:
    """Whether it is later, or tells of so many more that it must be."""
    return held.later or held.one.is_open or held.one.number >= held.now.number * _rules().near


def _disputed(held: _Held) -> Link | None:
    against = (k for k in held.seen if excludes(held.told[k].statement, held.one.statement))
    k = next(against, None)
    return None if k is None else Link(Relation.CONFLICTS, k, "sources-exclude")


def _says_so(held: _Held) -> Link | None:
    at_once = held.in_one or not held.later
    if held.one.statement.told.updates and held.further and at_once:
        return Link(Relation.UPDATES, held.current, "says-so")
    return None


def _goes_further(held: _Held) -> Link | None:
    if not held.further:
        return None
    exact = not held.one.is_open and not held.now.is_open
    way = "lower" if held.falls else "higher"
    if held.later:
        return Link(Relation.UPDATES, held.current, f"later-{way}")
    if held.two_sources and exact and not held.in_one:
        return Link(Relation.CONFLICTS, held.current, "sources-exclude")
    return Link(Relation.UPDATES, held.current, f"{way}-same-day")


def _of_before(held: _Held) -> Link | None:
    fitting = (k for k in reversed(held.seen) if held.told[k].statement.told.fits(held.one.statement.told))
    k = next(fitting, None)
    return None if k is None else Link(Relation.AGREES, k, "figure-of-before")


def _all_but_part(held: _Held) -> Link | None:
    """As "five killed, the bomber among them" and "killed three nuns and a cook"."""
    rest = held.now.number - held.one.number
    if not held.one.statement.told.updates and any(held.told[part].number == rest for part in held.parts):
        return Link(Relation.PART_OF, held.current, "all-but-part")
    return None


def _source_corrects(held: _Held) -> Link | None:
    is_near = held.one.number * _rules().near >= held.now.number or held.one.statement.told.updates
    if held.later and held.one_source and is_near:
        return Link(Relation.UPDATES, held.current, "source-corrects")
    return None


def _much_smaller(held: _Held) -> Link | None:
    if held.one.number * _rules().near < held.now.number:
        return Link(Relation.PART_OF, held.current, "much-smaller")
    return None


def _sources_exclude(held: _Held) -> Link | None:
    return Link(Relation.CONFLICTS, held.current, "sources-exclude") if held.two_sources else None


def _corrects(held: _Held) -> Link:
    return Link(Relation.UPDATES, held.current, "later-corrects" if held.later else "corrects")


# The first that decides; from `_all_but_part` on the figure is behind that in force.
_DECIDING = (
    *(_same_figure, _bounds_fit, _disputed, _says_so, _goes_further),
    *(_all_but_part, _of_before, _source_corrects, _much_smaller, _sources_exclude),
)


def _link(held: _Held) -> Link:
    """How a whole stands to the figure in force."""
    return next((link for rule in _DECIDING if (link := rule(held))), None) or _corrects(held)


def _says_more(one: Dated, now: Dated, link: Link) -> bool:
    """Whether an agreeing figure is more exact than that in force: "36" than "at least 24"."""
    return link.relation is Relation.AGREES and link.rule == "bounds-fit" and now.is_open and not one.is_open
