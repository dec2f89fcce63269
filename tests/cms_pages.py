"""Made-up pages as systems of newspapers make them, with what each must give: `cms/`.

A page is a TOML head, `---`, and HTML in which `{{2}}` is the second paragraph of its story in `stories.toml`
and `[[…]]` other words of the story; both in order are its text.
"""

from __future__ import annotations

import html as entities
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "cms"
_OWN = re.compile(r"\{\{(\d)\}\}|\[\[(.*?)\]\]", re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class CmsPage:
    name: str
    html: str
    told: dict[str, Any]
    blocks: tuple[str, ...]


def cms_pages() -> list[CmsPage]:
    stories = tomllib.loads((FOLDER / "stories.toml").read_text("utf-8"))
    pages = []
    for path in sorted(FOLDER.glob("*.page")):
        head, _, html = path.read_text("utf-8").partition("\n---\n")
        told = tomllib.loads(head)
        story = stories.get(told.get("story", ""), ())

        def words(match: re.Match[str], story: list[str] = story) -> str:
            return story[int(match[1]) - 1] if match[1] else match[2]

        blocks = (entities.unescape(_TAGS.sub("", words(match))) for match in _OWN.finditer(html))
        pages.append(CmsPage(path.stem, _OWN.sub(words, html), told, tuple(blocks)))
    return pages
