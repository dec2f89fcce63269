"""Passes that set right where names begin and end: names that the tagger cuts short, or runs into one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from spacy.tokens import Doc, Span

from newsfacts import gazetteer
from newsfacts.doc.store import Labelled
from newsfacts.english.names import fold
from newsfacts.english.titles import is_title, title_words
from newsfacts.english.words import closed
from newsfacts.names import organization_names
from newsfacts.names.passes.clues import (
    higher,
    is_generation,
    is_known_body,
    is_place,
    lower,
    opens_dateline,
    opens_line,
    trust,
)
from newsfacts.names.passes.value import LOC, ORG, PERSON, PLACES, Names, words

# A dateline: words of its town, and tokens up to the agency in brackets.
MAX_DATELINE, MAX_DATELINE_TOKENS = 4, 14
MAX_SPLIT = 0.5  # what is believed more is no place and person in one
MAX_SEAT_TOKENS = 8  # of "Norlandish Deputy Prime Minister" before "'s Office"
MAX_OFFICE_TOKENS = 3  # between "'s" and "Office"


# ---------------------------------------------------------------- datelines


def datelines(names: Names) -> Names:
    """Datelines set right: the capitals of "PORT SUDAN —" are one place, "AP" of "LIMA (AP) —" is a body."""
    found = names.found
    at = {i: n for n, mention in enumerate(found) for i in range(mention.span.start, mention.span.end)}
    changed: dict[int, Labelled | None] = {}
    for n, mention in enumerate(found):
        if n not in changed and _is_agency(names, mention.span):
            changed[n] = mention._replace(label=ORG)
        town = _town(names, mention.span)
        if town is None:
            continue
        inside = sorted({at[i] for i in range(town.start, town.end) if i in at})
        if found[inside[-1]].span.end > town.end:
            continue
        places = (found[i].confidence for i in inside if found[i].label == LOC)
        changed.update(dict.fromkeys(inside))
        changed[n] = Labelled(town, LOC, next(places, mention.confidence))
    kept = (changed.get(n, mention) for n, mention in enumerate(found))
    return names.having(mention for mention in kept if mention is not None)


def _town(names: Names, span: Span) -> Span | None:
    """The place of several words in capitals that opens a dateline, and more than the name that begins it."""
    doc, start = names.doc, span.start
    if not opens_line(names.words, start):
        return None
    end = start
    while end < min(len(doc), start + MAX_DATELINE) and doc[end].is_upper and doc[end].is_alpha:
        end += 1
    town = doc[start:end]
    longer = len(town) > 1 and end > span.end
    return town if longer and opens_dateline(doc, town) and is_place(town.text) else None


def _is_agency(names: Names, span: Span) -> bool:
    """Whether a name stands in brackets at a dateline's end: "LIMA (AP) —", "LIMA, Peru (UPI) --"."""
    tokens, start, end = names.words, span.start, span.end
    if start < 2 or end + 1 >= len(tokens) or tokens[start - 1] != "(" or tokens[end] != ")":
        return False
    if not is_known_body(span.text) or tokens[end + 1] not in words().dateline_ends:
        return False
    first = start - 1
    while first > max(0, start - MAX_DATELINE_TOKENS) and "\n" not in tokens[first - 1]:
        first -= 1
    return opens_line(tokens, first) and names.doc[first].is_upper


# ---------------------------------------------------------------- two in one, one in two


def place_and_person(names: Names) -> Names:
    """ "Darfur Region Minni Minawi", tagged as one place, where "Minawi" is a person of the article."""
    surnames = {m.span[-1].text: m.confidence for m in names.found if m.label == PERSON}
    return names.having(part for name in names.found for part in _place_and_person(names.doc, name, surnames))


def _place_and_person(doc: Doc, name: Labelled, surnames: dict[str, float | None]) -> Iterator[Labelled]:
    start, end = name.span.start, name.span.end
    doubtful = name.label in PLACES and trust(name) < MAX_SPLIT
    if doubtful and end - start > 2 and doc[end - 1].text in surnames:
        cut = next((i for i in range(end - 1, start, -1) if is_place(doc[start:i].text)), None)
        if cut is not None:
            confidence = higher(name.confidence, surnames[doc[end - 1].text])
            yield name._replace(span=doc[start:cut])
            yield Labelled(doc[cut:end], PERSON, confidence)
            return
    yield name


def joined(names: Names) -> Names:
    """Two places that are one country, "Trinidad and Tobago", people cut in two, and places cut before the
    word for their kind, "Houston St", "Nakuru County".

    Only countries: "Jammu and Kashmir" and the like are two names to most readers.
    """
    out: list[Labelled] = []
    for mention in names.found:
        kind = bool(out) and _is_kind_of(out[-1], mention)
        if out and (kind or _is_one_person(out[-1], mention) or _is_one_country(names, out[-1], mention)):
            whole = names.doc[out[-1].span.start : mention.span.end]
            confidence = lower(out[-1].confidence, mention.confidence)
            out[-1] = Labelled(whole, LOC if kind else mention.label, confidence)
        else:
            out.append(mention)
    return names.having(out)


def _is_one_person(first: Labelled, second: Labelled) -> bool:
    """Whether a name with a person's right behind it, not even a comma between, is the person's too."""
    if second.label != PERSON or first.span.end != second.span.start or len(first.span) > 1:
        return False
    if is_title(first.text, "honorifics") and first.text.lower() not in title_words("ambiguous"):
        return False
    return first.label == PERSON or (first.label == LOC and not is_place(first.text))


