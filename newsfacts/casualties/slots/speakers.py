"""Who speaks by a verb of saying: the noun phrase in front of it, over times, brackets, asides and the
clauses between, or the one behind it."""

from __future__ import annotations

from dataclasses import replace

from newsfacts.casualties.grammar.subjects import clause_subject
from newsfacts.casualties.people import Who, who
from newsfacts.casualties.sentence import NounPhrase, Sentence
from newsfacts.casualties.slots.saying import saying
from newsfacts.casualties.slots.words import slot_words
from newsfacts.casualties.tags import FINITE

# Words of an aside between a speaker and "said".
ASIDE_REACH = 30
# Words between a speaker and a further verb of the same clause: "denied that … and said".
CLAUSE_REACH = 40
# Words in brackets behind a speaker.
BRACKET_REACH = 12
# Times and adverbs between a speaker and the verb.
MOST_BETWEEN = 8

ADVERBS = ("RB", "RBR", "RBS")
_CLOSING_QUOTES = ("''", "”", '"', "’")
ENDS = ("", ".", ",", ";", ":", "(", "-", "–", "—", "”", '"', "''", "?", "!", ")")
# Behind them no clause of its own goes on.
RELATIVE_TAGS = ("WP", "WDT", "WP$", "WRB")


def speaker(words: Sentence, verb: int) -> NounPhrase | None:
    """Who speaks by the verb at word `verb`; None where nobody is told, or the verb is passive."""
    if words.tag[verb] == "VBG":
        return _of_participle(words, verb)
    at = _leftward(words, verb - 1)
    if at is None:
        return None  # "was told", "is said"
    if words.at(at) == "who":
        at -= words.at(at - 1) == ","
        at -= words.at(at) == "who"
    beside = words.ending.get(at + 1)
    if beside is not None:
        return whole(words, beside)
    turned = behind(words, verb)
    if turned is not None and _plainly(words, verb, turned):
        return turned
    return _from_afar(words, at) or turned


def _from_afar(words: Sentence, at: int) -> NounPhrase | None:
    """The speaker in front of an aside, or of another verb, that ends at word `at`."""
    low = words.at(at)
    if low in saying().joining:
        return clause_speaker(words, at)
    return _before_aside(words, at) if low in slot_words().aside_ends else None


def times(words: Sentence, phrase: NounPhrase) -> bool:
    return words.low[phrase.head] in words.lex.temporal


def may_speak(words: Sentence, phrase: NounPhrase) -> bool:
    """Whether people, a body or a document are named; of an unknown word we do not know better."""
    kind, low, lists = who(words, phrase), words.low[phrase.head], saying()
    if kind is Who.THING:
        return words.label[phrase.head] == "ORG" or low in lists.bodies or low in lists.documents
    return kind is not Who.COUNT or words.low[phrase.start] in slot_words().somebody


def surely_speaks(words: Sentence, phrase: NounPhrase) -> bool:
    """Likewise, but an unknown word names nobody."""
    kind, lists = who(words, phrase), saying()
    unknown = kind is Who.UNKNOWN and words.low[phrase.head] not in lists.bodies | lists.documents
    return may_speak(words, phrase) and not unknown


# ---------------------------------------------------------------- in front of the verb


def _leftward(words: Sentence, at: int) -> int | None:
    """The word in front of the auxiliaries, adverbs, times and brackets that end at word `at`; None where the
    verb is passive."""
    lists = slot_words()
    for _ in range(MOST_BETWEEN):
        low, time = words.at(at), words.ending.get(at + 1)
        if low in lists.passive:
            return None
        if words.tagged(at) in (*ADVERBS, "MD") or low in lists.before_speaker:
            at -= 1
        elif low in (")", "]"):
            at = before_bracket(words, at)
        elif time is not None and times(words, time):
            at = time.start - 1
            while words.at(at) in saying().around_times:
                at -= 1
        else:
            break
    return at


def before_bracket(words: Sentence, at: int) -> int:
    """The word in front of the bracket that closes at word `at`; the word before that where none opens."""
    for spot in range(at - 1, max(at - BRACKET_REACH, -1), -1):
        if words.low[spot] in ("(", "["):
            return spot - 1
    return at - 1


def whole(words: Sentence, phrase: NounPhrase) -> NounPhrase:
    """The phrase with what belongs to it on the left and without a time: "last night doctors at the clinic"
    is the doctors and their clinic."""
    return _joined(words, _first_noun(words, _behind_time(words, phrase)))


