"""The tagger's names put in order: cleaned, labelled alike, and found again where it passed them by.

Nothing here knows single names: the article itself is the evidence, and beside it the gazetteer and the known
bodies of `names/organizations.toml`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from spacy.tokens import Doc, Span

from newsfacts import gazetteer
from newsfacts.doc import store
from newsfacts.doc.store import Labelled
from newsfacts.english.names import SMALL_WORDS, fold, is_acronym, is_title, person_words, title_words
from newsfacts.gazetteer.lookup import place_words, sure_country
from newsfacts.names import organization_names
from newsfacts.tagger.borders import POSSESSIVES

PERSON, ORG, PLACES = "PERSON", "ORG", ("LOC", "FAC")
KINDS = (PERSON, ORG, *PLACES)

# What a name found by its like elsewhere is believed, against its model; from what belief on it is looked
# for.
SPREAD_TRUST = 0.9
LEAST_SPREAD = 0.5

# Tagged as these and believed less than MAX_OTHER, a word is the body or person of that name that stands
# elsewhere in the article.
LIKE_ORG, LIKE_PERSON = frozenset({"MISC", "NORP", "PRODUCT"}), frozenset({"NORP"})
MAX_OTHER = 0.65

INTRODUCED = 20.0  # votes of "the airline Zexu": more than an article names it, mostly

# Of so many names in a row those of another label follow the rest, where the rest is believed so much more.
LEAST_LIST, LIST_LEAD = 3, 1.5
MAX_LISTED = 0.9  # what is believed more keeps its label in a list
MAX_SPLIT = 0.5  # what is believed more is no place and person in one

# Below it a name is better left out: more than half are wrong (wwn-dev, all 99 articles; facts, for bodies).
LEAST_TRUST = {ORG: 0.46, PERSON: 0.3}

LEAST_TITLED = 0.1  # of a body's name that says which kind of body it is: "Orlo Trade Ministry"

# Below DOUBTFUL other evidence goes before a label, at FIRM only the dateline does.
DOUBTFUL, FIRM, CERTAIN = 0.75, 0.9, 0.95
# A dateline: words of its town, and tokens up to the agency in brackets.
MAX_DATELINE, MAX_DATELINE_TOKENS = 4, 14
DASHES = frozenset({"-", "--", "–", "—", "―", ":"})
PLACE_WORDS = frozenset({"in", "near", "outside", "across", "throughout"})

# An article is about a country that has this share of its places; a town of it has 2,000 inhabitants or more.
MAIN_COUNTRY, LEAST_TOWN = 0.35, 3.3

# Prior of a place that is meant by its name until the article tells otherwise: log10 of inhabitants.
SURE_PLACE = 5.0

LEAST_CAPITALS = 0.02  # of the words of a text; English news has 0.1 and more
FIRST_WORDS = frozenset({"Md", "Md.", "Mohd", "Mohd.", "Muhd", "Mst"})
MAX_SEAT_TOKENS = 8  # of "Norlandish Deputy Prime Minister" before "'s Office"
SPEECH = frozenset({"said", "says", "told", "tells", "added", "adds"})
# Of "Putin-backed": words tied to a name with a hyphen that are no part of it.
SUFFIXES = frozenset(
    {
        "led",
        "era",
        "backed",
        "style",
        "like",
        "linked",
        "based",
        "born",
        "owned",
        "run",
        "aligned",
        "type",
        "esque",
    }
)
WEEKDAYS = frozenset({"Mon", "Tue", "Tues", "Wed", "Thu", "Thur", "Thurs", "Fri", "Sat"})

_LIKE = {ORG: LIKE_ORG, PERSON: LIKE_PERSON}
_QUOTES = frozenset("\"'“”‘’«»„`")
_EDGE = _QUOTES | frozenset(",;:.!?()[]-–—…/|•*")


def resolve(doc: Doc) -> list[Labelled]:
    """People, bodies and places of the story, PERSON ORG LOC FAC, in reading order, none overlapping.

    Worked out from the tagger's names; changes nothing.
    """
    story = story_tokens(doc)
    cased = has_capitals(doc)
    tagged = store.labelled(doc, store.NAMES)
    found: list[Labelled] = []
    end = 0
    for name in sorted(tagged, key=lambda n: (n.span.start, -n.span.end)):
        if name.label not in KINDS:
            continue
        for mention in _cleaned(doc, name):
            span = mention.span
            if cased and mention.text.islower():
                continue
            if span.start >= end and all(story[span.start : span.end]):
                found.append(mention)
                end = span.end
    found = _with_datelines(doc, found)
    found = _mended(doc, _without_storms(doc, _split_titles(doc, found)))
    found = _with_known(doc, _with_offices(doc, _with_joined(doc, found), story))
    found = _with_suffixes(doc, _believed(_placed(doc, _listed(doc, _relabelled(doc, found)), tagged)))
    taken = bytearray(len(doc))
    for name in (*tagged, *found):
        taken[name.span.start : name.span.end] = b"\1" * len(name.span)
    weak = {(n.span.start, n.span.end): n.label for n in tagged if _trust(n) < MAX_OTHER}
    found += _spread(doc, found, story, taken, weak)
    return _with_suffixes(doc, sorted(found, key=lambda m: m.span.start))


def _with_suffixes(doc: Doc, found: list[Labelled]) -> list[Labelled]:
    """People's names with the "Jr." or "III" right behind them, which may follow a comma."""
    out = []
    words = store.words_of(doc)
    starts = {mention.span.start for mention in found}
    for mention in found:
        end = mention.span.end
        if mention.label == PERSON and end + 1 < len(words):
            at = end + 1 if words[end] == "," and words[end + 1].lower() in ("jr.", "sr.") else end
            word = words[at]
            if (
                word[:1].isupper()
                and word.casefold().rstrip(".") in title_words("suffixes")
                and not any(doc[i].is_sent_start or i in starts for i in range(end, at + 1))
            ):
                mention = mention._replace(span=doc[mention.span.start : at + 1])
        out.append(mention)
    return out


