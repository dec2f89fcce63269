"""Lets the user's own word on people, places and organizations win over what was found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from newsfacts.doc import store
from newsfacts.doc.store import Labelled
from newsfacts.names import mentions
from newsfacts.names.aliases.build import Builder, Entity, Piece
from newsfacts.names.aliases.file import TABLES, Aliases, Entry, read_aliases
from newsfacts.names.aliases.missed import Missed
from newsfacts.names.aliases.parting import Parting, part
from newsfacts.types import KINDS, Evidence

LABELS = {"people": mentions.PERSON, "places": mentions.LOC, "organizations": mentions.ORG}
RULE = "aliases"

Changes = dict[
    tuple[int, int], str | None
]  # by the characters of a name: its new label, None where it is none


@Language.factory("newsfacts_aliases", assigns=["doc.spans", "doc.ents"], default_config={"path": ""})
def make_aliases(nlp: Language, name: str, path: str) -> UserNames:
    return UserNames(nlp.tokenizer, read_aliases(path) if path else Aliases())


class UserNames:
    """The component that rewrites `people`, `places` and `organizations` as a file of aliases says.

    It comes after these three and before those that read names. Each entry is one entity: what bears one
    of its names becomes it, and what the extractors took for the same goes along, unless they took two
    entries for one; then every name goes to its own, and what is named in no entry to the one named last
    before. Names that the tagger missed are added, as whole words in the spelling of the file.
    """

    def __init__(self, tokenizer: Callable[[str], Doc], aliases: Aliases) -> None:
        self.tokenizer = tokenizer
        self.use(aliases)

    def use(self, aliases: Aliases) -> None:
        """Take `aliases` in place of those before."""
        self.aliases = aliases
        self.missed = Missed(aliases, self.tokenizer)

    def __call__(self, doc: Doc) -> Doc:
        if not self.aliases.entries and not self.aliases.ignore:
            return doc
        before: dict[str, tuple[Entity, ...]] = {t: store.stored(doc, t, KINDS[t]) for t in TABLES}
        text = store.text_of(doc)
        parted = [
            (table, entity, part(text, table, entity, self.aliases))
            for table, entities in before.items()
            for entity in entities
        ]
        protected = {name for *_, parting in parted for name in parting.protected}
        found = list(self.missed.find(doc, protected))
        pieces = _Pieces({i for span, _ in found for i in range(span.start_char, span.end_char)})
        for number, (table, entity, parting) in enumerate(parted):
            pieces.part(number, table, entity, parting)
        for span, entry in found:
            pieces.add(span, entry)
        if pieces.changes:
            _relabel(doc, pieces.changes)
        after = Builder(doc).all(pieces.in_order())
        for table in TABLES:
            if after[table] != before[table]:
                store.store(doc, table, after[table])
        return doc


class _Pieces:
    """What belongs together, and the names that change. `hidden`: characters of names that were missed."""

    def __init__(self, hidden: set[int]) -> None:
        self.hidden = hidden
        self.pieces: dict[Entry | int, Piece] = {}
        self.changes: Changes = {}

    def part(self, number: int, table: str, entity: Entity, parting: Parting) -> None:
        """Give each mention of an entity to its piece. `number`: of the entity, whose own piece that is."""
        for mention, home in zip(entity.mentions, parting.homes, strict=True):
            at = (mention.span.start, mention.span.end)
            if home is None or not self.hidden.isdisjoint(range(*at)):
                self.changes[at] = None
                continue
            piece = self._piece(home, table) if isinstance(home, Entry) else self._piece(number, table)
            piece.mentions.append(mention)
            if piece.table != table:
                self.changes[at] = LABELS[piece.table]
            elif not piece.sources or piece.sources[-1] is not entity:
                piece.sources.append(entity)
                if parting.heir is piece.entry:
                    piece.inherited.append(entity)

    def add(self, span: Span, entry: Entry) -> None:
        """Add a name that was missed."""
        label = LABELS[entry.table]
        evidence: Evidence = mentions.evidence(Labelled(span, label, None))
        self._piece(entry, entry.table).mentions.append(replace(evidence, rule=RULE))
        self.changes[span.start_char, span.end_char] = label

    def _piece(self, home: Entry | int, table: str) -> Piece:
        """The piece of an entry of the file, or of an entity that none names, which is of `table`."""
        entry = home if isinstance(home, Entry) else None
        return self.pieces.setdefault(home, Piece(table if entry is None else entry.table, entry))

    def in_order(self) -> list[Piece]:
        """The pieces, the mentions of each in reading order."""
        for piece in self.pieces.values():
            piece.mentions.sort(key=lambda mention: mention.span)
        return list(self.pieces.values())


def _relabel(doc: Doc, changes: Changes) -> None:
    """Tell the components that come after: they read the names, too."""
    spans: Changes = {}
    for (start, end), label in changes.items():
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None:
            spans[span.start, span.end] = label
    changed = bytearray(len(doc))
    for start, end in spans:
        changed[start:end] = b"\1" * (end - start)
    tagged = _renamed(store.labelled(doc, store.NAMES), spans, changed)
    kept = _renamed(mentions.mentions(doc), spans, changed)
    store.store_labelled(doc, store.NAMES, tagged)
    mentions.put(doc, kept, mentions.changes_of(doc))
    doc.ents = tuple(filter_spans(doc.spans[store.NAMES]))


def _renamed(names: list[Labelled], spans: Changes, changed: bytearray) -> list[store.ModelSpan]:
    """`names` with those at `spans`, by their tokens, in place of what stands in `changed` tokens."""
    confidence = {(name.span.start, name.span.end): name.confidence for name in names}
    kept = [
        (name.span.start, name.span.end, name.label, name.confidence)
        for name in names
        if not any(changed[name.span.start : name.span.end])
    ]
    kept += [(*at, label, confidence.get(at)) for at, label in spans.items() if label is not None]
    return sorted(kept, key=lambda name: name[:2])
