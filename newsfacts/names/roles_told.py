"""Roles that do not stand beside one name: of several people, in the next sentence, of kin.

"Pilots X and Y", "X and Y, both teachers", "nurses such as X"; "X refused to comment. The mayor said";
"his wife, X", "X, a mother of three".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Span

from newsfacts.doc import store
from newsfacts.english.names import fold
from newsfacts.english.tags import FINITE_VERBS
from newsfacts.english.titles import is_title, title_words
from newsfacts.english.words import closed, lists
from newsfacts.names import mentions
from newsfacts.names.role_words import before_age

MAX_LINK = 4  # tokens of ", made up of" between "surgeons" and the first name
MAX_PHRASE = 5  # tokens of "The former union leader"
KIN_TOKENS = (5, 3, 1)  # of "brother-in-law", "ex-wife", "wife"
KIN_ENDS = ("of", "to", "and", ",", ".")  # behind a word for kin
MAX_VERB = 4  # tokens behind a name in which its verb stands
SPEAKS, TRIED, STRUCK = "speaks", "tried", "struck"  # what a sentence tells of who is named in it
OWNER_ENDS = (",", ".", ";", "who", "and", ")")
MAX_AGENT = 4  # tokens of "by police on Monday" between "identified" and "as"
MAX_OWNER = 8  # tokens of "Mayor Ed Cole's son"


@dataclass(frozen=True, slots=True)
class ToldWords:
    """The tables of `names/roles_told.toml`."""

    links: frozenset[str]
    all_of: frozenset[str]
    counts: frozenset[str]
    speaks: frozenset[str]
    tried: frozenset[str]
    struck: frozenset[str]
    others: frozenset[str]
    naming: frozenset[str]
    audiences: frozenset[str]
    kin: frozenset[str]
    kin_owners: frozenset[str]
    before_kin: frozenset[str]
    between: frozenset[str]
    irregular: frozenset[str]


@cache
def words() -> ToldWords:
    return lists("names/roles_told", ToldWords)


class Told:
    """Roles of people by the first token of a mention. `office`, `gather`: as `Roles` has them.

    `shared`: of several people at once; `named`: "the pilot, identified as X"; `later`: in the sentence
    behind; `kin`: whose relative someone is.
    """

    def __init__(self, doc: Doc, people: Sequence[Span], reader: Reader) -> None:
        self.doc, self.low, self.reader = doc, store.lower_words_of(doc), reader
        self.shared = {at: text for row in self._rows(people) for at, text in self._of_row(row)}
        self.named = {one.start: text for one in people if (text := self._named(one)) is not None}
        self.later = dict(self._of_next_sentences(people))
        self.kin = {one.start: text for one in people if (text := self._kin(one)) is not None}

    # ------------------------------------------------------------ several people

    def _rows(self, people: Sequence[Span]) -> Iterator[list[Span]]:
        """The people, one list for each that they are named in; ages and commas between."""
        row: list[Span] = []
        for one in people:
            if row and not self._goes_on(row[-1].end, one.start):
                yield row
                row = []
            row.append(one)
        if row:
            yield row

    def _goes_on(self, end: int, start: int) -> bool:
        between = self.low[end:start]
        return bool(between) and all(
            word in words().between or word in closed().ands or word.isdigit() or is_title(word, "honorifics")
            for word in between
        )

    def _of_row(self, row: Sequence[Span]) -> Iterator[tuple[int, str]]:
        text = self._before_row(row) or (self._behind_row(row[-1]) if len(row) > 1 else None)
        if text is not None:
            for one in row:
                yield one.start, text

    def _before_row(self, row: Sequence[Span]) -> str | None:
        """What stands before a list of people: "Pilots X and Y", "three firefighters - X and Y -"."""
        least = mentions.around(row[0])[0]
        at, linked = row[0].start, False
        while at > least and row[0].start - at < MAX_LINK:
            word = self.low[at - 1]
            if word in words().links:
                linked = True
            elif word not in closed().signs or word in (".", ";", ")", "(", "?", "!"):
                break
            at -= 1
        stop = at > least and self.low[at - 1] == "." and self.reader.is_rank(at - 2)
        head = at - 2 if stop else at - 1
        alone = len(row) == 1 and not linked
        if head < least or alone or not self._is_plural(head):
            return None
        return self._singular(self.reader.gather(head, least), at, head)

    def _behind_row(self, last: Span) -> str | None:
        """What is said of all: "X and Y, both teachers at Z"."""
        most = mentions.around(last)[1]
        at = last.end
        while at < most and (self.low[at] in words().between or self.low[at].isdigit()):
            at += 1
        if at >= most:
            return None
        if self.low[at] not in words().all_of:
            return self._several(at, most) if self.low[at - 1] == "," else None
        start = at + 1
        while start < most and (self.low[start] in words().counts or self.low[start] == "of"):
            start += 1
        found = self.reader.phrase(start, most)
        if found is None:
            return None
        head = next((i for i in range(*found) if self._is_plural(i)), None)
        return None if head is None else self._singular(*found, head)

    def _several(self, start: int, most: int) -> str | None:
        """An office in the plural between commas, "X and Y, chairs of Z,": not "X and Y, officials said"."""
        found = self.reader.phrase(start, most)
        if found is None or self.low[found[1] : found[1] + 1] not in ([","], ["."], [")"]):
            return None
        head = next((i for i in range(*found) if self._is_plural(i)), None)
        return None if head is None else self._singular(*found, head)

    def _is_plural(self, at: int) -> bool:
        """Whether a token is an office in the plural: "pilots", "Sgts", "spokesmen"."""
        word = self.low[at]
        if word in words().irregular:
            return True
        if word.endswith("ies") and one_of(word) in title_words("offices"):
            return True
        return self.reader.is_office(at) and word.endswith("s") and not word.endswith("ss")

    def _singular(self, start: int, end: int, head: int) -> str | None:
        """The phrase as it is true of each: "teacher at Z", "Sgt."."""
        while start < head and self.low[start] in words().counts:
            start += 1
        told = [token.text for token in self.doc[start:end]]
        told[head - start] = one_of(told[head - start])
        blanks = [token.whitespace_ for token in self.doc[start:end]]
        text = "".join(word + blank for word, blank in zip(told, blanks, strict=True))
        return " ".join(text.split()) or None

    # ------------------------------------------------------------ by what they are named

    def _named(self, one: Span) -> str | None:
        """The office of "The pilot, identified as X", "the nurse, who was named by police as X"."""
        least, at = mentions.around(one)[0], one.start - 1
        if at - 2 < least or self.low[at] != "as":
            return None
        verb = next((i for i in range(at - 1, max(at - MAX_AGENT, least), -1) if self._names(i)), None)
        if verb is None:
            return None
        end = verb - 2 if self.low[verb - 2 : verb] == ["who", "was"] else verb
        end -= end - 1 > least and self.low[end - 1] == ","
        if end - 1 <= least or not self.reader.is_office(end - 1) or self._is_plural(end - 1):
            return None
        start = self.reader.gather(end - 1, least)
        return self.doc[start:end].text if start > least and self.low[start - 1] == "the" else None

    def _names(self, at: int) -> bool:
        return self.low[at] in words().naming

    # ------------------------------------------------------------ the next sentence

    def _of_next_sentences(self, people: Sequence[Span]) -> Iterator[tuple[int, str]]:
        """The office by which a speaker, or who stands trial or was struck, is called right after: "X refused
        to comment. The mayor said".
        """
        by_sentence: dict[int, list[Span]] = {}
        for one in people:
            by_sentence.setdefault(mentions.around(one)[0], []).append(one)
        for first, named in by_sentence.items():
            last = mentions.around(named[0])[1]
            if len(named) > 1 or last >= len(self.doc) or last in by_sentence:
                continue
            found = self._called(last, self._told_of(named[0]))
            if found is not None and found[0] > first:
                yield named[0].start, self.doc[slice(*found)].text

    def _told_of(self, one: Span) -> tuple[str, ...]:
        """What the sentence of a name tells of it: that they speak, stand trial, were struck."""
        first, last = mentions.around(one)
        behind = self.low[one.end : last][:MAX_VERB] if one.start == first else []
        told = (
            (SPEAKS, self._speaks(one)),
            (TRIED, "," not in behind and not words().tried.isdisjoint(behind)),
            (STRUCK, "," not in behind and not words().struck.isdisjoint(behind)),
        )
        return tuple(what for what, is_told in told if is_told)

    def _speaks(self, one: Span) -> bool:
        """Whether a verb of speech stands right beside a name."""
        sentence = self.low[slice(*mentions.around(one))]
        if not words().audiences.isdisjoint(sentence):
            return True
        behind, before = self.low[one.end : one.end + 1], self.low[max(one.start - 1, 0) : one.start]
        return not words().speaks.isdisjoint((*behind, *before))

    def _called(self, start: int, told: Sequence[str]) -> tuple[int, int] | None:
        """The office that a sentence begins with, "The navy spokesman added"; "the" left out. `told`: of who
        is named before, as `_told_of` gives it.
        """
        while start < len(self.doc) and self.doc[start].is_space:
            start += 1
        if not told or start >= len(self.doc) or self.low[start] != "the":
            return None
        for at in range(start + 1, min(start + 1 + MAX_PHRASE, len(self.doc) - 1)):
            if self.reader.label(at) or self.doc[at].tag_ in FINITE_VERBS:
                return None
            if self.reader.is_office(at) and any(self._calls(at, what) for what in told):
                plural = self._is_plural(at) or is_title(self.low[at], "family")
                return None if plural else (start + 1, at + 1)
        return None

    def _calls(self, at: int, told: str) -> bool:
        """Whether the office at a token is of who was named before, of whom `told` is told."""
        another = told != SPEAKS and self.low[at] in words().others
        return not another and self._goes_on_of(at + 1, told)

    def _goes_on_of(self, at: int, told: str) -> bool:
        """Whether what stands behind an office is said of who was named before: "added", "had written"."""
        if told == STRUCK:
            return self.low[at] == "had"
        if told == TRIED:
            aged = self.low[at] == "," and self.doc[at + 1 : at + 2].text.isdecimal()
            return aged or self.doc[at].tag_ in FINITE_VERBS
        verb = at + (self.low[at] in ("had", "has", "also", "then"))
        return self.low[verb : verb + 1] != [] and self.low[verb] in words().speaks

    # ------------------------------------------------------------ kin

    def _kin(self, one: Span) -> str | None:
        """Whose relative someone is: "His wife, X", "Mayor Y's son, X", "X, a mother of three"."""
        least, most = mentions.around(one)
        start = before_age(self.low, one.start, least)
        return self._kin_before(start, least) or self._kin_behind(one.end, most)

    def _kin_before(self, at: int, least: int) -> str | None:
        end = at - (at > least and self.low[at - 1] == ",")
        start = self._kin_word(end, least)
        while start is not None and start - 1 > least and self.low[start - 1] in words().before_kin:
            start -= 1
        if start is None or start - 1 < least:
            return None
        if self.low[start - 1] in words().kin_owners:
            return self.doc[start - 1 : end].text
        owner = self._owner(start - 2, least) if self.low[start - 1] in closed().possessives else None
        return None if owner is None else self.doc[owner:end].text

    def _kin_word(self, end: int, least: int) -> int | None:
        """Where the word for kin begins that ends before token `end`: "sister", "brother-in-law"."""
        starts = (end - n for n in KIN_TOKENS if end - n >= least)
        return next((at for at in starts if "".join(self.low[at:end]) in words().kin), None)

    def _owner(self, at: int, least: int) -> int | None:
        """Where the person begins whose kin is told, who ends with token `at`."""
        if at < least:
            return None
        if self._is_someone(at):
            return self.reader.gather(at, least)
        if self.reader.label(at) != mentions.PERSON:
            return None
        while at > least and self.reader.label(at - 1) == mentions.PERSON:
            at -= 1
        return at

    def _is_someone(self, at: int) -> bool:
        """Whether a token is a noun for a person: "the victim's sister", "the mayor's son"."""
        if not self.doc[at].is_lower:
            return False
        return self.reader.is_office(at) or self.low[at] in title_words("family")

    def _kin_behind(self, at: int, most: int) -> str | None:
        """ "X, a mother of three", "X, father of the victim", "X, his brother-in-law"."""
        if at + 2 >= most or self.low[at] != ",":
            return None
        first = at + 1
        if self.doc[first].like_num and self.low[first + 1] == "," and first + 3 < most:
            first += 2
        start = first + (self.low[first] in closed().articles or self.low[first] in words().kin_owners)
        lengths = (n for n in KIN_TOKENS if "".join(self.low[start : start + n]) in words().kin)
        kin = next(lengths, None)
        if kin is None or start + kin >= most or self.low[start + kin] not in KIN_ENDS:
            return None
        return self.doc[first : self._kin_end(start + kin, most)].text

    def _kin_end(self, end: int, most: int) -> int:
        """Where "of the victim" ends behind a word for kin; `end` where nothing follows."""
        if self.low[end] != "of":
            return end
        start = end
        while end < most and end - start < MAX_OWNER:
            if self.low[end] in OWNER_ENDS or self.doc[end].tag_ in FINITE_VERBS:
                break
            end += 1
        return end


class Reader:
    """What `Told` asks of `Roles`."""

    def is_office(self, at: int) -> bool:
        raise NotImplementedError

    def is_rank(self, at: int) -> bool:
        raise NotImplementedError

    def label(self, at: int) -> str:
        raise NotImplementedError

    def gather(self, head: int, least: int) -> int:
        raise NotImplementedError

    def phrase(self, start: int, most: int) -> tuple[int, int] | None:
        raise NotImplementedError


def one_of(several: str) -> str:
    """The singular: "teacher", "Sgt." of "Sgts.", "spokesman" of "spokesmen", "deputy" of "deputies"."""
    word = several.removesuffix(".")
    if word.endswith("men"):
        one = word[:-3] + "man"
    elif word.endswith("ies") and word[:-1].lower() not in title_words("offices"):
        one = word[:-3] + "y"
    else:
        one = word.removesuffix("s")
    return one + several[len(word) :]


def heads(phrase: str) -> set[str]:
    """The words for an office in a role, in the singular."""
    offices = title_words("offices")
    found = (word if word in offices else one_of(word) for word in fold(phrase).split())
    return {word for word in found if word in offices}
