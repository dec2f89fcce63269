"""Passes that find bodies which the tagger took for people and places, or passed by; what is none goes.

Known companies, brands with a possessive, "X & Y", papers in quotes, clubs.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from newsfacts.doc import store
from newsfacts.doc.store import Labelled
from newsfacts.english.names import fold, is_acronym, stands_for
from newsfacts.english.titles import is_any_title, is_title, title_words
from newsfacts.english.words import closed, lists
from newsfacts.names import organization_names
from newsfacts.names.passes.clean import opens_with_business
from newsfacts.names.passes.clues import FIRM, is_place, trust, words_of_people
from newsfacts.names.passes.spread import MAX_OTHER, stands_alone
from newsfacts.names.passes.value import ORG, PERSON, PLACES, At, Names

REACH = 6  # tokens on either side of a name in which a word can tell what it is
MAX_NAME = 4  # words on either side of "&"
MAX_QUOTED = 4  # words of a paper's name in quotes
MAX_OFFICE = 9  # tokens of an office that brackets behind it shorten
LONG = 4  # letters of an acronym that hardly is a person's
_CAPITAL = re.compile(r"[^\W\d_][\w'’]*\.?")
MOTORWAYS = (["on", "the"], ["off", "the"], ["along", "the"])  # before a road of letters
_SCORE = re.compile(r"\d{1,2}[-–]\d{1,2}")


@dataclass(frozen=True, slots=True)
class BodyWords:
    """The tables of `names/passes/bodies.toml`."""

    trades: frozenset[str]
    contests: frozenset[str]
    plays: frozenset[str]
    beaten: frozenset[str]
    officers: frozenset[str]
    shares: frozenset[str]
    body_ends: frozenset[str]
    joined_ends: frozenset[str]
    club_begins: frozenset[str]
    club_ends: frozenset[str]
    press: frozenset[str]
    no_bodies: frozenset[str]
    no_body_ends: frozenset[str]
    forms: frozenset[str]
    fighters: frozenset[str]
    hospital_ends: frozenset[str]


@cache
def words() -> BodyWords:
    return lists("names/passes/bodies", BodyWords)


# ---------------------------------------------------------------- companies by their names


def well_known(names: Names) -> Names:
    """Bodies of the lists, "Burger King", "Marks and Spencer", "McDonald's", however they were tagged.

    Those whose name means others too only where the words beside tell.
    """
    article = _Article(names)
    return names.with_spans(article.listed(), ORG)


class _Article:
    """An article's words and names, asked for the bodies in it."""

    def __init__(self, names: Names) -> None:
        self.names, self.doc, self.low = names, names.doc, names.low
        self.people = words_of_people(names.found)
        self.other = {
            i
            for name in names.tagged
            if name.label not in (ORG, PERSON, *PLACES) and trust(name) >= MAX_OTHER
            for i in range(name.span.start, name.span.end)
        }
        self.bodies = {i for m in names.found if m.label == ORG for i in range(m.span.start, m.span.end)}

    def listed(self) -> Iterator[At]:
        """Where listed names stand as bodies."""
        behind, words, story = 0, self.names.words, self.names.story
        for at, word in enumerate(words):
            if not (word[0].isupper() or word[0].isdigit()) or at < behind or not story[at]:
                continue
            longest = min(organization_names.longest_from(word) + 1, len(words) - at)
            for length in range(longest, 0, -1):
                name = word if length == 1 else store.words_between(self.doc, at, at + length)
                found = organization_names.as_listed(name)
                if found is not None:
                    if self._is_body(at, at + length, found):
                        yield at, at + length
                        behind = at + length
                    break

    def _is_body(self, start: int, end: int, found: organization_names.Listed) -> bool:
        """Whether a listed name means the body at tokens [start, end)."""
        over = self.names.over(start, end)
        if any(m.label == ORG and len(m.span) > end - start for m in over):
            return False
        if found.table == "armed_group" and not found.sure:
            return self._has_fighters() and self.low[max(start - 2, 0) : start] not in MOTORWAYS
        if end - start == 1 and not over and start in self.other:
            return False
        if any(not self._gives_way(m, start, end) for m in over):
            return False
        if not over and not stands_alone(self.doc, start, end):
            return False
        if self._is_brand(start, end):
            return self._owns_nothing(end) or not any(m.label == PERSON for m in over)
        if self.doc[start:end].text.isupper() and self._among_capitals(start, end):
            return False
        return (found.sure and self._is_no_person(start, end)) or self._is_told(start, end, found.table)

    def _gives_way(self, mention: Labelled, start: int, end: int) -> bool:
        """Whether a name found over tokens [start, end) can be the body there, or part of its name."""
        first, last = mention.span.start, mention.span.end
        if start <= first and last <= end:
            return True
        # "Ikea store", tagged as a place.
        return mention.label in PLACES and first == start and self.doc[end:last].text.islower()

    def _is_brand(self, start: int, end: int) -> bool:
        return end - start > 1 and self.low[end - 1] in closed().possessives

    def _owns_nothing(self, end: int) -> bool:
        """Whether nothing stands behind a possessive that could be owned."""
        if end >= len(self.doc):
            return True
        tag = self.doc[end].tag_
        if not tag:
            return self.low[end] in closed().signs or self.low[end] in closed().ands
        return not tag.startswith(("NN", "JJ", "CD", "RB", "VBG"))

    def _is_no_person(self, start: int, end: int) -> bool:
        if end - start > 1:
            return True
        titled = start > 0 and is_any_title(self.names.words[start - 1])
        return not titled and fold(self.doc[start].text) not in self.people

    def _among_capitals(self, start: int, end: int) -> bool:
        """Whether the words beside are in capitals too, which tell nothing then."""
        beside = (*self.names.words[max(start - 2, 0) : start], *self.names.words[end : end + 2])
        letters = [word for word in beside if word.isalpha()]
        return bool(letters) and all(map(str.isupper, letters))

    def _is_told(self, start: int, end: int, kind: str) -> bool:
        """Whether the words beside a name, one of several things, tell that it is a body of that kind."""
        if not self._is_no_person(start, end) or not stands_alone(self.doc, start, end):
            return False
        near = range(max(start - REACH, 0), min(end + REACH, len(self.doc)))
        if kind == "sports":
            score = any(
                _SCORE.fullmatch(self.doc[i : i + 3].text) or _SCORE.fullmatch(self.low[i]) for i in near
            )
            return score or any(self.low[i] in words().contests for i in near)
        if kind == "sports_words":
            return self._plays(start, end)
        if kind == "government":
            return end < len(self.doc) and self.low[end] in words().officers
        if kind not in ("company", "company_words"):
            return False
        if self.low[end : end + 2] in (["said", "it"], ["said", "its"], ["says", "it"], ["says", "its"]):
            return True
        beside = any(self.low[i] in words().trades for i in near if not start <= i < end)
        return beside or any(self._is_company(i) for i in near if not start <= i < end)

    def _has_fighters(self) -> bool:
        """Whether the article has rebels: letters that are a road's too, "M23", are then their group's."""
        return not words().fighters.isdisjoint(self.low)

    def _plays(self, start: int, end: int) -> bool:
        """Whether a name that is a town's too is a team's: "Arsenal beat Chelsea 3-1"."""
        before = self.low[start - 1] if start else ""
        behind = self.low[end] if end < len(self.doc) else ""
        return behind in words().plays or before in words().beaten

    def _is_company(self, at: int) -> bool:
        if at in self.bodies:
            return True
        found = organization_names.as_listed(self.names.words[at])
        return found is not None and found.sure and found.rule.kind == "company"

    # ------------------------------------------------------------ "X & Y"

    def joined(self) -> Iterator[At]:
        """Names with "&", or with "and" and a legal form behind: "Crane & Sons", "Hale and Penn LLP"."""
        for at, word in enumerate(self.names.words):
            if word in ("&", "and") and at and self.names.story[at]:
                start, end = self._capitals_before(at), self._capitals_behind(at + 1)
                whole = self.doc[start:end]
                longer = any(
                    m.label == ORG and len(m.span) > end - start for m in self.names.over(start, end)
                )
                found = start < at < end - 1 and not longer and self._are_one(start, at, end)
                if found and not is_place(whole.text):
                    yield start, end

    def _are_one(self, start: int, joint: int, end: int) -> bool:
        """Whether the words on both sides of a joint are one company's name."""
        formed = self.low[end - 1] in words().joined_ends and self.low[joint + 1] not in ("its", "his")
        if self.low[joint] == "and":
            return formed and not any(m.label == ORG for m in self.names.over(start, joint))
        return formed or bool(self.names.over(start, end)) or joint - start == end - joint - 1 == 1

    def _capitals_before(self, at: int) -> int:
        start = at
        while start > max(0, at - MAX_NAME) and self._is_capital(start - 1):
            start -= 1
            if self.doc[start].is_sent_start:
                break
        while start < at and (is_any_title(self.low[start]) or self.low[start] in title_words("stops")):
            start += 1
        return start + (start < at and opens_with_business(self.names, start))

    def _capitals_behind(self, at: int) -> int:
        end = at
        while end < min(len(self.doc), at + MAX_NAME) and self._is_capital(end):
            if self.doc[end].is_sent_start:
                break
            end += 1
        return end

    def _is_capital(self, at: int) -> bool:
        word = self.names.words[at]
        return word[0].isupper() and (
            word.isalpha() or word.rstrip(".").isalpha() or "'" in word or "’" in word
        )

    # ------------------------------------------------------------ a word for a body at the end

    def ended(self) -> Iterator[At]:
        """Names of people and places, or none, that a word for a body ends: "O'Reilly Media"."""
        for at in range(1, len(self.doc)):
            if self.low[at] not in words().body_ends or not self.names.words[at][0].isupper():
                continue
            start = self._body_start(at)
            if start is not None and self.names.story[at]:
                yield start, at + 1

    def _body_start(self, last: int) -> int | None:
        """Where the body's name begins that token `last` ends; None where it is none, or found."""
        start = self._capitals_before(last)
        over = self.names.over(start, last + 1)
        if start == last or self.doc[last].is_sent_start:
            return None
        behind = self.doc[last + 1] if last + 1 < len(self.doc) else None
        if behind is not None and behind.text[0].isupper() and not behind.is_sent_start:
            return None
        if any(m.span.start < start or m.span.end > last + 1 for m in over):
            return None
        if any(m.label == PERSON and m.span.end == last + 1 and trust(m) >= FIRM for m in over):
            return None  # "Ada Banks" and "Ken Press"
        if not self.other.isdisjoint(range(start, last + 1)):
            return None
        small = {self.low[i] for i in range(start, last)} & title_words("stops")
        return None if small or (not over and self.doc[start].is_sent_start) else start

    # ------------------------------------------------------------ children's hospitals

    def childrens(self) -> Iterator[At]:
        """Hospitals called for children: "Children's of Lima", "Children's Mercy"."""
        for at in range(len(self.doc) - 2):
            if self.names.words[at] != "Children" or self.low[at + 1] not in closed().possessives:
                continue
            end = at + 2
            while end < len(self.doc) and self.names.words[end][0].isupper():
                end += 1
            if self.low[end : end + 1] in (["of"], ["at"]):
                end = self._capitals_behind(end + 1)
            start = self._capitals_before(at)
            inside = self.doc[start].is_sent_start is not True or self.low[end - 1] in words().hospital_ends
            longer = any(m.label == ORG and m.span.start < start for m in self.names.over(start, end))
            if (
                self.names.story[at]
                and inside
                and not longer
                and self.low[end - 1] not in ("of", "at")
                and end > at + 2
            ):
                yield start, end

    # ------------------------------------------------------------ papers, clubs, shares

    def papers(self) -> Iterator[At]:
        """Names in quotes behind a word for a paper: "the weekly 'Whistle'"."""
        quotes = closed().quotes
        for at in range(len(self.doc) - 2):
            if self.low[at] not in words().press or self.names.words[at + 1] not in quotes:
                continue
            end = at + 2
            while end < min(at + 2 + MAX_QUOTED, len(self.doc)) and self.names.words[end] not in quotes:
                end += 1
            closes = end < len(self.doc) and self.names.words[end] in quotes
            if closes and end > at + 2 and self.doc[at + 2].text[0].isupper() and self.names.story[at]:
                yield at + 2, end

    def clubs(self) -> Iterator[At]:
        """Clubs by the first or last word of their name where a match is told."""
        yield from self._clubs_missed()
        for m in self.names.found:
            start, end = m.span.start, m.span.end
            if end - start < 2:
                continue
            begins = self.names.words[start] in words().club_begins
            ends = self.names.words[end - 1] in words().club_ends
            prefix = begins and self.names.words[start].isupper()
            if prefix or ((begins or ends) and self._is_told(start, end, "sports")):
                yield start, end

    def _clubs_missed(self) -> Iterator[At]:
        """Clubs that were passed by, by their last word, where the result of the match is told."""
        for at in range(1, len(self.doc)):
            if self.names.words[at] not in words().club_ends or not self.names.story[at]:
                continue
            start = self._capitals_before(at)
            free = start < at and not self.names.over(start, at + 1) and at + 1 < len(self.doc)
            if free and self.low[at + 1] in words().contests and self._is_told(start, at + 1, "sports"):
                yield start, at + 1

    def traded(self) -> Iterator[At]:
        """Names behind "shares in" and the like."""
        for m in self.names.found:
            at = m.span.start
            told = at > 1 and self.low[at - 1] in ("in", "of") and self.low[at - 2] in words().shares
            if told and m.label != ORG and not (m.label in PLACES and is_place(m.text)) and trust(m) < FIRM:
                yield at, m.span.end

    def formed(self) -> Iterator[At]:
        """Names with a comma and a legal form behind: "Orlo Foods, Inc."."""
        for m in self.names.found:
            end = m.span.end
            formed = self.low[end : end + 1] == [","] and end + 1 < len(self.low)
            if formed and m.label == ORG and self.low[end + 1].rstrip(".") in words().forms:
                stopped = self.low[end + 2 : end + 3] == ["."] and not self.doc[end + 1].whitespace_
                yield m.span.start, end + 2 + stopped

    def forces(self) -> Iterator[At]:
        """Names of a place and letters, tagged as a person: "Benoni SAPS"."""
        for m in self.names.found:
            last = m.span[-1].text
            letters = len(m.span) > 1 and last.isupper() and last.isalpha() and len(last) >= LONG
            if letters and m.label != ORG and not m.text.isupper():
                yield m.span.start, m.span.end


