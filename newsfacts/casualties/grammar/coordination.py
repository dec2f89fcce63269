"""Noun phrases that "and" joins, and how many they are together: "two men, a woman and a boy"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from newsfacts.casualties.grammar.subjects import after_chain, leftmost_of, temporal
from newsfacts.casualties.lexicon import Role
from newsfacts.casualties.people import Count, Who, count, figure_span, who
from newsfacts.casualties.sentence import NounPhrase, Sentence, Words
from newsfacts.casualties.tags import PARTICIPLES, PLURAL, verbal

# Items of a list that are read.
MAX_ITEMS = 12
# Letters of a word that a headline in capitals writes with one.
TITLE_WORD = 4
# Words before one in capitals that tell whether all are.
TITLE_REACH = 8


@dataclass(slots=True)
class VictimList:
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
    if temporal(words, phrase) or kind is Who.THING:
        return False
    return count(words, phrase) is not None


def forward(words: Sentence, first: NounPhrase, *, under_noun: bool = False) -> VictimList:
    """`first` and what "and" adds to it on the right: "two men, a woman and a boy". `under_noun`: they follow
    the "of" of a noun, so that a verb behind them is that noun's: "the bodies of two men and a boy were"."""
    found = VictimList([first])
    pending: list[NounPhrase] = []
    at = after_chain(words, first)
    while (step := _step(words, at)) is not None:
        joint, item = step
        if not _goes_on(words, first, item, joint, under_noun=under_noun):
            break
        if _shares_number(words, pending[-1] if pending else found.items[-1], item):
            at = after_chain(words, item)  # "8,000 men and boys"
        else:
            if not pending and joint != "," and first.end != _joint_at(words, at) and _placed(words, first):
                break  # "three people in Oru and 79 in Lima": two figures
            pending.append(item)
            at = after_chain(words, item)
            if joint != ",":
                found.items.extend(pending)
                pending = []
        if joint != "," and not (joint in words.lex.and_marks and _and_another(words, at)):
            break
    if pending and _bare(words, first) and all(_counted_noun(words, item) for item in pending):
        found.items.extend(pending)  # a headline: "man kills wife, two sons"
    return VictimList([first]) if _apposition(words, found) else found


def _and_another(words: Sentence, at: int) -> bool:
    """ "and her husband and their two children", but "and his aides and guards"."""
    item = words.opening.get(at + 1) if words.at(at) in words.lex.and_marks else None
    return item is not None and (item.number is not None or words.tag[item.start] in ("DT", "PRP$"))


def _placed(words: Sentence, first: NounPhrase) -> bool:
    return words.low[first.end] == "in"


def _joint_at(words: Sentence, at: int) -> int:
    """The joint at word `at`, behind a comma that another one follows."""
    return at + 1 if words.at(at) in (",", ";") and words.at(at + 1) in words.lex.behind_comma else at


def _and_with(words: Sentence, at: int) -> int | None:
    """How many words from `at` on join like "and": "Lind along with two guards", "as well as"."""
    first, second = words.at(at), words.at(at + 1)
    if first == "as" and second == "well":
        return 3
    return 2 if second == "with" and first in words.lex.with_joints else None


def _step(words: Sentence, at: int) -> tuple[str, NounPhrase] | None:
    """The joint at word `at` and the phrase behind it that may be one more victim."""
    lex, parted = words.lex, words.at(at) == ";"
    at = _joint_at(words, at)
    joint, with_ = words.at(at), _and_with(words, at)
    if joint not in (",", ";") and joint not in lex.and_marks and with_ is None:
        return None
    step = at + (with_ or 1)
    step += words.at(step) == "then"  # "his wife and then himself"
    item = None if words.at(step) in lex.not_listed else words.opening.get(step)
    if item is None or not _countable(words, item) or words.low[item.start] in lex.nominative:
        return None  # none, or the subject of a clause of its own
    if item.number is not None and words.low[item.head] in lex.of_them:
        return None  # "26 people, 19 of them in Oru and the rest in Batu"
    if parted and "PERSON" not in words.label[item.start : item.end]:
        return None  # a semicolon parts clauses, unless names follow it
    return ("," if joint == ";" else joint), item


