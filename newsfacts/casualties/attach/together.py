"""What the figures of one sentence are to each other: one told twice, one for two harms, parts of a total.

Parts: "51 people, including 27 women", "six died on Monday and two on Friday", "five were shot: two men and
three boys", "four, up from three last year".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from newsfacts.casualties.attach.words import frame_words
from newsfacts.casualties.figure import COUNTED, REFERENCES, Figure, Shape, Told
from newsfacts.casualties.grammar.compared import compared
from newsfacts.casualties.grammar.coordination import forward
from newsfacts.casualties.grammar.subjects import after_chain, before_parts, temporal
from newsfacts.casualties.people import Who, count, figure_span, victim_span, who
from newsfacts.casualties.sentence import NounPhrase, Sentence, Words
from newsfacts.casualties.tags import FINITE, verbal
from newsfacts.types import Harm

_HURT = {Harm.KILLED, Harm.INJURED}
_LOST = {Harm.KILLED, Harm.MISSING}
# Words between "killed" and "or wounded".
JOINT_REACH = 2


def untold(found: Sequence[Figure]) -> list[Figure]:
    """Without the share of a total of which more is told: "one of the wounded died" has one dead."""
    whole = [item for item in found if item.told is not Told.SHARE]
    return [
        item
        for item in found
        if item.told is not Told.SHARE or not any(other.overlaps(item.span) for other in whole)
    ]


def named_by_antecedent(words: Sentence, item: Figure, found: Sequence[Figure]) -> Figure:
    """With the victims of the total before it, for "100 hostages, dozens of whom are dead"."""
    if words.at(item.end) != "of" or words.at(item.end + 1) not in words.lex.of_them:
        return item
    before = [other.victims for other in found if other.end <= item.start and other.victims is not None]
    return replace(item, victims=before[-1]) if before else item


def joint(words: Sentence, found: Sequence[Figure]) -> list[Figure]:
    """ "30 killed or wounded" is one figure for both; "was shot and killed" tells of one death."""
    dead = {item.span for item in found if item.kind == Harm.KILLED}
    # "the bodies of six hostages"
    found = [item for item in found if not (_by_noun(item) and item.span in dead)]
    kept = list(found)
    for left in found:
        for right in found:
            if left.at[1] > right.at[0] or left.kind == right.kind or left.span != right.span:
                continue
            if left in kept and right in kept:
                _join(words, kept, left, right)
    return kept


def _by_noun(item: Figure) -> bool:
    return item.told in COUNTED and item.kind in (Harm.CAPTIVE, Harm.CASUALTIES)


def _join(words: Sentence, kept: list[Figure], left: Figure, right: Figure) -> None:
    """Make one of two figures of the same words, where "and" or "or" joins their words of harm."""
    between = words.low[left.at[1] : right.at[0]]
    lists = frame_words()
    if len(between) > JOINT_REACH or words.lex.and_or_slash.isdisjoint(between):
        return
    kinds = {left.kind, right.kind}
    jointly = kinds == _HURT or (left.kind == Harm.KILLED and kinds == _LOST)
    if not lists.either.isdisjoint(between) or (jointly and not left.lone):
        kept[kept.index(left)] = replace(left, kind=Harm.CASUALTIES, harm=(left.at[0], right.at[1]))
        kept.remove(right)
    elif kinds == _HURT:
        kept.remove(left if left.kind == Harm.INJURED else right)


def unique(found: Sequence[Figure]) -> list[Figure]:
    """One figure a kind and place; the wider one, then that of the earlier word of harm, is kept."""
    kept: list[Figure] = []
    for item in sorted(found, key=_wider):
        if not any(item.kind == other.kind and _same(item, other) for other in kept):
            kept.append(item)
    return sorted(kept, key=lambda f: (f.start, f.end, f.kind))


def _wider(item: Figure) -> tuple[object, ...]:
    return item.bare or item.lone, item.start - item.end, item.at[0], item.victims is None


def _same(item: Figure, other: Figure) -> bool:
    """Whether one is told twice; "those hurt outnumbered 200" has the 200."""
    return item.overlaps(other.span) or (item.bare and other.told is Told.TOLL and item.at == other.at)


# Words between a total and its part.
PART_REACH = 25
# Words between a total and a number that shares its word of harm: "six died on Monday and two on Friday".
SHARED_REACH = 14
# Words between a total and the mark before its parts.
MARK_REACH = 20

_NONE = (Told.NONE, Told.NONE_DONE)


def parts(words: Sentence, found: Sequence[Figure]) -> Iterator[Figure]:
    """The parts of the figures `found` in the sentence."""
    if not found:
        return
    for total in found:
        yield from _breakdown(words, found, total)
        yield from _restated(words, found, total)
        yield from _before_aside(words, found, total)
    for phrase in words.phrases:
        yield from _listed(words, found, phrase)


def _listed(words: Sentence, found: Sequence[Figure], phrase: NounPhrase) -> Iterator[Figure]:
    """The parts that `phrase` begins, of the total before it."""
    if _contrasted(words, phrase):
        yield from _part(words, found, found[0], phrase, None)
        return
    of_them, along = _of_them(words, phrase), _along(words, found, phrase)
    shared = not of_them and _shared(words, phrase)
    degree, start = _degree(words, phrase), _named_from(words, phrase)
    among = words.at(start - 2) == "among" and words.at(start - 1) in words.lex.of_them
    named = words.at(start - 1) in frame_words().including
    if not any((among, named, of_them, along, shared, degree)):
        return
    nearest = _total_before(found, phrase, one=along or shared)
    if nearest is None or (shared and not degree and not _may_share(words, nearest, phrase)):
        return
    if degree is not None:
        nearest = replace(nearest, kind=degree, traits=())
    if of_them:
        yield from _those(words, found, nearest, phrase)
        return
    for item in [phrase] if shared or degree else forward(words, phrase).items:
        yield from _part(words, found, nearest, item, None, single=among)


def _those(words: Sentence, found: Sequence[Figure], total: Figure, phrase: NounPhrase) -> Iterator[Figure]:
    """The parts of "six of them civilians and three police officers"."""
    named = words.opening.get(phrase.end)
    if named is None or temporal(words, named):  # "six of them this week"
        yield from _part(words, found, total, phrase, total.victims, single=True)
        return
    yield from _part(words, found, total, phrase, (named.start, named.end), single=True)
    for item in forward(words, named).items[1:]:
        if who(words, item) is not Who.COUNT:  # "and 9,000 homeless": of another harm
            yield from _part(words, found, total, item, None)


def _shared(words: Sentence, phrase: NounPhrase) -> bool:
    """Whether those of `phrase` have the word of harm of others before them."""
    if phrase.number is None:
        return _one_more(words, phrase)
    return _shares_verb(words, phrase) or _compared(words, phrase)


def _total_before(found: Sequence[Figure], phrase: NounPhrase, *, one: bool) -> Figure | None:
    """The figure nearest before `phrase`, of more than one unless `one`."""
    before = [item for item in found if item.end <= phrase.start and (one or item.count.max != 1)]
    nearest = max(before, key=lambda item: (item.end, item.start), default=None)
    return None if nearest is None or phrase.start - nearest.end > PART_REACH else nearest


def _degree(words: Sentence, phrase: NounPhrase) -> Harm | None:
    """The harm of a part that only an adverb or a "with" tells: "three were shot, one fatally", "four of
    them critically", "two with burns"."""
    lists, before, at = frame_words(), words.at(phrase.start - 1), phrase.end
    if phrase.number is None or phrase.number.max == 0 or before not in lists.before_degree:
        return None
    if not (who(words, phrase) is Who.COUNT or words.low[phrase.head] in words.lex.of_them):
        return None
    if words.at(at) == "with" and not lists.hurts.isdisjoint(words.low[at + 1 : at + 1 + HURT_REACH]):
        return Harm.INJURED
    if verbal(words.tagged(at + 1)) or words.at(at + 1) in lists.harm_behind:
        return None  # "two critically wounded": told by its own word of harm
    if words.at(at) in lists.fatally:
        return Harm.KILLED
    return Harm.INJURED if words.at(at) in lists.badly else None


