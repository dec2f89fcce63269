"""Passes that take off what is no part of a name, and leave out what is none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc

from newsfacts import gazetteer
from newsfacts.doc.store import Labelled
from newsfacts.english.titles import ends_as_trade, is_title, title_words
from newsfacts.english.words import closed
from newsfacts.gazetteer.lookup import place_words
from newsfacts.names import organization_names
from newsfacts.names.passes.clues import DOUBTFUL, is_place, trust
from newsfacts.names.passes.given import is_family, is_given
from newsfacts.names.passes.value import LOC, ORG, PERSON, At, Names, words

LEAST_CAPITALS = 0.02  # of the words of a text; English news has 0.1 and more
_PARTY_AND_STATE = re.compile(r"[DRI]-[A-Z]")  # "D-Mont." of "Jon Orlo, D-Mont."
_INITIALS = re.compile(r"(?:[A-Z]\.){2,3}")
_INITIAL = re.compile(r"[^\W\d_]\.")
LEAST_WRAPPED = 55  # characters of a line that is broken for its length
LEAST_TITLED = 3  # words of a name from which a trade in front is cut, with it
MAX_SOVEREIGN = 4  # words of "Emir Tamim bin Hamad Al Orlo", at least
MAX_STOPPED = 4  # letters of a word that a stop shortens: "Jr.", "Sgt."
MAX_SYLLABLE = 6  # letters of the second syllable of a given name


# ---------------------------------------------------------------- trimmed


def trimmed(names: Names) -> Names:
    """Names without "the", possessive, quotes and titles; two where "and" joins two people."""
    return names.having(part for name in names.found for part in _trimmed(names, name))


def _trimmed(names: Names, name: Labelled) -> Iterator[Labelled]:
    start, end = _inner(names, name.span.start, name.span.end)
    if start >= end:
        return
    if name.label == PERSON:
        while end - start > 1 and names.low[start] in words().name_leads:
            start += 1
        start = _with_first(names, _after_titles(names, start, end))
        start = _with_sheikh(names, start, end)
        end = _without_letters(names, start, _with_syllable(names, start, end))
    joint = _joint(names, start, end, name.label)
    if joint is not None:
        for one, other in ((start, joint), (joint + 1, end)):
            yield from _trimmed(names, Labelled(names.doc[one:other], name.label, name.confidence))
        return
    if name.label == ORG:
        end = _without_union(names, start, end)
        start += end - start > 1 and opens_with_business(names, start)
    same = start == name.span.start and end == name.span.end
    whole = name if same else Labelled(names.doc[start:end], name.label, name.confidence)
    if _is_name(whole) and not _says_what(names.doc, whole):
        yield whole


def _without_letters(names: Names, start: int, end: int) -> int:
    """Where a full name ends without the letters of an honour: "Ada Orlo KC"."""
    lettered = end - start > 2 and names.low[end - 1] in title_words("postnominals")
    return end - 1 if lettered and not names.words[end - 1].istitle() else end


def _inner(names: Names, start: int, end: int) -> At:
    """A name without signs, blanks, "the", possessives and small words at its ends."""
    tokens, low, small = names.words, names.low, closed().small
    end = _line_end(names, start, end)
    while start < end and (_is_edge(tokens[start]) or low[start] == "the"):
        start += 1
    while start < end and (
        (_is_edge(tokens[end - 1]) and not _closes(names.doc, start, end))
        or low[end - 1] in closed().possessives
        or (low[end - 1] in small and end - start > 1)
    ):
        end -= 1
    return start, end


def _line_end(names: Names, start: int, end: int) -> int:
    """Where a name ends that does not run over a sentence's or line's end, or into a bracket."""
    tokens = names.words
    closes = ")" in tokens[start:end] or "]" in tokens[start:end]
    for i in range(start + 1, end):
        bracket = tokens[i] in ("(", "[") and not closes
        if bracket or names.doc[i].is_sent_start or ("\n" in tokens[i] and not _wraps(names, i, end)):
            return i
    return end


def _wraps(names: Names, at: int, end: int) -> bool:
    """Whether a line's end within a name is only where the text is wrapped, behind a long line."""
    if names.words[at] != "\n" or at + 1 >= end or names.doc[at + 1].is_sent_start:
        return False
    first = at
    while first and "\n" not in names.words[first - 1]:
        first -= 1
    return names.doc[at].idx - names.doc[first].idx >= LEAST_WRAPPED


