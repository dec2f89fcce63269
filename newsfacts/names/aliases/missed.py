"""Names of the file that stand in the story and were not found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from spacy.tokens import Doc, Span

from newsfacts.doc import store
from newsfacts.doc.sentences import story_sentences
from newsfacts.names import mentions
from newsfacts.names.aliases.file import Aliases, Entry, key

# A month is no person of that name, wherever the tagger has read it as a date.
NO_NAMES = frozenset({"DATE", "MONEY"})

Around = dict[int, tuple[int, int, bool]]


class Missed:
    """The names of a file that are looked for, cut into words by `tokenizer`."""

    def __init__(self, aliases: Aliases, tokenizer: Callable[[str], Doc]) -> None:
        self.forms: dict[str, list[tuple[tuple[str, ...], Entry]]] = defaultdict(list)
        for entry in aliases.entries:
            for name in entry.names if entry.find else ():
                words = tuple(_plain(token.text) for token in tokenizer(name) if not token.is_space)
                self.forms[words[0]].append((words, entry))
        for forms in self.forms.values():
            forms.sort(key=lambda form: (-len(form[0]), form[0]))

    def find(self, doc: Doc, protected: set[str]) -> Iterator[tuple[Span, Entry]]:
        """The longest first where two begin alike. `protected`: names that here are somebody else's.

        A name inside a longer one is none; one that holds a shorter one takes its place.
        """
        if not self.forms:
            return
        around = _around(doc)
        for sentence in story_sentences(doc):
            tokens = [token for token in sentence if not token.is_space]
            words = [_plain(token.text) for token in tokens]
            at = 0
            while at < len(words):
                form, entry = self._at(words, at)
                if entry is not None:
                    span = doc[tokens[at].i : tokens[at + len(form) - 1].i + 1]
                    if key(span.text) not in protected and _stands_free(span, around):
                        yield span, entry
                at += max(len(form), 1)

    def _at(self, words: list[str], at: int) -> tuple[tuple[str, ...], Entry | None]:
        """The longest name that stands at a word, and whose it is; (), None where there is none."""
        for form, entry in self.forms.get(words[at], ()):
            if tuple(words[at : at + len(form)]) == form:
                return form, entry
        return (), None


def _around(doc: Doc) -> Around:
    """Of each token in a name its start, its end, and whether just this is found already."""
    around: Around = {}
    for name in store.labelled(doc, store.NAMES):
        taken = name.label in NO_NAMES
        around.update((i, (name.span.start, name.span.end, taken)) for i in _tokens(name.span))
    for name in mentions.mentions(doc):
        around.update((i, (name.span.start, name.span.end, True)) for i in _tokens(name.span))
    return around


def _stands_free(span: Span, around: Around) -> bool:
    """Whether a name stands in no longer name and is no part of a compound."""
    doc = span.doc
    if span.start and doc[span.start - 1].text == "-" and not doc[span.start - 1].whitespace_:
        return False
    if span.end < len(doc) and doc[span.end].text == "-" and not doc[span.end - 1].whitespace_:
        return False
    for start, end, taken in dict.fromkeys(around[i] for i in _tokens(span) if i in around):
        if (start, end) == (span.start, span.end):
            if taken:
                return False
        elif start <= span.start and span.end <= end and key(doc[start:end].text) != key(span.text):
            return False
    return True


def _tokens(span: Span) -> range:
    return range(span.start, span.end)


def _plain(word: str) -> str:
    return word.replace("’", "'")
