"""Who says something in a sentence, and who tells of a figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from newsfacts.casualties.figure import Figure
from newsfacts.casualties.grammar.subjects import clause_subject
from newsfacts.casualties.sentence import NounPhrase, Sentence
from newsfacts.casualties.slots.words import slot_words
from newsfacts.english.speech import Speech, speech
from newsfacts.rules import load

# Words of an aside between a speaker and "said".
ASIDE_REACH = 30
# Words between "according to" and the speaker that follows it.
MAX_GAP = 3
# What ends the words for who speaks, behind the verb.
_ENDS = ("", ".", ",", ";")


@dataclass(frozen=True, slots=True)
class SourceRule:
    """A table of `casualties/sources.toml`."""

    id: str
    role: str
    words: tuple[str, ...]


class _Words:
    """Verbs of saying, and the words of `casualties/sources.toml`; `before`: phrases by their first word, the
    longest first."""

    def __init__(self) -> None:
        rules = load("casualties/sources", SourceRule).values()
        self.verbs = speech(Speech.SOURCE)
        self.never = frozenset(word for rule in rules if rule.role == "never" for word in rule.words)
        phrases = [tuple(words.split()) for rule in rules if rule.role == "before" for words in rule.words]
        self.before: dict[str, list[tuple[str, ...]]] = {}
        for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)):
            self.before.setdefault(phrase[0], []).append(phrase)


@cache
def _words() -> _Words:
    return _Words()


@dataclass(frozen=True, slots=True)
class Source:
    """Who speaks in a sentence: words [start, end); `verb`: where the word of saying stands."""

    start: int
    end: int
    verb: int


def sources(words: Sentence) -> list[Source]:
    """Those who say something in the sentence, in reading order."""
    found: list[Source] = []
    for at in range(len(words)):
        behind = _behind(words, at)
        if behind is not None and _speaks(words, behind):
            found.append(Source(behind.start, _long_end(words, behind), at))
        speaker = _subject(words, at)
        if speaker is not None:
            end = _long_end(words, speaker)
            found.append(Source(speaker.start, end if speaker.start < at else _named_end(words, end), at))
    return found


def _named_end(words: Sentence, end: int) -> int:
    """Where the words end with a name behind: "noted the hospital's director, Ana Ruiz"."""
    if words.at(end) != "," or end + 1 >= len(words) or words.label[end + 1] != "PERSON":
        return end
    end += 1
    while end < len(words) and words.label[end] == "PERSON":
        end += 1
    return end


def _behind(words: Sentence, at: int) -> NounPhrase | None:
    """The phrase behind "according to"."""
    for phrase in _words().before.get(words.low[at], ()):
        if tuple(words.low[at : at + len(phrase)]) == phrase:
            return words.opening.get(at + len(phrase))
    return None


def _subject(words: Sentence, at: int) -> NounPhrase | None:
    """The subject of a verb of saying."""
    tag = words.tag[at]
    if words.low[at] not in _words().verbs or not tag.startswith("VB") or words.within[at] is not None:
        return None
    if tag == "VBN" and words.at(at - 1) not in slot_words().perfect and not _quoting(words, at):
        return None  # "the man accused of"
    # "issued a statement saying": who issued it.
    speaker = clause_subject(words, at) if tag == "VBG" else _speaker(words, at)
    if speaker is None or not _speaks(words, speaker):
        return None
    return _whole_name(words, _behind_time(words, speaker))


def _behind_time(words: Sentence, phrase: NounPhrase) -> NounPhrase:
    """Without the time in front: of "last night police said" the police."""
    start, timed = phrase.start, False
    while start < phrase.head and words.label[start] != "ORG":
        if words.low[start] in words.lex.temporal:
            timed = True
        elif words.low[start] not in slot_words().before_day:
            break
        start += 1
    return replace(phrase, start=start) if timed and start > phrase.start else phrase


def _quoting(words: Sentence, at: int) -> bool:
    """Whether the one who speaks follows: "40 deaths were counted, noted the mayor"."""
    follows = words.opening.get(at + 1)
    return (
        follows is not None
        and words.at(at - 1) in slot_words().quoted_before
        and words.at(follows.end) in _ENDS
    )


def _speaks(words: Sentence, phrase: NounPhrase) -> bool:
    """Whether the phrase may be a source: no time, no bare number ("between 2014 and 2016"), not "whose"."""
    head = words.low[phrase.head]
    bare = phrase.number is not None and phrase.head < phrase.body
    number = head[0].isdigit() or (bare and words.low[phrase.start] not in slot_words().somebody)
    return not (_times(words, phrase) or number or words.low[phrase.start] == "whose")


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
    return words.low[phrase.head] in words.lex.temporal


def _speaker(words: Sentence, verb: int) -> NounPhrase | None:
    """The subject of a word of saying, or what follows it: "…", said the mayor."""
    lists, at = slot_words(), verb - 1
    while at >= 0 and (words.tag[at] in ("RB", "RBR", "MD") or words.low[at] in lists.before_speaker):
        if words.low[at] in lists.passive:
            return None  # "was told", "is said"
        at -= 1
    phrase = _before_day(words, at)
    if phrase is None and words.at(at) in lists.aside_ends:
        phrase = _before_comma(words, at - 1 if words.at(at) == "who" else at)
    if phrase is None:
        after = words.opening.get(verb + 1)
        quoted = words.at(verb - 1) in lists.quoted_before
        return after if after is not None and quoted and not _times(words, after) else None
    phrase = _first_noun(words, phrase)
    if words.low[phrase.start] in _words().never or words.low[phrase.head] in _words().never:
        return None
    return phrase


def _before_day(words: Sentence, at: int) -> NounPhrase | None:
    """The phrase that ends at word `at`, over days: "Reuters reported", "the army on Friday said"."""
    phrase = words.ending.get(at + 1)
    for _ in range(3):
        if phrase is None or not _times(words, phrase):
            break
        spot = phrase.start - 1
        if words.at(spot) in slot_words().day_prepositions:
            spot -= 1
        phrase = words.ending.get(spot + 1)
    return phrase


def _first_noun(words: Sentence, phrase: NounPhrase) -> NounPhrase:
    """The first of phrases that prepositions join: "the head of the hospital in Oru"."""
    before = phrase.start - 1
    while before > 0 and words.tag[before] == "IN" and words.low[before] in slot_words().name_joints:
        left = words.ending.get(before)
        if left is None:
            break
        phrase = left
        before = phrase.start - 1
    return phrase


def _before_comma(words: Sentence, at: int) -> NounPhrase | None:
    """The phrase in front of an aside that ends at word `at`."""
    lists = slot_words()
    for spot in range(at, max(at - ASIDE_REACH, -1), -1):
        if words.low[spot] in lists.aside_marks:
            phrase = words.ending.get(spot)
            if phrase is None or phrase.number is not None:
                continue
            # "the Institute of Health (INHE) said"; not the doctor of "Lind, the head doctor in Oru, said"
            whole = _first_noun(words, phrase) if words.low[spot] == "(" else phrase
            told = words.capital[whole.head] or words.low[whole.start] == "the"
            if told and words.at(whole.start - 1) in lists.before_named:
                return phrase
    return None


def _long_end(words: Sentence, phrase: NounPhrase) -> int:
    """Where the phrase ends with its "of", "in" and "for" phrases: "the ministry of health in Oru"."""
    end = phrase.end
    while end < len(words) and words.label[end] == words.label[end - 1] == "ORG":
        end += 1
    for _ in range(3):
        if words.at(end) not in slot_words().source_joints or end + 1 not in words.opening:
            break
        follows = words.opening[end + 1]
        if _times(words, follows):
            break
        end = follows.end
    return end


def source_of(words: Sentence, found: Sequence[Source], figure: Figure) -> Source | None:
    """Who tells of the figure with its harm: the speaker of their clause."""
    (start, end), harm, lists = figure.span, figure.at, slot_words()
    best: Source | None = None
    for source in found:
        if figure.overlaps((source.start, source.end)):
            continue
        if source.verb < start:
            # "X said that six died": the last speaker before the words; not across a ";".
            behind = source.start > source.verb and source.verb + MAX_GAP < source.start
            if not behind and ";" not in words.low[source.verb : start]:
                best = source
        elif words.at(source.start - 1) in lists.relatives:
            # "dozens of whom the army says are dead"
            if source.verb < harm[0] and start < source.start:
                return source
        elif best is None:
            # "six died, X said", "six died, according to X"
            between = words.low[max(end, harm[1]) : source.verb]
            if source.start > source.verb or not lists.quote_marks.isdisjoint(between):
                return source
    return best
