"""Passes over places by the words around them: what is one though tagged otherwise, and what is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Span

from newsfacts import gazetteer
from newsfacts.doc.store import Labelled
from newsfacts.english.words import closed, lists
from newsfacts.gazetteer.divisions import abbreviated
from newsfacts.gazetteer.lookup import place_words
from newsfacts.names.passes.clues import DOUBTFUL, higher, is_place, trust
from newsfacts.names.passes.value import LOC, ORG, PERSON, PLACES, Names
from newsfacts.names.passes.value import words as name_words

JOURNEYS = (("from", "to"), ("between", "and"))
MAX_JOURNEY = 0.7  # what is believed more is no place at the end of a journey
MAX_WORDS = 4  # of a town's name before ", N.Y." or behind "City of"
ADJECTIVES = frozenset({"JJ", "JJR", "JJS", "VBN", "VBG"})
OF_NOUNS = ADJECTIVES | {"NN"}  # that can stand between "a" and a noun
ENDINGS = ("y", "ed", "ing", "less", "ous", "ful", "ish", "ian")  # of adjectives that are tagged as names
LONGEST_LIST = 20  # of films and books


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """The tables of `names/passes/place_words.toml`."""

    kinds: frozenset[str]
    subdivisions: frozenset[str]
    makes: frozenset[str]
    carriers: frozenset[str]
    airlines: frozenset[str]
    aircraft: frozenset[str]
    works: frozenset[str]
    stage: frozenset[str]
    belongings: frozenset[str]


@cache
def _words() -> PlaceWords:
    return lists("names/passes/place_words", PlaceWords)


# ---------------------------------------------------------------- what is a place


def written_out(names: Names) -> Names:
    """Places that say so: "LEROY, N.Y."; the "Toledo" of "City of Toledo", the "Kitui South" of "Kitui South
    sub-county", the "Orlo" of "from Orlo to Lima", "King's Lynn".
    """
    spans = [
        *_before_divisions(names),
        *_behind_kinds(names),
        *_before_subdivisions(names),
        *_journeys(names),
        *_waters(names),
        *_owned(names),
    ]
    return _with_places(names, spans) if spans else names


def _before_divisions(names: Names) -> Iterator[Span]:
    """Towns before a comma and the short form of a division that has one of the name, and that division."""
    doc, words = names.doc, names.words
    for comma in range(1, len(words) - 1):
        if words[comma] != "," or not names.story[comma]:
            continue
        end = _short_form_end(names, comma + 1)
        rule = abbreviated(doc[comma + 1 : end].text) if end else None
        if end is None or rule is None:
            continue
        start = _town_start(names, comma, gazetteer.default().divisions(rule.names[0]))
        if start is None and end < len(words) and words[end] in name_words().dateline_marks:
            start = _capitals_start(names, comma)
        if start is not None:
            yield doc[start:comma]
            yield doc[comma + 1 : end]


def _short_form_end(names: Names, start: int) -> int | None:
    """Where the short form of a division ends that begins at `start`: "N.Y.", "Mich.", "MO", "MINN." and its
    stop.
    """
    word, token = names.words[start], names.doc[start]
    stopped = _is_stopped(names, start)
    if not word[:1].isupper() or (abbreviated(word) or (stopped and abbreviated(f"{word}."))) is None:
        return None
    if word.endswith(".") or word.isupper() or stopped:
        return (
            start + 2 if stopped and (token.is_upper or not names.doc[start + 1].is_sent_end) else start + 1
        )
    return None


def _is_stopped(names: Names, at: int) -> bool:
    """Whether a full stop stands right behind a token."""
    return at + 1 < len(names.words) and names.words[at + 1] == "." and not names.doc[at].whitespace_


def _town_start(names: Names, end: int, divisions: frozenset[tuple[str, str]]) -> int | None:
    """Where the longest name before token `end` begins that one of `divisions` has a town of."""
    longest = None
    for start in range(end - 1, max(-1, end - 1 - MAX_WORDS), -1):
        word = names.words[start]
        if not word[:1].isupper() and word not in (".", "-"):
            break
        if not word[:1].isupper():
            continue
        found = gazetteer.default().lookup(names.doc[start:end].text)
        if any((c.country, c.division) in divisions for c in found):
            longest = start
    return longest


def _capitals_start(names: Names, end: int) -> int | None:
    """Where a name in capitals before token `end` begins, "ST. JOSEPH", if it opens a sentence as a dateline
    does.
    """
    start = end
    while start > max(0, end - MAX_WORDS) and not (start < end and names.doc[start].is_sent_start):
        word = names.words[start - 1]
        if not (word.isupper() or (word == "." and start < end)):
            break
        start -= 1
    return start if start < end and names.words[start].isupper() and names.doc[start].is_sent_start else None


def _before_subdivisions(names: Names) -> Iterator[Span]:
    """What no list knows before "sub-county" and the like: "Kitui South"."""
    doc, low = names.doc, names.low
    for at in range(1, len(low) - 2):
        if (
            low[at] != "sub"
            or low[at + 1] not in closed().hyphens
            or low[at + 2] not in _words().subdivisions
        ):
            continue
        start = at
        while (
            start > max(0, at - MAX_WORDS)
            and doc[start - 1].is_title
            and doc[start - 1].tag_.startswith("NNP")
        ):
            start -= 1
        if start < at:
            yield doc[start:at]


def _journeys(names: Names) -> Iterator[Span]:
    """A doubtful name at one end of "from X to Y", "between X and Y", where a place is at the other."""
    at = {one.span.start: one for one in names.found}
    for one in names.found:
        joint = one.span.end
        pair = joint < len(names.low) and (names.low[one.span.start - 1], names.low[joint]) in JOURNEYS
        other = at.get(joint + 1) if pair and one.span.start else None
        if other is None or LOC not in (one.label, other.label):
            continue
        yield from (end.span for end in (one, other) if end.label != LOC and trust(end) < MAX_JOURNEY)


def _behind_kinds(names: Names) -> Iterator[Span]:
    """The known places behind "City of", where no longer name goes on: not "City of London Police"."""
    doc, low = names.doc, names.low
    for at in range(len(low) - 2):
        if low[at + 1] != "of" or low[at] not in _words().kinds or not names.words[at][:1].isupper():
            continue
        end = start = at + 2
        while end < min(len(low), start + MAX_WORDS) and names.words[end][:1].isupper() and names.story[end]:
            end += 1
        if end > start and is_place(doc[start:end].text):
            yield doc[start:end]


def _waters(names: Names) -> Iterator[Span]:
    """Waters named for a place behind "of", where that is a name of its own: "Gulf of Alaska"."""
    for one in names.found:
        at, first = one.span.start - 1, one.span.start - 2
        if first > 0 and names.low[at] == "the":
            at, first = at - 1, first - 1
        if one.label != LOC or first < 0 or names.low[at] != "of" or not names.words[first][:1].isupper():
            continue
        if names.low[first] in place_words("water"):
            yield names.doc[first : one.span.end]


def _owned(names: Names) -> Iterator[Span]:
    """Known places named for an owner, "King's Lynn", which the tagger takes for two or for their ends."""
    for at, word in enumerate(names.low):
        if word not in closed().possessives or not 0 < at < len(names.low) - 1:
            continue
        whole = names.doc[at - 1 : at + 2]
        named = names.words[at - 1][:1].isupper() and names.words[at + 1][:1].isupper()
        if named and names.over(at - 1, at + 2) and is_place(whole.text):
            yield whole


def _with_places(names: Names, spans: Iterable[Span]) -> Names:
    """`names` with `spans` as places in the stead of what overlaps them, unless that is a longer place."""
    found = list(names.found)
    for span in spans:
        over = [one for one in found if one.span.start < span.end and one.span.end > span.start]
        if any(_is_longer(one, span) for one in over):
            continue
        believed = max((one.confidence for one in over if one.confidence is not None), default=None)
        found = [one for one in found if one not in over]
        found.append(Labelled(span, LOC, believed))
    return names.having(sorted(found, key=lambda one: one.span.start))


def _is_longer(one: Labelled, span: Span) -> bool:
    """Whether a place's name holds `span`; not where a town and what it lies in are one: "GARY, IND"."""
    holds = one.span.start <= span.start and one.span.end >= span.end
    return one.label == LOC and holds and "," not in one.text


