"""Which cue governs which words: told as a fact, as a possibility, or denied.

A cue has a direction, a scope in words and words that end it; a pseudo cue only looks like one (after
ConText, Harkema et al. 2009, as medspaCy applies it). The cues are data: `casualties/cues.toml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from operator import contains

from newsfacts.casualties.figure import COUNTED, REFERENCES, Figure, Told
from newsfacts.casualties.grammar.ranked import ranked
from newsfacts.casualties.lexicon import lexicon
from newsfacts.casualties.sentence import Sentence
from newsfacts.casualties.tags import FINITE, verbal
from newsfacts.errors import RuleError
from newsfacts.rules import load
from newsfacts.types import Harm, Scope, Status

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
    gerund_only: bool = False
    not_of_nouns: bool = False
    withdraws: bool = False


_STATUSES, _SCOPES = frozenset(Status), frozenset(Scope)


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
    table, count = _cues().by_first, len(words)
    for at, (low, label) in enumerate(zip(words.low, words.label, strict=True)):
        entries = table.get(low)
        if entries is None or (label and (label != "DATE" or low == "may")):
            continue  # "Doctors Without Borders", "the May 12 quake"
        for parts, rule in entries:
            end = at + len(parts)
            alone = end == at + 1  # its one word is that of the table
            if alone or (end <= count and all(map(contains, parts, words.low[at:end]))):
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
    if any(joint == "and" and verb in words.lex.saying for joint, verb in pairwise(gap)):
        return False  # "denied that police had fired and said two officers were shot"
    return not cue.rule.needs or bool(set(gap) & set(cue.rule.needs))


def status(words: Sentence, cues: Sequence[Cue], start: int, end: int) -> Status:
    """The status of a word of harm at words [start, end): the nearest cue decides, pseudo cues first."""
    reaching = [
        cue
        for cue in cues
        if cue.rule.status in _STATUSES
        and reaches(words, cue, start, end)
        and _of_its_form(words, cue.rule, start, end)
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


_PRESENT = ("VBZ", "VBP", "VBG")


def _of_its_form(words: Sentence, rule: CueRule, start: int, end: int) -> bool:
    """Whether the word of harm at words [start, end) has the form that the cue asks for."""
    gerund = words.low[start].endswith("ing")
    if (rule.base_only and (gerund or words.tag[start] in _PRESENT)) or (rule.gerund_only and not gerund):
        return False
    present = not set(_PRESENT).isdisjoint(words.tag[start:end]) or words.at(start - 1) in words.lex.is_are
    return present or not rule.present_only


# A modal before one of these is not about the harm: "will release two hostages", "the murder of Ana".
_NOUNS = frozenset((*COUNTED, *REFERENCES, Told.NAMED, Told.NONE))


def status_of(words: Sentence, cues: Sequence[Cue], figure: Figure) -> Status:
    """The status of a figure, `cues` being those of its sentence."""
    if figure.status == Status.REPORTED:
        return Status.REPORTED  # what may come is their freedom
    found = [cue for cue in cues if _about(words, cue, figure)]
    told = status(words, found, *figure.at)
    if told == Status.REPORTED and figure.told is Told.TOLL:
        # "expects the toll to reach 40"; "has risen to 40" is no purpose.
        found = [cue for cue in found if not cue.rule.base_only]
        told = status(words, found, *figure.span)
    return figure.status if told == Status.REPORTED and figure.status else told


def _about(words: Sentence, cue: Cue, figure: Figure) -> bool:
    """Whether a cue may be about the harm of a figure."""
    if cue.start < figure.end and figure.start < cue.end:
        return False  # "not one of the 60 died" tells that of none
    counted = figure.told in COUNTED and figure.kind != Harm.CAPTIVE
    if cue.rule.not_of_nouns and figure.told in _NOUNS and not counted:
        return False
    # "33 migrants trying to cross have drowned": what they tried is no part of the harm.
    harm = figure.at[0]
    if _infinitive_ends(words, cue, harm):
        return False
    tried = figure.start <= cue.start < harm and words.tag[cue.start] == "VBG"
    return not (tried and words.at(harm - 1) in words.lex.have_or_was)


def _infinitive_ends(words: Sentence, cue: Cue, harm: int) -> bool:
    """Whether the infinitive of a cue ends before the harm's verb: "a guard who tried to flee was shot"."""
    if cue.end >= harm or words.low[cue.end - 1] != "to" or words.tagged(cue.end) != "VB":
        return False
    return any(words.tag[at] in FINITE and words.within[at] is None for at in range(cue.end + 1, harm))


# Words between two verbs that one "and" joins.
JOINED_REACH = 8


def _joined_verb(words: Sentence, verb: int) -> int | None:
    """The verb that "and" or "or" joins to that at `verb`: "could burst and drown", "denied shelling the town
    and killing"."""
    form = words.tag[verb]
    if form not in ("VB", "VBG") or words.at(verb - 1) not in words.lex.and_or:
        return None
    for at in range(verb - 2, max(verb - 2 - JOINED_REACH, -1), -1):
        if words.tag[at] == form or (verbal(words.tag[at]) and words.tagged(at - 1) == "MD"):
            return at
        if verbal(words.tag[at]) or words.low[at] in words.lex.joined_verb_ends:
            return None
    return None


# Kinds of harm that last: some may remain. The dead of a war do not "still" die.
LASTING = frozenset((Harm.MISSING, Harm.CAPTIVE, Harm.DISPLACED))


def scope(words: Sentence, cues: Sequence[Cue], figure: Figure) -> Scope | None:
    """Whether a figure is what remains, or counts over a period; None where nothing tells."""
    if figure.told is Told.RANKED:
        return Scope.CUMULATIVE
    start, end = figure.at
    names = [
        cue.rule.status
        for cue in cues
        if cue.rule.status in _SCOPES and reaches(words, cue, start, end) and not ranked(words, cue.start)
    ]
    if Scope.REMAINING in names and figure.kind in LASTING:
        return Scope.REMAINING
    return Scope.CUMULATIVE if Scope.CUMULATIVE in names else None


def blamed(words: Sentence, cues: Sequence[Cue], start: int, end: int) -> bool:
    """Whether somebody is blamed for the harm, or credited with it, or it is a rate: that may be one event
    or many."""
    return any(cue.rule.status == OPEN and reaches(words, cue, start, end) for cue in cues)


def refers_back(follows: Sentence) -> bool:
    """Whether a sentence, of which only the words need be known, may be of the one before."""
    return follows.at(0) in follows.lex.refers_back


def withdrawn(follows: Sentence) -> bool:
    """Whether a sentence that refers back takes back the one before: "That turned out to be wrong"."""
    return any(
        cue.rule.withdraws and cue.start <= MAX_WITHDRAWAL and not _verb_before(follows, cue.start)
        for cue in find(follows)
    )


# Words in front of "was false" in a sentence that takes back the one before.
MAX_WITHDRAWAL = 4


def _verb_before(words: Sentence, at: int) -> bool:
    return any(verbal(tag) for tag in words.tag[:at])
