"""Where English puts those whom a word of harm is about: subjects, objects, agents, lists of victims."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from newsfacts.casualties.sentence import Count, NounPhrase, Sentence, Who, count, lexicon, who

# How far a subject may stand from its verb, in words. Swept with the examples: longer finds no more.
MAX_REACH = 40


def temporal(words: Sentence, phrase: NounPhrase) -> bool:
    low = words.low[phrase.head]
    if phrase.number is None and (words.label[phrase.head] == "DATE" or _DECADE.fullmatch(low)):
        return True
    return low in lexicon().temporal and (phrase.number is None or phrase.head >= phrase.body)


_DECADE = re.compile(r"(?:\d\d)?\d0s")


DASHES = frozenset(("-", "--", "–", "—"))
QUOTES = frozenset(('"', "“", "”", "‘", "''", "``"))


def verbal(tag: str) -> bool:
    return tag.startswith("VB") or tag == "MD"


def subject_of(words: Sentence, verb: int, depth: int = 3) -> NounPhrase | None:
    """The noun phrase that is the subject of the verb group ending at word `verb`."""
    lex = lexicon()
    at = _before_time(words, verb - 1)
    while at >= 0 and (
        words.low[at] in lex.auxiliaries
        or words.low[at] in _SELVES
        or words.tag[at] in ("MD", "RB", "TO")
        or words.low[at] in QUOTES
        or (words.low[at] in lex.raising and verbal(words.tag[at]))
        or (words.low[at] in _CATENATIVE and words.at(at + 1) == "to")
    ):
        if words.low[at] in ("all", "both", "each") and at in words.counts:
            break
        # "'s" after a noun may own what follows; then it is part of a noun phrase.
        inside = words.within[at]
        if (
            inside is not None
            and inside.end > at
            and words.tag[at] not in ("MD", "RB", "TO")
            and words.low[at] not in lex.auxiliaries
            and words.low[at] not in _SELVES
        ):
            break
        at -= 1
    beside = words.ending.get(verb)
    if at == verb - 1 and beside is not None and words.tag[verb] == "VBN" and beside.number is not None:
        # "a raid on a camp of 20 men seized in May": the men were seized, not the camp.
        return partitive(words, beside) if who(words, beside).human else ending_at(words, at, depth)
    return ending_at(words, at, depth)


# "thousands managed to flee"
_CATENATIVE = frozenset(
    ["managed", "began", "begun", "started", "continue", "continued", "decided", "chose", "chosen", "able"]
)

# "27 parents have themselves been killed"
_SELVES = frozenset(["themselves", "himself", "herself", "itself", "ourselves", "myself"])


def _before_time(words: Sentence, at: int) -> int:
    """The auxiliary before a time that ends at word `at`: "were on Sunday night killed"; else `at`."""
    phrase = words.ending.get(at + 1)
    if phrase is None or not temporal(words, phrase):
        return at
    spot = phrase.start - 1
    while words.at(spot) in ("on", "late", "early", "in", "at"):
        spot -= 1
    return spot if words.at(spot) in lexicon().passives else at


def partitive(words: Sentence, phrase: NounPhrase) -> NounPhrase:
    """ "one of the two soldiers killed": the two soldiers were killed."""
    for start in range(phrase.body, phrase.head):
        if start in words.counts:
            end, number = words.counts[start]
            return NounPhrase(start, phrase.end, phrase.head, number, end)
    return phrase


def ending_at(words: Sentence, at: int, depth: int) -> NounPhrase | None:
    """The subject that stands in front of a verb group whose left neighbour is word `at`."""
    if at < 0 or depth <= 0:
        return None
    low = words.low[at]
    if low in ("who", "that", "which", "whom") and words.tag[at] in ("WP", "WDT", "IN", "DT", "WP$"):
        # "six of whom": the number; "dozens of" is a number with its "of".
        outer = words.ending.get(at if words.at(at - 1) == "of" and at in words.ending else at - 1)
        if words.at(at - 1) == "of":
            return outer
        return _antecedent(words, at - 1, depth)
    if low in (",", "-", "–", "—", ")", "--"):
        named = _before_aside(words, at, depth)
        if named is not None or low != ",":
            return named
    if low in ("and", "or", "but", "then", ","):
        return _chained(words, at, depth)
    if low in QUOTES:
        return ending_at(words, at - 1, depth)
    if low in _SAYING and words.ending.get(at) is not None:
        # "dozens of whom the army says are dead"
        relative = words.ending[at].start - 1
        if relative > 0 and words.low[relative] in ("who", "whom", "that", "which"):
            return ending_at(words, relative, depth - 1)
    phrase = words.ending.get(at + 1)
    if phrase is None:
        inside = words.within[at]
        phrase = inside if inside is not None and inside.end == at + 1 else None
    if phrase is None:
        if words.tag[at] in ("RB", "JJ") and words.tagged(at + 1) in ("VBD", "VBZ", "VBP", "MD"):
            outer = _around_relative(words, at, at)
            if outer is not None:
                return outer
        if words.tag[at] == "RB" and at:
            return ending_at(words, at - 1, depth - 1)
        return None
    if temporal(words, phrase):
        return ending_at(words, phrase.start - 1, depth - 1) if phrase.start else None
    if words.tagged(at + 1) in ("VBD", "VBZ", "VBP", "MD"):
        outer = _around_relative(words, phrase.start, phrase.head)
        if outer is not None:
            return outer
    return _leftmost(words, phrase)


def _around_relative(words: Sentence, start: int, head: int) -> NounPhrase | None:
    """Whom a clause without commas describes that ends with the phrase at word `start`: "two women who hold
    passports were kidnapped"."""
    if words.low[head] in _NOMINATIVE:
        return None  # "men who say they were kidnapped"
    finite = False
    for spot in range(start - 1, max(start - RELATIVE_REACH, 0), -1):
        low, tag = words.low[spot], words.tag[spot]
        if low == "and" and spot in words.ending and spot + 1 in words.opening:
            continue
        if low in ("who", "which") and tag in ("WP", "WDT"):
            left = words.ending.get(spot)
            return left if finite and left is not None and who(words, left).human else None
        if low in lexicon().openers or low in (",", ";", ":", "and", "but", "or") or low in QUOTES:
            return None
        if low in _SAYING or low in _THINKING:
            return None  # "men who believe their sons were kidnapped"
        if tag in ("VBG", "VBN") and not finite and words.within[spot] is None:
            # "33 migrants trying to reach the coast have drowned"
            left = words.ending.get(spot - (words.low[spot - 1] in QUOTES))
            if left is not None and left.number is not None and who(words, left).human:
                return left
        finite = finite or tag in ("VBD", "VBZ", "VBP", "MD")
    return None


