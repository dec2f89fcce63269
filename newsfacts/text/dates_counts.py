"""Counts and lengths of time: "two and a half years" to TIMEX3's P2Y6M, Roman numerals."""

from __future__ import annotations

import re

from newsfacts.text.dates_grammar import words

_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "1/2": 0.5, "1/4": 0.25, "3/4": 0.75}


def read_number(number: str) -> str:
    """A count as TIMEX3 writes it: digits, or "X" for one that is not said."""
    table = words("number")
    if number in table:
        return str(table[number])
    total = 0.0
    if match := re.search(r" and (?:a|one)[ -]half$", number):
        number, total = number[: match.start()], 0.5
    for piece in re.split(r"[\s-]+|(?=[½¼¾])", number):
        if not piece:
            continue
        if piece in _FRACTIONS:
            total += _FRACTIONS[piece]
        elif piece in table:
            value = str(table[piece])
            if value == "X":
                return "X"
            total += float(value)
        else:
            try:
                total += float(piece)
            except ValueError:
                return "X"
    return f"{total:g}"


# Half a unit: T before it or not, the unit's own letter, what half of it is.
_HALVES = {"Y": ("", "Y", "6M"), "TH": ("T", "H", "30M"), "TM": ("T", "M", "30S")}


def read_roman(numeral: str) -> int:
    """A Roman numeral up to XXIX."""
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in numeral.upper()]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def duration(number: str, letter: str) -> str:
    """P5Y, PT30M, PXW; weekends count as two days, fortnights as two weeks."""
    if letter == "F":
        letter, number = "W", number if number == "X" else f"{float(number) * 2:g}"
    if letter == "WE":
        letter, number = "D", number if number == "X" else f"{float(number) * 2:g}"
    if letter == "E" and number not in ("X", "1"):
        letter, number = "Y", f"{float(number) * 10:g}"
    if letter == "C" and number != "X":
        letter, number = "Y", f"{float(number) * 100:g}"
    if number.endswith(".5") and letter in _HALVES:
        whole, (time, unit, half) = number[:-2], _HALVES[letter]
        full = f"{whole}{unit}" if whole not in ("", "0") else ""
        return f"P{time}{full}{half}"
    if letter.startswith("T"):
        return f"PT{number}{letter[1]}"
    return f"P{number}{letter}"
