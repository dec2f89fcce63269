"""The office behind a name: ", the mayor of Y,", ", 45, a farmer", ", who is the mayor", "(the mayor)".

What is asked of any words for an office is here too: `roles_beside` reads those in front.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from spacy.tokens import Doc, Token

from newsfacts.doc import store
from newsfacts.english.tags import FINITE_VERBS
from newsfacts.english.titles import ends_as_trade, is_any_title, is_listed, is_title, title_words
from newsfacts.english.words import closed
from newsfacts.names import mentions
from newsfacts.names.role_words import MAX_BEHIND_OFFICE, MAX_FIRST, MAX_TOKENS_AFTER, role_words
from newsfacts.names.roles_told import Reader, one_of

LEADS = (["as"], ["at", "the", "time"], ["now"])  # before what someone is or was
SINGULAR = ("NN", "NNP", "")
PARTICIPLES = ("VBN", "VBG")
HAVING = frozenset({"has", "had", "have"})
CLOSES = frozenset({".", "!", "?", ":"})  # end a sentence, no line of a signature


class Behind(Reader):
    """Finds the roles behind names in one Doc. `labels`: for each token that of its name, or ""."""

    def __init__(self, doc: Doc, labels: Sequence[str]) -> None:
        self.doc, self.labels = doc, labels
        self.low = store.lower_words_of(doc)
        self.words = role_words()
        self.first = list(range(len(doc)))  # of each token, where its name begins
        for start, end, *_ in store.model_spans(doc, store.NAMES):
            self.first[start:end] = [start] * (end - start)

    def is_office(self, at: int) -> bool:
        return self._is_office(at)

    def is_rank(self, at: int) -> bool:
        return at >= 0 and self._is(self.doc[at], "ranks")

    def label(self, at: int) -> str:
        return self.labels[at]

    def phrase(self, start: int, most: int) -> tuple[int, int] | None:
        return self._phrase(start, most)

    @staticmethod
    def _is(token: Token, table: str) -> bool:
        return is_title(token.lower_, table)

    def _in(self, at: int, words: Collection[str]) -> bool:
        return is_listed(self.low[at], words)

    def _is_office(self, i: int) -> bool:
        token = self.doc[i]
        if self._is(token, "offices") or self._is_compound(i):
            return True
        if token.text[0].isupper() and self._is(token, "ranks"):
            return True
        return not self.labels[i] and token.tag_ in SINGULAR and ends_as_trade(token.text)

    def _is_compound(self, i: int) -> bool:
        """Whether a word for a trade stands behind the noun that it needs: "tea seller", "harbour master"."""
        if not i or self.low[i] not in title_words("compounds") or self.labels[i]:
            return False
        return self.doc[i - 1].tag_ in SINGULAR and self.doc[i - 1].is_alpha and not self.labels[i - 1]

    def _after(self, at: int, most: int) -> tuple[int, int] | None:
        """What stands behind a name: ", the mayor of Y,", ", 45, a farmer", ", who is the mayor", "is the
        mayor".
        """
        if at < len(self.doc) and self.doc[at].text == "\n":
            return self._signed(at)
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
        if start is None:
            return None
        start = self._behind_home(start, most)
        return self._phrase(start, most) or self._second(start, most)

    def _signed(self, at: int) -> tuple[int, int] | None:
        """The office in the line below a name that has a line for itself: "Ana Ruiz\\nDIRECTOR OF HEALTH"."""
        first, end = at, at + 1
        while first and "\n" not in self.doc[first - 1].text:
            first -= 1
        while end < len(self.doc) and "\n" not in self.doc[end].text:
            end += 1
        if not all(map(self._signs, range(first, at))) or not self._is_written_out(at + 1, end):
            return None
        found = self._office(at + 1, end)
        owned = found is not None and self.doc[found[0] + 1 : found[0] + 2].text in closed().possessives
        return None if found is None or owned else (at + 1, end)

    def _signs(self, at: int) -> bool:
        """Whether a token is of a person's name or a title before it."""
        return self.labels[at] == mentions.PERSON or is_any_title(self.low[at]) or self.low[at] == "."

    def _is_written_out(self, start: int, end: int) -> bool:
        """Whether a line is short, has capitals as an office in a signature has, and is no sentence."""
        if not 0 < end - start <= MAX_TOKENS_AFTER or self.doc[end - 1].text in CLOSES:
            return False
        words = (token for token in self.doc[start:end] if token.is_alpha)
        return all(token.text[0].isupper() or token.lower_ in self.words.small for token in words)

    def _behind_home(self, at: int, most: int) -> int:
        """Where the apposition goes on behind a home, "of Lima, a teacher"; `at` where none is told."""
        end = at + 1
        while end < most and (self.labels[end] == mentions.LOC or self.low[end] in (",", "in")):
            end += 1
        homed = self.low[at : at + 1] in (["of"], ["from"]) and end > at + 2 and self.low[end - 1] == ","
        return end if homed and end < most and self.low[end] in closed().articles else at

    def _second(self, start: int, most: int) -> tuple[int, int] | None:
        """The office that an apposition names second: "a father of four and a shop owner"."""
        if start >= most or self.low[start] not in closed().articles:
            return None
        for at in range(start + 1, min(start + MAX_FIRST, most - 1)):
            if self.low[at] == "and":
                return self._phrase(at + 1, most) if self.low[at + 1] in closed().articles else None
            if self.labels[at] == mentions.PERSON or self.low[at] == "," or self._ends_scope(at):
                return None
        return None

    def _predicate(self, at: int, most: int) -> int | None:
        """Where what is said of a name begins, behind ", ", ", 45,", ", who is" or "is"; None where nothing
        is said.
        """
        if self.doc[at].text in self.words.dashes:
            after = self._behind_age(at + 1, most)
            if after is None:
                return None
            clause = self._clause(after, most)
            return self._as_office(after, most) if clause == after else self._said(clause, most)
        return self._said(at, most)

    def _clause(self, at: int, most: int) -> int:
        """The verb of being of "who is" or "when he was" at token `at`; `at` where no such clause begins."""
        if at + 1 < most and self.low[at] == "who":
            return at + 1
        once = at + 2 < most and self.low[at] in self.words.once and self.low[at + 1] in ("he", "she")
        return at + 2 if once else at

    def _as_office(self, at: int, most: int) -> int:
        """Where the office of "as housing secretary", "at the time mayor" begins; `at` where none does."""
        end = next((at + len(lead) for lead in LEADS if self.low[at : at + len(lead)] == lead), at)
        if end == at or end >= most:
            return at
        office = self._is_office(end) or self._leads_to_office(end, most)
        return end if office and not any(map(self._is_several, range(end, min(end + 3, most)))) else at

    def _said(self, at: int, most: int) -> int | None:
        """Where what "is" or "works as" at token `at` says begins; None where neither is there."""
        works = self._works(at, most)
        been = at + 1 < most and self.low[at] in HAVING and self.low[at + 1] == "been"
        if not (works or been or self._in(at, self.words.being)):
            return None
        at += 1 + (works or been)
        if at + 1 < most and self.low[at] in self.words.chosen:
            at += 1 + (self.low[at + 1] == "as")
        if at >= most:
            return None
        told = self._in(at, self.words.owners) or self._is_office(at) or self._leads_to_office(at, most)
        return at if told else None

    def _works(self, at: int, most: int) -> bool:
        """Whether "works as" and the like begins at a token."""
        return at + 1 < most and self.low[at] in self.words.works and self.low[at + 1] == "as"

    def _leads_to_office(self, at: int, most: int) -> bool:
        """Whether nouns alone lead to an office: "is finance director of"."""
        for i in range(at, min(at + 3, most - 1)):
            noun = self.doc[i].tag_ in ("NN", "NNP", "JJ", "") or self._is(self.doc[i], "modifiers")
            if not noun or self.labels[i] == mentions.PERSON:
                return False
            if self._is_office(i + 1):
                return True
        return False

    def _behind_age(self, at: int, most: int) -> int | None:
        """Where the apposition goes on behind an age and its comma, ", 45, "; None where it ends with it."""
        start = at
        if at + 1 < most and (self.low[at + 1] == "of" or self.low[at + 1] in closed().hyphens):
            return at  # "one of the officers", "33-year-old nurse"
        while at < most and (self.doc[at].like_num or self.low[at] in self.words.aged):
            at += 1
        if at == start or self.low[start] in self.words.classes:
            return start  # "second vice minister"
        if at + 1 < most and self.low[at] == "and" and self.low[at + 1] in closed().articles:
            return at + 1
        return at + 1 if at < most and self.doc[at].text == "," else None

    def _phrase(self, start: int, most: int) -> tuple[int, int] | None:
        """The noun phrase from `start` on, if its noun is an office, with what the office is over."""
        most = min(most, start + MAX_TOKENS_AFTER)
        start = self._noun_start(start, most)
        if start < most and self.low[start] in self.words.lists:
            return None
        found = self._office(start, most)
        if found is None:
            return None
        head, at, whole = found
        one_of = "of" in self.low[max(start - 2, 0) : start]
        if not closed().articles.isdisjoint(self.low[start + 1 : head]) or self._counts(start, head, one_of):
            return None
        if whole:
            return start, at
        if self._is(self.doc[head], "family") or at - head > MAX_BEHIND_OFFICE:
            return None
        return start, self._trimmed(head, self._scope_end(at, most))

    def _noun_start(self, start: int, most: int) -> int:
        """Where a noun phrase goes on behind "the", "then-", "one of the two"."""
        start = self._behind_owners(start, most, counts=False)
        if self.low[start - 1] == "then" and start < most and self.low[start] in closed().hyphens:
            start += 1  # "then-mayor"
        listed = start < most and self.low[start] in self.words.lists
        if not listed and self.low[start : start + 1] == ["of"] and self.low[start - 1] == "one":
            return self._behind_owners(start + 1, most, counts=True)  # "one of the two officers"
        return start

    def _behind_owners(self, at: int, most: int, *, counts: bool) -> int:
        """Behind "the", "his"; `counts`: and numbers, no blanks."""
        while at < most:
            besides = self.doc[at].like_num if counts else self.doc[at].is_space
            if not (self._in(at, self.words.owners) or besides):
                break
            at += 1
        return at

    def _trimmed(self, head: int, end: int) -> int:
        """Where a phrase ends without the "of" or "and" that it breaks off with."""
        while end > head + 1 and (
            self._in(end - 1, self.words.links) or self.low[end - 1] in self.words.left_off
        ):
            end -= 1
        return end

    def _counts(self, start: int, head: int, one_of: bool) -> bool:
        """Whether a phrase is of several people, which no one is: "the court's eight remaining members"."""
        return not one_of and any(self.doc[i].like_num for i in range(start, head)) and self._is_several(head)

    def _is_several(self, at: int) -> bool:
        return self.low[at].endswith("s") and one_of(self.low[at]) in title_words("offices")

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
            within = bool(self.labels[at]) and at > start and self.first[at] == self.first[at - 1]
            if not within and self._ends_noun(at, most):
                break  # not in "a University of Orlo law professor"
            if head is not None and self.doc[at].tag_ in PARTICIPLES and self.doc[at].is_lower:
                return head, at, True
            if self._is_office(at):
                head = at
            at += 1
        return None if head is None else (head, at, False)

    def _behind_owner(self, at: int, most: int) -> int | None:
        """Behind "Y's" of "X, Y's lawyer", "Y" of "X, a Y spokesman"; None for "X, President Y": that
        other's office.
        """
        first = at
        while at < most and self.labels[at] == mentions.PERSON:
            at += 1
        if self._names_office(first, at, most):
            return at
        if at < most and self.doc[at].text in closed().apostrophes and self.low[at - 1].endswith("s"):
            return at + 1  # "Orlos' adviser"
        return at + 1 if at < most and self.doc[at].text in closed().possessives else None

    def _names_office(self, first: int, end: int, most: int) -> bool:
        """Whether a name says whose office in small letters stands behind it: "a Y spokesman"."""
        before = self.doc[first - 1]
        opened = self._in(first - 1, self.words.owners) or self._is(before, "modifiers")
        return (
            (opened or before.tag_ == "JJ") and end < most and self.doc[end].is_lower and self._is_office(end)
        )

    def _ends_noun(self, at: int, most: int) -> bool:
        """Whether a noun phrase ends before a token: a comma, a verb, "of", an "and" not of offices."""
        text = self.doc[at].text
        if text == "," or (text in self.words.hard_ends and text != "–"):
            return True
        if self._in(at, self.words.links) or self._ends_scope(at):
            return True
        return self.low[at] == "and" and not self._office_ahead(at, most)

    def _ends_scope(self, at: int) -> bool:
        """Whether a token is a verb or begins a clause; the "WHO" is no "who"."""
        if self.labels[at] == mentions.ORG:
            return False
        clause = self._in(at, self.words.ends) and self.low[at] != "and"
        return clause or self.doc[at].tag_ in FINITE_VERBS

    def _scope_end(self, end: int, most: int) -> int:
        """Where what an office is over ends, from token `end` on: "of health", "at the Lima Times"."""
        while end < most:
            token = self.doc[end]
            if token.text == "," or token.text in self.words.hard_ends or token.is_space:
                break
            if token.text == "-" and token.whitespace_ and self.doc[end - 1].whitespace_:
                break  # a dash
            if not self._in(end, self.words.links) and self._ends_scope(end):
                break
            if self.low[end] in ("on", "in") and end + 1 < most and self.labels[end + 1] == "DATE":
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
