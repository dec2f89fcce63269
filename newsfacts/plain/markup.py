"""Tags and entities of HTML in a text that should have none, as records of pages do."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.entities import html5

from newsfacts.plain.views import Edit

_BLOCKS = frozenset(
    "p div h1 h2 h3 h4 h5 h6 ul ol dl table tbody thead tr blockquote section article header footer aside "
    "figure figcaption pre hr main address".split()
)
_LINES = frozenset("br li dt dd caption td th".split())
_INLINE = frozenset(
    "a b i u s em strong span font small big sub sup abbr acronym cite q code tt mark time img label del ins "
    "strike picture source video audio iframe script style noscript center bdi bdo wbr kbd svg path button "
    "input form".split()
)
# What stands in place of a tag that is known.
_INSTEAD = {**dict.fromkeys(_INLINE, ""), **dict.fromkeys(_LINES, "\n"), **dict.fromkeys(_BLOCKS, "\n\n")}
_SILENT = ("script", "style", "noscript", "svg")
# Bounded, so that a sign that opens nothing costs little.
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]{0,10})(?P<rest>\s[^<>]{0,2000}|\s?)/?>")
_CLOSING = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in _SILENT}
_COMMENT = "<!--"
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_SIGN = re.compile(r"[<&]")


def has_markup(text: str) -> bool:
    """Whether `text` has tags or entities of HTML: "a < b" and "AT&T" are none."""
    return any(match["name"].lower() in _INSTEAD for match in _TAG.finditer(text)) or any(
        _meant(match.group()) for match in _ENTITY.finditer(text)
    )


def markup(text: str) -> Iterator[Edit]:
    """What stands in place of each tag and entity: nothing, a line end or blank line, the character."""
    at, unclosed = 0, set[str]()
    while sign := _SIGN.search(text, at):
        start = sign.start()
        if text[start] == "&":
            edit = _entity(text, start)
        elif text.startswith(_COMMENT, start):
            end = text.find("-->", start)
            edit = start, len(text) if end < 0 else end + 3, ""
        else:
            edit = _tag(text, start, unclosed)
        if edit is None:
            at = start + 1
        else:
            at = edit[1]
            yield edit


def _entity(text: str, start: int) -> Edit | None:
    entity = _ENTITY.match(text, start)
    words = _meant(entity.group()) if entity is not None else None
    return (start, entity.end(), words) if entity is not None and words is not None else None


def _tag(text: str, start: int, unclosed: set[str]) -> Edit | None:
    """A tag, with its element where that holds no text. `unclosed`: such elements whose end was looked for in
    vain, once."""
    tag = _TAG.match(text, start)
    name = tag["name"].lower() if tag is not None else ""
    if tag is None or name not in _INSTEAD:
        return None
    end = tag.end()
    if name in _SILENT and not tag["close"] and name not in unclosed:
        if close := _CLOSING[name].search(text, end):
            end = close.end()
        else:
            unclosed.add(name)
    return start, end, _INSTEAD[name]


def _meant(entity: str) -> str | None:
    """The characters of an entity; None where it is none ("&drink;")."""
    if entity[1] != "#" and entity[1:] not in html5:
        return None
    words = html.unescape(entity)
    return None if words == entity else words.replace("\u00a0", " ").replace("\u00ad", "")
