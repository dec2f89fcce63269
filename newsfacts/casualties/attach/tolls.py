"""Frames of tolls: "the death toll rose to 15", "two of the dead", "among the dead were two Britons"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from newsfacts.casualties.attach.triggers import Frame, HarmRule, Trigger
from newsfacts.casualties.attach.victims import figure, statement
from newsfacts.casualties.attach.words import frame_words
from newsfacts.casualties.figure import Figure, Shape, Told
from newsfacts.casualties.grammar.coordination import VictimList, backward, forward
from newsfacts.casualties.grammar.subjects import subject_of, temporal
from newsfacts.casualties.people import Count, Who, count, figure_span, who
from newsfacts.casualties.sentence import NounPhrase, Sentence, Words
from newsfacts.casualties.tags import verbal

# Words between "the death toll" and its number; behind a bare "deaths" or "killed", which needs a colon or a
# verb ("deaths: 15").
TOLL_REACH = 30
PLAIN_REACH = 12
# Words between "has put" and "deaths at".
BROUGHT_REACH = 6
# Words of "(confirmed)" behind a label.
ASIDE_REACH = 6


def member_frame(words: Sentence, trigger: Trigger) -> Iterator[Figure]:
    """ "Two Britons were among the dead", "among the dead were two Britons"; each item is a statement."""
    subject = None
    if words.low[trigger.start] == "among":
        subject = subject_of(words, trigger.start) if trigger.start > 0 else None
        # "among the 34 people killed": the 34 too.
        for at in range(trigger.start + 1, trigger.end):
            total = words.opening.get(at)
            if total is not None and total.number is not None and who(words, total).human:
                yield from statement(words, trigger, VictimList([total]), told=Told.TOLD)
    if subject is not None:
        yield from statement(words, trigger, backward(words, subject), told=Told.TOLD)
        return
    at = trigger.end
    while words.at(at) in frame_words().member_verbs and at not in words.opening:
        at += 1
    phrase = words.opening.get(at)
    if phrase is None:
        return
    listed = forward(words, phrase)
    if all(item.number is None for item in listed.items):
        if all(words.tag[item.head] in ("NNP", "NN") for item in listed.items):
            yield from statement(words, trigger, listed, told=Told.TOLD)
        return
    for item in listed.items:
        yield from statement(words, trigger, VictimList([item]), told=Told.TOLD)


def share_frame(words: Sentence, trigger: Trigger) -> Iterator[Figure]:
    """ "Two of the dead were Britons", "of the dead, two were Britons": the two."""
    phrase, lists = words.within[trigger.start], frame_words()
    begins = words.at(trigger.end) == "," and words.at(trigger.start - 1) in lists.clause_starts
    if phrase is None and begins:
        phrase = words.opening.get(trigger.end + 1)
    if phrase is None or phrase.number is None or phrase.number.max == 0:
        return
    how_many = count(words, phrase)
    if how_many is not None:
        yield figure(trigger, how_many, figure_span(words, phrase), told=Told.SHARE)
        for other in () if begins else _other_shares(words, trigger.end):
            if (many := count(words, other)) is not None:
                yield figure(trigger, many, figure_span(words, other), told=Told.SHARE)


def _other_shares(words: Sentence, at: int) -> Iterator[NounPhrase]:
    """The numbers that follow what a share was: "were Swedes and one a Dane", "were pupils and two were
    teachers"."""
    if words.at(at) not in words.lex.was_were:
        return
    for spot in range(at + 2, len(words)):
        phrase = words.opening.get(spot)
        if words.at(spot) in frame_words().share_ends:
            return
        joined = words.at(spot - 1) in ("and", ",") and phrase is not None and phrase.number is not None
        if joined and phrase is not None and _says_who(words, phrase):
            yield phrase


def _says_who(words: Sentence, phrase: NounPhrase) -> bool:
    """Whether what stands at, or behind, a number only says who they were: no verb of harm follows."""
    were = words.at(phrase.end) in words.lex.was_were
    behind = phrase.end + were
    if behind in words.opening or words.at(behind) == "from":
        return True
    return not were and words.at(behind) in (".", ",", "and", "")


