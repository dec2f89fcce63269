"""Parts of a total told in the same sentence: "51 people, including 27 women", "six died on Monday and
two on Friday", "five were shot: two men and three boys", "four, up from three last year"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsfacts.casualties.attach.arguments import after_chain, forward, temporal, verbal
from newsfacts.casualties.sentence import (
    NounPhrase,
    Sentence,
    Who,
    count,
    figure_span,
    lexicon,
    victim_span,
    who,
)
from newsfacts.casualties.triggers import Candidate

# Words between a total and its part.
PART_REACH = 25
# Words between a total and a number that shares its word of harm: "six died on Monday and two on Friday".
SHARED_REACH = 14


def parts(words: Sentence, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """The parts of the statements `found` in the sentence."""
    if not found:
        return
    for total in found:
        yield from _breakdown(words, found, total)
        yield from _restated(words, found, total)
    for phrase in words.phrases:
        before = words.at(phrase.start - 1)
        among = words.at(phrase.start - 2) == "among" and before in ("them", "whom")
        of_them = (
            phrase.number is not None
            and words.low[phrase.head] in ("them", "whom")
            and before in (",", "and", "with", "(", "–", "-", "--", "—")
        )
        # "Lind died along with two guards", "died with nine others"
        along = before == "with" and (
            words.at(phrase.start - 2) in ("along", "together")
            or (phrase.number is not None and _others(words, phrase) and _behind_harm(found, phrase))
        )
        shared = phrase.number is not None and (_shares_verb(words, phrase) or _compared(words, phrase))
        of_total = phrase.number is not None and before == "," and _of_total(words, found, phrase)
        named = before in ("including", "include", "includes", "comprising")
        if not (named or among or of_them or along or shared or of_total):
            continue
        nearest = max(
            (item for item in found if item.end <= phrase.start and (item.count.max != 1 or along or shared)),
            key=lambda item: (item.end, item.start),
            default=None,
        )
        if nearest is None or phrase.start - nearest.end > PART_REACH:
            continue
        if shared and not _may_share(words, nearest, phrase):
            continue
        if of_them:
            behind = words.opening.get(phrase.end)
            victims = (behind.start, behind.end) if behind is not None else nearest.victims
            yield from _part(words, found, nearest, phrase, victims)
            continue
        listed = [phrase] if shared or of_total else forward(words, phrase).items
        for item in listed:
            yield from _part(words, found, nearest, item, None)


def _others(words: Sentence, phrase: NounPhrase) -> bool:
    return not _OTHERS.isdisjoint(words.low[phrase.start : phrase.end])


_OTHERS = frozenset(["other", "others"])


def _behind_harm(found: Sequence[Candidate], phrase: NounPhrase) -> bool:
    """Whether a word of harm ends where the "with" before `phrase` stands."""
    return any(item.trigger[1] == phrase.start - 1 for item in found)


def _shares_verb(words: Sentence, phrase: NounPhrase) -> bool:
    """Whether a number has the word of harm of one before it: "… on Saturday and six on Sunday",
    "in Oru and 79 in Batu", "of burns and another 18 when a roof fell"."""
    joint = words.at(phrase.start - 1)
    if joint not in ("and", ",", ";", "while", "with"):
        return False
    follows = words.at(phrase.end)
    if words.tagged(phrase.end) == "WRB" or follows in _ADJUNCTS:
        kind = who(words, phrase)
        if kind is Who.COUNT:
            return joint in ("and", ",", ";")
        others = words.low[phrase.head] in ("others", "more", "people")
        return (others and joint != "with") or (kind.human and follows == "in")
    # "1,200 people in Lebanon and about 160 Israelis"
    before = words.ending.get(phrase.start - 1)
    apart = before is not None and words.label[before.head] == "LOC" and words.at(before.start - 1) == "in"
    end = follows in (".", ";", "") or (follows == "," and not verbal(words.tagged(phrase.end + 1)))
    return joint == "and" and apart and end and who(words, phrase).human


# What may tell where, when or why of a number that shares a word of harm.
_ADJUNCTS = frozenset(
    ["in", "on", "at", "near", "because", "from", "after", "during", "when", "outside", "under", "off"]
)


def _may_share(words: Sentence, total: Candidate, phrase: NounPhrase) -> bool:
    """Whether `phrase` follows `total` and its word of harm with no other verb between."""
    if _compared(words, phrase):
        return total.frame != "none"
    if total.count.max == 0 or total.trigger[0] > phrase.start or total.frame in ("owner", "of", "none"):
        return False
    last = max(total.end, total.trigger[1])
    if phrase.start - last > SHARED_REACH:
        return False
    between = range(last, phrase.start)
    if any(verbal(words.tag[at]) and words.within[at] is None and words.tag[at] != "VBG" for at in between):
        return False
    # The two are told of alike: a place or a time stands with each.
    told = any(words.low[at] in _ADJUNCTS or words.low[at] in lexicon().temporal for at in between)
    return told or words.low[last : last + 1] == ["of"]


def _compared(words: Sentence, phrase: NounPhrase) -> bool:
    """ "120 died, up from 100 in 2019", "compared with 100 last year"."""
    if who(words, phrase) is not Who.COUNT:
        return False
    pair = (words.at(phrase.start - 2), words.at(phrase.start - 1))
    return pair in _COMPARISONS


_COMPARISONS = frozenset(
    [("up", "from"), ("down", "from"), ("compared", "with"), ("compared", "to"), ("as", "against")]
)


def _of_total(words: Sentence, found: Sequence[Candidate], phrase: NounPhrase) -> bool:
    """ "Of the 12 people killed, four were children"."""
    if words.at(phrase.end) not in ("were", "was", "are") or who(words, phrase) is not Who.COUNT:
        return False
    for total in found:
        opening = words.within[total.start]
        if (
            opening is None
            or max(total.end, total.trigger[1]) + 8 < phrase.start
            or total.start > phrase.start
        ):
            continue
        if words.at(opening.start - 1) == "of" and words.at(opening.start - 2) in ("", ",", ";", "“", '"'):
            return True
    return False


_MARKS = frozenset([",", ":", "-", "--", "–", "—", "("])


def _breakdown(words: Sentence, found: Sequence[Candidate], total: Candidate) -> Iterator[Candidate]:
    """The numbers behind a total that they sum up to: "five people: two men and three boys"."""
    how_many = total.count.max
    opening = words.within[total.start]
    if how_many is None or how_many != total.count.min or how_many < 2 or opening is None or total.lone:
        return
    spots = [after_chain(words, opening), total.trigger[1]]
    spots += [
        at
        for at in range(total.trigger[1], min(total.trigger[1] + 20, len(words)))
        if words.low[at] in _STRONG
    ]
    for spot in dict.fromkeys(spots):
        if words.at(spot) not in _MARKS:
            continue
        listed = _list(words, spot + 1)
        counts = [count(words, item) for item in listed]
        sums = [figure.max for figure in counts if figure is not None and figure.min == figure.max]
        if len(listed) < 2 or len(sums) != len(listed) or sum(one or 0 for one in sums) != how_many:
            continue
        for item in listed:
            yield from _part(words, found, total, item, None, single=True)
        return


_STRONG = frozenset([":", "--", "–", "—"])


def _restated(words: Sentence, found: Sequence[Candidate], total: Candidate) -> Iterator[Candidate]:
    """The same people in another unit: "400 families (2,000 people)", "400 families, or 2,000 people"."""
    phrase = words.within[total.start]
    if phrase is None or phrase.number is None:
        return
    behind = phrase.end
    while words.at(behind) in _RESTATING:
        behind += 1
    before = phrase.start
    while words.at(before - 1) in _RESTATING:
        before -= 1
    for other in (words.opening.get(behind), words.ending.get(before)):
        if other is None or other is phrase or other.number is None or other.start == phrase.end:
            continue
        if (words.low[other.head] in _UNITS) != (words.low[phrase.head] in _UNITS):
            yield from _part(words, found, total, other, None)


_UNITS = frozenset(["families", "households"])
_RESTATING = frozenset(["-", "--", "–", "—", "(", ",", "or", "some", "comprising", "totalling", "totaling"])


def _list(words: Sentence, at: int) -> list[NounPhrase]:
    """The counted phrases from word `at` on, joined by commas and "and"."""
    listed: list[NounPhrase] = []
    while (item := words.opening.get(at)) is not None:
        if item.number is None and words.low[item.start] not in ("a", "an"):
            break
        listed.append(item)
        at = after_chain(words, item)
        if words.at(at) == "," and words.at(at + 1) == "and":
            at += 1
        if words.at(at) not in (",", "and", "&"):
            break
        at += 1
    return listed


def _part(
    words: Sentence,
    found: Sequence[Candidate],
    total: Candidate,
    phrase: NounPhrase,
    victims: tuple[int, int] | None,
    *,
    single: bool = False,
) -> Iterator[Candidate]:
    kind = who(words, phrase)
    figure = count(words, phrase)
    if kind is Who.THING or temporal(words, phrase) or figure is None or figure.max == 0:
        return
    if not (kind.human or kind is Who.NAME or single) or (phrase.number is None and figure.max != 1):
        return  # "including children": no figure of its own
    if words.label[phrase.head] in ("LOC", "ORG", "FAC"):
        return
    if any(item.start < phrase.end and phrase.start < item.end and item.kind == total.kind for item in found):
        return
    start, end = figure_span(words, phrase)
    own = victims or victim_span(words, phrase)
    yield Candidate(
        total.kind, figure, start, end, total.trigger, total.rule,
        own if own[1] > own[0] else total.victims, total.agent, False, False, "part",
    )  # fmt: skip
