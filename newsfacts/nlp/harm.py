"""Finds statements of harm in one sentence: the word of harm, its victims, how many, and who did it.

What the words mean is data (`rules/casualties.toml`); this module knows where English puts the victims
of a verb, an adjective or a noun: object or passive subject, "left six dead", "the deaths of six".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from newsfacts.errors import RuleError
from newsfacts.nlp.harm_words import Count, NounPhrase, Sentence, Who, count, lexicon, plural, who
from newsfacts.rules import load
from newsfacts.types import Harm

FRAMES = frozenset("object subject state event victims member toll".split())

# How far a subject may stand from its verb, in words. Swept with the examples: longer finds no more.
MAX_REACH = 40


@dataclass(frozen=True, slots=True)
class HarmRule:
    """A table of `casualties.toml`; see the head of that file."""

    id: str
    kind: str
    frame: str
    verbs: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    complement: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    person: bool = False
    violent: bool = False
    figure: str = ""
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    several: bool = False
    not_victims: tuple[str, ...] = ()
    passive_only: bool = False
    active_only: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement found: words [start, end) of the sentence are its figure or its victims.

    `trigger`: words [first, last) of the harm. `victims`: words of the victims, None where only a number
    stands. `agent`: words of who or what did it. `lone`: one victim without a number.
    """

    kind: Harm
    count: Count
    start: int
    end: int
    trigger: tuple[int, int]
    rule: HarmRule
    victims: tuple[int, int] | None = None
    agent: tuple[int, int] | None = None
    lone: bool = False
    bare: bool = False  # a plural without number
    frame: str = ""


Pattern = tuple[frozenset[str] | None, ...]


class _Patterns:
    """All words of the rules, by first word, longest first."""

    def __init__(self, rules: dict[str, HarmRule]) -> None:
        self.by_first: dict[str, list[tuple[Pattern, HarmRule, str]]] = {}
        self.complements: dict[str, tuple[tuple[str, ...], ...]] = {}
        self.not_before: dict[str, tuple[tuple[str, ...], ...]] = {}
        self.not_after: dict[str, tuple[tuple[str, ...], ...]] = {}
        for rule in rules.values():
            if rule.frame not in FRAMES:
                raise RuleError(
                    f"casualties.toml, rule [{rule.id}]: unknown frame {rule.frame!r}; known: {sorted(FRAMES)}"
                )
            if rule.kind not in set(Harm):
                raise RuleError(
                    f"casualties.toml, rule [{rule.id}]: unknown kind {rule.kind!r}; known: {sorted(Harm)}"
                )
            if not rule.verbs and not rule.words:
                raise RuleError(f"casualties.toml, rule [{rule.id}]: no words")
            self.complements[rule.id] = tuple(tuple(_split(words)) for words in rule.complement)
            self.not_before[rule.id] = tuple(tuple(_split(words)) for words in rule.not_before)
            self.not_after[rule.id] = tuple(tuple(_split(words)) for words in rule.not_after)
            for verb in rule.verbs:
                for form, words in _conjugated(verb):
                    self._add(words, rule, form)
            for phrase in rule.words:
                self._add(phrase, rule, "")
                if rule.frame in ("event", "victims") and "|" not in phrase and not phrase.endswith("s"):
                    *front, last = phrase.split(" ")
                    if last not in ("dead", "wounded", "injured", "displaced", "slain", "remains", "of", "alive"):
                        self._add(" ".join([*front, plural(last)]), rule, "")
        for entries in self.by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def _add(self, phrase: str, rule: HarmRule, form: str) -> None:
        pattern: list[frozenset[str] | None] = []
        for word in _split(phrase):
            if word == "*":
                pattern.append(None)
            elif word == "{own}":
                pattern.append(lexicon().possessives | {"one", "'s"})
            else:
                pattern.append(frozenset(word.split("|")))
        if pattern[0] is None:
            raise RuleError(f"casualties.toml, rule [{rule.id}]: a phrase cannot begin with '*'")
        for first in sorted(pattern[0]):
            self.by_first.setdefault(first, []).append((tuple(pattern), rule, form))


@cache
def _patterns() -> _Patterns:
    return _Patterns(load("casualties", HarmRule))


def _split(phrase: str) -> list[str]:
    """Words as spaCy's tokenizer cuts them: hyphens between letters are words."""
    return [part for part in re.split(r"\s+|(?<=\w)(-)(?=\w)", phrase) if part]


_VOWELS = frozenset("aeiou")


def _conjugated(verb: str) -> Iterator[tuple[str, str]]:
    """(form, words) of a verb as `casualties.toml` writes it; form: base, third, past, part, ing."""
    words = verb.split(" ")
    main = next(
        (i for i, word in enumerate(words) if "/" in word or word.startswith("~") or word.endswith("*")), 0
    )
    word = words[main]
    if "/" in word:
        forms = word.split("/")
        if len(forms) != 5:
            raise RuleError(f"casualties.toml: verb {verb!r} needs five forms, base/third/past/participle/-ing")
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
class _Trigger:
    rule: HarmRule
    form: str
    start: int
    end: int


def find(words: Sentence) -> list[Candidate]:
    """The statements of harm in a sentence, in reading order, one a victim phrase and kind."""
    found: list[Candidate] = []
    triggers = _triggers(words)
    for trigger in triggers:
        found.extend(_FRAMES[trigger.rule.frame](words, trigger))
    found = _joint(words, _unique(found))
    found.extend(_parts(words, found))
    return _unique(found)


def _joint(words: Sentence, found: Sequence[Candidate]) -> list[Candidate]:
    """ "30 killed or wounded" is one figure for both; "was shot and killed" tells of one death."""
    dead = {(item.start, item.end) for item in found if item.kind == Harm.KILLED}
    kept = [
        item
        for item in found
        # "the bodies of six hostages"
        if not (item.frame == "counted" and item.kind in (Harm.CAPTIVE, Harm.CASUALTIES) and (item.start, item.end) in dead)
    ]
    found = list(kept)
    for left in found:
        for right in found:
            if left.trigger[1] > right.trigger[0] or left.kind == right.kind:
                continue
            if (left.start, left.end) != (right.start, right.end) or left not in kept or right not in kept:
                continue
            between = words.low[left.trigger[1] : right.trigger[0]]
            if len(between) > 2 or not set(between) & {"or", "and", "/"}:
                continue
            kinds = {left.kind, right.kind}
            if "or" in between or "/" in between or (not left.lone and kinds == {Harm.KILLED, Harm.INJURED}):
                kept[kept.index(left)] = replace(
                    left, kind=Harm.CASUALTIES, trigger=(left.trigger[0], right.trigger[1])
                )
                kept.remove(right)
            elif kinds == {Harm.KILLED, Harm.INJURED}:
                kept.remove(left if left.kind == Harm.INJURED else right)
    return kept


