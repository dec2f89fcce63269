"""newsfacts inside a spaCy pipeline: its components added to yours, its facts taken off the Doc.

What stands where on a Doc is told in docs/spacy.md.
"""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from newsfacts.doc import store
from newsfacts.names.aliases.file import Aliases
from newsfacts.numbers import LITERAL
from newsfacts.pipeline import DEFAULT_MODEL, add_components, gather
from newsfacts.types import KINDS, Article, ArticleFacts, Published, PublishedBasis

__all__ = ["SPAN_GROUPS", "add_to", "facts_of", "register"]

# The span groups that hold facts; `skipped` holds the furniture.
SPAN_GROUPS = (*KINDS, "skipped")


def add_to(
    nlp: Language,
    *,
    model: str = DEFAULT_MODEL,
    keep_furniture: bool = False,
    threads: int = 1,
    aliases: Aliases | str | Path | None = None,
    vague: str = LITERAL,
) -> Language:
    """`nlp` with all components of newsfacts behind its own, in the order in which they need one another.

    Sentence borders are set anew: those of newsfacts know datelines and quotations. Options as for
    `pipeline.build_nlp`, and the same errors. Makes `doc._.published` and `doc._.newsfacts` known.
    """
    add_components(
        nlp, model=model, keep_furniture=keep_furniture, threads=threads, aliases=aliases, vague=vague
    )
    register()
    return nlp


def register() -> None:
    """Make the extensions known, as for a Doc read from a file: `doc._.published`, `doc._.newsfacts`."""
    store.register()
    if not Doc.has_extension("newsfacts"):
        Doc.set_extension("newsfacts", getter=facts_of)


def facts_of(doc: Doc, *, id: str = "text") -> ArticleFacts:
    """The facts that the components kept on `doc`; `()` where one did not run. `id`: the article's."""
    register()
    value, basis = doc._.published, PublishedBasis.OPTION
    known = Published(value, basis) if value else Published()
    if not value and doc._.published_between:
        day, earliest, latest = doc._.published_between
        known = Published(day, PublishedBasis.INFERRED, earliest, latest)
    return gather(doc, Article(id, doc.text, published=known))
