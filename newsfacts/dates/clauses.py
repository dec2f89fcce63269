"""Clauses by their words: which way one looks (past or future), and which one tells what happened on a date.

No parser stands behind this: clauses are cut at punctuation and at words that open a clause. Part-of-speech
tags (`token.tag_`, Penn Treebank) are used where a tagger has set them; without them word lists and endings
must do.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from spacy.tokens import Doc, Span, Token

from newsfacts.dates.read import Direction
from newsfacts.doc import store
from newsfacts.rules import read

# Longest clause that is given as an event, in tokens; beyond it the words far from the date are left out.
MAX_EVENT_TOKENS = 45
# How far from the date a sentence is read, in tokens; the longest sentence of prose is shorter.
REACH_TOKENS = 80


@dataclass(frozen=True, slots=True)
class _Words:
    """The word lists of `dates/clauses.toml`."""

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
    helpers: frozenset[str]
    willing: frozenset[str]
    ahead_to: frozenset[str]
    unscheduled: frozenset[str]
    scheduled: frozenset[str]
    timetable: frozenset[str]
    plan: frozenset[str]
    plan_to: frozenset[str]
    recurring: frozenset[str]


@cache
def _lists() -> _Words:
    table = read("dates/clauses")["words"]
    return _Words(**{name: frozenset(words) for name, words in table.items()})


def verb_form(token: Token) -> str | None:
    """MD, VB, VBD, VBN, VBG, VBP or VBZ where the token is (or looks like) a verb; None otherwise."""
    lists, word = _lists(), token.lower_
    if word in lists.modals and token.text != "May":
        return "MD"
    if token.tag_:
        return token.tag_ if token.tag_.startswith("VB") or token.tag_ == "MD" else None
    before = token.nbor(-1).lower_ if token.i > 0 else ""
    if before == "to" and word.isalpha() and word.islower() and word not in lists.determiners:
        return "VB" if word in lists.base or word not in lists.after_to else None
    if word in lists.past:
        return "VBD"
    if word in lists.present:
        return "VBZ" if word != "am" or before == "i" else None
    if token.text.islower() and word not in lists.not_verbs and before not in lists.determiners - {"that"}:
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

    The governing verb is the one right behind the date, else the nearest to the left in the clause, else
    the first to the right.
    """
    doc, lists = sentence.doc, _lists()
    inside = doc.char_span(start, end, alignment_mode="expand")
    if inside is None:
        return None
    sentence = _near(sentence, inside)
    first, last = inside.start, inside.end
    before = doc[first - 1].lower_ if first > sentence.start else ""
    ahead = before in lists.ahead_prepositions
    if before in ("since", "following"):
        return Direction.DONE
    if before in ("next", "coming"):
        return Direction.FUTURE
    if before in ("last", "past"):
        return Direction.DONE
    named = _named_event(doc, sentence, first, last)
    if named is not None and named in lists.unscheduled:
        return Direction.DONE
    if named is not None and named not in lists.scheduled:
        return None
    if (
        last < sentence.end
        and not ahead
        and named is None
        and _forward(doc, last, sentence.end) is Direction.PAST
    ):
        return Direction.PAST
    left = _governing(doc, sentence.start, first)
    found = _backward(doc, left, sentence.start) if left is not None else None
    if left is None or (found is None and doc[left].text in _STOPS):
        right = next((i for i in range(last, min(sentence.end, last + 40)) if is_finite(doc[i])), None)
        found = _forward(doc, right, sentence.end) if right is not None else None
    if ahead and found is not Direction.FUTURE:
        if before == "by":  # "by Monday, rescuers had found"
            return None if found is Direction.PAST else Direction.FUTURE
        return Direction.FUTURE if not any(token.lower_ == "had" for token in sentence) else None
    return found


def background(sentence: Span, start: int, end: int) -> bool:
    """Whether the clause around the characters [start, end) leaves the time that its story tells of.

    By what "had been" before, by what "would" come, by "since", by a birth.
    """
    doc = sentence.doc
    inside = doc.char_span(start, end, alignment_mode="expand")
    if inside is None:
        return False
    sentence = _near(sentence, inside)
    if inside.start > sentence.start and doc[inside.start - 1].lower_ == "since":
        return True
    at = _governing(doc, sentence.start, inside.start)
    if at is None:
        if any(word.lower_ == "by" for word in doc[max(sentence.start, inside.start - 2) : inside.start]):
            return False
        at = next((i for i in range(inside.end, min(sentence.end, inside.end + 40)) if is_finite(doc[i])), None)
        return at is not None and (_is_past_perfect(doc, at, at + 4) or doc[at].lower_ == "would")
    word, *helpers = _group(doc, at, sentence.start)
    if doc[inside.start - 1].lower_ == "by":
        return False  # "by May they had taken it": the story has come so far
    return word == "born" or "would" in (word, *helpers) or ("had" in helpers and "to" not in helpers)


