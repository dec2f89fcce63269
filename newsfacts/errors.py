"""What a person can put right: one line each, no traceback."""

from __future__ import annotations


class NewsfactsError(Exception):
    """Something the user can mend; its text is one line that says what, where and what to do."""


class InputError(NewsfactsError):
    """An input that cannot be read, in part or whole: `source: what: what to do`."""

    def __init__(self, source: str, what: str, todo: str) -> None:
        super().__init__(f"{source}: {what}: {todo}")
        self.source = source


class UsageError(NewsfactsError):
    """A wrong option or setting; nothing has been read yet."""


class RuleError(NewsfactsError):
    """A rule file that does not say what its engine can read."""


class ModelError(NewsfactsError):
    """A model that is not there or does not fit."""
