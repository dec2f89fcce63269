"""The rows of a filled-in form, taken back into the facts it was made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Any, cast

from newsfacts.edits import EditHow, Reviewed
from newsfacts.errors import visible
from newsfacts.output.records import ArticleRecord, from_record
from newsfacts.report import Told
from newsfacts.report.articles import passages
from newsfacts.review.change import added, change, location_of
from newsfacts.review.fields import FIELDS, NAMED, is_blank, parsed, same_cell, shown, value_of
from newsfacts.review.find import Words
from newsfacts.review.rows import (
    Record,
    Review,
    Reviewable,
    ReviewRow,
    fingerprint,
    keys_of,
    plain_record,
    words_of,
)
from newsfacts.types import KINDS

ACCEPT, REJECT, EDIT, ADD = "accept", "reject", "edit", "add"
DECISIONS = (ACCEPT, REJECT, EDIT)
_SAME = {
    **dict.fromkeys(("accepted", "ok", "okay", "yes", "y", "right", "correct", "a", "x", "✓"), ACCEPT),
    **dict.fromkeys(("rejected", "no", "n", "wrong", "delete", "r"), REJECT),
    **dict.fromkeys(("edited", "change", "changed", "e"), EDIT),
    **dict.fromkeys(("added", "missed", "new"), ADD),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one fact, before and after, as cells show them.

    `what`: changed, added, rejected, or noted: a note that the person left, in `after`.
    """

    article: str
    kind: str
    fact: str | None
    what: str
    field: str | None = None
    before: Any = None
    after: Any = None


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of a form. `articles`: all, in the order of the facts, those of the form corrected.

    `problems`: `where: what: what to do` for each row, or article, that could not be taken; all else was.
    """

    articles: tuple[Told, ...]
    changes: tuple[Change, ...]
    problems: tuple[str, ...]

    @property
    def reviewed(self) -> tuple[Told, ...]:
        """The articles that somebody went through."""
        return tuple(told for told in self.articles if told.facts.reviewed and told.facts.reviewed.done)


@dataclass
class _Counts:
    accepted: int = 0
    changed: int = 0
    added: int = 0
    rejected: int = 0
    unmarked: int = 0


@dataclass
class _Article:
    """An article while its rows are taken in."""

    key: str
    record: Record
    words: Words
    by: str | None
    on: str | None
    counts: _Counts = field(default_factory=_Counts)
    changes: list[Change] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    rejected: set[str] = field(default_factory=set)
    new: list[tuple[str, Record]] = field(default_factory=list)
    places: list[str] = field(default_factory=list)  # as they were called before

    def __post_init__(self) -> None:
        self.places = [place["name"] for place in self.record["places"]]

    def problem(self, row: ReviewRow, what: str) -> None:
        self.problems.append(visible(f"{row.where}: {what}"))

    def fact(self, fact_id: str | None) -> Record | None:
        kind, _, number = (fact_id or "").rpartition("-")
        facts = self.record.get(kind) if kind in KINDS else None
        if facts is None or not number.isdecimal() or not 1 <= int(number) <= len(facts):
            return None
        found: Record = facts[int(number) - 1]
        return found

    def mark(self, fact: Record, how: EditHow, fields: Iterable[str]) -> None:
        fact["edited"] = True
        fact["edit"] = {"how": how, "by": self.by, "on": self.on, "fields": list(fields)}


def apply_review(
    told: Iterable[Told],
    review: Review,
    *,
    by: str | None = None,
    on: str | None = None,
    all_reviewed: bool = False,
) -> Applied:
    """The facts of `told` as `review` corrects them. `by`, `on`: who did it, and on which day (ISO).

    A row without a decision whose cells say what they said leaves its fact as it is. `all_reviewed`: every
    article of the form counts as gone through, else those marked as done, or with a decision on every fact.
    """
    known = list(told)
    by = by or review.by
    forms = {article.key: article for article in review.articles}
    rows: dict[str, list[ReviewRow]] = {}
    for row in review.rows:
        rows.setdefault(row.article, []).append(row)
    problems = list(review.problems)
    changes: list[Change] = []
    done: list[Told] = []
    keys = keys_of(known)
    for key, one in zip(keys, known, strict=True):
        form = forms.get(key)
        if form is None:
            done.append(one)
            continue
        record = plain_record(one.facts)
        if form.facts is not None and form.facts != fingerprint(record):
            problems.append(
                visible(
                    f"article {key}: its facts are not those that the form was made of: "
                    "give those, or make a new form"
                )
            )
            done.append(one)
            continue
        one = with_text(one, form)
        article = _Article(key, record, words_of(one), by, on)
        _take(article, rows.get(key, ()))
        complete = form.done or all_reviewed
        done.append(_corrected(one, article, complete=complete))
        problems += article.problems
        changes += article.changes
    problems += _strangers(review, set(keys))
    return Applied(tuple(done), tuple(changes), tuple(problems))


def _strangers(review: Review, keys: set[str]) -> Iterator[str]:
    """What the form says of articles that there are no facts of."""
    named = {article.key for article in review.articles}
    for article in review.articles:
        if article.key not in keys:
            yield visible(
                f"article {article.key}: there are no facts of it: give the facts that the form was made of"
            )
    for row in review.rows:
        if row.article not in named and row.article in keys:
            yield visible(
                f"{row.where}: the form's list of articles lacks {row.article!r}: put the line back"
            )
        elif row.article not in named:
            yield visible(f"{row.where}: no article is called {row.article!r}: put back what stood there")


def with_text(told: Told, form: Reviewable) -> Told:
    """`told` with the text that `form` brings, where it is at hand nowhere else and fits.

    Blanks may have been lost on the way (line ends, in a sheet): what facts quote stays as they quote it.
    """
    if told.whole or not form.whole:
        return told
    length = max((start + len(words) for start, words in form.text), default=0)
    old = told.facts.article.text
    characters = ["\n"] * max(length, len(old))
    for start, words in form.text:
        characters[start : start + len(words)] = words
    for span in passages(told.facts):
        quote = span.of(old)
        if "".join(characters[span.start : span.end]).split() != quote.split():
            return told
        characters[span.start : span.end] = quote
    article = replace(told.facts.article, text="".join(characters))
    return Told(replace(told.facts, article=article))


def _take(article: _Article, rows: Sequence[ReviewRow]) -> None:
    """Take all `rows` of an article in, each whole or not at all."""
    seen: set[str] = set()
    for row in rows:
        if not is_blank(row.note):
            article.changes.append(Change(article.key, row.kind, row.id, "noted", after=row.note))
        if row.id is None:
            _take_new(article, row)
            continue
        fact = article.fact(row.id)
        if fact is None or row.id.rpartition("-")[0] != row.kind:
            article.problem(row, f"no fact of {article.key} is called {row.id!r}: put back what stood there")
        elif row.id in seen:
            article.problem(
                row, f"{row.id} of {article.key} stands there twice: this row is left out: remove one"
            )
        else:
            seen.add(row.id)
            _take_fact(article, row, fact)
    total = sum(len(article.record[kind]) for kind in KINDS)
    article.counts.unmarked += total - len(seen)
    _follow_places(article)


def _follow_places(article: _Article) -> None:
    """Figures that are at a place which was changed are where that is now; at none, where it was rejected."""
    now: dict[str, Record | None] = {}
    for number, place in enumerate(article.record["places"], 1):
        if f"places-{number}" in article.rejected:
            now[article.places[number - 1]] = None
        elif place.get("edited"):
            now[article.places[number - 1]] = location_of(place)
    for figure in article.record["casualties"]:
        if figure["location"] and figure["location"]["name"] in now:
            figure["location"] = now[figure["location"]["name"]]


def _take_fact(article: _Article, row: ReviewRow, fact: Record) -> None:
    try:
        decision = _decision(row.decision)
        if decision == ADD:
            raise ValueError("add is for facts that were missed: write accept, reject or edit")
        _check_sentence(row, fact)
        fields = {} if decision == REJECT else _changed(row, fact)
        mended = deepcopy(fact)
        if fields:
            change(row.kind, mended, fields, article.words, article.record)
    except ValueError as error:
        article.counts.unmarked += 1
        article.problem(row, str(error))
        return
    assert row.id is not None
    if decision == REJECT:
        article.rejected.add(row.id)
        article.counts.rejected += 1
        article.changes.append(Change(article.key, row.kind, row.id, "rejected", before=_name(fact)))
    elif fields:
        article.counts.changed += 1
        for name in fields:
            before, after = shown(value_of(fact, name)), shown(value_of(mended, name))
            article.changes.append(Change(article.key, row.kind, row.id, "changed", name, before, after))
        article.mark(mended, EditHow.CHANGED, fields)
        fact.clear()
        fact.update(mended)
    elif decision == EDIT:
        article.counts.unmarked += 1
        article.problem(row, "says edit, but no cell is changed: change one, or write accept")
    else:
        article.counts.accepted += decision == ACCEPT
        article.counts.unmarked += decision is None


def _name(fact: Mapping[str, Any]) -> str:
    return str(fact["name"] if "name" in fact else fact["text"])


def _decision(cell: str | None) -> str | None:
    if is_blank(cell):
        return None
    word = str(cell).strip().lower()
    word = _SAME.get(word, word)
    if word not in (*DECISIONS, ADD):
        raise ValueError(f"decision {str(cell)[:40]!r}: write accept, reject or edit")
    return word


def _check_sentence(row: ReviewRow, fact: Record) -> None:
    """A sentence that is not the fact's own tells that rows got mixed up, as by sorting one column alone."""
    if is_blank(row.sentence):
        return
    words = " ".join(str(row.sentence).rstrip("…").split())
    if "sentence" in fact:
        fits = " ".join(fact["sentence"]["text"].split()).startswith(words)
    else:
        fits = not fact["mentions"] or " ".join(fact["mentions"][0]["text"].split()) in words
    if not fits:
        raise ValueError(
            f"its sentence is not that of {row.id}: rows got mixed up, as by sorting: put them back"
        )