def _is_edge(word: str) -> bool:
    """Whether a token is a blank, a quotation mark or another sign."""
    return word in closed().quotes or word in closed().signs or word.isspace()


def _closes(doc: Doc, start: int, end: int) -> bool:
    """Whether the last token belongs to the name: the stop of "Jr.", the bracket of "J (K)", "Yahoo!"."""
    last = doc[end - 1].text
    if last == "." and end - 2 >= start:
        before = doc[end - 2]
        return not before.whitespace_ and len(before) <= MAX_STOPPED and before.text[0].isupper()
    if last == ")":
        return any(token.text == "(" for token in doc[start : end - 1])
    return last == "!"


def _after_titles(names: Names, start: int, end: int) -> int:
    """Where the name begins after "Mr", "President", "Maj. Gen."; the last word is never a title."""
    at = start
    while at < end - 1:
        length = _title_length(names, start, at, end)
        if not length:
            break
        at += length
    return at


def _title_length(names: Names, start: int, at: int, end: int) -> int:
    """How many tokens the title at token `at` of a name has, a stop or hyphen behind one counted; 0 where
    none is there.
    """
    word = names.low[at]
    if at < end - 2 and f"{_plain(word)} {_plain(names.low[at + 1])}" in title_words("compound"):
        return 2
    if at == end - 2 and word in title_words("kept_alone"):
        return 0
    if word in (".", "-"):
        return int(at > start)
    honorific = is_title(word, "honorifics") and word.rstrip(".") not in title_words("ambiguous")
    return int(honorific or _opens_with_rank(names, at, end) or _opens_with_trade(names, at, end))


def _opens_with_rank(names: Names, at: int, end: int) -> bool:
    """Whether a name goes on behind a rank that is no part of it; one of two letters in capitals: "SP Ada
    Orlo".
    """
    word = names.low[at]
    if not is_title(word, "ranks") or word in words().saints:
        return False
    if len(word) <= 2 and not (names.words[at].isupper() and end - at > 2):
        return False
    if "." in word[:-1] and at and _titled(names, at - 1):
        return False  # "Collector V.P. Orlo": initials
    return not (word in words().rank_names and _opens_name(names, at, end))


def _opens_with_trade(names: Names, at: int, end: int) -> bool:
    """Whether a name of three words or more opens with a word for a trade that is nobody's name: "Kagawad Ben
    Orlo"; one that a sentence opens with may be a surname too: "Medic Kim Orlo".
    """
    word = names.low[at]
    listed = is_title(word, "offices")
    opens = names.doc[at].is_sent_start is True
    trade = listed or (opens and (ends_as_trade(word) or word in title_words("family")))
    if not trade or end - at < LEAST_TITLED or is_given(word):
        return False
    following = names.words[at + 1]
    return is_given(following) or is_family(following) if opens else listed and not is_family(word)


def _opens_name(names: Names, at: int, end: int) -> bool:
    """Whether a rank that is a first name too is one: "Amir Orlo", not "the Amir", "Kuwait's Amir Bell"."""
    before = names.low[at - 1] if at else ""
    told = _tells_rank(before, names.low[at])
    nation = at > 0 and bool(gazetteer.default().people(names.words[at - 1]))
    return not (told or nation or is_title(names.low[at + 1], "honorifics")) and end - at < MAX_SOVEREIGN


def _plain(word: str) -> str:
    return word.strip(".'’")


def _with_first(names: Names, start: int) -> int:
    """Where the name begins with what the tagger left off in front: "A" of "A G Perarivalan", "Md" of "Md
    Salauddin".
    """
    doc = names.doc
    while start and not doc[start].is_sent_start:
        token = doc[start - 1]
        initial = len(token) == 1 and token.is_upper and not token.is_sent_start
        initial = initial or (len(token) == 2 and token.text[1] == "." and token.is_title)
        initial = initial or (
            start > 1 and bool(_INITIALS.fullmatch(token.text)) and _titled(names, start - 2)
        )
        if not initial and token.text not in words().first_names:
            break
        start -= 1
    return start


def _titled(names: Names, at: int) -> bool:
    return names.doc[at].is_title and is_title(names.low[at], "offices")


