"""The words of harm and where they stand in a sentence; what they mean is `casualties/rules.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from newsfacts.casualties.figure import Trait
from newsfacts.casualties.lexicon import WordRule, lexicon, plural
from newsfacts.casualties.sentence import Sentence
from newsfacts.errors import RuleError
from newsfacts.rules import derived, load
from newsfacts.types import Harm, Status


class Frame(StrEnum):
    """How a word of harm is joined to its victims; the head of `casualties/rules.toml` says more."""

    OBJECT = "object"
    SUBJECT = "subject"
    STATE = "state"
    EVENT = "event"
    VICTIMS = "victims"
    MEMBER = "member"
    TOLL = "toll"
    SHARE = "share"
    SURVIVORS = "survivors"


# Frames of nouns, which have a plural.
NOUNS = frozenset((Frame.EVENT, Frame.VICTIMS))


@dataclass(frozen=True, slots=True)
class HarmRule:
    """A table of `casualties/rules.toml`; see the head of that file."""

    id: str
    kind: Harm
    frame: Frame
    verbs: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    complement: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    person: bool = False
    traits: tuple[Trait, ...] = ()
    figure: int | None = None
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    several: bool = False
    not_victims: tuple[str, ...] = ()
    passive_only: bool = False
    active_only: bool = False
    nearby: tuple[str, ...] = ()
    status: Status | None = None
    attributive: tuple[str, ...] = ()
    attributive_one: bool = False
    attributive_only: bool = False
    postnominal: bool = False
    told_before: bool = False
    bereaved: bool = False
    of_only: bool = False
    to_victims: bool = False
    many: bool = False
    doers: tuple[str, ...] = ()
    bare_not_before: tuple[str, ...] = ()
    gerund: bool = False
    number_only: bool = False
    loose: bool = False
    unnamed: bool = False
    remains: bool = False
    one_counts: bool = False
    only_before: tuple[str, ...] = ()
    indirect: bool = False


# Words that "*" takes at most.
MAX_GAP = 3

Pattern = tuple[frozenset[str] | None, ...]


Entry = tuple[Pattern, str, str]  # words, id of the rule, form of the verb


@dataclass(frozen=True, slots=True)
class _Patterns:
    """All words of the rules.

    by_first: the entries by first word, longest first. complements, not_before, not_after: those of a rule,
    by id. telling: a word -> sets of words; a sentence in which a rule finds an entry has such a word, and
    one of each of its sets.
    """

    rules: dict[str, HarmRule]
    by_first: dict[str, list[Entry]]
    complements: dict[str, tuple[Pattern, ...]]
    not_before: dict[str, tuple[tuple[str, ...], ...]]
    not_after: dict[str, tuple[tuple[str, ...], ...]]
    telling: dict[str, set[tuple[frozenset[str], ...]]]


_FILES = ("casualties/rules.toml", "casualties/sets.toml", "casualties/words.toml", "casualties/plurals.toml")


@cache
def _patterns() -> _Patterns:
    return _Patterns(load("casualties/rules", HarmRule), *derived(_read, *_FILES))


def _read() -> tuple[Any, ...]:
    """The fields of `_Patterns` but for its rules."""
    rules = load("casualties/rules", HarmRule)
    by_first: dict[str, list[Entry]] = {}
    for rule in rules.values():
        for pattern, form in _entries(rule):
            if pattern[0] is None:
                raise RuleError(f"casualties/rules.toml, rule [{rule.id}]: a phrase cannot begin with '*'")
            for first in sorted(pattern[0]):
                by_first.setdefault(first, []).append((pattern, rule.id, form))
    for entries in by_first.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    complements = {rule.id: tuple(map(_pattern, rule.complement)) for rule in rules.values()}
    telling: dict[str, set[tuple[frozenset[str], ...]]] = {}
    for pattern, id_ in dict.fromkeys((entry[0], entry[1]) for own in by_first.values() for entry in own):
        rarest, others = _sets_told(pattern, complements[id_], rules[id_].nearby)
        for word in rarest:
            telling.setdefault(word, set()).add(others)
    not_before = {
        rule.id: tuple(tuple(_split(words)) for words in rule.not_before) for rule in rules.values()
    }
    not_after = {rule.id: tuple(tuple(_split(words)) for words in rule.not_after) for rule in rules.values()}
    return by_first, complements, not_before, not_after, telling


def _entries(rule: HarmRule) -> Iterator[tuple[Pattern, str]]:
    """(words, form) of each verb and phrase of a rule. Raises RuleError where it has none."""
    if not rule.verbs and not rule.words:
        raise RuleError(f"casualties/rules.toml, rule [{rule.id}]: no words")
    for verb in rule.verbs:
        for form, words in _conjugated(verb):
            yield _pattern(words), form
    for phrase in rule.words:
        yield _pattern(phrase), ""
        *front, last = phrase.split(" ")
        many = rule.frame in NOUNS and "|" not in phrase and not phrase.endswith("s")
        if many and last not in lexicon().no_plural:
            yield _pattern(" ".join([*front, plural(last)])), ""


def _sets_told(
    pattern: Pattern, complements: tuple[Pattern, ...], nearby: tuple[str, ...]
) -> tuple[frozenset[str], tuple[frozenset[str], ...]]:
    """Sets of words, of each of which a sentence has one where a rule finds `pattern`.

    First the one whose words are longest, and so hardest to meet, then the others.
    """
    complement: frozenset[str] = frozenset().union(
        *(max(filter(None, phrase), key=lambda words: min(map(len, words))) for phrase in complements)
    )
    sets = [words for words in (*pattern, complement, frozenset(nearby)) if words]
    rarest = max(sets, key=lambda words: min(map(len, words)))
    return rarest, tuple(words for words in sets if words is not rarest)


def _pattern(phrase: str) -> Pattern:
    """The words of a phrase of `casualties/rules.toml`, a set for each; None for "*"."""
    return tuple(None if word == "*" else _words(word) for word in _split(phrase))


@cache
def _words(told: str) -> frozenset[str]:
    """The words of "a|b|{set}"."""
    parts = told.split("|")
    if unknown := [part for part in parts if part.startswith("{") and part not in _sets()]:
        raise RuleError(
            f"casualties/rules.toml, phrase {told!r}: no set {unknown[0]} in casualties/sets.toml"
        )
    return frozenset().union(*(_sets()[part] if part.startswith("{") else {part} for part in parts))


@cache
def _sets() -> dict[str, frozenset[str]]:
    """The sets of `casualties/sets.toml`, and whose something is, by their names in braces."""
    sets = {f"{{{rule.id}}}": frozenset(rule.words) for rule in load("casualties/sets", WordRule).values()}
    return {**sets, "{own}": lexicon().possessives | lexicon().own}


def _split(phrase: str) -> list[str]:
    """Words as spaCy's tokenizer cuts them: hyphens between letters are words."""
    return [part for part in re.split(r"\s+|(?<=\w)(-)(?=\w)", phrase) if part]


