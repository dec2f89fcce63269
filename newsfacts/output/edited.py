"""What records say of the corrections that a person made."""

from __future__ import annotations

from typing import Annotated, TypedDict, cast

from newsfacts.dataclass_data import to_dict
from newsfacts.edits import Edit, EditHow, Reviewed
from newsfacts.output.notes import Note

Who = Annotated[str | None, Note("Who did it; null where nobody said.")]
OnDay = Annotated[str | None, Note("On which day; null where nobody said.", (("format", "date"),))]
Many = Annotated[int, Note("How many facts.", (("minimum", 0),))]


class EditRecord(TypedDict):
    """What a person did to a fact (`newsfacts apply`)."""

    how: Annotated[EditHow, Note("changed, or added: the tool had missed it.")]
    by: Who
    on: OnDay
    fields: Annotated[list[str], Note("The fields that were changed.")]


class EditedRecord(TypedDict, total=False):
    """What only a fact has that a person changed or added."""

    edited: Annotated[bool, Note("A person changed or added this fact; not there in what the tool found.")]
    edit: EditRecord


class ReviewedRecord(TypedDict):
    """What became of the facts of an article that a person went through."""

    done: Annotated[bool, Note("The whole article was looked at: what is not there is not in it.")]
    accepted: Many
    changed: Many
    added: Many
    rejected: Many
    unmarked: Annotated[int, Note("Facts on which nobody decided: kept as they were.", (("minimum", 0),))]
    by: Who
    on: OnDay


class ReviewRecord(TypedDict, total=False):
    """What only an article has that a person went through."""

    reviewed: ReviewedRecord


def edited(edit: Edit | None) -> EditedRecord:
    if edit is None:
        return {}
    made: EditRecord = {"how": edit.how, "by": edit.by, "on": edit.on, "fields": list(edit.fields)}
    return {"edited": True, "edit": made}


def reviewed(reviewed: Reviewed | None) -> ReviewRecord:
    return {"reviewed": cast(ReviewedRecord, to_dict(reviewed))} if reviewed is not None else {}
