"""Lets the user's own word on people, places and organizations win over what was found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from newsfacts import gazetteer
from newsfacts.doc import store
from newsfacts.doc.sentences import story_sentences
from newsfacts.doc.store import Labelled
from newsfacts.english.names import Fit, fit, person_words
from newsfacts.names import mentions
from newsfacts.names.age_nationality import Particulars
from newsfacts.names.aliases.file import TABLES, Aliases, Entry, key, read_aliases
from newsfacts.names.organization_names import kind_of
from newsfacts.names.roles import Roles
from newsfacts.types import (
    KINDS,
    CharSpan,
    Evidence,
    Organization,
    OrganizationKind,
    Person,
    Place,
    Precision,
)

Entity = Person | Place | Organization

LABELS = {"people": mentions.PERSON, "places": "LOC", "organizations": mentions.ORG}
# A month is no person of that name, wherever the tagger has read it as a date.
NO_NAMES = frozenset({"DATE", "MONEY"})
RULE = "aliases"


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
        self._forms: dict[str, list[tuple[tuple[str, ...], Entry]]] = defaultdict(list)
        for entry in aliases.entries:
            for name in entry.names if entry.find else ():
                words = tuple(_plain(token.text) for token in self.tokenizer(name) if not token.is_space)
                self._forms[words[0]].append((words, entry))
        for forms in self._forms.values():
            forms.sort(key=lambda form: (-len(form[0]), form[0]))

    def __call__(self, doc: Doc) -> Doc:
        if not self.aliases.entries and not self.aliases.ignore:
            return doc
        before = {table: store.stored(doc, table, KINDS[table]) for table in TABLES}
        pieces, changes = self._parted(doc, before)
        if changes:
            _relabel(doc, changes)
        after = _Builder(doc).all(pieces)
        for table in TABLES:
            if after[table] != before[table]:
                store.store(doc, table, after[table])
        return doc

    def _parted(
        self, doc: Doc, before: dict[str, tuple[Entity, ...]]
    ) -> tuple[list[_Piece], dict[tuple[int, int], str | None]]:
        """What belongs together, and the new labels of names, by their characters; None is no name."""
        pieces: dict[Any, _Piece] = {}
        changes: dict[tuple[int, int], str | None] = {}
        protected: set[str] = set()
        parted: list[tuple[str, Entity, _Parting]] = []
        text = store.text_of(doc)  # put together anew at each call
        for table, entities in before.items():
            for entity in entities:
                parting = self._parting(text, table, entity)
                protected |= parting.protected
                parted.append((table, entity, parting))
        found = list(self._found(doc, protected)) if self._forms else []
        hidden = {i for span, _ in found for i in range(span.start_char, span.end_char)}
        for number, (table, entity, parting) in enumerate(parted):
            for mention, home in zip(entity.mentions, parting.homes, strict=True):
                at = (mention.span.start, mention.span.end)
                if home is None or not hidden.isdisjoint(range(*at)):
                    changes[at] = None
                    continue
                target = home if isinstance(home, Entry) else number
                new_table = home.table if isinstance(home, Entry) else table
                piece = pieces.setdefault(
                    target, _Piece(new_table, home if isinstance(home, Entry) else None)
                )
                piece.mentions.append(mention)
                if new_table != table:
                    changes[at] = LABELS[new_table]
                elif not piece.sources or piece.sources[-1] is not entity:
                    piece.sources.append(entity)
                    if parting.heir is piece.entry:
                        piece.inherited.append(entity)
        for span, entry in found:
            piece = pieces.setdefault(entry, _Piece(entry.table, entry))
            evidence = mentions.evidence(Labelled(span, LABELS[entry.table], None))
            piece.mentions.append(replace(evidence, rule=RULE))
            changes[span.start_char, span.end_char] = LABELS[entry.table]
        for piece in pieces.values():
            piece.mentions.sort(key=lambda mention: mention.span)
        return list(pieces.values()), changes

    # ------------------------------------------------------------ who goes where

    def _parting(self, text: str, table: str, entity: Entity) -> _Parting:
        """To whom each mention of an entity goes."""
        texts = [_text(text, mention) for mention in entity.mentions]
        owners = [self.aliases.owner(words) for words in texts]
        named = self.aliases.owner(entity.name)
        forms: dict[Entry, set[str]] = {} if named is None else {named: set()}
        for words, owner in zip(texts, owners, strict=True):
            if owner is not None:
                forms.setdefault(owner, set()).add(key(words))
        protected: set[str] = set()
        takers: list[Entry] = []
        for entry, own in forms.items():
            if entry is named:
                takers.append(entry)
            elif entry.table != table or _part_of(entity.name, own):
                continue
            elif named is None and table == "people" and _namesake(entity.name, entry, own):
                protected |= own
            else:
                takers.append(entry)
        named_here = [owner for owner in owners if owner in takers]
        last = next(iter(named_here or takers), None)
        unnamed = None if self.aliases.ignores(entity.name) else STAYS
        homes: list[Entry | str | None] = []
        for words, owner in zip(texts, owners, strict=True):
            if owner is not None and key(words) not in protected:
                homes.append(owner)
                last = owner if owner in takers else last
            else:
                homes.append(None if self.aliases.ignores(words) else last or unnamed)
        heir = named or (takers[0] if len(takers) == 1 else None)
        return _Parting(homes, heir, protected)

    # ------------------------------------------------------------ what the tagger missed

    def _found(self, doc: Doc, protected: set[str]) -> Iterator[tuple[Span, Entry]]:
        """Names of the file in the story, the longest first where two begin alike, that were not found.

        A name inside a longer one is none; one that holds a shorter one takes its place.
        """
        around: dict[int, tuple[int, int, bool]] = {}
        for name in store.labelled(doc, store.NAMES):
            taken = name.label in NO_NAMES
            around.update((i, (name.span.start, name.span.end, taken)) for i in _tokens(name.span))
        for name in mentions.mentions(doc):
            around.update((i, (name.span.start, name.span.end, True)) for i in _tokens(name.span))
        for sentence in story_sentences(doc):
            tokens = [token for token in sentence if not token.is_space]
            words = [_plain(token.text) for token in tokens]
            at = 0
            while at < len(words):
                step = 1
                for form, entry in self._forms.get(words[at], ()):
                    end = at + len(form)
                    if tuple(words[at:end]) != form:
                        continue
                    span = doc[tokens[at].i : tokens[end - 1].i + 1]
                    if key(span.text) not in protected and _stands_free(span, around):
                        yield span, entry
                    step = len(form)
                    break
                at += step


STAYS = "stays"  # with the entity as it was


@dataclass
class _Parting:
    """`homes`: for each mention its entry, STAYS, or None where it is dropped.

    `heir`: the entry that gets what is known of the entity besides its mentions; None: it keeps that.
    `protected`: names of the file that here are somebody else's.
    """

    homes: list[Entry | str | None]
    heir: Entry | None
    protected: set[str]


@dataclass
class _Piece:
    """The mentions of one entity to be. `sources`: the entities of this kind that they come from.

    `inherited`: those among them whose kind, country and coordinates are the piece's too.
    """

    table: str
    entry: Entry | None
    mentions: list[Evidence] = field(default_factory=list)
    sources: list[Any] = field(default_factory=list)
    inherited: list[Any] = field(default_factory=list)


def _namesake(name: str, entry: Entry, forms: Iterable[str]) -> bool:
    """Whether "Musa" in an article of Omar Musa is not the file's "Ali Musa", who is called Musa too."""
    words = person_words(name)
    if len(words) < 2 or any(len(form.split()) > 1 for form in forms):
        return False
    others = [person_words(other) for other in entry.names if " " in key(other)]
    others.append(person_words(entry.name))
    return all(fit(words, other) == fit(other, words) == Fit.NONE for other in others)