_THINKING = frozenset(
    ["know", "knows", "knew", "hope", "hopes", "hoped", "saw", "see", "sees", "heard", "learned", "learnt",
     "told", "concluded", "reported", "alleged", "alleges", "allege", "insist", "insisted", "feared",
     "thought", "suspect", "suspected", "found", "admitted", "confirmed", "added", "felt", "feel"]
)  # fmt: skip

_NOMINATIVE = frozenset(["he", "she", "they", "we", "i"])

# Words of a relative clause without commas.
RELATIVE_REACH = 12


_SAYING = frozenset(
    [
        "says",
        "say",
        "said",
        "believes",
        "believe",
        "believed",
        "claims",
        "claim",
        "claimed",
        "thinks",
        "think",
        "fears",
        "fear",
    ]
)


def _antecedent(words: Sentence, at: int, depth: int) -> NounPhrase | None:
    """What a relative pronoun behind word `at` refers to."""
    if words.at(at) in (",", "-", "–"):
        phrase = words.ending.get(at)
        # "Lind, 41, who": an age stands between.
        if phrase is not None and who(words, phrase) is Who.COUNT and words.at(phrase.start - 1) == ",":
            return words.ending.get(phrase.start - 1)
        if words.at(at - 1).isdigit() and words.at(at - 2) == ",":
            return words.ending.get(at - 2)
        if phrase is None:
            return None
        return _first_named(words, phrase if who(words, phrase).human else _leftmost(words, phrase))
    phrase = words.ending.get(at + 1)
    if phrase is None:
        return None
    kind = who(words, phrase)
    if kind.human and phrase.number is not None:
        phrase = partitive(words, phrase)
    if phrase.number is None and kind.human and words.at(phrase.start - 1) in ("and", "&"):
        return phrase
    if not kind.human and kind is not Who.NAME:
        return _leftmost(words, phrase)
    return _first_named(words, phrase)