def _unique(found: Sequence[Candidate]) -> list[Candidate]:
    """One candidate a kind and place; the wider figure, then the earlier rule, is kept."""
    kept: list[Candidate] = []
    for item in sorted(found, key=lambda c: (c.bare or c.lone, -(c.end - c.start), c.trigger[0])):
        if not any(
            item.kind == other.kind and item.start < other.end and other.start < item.end for other in kept
        ):
            kept.append(item)
    return sorted(kept, key=lambda c: (c.start, c.end, c.kind))


def _triggers(words: Sentence) -> list[_Trigger]:
    """All words of harm; where two begin alike the longer one counts, and none lies inside another."""
    patterns = _patterns()
    found: list[_Trigger] = []
    behind = 0
    for at, low in enumerate(words.low):
        entries = patterns.by_first.get(low)
        if entries is None or at < behind:
            continue
        best: list[_Trigger] = []
        for pattern, rule, form in entries:
            end = _match(words, pattern, at)
            if end is None or _excluded(words, patterns, rule, at, end):
                continue
            if form and not _verb_form(words, at, end, form):
                continue
            best.append(_Trigger(rule, form, at, end))
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


def _verb_form(words: Sentence, start: int, end: int, form: str) -> bool:
    """Whether the tags allow a verb: "four murders" and "a killing" are nouns."""
    tags = words.tag[start:end]
    if any(tag.startswith("VB") for tag in tags):
        return True
    if form in ("past", "part"):
        return any(tag in ("JJ", "NN") for tag in tags)
    # Headlines are often mistagged: "Gunmen kill 12".
    return form in ("base", "third") and start > 0 and words.opening.get(end) is not None and (
        words.opening[end].number is not None and words.within[start] is None
    )


def _match(words: Sentence, pattern: Pattern, at: int) -> int | None:
    """The word behind `pattern` matched at `at`; "*" takes up to three words, as few as will do."""
    for index, want in enumerate(pattern):
        if want is None:
            rest = pattern[index + 1 :]
            for skip in range(4):
                if skip and words.at(at + skip - 1) in (",", ".", ";", "and", ""):
                    return None
                end = _match(words, rest, at + skip)
                if end is not None:
                    return end
            return None
        if words.at(at) not in want:
            return None
        at += 1
    return at


def _excluded(words: Sentence, patterns: _Patterns, rule: HarmRule, start: int, end: int) -> bool:
    def stands(phrase: tuple[str, ...], at: int) -> bool:
        return at >= 0 and tuple(words.low[at : at + len(phrase)]) == phrase

    return any(stands(phrase, end) for phrase in patterns.not_before[rule.id]) or any(
        stands(phrase, start - len(phrase)) for phrase in patterns.not_after[rule.id]
    )


def _with_complement(words: Sentence, patterns: _Patterns, triggers: Sequence[_Trigger]) -> list[_Trigger]:
    """Rules that want a complement and have it win over those that want none; else they are dropped."""
    plain, full = [], []
    for trigger in triggers:
        complements = patterns.complements[trigger.rule.id]
        if not complements:
            plain.append(trigger)
            continue
        end = _complement_end(words, complements, trigger.end)
        if end is not None:
            # "taken hostage" is one word of harm; in "took them hostage" the object stands between.
            adjacent = end - max(len(c) for c in complements if tuple(words.low[end - len(c) : end]) == c)
            full.append(
                _Trigger(trigger.rule, trigger.form, trigger.start, end if adjacent == trigger.end else trigger.end)
            )
    return full or plain


def _complement_end(words: Sentence, complements: Sequence[tuple[str, ...]], at: int) -> int | None:
    """Where a complement ends that follows the verb, or the noun phrases behind it."""
    spots = [at]
    behind = at
    for _ in range(3):
        phrase = words.opening.get(behind)
        if phrase is None:
            break
        spots.append(phrase.end)
        behind = phrase.end
        if words.at(behind) in ("and", "of", ",", "in", "from", "with"):
            behind += 1
    for spot in spots:
        for complement in complements:
            end = spot + len(complement)
            if tuple(words.low[spot:end]) == complement:
                return end
    return None


# ------------------------------------------------------------ who is it


def _temporal(words: Sentence, phrase: NounPhrase) -> bool:
    low = words.low[phrase.head]
    return low in lexicon().temporal and (phrase.number is None or phrase.head >= phrase.body)


_QUOTES = frozenset(('"', "“", "”", "‘", "''", "``"))


def _verbal(tag: str) -> bool:
    return tag.startswith("VB") or tag == "MD"


def _subject(words: Sentence, verb: int, depth: int = 3) -> NounPhrase | None:
    """The noun phrase that is the subject of the verb group ending at word `verb`."""
    lex = lexicon()
    at = verb - 1
    while at >= 0 and (
        words.low[at] in lex.auxiliaries
        or words.tag[at] in ("MD", "RB", "TO")
        or words.low[at] in _QUOTES
        or (words.low[at] in lex.raising and _verbal(words.tag[at]))
    ):
        if words.low[at] in ("all", "both", "each") and at in words.counts:
            break
        # "'s" after a noun may own what follows; then it is part of a noun phrase.
        inside = words.within[at]
        if inside is not None and inside.end > at and words.tag[at] not in ("MD", "RB", "TO") and words.low[at] not in lex.auxiliaries:
            break
        at -= 1
    return _ending_at(words, at, depth)