def _goes_on(words: Sentence, first: NounPhrase, item: NounPhrase, joint: str, *, under_noun: bool) -> bool:
    """Whether `item` is told of with `first`, and has no verb or word of harm of its own."""
    behind = after_chain(words, item)
    closed = under_noun and words.at(item.start - 2) != ","  # ", and pedestrians were": a clause of its own
    own_verb = verbal(words.tagged(behind)) and words.tagged(behind) not in PARTICIPLES
    if not closed and own_verb and not _of_one_only(words, item, behind):
        return False
    # "killed six and 30 wounded"
    if words.at(behind) in words.lex.own_harm or _harm_counted(words, item) or _gapped(words, item):
        return False
    return not (joint == "," and item.number is None and who(words, first) is Who.COUNT)


def _of_one_only(words: Sentence, item: NounPhrase, verb: int) -> bool:
    """Whether the verb is that of one, and no plural `item` its subject: "a man who killed his wife and two
    sons was hanged"."""
    several = item.number is not None and item.number.min is not None and item.number.min > 1
    return several and words.at(verb) in words.lex.of_one_verb


def gap(words: Sentence, number: NounPhrase) -> Words | None:
    """Of whom or what a bare number is told by the verb of another one: "Peru" of "Chile said 60 had died
    and Peru 35", "the second" of "the first blast killed six and the second two"."""
    lex, (first, end) = words.lex, figure_span(words, number)
    if number.number is None or number.end > end or words.at(end) not in lex.gap_closed or words.label[first]:
        return None
    before = words.ending.get(number.start) if first == number.start else number
    if before is None or before.start == first or words.low[first - 1] in lex.no_gap_subject:
        return None
    alone = before is number or (before.number is None and not temporal(words, before))
    if not alone or (first == before.start + 1 and _looks_like_verb(words, before.start)):
        return None
    return (before.start, first) if words.at(before.start - 1) in lex.gap_joints else None


def _looks_like_verb(words: Sentence, at: int) -> bool:
    """Whether nothing shows that a word is a noun, so that it may be a verb: "kills 4, displaces 900"."""
    if words.label[at] or words.tag[at] == "PRP" or words.lex.rule_of(words.low[at]):
        return False
    near = range(max(at - TITLE_REACH, 0), at)
    return not words.capital[at] or all(words.capital[i] for i in near if len(words.low[i]) >= TITLE_WORD)


def _gapped(words: Sentence, item: NounPhrase) -> bool:
    """Whether an item of a list is none of it, but of a clause without a verb."""
    number = words.opening.get(item.end, item)
    return gap(words, number) is not None


def _harm_counted(words: Sentence, item: NounPhrase) -> bool:
    """ "9 fatalities", "21 wounded"."""
    return item.number is not None and words.low[item.head] in words.lex.harm_nouns


def _apposition(words: Sentence, found: VictimList) -> bool:
    """Whether the rest of a list says who the first are: "three people, two Americans and a Briton"."""
    first = found.items[0]
    if len(found.items) <= 2 or words.at(after_chain(words, first)) != ",":
        return False
    rest = summed(words, found.items[1:])
    return first.number is not None and rest is not None and first.number.min == rest.min == rest.max


def _shares_number(words: Sentence, left: NounPhrase, right: NounPhrase) -> bool:
    """Whether the number of `left` counts `right` too: "two dozen civilians and policemen"."""
    return (
        left.number is not None
        and left.number.max != 1
        and right.number is None
        and words.tag[right.start] not in ("DT", "PRP$", "PRP")
        and words.tag[right.head] in PLURAL
        and words.label[right.head] != "PERSON"
        and right.owner is None
    )