def _first_named(words: Sentence, phrase: NounPhrase) -> NounPhrase:
    """For "Lind, the founder of the town, who": Lind, not the founder."""
    spot = phrase.start - 1
    if words.low[phrase.start] in ("the", "a", "an") and words.at(spot) == ",":
        if words.at(spot - 1) == ")":
            opening = next((i for i in range(spot - 1, max(spot - 8, -1), -1) if words.low[i] == "("), spot)
            spot = opening
        named = words.ending.get(spot)
        if (
            named is not None
            and words.tag[named.head] in ("NNP", "NNPS")
            and who(words, named) in (Who.PERSON, Who.NAME)
            and not temporal(words, named)
        ):
            return named
    return phrase


def _leftmost(words: Sentence, phrase: NounPhrase) -> NounPhrase:
    """The first person of a chain "a driver of a bus in Lima"; the phrase itself where there is none."""
    best = phrase
    current = phrase
    prefer_left = not (who(words, phrase).human and phrase.number is not None)
    for _ in range(5):
        before = current.start - 1
        if (
            before < 1
            or words.tag[before] not in ("IN", "TO", "VBG")
            or words.low[before] in lexicon().openers
        ):
            break
        if (
            words.low[before] == "of"
            and words.low[before - 1] in ("south", "north", "east", "west", "outside")
            and words.within[before - 1] is None
        ):
            before -= 1  # "an attack south of the capital"
        if words.low[before - 1] == "and" and words.tagged(before - 2) == "IN":
            before -= 2  # "in and around the town"
        if words.tag[before - 1] in ("VBN", "VBG") and words.within[before - 1] is None:
            before -= 1  # "people injured in the quake have died", "two men working for the firm were"
        left = words.ending.get(before) or words.ending.get(before - (words.low[before - 1] in DASHES))
        if left is None:
            break
        current = left
        kind = who(words, left)
        if words.tag[before] == "VBN" and who(words, best).human:
            break
        # "Eleven pensioners on the coach": a number and a plural are people before any "the coach".
        counted = left.number is not None and kind is Who.UNKNOWN and words.tag[left.head] == "NNS"
        counted = counted and best.number is None and words.low[best.start] in ("the", "a", "an", "his")
        if (kind.human or counted or (kind is Who.NAME and not who(words, best).human)) and (
            prefer_left
            or words.tag[before] == "VBN"
            or words.low[before] in ("of", "from", "in", "at", "with", "on")
        ):
            best = left
    return best


def _before_aside(words: Sentence, at: int, depth: int) -> NounPhrase | None:
    """The phrase in front of an aside that ends at word `at`: "Lind, a baker from Oru, was …"."""
    closing = words.low[at]
    opening = "(" if closing == ")" else closing
    total = _before_parts(words, at) if closing == "," else None
    if total is not None:
        return total
    spot = at - 1
    while spot >= 0 and at - spot < MAX_REACH:
        if words.low[spot] == opening:
            phrase = words.ending.get(spot)
            if phrase is None and words.tagged(spot - 1) == "RB":
                phrase = words.ending.get(spot - 1)  # "200 people worldwide, most of them in Oru, have"
            if phrase is not None and not temporal(words, phrase):
                # In "Lind, 41, of Oru, was" the aside goes on to the left.
                if who(words, phrase) is Who.COUNT and words.at(phrase.start - 1) == opening:
                    spot = phrase.start - 1
                    continue
                relative = _relative_before(words, phrase.start) if closing == "," else None
                if relative is not None:
                    spot = relative  # "Lind, who moved crowds, among others, was"
                    continue
                phrase = _leftmost(words, phrase)
                kind = who(words, phrase)
                if kind.human or kind is Who.NAME or kind is Who.UNKNOWN:
                    return phrase
            if closing == ",":
                inner = words.low[spot + 1 : at]
                finite = any(tag in ("VBD", "VBZ", "VBP", "MD") for tag in words.tag[spot + 1 : at])
                if finite and inner and inner[0] not in ("who", "which", "whose", "whom"):
                    return None
        elif words.low[spot] in (";", ":"):
            return None
        spot -= 1
    return None


