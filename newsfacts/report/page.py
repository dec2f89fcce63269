"""The page put together: one file, nothing outside it."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from newsfacts import __version__
from newsfacts.errors import visible
from newsfacts.report.articles import Told, article_data, counts
from newsfacts.report.islands import island
from newsfacts.report.stories import Numbers, alone, story_data, summary
from newsfacts.types import KINDS

# In the order in which one builds on the other; one scope holds them all.
SCRIPTS = (
    *("dom", "words", "world", "map", "text", "slots", "details", "article"),
    *("tolls", "timeline", "story", "overview", "app"),
)
POLICY = (
    "default-src 'none'; script-src {script}; style-src {style}; img-src data:; "
    "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
)


def page(
    articles: Iterable[Told],
    stories: Iterable[Mapping[str, Any]] | None = None,
    *,
    title: str | None = None,
    only: Collection[str] = tuple(KINDS),
) -> Iterator[str]:
    """The page in pieces, an article at a time. Same input, same bytes.

    `stories`: records of `merge --format json`; None: the page lists articles alone. They are asked for when
    the articles are done. `title`: what the page is called; None: after its story, or by what is in it.
    """
    before, between, after = _template()
    yield before.replace("{title}", html.escape(visible(title or "newsfacts report")))
    index: list[dict[str, Any]] = []
    for told in articles:
        data = article_data(told, only)
        yield _script(f"a{len(index)}", data)
        heading = {key: data[key] for key in ("id", "source", "url", "title", "lead")}
        index.append({**heading, "date": data["published"]["date"], "n": counts(data)})
    listed: list[dict[str, Any]] | None = None
    if stories is not None:
        listed = []
        for told_story in _with_all(stories, index):
            yield _script(f"s{len(listed)}", told_story)
            listed.append(summary(told_story))
    about = {"title": title, "version": __version__, "kinds": [kind for kind in KINDS if kind in only]}
    yield _script("index", {**about, "articles": index, "stories": listed})
    yield between + static("world.json").strip() + after


def _with_all(
    stories: Iterable[Mapping[str, Any]], index: Sequence[Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    """`stories` as the page keeps them, then one for each article that is in none."""
    numbers, seen = Numbers(index), set[int | None]()
    for story in stories:
        told = story_data(story, numbers)
        seen.update(article["number"] for article in told["articles"])
        yield told
    yield from (alone(article, number) for number, article in enumerate(index) if number not in seen)


def _script(name: str, data: Any) -> str:
    return f'<script type="application/json" id="{name}">{island(data)}</script>\n'


@cache
def _template() -> tuple[str, str, str]:
    """What stands before the data, between them and the outline of the world, and after that."""
    style, script = static("page.css"), _program()
    policy = POLICY.format(script=digest(script), style=digest(style))
    parts = re.split(r"\{(policy|style|data|world|script)\}\n?", static("head.html") + static("page.html"))
    fills = {"policy": policy, "style": style, "script": script}
    at_data, at_world = parts.index("data"), parts.index("world")

    def filled(first: int, last: int) -> str:
        return "".join(fills.get(part, part) for part in parts[first:last])

    return filled(0, at_data), filled(at_data + 1, at_world), filled(at_world + 1, len(parts))


def _program() -> str:
    parts = [f"// {name}.js\n{static(f'{name}.js')}" for name in SCRIPTS]
    return "(() => {\n'use strict';\n" + "\n".join(parts) + "})();\n"


def static(name: str) -> str:
    return files("newsfacts.report").joinpath("static", name).read_text("utf-8")


def digest(text: str) -> str:
    """As a Content Security Policy names it: https://www.w3.org/TR/CSP3/#grammardef-hash-source"""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
