"""The title, office or occupation that an article gives a person, in its own words.

Four places hold it: before the name ("Israeli Prime Minister X", "Minister of Transport X"), before it and
a comma ("a fire official, X,"), after it and a comma ("X, the mayor of Y,"), and behind a verb of being ("X
is the mayor"). Words of office are listed in `english/titles.toml`; what else belongs to the phrase is told
by part-of-speech tags where there are some, else by lists.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span, Token

from newsfacts.doc import store
from newsfacts.english.names import fold, is_title
from newsfacts.names import mentions

MAX_TOKENS_BEFORE = 12  # of a title in front of a name
MAX_TOKENS_AFTER = 18  # of an apposition behind it
MAX_ROLES = 2

_NOUNY = frozenset({"JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "POS", "HYPH", "AFX", "CD", "VBN", "VBG"})
_VERBS = frozenset({"VBD", "VBZ", "VBP", "MD", "VB"})
_JOINTS = frozenset({"-", "–", "&", "/", "'", "’", "'s", "’s"})
_STRONG_END = frozenset({".", ";", ":", "—", "–", '"', "”", "“", "(", ")", "!", "?", "[", "]"})


class Roles:
    """Finds roles in one Doc."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.label = store.name_labels(doc)
        self.first = list(range(len(doc)))  # of each token, where its name begins
        for name in store.labelled(doc, store.NAMES):
            for i in range(name.span.start, name.span.end):
                self.first[i] = name.span.start
        # What the article itself has put right goes before the tagger: "Orlo's president", Orlo being a firm.
        for name in mentions.mentions(doc):
            for i in range(name.span.start, name.span.end):
                self.label[i] = name.label

    def of(self, spans: Sequence[Span]) -> str | None:
        """The roles that the mentions of one person come with, the first two that say different things."""
        found: list[str] = []
        for span in spans:
            for start, end in self.at(span):
                text = " ".join(self.doc[start:end].text.split())
                self._add(found, text)
        return "; ".join(found[:MAX_ROLES]) or None

    @staticmethod
    def _add(found: list[str], text: str) -> None:
        """Add a role; of two that say the same the longer is kept."""
        words = {word.removesuffix("s") for word in fold(text).split()}
        for i, other in enumerate(found):
            known = {word.removesuffix("s") for word in fold(other).split()}
            if words <= known:
                return
            if known < words:
                found[i] = text
                return
        found.append(text)

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
        if after:
            yield after

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
        end = head + 1
        if self.doc[head].text == "." and head > least and self._is(self.doc[head - 1], "ranks"):
            head -= 1
        if self._is_office(head):
            start = self._gather(head, least)
            return (start, end) if self._says_something(start, end) else None
        return self._linked(end, least, capitals=True)

    def _before_comma(self, comma: int, least: int) -> tuple[int, int] | None:
        """The phrase before a comma: "A senior fire service official, X", "The head of the agency, X"."""
        head = comma - 1
        if self._is_office(head) and self.label[head] != "PERSON":
            start = self._gather(head, least)
            opens = self._opens(start, least) or self.doc[head].text[0].isupper()
            return (start, comma) if opens and self._says_something(start, comma) else None
        return self._linked(comma, least, capitals=False)

    def _opens(self, start: int, least: int) -> bool:
        """Whether a noun phrase can begin at `start`: behind an article, at a sentence's beginning, as a
        title.
        """
        if (
            start == least
            or self.doc[start].text[0].isupper()
            or self.doc[start].lower_ in ("former", "ex", "then")
        ):
            return True
        before = self.doc[start - 1]
        return self._is(before, "owners") or before.text in ("“", '"', ",", "'s", "’s")

    def _linked(self, end: int, least: int, *, capitals: bool) -> tuple[int, int] | None:
        """An office with what it is over, "Minister of Transport", that ends before token `end`.

        `capitals`: all of it must be written as a title, for in "the head of the agency John X" nothing
        else would tell; before a comma an article in front does.
        """
        for i in range(end - 1, max(least, end - MAX_TOKENS_BEFORE) - 1, -1):
            token = self.doc[i]
            if token.text in _STRONG_END or token.text == "," or token.is_space or self.label[i] == "PERSON":
                return None
            if token.tag_ in _VERBS or (self._is(token, "ends") and token.lower_ not in ("and", "on")):
                return None
            small = token.lower_ in (
                "of",
                "the",
                "and",
                "for",
                "to",
                "&",
                "in",
                "on",
                "at",
                "’s",
                "'s",
                "-",
                "s",
            )
            if capitals and not small and not token.text[0].isupper():
                return None
            if i > least and self._is(token, "links") and self._is_office(i - 1) and i < end - 1:
                start = self._gather(i - 1, least)
                if capitals:
                    # "professor at the University of Lima X": then what is between must be a name.
                    named = all(self.label[k] or self._is(self.doc[k], "owners") for k in range(i + 1, end))
                    return (start, end) if named or self.doc[i - 1].text[0].isupper() else None
                return (start, end) if self._opens(start, least) else None
        return None

    def _gather(self, head: int, least: int) -> int:
        """Where the phrase begins whose last word is the office at `head`."""
        start = head
        at = head - 1
        while at >= max(least, head - MAX_TOKENS_BEFORE):
            token = self.doc[at]
            if token.text == ")" and at - 2 >= least and self.doc[at - 2].text == "(":
                at -= 3  # "the Directorate (DINARA) Chief"
                continue
            if self.label[at] in ("PERSON", "DATE", "MONEY"):
                # "Ms Obama's spokesman": whose office it is belongs to it.
                if (
                    self.label[at] == "PERSON"
                    and self.doc[at + 1].text in ("'s", "’s", "'", "’")
                    and at + 1 >= start
                ):
                    return self.first[at] if self.first[at] >= least else start
                break
            if token.lower_ == "and" and at - 1 >= least and self._is_office(at - 1):
                at -= 1  # "activist and former lawmaker X"
                continue
            if self.label[at]:
                start = at = max(self.first[at], least)
            elif token.text in _JOINTS:
                if token.text in ("'", "’") and not self.doc[at - 1].text.endswith("s"):
                    break
            elif self._passes(token, at, least):
                pass
            elif self._belongs(token, at, least, titled=self.doc[start].text[0].isupper()):
                start = at
            else:
                break
            at -= 1
        return start

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
            return at > least or not token.tag_ or token.tag_ in _NOUNY or self._is(token, "modifiers")
        if self._is(token, "modifiers") or self._is(token, "offices"):
            return True
        if titled:
            return False  # "in reaction Minister X said"
        if token.tag_:
            if token.tag_ == "VBN":  # "Arce's chosen vice-president", "the ousted leader"
                before = self.doc[at - 1]
                return at > least and (self._is(before, "owners") or before.text in ("'s", "’s"))
            return token.tag_ in _NOUNY and token.tag_ not in ("VBG", "CD")
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
        doc = self.doc
        if at < most and doc[at].text == "(":
            close = next((i for i in range(at, min(at + MAX_TOKENS_AFTER, most)) if doc[i].text == ")"), None)
            if close is None:
                return None
            inside = self._phrase(at + 1, close) if close - at > 1 else None
            if inside is not None:
                return inside
            at = close + 1
        if at >= most:
            return None
        copula = self._is(doc[at], "being")
        if doc[at].text in (",", "–", "—", "-"):
            at += 1
            if at < most and (doc[at].like_num or doc[at].lower_ in ("aged", "age")):
                while (
                    at < most
                    and doc[at].text != ","
                    and (doc[at].like_num or doc[at].lower_ in ("aged", "age"))
                ):
                    at += 1
                if at >= most or doc[at].text != ",":
                    return None
                at += 1
            if at + 1 < most and doc[at].lower_ == "who":
                if not self._is(doc[at + 1], "being"):
                    return None
                at += 1
                copula = True
        elif not copula:
            return None
        if copula:
            at += 1
            if at >= most or not (self._is(doc[at], "owners") or self._is_office(at)):
                return None
        return self._phrase(at, most)

    def _phrase(self, start: int, most: int) -> tuple[int, int] | None:
        """The noun phrase from `start` on, if its noun is an office, with what the office is over."""
        doc = self.doc
        most = min(most, start + MAX_TOKENS_AFTER)
        while start < most and (self._is(doc[start], "owners") or doc[start].is_space):
            start += 1
        if start < most and doc[start].lower_ in ("and", "or"):
            return None  # a list goes on
        head = None
        at = start
        while at < most:
            token = doc[at]
            if self.label[at] == "PERSON":
                # "X, President Y": the office is another's, unless it is owned: "X, Y's lawyer".
                after = at + 1
                while after < most and self.label[after] == "PERSON":
                    after += 1
                if after < most and doc[after].text in ("'s", "’s"):
                    at = after + 1
                    continue
                return None
            if token.text in (",", *_STRONG_END) and token.text not in ("–",):
                break
            if (
                self._is(token, "links")
                or (self._is(token, "ends") and token.lower_ != "and")
                or token.tag_ in _VERBS
            ):
                break
            if token.lower_ == "and" and not self._office_ahead(at, most):
                break
            if head is not None and token.tag_ == "VBN" and token.is_lower:
                return (start, at)  # "an economist trained at the University of Lima"
            if self._is_office(at):
                head = at
            at += 1
        if head is None or self._is(doc[head], "family"):
            return None
        if at - head > 4:
            return None
        end = at
        while end < most:
            token = doc[end]
            if token.text == "," or token.text in _STRONG_END or token.is_space:
                break
            linked = self._is(token, "links")
            if not linked and ((self._is(token, "ends") and token.lower_ != "and") or token.tag_ in _VERBS):
                break
            if token.lower_ == "on" and end + 1 < most and self.label[end + 1] == "DATE":
                break
            if token.lower_ == "and" and not (end + 1 < most and self._goes_on(end, most)):
                break
            end += 1
        while end > head + 1 and (
            self._is(doc[end - 1], "links") or doc[end - 1].lower_ in ("the", "and", "a")
        ):
            end -= 1
        return (start, end) if end > start else None

    def _goes_on(self, at: int, most: int) -> bool:
        """Whether the phrase goes on behind an "and": "Trade and Industry", "a clothing and shoe shop"."""
        behind = self.doc[at + 1]
        return behind.text[0].isupper() or behind.tag_ in ("NN", "NNS", "JJ") or self._office_ahead(at, most)

    def _office_ahead(self, at: int, most: int) -> bool:
        """Whether an "and" joins two offices: "founder and director", "founder and managing director"."""
        return any(self._is_office(i) and self.label[i] != "PERSON" for i in range(at + 1, min(at + 4, most)))
