"""The places that a sentence tells, and which of them is that of a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsfacts.casualties.context import context
from newsfacts.casualties.figure import REFERENCES, Figure, Told
from newsfacts.casualties.grammar.clauses import apart
from newsfacts.casualties.grammar.ranked import without_like
from newsfacts.casualties.people import Who, who
from newsfacts.casualties.sentence import NounPhrase, Sentence, Words
from newsfacts.casualties.slots.words import slot_words
from newsfacts.casualties.tags import PROPER
from newsfacts.types import Harm

NAMED = ("LOC", "FAC")
# Labels of names that are no places.
_OTHERS = ("PERSON", "ORG", "NORP", "DATE")
# Harm of which "from Oru" tells where it happened.
_TAKEN = (Harm.CAPTIVE, Harm.DISPLACED, Harm.MISSING)
# Words in front of a hospital in which the harmed are brought there.
BROUGHT_REACH = 6
# Words from "since" to a year.
YEAR_REACH = 8
# Words by which what precedes a word of harm seems farther than what follows it, which is told of the harm;
# and those that a rank more counts for.
BEFORE = 3
A_RANK = 12


@dataclass(frozen=True, slots=True)
class Place:
    """A place told at words [start, end). `rank`: 0 "in Lima", 1 a bare name, 2 a vague or doubtful site."""

    start: int
    end: int
    rank: int


def places(words: Sentence) -> list[Place]:
    """The places a sentence tells, in reading order."""
    found: list[Place] = []
    behind = 0
    for phrase in words.phrases:
        if phrase.start < behind or phrase.number is not None or _own_home(words, phrase):
            continue
        if " ".join(words.low[max(phrase.start - 2, 0) : phrase.start]) in slot_words().bound_for:
            continue
        if _on_the_way(words, phrase):
            behind = _place_end(words, phrase)
            continue
        place = _behind_preposition(words, phrase)
        if place is not None:
            behind = place.end
        elif not origin(words, phrase.start) or words.at(phrase.start - 1) == "from":
            place = _of_event(words, phrase) or _name_within(words, phrase)
        if place is not None and not _brought(words, place):
            found.append(place)
    return found


def _on_the_way(words: Sentence, phrase: NounPhrase) -> bool:
    """Whether a journey begins or ends there: "a coach travelling from Oru to Batu"."""
    start, lists = phrase.start, slot_words()
    if words.at(start - 1) == "to":
        first = words.ending.get(start - 1)
        start = start - 1 if first is None else first.start
    leaving = words.at(start - 1) == "from" and words.low[start - 2] in lists.travelling
    return leaving and (start < phrase.start or words.at(phrase.end) == "to")


def _brought(words: Sentence, place: Place) -> bool:
    """ "rushed to Lind Health Center", "surgery at the Soto clinic", "booked into Oru jail": where the harmed
    or who harmed them are brought."""
    lists, phrase = slot_words(), words.within[place.end - 1]
    inside = words.low[place.start : place.end if phrase is None else max(place.end, phrase.end)]
    before = words.low[max(place.start - BROUGHT_REACH, 0) : place.start]
    return not (lists.hospitals.isdisjoint(inside) or lists.brought.isdisjoint(before))


def _own_home(words: Sentence, phrase: NounPhrase) -> bool:
    """ "driven from their homes": no place of its own."""
    own = words.tag[phrase.start] == "PRP$" and words.at(phrase.start - 1) == "from"
    return own and words.low[phrase.head] in slot_words().homes


def _behind_preposition(words: Sentence, phrase: NounPhrase) -> Place | None:
    before = words.at(phrase.start - 1 - (words.at(phrase.start - 1) in slot_words().beside_names))
    # "the shelling of the town of Oru", "a missile hit Oru"
    named = words.label[phrase.head] in NAMED
    hit = (before == "of" and words.at(phrase.start - 2) in context("event")) or (
        named and before in slot_words().strikes
    )
    # "the lake where a boy drowned", "the school in which nine died"
    behind = words.at(phrase.end) in slot_words().place_prepositions and words.at(phrase.end + 1) == "which"
    told = before in slot_words().place_prepositions or hit or behind or words.at(phrase.end) == "where"
    if not told or not _is_place(words, phrase):
        return None
    end = _place_end(words, phrase)
    if _vague(words, phrase, end) or _of_another(words, phrase.start - 1):
        return Place(phrase.start, end, 2)
    # "people from the village" tells where they live, "taken from a clinic" where it happened.
    named = named and not origin(words, phrase.start)
    return Place(phrase.start, end, 1 if before == "from" and not named else 0)


def origin(words: Sentence, start: int) -> bool:
    """Whether the place at word `start` tells where somebody comes from: "a 41-year-old from Oru"."""
    if words.at(start - 1) == "of":  # "the driver, Ana Ruiz, 45, of Oru, was hurt"
        named = words.label[start - 2] == "PERSON" if start > 1 else False
        return named or (words.at(start - 2) == "," and start > 2 and words.label[start - 3] == "PERSON")
    person = words.ending.get(start - 1) if words.at(start - 1) == "from" else None
    return person is not None and (who(words, person).human or words.low[person.end - 1] == "old")


def homes(words: Sentence) -> list[Words]:
    """The places where somebody in the sentence lives, or is on the way between: "Ana Ruiz, 45, of Oru"."""
    found: list[Words] = []
    for phrase in words.phrases:
        if words.label[phrase.head] not in NAMED:
            continue
        if words.at(phrase.start - 1) == "of" and origin(words, phrase.start):
            found.append((phrase.start, phrase.end))
        elif _on_the_way(words, phrase):
            found.append((phrase.start, _place_end(words, phrase)))
    return found


def _vague(words: Sentence, phrase: NounPhrase, end: int) -> bool:
    low = words.low[phrase.head]
    if low in context("vague-site") and (end == phrase.end or low.startswith("hospital")):
        return True
    if low == "station" and "police" in words.low[phrase.start : phrase.head]:
        return True
    # "the country" repeats a place named elsewhere.
    bare = phrase.end == phrase.start + 2 or "same" in words.low[phrase.start : phrase.head]
    generic = low in context("generic-site") and end == phrase.end and bare
    return generic and words.label[phrase.head] not in NAMED


def _of_event(words: Sentence, phrase: NounPhrase) -> Place | None:
    """ "the Kargil War", "the Oru bombing": the name before the event."""
    if words.low[phrase.head] not in context("event") or not words.tagged(phrase.head - 1).startswith("NNP"):
        return None
    start = phrase.head - 1
    while start > phrase.start and words.tag[start - 1].startswith("NNP"):
        start -= 1
    low = words.low[start]
    if words.label[start] in _OTHERS or low in words.lex.temporal or words.lex.rule_of(low) is not None:
        return None
    return Place(start, phrase.head, 1)


def _name_within(words: Sentence, phrase: NounPhrase) -> Place | None:
    for spot in range(phrase.start, phrase.end):
        label = words.label[spot]
        if label in NAMED and not words.low[spot].endswith("-based"):
            end = spot
            while end < phrase.end and words.label[end] == label:
                end += 1
            if "".join(words.low[end : end + 2]) == "-based":
                return None  # "the Oru-based charity"
            return Place(spot, end, 1)
    return None


def _of_another(words: Sentence, preposition: int) -> bool:
    """Whether "in Oru" belongs to a burial, a court, a hospital, a home: no place of the harm."""
    return any(words.at(at) in context("elsewhere") for at in (preposition - 1, preposition - 2))


def place_of(
    words: Sentence, figure: Figure, told: Sequence[Place], source: Words | None, *, rank: int
) -> Words | None:
    """The place of at most `rank` told nearest to the word of harm, not that of the one who tells."""
    best: tuple[int, Words] | None = None
    # "94 of them in Oru and 18 in Batu"
    own = figure.told_at
    for place in told:
        if place.rank > rank or _not_of(words, figure, place, source, rank):
            continue
        gap = place.start - own[1] if place.start >= own[1] else own[0] - place.end + BEFORE
        gap += A_RANK * place.rank
        if best is None or gap < best[0]:
            best = (gap, (place.start, place.end))
    return None if best is None else best[1]


def _not_of(words: Sentence, figure: Figure, place: Place, source: Words | None, rank: int) -> bool:
    """Whether the place is surely none of the figure's."""
    lists, span = slot_words(), (place.start, place.end)
    if source is not None and source[0] <= place.start < source[1]:
        return True
    victims = figure.victims
    if apart(words, place.start, figure.at[0] if figure.told is not Told.PART else figure.start):
        return True
    if figure.overlaps(span) or (victims and place.start < victims[1] and victims[0] < place.end):
        return True
    if words.at(_listed_from(words, place.start)) == "from" and _come_from(figure, place, rank):
        return True
    if place.rank == 1 and _reference(figure):
        return True  # "talks with Peru were about the murder of Ana Ruiz"
    before = words.at(place.start - 2)
    return before in lists.said or before in lists.speakers_nouns