def toll_frame(words: Sentence, trigger: Trigger) -> Iterator[Figure]:
    """The numbers that "the death toll" leads to: "rose to at least 15", "passed 40", "from 12 to 15"."""
    bare = Trigger(_bare_rule(trigger.rule), "", trigger.start, trigger.end)
    plain = trigger.end - trigger.start == 1 and words.low[trigger.start] != "toll"
    for number in _Toll(words, (trigger.start, trigger.end), plain=plain).find():
        for item in statement(words, bare, VictimList([number]), told=Told.TOLL):
            yield from _told(words, item, number)


def _told(words: Sentence, item: Figure, number: NounPhrase) -> Iterator[Figure]:
    """`item` with a toll's number: "has passed 400" is more than 400."""
    how_many = count(words, number)
    if how_many is None:
        return
    least = how_many.min
    if words.at(number.start - 1) in frame_words().surpassing and least is not None and least == how_many.max:
        how_many = Count(least + 1, None, how_many.approximate)
    yield replace(item, count=how_many, span=figure_span(words, number))


def of_number(words: Sentence, item: Figure) -> Iterator[Figure]:
    """The number to which "the number of miners killed" leads, in place of the miners; `item` elsewhere."""
    counted = (
        item.bare and words.at(item.start - 1) == "of" and words.at(item.start - 2) in frame_words().counted
    )
    whole = (item.start - 2, max(item.end, item.at[1]))
    told = _Toll(words, whole, plain=False).find() if counted else []
    for number in told:
        yield from _told(words, replace(item, told=Told.TOLL, shape=Shape.NUMBER), number)
    if not told:
        yield item


@cache
def _bare_rule(rule: HarmRule) -> HarmRule:
    return HarmRule(rule.id, rule.kind, Frame.TOLL, words=rule.words)


