"""The day of publication of an article that does not give it, worked out of its own words.

Every day of the calendar is weighed by the evidence of the text: `world` has that of events and offices that
it names, `reckoned` that of editions and anniversaries, `told` and `years` that of its dates. The weights are
multiplied (naive Bayes over days, after de Jong et al. 2005 and Kanhabua 2008, who used word statistics);
`rules.toml` has them. What no evidence bounds stays open: most short articles have no day. `claims` says what
the weights allow to be said.
"""

from __future__ import annotations

import numpy as np

from newsfacts.dates.dating import money, reckoned, told, world, years
from newsfacts.dates.dating.claims import Dating, claim
from newsfacts.dates.dating.days import Weights, beyond_knowledge, days_since
from newsfacts.dates.known import find_known
from newsfacts.dates.offices import find_holders
from newsfacts.dates.people import told_of_people
from newsfacts.dates.rules import Found
from newsfacts.dates.story import Tense
from newsfacts.dates.words_alike import alike

__all__ = ["Dating", "infer"]

_NOT_THAT_DAY = -60.0


def infer(text: str, found: list[Found], tense: Tense, *, on: tuple[int, int] | None = None) -> Dating | None:
    """The dating of an article with these expressions; None where its words tell nothing.

    `on`: month and day of its dateline, where that leaves only the year open.
    """
    weights = weigh(text, found, tense)
    if weights is None:
        return None
    if on is not None:
        weights = weights + np.where(days_since(*on) == 0, 0.0, _NOT_THAT_DAY)
    return claim(weights)


def weigh(text: str, found: list[Found], tense: Tense) -> Weights | None:
    """Of every day, the logarithm of how likely an article of it has these words; None without evidence."""
    named, plain = find_known(text), alike(text)
    small, people, ahead = plain.lower(), told_of_people(plain), told.to_come(text, found)
    fresh, starts = told.without_pictures(text, found), {item.start for item in ahead}
    evidence = [
        world.offices(find_holders(plain)),
        world.ages(people),
        world.terms(named),
        world.recurring(named),
        world.events_of_last_year(found, named),
        reckoned.numbered(small),
        reckoned.ages(small, named),
        reckoned.wars(small),
        money.exchanged(small),
        reckoned.occasions(small, found),
        told.floors(
            _others(found, starts), named, tense, [(who.died, news) for who, news in people.dead if who.died]
        ),
        years.years(text, fresh, tense),
        told.day_of_news(_others(fresh, starts), tense),
        told.before(ahead),
        told.day_beside(text, found),
        *(told.weekday(item) for item in found),
        *(told.beside(item) for item in found),
    ]
    bounds = [weights for weights in evidence if weights is not None]
    if not bounds:
        return None
    of_events = told.told_of_events(found, named)
    free = [item for item in told.told_once(found) if item not in of_events]
    cyclic = [own for item in free if (own := told.in_year(item, tense)) is not None]
    # Dates of one text hang together: a list of them is no more evidence than a few.
    weights: Weights = np.sum(bounds, axis=0) + beyond_knowledge()
    if cyclic:
        weights = weights + np.sum(cyclic, axis=0) / np.sqrt(len(cyclic))
    if (weekday := told.weekday_told(found, tense)) is not None:
        weights = weights + weekday
    return weights


def _others(found: list[Found], starts: set[int]) -> list[Found]:
    """The expressions that do not begin at one of these characters."""
    return [item for item in found if item.start not in starts]