def has_capitals(doc: Doc) -> bool:
    """Whether the text is written with capitals at all; where not, small letters tell nothing of a name."""
    initials = [word[0] for word in store.words_of(doc) if word.isalpha()]
    return sum(map(str.isupper, initials)) > LEAST_CAPITALS * len(initials)


def story_tokens(doc: Doc) -> bytearray:
    """For each token, 1 where it belongs to the story, 0 in furniture."""
    story = bytearray(len(doc))
    for start, end in store.story_of(doc):
        story[start:end] = b"\1" * (end - start)
    return story


# ---------------------------------------------------------------- cleaning


def _cleaned(doc: Doc, name: Labelled) -> Iterator[Labelled]:
    """The name without "the", possessive, quotes and titles; two names where "and" joins two people."""
    start, end = _trimmed(doc, name.span.start, name.span.end)
    if start >= end:
        return
    low = store.lower_words_of(doc)
    if name.label == PERSON:
        start = _with_first(doc, _after_titles(doc, start, end))
        end = _with_syllable(doc, start, end)
    if name.label == "LOC":
        # "Baku, Azerbaijan" and "Chiang Rai's Mae Sai" are two places.
        for i in range(start + 1, end - 1):
            if low[i] in POSSESSIVES or (low[i] == "," and _names_place(doc[i + 1 : end].text)):
                yield from _cleaned(doc, Labelled(doc[start:i], name.label, name.confidence))
                yield from _cleaned(doc, Labelled(doc[i + 1 : end], name.label, name.confidence))
                return
    if name.label in (PERSON, "LOC"):
        for i in range(start + 1, end - 1):
            if low[i] in ("and", "&") and (name.label == PERSON or not _is_place(doc[start:end].text)):
                yield from _cleaned(doc, Labelled(doc[start:i], name.label, name.confidence))
                yield from _cleaned(doc, Labelled(doc[i + 1 : end], name.label, name.confidence))
                return
    if name.label == ORG and low[end - 1] in ("trade", "labour", "labor") and end - start > 1:
        end -= end < len(doc) and low[end] in ("union", "unions")  # "the Solidarity trade union"
    same = start == name.span.start and end == name.span.end
    cleaned = name if same else Labelled(doc[start:end], name.label, name.confidence)
    if _is_name(cleaned) and not _says_what(doc, cleaned):
        yield cleaned


def _says_what(doc: Doc, name: Labelled) -> bool:
    """Whether one word says of what kind another name is, and names nothing: "Barangay San Roque", "Ministry
    official Bae", "Fontaine, who is Métis".
    """
    start, end = name.span.start, name.span.end
    if end - start > 1:
        return False
    word, behind = name.text, doc[end] if end < len(doc) else None
    if name.label == "LOC":
        return word.lower() in place_words("city") and behind is not None and behind.is_title
    if name.label == ORG and word.lower() in organization_names.words("generic"):
        return doc[start].is_sent_start is True and behind is not None and behind.tag_ == "NN"
    doubtful = name.label == ORG and _trust(name) < DOUBTFUL and not word.isupper()
    return doubtful and start > 0 and doc[start - 1].text in ("is", "are", "was", "were")