def _part_of(name: str, forms: Iterable[str]) -> bool:
    """Whether all forms hold the name and more: "southern Israel" is not what Israel becomes."""
    own = key(name)
    return all(form != own and f" {own} " in f" {form} " for form in forms)


def _stands_free(span: Span, around: dict[int, tuple[int, int, bool]]) -> bool:
    """Whether a name stands in no longer name and is no part of a compound.

    `around`: of each token in a name its start, end, and whether just this is found already.
    """
    doc = span.doc
    if span.start and doc[span.start - 1].text == "-" and not doc[span.start - 1].whitespace_:
        return False
    if span.end < len(doc) and doc[span.end].text == "-" and not doc[span.end - 1].whitespace_:
        return False
    for start, end, taken in dict.fromkeys(around[i] for i in _tokens(span) if i in around):
        if (start, end) == (span.start, span.end):
            if taken:
                return False
        elif start <= span.start and span.end <= end and key(doc[start:end].text) != key(span.text):
            return False
    return True


def _relabel(doc: Doc, changes: dict[tuple[int, int], str | None]) -> None:
    """Tell the components that come after: they read the names, too."""
    spans: dict[tuple[int, int], str | None] = {}
    for (start, end), label in changes.items():
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is not None:
            spans[span.start, span.end] = label
    changed = bytearray(len(doc))
    for start, end in spans:
        changed[start:end] = b"\1" * (end - start)
    groups = {store.NAMES: store.labelled(doc, store.NAMES), mentions.MENTIONS: mentions.mentions(doc)}
    for group, old in groups.items():
        confidence = {(name.span.start, name.span.end): name.confidence for name in old}
        kept = [
            (name.span.start, name.span.end, name.label, name.confidence)
            for name in old
            if not any(changed[name.span.start : name.span.end])
        ]
        kept += [(*at, label, confidence.get(at)) for at, label in spans.items() if label is not None]
        store.store_labelled(doc, group, sorted(kept, key=lambda name: name[:2]))
    doc.ents = tuple(filter_spans(doc.spans[store.NAMES]))