def _is_past_perfect(doc: Doc, at: int, high: int) -> bool:
    """Whether the verb group that begins at token `at` is one of "had been"."""
    if doc[at].lower_ != "had":
        return False
    words = [doc[i] for i in range(at + 1, min(high, len(doc)))]
    return any(verb_form(word) in ("VBN", "VBD") or word.lower_.endswith(("ed", "en")) for word in words)


def recurs(sentence: Span, start: int, end: int) -> bool:
    """Whether the clause around the characters [start, end) tells of what happens again and again."""
    doc, lists = sentence.doc, _lists()
    inside = doc.char_span(start, end, alignment_mode="expand")
    if inside is None:
        return False
    sentence = _near(sentence, inside)
    cues = lists.recurring | {"every", "each"}
    if not any(token.lower_ in cues for token in sentence):
        return False
    low, high = _clause(doc, sentence, inside.start, inside.end)
    for i in range(low, high):
        word = doc[i].lower_
        if word in lists.recurring:
            return True
        if word in ("every", "each") and i + 1 < high and doc[i + 1].lower_ in _RECURRING_UNITS:
            return True
    return False


def planned(sentence: Span, start: int, end: int) -> bool:
    """Whether the clause around the characters [start, end) tells of a plan ("was due to open")."""
    doc, lists = sentence.doc, _lists()
    inside = doc.char_span(start, end, alignment_mode="expand")
    if inside is None:
        return False
    low = _near(sentence, inside).start
    at = _governing(doc, low, inside.start)
    if at is None:
        return False
    word, *helpers = _group(doc, at, low)
    if word in lists.plan and (word != "set" or doc[at + 1].lower_ == "for"):
        return True
    if "to" not in helpers:
        return False
    outer = at - 1 - helpers.index("to") - 1
    return outer >= low and (
        doc[outer].lower_ in lists.plan or doc[outer].lower_ in lists.plan_to or doc[outer].lower_ in _BE
    )


def _near(sentence: Span, inside: Span) -> Span:
    """The part of an endless sentence (a list, a table) that can bear on the date."""
    low, high = max(sentence.start, inside.start - REACH_TOKENS), min(sentence.end, inside.end + REACH_TOKENS)
    return sentence.doc[min(low, inside.start) : max(high, inside.end)]


def _named_event(doc: Doc, sentence: Span, first: int, last: int) -> str | None:
    """The noun that the date is part of ("attack" in "the Oct. 7 attack"); None if the date stands free."""
    lists = _lists()
    if last >= sentence.end:
        return None
    at = last
    possessed = doc[at].lower_ in ("'s", "’s", "'", "’")
    if possessed:
        at += 1
    elif first == sentence.start or doc[first - 1].lower_ not in lists.determiners | _POSSESSIVE:
        return None
    noun = None
    for i in range(at, min(sentence.end, at + 5)):
        word = doc[i].lower_
        if (
            not doc[i].is_alpha and "-" not in word
        ) or word in lists.prepositions | lists.openers | lists.joiners:
            break
        if word in lists.modals or word in _BE | _HAVE or (noun is not None and word in lists.past):
            break
        noun = word
        if word in lists.unscheduled or word in lists.scheduled:
            break
    return noun


_POSSESSIVE = frozenset(("'s", "’s", "'", "’"))
_STOPS = frozenset([";", ":", "—", "–", "”", "“", '"', "(", ")"])
_BE = frozenset(("is", "are", "am", "'s", "’s", "'re", "’re", "be", "was", "were"))
_RECURRING_UNITS = frozenset(("year", "month", "week", "day", "summer", "winter", "spring", "autumn", "fall"))
_WILL = frozenset(("will", "shall", "'ll", "’ll", "wo"))
_HAVE = frozenset(("has", "have", "had", "having", "'ve", "’ve"))


def _governing(doc: Doc, low: int, first: int) -> int | None:
    """The nearest verb to the left within the clause; verbs in -ing without "be" are passed over."""
    lists = _lists()
    for i in range(first - 1, max(low, first - 30) - 1, -1):
        token = doc[i]
        if token.text in _STOPS:
            return None
        form = verb_form(token)
        if form == "VBG" and (i == low or doc[i - 1].lower_ not in _BE):
            continue
        if form is not None or token.lower_ in lists.ahead or _before_to(doc, i):
            return i
    return None