def _ending_at(words: Sentence, at: int, depth: int) -> NounPhrase | None:
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
    if low in ("and", "or", "but", "then") or (low == "," and words.at(at - 1) not in ("and",)):
        chained = _chained(words, at, depth)
        if chained is not None:
            return chained
    if low in (",", "-", "–", "—", ")", "--"):
        return _before_aside(words, at, depth)
    if low in _QUOTES:
        return _ending_at(words, at - 1, depth)
    if low in _SAYING and words.ending.get(at) is not None:
        # "dozens of whom the army says are dead"
        relative = words.ending[at].start - 1
        if relative > 0 and words.low[relative] in ("who", "whom", "that", "which"):
            return _ending_at(words, relative, depth - 1)
    phrase = words.ending.get(at + 1)
    if phrase is None:
        inside = words.within[at]
        phrase = inside if inside is not None and inside.end == at + 1 else None
    if phrase is None:
        if words.tag[at] in ("RB", "JJ") and at and words.tag[at] == "RB":
            return _ending_at(words, at - 1, depth - 1)
        return None
    if _temporal(words, phrase):
        return _ending_at(words, phrase.start - 1, depth - 1) if phrase.start else None
    return _leftmost(words, phrase)


_SAYING = frozenset("says say said believes believe believed claims claim claimed thinks think fears fear".split())


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
        return _first_named(words, phrase) if who(words, phrase).human else _leftmost(words, phrase)
    phrase = words.ending.get(at + 1)
    if phrase is None:
        return None
    kind = who(words, phrase)
    if phrase.number is None and kind.human and words.at(phrase.start - 1) in ("and", "&"):
        return phrase
    if not kind.human and kind is not Who.NAME:
        return _leftmost(words, phrase)
    return phrase


def _first_named(words: Sentence, phrase: NounPhrase) -> NounPhrase:
    """For "Lind, the founder of the town, who": Lind, not the founder."""
    spot = phrase.start - 1
    if words.low[phrase.start] == "the" and words.at(spot) == ",":
        if words.at(spot - 1) == ")":
            opening = next((i for i in range(spot - 1, max(spot - 8, -1), -1) if words.low[i] == "("), spot)
            spot = opening
        named = words.ending.get(spot)
        if named is not None and words.tag[named.head] in ("NNP", "NNPS") and who(words, named) is not Who.THING:
            return named
    return phrase


def _leftmost(words: Sentence, phrase: NounPhrase) -> NounPhrase:
    """The first person of a chain "a driver of a bus in Lima"; the phrase itself where there is none."""
    best = phrase
    current = phrase
    if who(words, phrase).human and phrase.number is not None:
        prefer_left = False
    else:
        prefer_left = True
    for _ in range(5):
        before = current.start - 1
        if before < 1 or words.tag[before] not in ("IN", "TO", "VBG") or words.low[before] in lexicon().openers:
            break
        if words.low[before] == "of" and words.low[before - 1] in ("south", "north", "east", "west", "outside") and words.within[before - 1] is None:
            before -= 1  # "an attack south of the capital"
        if words.tag[before - 1] == "VBN" and words.within[before - 1] is None:
            before -= 1  # "people injured in the quake have died"
        left = words.ending.get(before)
        if left is None:
            break
        current = left
        kind = who(words, left)
        if words.tag[before] == "VBN" and who(words, best).human:
            break
        if kind.human or (kind is Who.NAME and not who(words, best).human):
            if prefer_left or words.tag[before] == "VBN" or words.low[before] in ("of", "from", "in", "at", "with", "on"):
                best = left
    return best


def _before_aside(words: Sentence, at: int, depth: int) -> NounPhrase | None:
    """The phrase in front of an aside that ends at word `at`: "Lind, a baker from Oru, was …"."""
    closing = words.low[at]
    opening = "(" if closing == ")" else closing
    spot = at - 1
    while spot >= 0 and at - spot < MAX_REACH:
        if words.low[spot] == opening:
            phrase = words.ending.get(spot)
            if phrase is not None and not _temporal(words, phrase):
                # In "Lind, 41, of Oru, was" the aside goes on to the left.
                if who(words, phrase) is Who.COUNT and words.at(phrase.start - 1) == opening:
                    spot = phrase.start - 1
                    continue
                kind = who(words, phrase)
                if kind.human or kind is Who.NAME or kind is Who.UNKNOWN:
                    return _leftmost(words, phrase)
            if closing == ",":
                inner = words.low[spot + 1 : at]
                finite = any(tag in ("VBD", "VBZ", "VBP", "MD") for tag in words.tag[spot + 1 : at])
                if finite and inner and inner[0] not in ("who", "which", "whose", "whom"):
                    return None
        elif words.low[spot] in (";", ":"):
            return None
        spot -= 1
    return None


def _chained(words: Sentence, at: int, depth: int) -> NounPhrase | None:
    """The subject of the verb that a conjunction at word `at` joins: "was shot and killed"."""
    spot = at - 1
    steps = 0
    while spot >= 0 and steps < 18:
        tag = words.tag[spot]
        if words.low[spot] in (";", ":") or words.low[spot] in ("that", "when", "while", "after", "because"):
            return None
        if _verbal(tag) and words.low[spot] not in ("said", "says", "say", "told", "added") and (
            words.within[spot] is None
        ):
            first = spot
            return _subject(words, first, depth - 1)
        spot -= 1
        steps += 1
    return None


def _object(words: Sentence, at: int) -> NounPhrase | None:
    """The noun phrase that follows a verb ending before word `at`."""
    steps = 0
    while at < len(words) and steps < 6:
        phrase = words.opening.get(at)
        if phrase is not None:
            return None if _temporal(words, phrase) else phrase
        if words.tag[at] == "RB" or words.low[at] in ('"', "“", "'", "”"):
            at += 1
        elif words.low[at] in ("and", "or", "/") and _verbal(words.tagged(at + 1)) and words.tagged(at + 1) != "MD":
            at += 2
        elif words.low[at] in ("up", "down", "off", "over"):
            at += 1
        else:
            return None
        steps += 1
    return None


def _passive(words: Sentence, verb: int) -> bool | None:
    """True for a passive, False for an active perfect, None where no auxiliary tells."""
    lex = lexicon()
    at = verb - 1
    perfect = False
    while at >= 0 and (
        words.low[at] in lex.auxiliaries
        or words.tag[at] in ("RB",)
        or words.low[at] in _QUOTES
        or (words.low[at] in lex.raising and _verbal(words.tag[at]))
    ):
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
                before = _passive(words, spot)
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
            if phrase is not None and not _temporal(words, phrase) and words.tag[phrase.head] != "VBG":
                return phrase.start, _extended(words, phrase)
            return None
        if words.low[spot] in (".", ";", "and", "but", "who") or words.tag[spot] in ("VBD", "VBZ"):
            return None
    return None


