"""Finds statements of harm in one sentence: the word of harm, its victims, how many, and who did it.

One function a frame: how a verb, an adjective or a noun of harm is joined to its victims, as in
"six were killed", "left six dead", "the deaths of six". The words are data, `casualties/rules.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from newsfacts.casualties.attach.arguments import (
    VictimList,
    agent_of,
    backward,
    clause_subject,
    ending_at,
    extended,
    forward,
    main_subject,
    object_of,
    opening_of,
    partitive,
    passive,
    subject_of,
    summed,
    temporal,
    verbal,
)
from newsfacts.casualties.attach.parts import parts
from newsfacts.casualties.sentence import (
    ORDINALS,
    Count,
    NounPhrase,
    Sentence,
    Who,
    count,
    figure_span,
    lexicon,
    plural,
    victim_span,
    who,
)
from newsfacts.casualties.triggers import Candidate, HarmRule, Trigger, triggers
from newsfacts.types import Harm


def find(words: Sentence) -> list[Candidate]:
    """The statements of harm in a sentence, in reading order, one a victim phrase and kind."""
    found: list[Candidate] = []
    for trigger in triggers(words):
        found.extend(_FRAMES[trigger.rule.frame](words, trigger))
    found = _joint(words, _unique(_untold(found)))
    found = [_named_by_antecedent(words, item, found) for item in found]
    found.extend(parts(words, found))
    return _unique(found)


def _untold(found: Sequence[Candidate]) -> list[Candidate]:
    """Without the share of a total of which more is told: "one of the wounded died" has one dead."""
    return [
        item
        for item in found
        if item.frame != "share"
        or not any(
            other.frame != "share" and other.start < item.end and item.start < other.end for other in found
        )
    ]


def _named_by_antecedent(words: Sentence, item: Candidate, found: Sequence[Candidate]) -> Candidate:
    """With the victims of the total before it, for "100 hostages, dozens of whom are dead"."""
    if words.at(item.end) != "of" or words.at(item.end + 1) not in ("whom", "them"):
        return item
    before = [other.victims for other in found if other.end <= item.start and other.victims is not None]
    return replace(item, victims=before[-1]) if before else item


def _joint(words: Sentence, found: Sequence[Candidate]) -> list[Candidate]:
    """ "30 killed or wounded" is one figure for both; "was shot and killed" tells of one death."""
    dead = {(item.start, item.end) for item in found if item.kind == Harm.KILLED}
    kept = [
        item
        for item in found
        # "the bodies of six hostages"
        if not (
            item.frame == "counted"
            and item.kind in (Harm.CAPTIVE, Harm.CASUALTIES)
            and (item.start, item.end) in dead
        )
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
            jointly = kinds == _HURT or (left.kind == Harm.KILLED and kinds == _LOST)
            jointly = jointly and not left.lone
            if "or" in between or "/" in between or jointly:
                kept[kept.index(left)] = replace(
                    left, kind=Harm.CASUALTIES, trigger=(left.trigger[0], right.trigger[1])
                )
                kept.remove(right)
            elif kinds == {Harm.KILLED, Harm.INJURED}:
                kept.remove(left if left.kind == Harm.INJURED else right)
    return kept


_HURT = {Harm.KILLED, Harm.INJURED}
_LOST = {Harm.KILLED, Harm.MISSING}


def _unique(found: Sequence[Candidate]) -> list[Candidate]:
    """One candidate a kind and place; the wider figure, then the earlier rule, is kept."""
    kept: list[Candidate] = []
    for item in sorted(found, key=lambda c: (c.bare or c.lone, -(c.end - c.start), c.trigger[0])):
        if not any(
            item.kind == other.kind and item.start < other.end and other.start < item.end for other in kept
        ):
            kept.append(item)
    return sorted(kept, key=lambda c: (c.start, c.end, c.kind))


def _statement(
    words: Sentence,
    trigger: Trigger,
    victims: VictimList | None,
    *,
    agent: tuple[int, int] | None = None,
    frame: str = "",
) -> Iterator[Candidate]:
    """The statement that `victims` suffer the harm of `trigger`; nothing where they cannot."""
    rule = trigger.rule
    if victims is None:
        return
    if len(victims.items) > 1:
        fit = [item for item in victims.items if _may_be_victim(words, item, who(words, item), rule)]
        if not fit:
            return  # "eliminates sectarianism, tribalism and fear"
        victims = VictimList(fit)
    if len(victims.items) == 1:
        phrase = victims.items[0] = _inner(words, victims.items[0])
        kind = who(words, phrase)
        if (
            words.at(phrase.start - 1) == "of"
            and _FRACTIONS.intersection(words.low[max(0, phrase.start - 5) : phrase.start - 1])
            and phrase.number is None
        ):
            return
        if phrase.number is None and words.low[phrase.head] in _TOLD_BEFORE:
            return
        if not _may_be_victim(words, phrase, kind, rule):
            return
    if len(victims.items) > 1 and any(
        item.number is not None and item.number.min is None and item.number.max is None
        for item in victims.items
    ):
        # "five soldiers and an unknown number of rebels" have no sum.
        for item in victims.items:
            yield from _statement(words, trigger, VictimList([item]), agent=agent, frame=frame)
        return
    figure = summed(words, victims.items)
    if figure is None:
        return
    nobody = None if rule.id == "no-trace" else _no_reports_of(words, victims.items[0])
    if nobody is not None:
        # "no reports of soldiers being killed"
        start, end = nobody
        yield Candidate(
            Harm(rule.kind), Count(0, 0), start, end, (trigger.start, trigger.end), rule,
            (victims.start, victims.end), frame="none",
        )  # fmt: skip
        return
    if rule.figure == "zero":
        figure = Count(0, 0)
    first = victims.items[0]
    if len(victims.items) == 1:
        start, end = figure_span(words, first)
        who_start, who_end = victim_span(words, first)
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


def _no_reports_of(words: Sentence, phrase: NounPhrase) -> tuple[int, int] | None:
    """The words "no reports" of "no reports of soldiers"."""
    before = words.ending.get(phrase.start - 1)
    if words.at(phrase.start - 1) != "of" or before is None or before.number is None:
        return None
    if before.number.max != 0 or words.low[before.head] not in _REPORTS:
        return None
    return figure_span(words, before)


_REPORTS = frozenset(["reports", "report", "word", "news", "indication", "indications", "sign", "signs"])

_GROUPS = frozenset(
    ["group", "total", "number", "crew", "family", "team", "convoy", "crowd", "gang", "party", "band", "pair"]
)


_LIMBS = frozenset(
    ["neck", "throat", "arm", "arms", "hand", "hands", "leg", "legs", "chest", "back", "thigh"]
)

_FRACTIONS = frozenset(
    [
        "percent",
        "cent",
        "%",
        "thirds",
        "third",
        "quarters",
        "half",
        "quarter",
        "majority",
        "fifth",
        "most",
        "pc",
    ]
)


# "the injured were flown out": told before, no figure.
_TOLD_BEFORE = frozenset(["injured", "wounded", "dead", "deceased", "casualties", "missing", "killed"])


def _inner(words: Sentence, phrase: NounPhrase) -> NounPhrase:
    """ "a group of 23 Koreans": the 23 Koreans; "the face of a nurse": the nurse."""
    if words.low[phrase.head] in _LIMBS and phrase.number is None:
        behind = phrase.end
        while words.at(behind) in ("and", ",") and words.at(behind + 1) in _LIMBS:
            behind += 2
        inner = words.opening.get(behind + 1) if words.at(behind) == "of" else None
        return inner or phrase
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
    if kind is Who.THING or temporal(words, phrase):
        return False
    if kind is Who.COUNT and rule.id == "harm-people":
        # "shooting dozens", but "the guard shot 29 for his side".
        return phrase.number is not None and phrase.number.rule != "exact"
    if kind.human:
        return True
    if kind is Who.NAME:
        # A name that no model has labelled: a person's, unless "the" stands before it.
        return words.low[phrase.start] not in ("the", "its") and not rule.person
    if rule.person:
        return False
    if phrase.number is not None and phrase.number.max == 0:
        return False  # "no matter"
    # An unknown noun: "a carjacker was killed"; of things one hardly says "killed", of "it" one may.
    tag = words.tag[phrase.head]
    if tag == "NNS" and rule.id == "kill":
        return True
    if phrase.number is not None:
        return tag in ("NN", "NNS", "NNP")
    # "a carjacker", "the smelter's owner"; but "kill the report", "crippled its ability".
    told = words.tag[phrase.start] in ("DT", "PRP$", "CD") or phrase.owner is not None
    return told and tag in ("NN", "NNS", "NNP") and (tag != "NN" or low.endswith(_DOERS))


# How nouns end that name people by what they do.
_DOERS = ("er", "or", "ar", "ian", "ant", "ent", "eur", "ee", "ot", "man", "ess", "ero", "ict")


def _object_frame(words: Sentence, trigger: Trigger) -> Iterator[Candidate]:
    rule = trigger.rule
    start, end = trigger.start, trigger.end
    form = trigger.form
    if form in ("past", "part") and words.tag[start] == "VB" and words.tagged(start - 1) in ("TO", "MD"):
        return  # "is said to hurt", read as a base form too
    target = object_of(words, end)
    # "the wounded soldiers", "a murdered man": a participle inside a noun phrase describes its head.
    inside = words.within[start]
    if form in ("past", "part") and words.at(start - 1) in ("or", "and", "/"):
        joined = _joined_state(words, start - 2)
        if joined is not None:
            yield from _statement(words, trigger, VictimList([joined]), frame="postnominal")
            return
    alone = inside is not None and (inside.start, inside.end) == (start, start + 1)
    if inside is not None and form in ("past", "part") and not (alone and verbal(words.tag[start])):
        yield from _attributive(words, trigger, inside)
        return
    if form in ("past", "part"):
        voice = passive(words, start)
        if voice is None:
            before = ending_at(words, start - 1, 3)
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
            subject = subject_of(words, start)
            if words.at(start - 1) == "being" and words.at(start - 2) == "from":
                return  # "stop children from being killed"
            if subject is None and words.at(start - 1) == "being":
                # "wounded five before being shot dead"
                subject = clause_subject(words, start - 1)
            if subject is None:
                subject = main_subject(words, start)
            if subject is not None:
                yield from _statement(
                    words, trigger, backward(words, subject), agent=agent_of(words, end), frame="passive"
                )
            return
        if rule.passive_only or target is None:
            return
        yield from _active(words, trigger, target)
        return
    if rule.passive_only:
        return
    if form == "ing" and words.at(start - 1) in ("being", "get", "getting"):
        subject = subject_of(words, start)
        if subject is not None:
            yield from _statement(
                words, trigger, backward(words, subject), agent=agent_of(words, end), frame="passive"
            )
        return
    if target is not None:
        if inside is not None and inside.end > end:
            return
        yield from _active(words, trigger, target)


def _joined_state(words: Sentence, at: int) -> NounPhrase | None:
    """The number that words at `at` and behind describe together: "left 30 people dead or injured"."""
    if words.at(at) not in ("dead", "missing", "hurt", "homeless", "injured", "wounded"):
        return None
    phrase = words.ending.get(at)
    return phrase if phrase is not None and phrase.number is not None else None


def _active(words: Sentence, trigger: Trigger, target: NounPhrase) -> Iterator[Candidate]:
    subject = subject_of(words, trigger.start)
    agent = None
    if words.low[target.head] in ("himself", "herself", "themselves", "myself", "ourselves"):
        if words.at(target.end) == "and" and target.end + 1 in words.opening:
            yield from _statement(words, trigger, forward(words, target), frame="active")
        elif subject is not None:
            yield from _statement(words, trigger, VictimList([subject]), frame="reflexive")
        return
    if subject is not None and subject is not target and trigger.rule.id != "lose-someone":
        agent = (opening_of(words, subject), extended(words, subject))
    listed = forward(words, target)
    if trigger.rule.heads and len(listed.items) > 1:
        listed = VictimList([target])
    if trigger.rule.heads and words.low[target.head] in ("lives", "life"):
        # "claimed 40 lives", "the lives of 40 people"
        if words.at(target.end) == "of" and target.end + 1 in words.opening:
            inner = words.opening[target.end + 1]
            if target.number is None:
                listed = forward(words, inner)
                if not who(words, inner).human and who(words, inner) is not Who.NAME:
                    return
                bare = Trigger(_without_heads(trigger.rule), trigger.form, trigger.start, trigger.end)
                yield from _statement(words, bare, listed, agent=agent, frame="active")
                return
        if target.number is None and words.low[target.start] in lexicon().possessives:
            # "claimed his life": one victim; "lost his life" is a phrase of its own.
            taken = words.low[trigger.start] in ("claimed", "claims", "took", "takes")
            if taken and words.low[target.head] == "life" and words.tag[target.start] == "PRP$":
                yield from _statement(words, trigger, VictimList([target]), agent=agent, frame="active")
            return
        if target.number is None:
            return
    yield from _statement(words, trigger, listed, agent=agent, frame="active")


@cache
def _without_heads(rule: HarmRule) -> HarmRule:
    return HarmRule(rule.id, rule.kind, rule.frame, verbs=rule.verbs, violent=rule.violent)


def _harm_follows(words: Sentence, phrase: NounPhrase) -> bool:
    return words.at(phrase.end) in (
        "injured",
        "wounded",
        "hurt",
        "missing",
        "dead",
        "killed",
        "displaced",
        "kidnapped",
    )


def _attributive(words: Sentence, trigger: Trigger, phrase: NounPhrase) -> Iterator[Candidate]:
    """ "120 wounded", "two murdered teachers", "missing fishermen"; not "the injured man" told before."""
    kind = who(words, phrase)
    if not (kind.human or kind is Who.NAME):
        return
    at = trigger.start
    if at and words.capital[at] and words.capital[at + 1 : at + 2] == [True] and phrase.number is None:
        return  # a name: "the Missing Children Fund"
    taken = trigger.rule.id == "abduct" and words.low[phrase.start] in ("a", "an", "another")
    if (
        phrase.number is not None
        or taken
        or (
            trigger.rule.id in ("late", "kill", "missing")
            and words.low[phrase.start] not in ("his", "her", "their")
            and words.low[trigger.start]
            in ("fallen", "slain", "murdered", "assassinated", "martyred", "missing")
        )
    ):
        yield from _statement(words, trigger, VictimList([phrase]), frame="attributive")


def _subject_frame(words: Sentence, trigger: Trigger) -> Iterator[Candidate]:
    inside = words.within[trigger.start]
    if (
        trigger.form == "ing"
        and inside is not None
        and inside.head == trigger.start
        and not words.tag[trigger.start].startswith("VB")
    ):
        return
    if trigger.form in ("past", "part") and inside is not None and inside.end > trigger.end:
        return
    subject = subject_of(words, trigger.start)
    joined = words.at(trigger.start - 1) in (",", "before", "after", "while")
    if subject is None and joined and trigger.form != "base":
        subject = clause_subject(words, trigger.start - 1)
    if subject is None:
        subject = main_subject(words, trigger.start)
    if subject is None:
        return
    aim = words.ending.get(trigger.start - 1) if words.at(trigger.start - 1) == "to" else None
    if aim is subject and words.tagged(subject.start - 1) == "IN" and words.at(subject.start - 1) != "for":
        # "drove into the sea to commit suicide"
        subject = clause_subject(words, subject.start - 1) or subject
    listed = backward(words, subject)
    yield from _statement(words, trigger, listed)


def _state_frame(words: Sentence, trigger: Trigger) -> Iterator[Candidate]:
    lex = lexicon()
    start, end = trigger.start, trigger.end
    inside = words.within[start]
    if inside is not None and inside.end >= end and (inside.start < start or inside.end > end):
        if trigger.rule.id not in ("injured", "dead", "homeless") or inside.number is not None:
            yield from _attributive(words, trigger, inside)
        return
    if trigger.rule.id == "late":
        return  # "has fallen into debt"
    if (
        (words.tag[start] == "VBD" or (words.tag[start] == "VBG" and words.tagged(end) in ("DT", "PRP$")))
        and words.opening.get(end) is not None
        and not temporal(words, words.opening[end])
    ):
        return  # "she hurt her knee", "missing their appointments"
    spot = start - 1
    while spot > 0 and (words.tag[spot] == "RB" or words.low[spot] in ('"', "“", "'", "‘")):
        spot -= 1
    before = words.at(spot)
    copular = before in lex.auxiliaries or before in lex.raising
    if copular and end in words.opening and words.tag[start].startswith("VB") and before in _NOT_COPULAR:
        return  # "the flood has displaced 40", "the plan will hurt trade"
    if (
        copular
        and words.opening.get(spot) is None
        and words.low[spot] in ("declared", "pronounced", "found", "left")
        and (words.within[start - 1] is not None)
    ):
        copular = False
    if (copular and before not in ("to", "not")) or before == "not":
        # "left dead" with an object before it: "six were left dead" is a passive, "left six dead" is not.
        subject = subject_of(words, start)
        if subject is not None:
            yield from _statement(words, trigger, backward(words, subject), frame="predicate")
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
    listed = backward(words, phrase, anywhere=True)
    if (
        len(listed.items) > 1
        and words.at(listed.start - 1) in lex.leave
        and words.at(listed.start - 1) != "with"
    ):
        subject = subject_of(words, listed.start - 1)
        agent = None if subject is None else (subject.start, extended(words, subject))
        yield from _statement(words, trigger, listed, agent=agent, frame="left")
        return
    if words.at(verb) in lex.leave and words.at(verb) != "with":
        agent = None
        subject = subject_of(words, verb) if words.tag[verb] != "VBN" else None
        if subject is not None:
            agent = (subject.start, extended(words, subject))
        yield from _statement(words, trigger, VictimList([chain]), agent=agent, frame="left")
        return
    listed = backward(words, phrase)
    if (
        phrase.number is not None
        or words.at(start - 1) in ORDINALS | {"others"}
        or trigger.rule.id in ("missing", "unharmed")
    ):
        if trigger.rule.figure != "zero":
            yield from _statement(words, trigger, VictimList([phrase]), frame="postnominal")
        return
    if listed and phrase.start and words.at(verb) == "and" and words.tag[start] in ("JJ", "VBN"):
        # "left six dead and scores wounded" has a number; a bare noun needs "leave" further left.
        left = next((i for i in range(verb, max(verb - 8, -1), -1) if words.low[i] in lex.leave), None)
        if left is not None:
            yield from _statement(words, trigger, VictimList([phrase]), frame="left")
            return
    # Headlines: "Man found dead", "Teacher shot dead".
    if start - (phrase.end - phrase.start) == 0 or words.at(verb) in ("with",):
        yield from _statement(words, trigger, VictimList([phrase]), frame="postnominal")


_NOT_COPULAR = frozenset(
    ["have", "has", "had", "having", "to", "will", "would", "can", "could", "may", "might", "shall", "should",
     "must", "do", "does", "did", "'ve", "'ll", "also"]
)  # fmt: skip


def _chained_state(words: Sentence, at: int) -> VictimList | None:
    """The subject of "are dead or missing" for the word behind the conjunction at `at`."""
    for spot in range(at - 1, max(at - 6, -1), -1):
        if words.low[spot] in lexicon().passives:
            subject = subject_of(words, spot + 1)
            return None if subject is None else backward(words, subject)
    return None


def _none_reported(words: Sentence, trigger: Trigger) -> Iterator[Candidate]:
    """ "No reports of damage or injuries": zero."""
    for spot in range(trigger.start - 1, max(trigger.start - 8, -1), -1):
        if words.low[spot] in (",", ";", ".", "but") or words.tag[spot].startswith("VB"):
            return
        phrase = words.within[spot]
        if words.low[spot] in _REPORTS and phrase is not None:
            if phrase.number is not None and phrase.number.max == 0:
                start, end = figure_span(words, phrase)
                yield Candidate(
                    Harm(trigger.rule.kind), Count(0, 0), start, end, (trigger.start, trigger.end),
                    trigger.rule, frame="none",
                )  # fmt: skip
            return


def _event_frame(words: Sentence, trigger: Trigger) -> Iterator[Candidate]:
    start, end = trigger.start, trigger.end
    if trigger.rule.id == "no-trace":
        victims = _of_victims(words, trigger, end)
        if victims is not None:
            yield from _statement(words, trigger, victims, frame="of")
        return
    if words.at(end) != "of":
        none = list(_none_reported(words, trigger))
        if none:
            yield from none
            return
    tag = words.tag[end - 1]
    if tag in ("VBG", "VB", "VBP", "VBD", "VBZ") and words.at(end) != "of" and trigger.rule.id == "killing":
        return
    if words.low[end - 1] in ("loss", "losses") and words.at(end) != "of":
        return  # "a 3-0 loss", "three losses"
    phrase = words.within[end - 1]
    single = not words.low[end - 1].endswith("s") or words.low[end - 1] == "loss of life"
    victims = _of_victims(words, trigger, end)
    if victims is not None:
        # "the deaths of 1,205 people": the people are counted, not the deaths.
        first = victims.items[0]
        if (
            phrase is not None
            and phrase.number is not None
            and first.number is None
            and phrase.head == end - 1
            and phrase.number.min != 1
        ):
            yield from _statement(words, _loose(trigger), VictimList([phrase]), frame="counted")
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
    if (
        phrase is not None
        and phrase.number is not None
        and phrase.number.max == 0
        and trigger.rule.id == "killing"
    ):
        return
    if phrase.number is not None and (
        phrase.head == end - 1 or (phrase.number.min in (0, 2) and phrase.head >= start)
    ):
        owned = phrase.owner is not None
        if not (single and phrase.number.min not in (0, 1, 2)) or not single:
            counted = _loose(trigger)
            for item in _statement(words, counted, VictimList([phrase]), frame="counted"):
                yield _replace_victims(item, None) if not owned else item
        return
    if phrase.owner is not None and start > phrase.owner:
        yield from _owned(words, trigger, phrase)


def _loose(trigger: Trigger) -> Trigger:
    """The trigger for a number with the noun of harm itself ("three deaths"): no victim to check."""
    rule = trigger.rule
    return Trigger(_counted_rule(rule), trigger.form, trigger.start, trigger.end)


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


def _of_victims(words: Sentence, trigger: Trigger, at: int) -> VictimList | None:
    """Those named by "of" behind a noun of harm, also at a distance: "the deaths in May of two boys"."""
    spot = at
    for _ in range(10):
        low = words.at(spot)
        if low == "of" or (low == "to" and trigger.rule.id == "injuries"):
            break
        if not low or verbal(words.tagged(spot)) or low in (",", ";", "and", "that", "who"):
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
        if between is None or not (
            temporal(words, between) or words.label[between.head] in ("LOC", "DATE", "FAC")
        ):
            return None
    kind = who(words, phrase)
    if not (
        kind.human
        or kind is Who.NAME
        or (
            kind is Who.UNKNOWN
            and spot == at
            and phrase.number is None
            and words.tag[phrase.start] in ("DT", "PRP$", "NN")
            and words.low[phrase.start] in ("a", "an", "his", "her", "my", "their")
        )
    ):
        return None
    if trigger.rule.heads and words.low[phrase.head] not in trigger.rule.heads:
        return None
    return forward(words, phrase)


def _owned(words: Sentence, trigger: Trigger, phrase: NounPhrase) -> Iterator[Candidate]:
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
    for item in _statement(words, trigger, VictimList([holder]), frame="owner"):
        yield Candidate(
            item.kind, item.count, phrase.start, trigger.end, item.trigger, item.rule, item.victims, None,
            item.lone, item.bare, "owner",
        )  # fmt: skip


_FOUND = frozenset(["found", "recovered", "discovered", "spotted", "floating", "retrieved"])


def _victims_frame(words: Sentence, trigger: Trigger) -> Iterator[Candidate]:
    rule = trigger.rule
    start, end = trigger.start, trigger.end
    none = list(_none_reported(words, trigger))
    if none:
        yield from none
        return
    if rule.id == "lives-lost":
        phrase = words.within[start]
        if phrase is not None and phrase.number is not None:
            yield from _statement(words, trigger, VictimList([phrase]), frame="counted")
        return
    phrase = words.within[end - 1]
    if phrase is None:
        return
    nobody = rule.id in ("bodies", "dead-people", "casualties", "wounded-people")
    if words.at(end) == "of" and rule.id == "bodies" and phrase.number is None:
        inner = words.opening.get(end + 1)
        if inner is not None and (who(words, inner).human or who(words, inner) is Who.NAME):
            for item in _statement(words, trigger, forward(words, inner), frame="of"):
                yield item
        return
    if phrase.number is not None:
        if phrase.head not in range(start, end):
            return
        loose = _loose(trigger) if nobody else trigger
        # "three of the five hostages": five were held.
        victims = partitive(words, phrase) if rule.kind == Harm.CAPTIVE else phrase
        for item in _statement(
            words, loose, VictimList([victims]), agent=agent_of(words, phrase.end), frame="counted"
        ):
            if rule.id == "bodies" and words.at(end) == "of" and words.opening.get(end + 1) is not None:
                inner = words.opening[end + 1]
                yield _replace_victims(item, (inner.start, inner.end))
            else:
                yield _replace_victims(item, None) if nobody and rule.id != "wounded-people" else item
        return
    if rule.id == "hostages" and phrase.head in range(start, end):
        held = words.at(phrase.end)
        if words.low[phrase.start] in ("a", "an", "another") or held in (
            "held",
            "seized",
            "taken",
            "captured",
        ):
            yield from _statement(
                words, trigger, VictimList([phrase]), agent=agent_of(words, phrase.end), frame="named"
            )
    elif (
        rule.id == "hostages" and words.tag[phrase.head] in ("NNP", "NNPS") and words.low[start] == "hostage"
    ):
        yield from _statement(words, trigger, VictimList([phrase]), frame="named")
    if rule.id == "bodies" and phrase.owner is not None and phrase.owner < start:
        nearby = words.low[max(0, start - 8) : end + 8]
        if any(word in nearby for word in _FOUND) and words.tag[phrase.start] != "PRP$":
            yield from _owned(words, trigger, phrase)
        return
    if (
        rule.id == "bodies"
        and words.low[phrase.start] in ("a", "an")
        and phrase.owner is None
        and words.low[start] == "body"
    ):
        nearby = words.low[max(0, start - 8) : end + 8]
        if any(word in nearby for word in _FOUND):
            for item in _statement(words, _loose(trigger), VictimList([phrase]), frame="counted"):
                yield _replace_victims(item, None)


def _member_frame(words: Sentence, trigger: Trigger) -> Iterator[Candidate]:
    """ "Two Britons were among the dead", "among the dead were two Britons"; each item is a statement."""
    subject = None
    if words.low[trigger.start] == "among" and trigger.start > 0:
        subject = subject_of(words, trigger.start)
    if words.low[trigger.start] == "among":
        # "among the 34 people killed": the 34 too.
        for at in range(trigger.start + 1, trigger.end):
            total = words.opening.get(at)
            if total is not None and total.number is not None and who(words, total).human:
                yield from _statement(words, trigger, VictimList([total]), frame="member")
    if subject is not None:
        yield from _statement(words, trigger, backward(words, subject), frame="member")
        return
    at = trigger.end
    while words.at(at) in ("were", "was", "are", "is", "in", "the", "attack") and at not in words.opening:
        at += 1
    phrase = words.opening.get(at)
    if phrase is None:
        return
    listed = forward(words, phrase)
    if all(item.number is None for item in listed.items):
        if all(words.tag[item.head] in ("NNP", "NN") for item in listed.items):
            yield from _statement(words, trigger, listed, frame="member")
        return
    for item in listed.items:
        yield from _statement(words, trigger, VictimList([item]), frame="member")


def _share_frame(words: Sentence, trigger: Trigger) -> Iterator[Candidate]:
    """ "Two of the dead were Britons", "of the dead, two were Britons": the two."""
    phrase = words.within[trigger.start]
    if phrase is None and words.at(trigger.end) == "," and words.at(trigger.start - 1) in ("", ",", ";"):
        phrase = words.opening.get(trigger.end + 1)
    if phrase is None or phrase.number is None or phrase.number.max == 0:
        return
    figure = count(words, phrase)
    if figure is None:
        return
    start, end = figure_span(words, phrase)
    yield Candidate(
        Harm(trigger.rule.kind), figure, start, end, (trigger.start, trigger.end), trigger.rule, frame="share"
    )


def _toll_frame(words: Sentence, trigger: Trigger) -> Iterator[Candidate]:
    """The number that "the death toll" leads to: "rose to at least 15", "stands at 40", "from 12 to 15"."""
    plain = trigger.end - trigger.start == 1 and words.low[trigger.start] != "toll"
    lex = lexicon()
    spot = trigger.end
    seen = ""
    last: NounPhrase | None = None
    # "death toll: 15"; bare "deaths" and "killed" need that colon.
    limit = 12 if plain else 30
    while spot < len(words) and spot - trigger.end < limit:
        low = words.low[spot]
        if low in (";",) or (low in (".", "but", "while") and last is None and seen):
            break
        phrase = words.opening.get(spot)
        if phrase is not None and phrase.number is not None and seen:
            if phrase.number.min == 0 and phrase.number.max == 0:
                return
            if not temporal(words, phrase) and who(words, phrase) is not Who.THING:
                last = phrase
                if words.at(phrase.end) != "to":
                    break
            spot = phrase.end
            continue
        if plain:
            if low == ":" or (low in lex.toll_verbs and verbal(words.tag[spot])):
                seen = low
            elif low in (",", ";", ".", "and") or verbal(words.tag[spot]):
                return  # "deaths: 15", "road deaths in Oru rose to 15"
        elif low in lex.toll_verbs and words.within[spot] is None:
            seen = low
        elif verbal(words.tagged(spot)) and low not in lex.auxiliaries and last is None and seen:
            break
        if phrase is not None:
            spot = phrase.end
            continue
        spot += 1
    if last is None:
        # "brings to 18 the number of deaths"
        before = words.ending.get(trigger.start - (words.at(trigger.start - 1) == "the"))
        counted = before is not None and before.number is not None and not temporal(words, before)
        if before is None or not counted or words.at(before.start - 1) not in ("to", "at"):
            return
        last = before
    bare = Trigger(
        HarmRule(trigger.rule.id, trigger.rule.kind, "toll", words=trigger.rule.words),
        "",
        trigger.start,
        trigger.end,
    )
    yield from _statement(words, bare, VictimList([last]), frame="toll")


_FRAMES = {
    "object": _object_frame,
    "subject": _subject_frame,
    "state": _state_frame,
    "event": _event_frame,
    "victims": _victims_frame,
    "member": _member_frame,
    "toll": _toll_frame,
    "share": _share_frame,
}