# ---------------------------------------------------------------- what is none, or less


def told_places(names: Names) -> Names:
    """Places without what is no part of them ("Snowy Norway"), and without cars, works and airlines; doubtful
    names as people before what is a person's ("Banda's party").
    """
    return names.having(kept for one in names.found for kept in _told(names, one))


def _told(names: Names, place: Labelled) -> Iterator[Labelled]:
    if _owns(names, place):
        yield place._replace(label=PERSON)
    elif place.label not in PLACES:
        yield place
    elif _is_carrier(place):
        yield place._replace(label=ORG)
    elif _flies(names, place.span):
        yield place._replace(label=ORG, confidence=higher(place.confidence, DOUBTFUL))
    elif not (_is_vehicle(names, place.span) or _is_work(names, place.span)):
        yield place._replace(span=_core(names, place.span))


def _owns(names: Names, name: Labelled) -> bool:
    """Whether a doubtful name of one word stands before what is a person's."""
    low, end = names.low, name.span.end
    if name.label == PERSON or len(name.span) > 1 or trust(name) >= DOUBTFUL or end + 1 >= len(low):
        return False
    if low[end] not in closed().possessives or low[end + 1] not in _words().belongings:
        return False
    return name.text[1:].islower() and gazetteer.default().country(name.text) is None


