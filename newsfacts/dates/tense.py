"""Which way a clause looks, past or future, by its words.

No parser stands behind this: the governing verb is the nearest one. Part-of-speech tags (`token.tag_`, Penn
Treebank) are used where a tagger has set them; without them word lists and endings must do.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from newsfacts.dates.clause import clause
from newsfacts.dates.story import Direction
from newsfacts.dates.verb_groups import backward, forward, governing, group
from newsfacts.dates.verbs import BE, HAVE, POSSESSIVE, is_finite, lists, near, verb_form
from newsfacts.doc import store


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
    if (way := _of_line(at)) is not None:
        return way
    left = governing(at.doc, at.low, at.first)
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
    **dict.fromkeys(("next", "coming", "come"), Direction.FUTURE),
}


def _is_past_behind(at: _At) -> bool:
    """Whether the verb right behind the date is one of the past: "a man held on Monday was freed"."""
    if at.last >= at.high or at.before in lists().ahead_prepositions:
        return False
    past = forward(at.doc, at.last, at.high) is Direction.PAST
    return past and not (at.doc[at.last].lower_ in ("has", "have") and _in_plan(at))


def _in_plan(at: _At) -> bool:
    """Whether the date stands in a plan that has no verb: "a truce due to start on Thursday has failed"."""
    left = governing(at.doc, at.low, at.first)
    said = group(at.doc, left, at.low) if left is not None else []
    plan = said[said.index("to") + 1 :] if "to" in said else said
    return plan[:1] != [] and plan[0] in lists().plan and not {"was", "were", "had", "been"} & set(plan)


def _by_verb_and_word(at: _At, left: int) -> Direction | None:
    """The way that the verb at token `left` looks with the word before the date."""
    if at.before == "for" and not lists().fixing.isdisjoint((at.doc[left].lower_, at.word(2))):
        return Direction.FUTURE  # "set sentencing for Jan. 17"
    if at.before in ("until", "till") and _lasted(at.doc, left, at.first):
        return Direction.PAST
    return None


def _of_line(at: _At) -> Direction | None:
    """The way of a line that is no sentence: of a notice ("Viewing Monday, 5 to 8 p.m."), or of a chronicle
    ("Jan. 1: A quake kills 241")."""
    if at.first <= at.low + 1 and at.last < at.high and at.doc[at.last].text in _AFTER_LABEL:
        told = at.doc[at.last : min(at.high, at.last + _LINE_TOKENS)]
        return Direction.DONE if any(map(_tells_what_is_over, told)) else None
    before = at.doc[at.low : at.first]
    if _finite_right(at) is not None or any(map(is_finite, before)):
        return None
    near = at.doc[max(at.low, at.first - _NOTICE_TOKENS) : at.first]
    notice = next((word.i for word in near if word.lower_ in lists().notices), None)
    if notice is None or len(before) > _LINE_TOKENS or _is_told_of(at.doc, notice, at.low):
        return None
    return Direction.FUTURE


def _tells_what_is_over(word: Token) -> bool:
    """Whether a verb in the present names what nobody announces: "kills", "derails"."""
    text, over = word.lower_, lists().unscheduled
    if not text.endswith("s") or (word.tag_ and not word.tag_.startswith("VB")):
        return False
    return any(past in over for past in (f"{text[:-1]}ed", f"{text[:-1]}d", f"{text[:-2]}ed"))


def _is_told_of(doc: Doc, at: int, low: int) -> bool:
    """Whether the noun at token `at` stands behind "from", "at the" …: "scenes from the vigil Thursday"."""
    before = [word.lower_ for word in doc[max(low, at - 3) : at]]
    return not _ABOUT.isdisjoint(before)


_AFTER_LABEL = (":", "–", "—", "-")
_ABOUT = frozenset(("from", "of", "after", "since", "at", "during", "in"))
_LINE_TOKENS = 12  # of a line, before its date or behind its label
_NOTICE_TOKENS = 4  # from the noun of a notice to its day


def _by_verb(at: _At, left: int | None) -> Direction | None:
    if left is not None:
        return backward(at.doc, left, at.low)
    right = _finite_right(at)
    way = forward(at.doc, right, at.high) if right is not None else None
    # "On Jan. 1 a quake killed 241": what stands behind its date has been, unless it was planned.
    over = way is Direction.PAST and right is not None and _is_over(at, right)
    return Direction.DONE if over else way


def _is_over(at: _At, right: int) -> bool:
    """Whether the verb at token `right`, one of the past, tells of what happened on the date before it."""
    known = lists()
    if at.before not in ("on", "in", "") or verb_form(at.doc[right]) != "VBD":
        return False
    behind = {at.doc[i].lower_ for i in range(right, min(at.high, right + 4))}
    return behind.isdisjoint(known.ahead | known.ahead_to | known.plan | known.plan_to | {"to"})


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
    left = governing(at.doc, at.low, at.first)
    if left is None:
        return not _by_near(at) and _leaves_behind(at)
    word, *helpers = group(at.doc, left, at.low)
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
    known, told = lists().recurring, store.lower_words_of(at.doc)
    inside = told[at.low : at.high]
    if known.isdisjoint(inside) and _EACH.isdisjoint(inside):
        return False
    low, high = clause(at.doc, at.sentence, at.first, at.last)
    words = told[low:high]
    return not known.isdisjoint(words) or any(
        word in _EACH and behind in _RECURRING_UNITS for word, behind in pairwise(words)
    )


def planned(sentence: Span, start: int, end: int) -> bool:
    """Whether the clause around the characters [start, end) tells of a plan ("was due to open")."""
    at = _At.of(sentence, start, end)
    left = governing(at.doc, at.low, at.first) if at is not None else None
    if at is None or left is None:
        return False
    word, *helpers = group(at.doc, left, at.low)
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


_RECURRING_UNITS = frozenset(("year", "month", "week", "day", "summer", "winter", "spring", "autumn", "fall"))
_EACH = frozenset(("every", "each"))
_RIGHT_TOKENS = 40  # behind the date, of the words among which its verb is looked for
