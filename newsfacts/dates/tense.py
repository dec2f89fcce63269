"""Which way a clause looks, past or future, by its words.

No parser stands behind this: the governing verb is the nearest one. Part-of-speech tags (`token.tag_`, Penn
Treebank) are used where a tagger has set them; without them word lists and endings must do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from newsfacts.dates.clause import clause
from newsfacts.dates.story import Direction
from newsfacts.dates.verbs import BE, HAVE, POSSESSIVE, is_finite, lists, near, verb_form


def direction(sentence: Span, start: int, end: int) -> Direction | None:
    """Which way the clause around the characters [start, end) of the Doc looks; None where it does not tell.

    What stands right before the date, or the event that it belongs to, may tell. Else the governing verb
    does: the one right behind the date, else the nearest to the left in the clause, else the first to the
    right.
    """
    at = _At.of(sentence, start, end)
    if at is None:
        return None
    if at.before in _WAYS_OF_WORDS:
        return _WAYS_OF_WORDS[at.before]
    if f"{at.word(2)} {at.before}" in lists().ahead_phrases:
        return Direction.FUTURE
    named = _named_event(at.doc, at.sentence, at.first, at.last)
    if named in lists().unscheduled or _behind_event(at.doc, at.low, at.first):
        return Direction.DONE
    if named is not None and named not in lists().scheduled:
        return None
    if named is None and _is_past_behind(at):
        return Direction.PAST
    left = _governing(at.doc, at.low, at.first)
    told = _by_verb_and_word(at, left) if left is not None else None
    return told or _by_preposition(at, _by_verb(at, left))


class _At(NamedTuple):
    """A date, tokens [first, last), in its sentence (of an endless one, the part near it)."""

    doc: Doc
    sentence: Span
    first: int
    last: int

    @classmethod
    def of(cls, sentence: Span, start: int, end: int) -> _At | None:
        """The date of the characters [start, end); None where no token is there."""
        inside = sentence.doc.char_span(start, end, alignment_mode="expand")
        if inside is None:
            return None
        return cls(sentence.doc, near(sentence, inside), inside.start, inside.end)

    @property
    def low(self) -> int:
        return self.sentence.start

    @property
    def high(self) -> int:
        return self.sentence.end

    @property
    def before(self) -> str:
        """The word before the date, in small letters; "" where the sentence begins with it."""
        return self.word(1)

    def word(self, back: int) -> str:
        """So many words before the date, in small letters; "" before the sentence."""
        return self.doc[self.first - back].lower_ if self.first - back >= self.low else ""


# Which way these words right before a date look, whatever the verb.
_WAYS_OF_WORDS = {
    **dict.fromkeys(("since", "following", "last", "past"), Direction.DONE),
    **dict.fromkeys(("next", "coming"), Direction.FUTURE),
}


def _is_past_behind(at: _At) -> bool:
    """Whether the verb right behind the date is one of the past: "a man held on Monday was freed"."""
    if at.last >= at.high or at.before in lists().ahead_prepositions:
        return False
    past = _forward(at.doc, at.last, at.high) is Direction.PAST
    return past and not (at.doc[at.last].lower_ in ("has", "have") and _in_plan(at))


def _in_plan(at: _At) -> bool:
    """Whether the date stands in a plan that has no verb: "a truce due to start on Thursday has failed"."""
    left = _governing(at.doc, at.low, at.first)
    group = _group(at.doc, left, at.low) if left is not None else []
    plan = group[group.index("to") + 1 :] if "to" in group else group
    return plan[:1] != [] and plan[0] in lists().plan and not {"was", "were", "had", "been"} & set(plan)


def _by_verb_and_word(at: _At, left: int) -> Direction | None:
    """The way that the verb at token `left` looks with the word before the date."""
    if at.before == "for" and not lists().fixing.isdisjoint((at.doc[left].lower_, at.word(2))):
        return Direction.FUTURE  # "set sentencing for Jan. 17"
    if at.before in ("until", "till") and _lasted(at.doc, left, at.first):
        return Direction.PAST
    return None


def _by_verb(at: _At, left: int | None) -> Direction | None:
    if left is not None:
        return _backward(at.doc, left, at.low)
    right = _finite_right(at)
    return _forward(at.doc, right, at.high) if right is not None else None


def _finite_right(at: _At) -> int | None:
    """The first verb of a clause behind the date."""
    high = min(at.high, at.last + _RIGHT_TOKENS)
    return next((i for i in range(at.last, high) if is_finite(at.doc[i])), None)


def _by_preposition(at: _At, found: Direction | None) -> Direction | None:
    """The way of a verb, where "by", "until" may stand before the date: these look ahead."""
    if at.before not in lists().ahead_prepositions or found is Direction.FUTURE:
        return found
    if at.before == "by":  # "by Monday, rescuers had found"
        return None if found is Direction.PAST else Direction.FUTURE
    return Direction.FUTURE if not any(token.lower_ == "had" for token in at.sentence) else None


def _lasted(doc: Doc, at: int, first: int) -> bool:
    """Whether the verb at token `at` tells of a state that is over: "was envoy until", "served until"."""
    taken_for_verb = verb_form(doc[at]) in ("VBN", "VBD", "VBG") and not _is_participle(doc[at])
    if taken_for_verb and at > 0 and doc[at - 1].lower_ in ("was", "were"):
        return True
    if doc[at].lower_ in ("was", "were"):
        return not any(_is_participle(doc[i]) for i in range(at + 1, first))
    helped = at > 0 and doc[at - 1].lower_ in BE | HAVE
    return doc[at].lower_ in lists().lasting and not helped


def _is_participle(word: Token) -> bool:
    """Whether a verb form that looks like one, too: taggers take some nouns behind "was" for participles."""
    return verb_form(word) in ("VBN", "VBG", "VBD") and word.lower_.endswith(("d", "n", "t", "g"))


def background(sentence: Span, start: int, end: int) -> bool:
    """Whether the clause around the characters [start, end) leaves the time that its story tells of.

    By what "had been" before, by what "would" come, by "since", by a birth.
    """
    at = _At.of(sentence, start, end)
    if at is None:
        return False
    if at.before == "since":
        return True
    left = _governing(at.doc, at.low, at.first)
    if left is None:
        return not _by_near(at) and _leaves_behind(at)
    word, *helpers = _group(at.doc, left, at.low)
    if at.before == "by":
        return False  # "by May they had taken it": the story has come so far
    return word == "born" or "would" in (word, *helpers) or ("had" in helpers and "to" not in helpers)


def _by_near(at: _At) -> bool:
    """Whether "by" stands before the date, one word between them at most."""
    return any(word.lower_ == "by" for word in at.doc[max(at.low, at.first - 2) : at.first])


def _leaves_behind(at: _At) -> bool:
    """Whether the verb behind the date leaves the time of the story."""
    right = _finite_right(at)
    if right is None:
        return False
    return _is_past_perfect(at.doc, right, right + 4) or at.doc[right].lower_ == "would"


def _is_past_perfect(doc: Doc, at: int, high: int) -> bool:
    """Whether the verb group that begins at token `at` is one of "had been"."""
    if doc[at].lower_ != "had":
        return False
    words = [doc[i] for i in range(at + 1, min(high, len(doc)))]
    return any(verb_form(word) in ("VBN", "VBD") or word.lower_.endswith(("ed", "en")) for word in words)


def recurs(sentence: Span, start: int, end: int) -> bool:
    """Whether the clause around the characters [start, end) tells of what happens again and again."""
    at = _At.of(sentence, start, end)
    if at is None:
        return False
    known = lists().recurring
    if not any(token.lower_ in known or token.lower_ in _EACH for token in at.sentence):
        return False
    low, high = clause(at.doc, at.sentence, at.first, at.last)
    words = [at.doc[i].lower_ for i in range(low, high)]
    return not known.isdisjoint(words) or any(
        word in _EACH and behind in _RECURRING_UNITS for word, behind in pairwise(words)
    )


def planned(sentence: Span, start: int, end: int) -> bool:
    """Whether the clause around the characters [start, end) tells of a plan ("was due to open")."""
    at = _At.of(sentence, start, end)
    left = _governing(at.doc, at.low, at.first) if at is not None else None
    if at is None or left is None:
        return False
    word, *helpers = _group(at.doc, left, at.low)
    if word in lists().plan and (word != "set" or at.doc[left + 1].lower_ == "for"):
        return True
    outer = left - 1 - helpers.index("to") - 1 if "to" in helpers else -1
    return outer >= at.low and at.doc[outer].lower_ in lists().plan | lists().plan_to | BE


def _named_event(doc: Doc, sentence: Span, first: int, last: int) -> str | None:
    """The noun that the date is part of ("attack" in "the Oct. 7 attack"); None if the date stands free."""
    known = lists()
    if last >= sentence.end:
        return None
    at = last
    if doc[at].lower_ in POSSESSIVE:
        at += 1
    elif first == sentence.start or doc[first - 1].lower_ not in known.determiners | POSSESSIVE:
        return None
    noun = None
    for token in doc[at : min(sentence.end, at + 5)]:
        if _ends_name(token, noun):
            break
        noun = token.lower_
        if noun in known.unscheduled or noun in known.scheduled:
            break
    return noun


def _ends_name(token: Token, noun: str | None) -> bool:
    """Whether the name of an event ends before `token`, `noun` being its last word so far."""
    known, word = lists(), token.lower_
    if not token.is_alpha and "-" not in word:
        return True
    if word in known.prepositions | known.openers | known.joiners | known.modals | BE | HAVE:
        return True
    return noun is not None and word in known.past


def _behind_event(doc: Doc, low: int, first: int) -> bool:
    """Whether what nobody plans is dated, and something else answers to it: "vowed to strike back for an
    attack Friday", "will resume after a bombing Sunday".
    """
    known = lists()
    at = first - 1
    if at <= low or doc[at].lower_ not in known.unscheduled or doc[at].tag_ not in ("NN", "NNS", ""):
        return False
    for i in range(at - 1, max(low, at - 4) - 1, -1):
        if doc[i].lower_ in known.answering:
            return True
        if doc[i].lower_ not in known.determiners | POSSESSIVE and doc[i].tag_ not in ("JJ", "NN", "VBN", ""):
            return False
    return False


_STOPS = frozenset([";", ":", "—", "–", "”", "“", '"', "(", ")"])
_RECURRING_UNITS = frozenset(("year", "month", "week", "day", "summer", "winter", "spring", "autumn", "fall"))
_WILL = frozenset(("will", "shall", "'ll", "’ll", "wo"))
_PRESENT_BE = frozenset(("is", "are", "'re", "’re"))
_EACH = frozenset(("every", "each"))
_SUBJECTS = frozenset(("deadline",))  # of a verb rather than a part of it: "the deadline passed"
_RIGHT_TOKENS = 40  # behind the date, of the words among which its verb is looked for


# Words that look ahead as verbs; behind "the" they are things ("announced the plan on Friday").
_ALSO_THINGS = frozenset(("plan", "plans", "hope", "hopes", "demands", "expects", "wants"))


def _is_thing(word: Token, before: Token) -> bool:
    """Whether a word that looks ahead as a verb is a noun there."""
    determined = before.lower_ in lists().determiners | POSSESSIVE
    return word.lower_ in _ALSO_THINGS and determined and not word.tag_.startswith("VB")


def _governing(doc: Doc, low: int, first: int) -> int | None:
    """The nearest verb to the left within the clause; verbs in -ing without "be" are passed over."""
    for i in range(first - 1, max(low, first - 30) - 1, -1):
        if doc[i].text in _STOPS:
            return None
        if _governs(doc, i, low):
            return i
    return None


def _governs(doc: Doc, i: int, low: int) -> bool:
    """Whether token `i` can be the verb of a clause that begins at `low`, or after it."""
    form = verb_form(doc[i])
    if form == "VBG" and (i == low or doc[i - 1].lower_ not in BE):
        return False
    if i > low and _is_thing(doc[i], doc[i - 1]):
        return False
    return form is not None or doc[i].lower_ in lists().ahead or _before_to(doc, i)


def _before_to(doc: Doc, i: int) -> bool:
    """Whether token `i` is the "set" of "set to", "set for"."""
    return doc[i].lower_ in lists().ahead_to and i + 1 < len(doc) and doc[i + 1].lower_ in ("to", "for")


def _group(doc: Doc, at: int, low: int) -> list[str]:
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


def _backward(doc: Doc, at: int, low: int) -> Direction | None:
    """Which way the verb group that ends at token `at` looks."""
    verb = _Verb(doc, at, low, _group(doc, at, low)[1:])
    if "to" in verb.helpers:
        return _infinitive(verb)
    if (way := _by_helpers(verb)) is not None:
        return way
    look = _BY_FORM.get(verb_form(doc[at]) or "")
    return look(verb) if look else None


def _infinitive(verb: _Verb) -> Direction:
    """Which way "to expire" looks, by what stands before it."""
    known, (doc, at, low, helpers) = lists(), verb
    before = helpers[helpers.index("to") + 1 :]
    if "had" in before:  # "had been scheduled to expire on Friday"
        return Direction.PAST
    if helpers[0] == "be" or not (known.ahead | known.ahead_to | BE | known.modals).isdisjoint(before):
        return Direction.FUTURE
    outer = at - 1 - helpers.index("to") - 1
    if outer < low or doc[outer].lower_ in known.willing:
        return Direction.FUTURE
    back = _governing(doc, low, outer + 1)
    return (back is not None and _backward(doc, back, low)) or Direction.FUTURE


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


def _forward(doc: Doc, at: int, high: int) -> Direction | None:
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