def _before_parts(words: Sentence, at: int) -> NounPhrase | None:
    """The total in front of a list of its parts that ends at word `at`: "nine people, including Lind, the
    head of the council, and two nurses, were"."""
    for spot in range(at - 1, max(at - MAX_REACH, -1), -1):
        if words.low[spot] in (";", ":") or words.low[spot] in _SAYING:
            return None
        pair = words.at(spot + 1), words.at(spot + 2)
        if words.low[spot] == "," and (pair[0] == "including" or pair in _AMONG_THEM):
            phrase = words.ending.get(spot)
            counted = phrase is not None and phrase.number is not None and who(words, phrase).human
            inner = zip(words.tag[spot:at], words.low[spot - 1 : at - 1], strict=False)
            if any(tag in ("VBD", "VBZ", "VBP", "MD") and low not in _RELATIVES for tag, low in inner):
                return None
            return phrase if counted else None
    return None


_AMONG_THEM = frozenset([("among", "them"), ("among", "whom")])
_RELATIVES = frozenset(["who", "which", "that"])


def _relative_before(words: Sentence, at: int) -> int | None:
    """The comma that opens the relative clause in which word `at` stands: ", who moved crowds"."""
    for spot in range(at - 1, max(at - 20, -1), -1):
        if words.low[spot] == ",":
            return spot if words.at(spot + 1) in ("who", "whose", "which") else None
    return None


def _chained(words: Sentence, at: int, depth: int) -> NounPhrase | None:
    """The subject of the verb that a conjunction at word `at` joins: "was shot and killed"."""
    spot = at - 1
    steps = 0
    while spot >= 0 and steps < 18:
        tag = words.tag[spot]
        if words.low[spot] in (";", ":") or words.low[spot] in ("that", "when", "while", "after", "because"):
            return None
        if (
            verbal(tag)
            and words.low[spot] not in ("said", "says", "say", "told", "added")
            and (words.within[spot] is None)
        ):
            first = spot
            return subject_of(words, first, depth - 1)
        spot -= 1
        steps += 1
    return None


def object_of(words: Sentence, at: int) -> NounPhrase | None:
    """The noun phrase that follows a verb ending before word `at`."""
    steps = 0
    while at < len(words) and steps < 6:
        phrase = words.opening.get(at)
        if phrase is not None:
            return None if temporal(words, phrase) else phrase
        if words.low[at] == "what":
            return _called(words, at)
        if words.tag[at] == "RB" or words.low[at] in ('"', "“", "'", "”"):
            at += 1
        elif (
            words.low[at] in ("and", "or", "/")
            and verbal(words.tagged(at + 1))
            and words.tagged(at + 1) != "MD"
        ):
            at += 2
        elif words.low[at] in ("up", "down", "off", "over"):
            at += 1
        else:
            return None
        steps += 1
    return None


def _called(words: Sentence, what: int) -> NounPhrase | None:
    """The victims of "killed what the army said were 50 rebels"."""
    for at in range(what + 1, min(what + 10, len(words) - 1)):
        if words.low[at] in ("were", "was", "are") and words.low[at - 1] in _SAYING | {"called", "described"}:
            return words.opening.get(at + 1)
    return None


