"""Sentence borders on a Doc, and the sentences of the story."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from weakref import WeakSet

import numpy as np
from spacy.lang.en import English
from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]
from spacy.tokens import Doc, Span
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex
from spacy.vocab import Vocab

from newsfacts.doc import split, store
from newsfacts.kept import in_command
from newsfacts.remembered import forget
from newsfacts.types import CharSpan

# A stop with no blank after it, where spaCy's own infixes keep one token: "2012.The", "(AP).The",
# "died?The", 'said."The'. The word after must look like a word, which spares "3.5" and "U.S.-led".
UNSPACED_STOPS = (
    r"(?<=[0-9)\]%])\.(?=[A-Z][a-z])",
    r"(?<=[a-z0-9)][?!])(?=[A-Z][a-z])",
    r"(?<=[a-z0-9)][.?!])[\"”’'»](?=[A-Z])",
    r"(?<=[a-z0-9)][.?!])(?=[“‘«][A-Z])",
)
# "U.S.-Egypt", "U.S.-led": the hyphen after initials parts words as it does after letters ("US-led").
HYPHEN_AFTER_INITIALS = r"(?<=\b[A-Za-z]\.[A-Za-z]\.)[-–](?=[A-Za-z])"
# "u.s.", "u.k." in a text without capitals: one word, as in capitals.
SMALL_INITIALS = re.compile(r"(?:[a-z]\.){2,5}").fullmatch

# "Tanvir,19": no blank behind the comma before an age.
COMMA_BEFORE_AGE = r"(?<=[a-z]),(?=[0-9])"

# A number glued to the word behind it: "1.4million", "12people"; "20th" and "5pm" stay whole.
GLUED_NUMBER = r"(?<=[0-9])(?=[a-z]{5,}\b)"

# The target of a link in Markdown, "](https://…)": else it would be part of the name that is the link.
LINK_TARGET = r"\]\((?:https?:|mailto:|www\.|[./#])[^\s()]*\)?"

# Signs without a width that web pages scatter between words: zero-width space, byte order mark, word joiner,
# marks of writing direction. To spaCy's tokenizer they are letters ("\u200bDozens" would be another word).
# Joiners inside a word (U+200C, U+200D) and soft hyphens stay: they belong to it.
INVISIBLE = "\u200b\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

# Token.is_sent_start looks through the whole Doc at each call: a megabyte took over ten minutes. One array
# for all tokens takes a moment. The values are those of the attribute SENT_START: 1 and -1, unsigned.
_STARTS = np.uint64(1)
_GOES_ON = np.uint64(2**64 - 1)


@Language.factory("newsfacts_sentences", assigns=["token.is_sent_start", "doc.sents"])
def make_sentences(nlp: Language, name: str) -> Sentences:
    return Sentences()


class Sentences:
    """The component that sets `token.is_sent_start`."""

    def __call__(self, doc: Doc) -> Doc:
        forget()  # this component is the first
        values = np.full(len(doc), _GOES_ON, dtype=np.uint64)
        if len(doc):
            values[[0, *find_starts(doc)]] = _STARTS
            doc.from_array(["SENT_START"], values)  # type: ignore[arg-type]
        store.forget_sentences(doc)
        return doc


def add_borders(doc: Doc, borders: Sequence[int]) -> None:
    """Let a sentence begin at each of the characters `borders` as well, or at the first word after it."""
    at = doc.to_array(["IDX"])
    tokens = np.searchsorted(at, np.array(borders, dtype=np.uint64)).tolist()
    starts = []
    for token in tokens:
        while token < len(doc) and doc[token].is_space:
            token += 1
        if token < len(doc):
            starts.append(token)
    if starts:
        values = doc.to_array(["SENT_START"])
        values[starts] = _STARTS
        doc.from_array(["SENT_START"], values)  # type: ignore[arg-type]


def find_starts(doc: Doc) -> list[int]:
    """Index of the first token of each sentence, blanks before the first included.

    A border inside a token is none.
    """
    borders = np.array([span.start for span in split.split(store.text_of(doc))], dtype=np.int64)
    if not len(borders):
        return []
    at = doc.to_array(["IDX"]).astype(np.int64)
    tokens = np.minimum(np.searchsorted(at, borders), len(at) - 1)
    met = at[tokens] == borders
    found: list[int] = tokens[met].tolist()
    if met[0]:
        found[0] = 0
    return found


def english() -> Language:
    """spaCy's blank English, whose tokenizer also parts words that a sentence's end ("2012.The") or a hyphen
    glues.

    Invisible signs become blanks: tokens of their own, `is_space`. As `spacy.blank("en")`, in a third of the
    time: the tokenizer's patterns and special cases are made once, the default settings are not checked.
    """
    nlp = English(create_tokenizer=_tokenizer)
    if not in_command():
        settle(nlp)  # others may open a memory zone when they like
    for sign in INVISIBLE:
        nlp.vocab[sign].is_space = True
    _made.add(nlp)
    return nlp


_made: WeakSet[Language] = WeakSet()


def renew(nlp: Language) -> None:
    """Give a pipeline of `english` a new vocabulary; no other one, whose components may hold on to theirs.

    spaCy's hash tables never shrink: a word that is forgotten leaves its place behind, and they double each
    time that all their places were once taken. That is a gigabyte for some ten million words.
    """
    if nlp in _made:
        fresh = english()
        nlp.vocab, nlp.tokenizer = fresh.vocab, fresh.tokenizer


def _tokenizer(nlp: Language) -> Tokenizer:
    own = nlp.Defaults
    invisible = f"[{INVISIBLE}]"
    infixes = [
        *(own.infixes or ()),
        *UNSPACED_STOPS,
        HYPHEN_AFTER_INITIALS,
        COMMA_BEFORE_AGE,
        GLUED_NUMBER,
        LINK_TARGET,
        invisible,
    ]
    return _LateCases(
        nlp.vocab,
        later=own.tokenizer_exceptions,
        prefix_search=_Signs(compile_prefix_regex([*(own.prefixes or ()), invisible])).search,
        suffix_search=_Signs(compile_suffix_regex([*(own.suffixes or ()), invisible])).search,
        infix_finditer=_Signs(compile_infix_regex(infixes)).finditer,
        token_match=SMALL_INITIALS,
        url_match=own.url_match,
    )


# A longer first text is asked for its special cases no sooner than they are made.
_SHORT = 20_000


class _LateCases(Tokenizer):  # type: ignore[misc]
    """spaCy's tokenizer, whose 1,300 special cases ("don't", "a.m.") are made when they are needed.

    With the first text those that it has, as a run may read no other, and with the second one the rest. Not
    in a memory zone, at whose end their words would be forgotten: `settle` comes before.
    """

    def __init__(self, vocab: Vocab, *, later: dict[str, list[dict[int, str]]], **settings: Any) -> None:
        super().__init__(vocab, **settings)
        self._later, self._asked = dict(later), False

    def __call__(self, string: str) -> Doc:
        if self._later:
            few = not self._asked and len(string) <= _SHORT
            self._asked = True
            self.learn([case for case in self._later if case in string] if few else None)
        doc: Doc = super().__call__(string)
        return doc

    def learn(self, cases: Iterable[str] | None = None) -> None:
        """Make the special cases; without `cases` all that are left."""
        for case in [*self._later] if cases is None else cases:
            self.add_special_case(case, self._later.pop(case))

    def to_bytes(self, **options: Any) -> bytes:
        self.learn()
        data: bytes = super().to_bytes(**options)
        return data


def settle(nlp: Language) -> None:
    """Make what the tokenizer of a pipeline of `english` has put off."""
    if isinstance(nlp.tokenizer, _LateCases):
        nlp.tokenizer.learn()


class _Signs:
    """A pattern of the tokenizer. All of them need a sign, or a digit beside a letter, which most words have
    not; to look for them at each end and at each letter takes long.
    """

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.matches = pattern
        self.pattern = pattern.pattern  # as spaCy writes it, to disk and to bytes

    def search(self, word: str) -> re.Match[str] | None:
        return None if _plain(word) else self.matches.search(word)

    def finditer(self, word: str) -> Iterator[re.Match[str]]:
        return iter(()) if _plain(word) else self.matches.finditer(word)


def _plain(word: str) -> bool:
    return word.isascii() and (word.isalpha() or word.isdigit())


def story_sentences(doc: Doc) -> Iterator[Span]:
    """The sentences of the story, without blank tokens around them; those in furniture are left out.

    A sentence belongs to furniture when its first word stands there.
    """
    return (doc[start:end] for start, end in store.story_of(doc))


def trim(sentence: Span) -> Span | None:
    """`sentence` without blank tokens at its ends; None where nothing is left."""
    start, end = sentence.start, sentence.end
    doc = sentence.doc
    while start < end and doc[start].is_space:
        start += 1
    while start < end and doc[end - 1].is_space:
        end -= 1
    return doc[start:end] if start < end else None


def sentence_span(sentence: Span) -> CharSpan:
    """Characters of `sentence` without the blanks around it: the span that evidence gives.

    Raises ValueError where the sentence is blank.
    """
    body = trim(sentence)
    if body is None:
        raise ValueError(f"sentence at token {sentence.start} is blank")
    return store.char_span(body)
