"""The pass over the family lists of obituaries: "survived by her children Ian, Truro; Ann Orlo (Paul), Arlo".

Between commas and semicolons stand there a person, husband or wife in brackets, and where they live.
"""

from __future__ import annotations

from spacy.tokens import Span

from newsfacts.doc.store import Labelled
from newsfacts.names.passes.clues import is_place
from newsfacts.names.passes.given import is_given
from newsfacts.names.passes.value import LOC, PERSON, PLACES, Names, words

BEHIND = (",", ";", ".", "and", ")")


def families(names: Names) -> Names:
    """First names of such lists as people, though towns are called so; the towns behind them as places."""
    first, after = 0, 0
    known = False
    out: list[Labelled] = []
    for name in names.found:
        if not first <= name.span.start < after or not after:
            first, after = name.span.sent.start, name.span.sent.end
            known = _is_list(names, first, after)
        out.append(_in_list(names, name) if known else name)
    return names.having(out)


def _is_list(names: Names, first: int, after: int) -> bool:
    """Whether a sentence tells who outlives somebody, and where: "survived by", "left to mourn are"; with the
    semicolons or brackets that such a list has.
    """
    low = names.low
    listed = any(word in (";", "(") for word in low[first:after])
    return listed and any(
        word in words().outlived and (word != "survived" or low[i + 1 : i + 2] == ["by"])
        for i, word in enumerate(low[first:after], first)
    )


def _in_list(names: Names, name: Labelled) -> Labelled:
    """A name of such a list with the label that its place in the list tells."""
    if name.label in PLACES:
        return name._replace(label=PERSON) if _is_kin(names, name.span) else name
    if name.label == PERSON and _is_home(names, name.span):
        return name._replace(label=LOC)
    return name


def _is_kin(names: Names, place: Span) -> bool:
    """Whether what was taken for a place is a first name that begins an item: "Ian, Truro"."""
    if len(place) > 1 or not is_given(place.text) or names.low[place.end : place.end + 1] == []:
        return False
    return names.low[place.end] in (",", "(", ";") and names.low[place.start - 1 : place.start] != [","]


def _is_home(names: Names, person: Span) -> bool:
    """Whether what was taken for a person ends an item behind another: "Ann Orlo (Paul), Arlo"."""
    start = person.start
    if start < 2 or names.low[start - 1] != "," or is_given(names.words[start]):
        return False
    if names.low[person.end : person.end + 1] and names.low[person.end] not in BEHIND:
        return False
    married = names.low[start - 2] == ")" and len(person) == 1
    return (married or is_place(person.text)) and _is_person(names, start - 2)


def _is_person(names: Names, at: int) -> bool:
    """Whether a person stands at a token, or in the brackets that it closes."""
    at -= names.low[at : at + 1] == [")"]
    return any(one.label == PERSON for one in names.over(at, at + 1))
