"""When a harm happened: the choice among all dates that the article tells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable
from datetime import date
from functools import cached_property

from newsfacts.casualties.choice.ranker import OWN, Candidates, Chosen, Features, choose
from newsfacts.casualties.choice.told import Asked, Found, Told, classes, content, distance, tokens, word_list
from newsfacts.casualties.slots.words import slot_words
from newsfacts.types import CharSpan, DateType, EventDate, EventStatus, Grain, Scope

# No article has so many that matter: a table of results is no story.
MOST = 80
_RANK = re.compile(r"\b(?:worst|first|most|[a-z]{3,}iest)\b")
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

        self._around: dict[int, Features] = {}

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
        spans: list[CharSpan | None] = [None, *self.spans]
        described = [self._none(at), *(self._features(at, k) for k in range(len(self.dates)))]
        # "around 6 am" and "Thursday" are one day.
        keys: list[Hashable] = [
            None,
            *((fact.value or _plain(fact, self.told.text)).split("T")[0] for fact in self.dates),
        ]
        if found is not None:
            assert asked.date is not None
            spans[found + 1] = asked.date.span
        elif asked.date is not None:  # words that the dates component has no date for
            spans.append(asked.date.span)
            keys.append(asked.date.span.of(self.told.text).lower())
            described.append({"own": 1.0, "unknown": 1.0, f"unknown {asked.date.origin}": 1.0})
        kept = [
            k for k in range(len(spans)) if k == 0 or k > len(self.spans) or not self._of_another(at, k - 1)
        ]
        return Candidates([spans[k] for k in kept], [keys[k] for k in kept], [described[k] for k in kept])

    def _of_another(self, at: int, k: int) -> bool:
        return self._of_court(at, k) or self._compared(at, k)

    def _compared(self, at: int, k: int) -> bool:
        """Whether the date is that of another event: "the worst fire since 1998, when nine died"."""
        told, span, asked = self.told, self.spans[k], self.told.asked[at]
        since = "since" in (*told.before(span, 1), *tokens(span.of(told.text))[:1])
        if not since or "when" not in told.words_behind(span, 2):
            return False
        opening = told.text[told.sentences[told.sentence_of(span)].start : span.start]
        if not _RANK.search(opening):
            return False
        return asked.at.start < span.end or ";" in told.text[span.end : asked.at.start]

    def _of_court(self, at: int, k: int) -> bool:
        """Whether the rules left the date to a court: "jailed in 2014 for killing two"."""
        same = self.sentences[k] == self.told.sentence_of(self.told.asked[at].span) and self.found[at] != k
        courts = slot_words().courts
        return same and self._passed_over(at) and not courts.isdisjoint(self.told.before(self.spans[k], 2))

    def _passed_over(self, at: int) -> bool:
        """Whether the rules found no date in the statement's sentence: those that stand there they passed
        over."""
        found = self.told.asked[at].date
        return found is None or found.origin in ("group", "elsewhere")

    def _others(self, at: int) -> list[tuple[int, int]]:
        """The other statements with a date, and which."""
        return [(j, k) for j, k in enumerate(self.found) if j != at and k is not None]

    def _none(self, at: int) -> Features:
        asked = self.told.asked[at]
        sentence = self.told.sentence_of(asked.span)
        return {
            "none": 1.0,
            "none, rules too": float(asked.date is None),
            "none, dates in its sentence": float(sentence in self.sentences),
            "none, others have": min(len(self._others(at)), 5) / 5,
            "none, dates told": min(len(self.dates), 10) / 10,
            f"none, {asked.scope or 'no scope'}": 1.0,
            f"none, {asked.status}": 1.0,
            f"none, {asked.kind}": 1.0,
            f"none, {asked.told}": 1.0,
            "none, lone": float(asked.lone),
            "none, how late": min(sentence, 20) / 20,
            "none, undated article": float(self.told.published is None),
        }

    def _features(self, at: int, k: int) -> Features:
        features = {
            **self._chosen_by_rules(at, k),
            **self._where(at, k),
            **self._what(at, k),
            **self._words(at, k),
            **self._clause(at, k),
        }
        return {name: float(value) for name, value in features.items() if value}

    def _chosen_by_rules(self, at: int, k: int) -> Features:
        """What the rules chose, for this statement and for the others."""
        asked, found, value = self.told.asked[at], self.found[at], self.dates[k].value
        others = self._others(at)
        features: Features = {
            "own": found == k,
            f"own {asked.date.origin if asked.date else ''}": found == k,
            "another is own": found is not None and found != k,
            "rules have none": found is None,
            "of its group": any(j_k == k for j, j_k in others if self.told.asked[j].group == asked.group),
        }
        if others:
            values = [self.dates[other].value for _, other in others]
            here = self.told.sentence_of(asked.span)
            near = min((abs(self.told.sentence_of(self.told.asked[j].span) - here), j, o) for j, o in others)
            features |= {
                "share of others": sum(o == k for _, o in others) / len(others),
                "share of others, by value": values.count(value) / len(others),
                "others have dates": 1.0,
                "most have": Counter(values).most_common(1)[0][0] == value,
                "the nearest has": near[2] == k,
                "the nearest has, by value": self.dates[near[2]].value == value,
            }
            if before := [o for j, o in others if j < at]:
                features["the one before has, by value"] = self.dates[before[-1]].value == value
        return features

    def _where(self, at: int, k: int) -> Features:
        """Where the candidate stands, and how it stands to the statement."""
        told, asked, span = self.told, self.told.asked[at], self.spans[k]
        here, there = told.sentence_of(asked.span), self.sentences[k]
        features: Features = {
            distance(there - here): 1.0,
            "how far": min(abs(there - here), 15) / 15,
            "same paragraph": told.paragraph_of(span) == told.paragraph_of(asked.span),
            "first sentence": there == 0,
            "second sentence": there == 1,
            "third sentence": there == 2,
            "lead": there <= 4,
            "how late": min(there, 20) / 20,
            "first date": k == 0,
            "first day": self._first_day == k,
        }
        if here == there:
            between = told.between(span, asked.at)
            inside = [own for own, s in zip(self.spans, self.sentences, strict=True) if s == here]
            nearest = min(inside, key=lambda own: abs(own.start - asked.span.start))
            features |= {
                "same, gap": min(len(between), 200) / 200,
                "same, comma between": "," in between,
                "same, joint between": bool(_JOINT.search(between)),
                "same, before": span.start < asked.at.start,
                "same, before the figure": span.start < asked.span.start,
                f"same, {'before' if span.start < asked.at.start else 'behind'}, {asked.told}": 1.0,
                "same, nearest": nearest == span,
                "same, only one": len(inside) == 1,
                "same, rules have none": self._passed_over(at),
                f"same, rules have none, {asked.told}": self._passed_over(at),
            }
        return features

    def _what(self, at: int, k: int) -> Features:
        """What kind of date it is, and how long before the publication."""
        fact, asked = self.dates[k], self.told.asked[at]
        day = fact.grain in _DAY
        return {
            f"grain {fact.grain}": 1.0,
            f"type {fact.type}": 1.0,
            f"basis {fact.basis}": 1.0,
            "no value": fact.value is None,
            "planned": fact.status == EventStatus.PLANNED,
            "times told": min(self._times_told[fact.value], 4) / 4,
            "cumulative, long": asked.scope == Scope.CUMULATIVE and fact.grain in (Grain.YEAR, Grain.MONTH),
            "incident, day": asked.scope == Scope.INCIDENT and day,
            "no scope, day": asked.scope is None and day,
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

    def _words(self, at: int, k: int) -> Features:
        """The words around the candidate, and those that it shares with the statement."""
        told, asked, span = self.told, self.told.asked[at], self.spans[k]
        here, there, event = told.sentence_of(asked.span), self.sentences[k], self.events[k]
        words, front = told.words_in(there), told.before(span, 2)
        features: Features = {
            "no event": not event,
            "event of harm": not event.isdisjoint(word_list("harm")),
            "sentence of harm": not words.isdisjoint(word_list("harm")),
            "event of speech": not event.isdisjoint(word_list("speech")),
            "event of aftermath": not event.isdisjoint(word_list("aftermath")),
            "sentence of aftermath": not words.isdisjoint(word_list("aftermath")),
            "speech in front": not word_list("speech").isdisjoint(front),
            "shares what it is about": min(len(words & told.about(asked)), 3) / 3,
        }
        if here != there and event:
            features["shares the event"] = len(event & told.words_in(here)) / len(event)
        if front and front[-1] in word_list("front"):
            features[f"front {front[-1]}"] = 1.0
        if (own := tokens(span.of(told.text))[:1]) and own[0] in word_list("opening"):
            features[f"opens {own[0]}"] = 1.0
        return features

    def _clause(self, at: int, k: int) -> Features:
        """What the clause of the candidate and the verbs beside it tell of."""
        if k not in self._around:
            self._around[k] = {
                **{f"clause of {name}": 1.0 for name in classes(self.told.clause(self.spans[k]))},
                **self.told.verb_features(self.spans[k]),
                **self._form(k),
                "days told of harm": self._harm_share(k),
            }
        same = self.told.sentence_of(self.told.asked[at].span) == self.sentences[k]
        side = "same" if same else "other"
        found: Features = {f"{side}, {name}": value for name, value in self._around[k].items()}
        if same:
            found |= self.told.joined(self.spans[k], self.told.asked[at])
        another = self.told.of_another_event(self.told.asked[at])
        found["another event, elsewhere"] = float(another and not same)
        if self.found[at] == k:
            found |= {f"own, {name}": value for name, value in self._around[k].items()}
            found |= {f"own, grain {self.dates[k].grain}": 1.0, "own, another event": float(another)}
        return found

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


def _plain(fact: EventDate, text: str) -> str:
    return fact.evidence.span.of(text).lower()


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value or "")
    except ValueError:
        return None
