"""TOML files that people give: settings, aliases. Bounded, and every fault of theirs one line."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from newsfacts.errors import UsageError

# The longest that anybody wrote by hand has a tenth; `/dev/zero` and pipes that never end have more.
MAX_BYTES = 1_000_000


def read_toml(path: str | Path, *, name: str, todo: str) -> dict[str, Any]:
    """What the file says. Raises UsageError, `name: what: todo`, where it cannot be read or is no TOML."""
    try:
        with open(path, "rb") as stream:
            data = stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise UsageError(f"{name}: more than {MAX_BYTES // 1_000_000} MB: {todo}")
        return tomllib.loads(data.decode("utf-8-sig"))
    except OSError as error:
        raise UsageError(
            f"{name}: cannot be read ({(error.strerror or str(error)).lower()}): {todo}"
        ) from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{name}: not UTF-8 (byte {error.start}): save it as UTF-8, or {todo}") from error
    except tomllib.TOMLDecodeError as error:
        what = str(error)[:1].lower() + str(error)[1:]
        raise UsageError(f"{name}: malformed TOML ({what[:200]}): {todo}") from error
    except (ValueError, RecursionError) as error:
        # A number of thousands of digits, lists in lists in lists.
        raise UsageError(f"{name}: TOML that cannot be read ({type(error).__name__}): {todo}") from error
