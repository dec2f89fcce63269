"""The rules of furniture (`furniture/rules.toml`), ready to use: patterns, word lists."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from itertools import groupby
from operator import itemgetter

from newsfacts.errors import RuleError
from newsfacts.rules import derived, load
from newsfacts.types import SkipReason

# A line whose cues weigh this much is furniture by itself.
ENOUGH = 3
APPEAL = "appeal"
# Phrases of one rule count up to so often in a line.
MAX_HITS = 3


class Where(StrEnum):
    WHOLE = "whole"
    START = "start"
    ANY = "any"
    GLUED = "glued"


class Takes(StrEnum):
    """Where the title of the other story stands, seen from the label of a teaser."""

    ABOVE = "above"  # the line above
    ABOVE_FAR = "above_far"  # the line above, past a blank line; a name only
    BELOW = "below"
    BELOW_IF_COLON = "below_if_colon"
    BELOW_LATE = "below_late"  # only once the story has begun: before, it may be the headline
    LIST = "list"  # the short lines below, if nothing else follows up to the blank line


@dataclass(frozen=True, slots=True)
class FurnitureRule:
    """What kind of line a set of phrases tells of; the keys are explained in furniture/rules.toml."""

    id: str
    reason: SkipReason
    where: Where
    phrases: tuple[str, ...]
    weight: int = ENOUGH
    max_words: int = 40
    family: str = ""
    opens: bool = False
    takes: tuple[Takes, ...] = ()
    late: bool = False
    line: bool = False


@dataclass(frozen=True, slots=True)
class FurnitureWords:
    """A word list; `anchors` are those that make a line of such words tell something."""

    id: str
    words: tuple[str, ...]
    anchors: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Phrase:
    """Phrases of a rule as one pattern, compiled when first asked for: few lines have words of furniture.

    A line that has it has all `words` and `signs`, and one of each of `ways` (small letters).
    """

    rule_id: str
    where: Where
    texts: tuple[str, ...]
    words: tuple[str, ...] = ()
    ways: tuple[tuple[str, ...], ...] = ()
    signs: tuple[str, ...] = ()

    def may_stand_in(self, low: str) -> bool:
        """Whether a line has what the phrases need."""
        for needed in (self.signs, self.words):
            for word in needed:
                if word not in low:
                    return False
        has = low.__contains__
        return not self.ways or all(any(map(has, ways)) for ways in self.ways)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        either = "|".join(_regex(text) for text in self.texts)
        match self.where:
            case Where.WHOLE:
                pattern = rf"[\W_]*(?:{either})[\W_]*\Z"
            case Where.START:
                pattern = rf"[\W_]*(?:{either})(?!\w)"
            case Where.GLUED:
                # Behind one word only what surely begins a sentence: "Advertisement The bridge …".
                pattern = (
                    rf"(?P<phrase>{either})[.:!]?(?P<next>\s+(?-i:[\"“‘]?(?P<word>[A-Z0-9][\w'’]*))|\W*$)"
                )
            case _:
                pattern = rf"(?<!\w)(?:{either})(?!\w)"
        try:
            return re.compile(pattern, re.IGNORECASE | re.DOTALL)
        except re.error as error:
            raise RuleError(f"furniture/rules.toml, rule [{self.rule_id}]: {error}") from None


@dataclass(frozen=True, slots=True)
class Cue:
    """A rule ready to use: all its phrases, and each of them.

    `needs`: words of which any line that it fires on has one -> places in `phrases`.
    """

    rule: FurnitureRule
    reason: SkipReason
    where: Where
    every: Phrase
    phrases: tuple[Phrase, ...]
    needs: dict[str, list[int]]

    def _near(self, low: str) -> set[int]:
        """The places of the phrases of which `low` has a word."""
        return {place for need in needed_in(low) for place in self.needs.get(need, ())}

    @property
    def pattern(self) -> re.Pattern[str]:
        """All its phrases as one."""
        return self.every.pattern

    def count(self, body: str, open_text: str, low: str, places: Collection[int] | None = None) -> int:
        """How often its phrases stand in a line, up to MAX_HITS.

        `open_text`: the line without quotations; `low`: in small letters. `places`: the phrases of which
        `low` has a word, where the caller knows them.
        """
        near = [
            phrase.pattern
            for phrase in map(self.phrases.__getitem__, sorted(self._near(low) if places is None else places))
            if phrase.may_stand_in(low)
        ]
        if not near:
            return 0
        match self.where:
            case Where.WHOLE:
                return int(any(pattern.match(body) for pattern in near))
            case Where.GLUED:
                return int(any(pattern.fullmatch(body) for pattern in near))
            case Where.START:
                return int(any(pattern.match(open_text) for pattern in near))
        hits = at = 0
        while hits < MAX_HITS:
            # The leftmost, and of several there the first phrase: as if they were one pattern.
            found = [match for pattern in near if (match := pattern.search(open_text, at))]
            if not found:
                break
            at = min(found, key=re.Match.start).end()
            hits += 1
        return hits


@cache
def _word_lists() -> dict[str, FurnitureWords]:
    return load("furniture/words", FurnitureWords)


@cache
def word_set(name: str) -> frozenset[str]:
    return frozenset(_word_lists()[name].words)


@cache
def anchors(name: str) -> frozenset[str]:
    return frozenset(_word_lists()[name].anchors)


@cache
def cues() -> tuple[Cue, ...]:
    return tuple(ready(rule) for rule in load("furniture/rules", FurnitureRule).values())


def cues_near(low: str) -> list[tuple[Cue, list[int]]]:
    """The cues that may fire on a line, `low` in small letters, by the words that their phrases need; each
    with the places of these phrases, in order.
    """
    by_need = _by_need()
    near = sorted({at for need in needed_in(low) for at in by_need[need]})
    return [(cues()[cue], [place for _, place in own]) for cue, own in groupby(near, key=itemgetter(0))]


@cache
def _by_need() -> dict[str, list[tuple[int, int]]]:
    """The words that phrases need -> the phrases, (place of the cue, place in it)."""
    places: dict[str, list[tuple[int, int]]] = {"": []}
    for cue, ready_cue in enumerate(cues()):
        for need, phrases in ready_cue.needs.items():
            places.setdefault(need, []).extend((cue, place) for place in phrases)
    return places


@cache
def _longest_need() -> int:
    return max(map(len, _by_need()))


@cache
def _beginnings_of_needs() -> frozenset[str]:
    return frozenset(need[:2] for need in _by_need())


# All words that phrases need are runs of such letters, or parts of them.
_RUN = re.compile("[a-z]{2,}")


@lru_cache(maxsize=16)
def needed_in(low: str) -> frozenset[str]:
    """The words that phrases need and `low` has, also inside of words; "", which any line has."""
    return frozenset({""}).union(*map(_needed_in_run, set(_RUN.findall(low))))


@lru_cache(maxsize=8_192)
def _needed_in_run(run: str) -> frozenset[str]:
    longest, begins = _longest_need(), _beginnings_of_needs()
    parts = {
        run[start:end]
        for start in range(len(run) - 1)
        if run[start : start + 2] in begins
        for end in range(start + 2, min(start + longest, len(run)) + 1)
    }
    return frozenset(parts & _by_need().keys())


def ready(rule: FurnitureRule) -> Cue:
    """`rule` with its phrases as patterns."""
    known = _read()
    phrases = tuple(
        Phrase(rule.id, rule.where, (text,), *(known.get(text) or _told_by(text))) for text in rule.phrases
    )
    needs: dict[str, list[int]] = {}
    for place, phrase in enumerate(phrases):
        # Long words are rare: the fewer lines have one, the fewer phrases are looked at.
        either = max(((word,) for word in phrase.words), key=_shortest, default=("",))
        for word in max((either, *phrase.ways), key=_shortest):
            needs.setdefault(word, []).append(place)
    every = Phrase(rule.id, rule.where, rule.phrases)
    return Cue(rule, rule.reason, rule.where, every, phrases, needs)


_Told = tuple[tuple[str, ...], tuple[tuple[str, ...], ...], tuple[str, ...]]


def _told_by(phrase: str) -> _Told:
    """Words, groups of words and signs that any match of `phrase` has: see `_needs`, `_signs`."""
    return *_needs(phrase), _signs(phrase)


@cache
def _read() -> dict[str, _Told]:
    """That of all phrases of the file."""
    return derived(_told_by_each, "furniture/rules.toml")


def _told_by_each() -> dict[str, _Told]:
    rules = load("furniture/rules", FurnitureRule).values()
    return {phrase: _told_by(phrase) for rule in rules for phrase in rule.phrases}


def _shortest(words: tuple[str, ...]) -> int:
    return min(map(len, words))


_CAPITAL = r"(?![a-zß-ÿ_])\w[\w.&'’@-]*"
_PARTICLE = r"(?:de|da|del|la|le|van|von|der|al|el|bin|ibn|of|the|and|for|y)"
_NAME = rf"(?-i:@?{_CAPITAL}(?:\s+(?:{_PARTICLE}\s+)?{_CAPITAL}){{0,5}})"


@cache
def _agency() -> str:
    lists = _word_lists()["agencies"]
    known = "|".join(re.escape(word) for word in sorted(lists.words, key=len, reverse=True))
    endings = "|".join(re.escape(word) for word in lists.endings)
    named = rf"(?:{_CAPITAL}\s+){{1,4}}(?:{endings})"
    return rf"(?-i:(?:{known}|{named}|\w+\.(?:com|org|net|ru|uk|in))(?!\w))"


_SIGNS = re.compile(
    r"(?P<rest> \*(?=$|[|)]))|(?P<some>(?:^|(?<=[ (|]))\* )|(?P<mark> (?:[,/]|\[\|\])(?: (?!\*))?)"
    r"|(?P<colon> ?:(?: \*(?=$|[|)])| ?))|(?P<open>\()|(?P<number>#)|(?P<apostrophe>')|(?P<blank> )"
    r"|(?P<name><Name>)|(?P<agency><Agency>)"
)


def _regex(phrase: str) -> str:
    """The pattern of a phrase of furniture/rules.toml."""

    def put(sign: re.Match[str]) -> str:
        match sign.lastgroup:
            case "rest":
                return r"(?:\W.*)?"
            case "some":
                return r"(?:\S+\s+){0,5}?"
            case "mark":
                return rf"\s*{sign.group().strip()}\s*"
            case "colon":
                return r"(?:\s*[:|›»>]|\s+[–—-]\s)" + (".*" if sign.group().endswith("*") else r"\s*")
            case "open":
                return "(?:"
            case "number":
                return r"\d[\d,.]*"
            case "apostrophe":
                return "['’]"
            case "blank":
                return r"[\s,;.?!()–—-]+"
            case "name":
                return _NAME
            case _:
                return _agency()

    return _SIGNS.sub(put, phrase).replace(r"[\|]", r"\|")


_GROUP = re.compile(r"\((?P<ways>[^()]*)\)(?P<sign>[?*]?)")


def _needs(phrase: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Words that any match has, the longest first, and groups of words of which it has one each."""
    phrase = re.sub(r"<\w+>|\[[^\]]*\]|\\\w", "#", phrase)
    ways = []
    for group in _GROUP.finditer(phrase):
        before = phrase[: group.start()]
        if not group["sign"] and before.count("(") == before.count(")"):
            words = [re.findall(r"[a-z]{2,}(?!\?)", way) for way in group["ways"].split("|")]
            if all(words):
                ways.append(tuple(max(own, key=len) for own in words))
    outside, before = phrase, ""
    while outside != before:
        before, outside = outside, _GROUP.sub(" ", outside)
    certain = re.findall(r"(?<![\w'-])[a-z]{2,}(?![\w?'-])", outside)
    certain += re.findall(r"(?<![\w'-])([a-z]{2,})[a-z]\?", outside)  # "comment" of "comments?"
    return tuple(sorted(certain, key=len, reverse=True)), tuple(ways)