def _is_name(name: Labelled) -> bool:
    """Whether the words can be a name at all: a capital somewhere, no weekday, no people's name for a
    place.
    """
    text = name.text
    if not any(map(str.isalnum, text)):
        return False
    if len(name.span) > 1:
        return True
    if name.label == PERSON:
        # "Weatherman on Monday said": surnames like Judge or Baker come with another name, or a title.
        return text not in WEEKDAYS and not (name.span[0].is_sent_start and is_title(text, "offices"))
    return name.label != "LOC" or not gazetteer.default().people(text) or _is_place(text)


def _is_place(name: str) -> bool:
    return bool(gazetteer.default().lookup(name))


def _names_place(name: str) -> bool:
    """Whether `name` is a place's, or short for a division's: "Ga."."""
    return _is_place(name) or gazetteer.abbreviated(name) is not None


def _trimmed(doc: Doc, start: int, end: int) -> tuple[int, int]:
    words, low, blanks = store.words_of(doc), store.lower_words_of(doc), store.blanks_of(doc)
    own = words[start:end]
    closed = ")" in own or "]" in own
    for i in range(start + 1, end):  # a name does not run over a sentence's or line's end, or into a bracket
        if doc[i].is_sent_start or "\n" in words[i] or (words[i] in ("(", "[") and not closed):
            end = i
            break
    while start < end and (words[start] in _EDGE or blanks[start] or low[start] == "the"):
        start += 1
    while start < end and (
        (words[end - 1] in _EDGE and not _closes(doc, start, end))
        or blanks[end - 1]
        or low[end - 1] in POSSESSIVES
        or (low[end - 1] in SMALL_WORDS and end - start > 1)
    ):
        end -= 1
    return start, end


def _closes(doc: Doc, start: int, end: int) -> bool:
    """Whether the last token belongs to the name: the stop of "Jr.", the bracket of "J (K)", "Yahoo!"."""
    last = doc[end - 1].text
    if last == ".":
        before = doc[end - 2] if end - 2 >= start else None
        return (
            before is not None
            and not before.whitespace_
            and len(before.text) <= 4
            and before.text[0].isupper()
        )
    if last == ")":
        return any(token.text == "(" for token in doc[start : end - 1])
    return last == "!"


def _with_first(doc: Doc, start: int) -> int:
    """Where the name begins with what the tagger left off in front: "A" of "A G Perarivalan", "Md" of "Md
    Salauddin".
    """
    while start and not doc[start].is_sent_start:
        token = doc[start - 1]
        initial = len(token.text) == 1 and token.is_upper and not token.is_sent_start
        initial = initial or (len(token.text) == 2 and token.text[1] == "." and token.is_title)
        if not initial and token.text not in FIRST_WORDS:
            break
        start -= 1
    return start


def _with_syllable(doc: Doc, start: int, end: int) -> int:
    """Where the name ends with the second syllable of a Korean or Chinese given name: "-in" of "Moon
    Jae-in".
    """
    if end - start < 2 or end + 1 >= len(doc) or doc[end].text != "-":
        return end
    tied = not doc[end - 1].whitespace_ and not doc[end].whitespace_
    syllable = doc[end + 1]
    if (
        tied
        and syllable.is_alpha
        and syllable.is_lower
        and len(syllable) <= 6
        and syllable.text not in SUFFIXES
    ):
        return end + 2
    return end


def _after_titles(doc: Doc, start: int, end: int) -> int:
    """Where the name begins after "Mr", "President", "Maj. Gen."; the last word is never a title."""
    at = start
    while at < end - 1:
        token = doc[at]
        word = token.lower_
        title = is_title(word, "honorifics") and word.rstrip(".") not in title_words("ambiguous")
        title = title or (is_title(word, "ranks") and len(word) > 2 and word not in ("st", "saint", "father"))
        if not title and not (token.text in (".", "-") and at > start):
            break
        at += 1
    return at if at < end else start


# ---------------------------------------------------------------- names the tagger cuts short


