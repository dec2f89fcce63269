"""What is known of each article, put together: its facts from one input, its text from another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from newsfacts.report.articles import Told, passages
from newsfacts.types import Article, ArticleFacts


def with_texts(made: Iterable[ArticleFacts], articles: Iterable[Article]) -> tuple[list[Told], list[Article]]:
    """The facts of `made`, each with its text where it is among `articles`; and the articles left over.

    An article is that of some facts where it has their id and all that they quote stands in it as they say;
    that of facts which quote nothing has to come from their file besides, or have their title or address.
    """
    waiting: dict[str, list[Article]] = {}
    for article in articles:
        waiting.setdefault(article.id, []).append(article)
    told = []
    for facts in made:
        same = waiting.get(facts.article.id, [])
        own = next((article for article in same if is_text_of(facts, article)), None)
        if own is None:
            told.append(Told(facts, whole=False))
            continue
        same.remove(own)
        article = replace(facts.article, text=own.text, url=own.url, title=facts.article.title or own.title)
        told.append(Told(replace(facts, article=article)))
    return told, [article for same in waiting.values() for article in same]


def is_text_of(facts: ArticleFacts, article: Article) -> bool:
    """Whether all that `facts`, read from a record, quote stands in the text of `article` at its place.

    Facts that quote nothing could be of any text: where they come from decides, or what the text is called.
    """
    quoted, known = list(passages(facts)), facts.article
    if not quoted:
        same = (known.source, article.source), (known.url, article.url), (known.title, article.title)
        return any(mine is not None and mine == theirs for mine, theirs in same)
    return all(span.of(facts.article.text) == span.of(article.text) for span in quoted)