def _is_kind_of(first: Labelled, second: Labelled) -> bool:
    """Whether a body or person of one word is the word for a place's kind behind it: "Houston" and "St"."""
    if first.label != LOC or second.label in PLACES or first.span.end != second.span.start:
        return False
    word = second.text.lower().rstrip(".")
    return len(second.span) == 1 and (word in words().street_ends or word in words().division_ends)


def _is_one_country(names: Names, first: Labelled, second: Labelled) -> bool:
    """Whether two places with "and" between them are one country."""
    if not first.label == second.label == LOC or second.span.start - first.span.end != 1:
        return False
    whole = names.doc[first.span.start : second.span.end]
    return names.low[first.span.end] in closed().ands and bool(gazetteer.default().country(whole.text))


# ---------------------------------------------------------------- longer than they were tagged


def seats(names: Names) -> Names:
    """Seats named for who sits there: "the Israeli Prime Minister’s Office", "the Prosecutor General's
    Office".
    """
    found = [
        seat for i, word in enumerate(names.low) if word in closed().possessives for seat in _seat(names, i)
    ]
    if not found:
        return names
    inside = {i for seat in found for i in range(seat.start, seat.end)}
    kept = [m for m in names.found if inside.isdisjoint(range(m.span.start, m.span.end))]
    for seat in found:
        believed = [m.confidence for m in names.found if m.span.start < seat.end and m.span.end > seat.start]
        kept.append(Labelled(seat, ORG, max((c for c in believed if c is not None), default=None)))
    return names.having(sorted(kept, key=lambda m: m.span.start))


def _seat(names: Names, possessive: int) -> Iterator[Span]:
    """The body that is named for the office before token `possessive`, a "'s"; none where there is none."""
    doc = names.doc
    if not 0 < possessive < len(doc) - 1 or not names.story[possessive]:
        return
    end = _office(names, possessive + 1)
    if end is None:
        return
    start = possessive
    while start > max(0, possessive - MAX_SEAT_TOKENS) and not doc[start].is_sent_start:
        if not (doc[start - 1].is_title or doc[start - 1].is_upper):
            break
        start -= 1
    if start < possessive and names.low[start] in title_words("stops"):
        start += 1
    if any(is_title(word, "offices") or is_title(word, "ranks") for word in names.low[start:possessive]):
        yield doc[start:end]


def _office(names: Names, start: int) -> int | None:
    """Where "Office" ends, in capitals from token `start` on; None where there is no word for a seat."""
    heads = organization_names.words("seat")
    for at in range(start, min(start + MAX_OFFICE_TOKENS + 1, len(names.words))):
        if not names.doc[at].is_title:
            return None
        if names.low[at] in heads:
            return at + 1
    return None


def known_bodies(names: Names) -> Names:
    """Known bodies whose name goes on in small letters: "UN human rights office"."""
    out: list[Labelled] = []
    end = 0
    for mention in names.found:
        if mention.span.start < end:
            continue
        if mention.label == ORG:
            longer = _known_end(names.doc, mention.span)
            if longer > mention.span.end:
                mention = mention._replace(span=names.doc[mention.span.start : longer])
        out.append(mention)
        end = mention.span.end
    return names.having(out)


def of_places(names: Names) -> Names:
    """Bodies with the place that they are "of", where that was left off: "Aviation Authority of Zimbabwe"."""
    found = names.found
    joined: dict[int, Labelled] = {}
    for n, (body, place) in enumerate(pairwise(found)):
        if body.label != ORG or place.label != LOC or place.span.start != body.span.end + 1:
            continue
        if names.low[body.span.end] == "of" and _is_public(body):
            joined[n] = body._replace(span=names.doc[body.span.start : place.span.end])
    kept = (joined.get(n, one) for n, one in enumerate(found) if n - 1 not in joined)
    return names.having(kept) if joined else names


def _is_public(body: Labelled) -> bool:
    """Whether a name of several words ends with a word for a body that is some country's: "Central Bank"."""
    last = body.span[-1]
    return len(body.span) > 1 and last.is_title and last.lower_ in words().public_ends


def _known_end(doc: Doc, span: Span) -> int:
    """Where the longest known name ends that begins with `span`; its end where there is none."""
    longest = span.end
    key = fold(span.text)
    for name in organization_names.beginning_with(key.split()[0]) if key else ():
        if not name.startswith(key):
            continue
        read, end = key, span.end
        while len(read) < len(name) and end < len(doc) and not doc[end].is_space:
            read = f"{read} {fold(doc[end].text)}".rstrip()
            end += 1
        if read == name:
            longest = max(longest, end)
    return longest


def generations(names: Names) -> Names:
    """People's names with the "Jr." or "III" right behind them, which may follow a comma."""
    starts = {mention.span.start for mention in names.found}
    return names.having(
        _with_generation(names, mention, starts) if mention.label == PERSON else mention
        for mention in names.found
    )


def _with_generation(names: Names, person: Labelled, starts: set[int]) -> Labelled:
    """`starts`: the tokens with which another name begins."""
    tokens, end = names.words, person.span.end
    if end + 1 >= len(tokens):
        return person
    if tokens[end] == "." and is_generation(tokens[end - 1]) and len(person.span) > 2:
        stopped = not names.doc[end - 1].whitespace_ and not names.doc[end + 1].is_sent_start
        return person._replace(span=names.doc[person.span.start : end + 1]) if stopped else person
    comma = tokens[end] == "," and names.low[end + 1] in words().comma_suffixes
    at = end + 1 if comma else end
    if not tokens[at][:1].isupper() or not is_generation(tokens[at]):
        return person
    if any(names.doc[i].is_sent_start or i in starts for i in range(end, at + 1)):
        return person
    return person._replace(span=names.doc[person.span.start : at + 1])