def _with_joined(doc: Doc, found: list[Labelled]) -> list[Labelled]:
    """Two places that are one country, "Trinidad and Tobago", and people cut in two.

    Only countries: "Jammu and Kashmir" and the like are two names to most readers.
    """
    out: list[Labelled] = []
    for mention in found:
        if (
            out
            and mention.label == PERSON
            and out[-1].span.end == mention.span.start
            and _one_person(out[-1])
        ):
            whole = doc[out[-1].span.start : mention.span.end]
            out[-1] = Labelled(whole, PERSON, _lower(out[-1].confidence, mention.confidence))
            continue
        if out and mention.label == out[-1].label == "LOC":
            last = out[-1]
            whole = doc[last.span.start : mention.span.end]
            if (
                mention.span.start - last.span.end == 1
                and doc[last.span.end].lower_ in ("and", "&")
                and gazetteer.default().country(whole.text)
            ):
                out[-1] = Labelled(whole, "LOC", _lower(last.confidence, mention.confidence))
                continue
        out.append(mention)
    return out


def _with_datelines(doc: Doc, found: list[Labelled]) -> list[Labelled]:
    """Datelines set right: the capitals of "PORT SUDAN —" are one place, "AP" of "LIMA (AP) —" is a body."""
    at = {i: n for n, mention in enumerate(found) for i in range(mention.span.start, mention.span.end)}
    changed: dict[int, Labelled | None] = {}
    for n, mention in enumerate(found):
        start = mention.span.start
        if changed.get(n, mention) is mention and _is_agency(doc, mention.span):
            changed[n] = mention._replace(label=ORG)
        if start and "\n" not in doc[start - 1].text:
            continue
        end = start
        while end < min(len(doc), start + MAX_DATELINE) and doc[end].is_upper and doc[end].is_alpha:
            end += 1
        whole = doc[start:end]
        if len(whole) < 2 or end <= mention.span.end or not opens_dateline(doc, whole):
            continue
        if not _is_place(whole.text):
            continue
        inside = sorted({at[i] for i in range(start, end) if i in at})
        if found[inside[-1]].span.end > end:
            continue
        confidence = next(
            (found[i].confidence for i in inside if found[i].label == "LOC"), mention.confidence
        )
        changed.update(dict.fromkeys(inside))
        changed[n] = Labelled(whole, "LOC", confidence)
    kept = (changed.get(n, mention) for n, mention in enumerate(found))
    return [mention for mention in kept if mention is not None]


def _is_agency(doc: Doc, span: Span) -> bool:
    """Whether a name stands in brackets at a dateline's end: "LIMA (AP) —", "LIMA, Peru (UPI) --"."""
    start, end = span.start, span.end
    if start < 2 or end + 1 >= len(doc) or doc[start - 1].text != "(" or doc[end].text != ")":
        return False
    if organization_names.known(span.text) is None and not is_acronym(span.text):
        return False
    if doc[end + 1].text not in DASHES:
        return False
    first = start - 1
    while first > max(0, start - MAX_DATELINE_TOKENS) and "\n" not in doc[first - 1].text:
        first -= 1
    return (not first or "\n" in doc[first - 1].text) and doc[first].is_upper


def _one_person(first: Labelled) -> bool:
    """Whether a name with a person's right behind it, not even a comma between, is the person's too."""
    if first.label == PERSON:
        return len(first.span) == 1
    return first.label == "LOC" and len(first.span) == 1 and not _is_place(first.text)


def _listed(doc: Doc, found: list[Labelled]) -> list[Labelled]:
    """Names of one list are of one kind: "Arlo, Berlo and Derlo" are places where two of them are."""
    people = {word for m in found if m.label == PERSON and len(m.span) > 1 for word in person_words(m.text)}
    out = list(found)
    start = 0
    while start < len(found):
        end = start + 1
        while end < len(found) and _joins_list(doc, found[end - 1].span, found[end].span):
            end += 1
        if end - start >= LEAST_LIST:
            trust: Counter[str] = Counter()
            count: Counter[str] = Counter()
            for mention in found[start:end]:
                trust[mention.label] += _trust(mention)  # type: ignore[assignment]
                count[mention.label] += 1
            label, most = trust.most_common(1)[0]
            for i in range(start, end):
                mention = found[i]
                sure = (
                    _trust(mention) >= MAX_LISTED
                    or organization_names.known(mention.text) is not None
                    or is_acronym(mention.text)
                    or _names_body(mention.span)
                    or fold(mention.text) in people
                    or (mention.label == "LOC" and _is_place(mention.text))
                )
                if label != mention.label and not sure and most >= LIST_LEAD * trust[mention.label]:
                    out[i] = mention._replace(label=label)
        start = end
    return out