def backward(words: Sentence, last: NounPhrase, *, anywhere: bool = False) -> VictimList:
    """`last` and what "and" adds to it on the left: "Cho and her parents" before "were found dead"."""
    joint = last.start - 1
    if terse := _terse(words, last):
        return VictimList([*reversed(terse), last])
    if words.at(joint) not in words.lex.and_marks:
        joined = last.end + (words.at(last.end) == ",")
        if _and_with(words, joined) is not None:
            return forward(words, last)  # "the mayor, along with two guards, was shot"
        return VictimList([last])
    added = _added(words, joint)
    if not added:
        return VictimList([last])
    if _shares_number(words, added[0], last):
        last, added = added[0], added[1:]  # "some 20 magistrates and judges"
        if not added:
            return VictimList([last])
    first = added[-1]
    apart = len(added) == 1 and words.at(joint - 1) == ","
    if apart and words.at(first.start - 1) in words.lex.and_marks:
        return VictimList([last])  # "killed himself and two others, and a third was shot"
    if not anywhere and not _sure_subjects(words, first, last) and _governed(words, first.start - 1):
        return VictimList([last])
    return VictimList([*reversed(added), last])


def _terse(words: Sentence, last: NounPhrase) -> list[NounPhrase]:
    """What commas alone add to the left of `last` in a headline: "father, two sons drown"; last first."""
    added: list[NounPhrase] = []
    item: NounPhrase | None = last
    while item is not None and len(added) < MAX_ITEMS and _counted_noun(words, item):
        before = item.start - 1
        item = words.ending.get(before) if words.at(before) == "," else None
        if item is not None:
            added.append(item)
    # A noun without an article opens a headline; any other list without "and" says who the first are.
    return added if added and item is None and added[-1].start == 0 and _bare(words, added[-1]) else []


def _bare(words: Sentence, phrase: NounPhrase) -> bool:
    """Whether a phrase is one person without an article, as headlines have them: "wife", "police officer"."""
    return phrase.number is None and words.tag[phrase.start] != "DT" and _counted_noun(words, phrase)


def _counted_noun(words: Sentence, phrase: NounPhrase) -> bool:
    """Whether a phrase tells of people by a noun, with a number or without, and of nobody's: "two sons"."""
    plain = words.tag[phrase.start] not in ("PRP$", "WP$", "PRP") and not words.label[phrase.head]
    return plain and who(words, phrase) in (Who.PERSON, Who.PEOPLE)


def _added(words: Sentence, joint: int) -> list[NounPhrase]:
    """The phrases of a list to the left of its "and", from right to left."""
    spot = joint - 1
    if words.at(spot) == ",":
        spot -= 1
    added: list[NounPhrase] = []
    while len(added) < MAX_ITEMS:
        item = words.ending.get(spot + 1)
        if item is None and words.at(spot).isdigit() and words.at(spot - 1) == ",":
            item = words.ending.get(spot - 1)  # an age
        if item is not None:
            item = leftmost_of(words, item)
        if item is None or not _countable(words, item) or _harm_counted(words, item):
            break
        added.append(item)
        before = item.start - 1
        if words.at(before) != "," or words.ending.get(before) is None:
            break
        spot = before - 1
    while added and who(words, added[-1]) is Who.UNKNOWN and added[-1].number is None:
        added.pop()  # "in another clash, five rebels and a guard were"
    return added


def _governed(words: Sentence, before: int) -> bool:
    """Whether a list behind word `before` begins no clause, so that its items are objects of another verb:
    "met Lind and Oru died"."""
    if before < 0 or not (words.tag[before].startswith("VB") or words.tag[before] in ("IN", "TO")):
        return False
    lex, low = words.lex, words.low[before]
    return low not in lex.openers and low not in lex.said_that and low not in lex.saying


