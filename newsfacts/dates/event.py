"""What happened on a date, in words of its sentence: its clause with the subject, or the noun that names
it."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Span

from newsfacts.dates.clause import clause, trim
from newsfacts.dates.verbs import BE, HAVE, POSSESSIVE, is_finite, lists, near, verb_form

# How far before a date its noun may stand, in tokens: "the flooding in many provinces last week".
_NOUN_REACH = 9
_SHORT = 2  # words that say too little without their date
_EVENT_ENDINGS = ("ment", "tion", "sion")


def event(sentence: Span, start: int, end: int) -> str | None:
    """The words of the sentence that tell what happened on the date at the characters [start, end).

    A stretch of the text: the clause of the date without the date at its edges, its subject included; the
    clause of "when" behind the date; for a date inside a name ("Hamas' Oct. 7 attack") the words of the name
    without the date; for a date that belongs to a noun ("over a dam collapse last year") the noun's phrase.
    None where only the date stands there.
    """
    doc = sentence.doc
    inside = doc.char_span(start, end, alignment_mode="expand")
    if inside is None:
        return None
    sentence = near(sentence, inside)
    phrase = _name_around(doc, sentence, inside)
    if phrase is not None:
        return phrase
    found = _when_clause(doc, sentence, inside) or _noun_event(doc, sentence, inside)
    if found is None:
        low, high = clause(doc, sentence, inside.start, inside.end)
        low = _after_object(doc, _after_speaker(doc, low, inside), inside)
        found = low, _with_message(doc, sentence, low, high, inside)
    low, high = trim(doc, *found, inside.start, inside.end)
    if low >= high or (inside.start <= low and high <= inside.end):
        return None
    return doc[low:high].text.strip() or None


def _when_clause(doc: Doc, sentence: Span, inside: Span) -> tuple[int, int] | None:
    """ "The turning point came on 4 July, when the owners signed": what "when" opens, right behind the
    date."""
    at = inside.end
    while at < sentence.end and doc[at].text == ",":
        at += 1
    if at >= sentence.end or doc[at].lower_ != "when":
        return None
    if not any(is_finite(doc[i]) for i in range(sentence.start, inside.start)):
        return None  # "Today, when the shop was empty, a boy took the bread"
    stop = at + 1
    while stop < sentence.end and doc[stop].text not in (",", ";", "”", '"', "—", "–", "("):
        stop += 1
    return at + 1, stop


def _noun_event(doc: Doc, sentence: Span, inside: Span) -> tuple[int, int] | None:
    """The phrase of the noun that the date belongs to, behind a word such as "over", "before", "to
    discuss"."""
    known, last = lists(), inside.start - 1
    while last > sentence.start and doc[last].lower_ in _BEFORE_DATE:
        last -= 1
    for at in range(last, max(sentence.start, last - _NOUN_REACH), -1):
        token = doc[at]
        if (
            (token.is_punct and token.text not in ("-", "'", "’"))
            or is_finite(token)
            or token.lower_ in known.openers - known.about
        ):
            return None
        if token.lower_ in known.about and at < last and _names_event(doc, at + 1, last + 1):
            return at + 1, inside.end
    return None


def _names_event(doc: Doc, low: int, high: int) -> bool:
    """Whether the noun phrase of tokens [low, high), up to its first preposition, is headed by what
    happened."""
    known, head = lists(), None
    for token in doc[low:high]:
        if token.lower_ in known.prepositions and head is not None:
            break
        if token.is_alpha and token.lower_ not in known.determiners:
            head = token
    if head is None or (head.tag_ and not head.tag_.startswith(("NN", "VBG"))):
        return False
    word = head.lower_
    return word in known.unscheduled | known.scheduled | known.happenings or word.endswith(_EVENT_ENDINGS)


def _after_speaker(doc: Doc, low: int, inside: Span) -> int:
    """Where what is said begins, if a speaker stands in front of it: "The city says fuel entered the
    water"."""
    saying = lists().saying
    for at in range(inside.start - 2, low, -1):
        if doc[at].lower_ not in saying or verb_form(doc[at]) is None or _helped(doc, at):
            continue
        verbs = [i for i in range(at + 2, inside.start) if is_finite(doc[i]) and doc[i].lower_ not in saying]
        if verbs:
            that = next((i for i in range(at + 1, verbs[0]) if doc[i].lower_ == "that"), at)
            return that + 1
    return low


def _after_object(doc: Doc, low: int, inside: Span) -> int:
    """Where the phrase begins that a participle behind it tells about: "for those caught in the
    avalanche"."""
    for at in range(inside.start - 1, max(low + 1, inside.start - _NOUN_REACH), -1):
        token = doc[at]
        if token.is_punct or token.lower_ in lists().openers:
            return low
        if verb_form(token) in ("VBN", "VBD", "VBG", "VBZ", "VBP", "MD", "VB"):
            those = doc[at - 1].lower_ == "those"
            return at - 1 if those and token.lower_.endswith(("ed", "ught", "en")) else low
    return low


def _helped(doc: Doc, at: int) -> bool:
    """Whether "to" or "be" stands before the verb: then it is no "said"."""
    return doc[at - 1].lower_ in BE | {"to", "been", "being", "be"}


def _with_message(doc: Doc, sentence: Span, low: int, high: int, inside: Span) -> int:
    """The end of the clause with what it says: "On Tuesday, the agency reported that gales had torn the
    roof off"."""
    if inside.start > sentence.start + 2 or high >= sentence.end or doc[high].lower_ != "that":
        return high
    if doc[high - 1].lower_ not in lists().saying:
        return high
    stop = high + 1
    while stop < sentence.end and doc[stop].text not in (",", ";", "”", '"', "—", "–", "("):
        stop += 1
    return stop