def _changed(row: ReviewRow, fact: Record) -> dict[str, Any]:
    """The fields whose cells say something else than before, as in the record."""
    fields = {}
    for spec in FIELDS[row.kind]:
        if spec.name not in row.values:
            continue
        cell, old = row.values[spec.name], value_of(fact, spec.name)
        if same_cell(cell, old):
            continue
        value = parsed(spec, cell)
        if value != old:
            fields[spec.name] = value
    return fields


def _take_new(article: _Article, row: ReviewRow) -> None:
    """A fact that was missed; a row in which nothing is filled in is none."""
    cells = {name: cell for name, cell in row.values.items() if not is_blank(cell)}
    if not cells:
        return
    try:
        decision = _decision(row.decision)
        if decision == REJECT:
            return
        fields = {
            spec.name: parsed(spec, cells[spec.name]) for spec in FIELDS[row.kind] if spec.name in cells
        }
        fact = added(row.kind, fields, row.sentence, article.words, article.record)
        twin = _twin(article, row.kind, fact)
        if twin is not None:
            raise ValueError(f"is there already, as {twin}: correct it in its row")
    except ValueError as error:
        article.problem(row, f"missed fact: {error}")
        return
    article.mark(fact, EditHow.ADDED, cells)
    article.counts.added += 1
    article.changes.append(Change(article.key, row.kind, None, "added", after=_name(fact)))
    article.new.append((row.kind, fact))


