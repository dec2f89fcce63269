"""The pass that makes people's names whole: what stands in the middle of them, or ties their parts.

Ada "Addie" Orlo, Ada (Addie) Orlo, "Ban Ki-moon", "Orlo, Ada" in a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsfacts.english.titles import is_any_title, title_words
from newsfacts.names import organization_names
from newsfacts.names.passes.clues import is_place
from newsfacts.names.passes.value import ORG, PERSON, At, Names, words

MAX_NICKNAME = 3  # words of a nickname
MAX_PART = 3  # words of a name before a nickname, or behind it; of a surname in a list
MAX_SYLLABLE = 6  # letters of a syllable of a given name
LEAST_LISTED = 2  # names in a list of surnames first
SURE_BODY = 0.9  # a body that is believed more is no part of a person's name

_NAME_WORD = re.compile(r"(?:[^\W\d_]\.)+|[^\W\d_][\w'’.-]*")
_INITIAL = re.compile(r"[^\W\d_]\.")
_AGE = re.compile(r"\d{1,3}")


def whole(names: Names) -> Names:
    """People's names that were cut at a nickname, a hyphen or the comma of a list."""
    text = _Text(names)
    spans = (*text.nicknamed(), *text.of_syllables(), *text.surname_first(), *text.with_initials())
    return names.with_spans(spans, PERSON)