# Words from "with" to "burns".
HURT_REACH = 4


def _named_from(words: Sentence, phrase: NounPhrase) -> int:
    """Where what tells of a part begins: at the "those" of "21 bodies, including those of six boys"."""
    return phrase.start - 2 * (words.low[max(phrase.start - 2, 0) : phrase.start] == ["those", "of"])


# Words in front of "the company admits to nine" in which the clause begins.
CONTRAST_REACH = 8


def _contrasted(words: Sentence, phrase: NounPhrase) -> bool:
    """Whether another source gives its own number, without a word of harm: "20 miners died; the company
    admits to nine", "doctors counted 12 dead, while state media reported 19"."""
    lists, before = frame_words(), phrase.start - 1
    if phrase.number is None or phrase.number.max == 0 or who(words, phrase) is not Who.COUNT:
        return False
    if words.at(phrase.end) not in lists.clause_ends:
        return False
    while words.at(before) in lists.before_contrast:
        before -= 1
    if words.at(before) not in lists.giving_number:
        return False
    return any(words.low[at] in lists.contrasts for at in range(max(before - CONTRAST_REACH, 0), before))


def _of_them(words: Sentence, phrase: NounPhrase) -> bool:
    """ ", two of them boys"."""
    lists = frame_words()
    return (
        phrase.number is not None
        and words.low[phrase.head] in words.lex.of_them
        and words.at(phrase.start - 1) in lists.before_of_them
    )


