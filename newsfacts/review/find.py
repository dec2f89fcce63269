"""Where the words that a person writes stand in an article, and in which sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from newsfacts.doc.split import split
from newsfacts.types import CharSpan

_SINGLE = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})


@dataclass(frozen=True)
class Words:
    """The text of an article, as far as it is at hand: whole, or blank where no fact quotes it.

    `quoted`: the sentences that facts quote, in order.
    """

    text: str
    quoted: Sequence[CharSpan]
    whole: bool

    @cached_property
    def sentences(self) -> Sequence[CharSpan]:
        """Of the whole text; of parts of it those quoted."""
        own = list(self.quoted)
        if not self.whole:
            return own
        # Those of the facts first: what was split once is not split otherwise here.
        return sorted(
            [*own, *(span for span in split(self.text) if not any(span.overlaps(old) for old in own))]
        )

    @cached_property
    def _loose(self) -> str:
        return self.text.translate(_SINGLE)

    def sentence_of(self, span: CharSpan) -> CharSpan:
        """The sentence around `span`; where it reaches over a border, from its first to its last."""
        within = [sentence for sentence in self.sentences if sentence.overlaps(span)]
        if not within:
            return span
        return CharSpan(
            min(span.start, min(part.start for part in within)),
            max(span.end, max(part.end for part in within)),
        )

    def occurrences(self, words: str, within: CharSpan | None = None) -> list[CharSpan]:
        """Where `words` stand, whole words only: however blanks and typographic quotes are written.

        Letter by letter where they stand so, else in whatever case.
        """
        parts = words.translate(_SINGLE).split()
        if not parts:
            return []
        pattern = r"\s+".join(map(re.escape, parts))
        left = r"(?<!\w)" if parts[0][0].isalnum() else ""
        right = r"(?!\w)" if parts[-1][-1].isalnum() else ""
        start, end = (within.start, within.end) if within else (0, len(self.text))
        for flags in (0, re.IGNORECASE):
            found = re.compile(left + pattern + right, flags).finditer(self._loose, start, end)
            if spans := [CharSpan(match.start(), match.end()) for match in found]:
                return spans
        return []

    def sentence_like(self, words: str) -> CharSpan | None:
        """Where a sentence that a person copied stands; None where it does not, or more than once."""
        found = self.occurrences(words)
        return found[0] if len(found) == 1 else None

    def one(self, words: str, sentence: CharSpan | None = None) -> CharSpan:
        """The one place where `words` stand, in `sentence` if they do there.

        Raises ValueError with `what: what to do` where there is none, or several.
        """
        shown = " ".join(words.split())
        shown = shown if len(shown) <= 40 else shown[:39] + "…"
        near = self.occurrences(words, sentence) if sentence else []
        found = near or self.occurrences(words)
        if not found:
            rest = "" if self.whole else "; the text is not at hand: give the articles as well"
            raise ValueError(f"{shown!r} does not stand in the article: copy its words{rest}")
        if len(found) > 1:
            raise ValueError(
                f"{shown!r} stands {len(found)} times in the {'sentence' if near else 'article'}: "
                "copy its sentence too, or say where in `at`"
            )
        return found[0]

    def checked(self, spans: Sequence[Sequence[int]]) -> list[CharSpan]:
        """`spans` as they are. Raises ValueError where one is not of this text."""
        for start, end in spans:
            if not 0 <= start < end <= len(self.text) or not self.text[start:end].strip():
                raise ValueError(f"at {start}-{end}: no words of the article stand there: mend the span")
        return [CharSpan(start, end) for start, end in spans]
