"""Clauses by their words: which way one looks (past or future), and the one that tells what happened on a date.

No parser stands behind this: clauses are cut at punctuation and at words that open a clause. Part-of-speech tags
(`token.tag_`, Penn Treebank) are used where a tagger has set them; without them word lists and endings must do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Span, Token

from newsfacts.rules import read
from newsfacts.text.dates import Direction
from newsfacts.types import CharSpan

# Longest clause that is given as an event, in tokens; beyond it the words far from the date are left out.
MAX_EVENT_TOKENS = 45


@dataclass(frozen=True, slots=True)
class _Words:
    """The word lists of `rules/clauses.toml`."""

    modals: frozenset[str]
    present: frozenset[str]
    past: frozenset[str]
    base: frozenset[str]
    ahead: frozenset[str]
    ahead_prepositions: frozenset[str]
    openers: frozenset[str]
    joiners: frozenset[str]
    subjects: frozenset[str]
    not_verbs: frozenset[str]
    after_to: frozenset[str]
    prepositions: frozenset[str]
    determiners: frozenset[str]


@cache
def _lists() -> _Words:
    table = read("clauses")["words"]
    return _Words(**{name: frozenset(words) for name, words in table.items()})


def verb_form(token: Token) -> str | None:
    """MD, VB, VBD, VBN, VBG, VBP or VBZ where the token is (or looks like) a verb; None otherwise."""
    lists, word = _lists(), token.lower_
    if word in lists.modals:
        return "MD"
    if token.tag_:
        return token.tag_ if token.tag_.startswith("VB") or token.tag_ == "MD" else None
    before = token.nbor(-1).lower_ if token.i > 0 else ""
    if before == "to" and word.isalpha() and word.islower() and word not in lists.determiners:
        return "VB" if word in lists.base or word not in lists.after_to else None
    if word in lists.past:
        return "VBD"
    if word in lists.present:
        return "VBZ"
    if token.text.islower() and word not in lists.not_verbs and before not in lists.determiners:
        if len(word) > 3 and word.endswith("ed"):
            return "VBD"
        if len(word) > 4 and word.endswith("ing"):
            return "VBG"
    return None


def is_finite(token: Token) -> bool:
    """Whether the token can be the verb of a clause of its own."""
    return verb_form(token) in ("MD", "VBD", "VBP", "VBZ")


def direction(sentence: Span, start: int, end: int) -> Direction | None:
    """Which way the clause around the characters [start, end) of the Doc looks; None where it does not tell.

    The governing verb is the nearest one to the left in the clause, else the first to the right.
    """
    doc, lists = sentence.doc, _lists()
    inside = doc.char_span(start, end, alignment_mode="expand")
    if inside is None:
        return None
    first, last = inside.start, inside.end
    before = [doc[i].lower_ for i in range(max(sentence.start, first - 2), first)]
    ahead = bool(before) and before[-1] in lists.ahead_prepositions
    left = _verb_left(doc, sentence.start, first)
    if left is not None:
        found = _look(doc, left, sentence.start, first)
        if found is not None:
            if ahead and found is Direction.PAST and not _has(doc, sentence, ("had",)):
                return Direction.FUTURE if before[-1] != "by" else None
            return found
    right = next((i for i in range(last, min(sentence.end, last + 40)) if is_finite(doc[i])), None)
    if right is not None:
        found = _look_right(doc, right, sentence.end)
        if found is not None:
            return found
    return Direction.FUTURE if ahead else None


def _has(doc: Doc, sentence: Span, words: Sequence[str]) -> bool:
    return any(token.lower_ in words for token in sentence)


_STOPS = frozenset([";", ":", "—", "–", "”", "“", '"', "(", ")"])


def _verb_left(doc: Doc, low: int, first: int) -> int | None:
    """The nearest verb to the left within the clause."""
    lists = _lists()
    for i in range(first - 1, max(low, first - 30) - 1, -1):
        token = doc[i]
        if token.text in _STOPS:
            return None
        if token.text == "," and i < first - 1:
            continue
        form = verb_form(token)
        if form is not None or token.lower_ in lists.ahead:
            return i
    return None


def _look(doc: Doc, at: int, low: int, first: int) -> Direction | None:
    """Which way the verb group that ends at token `at` looks."""
    lists = _lists()
    token = doc[at]
    group = []
    i = at
    while i >= max(low, at - 8):
        word = doc[i].lower_
        if doc[i].text in _STOPS or doc[i].text == ",":
            break
        group.append(word)
        i -= 1
    near = group[:7]
    if any(word in lists.ahead for word in near[:4]) and not (near[0] == "said"):
        return Direction.FUTURE
    for word in near[:4]:
        if word in ("had", "has", "have", "'ve", "’ve"):
            return Direction.PAST
        if word in lists.modals:
            return Direction.FUTURE
    form = verb_form(token)
    if form == "VB" and len(near) > 1 and near[1] == "to":
        outer = next(
            (
                doc[j]
                for j in range(at - 2, max(low, at - 14) - 1, -1)
                if verb_form(doc[j]) in ("VBD", "VBN", "VBZ", "VBP", "MD")
            ),
            None,
        )
        if (
            outer is not None
            and verb_form(outer) in ("VBD", "VBN")
            and outer.lower_ not in ("agreed", "decided", "vowed", "promised", "planned")
        ):
            return Direction.PAST
        return Direction.FUTURE
    if form in ("VBD", "VBN"):
        return Direction.PAST
    if form in ("VBZ", "VBP", "VBG"):
        return (
            Direction.FUTURE
            if form == "VBG" and len(near) > 1 and near[1] in ("is", "are", "am", "'re", "’re")
            else None
        )
    if form == "MD":
        return Direction.FUTURE
    return None


def _look_right(doc: Doc, at: int, high: int) -> Direction | None:
    lists = _lists()
    words = [doc[i].lower_ for i in range(at, min(high, at + 5))]
    if words[0] in ("has", "have", "had"):
        return Direction.PAST
    if words[0] in lists.modals or any(word in lists.ahead for word in words[:3]):
        return Direction.FUTURE
    form = verb_form(doc[at])
    if form in ("VBD", "VBN"):
        return Direction.PAST
    return None


# ---------------------------------------------------------------- what happened


@dataclass(slots=True)
class _Segment:
    start: int  # first token
    end: int  # token after the last
    verb: bool
    opener: bool


def event(sentence: Span, start: int, end: int) -> str | None:
    """The words of the sentence that tell what happened on the date at the characters [start, end).

    A stretch of the text: the clause of the date without the date at its edges; for a date inside a name
    ("the Oct. 7 attack") the words of the name without the date. None where nothing but the date stands there.
    """
    doc = sentence.doc
    inside = doc.char_span(start, end, alignment_mode="expand")
    if inside is None:
        return None
    phrase = _name_around(doc, sentence, inside)
    if phrase is not None:
        return phrase
    low, high = _clause(doc, sentence, inside.start, inside.end)
    low, high = _trim(doc, low, high, inside.start, inside.end)
    if low >= high:
        return None
    return doc[low:high].text.strip() or None


def _name_around(doc: Doc, sentence: Span, inside: Span) -> str | None:
    """ "Hamas' attack on southern Israel" for "Hamas' Oct. 7 attack on southern Israel"; None for a date that stands free."""
    lists = _lists()
    if inside.start == sentence.start or inside.end >= sentence.end:
        return None
    before, after = doc[inside.start - 1], doc[inside.end]
    possessed = after.lower_ in ("'s", "’s", "'", "’") and not doc[inside.end - 1].is_space
    if possessed:
        at = inside.end + 1
        stop = _noun_end(doc, at, sentence.end)
        return doc[at:stop].text.strip() or None if stop > at else None
    opens = before.lower_ in lists.determiners or before.lower_ in ("'s", "’s", "'", "’")
    if (
        not opens
        or not re.match(r"[A-Za-z]", after.text)
        or after.lower_ in lists.openers | lists.joiners | lists.prepositions
    ):
        return None
    if verb_form(after) in ("MD", "VBD", "VBZ", "VBP") and not after.text[:1].isupper():
        return None
    stop = _noun_end(doc, inside.end, sentence.end)
    if stop <= inside.end:
        return None
    low = inside.start - 1
    if before.lower_ in ("'s", "’s", "'", "’"):
        low -= 1
        while low > sentence.start and doc[low - 1].text[:1].isupper() and doc[low - 1].is_alpha:
            low -= 1
    head = doc[low : inside.start].text.strip()
    tail = doc[inside.end : stop].text.strip()
    return f"{head} {tail}".strip()


def _noun_end(doc: Doc, at: int, high: int) -> int:
    """Where the noun phrase that begins at token `at` ends, one phrase with "of", "on", "in" … included."""
    lists = _lists()
    i, phrases = at, 0
    while i < high and i < at + 14:
        word = doc[i]
        if (word.is_punct and word.text not in ("'", "’", "-", "/", "&")) or word.is_space:
            break
        if word.lower_ in lists.prepositions:
            if phrases or word.lower_ not in ("of", "on", "in", "against", "at", "between", "for"):
                break
            phrases += 1
        elif (
            word.lower_ in lists.openers
            or word.lower_ in lists.joiners
            or (i > at and is_finite(word) and not word.text[:1].isupper())
        ):
            break
        i += 1
    while i > at and doc[i - 1].lower_ in lists.prepositions | lists.determiners:
        i -= 1
    return i


def _segments(doc: Doc, sentence: Span) -> list[_Segment]:
    lists = _lists()
    cuts = {sentence.start, sentence.end}
    for i in range(sentence.start, sentence.end):
        token, word = doc[i], doc[i].lower_
        following = doc[i + 1] if i + 1 < sentence.end else None
        if (
            token.text in (",", ";", ":", "—", "–", "(", ")", "“", "”", '"', "``", "''", "--")
            or token.is_space
        ):
            cuts.update((i, i + 1))
        elif word in lists.openers and i > sentence.start:
            # A preposition such as "after" opens a clause only before a subject or a verb in -ing.
            if word in lists.prepositions and not _opens_clause(doc, i + 1, sentence.end):
                continue
            cuts.add(i)
        elif word in lists.joiners and following is not None:
            finite = verb_form(following) in ("VBD", "VBZ", "VBP", "MD")
            if finite or following.lower_ in lists.subjects:
                cuts.add(i)
    ordered = sorted(cuts)
    segments = []
    for low, high in zip(ordered, ordered[1:], strict=False):
        verb = any(is_finite(doc[i]) for i in range(low, high))
        segments.append(_Segment(low, high, verb, doc[low].lower_ in lists.openers))
    return segments


def _opens_clause(doc: Doc, at: int, high: int) -> bool:
    """Whether a subject and its verb, or a verb in -ing, begins at token `at`."""
    for i in range(at, min(high, at + 9)):
        if doc[i].text in (",", ".", ";"):
            return False
        form = verb_form(doc[i])
        if i == at and form == "VBG":
            return True
        if form in ("VBD", "VBZ", "VBP", "MD"):
            return True
    return False


_MARKS = re.compile(r"[^\w]*$")


def _clause(doc: Doc, sentence: Span, first: int, last: int) -> tuple[int, int]:
    """Tokens of the clause around the date, [low, high)."""
    segments = _segments(doc, sentence)
    inside = [k for k, s in enumerate(segments) if s.start < last and s.end > first]
    if not inside:
        return sentence.start, sentence.end
    low, high = inside[0], inside[-1]
    if any(segments[k].verb for k in inside):
        return segments[low].start, segments[high].end
    alone = segments[low].start <= first and segments[high].end - segments[low].start <= (last - first) + 3
    leading = (
        not any(re.search(r"\w", doc[s.start : s.end].text) for s in segments[:low]) or segments[low].opener
    )
    if not leading and low > 0:
        # A phrase behind its clause: "… was arrested, police said, on Monday".
        k = low - 1
        while k > 0 and not segments[k].verb:
            k -= 1
        if segments[k].verb:
            return segments[k].start, segments[high].end
    k = high + 1
    while k < len(segments) - 1 and not segments[k].verb:
        k += 1
    if k < len(segments) and segments[k].verb:
        return (segments[high].end if alone or leading else segments[low].start), segments[k].end
    return segments[low].start, segments[high].end


def _trim(doc: Doc, low: int, high: int, first: int, last: int) -> tuple[int, int]:
    """Take the date and its preposition, opening words and punctuation off the edges."""
    lists = _lists()
    changed = True
    while changed and low < high:
        changed = False
        head, tail = doc[low], doc[high - 1]
        if (not re.search(r"\w", head.text) and head.text not in ("$", "£", "€")) or (
            head.lower_ in lists.openers | lists.joiners and head.lower_ != "who"
        ):
            low, changed = low + 1, True
        elif (
            low <= first < low + 4
            and all(
                doc[i].lower_ in lists.prepositions | lists.determiners | lists.ahead_prepositions
                for i in range(low, first)
            )
            and last < high
        ):
            low, changed = last, True
            first, last = -1, -1
        elif (
            (not re.search(r"\w", tail.text) and tail.text not in ("%",))
            or tail.lower_ in lists.prepositions
            or tail.lower_ in lists.joiners
        ):
            high, changed = high - 1, True
    if high - low > MAX_EVENT_TOKENS:
        high = low + MAX_EVENT_TOKENS if first < low + MAX_EVENT_TOKENS else high
        low = max(low, high - MAX_EVENT_TOKENS)
    return low, high


def sentence_of(doc: Doc, start: int) -> Span | None:
    """The sentence that holds character `start`."""
    inside = doc.char_span(start, start + 1, alignment_mode="expand")
    return inside[0].sent if inside is not None and len(inside) else None


def char_span(span: Span) -> CharSpan:
    return CharSpan(span.start_char, span.end_char)
