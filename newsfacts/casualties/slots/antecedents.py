"""Whom "he", "she" and "they" mean who did a harm: the nearest subject before, in their sentence or the one
before, that agrees in number."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator

from newsfacts.casualties.people import Who, who
from newsfacts.casualties.sentence import NounPhrase, Sentence
from newsfacts.casualties.sentences import Sentences
from newsfacts.casualties.slots.words import slot_words
from newsfacts.types import CharSpan

_PLURAL = ("NNS", "NNPS")


def antecedent(
    sentences: Sentences, index: int, pronoun: CharSpan, others: Collection[CharSpan]
) -> CharSpan | None:
    """Who is meant by `pronoun`, of sentence `index`; None where that is no such pronoun or nobody fits.

    `others`: those who are not meant, the victims and the source.
    """
    words, lists = sentences[index], slot_words()
    at = bisect_left(words.first, pronoun.start)
    if at >= len(words) or words.last[at] != pronoun.end:
        return None
    plural = words.low[at] in lists.they
    if not plural and words.low[at] not in lists.he_or_she:
        return None
    before = sentences[index - 1] if index else None
    own = [phrase for phrase in _subjects(words, plural=plural) if phrase.end <= at]
    for told, found in (
        (words, own[::-1]),
        (before, [] if before is None else [*_subjects(before, plural=plural)]),
    ):
        for phrase in found:
            span = told.chars((phrase.start, phrase.end)) if told is not None else None
            if span is not None and not any(span.overlaps(other) for other in others):
                return span
    return None


def _subjects(words: Sentence, *, plural: bool) -> Iterator[NounPhrase]:
    """The people of a sentence behind no preposition and no verb."""
    for phrase in words.phrases:
        kind, before = who(words, phrase), words.tagged(phrase.start - 1)
        person = kind.human or (kind is Who.NAME and words.label[phrase.head] == "PERSON")
        if person and not before.startswith(("VB", "IN", "TO", "PRP")) and _plural(words, phrase) is plural:
            yield phrase


def _plural(words: Sentence, phrase: NounPhrase) -> bool | None:
    """Whether the phrase is of several; None for a pronoun and for nobody in particular."""
    tag = words.tag[phrase.head]
    if tag.startswith(("PRP", "WP")):
        return None
    if words.low[phrase.head] in slot_words().indefinite:
        return None
    if phrase.number is not None:
        return phrase.number.max != 1
    return tag in _PLURAL