def _come_from(figure: Figure, place: Place, rank: int) -> bool:
    """Whether what stands behind "from" is where they come from: "people from Oru and Batu died"."""
    return place.end <= figure.at[0] or not (figure.kind in _TAKEN or rank >= 2)


def _listed_from(words: Sentence, start: int) -> int:
    """The word in front of a list of names whose last begins at word `start`: "Oru, Batu and Soto"."""
    at = start - 1
    while words.at(at) in slot_words().listing:
        before = words.ending.get(at)
        if before is None or words.label[before.head] not in NAMED:
            break
        at = before.start - 1
    return at


def _reference(figure: Figure) -> bool:
    """Whether the sentence is about something else and only names the harm: "the murder of Ana Ruiz"."""
    named = figure.told in REFERENCES or figure.told is Told.NAMED
    return named and (figure.lone or figure.bare)


def _is_place(words: Sentence, phrase: NounPhrase) -> bool:
    if phrase.number is not None:
        return False
    head, low = phrase.head, words.low[phrase.head]
    if words.label[head] in NAMED:
        return True
    if words.label[head] in _OTHERS or low in words.lex.temporal:
        return False
    if low in context("site"):  # "the chest area" is none
        return slot_words().body.isdisjoint(words.low[phrase.start : phrase.end])
    return (
        words.tag[head] in PROPER
        and not any(words.label)
        and words.at(phrase.start - 1) in slot_words().bare_place_prepositions
        and who(words, phrase) is Who.NAME
    )


