"""The ages and the deaths that a text tells of those whose days of birth and death are known (`people.toml`).

Read in time linear in the text: a name is looked up by its first word, then the words beside it are read.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import NamedTuple

from newsfacts.dates.offices import Fame
from newsfacts.rules import load


class Person(NamedTuple):
    """A name with the days of birth and death; `died` is None of the living."""

    name: str
    born: date
    died: date | None

    @property
    def surname(self) -> str:
        return self.name.rsplit(" ", 1)[-1]


class Aged(NamedTuple):
    """A person is told to be so old."""

    person: Person
    age: int


class Told(NamedTuple):
    """What a text tells of people known: their ages, who has died, and whether that is told as news."""

    aged: tuple[Aged, ...]
    dead: tuple[tuple[Person, bool], ...]


_NAME = re.compile(r"(?<![\w'.-])[A-Z][\w'.]*(?:-\w+)*")
_REACH = 110
_AGE_BEHIND = re.compile(
    r"(?:,? \(?(?:aged |age |now |who is |is |who turned |turned )|, | \()"
    r"(?P<age>\d{2,3})(?:[,;)]|\.\s| who | and )"
    r"|,? (?:a |an |the )(?P<years>\d{2,3})-year-old\b"
)
_AGE_IN_FRONT = re.compile(r"\b(\d{2,3})-year-old,? (?:[a-z][\w'-]*,? |[A-Z][\w'-]* ){0,4}$")
_AGE_OF_SURNAME = re.compile(r"\b(\d{2,3})-year-old,? (?:[a-z][\w'-]* ){0,3}([A-Z][\w'-]*)")
_DIED_BEHIND = re.compile(
    r"(?:,[^,.;]{1,60},| \([^)]{1,30}\))? ?,?(?:who )?"
    r"(?P<fresh>(?:has |had |was |is )?(?:died|dies|dead|passed away)"
    r"|(?:was|is|has been|had been) (?:killed|assassinated|found dead|murdered|shot dead|executed))\b"
    r"|'s? (?P<matter>death|funeral|killing|assassination|widow|estate|passing|murder|memorial service)\b"
)
_NAME_IN_FRONT = re.compile(r"\b[A-Z][\w.'-]* $")
_DIED_IN_FRONT = re.compile(
    r"(?:\b(?:deaths?|funeral|killing|assassination|widow|passing|murder|successor) of "
    r"(?:(?!by )[\w.'-]+ ){0,3}"
    r"|\blate (?:[\w.'-]+ ){0,3})$"
)


def told_of_people(plain: str) -> Told:
    """The ages and deaths told, in reading order. `plain`: the text made so by `alike`."""
    aged: list[Aged] = []
    dead: dict[Person, bool] = {}
    named: list[tuple[Person, int]] = []
    for match in _NAME.finditer(plain):
        if named and match.start() < named[-1][1]:
            continue
        person = _person_at(plain, match)
        if person is None:
            continue
        end = match.start() + len(person.name)
        named.append((person, end))
        before, behind = plain[max(0, match.start() - _REACH) : match.start()], plain[end : end + _REACH]
        age = _age(before, behind)
        if age is not None:
            aged.append(Aged(person, age))
        if person.died is not None and (fresh := _death(before, behind)) is not None:
            dead[person] = dead.get(person, False) or fresh
    aged += _ages_behind(plain, named)
    return Told(tuple(aged), tuple(dead.items()))


def _person_at(plain: str, match: re.Match[str]) -> Person | None:
    for person in _index().get(match[0], ()):
        end = match.start() + len(person.name)
        if plain.startswith(person.name, match.start()) and not plain[end : end + 1].isalnum():
            # "Richard Drake" is no Drake.
            surname = " " not in person.name and _NAME_IN_FRONT.search(
                plain, max(match.start() - 30, 0), match.start()
            )
            return None if surname else person
    return None


def _age(before: str, behind: str) -> int | None:
    if match := _AGE_BEHIND.match(behind):
        return int(match["age"] or match["years"])
    if match := _AGE_IN_FRONT.search(before):
        return int(match[1])
    return None


def _death(before: str, behind: str) -> bool | None:
    """Whether a death is told as news; None where none is told."""
    if match := _DIED_BEHIND.match(behind):
        return match["fresh"] is not None
    return False if _DIED_IN_FRONT.search(before) else None


def _ages_behind(plain: str, named: list[tuple[Person, int]]) -> list[Aged]:
    """ "The 28-year-old Sharapova", once she was named in full."""
    known = {person.surname: person for person, _ in named}
    told = _AGE_OF_SURNAME.finditer(plain) if known else ()
    return [Aged(known[match[2]], int(match[1])) for match in told if match[2] in known]


@cache
def _index() -> dict[str, tuple[Person, ...]]:
    """First word of a name -> the people whose names begin with it, the longest names first."""
    table: dict[str, list[Person]] = {}
    for kind in load("dates/people", Fame).values():
        for row in kind.names:
            born, died, names = row.split(" ", 2)
            days = date.fromisoformat(born), None if died == "-" else date.fromisoformat(died)
            for name in names.split("|"):
                begin = _NAME.match(name)
                if begin is not None:
                    table.setdefault(begin[0], []).append(Person(name, *days))
    return {word: tuple(sorted(own, key=lambda person: -len(person.name))) for word, own in table.items()}
