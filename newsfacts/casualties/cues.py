"""Which cue governs which words: told as a fact, as a possibility, or denied; and who says so.

A cue has a direction, a scope in words and words that end it; a pseudo cue only looks like one (after
ConText, Harkema et al. 2009, as medspaCy applies it). The cues are data: `rules/cues*.toml`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from newsfacts.casualties.attach.arguments import clause_subject, verbal
from newsfacts.casualties.sentence import NounPhrase, Sentence, lexicon
from newsfacts.errors import RuleError
from newsfacts.rules import load
from newsfacts.types import Harm, Scope, Status

QUOTES = ('"', "”", "''", "“", "``")
DIRECTIONS = frozenset(("before", "after", "around"))
OPEN = "open"  # the scope is left open


@dataclass(frozen=True, slots=True)
class CueRule:
    """A table of `casualties/cues.toml`; see the head of that file."""

    id: str
    status: str
    words: tuple[str, ...]
    direction: str
    scope: int
    stops: tuple[str, ...] = ()
    base_only: bool = False
    present_only: bool = False
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceRule:
    """A table of `casualties/sources.toml`."""

    id: str
    role: str
    words: tuple[str, ...]


class _Cues:
    def __init__(self) -> None:
        self.by_first: dict[str, list[tuple[tuple[frozenset[str], ...], CueRule]]] = {}
        statuses = {*Status, *Scope, OPEN}
        for rule in load("casualties/cues", CueRule).values():
            if rule.status not in statuses or rule.direction not in DIRECTIONS:
                raise RuleError(
                    f"casualties/cues.toml, rule [{rule.id}]: status must be one of {sorted(statuses)},"
                    f" direction one of {sorted(DIRECTIONS)}"
                )
            for phrase in rule.words:
                parts = tuple(
                    lexicon().possessives if word == "{own}" else frozenset(word.split("|"))
                    for word in phrase.replace("-", " - ").split()
                )
                for first in sorted(parts[0]):
                    self.by_first.setdefault(first, []).append((parts, rule))
        sources = load("casualties/sources", SourceRule).values()
        self.verbs = frozenset(word for rule in sources if rule.role == "verb" for word in rule.words)
        self.before = sorted(
            (tuple(word.split()) for rule in sources if rule.role == "before" for word in rule.words),
            key=lambda phrase: (-len(phrase), phrase),
        )
        self.never = frozenset(word for rule in sources if rule.role == "never" for word in rule.words)


@cache
def _cues() -> _Cues:
    return _Cues()


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue found at words [start, end)."""

    rule: CueRule
    start: int
    end: int


def find(words: Sentence) -> list[Cue]:
    """All cues of a sentence, pseudo cues among them, by their place."""
    found = []
    table = _cues().by_first
    for at, low in enumerate(words.low):
        if words.label[at] and (words.label[at] != "DATE" or low == "may"):
            continue  # "Doctors Without Borders", "the May 12 quake"
        for parts, rule in table.get(low, ()):
            end = at + len(parts)
            if end <= len(words) and all(words.low[at + i] in part for i, part in enumerate(parts)):
                found.append(Cue(rule, at, end))
    return found


def reaches(words: Sentence, cue: Cue, start: int, end: int) -> bool:
    """Whether the cue governs words [start, end)."""
    gap: list[str] | None
    if cue.end <= start:
        gap = words.low[cue.end : start]
    else:
        gap = words.low[end : cue.start] if cue.start >= end else []
    if cue.rule.direction == "before" and cue.end > start:
        return False
    if cue.rule.direction == "after" and cue.start < end:
        return False
    if len(gap) > cue.rule.scope or set(gap) & set(cue.rule.stops):
        return False
    return not cue.rule.needs or bool(set(gap) & set(cue.rule.needs))


def status(words: Sentence, cues: list[Cue], start: int, end: int) -> Status:
    """The status of a word of harm at words [start, end): the nearest cue decides, pseudo cues first."""
    base = words.tag[start] in ("VB", "VBN", "JJ", "VBD") or not words.tag[start].startswith("VB")
    base = base and not words.low[start].endswith("ing")
    present = any(tag in ("VBZ", "VBP", "VBG") for tag in words.tag[start:end])
    present = present or words.at(start - 1) in ("is", "are")
    reaching = [
        cue
        for cue in cues
        if cue.rule.status in set(Status)
        and reaches(words, cue, start, end)
        and (base or not cue.rule.base_only)
        and (present or not cue.rule.present_only)
    ]
    pseudo = [cue for cue in reaching if cue.rule.status == Status.REPORTED]
    real = [
        cue
        for cue in reaching
        if cue.rule.status != Status.REPORTED
        and not any(other.start < cue.end and cue.start < other.end for other in pseudo)
    ]
    if not real:
        first = _joined_verb(words, start)
        # "liable to burst and drown 400": what governs the first verb governs the second.
        return Status.REPORTED if first is None else status(words, cues, first, first + 1)
    nearest = min(real, key=lambda cue: (abs(start - cue.end), cue.start))
    return Status(nearest.rule.status)


