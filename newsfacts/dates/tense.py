"""Which way a clause looks, past or future, by its words.

No parser stands behind this: the governing verb is the nearest one. Part-of-speech tags (`token.tag_`, Penn
Treebank) are used where a tagger has set them; without them word lists and endings must do.
"""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from newsfacts.dates.clause import clause
from newsfacts.dates.story import Direction
from newsfacts.dates.verbs import BE, HAVE, POSSESSIVE, is_finite, lists, near, verb_form


def direction(sentence: Span, start: int, end: int) -> Direction | None:
    """Which way the clause around the characters [start, end) of the Doc looks; None where it does not tell.

    The governing verb is the one right behind the date, else the nearest to the left in the clause, else
    the first to the right.
    """
    doc, known = sentence.doc, lists()
    inside = doc.char_span(start, end, alignment_mode="expand")
    if inside is None:
        return None
    sentence = near(sentence, inside)
    first, last = inside.start, inside.end
    before = doc[first - 1].lower_ if first > sentence.start else ""
    ahead = before in known.ahead_prepositions
    if before in ("since", "following"):
        return Direction.DONE
    if before in ("next", "coming"):
        return Direction.FUTURE
    if before in ("last", "past"):
        return Direction.DONE
    named = _named_event(doc, sentence, first, last)
    if (named is not None and named in known.unscheduled) or _behind_event(doc, sentence.start, first):
        return Direction.DONE
    if named is not None and named not in known.scheduled:
        return None
    if (
        last < sentence.end
        and not ahead
        and named is None
        and _forward(doc, last, sentence.end) is Direction.PAST
    ):
        return Direction.PAST
    left = _governing(doc, sentence.start, first)
    if left is not None and before == "for" and doc[left].lower_ in known.fixing:
        return Direction.FUTURE  # "set sentencing for Jan. 17"
    if left is not None and before in ("until", "till") and _lasted(doc, left, first):
        return Direction.PAST
    found = _backward(doc, left, sentence.start) if left is not None else None
    if left is None or (found is None and doc[left].text in _STOPS):
        right = next((i for i in range(last, min(sentence.end, last + 40)) if is_finite(doc[i])), None)
        found = _forward(doc, right, sentence.end) if right is not None else None
    if ahead and found is not Direction.FUTURE:
        if before == "by":  # "by Monday, rescuers had found"
            return None if found is Direction.PAST else Direction.FUTURE
        return Direction.FUTURE if not any(token.lower_ == "had" for token in sentence) else None
    return found


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
    doc = sentence.doc
    inside = doc.char_span(start, end, alignment_mode="expand")
    if inside is None:
        return False
    sentence = near(sentence, inside)
    if inside.start > sentence.start and doc[inside.start - 1].lower_ == "since":
        return True
    at = _governing(doc, sentence.start, inside.start)
    if at is None:
        if any(word.lower_ == "by" for word in doc[max(sentence.start, inside.start - 2) : inside.start]):
            return False
        at = next(
            (i for i in range(inside.end, min(sentence.end, inside.end + 40)) if is_finite(doc[i])), None
        )
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
    doc, known = sentence.doc, lists()
    inside = doc.char_span(start, end, alignment_mode="expand")
    if inside is None:
        return False
    sentence = near(sentence, inside)
    cues = known.recurring | {"every", "each"}
    if not any(token.lower_ in cues for token in sentence):
        return False
    low, high = clause(doc, sentence, inside.start, inside.end)
    for i in range(low, high):
        word = doc[i].lower_
        if word in known.recurring:
            return True
        if word in ("every", "each") and i + 1 < high and doc[i + 1].lower_ in _RECURRING_UNITS:
            return True
    return False


def planned(sentence: Span, start: int, end: int) -> bool:
    """Whether the clause around the characters [start, end) tells of a plan ("was due to open")."""
    doc, known = sentence.doc, lists()
    inside = doc.char_span(start, end, alignment_mode="expand")
    if inside is None:
        return False
    low = near(sentence, inside).start
    at = _governing(doc, low, inside.start)
    if at is None:
        return False
    word, *helpers = _group(doc, at, low)
    if word in known.plan and (word != "set" or doc[at + 1].lower_ == "for"):
        return True
    if "to" not in helpers:
        return False
    outer = at - 1 - helpers.index("to") - 1
    return outer >= low and (
        doc[outer].lower_ in known.plan or doc[outer].lower_ in known.plan_to or doc[outer].lower_ in BE
    )