_DURING = frozenset(("in", "at", "during"))
_BEFORE_DATE = frozenset(("in", "on", "of", "at", "late", "early", "the", "for"))


def _name_around(doc: Doc, sentence: Span, inside: Span) -> str | None:
    """The name that a date is part of, without the date; None for a date that stands free.

    For "Hamas' Oct. 7 attack on southern Israel" it is "Hamas' attack on southern Israel"; where but one word
    would be left, the date stays: "the Oct. 7 attack".
    """
    if inside.end >= sentence.end:
        return None
    if doc[inside.end].lower_ in POSSESSIVE and not doc[inside.end - 1].is_space:
        stop = _noun_end(doc, inside.end + 1, sentence.end)
        short = stop <= inside.end + 1 + _SHORT  # "this year's flooding": with its date
        if stop <= inside.end + 1:
            return None
        stop = _with_participle(doc, stop, sentence.end)
        return doc[inside.start if short else inside.end + 1 : stop].text.strip()
    if inside.start == sentence.start:
        return None
    low = _name_start(doc, sentence, inside)
    stop = _noun_end(doc, inside.end, sentence.end) if low is not None else inside.end
    if low is None or stop <= inside.end:
        return None
    if stop == inside.end + 1 and low == inside.start - 1 and doc[low].lower_ in lists().determiners:
        return doc[low:stop].text.strip()
    return f"{doc[low : inside.start].text.strip()} {doc[inside.end : stop].text.strip()}".strip()


def _ends_clause(doc: Doc, sentence: Span, inside: Span) -> bool:
    """Whether the noun behind the date is the last word of a clause whose verb stands in front."""
    at = inside.end + 1
    ends = at >= sentence.end or (doc[at].is_punct and doc[at].text not in ("-", "'", "’"))
    return ends and any(verb_form(doc[i]) == "VBD" for i in range(sentence.start, inside.start))


def _with_participle(doc: Doc, stop: int, high: int) -> int:
    """The end of a noun phrase with what it did: "Monday's vote, lifting the ban, …"."""
    if stop + 1 >= high or doc[stop].text != "," or verb_form(doc[stop + 1]) != "VBG":
        return stop
    if doc[stop + 1].lower_ in lists().prepositions | {"including", "following"}:
        return stop
    end = next(
        (i for i in range(stop + 2, high) if doc[i].is_punct and doc[i].text not in ("-", "'", "’")), high
    )
    return end if end < high and doc[end].text == "," else stop


def _name_start(doc: Doc, sentence: Span, inside: Span) -> int | None:
    """The token where the name around the date begins; None where the date is part of none."""
    known, before = lists(), doc[inside.start - 1]
    if not _goes_on_as_name(doc, inside) or _clause_tells_more(doc, sentence, inside):
        return None
    if before.lower_ in POSSESSIVE:
        return _capitals_before(doc, sentence, inside.start - 2)
    if before.lower_ in known.determiners:
        return inside.start - 1
    # "the Paris 2024 Olympic Games"
    low = inside.start - 1
    while low > sentence.start and doc[low].text[:1].isupper() and doc[low].is_alpha:
        low -= 1
    named = doc[inside.end].text[:1].isupper() and low < inside.start - 1
    return low if named and doc[low].lower_ in known.determiners else None


def _goes_on_as_name(doc: Doc, inside: Span) -> bool:
    """Whether the word behind the date can be one of a name: no verb, nothing that opens a clause."""
    known, after = lists(), doc[inside.end]
    if not re.match(r"[A-Za-z]", after.text):
        return False
    if after.lower_ in known.openers | known.joiners | known.prepositions:
        return False
    return verb_form(after) not in ("MD", "VBD", "VBZ", "VBP") or after.text[:1].isupper()


def _clause_tells_more(doc: Doc, sentence: Span, inside: Span) -> bool:
    """Whether the name only tells when: "In the 2009 election, …", "won a third in the 2009 election"."""
    if inside.start - 2 <= sentence.start and doc[sentence.start].lower_ in _DURING | {"for"}:
        return True
    scheduled = doc[inside.end].lower_ in lists().scheduled
    return doc[inside.start - 2].lower_ in _DURING and scheduled and _ends_clause(doc, sentence, inside)


def _capitals_before(doc: Doc, sentence: Span, low: int) -> int:
    """Where the capitalised words begin that end with token `low`."""
    while low > sentence.start and doc[low - 1].text[:1].isupper() and doc[low - 1].is_alpha:
        low -= 1
    return low


def _noun_end(doc: Doc, at: int, high: int) -> int:
    """Where the noun phrase that begins at token `at` ends, one phrase with "of", "on", "in" … included."""
    known = lists()
    i, phrases = at, 0
    while i < high and i < at + 14:
        word = doc[i]
        if (word.is_punct and word.text not in ("'", "’", "-", "/", "&")) or word.is_space:
            break
        if word.lower_ in known.prepositions:
            if phrases or word.lower_ not in ("of", "on", "in", "against", "at", "between", "for"):
                break
            phrases += 1
        elif word.lower_ in known.openers | known.joiners or (i > at and _ends_noun(doc, i)):
            break
        i += 1
    while i > at and doc[i - 1].lower_ in known.prepositions | known.determiners:
        i -= 1
    return i


def _ends_noun(doc: Doc, i: int) -> bool:
    """Whether a verb stands there: "the attack killed", "the attack claimed by"."""
    word = doc[i]
    if word.text[:1].isupper():
        return False
    participle = verb_form(word) == "VBN" and i + 1 < len(doc) and doc[i + 1].lower_ in lists().prepositions
    return is_finite(word) or word.lower_ in HAVE or participle