class _Text:
    """The words of an article, and which of them belong to a person's name."""

    def __init__(self, names: Names) -> None:
        self.names, self.words, self.low = names, names.words, names.low
        self.label: dict[int, str] = {}
        self.sure: set[int] = set()
        for m in names.found:
            self.label.update(dict.fromkeys(range(m.span.start, m.span.end), m.label))
            if m.label == ORG and (m.confidence or 0.0) >= SURE_BODY:
                self.sure.update(range(m.span.start, m.span.end))

    def is_name_word(self, at: int) -> bool:
        """Whether a token can be a word of a person's name: a capital, no title and no small word."""
        word = self.words[at]
        if not word[0].isupper() or not _NAME_WORD.fullmatch(word) or at in self.sure:
            return False
        if self.low[at] in title_words("stops"):
            return False
        initials = word.isupper() and len(word) < MAX_SYLLABLE // 2  # "MS" of "MS Dhoni", no "Ms"
        return self.label.get(at) == PERSON or initials or not is_any_title(word)

    def names_person(self, start: int, end: int) -> bool:
        """Whether any of the tokens is of a person's name."""
        return any(self.label.get(i) == PERSON for i in range(start, end))

    # ------------------------------------------------------------ a nickname within

    def nicknamed(self) -> Iterator[At]:
        """Names with a nickname in quotes or brackets within them."""
        for at, word in enumerate(self.words):
            if word in words().nickname_opens and self.names.story[at]:
                whole = self._around_nickname(at)
                if whole is not None:
                    yield whole

    def _around_nickname(self, opens: int) -> At | None:
        closes = self._closed(opens)
        if closes is None:
            return None
        start, end = self._before(opens), self._behind(closes + 1)
        if end == closes + 1 or not self.names_person(start, end):
            return None
        if self.words[opens] == "(":
            office = self.low[opens - 1] in organization_names.words("generic")  # "Police (Rural) Ada Orlo"
            return (
                (start, end)
                if start < opens and not office and self._is_pet_name(opens, closes, end)
                else None
            )
        titled = opens > 0 and is_any_title(self.words[opens - 1])
        return (start, end) if start < opens or titled else None

    def _closed(self, opens: int) -> int | None:
        """Where a nickname that begins behind `opens` is closed; None where it is none."""
        last = min(opens + MAX_NICKNAME + 3, len(self.words) - 1)
        for at in range(opens + 1, last):
            word = self.words[at]
            if word in words().nickname_closes and at > opens + 1:
                return self._outer(opens, at)
            quoted = word in words().nickname_opens
            if not (quoted or word[0].isupper() or word in title_words("particles")):
                return None
        return None

    def _outer(self, opens: int, closes: int) -> int | None:
        """Of "(“Addie”)" the bracket; None where that is not closed."""
        if self.words[opens] != "(" or self.words[closes] == ")":
            return closes
        return closes + 1 if self.words[closes + 1] == ")" else None

    def _is_pet_name(self, opens: int, closes: int, end: int) -> bool:
        """Whether brackets in a name hold a form of it, no town, party or body."""
        inside = self.names.doc[opens + 1 : closes]
        if inside.text.isupper() or not self.names_person(closes + 1, end):
            return False
        if not {None, PERSON}.issuperset(self.label.get(i) for i in (opens - 1, opens + 1)):
            return False
        return self.names_person(opens + 1, closes) or not is_place(inside.text)

    def _before(self, at: int) -> int:
        start = at
        while start > max(0, at - MAX_PART) and self.is_name_word(start - 1):
            start -= 1
            if self.names.doc[start].is_sent_start:
                break
        return start

    def _behind(self, at: int) -> int:
        end = at
        while end < min(len(self.words), at + MAX_PART) and not self.names.doc[end].is_sent_start:
            particle = self.low[end] in title_words("particles") and end + 1 < len(self.words)
            if not self.is_name_word(end) and not (particle and self.is_name_word(end + 1)):
                break
            end += 1
        return end

    # ------------------------------------------------------------ two syllables

    def of_syllables(self) -> Iterator[At]:
        """Korean and Chinese names, "Ban Ki-moon", that were not found whole."""
        for at in range(2, len(self.words) - 1):
            if self.words[at] == "-" and self.names.story[at] and self._ties_syllables(at):
                yield at - 2, at + 2

    def _ties_syllables(self, hyphen: int) -> bool:
        doc = self.names.doc
        family, first, second = doc[hyphen - 2], doc[hyphen - 1], doc[hyphen + 1]
        if first.whitespace_ or doc[hyphen].whitespace_ or not family.is_title or not first.is_title:
            return False
        syllables = all(t.is_alpha and len(t) <= MAX_SYLLABLE for t in (first, second))
        if not syllables or second.lower_ in words().hyphen_tails or second.is_upper:
            return False
        start = hyphen - 2
        if start and self.label.get(start - 1) == self.label.get(start) == PERSON:
            return False  # a longer name
        return family.lower_ in words().family_names and not any(
            self.label.get(i) not in (None, PERSON) for i in (hyphen - 2, hyphen - 1)
        )

    def with_initials(self) -> Iterator[At]:
        """Names tagged as bodies or places that begin with two initials: "P. V. Ansell"."""
        for m in self.names.found:
            start, end = m.span.start, m.span.end
            initials = end - start > 2 and all(_INITIAL.fullmatch(w) for w in self.words[start : start + 2])
            if initials and m.label != PERSON and self.is_name_word(end - 1):
                yield start, end

    # ------------------------------------------------------------ surname first

    def surname_first(self) -> Iterator[At]:
        """Names of a list in which surnames come first: "Killed: Orlo, Ada; Bell, Jo (7)."."""
        semicolons = [i for i, word in enumerate(self.words) if word == ";"]
        done = 0
        for at in semicolons:
            if at < done:
                continue
            start = self._item_start(at)
            run: list[At] = []
            while start is not None and (item := self._item(start)) is not None:
                run.append(item[0])
                done = item[1]
                start = done + 1 if done < len(self.words) and self.words[done] == ";" else None
            people = sum(self.names_person(*one) for one in run)
            if len(run) >= LEAST_LISTED and 2 * people >= len(run):
                yield from run

    def _item_start(self, semicolon: int) -> int | None:
        """Where the list's first item begins, which ends at its first semicolon."""
        at = semicolon
        while at and semicolon - at < 4 * MAX_PART:
            if self.words[at - 1] == ":" or "\n" in self.words[at - 1]:
                return at
            at -= 1
        return 0 if at == 0 else None

    def _item(self, start: int) -> tuple[At, int] | None:
        """A name with its surname first at token `start`, and where its item ends, an age included."""
        comma = self._behind(start)
        if comma == start or comma >= len(self.words) or self.words[comma] != ",":
            return None
        end = self._behind(comma + 1)
        if end == comma + 1:
            return None
        return (start, end), self._behind_age(end)

    def _behind_age(self, at: int) -> int:
        """Where "(34)" or ", 34" ends behind a name; `at` where there is none."""
        if at + 1 < len(self.words) and self.words[at] in ("(", ",") and _AGE.fullmatch(self.words[at + 1]):
            bracket = self.words[at] == "(" and at + 2 < len(self.words) and self.words[at + 2] == ")"
            return at + 3 if bracket else at + 2
        return at
