"""The subject of a verb: the noun phrase in front of it, over asides, times and relative clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsfacts.casualties.grammar.inserted import inserted
from newsfacts.casualties.people import Who, who
from newsfacts.casualties.sentence import NounPhrase, Sentence
from newsfacts.casualties.tags import FINITE, PARTICIPLES, PROPER, verbal

# Words of an aside.
MAX_ASIDE = 40
# Words from a relative clause's comma to a word of it.
ASIDE_CLAUSE_REACH = 20
# How far a subject may stand from its verb, in words. Swept with the examples: longer finds no more.
MAX_REACH = 40
# Words of a relative clause without commas.
RELATIVE_REACH = 12
# Words in front of a conjunction in which the verb before it stands.
CHAIN_REACH = 18
# Words of a participle clause at the start of a sentence, up to its comma.
OPENING_REACH = 25

_PRONOUN_TAGS = ("WP", "WDT", "IN", "DT", "WP$")
_DECADE = re.compile(r"(?:\d\d)?\d0s")


def temporal(words: Sentence, phrase: NounPhrase) -> bool:
    """Whether the phrase names a time."""
    low = words.low[phrase.head]
    if words.low[phrase.start] in words.lex.possessives and _DECADE.fullmatch(low):
        return False  # "a couple in their 60s"
    if phrase.number is None and (words.label[phrase.head] == "DATE" or _DECADE.fullmatch(low)):
        return True
    return low in words.lex.temporal and (phrase.number is None or phrase.head >= phrase.body)


def partitive(words: Sentence, phrase: NounPhrase) -> NounPhrase:
    """ "one of the two soldiers killed": the two soldiers were killed."""
    for start in range(phrase.body, phrase.head + 1):
        if start in words.counts:
            end, number = words.counts[start]
            return NounPhrase(start, phrase.end, phrase.head, number, end)
    return phrase


def leftmost(words: Sentence, phrase: NounPhrase) -> NounPhrase:
    """The first person of a chain "a driver of a bus in Lima"; the phrase itself where there is none."""
    best = phrase
    prefer_left = not (who(words, phrase).human and phrase.number is not None)
    for before, left in leftwards(words, phrase):
        if left.number is not None and left.number.max == 0 and who(words, left).human:
            return left  # "no one among the 50 guests"
        joined = words.tag[before] == "VBN" or words.low[before] in words.lex.belonging
        if (prefer_left or joined) and _rather_people(words, left, best):
            best = left
    return best


def _rather_people(words: Sentence, left: NounPhrase, right: NounPhrase) -> bool:
    """Whether the left one of two joined phrases is the people: a number and a plural are, before any "the
    coach": "eleven pensioners on the coach"."""
    kind = who(words, left)
    if kind.human or kind is Who.NAME:
        return kind.human or not who(words, right).human
    counted = left.number is not None and kind is Who.UNKNOWN and words.tag[left.head] == "NNS"
    return counted and right.number is None and words.low[right.start] in words.lex.the_one


def leftwards(words: Sentence, phrase: NounPhrase) -> Iterator[tuple[int, NounPhrase]]:
    """The phrases to the left that prepositions join to `phrase`, each with the word behind it."""
    current, lex = phrase, words.lex
    for _ in range(5):
        before = current.start - 1
        if before < 1 or words.tag[before] not in ("IN", "TO", "VBG") or words.low[before] in lex.openers:
            return
        direction = words.low[before - 1] in lex.directions and words.within[before - 1] is None
        if words.low[before] == "of" and direction:
            before -= 1  # "an attack south of the capital"
        if words.low[before - 1] == "and" and words.tagged(before - 2) == "IN":
            before -= 2  # "in and around the town"
        if words.tag[before - 1] in PARTICIPLES and words.within[before - 1] is None:
            before -= 1  # "people injured in the quake have died", "two men working for the firm were"
        left = words.ending.get(before) or words.ending.get(before - (words.low[before - 1] in lex.dashes))
        if left is None:
            return
        current = left
        yield before, left