def _extended(words: Sentence, phrase: NounPhrase) -> int:
    """Where the phrase ends with an "of" phrase added: "a member of the gang"."""
    if words.at(phrase.end) == "of":
        inner = words.opening.get(phrase.end + 1)
        if inner is not None:
            return inner.end
    return phrase.end


# ------------------------------------------------------------ lists of victims


@dataclass(slots=True)
class _List:
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
    if _temporal(words, phrase) or kind is Who.THING:
        return False
    return count(words, phrase) is not None


def _forward(words: Sentence, first: NounPhrase) -> _List:
    """`first` and what "and" adds to it on the right: "two men, a woman and a boy"."""
    found = _List([first])
    pending: list[NounPhrase] = []
    at = _after_chain(words, first)
    while True:
        joint = words.at(at)
        if joint == "," and words.at(at + 1) == "and":
            at, joint = at + 1, "and"
        if joint not in (",", "and", "&") and not (joint == "as" and words.at(at + 1) == "well"):
            break
        step = at + (3 if joint == "as" else 1)
        if words.at(step) in ("also", "including"):
            break
        item = words.opening.get(step)
        if item is None or not _countable(words, item):
            break
        behind = _after_chain(words, item)
        if _verbal(words.tagged(behind)) and words.tagged(behind) not in ("VBG", "VBN"):
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
    return found


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


def _after_chain(words: Sentence, phrase: NounPhrase) -> int:
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


def _backward(words: Sentence, last: NounPhrase, *, anywhere: bool = False) -> _List:
    """`last` and what "and" adds to it on the left: "Cho and her parents" before "were found dead"."""
    items = [last]
    at = last.start - 1
    joint = words.at(at)
    if joint not in ("and", "&"):
        return _List(items)
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
    if not added:
        return _List(items)
    first = added[-1]
    if len(added) == 1 and _shares_number(words, first, last):
        return _List([first])
    before = first.start - 1
    # The list must begin its clause, else its items are objects of another verb: "met Lind and Oru died".
    if not anywhere and before >= 0 and (words.tag[before].startswith("VB") or words.tag[before] in ("IN", "TO")) and (
        words.low[before] not in lexicon().openers and words.low[before] not in ("said", "says", "say", "added")
    ):
        return _List(items)
    if who(words, first) in (Who.UNKNOWN,) and first.number is None:
        return _List(items)
    return _List([*reversed(added), *items])


def _leftmost_of(words: Sentence, phrase: NounPhrase) -> NounPhrase:
    """ "the driver of the bus": the driver."""
    before = phrase.start - 1
    if before > 0 and words.low[before] in ("of", "from", "in"):
        left = words.ending.get(before)
        if left is not None and who(words, left).human:
            return left
    return phrase


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


def _sum(words: Sentence, items: Sequence[NounPhrase]) -> Count | None:
    items = [item for index, item in enumerate(items) if not index or not _apposed(words, items[index - 1], item)]
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
        return Count(2, None, any(item.approximate for item in known))
    return Count(low, high, any(item.approximate for item in known))


# ------------------------------------------------------------ statements


def _statement(
    words: Sentence,
    trigger: _Trigger,
    victims: _List | None,
    *,
    agent: tuple[int, int] | None = None,
    frame: str = "",
) -> Iterator[Candidate]:
    """The statement that `victims` suffer the harm of `trigger`; nothing where they cannot."""
    rule = trigger.rule
    if victims is None:
        return
    if len(victims.items) == 1:
        phrase = victims.items[0] = _inner(words, victims.items[0])
        kind = who(words, phrase)
        if words.at(phrase.start - 1) == "of" and words.at(phrase.start - 2) in _FRACTIONS and phrase.number is None:
            return
        if phrase.number is None and words.low[phrase.head] in _TOLD_BEFORE:
            return
        if not _may_be_victim(words, phrase, kind, rule):
            return
    if len(victims.items) > 1 and any(
        item.number is not None and item.number.min is None and item.number.max is None for item in victims.items
    ):
        # "five soldiers and an unknown number of rebels" have no sum.
        for item in victims.items:
            yield from _statement(words, trigger, _List([item]), agent=agent, frame=frame)
        return
    figure = _sum(words, victims.items)
    if figure is None:
        return
    if rule.figure == "zero":
        figure = Count(0, 0)
    first = victims.items[0]
    if len(victims.items) == 1:
        start, end = _figure_span(words, first)
        who_start, who_end = _victim_span(words, first)
    else:
        start, end = victims.start, victims.end
        who_start, who_end = victims.start, victims.end
    numbered = any(item.number is not None for item in victims.items)
    if rule.several and not numbered and figure.max == 1:
        return
    yield Candidate(
        kind=Harm(rule.kind),
        count=figure,
        start=start,
        end=end,
        trigger=(trigger.start, trigger.end),
        rule=rule,
        victims=(who_start, who_end) if who_end > who_start else None,
        agent=agent,
        lone=not numbered and figure.max == 1,
        bare=not numbered and figure.max != 1,
        frame=frame or rule.frame,
    )


_GROUPS = frozenset("group total number crew family team convoy crowd gang party band pair".split())
_FRACTIONS = frozenset("percent cent % thirds third quarters half quarter majority fifth most pc".split())
# "the injured were flown out": told before, no figure.
_TOLD_BEFORE = frozenset("injured wounded dead deceased casualties missing killed".split())


def _inner(words: Sentence, phrase: NounPhrase) -> NounPhrase:
    """ "a group of 23 Koreans": the 23 Koreans."""
    if words.low[phrase.head] in _GROUPS and phrase.number is None and words.at(phrase.end) == "of":
        inner = words.opening.get(phrase.end + 1)
        if inner is not None and inner.number is not None:
            return inner
    return phrase


