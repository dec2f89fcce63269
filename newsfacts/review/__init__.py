"""Facts out for a person to correct, back in, and how good they were.

`fields` has what can be corrected in each kind of fact, `rows` the facts of articles as rows of a form,
whatever program the form is for; `forms` writes and reads these (a sheet, a page, Label Studio, INCEpTION).
`apply` takes the rows of a form back into the facts (`change` for one fact, `find` for where its words
stand), `gold` writes them for scorers, `score` says how good others are against them (`pairs`, `agree`).
"""

from __future__ import annotations

from newsfacts.review.apply import Applied, apply_review
from newsfacts.review.rows import Review, Reviewable, ReviewRow, review_of
from newsfacts.review.score import score_facts

__all__ = ["Applied", "Review", "ReviewRow", "Reviewable", "apply_review", "review_of", "score_facts"]
