"""The event dates of many articles in time order, the same event of the same date told once.

Two statements are of one event where their dates mean the same days and their events share enough words
(`rules/timeline.toml` has the words that do not count, the thresholds and what was measured).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import chain
from typing import Any

from newsfacts.rules import read
from newsfacts.types import (
    Article,
    ArticleFacts,
    DateType,
    EventDate,
    EventStatus,
    Grain,
    Organization,
    Person,
    Place,
)

_WORD = re.compile(r"[^\W_]+(?:[.,][^\W_]+)*")
_PARTS = re.compile(r"(?P<year>\d{4}|XXXX)-(?P<month>\d\d)(?:-(?P<day>\d\d))?")
# EDTF writes seasons and quarters as months of their own: the month in which they begin, in the north.
_BEGINS = {21: 3, 22: 6, 23: 9, 24: 12, 33: 1, 34: 4, 35: 7, 36: 10, 40: 1, 41: 7}
_SEASON_DAYS = 90
_AFTER_ALL_MONTHS = 13
# Of an event told by a thousand articles, the richest statements tell what belongs to it.
_COMPARED_MEMBERS = 8
# An event of fewer content words does not stand for the others.
_TELLING_WORDS = 3

# A dateline, around its date: "TORVIK, Sept. 3 (Norda)", "Torvik, 3 September: ".
_PLACE = re.compile(r"\W*(?:[^\W\d_a-z][\w.'’]*[ /-]?){1,4}(?:, ?[(]?|[(])")
_AGENCY = re.compile(r",?(?:\s*\d{4})?\s*(?:[()/:–—-]|$)")
_LONGEST_PLACE = 60
_LONGEST_SPEAKER = 8
# Whom a clause tells of: up to five words behind an article or a number, or a name, right in front of it.
_RELATIVE = re.compile(r"(?:who|whom|whose|which|that)\b ?")
_DETERMINER = r"(?:the|an?|his|her|its|their|our|these|those|some|all|\d[\d,]*|two|three|four|five|six|seven)"
_BEFORE = re.compile(
    rf"(?:\b(?i:{_DETERMINER}) (?:[\w’'-]+ ){{0,4}}[\w’'-]+|(?:[A-Z][\w.’'-]+ )*[A-Z][\w.’'-]+),? $"
)

# The content words of an event, lower-cased, each with its weight.
Words = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Statement:
    """One date of one article."""

    article: Article
    when: EventDate

    @property
    def words(self) -> str:
        """The expression, in the article's words."""
        return self.when.evidence.span.of(self.article.text)

    @property
    def sentence(self) -> str:
        return self.when.evidence.sentence.of(self.article.text)


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """What happened at one date, by all articles that tell of it.

    `value`: EDTF; `first`, `last`: calendar days, both included, None where the year is not known.
    `event`: the words of the statement closest to all others, None where not one says what happened.
    `status`: happened where one article says so (an earlier one may know the plan), else planned, recurring.
    `statements`: that one first, the others by article and place in it.
    """

    value: str
    first: date | None
    last: date | None
    grain: Grain | None
    event: str | None
    statements: tuple[Statement, ...]
    status: EventStatus | None = None

    @property
    def articles(self) -> tuple[str, ...]:
        """The ids of the articles it stands in, sorted, each once."""
        return tuple(sorted({statement.article.id for statement in self.statements}))


