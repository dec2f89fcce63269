"""Where, when and by what: the slots of a statement of harm, from its own sentence and its neighbours."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from newsfacts.casualties.attach.arguments import agent_of, clause_subject, opening_of, subject_of, verbal
from newsfacts.casualties.sentence import NounPhrase, Sentence, Who, lexicon, who
from newsfacts.casualties.sentences import Sentences
from newsfacts.casualties.triggers import Candidate
from newsfacts.rules import load
from newsfacts.types import CharSpan, Harm

_PLACE_PREPOSITIONS = frozenset(
    ["in", "at", "near", "outside", "inside", "from", "across", "on", "off", "around", "along", "throughout"]
)
_CAUSE_PREPOSITIONS = frozenset(
    ["in", "after", "by", "from", "during", "when", "to", "amid", "following", "with", "of", "under"]
)


@dataclass(frozen=True, slots=True)
class ContextRule:
    """A table of `casualties/context.toml`."""

    id: str
    role: str
    words: tuple[str, ...]


@cache
def context(role: str) -> frozenset[str]:
    """The words of `casualties/context.toml` that play `role`."""
    rules = load("casualties/context", ContextRule).values()
    return frozenset(word for rule in rules if rule.role == role for word in rule.words)


Words = tuple[int, int]  # words [start, end) of a sentence


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
        if phrase.start < behind or phrase.number is not None:
            continue
        own = words.tag[phrase.start] == "PRP$" and words.at(phrase.start - 1) == "from"
        if own and words.low[phrase.head] in ("home", "homes"):
            continue  # "driven from their homes"
        before = words.at(phrase.start - 1)
        named = words.label[phrase.head] in ("LOC", "FAC")
        if before in _PLACE_PREPOSITIONS and _is_place(words, phrase):
            end = _place_end(words, phrase)
            low = words.low[phrase.head]
            vague = low in context("vague-site") and (end == phrase.end or low.startswith("hospital"))
            vague = vague or (low == "station" and "police" in words.low[phrase.start : phrase.head])
            # "the country" repeats a place named elsewhere.
            vague = vague or (
                low in context("generic-site") and end == phrase.end == phrase.start + 2 and named is False
            )
            vague = vague or _of_another(words, phrase.start - 1)
            # "people from the village" tells where they live, "taken from a clinic" where it happened.
            rank = 2 if vague else 1 if before == "from" and not named else 0
            found.append(Place(phrase.start, end, rank))
            behind = end
            continue
        spot = phrase.start
        if words.low[phrase.head] in context("event") and words.tagged(phrase.head - 1).startswith("NNP"):
            # "the Kargil War", "the Oru bombing"
            start = phrase.head - 1
            while start > phrase.start and words.tag[start - 1].startswith("NNP"):
                start -= 1
            if (
                words.label[start] not in ("PERSON", "ORG", "NORP", "DATE")
                and words.low[start] not in lexicon().temporal
                and lexicon().rule_of(words.low[start]) is None
            ):
                found.append(Place(start, phrase.head, 1))
                continue
        while spot < phrase.end:
            if words.label[spot] in ("LOC", "FAC"):
                end = spot
                while end < phrase.end and words.label[end] == words.label[spot]:
                    end += 1
                found.append(Place(spot, end, 1))
                break
            spot += 1
    return found


def _of_another(words: Sentence, preposition: int) -> bool:
    """Whether "in Oru" belongs to a burial, a court, a hospital, a home: no place of the harm."""
    return any(words.at(at) in context("elsewhere") for at in (preposition - 1, preposition - 2))


def place_of(
    words: Sentence, item: Candidate, told: Sequence[Place], source: Words | None, *, rank: int
) -> Words | None:
    """The place of at most `rank` told nearest to the word of harm, not that of the one who tells."""
    best: tuple[int, Words] | None = None
    own = item.trigger
    if item.frame == "part":
        own = item.start, item.end  # "94 of them in Oru and 18 in Batu"
    for place in told:
        if of_a_part(words, item, place.start):
            continue
        if source is not None and source[0] <= place.start < source[1]:
            continue
        if place.rank > rank or (place.start < item.end and item.start < place.end):
            continue
        if item.victims is not None and place.start < item.victims[1] and item.victims[0] < place.end:
            continue
        if words.at(place.start - 1) == "from" and (
            place.end <= item.trigger[0] or (rank < 2 and item.kind not in _TAKEN)
        ):
            continue  # "people from Oru died": where they come from
        if place.rank == 1 and _reference(item):
            continue  # "talks with Peru were about the murder of Ana Ruiz"
        if words.at(place.start - 2) in _SAID or words.at(place.start - 2) in (
            "according",
            "spokesman",
            "official",
        ):
            continue
        gap = (
            place.start - own[1]
            if place.start >= own[1]
            else (own[0] - place.end) + 3  # what follows is told of the harm, what precedes may not be
        )
        gap += 12 * place.rank
        if best is None or gap < best[0]:
            best = (gap, (place.start, place.end))
    return None if best is None else best[1]


def of_a_part(words: Sentence, item: Candidate, end: int) -> bool:
    """Whether a part of a total stands between it and word `end`: "112 died, 94 of them in Oru"."""
    start = max(item.end, item.trigger[1])
    return item.frame != "part" and any(
        at in words.counts
        and "of" in (words.at(words.counts[at][0]), words.at(words.counts[at][0] - 1))
        and {"them", "whom"}.intersection(words.low[at:end][:4])
        for at in range(start, end)
    )


# Harm of which "from Oru" tells where it happened.
_TAKEN = (Harm.CAPTIVE, Harm.DISPLACED, Harm.MISSING)


def _reference(item: Candidate) -> bool:
    """Whether the sentence is about something else and only names the harm: "the murder of Ana Ruiz"."""
    return item.frame in ("of", "owner", "named") and (item.lone or item.bare)


def _is_place(words: Sentence, phrase: NounPhrase) -> bool:
    if phrase.number is not None:
        return False
    head = phrase.head
    if words.label[head] in ("LOC", "FAC"):
        return True
    if words.label[head] in ("PERSON", "ORG", "NORP", "DATE"):
        return False
    low = words.low[head]
    if low in lexicon().temporal:
        return False
    if low in context("site"):
        return True
    return (
        words.tag[head] in ("NNP", "NNPS")
        and not any(words.label)
        and words.at(phrase.start - 1) in ("in", "near", "at", "outside", "off")
        and who(words, phrase) is Who.NAME
    )


def _place_end(words: Sentence, phrase: NounPhrase) -> int:
    """The end of "a clinic in Dori, Mali"."""
    end = phrase.end
    for _ in range(4):
        joint = words.at(end)
        follows = words.opening.get(end + 1)
        if (
            follows is None
            or joint not in ("in", "of", "near", "on", "at", ",")
            or not _is_place(words, follows)
        ):
            break
        if joint == "," and not words.capital[follows.head]:
            break
        end = follows.end
    return end


@dataclass(frozen=True, slots=True)
class Time:
    """An expression of time at words [start, end). `known`: the dates component found it."""

    start: int
    end: int
    known: bool


def date_of(words: Sentence, item: Candidate, told: Sequence[Time]) -> Words | None:
    """The time told nearest to the word of harm in its sentence, one of `told`."""
    best: tuple[int, Words] | None = None
    own = item.trigger
    if item.frame == "part":
        own = item.start, item.end  # "fourteen on Saturday and six on Sunday"
    for time in told:
        start, end = time.start, time.end
        if start < item.end and item.start < end:
            continue
        gap = start - own[1] if start >= own[1] else (own[0] - end) + 3
        if not time.known:
            gap += 6  # "in a single night last year"
        if _other_verb(words, start, item) or _other_act(words, start, end, item):
            gap += 30
        elif (
            item.frame in ("of", "owner", "counted")
            and item.rule.frame == "event"
            and start < item.trigger[0]
        ):
            gap += 20  # "on Monday condemned the murder of …"
        if gap < 30 and (best is None or gap < best[0]):
            best = (gap, (start, end))
    return None if best is None else best[1]


def _other_act(words: Sentence, start: int, end: int, item: Candidate) -> bool:
    """Whether the time is that of another act: a toll given, a search called off, a film to be shown."""
    if item.frame == "toll":
        return start >= item.end  # "rose to 57 on Thursday"
    if end <= item.start:
        # "The visit on Monday came two weeks after 13 farmers were killed"
        pairs = zip(words.low[end : item.start], words.low[end + 1 : item.start], strict=False)
        if any(unit in _UNITS and joint == "after" for unit, joint in pairs):
            return True
        # "put the cook ashore on Monday but kept 17 captive"
        return item.kind == Harm.CAPTIVE and "but" in words.low[end : item.start]
    if start < item.trigger[1]:
        return False
    between = range(item.trigger[1], start)
    if any(words.low[at] in _JOINED or words.low[at] in _FOUND for at in between):
        return False
    if any(words.tag[at] == "MD" for at in between):
        return True  # "the fire that killed 71 will be shown on Friday"
    described = item.frame in ("postnominal", "attributive", "of", "owner", "named")
    return described and any(words.tag[at] in ("VBD", "VBZ") and words.within[at] is None for at in between)


_UNITS = frozenset(
    ["days", "week", "weeks", "month", "months", "year", "years", "fortnight", "decade", "decades"]
)
# Words that join a clause that tells of the same harm.
_JOINED = frozenset(["when", "after", "as", "while", "who", "during", "where", "which", "before"])
_FOUND = frozenset(["found", "recovered", "discovered", "retrieved", "spotted"])


def event_time(words: Sentence, dates: Sequence[CharSpan]) -> Words | None:
    """The time that a sentence tells nearest to a word of violence, accident or disaster."""
    known = context("violence") | context("event")
    signs = [at for at, low in enumerate(words.low) if low in known]
    best: tuple[int, Words] | None = None
    for time in times(words, dates):
        at = time.start - 1
        while words.at(at) in _BEFORE_TIME:
            at -= 1
        if not time.known or words.at(at) in _SAID:
            continue
        gap = min((abs(sign - time.start) for sign in signs), default=REACH_OF_TIME + 1)
        if gap <= REACH_OF_TIME and (best is None or gap < best[0]):
            best = gap, (time.start, time.end)
    return None if best is None else best[1]


# Words between a time and the event it is the time of.
REACH_OF_TIME = 15
_BEFORE_TIME = frozenset(["on", "in", "at", "late", "early", "the", "earlier", "later", "during", "around"])


def _other_verb(words: Sentence, start: int, item: Candidate) -> bool:
    """Whether the time belongs to another verb beside it: "the army said Friday", "met on Monday"."""
    at = start - 1
    while words.at(at) in _BEFORE_TIME:
        at -= 1
    if at < 0 or item.trigger[0] <= at < item.trigger[1]:
        return False
    if words.low[at] in _SAID:
        return True
    # A verb with another one of harm behind it: "met on Friday to discuss … which left 36 dead".
    return (
        words.tag[at] in ("VBD", "VBZ")
        and at < item.trigger[0]
        and words.low[at] not in lexicon().auxiliaries
    )


_SAID = frozenset(
    [
        "said",
        "says",
        "told",
        "reported",
        "announced",
        "confirmed",
        "statement",
        "added",
        "condemned",
        "arrested",
    ]
)
_NO_DATE = frozenset(["spot", "scene", "hour", "hours", "minutes", "moment", "day", "century"])
_SEASONS = frozenset(["spring", "summer", "autumn", "fall", "winter", "mid-2022", "early", "late", "mid"])


def times(words: Sentence, dates: Sequence[CharSpan] = ()) -> list[Time]:
    """The expressions of time in a sentence. `dates`: those that the dates component found, by characters.

    "since" stays, as it tells a period: "since 2019".
    """
    found: list[Words] = []
    for span in dates:
        start = bisect_right(words.first, span.start) - 1
        end = bisect_left(words.first, span.end)
        if 0 <= start < end and words.first[start] >= span.start:
            found.append((start, end))
    found = _ranges(words, found)
    known = {start for start, _ in found}
    taken = {index for start, end in found for index in range(start, end)}
    at = 0
    while at < len(words):
        end = at if at in taken else _time_end(words, at)
        if end > at and not taken.intersection(range(at, end)):
            found.append((at, end))
        at = max(end, at + 1)
    return [
        Time(*_widened(words, start, end), known=start in known)
        for start, end in sorted(found)
        if not _life_span(words, start, end) and not _counted_from(words, start, end)
    ]


def _ranges(words: Sentence, found: Sequence[Words]) -> list[Words]:
    """`found` with the ends of "between May and June" and "from 1976 to 1983" joined."""
    joined: list[Words] = []
    for start, end in sorted(found):
        first = joined[-1] if joined else None
        if first is not None and first[1] + 1 == start:
            between, before = words.low[first[1]], words.at(first[0] - 1)
            if (between == "and" and before == "between") or (
                between in ("to", "until", "till", "through") and before in ("from", "between")
            ):
                joined[-1] = first[0], end
                continue
        joined.append((start, end))
    return joined


def _counted_from(words: Sentence, start: int, end: int) -> bool:
    """ "two weeks after" the harm told next: the time of something else."""
    joint = end - 1 if words.low[end - 1] in ("after", "before") else end
    return words.at(joint) in ("after", "before") and words.low[joint - 1] in _UNITS and joint > start


def _life_span(words: Sentence, start: int, end: int) -> bool:
    """ "(1882-1951)" behind a name, or an age."""
    inside = words.low[start:end]
    return (words.at(start - 1) == "(" and words.at(end) == ")" and len(inside) <= 4) or "old" in inside


def _widened(words: Sentence, start: int, end: int) -> Words:
    if words.at(start - 1) in _SEASONS:
        start -= 1
    before = words.ending.get(start - 1)
    if words.at(start - 1) == "of" and before is not None and words.low[before.head] in lexicon().temporal:
        start = before.start  # "the first six weeks of 2022"
    if words.at(start - 1) == "since":
        start -= 1
    return start, end


def _time_end(words: Sentence, at: int) -> int:
    """The end of an expression of time that begins at word `at`, else `at`."""
    if words.label[at] == "DATE":
        end = at
        while end < len(words) and words.label[end] == "DATE":
            end += 1
        return end
    phrase = words.opening.get(at)
    if phrase is not None and words.low[phrase.head] in lexicon().temporal - _NO_DATE:
        end = phrase.end
        while words.at(end).isdigit() or (
            words.at(end) == "," and words.at(end + 1).isdigit() and len(words.at(end + 1)) == 4
        ):
            end += 1
        ago = words.at(end) == "ago"
        if ago or words.low[phrase.head] not in ("years", "months", "weeks", "days", "decades"):
            return end + ago
        return at
    low = words.low[at]
    if low.isdecimal() and len(low) == 4 and at not in words.counts and 1500 <= int(low) <= 2100:
        return at + 1
    if low in ("yesterday", "today", "tonight", "recently", "overnight", "annually"):
        return at + 1
    if low[0].isdigit() and (
        low.endswith(("am", "pm", "a.m.", "p.m.")) or words.at(at + 1) in ("am", "pm", "a.m.", "p.m.")
    ):
        return at + (1 if low.endswith(("m", "m.")) else 2)
    return at


def cause_of(words: Sentence, item: Candidate) -> Words | None:
    """Who or what did it, as the sentence tells: the doer, else an event beside the word of harm."""
    if item.agent is not None:
        agent = _doer(words, item.agent)
        if agent is not None:
            return agent
    for find in (_event_after, _main_clause, _accused, _by_agent, _related, _event_before, _disease):
        found = find(words, item)
        if found is not None and not (found[0] < item.end and item.start < found[1]):
            return found
    return None


def _doer(words: Sentence, agent: Words) -> Words | None:
    """The words of who or what did it: no place and no time, but what they belong to, as in
    "strikes this month in the province of Oru that left six dead"."""
    phrase = words.within[agent[0]]
    if phrase is None:
        return agent
    if words.low[phrase.head] in _NO_DOERS:
        return None
    if words.label[phrase.head] not in ("LOC", "DATE") and words.low[phrase.head] not in lexicon().temporal:
        return agent
    for _ in range(5):
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


_NO_DOERS = frozenset(["who", "it", "which", "that", "doctors"])


def _event(words: Sentence, phrase: NounPhrase) -> bool:
    return (
        words.low[phrase.head] in context("event") | context("disease") and words.label[phrase.head] != "DATE"
    )


def _event_after(words: Sentence, item: Candidate) -> Words | None:
    """ "in a car accident", "after a wall fell", "while taking a bath" behind the word of harm."""
    for at in range(item.trigger[1], min(item.trigger[1] + 30, len(words))):
        low = words.low[at]
        if low == ";":
            return None
        if (
            low in ("after", "while", "from", "by")
            and words.tagged(at + 1) == "VBG"
            and words.at(at + 1) != "being"
        ):
            return _gerund(words, at + 1)
        phrase = words.opening.get(at + 1)
        if phrase is None or (phrase.start < item.end and item.start < phrase.end):
            continue
        if low in _CAUSE_PREPOSITIONS and _event(words, phrase):
            return phrase.start, phrase.end
        if low in ("after", "when", "as", "because") and words.low[phrase.head] not in lexicon().temporal:
            if words.tag[phrase.head] == "PRP":
                continue
            if _event(words, phrase) or words.tagged(phrase.end).startswith("VB"):
                return phrase.start, phrase.end
    return None


def _gerund(words: Sentence, at: int) -> Words:
    """ "slipping into a brook": the verb and the phrase it leads to."""
    for end in range(at + 1, min(at + 5, len(words))):
        phrase = words.opening.get(end)
        if phrase is not None:
            return at, phrase.end
        if words.low[end] in (",", ".", ";", "and"):
            return at, end
    return at, at + 1


def _main_clause(words: Sentence, item: Candidate) -> Words | None:
    """ "A ferry sank, killing six": the subject of the clause before."""
    if words.tag[item.trigger[0]] != "VBG" or item.frame != "active":
        return None
    subject = clause_subject(words, item.trigger[0] - 1)
    return None if subject is None else (opening_of(words, subject), subject.end)


def _accused(words: Sentence, item: Candidate) -> Words | None:
    """ "the man accused of the murder of", "Lind was charged with"."""
    for at in range(item.trigger[0] - 1, max(item.trigger[0] - 10, -1), -1):
        if words.low[at] in context("accused") and words.within[at] is None:
            subject = subject_of(words, at)
            return None if subject is None else (subject.start, subject.end)
    return None


def _by_agent(words: Sentence, item: Candidate) -> Words | None:
    return agent_of(words, item.trigger[1])


def _related(words: Sentence, item: Candidate) -> Words | None:
    """ "drug-related deaths": the drug."""
    for at in range(item.trigger[0] - 1, max(item.trigger[0] - 4, 0), -1):
        if words.low[at] in ("related", "induced", "linked"):
            start = at - 2 if words.low[at - 1] == "-" else at - 1
            return (start, start + 1) if start >= 0 and words.low[start][0].isalpha() else None
    return None


# Words between an event and the victims after it.
EVENT_REACH = 12


def _event_before(words: Sentence, item: Candidate) -> Words | None:
    best: Words | None = None
    for phrase in words.phrases:
        if phrase.end > item.trigger[0] and phrase.start >= item.start:
            break
        if _event(words, phrase) and item.start - EVENT_REACH <= phrase.end <= item.start:
            best = phrase.start, phrase.end
    return best


def event_told(words: Sentence) -> Words | None:
    """The first phrase of a sentence that names a violent event, an accident or a disaster."""
    for phrase in words.phrases:
        if _event(words, phrase) and words.low[phrase.head] not in context("weak"):
            return phrase.start, phrase.end
    return None


def _disease(words: Sentence, item: Candidate) -> Words | None:
    """An illness named anywhere in the sentence of a count of deaths."""
    if item.frame not in ("counted", "toll"):
        return None
    for at, low in enumerate(words.low):
        if low in context("disease"):
            return at, at + 1
    return None


def lasts(cause: str) -> bool:
    """Whether a cause goes on for weeks or years: "the siege", "heavy rains", "the cholera outbreak"."""
    words = re.findall(r"[^\W\d_]+", cause.lower())
    return bool(words) and bool((context("long-event") | context("disease")).intersection(words))


def violent(sentences: Sentences, at: int, own: tuple[int, int]) -> bool:
    """Whether sentence `at` or a neighbour tells of violence, accident or disaster, outside words `own`."""
    signs = (context("violence") | context("event")) - context("weak")
    for index in range(max(0, at - 1), min(at + 2, len(sentences))):
        for place, low in enumerate(sentences.plain(index).low):
            if low in signs and not (index == at and own[0] <= place < own[1]):
                return True
    return False


def rate(words: Sentence, item: Candidate) -> bool:
    """Whether the figure is a rate: "five people die every day", "one is killed every four minutes"."""
    at = item.trigger[0]
    if words.tag[at] not in ("VBP", "VBZ", "VB") and words.at(at - 1) not in ("is", "are"):
        return False
    behind = item.trigger[1]
    for spot in range(behind, min(behind + RATE_REACH, len(words))):
        if words.low[spot] in (".", ",", ";", "and", "but") or verbal(words.tag[spot]):
            return False
        if words.low[spot] in ("every", "each", "per"):
            return bool(_SHORT_UNITS.intersection(words.low[spot + 1 : spot + 4]))
    return False


def sick_or_at_play(words: Sentence, item: Candidate) -> bool:
    """Whether the hurt are patients, as in "was hospitalised with measles", or one player."""
    behind = words.low[item.trigger[0] : item.trigger[1] + SICKNESS_REACH]
    before = words.low[max(0, item.trigger[0] - SICKNESS_REACH) : item.trigger[0]]
    if item.rule.id in _IN_HOSPITAL and not context("disease").isdisjoint([*before, *behind]):
        return True
    return item.lone and not context("sport").isdisjoint(words.low)


_IN_HOSPITAL = frozenset(["injure", "injured", "taken-to-hospital", "to-hospital", "condition"])
# Words between a hospital and the name of a disease.
SICKNESS_REACH = 5

# Words between a word of harm and "every day".
RATE_REACH = 6
_SHORT_UNITS = frozenset(
    ["second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "night", "week", "weeks",
     "month", "months"]
)  # fmt: skip


def natural(words: Sentence) -> bool:
    """Whether the sentence tells of illness or age; "a 17-year-old" is no age to die of."""
    return any(
        low in context("natural") and not (low == "old" and words.at(at - 1) in ("-", "years", "months"))
        for at, low in enumerate(words.low)
    )
