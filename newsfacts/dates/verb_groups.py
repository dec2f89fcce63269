"""The verb that governs a date, and which way its group of verbs looks: "had been due to expire"."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from spacy.tokens import Doc, Token

from newsfacts.dates.story import Direction
from newsfacts.dates.verbs import BE, HAVE, POSSESSIVE, lists, verb_form

# Words that look ahead as verbs; behind "the" they are things ("announced the plan on Friday").
_ALSO_THINGS = frozenset(("plan", "plans", "hope", "hopes", "demands", "expects", "wants"))


def _is_thing(word: Token, before: Token) -> bool:
    """Whether a word that looks ahead as a verb is a noun there."""
    if word.lower_ not in _ALSO_THINGS or word.tag_.startswith("VB"):
        return False
    return before.lower_ in lists().determiners or before.lower_ in POSSESSIVE


def governing(doc: Doc, low: int, first: int) -> int | None:
    """The nearest verb to the left within the clause; verbs in -ing without "be" are passed over."""
    for i in range(first - 1, max(low, first - 30) - 1, -1):
        if doc[i].text in _STOPS:
            return None
        if _governs(doc, i, low):
            return i
    return None


def _governs(doc: Doc, i: int, low: int) -> bool:
    """Whether token `i` can be the verb of a clause that begins at `low`, or after it."""
    word = doc[i]
    form = verb_form(word)
    if form == "VBG" and (i == low or doc[i - 1].lower_ not in BE):
        return False
    if i > low and _is_thing(word, doc[i - 1]):
        return False
    return form is not None or word.lower_ in lists().ahead or _before_to(doc, i)


def _before_to(doc: Doc, i: int) -> bool:
    """Whether token `i` is the "set" of "set to", "set for"."""
    return doc[i].lower_ in lists().ahead_to and i + 1 < len(doc) and doc[i + 1].lower_ in ("to", "for")


def group(doc: Doc, at: int, low: int) -> list[str]:
    """The words of the verb group that ends at token `at`, the last one first."""
    group = [doc[at].lower_]
    for i in range(at - 1, max(low, at - 7) - 1, -1):
        word = doc[i].lower_
        if word not in _group_words() and not word.endswith("ly"):
            break
        group.append(word)
    return group


@cache
def _group_words() -> frozenset[str]:
    known = lists()
    return known.modals | BE | HAVE | known.ahead | known.ahead_to | known.helpers


class _Verb(NamedTuple):
    """A verb, token `at` of a clause that begins at `low`, and what stands before it in its group, the
    nearest first."""

    doc: Doc
    at: int
    low: int
    helpers: list[str]

    @property
    def word(self) -> str:
        return self.doc[self.at].lower_

    def has(self, words: Iterable[str]) -> bool:
        """Whether one of `words` helps the verb."""
        return any(helper in words for helper in self.helpers)


def backward(doc: Doc, at: int, low: int) -> Direction | None:
    """Which way the verb group that ends at token `at` looks."""
    verb = _Verb(doc, at, low, group(doc, at, low)[1:])
    if "to" in verb.helpers:
        return _infinitive(verb)
    if (way := _by_helpers(verb)) is not None:
        return way
    look = _BY_FORM.get(verb_form(doc[at]) or "")
    return look(verb) if look else None


def _infinitive(verb: _Verb) -> Direction | None:
    """Which way "to expire" looks, by what stands before it; None of "continues to", which tells no time."""
    known, (doc, at, low, helpers) = lists(), verb
    before = helpers[helpers.index("to") + 1 :]
    if "had" in before:  # "had been scheduled to expire on Friday"
        return Direction.PAST
    if helpers[0] == "be" or not (known.ahead | known.ahead_to | BE | known.modals).isdisjoint(before):
        return Direction.FUTURE
    outer = at - 1 - helpers.index("to") - 1
    if outer >= low and doc[outer].lower_ in _GOING_ON:
        return None  # "continue to care for victims of the shooting on Wednesday"
    if outer < low or doc[outer].lower_ in known.willing:
        return Direction.FUTURE
    back = governing(doc, low, outer + 1)
    return (back is not None and backward(doc, back, low)) or Direction.FUTURE


def _by_helpers(verb: _Verb) -> Direction | None:
    known = lists()
    if "had" not in verb.helpers and (verb.word in known.ahead or _before_to(verb.doc, verb.at)):
        return Direction.FUTURE
    if verb.has(HAVE) and not verb.has(_WILL):
        return Direction.PAST  # "has left", "may have left"
    return Direction.FUTURE if verb.has((known.modals | known.ahead) - _SUBJECTS) else None


def _of_past(verb: _Verb) -> Direction | None:
    if not verb.has(_PRESENT_BE):
        over = lists().unscheduled | lists().happened
        return Direction.DONE if verb.word in over else Direction.PAST
    return Direction.FUTURE if _conditional(verb) else None


def _of_present(verb: _Verb) -> Direction | None:
    return Direction.FUTURE if verb.word in lists().timetable or _conditional(verb) else None


def _of_ing(verb: _Verb) -> Direction | None:
    if verb.word in lists().looking_back:
        return None  # "are investigating a shooting on Friday"
    return Direction.FUTURE if verb.has(_PRESENT_BE | {"am"}) else None


def _of_modal(verb: _Verb) -> Direction:
    return Direction.FUTURE


_BY_FORM: dict[str, Callable[[_Verb], Direction | None]] = {
    "VBD": _of_past,
    "VBN": _of_past,
    "VBZ": _of_present,
    "VBP": _of_present,
    "VBG": _of_ing,
    "MD": _of_modal,
}


def _conditional(verb: _Verb) -> bool:
    """Whether a present tense stands in a clause of "when", "if", "until": it then means what is to come."""
    before = verb.doc[max(verb.low, verb.at - 8) : verb.at]
    return any(word.lower_ in ("when", "if", "until", "unless", "once", "before") for word in before)


def forward(doc: Doc, at: int, high: int) -> Direction | None:
    """Which way the verb group that begins at token `at` looks."""
    known, form = lists(), verb_form(doc[at])
    word, *behind = (doc[i].lower_ for i in range(at, min(high, at + 5)))
    to = behind[:1] == ["to"]
    if word in HAVE:
        return Direction.FUTURE if to else Direction.PAST
    if word in known.modals or (word in ("is", "are") and to):
        return Direction.FUTURE
    if word in BE and not (known.ahead | known.ahead_to).isdisjoint(behind[:2]):
        return Direction.PAST if word in ("was", "were") else Direction.FUTURE
    if form in ("VBD", "VBN"):
        return Direction.PAST
    return Direction.FUTURE if word in known.willing and form is not None else None


_STOPS = frozenset([";", ":", "—", "–", "”", "“", '"', "(", ")"])
_GOING_ON = frozenset(("continue", "continues"))
_WILL = frozenset(("will", "shall", "'ll", "’ll", "wo"))
_PRESENT_BE = frozenset(("is", "are", "'re", "’re"))
_SUBJECTS = frozenset(("deadline",))  # of a verb rather than a part of it: "the deadline passed"