def _twin(article: _Article, kind: str, fact: Record) -> str | None:
    """The fact of `kind` that stands at the very same words."""
    for number, old in enumerate(article.record[kind], 1):
        same = value_of(old, "at") == value_of(fact, "at")
        if same and (kind in NAMED or kind == "dates" or old["kind"] == fact["kind"]):
            return f"{kind}-{number}"
    return None


def _corrected(told: Told, article: _Article, *, complete: bool) -> Told:
    record, counts = article.record, article.counts
    for kind in KINDS:
        kept = [
            fact for number, fact in enumerate(record[kind], 1) if f"{kind}-{number}" not in article.rejected
        ]
        new = [fact for of, fact in article.new if of == kind]
        moved = [fact for fact in kept if _is_moved(fact)]
        record[kind] = _in_order([fact for fact in kept if not _is_moved(fact)], [*moved, *new])
    decided = counts.accepted + counts.changed + counts.rejected
    done = complete or (decided > 0 and counts.unmarked == 0)
    reviewed = Reviewed(
        done,
        counts.accepted,
        counts.changed,
        counts.added,
        counts.rejected,
        counts.unmarked,
        article.by,
        article.on,
    )
    facts = from_record(cast(ArticleRecord, record), told.facts.article.text)
    back = replace(facts, article=told.facts.article, published=told.facts.published, reviewed=reviewed)
    return Told(back, told.whole)


def _is_moved(fact: Mapping[str, Any]) -> bool:
    return bool(fact.get("edited")) and not {"at", "text", "name"}.isdisjoint(fact["edit"]["fields"])


def _in_order(facts: list[Record], more: Sequence[Record]) -> list[Record]:
    """`facts` as they stand, with `more` put in where they are read; the others keep their order."""
    for fact in more:
        behind = (number for number, other in enumerate(facts) if _place(other) > _place(fact))
        facts.insert(next(behind, len(facts)), fact)
    return facts


def _place(fact: Mapping[str, Any]) -> tuple[int, int]:
    at = fact["mentions"][0] if fact.get("mentions") else fact
    return at["start"], at["end"]
