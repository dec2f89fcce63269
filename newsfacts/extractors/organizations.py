"""Finds organizations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from newsfacts import rules
from newsfacts.nlp import mentions, store
from newsfacts.nlp.store import Labelled
from newsfacts.text import gazetteer
from newsfacts.text.names import (
    SMALL_WORDS,
    WordList,
    bare,
    fold,
    in_capitals,
    is_acronym,
    spelt_out,
    stands_for,
)
from newsfacts.types import Organization, OrganizationKind


@Language.factory("newsfacts_organizations", requires=["doc.sents"], assigns=["doc.spans"])
def make_organizations(nlp: Language, name: str) -> Organizations:
    return Organizations()


@dataclass(frozen=True, slots=True)
class KnownRule:
    """A line of `organizations.toml`."""

    id: str
    names: tuple[str, ...]
    kind: str


@cache
def words(table: str) -> frozenset[str]:
    """The words of a table of `organizations_words.toml`."""
    return frozenset(rules.load("organizations_words", WordList)[table].words)


@cache
def known_bodies() -> dict[str, KnownRule]:
    """Known bodies by name as compared: with case where all letters are capitals, else folded."""
    table: dict[str, KnownRule] = {}
    for rule in rules.load("organizations", KnownRule).values():
        for name in rule.names:
            table.setdefault(_case_key(name), rule)
    return table


def _case_key(name: str) -> str:
    return name if name.isupper() or any(char.isupper() for char in name[1:3]) else fold(name)


def known(name: str) -> KnownRule | None:
    """The line of `organizations.toml` for a body called `name`."""
    name = bare(name)
    return known_bodies().get(name) or known_bodies().get(fold(name))


@dataclass
class Group:
    """The mentions of one body under its names."""

    name: str
    words: tuple[str, ...]
    mentions: list[Labelled] = field(default_factory=list)


class Organizations:
    """The component that finds organizations and keeps them as span group `organizations`."""

    def __call__(self, doc: Doc) -> Doc:
        store.store(doc, "organizations", self.find(doc))
        return doc

    def find(self, doc: Doc) -> tuple[Organization, ...]:
        """The organizations of `doc`, in reading order; changes nothing."""
        found = [m for m in mentions.mentions(doc) if m.label == mentions.ORG]
        return tuple(self._organization(group) for group in group_names(doc, found))

    @staticmethod
    def _organization(group: list[Labelled]) -> Organization:
        texts = [mentions.text_of(m.span) for m in group]
        name = name_of(texts)
        return Organization(
            name=name,
            kind=kind_of(texts),
            aliases=mentions.other_forms(name, texts),
            mentions=tuple(mentions.evidence(m) for m in group),
            confidence=mentions.confidence_of(group),
        )


# ---------------------------------------------------------------- one body, several names


def group_names(doc: Doc, found: Sequence[Labelled]) -> list[list[Labelled]]:
    """The ORG mentions, one list a body, in reading order."""
    forms: dict[str, str] = {}  # folded -> as first written
    for mention in found:
        forms.setdefault(fold(bare(mention.span.text)), bare(mentions.text_of(mention.span)))
    home = {form: form for form in forms}

    def root(form: str) -> str:
        while home[form] != form:
            form = home[form]
        return form

    def join(short: str, full: str) -> None:
        a, b = root(short), root(full)
        if a != b:
            home[a] = b

    for acronym, name in bracketed(doc, found):
        join(acronym, name)
    by_rule: dict[str, str] = {}
    for form in sorted(forms, key=lambda f: -len(f)):
        rule = known(forms[form])
        if rule is not None:
            join(form, by_rule.setdefault(rule.id, form))
    full_forms = sorted((f for f in forms if " " in f), key=lambda f: (-len(f.split()), f))
    index: dict[str, list[str]] = defaultdict(list)
    for form in full_forms:
        for word in dict.fromkeys(form.split()):
            index[word].append(form)
    initials: dict[str, list[str]] = defaultdict(list)
    for form in full_forms:
        initials[form[0]].append(form)
    for form, written in forms.items():
        if root(form) != form:
            continue
        if is_acronym(written):
            fits = [full for full in initials[form[:1]] if stands_for(written, forms[full])]
        else:
            fits = [full for full in index[form.split()[-1]] if full != form and shortens(form, full)]
            fits += [full for full in index[form.split()[0]] if full != form and begins(form, full)]
        roots = {root(full): None for full in fits} if fits else {}
        roots.pop(form, None)
        if len(roots) == 1:
            join(form, next(iter(roots)))
    groups: dict[str, list[Labelled]] = {}
    for mention in found:
        groups.setdefault(root(fold(bare(mention.span.text))), []).append(mention)
    return list(groups.values())


def bracketed(doc: Doc, found: Sequence[Labelled]) -> Iterator[tuple[str, str]]:
    """Names that brackets tie, folded, (acronym, name): "Atomic Energy Agency (IAEA)", "IAEA (Atomic …)"."""
    for a, b in pairwise(found):
        gap = doc[a.span.end : b.span.start]
        if (
            [t.text for t in gap if not t.is_space] != ["("]
            or b.span.end >= len(doc)
            or doc[b.span.end].text != ")"
        ):
            continue
        first, second = bare(a.span.text), bare(b.span.text)
        if is_acronym(second):
            yield fold(second), fold(first)
        elif is_acronym(first):
            yield fold(first), fold(second)


def shortens(short: str, full: str) -> bool:
    """Whether the folded name `short` ends `full`, what is left off telling only whose it is.

    "navy" of "uruguayan navy", "national team" of "costa rican national team".
    """
    a, b = short.split(), full.split()
    if len(a) >= len(b):
        return False
    if b[-len(a) :] == a:
        left = b[: len(b) - len(a)]
        if len(a) == 1 and a[0] not in words("generic"):
            return False
        return all(_tells_whose(word) for word in left) or _tells_whose(" ".join(left)) or len(a) > 2
    # The same first and last word, and all else in order: "Costa Rican National Team".
    return len(a) > 2 and a[0] == b[0] and a[-1] == b[-1] and _in_order(a, b)


def begins(short: str, full: str) -> bool:
    """Whether the folded name `short` begins `full` and is enough to name it: "smart" of "smart group"."""
    a, b = short.split(), full.split()
    if len(a) >= len(b) or b[: len(a)] != a:
        return False
    rest = b[len(a) :]
    if all(word in words("tail") for word in rest):
        return True
    if known(short) is not None or _tells_whose(short):
        return False  # "UN" is not its Security Council, nor "Sudan" its army
    if rest[0] in SMALL_WORDS:
        return len(a) > 1 or a[0] in words("generic")
    return len(a) > 1


def _in_order(short: Sequence[str], full: Sequence[str]) -> bool:
    rest = iter(full)
    return all(word in rest for word in short)


def _tells_whose(name: str) -> bool:
    """Whether a word in a body's name says of which country or town it is, or no more than "national"."""
    names = gazetteer.default()
    if name in (
        "national",
        "federal",
        "central",
        "royal",
        "state",
        "local",
        "s",
        "the",
        "of",
        "country",
        "republic",
    ):
        return True
    return bool(names.country(name) or names.people(name)) or any(c.prior > 5 for c in names.lookup(name)[:1])