def _behind_time(words: Sentence, phrase: NounPhrase) -> NounPhrase:
    """ "last night police": the police."""
    start, timed = phrase.start, False
    while start < phrase.head and words.label[start] != "ORG":
        if words.low[start] in words.lex.temporal:
            timed = True
        elif words.low[start] not in words.lex.time_adjectives and words.low[start] != "that":
            break
        start += 1
    return replace(phrase, start=start, body=max(start, phrase.body)) if timed else phrase


def _first_noun(words: Sentence, phrase: NounPhrase) -> NounPhrase:
    """The first of phrases that prepositions join: "the head of the hospital in Oru"."""
    before = phrase.start - 1
    while before > 0 and words.tag[before] == "IN" and words.low[before] in slot_words().name_joints:
        left = words.ending.get(before)
        if left is None:
            break
        phrase = left
        before = phrase.start - 1
    return _behind_time(words, phrase)


def _joined(words: Sentence, phrase: NounPhrase) -> NounPhrase:
    """With what "and" joins to it at the start of a clause: "the search and rescue agency"."""
    spot = phrase.start - 1
    left = words.ending.get(spot) if words.at(spot) == "and" else None
    if left is None or (left.number is not None and words.low[left.start] != "both") or times(words, left):
        return phrase
    left = _first_noun(words, left)
    if words.at(left.start - 1) not in slot_words().before_named:
        return phrase
    return NounPhrase(left.start, phrase.end, phrase.head, body=left.start)


def _before_aside(words: Sentence, at: int) -> NounPhrase | None:
    """The phrase in front of an aside that ends at word `at`: "Ana Ruiz, 41, who saw it, said"."""
    somebody: NounPhrase | None = None
    for spot in range(at, max(at - ASIDE_REACH, -1), -1):
        phrase = _at_mark(words, spot)
        if phrase is None:
            continue
        if words.capital[phrase.head] or words.low[phrase.start] == "the":
            return _its_name(words, phrase)
        if somebody is None and who(words, phrase).human:
            somebody = phrase
    return somebody


def _at_mark(words: Sentence, spot: int) -> NounPhrase | None:
    """Who may speak in front of the comma, dash or bracket at word `spot`."""
    if words.low[spot] not in slot_words().aside_marks and words.low[spot] != "who":
        return None
    end = before_bracket(words, spot - 1) + 1 if words.at(spot - 1) == ")" else spot
    phrase = words.ending.get(end)
    if phrase is None or phrase.number is not None or times(words, phrase):
        return None
    phrase = whole(words, phrase)
    opener = words.at(phrase.start - 1)
    named = words.label[phrase.head] == "PERSON" and opener in ENDS
    opens = named or opener in slot_words().before_named
    return phrase if opens and may_speak(words, phrase) else None


def _its_name(words: Sentence, phrase: NounPhrase) -> NounPhrase:
    """For "Ana Ruiz, 41, the head of the union, said": Ana Ruiz."""
    if words.label[phrase.head] == "PERSON":
        return phrase
    left, spot = phrase, phrase.start - 1
    for _ in range(2):
        found = words.ending.get(spot) if words.at(spot) == "," else None
        if found is None:
            return phrase
        left, spot = found, found.start - 1
        if words.label[left.head] in ("PERSON", "ORG"):
            return whole(words, left)
    return phrase


def clause_speaker(words: Sentence, at: int) -> NounPhrase | None:
    """The subject of the clause around word `at`: in "the army denied that it was so and said" the army."""
    for spot in range(at - 1, max(at - CLAUSE_REACH, -1), -1):
        phrase = _subject(words, spot)
        if phrase is None or times(words, phrase):
            continue
        if phrase.start > spot or not _subordinate(words, phrase.start):
            return phrase
    return None


def _subject(words: Sentence, verb: int) -> NounPhrase | None:
    """Who does what the finite verb at word `verb` tells; of a verb of saying, maybe behind it."""
    if words.within[verb] is not None or (not words.tag[verb].startswith("VB") and words.tag[verb] != "MD"):
        return None
    turned = behind(words, verb) if words.low[verb] in saying().verbs else None
    if turned is not None or words.tag[verb] not in FINITE:
        return turned
    at = _leftward(words, verb - 1)
    at = verb - 2 if at is None else at  # "was told": who was
    phrase = words.ending.get(at + 1)
    if phrase is not None:
        return whole(words, phrase)
    return _before_aside(words, at) if words.at(at) == "," else None