def _joins_list(doc: Doc, first: Span, second: Span) -> bool:
    """Whether nothing but a comma, "and" or "or" stands between two names."""
    if not 0 < second.start - first.end <= 2:
        return False
    between = store.lower_words_of(doc)[first.end : second.start]
    return all(word in (",", "and", "or", "&") for word in between)


def _split_titles(doc: Doc, found: list[Labelled]) -> list[Labelled]:
    """ "Darfur Region Minni Minawi", tagged as one place, where "Minawi" is a person of the article."""
    surnames = {m.span[-1].text: m.confidence for m in found if m.label == PERSON}
    out = []
    for mention in found:
        start, end = mention.span.start, mention.span.end
        doubtful = mention.label in PLACES and _trust(mention) < MAX_SPLIT
        if doubtful and end - start > 2 and doc[end - 1].text in surnames:
            cut = next((i for i in range(end - 1, start, -1) if _is_place(doc[start:i].text)), None)
            if cut is not None:
                out.append(mention._replace(span=doc[start:cut]))
                surname = surnames[doc[end - 1].text]
                out.append(Labelled(doc[cut:end], PERSON, _higher(mention.confidence, surname)))
                continue
        out.append(mention)
    return out


def _higher(a: float | None, b: float | None) -> float | None:
    return max(a, b) if a is not None and b is not None else None


def _lower(a: float | None, b: float | None) -> float | None:
    return min(a, b) if a is not None and b is not None else None


def _with_offices(doc: Doc, found: list[Labelled], story: bytearray) -> list[Labelled]:
    """Seats named for who sits there: "the Israeli Prime Minister’s Office", "the Prosecutor General's
    Office".
    """
    seats = []
    ends = [i for i, word in enumerate(store.lower_words_of(doc)) if word in POSSESSIVES]
    for i in ends:
        if not 0 < i < len(doc) - 1 or not story[i] or not doc[i + 1].is_title:
            continue
        end = i + 1
        while (
            end < min(i + 4, len(doc))
            and doc[end].is_title
            and doc[end].lower_ not in organization_names.words("seat")
        ):
            end += 1
        if (
            end >= len(doc)
            or not doc[end].is_title
            or doc[end].lower_ not in organization_names.words("seat")
        ):
            continue
        start = i
        while start > max(0, i - MAX_SEAT_TOKENS) and not doc[start].is_sent_start:
            if not (doc[start - 1].is_title or doc[start - 1].is_upper):
                break
            start -= 1
        if start < i and doc[start].lower_ in title_words("stops"):
            start += 1
        titled = any(is_title(t.lower_, "offices") or is_title(t.lower_, "ranks") for t in doc[start:i])
        if start < i and titled:
            seats.append(doc[start : end + 1])
    if not seats:
        return found
    inside = {i for seat in seats for i in range(seat.start, seat.end)}
    kept = [m for m in found if not any(i in inside for i in range(m.span.start, m.span.end))]
    for seat in seats:
        believed = [m.confidence for m in found if m.span.start < seat.end and m.span.end > seat.start]
        kept.append(Labelled(seat, ORG, max((c for c in believed if c is not None), default=None)))
    return sorted(kept, key=lambda m: m.span.start)


def _with_known(doc: Doc, found: list[Labelled]) -> list[Labelled]:
    """Known bodies whose name goes on in small letters: "UN human rights office"."""
    out: list[Labelled] = []
    end = 0
    for mention in found:
        if mention.span.start < end:
            continue
        if mention.label == ORG:
            longer = _known_end(doc, mention.span)
            if longer > mention.span.end:
                mention = mention._replace(span=doc[mention.span.start : longer])
        out.append(mention)
        end = mention.span.end
    return out


def _known_end(doc: Doc, span: Span) -> int:
    """Where the longest known name ends that begins with `span`; its end where there is none."""
    longest = span.end
    key = fold(span.text)
    for name in organization_names.beginning_with(key.split()[0]) if key else ():
        words, end = key, span.end
        while len(words) < len(name) and end < len(doc) and not doc[end].is_space:
            words = f"{words} {fold(doc[end].text)}".rstrip()
            end += 1
        if words == name:
            longest = max(longest, end)
    return longest


# ---------------------------------------------------------------- labels


