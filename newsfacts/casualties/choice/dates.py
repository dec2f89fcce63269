"""When a harm happened: the choice among all dates that the article tells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Mapping
from datetime import date
from functools import cached_property
from itertools import compress
from typing import NamedTuple

from newsfacts.casualties.choice.asked import Asked, Beside, Found, passed_over
from newsfacts.casualties.choice.ranker import OWN, Around, Candidates, Chosen, Features, choose, kept
from newsfacts.casualties.choice.standing import none, standing
from newsfacts.casualties.choice.told import Told
from newsfacts.casualties.choice.words import classes, content, tokens, word_list
from newsfacts.casualties.slots.words import slot_words
from newsfacts.types import CharSpan, DateType, EventDate, EventStatus, Grain, Scope

# No article has so many that matter: a table of results is no story.
MOST = 80
A_YEAR = 366  # days
_RANK = re.compile(r"\b(?:worst|first|most|[a-z]{3,}iest|(?:bigg|great|high|larg|strong)est)\b")
# Characters between such a word and its period.
RANK_REACH = 60
_JOINT = re.compile(r"\b(?:who|which|when|after|while|and)\b")
_DAY = (Grain.DAY, Grain.TIME)


# What stands in place of the rules' find must be likelier by so much. Swept 0 to .6 on the tuned articles,
# out of fold. A find in the statement's own sentence stands ("An attack in 2015 killed 14"), unless one of
# `_WEAK` speaks against it.
MARGIN = 0.05
_WEAK = (
    *(f"own, clause of {name}" for name in ("aftermath", "speech", "care")),
    *(f"own, close verb before of {name}" for name in ("aftermath", "speech", "care", "accusing")),
    *("opens now", "opens today", "no value"),
)


def choose_dates(told: Told) -> list[Chosen | None]:
    """The date of each statement, in order; None where none is told, nor looked for elsewhere."""
    return choose(DateChoice(told), "dates", map(DateChoice.is_asked, told.asked))


class DateChoice:
    """The candidates of an article, and what tells for and against each."""

    def __init__(self, told: Told) -> None:
        self.told = told
        kinds = (DateType.DATE, DateType.TIME)
        self.dates: list[EventDate] = [fact for fact in told.dates if fact.type in kinds][:MOST]
        self.spans = [fact.evidence.span for fact in self.dates]
        self.sentences = [told.sentence_of(span) for span in self.spans]
        self.events = [content(fact.event or "") for fact in self.dates]
        # Of each statement the date that the rules found, None where none or no date that stands here.
        self.found = [self._at(asked.date) for asked in told.asked]

        self._around = Around(self._beside_words)
        self._known: dict[int, Features] = {}

    @staticmethod
    def is_asked(asked: Asked) -> bool:
        """Whether a date is chosen. To look for one elsewhere of figures over a period, too, gained .007 and
        .000 out of fold; a day of the event is worse than none there."""
        return asked.date is not None or asked.of_an_event

    def _at(self, found: Found | None) -> int | None:
        if found is None:
            return None
        return next((at for at, own in enumerate(self.spans) if own.overlaps(found.span)), None)

    @cached_property
    def _first_day(self) -> int | None:
        return next((at for at, fact in enumerate(self.dates) if fact.grain in _DAY), None)

    @cached_property
    def _times_told(self) -> Counter[str | None]:
        return Counter(fact.value for fact in self.dates)

    def margin(self, at: int, candidates: Candidates) -> float:
        """By how much another date must be likelier than what the rules found."""
        found = self.told.asked[at].date
        if found is None or found.origin != "own":
            return MARGIN
        own = next((each for each in candidates.described if OWN in each), {})
        # "deplored Monday's raid": the day of the raid, whatever its clause tells of.
        of_harm = not word_list("harm").isdisjoint(self.told.words_behind(found.span, 2))
        return MARGIN if any(own.get(name) for name in _WEAK) and not of_harm else 1.0

    def candidates(self, at: int) -> Candidates:
        """The candidates of statement `at`, none the first, each with its features."""
        asked, found = self.told.asked[at], self.found[at]
        told = [k for k in range(len(self.dates)) if not self._of_another(at, k)]
        own = None if asked.date is None else asked.date.span
        spans: list[CharSpan | None] = [None, *(own if k == found else self.spans[k] for k in told)]
        described = [self._none(at), *(self._features(at, k) for k in told)]
        # "around 6 am" and "Thursday" are one day.
        keys: list[Hashable] = [None, *(self._value(k).split("T")[0] for k in told)]
        if asked.date is not None and found is None:  # words that the dates component has no date for
            spans.append(asked.date.span)
            keys.append(asked.date.span.of(self.told.text).lower())
            described.append({"own": 1.0, "unknown": 1.0, f"unknown {asked.date.origin}": 1.0})
        return Candidates(spans, keys, described)

    def _value(self, k: int) -> str:
        """What a date means, its words where that is not known."""
        return self.dates[k].value or _plain(self.dates[k], self.told.text)

    def _of_another(self, at: int, k: int) -> bool:
        other = any(self.spans[k].overlaps(one) for one in self.told.asked[at].other_times)
        kinds = (self._of_everywhere, self._of_court, self._compared, self._of_old_event, self._foreign)
        return other or any(of(at, k) for of in kinds)

    def _foreign(self, at: int, k: int) -> bool:
        """Whether the rules found it for statements of other events alone."""
        return self.told.apart.foreign(at, "date", self.spans[k])

    def _of_old_event(self, at: int, k: int) -> bool:
        """Whether a later sentence begins with the date, of long ago, or the date tells which event of old it
        means, and no word of the statement's sentence is of that: "since the December 26, 2004 tsunami"."""
        told, span, fact = self.told, self.spans[k], self.dates[k]
        here, there = told.sentence_of(self.told.asked[at].span), self.sentences[k]
        published = _day(told.published)
        if there <= here or published is None or fact.last is None or (published - fact.last).days <= A_YEAR:
            return False
        if told.text[told.sentences[there].start : span.start] == "In ":
            return True  # "Five died in Oru. In 2014 …"
        if told.before(span, 1) not in (["the"], ["that"]):
            return False
        nouns = told.words_behind(span, 2)
        return told.behind(span)[1].startswith("NN") and told.words_in(here).isdisjoint(nouns)

    def _compared(self, at: int, k: int) -> bool:
        """Whether the date is that of another event: "the worst fire since 1998", "since 1998, when nine
        died"; of the statement's own sentence the rules know."""
        told, span, asked = self.told, self.spans[k], self.told.asked[at]
        if "since" not in (*told.before(span, 1), *tokens(span.of(told.text))[:1]):
            return False
        start = told.sentences[self.sentences[k]].start
        when = "when" in told.words_behind(span, 2)
        if not _RANK.search(told.text, start if when else max(start, span.start - RANK_REACH), span.start):
            return False
        if not when:
            return told.sentence_of(asked.span) != self.sentences[k]
        return asked.at.start < span.end or ";" in told.text[span.end : asked.at.start]

    def _of_everywhere(self, at: int, k: int) -> bool:
        """Whether the date is told of harm everywhere alone: "worldwide, 67 died in 2022"."""
        return k in self._everywhere and not self.told.asked[at].everywhere

    @cached_property
    def _everywhere(self) -> set[int | None]:
        owned = [(asked.everywhere, k) for asked, k in zip(self.told.asked, self.found, strict=True)]
        own = [asked.date is not None and asked.date.origin == "own" for asked in self.told.asked]
        told = list(compress(owned, own))
        return {k for everywhere, k in told if everywhere} - {k for everywhere, k in told if not everywhere}

    def _of_court(self, at: int, k: int) -> bool:
        """Whether the rules left the date to a court: "jailed in 2014 for killing two"."""
        same = self.sentences[k] == self.told.sentence_of(self.told.asked[at].span) and self.found[at] != k
        courts = slot_words().courts
        return (
            same
            and passed_over(self.told.asked[at].date)
            and not courts.isdisjoint(self.told.before(self.spans[k], 2))
        )

    @cached_property
    def _others(self) -> list[_Others]:
        """Of each statement what the others have."""
        have = {j: k for j, k in enumerate(self.found) if k is not None}
        return [self._of(beside, have) for beside in self.told.beside(self.found)]

    def _of(self, beside: Beside, have: Mapping[int, int]) -> _Others:
        dates = [have[j] for j in beside.others]
        values = Counter(self.dates[k].value for k in dates)
        return _Others(
            len(dates),
            Counter(dates),
            values,
            {have[j] for j in beside.of_group},
            values.most_common(1)[0][0] if dates else None,
            None if beside.nearest is None else have[beside.nearest],
            None if beside.before is None else have[beside.before],
        )

    def _none(self, at: int) -> Features:
        return {
            **none(self.told, at, self.told.asked[at].date, self._others[at].number),
            "none, dates in its sentence": float(self.told.sentences_asked[at] in self.sentences),
            "none, dates told": min(len(self.dates), 10) / 10,
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
        """What the rules chose, for this statement and for the others."""
        asked, found, value = self.told.asked[at], self.found[at], self.dates[k].value
        others = self._others[at]
        features: Features = {
            "own": found == k,
            f"own {asked.date.origin if asked.date else ''}": found == k,
            "another is own": found is not None and found != k,
            "rules have none": found is None,
            "of its group": k in others.of_group,
        }
        if others.nearest is not None:
            features |= {
                "share of others": others.dates[k] / others.number,
                "share of others, by value": others.values[value] / others.number,
                "others have dates": 1.0,
                "most have": others.most == value,
                "the nearest has": others.nearest == k,
                "the nearest has, by value": self.dates[others.nearest].value == value,
            }
            if others.before is not None:
                features["the one before has, by value"] = self.dates[others.before].value == value
        return features

    def _where(self, at: int, k: int) -> Features:
        """Where the candidate stands, and how it stands to the statement."""
        told, asked, span, there = self.told, self.told.asked[at], self.spans[k], self.sentences[k]
        features = standing(told, at, asked.date, span, _JOINT)
        features |= kept({"first date": k == 0, "first day": self._first_day == k})
        if there == told.sentences_asked[at]:
            inside = [own for own, s in zip(self.spans, self.sentences, strict=True) if s == there]
            nearest = min(inside, key=lambda own: abs(own.start - asked.span.start))
            features |= kept({"same, nearest": nearest == span, "same, only one": len(inside) == 1})
        return features

    def _what(self, k: int) -> Features:
        """What kind of date it is, how long before the publication, and the words around it, whatever the
        statement."""
        if k not in self._known:
            self._known[k] = kept(self._kind(k) | self._words(k))
        return self._known[k]

    def _kind(self, k: int) -> Features:
        fact = self.dates[k]
        return {
            f"grain {fact.grain}": 1.0,
            f"type {fact.type}": 1.0,
            f"basis {fact.basis}": 1.0,
            "no value": fact.value is None,
            "planned": fact.status == EventStatus.PLANNED,
            "times told": min(self._times_told[fact.value], 4) / 4,
            **self._age(fact),
        }

    def _age(self, fact: EventDate) -> Features:
        published = _day(self.told.published)
        if published is None or fact.first is None:
            return {}
        if fact.first == fact.last:
            days = (published - fact.first).days
            bounds = ((-1, "ahead"), (0, "today"), (1, "1 day"), (2, "2 days"), (7, "week"), (31, "month"))
            name = next((name for most, name in (*bounds, (366, "year")) if days <= most), "old")
            return {f"ago {name}": 1.0}
        years = published.year - fact.first.year
        return {f"years ago {'ahead' if years < 0 else min(years, 2)}": 1.0}

    def _words(self, k: int) -> Features:
        told, span, event = self.told, self.spans[k], self.events[k]
        words, front = told.words_in(self.sentences[k]), told.before(span, 2)
        features: Features = {
            "no event": not event,
            "event of harm": not event.isdisjoint(word_list("harm")),
            "sentence of harm": not words.isdisjoint(word_list("harm")),
            "event of speech": not event.isdisjoint(word_list("speech")),
            "event of aftermath": not event.isdisjoint(word_list("aftermath")),
            "sentence of aftermath": not words.isdisjoint(word_list("aftermath")),
            "speech in front": not word_list("speech").isdisjoint(front),
        }
        if front and front[-1] in word_list("front"):
            features[f"front {front[-1]}"] = 1.0
        if (own := tokens(span.of(told.text))[:1]) and own[0] in word_list("opening"):
            features[f"opens {own[0]}"] = 1.0
        return features

    @cached_property
    def _about(self) -> list[frozenset[str]]:
        """What each statement is about."""
        return [self.told.about(asked) for asked in self.told.asked]

    def _shared(self, at: int, k: int) -> Features:
        """What it has of the statement."""
        told, asked, fact = self.told, self.told.asked[at], self.dates[k]
        here, there, event = told.sentences_asked[at], self.sentences[k], self.events[k]
        day = fact.grain in _DAY
        features: Features = {
            "cumulative, long": asked.scope == Scope.CUMULATIVE and fact.grain in (Grain.YEAR, Grain.MONTH),
            "incident, day": asked.scope == Scope.INCIDENT and day,
            "no scope, day": asked.scope is None and day,
            "shares what it is about": min(len(told.words_in(there) & self._about[at]), 3) / 3,
        }
        if here != there and event:
            features["shares the event"] = len(event & told.words_in(here)) / len(event)
        return features

    def _clause(self, at: int, k: int) -> Features:
        """What the clause of the candidate and the verbs beside it tell of."""
        told = self.told
        same = told.sentences_asked[at] == self.sentences[k]
        another = told.of_another_event[at]
        found = self._around(k, "same" if same else "other")
        if another and not same:
            found = found | {"another event, elsewhere": 1.0}
        if self.found[at] == k:
            own: Features = {f"own, grain {self.dates[k].grain}": 1.0, "own, another event": another}
            found = found | self._around(k, "own") | kept(own)
        return found

    def _beside_words(self, k: int) -> Features:
        return {
            **{f"clause of {name}": 1.0 for name in classes(self.told.clause(self.spans[k]))},
            **self.told.verb_features(self.spans[k]),
            **self._form(k),
            "days told of harm": self._harm_share(k),
        }

    def _form(self, k: int) -> Features:
        """What its own words look like, and those beside it."""
        text, span, fact = self.told.text, self.spans[k], self.dates[k]
        words = tokens(span.of(text))
        owns = text[span.end : span.end + 2] in ("'s", "’s")
        owned = tokens(text[span.end + 2 : span.end + 40])[:3] if owns else []
        year = any(len(word) == 4 and word.isdigit() for word in words)
        return {
            "only a clock": float(all(word[0].isdigit() or word in word_list("clock") for word in words)),
            "owns": float(owns),
            "owns a harm": float(not word_list("harm").isdisjoint(owned)),
            "a stamp": float(year and fact.value is not None and fact.value == self.told.published),
            "in capitals": float(text[max(span.start - 30, 0) : span.end].isupper()),
            "in brackets": float(text[: span.start].rstrip()[-1:] == "("),
            "since or until": float(self.told.before(span, 1) in (["since"], ["until"], ["by"])),
            "when behind": float(self.told.behind(span)[0] == "when"),
            "words": min(len(words), 5) / 5,
            "harm in front": float(not word_list("harm").isdisjoint(self.told.before(span, 2))),
        }

    @cached_property
    def _harm_clauses(self) -> Counter[str | None]:
        """How often each value stands in a clause that tells of harm."""
        return Counter(
            fact.value
            for fact, span in zip(self.dates, self.spans, strict=True)
            if "harm" in classes(self.told.clause(span))
        )

    def _harm_share(self, k: int) -> float:
        told = self._harm_clauses
        return told[self.dates[k].value] / max(sum(told.values()), 1)


class _Others(NamedTuple):
    """The statements beside one for which the rules found a date: how many; by date and by value, how often;
    the dates of its group; the value that most have; the date of the nearest and of the last before."""

    number: int
    dates: Counter[int]
    values: Counter[str | None]
    of_group: set[int]
    most: str | None
    nearest: int | None
    before: int | None


def _plain(fact: EventDate, text: str) -> str:
    return fact.evidence.span.of(text).lower()


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value or "")
    except ValueError:
        return None
