"""What tells who someone is where no office is said of them.

The part that they have in the story, "neighbor X", "X, a Syrian refugee"; what they lead, "X, who heads the
rescue team"; the body that they are of, "X, of the Red Cross"; and, with none of these, "Dr."
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Span

from newsfacts.doc import store
from newsfacts.english.tags import FINITE_VERBS, NOUN_PHRASE
from newsfacts.english.words import closed, lists
from newsfacts.names import mentions
from newsfacts.names.role_words import MAX_TOKENS_AFTER, before_age
from newsfacts.names.roles_told import Reader

MAX_PART = 5  # tokens of "a retired Syrian refugee"
MAX_BODY = 10  # tokens of a body's name
SAID = (",", "is", "was")  # before "a passenger"
DOCTOR = "dr"
ENDS = frozenset({",", ".", ";", ":", "—", "–", ")", "(", "!", "?", "”", '"'})


@dataclass(frozen=True, slots=True)
class LastWords:
    """The tables of `names/roles_last.toml`."""

    parts: frozenset[str]
    leads: frozenset[str]
    of: frozenset[str]
    no_lead: frozenset[str]


@cache
def words() -> LastWords:
    return lists("names/roles_last", LastWords)


class Last:
    """Finds it in one Doc. `reader`: as `Roles` has it."""

    def __init__(self, doc: Doc, reader: Reader) -> None:
        self.doc, self.low, self.reader = doc, store.lower_words_of(doc), reader

    def of(self, spans: Sequence[Span]) -> str | None:
        """What is first said of the person with these mentions; None where nothing is."""
        for find in (self._part, self._led, self._body):
            found = next((at for span in spans if (at := find(span)) is not None), None)
            if found is not None:
                return " ".join(self.doc[slice(*found)].text.split())
        return next((text for span in spans if (text := self._doctor(span))), None)

    # ------------------------------------------------------------ the part in the story

    def _part(self, one: Span) -> tuple[int, int] | None:
        least, most = mentions.around(one)
        return self._part_before(before_age(self.low, one.start, least), least) or self._part_behind(
            self._behind_age(one.end, most), most
        )

    def _part_before(self, at: int, least: int) -> tuple[int, int] | None:
        """ "neighbor X"; "A passenger, X," where an article begins the phrase."""
        end = at - (at > least and self.low[at - 1] == ",")
        if end <= least or self.low[end - 1] not in words().parts:
            return None
        start = self.reader.gather(end - 1, least)
        opened = start > least and self.low[start - 1] in closed().articles
        return (start, end) if end == at or opened else None

    def _part_behind(self, at: int, most: int) -> tuple[int, int] | None:
        """ "X, a neighbor", "X, a Syrian refugee from Homs"; not where the phrase goes on to another noun."""
        if at + 1 >= most or self.low[at - 1] not in SAID or self.low[at] not in closed().articles:
            return None
        for head in range(at + 1, min(at + 1 + MAX_PART, most)):
            if self.low[head] in words().parts and not self._is_noun(head + 1, most):
                return at + 1, self._scope(head + 1, most)
            if not self._is_noun(head, most) and self.doc[head].tag_ != "VBN":
                return None
        return None

    def _behind_age(self, at: int, most: int) -> int:
        """The token behind ", 45, " or the comma alone, or behind "is"."""
        if at + 2 < most and self.low[at] == "," and self.doc[at + 1].like_num and self.low[at + 2] == ",":
            return at + 3
        return at + 1

    def _is_noun(self, at: int, most: int) -> bool:
        if at >= most or self.low[at] in closed().small or self.low[at] in words().of:
            return False
        return self.doc[at].tag_ in ("", *NOUN_PHRASE) and self.doc[at].text[0].isalnum()

    def _scope(self, at: int, most: int) -> int:
        """Where "of the town", "from Homs" behind a part ends."""
        if at >= most or self.low[at] not in words().of:
            return at
        end = at + 1
        while end < most and (self._is_noun(end, most) or self.low[end] in closed().articles):
            end += 1
        return end if end > at + 1 else at

    # ------------------------------------------------------------ what they lead

    def _led(self, one: Span) -> tuple[int, int] | None:
        """ "X, who heads the rescue team": from the verb to the end of what is led."""
        most = mentions.around(one)[1]
        who = self._behind_age(one.end, most)
        if who + 2 >= most or self.low[who - 1 : who + 1] != [",", "who"]:
            return None
        verb = who + 1 + (self.low[who + 1] in ("has", "had"))
        if self.low[verb] not in words().leads:
            return None
        end = verb + 1
        while end < min(most, who + MAX_TOKENS_AFTER) and not self._ends_led(end):
            end += 1
        led = self.low[verb + 1 : end]
        return (verb, end) if len(led) > 1 and words().no_lead.isdisjoint((led[0], led[-1])) else None

    def _ends_led(self, at: int) -> bool:
        verb = self.doc[at].tag_ in FINITE_VERBS or self.low[at] in (
            "and",
            "when",
            "who",
            "that",
            "which",
            "since",
            "until",
        )
        return self.low[at] in ENDS or verb or self.doc[at].is_space

    # ------------------------------------------------------------ the body that they are of

    def _body(self, one: Span) -> tuple[int, int] | None:
        """ "X, of the Red Cross", "X from the Red Cross", where the body is a name."""
        most = mentions.around(one)[1]
        at = one.end + (one.end < most and self.low[one.end] == ",")
        if at + 1 >= most or self.low[at] not in words().of:
            return None
        start = at + 1 + (self.low[at + 1] == "the")
        end = start
        while end < min(most, start + MAX_BODY) and self.reader.label(end) == mentions.ORG:
            end += 1
        return (at, end) if end > start else None

    # ------------------------------------------------------------ a doctor

    def _doctor(self, one: Span) -> str:
        """ "Dr." as it is written before a name; "" where it is not."""
        least, at = mentions.around(one)[0], one.start
        start = at - 1 - (at - 1 > least and self.low[at - 1] == ".")
        titled = start >= least and self.low[start].rstrip(".") == DOCTOR
        return self.doc[start:at].text if titled else ""
