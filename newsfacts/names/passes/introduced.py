"""The pass that believes an article which says that a name is a person's: "a boy named London Orlo"."""

from __future__ import annotations

from collections.abc import Iterator

from newsfacts.english.titles import is_title
from newsfacts.names.passes.value import PERSON, At, Names

NAMES = frozenset({"named", "called"})
MOST, LEAST = 3, 2  # words of a full name


def introduced(names: Names) -> Names:
    """Full names behind "a nurse named" as people, though a town is called like the first of its words."""
    return names.with_spans(_spans(names), PERSON)


def _spans(names: Names) -> Iterator[At]:
    for at, word in enumerate(names.low):
        if word in NAMES and at > 1 and names.story[at] and _tells_person(names, at - 1):
            start, end = at + 1, _end(names, at + 1)
            over = names.over(start, end)
            if end - start >= LEAST and not any(m.label == PERSON and m.span.start <= start for m in over):
                yield start, end


def _end(names: Names, start: int) -> int:
    """Where the words of a name, a capital each, end that begins with token `start`."""
    end, most = start, min(start + MOST, len(names.words))
    while end < most and names.words[end].isalpha() and names.words[end].istitle():
        end += 1
    return end


def _tells_person(names: Names, at: int) -> bool:
    """Whether a word in small letters is one for a person: "a nurse", "two boys"."""
    word = names.low[at]
    return names.words[at] == word and (is_title(word, "family") or is_title(word, "offices"))