def leftmost_of(words: Sentence, phrase: NounPhrase) -> NounPhrase:
    """ "the driver of a bus from Oru": the driver."""
    best = phrase
    for _ in range(3):
        before = phrase.start - 1
        if before <= 0 or words.low[before] not in words.lex.within_list:
            break
        left = words.ending.get(before)
        if left is None:
            break
        phrase = left
        if who(words, left).human:
            best = left
    return best


def extended(words: Sentence, phrase: NounPhrase) -> int:
    """Where the phrase ends with an "of" phrase added: "a member of the gang"."""
    if words.at(phrase.end) == "of":
        inner = words.opening.get(phrase.end + 1)
        if inner is not None:
            return inner.end
    return phrase.end


def after_chain(words: Sentence, phrase: NounPhrase) -> int:
    """The word behind a phrase and the "of", "from" and "in" phrases and ages that follow it."""
    at = phrase.end
    for _ in range(3):
        if words.at(at) in words.lex.chaining and at + 1 in words.opening:
            at = words.opening[at + 1].end
        elif words.at(at) == "(":
            close = next((i for i in range(at, min(at + 8, len(words))) if words.low[i] == ")"), None)
            if close is None:
                break
            at = close + 1
        else:
            break
    return at


def _before_aside(words: Sentence, at: int) -> NounPhrase | None:
    """The phrase in front of an aside that ends at word `at`: "Lind, a baker from Oru, was …"."""
    closing = words.low[at]
    opening = "(" if closing == ")" else closing
    total = before_parts(words, at) if closing == "," else None
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
    # "Lind, who moved crowds, among others, was"
    return _relative_before(words, phrase.start) if opening == "," else None


def _clause(words: Sentence, start: int, end: int) -> bool:
    """Whether the words are a clause of their own, no relative one."""
    finite = any(tag in FINITE for tag in words.tag[start:end])
    return finite and start < end and words.low[start] not in words.lex.relative_openers


def before_parts(words: Sentence, at: int) -> NounPhrase | None:
    """The total in front of a list of its parts that ends at word `at`: "nine people, including Lind, the
    head of the council, and two nurses, were"."""
    lex = words.lex
    for spot in range(at - 1, max(at - MAX_ASIDE, -1), -1):
        word = words.low[spot]
        if word in lex.clause_ends or word in lex.saying:
            return None
        first = words.low[spot + 1] if word == "," else ""
        if first == "including" or (first == "among" and words.at(spot + 2) in lex.of_them):
            phrase = words.ending.get(spot)
            counted = phrase is not None and phrase.number is not None and who(words, phrase).human
            inner = zip(words.tag[spot:at], words.low[spot - 1 : at - 1], strict=False)
            if any(tag in FINITE and low not in lex.subject_relatives for tag, low in inner):
                return None
            return phrase if counted else None
    return None


def _relative_before(words: Sentence, at: int) -> int | None:
    """The comma that opens the relative clause in which word `at` stands: ", who moved crowds"."""
    for spot in range(at - 1, max(at - ASIDE_CLAUSE_REACH, -1), -1):
        if words.low[spot] == ",":
            return spot if words.at(spot + 1) in words.lex.aside_relatives else None
    return None


def subject_of(words: Sentence, verb: int, depth: int = 3) -> NounPhrase | None:
    """The noun phrase that is the subject of the verb group ending at word `verb`."""
    relative = inserted(words, verb)
    if relative is not None:
        return _of_relative(words, relative)
    at = before_time(words, verb - 1)
    while at >= 0 and _in_verb_group(words, at) and not _in_phrase(words, at):
        at -= 1
    beside = words.ending.get(verb)
    if at == verb - 1 and beside is not None and _described(words, verb, beside):
        return beside
    if at == verb - 1 and beside is not None and words.tag[verb] == "VBN" and beside.number is not None:
        # "a raid on a camp of 20 men seized in May": the men were seized, not the camp.
        return partitive(words, beside) if who(words, beside).human else ending_at(words, at, depth)
    return ending_at(words, at, depth)


def _described(words: Sentence, verb: int, beside: NounPhrase) -> bool:
    """Whether a participle without "was" describes the people right before it, whoever owns them: "colleagues
    of a pilot shot dead by smugglers"."""
    past = words.tag[verb] == "VBN" or (
        words.tag[verb] == "VBD" and words.at(verb + 1) in words.lex.behind_described
    )
    described = past and words.tagged(beside.start - 1) == "IN"
    return described and beside.number is None and who(words, beside) is Who.PERSON