def _with_sheikh(names: Names, start: int, end: int) -> int:
    """Where the name begins with a title that is part of it: "Sheikh" of "Sheikh Hasina"."""
    kept = start and end - start == 1 and names.low[start - 1] in title_words("kept_alone")
    return start - 1 if kept and names.words[start - 1][0].isupper() else start


def _with_syllable(names: Names, start: int, end: int) -> int:
    """Where the name ends with the second syllable of a Korean or Chinese given name: "-in" of "Moon
    Jae-in".
    """
    if end - start < 2 or end + 1 >= len(names.words) or names.words[end] != "-":
        return end
    last, hyphen, syllable = names.doc[end - 1], names.doc[end], names.doc[end + 1]
    tied = not last.whitespace_ and not hyphen.whitespace_
    short = syllable.is_alpha and syllable.is_lower and len(syllable) <= MAX_SYLLABLE
    return end + 2 if tied and short and syllable.text not in words().hyphen_tails else end


def _joint(names: Names, start: int, end: int, label: str) -> int | None:
    """The token at which a name is two: "Baku, Azerbaijan" and "Chiang Rai's Mae Sai" are two places, "Ali
    and Musa Said" two people.
    """
    doc, low = names.doc, names.low
    inside = range(start + 1, end - 1)
    if label == LOC:
        for i in inside:
            if low[i] in closed().possessives or (low[i] == "," and _names_place(doc[i + 1 : end].text)):
                return i
    if label in (PERSON, LOC):
        for i in inside:
            if low[i] in closed().ands and (label == PERSON or not is_place(doc[start:end].text)):
                return i
    return None


def _names_place(name: str) -> bool:
    """Whether `name` is a place's, or short for a division's: "Ga."."""
    return is_place(name) or gazetteer.abbreviated(name) is not None


def _without_union(names: Names, start: int, end: int) -> int:
    """Where a union's name ends: "Solidarity" of "the Solidarity trade union"."""
    union = end < len(names.low) and names.low[end] in words().unions
    return end - 1 if union and end - start > 1 and names.low[end - 1] in words().sectors else end


def opens_with_business(names: Names, at: int) -> bool:
    """Whether a sentence opens with a word for a company that is no part of its name: "Chipmaker Orlo"."""
    word = names.low[at]
    maker = len(word) > MAX_SYLLABLE and word.endswith("maker")
    return names.doc[at].is_sent_start is True and (maker or word in words().businesses)


def _is_name(name: Labelled) -> bool:
    """Whether the words can be a name at all: a letter or digit somewhere, no weekday, no people's name for a
    place.
    """
    text = name.text
    if not any(map(str.isalnum, text)):
        return False
    if len(name.span) > 1:
        return True
    if name.label == PERSON:
        # "Weatherman on Monday said": surnames like Judge or Baker come with another name, or a title.
        opens = name.span[0].is_sent_start and is_title(text, "offices")
        return text not in words().short_days and not opens and text.lower() not in words().things
    return name.label != LOC or not gazetteer.default().people(text) or is_place(text)


def _says_what(doc: Doc, name: Labelled) -> bool:
    """Whether one word says of what kind another name is, and names nothing: "Barangay San Roque", "Ministry
    official Bae", "Fontaine, who is Métis".
    """
    start, end = name.span.start, name.span.end
    if end - start > 1:
        return False
    word, behind = name.text, doc[end] if end < len(doc) else None
    if name.label == LOC:
        kind = word.lower() in place_words("city") and behind is not None and behind.is_title
        return kind or _is_of_people(doc, word, end)
    if name.label == ORG and _is_trade(doc, start, word):
        return True
    if name.label == ORG and word.lower() in organization_names.words("generic"):
        return doc[start].is_sent_start is True and behind is not None and behind.tag_ == "NN"
    doubtful = name.label == ORG and trust(name) < DOUBTFUL and not word.isupper()
    return doubtful and start > 0 and doc[start - 1].text in words().copulas