# Words between two verbs that one "and" joins.
JOINED_REACH = 8


def _joined_verb(words: Sentence, verb: int) -> int | None:
    """The base form that "and" or "or" joins to that at `verb`: "could burst and drown"."""
    if words.tag[verb] != "VB" or words.at(verb - 1) not in ("and", "or"):
        return None
    for at in range(verb - 2, max(verb - 2 - JOINED_REACH, -1), -1):
        if words.tag[at] == "VB" or (verbal(words.tag[at]) and words.tagged(at - 1) == "MD"):
            return at
        if verbal(words.tag[at]) or words.low[at] in (";", ",", "who", "which", "that"):
            return None
    return None


# Kinds of harm that last: some may remain. The dead of a war do not "still" die.
LASTING = frozenset((Harm.MISSING, Harm.CAPTIVE, Harm.DISPLACED))


def scope(words: Sentence, cues: list[Cue], start: int, end: int, kind: Harm) -> Scope | None:
    """Whether a figure of `kind`, its word of harm at words [start, end), is what remains, or counts over
    a period; None where nothing tells."""
    names = [
        cue.rule.status
        for cue in cues
        if cue.rule.status in set(Scope) and reaches(words, cue, start, end) and not _ranked(words, cue)
    ]
    if Scope.REMAINING in names and kind in LASTING:
        return Scope.REMAINING
    return Scope.CUMULATIVE if Scope.CUMULATIVE in names else None


# Words between a superlative or an ordinal and the period in which it is one.
RANK_REACH = 6


def _ranked(words: Sentence, cue: Cue) -> bool:
    """Whether the period belongs to a rank: "the third such raid since May", "the worst day of the war"."""
    for at in range(cue.start - 1, max(cue.start - 1 - RANK_REACH, -1), -1):
        if verbal(words.tag[at]) or words.low[at] in (";", ",", "that"):
            return False
        superlative = words.tag[at].startswith("JJ") and words.low[at].endswith("est")
        if superlative or words.tag[at] in ("JJS", "RBS") or words.low[at] in _RANKS:
            return True
    return False


_RANKS = frozenset(
    ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "latest"]
)


def blamed(words: Sentence, cues: list[Cue], start: int, end: int) -> bool:
    """Whether somebody is blamed for the harm, or credited with it, or it is a rate: that may be one event
    or many."""
    return any(cue.rule.status == OPEN and reaches(words, cue, start, end) for cue in cues)


def withdrawn(follows: Sentence) -> bool:
    """Whether a sentence takes back the one before: "That turned out to be wrong"."""
    if follows.at(0) not in ("that", "this", "it", "they", "the", "those", "these"):
        return False
    return any(
        cue.rule.id == "denial-after" and cue.start <= MAX_WITHDRAWAL and not _verb_before(follows, cue.start)
        for cue in find(follows)
    )


# Words in front of "was false" in a sentence that takes back the one before.
MAX_WITHDRAWAL = 4


def _verb_before(words: Sentence, at: int) -> bool:
    return any(verbal(tag) for tag in words.tag[:at])


# ------------------------------------------------------------ sources


@dataclass(frozen=True, slots=True)
class Source:
    """Who speaks in a sentence: words [start, end); `verb`: where the word of saying stands."""

    start: int
    end: int
    verb: int


def sources(words: Sentence) -> list[Source]:
    """Those who say something in the sentence, in reading order."""
    cues = _cues()
    found: list[Source] = []
    for at, low in enumerate(words.low):
        for phrase in cues.before:
            if tuple(words.low[at : at + len(phrase)]) == phrase:
                follows = words.opening.get(at + len(phrase))
                if follows is not None and _speaks(words, follows):
                    found.append(Source(follows.start, _long_end(words, follows), at))
                break
        if low in cues.verbs and words.tag[at].startswith("VB") and words.within[at] is None:
            if words.tag[at] == "VBN" and words.at(at - 1) not in ("have", "has", "had", "already", "also"):
                continue  # "the man accused of"
            # "issued a statement saying": who issued it.
            speaker = clause_subject(words, at) if words.tag[at] == "VBG" else _speaker(words, at)
            if speaker is not None and _speaks(words, speaker):
                speaker = _whole_name(words, speaker)
                found.append(Source(speaker.start, _long_end(words, speaker), at))
    return found


