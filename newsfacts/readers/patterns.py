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
        return not _any(self.exclude, f"{path}/")

    @property
    def suffixes(self) -> frozenset[str]:
        """The suffixes that `include` names, `.json` of `data/*.json`: who asks for them wants them read."""
        found = (re.search(r"(?<=[^/])\.\w+$", glob) for glob in self.include)
        return frozenset(match.group().lower() for match in found if match)


def check_glob(glob: str) -> None:
    """Raise ValueError, with what is wrong, where `glob` is no pattern."""
    pattern_of(glob)


def _any(globs: Sequence[str], path: str) -> bool:
    return any(pattern_of(glob).matches(path) for glob in globs)


@dataclass(frozen=True, slots=True)
class _Pattern:
    """`parts`: what matches the parts of a path; None for any number of them."""

    parts: tuple[re.Pattern[str] | None, ...]
    anchored: bool
    folders_only: bool

    def matches(self, path: str) -> bool:
        """Whether the pattern matches `path` or a folder above it; the path of a folder ends in `/`.

        Each part is compared once with each part of the pattern: no pattern takes more than the product.
        """
        names = path.split("/")
        reached = {0} if self.anchored else set(range(len(names)))
        for part in self.parts:
            if part is None:
                reached = set(range(min(reached), len(names)))
            else:
                reached = {at + 1 for at in reached if at < len(names) and part.fullmatch(names[at])}
            if not reached:
                return False
        return min(reached) < len(names) if self.folders_only else True


@lru_cache(maxsize=256)
def pattern_of(glob: str) -> _Pattern:
    """What `glob` matches. Raises ValueError where it is no pattern."""
    body = glob.removesuffix("/").removeprefix("/")
    anchored = "/" in glob.removesuffix("/")
    names = body.split("/")
    folders_only = glob.endswith("/")
    if len(names) > 1 and names[-1] == "**":
        del names[-1]
        folders_only = True
    parts = [None if name == "**" and anchored else _part(name) for name in names]
    return _Pattern(tuple(parts), anchored, folders_only)


def _part(name: str) -> re.Pattern[str]:
    """What one part of a pattern matches: in linear time, each star taking as little as it can."""
    pieces = [""]
    for token in re.findall(r"\*+|\?|\[!?\]?[^\]]*\]|.", name, re.DOTALL):
        if token.startswith("*"):
            pieces.append("")
        else:
            pieces[-1] += _translated(token)
    first, *rest = pieces
    stars = "".join(f"(?>.*?{piece})" for piece in rest[:-1]) + (f".*{rest[-1]}" if rest else "")
    try:
        return re.compile(first + stars, re.DOTALL)
    except re.error as error:
        raise ValueError(f"{error.msg}") from None


def _translated(token: str) -> str:
    if token == "?":
        return "."
    if len(token) > 2 and token.startswith("["):
        negated = token.startswith("[!")
        letters = re.sub(r"([\\\[\]^&~|])", r"\\\1", token[2 if negated else 1 : -1])
        return f"[{'^' if negated else ''}{letters}]"
    return re.escape(token)
