"""Build the pipeline, run it, gather the facts of each article."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from newsfacts.dates.published import find_published
from newsfacts.doc import store
from newsfacts.doc.sentences import english, renew, settle
from newsfacts.furniture.bylines import find_author
from newsfacts.furniture.marks import find_title
from newsfacts.names.aliases.file import Aliases, read_aliases
from newsfacts.numbers import LITERAL, check_policy
from newsfacts.plain.evidence import shortened
from newsfacts.plain.kinds import TextIs
from newsfacts.plain.plainly import plain_words, plainly
from newsfacts.types import (
    KINDS,
    PUBLISHED_FROM,
    Article,
    ArticleFacts,
    Published,
    PublishedBasis,
    PublishedSource,
    Skipped,
)
from newsfacts.watchdog import watched

DEFAULT_MODEL = "news-en"
# Words that the vocabulary keeps: those of some hundred articles, ten megabytes.
LASTING_WORDS = 10_000
# From so many words on, most of them forgotten, it is made anew, which takes what a long article takes.
RENEWED_WORDS = 30_000
OnFailure = Callable[[Article, Exception], None]

# Half of a character: has no UTF-8 form, so neither spaCy nor any output can carry it.
LONE_SURROGATE = re.compile("[\ud800-\udfff]")

# Order matters: casualties read the names, places and dates found before them.
EXTRACTORS = ("people", "places", "organizations", "dates", "casualties")


def build_nlp(
    *,
    model: str = DEFAULT_MODEL,
    keep_furniture: bool = False,
    threads: int = 1,
    aliases: Aliases | str | Path | None = None,
    vague: str = LITERAL,
) -> Language:
    """The pipeline that `extract` runs, over spaCy's English tokenizer.

    `model`: the shipped tagger, or any installed spaCy pipeline, whose names then stand in place of the
    tagger's (its other heads run all the same). `threads`: how many chunks of an article are scored at
    once; the facts are the same for any number. `aliases`: the user's own word on who is who, or the file
    that gives it. `vague`: how number words like "dozens" are read, one of `text.numbers.policies`. Raises
    ModelError where `model` is not installed, UsageError where that file or that name is wrong.
    """
    nlp = english()
    nlp.max_length = 10**9  # the readers bound the length; spaCy's own limit is for its parser
    add_components(
        nlp, model=model, keep_furniture=keep_furniture, threads=threads, aliases=aliases, vague=vague
    )
    return nlp


def add_components(
    nlp: Language,
    *,
    model: str,
    keep_furniture: bool,
    threads: int,
    aliases: Aliases | str | Path | None,
    vague: str,
) -> None:
    """Add the components to the end of `nlp`, in their order; options and errors as for `build_nlp`."""
    if aliases is not None and not isinstance(aliases, Aliases):
        aliases = read_aliases(aliases)
    store.register()
    nlp.add_pipe("newsfacts_sentences")
    if not keep_furniture:
        nlp.add_pipe("newsfacts_furniture")
    nlp.add_pipe("newsfacts_tagger", config={"threads": threads})
    if model != DEFAULT_MODEL:
        nlp.add_pipe("newsfacts_names_from", config={"model": model})
    configs = {"casualties": {"vague": check_policy(vague)}}
    for kind in EXTRACTORS:
        if kind == "dates":
            nlp.add_pipe("newsfacts_dating")
        nlp.add_pipe(f"newsfacts_{kind}", config=configs.get(kind, {}))
    if aliases is not None:
        component: Any = nlp.add_pipe("newsfacts_aliases", after="newsfacts_organizations")
        component.use(aliases)


def extract(
    article: Article | str, *, published: str | None = None, nlp: Language | None = None
) -> ArticleFacts:
    """The facts of one article, or of a plain text.

    `published`: publication date as EDTF (`2024-09-02`), in place of the article's own. `nlp`: a pipeline
    of `build_nlp`, to be built once for many calls.
    """
    if isinstance(article, str):
        article = Article("text", article)
    if published is not None:
        article = replace(article, published=Published(published, PublishedBasis.OPTION))
    return next(extract_many([article], nlp=nlp))


def extract_many(
    articles: Iterable[Article],
    *,
    model: str = DEFAULT_MODEL,
    keep_furniture: bool = False,
    only: Collection[str] = tuple(KINDS),
    published_from: Collection[str] = PUBLISHED_FROM,
    aliases: Aliases | str | Path | None = None,
    vague: str = LITERAL,
    text_is: str = TextIs.AUTO,
    nlp: Language | None = None,
    on_failure: OnFailure | None = None,
) -> Iterator[ArticleFacts]:
    """The facts of each article, in order, one at a time. `only`: the kinds of facts to give back.

    `text_is`: whether texts are plain or HTML, one of `plain.TextIs`. `on_failure`: told of each article that
    raises an error, which then is left out; without it the error is the caller's.

    `published_from`: what may tell the publication date (`types.PublishedSource`). `nlp`: a pipeline of
    `build_nlp`; without one it is built from `model`, `keep_furniture`, `aliases` and `vague`.
    """
    nlp = nlp or build_nlp(model=model, keep_furniture=keep_furniture, aliases=aliases, vague=vague)
    for article in articles:
        try:
            with uncollected(), watched(), forgetting(nlp):
                found = _facts(nlp, article, only, published_from, text_is)
        except Exception as error:  # of any kind: one article in thousands must not cost the others
            if on_failure is None:
                raise
            on_failure(article, error)
            continue
        yield found


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for cycles of objects inside the block: what one article leaves of these is little, and to go
    through the hundred thousand objects of a long one again and again took an eighth of its time.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def forgetting(nlp: Language) -> Iterator[None]:
    """Forget, at the end of the block, the words that the vocabulary of `nlp` met first inside.

    spaCy keeps each new word for ever: 161 MB became 335 MB over 5,000 articles with ever new names. What is
    made of a Doc inside must not hold on to it. The first words stay (`LASTING_WORDS`): most articles have
    them, and to make them anew for each costs time.
    """
    vocab: Any = nlp.vocab  # spaCy's types do not know of `in_memory_zone`
    if len(vocab) > RENEWED_WORDS and not vocab.in_memory_zone:
        renew(nlp)
        vocab = nlp.vocab
    if len(vocab) < LASTING_WORDS or vocab.in_memory_zone:
        yield
        return
    settle(nlp)
    with nlp.memory_zone():
        yield


def _facts(
    nlp: Language, article: Article, only: Collection[str], sources: Collection[str], text_is: str
) -> ArticleFacts:
    """The facts of one article, found in the plain view of its text and told with the places in its text."""
    whole = _writable(article.text)
    view, said = plainly(whole, text_is=text_is)
    text = view.text
    title, author = (plain_words(_writable(words or "")) for words in (article.title, article.author))
    known = replace(
        article,
        text=text,
        title=title or find_title(text),
        author=author or find_author(text),
        published=find_published(replace(article, text=text), sources=sources),
        warnings=(*article.warnings, *said),
    )
    doc = nlp.make_doc(text)
    doc._.published = known.published.date
    doc._.address = known.url or known.source
    doc._.infer_published = PublishedSource.INFERRED in sources
    doc = nlp(doc)
    known = replace(known, published=_inferred(doc, known.published))
    found = gather(doc, known, only=only)
    return shortened(view.back(replace(found, article=replace(known, text=whole))))


def _inferred(doc: Doc, known: Published) -> Published:
    """The publication date that a component worked out, where it did; else the known one."""
    if not (worked_out := doc._.published_between):
        return known
    value, earliest, latest = worked_out
    return Published(value, PublishedBasis.INFERRED, earliest, latest)


def _writable(text: str) -> str:
    """`text`, as long as before, without lone surrogates."""
    return LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def gather(doc: Doc, article: Article, *, only: Collection[str] = tuple(KINDS)) -> ArticleFacts:
    """What the components kept on `doc`."""
    found: dict[str, Any] = {kind: store.stored(doc, kind, KINDS[kind]) for kind in KINDS if kind in only}
    return ArticleFacts(
        article=article,
        published=article.published,
        skipped=store.stored(doc, "skipped", Skipped),
        warnings=article.warnings,
        **found,
    )