_VOWELS = frozenset("aeiou")


def _conjugated(verb: str) -> Iterator[tuple[str, str]]:
    """(form, words) of a verb as `casualties/rules.toml` writes it; form: base, third, past, part, ing."""
    words = verb.split(" ")
    main = next(
        (i for i, word in enumerate(words) if "/" in word or word.startswith("~") or word.endswith("*")), 0
    )
    word = words[main]
    if "/" in word:
        forms = word.split("/")
        if len(forms) != 5:
            raise RuleError(
                f"casualties/rules.toml: verb {verb!r} needs five forms, base/third/past/participle/-ing"
            )
    else:
        forms = _regular(word.strip("~"))
    for name, form in zip(("base", "third", "past", "part", "ing"), forms, strict=True):
        yield name, " ".join([*words[:main], form, *words[main + 1 :]])


def _regular(verb: str) -> list[str]:
    base = verb.rstrip("*")
    if verb.endswith("*"):
        doubled = base + base[-1]
        return [base, base + "s", doubled + "ed", doubled + "ed", doubled + "ing"]
    if base.endswith("e"):
        return [base, base + "s", base + "d", base + "d", base[:-1] + "ing"]
    if base.endswith("y") and base[-2] not in _VOWELS:
        return [base, base[:-1] + "ies", base[:-1] + "ied", base[:-1] + "ied", base + "ing"]
    third = base + "es" if base.endswith(("s", "x", "z", "ch", "sh")) else base + "s"
    return [base, third, base + "ed", base + "ed", base + "ing"]


@dataclass(frozen=True, slots=True)
class Trigger:
    rule: HarmRule
    form: str
    start: int
    end: int


def may_tell(low: Iterable[str]) -> bool:
    """Whether a sentence of these words, in small letters, can have a word of harm."""
    telling, words = _patterns().telling, set(low)
    return any(
        not any(others.isdisjoint(words) for others in sets)
        for word in words & telling.keys()
        for sets in telling[word]
    )


def triggers(words: Sentence) -> list[Trigger]:
    """All words of harm; where two begin alike the longer one counts, and none lies inside another."""
    patterns = _patterns()
    found: list[Trigger] = []
    behind = 0
    for at, low in enumerate(words.low):
        entries = patterns.by_first.get(low)
        if entries is None or at < behind:
            continue
        best = [
            Trigger(rule, form, at, end)
            for pattern, id_, form in entries
            if (end := _match(words, pattern, at)) is not None
            and _fits(words, patterns, rule := patterns.rules[id_], form, at, end)
        ]
        if not best:
            continue
        best = _with_complement(words, patterns, best)
        if best:
            longest = max(trigger.end for trigger in best)
            chosen = [trigger for trigger in best if trigger.end == longest]
            found.extend(chosen)
            # Nouns and phrases hide what lies inside them; a verb is one word.
            if longest > at + 1:
                behind = longest
    return found