class _Toll:
    """The way from a word for a toll to its numbers: `verb`: whether a verb or a colon was passed; `found`:
    the numbers so far, more than one where it went from one to the other."""

    def __init__(self, words: Sentence, told: Words, *, plain: bool) -> None:
        self.words, self.plain = words, plain
        self.start, self.end = told
        # "Cut the death toll of the sinking off Torvik to 13": the verb stands in front.
        self.moved = not plain and self._moved()
        self.verb = self.moved
        self.found: list[NounPhrase] = []

    def find(self) -> list[NounPhrase]:
        number = self._labelled() or self._in_apposition()
        if number is not None:
            return [number]
        if not self._follow():
            return []
        before = None if self.found else self._before()
        return self.found if before is None else [before]

    def _follow(self) -> bool:
        """Go the way from the word on; False where it leads to no number."""
        words, spot = self.words, self.end
        limit = spot + (PLAIN_REACH if self.plain else TOLL_REACH)
        while spot < min(len(words), limit) and not self._clause_ends(spot):
            phrase = words.opening.get(spot)
            passes = words.low[spot] in frame_words().surpassing
            self.verb = self.verb or passes or self._from_one(spot)
            if phrase is not None and phrase.number is not None and self.verb:
                if phrase.number.min == phrase.number.max == 0:
                    return False
                if self._take(phrase):
                    break
            elif not passes:
                if self._led_away(spot):
                    return False
                if self._other_verb(spot):
                    break
            spot = phrase.end if phrase is not None else spot + 1
        return True

    def _take(self, phrase: NounPhrase) -> bool:
        """Note a number that may be that of the toll; whether it is the last."""
        if temporal(self.words, phrase) or not self._may_count(phrase):
            return False
        self.found.append(phrase)
        return self.words.at(phrase.end) not in frame_words().from_to

    def _labelled(self) -> NounPhrase | None:
        """The number of a line of a list: "Dead – 14", "Fatalities (confirmed): 22"."""
        words, lists, at = self.words, frame_words(), self.end
        if self.start and words.at(self.start - 1) not in lists.list_marks:
            return None
        if words.at(at) == "(":
            near = range(at, min(at + ASIDE_REACH, len(words)))
            at = next((i + (words.low[i] == ")") for i in near if words.low[i] in lists.bracket_ends), at)
        phrase = words.opening.get(at + 1) if words.at(at) in lists.label_marks else self._number_beside(at)
        ends = phrase is not None and words.at(phrase.end) in lists.label_ends
        return phrase if phrase and phrase.number and phrase.number.max and ends else None

    def _number_beside(self, at: int) -> NounPhrase | None:
        """The bare number of "deaths 16; missing 4"."""
        phrase = self.words.opening.get(at)
        return phrase if phrase is not None and who(self.words, phrase) is Who.COUNT else None

    def _in_apposition(self) -> NounPhrase | None:
        """The bound of "the dead, exceeding 60, lay in rows", "the number of injured, now at least 40,"."""
        words, at = self.words, self.end + 1
        if words.at(self.end) != "," or (
            self.plain and words.at(self.start - 1) not in frame_words().the_told
        ):
            return None
        at += words.tagged(at) == "RB" and at not in words.opening
        passed = at not in words.opening and words.at(at) in frame_words().surpassing
        phrase = words.opening.get(at + passed)
        if phrase is None or phrase.number is None or words.at(phrase.end) != ",":
            return None
        number = phrase.number
        bound = passed or number.min != number.max or number.approximate
        return phrase if bound and who(words, phrase) is Who.COUNT else None

    def _moved(self) -> bool:
        """Whether the toll is what somebody lowers or raises: its number follows behind "to" or "at"."""
        words, lists = self.words, frame_words()
        first = words.within[self.start]
        start = self.start if first is None else first.start
        return start > 0 and words.low[start - 1] in lists.moving and verbal(words.tag[start - 1])

    def _may_count(self, phrase: NounPhrase) -> bool:
        """Whether a number is one of people or of deaths: not "the list of 200 parishes"."""
        if self.moved and not (self.found or self._ends(phrase) or self._from_one(phrase.start)):
            return False  # "cut the toll by three"
        if self.plain and self.words.at(phrase.end) in frame_words().harm_behind:
            return False  # "casualties: 3 killed"
        kind = who(self.words, phrase)
        harm = self.words.low[phrase.head] in self.words.lex.harm_nouns
        return (
            harm
            or kind not in (Who.THING, Who.UNKNOWN)
            or (not self.plain and kind is Who.UNKNOWN and self._ends(phrase))
        )

    def _ends(self, phrase: NounPhrase) -> bool:
        return self.words.at(phrase.start - 1) in frame_words().toll_prepositions

    def _from_one(self, spot: int) -> bool:
        """ "raised the number of those missing from 12 to 19"."""
        words = self.words
        first = words.opening.get(spot) if words.at(spot - 1) == "from" else None
        return first is not None and first.number is not None and words.at(first.end) == "to"

    def _clause_ends(self, spot: int) -> bool:
        low = self.words.low[spot]
        return low == ";" or (low in frame_words().sentence_ends and not self.found and self.verb)

    def _led_away(self, spot: int) -> bool:
        """Note a verb that leads to a number; True where a bare "deaths" leads to none."""
        words, low = self.words, self.words.low[spot]
        leads = low in words.lex.toll_verbs
        if self.plain:
            if low == ":" or (leads and verbal(words.tag[spot])) or self._brought(spot) or self._are(spot):
                self.verb = True
                return False
            other = verbal(words.tag[spot]) and low not in words.lex.auxiliaries
            return low in frame_words().plain_ends or other
        if leads and words.within[spot] is None:
            self.verb = True
        return False

    def _brought(self, spot: int) -> bool:
        """ "has put the province's deaths at 412"."""
        words, lists = self.words, frame_words()
        before = words.low[max(self.start - BROUGHT_REACH, 0) : self.start]
        at_end = spot == self.end and words.low[spot] in lists.toll_prepositions
        return at_end and not lists.bringing.isdisjoint(before)

    def _are(self, spot: int) -> bool:
        """ "those killed number at least 17", with a verb that looks like a noun."""
        counted = self.words.opening.get(spot + 1)
        led = spot == self.end and self.words.low[spot] == "number"
        return led and counted is not None and counted.number is not None

    def _other_verb(self, spot: int) -> bool:
        """Whether another verb follows that of the toll."""
        words, low = self.words, self.words.low[spot]
        if self.plain or self.moved or (low in words.lex.toll_verbs and words.within[spot] is None):
            return False
        return verbal(words.tag[spot]) and low not in words.lex.auxiliaries and not self.found and self.verb

    def _before(self) -> NounPhrase | None:
        """The number of "brings to 18 the number of deaths"."""
        words, start = self.words, self.start
        before = words.ending.get(start - (words.at(start - 1) == "the"))
        if before is None or before.number is None or temporal(words, before):
            return None
        return before if words.at(before.start - 1) in frame_words().toll_prepositions else None
