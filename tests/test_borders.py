"""Places mended: where they end, what they are, which are left out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfacts.tagger.borders import mend
from newsfacts.tagger.votes import LabelledSpan

LABELS = ("PERSON", "ORG", "LOC", "FAC", "NORP", "MISC")
CASES = tomllib.loads((files("newsfacts") / "tagger/cases.toml").read_text("utf-8"))["case"]


def read(marked: str) -> tuple[list[str], list[tuple[int, int, str]]]:
    """The words of "In [LOC Port Orlo] .", and the spans in its brackets."""
    words: list[str] = []
    spans = []
    for label, name, word in re.findall(r"\[(\w+) ([^\]]+)\]|(\S+)", marked):
        found = name.split() or [word]
        if label:
            spans.append((len(words), len(words) + len(found), label))
        words += found
    return words, spans


def shares_of(
    words: Sequence[str],
    spans: Sequence[tuple[int, int, str]],
    believed: Mapping[str, Mapping[str, float]] = {},
) -> np.ndarray:
    table = np.zeros((len(words), len(LABELS)), np.float32)
    for start, end, label in spans:
        for i in range(start, end):
            for own, share in believed.get(words[i], {label: 0.95}).items():
                table[i, LABELS.index(own)] = share
    return table


def mended(
    marked: str,
    known: Mapping[str, int] = {},
    believed: Mapping[str, Mapping[str, float]] = {},
) -> list[LabelledSpan]:
    words, spans = read(marked)
    shares = shares_of(words, spans, believed)
    given = [(s, e, label, float(shares[s:e, LABELS.index(label)].min())) for s, e, label in spans]
    return mend(words, given, shares, LABELS, lambda name: known.get(name, 0))


@pytest.mark.parametrize("case", CASES, ids=[case["tagged"] for case in CASES])
def test_cases(case):
    words, expected = read(case["mended"])
    assert words == read(case["tagged"])[0]
    found = mended(case["tagged"], case.get("known", {}), case.get("believed", {}))
    assert [span[:3] for span in found] == expected


def test_a_place_believed_elsewhere_stays():
    words, spans = read("[LOC Fritola] is small . Try [LOC Fritola] .")
    shares = shares_of(words, spans)
    shares[5] = 0.1
    given = [(0, 1, "LOC", 0.95), (5, 6, "LOC", 0.4)]
    assert mend(words, given, shares, LABELS, lambda name: 0) == given
    shares[0] = 0.1
    assert mend(words, given, shares, LABELS, lambda name: 0) == []


def test_blanks_in_a_name_are_no_doubt():
    words = ["Port", "  ", "Orlo"]
    shares = shares_of(["Port", "Orlo"], [(0, 2, "LOC")])
    shares = np.stack([shares[0], 0 * shares[0], shares[1]])
    given = [(0, 3, "LOC", 0.95)]
    assert mend(words, given, shares, LABELS, lambda name: 0) == given


def test_a_mended_name_is_as_sure_as_its_own_words():
    found = mended("In [LOC Velmora 's Orlo] .", {"Velmora": 1}, {"'s": {"LOC": 0.5}, "Orlo": {"LOC": 0.9}})
    assert [round(span[3], 2) for span in found] == [0.95, 0.9]


def test_no_names_nothing_to_mend():
    assert mend([], [], np.zeros((0, len(LABELS)), np.float32), LABELS, lambda name: 0) == []


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Orlo", "'s", "island", "northern", ",", "and", "  ", "Jarnea", "Bay"]),
            st.sampled_from(LABELS),
            st.floats(0, 1, width=32),
            st.booleans(),
        ),
        min_size=1,
        max_size=12,
    ),
    st.integers(0, 3),
)
def test_spans_stay_in_order_inside_those_given(tokens, weight):
    words = [word for word, *_ in tokens]
    shares = np.zeros((len(words), len(LABELS)), np.float32)
    starts = [i for i, (*_, begins) in enumerate(tokens) if begins or i == 0]
    spans = []
    for i, (_, label, share, _) in enumerate(tokens):
        shares[i, LABELS.index(label)] = share
    for start, end in zip(starts, [*starts[1:], len(words)], strict=True):
        spans.append((start, end, tokens[start][1], tokens[start][2]))
    found = mend(words, spans, shares, LABELS, lambda name: weight if name != "Bay" else 0)
    assert all(a[1] <= b[0] for a, b in pairwise(found))
    for start, end, _, probability in found:
        assert start < end
        assert 0 <= probability <= 1
        assert any(s <= start and end <= e for s, e, *_ in spans)
    for span in spans:
        if span[2] == "PERSON":
            assert span in found
