"""What a form is: the one thing that the command line and the tests have to know of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from newsfacts.errors import UsageError
from newsfacts.review.rows import Review

Write = Callable[[Review, Path], Sequence[str]]
Read = Callable[[Path], Review]


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of form. `write`: into a file, or where `folder` is set a folder; what there is to say of it.

    `read` gives what a person made of it, and raises UsageError where the file as a whole is none, or not
    whole. `suffixes`: endings that mean it. `needs`: modules and the extra that has them.
    """

    write: Write
    read: Read
    suffixes: tuple[str, ...]
    folder: bool = False
    needs: tuple[tuple[str, ...], str] | None = None

    def check(self, name: str) -> None:
        """Raises UsageError where what the form needs is not installed."""
        if self.needs and any(find_spec(module) is None for module in self.needs[0]):
            raise UsageError(
                f"--format {name}: needs the {self.needs[1]} extra: pip install 'newsfacts[{self.needs[1]}]'"
            )


def not_whole(path: Path, what: str) -> UsageError:
    """The error of a file that ends too early."""
    return UsageError(f"{path}: not whole ({what}): save it again, and give that")


def no_form(path: Path, what: str) -> UsageError:
    return UsageError(f"{path}: {what}: give the form that `newsfacts review` wrote, filled in")