def _subordinate(words: Sentence, start: int) -> bool:
    """Whether the clause whose subject begins at word `start` depends on another: "said (that) it was"."""
    before = start - 1
    while words.tagged(before) in ADVERBS:
        before -= 1
    verb = words.tagged(before).startswith("VB") and words.within[before] is None
    return verb or words.at(before) in words.lex.openers or words.tagged(before) in RELATIVE_TAGS


def _of_participle(words: Sentence, verb: int) -> NounPhrase | None:
    """Who speaks in "issued a statement saying", "quoted a doctor as saying", "with the mayor saying"."""
    as_said = words.at(verb - 1) == "as"
    if words.tagged(verb - 1) in ("IN", "TO") and not as_said:
        return None  # "convicted for claiming the life of"
    left = words.ending.get(verb - as_said)
    if left is not None:
        first = _first_noun(words, left)
        opener = words.at(first.start - 1)
        if (as_said and opener != "by") or (opener == "with" and not as_said):
            return first
    return clause_speaker(words, verb) or clause_subject(words, verb)


# ---------------------------------------------------------------- behind the verb


def behind(words: Sentence, verb: int) -> NounPhrase | None:
    """Who speaks behind the verb: `"…", said the mayor`, "40 died, noted on Tuesday the hospital"."""
    if words.at(verb - 1) not in slot_words().quoted_before or words.tagged(verb - 1) == "``":
        return None
    quoted = ends_quotation(words, verb - 1)
    phrase = words.opening.get(over_times(words, verb + 1))
    if phrase is None or times(words, phrase) or (words.tagged(phrase.start) == "PRP" and not quoted):
        return None
    if not quoted and words.tagged(long_end(words, phrase)) in FINITE:
        return None  # "…, said six people were killed"
    return phrase


def _plainly(words: Sentence, verb: int, turned: NounPhrase) -> bool:
    """Whether what stands behind the verb can only be who speaks."""
    if ends_quotation(words, verb - 1):
        return True
    ended = words.at(long_end(words, turned)) in ENDS
    return ended and words.low[verb] in saying().plain and may_speak(words, turned)


def ends_quotation(words: Sentence, at: int) -> bool:
    """Whether the mark at word `at` ends a quotation: `"…,"` or `"…",`."""
    if words.at(at) == "," and words.tagged(at - 1) == "''":
        return True
    return (
        words.tagged(at) == "''"
        and words.low[at] in _CLOSING_QUOTES
        and words.at(at - 1) in (",", "!", "?", ".")
    )


def over_times(words: Sentence, at: int) -> int:
    """The word behind adverbs and times that begin at word `at`: "on Tuesday the hospital"."""
    for _ in range(MOST_BETWEEN):
        spot = at
        while words.at(spot) in saying().around_times or words.tagged(spot) in ADVERBS:
            spot += 1
        time = words.opening.get(spot)
        if time is not None and times(words, time):
            at = time.end
        else:
            break
    return at


def long_end(words: Sentence, phrase: NounPhrase) -> int:
    """Where the phrase ends with its "of", "in" and "for" phrases: "the ministry of health in Oru", "a tally
    kept by the union"."""
    end, lists = phrase.end, saying()
    document = words.low[phrase.head] in lists.documents
    while end < len(words) and words.label[end] == words.label[end - 1] == "ORG":
        end += 1
    for _ in range(3):
        made = document and words.tagged(end) == "VBN" and words.at(end + 1) in lists.document_joints
        joint = end + made
        joined = made or words.at(end) in slot_words().source_joints or (document and words.at(end) == "by")
        follows = words.opening.get(joint + 1) if joined else None
        if follows is None or _of_another(words, joint, follows):
            break
        end = follows.end
    return end


def _of_another(words: Sentence, joint: int, follows: NounPhrase) -> bool:
    """Whether a phrase behind that of the speaker is no part of it: "medics and 40", "the ministry on its
    website"."""
    counted = follows.number is not None and words.at(joint) == "and"
    return counted or times(words, follows) or words.tag[follows.start] == "PRP$"


def named_end(words: Sentence, end: int) -> int:
    """Where the words end with a name behind: "the hospital's director, Ana Ruiz"."""
    name = words.opening.get(end + 1) if words.at(end) == "," else None
    if name is None or words.label[name.head] != "PERSON" or words.label[end - 1] == "PERSON":
        return end
    return name.end if words.at(name.end) in ENDS else end
