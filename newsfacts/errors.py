"""What a person can put right: one line each, no traceback; and what cost one article its facts."""

from __future__ import annotations

import re
import unicodedata

_BLANKS = re.compile(r"\s+")
# Embeddings, overrides and isolates of writing direction: they would reorder the rest of the line.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def visible(text: str) -> str:
    """`text` on one line, without characters that steer a terminal or turn the writing round."""
    line = _BLANKS.sub(" ", text).strip()
    if line.isprintable():
        return line
    return "".join("\ufffd" if unicodedata.category(c) in ("Cc", "Cs") or c in _TURNING else c for c in line)


class NewsfactsError(Exception):
    """Something the user can mend; its text is one line that says what, where and what to do."""


class InputError(NewsfactsError):
    """An input that cannot be read, in part or whole: `source: what: what to do`.

    Names of files, fields and members of archives are whatever somebody made them: they are made `visible`.
    """

    def __init__(self, source: str, what: str, todo: str) -> None:
        super().__init__(visible(f"{source}: {what}: {todo}"))
        self.source = source
        self.why = (what, todo)


class UsageError(NewsfactsError):
    """A wrong option or setting; nothing has been read yet."""


class RuleError(NewsfactsError):
    """A rule file that does not say what its engine can read."""


class ModelError(NewsfactsError):
    """A model that is not there or does not fit."""


class Died(Exception):
    """A worker was ended from outside while it read the article, each time that it was tried."""


class Fault(Exception):
    """An error in another process. `name`: of its type; its traceback is a note."""

    def __init__(self, text: str, name: str, trace: str) -> None:
        super().__init__(text)
        self.name = name
        self.add_note(trace)