def _along(words: Sentence, found: Sequence[Figure], phrase: NounPhrase) -> bool:
    """ "Lind died along with two guards", "died with nine others", "died, as did two guards"."""
    lists = frame_words()
    if words.at(phrase.start - 1) == "alongside" or _likewise(words, found, phrase):
        return True
    if words.at(phrase.start - 1) != "with":
        return False
    if words.at(phrase.start - 2) in words.lex.with_joints:
        return True
    others = not lists.other.isdisjoint(words.low[phrase.start : phrase.end])
    behind_harm = any(item.at[1] == phrase.start - 1 for item in found)
    return phrase.number is not None and others and behind_harm


def _likewise(words: Sentence, found: Sequence[Figure], phrase: NounPhrase) -> bool:
    """ "Lind was killed in Oru, as were two guards", "died, and so did two guards"."""
    total = _total_before(found, phrase, one=True)
    if total is None or words.at(phrase.start - 2) not in ("as", "so"):
        return False
    between = words.tag[max(total.end, total.at[1]) : phrase.start - 2]
    return words.at(phrase.start - 1) in words.lex.auxiliaries and not set(FINITE).intersection(between)


def _shares_verb(words: Sentence, phrase: NounPhrase) -> bool:
    """Whether a number has the word of harm of one before it: "… on Saturday and six on Sunday",
    "in Oru and 79 in Batu", "of burns and another 18 when a roof fell"."""
    lists = frame_words()
    joint, follows = words.at(phrase.start - 1), words.at(phrase.end)
    strong = joint in lists.strong_marks  # "31 died: nine in Oru, six in Batu"
    if joint not in lists.shared_joints and not strong:
        return False
    if words.tagged(phrase.end) == "WRB" or follows in lists.adjuncts:
        kind = who(words, phrase)
        if kind is Who.COUNT:
            return strong or joint in lists.counted_joints
        others = words.low[phrase.head] in lists.more_people
        return (others and joint != "with") or (kind.human and follows == "in")
    # "1,200 people in Lebanon and about 160 Israelis"
    before = words.ending.get(phrase.start - 1)
    apart = before is not None and words.label[before.head] == "LOC" and words.at(before.start - 1) == "in"
    end = follows in lists.ends or (follows == "," and not verbal(words.tagged(phrase.end + 1)))
    return joint == "and" and apart and end and who(words, phrase).human


def _one_more(words: Sentence, phrase: NounPhrase) -> bool:
    """Whether one person has the word of harm of another, the place or time telling the two apart: "a porter
    was killed in the lobby and a nurse on the stairs"."""
    lists, inner = frame_words(), words.opening.get(phrase.end + 1)
    if words.at(phrase.start - 1) not in lists.one_joints or words.at(phrase.end) not in lists.adjuncts:
        return False
    other = words.low[phrase.head] == "other" and words.low[phrase.start] == "the"
    if (
        inner is None
        or not who(words, phrase).human
        or not (other or words.low[phrase.start] in words.lex.indefinite)
    ):
        return False
    behind = after_chain(words, inner)
    return words.at(behind) in lists.clause_ends and not verbal(words.tagged(behind + 1))


def _may_share(words: Sentence, total: Figure, phrase: NounPhrase) -> bool:
    """Whether `phrase` follows `total` and its word of harm with no other verb between."""
    if _compared(words, phrase):
        return total.told not in _NONE
    if total.count.max == 0 or total.at[0] > phrase.start or total.told in REFERENCES:
        return False
    last = max(total.end, total.at[1])
    if phrase.start - last > SHARED_REACH:
        return False
    if words.at(phrase.start - 1) in frame_words().strong_marks:
        return True
    between = range(last, phrase.start)
    if any(_other_verb(words, at, total) for at in between):
        return False
    # The two are told of alike: a place or a time stands with each.
    adjuncts = frame_words().adjuncts
    told = any(words.low[at] in adjuncts or words.low[at] in words.lex.temporal for at in between)
    return told or words.at(last) == "of"


def _other_verb(words: Sentence, at: int, total: Figure) -> bool:
    """Whether another verb than that of the total stands there; "of the deaths, 61 occurred in Oru, 49 in
    Batu", "seven deaths were in Oru, five in Batu" have none."""
    if not verbal(words.tag[at]) or words.within[at] is not None or words.tag[at] == "VBG":
        return False
    return total.told not in (Told.SHARE, Told.EVENTS) or words.low[at] not in frame_words().took_place


