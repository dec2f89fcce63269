"""What follows a verb: its object, who did it, and whether it is passive."""

from __future__ import annotations

from newsfacts.casualties.grammar.inserted import inserted
from newsfacts.casualties.grammar.subjects import before_time, extended, temporal
from newsfacts.casualties.people import who
from newsfacts.casualties.sentence import NounPhrase, Sentence, Words
from newsfacts.casualties.tags import FINITE, PARTICIPLES, verbal

# Words between a verb and its object.
OBJECT_REACH = 6
# Words between a word of harm and "by".
AGENT_REACH = 14
# Words of "what the army said were".
CALLED_REACH = 10


def object_of(words: Sentence, at: int) -> NounPhrase | None:
    """The noun phrase that follows a verb ending before word `at`."""
    lex, steps = words.lex, 0
    while at < len(words) and steps < OBJECT_REACH:
        phrase = words.opening.get(at)
        if phrase is not None:
            return None if temporal(words, phrase) or _reason(words, phrase) else phrase
        if words.low[at] == "what":
            return _called(words, at)
        joined = verbal(words.tagged(at + 1)) and words.tagged(at + 1) != "MD"
        if words.tag[at] == "RB" or words.low[at] in lex.before_object:
            at += 1
        elif words.low[at] in lex.and_or_slash and joined:
            at += 2
        elif words.low[at] in lex.particles:
            at += 1
        else:
            return None
        steps += 1
    return None


def _reason(words: Sentence, phrase: NounPhrase) -> bool:
    """Whether a phrase behind "over" tells why: "two lynched over witchcraft"."""
    return words.at(phrase.start - 1) == "over" and not who(words, phrase).human


def _called(words: Sentence, what: int) -> NounPhrase | None:
    """The victims of "killed what the army said were 50 rebels"."""
    for at in range(what + 1, min(what + CALLED_REACH, len(words) - 1)):
        if words.low[at] in ("was", "were", "are") and words.low[at - 1] in words.lex.saying:
            return words.opening.get(at + 1)
    return None


# Words of a time or a place between a verb and its object.
DELAY_REACH = 8


def delayed_object(words: Sentence, at: int) -> NounPhrase | None:
    """The people that a verb ending before word `at` has for its object behind a time or a place: "wounded in
    the foyer a cashier and two shoppers"."""
    end = at
    while end - at < DELAY_REACH:
        inner = words.opening.get(end + (words.tagged(end) == "IN"))
        if inner is None or (inner.start == end and not temporal(words, inner)):
            break
        end = inner.end
    phrase = words.opening.get(end) if end > at else None
    if phrase is None or words.low[phrase.start] not in (*words.lex.an, *words.lex.possessives):
        one = phrase is not None and (phrase.number is not None or words.label[phrase.head] == "PERSON")
        phrase = phrase if one else None
    if phrase is None or temporal(words, phrase) or not who(words, phrase).human:
        return None
    return None if verbal(words.tagged(phrase.end)) and words.tagged(phrase.end) in FINITE else phrase


# Words between "killed" and "were" in "Killed in the attack were two guards".
INVERTED_REACH = 10


def behind_copula(words: Sentence, start: int, end: int) -> NounPhrase | None:
    """The subject of a participle or adjective at words [start, end) that opens its sentence: "Also killed
    were two guards", "Missing since Monday is a boy of nine"."""
    if start and not (start == 1 and words.low[0] in words.lex.opens_inverted):
        return None
    for at in range(end, min(end + INVERTED_REACH, len(words))):
        if words.low[at] in words.lex.were_are and words.within[at] is None:
            return words.opening.get(at + 1)
        if verbal(words.tag[at]) or words.low[at] == ",":
            return None
    return None


def passive(words: Sentence, verb: int) -> bool | None:
    """True for a passive, False for an active perfect, None where no auxiliary tells."""
    if inserted(words, verb) is not None:
        return False
    lex = words.lex
    at = before_time(words, verb - 1)
    perfect = False
    while at >= 0 and (
        words.low[at] in lex.auxiliaries
        or words.tag[at] == "RB"
        or words.low[at] in lex.quotes
        or (words.low[at] in lex.raising and verbal(words.tag[at]))
    ):
        if words.low[at] in lex.raising and perfect:
            return False  # "appear to have killed", "is said to have killed"
        if words.low[at] in lex.passives or words.low[at] in lex.raising:
            return True
        perfect = perfect or words.low[at] in lex.have
        at -= 1
    return False if perfect else None


def agent_of(words: Sentence, at: int) -> Words | None:
    """The words after "by" that follow within a few words of `at`."""
    for spot in range(at, min(at + AGENT_REACH, len(words))):
        if words.low[spot] == "by":
            # by "hooded men"
            quoted = words.at(spot + 1) in words.lex.quotes
            phrase = words.opening.get(spot + 2 if quoted else spot + 1)
            if phrase is not None and not temporal(words, phrase) and words.tag[phrase.head] != "VBG":
                return phrase.start, extended(words, phrase)
            return None
        if words.low[spot] in words.lex.before_agent_ends or words.tag[spot] in ("VBD", "VBZ"):
            return None
    return None


def opening_of(words: Sentence, phrase: NounPhrase) -> int:
    """Where the noun begins that `phrase` describes: "a lorry carrying goods", "a van full of pilgrims"."""
    at = phrase.start - 1
    if words.tagged(at) == "IN" and words.tagged(at - 1) in ("VBN", "JJ") and words.within[at - 1] is None:
        at -= 1
    described = words.tagged(at) in (*PARTICIPLES, "JJ") and words.within[at] is None
    left = words.ending.get(at) if described else None
    if left is None or left.number is not None or words.tag[left.head] == "PRP":
        return phrase.start
    return left.start