def passive(words: Sentence, verb: int) -> bool | None:
    """True for a passive, False for an active perfect, None where no auxiliary tells."""
    lex = lexicon()
    at = _before_time(words, verb - 1)
    perfect = False
    while at >= 0 and (
        words.low[at] in lex.auxiliaries
        or words.tag[at] in ("RB",)
        or words.low[at] in QUOTES
        or (words.low[at] in lex.raising and verbal(words.tag[at]))
    ):
        if words.low[at] in lex.raising and perfect:
            return False  # "appear to have killed", "is said to have killed"
        if words.low[at] in lex.passives or words.low[at] in lex.raising:
            return True
        if words.low[at] in ("have", "has", "had", "having", "'ve"):
            perfect = True
        at -= 1
    if words.at(at) in ("and", "or", ",") and at > 0 and not perfect:
        # "was shot and killed", "were killed or wounded"
        spot, steps = at - 1, 0
        while spot >= 0 and steps < 18:
            if words.tag[spot] in ("VBN", "VBD") and words.within[spot] is None:
                before = passive(words, spot)
                return before if before is not None else (False if perfect else None)
            if words.low[spot] == ";":
                break
            spot -= 1
            steps += 1
    return False if perfect else None


def agent_of(words: Sentence, at: int) -> tuple[int, int] | None:
    """The words after "by" that follow within a few words of `at`."""
    for spot in range(at, min(at + 14, len(words))):
        if words.low[spot] == "by":
            phrase = words.opening.get(spot + 1)
            if phrase is not None and not temporal(words, phrase) and words.tag[phrase.head] != "VBG":
                return phrase.start, extended(words, phrase)
            return None
        if words.low[spot] in (".", ";", "and", "but", "who") or words.tag[spot] in ("VBD", "VBZ"):
            return None
    return None


def extended(words: Sentence, phrase: NounPhrase) -> int:
    """Where the phrase ends with an "of" phrase added: "a member of the gang"."""
    if words.at(phrase.end) == "of":
        inner = words.opening.get(phrase.end + 1)
        if inner is not None:
            return inner.end
    return phrase.end


def opening_of(words: Sentence, phrase: NounPhrase) -> int:
    """Where the noun begins that `phrase` describes: "a lorry carrying goods", "a van full of pilgrims"."""
    at = phrase.start - 1
    if words.tagged(at) == "IN" and words.tagged(at - 1) in ("VBN", "JJ") and words.within[at - 1] is None:
        at -= 1
    described = words.tagged(at) in ("VBG", "VBN", "JJ") and words.within[at] is None
    left = words.ending.get(at) if described else None
    if left is None or left.number is not None or words.tag[left.head] == "PRP":
        return phrase.start
    return left.start


@dataclass(slots=True)
class VictimList:
    """Noun phrases joined by "and" under one word of harm."""

    items: list[NounPhrase] = field(default_factory=list)

    @property
    def start(self) -> int:
        return self.items[0].start

    @property
    def end(self) -> int:
        return self.items[-1].end


def _countable(words: Sentence, phrase: NounPhrase) -> bool:
    kind = who(words, phrase)
    if temporal(words, phrase) or kind is Who.THING:
        return False
    return count(words, phrase) is not None


