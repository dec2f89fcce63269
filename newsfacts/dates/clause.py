"""The clause of a date: a sentence cut at punctuation and at words that open a clause."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc, Span, Token

from newsfacts.dates.verbs import is_finite, lists, verb_form
from newsfacts.doc import store

# Longest clause that is given as an event, in tokens; beyond it the words far from the date are left out.
MAX_EVENT_TOKENS = 45
_PHRASE_TOKENS = 9  # of a noun phrase before its relative clause


@dataclass(slots=True)
class _Segment:
    start: int  # first token
    end: int  # token after the last
    verb: bool
    opener: bool


_BREAKS = frozenset((",", ";", ":", "—", "–", "(", ")", "“", "”", '"', "``", "''", "--"))


def segments(doc: Doc, sentence: Span, first: int, last: int) -> list[_Segment]:
    """The sentence cut into stretches; the date, tokens [first, last), stays whole."""
    cuts = {sentence.start, sentence.end}
    words, low = store.words_of(doc), store.lower_words_of(doc)
    opens, joins = lists().openers, lists().joiners
    for i in range(sentence.start, sentence.end):
        if first <= i < last:
            continue
        if not words[i].isalpha():
            if words[i] in _BREAKS or doc[i].is_space:
                cuts.update((i, i + 1))
        elif (low[i] in opens and _opens_segment(doc, i, sentence)) or (
            low[i] in joins and _joins_clause(doc, i, sentence.end)
        ):
            cuts.add(i)
    return [
        _Segment(start, end, _has_verb(doc, start, end), low[start] in opens)
        for start, end in pairwise(sorted(cuts))
    ]


def _opens_segment(doc: Doc, i: int, sentence: Span) -> bool:
    """Whether a word such as "when" or "after", which token `i` is, opens a clause there; a preposition does
    only before a subject or a verb in -ing."""
    known, word = lists(), doc[i].lower_
    if i <= sentence.start or not doc[i].text.islower():
        return False
    if word in known.prepositions and not _opens_clause(doc, i + 1, sentence.end):
        return False
    return not _bounds_count(doc, i, sentence.end)


def _joins_clause(doc: Doc, i: int, high: int) -> bool:
    """Whether the "and" that token `i` is stands before a verb or a subject."""
    if i + 1 >= high:
        return False
    following = doc[i + 1]
    return verb_form(following) in ("VBD", "VBZ", "VBP", "MD") or following.lower_ in lists().subjects


def _has_verb(doc: Doc, low: int, high: int) -> bool:
    """Whether a clause of its own stands in tokens [low, high)."""
    if verb_form(doc[low]) == "VBN" or any(is_finite(doc[i]) for i in range(low, high)):
        return True
    if doc[low].lower_ not in lists().openers:
        return False
    return (high > low + 1 and verb_form(doc[low + 1]) == "VBG") or _taken_for_participle(doc, low, high)


def _bounds_count(doc: Doc, i: int, high: int) -> bool:
    """Whether token `i` is the "than" of "more than 4,600 people", the second "as" of "as many as 900"."""
    if i + 1 >= high or doc[i].lower_ not in ("than", "as"):
        return False
    counts = doc[i + 1].like_num or doc[i + 1].lower_ in ("a", "half")
    before = doc[i - 1].lower_ if i else ""
    return counts and (before in _MUCH if doc[i].lower_ == "as" else before in _MORE)


_MUCH = ("many", "much", "few", "little")
_MORE = ("more", "less", "fewer", "other", "better", "greater", "rather", "worse")


def _taken_for_participle(doc: Doc, low: int, high: int) -> bool:
    """Whether the verb of "when a bus overturned late on Sunday", which taggers take for a participle or a
    noun, stands in tokens [low, high)."""
    words = doc[low + 2 : high]
    return doc[low].lower_ in ("when", "as", "while", "because") and any(
        word.tag_ == "VBN" or (word.tag_ == "NN" and word.lower_.endswith("ed")) for word in words
    )


def _opens_clause(doc: Doc, at: int, high: int) -> bool:
    """Whether a subject and its verb, or a verb in -ing, begins at token `at`."""
    for i in range(at, min(high, at + 9)):
        if doc[i].text in (",", ".", ";") or (i > at and doc[i].lower_ in lists().openers):
            return False
        form = verb_form(doc[i])
        if i == at and form == "VBG":
            return True
        if form in ("VBD", "VBZ", "VBP", "MD"):
            return True
    return False


_WORD = re.compile(r"\w")


def clause(doc: Doc, sentence: Span, first: int, last: int) -> tuple[int, int]:
    """Tokens of the clause around the date, [low, high), with its subject where that stands before it."""
    parts = segments(doc, sentence, first, last)
    inside = [k for k, part in enumerate(parts) if part.start < last and part.end > first]
    if not inside:
        return sentence.start, sentence.end
    low, high = inside[0], inside[-1]
    if any(parts[k].verb for k in inside):
        return _with_subject(doc, parts, low, high, first, last)
    if _is_subject(doc, parts[low], first) and (verb := _verb_of(doc, parts, high + 1)) is not None:
        return parts[low].start, parts[verb].end
    return _of_phrase(doc, parts, low, high, first, last)


def _with_subject(
    doc: Doc, parts: list[_Segment], low: int, high: int, first: int, last: int
) -> tuple[int, int]:
    """The stretch of segments [low, high], begun where the subject of its verb stands."""
    start = parts[low].start
    if doc[start].lower_ in lists().relatives and _is_relative(doc, start):
        # "The dam that burst in 2009 was rebuilt": the verb behind the date is the main clause's.
        stop = next((i for i in range(last, parts[high].end) if is_finite(doc[i])), parts[high].end)
        return _antecedent(doc, parts, low), stop
    gerund = _opens_with_gerund(doc, parts[low])
    if gerund or _is_second_verb(doc, parts[low]):
        # "has been held and placed under custody", "drowned after falling from the quay"
        k = _before(low, lambda k: parts[k].verb)
        if k is not None and _near_enough(parts, k, high) and not (gerund and _counts(doc, parts[k])):
            return _with_subject(doc, parts, k, high, first, last)
    elif low > 0 and _begins_with_verb(doc, parts[low], first, last):
        # "The fisherman, who …, drowned": its subject stands before what the commas set off
        k = _before(low, lambda k: _holds_subject(doc, parts, k))
        if k is not None and _near_enough(parts, k, high):
            return parts[k].start, parts[high].end
    return start, parts[high].end


def _before(low: int, fits: Callable[[int], bool]) -> int | None:
    """The last segment before number `low` that fits."""
    return next((k for k in range(low - 1, -1, -1) if fits(k)), None)


def _near_enough(parts: list[_Segment], low: int, high: int) -> bool:
    return parts[high].end - parts[low].start <= MAX_EVENT_TOKENS


def _is_second_verb(doc: Doc, part: _Segment) -> bool:
    """Whether the segment goes on with another verb of the same subject: "and placed"."""
    joins = doc[part.start].lower_ in lists().joiners
    return joins and part.start + 1 < part.end and is_finite(doc[part.start + 1])


def _opens_with_gerund(doc: Doc, part: _Segment) -> bool:
    """Whether it is a clause without a subject: "after falling"."""
    return part.opener and part.start + 1 < part.end and verb_form(doc[part.start + 1]) == "VBG"


def _counts(doc: Doc, part: _Segment) -> bool:
    return any(token.like_num for token in doc[part.start : part.end])


def _begins_with_verb(doc: Doc, part: _Segment, first: int, last: int) -> bool:
    """Whether the segment has no subject: it begins with its verb, or with the date and then its verb
    ("The fire brigade (FBT) on Monday saved …").
    """
    if verb_form(doc[part.start]) in ("VBD", "VBZ", "VBP", "MD", "VBN"):
        return True
    dated = first - part.start in (0, 1) and last < part.end
    return dated and verb_form(doc[last]) in ("VBD", "VBZ", "MD")


def _is_relative(doc: Doc, start: int) -> bool:
    """Whether the word opens a relative clause: "that" does before a verb, not in "claiming that they
    left"."""
    return doc[start].lower_ != "that" or (start + 1 < len(doc) and is_finite(doc[start + 1]))


