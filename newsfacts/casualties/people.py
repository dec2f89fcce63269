"""Who a noun phrase names, how many they are, and by which words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from newsfacts.casualties import tags
from newsfacts.casualties.lexicon import PeopleRule, Role
from newsfacts.casualties.sentence import NounPhrase, Sentence, Words

# Labels of the tagger whose words are no victims: "soldiers of the Army".
_BODIES = ("LOC", "ORG", "FAC", "DATE", "MONEY", "PRODUCT", "MISC")


class Who(Enum):
    """What the head of a noun phrase says about it."""

    PERSON = "person"  # one human being
    PEOPLE = "people"  # several, or a collective
    COUNT = "count"  # a number and no noun
    NAME = "name"  # a proper noun that may be anybody's
    UNKNOWN = "unknown"
    THING = "thing"

    @property
    def human(self) -> bool:
        return self in (Who.PERSON, Who.PEOPLE, Who.COUNT)


def who(words: Sentence, phrase: NounPhrase) -> Who:
    """What kind of being the phrase names."""
    head = phrase.head
    if phrase.number is not None and (head < phrase.body or _of_number(words, head)):
        return Who.COUNT
    label = words.label[head]
    if label == "PERSON" or _told_as_person(words, phrase):
        return Who.PERSON
    rule = words.lex.rule_of(words.low[head])
    counted = label == "MISC" and phrase.number is not None  # "15,000 Masalit"
    if label in _BODIES and words.capital[head] and not counted:
        return Who.THING if rule is None else _of_rule(rule)
    if label == "NORP":
        many = words.low[head].endswith("s") or phrase.number
        return Who.PEOPLE if many or rule is None else _of_rule(rule)
    if rule is not None and not (rule.adjectives and words.tag[head] == "JJ"):
        return _of_rule(rule)
    return _unlisted(words, phrase)


def _of_number(words: Sentence, head: int) -> bool:
    """ "twelve of the 98"."""
    return words.tag[head] == "CD" and any(end == head + 1 for end, _ in words.counts.values())


def _told_as_person(words: Sentence, phrase: NounPhrase) -> bool:
    """Whether the words around the head make it one person, whatever the head is."""
    low, lex, head = words.low[phrase.head], words.lex, phrase.head
    if words.low[phrase.start].rstrip(".") in lex.titles:
        return True
    if low in lex.ordinals and words.low[phrase.start] in lex.one_of_them and words.at(phrase.end) != "of":
        return True  # "two were killed and a third hurt"
    if low == "other" and words.low[phrase.start] == "the":
        return True  # "one died and the other was hurt"
    if low == "old" and words.at(head - 1) in lex.hyphens and words.at(head - 2) == "year":
        return True  # "the 28-year-old died"
    # "the head of the union"
    return low in lex.leading_part and words.at(phrase.end) == "of" and phrase.number is None


def _unlisted(words: Sentence, phrase: NounPhrase) -> Who:
    """What a head that is on no list and has no telling label names."""
    low, lex, head = words.low[phrase.head], words.lex, phrase.head
    rule = lex.by_ending(low, names=True)
    if rule is not None:
        return _of_rule(rule)
    if words.tag[head] in tags.PROPER:
        # "cleric Nimr al-Oru": the title tells what the name is.
        titles = (lex.rule_of(word) for word in words.low[phrase.start : head])
        titled = any(rule and rule.role is Role.PERSON and not rule.adjectives for rule in titles)
        return Who.PERSON if titled and not words.label[head] else Who.NAME
    if low in lex.temporal:
        return Who.THING
    rule = lex.by_ending(low, names=False)
    if rule is not None:
        return _of_rule(rule)
    # "the 67-year-old quadriplegic"
    aged = phrase.number is None and _is_age(words, words.low[phrase.start : head][-3:])
    return Who.PERSON if aged else Who.UNKNOWN


def _is_age(words: Sentence, low: list[str]) -> bool:
    return len(low) == 3 and low[0] == "year" and low[1] in words.lex.hyphens and low[2] == "old"


def _of_rule(rule: PeopleRule) -> Who:
    if rule.role in (Role.PERSON, Role.SINGULAR):
        return Who.PERSON
    return Who.THING if rule.role is Role.THING else Who.PEOPLE


@dataclass(frozen=True, slots=True)
class Count:
    """How many: both ends included, None = open."""

    min: int | None
    max: int | None
    approximate: bool = False


def count(words: Sentence, phrase: NounPhrase) -> Count | None:
    """How many victims the phrase alone means; None where it means nobody in particular."""
    lex, first = words.lex, words.low[phrase.start]
    if first in lex.counts_asked and words.at(phrase.start - 1) == "how":
        return None  # "ask how many died"
    if first == "many" and words.at(phrase.start - 1) == "as":
        return None  # "50 times as many people as"
    rule = lex.rule_of(words.low[phrase.head])
    if phrase.number is not None:
        return _counted(words, phrase, rule)
    if first in lex.nobody or words.low[phrase.head] in lex.no_people:
        return None
    return _uncounted(words, phrase, rule)


def _counted(words: Sentence, phrase: NounPhrase, rule: PeopleRule | None) -> Count | None:
    number = phrase.number
    assert number is not None
    twin = words.low[phrase.body - 1] == "twin" and words.tag[phrase.head] == "NN"
    if twin and who(words, phrase).human:
        return Count(1, 1)
    return Count(number.min, number.max, number.approximate)


def _uncounted(words: Sentence, phrase: NounPhrase, rule: PeopleRule | None) -> Count:
    low, label, lex = words.low[phrase.head], words.label[phrase.head], words.lex
    several = Count(words.least_plural, None)
    if rule is not None and rule.role is Role.GROUP:
        return Count(rule.min, rule.max)
    if rule is not None and rule.role is Role.SINGULAR:
        return Count(1, 1)
    if label == "PERSON":
        return Count(1, 1)
    if rule is not None and rule.role in (Role.PLURAL, Role.PEOPLE):
        return several
    if words.low[phrase.start] in lex.indefinite or low in lex.ordinals:
        return Count(1, 1)
    if words.tag[phrase.head] in tags.PLURAL or (low.endswith("s") and rule is None and label == "NORP"):
        return several
    return Count(1, 1)


def figure_span(words: Sentence, phrase: NounPhrase) -> Words:
    """The number with its modifiers, else the phrase."""
    for start in range(phrase.start, phrase.end) if phrase.number is not None else ():
        if start in words.counts and words.counts[start][1] is phrase.number:
            end = words.counts[start][0]
            # "dozens of": the "of" is no part of the figure.
            if words.low[end - 1] == "of" and end - 1 > start:
                end -= 1
            return start, end
    return phrase.start, phrase.end


def victim_span(words: Sentence, phrase: NounPhrase) -> Words:
    """The words of the victims without their number."""
    if phrase.number is None:
        return phrase.start, phrase.end
    # "9 (boys)"
    aside = words.low[phrase.end - 1] == ")" and words.low[phrase.body] == "("
    if phrase.end == phrase.body + 1 and words.low[phrase.body] == "more":
        return phrase.body, phrase.body  # "scores more"
    return (phrase.body + 1, phrase.end - 1) if aside else (phrase.body, phrase.end)