def _may_be_victim(words: Sentence, phrase: NounPhrase, kind: Who, rule: HarmRule) -> bool:
    low = words.low[phrase.head]
    if rule.heads:
        return low in rule.heads or any(word in rule.heads for word in words.low[phrase.start : phrase.head])
    if low in rule.not_victims:
        return False
    if kind is Who.THING or _temporal(words, phrase):
        return False
    if kind.human:
        return True
    if kind is Who.NAME:
        # A name that no model has labelled: a person's, unless "the" stands before it.
        return words.low[phrase.start] not in ("the", "its") and not rule.person
    if rule.person:
        return False
    # An unknown noun: "a carjacker was killed"; of things one hardly says "killed", of "it" one may.
    tag = words.tag[phrase.head]
    if tag == "NNS" and rule.id == "kill":
        return True
    return tag in ("NN", "NNS", "NNP") and (phrase.number is not None or words.tag[phrase.start] in ("DT", "PRP$", "CD") or phrase.owner is not None)


def _figure_span(words: Sentence, phrase: NounPhrase) -> tuple[int, int]:
    """The number with its modifiers, else the phrase."""
    if phrase.number is None:
        return phrase.start, phrase.end
    for start, (end, number) in ((i, words.counts[i]) for i in range(phrase.start, phrase.end) if i in words.counts):
        if number is phrase.number:
            # "another ten", "the remaining three"
            if start > phrase.start and words.low[start - 1] in ("another", "remaining"):
                start -= 1
            # "dozens of": the "of" is no part of the figure.
            if words.low[end - 1] == "of" and end - 1 > start:
                end -= 1
            return start, end
    return phrase.start, phrase.end


def _victim_span(words: Sentence, phrase: NounPhrase) -> tuple[int, int]:
    if phrase.number is None:
        return phrase.start, phrase.end
    return phrase.body, phrase.end


def _object_frame(words: Sentence, trigger: _Trigger) -> Iterator[Candidate]:
    rule = trigger.rule
    start, end = trigger.start, trigger.end
    form = trigger.form
    target = _object(words, end)
    # "the wounded soldiers", "a murdered man": a participle inside a noun phrase describes its head.
    inside = words.within[start]
    if inside is not None and form in ("past", "part") and inside.start <= start < inside.end:
        if not (inside.start == start and words.tag[start].startswith("VB") and inside.end == start + 1):
            yield from _attributive(words, trigger, inside)
            return
    if form in ("past", "part"):
        voice = _passive(words, start)
        if voice is None:
            before = _ending_at(words, start - 1, 3)
            heads_match = target is not None and rule.heads and words.low[target.head] in rule.heads
            if target is None or (
                not heads_match
                and target.number is not None
                and (_harm_follows(words, target))
                and before is not None
                and before.number is not None
            ):
                voice = True
            else:
                voice = False
        if voice:
            if rule.active_only:
                return
            subject = _subject(words, start)
            if subject is None:
                subject = _main_subject(words, start)
            if subject is not None:
                yield from _statement(
                    words, trigger, _backward(words, subject), agent=agent_of(words, end), frame="passive"
                )
            return
        if rule.passive_only or target is None:
            return
        yield from _active(words, trigger, target)
        return
    if rule.passive_only:
        return
    if form == "ing" and words.at(start - 1) in ("being", "get", "getting"):
        subject = _subject(words, start)
        if subject is not None:
            yield from _statement(words, trigger, _backward(words, subject), agent=agent_of(words, end), frame="passive")
        return
    if target is not None:
        if inside is not None and inside.end > end:
            return
        yield from _active(words, trigger, target)


def _active(words: Sentence, trigger: _Trigger, target: NounPhrase) -> Iterator[Candidate]:
    subject = _subject(words, trigger.start)
    agent = None
    if words.low[target.head] in ("himself", "herself", "themselves", "myself", "ourselves"):
        if words.at(target.end) == "and" and target.end + 1 in words.opening:
            yield from _statement(words, trigger, _forward(words, target), frame="active")
        elif subject is not None:
            yield from _statement(words, trigger, _List([subject]), frame="reflexive")
        return
    if subject is not None and subject is not target:
        agent = (subject.start, _extended(words, subject))
    listed = _forward(words, target)
    if trigger.rule.heads and len(listed.items) > 1:
        listed = _List([target])
    if trigger.rule.heads and words.low[target.head] in ("lives", "life"):
        # "claimed 40 lives", "the lives of 40 people"
        if words.at(target.end) == "of" and target.end + 1 in words.opening:
            inner = words.opening[target.end + 1]
            if target.number is None:
                listed = _forward(words, inner)
                if not who(words, inner).human and who(words, inner) is not Who.NAME:
                    return
                bare = _Trigger(_without_heads(trigger.rule), trigger.form, trigger.start, trigger.end)
                yield from _statement(words, bare, listed, agent=agent, frame="active")
                return
        if target.number is None and words.low[target.start] in lexicon().possessives:
            if words.low[target.head] == "life" and words.tag[target.start] == "PRP$":
                # "took his life": one victim, if it is not the subject's own.
                if trigger.rule.id == "lives" and words.low[trigger.start] in ("claimed", "claims", "took", "takes"):
                    yield from _statement(words, trigger, _List([target]), agent=agent, frame="active")
            return
        if target.number is None:
            return
    yield from _statement(words, trigger, listed, agent=agent, frame="active")


@cache
def _without_heads(rule: HarmRule) -> HarmRule:
    return HarmRule(rule.id, rule.kind, rule.frame, verbs=rule.verbs, violent=rule.violent)


def _harm_follows(words: Sentence, phrase: NounPhrase) -> bool:
    return words.at(phrase.end) in ("injured", "wounded", "hurt", "missing", "dead", "killed", "displaced", "kidnapped")


def _attributive(words: Sentence, trigger: _Trigger, phrase: NounPhrase) -> Iterator[Candidate]:
    """ "120 wounded", "two murdered teachers", "missing fishermen"; not "the injured man" told before."""
    kind = who(words, phrase)
    if kind is Who.THING:
        return
    if phrase.number is not None:
        yield from _statement(words, trigger, _List([phrase]), frame="attributive")
    elif trigger.rule.id in ("late", "kill", "missing") and words.low[phrase.start] not in ("his", "her", "their"):
        if words.low[trigger.start] in ("fallen", "slain", "murdered", "assassinated", "martyred", "missing"):
            yield from _statement(words, trigger, _List([phrase]), frame="attributive")


