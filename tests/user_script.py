"""What a user might write with the public names: mypy --strict has nothing to say of it, and it runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import newsfacts
from newsfacts import Article, ArticleFacts, NewsfactsError, Published, extract, extract_many
from newsfacts.types import CasualtyFigure, Harm

STORIES = ["Six people died in Kyiv on Monday, police said.", "Nobody was hurt in the fire."]


def deaths(facts: ArticleFacts) -> Iterator[CasualtyFigure]:
    for figure in facts.casualties:
        if figure.kind is Harm.KILLED and (figure.min or 0) > 0:
            yield figure


def main() -> list[str]:
    found = extract(STORIES[0], published=date(2024, 9, 2), title="Six dead")
    told = [
        f"{facts.article.id}: {figure.min}" for facts in extract_many(STORIES) for figure in deaths(facts)
    ]
    article = Article("a", STORIES[0], published=Published("2024-09-02"))
    when = extract(article).dates[0]
    first: date | None = when.first
    record = found.to_dict()
    lines: list[str] = [*told, str(first), found.text, str(record["id"]), newsfacts.__version__]
    try:
        extract(article, model="no-such-model")
    except NewsfactsError as error:
        lines.append(type(error).__name__)
    return lines


if __name__ == "__main__":
    print("\n".join(main()))