def forward(words: Sentence, first: NounPhrase) -> VictimList:
    """`first` and what "and" adds to it on the right: "two men, a woman and a boy"."""
    found = VictimList([first])
    pending: list[NounPhrase] = []
    at = after_chain(words, first)
    while True:
        joint = words.at(at)
        if joint == "," and words.at(at + 1) in ("and", "along", "together", "as"):
            at, joint = at + 1, words.at(at + 1)
        pair = (joint, words.at(at + 1))
        if joint not in (",", "and", "&") and pair not in _AND_WITH:
            break
        step = at + _AND_WITH.get(pair, 1)
        if words.at(step) in ("also", "including"):
            break
        item = words.opening.get(step)
        if item is None or not _countable(words, item):
            break
        if words.low[item.start] in _NOMINATIVE:
            break  # the subject of a clause of its own
        behind = after_chain(words, item)
        if verbal(words.tagged(behind)) and words.tagged(behind) not in ("VBG", "VBN"):
            break
        # "killed six and 30 wounded": the second number has its own word of harm.
        if words.at(behind) in ("dead", "injured", "wounded", "missing", "hurt", "killed", "of", "others"):
            break
        if who(words, first) is Who.COUNT and item.number is None and joint == ",":
            break
        if _shares_number(words, found.items[-1] if not pending else pending[-1], item):
            at = behind  # "8,000 men and boys"
            if joint != ",":
                break
            continue
        if first.end != at and words.low[first.end] == "in" and joint != "," and not pending:
            break  # "three people in Oru and 79 in Lima": two figures
        pending.append(item)
        if joint != ",":
            found.items.extend(pending)
            pending = []
        at = behind
        if joint != ",":
            break
    if len(found.items) > 2 and words.at(after_chain(words, first)) == ",":
        # "three people, two Americans and a Briton": the rest says who they were.
        rest = summed(words, found.items[1:])
        if first.number is not None and rest is not None and first.number.min == rest.min == rest.max:
            return VictimList([first])
    return found


# "Lind along with two guards", "as well as": words that join like "and", and how many.
_AND_WITH = {("as", "well"): 3, ("along", "with"): 2, ("together", "with"): 2}


def _shares_number(words: Sentence, left: NounPhrase, right: NounPhrase) -> bool:
    """Whether the number of `left` counts `right` too: "two dozen civilians and policemen"."""
    return (
        left.number is not None
        and left.number.max != 1
        and right.number is None
        and words.tag[right.start] not in ("DT", "PRP$", "PRP")
        and words.tag[right.head] in ("NNS", "NNPS")
        and words.label[right.head] != "PERSON"
        and right.owner is None
    )


def after_chain(words: Sentence, phrase: NounPhrase) -> int:
    """The word behind a phrase and the "of", "from" and "in" phrases and ages that follow it."""
    at = phrase.end
    for _ in range(3):
        if words.at(at) in ("of", "from", "in", "at") and at + 1 in words.opening:
            at = words.opening[at + 1].end
        elif words.at(at) == "(":
            close = next((i for i in range(at, min(at + 8, len(words))) if words.low[i] == ")"), None)
            if close is None:
                break
            at = close + 1
        else:
            break
    return at


def backward(words: Sentence, last: NounPhrase, *, anywhere: bool = False) -> VictimList:
    """`last` and what "and" adds to it on the left: "Cho and her parents" before "were found dead"."""
    items = [last]
    at = last.start - 1
    joint = words.at(at)
    if joint not in ("and", "&"):
        joined = last.end + (words.at(last.end) == ",")
        if (words.at(joined), words.at(joined + 1)) in _AND_WITH:
            return forward(words, last)  # "the mayor, along with two guards, was shot"
        return VictimList(items)
    spot = at - 1
    if words.at(spot) == ",":
        spot -= 1
    added: list[NounPhrase] = []
    while len(added) < 12:
        item = words.ending.get(spot + 1)
        if item is None and words.at(spot).isdigit() and words.at(spot - 1) == ",":
            item = words.ending.get(spot - 1)  # an age
        if item is not None:
            item = _leftmost_of(words, item)
        if item is None or not _countable(words, item):
            break
        before = item.start - 1
        added.append(item)
        if words.at(before) == "," and words.ending.get(before) is not None:
            spot = before - 1
            continue
        break
    while added and who(words, added[-1]) is Who.UNKNOWN and added[-1].number is None:
        added.pop()  # "in another clash, five rebels and a guard were"
    if not added:
        return VictimList(items)
    first = added[-1]
    if len(added) == 1 and _shares_number(words, first, last):
        return VictimList([first])
    before = first.start - 1
    # The list must begin its clause, else its items are objects of another verb: "met Lind and Oru died".
    if (
        not anywhere
        and not _sure_subjects(words, first, last)
        and before >= 0
        and (words.tag[before].startswith("VB") or words.tag[before] in ("IN", "TO"))
        and (
            words.low[before] not in lexicon().openers
            and words.low[before] not in ("said", "says", "say", "added")
        )
    ):
        return VictimList(items)
    return VictimList([*reversed(added), *items])