def _holds_subject(doc: Doc, parts: list[_Segment], k: int) -> bool:
    """Whether segment `k` is a phrase of words that no relative clause or comma has opened."""
    part = parts[k]
    words = any(token.is_alpha for token in doc[part.start : part.end])
    opens = k == 0 or doc[parts[k - 1].end - 1].text not in (",", "(", ")")
    return words and not part.verb and not part.opener and opens


def _antecedent(doc: Doc, parts: list[_Segment], k: int) -> int:
    """Where the noun phrase begins that the relative clause of segment `k` tells about."""
    start = parts[k].start
    at = start - 1
    while at > 0 and doc[at].is_punct:
        at -= 1
    begin = at + 1
    while begin > parts[0].start and at - begin < _PHRASE_TOKENS and not _ends_before(doc, begin - 1):
        begin -= 1
    while begin <= at and doc[begin].lower_ == "of":
        begin += 1
    return begin if begin <= at else start


def _ends_before(doc: Doc, i: int) -> bool:
    """Whether a noun phrase that goes on behind word `i` has begun there: the word is none of it."""
    word, known = doc[i], lists()
    if word.is_punct or word.is_space or is_finite(word) or word.lower_ in known.about:
        return True
    if word.lower_ == "of":
        # "the trial of the captain, who left the ship": it was the captain who did
        return doc[i + 1].lower_ in known.determiners and not _is_part(doc[i - 1])
    return word.lower_ in known.openers | known.joiners | known.prepositions


