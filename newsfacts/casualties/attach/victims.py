"""From a word of harm and those whom its frame names to figures: who may be a victim, and how many."""

from __future__ import annotations

from collections.abc import Iterator

from newsfacts.casualties.attach.triggers import NOUNS, HarmRule, Trigger
from newsfacts.casualties.attach.words import FrameWords, frame_words
from newsfacts.casualties.figure import Figure, Shape, Told
from newsfacts.casualties.grammar.coordination import VictimList, backward, forward, summed
from newsfacts.casualties.grammar.subjects import temporal
from newsfacts.casualties.people import Count, Who, figure_span, victim_span, who
from newsfacts.casualties.sentence import NounPhrase, Sentence, Words

# Words before "of" in which a share stands: "most of the soldiers".
SHARE_REACH = 5


def statement(
    words: Sentence, trigger: Trigger, victims: VictimList | None, *, told: Told, agent: Words | None = None
) -> Iterator[Figure]:
    """The figure that `victims` suffer the harm of `trigger`; nothing where they cannot."""
    rule = trigger.rule
    if rule.doers and frozenset(rule.doers).isdisjoint(words.low[slice(*agent)] if agent else ()):
        return
    victims = _fit(words, _all_of_them(words, victims), rule)
    if victims is None or (agent is not None and not _may_kill(words, agent, victims)):
        return
    if len(victims.items) > 1 and _no_sum(words, victims):
        for item in victims.items:
            yield from statement(words, trigger, VictimList([item]), told=told, agent=agent)
        return
    victims = _counted_aside(words, victims)
    count = summed(words, victims.items)
    if count is None:
        return
    nobody = None if rule.of_only else _no_reports_of(words, victims.items[0])
    if nobody is not None:
        # "no reports of soldiers being killed"
        yield none_told(trigger, nobody, victims=(victims.start, victims.end))
        return
    if rule.figure is not None:
        count = Count(rule.figure, rule.figure)
    shape = _shape(victims, count)
    if rule.several and shape is Shape.LONE:
        return
    span = who_words = (victims.start, victims.end)
    if len(victims.items) == 1:
        span, who_words = figure_span(words, victims.items[0]), victim_span(words, victims.items[0])
    named = who_words if who_words[1] > who_words[0] else None
    yield figure(trigger, count, span, victims=named, agent=agent, told=told, shape=shape)


def _no_sum(words: Sentence, victims: VictimList) -> bool:
    """ "five soldiers and an unknown number of rebels", or a place or a time with each number."""
    return any(map(_unknown_number, victims.items)) or _apart(words, victims)


def _shape(victims: VictimList, count: Count) -> Shape:
    if any(item.number is not None for item in victims.items):
        return Shape.NUMBER
    return Shape.LONE if count.max == 1 else Shape.PLURAL


def _may_kill(words: Sentence, agent: Words, victims: VictimList) -> bool:
    """Whether the agent does harm to people: not "killed by a refereeing mistake", "kea killed by stoats"."""
    lists, low = frame_words(), words.low[slice(*agent)]
    people = any(who(words, item).human for item in victims.items)
    return lists.harmless.isdisjoint(low) and (people or lists.predators.isdisjoint(low))


def figure(
    trigger: Trigger,
    count: Count,
    span: Words,
    *,
    told: Told,
    shape: Shape = Shape.NUMBER,
    victims: Words | None = None,
    agent: Words | None = None,
) -> Figure:
    """The figure of a word of harm."""
    rule = trigger.rule
    return Figure(
        kind=rule.kind,
        count=count,
        span=span,
        victims=victims,
        harm=(trigger.start, trigger.end),
        agent=agent,
        told=told,
        shape=shape,
        by=rule.id,
        status=rule.status,
        traits=rule.traits,
    )


def none_told(trigger: Trigger, span: Words, *, victims: Words | None = None) -> Figure:
    """Nobody: "no reports of injuries"."""
    told = Told.NONE if trigger.rule.frame in NOUNS else Told.NONE_DONE
    return figure(trigger, Count(0, 0), span, told=told, victims=victims)


def _fit(words: Sentence, victims: VictimList | None, rule: HarmRule) -> VictimList | None:
    """Those of `victims` who may be victims; None where nobody is."""
    if victims is None:
        return None
    victims = _without_part(words, victims)
    if len(victims.items) > 1:
        # "eliminates sectarianism, tribalism and fear"
        if rule.several and any(words.low[item.head] in rule.not_victims for item in victims.items):
            return None  # "the president and two of his cousins fled"
        fit = [item for item in victims.items if may_be_victim(words, item, rule)]
        if len(fit) != 1:
            return VictimList(fit) if fit else None
        victims = VictimList(fit)
    phrase = _inner(words, victims.items[0])
    if phrase.number is None:
        lists = frame_words()
        if words.low[phrase.head] in lists.told_before or _share_before(words, phrase, lists):
            return None
    return VictimList([phrase]) if may_be_victim(words, phrase, rule) else None


def _without_part(words: Sentence, victims: VictimList) -> VictimList:
    """Those behind the part of another total: 30 of "20 dead, six of them children from Oru, and 30 hurt"."""
    first, last = victims.items[0], victims.items[-1]
    part = words.at(first.start - 1) in words.lex.of_them and words.at(first.start - 2) == "of"
    return VictimList([last]) if part and last.number is not None and first is not last else victims


