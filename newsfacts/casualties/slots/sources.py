"""Who says something in a sentence, and who tells of a figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from newsfacts.casualties.figure import Figure
from newsfacts.casualties.people import Who, who
from newsfacts.casualties.sentence import NounPhrase, Sentence, Words
from newsfacts.casualties.slots import speakers
from newsfacts.casualties.slots.saying import saying
from newsfacts.casualties.slots.words import slot_words
from newsfacts.casualties.tags import FINITE
from newsfacts.english.speech import Speech

# Words from "according to", "in the words of" to the speaker that follows.
MAX_GAP = 4
_SOMETHING = ("something", "nothing", "anything", "so", "little")


class Of(Enum):
    """What a source is the source of."""

    ALL = "all"  # whatever its clause tells: "said", "according to"
    CLAUSE = "clause"  # of a clause, of no thing: "heard that six had died", not "heard a shot"
    OBJECT = "object"  # of a harm that is the object: "hailed the killing of six", "logged six deaths"
    TOLL = "toll"  # of the number of a toll that is the object: "raised the toll to six"


_OF = {Speech.SOURCE: Of.ALL, Speech.CONTENT: Of.CLAUSE, Speech.OBJECT: Of.OBJECT}


@dataclass(frozen=True, slots=True)
class Source:
    """Who speaks in a sentence: words [start, end); `verb`: where the word of saying stands."""

    start: int
    end: int
    verb: int
    of: Of = Of.ALL


def sources(words: Sentence) -> list[Source]:
    """Those who say something in the sentence, in reading order."""
    found: list[Source] = []
    known, closed = saying(), -3
    for at, low in enumerate(words.low):
        if low in known.leading:
            following = _following(words, at)
            if following is not None and _speaks(words, following):
                end = speakers.long_end(words, following)
                found.append(Source(following.start, speakers.named_end(words, end) if at else end, at))
        if low in known.telling or closed >= at - 2 or _with_that(words, at):
            found.extend(_by_verb(words, at))
        if words.tag[at] == "''":
            closed = at
    return found


# ---------------------------------------------------------------- by other words


def _following(words: Sentence, at: int) -> NounPhrase | None:
    """The phrase behind "according to", "per"; the one in "by the army's count"."""
    for phrase in saying().phrases.get(words.low[at], ()):
        if tuple(words.low[at : at + len(phrase)]) == phrase:
            return words.opening.get(at + len(phrase))
    follows, low = words.opening.get(at + 1), words.low[at]
    if low in saying().headline_marks:
        return _headlined(words, at)
    if follows is None or (at and words.at(at - 1) not in slot_words().aside_marks):
        return None
    if low in saying().per and speakers.surely_speaks(words, follows):
        return follows
    counted = low == "by" and words.low[follows.head] in saying().counts
    return follows if counted and (follows.owner or words.at(follows.end) == "of") else None


def _headlined(words: Sentence, at: int) -> NounPhrase | None:
    """Who says the headline in front of word `at`: "Six dead in ferry fire: police"."""
    phrase = words.opening.get(at + 1)
    if phrase is None or phrase.number is not None or words.at(phrase.end) not in ("", "."):
        return None
    bare = words.tag[phrase.start] not in ("DT", "PRP$") and words.label[phrase.head] != "PERSON"
    return phrase if bare and at and speakers.surely_speaks(words, phrase) else None


# ---------------------------------------------------------------- by verbs


def _by_verb(words: Sentence, at: int) -> Iterator[Source]:
    """The source that the verb at word `at` tells, if it is one."""
    if words.within[at] is not None or not words.tag[at].startswith("VB"):
        return
    known = words.low[at] in saying().telling or _with_that(words, at)
    quoted = not known and speakers.ends_quotation(words, at - 1)
    if not (known or quoted) or _idle(words, at):
        return
    phrase = _behind_quotation(words, at) if quoted else speakers.speaker(words, at)
    if phrase is None or not _speaks(words, phrase):
        return
    of = Of.ALL if quoted else _of(words, words.low[at], phrase)
    if of is None:
        return
    phrase = _whole_name(words, phrase)
    end = speakers.long_end(words, phrase)
    yield Source(phrase.start, speakers.named_end(words, end) if phrase.start > at else end, at, of)


def _with_that(words: Sentence, at: int) -> bool:
    """Whether the word is a finite verb that tells, whichever it is: "radioed that six had drowned"."""
    if words.at(at + 1) != "that" or words.tag[at] not in ("VBD", "VBZ", "VBP") or words.tag[at + 1] != "IN":
        return False
    low = words.low[at]
    return low not in saying().not_telling and low not in words.lex.auxiliaries


def _of(words: Sentence, low: str, phrase: NounPhrase) -> Of | None:
    """What the phrase is the source of by the verb `low`; None where the verb tells of another act."""
    lists = saying()
    if low in lists.document_verbs and words.low[phrase.head] in lists.documents:
        return Of.ALL
    if low in saying().verbs:
        return _OF[saying().verbs[low]]
    if low not in saying().telling:
        return Of.CLAUSE if speakers.surely_speaks(words, phrase) else None
    if not speakers.surely_speaks(words, phrase):
        return None
    if low in lists.toll_verbs:
        return Of.TOLL
    return Of.OBJECT if low in lists.tallying else None


def _behind_quotation(words: Sentence, at: int) -> NounPhrase | None:
    """Who speaks behind a quotation by any verb: `"They shot six," fumed the elder`."""
    phrase = speakers.behind(words, at) if words.low[at] not in words.lex.auxiliaries else None
    return phrase if phrase is not None and speakers.surely_speaks(words, phrase) else None


def _idle(words: Sentence, at: int) -> bool:
    """Whether nobody says anything by the word: "the man accused of", "said to be", "could not confirm"."""
    if f"{words.low[at]} {words.at(at + 1)}" in saying().no_doer:
        return True
    before = at - 1
    while words.tagged(before) in speakers.ADVERBS:
        if words.low[before] in saying().negations:
            return True
        before -= 1
    perfect = words.at(before) in slot_words().perfect or words.at(at - 1) in slot_words().perfect
    return words.tag[at] == "VBN" and not perfect and speakers.behind(words, at) is None


def _speaks(words: Sentence, phrase: NounPhrase) -> bool:
    """Whether the phrase may be a source: no time, no bare number ("between 2014 and 2016"), not "whose"."""
    head = words.low[phrase.head]
    bare = phrase.number is not None and phrase.head < phrase.body
    number = head[0].isdigit() or (bare and words.low[phrase.start] not in slot_words().somebody)
    return not (speakers.times(words, phrase) or number or words.low[phrase.start] == "whose")


def _whole_name(words: Sentence, phrase: NounPhrase) -> NounPhrase:
    """With the left half of a body's name: "the Centre on Human Rights and Democracy"."""
    start = phrase.start
    if words.label[start] != "ORG":
        return phrase
    while start > 0 and words.label[start - 1] == "ORG":
        start -= 1
    outer = words.within[start]
    return phrase if outer is None else replace(phrase, start=min(outer.start, start))


