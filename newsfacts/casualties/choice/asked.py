"""What is asked of an article about a statement of harm, and what stands there to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from newsfacts.types import CharSpan, Harm, Scope, Status


class Found(NamedTuple):
    """What the rules found for a slot, and whence: `own`, `tagger`, `vague`, of its own sentence; `group`, of
    another statement of its figure; `elsewhere`."""

    span: CharSpan
    origin: str


def passed_over(found: Found | None) -> bool:
    """Whether the rules found nothing in the statement's sentence: what stands there they passed over."""
    return found is None or found.origin in ("group", "elsewhere")


class Beside(NamedTuple):
    """The statements beside one for which the rules found something: all, those of its group; the nearest and
    the last before, None without any."""

    others: list[int]
    of_group: list[int]
    nearest: int | None
    before: int | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A statement of harm, and what the rules found for it; spans by characters.

    `at`: the word of harm; `told`: how the sentence tells of it; `lone`: one victim without a number;
    `elsewhere`, `other_times`: as in the slots of its sentence; `everywhere`: whether that tells of no place
    in particular.
    """

    span: CharSpan
    at: CharSpan
    kind: Harm
    told: str
    lone: bool
    status: Status
    scope: Scope | None
    group: int
    victims: CharSpan | None
    date: Found | None
    place: Found | None
    cause: Found | None
    attribution: CharSpan | None
    elsewhere: Sequence[CharSpan] = ()
    other_times: Sequence[CharSpan] = ()
    everywhere: bool = False

    @property
    def of_an_event(self) -> bool:
        """Whether what an article tells elsewhere of its event is told of it too: not of those still missing
        or held, of harm over a period, nor of what is feared or denied."""
        return (
            self.status is Status.REPORTED
            and self.kind not in (Harm.MISSING, Harm.CAPTIVE)
            and self.scope not in (Scope.REMAINING, Scope.CUMULATIVE)
        )


@dataclass(frozen=True, slots=True)
class Named:
    """A mention of a place. `name`: what all its mentions share; `country`: ISO 3166-1 alpha-2."""

    span: CharSpan
    name: str
    kind: str | None
    country: str | None


@dataclass(frozen=True, slots=True)
class Thing:
    """A noun phrase that may be who or what did a harm. `head`: its main word, in small letters; `sorts`:
    what it is; `before`: the word in front; `tagged`: how sure the tagger is that it is a cause, else 0."""

    span: CharSpan
    head: str
    sorts: tuple[str, ...]
    before: str
    tagged: float


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of the article, blanks left out: first character, small letters, Penn tag of each."""

    first: Sequence[int]
    low: Sequence[str]
    tag: Sequence[str]