def _fits(words: Sentence, patterns: _Patterns, rule: HarmRule, form: str, start: int, end: int) -> bool:
    """Whether words [start, end), which match a pattern of the rule, are a word of harm here."""
    if _excluded(words, patterns, rule, start, end):
        return False
    if words.at(end) in rule.bare_not_before and words.at(start - 1) not in words.lex.passives:
        return False  # "two officers shot at a car", but "was shot at a station"
    if rule.only_before and words.at(end) not in rule.only_before:
        return False
    if rule.nearby and set(rule.nearby).isdisjoint(words.low):
        return False
    if form and not _verb_form(words, start, end, form):
        return False
    # "a blast seriously injured a woman": the verb alone
    return not (rule.frame == Frame.STATE and end > start + 1 and _governs(words, start, end))


def _governs(words: Sentence, start: int, end: int) -> bool:
    """Whether the words of a state are a verb with an object behind it."""
    past = words.tag[end - 1] == "VBD" and words.at(start - 1) not in words.lex.passives
    return past and end in words.opening and words.label[words.opening[end].head] != "DATE"


def _verb_form(words: Sentence, start: int, end: int, form: str) -> bool:
    """Whether the tags allow a verb: "four murders" and "a killing" are nouns."""
    tags = words.tag[start:end]
    if any(tag.startswith("VB") for tag in tags):
        return True
    if form in ("past", "part"):
        return any(tag in ("JJ", "NN") for tag in tags)
    # Headlines are often mistagged: "Gunmen kill 12, abduct 8".
    inside, counted = words.within[start], words.opening.get(end)
    alone = inside is None or (inside.start, inside.end) == (start, end)
    return (
        form in ("base", "third")
        and start > 0
        and alone
        and counted is not None
        and counted.number is not None
    )


def _match(words: Sentence, pattern: Pattern, at: int) -> int | None:
    """The word behind `pattern` matched at `at`; "*" takes up to three words, as few as will do."""
    low = words.low
    for index, want in enumerate(pattern):
        if want is None:
            rest = pattern[index + 1 :]
            counted = 0
            for skip in range(2 * MAX_GAP):
                if skip:
                    # A word with hyphens is one: "non-life-threatening".
                    joined = any(words.at(at + skip - step) in words.lex.hyphens for step in (1, 2))
                    counted += not joined
                    if counted > MAX_GAP or words.at(at + skip - 1) in words.lex.gap_ends:
                        return None
                end = _match(words, rest, at + skip)
                if end is not None:
                    return end
            return None
        if at >= len(low) or low[at] not in want:
            return None
        at += 1
    return at


def _excluded(words: Sentence, patterns: _Patterns, rule: HarmRule, start: int, end: int) -> bool:
    before, behind = words.at(start - 1), words.at(end)
    for phrase in patterns.not_before[rule.id]:
        if phrase[0] == behind and tuple(words.low[end : end + len(phrase)]) == phrase:
            return True
    for phrase in patterns.not_after[rule.id]:
        at = start - len(phrase)
        if phrase[-1] == before and at >= 0 and tuple(words.low[at:start]) == phrase:
            return True
    return False


def _with_complement(words: Sentence, patterns: _Patterns, triggers: Sequence[Trigger]) -> list[Trigger]:
    """Rules that want a complement and have it win over those that want none; else they are dropped."""
    plain, full = [], []
    for trigger in triggers:
        complements = patterns.complements[trigger.rule.id]
        if not complements:
            plain.append(trigger)
            continue
        found = _complement(words, complements, trigger.end)
        if found is not None:
            # "taken hostage" is one word of harm; in "took them hostage" the object stands between.
            adjacent = found[0] == trigger.end
            if trigger.rule.active_only and adjacent:
                continue  # "was rushed to hospital" has no object
            end = found[1] if adjacent else trigger.end
            full.append(Trigger(trigger.rule, trigger.form, trigger.start, end))
    return full or plain


def _complement(words: Sentence, complements: Sequence[Pattern], at: int) -> tuple[int, int] | None:
    """The words of a complement that follows the verb, or the noun phrases behind it."""
    spots = [at]
    behind = at
    for _ in range(3):
        phrase = words.opening.get(behind)
        if phrase is None:
            break
        spots.append(phrase.end)
        behind = phrase.end
        if words.at(behind) in words.lex.object_joints:
            behind += 1
    for spot in spots:
        for complement in complements:
            end = _match(words, complement, spot)
            if end is not None:
                return spot, end
    return None
