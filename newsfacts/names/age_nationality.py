"""A person's age and nationality, where the article states them beside the name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Span, Token

from newsfacts import gazetteer, numbers
from newsfacts.doc import store
from newsfacts.english.tags import FINITE_VERBS
from newsfacts.english.titles import is_title
from newsfacts.english.words import closed, lists
from newsfacts.names import mentions

OLDEST = 120  # years
MAX_BRACKET = 6  # tokens of brackets behind a name
ADULT = 18
MAX_BEFORE = 12  # tokens between "31-year-old" or "Kenyan" and the name
MAX_AFTER = 14  # tokens of an apposition that may hold either
MAX_DEATH = 14  # tokens between a name and "aged 71"
MAX_COUNTRY = 4  # tokens of a country's name

# Behind a name of these, or before it, a nationality is another's.
_OTHERS = (mentions.PERSON, mentions.ORG)
_OWNERS = (*_OTHERS, mentions.LOC)

_YEAR_OLD = re.compile(r"(\d{1,3}|[a-z]+)[-‑–](year|month|week|day)s?[-‑–]olds?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AgeWords:
    """The tables of `names/age_nationality.toml`."""

    hard_ends: frozenset[str]
    before_age: frozenset[str]
    behind_age: frozenset[str]
    apposition: frozenset[str]
    years: frozenset[str]
    months: frozenset[str]
    death: frozenset[str]
    parts: frozenset[str]
    copulas: frozenset[str]
    citizens: frozenset[str]
    victims: frozenset[str]
    games: frozenset[str]


@cache
def words() -> AgeWords:
    return lists("names/age_nationality", AgeWords)


class _Beside:
    """The words beside the names of one Doc. `labels`: for each token that of the name that it belongs to, or
    "".
    """

    def __init__(self, doc: Doc, labels: Sequence[str]) -> None:
        self.doc, self.label = doc, labels
        self.words, self.low = store.words_of(doc), store.lower_words_of(doc)

    def years(self, at: int) -> int | None:
        """The number that token `at` is, where it can be an age."""
        return _number(self.words[at]) if at < len(self.words) and self.label[at] != mentions.PERSON else None

    def ends(self, at: int) -> bool:
        """Whether a phrase beside a name cannot go on over token `at`: a verb, a stop, a comma."""
        word = self.words[at]
        return word == "," or word in words().hard_ends or self.doc[at].tag_ in FINITE_VERBS


class Ages(_Beside):
    """Finds ages in one Doc."""

    def of(self, spans: Sequence[Span]) -> int | None:
        """Years of the person with these mentions: "X, 31,", "31-year-old X"; None where it is not said."""
        for mention in spans:
            for found in (self._behind(mention), self._before(mention)):
                if found is not None:
                    return found
        return None

    def _behind(self, name: Span) -> int | None:
        most = mentions.around(name)[1]
        if name.end >= most:
            return None
        end = name.end
        if self.words[end] == "(":
            years = self._in_brackets(name, most)
            closes = self.words[end : min(end + MAX_BRACKET, most)]
            if years is not None or ")" not in closes:
                return years
            end += closes.index(")") + 1  # "X (Coxen), 80,"
            if end >= most or self.words[end] not in words().apposition:
                return None
            name = self.doc[name.start : end]
        elif self.words[end] == ")" and end + 1 < most and self.words[end + 1] in words().apposition:
            end += 1
            name = self.doc[name.start : end]
        end = self._behind_home(end, most)
        name = self.doc[name.start : end]
        at = end + (self.words[end] in words().apposition)
        while at < most and self.low[at] in words().before_age:
            at += 1
        if at >= most or at == name.end:
            return self._at_death(name)
        years = self._stated(name, at, most)
        if years is None:
            years = self._in_apposition(at, most)
        return self._at_death(name) if years is None else years

    def _behind_home(self, at: int, most: int) -> int:
        """Where the comma behind "of Lima" or ", from Lima, Peru" stands; `at` where no home is told."""
        first = at + (self.words[at] == ",")
        if first >= most or self.low[first] not in ("of", "from"):
            return at
        end = first + 1
        while end < most and (self._is_place(end) or (self.words[end] == "," and self._is_place(end + 1))):
            end += 1
        return end if first + 1 < end < most and self.words[end] in words().apposition else at

    def _is_place(self, at: int) -> bool:
        return at < len(self.label) and self.label[at] == mentions.LOC

    def _in_brackets(self, name: Span, most: int) -> int | None:
        """ "Ana Ruiz (31)": of one word and a number in brackets most are runs, goals and minutes, unless the
        sentence tells of people harmed, held or named, and of no game.
        """
        at = name.end + 1
        if at + 1 >= most or self.words[at + 1] not in (")", ","):
            return None
        if len(name) == 1 and not self._tells_of_victims(name):
            return None
        return self.years(at) if len(self.words[at]) > 1 or self._among_ages(name) else None

    def _tells_of_victims(self, name: Span) -> bool:
        low = self.low[slice(*mentions.around(name))]
        return not words().victims.isdisjoint(low) and words().games.isdisjoint(low)

    def _among_ages(self, name: Span) -> bool:
        """Whether another name of the sentence has an age in brackets: "Ann Orlo (34), Jo Bell (7)"."""
        least, most = mentions.around(name)
        return any(
            self.words[i] == "(" and self.words[i + 2] == ")" and (self.years(i + 1) or 0) >= ADULT
            for i in range(least, most - 2)
            if self.label[i - 1] == mentions.PERSON
        )

    def _stated(self, name: Span, at: int, most: int) -> int | None:
        """The number at token `at` behind a name, if it is an age: "X, 31,", "X is 31 years old"."""
        years = self.years(at)
        if years is None:
            return None
        comma = self.words[name.end] in words().apposition
        behind = self.low[at + 1] if at + 1 < most else "."
        if comma and behind in words().behind_age and self.words[at] != "one":
            return years
        old = at + 2 < most and self.low[at + 2] == "old"
        if old and behind in words().years:
            return years
        if old and behind in words().months:
            return years // 12
        stated = not comma and behind in (",", ".") and self.low[at - 1] in ("is", "was")
        return years if stated else None

    def _in_apposition(self, start: int, most: int) -> int | None:
        """ "X, a 31-year-old driver"."""
        if self.low[start] not in closed().articles:
            return None
        for i in range(start, min(most, start + MAX_AFTER)):
            stop = self.words[i] in words().hard_ends or (i > start and self.words[i] == ",")
            if stop or self.label[i] == mentions.PERSON:
                return None
            years = self._old_at(i)
            if years is not None:
                return years
        return None

    def _at_death(self, name: Span) -> int | None:
        """ "X, who died last year aged 71", "X died at the age of 71"."""
        low, dead = self.low, False
        for i in range(name.end, min(mentions.around(name)[1] - 1, name.end + MAX_DEATH)):
            if self.label[i] == mentions.PERSON:
                return None
            dead = dead or low[i] in words().death
            if dead and (low[i] == "aged" or (low[i] == "of" and low[i - 1] == "age")):
                return self.years(i + 1)
        return None

    def _before(self, name: Span) -> int | None:
        """ "31-year-old driver X", "a 31-year-old driver from Lima, X,"."""
        least = max(mentions.around(name)[0], name.start - MAX_BEFORE)
        comma = name.start - 1 >= least and self.words[name.start - 1] == ","
        for i in range(name.start - 1 - comma, least - 1, -1):
            years = self._old_at(i)
            if years is not None:
                return years
            if self.ends(i) or self.label[i] == mentions.PERSON:
                return None
            if (self.low[i] in words().parts and not comma) or "\n" in self.words[i]:
                return None
        return None

    def _old_at(self, last: int) -> int | None:
        """The years of a "31-year-old" that ends with token `last`."""
        doc, low, hyphens = self.doc, self.low, closed().hyphens
        if not low[last].removesuffix("s").endswith("old") and low[last] not in hyphens:
            return None
        start = last
        while start > 0 and not doc[start - 1].whitespace_ and last - start < 5:
            start -= 1
        if low[last] == "old" and low[last - 1] in ("year", "month") and last >= 2:
            start = last - 2 if low[last - 2] not in hyphens else max(last - 3, 0)  # "31-year old"
        match = _YEAR_OLD.fullmatch("-".join(w for w in low[start : last + 1] if w not in hyphens))
        number = _number(match[1]) if match is not None else None
        if match is None or number is None:
            return None
        unit = match[2].lower()
        return number if unit == "year" else number // 12 if unit == "month" else 0


class Nationalities(_Beside):
    """Finds nationalities in one Doc."""

    def of(self, spans: Sequence[Span]) -> str | None:
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
            if self._is_ending(token.text) or self.label[i] in _OWNERS:
                return ()
            word = token.text[0].isalpha() or token.text in closed().hyphens
            if not word or token.tag_ in FINITE_VERBS or is_title(token.text, "stops"):
                return ()
            if self.low[i] in words().parts or self.low[i] in ("of", "the"):
                return ()
        return ()

    @staticmethod
    def _is_ending(word: str) -> bool:
        """Whether a token is a possessive ending."""
        return word in closed().possessives or word in closed().apostrophes

    def _of_apposition(self, name: Span) -> tuple[str, ...]:
        """ "X, a Kenyan runner,", "X, a dual Israeli-Russian national", "X, a citizen of Chad"."""
        most = mentions.around(name)[1]
        if name.end < most and self.words[name.end] == "of":
            return self._country_at(name.end + 1, most)
        at = self._behind(name, most)
        if at == name.end or at >= most:
            return ()
        found: tuple[str, ...] = ()
        last = min(most, at + MAX_AFTER)
        at += self.low[at] in closed().articles or self.low[at] == "dual"
        for i in range(at, last):
            if self.low[i] in words().citizens and i + 2 < most and self.words[i + 1] == "of":
                return found or self._country_at(i + 2, most)
            if self._ends_apposition(i):
                break
            found = found or self._citizens(i)
            if found and (self._is_office(i) or is_title(self.words[i], "family")):
                return () if self._is_of_others(i, most) else found
        return ()

    def _behind(self, name: Span, most: int) -> int:
        """Where what is said of a name begins, behind a comma, an age, "who was"."""
        at = name.end
        if at < most and self.words[at] in words().apposition:
            at += 1
            if at + 1 < most and self.years(at) is not None and self.words[at + 1] == ",":
                at += 2
            if at < most and self.low[at] == "who":
                at += 1
        while at < most and self.low[at] in words().copulas:
            at += 1
        return at

    def _ends_apposition(self, at: int) -> bool:
        if self.ends(at) or self.words[at] in closed().possessives:
            return True
        return self.label[at] in _OTHERS or self.low[at] in words().parts or self.low[at] == "of"

    def _is_of_others(self, office: int, most: int) -> bool:
        """Whether the office behind a nationality is another's: "X, Kenyan officials said", "X, Kenyan coach
        Y".
        """
        behind = self.label[office + 1] if office + 1 < most else ""
        plural = self.low[office].endswith("s") and is_title(self.words[office][:-1], "offices")
        return behind == mentions.PERSON or plural

    def _citizens(self, at: int) -> tuple[str, ...]:
        """The countries of a word for their people, "Kenyan", and of two that a hyphen ties."""
        doc = self.doc
        own = self._code(doc[at])
        if not own:
            return ()
        codes = [own]
        hyphens = closed().hyphens
        if at + 2 < len(doc) and doc[at + 1].text in hyphens:
            other = self._code(doc[at + 2])
            if not other:
                return ()  # "Kenyan-born" says where, not whose
            codes.append(other)
        elif at >= 2 and doc[at - 1].text in hyphens and not doc[at - 1].whitespace_:
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
        for end in range(min(at + MAX_COUNTRY, most), at, -1):
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