def _place_end(words: Sentence, phrase: NounPhrase) -> int:
    """The end of "a clinic in Dori, Mali", "Dori, in northern Mali", "Dori, a town in Mali"."""
    end = phrase.end
    for _ in range(4):
        follows = _joined(words, end)
        if follows is None:
            break
        end = follows.end
    return end


def _joined(words: Sentence, end: int) -> NounPhrase | None:
    """The place that a place ending before word `end` stands in, or is."""
    joints = slot_words().place_joints
    if words.at(end) not in joints:
        return None
    led = words.at(end) == "," and words.at(end + 1) in joints
    follows = words.opening.get(end + 1 + led)
    if follows is None or not _is_place(words, follows):
        return None
    if words.at(end) != "," or (not led and words.capital[follows.head]):
        return follows
    # ", in the same district" and ", a town" tell where only with what follows them.
    wider = words.at(follows.end) in joints and words.at(follows.end) != ","
    known = led and not set(NAMED).isdisjoint(words.label[follows.start : follows.end])
    return follows if known or (wider and (led or words.at(follows.start) in words.lex.an)) else None


def everywhere(words: Sentence, figure: Figure) -> bool:
    """Whether the figure is at no place of another sentence: "worldwide, 280 died", "has killed 14,000 since
    2014", a row of a table; not "the nationwide ban", "the worst fire since 2014"."""
    if figure.harm is None and figure.told is Told.TOLL:
        return True
    told = (at for at, low in enumerate(words.low) if low in slot_words().everywhere)
    if any(not words.tagged(at + 1).startswith(("NN", "JJ")) for at in told):
        return True
    return any(low == "since" and _of_years(words, at) for at, low in enumerate(words.low))


def _of_years(words: Sentence, since: int) -> bool:
    """Whether what is told since then is told since a year."""
    near = words.low[since + 1 : since + 1 + YEAR_REACH]
    year = any(len(low) == 4 and low.isdigit() for low in near)
    return year and not without_like(words, since)


def named(words: Sentence, place: Place) -> bool:
    """Whether a name stands in the place."""
    return any(label in NAMED for label in words.label[place.start : place.end])