def _without_storms(doc: Doc, found: list[Labelled]) -> list[Labelled]:
    """Without the names of storms and ships, "Typhoon Amihan", "the ferry Orlo": no people, nor places."""
    bearers = {
        fold(m.text) for m in found if m.label != ORG and m.span.start and _bears_name(doc, m.span.start - 1)
    }
    return [
        m
        for m in found
        if fold(m.text) not in bearers
        and not (len(m.span) == 1 and m.span.end < len(doc) and _bears_name(doc, m.span.start, prefix=True))
    ]


def _bears_name(doc: Doc, at: int, *, prefix: bool = False) -> bool:
    """Whether a word is a storm's or ship's before its name. `prefix`: one in capitals, "MV"."""
    word = doc[at]
    if word.is_upper and len(word) < 4:
        return word.lower_ in title_words("ships")
    if prefix:
        return False
    return (word.is_title and is_title(word.text, "storms")) or (
        word.is_lower and word.lower_ in title_words("ships")
    )


def _mended(doc: Doc, found: list[Labelled]) -> list[Labelled]:
    """Labels that the words beside a name, or its longer form, show to be wrong.

    "Water Office (WOK)", "the airline Zexu" and, where "Zexu Motors" is named, "Zexu" are bodies; "of Orlo"
    and "Orlo police" are places where "Orlo" is one elsewhere.
    """
    places = {fold(m.text) for m in found if m.label == "LOC"}
    full_names: dict[str, set[tuple[str, ...]]] = defaultdict(set)  # by first and last word
    for m in found:
        words = person_words(m.text) if m.label == PERSON else ()
        if len(words) > 1:
            full_names[words[0]].add(words)
            full_names[words[-1]].add(words)
    endings = organization_names.words("company") | organization_names.words("tail")
    begun = {
        fold(m.span[:cut].text)
        for m in found
        if m.label == ORG
        for cut in range(1, len(m.span))
        if fold(m.span[cut].text) in endings
    }
    out: list[Labelled] = []
    for mention in found:
        span, label = mention.span, mention.label
        key, before = fold(span.text), doc[span.start - 1] if span.start else None
        behind = doc[span.end] if span.end < len(doc) else None
        last = out[-1] if out else None
        if (
            (label == ORG or is_acronym(span.text))
            and last is not None
            and last.label == ORG
            and in_brackets(doc, last.span, span)
        ):
            # What a name in full brings with it is as sure as that.
            label, mention = ORG, mention._replace(confidence=_higher(mention.confidence, last.confidence))
        elif label == PERSON and _trust(mention) < CERTAIN and before is not None:
            introduced = before.is_lower and before.lower_ in organization_names.words("introduces")
            alone = full_names[key.split()[-1]] <= {person_words(span.text)} if key else False
            short = key in begun and alone and not _is_any_title(before.lower_)
            if (introduced and len(span) == 1) or short:
                label = ORG
            elif key in places and before.lower_ in (*PLACE_WORDS, "of", "from", "at"):
                label = "LOC"
        elif (
            label == ORG
            and key in places
            and behind is not None
            and organization_names.known(span.text) is None
        ):
            ruled = behind.is_lower and behind.lower_ in organization_names.words("government")
            label = "LOC" if ruled else label
        out.append(mention._replace(label=label) if label != mention.label else mention)
    return out


def _introduced(doc: Doc, span: Span) -> bool:
    """Whether a word for a body stands in small letters before a name: "the airline Zexu"."""
    at = span.start - 1
    if at > 0 and doc[at].text in _QUOTES:
        at -= 1
    if at < 0 or not doc[at].is_lower or doc[at].lower_ not in organization_names.words("introduces"):
        return False
    return len(span) == 1 or doc[span.start - 1].text in _QUOTES


def in_brackets(doc: Doc, first: Span, second: Span) -> bool:
    """Whether the second name stands in brackets right behind the first."""
    return (
        second.start == first.end + 1
        and doc[first.end].text == "("
        and second.end < len(doc)
        and doc[second.end].text == ")"
    )


