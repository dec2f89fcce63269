"""Which numbers of a sentence may count people, and which are those of dates."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from newsfacts.casualties.sentence import Sentence
from newsfacts.numbers.counts import Number


def note(words: Sentence, numbers: Iterable[Number]) -> None:
    """Note on the sentence where `numbers` stand that may count people."""
    for number in numbers:
        start = bisect_right(words.first, number.span.start) - 1
        end = bisect_left(words.first, number.span.end)
        if start < 0 or end <= start or words.last[end - 1] > number.span.end + 1:
            continue
        if not _is_date(words, start, end, number):
            words.counts[start] = (end, number)


def _is_date(words: Sentence, start: int, end: int, number: Number) -> bool:
    """Whether a bare number is a date's: "in 2018", "May 27", "27 May", "2018-19"."""
    months = words.lex.months
    bare = number.span == number.core and number.rule == "exact"
    before, behind = words.at(start - 1), words.at(end)
    day = bare and number.max is not None and number.max <= 31 and words.low[start].isdigit()
    if day and behind in months:
        return True
    if day and before in months and words.tagged(end) != "NNS":
        return True
    if words.label[start] == "DATE" and bare and not words.tagged(end).startswith("NN"):
        return True
    if not number.year_like:
        return False
    if number.span != number.core:  # "over 2000 people" counts, "jailed over 2019 killing" does not
        return _one_thing(words, end)
    counts = words.tagged(end).startswith(("NN", "JJ")) and before not in words.lex.before_years
    return _one_thing(words, end) or not counts


def _one_thing(words: Sentence, at: int) -> bool:
    """Whether the nouns from word `at` name one thing ("2019 killing"), no people ("2000 police")."""
    end = at
    while words.tagged(end).startswith(("NN", "JJ")):
        end += 1
    if end == at or words.tagged(end - 1) != "NN":
        return False
    rule = words.lex.rule_of(words.low[end - 1])
    return rule is None or rule.role != "people"
