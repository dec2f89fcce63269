"""The roles of a person: beside their names (`roles_beside`), told elsewhere (`roles_told`), or, where there
is no office, what else says who they are (`roles_last`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from spacy.tokens import Doc, Span

from newsfacts.doc import store
from newsfacts.english.names import fold
from newsfacts.names import mentions
from newsfacts.names.roles_beside import Beside
from newsfacts.names.roles_last import Last
from newsfacts.names.roles_told import Told, heads

MAX_ROLES = 2


class Roles(Beside):
    """Finds roles in one Doc. `labels`: for each token that of the name that it belongs to, or ""."""

    def __init__(self, doc: Doc, labels: Sequence[str]) -> None:
        super().__init__(doc, labels)
        people = [m.span for m in mentions.mentions(doc, (mentions.PERSON,))]
        self.beside = {one.start: list(self.at(one)) for one in people}
        self.told, self.last = Told(doc, people, self), Last(doc, self)
        # Of each office that is said of someone by name, how many are called so.
        self.held = Counter(
            head for found in self.beside.values() for at in found for head in heads(self._text(*at))
        )

    def of(self, spans: Sequence[Span]) -> str | None:
        """The roles that the mentions of one person come with, the first two that say different things."""
        found: list[str] = []
        for span in spans:
            shared = self.told.shared.get(span.start)
            if shared is not None:
                self._add(found, shared)
            for start, end in self.beside.get(span.start, ()):
                if shared is None or not heads(self._text(start, end)) & heads(shared):
                    self._add(found, self._text(start, end))
        found = found or self._told_elsewhere(spans)
        return "; ".join(found[:MAX_ROLES]) or self.last.of(spans)

    def _text(self, start: int, end: int) -> str:
        return " ".join(store.words_between(self.doc, start, end).split())

    def _told_elsewhere(self, spans: Sequence[Span]) -> list[str]:
        """What someone is called where they are named, or by the next sentence, where none but them is called
        so; else whose kin they are.
        """
        named = [text for span in spans if (text := self.told.named.get(span.start)) is not None]
        if named:
            return named[:1]
        later = (self.told.later.get(span.start) for span in spans)
        called = [text for text in later if text is not None and not any(map(self.held.get, heads(text)))]
        kin = (self.told.kin.get(span.start) for span in spans)
        return called or [text for text in kin if text is not None][:1]

    @staticmethod
    def _add(found: list[str], text: str) -> None:
        """Add a role; of two that say the same the longer is kept."""
        words = {word.removesuffix("s") for word in fold(text).split()}
        for i, other in enumerate(found):
            known = {word.removesuffix("s") for word in fold(other).split()}
            if words <= known:
                return
            if known < words:
                found[i] = text
                return
        found.append(text)