def _in_verb_group(words: Sentence, at: int) -> bool:
    low, tag, lex = words.low[at], words.tag[at], words.lex
    return (
        low in lex.auxiliaries
        or low in lex.selves
        or tag in ("MD", "RB", "TO")
        or low in lex.quotes
        or (low in lex.raising and verbal(tag))
        or (low in lex.catenative and words.at(at + 1) == "to")
        or (tag == "VBN" and words.tagged(at + 1) == "VBN")  # "was tear gassed"
    )


def _in_phrase(words: Sentence, at: int) -> bool:
    """Whether a word of a verb group is part of a phrase: "'s" after a noun may own what follows."""
    low, lex, inside = words.low[at], words.lex, words.within[at]
    if low in lex.all_of_them and at in words.counts:
        return True
    if inside is None or words.tag[at] in ("MD", "RB", "TO"):
        return False
    return low not in lex.auxiliaries and low not in lex.selves


def before_time(words: Sentence, at: int) -> int:
    """The auxiliary before a time that ends at word `at`: "were on Sunday night killed"; else `at`."""
    phrase = words.ending.get(at + 1)
    if phrase is None or not temporal(words, phrase):
        return at
    spot = phrase.start - 1
    while words.at(spot) in words.lex.leads_to_time:
        spot -= 1
    return spot if words.at(spot) in words.lex.passives else at


def ending_at(words: Sentence, at: int, depth: int) -> NounPhrase | None:
    """The subject that stands in front of a verb group whose left neighbour is word `at`."""
    if at < 0 or depth <= 0:
        return None
    low, lex = words.low[at], words.lex
    if low in lex.relative_pronouns and words.tag[at] in _PRONOUN_TAGS:
        return _of_relative(words, at)
    if low in lex.asides:
        named = _before_aside(words, at)
        if named is not None or low != ",":
            return named
        if words.tagged(at + 1) in FINITE and (first := _opening_subject(words, at)) is not None:
            return first
    if low in lex.conjunctions:
        return _chained(words, at, depth)
    if low in lex.saying and words.ending.get(at) is not None:
        # "dozens of whom the army says are dead"
        relative = words.ending[at].start - 1
        if relative > 0 and words.low[relative] in lex.relative_pronouns:
            return ending_at(words, relative, depth - 1)
    return _phrase_before(words, at, depth)


def _opening_subject(words: Sentence, at: int) -> NounPhrase | None:
    """The people with whom the sentence begins, where one comma, at word `at`, stands between them and their
    verb: "Deputy Lind with the gang unit, was killed"."""
    first = words.phrases[0] if words.phrases else None
    if first is None or first.start > 1 or first.end > at or not who(words, first).human:
        return None
    for spot in range(first.end, at):
        if words.tag[spot] in FINITE or words.low[spot] in words.lex.asides:
            return None
    return first


def _of_relative(words: Sentence, at: int) -> NounPhrase | None:
    """What the relative pronoun at word `at` stands for."""
    if words.at(at - 1) == "of":
        # "six of whom": the number; "dozens of" is a number with its "of".
        return words.ending.get(at if at in words.ending else at - 1)
    return _antecedent(words, at - 1)


def _phrase_before(words: Sentence, at: int, depth: int) -> NounPhrase | None:
    phrase = words.ending.get(at + 1)
    finite = words.tagged(at + 1) in FINITE
    if phrase is None:
        clause_end = words.tag[at] in ("RB", "JJ", "RP") or words.tag[at].startswith("VB")
        outer = _around_relative(words, at, at) if finite and clause_end else None
        if outer is None and words.tag[at] == "RB" and at:
            return ending_at(words, at - 1, depth - 1)
        return outer
    outer = _around_relative(words, phrase.start, phrase.head) if finite else None
    if temporal(words, phrase) and outer is None:
        return ending_at(words, phrase.start - 1, depth - 1) if phrase.start else None
    return outer if outer is not None else leftmost(words, phrase)


