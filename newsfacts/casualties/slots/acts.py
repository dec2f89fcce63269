"""Days of another act than the harm, of which a sentence only reminds: "on Tuesday the governor visited Oru,
where 14 were killed", "on Sunday the bishop prayed for six miners buried alive"."""

from __future__ import annotations

from newsfacts.casualties.context import context
from newsfacts.casualties.figure import REFERENCES, Figure, Shape, Told
from newsfacts.casualties.sentence import NounPhrase, Sentence, Words
from newsfacts.casualties.slots.words import slot_words
from newsfacts.casualties.tags import FINITE

_PLACES = ("LOC", "FAC")


def of_other_act(words: Sentence, figure: Figure, time: Words) -> bool:
    """Whether the words `time` are that of the sentence's main act, which tells of no violence or
    disaster, and the harm of `figure` is told behind it, in a clause or a phrase of its own."""
    if figure.told in (Told.PART, Told.SHARE, Told.TOLL) or not time[0] < figure.at[0]:
        return False
    verb = next((at for at in range(figure.at[0]) if _main_verb(words, at)), None)
    border = None if verb is None else _border(words, figure, verb)
    if verb is None or border is None or words.low[verb] in slot_words().upon_harm:
        return False
    ends = _without_topic(words, border)
    in_which = _opens(words, border) and words.tagged(border - 1) == "IN"  # "on October 26 in which"
    if time[0] >= ends or time[1] == border - in_which:
        return False  # "jailed over the crash of 9 May that killed 27"
    tries = words.low[verb] == "tried" and words.at(verb + 1) == "to"
    if not tries and not slot_words().courts.isdisjoint(words.low[: verb + 1]):
        return True
    return context("violence", "event").isdisjoint(words.low[:ends])


def _without_topic(words: Sentence, border: int) -> int:
    """Where the main clause ends, but for what it is about: "opened hearings into the crash that"."""
    topic = words.ending.get(border - (words.at(border - 1) == ","))
    about = topic is not None and words.at(topic.start - 1) in slot_words().about_harm
    return topic.start if topic is not None and about else border


def _main_verb(words: Sentence, at: int) -> bool:
    return words.tag[at] in FINITE and words.low[at] not in words.lex.auxiliaries


def _border(words: Sentence, figure: Figure, verb: int) -> int | None:
    """Where the clause or the phrase that tells the harm begins behind the main verb; None where none
    does."""
    harm, victims = figure.at[0], figure.victims
    if any(_opens(words, at) for at in range(verb)):
        return None
    for at in range(verb + 1, harm):
        if _opens(words, at):
            return at if _tells_of_known(words, figure, at) else None
    if figure.told in REFERENCES or figure.told is Told.EVENTS:
        return harm
    if victims is None or victims[1] != harm or figure.shape is not Shape.NUMBER:
        return None
    start = min(victims[0], figure.start)  # "prayed for six miners killed in", "remembered the six drowned"
    start -= words.tagged(start - 1) == "DT"
    return start if words.tagged(start - 1) == "IN" or start == verb + 1 else None


def _opens(words: Sentence, at: int) -> bool:
    return words.tag[at] in ("WP", "WDT", "WP$", "WRB") or words.low[at] in words.lex.whose


def _tells_of_known(words: Sentence, figure: Figure, opener: int) -> bool:
    """Whether a relative clause tells of people, or of a place, what had happened: not "when six died", "a
    rally where six died", "the lake where they drowned"."""
    if words.low[opener] != "where":
        return words.tag[opener] != "WRB" and words.low[opener] != "what"
    place = words.ending.get(opener - (words.at(opener - 1) == ","))
    return figure.shape is Shape.NUMBER and place is not None and _is_place(words, place)


def _is_place(words: Sentence, phrase: NounPhrase) -> bool:
    low = words.low[phrase.head]
    return words.label[phrase.head] in _PLACES or low in context("site", "vague-site", "generic-site")