# ---------------------------------------------------------------- entities anew


class _Builder:
    """Makes entities of pieces of one Doc."""

    def __init__(self, doc: Doc) -> None:
        self.doc, self.text = doc, store.text_of(doc)
        self._people: tuple[Roles, Particulars] | None = None
        self._confidence: dict[tuple[int, int], float | None] | None = None

    def all(self, pieces: Sequence[_Piece]) -> dict[str, tuple[Entity, ...]]:
        """The entities by kind, in reading order."""
        made: dict[str, list[Entity]] = {table: [] for table in TABLES}
        for piece in pieces:
            made[piece.table].append(self._entity(piece))
        return {
            table: tuple(sorted(entities, key=lambda entity: entity.mentions[0].span))
            for table, entities in made.items()
        }

    def _entity(self, piece: _Piece) -> Entity:
        entry = piece.entry
        base: Any = piece.sources[0] if piece.sources else None
        whole = len(piece.sources) == 1 and base.mentions == tuple(piece.mentions)
        if whole and entry is None:
            untouched: Entity = base
            return untouched
        texts = [_text(self.text, mention) for mention in piece.mentions]
        name = entry.name if entry is not None else self._name(base.name, texts)
        values: dict[str, Any] = {"name": name, "mentions": tuple(piece.mentions)}
        if not whole or base.name != name:
            values["aliases"] = mentions.other_forms(name, texts)
        if not whole:
            values["confidence"] = self._sure(piece.mentions)
        heirs = piece.sources if entry is None else piece.inherited
        if piece.table == "people":
            if not whole:
                values |= self._particulars(piece.mentions)
            if entry is not None and entry.role is not None:
                values["role"] = entry.role
        elif piece.table == "organizations":
            values["kind"] = _kind(entry, heirs, [name, *texts])
        else:
            values |= _where(entry or Entry("places", name), heirs)
        made: Entity = KINDS[piece.table](**values) if base is None else replace(base, **values)
        return made

    @staticmethod
    def _name(name: str, texts: Sequence[str]) -> str:
        """The name of what is left of an entity: as it was, where that is left, else the fullest."""
        if any(key(text) == key(name) for text in texts):
            return name
        return max(texts, key=lambda text: (len(text.split()), len(text)))

    def _particulars(self, found: Iterable[Evidence]) -> dict[str, Any]:
        """What the article says of a person beside these mentions."""
        if self._people is None:
            self._people = (Roles(self.doc), Particulars(self.doc))
        roles, particulars = self._people
        at = [self._span(mention.span) for mention in found]
        spans = [span for span in at if span is not None]
        return {
            "role": roles.of(spans),
            "age": particulars.age(spans),
            "nationality": particulars.nationality(spans),
        }

    def _span(self, at: CharSpan) -> Span | None:
        return self.doc.char_span(at.start, at.end, alignment_mode="expand")

    def _sure(self, found: Iterable[Evidence]) -> float | None:
        if self._confidence is None:
            named = mentions.mentions(self.doc)
            self._confidence = {(m.span.start_char, m.span.end_char): m.confidence for m in named}
        given = [self._confidence.get((mention.span.start, mention.span.end)) for mention in found]
        known = [confidence for confidence in given if confidence is not None]
        return round(sum(known) / len(known), 3) if known else None