def _is_of_people(doc: Doc, word: str, end: int) -> bool:
    """Whether a word for a people, or one that no list has, says whose a town is: "the Kazakh city of Aktau".

    "Texas" of "the Texas city of Austin" is a place all the same.
    """
    if end + 1 >= len(doc) or not doc[end].is_lower or not doc[end].tag_.startswith("NN"):
        return False
    if gazetteer.default().people(word):
        return gazetteer.default().country(word) is None
    return doc[end].lower_ in words().towns and doc[end + 1].lower_ == "of" and not is_place(word)


def _is_trade(doc: Doc, start: int, word: str) -> bool:
    """Whether a word is no body but opens a sentence with a capital: "Jurors", "Prosecutors"."""
    trade = word.endswith("s") and is_title(word, "offices")
    opens = doc[start].is_sent_start is True and (trade or word.lower() in words().groups)
    return opens and organization_names.listed(word) is None and word.lower() not in words().team_names


# ---------------------------------------------------------------- left out


def of_the_story(names: Names) -> Names:
    """Names outside furniture, none overlapping; in a text with capitals none in small letters."""
    cased = has_capitals(names)
    kept, end = [], 0
    for name in names.found:
        span = name.span
        if cased and name.text.islower():
            continue
        if span.start >= end and all(names.story[span.start : span.end]):
            kept.append(name)
            end = span.end
    return names.having(kept)


def no_people(names: Names) -> Names:
    """Without what is written like a person and is none: "the Orlos", "Det", "D-Mont."."""
    surnames = {m.span[-1].lower_ for m in names.found if m.label == PERSON and len(m.span) > 1}
    return names.having(m for m in names.found if m.label != PERSON or not _is_no_person(names, m, surnames))


def _is_no_person(names: Names, person: Labelled, surnames: set[str]) -> bool:
    """Whether a name is a family's, a group's, a rank or initial alone, or a party and state in brackets."""
    start, text = person.span.start, person.text
    before = names.low[start - 1] if start else ""
    if _is_pair(text, surnames) or (_PARTY_AND_STATE.match(text) and before in ("(", ",")):
        return True
    if len(person.span) - (person.span[-1].text == ".") > 1:
        return False
    if _is_of_nation(names, person) or _opens_office(names, person, surnames):
        return True
    family = before == "the" and text.endswith("s") and text[:-1].lower() in surnames
    return (
        family or _is_rank(text, before) or text.lower() in words().groups or bool(_INITIAL.fullmatch(text))
    )


def _is_pair(text: str, surnames: set[str]) -> bool:
    """Whether a name is two people's, tied by a hyphen: "the Orlo-Bell ticket"."""
    one, _, other = text.lower().partition("-")
    return one in surnames and other in surnames


def _is_of_nation(names: Names, person: Labelled) -> bool:
    """Whether "the" stands before a word for one of a people, and no noun behind: "said the Briton"."""
    start, end = person.span.start, person.span.end
    if not start or names.low[start - 1] not in closed().articles or not names.words[start - 1].islower():
        return False
    noun = end < len(names.doc) and names.doc[end].tag_.startswith("NN")
    return not noun and bool(gazetteer.default().people(person.text))


def _opens_office(names: Names, person: Labelled, surnames: set[str]) -> bool:
    """Whether a word says of which office the title behind it is: "Ward Councillor Ada Orlo"."""
    end, word = person.span.end, person.span[-1].lower_
    if word in surnames or end >= len(names.low) or not names.words[end].istitle():
        return False
    return is_title(word, "modifiers") and is_title(names.low[end], "offices")


def _is_rank(text: str, before: str) -> bool:
    """Whether one word is a rank or "Mr", and nobody's name: "Amir" is one only behind "the" or "'s"."""
    bare = text.rstrip(".").lower()
    if len(bare) > MAX_STOPPED or (bare in words().rank_names and not _tells_rank(before, bare)):
        return False
    return is_title(text, "ranks") or bare in title_words("honorifics") - title_words("ambiguous")


def _tells_rank(before: str, bare: str) -> bool:
    """Whether the word before one that is a rank or a name tells it a rank: "the Amir", "Det Con"."""
    if bare in words().rank_parts:
        return is_title(before, "ranks")
    return before == "the" or before in closed().possessives


def has_capitals(names: Names) -> bool:
    """Whether the text is written with capitals at all; where not, small letters tell nothing of a name."""
    initials = [word[0] for word in names.words if word.isalpha()]
    return sum(map(str.isupper, initials)) > LEAST_CAPITALS * len(initials)
