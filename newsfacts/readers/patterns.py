"""`--include` and `--exclude`: which files below a folder count."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Picks:
    """Patterns in the manner of .gitignore, matched on the path below the folder, with `/` between its parts.

    `*` and `?` stand for anything but `/`, `**` for any folders, `[a-z]` for one of these letters, `[!a-z]`
    for any other. A pattern without a `/` (but at its end) matches a name on every level, one with a `/`
    counts from the folder down; one that ends in `/` matches folders only. What matches a folder matches all
    that is in it.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def takes(self, path: str) -> bool:
        """Whether the file of this path counts: `include`, if any, matches it, and `exclude` does not."""
        return (not self.include or _any(self.include, path)) and not _any(self.exclude, path)

    def enters(self, path: str) -> bool:
        """Whether the folder or archive of this path is looked into."""
        return not any(_pattern(glob).fullmatch(f"{path}/") for glob in self.exclude)

    @property
    def suffixes(self) -> frozenset[str]:
        """The suffixes that `include` names, `.json` of `data/*.json`: who asks for them wants them read."""
        found = (re.search(r"(?<=[^/])\.\w+$", glob) for glob in self.include)
        return frozenset(match.group().lower() for match in found if match)


def _any(globs: Sequence[str], path: str) -> bool:
    return any(_pattern(glob).fullmatch(path) for glob in globs)


@lru_cache(maxsize=256)
def _pattern(glob: str) -> re.Pattern[str]:
    """What `glob` matches: paths of files, and of folders with a `/` at their end."""
    body = glob.removesuffix("/").removeprefix("/")
    anchored = "/" in glob.removesuffix("/")
    parts = "".join(map(_translated, re.findall(r"\*\*/|/\*\*$|\*+|\?|\[!?\]?[^\]]*\]|.", body, re.DOTALL)))
    below = "/.*" if glob.endswith("/") else "(?:/.*)?"
    return re.compile(f"{'' if anchored else '(?:.*/)?'}{parts}{below}", re.DOTALL)


def _translated(token: str) -> str:
    if token == "**/":
        return "(?:[^/]+/)*"
    if token == "/**":
        return "/.*"
    if token.startswith("*"):
        return "[^/]*"
    if token == "?":
        return "[^/]"
    if len(token) > 2 and token.startswith("["):
        negated = token.startswith("[!")
        letters = re.sub(r"([\\\[\]^&~|])", r"\\\1", token[2 if negated else 1 : -1])
        return f"[{'^/' if negated else ''}{letters}]"
    return re.escape(token)
