"""How the statements of one harm stand to each other: agreement, update, part, conflict; and why.

Statements of the whole harm are gone through in the order of publication, each held against the figure in
force (`deciding`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from newsfacts.merge.deciding import FALLING, Dated, Held, Link, excludes, link_of, rules, tells_again
from newsfacts.merge.harms import Statement, same_harm
from newsfacts.merge.types import StatementRelation as Relation
from newsfacts.merge.types import TollRelation
from newsfacts.types import Scope


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
            link = link_of(Held(told, i, current, seen, [*parts]))
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
        whole = told[link.to]
        of_others = told[i].statement.told.freed and whole.statement.told.scope is Scope.REMAINING
        return of_others or _is_more(told[i], whole)
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
    return any(tells_again(one.told, replaced.statement.told) for one in beside if one is not new.statement)


def _is_sure(one: Statement, other: Statement) -> bool:
    """Whether it is sure enough that two figures of which one replaces the other count the same."""
    return same_harm(one, other) >= (rules().sure_there if _is_there(one, other) else rules().sure)


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

    What an article tells as the figure before comes first, and none at all after what was feared.
    """
    feared = {one.published for one in told if one.statement.told.feared}
    sign = -1 if told and told[0].statement.told.figure.kind in FALLING else 1
    tops: dict[int, int] = {}
    for i in wholes:
        tops[told[i].statement.article] = max(tops.get(told[i].statement.article, 0), told[i].number)

    def order(i: int) -> tuple[date, bool, int, bool, int]:
        one, day = told[i].statement, told[i].published
        none_after_all = told[i].number == 0 and day in feared
        return day or date.max, none_after_all, sign * tops[one.article], not one.told.former, i

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
    if one.statement.told.is_part or (one.statement.told.freed and one.number < most):
        return "words-of-part"
    if one.statement.told.lone and most > 1:
        return "one-victim"
    if top and top is not one and _is_smaller(one, top) and not _is_disputed(one, top, told):
        return "smaller-in-article"
    return None


def _is_disputed(one: Dated, top: Dated, told: Sequence[Dated]) -> bool:
    """Whether it is no part of the largest figure of its article, `top`, but what others say instead."""
    if any(excludes(one.statement, other.statement) for other in told):
        return True
    mine, theirs = one.statement.told, top.statement.told
    before = (other.statement for other in told if other.statement.article != one.statement.article)
    return any(tells_again(other.told, mine) and other.told.is_against(theirs) for other in before)


def _is_smaller(one: Dated, top: Dated) -> bool:
    return not one.statement.told.fits(top.statement.told) and not one.statement.told.updates


def _whole_of(told: Sequence[Dated], part: int, wholes: Sequence[int]) -> int | None:
    """The whole that a part belongs to: in its own article if there is one, else the first told.

    Those who were freed belong to all who were held, not to those who still are.
    """
    if told[part].statement.told.freed:
        wholes = [i for i in wholes if told[i].statement.told.scope is not Scope.REMAINING] or wholes
    own = [i for i in wholes if told[i].statement.article == told[part].statement.article] or wholes
    large = (i for i in own if told[i].number >= told[part].number)
    return next(large, next(iter(own), None))


def _says_more(one: Dated, now: Dated, link: Link) -> bool:
    """Whether an agreeing figure is more exact than that in force: "36" than "at least 24"."""
    return link.relation is Relation.AGREES and link.rule == "bounds-fit" and now.is_open and not one.is_open