def _before_to(doc: Doc, i: int) -> bool:
    """Whether token `i` is the "set" of "set to", "set for"."""
    return doc[i].lower_ in _lists().ahead_to and i + 1 < len(doc) and doc[i + 1].lower_ in ("to", "for")


def _group(doc: Doc, at: int, low: int) -> list[str]:
    """The words of the verb group that ends at token `at`, the last one first."""
    lists = _lists()
    group = [doc[at].lower_]
    for i in range(at - 1, max(low, at - 7) - 1, -1):
        word = doc[i].lower_
        helps = (
            word in lists.modals
            or word in _BE
            or word in _HAVE
            or word in lists.ahead
            or word in lists.ahead_to
            or word in lists.helpers
        )
        if not (helps or word.endswith("ly")):
            break
        group.append(word)
    return group


def _backward(doc: Doc, at: int, low: int) -> Direction | None:
    """Which way the verb group that ends at token `at` looks."""
    lists = _lists()
    group = _group(doc, at, low)
    word, helpers = group[0], group[1:]
    form = verb_form(doc[at])
    if "to" in helpers:
        before = helpers[helpers.index("to") + 1 :]
        if "had" in before:  # "had been scheduled to expire on Friday"
            return Direction.PAST
        if any(w in lists.ahead or w in lists.ahead_to or w in _BE or w in lists.modals for w in before):
            return Direction.FUTURE
        if helpers[0] == "be":
            return Direction.FUTURE
        outer = at - 1 - helpers.index("to") - 1
        if outer >= low and doc[outer].lower_ in lists.willing:
            return Direction.FUTURE
        back = _governing(doc, low, outer + 1) if outer >= low else None
        found = _backward(doc, back, low) if back is not None and back < at else None
        return found or Direction.FUTURE
    if (word in lists.ahead or _before_to(doc, at)) and "had" not in helpers:
        return Direction.FUTURE
    if any(w in _HAVE for w in helpers) and not any(w in _WILL for w in helpers):
        return Direction.PAST  # "has left", "may have left"
    if any(w in lists.modals for w in helpers):
        return Direction.FUTURE
    if any(w in lists.ahead for w in helpers):
        return Direction.FUTURE
    if form in ("VBD", "VBN"):
        present = any(w in ("is", "are", "'re", "’re") for w in helpers)
        if not present:
            return Direction.DONE if word in lists.unscheduled else Direction.PAST
        return Direction.FUTURE if _conditional(doc, at, low) else None
    if form in ("VBZ", "VBP"):
        timetable = word in lists.timetable and not any(w in _HAVE for w in helpers)
        return Direction.FUTURE if timetable or _conditional(doc, at, low) else None
    if form == "VBG" and any(w in ("is", "are", "am", "'re", "’re") for w in helpers):
        return Direction.FUTURE
    return Direction.FUTURE if form == "MD" else None


def _conditional(doc: Doc, at: int, low: int) -> bool:
    """Whether a present tense stands in a clause of "when", "if", "until": it then means what is to come."""
    return any(
        doc[i].lower_ in ("when", "if", "until", "unless", "once", "before")
        for i in range(max(low, at - 8), at)
    )