def _main_subject(words: Sentence, at: int) -> NounPhrase | None:
    """For "Shot twice, he died": the phrase behind the comma that ends a participle clause at the start."""
    if at > 3:
        return None
    for spot in range(at, min(at + 25, len(words))):
        if words.low[spot] == ",":
            phrase = words.opening.get(spot + 1)
            return phrase
    return None


def _subject_frame(words: Sentence, trigger: _Trigger) -> Iterator[Candidate]:
    inside = words.within[trigger.start]
    if trigger.form == "ing" and inside is not None and inside.head == trigger.start and not words.tag[trigger.start].startswith("VB"):
        return
    if trigger.form in ("past", "part") and inside is not None and inside.end > trigger.end:
        return
    subject = _subject(words, trigger.start)
    if subject is None and trigger.form != "base":
        if words.at(trigger.start - 1) in (",", "before", "after", "while"):
            subject = clause_subject(words, trigger.start - 1)
    if subject is None:
        subject = _main_subject(words, trigger.start)
    if subject is None:
        return
    listed = _backward(words, subject)
    yield from _statement(words, trigger, listed)


def clause_subject(words: Sentence, at: int) -> NounPhrase | None:
    """The subject of the finite verb before word `at`."""
    for spot in range(at - 1, max(at - MAX_REACH, -1), -1):
        if words.tag[spot] in ("VBD", "VBZ", "VBP", "MD") and words.within[spot] is None:
            subject = _subject(words, spot)
            return None if subject is None or _temporal(words, subject) else subject
    return None


def _state_frame(words: Sentence, trigger: _Trigger) -> Iterator[Candidate]:
    lex = lexicon()
    start, end = trigger.start, trigger.end
    inside = words.within[start]
    if inside is not None and inside.start < inside.end and inside.end > start:
        if inside.end >= end and (inside.start < start or inside.end > end):
            if inside.number is not None and inside.head < inside.body and inside.end == end and trigger.rule.figure != "zero":
                yield from _statement(words, trigger, _List([inside]), frame="attributive")
                return
            if trigger.rule.id not in ("injured", "dead", "homeless") or inside.number is not None:
                yield from _attributive(words, trigger, inside)
            return
    if words.tag[start] == "VBD" and words.opening.get(end) is not None and not _temporal(words, words.opening[end]):
        return  # "she hurt her knee"
    spot = start - 1
    while spot > 0 and (words.tag[spot] == "RB" or words.low[spot] in ('"', "“", "'", "‘")):
        spot -= 1
    before = words.at(spot)
    copular = before in lex.auxiliaries or before in lex.raising
    if copular and words.opening.get(spot) is None and words.low[spot] in ("declared", "pronounced", "found", "left") and (
        words.within[start - 1] is not None
    ):
        copular = False
    if copular and before not in ("to", "not") or before == "not":
        # "left dead" with an object before it: "six were left dead" is a passive, "left six dead" is not.
        subject = _subject(words, start)
        if subject is not None:
            yield from _statement(words, trigger, _backward(words, subject), frame="predicate")
        return
    if before in ("and", "or", ",") and spot == start - 1:
        chained = _chained_state(words, start - 1)
        if chained is not None:
            yield from _statement(words, trigger, chained, frame="predicate")
        return
    phrase = words.ending.get(spot + 1)
    if phrase is None:
        return
    verb = phrase.start - 1
    chain = phrase
    while verb > 0 and words.low[verb] in ("of", "from", "in") and words.ending.get(verb) is not None:
        chain = words.ending[verb]
        verb = chain.start - 1
    listed = _backward(words, phrase, anywhere=True)
    if len(listed.items) > 1 and words.at(listed.start - 1) in lex.leave and words.at(listed.start - 1) != "with":
        subject = _subject(words, listed.start - 1)
        agent = None if subject is None else (subject.start, _extended(words, subject))
        yield from _statement(words, trigger, listed, agent=agent, frame="left")
        return
    if words.at(verb) in lex.leave and words.at(verb) != "with":
        agent = None
        subject = _subject(words, verb) if words.tag[verb] != "VBN" else None
        if subject is not None:
            agent = (subject.start, _extended(words, subject))
        yield from _statement(words, trigger, _List([chain]), agent=agent, frame="left")
        return
    listed = _backward(words, phrase)
    if phrase.number is not None or words.at(start - 1) in ("others",) or trigger.rule.id in ("missing", "unharmed"):
        if trigger.rule.figure != "zero":
            yield from _statement(words, trigger, _List([phrase]), frame="postnominal")
        return
    if listed and phrase.start and words.at(verb) == "and" and words.tag[start] in ("JJ", "VBN"):
        # "left six dead and scores wounded" has a number; a bare noun needs "leave" further left.
        left = next((i for i in range(verb, max(verb - 8, -1), -1) if words.low[i] in lex.leave), None)
        if left is not None:
            yield from _statement(words, trigger, _List([phrase]), frame="left")
            return
    # Headlines: "Man found dead", "Teacher shot dead".
    if start - (phrase.end - phrase.start) == 0 or words.at(verb) in ("with",):
        yield from _statement(words, trigger, _List([phrase]), frame="postnominal")


def _chained_state(words: Sentence, at: int) -> _List | None:
    """The subject of "are dead or missing" for the word behind the conjunction at `at`."""
    for spot in range(at - 1, max(at - 6, -1), -1):
        if words.low[spot] in lexicon().passives:
            subject = _subject(words, spot + 1)
            return None if subject is None else _backward(words, subject)
    return None


def _none_reported(words: Sentence, trigger: _Trigger) -> Iterator[Candidate]:
    """ "No reports of damage or injuries": zero."""
    for spot in range(trigger.start - 1, max(trigger.start - 8, -1), -1):
        if words.low[spot] in (",", ";", ".", "but") or words.tag[spot].startswith("VB"):
            return
        phrase = words.within[spot]
        if words.low[spot] in ("reports", "report", "word", "news", "indication", "sign", "signs") and phrase is not None:
            if phrase.number is not None and phrase.number.max == 0:
                start, end = _figure_span(words, phrase)
                yield Candidate(
                    Harm(trigger.rule.kind), Count(0, 0), start, end, (trigger.start, trigger.end),
                    trigger.rule, frame="none",
                )  # fmt: skip
            return


