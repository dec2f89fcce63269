"""The title, office or occupation that an article gives a person, in its own words.

Four places hold it: before the name ("Israeli Prime Minister X", "Minister of Transport X"), before it and
a comma ("a fire official, X,"), after it and a comma ("X, the mayor of Y,"), and behind a verb of being ("X
is the mayor"). Words of office are listed in `english/titles.toml`; what else belongs to the phrase is told
by part-of-speech tags where there are some, else by lists.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from spacy.tokens import Span, Token

from newsfacts.english.tags import FINITE, FINITE_VERBS, NOUN_PHRASE
from newsfacts.english.words import closed
from newsfacts.names import mentions
from newsfacts.names.role_words import MAX_TOKENS_BEFORE, before_age
from newsfacts.names.roles_behind import Behind

OWNERS = ("its", "their", "whose", "our")  # before "head, X": of a body, so that one word is enough
LEAST_TOWN = 3  # letters of a dateline's town, at least one more
OPENING_QUOTES = ("“", "‘", "”", '"')
MAX_BRACKETS = 5  # tokens of "(Law and Order)" behind an office
CLOSING_QUOTES = ("”", "’", '"')


class Beside(Behind):
    """Finds the roles beside names in one Doc. `labels`: for each token that of its name, or ""."""

    def gather(self, head: int, least: int) -> int:
        return self._gather(head, least)

    def at(self, name: Span) -> Iterator[tuple[int, int]]:
        """Tokens [start, end) of each role that stands by one mention."""
        least, most = mentions.around(name)
        before = self._before(name.start, least)
        if before:
            yield before
            edge = before[0]
        else:
            edge = self._without_honorifics(name.start, least)
            if edge < name.start and self.low[name.start - 1] == "chief" and self._has_forces:
                yield name.start - 1, name.start
        owned = self._in_front(before_age(self.low, edge, least), least)
        if owned:
            yield owned
        after = self._after(name.end, most)
        if after and not self._is_subject(name, after[1], least, most):
            yield after

    def _in_front(self, edge: int, least: int) -> tuple[int, int] | None:
        """What a comma before token `edge` ends: "A senior fire official, X", "The head of “Orlo,” X"."""
        if edge - 2 >= least and self.doc[edge - 1].text == ",":
            return self._before_comma(edge - 1, least)
        if edge - 3 >= least and self.doc[edge - 1].text in CLOSING_QUOTES and self.doc[edge - 2].text == ",":
            found = self._linked(edge - 2, least, capitals=False, quoted=True)
            return None if found is None else (found[0], edge)
        return None

    @cached_property
    def _has_forces(self) -> bool:
        """Whether the article has police or firefighters, of whom a "Chief" is an officer, no elder."""
        return not self.words.forces.isdisjoint(self.low)

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
        opens = self._opens_bracket(head, least)
        if opens is not None:
            return self._gather(opens - 1, least), head + 1
        end = head + 1
        if (
            self.low[head] in self.words.coming
            and head - 2 >= least
            and self.low[head - 1] in closed().hyphens
        ):
            head -= 2  # "President-elect"
        if self.low[head] == "class" and head - 2 >= least and self.low[head - 1] in self.words.classes:
            head -= 2  # "Sgt. First Class", "Petty Officer 2nd Class"
        if self.doc[head].text == "." and head > least and self._is(self.doc[head - 1], "ranks"):
            head -= 1
        if self._is_office(head):
            start = self._behind_quote(self._gather(head, least), head)
            return (start, end) if self._says_something(start, end) else None
        return self._of_office(end, least) or self._linked(end, least, capitals=True)

    def _opens_bracket(self, closes: int, least: int) -> int | None:
        """Where brackets open that say more of the office before them: "Gen. (retd) X", "DIG (Crime) X"."""
        if self.doc[closes].text != ")":
            return None
        for at in range(closes - 1, max(closes - MAX_BRACKETS, least), -1):
            if self.doc[at].text == "(":
                return at if self._is_office(at - 1) and self.labels[at - 1] != mentions.PERSON else None
        return None

    def _behind_quote(self, start: int, head: int) -> int:
        """Where a phrase begins that quotation marks must not stand in: "‘rushing’ teammate X"."""
        quotes = (i + 1 for i in range(head - 1, start - 1, -1) if self.doc[i].text in OPENING_QUOTES)
        return next(quotes, start)

    def _of_office(self, end: int, least: int) -> tuple[int, int] | None:
        """ "Chief of staff X" and its like, in small letters; "identified the pilot as X"."""
        for count in (3, 2):
            if end - count >= least and " ".join(self.low[end - count : end]) in self.words.of_offices:
                return self._gather(end - count, least), end
        told = end - 4 >= least and self.low[end - 1] == "as" and self._is_office(end - 2)
        if not told or self._is_several(end - 2):
            return None
        start = self._gather(end - 2, least)
        named = start - 2 >= least and self.low[start - 2] in self.words.identifies
        return (start, end - 1) if named and self._in(start - 1, self.words.owners) else None

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
            if self._is_of_another(start, least):
                return self._linked(comma, least, capitals=False)
            opens = self._opens(start, least) or self.doc[head].text[0].isupper()
            owned = start > least and self.low[start - 1] in OWNERS
            return (start, comma) if opens and (owned or self._says_something(start, comma)) else None
        return self._linked(comma, least, capitals=False)

    def _is_of_another(self, start: int, least: int) -> bool:
        """Whether the office from `start` on is whom another one is for: "aide to the president, X"."""
        at = start - 1 - (start - 1 > least and self._in(start - 1, self.words.owners))
        return at - 1 >= least and self.low[at] in ("to", "of", "for") and self._is_office(at - 1)

    def _opens(self, start: int, least: int) -> bool:
        """Whether a noun phrase can begin at `start`: behind an article, at a sentence's beginning, as a
        title.
        """
        if start == least or self.doc[start].text[0].isupper() or self.low[start] in self.words.openers:
            return True
        return self._in(start - 1, self.words.owners) or self.doc[start - 1].text in self.words.before_openers

    def _linked(
        self, end: int, least: int, *, capitals: bool, quoted: bool = False
    ) -> tuple[int, int] | None:
        """An office with what it is over, "Minister of Transport", that ends before token `end`.

        `capitals`: all of it must be written as a title, for in "the head of the agency John X" nothing
        else would tell; before a comma an article in front does. `quoted`: it ends with a name in quotation
        marks, the mark that closes left out.
        """
        if self._in(end - 1, self.words.owners):
            return None  # "the attorney for the Orlo family"
        for i in range(end - 1, max(least, end - MAX_TOKENS_BEFORE) - 1, -1):
            token = self.doc[i]
            if quoted and token.text in OPENING_QUOTES:
                quoted = False
                continue
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
            if token.lower_ in ("old", "olds") and before_age(self.low, at + 1, least) <= at:
                break  # "the 24-year-old student"
            if token.lower_ == "and" and at - 1 >= least and self._is_office(at - 1):
                at -= 1  # "activist and former lawmaker X"
                continue
            if self.labels[at]:
                if self._opens_report(self.first[at], at):
                    break
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

    def _opens_report(self, first: int, last: int) -> bool:
        """Whether a name is the town of a dateline without a dash: "LIMA President X said"."""
        opens = first == 0 or "\n" in self.doc[first - 1].text
        capitals = self.doc[first].is_upper and len(self.doc[first]) > LEAST_TOWN
        return opens and capitals and not self.doc[last + 1].is_upper and self.labels[first] == mentions.LOC

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
