"""Who or what did a harm, as its sentence tells."""

from __future__ import annotations

import re

from newsfacts.casualties.context import context
from newsfacts.casualties.figure import COUNTED, Figure, Told
from newsfacts.casualties.grammar.clauses import apart
from newsfacts.casualties.grammar.objects import agent_of, opening_of
from newsfacts.casualties.grammar.subjects import clause_subject, leftwards, subject_of, temporal
from newsfacts.casualties.people import who
from newsfacts.casualties.sentence import NounPhrase, Sentence, Words
from newsfacts.casualties.slots.words import slot_words
from newsfacts.casualties.tags import verbal

# Words behind a word of harm in which its cause is looked for; before it, of the accused; before "-related".
AFTER_REACH = 30
ACCUSED_REACH = 10
RELATED_REACH = 4
# Words from "faces" to "charges".
CHARGE_REACH = 4
# Words between an event and the victims after it.
EVENT_REACH = 12
# Phrases between a place or a time and the event that it belongs to.
DOER_REACH = 5
# Words of a verb in -ing up to its object.
GERUND_REACH = 5


def cause_of(words: Sentence, figure: Figure) -> Words | None:
    """Who or what did it, as the sentence tells: the doer, else an event beside the word of harm."""
    if (charged := _charged(words, figure)) is not None:
        return charged
    if figure.agent is not None:
        agent = _doer(words, figure.agent)
        if agent is not None:
            return agent
    for find in (_event_after, _main_clause, _accused, _by_agent, _related, _event_before, _disease):
        found = find(words, figure)
        own = found is not None and not apart(words, found[0], figure.at[0])
        if found is not None and own and not figure.overlaps(found):
            return found
    return None


def _charged(words: Sentence, figure: Figure) -> Words | None:
    """Whom others charge with it: "police arrested a man on Friday for killing six"."""
    at = figure.at[0] - 1
    while words.tagged(at) == "RB" or words.at(at) == "the":
        at -= 1
    if words.at(at) not in slot_words().charged_with:
        return None
    while (phrase := words.ending.get(at)) is not None and temporal(words, phrase):
        at = phrase.start - (words.tagged(phrase.start - 1) == "IN")
    if phrase is None or not who(words, phrase).human or figure.overlaps((phrase.start, phrase.end)):
        return None
    return (phrase.start, phrase.end) if words.at(phrase.start - 1) in context("accused") else None


def _doer(words: Sentence, agent: Words) -> Words | None:
    """The words of who or what did it: no place and no time, but what they belong to, as in
    "strikes this month in the province of Oru that left six dead"."""
    phrase = words.within[agent[0]]
    if phrase is None:
        return agent
    low = words.low[phrase.head]
    if low in slot_words().no_doers:
        return None
    if words.label[phrase.head] not in ("LOC", "DATE") and low not in words.lex.temporal:
        event = None if _event(words, phrase) or who(words, phrase).human else _event_of(words, phrase)
        if event is not None:
            return event.start, event.end
        happens = low in context("site") and words.at(agent[0] - 1) != "by"
        return _happens_at(words, phrase) if happens else agent
    for _ in range(DOER_REACH):
        spot = phrase.start - 1
        while spot > 0 and words.tag[spot] in ("IN", "TO", "DT", "RB"):
            spot -= 1
        left = words.ending.get(spot + 1)
        if left is None:
            return None
        phrase = left
        if _event(words, phrase) or who(words, phrase).human:
            return phrase.start, phrase.end
    return None


def _event_of(words: Sentence, phrase: NounPhrase) -> NounPhrase | None:
    """The event to which a phrase belongs: "rain in the hills", "an avalanche that hit the upper valley"."""
    for _ in range(DOER_REACH):
        at = phrase.start - 1
        if words.tagged(at).startswith("VB") and words.at(at - 1) in ("that", "which"):
            at -= 1
        elif words.tagged(at) not in ("IN", "TO"):
            return None
        left = words.ending.get(at)
        if left is None:
            return None
        phrase = left
        if _event(words, phrase):
            return phrase
    return None


def _happens_at(words: Sentence, site: NounPhrase) -> Words:
    """What happens at a site, the site itself where nothing does: "heavy snow in the passes north of the
    city", "fighting between clans in the region"."""
    phrase = site
    for _, left in leftwards(words, site):
        phrase = left
    at = phrase.start - 2
    if words.tagged(at + 1) == "IN" and words.tagged(at) == "VBG" and words.within[at] is None:
        return at, at + 1
    return phrase.start, phrase.end


def _event(words: Sentence, phrase: NounPhrase) -> bool:
    return words.low[phrase.head] in context("event", "disease") and words.label[phrase.head] != "DATE"


