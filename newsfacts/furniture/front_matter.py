"""The block of fields above a text in Markdown, as site generators have it: --- (YAML) or +++ (TOML)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from newsfacts.types import CharSpan

# A longer one is none: the mark is then a rule above the text.
MAX_CHARS = 20_000
_OPENS = re.compile(r"(?P<mark>---|\+\+\+)[ \t]*\r?\n")
_CLOSES = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*\r?$", re.MULTILINE),
}
# One key a line; what is indented, and the items of a list, belong to the key above.
_YAML_FIELD = re.compile(r"(?P<key>[A-Za-z_][\w.-]*)[ \t]*:(?:[ \t]+(?P<value>.*))?")
_YAML_OTHER = re.compile(r"[ \t].*|-(?:[ \t].*)?|#.*|[\]}].*")
_COMMENT = re.compile(r"[ \t]+#.*$")
# Prose has colons as well ("Smith: We knew."): only what a page is known to say of itself makes a block.
_USUAL = frozenset(
    "title headline date published publishdate pubdate author authors byline layout slug tags categories "
    "category description summary draft url link source lang language id permalink updated lastmod section "
    "keywords".split()
)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """`span`: the block, its marks included. `fields`: by key in lower case, those on one line."""

    span: CharSpan
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def end(self) -> int:
        return self.span.end

    def first(self, *keys: str) -> Any:
        """What the first of `keys` that is filled says, None where none is."""
        return next((self.fields[key] for key in keys if self.fields.get(key) not in (None, "")), None)


def front_matter(text: str) -> FrontMatter | None:
    """The fields that `text` begins with, None where it begins with none."""
    opens = _OPENS.match(text)
    closes = _CLOSES[opens["mark"]].search(text, opens.end(), MAX_CHARS) if opens else None
    if opens is None or closes is None:
        return None
    body = text[opens.end() : closes.start()]
    fields = _toml(body) if opens["mark"] == "+++" else _yaml(body)
    if not _USUAL & fields.keys():
        return None
    end = closes.end() - closes.group().endswith("\r")
    return FrontMatter(CharSpan(0, len(text[:end].rstrip())), fields)


def _toml(body: str) -> dict[str, Any]:
    try:
        fields = tomllib.loads(body.replace("\r\n", "\n"))
    except (ValueError, RecursionError):  # no TOML, a number of thousands of digits, lists in lists in lists
        return {}
    return {key.lower(): value for key, value in fields.items()}


def _yaml(body: str) -> dict[str, Any]:
    """The fields on one line; no more of YAML is needed. Empty where a line is none of it."""
    fields: dict[str, Any] = {}
    for line in body.splitlines():
        found = _YAML_FIELD.fullmatch(line.rstrip())
        if found:
            fields.setdefault(found["key"].lower(), _plain(found["value"] or ""))
        elif line.strip() and not _YAML_OTHER.fullmatch(line):
            return {}
    return fields


def _plain(value: str) -> str | None:
    value = value.strip()
    quote = value[:1]
    if quote in ("'", '"') and (close := value.rfind(quote)) > 0:
        inner = value[1:close]
        return inner.replace("''", "'") if quote == "'" else re.sub(r'\\(["\\/])', r"\1", inner)
    # Blocks over several lines, lists and maps are not read.
    return None if quote in "|>[{&*!" and quote else _COMMENT.sub("", value)