def _speaks(words: Sentence, phrase: NounPhrase) -> bool:
    """Whether the phrase may be a source: no time, no bare number ("between 2014 and 2016"), not "whose"."""
    head = words.low[phrase.head]
    bare = phrase.number is not None and phrase.head < phrase.body
    number = head[0].isdigit() or (bare and words.low[phrase.start] not in _SOME)
    return not (_times(words, phrase) or number or words.low[phrase.start] == "whose")


_SOME = frozenset(["many", "several", "some", "one", "two", "three", "both", "few", "a"])


def _whole_name(words: Sentence, phrase: NounPhrase) -> NounPhrase:
    """With the left half of a body's name: "the Centre on Human Rights and Democracy"."""
    start = phrase.start
    if words.label[start] != "ORG":
        return phrase
    while start > 0 and words.label[start - 1] == "ORG":
        start -= 1
    outer = words.within[start]
    return phrase if outer is None else replace(phrase, start=min(outer.start, start))


def _times(words: Sentence, phrase: NounPhrase) -> bool:
    return words.low[phrase.head] in lexicon().temporal


def _speaker(words: Sentence, verb: int) -> NounPhrase | None:
    """The subject of a word of saying, or what follows it: "…", said the mayor."""
    at = verb - 1
    while at >= 0 and (
        words.tag[at] in ("RB", "RBR", "MD")
        or words.low[at] in ("have", "has", "had", "also", "later", "been", "was", "were", "is", "are")
    ):
        if words.low[at] in ("been", "was", "were", "is", "are", "be"):
            return None  # "was told", "is said"
        at -= 1
    phrase = words.ending.get(at + 1)
    # "Reuters reported", "the army on Friday said", "Lind, a doctor, said"
    for _ in range(3):
        if phrase is None or not _times(words, phrase):
            break
        spot = phrase.start - 1
        if words.at(spot) in ("on", "late", "early", "in"):
            spot -= 1
        phrase = words.ending.get(spot + 1)
    if phrase is None and words.at(at) in (",", "who", ")", "-", "–"):
        if words.at(at) == "who":
            at -= 1
        phrase = _before_comma(words, at)
    if phrase is None:
        after = words.opening.get(verb + 1)
        quoted = words.at(verb - 1) in (",", '"', "”", "''", "“")
        return after if after is not None and quoted and not _times(words, after) else None
    before = phrase.start - 1
    while before > 0 and words.tag[before] == "IN" and words.low[before] in ("of", "in", "for", "at", "from"):
        left = words.ending.get(before)
        if left is None:
            break
        phrase = left
        before = phrase.start - 1
    if words.low[phrase.start] in _cues().never or words.low[phrase.head] in _cues().never:
        return None
    return phrase


def _before_comma(words: Sentence, at: int) -> NounPhrase | None:
    """The phrase in front of an aside that ends at word `at`."""
    for spot in range(at, max(at - 30, -1), -1):
        if words.low[spot] in (",", "(", "-", "–"):
            phrase = words.ending.get(spot)
            before = words.at(phrase.start - 1) if phrase is not None else None
            if phrase is None or before not in ("", ",", "that", *QUOTES) or phrase.number is not None:
                continue
            if words.capital[phrase.head] or words.low[phrase.start] == "the":
                return phrase
    return None


def _long_end(words: Sentence, phrase: NounPhrase) -> int:
    """Where the phrase ends with its "of", "in" and "for" phrases: "the ministry of health in Oru"."""
    end = phrase.end
    while end < len(words) and words.label[end] == words.label[end - 1] == "ORG":
        end += 1
    for _ in range(3):
        if words.at(end) in ("of", "in", "for", "from", "at", "on", "and") and end + 1 in words.opening:
            follows = words.opening[end + 1]
            if _times(words, follows):
                break
            end = follows.end
        else:
            break
    return end


def source_of(
    words: Sentence, found: list[Source], start: int, end: int, trigger: tuple[int, int]
) -> Source | None:
    """Who tells of the words [start, end) with their harm at `trigger`: the speaker of their clause."""
    best: Source | None = None
    for source in found:
        if source.start < end and start < source.end:
            continue
        relative = words.at(source.start - 1) in ("who", "whom", "that", "which")
        if source.verb < start:
            # "X said that six died": the last speaker before the words; not across a ";".
            if source.start > source.verb and source.verb + 3 < source.start:
                continue
            if ";" in words.low[source.verb : start]:
                continue
            best = source
        elif relative:
            # "dozens of whom the army says are dead"
            if source.verb < trigger[0] and start < source.start:
                return source
        elif best is None:
            # "six died, X said", "six died, according to X"
            between = words.low[max(end, trigger[1]) : source.verb]
            if source.start > source.verb or any(mark in between for mark in (",", *QUOTES)):
                best = source
                break
    return best
