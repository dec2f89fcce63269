"""Numbers spelled out; the inverse of reading them."""

from __future__ import annotations

from collections.abc import Iterator

from newsfacts.numbers.grammar import grammar_of


def spell(number: int) -> str:
    """`number`, 0 to 999,999, in English words; the inverse of reading them. Raises ValueError outside."""
    if not 0 <= number < 10**6:
        raise ValueError(f"spell knows 0 to 999999, got {number}")
    return " ".join(_spell(number)) or "zero"


def _spell(number: int) -> Iterator[str]:
    values = grammar_of().values
    ones = {value: word for word, value in values["ones"].items()}
    tens = {value: word for word, value in reversed(values["tens"].items())}
    if number >= 1000:
        yield from _spell(number // 1000)
        yield "thousand"
        number %= 1000
    if number >= 100:
        yield ones[number // 100]
        yield "hundred"
        number %= 100
        if number:
            yield "and"
    if number >= 20:
        yield tens[number - number % 10] + (f"-{ones[number % 10]}" if number % 10 else "")
    elif number:
        yield ones[number]