def _event_after(words: Sentence, figure: Figure) -> Words | None:
    """ "in a car accident", "after a wall fell", "while taking a bath" behind the word of harm."""
    lists, behind = slot_words(), figure.at[1]
    for at in range(behind, min(behind + AFTER_REACH, len(words))):
        low = words.low[at]
        if low == ";":
            return None
        gerund = words.tagged(at + 1) == "VBG" and words.at(at + 1) not in {"being", *lists.idle_gerunds}
        if gerund and low in lists.gerund_openers:
            return _gerund(words, at + 1)
        phrase = words.opening.get(at + 1)
        if phrase is None or figure.overlaps((phrase.start, phrase.end)):
            continue
        if low in lists.cause_prepositions and _event(words, phrase):
            return phrase.start, phrase.end
        if low in lists.clause_causes and _happening(words, phrase):
            return phrase.start, phrase.end
    return None


def _happening(words: Sentence, phrase: NounPhrase) -> bool:
    """Whether the phrase is an event or the subject of one: "a wall" of "after a wall fell"."""
    if words.low[phrase.head] in words.lex.temporal or words.tag[phrase.head] == "PRP":
        return False
    return _event(words, phrase) or words.tagged(phrase.end).startswith("VB")


def _gerund(words: Sentence, at: int) -> Words:
    """ "slipping into a brook": the verb and the phrase it leads to."""
    for end in range(at + 1, min(at + GERUND_REACH, len(words))):
        phrase = words.opening.get(end)
        if phrase is not None:
            return at, phrase.end
        if words.low[end] in slot_words().gerund_ends:
            return at, end
    return at, at + 1


def _main_clause(words: Sentence, figure: Figure) -> Words | None:
    """ "A ferry sank, killing six": the subject of the clause before."""
    if words.tag[figure.at[0]] != "VBG" or figure.told is not Told.ACT:
        return None
    subject = clause_subject(words, figure.at[0] - 1)
    return None if subject is None else (opening_of(words, subject), subject.end)


def _accused(words: Sentence, figure: Figure) -> Words | None:
    """ "the man accused of the murder of", "Lind was charged with", "faces charges for"."""
    start, lists = figure.at[0], slot_words()
    for at in range(start - 1, max(start - ACCUSED_REACH, -1), -1):
        verb = at if words.within[at] is None else None
        if words.low[at] in lists.charges and words.at(at + 1) in lists.charged_with:
            verb = next(
                (v for v in range(at - 1, max(at - CHARGE_REACH, -1), -1) if verbal(words.tag[v])), None
            )
        elif words.low[at] not in context("accused"):
            continue
        if verb is not None:
            subject = subject_of(words, verb)
            return None if subject is None else (subject.start, subject.end)
    return None


def _by_agent(words: Sentence, figure: Figure) -> Words | None:
    """ "by gunmen", "at the hands of gunmen"; not those who found or declared somebody dead."""
    if not slot_words().declared.isdisjoint(words.low[figure.at[0] : figure.at[1]]):
        return None
    for at in range(figure.at[1], min(figure.at[1] + AFTER_REACH, len(words))):
        if words.low[at - 3 : at + 1] == ["at", "the", "hands", "of"]:
            quoted = words.at(at + 1) in words.lex.quotes
            if told := words.opening.get(at + 2 if quoted else at + 1):
                return told.start, told.end
    return agent_of(words, figure.at[1])


def _related(words: Sentence, figure: Figure) -> Words | None:
    """ "drug-related deaths": the drug."""
    start = figure.at[0]
    for at in range(start - 1, max(start - RELATED_REACH, 0), -1):
        if words.low[at] in slot_words().related:
            first = at - 2 if words.low[at - 1] == "-" else at - 1
            return (first, first + 1) if first >= 0 and words.low[first][0].isalpha() else None
    return None


def _event_before(words: Sentence, figure: Figure) -> Words | None:
    best: Words | None = None
    for phrase in words.phrases:
        if phrase.end > figure.at[0] and phrase.start >= figure.start:
            break
        if figure.start - EVENT_REACH <= phrase.end <= figure.start and _event(words, phrase):
            best = phrase.start, phrase.end
    return best


def event_told(words: Sentence) -> Words | None:
    """The first phrase of a sentence that names a violent event, an accident or a disaster."""
    for phrase in words.phrases:
        if _event(words, phrase) and words.low[phrase.head] not in context("weak"):
            return phrase.start, phrase.end
    return None


def _disease(words: Sentence, figure: Figure) -> Words | None:
    """An illness named anywhere in the sentence of a count of deaths."""
    if figure.told not in COUNTED and figure.told is not Told.TOLL:
        return None
    for at, low in enumerate(words.low):
        if low in context("disease"):
            return at, at + 1
    return None


def lasts(cause: str) -> bool:
    """Whether a cause goes on for weeks or years: "the siege", "heavy rains", "the cholera outbreak"."""
    return not context("long-event", "disease").isdisjoint(re.findall(r"[^\W\d_]+", cause.lower()))
