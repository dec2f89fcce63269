"""What is inserted between a subject and its verb: "Lind, a baker from Oru, was"."""

from __future__ import annotations

from newsfacts.casualties.grammar.chains import leftmost, temporal
from newsfacts.casualties.people import Who, who
from newsfacts.casualties.sentence import NounPhrase, Sentence
from newsfacts.casualties.tags import FINITE

# Words of an aside.
MAX_ASIDE = 40
# Words from a relative clause's comma to a word of it.
RELATIVE_REACH = 20


def before(words: Sentence, at: int) -> NounPhrase | None:
    """The phrase in front of an aside that ends at word `at`: "Lind, a baker from Oru, was …"."""
    closing = words.low[at]
    opening = "(" if closing == ")" else closing
    total = _before_parts(words, at) if closing == "," else None
    if total is not None:
        return total
    spot = at - 1
    while spot >= 0 and at - spot < MAX_ASIDE:
        if words.low[spot] == opening:
            phrase = _named(words, spot)
            if phrase is not None:
                further = _further(words, phrase, opening)
                if further is not None:
                    spot = further
                    continue
                phrase = leftmost(words, phrase)
                if who(words, phrase) is not Who.THING:
                    return phrase
            if closing == "," and _clause(words, spot + 1, at):
                return None
        elif words.low[spot] in words.lex.clause_ends:
            return None
        spot -= 1
    return None


def _named(words: Sentence, opening: int) -> NounPhrase | None:
    """The phrase, no time, in front of the mark that opens an aside."""
    phrase = words.ending.get(opening)
    if phrase is None and words.tagged(opening - 1) == "RB":
        phrase = words.ending.get(opening - 1)  # "200 people worldwide, most of them in Oru, have"
    return None if phrase is None or temporal(words, phrase) else phrase


def _further(words: Sentence, phrase: NounPhrase, opening: str) -> int | None:
    """The mark further left at which the aside begins that `phrase` is a part of."""
    # In "Lind, 41, of Oru, was" the aside goes on to the left.
    if who(words, phrase) is Who.COUNT and words.at(phrase.start - 1) == opening:
        return phrase.start - 1
    # "Lind, who moved crowds, among others, was"
    return _relative_before(words, phrase.start) if opening == "," else None


def _clause(words: Sentence, start: int, end: int) -> bool:
    """Whether the words are a clause of their own, no relative one."""
    finite = any(tag in FINITE for tag in words.tag[start:end])
    return finite and start < end and words.low[start] not in words.lex.relative_openers


def _before_parts(words: Sentence, at: int) -> NounPhrase | None:
    """The total in front of a list of its parts that ends at word `at`: "nine people, including Lind, the
    head of the council, and two nurses, were"."""
    lex = words.lex
    for spot in range(at - 1, max(at - MAX_ASIDE, -1), -1):
        if words.low[spot] in lex.clause_ends or words.low[spot] in lex.saying:
            return None
        first, second = words.at(spot + 1), words.at(spot + 2)
        parts = first == "including" or (first == "among" and second in lex.of_them)
        if words.low[spot] == "," and parts:
            phrase = words.ending.get(spot)
            counted = phrase is not None and phrase.number is not None and who(words, phrase).human
            inner = zip(words.tag[spot:at], words.low[spot - 1 : at - 1], strict=False)
            if any(tag in FINITE and low not in lex.subject_relatives for tag, low in inner):
                return None
            return phrase if counted else None
    return None


def _relative_before(words: Sentence, at: int) -> int | None:
    """The comma that opens the relative clause in which word `at` stands: ", who moved crowds"."""
    for spot in range(at - 1, max(at - RELATIVE_REACH, -1), -1):
        if words.low[spot] == ",":
            return spot if words.at(spot + 1) in words.lex.aside_relatives else None
    return None