def timeline(facts: Iterable[ArticleFacts]) -> tuple[TimelineEntry, ...]:
    """The event dates of all articles in time order, in the same order whatever the order of `facts`.

    By first day, then the shorter period first; then what more articles tell; dates of unknown years
    (`XXXX-09-01`) follow all others, by month and day. Durations, recurring times, dates without a value
    ("recently", a weekday in an article without a date: see `is_placed`), those of the articles themselves
    (datelines) and those on which somebody only spoke ("police said on Sunday") are left out. A statement
    given twice (the article, and a file with its facts) counts once.
    """
    groups: dict[Any, dict[Any, tuple[Statement, Words]]] = defaultdict(dict)
    for found in facts:
        names = _name_words(found)
        for when in found.dates:
            statement = Statement(found.article, when)
            if is_placed(when) and not dates_the_article(statement) and not is_speech(statement):
                days = (when.first, when.last) if when.first or when.last else when.value
                groups[days].setdefault(_key(statement), (statement, _words(statement, names)))
    entries = [entry for group in groups.values() for entry in _entries(list(group.values()))]
    return tuple(sorted(entries, key=_time_order))


def is_event_date(when: EventDate) -> bool:
    """Whether `when` is a date or a time, and no duration or recurring time."""
    return when.type in (DateType.DATE, DateType.TIME)


def is_placed(when: EventDate) -> bool:
    """Whether `when` is an event date that has a place in time."""
    return is_event_date(when) and when.value is not None


def dates_the_article(statement: Statement) -> bool:
    """Whether the date is the article's own: a dateline, or a line such as "Published: 2 May 2024"."""
    span, sentence = statement.when.evidence.span, statement.when.evidence.sentence
    text = statement.article.text
    before, after = text[sentence.start : span.start], text[span.end : sentence.end]
    if len(before) <= _LONGEST_PLACE and _PLACE.fullmatch(before) and _AGENCY.match(after):
        return True
    words = _WORD.findall(f"{before} {after}".lower())
    return all(word in _rules().of_articles or not word.isalpha() for word in words)


def is_speech(statement: Statement) -> bool:
    """Whether the event is no more than that somebody said something: "the junta said on Saturday"."""
    event, rules = statement.when.event or "", _rules()
    before, _, after = event.partition(statement.words)
    told = [word for part in (before, after) for word in _WORD.findall(part)]
    while told and told[-1].lower() in rules.behind_speech:
        told.pop()
    if not told or told.pop().lower() not in rules.speech:
        return False
    # Another verb before it tells of a deed: "the mayor resigned and said", "she was told".
    deed = any(word.endswith("ed") or word.lower() in rules.beside_speech for word in told)
    return len(told) <= _LONGEST_SPEAKER and not deed


def between(
    entries: Iterable[TimelineEntry], since: date | None = None, until: date | None = None
) -> Iterator[TimelineEntry]:
    """The entries that have a day from `since` to `until`, both included; None = open.

    Dates of unknown years have none.
    """
    for entry in entries:
        first, last = _days(entry)
        begins, ends = first or date.min, last or date.max
        if (first or last) and ends >= (since or date.min) and begins <= (until or date.max):
            yield entry


def _days(entry: TimelineEntry) -> tuple[date | None, date | None]:
    """First and last day; those of a season, which has no days of its own, about where it lies."""
    if entry.first or entry.last:
        return entry.first, entry.last
    match = _PARTS.match(entry.value)
    if not match or match["year"] == "XXXX" or int(match["month"]) not in _BEGINS:
        return None, None
    first = date(int(match["year"]), _BEGINS[int(match["month"])], 1)
    return first, first + timedelta(_SEASON_DAYS)


def _key(statement: Statement) -> tuple[str, int, int, str, str]:
    """Of one article given twice the same; sorted by it, statements stand as in the articles."""
    span = statement.when.evidence.span
    return statement.article.id, span.start, span.end, statement.when.value or "", statement.sentence


def _time_order(entry: TimelineEntry) -> tuple[Any, ...]:
    rank = (entry.value, -len(entry.articles), _key(min(entry.statements, key=_key)))
    first, last = _days(entry)
    day = first or last
    if day:
        return 0, day, (last or date.max) - day, *rank
    match = _PARTS.match(entry.value)
    month, day_of_month = (int(match["month"]), int(match["day"] or 0)) if match else (_AFTER_ALL_MONTHS, 0)
    shorter_first = not day_of_month, "/" in entry.value
    return 1, _BEGINS.get(month, month), day_of_month or 1, *shorter_first, *rank


