"""What is done to a text before it is read, in order."""

from __future__ import annotations

from collections.abc import Iterator

from newsfacts.plain.guard import long_runs, repeats
from newsfacts.plain.kinds import TextIs
from newsfacts.plain.markup import has_markup, markup
from newsfacts.plain.mojibake import mojibake
from newsfacts.plain.quoted import is_quoted, quoted
from newsfacts.plain.views import Edit, View
from newsfacts.plain.wraps import line_ends

QUOTED = "the text is in quoted-printable, as mail has it: read without its marks"
MOJIBAKE = "{count} broken in decoding (like {like!r}) read as what they were"

PASSED_OVER = "{count:,} characters that repeat themselves or have no blank between them were passed over"


def plainly(text: str, *, text_is: str = TextIs.AUTO) -> tuple[View, tuple[str, ...]]:
    """The view of `text` that the pipeline reads, and what there is to say of it. Linear in its length."""
    said: list[str] = []
    view = View(text)
    if is_quoted(view.text):
        view = view.edited(quoted(view.text))
        said.append(QUOTED)
    repairs = list(mojibake(view.text))
    if repairs:
        start, end, _ = repairs[0]
        places = "1 place" if len(repairs) == 1 else f"{len(repairs)} places"
        said.append(MOJIBAKE.format(count=places, like=view.text[start:end][:20]))
        view = view.edited(repairs)
    if text_is == TextIs.HTML or (text_is == TextIs.AUTO and has_markup(view.text)):
        view = view.edited(markup(view.text))
    view = view.edited(_soft_hyphens(view.text))
    size = len(view.text)
    for guard in (repeats, long_runs):
        view = view.edited(guard(view.text))
    if len(view.text) < size:
        said.append(PASSED_OVER.format(count=size - len(view.text)))
    return view.edited(line_ends(view.text)), tuple(said)


def plain_words(words: str) -> str:
    """A title or a name in one line of plain text, without tags and entities."""
    if "&" not in words and "<" not in words:
        return words
    if has_markup(words):
        words = View(words).edited(markup(words)).text
    return " ".join(words.split())


def _soft_hyphens(text: str) -> Iterator[Edit]:
    at = text.find("\u00ad")
    while at >= 0:
        yield at, at + 1, ""
        at = text.find("\u00ad", at + 1)
