"""One of several shares of an archive, for machines that know nothing of one another.

An article belongs to a share by its id alone, wherever it stands and whatever else is there: every machine
divides the same list alike, an archive that grows keeps its shares, and articles of one id stay together, so
that what is said of the second is the same as without shares.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

from newsfacts.errors import UsageError

_SHARE = re.compile(r"(\d{1,6})/(\d{1,6})")


@dataclass(frozen=True, slots=True)
class Shard:
    """Share `number`, from 1, of `of`."""

    number: int
    of: int

    def has(self, id: str) -> bool:
        """Whether the article `id`, or the input of that name, is of this share."""
        digest = sha256(id.encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest[:8], "big") % self.of == self.number - 1


def shard_of(value: str) -> Shard:
    """The share that "2/8" names. Raises UsageError."""
    match = _SHARE.fullmatch(value.strip())
    if match is None or not 1 <= int(match[1]) <= int(match[2]):
        raise UsageError(f"--shard: {value[:40]!r} is no share: give 1/8 to 8/8 for eight")
    return Shard(int(match[1]), int(match[2]))
