"""Rivers without the word: "drowned in the Sava", "a bridge over the Tisza". Towns have no "the" before."""

from __future__ import annotations

from spacy.tokens import Span

from newsfacts.doc import store
from newsfacts.english.names import fold
from newsfacts.gazetteer.lookup import place_words as words
from newsfacts.names import mentions

REACH = 4  # words before a name in which "banks", "bridge" stand
HEADS = ("NN", "JJ", "VBG")  # begin the tags of what a name with "the" may only describe: "the Ohio governor"


def is_river(span: Span) -> bool:
    """Whether a name is a river's: with "the", and known as one or behind "banks of", "bridge over"."""
    # "The" within a sentence is part of a town's name: "a dam near The Pas".
    if not span.start or store.words_of(span.doc)[span.start - 1] != "the":
        return False
    low, first = store.lower_words_of(span.doc), mentions.around(span)[0]
    if span.start - 1 < first:
        return False
    if any(_is_riverside(word) for word in low[max(first, span.start - REACH) : span.start - 1]):
        return True
    return fold(span.text) in words("river") and not _describes(span)


def _is_riverside(word: str) -> bool:
    return word in words("riverside") or word.removesuffix("s") in words("riverside")


def _describes(span: Span) -> bool:
    """Whether a name stands before the noun that it describes."""
    if span.end >= len(span.doc):
        return False
    behind = span.doc[span.end]
    return behind.tag_.startswith(HEADS) and not behind.is_punct
