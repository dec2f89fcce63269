"""What Python calls: `newsfacts.extract` and `newsfacts.extract_many`, which check what they are given."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsfacts.dates.given import day_given
from newsfacts.names.aliases.file import Aliases
from newsfacts.numbers import LITERAL, policies
from newsfacts.plain.kinds import TextIs
from newsfacts.types import (
    KINDS,
    PUBLISHED_FROM,
    Article,
    ArticleFacts,
    Published,
    PublishedBasis,
    PublishedSource,
)

if TYPE_CHECKING:
    from spacy.language import Language

# The model that comes with newsfacts.
MODEL = "news-en"


def extract(
    text_or_article: str | Article,
    *,
    published: str | date | None = None,
    title: str | None = None,
    only: Collection[str] = tuple(KINDS),
    model: str = MODEL,
    keep_furniture: bool = False,
    aliases: Aliases | str | Path | None = None,
    vague: str = LITERAL,
    published_from: Collection[str] = PUBLISHED_FROM,
    text_is: str = TextIs.AUTO,
    nlp: Language | None = None,
) -> ArticleFacts:
    """The facts of one article, or of a plain text.

    `published`: when it came out, as a day (`datetime.date`) or in words as `--published` takes them
    ("2024-09-02", "2 Sep 2024", "September 2024"); beats the article's own. `title`: its headline. `only`:
    the kinds of fact to find. The others are the command's options; `nlp` is a pipeline of
    `newsfacts.pipeline.build_nlp`, in place of `model`, `keep_furniture`, `aliases` and `vague`. The pipeline
    is built at the first call and kept for the next one.

    Raises ValueError for what is no text or article, no date, or a word that no option has; ModelError where
    `model` is not installed, UsageError for a wrong file of aliases.
    """
    article = _article(text_or_article, "text", "extract takes a text or an Article")
    if title is not None:
        article = replace(article, title=_title(title))
    if published is not None:
        article = replace(article, published=Published(_day(published), PublishedBasis.OPTION))
    return next(
        extract_many(
            [article],
            only=only,
            model=model,
            keep_furniture=keep_furniture,
            aliases=aliases,
            vague=vague,
            published_from=published_from,
            text_is=text_is,
            nlp=nlp,
        )
    )


def extract_many(
    texts_or_articles: Iterable[str | Article],
    *,
    jobs: int = 1,
    only: Collection[str] = tuple(KINDS),
    model: str = MODEL,
    keep_furniture: bool = False,
    aliases: Aliases | str | Path | None = None,
    vague: str = LITERAL,
    published_from: Collection[str] = PUBLISHED_FROM,
    text_is: str = TextIs.AUTO,
    nlp: Language | None = None,
) -> Iterator[ArticleFacts]:
    """The facts of each article or text, in order, one at a time: of as many as there are, in little memory.

    A text has its number for an id, "1" the first one. `jobs`: worker processes, each with a pipeline of its
    own; the facts are the same for any number. They are started anew, so a program that asks for several
    guards its own start with `if __name__ == "__main__":`. Options as for `extract`; checked at once,
    each text or article when its turn comes. Raises what `extract` raises.
    """
    if isinstance(texts_or_articles, str | bytes | Article):
        raise ValueError("extract_many takes a list of texts or articles: for a single one call extract")
    if not isinstance(texts_or_articles, Iterable):
        raise ValueError(f"extract_many takes a list of texts or articles, not {_type(texts_or_articles)}")
    _check_words("only", only, KINDS)
    _check_words("published_from", published_from, [source.value for source in PublishedSource])
    _check_words("vague", [vague], policies())
    _check_words("text_is", [text_is], [kind.value for kind in TextIs])
    if isinstance(jobs, bool) or not isinstance(jobs, int) or jobs < 1:
        raise ValueError(f"jobs: {jobs!r} is no number of processes: give 1 or more")
    if jobs > 1 and nlp is not None:
        raise ValueError("nlp: a pipeline is of one process: leave it out, or jobs")
    building = {"model": model, "keep_furniture": keep_furniture, "aliases": aliases, "vague": vague}
    finding = {"only": tuple(only), "published_from": tuple(published_from), "text_is": text_is}
    return _found(_articles(texts_or_articles), jobs, building, finding, nlp)


def _found(
    articles: Iterable[Article],
    jobs: int,
    building: dict[str, Any],
    finding: dict[str, Any],
    nlp: Language | None,
) -> Iterator[ArticleFacts]:
    """The facts of `articles`: the one place that decides by how many processes."""
    if jobs > 1:
        from newsfacts import jobs as several

        yield from several.extract_many(articles, jobs=jobs, **building, **finding)
        return
    from newsfacts import pipeline

    yield from pipeline.extract_many(articles, nlp=nlp or _pipeline(**building), **finding)


def _pipeline(*, aliases: Aliases | str | Path | None, **building: Any) -> Language:
    from newsfacts import pipeline

    if aliases is not None:  # a file may change between two calls
        return pipeline.build_nlp(aliases=aliases, **building)
    return _kept(**building)


@lru_cache(maxsize=2)
def _kept(**building: Any) -> Language:
    from newsfacts import pipeline

    return pipeline.build_nlp(**building)


def _articles(given: Iterable[Any]) -> Iterator[Article]:
    numbers = count(1)
    for number, item in zip(numbers, given, strict=False):
        yield _article(item, str(number), f"item {number} is neither a text nor an Article")


def _article(given: Any, id: str, what: str) -> Article:
    """`given` as an Article that can be. Raises ValueError, which begins with `what`."""
    if isinstance(given, str):
        return Article(id, given)
    if not isinstance(given, Article):
        raise ValueError(f"{what}: it is {_type(given)}")
    if not isinstance(given.text, str):
        raise ValueError(f"article {given.id!r}: its text is {_type(given.text)}")
    published: Any = given.published
    if not isinstance(published, Published):  # a day or its words, which is what people write
        day = None if published is None else _day(published)
        return replace(given, published=Published(day, PublishedBasis.METADATA if day else None))
    if published.date is not None:
        return replace(given, published=replace(published, date=_day(published.date)))
    return given


def _title(given: Any) -> str:
    if not isinstance(given, str):
        raise ValueError(f"title: a text, not {_type(given)}")
    return given


def _day(given: Any) -> str:
    """A day as EDTF. Raises ValueError."""
    if isinstance(given, date):
        return given.isoformat()[:10]
    if not isinstance(given, str):
        raise ValueError(f"published: a date or its words, not {_type(given)}")
    try:
        return day_given(given)
    except ValueError as error:
        raise ValueError(f"published: {error}") from None


def _check_words(option: str, given: Any, known: Iterable[str]) -> None:
    if isinstance(given, str):
        raise ValueError(f"{option}: a list of words, like [{given!r}]")
    names = list(known)
    for word in given:
        if word not in names:
            raise ValueError(f"{option}: unknown {word!r}: there are {', '.join(names)}")


def _type(given: Any) -> str:
    return f"of type {type(given).__name__}"