def _sure_subjects(words: Sentence, first: NounPhrase, last: NounPhrase) -> bool:
    """Whether a list with a verb before it is one of subjects all the same: "says she and Lind were",
    or of victims told beside it: "freed one German and four Afghans held"."""
    if words.low[first.start] in _NOMINATIVE:
        return True
    return first.number is not None and last.number is not None and words.tagged(last.end) == "VBN"


def _leftmost_of(words: Sentence, phrase: NounPhrase) -> NounPhrase:
    """ "the driver of a bus from Oru": the driver."""
    best = phrase
    for _ in range(3):
        before = phrase.start - 1
        if before <= 0 or words.low[before] not in ("of", "from", "in", "at", "with"):
            break
        left = words.ending.get(before)
        if left is None:
            break
        phrase = left
        if who(words, left).human:
            best = left
    return best


def _apposed(words: Sentence, left: NounPhrase, right: NounPhrase) -> bool:
    """Whether `right` names `left`: "a legislator, Ana Ruiz, and two guards"."""
    return (
        words.at(left.end) == ","
        and left.end + 1 == right.start
        and left.number is None
        and words.low[left.start] in ("a", "an", "his", "her", "their", "the", "my")
        and words.tag[left.head] == "NN"
        and words.tag[right.head] == "NNP"
        and right.number is None
    )


def _same_one(words: Sentence, first: NounPhrase, item: NounPhrase) -> bool:
    """Whether `item` says more of `first`: "a baker and poet", "his father, founder of the school"."""
    rule, other = lexicon().rule_of(words.low[first.head]), lexicon().rule_of(words.low[item.head])
    kin = rule is not None and rule.id == "kin"
    return (
        first.number is None
        and item.number is None
        and (words.low[first.start] in ("a", "an") or kin)
        and words.tag[item.start] in ("NN", "JJ")
        and words.tag[item.head] == "NN"
        and words.label[item.head] != "PERSON"
        and other is not None
        and other.role == "person"
        and other.id != "kin"
    )


def summed(words: Sentence, items: Sequence[NounPhrase]) -> Count | None:
    items = [
        item
        for index, item in enumerate(items)
        if not index or not (_apposed(words, items[index - 1], item) or _same_one(words, items[0], item))
    ]
    counts = [count(words, item) for item in items]
    if any(item is None for item in counts):
        return None
    known = [item for item in counts if item is not None]
    if len(known) == 1:
        return known[0]
    low: int | None = 0
    high: int | None = 0
    loose = False
    for item, phrase in zip(known, items, strict=True):
        low = None if low is None or item.min is None else low + item.min
        high = None if high is None or item.max is None else high + item.max
        loose = loose or (phrase.number is None and item.max is None)
    if loose and all(item.max is None for item in known):
        # "women and children": two or more, however many kinds are named.
        return Count(words.least_plural, None, any(item.approximate for item in known))
    return Count(low, high, any(item.approximate for item in known))


def main_subject(words: Sentence, at: int) -> NounPhrase | None:
    """For "Shot twice, he died": the phrase behind the comma that ends a participle clause at the start."""
    if at > 3:
        return None
    for spot in range(at, min(at + 25, len(words))):
        if words.low[spot] == ",":
            return words.opening.get(spot + 1)
    return None


def clause_subject(words: Sentence, at: int) -> NounPhrase | None:
    """The subject of the finite verb before word `at`."""
    for spot in range(at - 1, max(at - MAX_REACH, -1), -1):
        if words.tag[spot] in ("VBD", "VBZ", "VBP", "MD") and words.within[spot] is None:
            subject = subject_of(words, spot)
            return None if subject is None or temporal(words, subject) else subject
    return None
