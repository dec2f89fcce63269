"""One label a name: the votes of its mentions."""

from __future__ import annotations

import numpy as np

from newsfacts.tagger.votes import vote

LABELS = ["PERSON", "ORG", "LOC", "DATE"]


def shares_of(**rows: dict[str, float]) -> np.ndarray:
    """tokens × LABELS; `t3={"ORG": .9}`: token 3."""
    table = np.zeros((12, len(LABELS)), np.float32)
    for name, row in rows.items():
        for label, share in row.items():
            table[int(name[1:]), LABELS.index(label)] = share
    return table


def test_all_mentions_of_a_name_get_the_label_of_most_votes():
    words = "Odhikar said . The NGO Odhikar left . odhikar 's head".split()
    shares = shares_of(t0={"PERSON": 0.6, "ORG": 0.4}, t5={"ORG": 0.95}, t8={"ORG": 0.5, "PERSON": 0.4})
    spans = [(0, 1, "PERSON", 0.6), (5, 6, "ORG", 0.95), (8, 9, "ORG", 0.5)]
    first, *others = vote(words, spans, shares, LABELS)
    assert first[:3] == (0, 1, "ORG")
    assert 0.6 < first[3] < 0.7  # 1.85 votes of 2.85
    assert others == spans[1:]


def test_a_full_name_speaks_for_its_last_word():
    words = "Maria Arce spoke . Arce left".split()
    shares = shares_of(t0={"PERSON": 0.9}, t1={"PERSON": 0.9}, t4={"LOC": 0.8, "PERSON": 0.2})
    spans = [(0, 2, "PERSON", 0.9), (4, 5, "LOC", 0.8)]
    assert [span[2] for span in vote(words, spans, shares, LABELS)] == ["PERSON", "PERSON"]


def test_other_names_and_dates_keep_their_labels():
    words = "Lima in May ; May spoke".split()
    shares = shares_of(t0={"LOC": 0.9}, t2={"DATE": 0.9}, t4={"PERSON": 0.9})
    spans = [(0, 1, "LOC", 0.9), (2, 3, "DATE", 0.9), (4, 5, "PERSON", 0.9)]
    assert vote(words, spans, shares, LABELS) == spans


def test_no_names_no_votes():
    assert vote([], [], np.zeros((0, len(LABELS)), np.float32), LABELS) == []