def _event_frame(words: Sentence, trigger: _Trigger) -> Iterator[Candidate]:
    start, end = trigger.start, trigger.end
    if words.at(end) != "of":
        none = list(_none_reported(words, trigger))
        if none:
            yield from none
            return
    tag = words.tag[end - 1]
    if tag in ("VBG", "VB", "VBP", "VBD", "VBZ") and words.at(end) != "of" and trigger.rule.id == "killing":
        return
    phrase = words.within[end - 1]
    single = not words.low[end - 1].endswith("s") or words.low[end - 1] == "loss of life"
    victims = _of_victims(words, trigger, end)
    if victims is not None:
        # "the deaths of 1,205 people": the people are counted, not the deaths.
        first = victims.items[0]
        if phrase is not None and phrase.number is not None and first.number is None and phrase.head == end - 1 and phrase.number.min != 1:
            yield from _statement(words, _loose(trigger), _List([phrase]), frame="counted")
            return
        agent = None
        if phrase is not None and phrase.owner is not None and phrase.owner > phrase.start:
            agent = (phrase.start, phrase.owner)
        if agent is None:
            agent = agent_of(words, victims.end)
        yield from _statement(words, trigger, victims, agent=agent, frame="of")
        return
    if phrase is None:
        return
    if phrase is not None and phrase.number is not None and phrase.number.max == 0 and trigger.rule.id == "killing":
        return
    if phrase.number is not None and (phrase.head == end - 1 or (phrase.number.min in (0, 2) and phrase.head >= start)):
        owned = phrase.owner is not None
        if not (single and phrase.number.min not in (0, 1, 2)) or not single:
            counted = _loose(trigger)
            for item in _statement(words, counted, _List([phrase]), frame="counted"):
                yield _replace_victims(item, None) if not owned else item
        return
    if phrase.owner is not None and start > phrase.owner:
        yield from _owned(words, trigger, phrase)


def _loose(trigger: _Trigger) -> _Trigger:
    """The trigger for a number with the noun of harm itself ("three deaths"): no victim to check."""
    rule = trigger.rule
    return _Trigger(_counted_rule(rule), trigger.form, trigger.start, trigger.end)


@cache
def _counted_rule(rule: HarmRule) -> HarmRule:
    words = frozenset(word.split(" ")[-1] for word in rule.words)
    heads = tuple(sorted(words | {plural(word) for word in words}))
    return HarmRule(rule.id, rule.kind, rule.frame, words=rule.words, heads=heads)


def _replace_victims(item: Candidate, victims: tuple[int, int] | None) -> Candidate:
    return Candidate(
        item.kind, item.count, item.start, item.end, item.trigger, item.rule, victims, item.agent,
        item.lone, item.bare, item.frame,
    )  # fmt: skip


def _of_victims(words: Sentence, trigger: _Trigger, at: int) -> _List | None:
    """Those named by "of" behind a noun of harm, also at a distance: "the deaths in May of two boys"."""
    spot = at
    for _ in range(10):
        low = words.at(spot)
        if low == "of" or (low == "to" and trigger.rule.id == "injuries"):
            break
        if not low or _verbal(words.tagged(spot)) or low in (",", ";", "and", "that", "who"):
            return None
        spot += 1
    else:
        return None
    phrase = words.opening.get(spot + 1)
    if phrase is None:
        return None
    if spot > at:
        # Only a time or a place may stand between: "the deaths in late May of two boys".
        between = words.ending.get(spot)
        if between is None or not (_temporal(words, between) or words.label[between.head] in ("LOC", "DATE", "FAC")):
            return None
    kind = who(words, phrase)
    if not (kind.human or kind is Who.NAME or (kind is Who.UNKNOWN and spot == at and phrase.number is None
            and words.tag[phrase.start] in ("DT", "PRP$", "NN") and words.low[phrase.start] in ("a", "an", "his", "her", "my", "their"))):
        return None
    if trigger.rule.heads and words.low[phrase.head] not in trigger.rule.heads:
        return None
    return _forward(words, phrase)


def _owned(words: Sentence, trigger: _Trigger, phrase: NounPhrase) -> Iterator[Candidate]:
    """ "Ana Ruiz's death", "her son's murder": the owner is the victim."""
    owner = phrase.owner
    if owner is None or owner <= phrase.start:
        return
    head = owner - 1
    holder = NounPhrase(phrase.start, owner, head, None, phrase.start, None)
    kind = who(words, holder)
    if not (kind is Who.PERSON or kind is Who.NAME or kind is Who.PEOPLE):
        return
    if kind is Who.NAME and words.label[head]:
        return
    if words.tag[phrase.start] == "WP$":
        return
    for item in _statement(words, trigger, _List([holder]), frame="owner"):
        yield Candidate(
            item.kind, item.count, phrase.start, trigger.end, item.trigger, item.rule, item.victims, None,
            item.lone, item.bare, "owner",
        )  # fmt: skip


_FOUND = frozenset("found recovered discovered spotted floating retrieved".split())


def _victims_frame(words: Sentence, trigger: _Trigger) -> Iterator[Candidate]:
    rule = trigger.rule
    start, end = trigger.start, trigger.end
    none = list(_none_reported(words, trigger))
    if none:
        yield from none
        return
    if rule.id == "lives-lost":
        phrase = words.within[start]
        if phrase is not None and phrase.number is not None:
            yield from _statement(words, trigger, _List([phrase]), frame="counted")
        return
    phrase = words.within[end - 1]
    if phrase is None:
        return
    nobody = rule.id in ("bodies", "fatalities", "casualties", "wounded-people")
    if words.at(end) == "of" and rule.id == "bodies" and phrase.number is None:
        inner = words.opening.get(end + 1)
        if inner is not None and (who(words, inner).human or who(words, inner) is Who.NAME):
            for item in _statement(words, trigger, _forward(words, inner), frame="of"):
                yield item
        return
    if phrase.number is not None:
        if phrase.head not in range(start, end):
            return
        loose = _loose(trigger) if nobody else trigger
        victims = phrase
        for item in _statement(words, loose, _List([victims]), agent=agent_of(words, phrase.end), frame="counted"):
            if rule.id == "bodies" and words.at(end) == "of" and words.opening.get(end + 1) is not None:
                inner = words.opening[end + 1]
                yield _replace_victims(item, (inner.start, inner.end))
            else:
                yield _replace_victims(item, None) if nobody and rule.id != "wounded-people" else item
        return
    if rule.id == "hostages" and phrase.head in range(start, end):
        held = words.at(phrase.end)
        if words.low[phrase.start] in ("a", "an", "another") or held in ("held", "seized", "taken", "captured"):
            yield from _statement(words, trigger, _List([phrase]), agent=agent_of(words, phrase.end), frame="named")
    elif rule.id == "hostages" and words.tag[phrase.head] in ("NNP", "NNPS") and words.low[start] == "hostage":
        yield from _statement(words, trigger, _List([phrase]), frame="named")
    if rule.id == "bodies" and phrase.owner is not None and phrase.owner < start:
        nearby = words.low[max(0, start - 8) : end + 8]
        if any(word in nearby for word in _FOUND) and words.tag[phrase.start] != "PRP$":
            yield from _owned(words, trigger, phrase)
        return
    if rule.id == "bodies" and words.low[phrase.start] in ("a", "an") and phrase.owner is None and words.low[start] == "body":
        nearby = words.low[max(0, start - 8) : end + 8]
        if any(word in nearby for word in _FOUND):
            for item in _statement(words, _loose(trigger), _List([phrase]), frame="counted"):
                yield _replace_victims(item, None)


