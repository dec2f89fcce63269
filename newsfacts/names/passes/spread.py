"""The pass that finds names again where the tagger passed them by."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Doc

from newsfacts.doc.store import Labelled
from newsfacts.english.titles import is_any_title
from newsfacts.english.words import closed
from newsfacts.names.passes.clues import is_generation, trust
from newsfacts.names.passes.value import ORG, PERSON, Names

# What a name found by its like elsewhere is believed, against its model; from what belief on it is looked
# for.
SPREAD_TRUST = 0.9
LEAST_SPREAD = 0.5
LEAST_LETTERS = 3  # of a name of one word

# Tagged as these and believed less than MAX_OTHER, a word is the body or person of that name that stands
# elsewhere in the article.
LIKE = {ORG: frozenset({"MISC", "NORP", "PRODUCT"}), PERSON: frozenset({"NORP"})}
MAX_OTHER = 0.65

Form = tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Known:
    """A form of a name, as it is written, with its label and what it is believed elsewhere."""

    words: Form
    label: str
    confidence: float | None


def spread(names: Names) -> Names:
    """Names that stand elsewhere in the story, letter for letter, but were not tagged there."""
    known = _known(names)
    free = _Free(names)
    found = list(names.found)
    behind = 0
    for at, word in enumerate(names.words):
        if at < behind or word not in known or free.is_taken(at):
            continue
        form = next((form for form in known[word] if free.for_name(form, at)), None)
        if form is not None:
            behind = at + len(form.words)
            found.append(Labelled(names.doc[at:behind], form.label, form.confidence))
    return names.having(sorted(found, key=lambda m: m.span.start))


def _known(names: Names) -> Mapping[str, list[Known]]:
    """The forms that are looked for, by their first word, the longest first."""
    labels: dict[Form, Counter[str]] = defaultdict(Counter)
    belief: dict[Form, float | None] = {}
    for mention in names.found:
        own = tuple(names.words[mention.span.start : mention.span.end])
        for form in _forms(own, mention.label):
            labels[form][mention.label] += 1
            if mention.confidence is not None:
                belief[form] = max(belief.get(form) or 0.0, mention.confidence)
            belief.setdefault(form, None)
    small = {word for word in names.words if word.islower()}
    known: dict[str, list[Known]] = defaultdict(list)
    for form, counted in labels.items():
        confidence = belief[form]
        if confidence is not None:
            if confidence < LEAST_SPREAD:
                continue
            confidence = round(confidence * SPREAD_TRUST, 3)
        if len(form) > 1 or _is_distinct(form[0], small):
            known[form[0]].append(Known(form, counted.most_common(1)[0][0], confidence))
    for forms in known.values():
        forms.sort(key=lambda form: (-len(form.words), form.words))
    return known


def _is_distinct(word: str, small: Iterable[str]) -> bool:
    """Whether one word is enough to tell a name. `small`: the words of the text in small letters."""
    return word[0].isupper() and len(word) >= LEAST_LETTERS and word.lower() not in small


def _forms(words: Form, label: str) -> Iterator[Form]:
    """A name, and of a person's its surname: "Orlo", "Orlo Jr."."""
    yield words
    if label != PERSON or len(words) < 2:
        return
    last = words[-1]
    if is_generation(last):
        if len(words) > 2:
            yield words[-2:]
    elif len(last) > 2 and last[0].isupper() and not last.isupper():
        yield (last,)


class _Free:
    """Where in an article a name can stand that was not found."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.taken = bytearray(len(names.words))
        for name in (*names.tagged, *names.found):
            self.taken[name.span.start : name.span.end] = b"\1" * len(name.span)
        # The labels of names that the tagger hardly believes, by their tokens.
        self.weak = {(n.span.start, n.span.end): n.label for n in names.tagged if trust(n) < MAX_OTHER}
        self.weak_starts = {start for start, _ in self.weak}

    def is_taken(self, at: int) -> bool:
        """Whether no name can begin at token `at`, as another has it that is believed."""
        return bool(self.taken[at]) and at not in self.weak_starts

    def for_name(self, form: Known, at: int) -> bool:
        """Whether `form` stands at token `at`, in the story, in no other name."""
        names, end = self.names, at + len(form.words)
        if tuple(names.words[at:end]) != form.words or not all(names.story[at:end]):
            return False
        if any(self.taken[at:end]) and self.weak.get((at, end)) not in LIKE.get(form.label, ()):
            return False
        if form.label == PERSON and at and names.low[at - 1] in closed().articles:
            return False  # "the Kaska" are a people
        return stands_alone(names.doc, at, end)


def stands_alone(doc: Doc, start: int, end: int) -> bool:
    """Whether the words are no part of a longer name: no capital beside them, where capitals tell."""
    if end < len(doc):
        after = doc[end]
        spaced = bool(doc[end - 1].whitespace_)
        if spaced and after.is_alpha and (after.is_title or after.is_upper):
            return end - start > 1
        if after.text == "-" and not spaced:
            return False
    if not start:
        return True
    before = doc[start - 1]
    if not before.is_alpha or doc[start].is_sent_start:
        return before.text != "-" or bool(before.whitespace_)
    if end - start > 1 or not (before.is_title or before.is_upper):
        return True
    return bool(before.is_sent_start) or is_any_title(before.lower_)