def _relabelled(doc: Doc, found: list[Labelled]) -> list[Labelled]:
    """The same name gets the same label throughout, where one is clearly believed more than the others."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for mention in found:
        key = fold(mention.text)
        votes[key][mention.label] += _trust(mention)  # type: ignore[assignment]
        if _introduced(doc, mention.span):
            votes[key][ORG] += INTRODUCED  # type: ignore[assignment]
    full = {words for m in found if m.label == PERSON and len(words := person_words(m.text)) > 1}
    surnames = {words[-1] for words in full}
    out = []
    for mention in found:
        text = mention.text
        key, label = fold(text), mention.label
        counts = votes[key]
        best, weight = counts.most_common(1)[0]
        if (
            label != best
            and weight >= 2 * counts[label]
            and weight > 1.0
            and not (label == "LOC" and _is_sure_place(text))
        ):
            label = best
        if label in (ORG, PERSON) and _says_place(doc, mention):
            label = "LOC"
        elif key in surnames and label != PERSON and not _is_place(text):
            body = label != "LOC" and (organization_names.known(text) is not None or is_acronym(text))
            label = label if body else PERSON
        out.append(mention._replace(label=label) if label != mention.label else mention)
    return out


def _is_sure_place(name: str) -> bool:
    """Whether `name` is a place's above all."""
    return any(candidate.prior >= SURE_PLACE for candidate in gazetteer.default().lookup(name)[:1])


def _says_place(doc: Doc, mention: Labelled) -> bool:
    """Whether a name is a place of the gazetteer here, though labelled a body or a person.

    Measured on wwn-dev, all 99 articles: ORG of little belief that is a
    large town is a place in five of eight cases, a person's name of the gazetteer only behind "in" and the
    like.
    """
    text, start, trust = mention.text, mention.span.start, _trust(mention)
    sure = opens_dateline(doc, mention.span) or (
        mention.label == ORG and trust < DOUBTFUL and not is_acronym(text)
    )
    in_place = start > 0 and store.lower_words_of(doc)[start - 1] in PLACE_WORDS
    in_place = in_place and trust < FIRM and not is_acronym(text)
    if not (sure or in_place) or organization_names.known(text) is not None:
        return False
    # Asked last: of most names nothing speaks for a place, and a look-up takes long.
    return (in_place and _is_place(text)) or (sure and _is_sure_place(text))


def _placed(doc: Doc, found: list[Labelled], tagged: list[Labelled]) -> list[Labelled]:
    """Towns of the country that the article is about, tagged as people or bodies: "Ramle and Lod".

    Of such names on wwn-dev, all 99 articles, 15 of 18 were places. A full name with the word in it, or a
    title or "said" beside it, speaks for a person.
    """
    names = gazetteer.default()
    countries: Counter[str] = Counter()
    for mention in found:
        country = sure_country(names.lookup(mention.text)) if mention.label in PLACES else None
        if country:
            countries[country] += 1
    for name in tagged:
        for token in name.span if name.label == "NORP" else ():
            countries.update(names.people(token.text)[:1])
    main = {code for code, count in countries.items() if count >= MAIN_COUNTRY * countries.total()}
    if not main:
        return found
    people = {word for m in found if m.label == PERSON and len(m.span) > 1 for word in person_words(m.text)}
    out = []
    for mention in found:
        text = mention.text
        limit = {PERSON: CERTAIN, ORG: DOUBTFUL}.get(mention.label, 0.0)
        if (
            _trust(mention) < limit
            and (len(mention.span) > 1 or fold(text) not in people)
            and not is_acronym(text)
            and organization_names.known(text) is None
            and any(c.country in main and c.prior >= LEAST_TOWN for c in names.lookup(text))
            and not _beside_title(doc, mention.span)
        ):
            mention = mention._replace(label="LOC")
        out.append(mention)
    return out


def _beside_title(doc: Doc, span: Span) -> bool:
    """Whether a title stands before, or a verb of speech behind a name."""
    before = doc[span.start - 1].lower_ if span.start else ""
    behind = doc[span.end].lower_ if span.end < len(doc) else ""
    return _is_any_title(before) or (
        behind in ("said", "told", "added", "says", "tells", ",") and before == "said"
    )


def _believed(found: list[Labelled]) -> list[Labelled]:
    """Without names that the tagger hardly believes and nothing else in the article bears out."""
    best: dict[tuple[str, str], float] = defaultdict(float)
    for mention in found:
        key = (fold(mention.text), mention.label)
        best[key] = max(best[key], _trust(mention))
    return [
        m
        for m in found
        if best[fold(m.text), m.label] >= LEAST_TRUST.get(m.label, 0.0)
        or (m.label == ORG and len(m.span) > 1 and _names_body(m.span) and _trust(m) >= LEAST_TITLED)
    ]


