"""A form as marked stretches of text: what the programs for annotators have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from newsfacts.review.fields import FIELDS, NAMED, Field, Kind, is_blank, shown
from newsfacts.review.rows import Review, Reviewable, ReviewRow

# What the stretch itself says.
_IMPLIED = ("at", "text")


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of text that tells a fact of `kind`; an entity has one for each mention.

    `fact`: which fact, None for one that was missed. `values`: cells by field, those of an entity on the
    first of its mentions, its name on all.
    """

    kind: str
    fact: str | None
    start: int
    end: int
    values: Mapping[str, Any] = field(default_factory=dict)
    sure: float | None = None


def told_fields(kind: str) -> list[Field]:
    """The fields that a region has values for."""
    return [one for one in FIELDS[kind] if one.name not in _IMPLIED]


def text_of(article: Reviewable) -> str:
    """The text with what is not at hand as blanks, and a blank for each carriage return: as long as ever."""
    length = max((start + len(words) for start, words in article.text), default=0)
    characters = [" "] * length
    for start, words in article.text:
        characters[start : start + len(words)] = words
    return "".join(characters).replace("\r", " ")


def regions_of(review: Review, key: str) -> Iterator[Region]:
    """The regions of an article, fact by fact."""
    for row in review.rows:
        if row.article != key:
            continue
        values = {one.name: shown(row.values[one.name]) for one in told_fields(row.kind)}
        for number, (start, end) in enumerate(row.values["at"]):
            own = values if number == 0 else {"name": values["name"]}
            yield Region(row.kind, row.id, start, end, own, row.confidence)


def spans_of(review: Review, key: str) -> dict[str, str]:
    """By the ids of an article's facts, where each stands, as cells show that."""
    return {row.id: str(shown(row.values["at"])) for row in review.rows if row.article == key and row.id}


def rows_from(
    key: str, regions: Iterable[Region], facts: Mapping[str, str], text: str, where: str
) -> list[ReviewRow]:
    """The rows that say what became of `facts`, as `spans_of` gave them: those without a region are gone.

    A program may give regions ids of its own: then a region of the same kind at the same place is the same.
    """
    by_place = {
        (fact.rpartition("-")[0], span): fact for fact, spans in facts.items() for span in spans.split("; ")
    }
    by_fact: dict[str, list[Region]] = {}
    new: list[Region] = []
    for region in sorted(regions, key=lambda one: (one.fact not in facts, one.start, one.end)):
        known = region.fact if region.fact in facts else None
        if known is None or known.rpartition("-")[0] != region.kind:
            known = by_place.get((region.kind, f"{region.start}-{region.end}"))
        if known and (region.kind in NAMED or known not in by_fact):
            by_fact.setdefault(known, []).append(region)
        else:
            new.append(region)
    rest = _joined(new, by_fact)
    rows = []
    for fact in facts:
        kind = fact.rpartition("-")[0]
        if fact in by_fact:
            rows.append(_row(key, kind, fact, by_fact[fact], text, where))
        else:
            rows.append(ReviewRow(key, kind, fact, {}, "reject", where=where))
    rows += [_row(key, group[0].kind, None, group, text, where) for group in rest]
    return rows


def _joined(new: Sequence[Region], by_fact: dict[str, list[Region]]) -> list[list[Region]]:
    """New mentions go to the fact of their name where there is one; the others are grouped by name."""
    names = {
        (regions[0].kind, _name(region)): fact
        for fact, regions in by_fact.items()
        for region in regions
        if regions[0].kind in NAMED and not is_blank(region.values.get("name"))
    }
    groups: dict[Any, list[Region]] = {}
    for number, region in enumerate(new):
        if region.kind not in NAMED:
            groups[number] = [region]
        elif (fact := names.get((region.kind, _name(region)))) is not None:
            by_fact[fact].append(region)
        else:
            groups.setdefault((region.kind, _name(region) or number), []).append(region)
    return list(groups.values())


def _name(region: Region) -> str:
    return " ".join(str(region.values.get("name") or "").split())


def _row(
    key: str, kind: str, fact: str | None, regions: Sequence[Region], text: str, where: str
) -> ReviewRow:
    spans = sorted({(region.start, region.end) for region in regions})
    values: dict[str, Any] = {"at": "; ".join(f"{start}-{end}" for start, end in spans)}
    words = text[spans[0][0] : spans[0][1]]
    for one in told_fields(kind):
        cells = (region.values.get(one.name) for region in regions)
        cell = next((cell for cell in cells if not is_blank(cell)), None)
        values[one.name] = "no" if cell is None and one.kind is Kind.FLAG else cell
    if kind in NAMED:
        values["name"] = values["name"] or words
    else:
        values["text"] = words
    return ReviewRow(key, kind, fact, values, "accept" if fact else None, where=f"{where}, {fact or words!r}")
