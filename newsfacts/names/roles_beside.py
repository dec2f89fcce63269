"""The title, office or occupation that an article gives a person, in its own words.

Four places hold it: before the name ("Israeli Prime Minister X", "Minister of Transport X"), before it and
a comma ("a fire official, X,"), after it and a comma ("X, the mayor of Y,"), and behind a verb of being ("X
is the mayor"). Words of office are listed in `english/titles.toml`; what else belongs to the phrase is told
by part-of-speech tags where there are some, else by lists.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Span, Token

from newsfacts.doc import store
from newsfacts.english.tags import FINITE, FINITE_VERBS, NOUN_PHRASE
from newsfacts.english.titles import is_listed, is_title
from newsfacts.english.words import closed, lists
from newsfacts.names import mentions
from newsfacts.names.roles_told import Reader

MAX_TOKENS_BEFORE = 12  # of a title in front of a name
MAX_TOKENS_AFTER = 18  # of an apposition behind it
MAX_BEHIND_OFFICE = 4  # tokens of its noun phrase behind an office


@dataclass(frozen=True, slots=True)
class RoleWords:
    """The tables of `names/roles.toml`."""

    owners: frozenset[str]
    links: frozenset[str]
    ends: frozenset[str]
    being: frozenset[str]
    classes: frozenset[str]
    works: frozenset[str]
    openers: frozenset[str]
    before_openers: frozenset[str]
    lists: frozenset[str]
    small: frozenset[str]
    joints: frozenset[str]
    hard_ends: frozenset[str]
    dashes: frozenset[str]
    aged: frozenset[str]
    left_off: frozenset[str]


@cache
def _words() -> RoleWords:
    return lists("names/roles", RoleWords)


class Beside(Reader):
    """Finds the roles beside names in one Doc. `labels`: for each token that of its name, or ""."""

    def __init__(self, doc: Doc, labels: Sequence[str]) -> None:
        self.doc, self.labels = doc, labels
        self.low = store.lower_words_of(doc)
        self.words = _words()
        self.first = list(range(len(doc)))  # of each token, where its name begins
        for name in store.labelled(doc, store.NAMES):
            for i in range(name.span.start, name.span.end):
                self.first[i] = name.span.start

    # What `Told` asks.

    def is_office(self, at: int) -> bool:
        return self._is_office(at)

    def is_rank(self, at: int) -> bool:
        return at >= 0 and self._is(self.doc[at], "ranks")

    def label(self, at: int) -> str:
        return self.labels[at]

    def gather(self, head: int, least: int) -> int:
        return self._gather(head, least)

    def phrase(self, start: int, most: int) -> tuple[int, int] | None:
        return self._phrase(start, most)

    def at(self, name: Span) -> Iterator[tuple[int, int]]:
        """Tokens [start, end) of each role that stands by one mention."""
        least, most = mentions.around(name)
        before = self._before(name.start, least)
        if before:
            yield before
            edge = before[0]
        else:
            edge = self._without_honorifics(name.start, least)
        if edge - 2 >= least and self.doc[edge - 1].text == ",":
            owned = self._before_comma(edge - 1, least)
            if owned:
                yield owned
        after = self._after(name.end, most)
        if after and not self._is_subject(name, after[1], least, most):
            yield after

    def _is_subject(self, name: Span, end: int, least: int, most: int) -> bool:
        """Whether what ends at token `end` is the subject of the clause behind a phrase that the name closes:
        "After a meeting with bank governor X, the prime minister said".
        """
        if self.doc[name.end].text != "," or self.doc[least].tag_ not in ("IN", "VBG"):
            return False
        if any(self.doc[i].tag_ in FINITE for i in range(least, name.start)):
            return False
        at = end
        while at < most and self.doc[at].tag_ == "RB":
            at += 1
        return at < most and self.doc[at].tag_ in FINITE

    # ------------------------------------------------------------ before

    def _without_honorifics(self, at: int, least: int) -> int:
        """Where the "Mr" or "Tan Sri" in front of token `at` begins."""
        while at > least:
            token = self.doc[at - 1]
            if token.text == "." and at - 1 > least and self._is(self.doc[at - 2], "honorifics"):
                at -= 2
            elif (
                self._is(token, "honorifics") and token.text[0].isupper() and not self._office_too(token, at)
            ):
                at -= 1
            else:
                break
        return at

    def _office_too(self, token: Token, at: int) -> bool:
        """ "Chief" and "Imam" are honorifics where they stand alone, offices behind another word."""
        if not self._is(token, "offices"):
            return False
        before = self.doc[at - 2] if at > 1 else None
        if before is None:
            return False
        return before.text == ")" or (before.is_alpha and not self._is(before, "stops"))

    @staticmethod
    def _is(token: Token, table: str) -> bool:
        return is_title(token.lower_, table)

    def _in(self, at: int, words: Collection[str]) -> bool:
        return is_listed(self.low[at], words)

    def _is_office(self, i: int) -> bool:
        token = self.doc[i]
        if self._is(token, "offices"):
            return True
        return token.text[0].isupper() and self._is(token, "ranks")

    def _before(self, at: int, least: int) -> tuple[int, int] | None:
        """The title in front of token `at`: "former deputy prime minister", "Ambassador to Israel"."""
        end = self._without_honorifics(at, least)
        head = end - 1
        while head > least and self.doc[head].is_space and "\n" not in self.doc[head].text:
            head -= 1
        if head < least:
            return None
        if self._closes_letters(head, least):
            return self._behind_letters(head - 2, least)
        end = head + 1
        if self.low[head] == "class" and head - 2 >= least and self.low[head - 1] in self.words.classes:
            head -= 2  # "Sgt. First Class", "Petty Officer 2nd Class"
        if self.doc[head].text == "." and head > least and self._is(self.doc[head - 1], "ranks"):
            head -= 1
        if self._is_office(head):
            start = self._gather(head, least)
            return (start, end) if self._says_something(start, end) else None
        return self._linked(end, least, capitals=True)

    def _closes_letters(self, at: int, least: int) -> bool:
        """Whether a token closes brackets around letters: "inspector general of prisons (IGP) X"."""
        if at - 3 < least or self.doc[at].text != ")" or self.doc[at - 2].text != "(":
            return False
        return self.doc[at - 1].is_upper

    def _behind_letters(self, opens: int, least: int) -> tuple[int, int] | None:
        """The office before brackets with its letters, the brackets left out."""
        if self._is_office(opens - 1) and self.labels[opens - 1] != mentions.PERSON:
            return self._gather(opens - 1, least), opens
        return self._linked(opens, least, capitals=False)

    def _before_comma(self, comma: int, least: int) -> tuple[int, int] | None:
        """The phrase before a comma: "A senior fire service official, X", "The head of the agency, X"."""
        head = comma - 1
        if self._closes_letters(head, least):
            return self._behind_letters(head - 2, least)
        if self._is_office(head) and self.labels[head] != mentions.PERSON:
            start = self._gather(head, least)
            opens = self._opens(start, least) or self.doc[head].text[0].isupper()
            return (start, comma) if opens and self._says_something(start, comma) else None
        return self._linked(comma, least, capitals=False)

    def _opens(self, start: int, least: int) -> bool:
        """Whether a noun phrase can begin at `start`: behind an article, at a sentence's beginning, as a
        title.
        """
        if start == least or self.doc[start].text[0].isupper() or self.low[start] in self.words.openers:
            return True
        return self._in(start - 1, self.words.owners) or self.doc[start - 1].text in self.words.before_openers

    def _linked(self, end: int, least: int, *, capitals: bool) -> tuple[int, int] | None:
        """An office with what it is over, "Minister of Transport", that ends before token `end`.

        `capitals`: all of it must be written as a title, for in "the head of the agency John X" nothing
        else would tell; before a comma an article in front does.
        """
        for i in range(end - 1, max(least, end - MAX_TOKENS_BEFORE) - 1, -1):
            token = self.doc[i]
            person = self.labels[i] == mentions.PERSON and not capitals
            if (self._stops(i) and not person) or (
                self._in(i, self.words.ends) and self.low[i] not in ("and", "on")
            ):
                return None
            if capitals and self.low[i] not in self.words.small and not token.text[0].isupper():
                return None
            if i > least and self._in(i, self.words.links) and self._is_office(i - 1) and i < end - 1:
                start = self._gather(i - 1, least)
                if capitals:
                    # "professor at the University of Lima X": then what is between must be a name.
                    named = all(self.labels[k] or self._in(k, self.words.owners) for k in range(i + 1, end))
                    return (start, end) if named or self.doc[i - 1].text[0].isupper() else None
                return (start, end) if self._opens(start, least) else None
        return None

    def _stops(self, at: int) -> bool:
        """Whether a token ends a phrase: a comma, a stop, a blank, a verb, another person."""
        token = self.doc[at]
        if token.text == "," or token.text in self.words.hard_ends or token.is_space:
            return True
        return self.labels[at] == mentions.PERSON or token.tag_ in FINITE_VERBS

    def _gather(self, head: int, least: int) -> int:
        """Where the phrase begins whose last word is the office at `head`."""
        start = head
        at = head - 1
        while at >= max(least, head - MAX_TOKENS_BEFORE):
            token = self.doc[at]
            if token.text == ")" and at - 2 >= least and self.doc[at - 2].text == "(":
                at -= 3  # "the Directorate (DINARA) Chief"
                continue
            if self.labels[at] in (mentions.PERSON, "DATE", "MONEY"):
                # "Ms Obama's spokesman": whose office it is belongs to it.
                owned = self.labels[at] == mentions.PERSON and at + 1 >= start and self._possesses(at + 1)
                return self.first[at] if owned and self.first[at] >= least else start
            if token.lower_ == "and" and at - 1 >= least and self._is_office(at - 1):
                at -= 1  # "activist and former lawmaker X"
                continue
            if self.labels[at]:
                start = at = max(self.first[at], least)
            elif token.text in self.words.joints:
                if token.text in closed().apostrophes and not self.doc[at - 1].text.endswith("s"):
                    break
            elif self._passes(token, at, least):
                pass
            elif self._belongs(token, at, least, titled=self.doc[start].text[0].isupper()):
                start = at
            else:
                break
            at -= 1
        return start

    def _possesses(self, at: int) -> bool:
        """Whether a token is a possessive ending."""
        word = self.doc[at].text
        return word in closed().possessives or word in closed().apostrophes

    def _passes(self, token: Token, at: int, least: int) -> bool:
        """Whether a token inside a title is no word of it: the stop of "Gen.", a doubled blank."""
        if token.is_space:
            return "\n" not in token.text
        return token.text == "." and at > least and self._is(self.doc[at - 1], "ranks")

    def _belongs(self, token: Token, at: int, least: int, *, titled: bool) -> bool:
        """Whether a word can stand in a title before its office. `titled`: what follows has a capital."""
        if token.is_space or not token.text[0].isalnum() or self._is(token, "stops"):
            return False
        if token.text[0].isupper():
            # The first word of a sentence is a capital anyhow: there it needs more.
            return at > least or not token.tag_ or token.tag_ in NOUN_PHRASE or self._is(token, "modifiers")
        if self._is(token, "modifiers") or self._is(token, "offices"):
            return True
        if titled:
            return False  # "in reaction Minister X said"
        if token.tag_:
            if token.tag_ == "VBN":  # "Arce's chosen vice-president", "the ousted leader"
                owned = self._in(at - 1, self.words.owners) or self.doc[at - 1].text in closed().possessives
                return at > least and owned
            return token.tag_ in NOUN_PHRASE and token.tag_ not in ("VBG", "CD")
        return "-" in token.text

    def _says_something(self, start: int, end: int) -> bool:
        """Whether the phrase is more than a weak word: "host", "no"."""
        words = [t for t in self.doc[start:end] if t.text[0].isalpha()]
        return len(words) > 1 or (bool(words) and not (self._is(words[0], "lone") and words[0].is_lower))

    # ------------------------------------------------------------ after

    def _after(self, at: int, most: int) -> tuple[int, int] | None:
        """What stands behind a name: ", the mayor of Y,", ", 45, a farmer", ", who is the mayor", "is the
        mayor".
        """
        if at < most and self.doc[at].text == "(":
            last = min(at + MAX_TOKENS_AFTER, most)
            close = next((i for i in range(at, last) if self.doc[i].text == ")"), None)
            if close is None:
                return None
            inside = self._phrase(at + 1, close) if close - at > 1 else None
            if inside is not None:
                return inside
            at = close + 1
        start = self._predicate(at, most) if at < most else None
        return None if start is None else self._phrase(start, most)

    def _predicate(self, at: int, most: int) -> int | None:
        """Where what is said of a name begins, behind ", ", ", 45,", ", who is" or "is"; None where nothing
        is said.
        """
        works = at + 1 < most and self.low[at] in self.words.works and self.low[at + 1] == "as"
        copula = works or self._in(at, self.words.being)
        at += works
        if self.doc[at].text in self.words.dashes:
            after = self._behind_age(at + 1, most)
            if after is None:
                return None
            at = after
            if at + 1 < most and self.low[at] == "who":
                at += 1
                copula = self._in(at, self.words.being)
                if not copula:
                    return None
        elif not copula:
            return None
        if not copula:
            return at
        at += 1
        return at if at < most and (self._in(at, self.words.owners) or self._is_office(at)) else None

    def _behind_age(self, at: int, most: int) -> int | None:
        """Where the apposition goes on behind an age and its comma, ", 45, "; None where it ends with it."""
        start = at
        if at + 1 < most and self.low[at + 1] == "of":
            return at  # "one of the officers"
        while at < most and (self.doc[at].like_num or self.low[at] in self.words.aged):
            at += 1
        if at == start:
            return at
        return at + 1 if at < most and self.doc[at].text == "," else None

    def _phrase(self, start: int, most: int) -> tuple[int, int] | None:
        """The noun phrase from `start` on, if its noun is an office, with what the office is over."""
        most = min(most, start + MAX_TOKENS_AFTER)
        while start < most and (self._in(start, self.words.owners) or self.doc[start].is_space):
            start += 1
        if start < most and self.low[start] in self.words.lists:
            return None
        if self.low[start : start + 1] == ["of"] and self.low[start - 1] == "one":
            start += 1  # "one of the two officers"
            while start < most and (self._in(start, self.words.owners) or self.doc[start].like_num):
                start += 1
        found = self._office(start, most)
        if found is None:
            return None
        head, at, whole = found
        if whole:
            return start, at
        if self._is(self.doc[head], "family") or at - head > MAX_BEHIND_OFFICE:
            return None
        end = self._scope_end(at, most)
        while end > head + 1 and (
            self._in(end - 1, self.words.links) or self.low[end - 1] in self.words.left_off
        ):
            end -= 1
        return (start, end) if end > start else None

    def _office(self, start: int, most: int) -> tuple[int, int, bool] | None:
        """The last office of the noun phrase from `start` on, where the phrase ends, and whether nothing more
        belongs to it: "an economist trained at the University of Lima". None where there is no office, or it
        is another person's.
        """
        head: int | None = None
        at = start
        while at < most:
            if self.labels[at] == mentions.PERSON:
                owned = self._behind_owner(at, most)
                if owned is None:
                    return None
                at = owned
                continue
            if self._ends_noun(at, most):
                break
            if head is not None and self.doc[at].tag_ == "VBN" and self.doc[at].is_lower:
                return head, at, True
            if self._is_office(at):
                head = at
            at += 1
        return None if head is None else (head, at, False)

    def _behind_owner(self, at: int, most: int) -> int | None:
        """Behind "Y's" of "X, Y's lawyer"; None for "X, President Y": the office is that other's."""
        while at < most and self.labels[at] == mentions.PERSON:
            at += 1
        return at + 1 if at < most and self.doc[at].text in closed().possessives else None

    def _ends_noun(self, at: int, most: int) -> bool:
        """Whether a noun phrase ends before a token: a comma, a verb, "of", an "and" not of offices."""
        text = self.doc[at].text
        if text == "," or (text in self.words.hard_ends and text != "–"):
            return True
        if self._in(at, self.words.links) or self._ends_scope(at):
            return True
        return self.low[at] == "and" and not self._office_ahead(at, most)

    def _ends_scope(self, at: int) -> bool:
        """Whether a token is a verb or begins a clause."""
        clause = self._in(at, self.words.ends) and self.low[at] != "and"
        return clause or self.doc[at].tag_ in FINITE_VERBS

    def _scope_end(self, end: int, most: int) -> int:
        """Where what an office is over ends, from token `end` on: "of health", "at the Lima Times"."""
        while end < most:
            token = self.doc[end]
            if token.text == "," or token.text in self.words.hard_ends or token.is_space:
                break
            if not self._in(end, self.words.links) and self._ends_scope(end):
                break
            if self.low[end] == "on" and end + 1 < most and self.labels[end + 1] == "DATE":
                break
            if self.low[end] == "and" and not (end + 1 < most and self._goes_on(end, most)):
                break
            end += 1
        return end

    def _goes_on(self, at: int, most: int) -> bool:
        """Whether the phrase goes on behind an "and": "Trade and Industry", "a clothing and shoe shop"."""
        behind = self.doc[at + 1]
        return behind.text[0].isupper() or behind.tag_ in ("NN", "NNS", "JJ") or self._office_ahead(at, most)

    def _office_ahead(self, at: int, most: int) -> bool:
        """Whether an "and" joins two offices: "founder and director", "founder and managing director"."""
        return any(
            self._is_office(i) and self.labels[i] != mentions.PERSON for i in range(at + 1, min(at + 4, most))
        )