def _forward(doc: Doc, at: int, high: int) -> Direction | None:
    """Which way the verb group that begins at token `at` looks."""
    lists = _lists()
    words = [doc[i].lower_ for i in range(at, min(high, at + 5))]
    form = verb_form(doc[at])
    if words[0] in _HAVE:
        return Direction.FUTURE if words[1:2] == ["to"] else Direction.PAST
    if words[0] in lists.modals:
        return Direction.FUTURE
    if words[0] in _BE and any(word in lists.ahead or word in lists.ahead_to for word in words[1:3]):
        return Direction.FUTURE if words[0] not in ("was", "were") else Direction.PAST
    if words[0] in ("is", "are") and words[1:2] == ["to"]:
        return Direction.FUTURE
    if form in ("VBD", "VBN"):
        return Direction.PAST
    return Direction.FUTURE if words[0] in lists.willing and form is not None else None


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
    ("the Oct. 7 attack") the words of the name without the date. None where only the date stands there.
    """
    doc = sentence.doc
    inside = doc.char_span(start, end, alignment_mode="expand")
    if inside is None:
        return None
    sentence = _near(sentence, inside)
    phrase = _name_around(doc, sentence, inside)
    if phrase is not None:
        return phrase
    low, high = _clause(doc, sentence, inside.start, inside.end)
    low, high = _trim(doc, low, high, inside.start, inside.end)
    if low >= high or (inside.start <= low and high <= inside.end):
        return None
    return doc[low:high].text.strip() or None


def _name_around(doc: Doc, sentence: Span, inside: Span) -> str | None:
    """The name that a date is part of, without the date; None for a date that stands free.

    For "Hamas' Oct. 7 attack on southern Israel" it is "Hamas' attack on southern Israel".
    """
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
    if inside.start - 2 <= sentence.start and doc[sentence.start].lower_ in ("in", "at", "during", "for"):
        return None  # "In the 2009 election, …": the clause tells more
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


_BREAKS = frozenset((",", ";", ":", "—", "–", "(", ")", "“", "”", '"', "``", "''", "--"))


def _segments(doc: Doc, sentence: Span, first: int, last: int) -> list[_Segment]:
    """The sentence cut into stretches; the date, tokens [first, last), stays whole."""
    lists = _lists()
    texts = store.words_of(doc)
    cuts = {sentence.start, sentence.end}
    for i in range(sentence.start, sentence.end):
        if first <= i < last:
            continue
        text = texts[i]
        word = text.lower()
        if not text.isalpha() and (text in _BREAKS or doc[i].is_space):
            cuts.update((i, i + 1))
        elif word in lists.openers and i > sentence.start and text.islower():
            # A preposition such as "after" opens a clause only before a subject or a verb in -ing.
            if word in lists.prepositions and not _opens_clause(doc, i + 1, sentence.end):
                continue
            cuts.add(i)
        elif word in lists.joiners and i + 1 < sentence.end:
            following = doc[i + 1]
            finite = verb_form(following) in ("VBD", "VBZ", "VBP", "MD")
            if finite or following.lower_ in lists.subjects:
                cuts.add(i)
    ordered = sorted(cuts)
    segments = []
    for low, high in pairwise(ordered):
        verb = any(is_finite(doc[i]) for i in range(low, high)) or verb_form(doc[low]) == "VBN"
        segments.append(_Segment(low, high, verb, doc[low].lower_ in lists.openers))
    return segments


def _opens_clause(doc: Doc, at: int, high: int) -> bool:
    """Whether a subject and its verb, or a verb in -ing, begins at token `at`."""
    for i in range(at, min(high, at + 9)):
        if doc[i].text in (",", ".", ";") or (i > at and doc[i].lower_ in _lists().openers):
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
    segments = _segments(doc, sentence, first, last)
    inside = [k for k, s in enumerate(segments) if s.start < last and s.end > first]
    if not inside:
        return sentence.start, sentence.end
    low, high = inside[0], inside[-1]
    if any(segments[k].verb for k in inside):
        if (
            doc[segments[low].start].lower_ in _lists().joiners
            and low > 0
            and _lacks_subject(doc, segments[low])
        ):
            # "has been held and placed under custody": the subject stands before the first verb.
            k = low - 1
            while k > 0 and not segments[k].verb:
                k -= 1
            if segments[k].verb and segments[high].end - segments[k].start <= MAX_EVENT_TOKENS:
                low = k
        return segments[low].start, segments[high].end
    alone = segments[low].start <= first and segments[high].end - segments[low].start <= (last - first) + 3
    leading = not any(re.search(r"\w", doc[s.start : s.end].text) for s in segments[:low])
    following = _next_clause(doc, segments, high + 1)
    if not leading and low > 0 and not (segments[low].opener and following is not None):
        # A phrase behind its clause: "… was arrested, police said, on Monday".
        k = low - 1
        while k > 0 and not segments[k].verb:
            k -= 1
        if segments[k].verb:
            return segments[k].start, segments[high].end
    leading = leading or segments[low].opener
    if following is not None:
        begin, end = following
        return (segments[begin].start if alone or leading else segments[low].start), segments[end].end
    return segments[low].start, segments[high].end


def _lacks_subject(doc: Doc, segment: _Segment) -> bool:
    return segment.start + 1 < segment.end and is_finite(doc[segment.start + 1])


def _next_clause(doc: Doc, segments: list[_Segment], k: int) -> tuple[int, int] | None:
    """The first clause from segment number `k` on: the numbers of its first and last segment.

    An opening clause ("Today, when …, a child called") is passed over, and so is a participle set off by
    commas ("an officer, surnamed Yeh, approached her").
    """
    verbs = [i for i in range(k, min(len(segments), k + 12)) if segments[i].verb]
    main = [i for i in verbs if not segments[i].opener]
    if not main:
        return (k, verbs[0]) if verbs else None
    begin = max((i + 1 for i in verbs if i < main[0]), default=k)
    head = doc[segments[main[0]].start]
    subject = any(re.search(r"\w", doc[s.start : s.end].text) for s in segments[k : main[0]])
    if subject and head.lower_.endswith("ed") and len(main) > 1 and is_finite(doc[segments[main[1]].start]):
        return begin, main[1]
    return begin, main[0]


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
