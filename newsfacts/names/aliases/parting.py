"""Whose the mentions of an entity are, where the file names it, or some of them, otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from newsfacts.english.names import Fit, fit, person_words
from newsfacts.names.aliases.build import Entity, text_of
from newsfacts.names.aliases.file import Aliases, Entry, key

STAYS = "stays"  # with the entity as it was


@dataclass(frozen=True, slots=True)
class Parting:
    """`homes`: for each mention its entry, STAYS, or None where it is dropped.

    `heir`: the entry that gets what is known of the entity besides its mentions; None: it keeps that.
    `protected`: names of the file that here are somebody else's.
    """

    homes: list[Entry | str | None]
    heir: Entry | None
    protected: set[str]


def part(text: str, table: str, entity: Entity, aliases: Aliases) -> Parting:
    """To whom each mention of an entity goes. `text`: of the article; `table`: the entity's kind."""
    texts = [text_of(text, mention) for mention in entity.mentions]
    owners = [aliases.owner(words) for words in texts]
    named = aliases.owner(entity.name)
    forms: dict[Entry, set[str]] = {} if named is None else {named: set()}
    for words, owner in zip(texts, owners, strict=True):
        if owner is not None:
            forms.setdefault(owner, set()).add(key(words))
    protected: set[str] = set()
    takers: list[Entry] = []
    for entry, own in forms.items():
        if entry is named:
            takers.append(entry)
        elif entry.table != table or _part_of(entity.name, own):
            continue
        elif named is None and table == "people" and _namesake(entity.name, entry, own):
            protected |= own
        else:
            takers.append(entry)
    unnamed = None if aliases.ignores(entity.name) else STAYS
    first = next((owner for owner in owners if owner in takers), takers[0] if takers else None)
    homes = list(_homes(texts, owners, first, aliases, takers, protected, unnamed))
    heir = named or (takers[0] if len(takers) == 1 else None)
    return Parting(homes, heir, protected)


def _homes(
    texts: Sequence[str],
    owners: Sequence[Entry | None],
    last: Entry | None,
    aliases: Aliases,
    takers: Sequence[Entry],
    protected: set[str],
    unnamed: str | None,
) -> Iterator[Entry | str | None]:
    """For each mention its entry; what is named in no entry goes to the one named last before, at first to
    `last`.
    """
    for words, owner in zip(texts, owners, strict=True):
        if owner is not None and key(words) not in protected:
            last = owner if owner in takers else last
            yield owner
        else:
            yield None if aliases.ignores(words) else last or unnamed


def _namesake(name: str, entry: Entry, forms: Iterable[str]) -> bool:
    """Whether "Musa" in an article of Omar Musa is not the file's "Ali Musa", who is called Musa too."""
    words = person_words(name)
    if len(words) < 2 or any(len(form.split()) > 1 for form in forms):
        return False
    others = [person_words(other) for other in entry.names if " " in key(other)]
    others.append(person_words(entry.name))
    return all(fit(words, other) == fit(other, words) == Fit.NONE for other in others)


def _part_of(name: str, forms: Iterable[str]) -> bool:
    """Whether all forms hold the name and more: "southern Israel" is not what Israel becomes."""
    own = key(name)
    return all(form != own and f" {own} " in f" {form} " for form in forms)