def _names_body(span: Span) -> bool:
    """Whether a name says by its own words that it is a body: "Orlo Trade Ministry", "College of Orlo"."""
    heads = organization_names.words("generic") | organization_names.words("tail")
    first, last = span[0], span[-1]
    if last.is_title and last.lower_ in heads:
        return True
    return first.is_title and first.lower_ in heads and span[1].lower_ in ("of", "for", "on")


def opens_dateline(doc: Doc, span: Span) -> bool:
    """Whether a name opens a line as a dateline does: "KLANG:", "CAIRO –", "DOHA (AFP)", "LIMA, July 25:"."""
    words = store.words_of(doc)
    if span.start and "\n" not in words[span.start - 1]:
        return False
    if not span.text.isupper() or span.end >= len(words):
        return False
    return words[span.end] in (":", "-", "–", "—", "(", ",", "/", "|")


def _trust(mention: Labelled) -> float:
    return 0.8 if mention.confidence is None else mention.confidence


# ---------------------------------------------------------------- names passed by


def _spread(
    doc: Doc, found: list[Labelled], story: bytearray, taken: bytearray, weak: Mapping[tuple[int, int], str]
) -> list[Labelled]:
    """Names that stand elsewhere in the story, letter for letter, but were not tagged there.

    `taken`: the tokens of tagged names; `weak`: the labels of those hardly believed.
    """
    texts = store.words_of(doc)
    known: dict[str, list[tuple[tuple[str, ...], str, float | None]]] = defaultdict(list)
    forms: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    trust: dict[tuple[str, ...], float | None] = {}
    for mention in found:
        words = tuple(texts[mention.span.start : mention.span.end])
        for form in _forms(words, mention.label):
            forms[form][mention.label] += 1
            if mention.confidence is not None:
                trust[form] = max(trust.get(form) or 0.0, mention.confidence)
            trust.setdefault(form, None)
    lower = {text for text in texts if text.islower()}
    for form, labels in forms.items():
        believed = trust[form]
        if believed is not None and believed < LEAST_SPREAD:
            continue
        if len(form) == 1 and (form[0].lower() in lower or len(form[0]) < 3 or not form[0][0].isupper()):
            continue
        if believed is not None:
            believed = round(believed * SPREAD_TRUST, 3)
        known[form[0]].append((form, labels.most_common(1)[0][0], believed))
    for entries in known.values():
        entries.sort(key=lambda entry: (-len(entry[0]), entry[0]))
    out = []
    behind = 0
    for at, text in enumerate(texts):
        if at < behind or text not in known:
            continue
        for form, label, confidence in known[text]:
            end = at + len(form)
            if end > len(texts) or not all(story[at:end]):
                continue
            if any(taken[at:end]) and weak.get((at, end)) not in _LIKE.get(label, ()):
                continue
            if tuple(texts[at:end]) != form:
                continue
            # A person has no article: "the Kaska" are a people.
            person = label != PERSON or at == 0 or texts[at - 1].lower() not in ("the", "a", "an")
            if person and _stands_alone(doc, at, end):
                out.append(Labelled(doc[at:end], label, confidence))
                behind = end
                break
    return out


def _forms(words: tuple[str, ...], label: str) -> Iterator[tuple[str, ...]]:
    yield words
    if label == PERSON and len(words) > 1:
        last = words[-1]
        if len(words) > 2 and last.casefold().rstrip(".") in title_words("suffixes"):
            yield words[-2:]  # "Orlo Jr."
        if (
            len(last) > 2
            and last[0].isupper()
            and not last.isupper()
            and last.lower().rstrip(".") not in title_words("suffixes")
        ):
            yield (last,)


def _stands_alone(doc: Doc, start: int, end: int) -> bool:
    """Whether the words are no part of a longer name: no capital beside them, where capitals tell."""
    before, after = (doc[start - 1] if start else None), (doc[end] if end < len(doc) else None)
    if (
        after is not None
        and (after.is_title or after.is_upper)
        and after.is_alpha
        and doc[end - 1].whitespace_
    ):
        return end - start > 1
    if after is not None and after.text == "-" and not doc[end - 1].whitespace_:
        return False
    if before is None or not before.is_alpha or doc[start].is_sent_start:
        return before is None or before.text != "-" or bool(before.whitespace_)
    capital = before.is_title or before.is_upper
    return end - start > 1 or not capital or bool(before.is_sent_start) or _is_any_title(before.lower_)


def _is_any_title(word: str) -> bool:
    return any(is_title(word, table) for table in ("honorifics", "ranks", "offices"))
