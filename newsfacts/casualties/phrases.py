"""Cuts a sentence into base noun phrases, in one pass: "at least six of her sons", "Ana Ruiz's death"."""

from __future__ import annotations

from newsfacts.casualties import tags
from newsfacts.casualties.lexicon import Role
from newsfacts.casualties.sentence import NounPhrase, Sentence
from newsfacts.numbers.counts import Number

_NOUNS = ("NN", "NNS", "NNP", "NNPS", "CD", "FW", "ADD")
_OPENING = ("DT", "PDT", "PRP$", "JJ", "JJR", "JJS", *_NOUNS)
_DETERMINERS = ("DT", "PDT", "PRP$", "WP$")
# What may not end a phrase.
_LOOSE_ENDS = ("HYPH", "POS", "RB", "DT", "PRP$")
_BEFORE_PARTICIPLE = ("DT", "PRP$", "JJ", "POS", "RB", "CD", "HYPH")
_MODIFIERS = ("JJ", "JJR", "JJS", "VBN", "VBG", "HYPH", "RB", "CC", ",", "AFX", "CD")
# Words between an adjective and the noun that it describes.
MAX_ADJECTIVES = 6


def chunk(words: Sentence) -> None:
    """Note the noun phrases of the sentence on it."""
    words.within = [None] * len(words)
    index = 0
    while index < len(words):
        phrase = _phrase_at(words, index)
        if phrase is None:
            index += 1
            continue
        words.phrases.append(phrase)
        words.ending[phrase.end] = phrase
        words.opening[phrase.start] = phrase
        for inner in range(phrase.start, phrase.end):
            words.within[inner] = phrase
        index = phrase.end


def _phrase_at(words: Sentence, start: int) -> NounPhrase | None:
    if start not in words.counts:
        if words.tag[start] == "PRP" or words.low[start] in words.lex.reflexive:
            return NounPhrase(start, start + 1, start, body=start)
        if not _may_open(words, start):
            return None
    return _Phrase(words, start).read()


def _may_open(words: Sentence, start: int) -> bool:
    """Whether a phrase with no number in front may begin with the word."""
    tag, low = words.tag[start], words.low[start]
    opens = tag == "WP$" or low == "whose" or tag in _OPENING or _describes(words, start)
    if opens and tag.startswith("JJ") and words.at(start - 1) == "to":
        return not (words.tagged(start - 1) == "TO" or low == "free")  # "to free hostages"
    return opens


def _describes(words: Sentence, at: int) -> bool:
    """Whether a participle opens a phrase: "wounded soldiers"."""
    return (
        words.tag[at] in tags.PARTICIPLES
        and words.tagged(at + 1) in tags.COMMON
        and _adjective_like(words, at)
        and words.at(at + 1) not in words.lex.held
        and words.low[at] not in words.lex.no_adjectives
    )