# Merging


@dataclass(frozen=True, slots=True)
class _SameEvent:
    least_overlap: float
    name_weight: int
    least_shared: int
    least_shared_long: int
    long_grains: frozenset[str]
    ignored: frozenset[str]
    of_articles: frozenset[str]
    speech: frozenset[str]
    behind_speech: frozenset[str]
    beside_speech: frozenset[str]
    deeds: Mapping[str, str]

    def hold(self, one: Words, other: Words, shared: int, only_names: bool, *, long: bool) -> bool:
        """Whether two events are the same. `shared`: the weight of their common words."""
        if not one or not other:
            return False
        if one == other and not long:
            return True
        # Two things that one person did on a day are two events.
        if only_names:
            return False
        least = self.least_shared_long if long else self.least_shared
        return shared >= least and shared >= self.least_overlap * min(_weight(one), _weight(other))


@cache
def _rules() -> _SameEvent:
    data = read("rules/timeline")
    ignored = " ".join(data["ignored"].values()).split()
    thresholds = data["same_event"]
    return _SameEvent(
        **{**thresholds, "long_grains": frozenset(thresholds["long_grains"])},
        ignored=frozenset(ignored),
        of_articles=frozenset(data["of_articles"]["words"].split()),
        speech=frozenset(data["speech"]["verbs"].split()),
        beside_speech=frozenset(data["speech"]["beside"].split()),
        behind_speech=frozenset(data["speech"]["behind"].split()),
        deeds={word: deed for deed, words in data["deeds"].items() for word in words.split()},
    )


def deed_of(word: str) -> str:
    """The word under which a small-letter word for a deed counts: "quake" for "earthquake"."""
    return _rules().deeds.get(word, word)


def _weight(words: Words) -> int:
    return sum(words.values())


def _name_words(facts: ArticleFacts) -> frozenset[str]:
    entities: tuple[Person | Place | Organization, ...] = (*facts.people, *facts.places, *facts.organizations)
    names = (name for entity in entities for name in (entity.name, *entity.aliases))
    return frozenset(chain.from_iterable(_WORD.findall(name.lower()) for name in names))


def _words(statement: Statement, names: frozenset[str]) -> Words:
    """The content words of the event, without those of the date."""
    rules = _rules()
    event, sentence = statement.when.event or "", statement.sentence
    own = {word.lower() for word in _WORD.findall(statement.words)}
    opens = sentence.lstrip("“\"'‘ ").startswith(event)
    words: dict[str, int] = {}
    for match in _WORD.finditer(event):
        word = match[0].lower()
        if word in rules.ignored or word in own:
            continue
        # A capital at the beginning of a sentence says nothing.
        name = match[0][0].isupper() and (word in names or match.start() > 0 or not opens)
        if not name:
            word = rules.deeds.get(word, word)
        words[word] = max(words.get(word, 0), rules.name_weight if name else 1)
    return words


def _entries(group: list[tuple[Statement, Words]]) -> Iterator[TimelineEntry]:
    """The statements of one date, gathered by event.

    The richest statements come first and each joins the one it is most like: so "the attack" ends up with
    one attack and does not make one of two.
    """
    rules = _rules()
    group.sort(key=lambda item: (-_weight(item[1]), _key(item[0])))
    gathered: list[list[int]] = []
    cluster_of: dict[int, int] = {}
    holders: dict[str, list[int]] = defaultdict(list)
    sentences: dict[Any, list[int]] = defaultdict(list)
    for number, (statement, words) in enumerate(group):
        long = statement.when.grain in rules.long_grains
        best: tuple[float, int] | None = None
        for other in _candidates(words, holders):
            theirs = group[other][1]
            common = [min(weight, theirs[word]) for word, weight in words.items() if word in theirs]
            if rules.hold(words, theirs, sum(common), min(common) > 1, long=long):
                likeness = (2 * sum(common) / (_weight(words) + _weight(theirs)), -other)
                best = max(best, likeness) if best else likeness
        if best is None and (whole := _told_around(group, number, sentences)) is not None:
            best = 1.0, -whole
        sentences[_sentence_of(statement)].append(number)
        if best is None:
            cluster_of[number] = len(gathered)
            gathered.append([number])
        else:
            cluster_of[number] = cluster_of[-best[1]]
            gathered[cluster_of[number]].append(number)
        if len(gathered[cluster_of[number]]) <= _COMPARED_MEMBERS:
            for word in words:
                holders[word].append(number)
    for members in gathered:
        yield _entry([group[number] for number in members])


