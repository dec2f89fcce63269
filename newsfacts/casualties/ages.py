"""Ages behind those who have them: the words of a sentence in, those that tell ages out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from newsfacts.casualties.lexicon import Role, lexicon

OLDEST = 120  # years that a person may have

_VERBS = ("VBD", "VBN", "VBZ", "VBP", "MD")


def ages(text: Sequence[str], tags: Sequence[str], labels: Sequence[str]) -> set[int]:
    """Which of the words `text`, with their Penn tags and the labels of names, are ages, with the marks
    around them: ", 34" of "Ana Ruiz, 34, and Luis Soto (51) died", "aged 10 and 12" of "two boys aged 10 and
    12". Left out, what stands beside them is joined.

    The comma behind an age stays where a list or an aside goes on: "Ana Ruiz, 34, a nurse, was".
    """
    if not any(map(str.isdecimal, text)) and lexicon().small_ages.isdisjoint(text):
        return set()
    found: set[int] = set()
    sentence = _Ages(text, tags, labels)
    for at, word in enumerate(text):
        if at not in found and _is_age(word):
            # "Ana Ruiz, 34, and two of her friends": what is counted behind is no age.
            found.update(sentence.lifted(sentence.group(at)) or sentence.lifted(sentence.alone(at)))
    return found


def _is_age(word: str) -> bool:
    return word in lexicon().small_ages or (word.isdecimal() and len(word) <= 3 and 0 < int(word) <= OLDEST)


class _Group(NamedTuple):
    """Ages that stand together, words [start, end); `told`: the first of them, where it says that they are
    ages, or ""; `mark`: the "," or "(" before them, or ""; `several`: whether it is more than one age."""

    start: int
    end: int
    told: str
    mark: str
    several: bool


class _Ages:
    def __init__(self, text: Sequence[str], tags: Sequence[str], labels: Sequence[str]) -> None:
        self.text, self.tags, self.labels = text, tags, labels
        self.low = [word.lower() for word in text]

    def group(self, at: int) -> _Group:
        """The ages from word `at` on: "4, 7 and 9", "aged between 5 and 12"."""
        low, lex, end = self.low, lexicon(), at + 1
        while end + 1 < len(low) and low[end] in lex.age_joints:
            step = end + 1 + (low[end] == "," and low[end + 1] == "and")
            if step >= len(low) or not _is_age(low[step]):
                break
            end = step + 1
        start = at - 1 if at and low[at - 1] in lex.between_ages else at
        start = start - 1 if start and low[start - 1] in lex.aged else start
        mark = low[start - 1] if start > 1 and low[start - 1] in (",", "(") else ""
        return _Group(start, end, low[start] if start < at else "", mark, several=end > at + 1)

    def alone(self, at: int) -> _Group:
        """The age at word `at` by itself, whatever follows."""
        mark = self.low[at - 1] if at > 1 and self.low[at - 1] in (",", "(") else ""
        return _Group(at, at + 1, "", mark, several=False)

    def lifted(self, group: _Group) -> list[int]:
        """The words of a group that tells ages, and the marks around it that go with it."""
        return list(self._lifted(group))

    def _lifted(self, group: _Group) -> Iterator[int]:
        owner = group.start - 1 - bool(group.mark)
        if owner < 0 or not self._has(owner, group):
            return
        behind = self.low[group.end] if group.end < len(self.low) else ""
        if group.mark == "(":
            yield from range(group.start - 1, group.end + 1) if behind == ")" else ()
        elif (group.mark or group.told) and self._ends(group, behind):
            yield from range(group.start - bool(group.mark), group.end)
            if group.mark and self._all_of_aside(group.end):
                yield group.end

    def _ends(self, group: _Group, behind: str) -> bool:
        """Whether nothing is counted by the last of the ages."""
        if behind in lexicon().age_ends:
            return True
        return bool(group.told) and not self.tags[group.end].startswith(("NN", "JJ"))

    def _all_of_aside(self, at: int) -> bool:
        """Whether the comma at `at` ends an aside that is the age alone: "Ana Ruiz, 34, was"."""
        if at + 1 >= len(self.low) or self.low[at] != ",":
            return False
        return self.tags[at + 1] in _VERBS or self.low[at + 1] in lexicon().behind_age

    def _has(self, owner: int, group: _Group) -> bool:
        """Whether ages may stand behind word `owner`: "two men, 20 and 31"."""
        rule = lexicon().rule_of(self.low[owner])
        if group.told == "of":
            # "a girl of 9", but "a mother of 3", "a crew of 12"
            return rule is not None and not rule.kin and (rule.role is Role.PERSON or group.several)
        people = rule is not None and rule.role in (Role.PERSON, Role.PEOPLE)
        return (people and bool(group.told or group.several)) or self._named(owner)

    def _named(self, at: int) -> bool:
        """Whether one age may stand behind the word: a name, unless that of a place, or "a girl"."""
        lex, text, low = lexicon(), self.text[at], self.low[at]
        if self.labels[at]:
            return self.labels[at] == "PERSON"
        rule = lex.rule_of(low)
        if rule is not None:
            return rule.role is Role.PERSON and not low.endswith("s")
        return text[0].isupper() and text.isalpha() and not text.isupper()