def _all_of_them(words: Sentence, victims: VictimList | None) -> VictimList | None:
    """Those counted before "all of them" or "both of whom", in place of them."""
    first = victims.items[0] if victims else None
    if first is None or first.number is not None or words.low[first.head] not in words.lex.all_of_them:
        return victims
    if words.at(first.end) != "of" or words.at(first.end + 1) not in words.lex.of_them:
        return victims
    for phrase in reversed(words.phrases):
        counted = phrase.end <= first.start and phrase.number is not None and (phrase.number.min or 0) > 1
        if counted and who(words, phrase).human and not temporal(words, phrase):
            return backward(words, phrase, anywhere=True)
    return victims


def _share_before(words: Sentence, phrase: NounPhrase, lists: FrameWords) -> bool:
    """Whether only some of them are meant, no telling how many: "most of the soldiers"."""
    before = words.low[max(0, phrase.start - SHARE_REACH) : max(phrase.start - 1, 0)]
    return words.at(phrase.start - 1) == "of" and not lists.fractions.isdisjoint(before)


def _unknown_number(phrase: NounPhrase) -> bool:
    number = phrase.number
    return number is not None and number.min is None and number.max is None


# Words of "everyone on board the plane" before the comma.
WHOLE_REACH = 5


def _counted_aside(words: Sentence, victims: VictimList) -> VictimList:
    """Those whom an aside counts: "everyone on board, 62 people, was killed"."""
    first, lists = victims.items[0], frame_words()
    if len(victims.items) > 1 or first.number is not None or words.low[first.head] not in lists.wholes:
        return victims
    near = range(first.end, min(first.end + WHOLE_REACH, len(words)))
    comma = next((at for at in near if words.low[at] == "," or words.tag[at].startswith("VB")), first.end)
    aside = words.opening.get(comma + 1) if words.at(comma) == "," else None
    if aside is None or aside.number is None or not who(words, aside).human:
        return victims
    listed = forward(words, aside)
    end = listed.end + 2 * (words.at(listed.end) == "in" and words.at(listed.end + 1) in lists.in_all)
    return listed if words.at(end) in lists.label_ends else victims


def _apart(words: Sentence, victims: VictimList) -> bool:
    """Whether a place or a time stands with each number: "14 people in Honduras, six in Guatemala"."""
    joint, lists = words.at(victims.items[0].end), frame_words()
    return joint in lists.adjuncts and all(
        item.number is not None
        and words.at(item.end) == joint
        and (who(words, item) is Who.COUNT or words.low[item.head] in lists.more_people)
        for item in victims.items[1:]
    )


def _no_reports_of(words: Sentence, phrase: NounPhrase) -> Words | None:
    """The words "no reports" of "no reports of soldiers"."""
    before = words.ending.get(phrase.start - 1)
    if words.at(phrase.start - 1) != "of" or before is None or before.number is None:
        return None
    if before.number.max != 0 or words.low[before.head] not in frame_words().reports:
        return None
    return figure_span(words, before)


def _inner(words: Sentence, phrase: NounPhrase) -> NounPhrase:
    """ "a group of 23 Koreans": the 23 Koreans; "the face of a nurse": the nurse."""
    lists = frame_words()
    if words.low[phrase.head] in lists.limbs and phrase.number is None:
        behind = phrase.end
        while words.at(behind) in lists.limb_joints and words.at(behind + 1) in lists.limbs:
            behind += 2
        inner = words.opening.get(behind + 1) if words.at(behind) == "of" else None
        return inner or phrase
    if words.low[phrase.head] in lists.groups and phrase.number is None and words.at(phrase.end) == "of":
        inner = words.opening.get(phrase.end + 1)
        if inner is not None and inner.number is not None:
            return inner
    return phrase


def may_be_victim(words: Sentence, phrase: NounPhrase, rule: HarmRule) -> bool:
    """Whether those whom the phrase names can suffer the harm of the rule."""
    low, kind = words.low[phrase.head], who(words, phrase)
    if rule.heads:
        within = words.low[phrase.start : phrase.end]
        beside = (words.at(phrase.end), words.at(phrase.start - 2))  # "all 16 aboard", "her crew of 28"
        aboard = kind is Who.COUNT and not frozenset(rule.heads).isdisjoint(beside)
        return aboard or not frozenset(rule.heads).isdisjoint(within)
    if low in rule.not_victims or kind is Who.THING or temporal(words, phrase):
        return False
    if kind.human:
        return True
    if kind is Who.NAME:
        # A name that no model has labelled: a person's, unless "the" stands before it.
        return words.low[phrase.start] not in frame_words().before_no_name and not rule.person
    return not rule.person and _unknown_victim(words, phrase, rule)


def _unknown_victim(words: Sentence, phrase: NounPhrase, rule: HarmRule) -> bool:
    """Whether an unknown noun names a victim: "a carjacker was killed"; of things one hardly says so."""
    tag = words.tag[phrase.head]
    if phrase.number is not None:
        return tag in ("NN", "NNS", "NNP")
    # "a carjacker", "the smelter's owner"; but "kill the report", "crippled its ability".
    told = words.tag[phrase.start] in ("DT", "PRP$", "CD") or phrase.owner is not None
    doer = words.low[phrase.head].endswith(frame_words().doer_endings)
    return told and tag in ("NN", "NNS", "NNP") and (tag != "NN" or doer)