# ---------------------------------------------------------------- of a figure


def source_of(words: Sentence, found: Sequence[Source], figure: Figure) -> Source | None:
    """Who tells of the figure with its harm: the speaker of their clause."""
    best: Source | None = None
    for source in found:
        if figure.overlaps((source.start, source.end)) or not _tells(words, source, figure):
            continue
        if source.verb == figure.end:  # "54 according to the ministry and 61 according to medics"
            return source
        if best is not None and _says_of_itself(words, best, source):
            continue
        if source.verb < figure.start:
            if _leads(words, source, figure):
                best = source
        elif words.at(source.start - 1) in words.lex.relative_pronouns:
            if _in_relative(words, source, figure):
                return source
        elif (best is None or _loosely(words, best)) and _follows(words, source, figure):
            return source
    return best


def _leads(words: Sentence, source: Source, figure: Figure) -> bool:
    """ "X said that six died": the last speaker before the words; not across a ";"."""
    behind = source.start > source.verb and source.verb + MAX_GAP < source.start
    return not behind and ";" not in words.low[source.verb : figure.start]


def _in_relative(words: Sentence, source: Source, figure: Figure) -> bool:
    """ "dozens of whom the army says are dead", but "the man, whom police identified as"."""
    if words.low[source.verb] in saying().of_things:
        return False
    return source.verb < figure.at[0] and figure.start < source.start


