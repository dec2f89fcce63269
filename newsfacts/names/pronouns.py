"""Whom "he", "her", "the minister" and "the 34-year-old" stand for, where it is safe to say.

No resolver: a pronoun is told where the sentence so far, or else the one before it, names one person alone
and speaks of nobody else it could be. What is left open stays open.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Doc

from newsfacts.doc import store
from newsfacts.english.names import fold
from newsfacts.english.tags import FINITE
from newsfacts.english.titles import title_words
from newsfacts.english.words import lists
from newsfacts.names.coreference import Group, addressed
from newsfacts.types import CharSpan

MAX_BEFORE = 4  # tokens between "the" and the noun of a person
QUOTES = frozenset(("“", "``", '"'))  # open a quotation
MAX_CLAUSE = 8  # tokens back to the subject of a clause
MAX_OFFICE = 3  # tokens of "the foreign minister"


@dataclass(frozen=True, slots=True)
class PronounWords:
    """The tables of `names/pronouns.toml`."""

    he: frozenset[str]
    she: frozenset[str]
    subjects: frozenset[str]
    men: frozenset[str]
    women: frozenset[str]
    others: frozenset[str]
    singular: frozenset[str]
    behind_office: frozenset[str]
    unnamed: frozenset[str]


@cache
def _words() -> PronounWords:
    return lists("names/pronouns", PronounWords)


@dataclass(slots=True)
class Who:
    """A person of the article. `gender`: "m", "f" or "", as far as is told; so are `role` and `age`."""

    gender: str = ""
    role: str = ""
    age: int | None = None
    first: int = 0
    found: list[tuple[int, int]] = field(default_factory=list)  # first token, after the last


def find(
    doc: Doc, groups: Sequence[Group], told: Sequence[tuple[str | None, int | None]]
) -> list[tuple[CharSpan, ...]]:
    """For each of `groups` the words that stand for the person. `told`: role and age of each."""
    low = store.lower_words_of(doc)
    pronouns = [i for i, word in enumerate(low) if word in _words().he or word in _words().she]
    article = _Article(doc, groups, told)
    if pronouns:
        article.resolve(pronouns)
    article.described()
    return [article.spans(who) for who in article.people]


class _Article:
    """Who is named where, and who else a pronoun could be."""

    def __init__(
        self, doc: Doc, groups: Sequence[Group], told: Sequence[tuple[str | None, int | None]]
    ) -> None:
        self.doc, self.low, self.words = doc, store.lower_words_of(doc), store.words_of(doc)
        self.people = [
            Who(_gender(group, role), role or "", age, group.mentions[0].span.start)
            for group, (role, age) in zip(groups, told, strict=True)
        ]
        self.named = sorted(
            (m.span.start, m.span.end, n) for n, group in enumerate(groups) for m in group.mentions
        )
        self.starts = [start for start, *_ in self.named]
        self.in_names = bytearray(len(doc))
        for start, end, _ in self.named:
            self.in_names[start:end] = b"\1" * (end - start)
        self.quoted = _quoted(self.words)

    def _between(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """The mentions that begin among tokens [start, end)."""
        return self.named[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    # ------------------------------------------------------------ pronouns

    def resolve(self, pronouns: Sequence[int]) -> None:
        """Tell whom pronouns stand for: those that open clauses first, which tell each person's gender."""
        subjects = [at for at in pronouns if self.low[at] in _words().subjects]
        heard: dict[int, set[str]] = defaultdict(set)
        for at, who in self._resolved(subjects, sure=False):
            heard[who].add(self._gender_of(at))
        for n, person in enumerate(self.people):
            told = {person.gender} - {""} or heard[n]
            person.gender = next(iter(told)) if len(told) == 1 else ""
        for at, n in self._resolved(pronouns, sure=True):
            self.people[n].found.append((at, at + 1))

    def _resolved(self, pronouns: Sequence[int], *, sure: bool) -> Iterator[tuple[int, int]]:
        """Pronouns with whom they stand for. `sure`: whose gender is known, and is theirs."""
        before: tuple[int, int] | None = None
        focus: int | None = None  # whom a pronoun of the sentence before stands for, where it names nobody
        for start, end in store.story_of(self.doc):
            here: int | None = None
            left_open: set[str] = set()
            for at in pronouns[bisect_left(pronouns, start) : bisect_left(pronouns, end)]:
                gender = self._gender_of(at)
                if self.in_names[at] or gender in left_open or self.quoted[at]:
                    continue
                who = self._stands_for(at, start, before, here, focus)
                if who is None or self.people[who].gender not in ({gender} if sure else {"", gender}):
                    left_open.add(gender)
                    continue
                here = who
                yield at, who
            focus = here if here is not None and not self._between(start, end) else None
            before = (start, end)

    def _gender_of(self, at: int) -> str:
        return "m" if self.low[at] in _words().he else "f"

    def _stands_for(
        self, at: int, start: int, before: tuple[int, int] | None, here: int | None, focus: int | None
    ) -> int | None:
        """The one person that a pronoun at token `at` of a sentence from `start` on can stand for, else None.

        `before`: the sentence before. `here`, `focus`: whom a pronoun stood for in this sentence, in the
        last.
        """
        own = {n for first, _, n in self._between(start, at) if not self.quoted[first]}
        if here is not None:
            own.add(here)
        if self.low[at] == "him" and not _words().subjects.isdisjoint(
            self.low[max(at - MAX_CLAUSE, start) : at]
        ):
            return None  # "he would run against him"
        if self._has_others(start, at) or (own and self._is_fronted(start, at)):
            return None
        if not own and before is not None and self.low[at] in _words().subjects:
            last = [named for named in self._between(*before) if not self.quoted[named[0]]]
            own = {n for *_, n in last} or ({focus} if focus is not None else set())
            if last and self._has_others(*before):
                return None
        return next(iter(own)) if len(own) == 1 else None

    def _is_fronted(self, start: int, at: int) -> bool:
        """Whether a phrase without a verb stands before a pronoun, of another: "Referring to X, he"."""
        if self.doc[start].tag_ not in ("IN", "VBG", "VBN", "TO"):
            return False
        return not any(self.doc[i].tag_ in FINITE for i in range(start, at))

    def _has_others(self, start: int, end: int) -> bool:
        """Whether tokens [start, end) speak of one more person, without a name."""
        return any(self._is_other(i, start) for i in range(start, end))

    def _is_other(self, at: int, start: int) -> bool:
        word = self.low[at]
        if self.in_names[at] or not self.words[at].islower():
            return False
        noun = word in _words().others or word in title_words("offices") or word in title_words("family")
        if not noun:
            return False
        first = max(at - MAX_BEFORE, start)
        return any(self.low[i] in _words().singular for i in range(first, at))

    # ------------------------------------------------------------ "the minister", "the 34-year-old"

    def described(self) -> None:
        """The office or age by which one person alone is called, "the" before it, behind their name."""
        offices = self._offices()
        ages = Counter(who.age for who in self.people if who.age is not None)
        by_age = {
            who.age: n for n, who in enumerate(self.people) if who.age is not None and ages[who.age] == 1
        }
        if not offices and not by_age:
            return
        for at in [i for i, word in enumerate(self.low) if word == "the"]:
            if not self.in_names[at] and not self.quoted[at]:
                self._describe(at, offices, by_age)

    def _offices(self) -> dict[str, int]:
        """The nouns for an office that one person alone has."""
        held: dict[str, set[int]] = defaultdict(set)
        for n, who in enumerate(self.people):
            for word in fold(who.role).split():
                if word in title_words("offices"):
                    held[word].add(n)
        lone = {word: next(iter(whose)) for word, whose in held.items() if len(whose) == 1}
        return {word: n for word, n in lone.items() if f"{word}s" not in self.low and self._is_lone(word)}

    def _is_lone(self, office: str) -> bool:
        """Whether the article names all that have an office: "a diplomat" stands there once at most."""
        others, at = 0, -1
        for _ in range(self.low.count(office)):
            at = self.low.index(office, at + 1)
            others += not _words().unnamed.isdisjoint(self.low[max(at - MAX_BEFORE, 0) : at])
        return others <= 1

    def _describe(self, at: int, offices: dict[str, int], by_age: dict[int, int]) -> None:
        found = self._office(at, offices) or self._aged(at, by_age)
        if found is None:
            return
        end, n = found
        who = self.people[n]
        if at > who.first:
            who.found.append((at, end))

    def _office(self, at: int, offices: dict[str, int]) -> tuple[int, int] | None:
        """Where "the foreign minister" ends, and who that is: the words of the role, in their order."""
        for last in range(at + 1, min(at + 1 + MAX_OFFICE, len(self.low) - 1)):
            if not self.words[last].islower() or self.in_names[last]:
                return None
            n = offices.get(self.low[last])
            if n is None:
                continue
            role = fold(self.people[n].role).split()
            told = [word for word in self.low[at + 1 : last + 1] if word.isalpha()]
            if all(word in role for word in told) and self.low[last + 1] in _words().behind_office:
                return last + 1, n
            return None
        return None

    def _aged(self, at: int, by_age: dict[int, int]) -> tuple[int, int] | None:
        """Where "the 34-year-old" ends, and who that is."""
        text = ""
        for last in range(at + 1, min(at + 6, len(self.low) - 1)):
            text += self.low[last]
            if text.endswith("old"):
                years = text.removesuffix("-year-old")
                n = by_age.get(int(years)) if years.isdecimal() else None
                ends = self.low[last + 1] in _words().behind_office or not self.words[last + 1][0].isalpha()
                return (last + 1, n) if n is not None and ends else None
        return None

    # ------------------------------------------------------------ out

    def spans(self, who: Who) -> tuple[CharSpan, ...]:
        """What stands for a person, in reading order."""
        return tuple(store.char_span(self.doc[start:end]) for start, end in sorted(who.found))


def _quoted(words: Sequence[str]) -> bytearray:
    """For each token 1 where it stands in a quotation; one that is not closed ends with its line."""
    inside, quoted = 0, bytearray(len(words))
    if QUOTES.isdisjoint(words):
        return quoted
    for i, word in enumerate(words):
        if word in ("”", "''") or word[0] == "\n":
            inside = 0
        elif word in ("“", "``"):
            inside = 1
        elif word == '"':
            inside = 1 - inside
        quoted[i] = inside
    return quoted


def _gender(group: Group, role: str | None) -> str:
    """What is said of a person, or stands before the name, tells of the gender."""
    said = set(fold(role or "").split())
    said.update(addressed(mention.span) for mention in group.mentions)
    man, woman = not said.isdisjoint(_words().men), not said.isdisjoint(_words().women)
    return "" if man == woman else "m" if man else "f"