def _around_relative(words: Sentence, start: int, head: int) -> NounPhrase | None:
    """Whom a clause without commas describes that ends with the phrase at word `start`: "two women who hold
    passports were kidnapped"."""
    if words.low[head] in words.lex.nominative:
        return None  # "men who say they were kidnapped"
    finite = False
    for spot in range(start - 1, max(start - RELATIVE_REACH, 0), -1):
        low, tag = words.low[spot], words.tag[spot]
        if low == "and" and spot in words.ending and spot + 1 in words.opening:
            continue
        if low in words.lex.who_which and tag in ("WP", "WDT"):
            return _people_before(words, spot) if finite else None
        if _ends_relative(words, low):
            return None
        if tag in PARTICIPLES and not finite and words.within[spot] is None:
            # "33 migrants trying to reach the coast have drowned"
            left = _people_before(words, spot - (words.low[spot - 1] in words.lex.quotes))
            if left is not None and left.number is not None:
                return left
        finite = finite or tag in FINITE
    return None


def _people_before(words: Sentence, spot: int) -> NounPhrase | None:
    left = words.ending.get(spot)
    return left if left is not None and who(words, left).human else None


def _ends_relative(words: Sentence, low: str) -> bool:
    """Whether no relative clause goes on to the left of the word; "men who believe their sons were taken"."""
    lex = words.lex
    clause = low in lex.openers or low in lex.clause_marks or low in lex.quotes
    return clause or low in lex.saying or low in lex.thinking


def _antecedent(words: Sentence, at: int) -> NounPhrase | None:
    """What a relative pronoun behind word `at` refers to."""
    if words.at(at) in words.lex.before_relative:
        return _antecedent_before_comma(words, at)
    phrase = words.ending.get(at + 1)
    if phrase is None:
        return None
    kind = who(words, phrase)
    if kind.human and phrase.number is not None:
        phrase = partitive(words, phrase)
    if not kind.human and kind is not Who.NAME:
        return leftmost(words, phrase)
    return _first_named(words, phrase)


def _antecedent_before_comma(words: Sentence, at: int) -> NounPhrase | None:
    phrase = words.ending.get(at)
    if phrase is None:
        return None
    return _first_named(words, phrase if who(words, phrase).human else leftmost(words, phrase))


def _first_named(words: Sentence, phrase: NounPhrase) -> NounPhrase:
    """For "Lind, the founder of the town, who": Lind, not the founder."""
    spot = phrase.start - 1
    if words.low[phrase.start] in words.lex.articles and words.at(spot) == ",":
        if words.at(spot - 1) == ")":
            spot = next((i for i in range(spot - 1, max(spot - 8, -1), -1) if words.low[i] == "("), spot)
        named = words.ending.get(spot)
        if (
            named is not None
            and words.tag[named.head] in PROPER
            and who(words, named) in (Who.PERSON, Who.NAME)
            and not temporal(words, named)
        ):
            return named
    return phrase


def _chained(words: Sentence, at: int, depth: int) -> NounPhrase | None:
    """The subject of the verb that a conjunction at word `at` joins: "was shot and killed"."""
    lex = words.lex
    for spot in range(at - 1, max(at - 1 - CHAIN_REACH, -1), -1):
        low = words.low[spot]
        if verbal(words.tag[spot]) and low not in lex.said_so and words.within[spot] is None:
            return subject_of(words, spot, depth - 1)
    return None


def main_subject(words: Sentence, at: int) -> NounPhrase | None:
    """For "Shot twice, he died": the phrase behind the comma that ends a participle clause at the start."""
    if at > 3:
        return None
    for spot in range(at, min(at + OPENING_REACH, len(words))):
        if words.low[spot] == ",":
            return words.opening.get(spot + 1)
    return None


def clause_subject(words: Sentence, at: int) -> NounPhrase | None:
    """The subject of the finite verb before word `at`."""
    for spot in range(at - 1, max(at - MAX_REACH, -1), -1):
        if words.tag[spot] in FINITE and words.within[spot] is None:
            subject = subject_of(words, spot)
            return None if subject is None or temporal(words, subject) else subject
    return None