# ---------------------------------------------------------------- name and kind


def name_of(texts: Sequence[str]) -> str:
    """The fullest form: the most words; ordinary spelling before capitals."""
    # "National Union party" is "National Union", where that is written too.
    tailed = {text for text in texts if text.split()[-1].islower() and text.rsplit(" ", 1)[0] in texts}
    named = [bare(text) for text in texts if text not in tailed]
    name = max(named, key=lambda text: (len(text.split()), not in_capitals(text), len(text)))
    return spelt_out(name) if in_capitals(name) and " " in name else name


# In this order: of "Supreme Court News" the last word decides, of two words for one place the first table.
_KINDS = (
    "court",
    "media",
    "party",
    "sports",
    "armed_group",
    "company",
    "ngo",
    "government",
    "international",
    "other",
)


def kind_of(texts: Sequence[str]) -> OrganizationKind | None:
    """What kind of body bears these names; None where they do not tell."""
    for text in texts:
        rule = known(text)
        if rule is not None:
            return OrganizationKind(rule.kind)
    for text in sorted(dict.fromkeys(texts), key=lambda t: -len(t.split())):
        tokens = fold(bare(text)).split()
        if tokens and tokens[0] == "un" and len(tokens) > 1:
            return OrganizationKind.INTERNATIONAL
        # What stands before "of" is what the body is: "Ministry of Sports", "Bank of Punjab".
        for cut in ("of", "for", "on", "in", "to", "and"):
            if cut in tokens[1:]:
                head = tokens[: tokens.index(cut)]
                kind = _kind_of_words(head)
                if kind is not None:
                    return kind
        kind = _kind_of_words(tokens)
        if kind is not None:
            return kind
    return None


def _kind_of_words(tokens: Sequence[str]) -> OrganizationKind | None:
    for end in range(len(tokens), 0, -1):
        for start in (end - 2, end - 1):
            if start < 0:
                continue
            phrase = " ".join(tokens[start:end])
            for kind in _KINDS:
                if phrase in words(kind):
                    return OrganizationKind(kind)
    return None