def _sentence_of(statement: Statement) -> tuple[str, int]:
    return statement.article.id, statement.when.evidence.sentence.start


def _told_around(
    group: Sequence[tuple[Statement, Words]], number: int, sentences: Mapping[Any, Sequence[int]]
) -> int | None:
    """The statement before, of the same sentence, whose event has that of `number` in it: told twice."""
    statement = group[number][0]
    event = statement.when.event
    others = sentences.get(_sentence_of(statement), ())
    return next((other for other in others if event and event in (group[other][0].when.event or "")), None)


def _with_subject(statement: Statement) -> str | None:
    """The event's words; of a clause that begins with "who" or "which" also whom it tells of, as they stand
    in front: "the six hostages who were found dead". A bracket that stays open is cut off.
    """
    event, sentence = statement.when.event, statement.sentence
    if event and event.count("(") > event.count(")"):
        event = event[: event.rindex("(")].rstrip() or event
    if event is None or not (relative := _RELATIVE.match(event)):
        return event
    at = sentence.find(event)
    before = _BEFORE.search(sentence[: max(at, 0)])
    if before is None or relative.end() == len(event):
        return event
    return sentence[before.start() : at + len(event)]


def _candidates(words: Words, holders: Mapping[str, Sequence[int]]) -> list[int]:
    """The statements before that may be of the same event: those that share one of the rarer words.

    All before are at least as rich, so that enough is shared only where it is enough of `words`: the most
    frequent of them are not, and the long lists of who has them need not be gone through.
    """
    rarest_first = sorted(words, key=lambda word: (len(holders.get(word, ())), word))
    missing = (1 - _rules().least_overlap) * _weight(words)
    found: set[int] = set()
    for word in rarest_first:
        if missing < 0:
            break
        found.update(holders.get(word, ()))
        missing -= words[word]
    return sorted(found)


def _entry(members: Sequence[tuple[Statement, Words]]) -> TimelineEntry:
    in_order = sorted(members, key=lambda item: _key(item[0]))
    # How many statements have each word: added up over the words of one, its likeness to all the others.
    common = Counter(word for _, words in in_order for word in words)
    usual_length = sum(common.values()) / len(in_order)

    def centrality(item: tuple[Statement, Words]) -> tuple[bool, int, float, int]:
        event, words = item[0].when.event, item[1]
        likeness = sum(common[word] - 1 for word in words) / (len(words) + usual_length) if words else 0.0
        # "The attack" is like all others, but says less than any.
        return event is not None, min(len(words), _TELLING_WORDS), round(likeness, 9), len(words)

    speaker, _ = max(in_order, key=centrality)
    others = [statement for statement, _ in in_order if statement is not speaker]
    values = Counter(statement.when.value for statement, _ in in_order)
    most = max(values.values())
    told = {statement.when.status for statement, _ in in_order}
    telling = next(s for s in (speaker, *others) if values[s.when.value] == most)
    return TimelineEntry(
        value=telling.when.value or "",
        first=telling.when.first,
        last=telling.when.last,
        grain=telling.when.grain,
        event=_with_subject(speaker),
        statements=(speaker, *others),
        status=next((status for status in EventStatus if status in told), None),
    )