def _sure_subjects(words: Sentence, first: NounPhrase, last: NounPhrase) -> bool:
    """Whether a list with a verb before it is one of subjects all the same: "says she and Lind were",
    or of victims told beside it: "freed one German and four Afghans held"."""
    if words.low[first.start] in words.lex.nominative:
        return True
    described = words.tagged(last.end) in ("VBN", "VBD", "WP", "WDT")
    if not described or words.low[last.end] in words.lex.auxiliaries | words.lex.unaimed:
        return False  # "killed 12 people, and 20 died in another blast"
    named_all = words.low[last.start] == "the" and words.at(last.start + 1) == "other"
    one = last.number is not None or words.low[last.start] in words.lex.articles
    return named_all or (first.number is not None and one)


def _apposed(words: Sentence, left: NounPhrase, right: NounPhrase) -> bool:
    """Whether `right` names `left`: "a legislator, Ana Ruiz, and two guards"."""
    return (
        words.at(left.end) == ","
        and left.end + 1 == right.start
        and left.number is None
        and words.low[left.start] in words.lex.of_one
        and words.tag[left.head] == "NN"
        and words.tag[right.head] == "NNP"
        and right.number is None
    )


def _same_one(words: Sentence, first: NounPhrase, item: NounPhrase) -> bool:
    """Whether `item` says more of `first`: "a baker and poet", "his father, founder of the school"."""
    lex = words.lex
    if words.low[item.head] in lex.another_one:
        return False  # "a driver and passenger"
    rule, other = lex.rule_of(words.low[first.head]), lex.rule_of(words.low[item.head])
    kin = rule is not None and rule.kin
    return (
        first.number is None
        and item.number is None
        and (words.low[first.start] in lex.an or kin)
        and words.tag[item.start] in ("NN", "JJ")
        and words.tag[item.head] == "NN"
        and words.label[item.head] != "PERSON"
        and other is not None
        and other.role is Role.PERSON
        and not other.kin
    )


def _one_person(words: Sentence, items: Sequence[NounPhrase]) -> bool:
    """Whether a list tells what one named person is: "its doctor, poet and campaigner Ivo Brandt"."""
    first, last = items[0], items[-1]
    bare = (words.tag[item.start] not in ("DT", "PRP$") and item.number is None for item in items[1:])
    callings = (words.tag[item.head] == "NN" and words.label[item.head] == "" for item in items[:-1])
    named = words.label[last.head] == "PERSON" and words.label[last.start] == ""
    return named and first.number is None and all(bare) and all(callings)


def _verb_of_several(words: Sentence, at: int) -> bool:
    """Whether the verb at word `at` has a plural subject: "a guard and prisoner were shot"."""
    while words.tagged(at) == "RB":
        at += 1
    return words.at(at) in words.lex.of_several


def summed(words: Sentence, items: Sequence[NounPhrase]) -> Count | None:
    """How many the phrases mean together; None where one means nobody in particular."""
    if len(items) > 1 and _one_person(words, items):
        return Count(1, 1)
    items = [
        item
        for index, item in enumerate(items)
        if not index
        or not (
            _apposed(words, items[index - 1], item)
            or (_same_one(words, items[0], item) and not _verb_of_several(words, item.end))
        )
    ]
    known: list[Count] = []
    for phrase in items:
        figure = count(words, phrase)
        if figure is None:
            return None
        known.append(figure)
    if len(known) == 1:
        return known[0]
    approximate = any(item.approximate for item in known)
    pairs = zip(known, items, strict=True)
    if all(item.max is None for item in known) and any(phrase.number is None for _, phrase in pairs):
        # "women and children": two or more, however many kinds are named.
        return Count(words.least_plural, None, approximate)
    return Count(_sum([item.min for item in known]), _sum([item.max for item in known]), approximate)


def _sum(bounds: Sequence[int | None]) -> int | None:
    """The sum of bounds, open where one is."""
    known = [bound for bound in bounds if bound is not None]
    return sum(known) if len(known) == len(bounds) else None
