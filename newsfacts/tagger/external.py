"""Names found by another spaCy pipeline in place of our tagger's (`--model NAME`)."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from newsfacts.doc import store
from newsfacts.errors import ModelError
from newsfacts.rules import load
from newsfacts.types import Skipped

# Slow and of no use for names; a pipeline's `ner` may listen to `tok2vec` or `transformer`, which stay.
UNUSED = ("parser", "senter", "tagger", "morphologizer", "attribute_ruler", "lemmatizer", "textcat")


@dataclass(frozen=True, slots=True)
class LabelRule:
    """The labels of other pipelines that mean one of ours."""

    id: str
    others: tuple[str, ...]


@Language.factory("newsfacts_names_from", assigns=["doc.spans", "doc.ents"], default_config={"model": ""})
def make_names_from(nlp: Language, name: str, model: str) -> NamesFrom:
    return NamesFrom(load_external(model))


def load_external(name: str) -> Language:
    """The spaCy pipeline `name`, a package or a folder. Raises ModelError where it is not installed,
    cannot be loaded here, or finds no names."""
    try:
        other = spacy.load(name, exclude=list(UNUSED))
    except OSError as error:
        raise ModelError(
            f"model {name!r} is not installed; run: python -m spacy download {name}, "
            "or leave --model out for the one that comes with newsfacts"
        ) from error
    except (ImportError, ValueError) as error:
        first = str(error).strip().splitlines()[0]
        raise ModelError(f"model {name!r} cannot be loaded here: {first}") from error
    if not {"ner", "entity_ruler"} & set(other.pipe_names):
        found = ", ".join(other.pipe_names) or "nothing"
        raise ModelError(f"model {name!r} finds no names: it has no 'ner' component (it has {found})")
    other.max_length = 10**9
    return other


class NamesFrom:
    """The component that keeps another pipeline's names as span group `names`, with our labels."""

    def __init__(self, other: Language) -> None:
        self.other = other
        self.labels = {
            label: rule.id for rule in load("tagger/labels", LabelRule).values() for label in rule.others
        }

    def memory_zone(self, mem: Any) -> AbstractContextManager[Any]:
        """The other pipeline has a vocabulary of its own, which forgets with ours."""
        return self.other.memory_zone(mem)

    def __call__(self, doc: Doc) -> Doc:
        skipped = [fact.span for fact in store.stored(doc, "skipped", Skipped)]
        found: list[tuple[int, int, str, float | None]] = []
        for entity in self.other(doc.text).ents:
            label = self.labels.get(entity.label_)
            start, end = entity.start_char, entity.end_char
            span = doc.char_span(start, end, alignment_mode="expand")
            if label is None or span is None or any(s.start < end and start < s.end for s in skipped):
                continue
            if not found or span.start >= found[-1][1]:  # two of its tokens may lie in one of ours
                found.append((span.start, span.end, label, None))
        store.store_labelled(doc, store.NAMES, found)
        doc.ents = tuple(doc.spans[store.NAMES])
        return doc