def told(names: Names) -> Names:
    """Bodies by the words in their name or beside it: "Crane & Sons", "O'Reilly Media", "shares in Orlo"."""
    article = _Article(names)
    spans = (*article.joined(), *article.ended(), *article.papers(), *article.clubs(), *article.traded())
    return names.with_spans((*spans, *article.formed(), *article.forces(), *article.childrens()), ORG)


# ---------------------------------------------------------------- no bodies


def no_bodies(names: Names) -> Names:
    """Without what is written like a body and is none: "GMT", "the CEO", "Median Line (ML)"."""
    full: dict[str, list[str]] = defaultdict(list)
    for m in names.found:
        if m.label == ORG and len(m.span) > 1:
            full[m.text[:1].lower()].append(m.text)
    none = {m.text for m in names.found if m.label == ORG and is_acronym(m.text) and _is_none(names, m, full)}
    return names.having(m for m in names.found if m.label != ORG or m.text not in none)


def _is_none(names: Names, body: Labelled, full: Mapping[str, Sequence[str]]) -> bool:
    """Whether an acronym is no body's, by the list or by what it stands for.

    `full`: bodies' names in full, by their first letter.
    """
    text, start = body.text, body.span.start
    if text in words().no_bodies:
        none = organization_names.known(text) is None
    elif start >= 2 and names.words[start - 1] == "(" and names.low[start - 2] in words().no_body_ends:
        none = True
    else:
        none = _holds_ticker(names, start) or _stands_for_office(names, text, start)
    return none and not any(stands_for(text, name) for name in full.get(text[:1].lower(), ()))


def _stands_for_office(names: Names, letters: str, start: int) -> bool:
    """Whether letters in brackets stand for an office: "director of public prosecutions (DPP)"."""
    if start < 2 or names.words[start - 1] != "(":
        return False
    phrases = (names.low[first : start - 1] for first in range(max(start - MAX_OFFICE, 0), start - 2))
    return any(
        stands_for(letters, " ".join(phrase)) and any(is_title(word, "offices") for word in phrase)
        for phrase in phrases
    )


def _holds_ticker(names: Names, start: int) -> bool:
    """Whether a name is a company's sign at an exchange: "(LSE: ARK)"."""
    if start < 3 or names.words[start - 1] != ":":
        return False
    return names.words[start - 3] == "(" and names.words[start - 2].isupper()