def _kind(
    entry: Entry | None, heirs: Sequence[Organization], texts: Sequence[str]
) -> OrganizationKind | None:
    """The kind of a body: the file's, else the article's, else what its names tell where it is new."""
    if entry is not None and entry.kind is not None:
        return OrganizationKind(entry.kind)
    if heirs:
        return next((body.kind for body in heirs if body.kind is not None), None)
    return kind_of(texts)


def _best(entry: Entry | None, heirs: Sequence[Place]) -> Place:
    """Of the places merged that whose whereabouts are known, and fit the country of the file."""
    country = entry.country if entry is not None else None
    fitting = [place for place in heirs if country in (None, place.country)] or heirs
    return next((place for place in fitting if place.latitude is not None), fitting[0])


def _where(entry: Entry, heirs: Sequence[Place]) -> dict[str, Any]:
    """Kind, country and coordinates: the file's, else the article's, else the gazetteer's if it is sure."""
    base = _best(entry, heirs) if heirs else None
    kind = entry.kind or (base.kind if base is not None else None)
    country = entry.country or (base.country if base is not None else None)
    found: dict[str, Any] = {
        "kind": kind,
        "country": country,
        "metonymy": bool(heirs) and all(place.metonymy for place in heirs),
    }
    if entry.latitude is not None:
        return found | _point(entry.latitude, entry.longitude, Precision.EXACT)
    if base is not None and country == base.country:
        return found | _point(base.latitude, base.longitude, base.precision)
    known = gazetteer.default().lookup(entry.name)
    code = entry.country or gazetteer.sure_country(known)
    for candidate in known:
        if code and candidate.country == code and kind in (None, candidate.kind):
            found |= {"country": code, "kind": candidate.kind}
            return found | _point(candidate.latitude, candidate.longitude, Precision.EXACT)
    return found | _point(None, None, None)


def _point(latitude: float | None, longitude: float | None, precision: Precision | None) -> dict[str, Any]:
    return {"latitude": latitude, "longitude": longitude, "precision": precision}


def _text(text: str, mention: Evidence) -> str:
    """The words of a mention on one line."""
    return " ".join(mention.span.of(text).split())


def _tokens(span: Span) -> range:
    return range(span.start, span.end)


def _plain(word: str) -> str:
    return word.replace("’", "'")
