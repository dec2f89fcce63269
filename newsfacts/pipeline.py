"""Build the pipeline, run it, gather the facts of each article."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from newsfacts.nlp import store
from newsfacts.types import KINDS, Article, ArticleFacts, Published, Skipped

DEFAULT_MODEL = "news-en"

# Order matters: casualties read the names, places and dates found before them.
EXTRACTORS = ("people", "places", "organizations", "dates", "casualties")


def build_nlp(*, model: str = DEFAULT_MODEL, keep_furniture: bool = False) -> Language:
    """The pipeline that `extract` runs. Raises ModelError where `model` is not installed."""
    store.register()
    nlp = spacy.blank("en")
    nlp.max_length = 10**9  # the readers bound the length; spaCy's own limit is for its parser
    nlp.add_pipe("newsfacts_sentences")
    if not keep_furniture:
        nlp.add_pipe("newsfacts_furniture")
    nlp.add_pipe("newsfacts_tagger")
    for kind in EXTRACTORS:
        nlp.add_pipe(f"newsfacts_{kind}")
    return nlp


def extract(article: Article, *, nlp: Language | None = None) -> ArticleFacts:
    """The facts of one article."""
    return next(extract_many([article], nlp=nlp))


def extract_many(
    articles: Iterable[Article],
    *,
    model: str = DEFAULT_MODEL,
    keep_furniture: bool = False,
    only: Collection[str] = tuple(KINDS),
    nlp: Language | None = None,
) -> Iterator[ArticleFacts]:
    """The facts of each article, in order, one at a time. `only`: the kinds of facts to give back."""
    nlp = nlp or build_nlp(model=model, keep_furniture=keep_furniture)
    for article in articles:
        doc = nlp.make_doc(article.text)
        doc._.published = article.published.date
        yield gather(nlp(doc), article, article.published, only=only)


def gather(doc: Doc, article: Article, published: Published, *, only: Collection[str]) -> ArticleFacts:
    """What the components kept on `doc`."""
    found = {kind: store.stored(doc, kind, KINDS[kind]) for kind in KINDS if kind in only}
    return ArticleFacts(
        article=article, published=published, skipped=store.stored(doc, "skipped", Skipped), **found
    )
