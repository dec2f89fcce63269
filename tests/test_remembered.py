"""What functions gave for words: kept for an article of any length, bounded from one to the next."""

from __future__ import annotations

import pytest

from newsfacts.remembered import forget, remembered


def test_a_word_is_asked_for_once_and_forgotten_with_too_many_others():
    asked = []

    @remembered(3)
    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    words = ["Lima", "Orlo", "Batu", "Kano", "Lima", "Kano"]
    assert [length(word) for word in words] == [4] * 6
    assert asked == words[:4]
    forget()
    assert length("Lima") == 4
    assert asked == [*words[:4], "Lima"]
    forget()  # of three or fewer nothing is forgotten
    length("Lima")
    assert asked == [*words[:4], "Lima"]


@pytest.mark.model
def test_each_article_begins_with_no_more_than_is_kept(nlp):
    @remembered(1)
    def itself(word: str) -> str:
        return word

    itself("Lima"), itself("Orlo")
    nlp("A ferry sank off Batu on Monday.")
    assert itself.cache_info().currsize == 0  # type: ignore[attr-defined]