def _member_frame(words: Sentence, trigger: _Trigger) -> Iterator[Candidate]:
    """ "Two Britons were among the dead", "among the dead were two Britons"; each item is a statement."""
    subject = None
    if words.low[trigger.start] == "among" and trigger.start > 0:
        subject = _subject(words, trigger.start)
    if subject is not None:
        yield from _statement(words, trigger, _backward(words, subject), frame="member")
        return
    at = trigger.end
    while words.at(at) in ("were", "was", "are", "is", "in", "the", "attack") and at not in words.opening:
        at += 1
    phrase = words.opening.get(at)
    if phrase is None:
        return
    listed = _forward(words, phrase)
    if all(item.number is None for item in listed.items):
        if all(words.tag[item.head] in ("NNP", "NN") for item in listed.items):
            yield from _statement(words, trigger, listed, frame="member")
        return
    for item in listed.items:
        yield from _statement(words, trigger, _List([item]), frame="member")


def _toll_frame(words: Sentence, trigger: _Trigger) -> Iterator[Candidate]:
    """The number that "the death toll" leads to: "rose to at least 15", "stands at 40", "from 12 to 15"."""
    plain = trigger.end - trigger.start == 1 and words.low[trigger.start] != "toll"
    lex = lexicon()
    spot = trigger.end
    seen = ""
    last: NounPhrase | None = None
    # "death toll: 15"; bare "deaths" and "killed" need that colon.
    limit = 2 if plain else 30
    while spot < len(words) and spot - trigger.end < limit:
        low = words.low[spot]
        if low in (";",) or (low in (".", "but", "while") and last is None and seen):
            break
        phrase = words.opening.get(spot)
        if phrase is not None and phrase.number is not None and seen:
            if phrase.number.min == 0 and phrase.number.max == 0:
                return
            if not _temporal(words, phrase) and who(words, phrase) is not Who.THING:
                last = phrase
                if words.at(phrase.end) != "to":
                    break
            spot = phrase.end
            continue
        if plain:
            if low == ":":
                seen = low
            elif not seen:
                return
        elif low in lex.toll_verbs and words.within[spot] is None:
            seen = low
        elif _verbal(words.tagged(spot)) and low not in lex.auxiliaries and last is None and seen:
            break
        if phrase is not None:
            spot = phrase.end
            continue
        spot += 1
    if last is None:
        # "brings to 18 the number of deaths", "a death toll of 15"
        return
    bare = _Trigger(HarmRule(trigger.rule.id, trigger.rule.kind, "toll", words=trigger.rule.words), "", trigger.start, trigger.end)
    yield from _statement(words, bare, _List([last]), frame="toll")


_FRAMES = {
    "object": _object_frame,
    "subject": _subject_frame,
    "state": _state_frame,
    "event": _event_frame,
    "victims": _victims_frame,
    "member": _member_frame,
    "toll": _toll_frame,
}

def _parts(words: Sentence, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Parts of a total in the same sentence: "51 people, including 27 women", "six of them children"."""
    for phrase in words.phrases if found else ():
        before = words.at(phrase.start - 1)
        among = words.at(phrase.start - 2) == "among" and before in ("them", "whom")
        of_them = (
            phrase.number is not None
            and words.low[phrase.head] in ("them", "whom")
            and before in (",", "and", "with", "(", "–", "-", "--", "—")
        )
        along = words.at(phrase.start - 2) in ("along", "together") and before == "with"
        if not (before in ("including", "include", "includes", "comprising") or among or of_them or along):
            continue
        total = max(
            (item for item in found if item.end <= phrase.start and (item.count.max != 1 or along)),
            key=lambda item: (item.end, item.start),
            default=None,
        )
        if total is None or phrase.start - total.end > 25:
            continue
        if of_them:
            behind = words.opening.get(phrase.end)
            victims = (behind.start, behind.end) if behind is not None else total.victims
            yield from _part(words, found, total, phrase, victims)
            continue
        for item in _forward(words, phrase).items:
            yield from _part(words, found, total, item, None)


def _part(
    words: Sentence, found: Sequence[Candidate], total: Candidate, phrase: NounPhrase, victims: tuple[int, int] | None
) -> Iterator[Candidate]:
    kind = who(words, phrase)
    figure = count(words, phrase)
    if kind is Who.THING or _temporal(words, phrase) or figure is None or figure.max == 0:
        return
    if not (kind.human or kind is Who.NAME) or (phrase.number is None and figure.max != 1):
        return  # "including children": no figure of its own
    if words.label[phrase.head] in ("LOC", "ORG", "FAC"):
        return
    if any(item.start < phrase.end and phrase.start < item.end and item.kind == total.kind for item in found):
        return
    start, end = _figure_span(words, phrase)
    own = victims or _victim_span(words, phrase)
    yield Candidate(
        total.kind, figure, start, end, total.trigger, total.rule,
        own if own[1] > own[0] else total.victims, total.agent, False, False, "part",
    )  # fmt: skip


def subject_of(words: Sentence, verb: int) -> NounPhrase | None:
    """The subject of the verb group that ends at word `verb`."""
    return _subject(words, verb)