def _signs(phrase: str) -> tuple[str, ...]:
    """Signs that any match has, whatever is left out or one of several ways aside."""
    outside, before = re.sub(r"\\.|\[(?!\|\])[^\]]*\]", " ", phrase), ""
    while outside != before:
        before, outside = outside, _GROUP.sub(" ", outside)
    return tuple(dict.fromkeys(re.findall(r"[/|@©×°](?!\?)", outside)))


@cache
def credit_tail() -> re.Pattern[str]:
    """A credit behind a caption: "(Image: Holler)", "Photo by Hugo Lind/Picture Pool", "Ana Ruiz/AFP"."""
    kinds = r"(?:photos?|photographs?|images?|pictures?|pics?|graphics?|credits?)"
    what = rf"(?i:(?:file |stock |archive |courtesy )?{kinds})"
    owner = rf"(?:{_NAME}|{_agency()}|(?i:supplied|handout|contributed|file))"
    owners = rf"{owner}(?:\s*(?:[/|,&]|via|for|and)\s*{owner}){{0,4}}"
    said = rf"{what}\s*(?i:[:|/]|by|courtesy of|courtesy|credit:?|supplied by)\s*{owners}"
    slashed = rf"(?:{_NAME}\s*/\s*){{1,2}}(?:{_agency()}|{_NAME})"
    return re.compile(
        rf"\s(?P<credit>[\[(](?:{said}|{slashed}|{_agency()}/{_NAME})[\])]"
        rf"|(?<=[.!?”\")] )(?-i:(?=[A-Z]))(?:{said}|(?:{_NAME}\s*/\s*){{1,2}}{_agency()})"
        r"|[—–-]\s?(?:[A-Z]+ )?PHOTOS?)\s*$"
    )