class _Phrase:
    """A noun phrase while it is read, word by word: `at` is the next word, `head` the last noun, -1 before
    the first; `number` ends before word `number_end`; a possessor ends at word `owner`."""

    __slots__ = ("at", "head", "lex", "number", "number_end", "owner", "start", "words")

    def __init__(self, words: Sentence, start: int) -> None:
        self.words, self.lex, self.start = words, words.lex, start
        self.at = self.number_end = start
        self.number: Number | None = None
        self.head = -1
        self.owner: int | None = None

    def read(self) -> NounPhrase | None:
        while self.at < len(self.words) and self._step():
            pass
        if self.head < 0 and not self._headless():
            return None
        if self.number is not None and self.head >= self.number_end:
            self._second_modifier()
        end = self._end()
        # "two of her three sons", "one of them", "dozens of whom": the number is the outer one.
        if self.number is not None and end == self.number_end and self.words.at(end) == "of":
            inner = _phrase_at(self.words, end + 1) if end + 1 < len(self.words) else None
            if inner is not None and self.words.at(end + 1) != "which":
                return NounPhrase(self.start, inner.end, inner.head, self.number, end + 1, None)
        body = self.number_end if self.number else self.start
        return NounPhrase(self.start, end, self.head, self.number, body, self.owner)

    def _step(self) -> bool:
        """Take the next word in; False where it does not belong to the phrase."""
        if self._predicate():
            return False
        if self.at in self.words.counts:
            return self._count()
        if self._time():
            return False
        if self._more():
            return True
        tag, low = self._tag(), self.words.low[self.at]
        if tag in _DETERMINERS or low == "whose":
            return self._determiner(tag)
        if tag in _NOUNS and low not in self.lex.no_nouns:
            return self._noun()
        if tag == "POS":
            return self._possessor()
        if tag in tags.ADJECTIVES or tag == "AFX":
            return self._adjective()
        return self._modifier(tag) or self._mark()

    def _modifier(self, tag: str) -> bool:
        if not (self._participle(tag) or self._adverb(tag)):
            return False
        self.at += 1
        return True

    def _mark(self) -> bool:
        """Take in a sign that is no word, or the word of a name."""
        return self._hyphen() or self._quote() or self._aside() or self._inside_name()

    def _inside_name(self) -> bool:
        """Whether the name goes on: "Department of Defense official", "Sgt. Ana Ruiz"."""
        words, at = self.words, self.at
        label, low = words.label[at], words.low[at]
        if at <= self.start or at + 1 >= len(words) or self.owner is not None:
            return False
        one_name = low == "of" and label == "ORG" and words.label[at - 1] == words.label[at + 1] == label
        titled = low == "." and words.low[at - 1] in self.lex.rank_titles and words.tag[at + 1] in tags.PROPER
        if one_name or titled:
            self.at += 1
            return True
        return False

    def _aside(self) -> bool:
        """ "9 (boys) dead": the nine are boys."""
        words, at = self.words, self.at
        noun = words.low[at] == "(" and words.tagged(at + 1) in tags.PLURAL and words.at(at + 2) == ")"
        if not noun or self.number is None or at != self.number_end:
            return False
        self.head, self.at = at + 1, at + 3
        return True

    def _tag(self) -> str:
        words, at = self.words, self.at
        if words.tag[at] == "JJ" and words.label[at] == "NORP" and not _noun_or_time(words, at):
            return "NNPS"  # "five Japanese"
        return words.tag[at]

    def _predicate(self) -> bool:
        """Whether the word tells of the phrase what happened to it, and is no part of it."""
        words, at = self.words, self.at
        low = words.low[at]
        if self.number is not None and at == self.number_end and low in self.lex.harmed:
            those = words.at(self._counted_from() - 1) in self.lex.the_one
            if words.tag[at] in tags.COMMON and those:
                return False  # "eleven of the 36 wounded"
            if not _noun_follows(words, at):
                return True  # "one missing and 46 injured"
        # "two drivers hostage", "them captive"
        behind = at > self.start and self.head == at - 1
        if behind and low in self.lex.held and words.tag[self.head] != "JJ":
            return True
        return self._to_death() or self._counted_behind(at)

    def _counted_behind(self, at: int) -> bool:
        """Whether those told of are counted from word `at` on: "shot dead two guards", but "the dead 17
        passengers"."""
        words = self.words
        counted = at in words.counts or words.tag[at] == "CD"
        if not counted or at == self.start or words.tag[self.start] == "DT":
            return False
        return words.low[at - 1] in self.lex.harmed_before or self._verb_before(at)

    def _to_death(self) -> bool:
        """Whether the phrase is the "death" of "stabbed to death two guards", the guards no part of it."""
        words, start = self.words, self.start
        if self.at != start + 1 or words.low[start] != "death" or words.at(start - 1) != "to":
            return False
        return tags.verbal(words.tagged(start - 2)) and words.low[self.at] not in self.lex.of_death

    def _verb_before(self, at: int) -> bool:
        """Whether a participle before the number at word `at` is a verb: "and sickened more than 200"."""
        words = self.words
        alone = at == self.start + 1 and at in words.counts and words.tag[self.start] in ("JJ", "VBN", "VBD")
        return alone and words.low[self.start].endswith("ed")

    def _more(self) -> bool:
        """ "scores more were hurt": take in the "more", which alone is no noun."""
        words, at = self.words, self.at
        counted = self.number is not None and at == self.number_end and words.low[at] in self.lex.more
        if not counted or _noun_follows(words, at):
            return False
        if words.tag[at] == "NNS":
            self.head = at  # "two others"
        self.at += 1
        return True

    def _counted_from(self) -> int:
        """Where the number of the phrase begins."""
        return next((at for at in range(self.start, self.at) if at in self.words.counts), self.start)

    def _count(self) -> bool:
        if self.number is None and (self.head < 0 or self.owner is not None):
            self.number_end, self.number = self.words.counts[self.at]
            self.at = self.number_end
            self.head = self.at - 1
            return True
        return False

    def _time(self) -> bool:
        """Whether a time of its own begins: "an officer last week", "six people today", "Lind Saturday"."""
        words, at = self.words, self.at
        if self.head < 0 or self.owner is not None:
            return False
        if words.low[at] in self.lex.time_adjectives and words.at(at + 1) in self.lex.temporal:
            return True
        return self.head >= at - 1 >= self.start and _time_follows(words, at, self.head)

    def _determiner(self, tag: str) -> bool:
        words, at = self.words, self.at
        if at > self.start:
            before = words.tag[at - 1]
            if self.head >= 0:
                if before not in ("DT", "PDT", "POS"):
                    return False
            elif before == tag == "DT" and self.number is None:
                return False
            elif before == "JJ" and words.low[at] in self.lex.new_phrase:
                return False  # "shot dead a guard", "left six dead this week"
        self.at += 1
        return True

    def _noun(self) -> bool:
        words, at, temporal = self.words, self.at, self.lex.temporal
        # "people Monday": a day begins a phrase of its own.
        day = self.head >= 0 and words.low[at] in temporal and words.capital[at]
        if day and words.low[self.head] not in temporal and not words.capital[self.head]:
            return False
        self.head = at
        self.at += 1
        return True

    def _possessor(self) -> bool:
        if self.head < 0:
            return False
        self.owner = self.at
        self.at += 1
        return True

    def _adjective(self) -> bool:
        """An adjective behind the noun is a predicate: "left six people dead"."""
        words, at = self.words, self.at
        noun = self.head >= 0 and self.owner is None and self.number_end <= self.head
        if noun and not _noun_follows(words, at):
            return False
        alone = self.number is not None and self.head == self.number_end - 1
        if alone and words.low[at] not in self.lex.more and not _noun_follows(words, at):
            return False
        self.at += 1
        return True

    def _participle(self, tag: str) -> bool:
        words, at = self.words, self.at
        if tag not in tags.PARTICIPLES or words.low[at] in self.lex.no_adjectives:
            return False
        inside = at == self.start or self.number_end == at or words.tag[at - 1] in _BEFORE_PARTICIPLE
        return inside and _adjective_like(words, at)

    def _adverb(self, tag: str) -> bool:
        words, at = self.words, self.at
        if tag not in ("RB", "RBS", "RBR") or words.tagged(at + 1) not in ("JJ", "VBN"):
            return False
        before_noun = self.head < 0 or self.number_end == at or self.owner == self.head + 1
        return before_noun and _noun_follows(words, at + 1)

    def _hyphen(self) -> bool:
        """Take in "-in-law" and words that a hyphen joins."""
        words, at = self.words, self.at
        if words.low[at] not in self.lex.hyphens:
            return False
        if self.head >= 0 and self._in_law():
            self.at += 4
            return True
        if not (at > self.start and at + 1 < len(words) and words.first[at] == words.last[at - 1]):
            return False
        self.at = at = at + 1
        if words.first[at] == words.last[at - 1]:
            if words.tag[at] in _NOUNS and words.low[at] != "by":  # "a passer-by"
                self.head = at
            self.at += 1
        return True

    def _in_law(self) -> bool:
        """ "her mother-in-law" is a mother, "a bride-to-be" a bride."""
        first, joint, last = (self.words.at(self.at + step) for step in (1, 2, 3))
        if (first, last) == ("to", "be"):
            return joint in self.lex.hyphens
        if first != "in" or last not in self.lex.in_law:
            return False
        return joint == "-" or (joint in self.lex.hyphens and last == "law")

    def _quote(self) -> bool:
        words, at = self.words, self.at
        if words.low[at] not in self.lex.inner_quotes or at + 1 >= len(words) or at <= self.start:
            return False
        counted = self.number_end == at and self.number is not None
        if words.tagged(at + 1) in ("NNP", "NN") or counted:
            self.at += 1
            return True
        return False

    def _headless(self) -> bool:
        """Find what stands for a noun: "the wounded", "the dead", "these"; False where nothing does."""
        words, at = self.words, self.at
        if at <= self.start:
            return False
        participle = at < len(words) and words.tag[at] == "VBN"
        if words.tag[at - 1] in ("JJ", "DT", "VBN", "JJS", "JJR"):
            if words.tag[at - 1] == "DT" and words.low[at - 1] not in self.lex.standing_alone:
                if not participle or _noun_follows(words, at):
                    return False
                self.head, self.at = at, at + 1
                return True
            self.head = at - 1
            return words.tag[self.start] in ("DT", "PDT", "PRP$")
        return False

    def _second_modifier(self) -> None:
        """Go on to the workers of "19 oil and construction workers", where `head` is the oil."""
        words, people = self.words, self.lex.people
        joint, last = self.at, self.at + 2
        if words.at(joint) not in self.lex.and_or:
            return
        told = people.get(words.low[self.head])
        if (told is None or told.role is Role.THING) and words.tagged(joint + 1).startswith("NN"):
            rule = people.get(words.at(last))
            if rule is not None and rule.role is Role.PEOPLE and words.tagged(last) in tags.PLURAL:
                self.head, self.at = last, last + 1

    def _end(self) -> int:
        end = max(self.at, self.head + 1)
        while end > self.head + 1 and self.words.tag[end - 1] in _LOOSE_ENDS:
            end -= 1
        if self.owner is not None and self.owner >= end - 1 and self.head < self.owner:
            end = self.owner + 1
        return end