def _is_carrier(place: Labelled) -> bool:
    """Whether a place's name is an airline's: "Alaska Airlines"."""
    low = place.text.lower().split()
    return any(" ".join(low[-n:]) in _words().carriers for n in (1, 2) if len(low) > n) and not is_place(
        place.text
    )


def _flies(names: Names, span: Span) -> bool:
    """Whether a name is an airline's before a word for an aircraft: "a Delta jet"."""
    low = names.low
    behind = span.end < len(low) and low[span.end] in _words().aircraft
    return behind and span.text.casefold() in _words().airlines


def _is_vehicle(names: Names, span: Span) -> bool:
    """Whether a name is a vehicle's behind its make, which may be part of it: "a Kia Rio"; or a make that
    "a" or "an" stands before: "a stationary Vauxhall".
    """
    makes, low = _words().makes, names.low
    if len(span) == 1 and low[span.start] in makes:
        return _is_one(names, span)
    if len(span) > 1 and low[span.start] in makes:
        return not is_place(span.text)
    return span.start > 0 and low[span.start - 1] in makes and names.words[span.start - 1][:1].isupper()


def _is_one(names: Names, span: Span) -> bool:
    """Whether "a" or "an" stands before a name, an adjective between at most, and no noun behind it that it
    could belong to: "a Vauxhall man".
    """
    low, at = names.low, span.start - 1
    if at > 0 and names.doc[at].is_lower and names.doc[at].tag_ in OF_NOUNS and low[at] not in ("a", "an"):
        at -= 1
    behind = names.doc[span.end] if span.end < len(low) else None
    noun = behind is not None and (behind.tag_ in ("NN", "NNS", "NNP") or behind.text == "-")
    return at >= 0 and low[at] in ("a", "an") and not noun


def _is_work(names: Names, span: Span) -> bool:
    """Whether a name is a film's or book's: "starred in Casablanca and Philadelphia"."""
    at, low = span.start, names.low
    for _ in range(LONGEST_LIST):
        if at < 2 or low[at - 1] not in (*closed().ands, ","):
            break
        before = names.over(at - 2, at - 1)
        if not before or before[-1].span.end != at - 1:
            break
        at = before[-1].span.start
    if at < 2 or f"{low[at - 2]} {low[at - 1]}" not in _words().works:
        return False
    sentence = span.sent
    return not _words().stage.isdisjoint(low[sentence.start : sentence.end])


def _core(names: Names, span: Span) -> Span:
    """A place without the adjective that opens its sentence, and without the "sub" of "sub-county"."""
    start, end = span.start, span.end
    low = names.low
    if (
        end - start > 1
        and low[end - 1] == "sub"
        and end + 1 < len(low)
        and low[end + 1] in _words().subdivisions
    ):
        end -= 1
    opened = end - start > 1 and _is_adjective(names, start) and not is_place(span.text)
    if opened and gazetteer.default().country(names.doc[start + 1 : end].text):
        start += 1
    return names.doc[start:end] if (start, end) != (span.start, span.end) else span


def _is_adjective(names: Names, at: int) -> bool:
    """Whether the token opens its sentence as an adjective that is no direction."""
    token = names.doc[at]
    if not token.is_sent_start or names.low[at] in place_words("direction"):
        return False
    return token.tag_ in ADJECTIVES or names.low[at].endswith(ENDINGS)
