"""The pipelines that tests share: each is built once, when first asked for."""

from __future__ import annotations

from functools import cache

from spacy.language import Language


@cache
def whole(*, keep_furniture: bool = False) -> Language:
    """As `extract` runs it, with the shipped tagger. The fixture `nlp` is the one without options."""
    from newsfacts.pipeline import build_nlp

    return build_nlp(keep_furniture=keep_furniture)


@cache
def rules_alone(*names: str, vague: str = "literal") -> Language:
    """Sentences and the components `names` over spaCy's English tokenizer, without a model."""
    import spacy

    from newsfacts.doc import store

    store.register()
    nlp = spacy.blank("en")
    for name in ("sentences", *names):
        nlp.add_pipe(f"newsfacts_{name}", config={"vague": vague} if name == "casualties" else {})
    return nlp