def _time_follows(words: Sentence, at: int, head: int) -> bool:
    """Whether a time of its own begins at word `at`, behind the noun at `head`."""
    low, temporal = words.low[at], words.lex.temporal
    if words.low[head] in temporal or words.low[head].isdigit():
        return False
    if low in words.lex.day_words:
        return True
    if words.label[at] == "DATE" and low in temporal:
        return words.label[head] != "DATE"
    return words.tag[at] == "CD" and words.at(at + 1) in temporal and words.capital[at + 1] is False


def _adjective_like(words: Sentence, at: int) -> bool:
    """Whether a participle at `at` stands before a noun it describes: "wounded soldiers"."""
    lex, follows = words.lex, words.at(at + 1)
    aged = words.tagged(at + 1) == "CD" and words.at(at + 2) in lex.hyphens  # "a fleeing 12-year-old boy"
    return (
        (aged or words.tagged(at + 1) in ("NN", "NNS", "NNP", "NNPS", "JJ", "HYPH"))
        and follows not in lex.temporal
        and follows not in lex.time_adjectives
        and words.at(at - 1) not in lex.have  # "thousands have fled homes"
        and _noun_follows(words, at)
        and not (words.tag[at] == "VBG" and at > 0 and words.tag[at - 1] in ("NNS", "NN", ",", "PRP"))
    )


def _noun_or_time(words: Sentence, at: int) -> bool:
    """Whether the adjective at `at` describes a noun behind it: "a Thai worker", not "a Thai Sunday"."""
    return words.at(at + 1) not in words.lex.temporal and _noun_follows(words, at)


def _noun_follows(words: Sentence, at: int) -> bool:
    """Whether a noun ends the run of adjectives that begins at `at`."""
    for spot in range(at + 1, min(at + 1 + MAX_ADJECTIVES, len(words))):
        tag = words.tag[spot]
        if tag in tags.NOUNS:
            return spot not in words.counts
        if words.label[spot] == "NORP" and words.tagged(spot + 1) in (*tags.FINITE, ".", ""):
            return True  # "the two missing Japanese crossed"
        if tag not in _MODIFIERS or spot in words.counts:
            return False
        if tag in ("CC", ",") and words.tagged(spot + 1) not in ("JJ", "VBN"):
            return False
    return False
