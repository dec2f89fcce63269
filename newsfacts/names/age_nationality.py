"""A person's age and nationality, where the article states them beside the name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Doc, Span, Token

from newsfacts import gazetteer, numbers
from newsfacts.doc import store
from newsfacts.english.names import is_title
from newsfacts.names import mentions

OLDEST = 120  # years
MAX_BEFORE = 12  # tokens between "31-year-old" or "Kenyan" and the name
MAX_AFTER = 14  # tokens of an apposition that may hold either
MAX_DEATH = 14  # tokens between a name and "aged 71"

_YEAR_OLD = re.compile(r"(\d{1,3}|[a-z]+)[-‑–](year|month|week|day)s?[-‑–]olds?", re.IGNORECASE)
_VERBS = frozenset({"VBD", "VBZ", "VBP", "MD", "VB"})
_HYPHENS = frozenset("-‑–")
_ENDS = frozenset({".", ";", ":", "—", '"', "”", "“", "(", ")", "!", "?"})
_BEHIND_AGE = frozenset({",", ".", ";", ":", ")", "–", "—", "and", "who", "from", "of", "was", "is", "has"})
_DEATH = frozenset({"died", "dies", "dead", "dying", "passed", "death"})
_PARTS = frozenset({"in", "for", "at", "with", "by", "to", "on", "against", "over", "from", "into", "who"})


class Particulars:
    """Finds ages and nationalities in one Doc."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.words, self.low = store.words_of(doc), store.lower_words_of(doc)
        self.label = store.name_labels(doc)
        for name in mentions.mentions(doc):
            for i in range(name.span.start, name.span.end):
                self.label[i] = name.label

    # ------------------------------------------------------------ age

    def age(self, spans: Sequence[Span]) -> int | None:
        """Years of the person with these mentions: "X, 31,", "31-year-old X"; None where it is not said."""
        for mention in spans:
            for found in (self._age_behind(mention), self._age_before(mention)):
                if found is not None:
                    return found
        return None

    def _age_behind(self, name: Span) -> int | None:
        words, low, most = self.words, self.low, mentions.around(name)[1]
        at = name.end
        if at >= most:
            return None
        if words[at] == "(":
            # Of one word and a number in brackets most are runs, goals and minutes.
            whole = at + 2 < most and words[at + 2] in (")", ",") and len(name) > 1
            return self._years(at + 1) if whole and len(words[at + 1]) > 1 else None
        comma = words[at] in (",", "–", "—")
        at += comma
        while at < most and low[at] in ("who", "is", "was", "now", "then", "aged", "age"):
            at += 1
        if at >= most or at == name.end:
            return self._age_at_death(name)
        years = self._years(at)
        if years is not None:
            behind = low[at + 1] if at + 1 < most else "."
            if comma and behind in _BEHIND_AGE and words[at] != "one":
                return years
            if behind in ("year", "years") and at + 2 < most and low[at + 2] == "old":
                return years
            if behind in ("month", "months") and at + 2 < most and low[at + 2] == "old":
                return years // 12
            if not comma and behind in (",", ".") and low[at - 1] in ("is", "was"):
                return years
        for i in range(at, min(most, at + MAX_AFTER) if low[at] in ("a", "an", "the") else at):
            if self.label[i] == "PERSON" or words[i] in _ENDS or (i > at and words[i] == ","):
                break
            old = self._old_at(i)
            if old is not None:
                return old[1]
        return self._age_at_death(name)

    def _age_at_death(self, name: Span) -> int | None:
        """ "X, who died last year aged 71", "X died at the age of 71"."""
        low, dead = self.low, False
        for i in range(name.end, min(mentions.around(name)[1] - 1, name.end + MAX_DEATH)):
            if self.label[i] == "PERSON":
                return None
            dead = dead or low[i] in _DEATH
            if dead and (low[i] == "aged" or (low[i] == "of" and low[i - 1] == "age")):
                return self._years(i + 1)
        return None

    def _age_before(self, name: Span) -> int | None:
        """ "31-year-old driver X", "a 31-year-old driver from Lima, X,"."""
        least = max(mentions.around(name)[0], name.start - MAX_BEFORE)
        comma = name.start - 1 >= least and self.doc[name.start - 1].text == ","
        for i in range(name.start - 1 - comma, least - 1, -1):
            token = self.doc[i]
            old = self._old_at(i)
            if old is not None:
                return old[1]
            if self.label[i] == "PERSON" or token.tag_ in _VERBS or token.text in _ENDS or token.text == ",":
                return None
            if token.lower_ in _PARTS and not comma:
                return None
            if token.is_space and "\n" in token.text:
                return None
        return None

    def _old_at(self, last: int) -> tuple[int, int] | None:
        """Where "31-year-old" that ends with token `last` begins, and the years."""
        doc, low = self.doc, self.low
        if not low[last].endswith(("old", "olds")) and low[last] not in _HYPHENS:
            return None
        start = last
        while start > 0 and not doc[start - 1].whitespace_ and last - start < 5:
            start -= 1
        if low[last] == "old" and low[last - 1] in ("year", "month") and last >= 2:
            start = last - 2 if low[last - 2] not in _HYPHENS else max(last - 3, 0)  # "31-year old"
        match = _YEAR_OLD.fullmatch("-".join(w for w in low[start : last + 1] if w not in _HYPHENS))
        if match is None:
            return None
        number = _number(match[1])
        if number is None:
            return None
        unit = match[2].lower()
        return start, number if unit == "year" else number // 12 if unit == "month" else 0

    def _years(self, at: int) -> int | None:
        return _number(self.words[at]) if at < len(self.words) and self.label[at] != "PERSON" else None

    # ------------------------------------------------------------ nationality

    def nationality(self, spans: Sequence[Span]) -> str | None:
        """ISO codes of the countries whose citizen a person is said to be, joined by "; "; None where
        nothing is said.
        """
        for mention in spans:
            codes = self._of_title(mention) or self._of_apposition(mention)
            if codes:
                return "; ".join(codes)
        return None

    def _of_title(self, name: Span) -> tuple[str, ...]:
        """ "Kenyan runner X", "the Thai businessman, X,", "Briton X"."""
        least = max(mentions.around(name)[0], name.start - MAX_BEFORE)
        at = name.start - 1
        if at >= least and self.doc[at].text == ",":
            at -= 1
        while at >= least and is_title(self.doc[at].text, "honorifics") and not self._is_office(at):
            at -= 1
        if at >= least and not self._is_office(at) and not self._citizens(at):
            return ()
        for i in range(at, least - 1, -1):
            token = self.doc[i]
            codes = self._citizens(i)
            if codes:
                return codes
            # What is owned is another's: "French carmaker X's manager Y".
            owned = token.text in ("'s", "’s", "'", "’") or self.label[i] in ("PERSON", "ORG", "LOC")
            word = token.text[0].isalpha() or token.text in _HYPHENS
            if owned or not word or token.tag_ in _VERBS or is_title(token.text, "stops"):
                return ()
            if token.lower_ in _PARTS or token.lower_ in ("of", "the"):
                return ()
        return ()

    def _of_apposition(self, name: Span) -> tuple[str, ...]:
        """ "X, a Kenyan runner,", "X, a dual Israeli-Russian national", "X, a citizen of Chad"."""
        doc, most = self.doc, mentions.around(name)[1]
        at = name.end
        if at < most and doc[at].text == "of":
            return self._country_at(at + 1, most)
        if at < most and doc[at].text in (",", "–", "—"):
            at += 1
            if at + 1 < most and self._years(at) is not None and doc[at + 1].text == ",":
                at += 2
            if at < most and doc[at].lower_ == "who":
                at += 1
        while at < most and doc[at].lower_ in ("is", "was", "also", "both"):
            at += 1
        if at == name.end or at >= most:
            return ()
        found: tuple[str, ...] = ()
        for i in range(at, min(most, at + MAX_AFTER)):
            token = doc[i]
            if i == at and token.lower_ in ("a", "an", "the", "dual"):
                continue
            if token.lower_ in ("citizen", "national") and i + 2 < most and doc[i + 1].text == "of":
                return found or self._country_at(i + 2, most)
            if (
                self.label[i] in ("PERSON", "ORG")
                or token.text in (",", *_ENDS, "'s", "’s")
                or token.tag_ in _VERBS
                or token.lower_ in _PARTS
                or token.lower_ == "of"
            ):
                break
            found = found or self._citizens(i)
            if found and (self._is_office(i) or is_title(token.text, "family")):
                # "X, Kenyan officials said", "X, Kenyan coach Y": of others.
                behind = self.label[i + 1] if i + 1 < most else ""
                plural = token.lower_.endswith("s") and is_title(token.text[:-1], "offices")
                return () if behind == "PERSON" or plural else found
        return ()

    def _citizens(self, at: int) -> tuple[str, ...]:
        """The countries of a word for their people, "Kenyan", and of two that a hyphen ties."""
        doc = self.doc
        own = self._code(doc[at])
        if not own:
            return ()
        codes = [own]
        if at + 2 < len(doc) and doc[at + 1].text in _HYPHENS:
            other = self._code(doc[at + 2])
            if not other:
                return ()  # "Kenyan-born" says where, not whose
            codes.append(other)
        elif at >= 2 and doc[at - 1].text in _HYPHENS and not doc[at - 1].whitespace_:
            other = self._code(doc[at - 2])
            if other:
                codes.insert(0, other)
            elif not doc[at - 2].whitespace_ and doc[at - 2].is_alpha:
                codes = [own]  # "African-American"
        elif at >= 2 and doc[at - 1].lower_ == "and":
            other = self._code(doc[at - 2])
            if other:
                codes.insert(0, other)
        return tuple(dict.fromkeys(codes))

    @staticmethod
    def _code(token: Token) -> str | None:
        if not token.text[0].isupper():
            return None
        codes = gazetteer.default().people(token.text)
        return codes[0] if len(codes) == 1 else None

    def _country_at(self, at: int, most: int) -> tuple[str, ...]:
        """The country whose name begins at token `at`, "the" aside."""
        if at < most and self.doc[at].lower_ == "the":
            at += 1
        for end in range(min(at + 4, most), at, -1):
            span = self.doc[at:end]
            code = gazetteer.default().country(span.text) if span.text[:1].isupper() else None
            if code:
                return (code,)
        return ()

    def _is_office(self, at: int) -> bool:
        word = self.doc[at].text
        return is_title(word, "offices") or (word[0].isupper() and is_title(word, "ranks"))


def _number(word: str) -> int | None:
    if word.isdecimal() and len(word) <= 3:
        value = int(word)
    else:
        read = numbers.read(word) if word.isalpha() and len(word) <= 9 else None
        if read is None or read.min is None or read.min != read.max:
            return None
        value = read.min
    return value if value <= OLDEST else None