def _named_event(doc: Doc, sentence: Span, first: int, last: int) -> str | None:
    """The noun that the date is part of ("attack" in "the Oct. 7 attack"); None if the date stands free."""
    known = lists()
    if last >= sentence.end:
        return None
    at = last
    possessed = doc[at].lower_ in ("'s", "’s", "'", "’")
    if possessed:
        at += 1
    elif first == sentence.start or doc[first - 1].lower_ not in known.determiners | POSSESSIVE:
        return None
    noun = None
    for i in range(at, min(sentence.end, at + 5)):
        word = doc[i].lower_
        if (
            not doc[i].is_alpha and "-" not in word
        ) or word in known.prepositions | known.openers | known.joiners:
            break
        if word in known.modals or word in BE | HAVE or (noun is not None and word in known.past):
            break
        noun = word
        if word in known.unscheduled or word in known.scheduled:
            break
    return noun


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


# Words that look ahead as verbs; behind "the" they are things ("announced the plan on Friday").
_ALSO_THINGS = frozenset(("plan", "plans", "hope", "hopes", "demands", "expects", "wants"))


def _is_thing(word: Token, before: Token) -> bool:
    """Whether a word that looks ahead as a verb is a noun there."""
    determined = before.lower_ in lists().determiners | POSSESSIVE
    return word.lower_ in _ALSO_THINGS and determined and not word.tag_.startswith("VB")


def _governing(doc: Doc, low: int, first: int) -> int | None:
    """The nearest verb to the left within the clause; verbs in -ing without "be" are passed over."""
    known = lists()
    for i in range(first - 1, max(low, first - 30) - 1, -1):
        token = doc[i]
        if token.text in _STOPS:
            return None
        form = verb_form(token)
        if form == "VBG" and (i == low or doc[i - 1].lower_ not in BE):
            continue
        if i > low and _is_thing(token, doc[i - 1]):
            continue
        if form is not None or token.lower_ in known.ahead or _before_to(doc, i):
            return i
    return None


def _before_to(doc: Doc, i: int) -> bool:
    """Whether token `i` is the "set" of "set to", "set for"."""
    return doc[i].lower_ in lists().ahead_to and i + 1 < len(doc) and doc[i + 1].lower_ in ("to", "for")


def _group(doc: Doc, at: int, low: int) -> list[str]:
    """The words of the verb group that ends at token `at`, the last one first."""
    known = lists()
    group = [doc[at].lower_]
    for i in range(at - 1, max(low, at - 7) - 1, -1):
        word = doc[i].lower_
        helps = (
            word in known.modals
            or word in BE
            or word in HAVE
            or word in known.ahead
            or word in known.ahead_to
            or word in known.helpers
        )
        if not (helps or word.endswith("ly")):
            break
        group.append(word)
    return group


def _backward(doc: Doc, at: int, low: int) -> Direction | None:
    """Which way the verb group that ends at token `at` looks."""
    known = lists()
    group = _group(doc, at, low)
    word, helpers = group[0], group[1:]
    form = verb_form(doc[at])
    if "to" in helpers:
        before = helpers[helpers.index("to") + 1 :]
        if "had" in before:  # "had been scheduled to expire on Friday"
            return Direction.PAST
        if any(w in known.ahead or w in known.ahead_to or w in BE or w in known.modals for w in before):
            return Direction.FUTURE
        if helpers[0] == "be":
            return Direction.FUTURE
        outer = at - 1 - helpers.index("to") - 1
        if outer >= low and doc[outer].lower_ in known.willing:
            return Direction.FUTURE
        back = _governing(doc, low, outer + 1) if outer >= low else None
        found = _backward(doc, back, low) if back is not None and back < at else None
        return found or Direction.FUTURE
    if (word in known.ahead or _before_to(doc, at)) and "had" not in helpers:
        return Direction.FUTURE
    if any(w in HAVE for w in helpers) and not any(w in _WILL for w in helpers):
        return Direction.PAST  # "has left", "may have left"
    if any(w in known.modals for w in helpers):
        return Direction.FUTURE
    if any(w in known.ahead for w in helpers):
        return Direction.FUTURE
    if form in ("VBD", "VBN"):
        present = any(w in ("is", "are", "'re", "’re") for w in helpers)
        if not present:
            return Direction.DONE if word in known.unscheduled else Direction.PAST
        return Direction.FUTURE if _conditional(doc, at, low) else None
    if form in ("VBZ", "VBP"):
        timetable = word in known.timetable and not any(w in HAVE for w in helpers)
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
    known = lists()
    words = [doc[i].lower_ for i in range(at, min(high, at + 5))]
    form = verb_form(doc[at])
    if words[0] in HAVE:
        return Direction.FUTURE if words[1:2] == ["to"] else Direction.PAST
    if words[0] in known.modals:
        return Direction.FUTURE
    if words[0] in BE and any(word in known.ahead or word in known.ahead_to for word in words[1:3]):
        return Direction.FUTURE if words[0] not in ("was", "were") else Direction.PAST
    if words[0] in ("is", "are") and words[1:2] == ["to"]:
        return Direction.FUTURE
    if form in ("VBD", "VBN"):
        return Direction.PAST
    return Direction.FUTURE if words[0] in known.willing and form is not None else None


# ---------------------------------------------------------------- what happened