def _is_part(word: Token) -> bool:
    """Whether "of" behind the word makes it the part of something: "two of", "a group of"."""
    return word.like_num or word.lower_ in lists().parts


def _is_subject(doc: Doc, part: _Segment, first: int) -> bool:
    """Whether a segment without a verb is a noun phrase that the date stands in: "The landing on Friday of
    …"."""
    known = lists()
    return part.start < first - 1 and doc[part.start].lower_ not in known.prepositions | known.openers


def _verb_of(doc: Doc, parts: list[_Segment], k: int) -> int | None:
    """The segment from `k` on that begins with a finite verb, relative clauses passed over."""
    for at in range(k, min(len(parts), k + 6)):
        head = doc[parts[at].start]
        if parts[at].verb and verb_form(head) in ("VBD", "VBZ", "VBP", "MD"):
            return at
        if parts[at].verb and head.lower_ not in lists().relatives:
            return None
    return None


def _of_phrase(
    doc: Doc, parts: list[_Segment], low: int, high: int, first: int, last: int
) -> tuple[int, int]:
    """The clause that a phrase without a verb, segments [low, high], belongs to."""
    alone = parts[low].start <= first and parts[high].end - parts[low].start <= (last - first) + 3
    leading = not _has_words(doc, parts[:low])
    opens = parts[low].opener or (low > 0 and doc[parts[low].start - 1].text == ";")  # "…; by April, 40 had"
    following = _next_clause(doc, parts, high + 1)
    if not leading and not (opens and following is not None):
        # A phrase behind its clause: "… was arrested, police said, on Monday".
        k = _before(low, lambda k: parts[k].verb)
        if k is not None:
            return parts[k].start, parts[high].end
    if following is None:
        return parts[low].start, parts[high].end
    begin, end = following
    return parts[begin if alone or leading or opens else low].start, parts[end].end


def _has_words(doc: Doc, parts: list[_Segment]) -> bool:
    return any(_WORD.search(doc[part.start : part.end].text) for part in parts)


def _next_clause(doc: Doc, parts: list[_Segment], k: int) -> tuple[int, int] | None:
    """The first clause from segment number `k` on: the numbers of its first and last segment.

    An opening clause ("Today, when …, a child called") is passed over, and so is a participle set off by
    commas ("an officer, surnamed Yeh, approached her").
    """
    verbs = [i for i in range(k, min(len(parts), k + 12)) if parts[i].verb]
    main = [i for i in verbs if not parts[i].opener]
    if not main:
        return (k, verbs[0]) if verbs else None
    begin = max((i + 1 for i in verbs if i < main[0]), default=k)
    participle = doc[parts[main[0]].start].lower_.endswith("ed") and _has_words(doc, parts[k : main[0]])
    passes_over = participle and len(main) > 1 and is_finite(doc[parts[main[1]].start])
    return begin, main[1 if passes_over else 0]


def _opens(doc: Doc, low: int) -> bool:
    """Whether a word at the edge only opens the clause; not "who", nor "as many as 900"."""
    word, known = doc[low].lower_, lists()
    if word == "who" or (word == "as" and low + 1 < len(doc) and doc[low + 1].lower_ in _MUCH):
        return False
    return word in known.openers | known.joiners


def trim(doc: Doc, low: int, high: int, first: int, last: int) -> tuple[int, int]:
    """Take the date and its preposition, opening words and punctuation off the edges."""
    while low < high:
        if _is_loose_head(doc, low):
            low += 1
        elif last < high and _is_dated_head(doc, low, first):
            low = last
            first = last = -1
        elif _is_loose_tail(doc, high - 1):
            high -= 1
        else:
            break
    if high - low > MAX_EVENT_TOKENS:
        high = low + MAX_EVENT_TOKENS if first < low + MAX_EVENT_TOKENS else high
        low = max(low, high - MAX_EVENT_TOKENS)
    return low, high


def _is_loose_head(doc: Doc, i: int) -> bool:
    """Whether a word at the beginning is punctuation, but for a sign of money, or only opens the clause."""
    return (not _WORD.search(doc[i].text) and doc[i].text not in ("$", "£", "€")) or _opens(doc, i)


def _is_loose_tail(doc: Doc, i: int) -> bool:
    """Whether a word at the end is punctuation, but for a per cent sign, or leads to what is left out."""
    word, known = doc[i], lists()
    if not _WORD.search(word.text) and word.text != "%":
        return True
    return word.lower_ in known.prepositions or word.lower_ in known.joiners


def _is_dated_head(doc: Doc, low: int, first: int) -> bool:
    """Whether the date, which starts at `first`, opens the clause, at most its preposition before it."""
    if not low <= first < low + 4:
        return False
    known = lists()
    leads = known.prepositions | known.determiners | known.ahead_prepositions
    return all(word.lower_ in leads for word in doc[low:first])