def _follows(words: Sentence, source: Source, figure: Figure) -> bool:
    """ "six died, X said", "six died, according to X"."""
    end, harm_end = figure.end, figure.at[1]
    between = words.low[max(end, harm_end) if harm_end <= source.verb else end : source.verb]
    return source.start > source.verb or not slot_words().quote_marks.isdisjoint(between)


def _says_of_itself(words: Sentence, outer: Source, source: Source) -> bool:
    """Whether the source is the outer one: "residents said (that) they had counted"."""
    pronoun = words.tag[source.start] == "PRP" and source.end == source.start + 1
    return pronoun and 0 <= source.start - 1 - outer.verb <= 1


def _loosely(words: Sentence, source: Source) -> bool:
    """Whether one who speaks behind goes before: "a man called for help and said something, police said"."""
    apart = any(tag in FINITE for tag in words.tag[source.end : source.verb])
    mute = words.low[source.verb] in saying().plain and words.at(source.verb + 1) in _SOMETHING
    return apart or mute or source.of is Of.CLAUSE


def _tells(words: Sentence, source: Source, figure: Figure) -> bool:
    """Whether what the source tells may be the figure, by where it stands and by the verb."""
    start, verb = figure.start, source.verb
    if figure.agent is not None and figure.at[0] <= verb < figure.at[1]:
        return False  # "floods claimed nine lives"
    if words.at(source.start - 1) in ("who", "which", "whom") and "," in words.low[verb:start]:
        return False  # "the gunmen, who the army said were rebels, killed six"
    if source.of is Of.OBJECT:
        return start > verb and _is_object(words, verb, figure)
    if source.of is Of.TOLL:
        return start > verb and _of_toll(words, verb, start)
    if start > verb:
        said = _clause_follows(words, verb) or source.start > verb
        return said or (source.of is Of.ALL and not _beside_object(words, source, figure))
    if source.start > verb or words.at(source.start - 1) in words.lex.relative_pronouns:
        return True
    participle = words.tag[verb] == "VBG" and words.at(verb - 1) != "as"
    return not participle and not _clause_follows(words, verb)


def _object(words: Sentence, verb: int) -> NounPhrase | None:
    """The object of the verb, over times and "in the strongest terms"."""
    at = verb + 1 + (words.low[verb] in saying().with_of and words.at(verb + 1) == "of")
    at = speakers.over_times(words, at)
    if words.at(at) == "in" and at + 1 in words.opening:
        manner = words.opening[at + 1]
        return words.opening.get(manner.end, manner)
    return words.opening.get(at)


def _is_object(words: Sentence, verb: int, figure: Figure) -> bool:
    thing = _object(words, verb)
    inside: list[Words] = [figure.at, figure.span]
    return thing is not None and any(thing.start <= start < thing.end for start, _ in inside)


def _of_toll(words: Sentence, verb: int, start: int) -> bool:
    """Whether the number at word `start` is that of the verb's object: "raised the toll to 15"."""
    thing = _object(words, verb)
    if thing is None or words.low[thing.head] not in saying().tolls:
        return False
    return not any(tag in FINITE for tag in words.tag[thing.end : start])


def _beside_object(words: Sentence, source: Source, figure: Figure) -> bool:
    """Whether the harm is told beside what the source says: "announced mourning after a fire killed six";
    `"…," he said at the clinic where six died`."""
    said = speakers.ends_quotation(words, source.start - 1)
    if not said and words.low[source.verb] not in saying().of_things:
        return False
    for at in range(source.verb + 1, figure.at[0]):
        if words.tag[at] in speakers.RELATIVE_TAGS or words.low[at] in words.lex.openers:
            return True
    return False


def _clause_follows(words: Sentence, verb: int) -> bool:
    """Whether a clause of what is said follows the verb: "said that it was", "told reporters it was"."""
    at, openers = speakers.over_times(words, verb + 1), saying().opening_clauses
    if words.at(at) in openers:
        return True
    for _ in range(2):
        follows = words.opening.get(at)
        if follows is None:
            return False
        at = speakers.long_end(words, follows)
        told = words.at(at) in openers and who(words, follows) is not Who.UNKNOWN
        if told or words.tagged(at) in FINITE:
            return True
    return False