def _compared(words: Sentence, phrase: NounPhrase) -> bool:
    """ "120 died, up from 100 in 2019", "compared with 100 last year"."""
    if who(words, phrase) is not Who.COUNT:
        return False
    clause = compared(words, (phrase.start, phrase.end))
    return clause is not None and phrase.start - clause[0] <= 2


def _breakdown(words: Sentence, found: Sequence[Figure], total: Figure) -> Iterator[Figure]:
    """The numbers behind a total that they sum up to: "five people: two men and three boys"."""
    how_many, lists = total.count.max, frame_words()
    opening = words.within[total.start]
    if how_many is None or how_many != total.count.min or how_many < 2 or opening is None or total.lone:
        return
    harm_end = total.at[1]
    near = range(harm_end, min(harm_end + MARK_REACH, len(words)))
    spots = [
        opening.end,
        after_chain(words, opening),
        harm_end,
        *(at for at in near if words.low[at] in lists.strong_marks),
    ]
    for spot in dict.fromkeys(spots):
        if words.at(spot) in lists.marks:
            listed = _list(words, spot + 1)
            if _sums_up(words, listed, how_many):
                for item in listed:
                    yield from _part(words, found, total, item, None, single=True)
                return


def _before_aside(words: Sentence, found: Sequence[Figure], total: Figure) -> Iterator[Figure]:
    """Who stands before an aside in one list with the victims: "seven villagers, including two medics, and
    one soldier were injured"."""
    opening = words.within[total.start]
    if opening is None or total.told not in (Told.TOLD, Told.UNDERGONE):
        return
    joint = opening.start - 1
    if words.at(joint) == "and" and words.at(joint - 1) == ",":
        counted = before_parts(words, joint - 1)
        if counted is not None:
            yield from _part(words, found, total, counted, None)


def _sums_up(words: Sentence, listed: Sequence[NounPhrase], how_many: int) -> bool:
    counts = [count(words, item) for item in listed]
    sums = [figure.max for figure in counts if figure is not None and figure.min == figure.max]
    return len(listed) >= 2 and len(sums) == len(listed) and sum(one or 0 for one in sums) == how_many


def _restated(words: Sentence, found: Sequence[Figure], total: Figure) -> Iterator[Figure]:
    """The same people in another unit: "400 families (2,000 people)", "400 families, or 2,000 people"."""
    phrase, lists = words.within[total.start], frame_words()
    if phrase is None or phrase.number is None:
        return
    behind, before = phrase.end, phrase.start
    while words.at(behind) in lists.restating:
        behind += 1
    while words.at(before - 1) in lists.restating:
        before -= 1
    for other in (words.opening.get(behind), words.ending.get(before)):
        if other is None or other is phrase or other.number is None or other.start == phrase.end:
            continue
        if (words.low[other.head] in lists.units) != (words.low[phrase.head] in lists.units):
            yield from _part(words, found, total, other, None)


def _list(words: Sentence, at: int) -> list[NounPhrase]:
    """The counted phrases from word `at` on, joined by commas and "and"."""
    listed: list[NounPhrase] = []
    while (item := words.opening.get(at)) is not None:
        if item.number is None and words.low[item.start] not in words.lex.an:
            break
        listed.append(item)
        at = after_chain(words, item)
        if words.at(at) == "," and words.at(at + 1) == "and":
            at += 1
        if words.at(at) != "," and words.at(at) not in words.lex.and_marks:
            break
        at += 1
    return listed


def _part(
    words: Sentence,
    found: Sequence[Figure],
    total: Figure,
    phrase: NounPhrase,
    victims: Words | None,
    *,
    single: bool = False,
) -> Iterator[Figure]:
    kind = who(words, phrase)
    how_many = count(words, phrase)
    if kind is Who.THING or temporal(words, phrase) or how_many is None or how_many.max == 0:
        return
    if not (kind.human or kind is Who.NAME or single) or (phrase.number is None and how_many.max != 1):
        return  # "including children": no figure of its own
    if words.label[phrase.head] in ("LOC", "ORG", "FAC"):
        return
    if any(item.overlaps((phrase.start, phrase.end)) and item.kind == total.kind for item in found):
        return
    own = victims or victim_span(words, phrase)
    yield replace(
        total,
        count=how_many,
        span=figure_span(words, phrase),
        victims=own if own[1] > own[0] else total.victims,
        told=Told.PART,
        shape=Shape.NUMBER,
    )
