"""Finds organizations."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from newsfacts.doc import store
from newsfacts.doc.store import Labelled
from newsfacts.english.names import fold, is_acronym, stands_for
from newsfacts.english.words import WordList, closed
from newsfacts.names import mentions
from newsfacts.names.organization_names import (
    bare_name,
    begins,
    kind_of,
    known,
    name_of,
    shortens,
    without_form,
)
from newsfacts.names.passes.clues import in_brackets
from newsfacts.names.passes.value import words
from newsfacts.names.small_bodies import small_bodies
from newsfacts.rules import load
from newsfacts.types import Organization, OrganizationKind


@Language.factory("newsfacts_organizations", requires=["doc.sents"], assigns=["doc.spans"])
def make_organizations(nlp: Language, name: str) -> Organizations:
    return Organizations()


class Organizations:
    """The component that finds organizations and keeps them as span group `organizations`."""

    def __call__(self, doc: Doc) -> Doc:
        store.store(doc, "organizations", self.find(doc))
        return doc

    def find(self, doc: Doc) -> tuple[Organization, ...]:
        """The organizations of `doc`, in reading order; changes nothing."""
        names = mentions.mentions(doc)
        found = [m for m in names if m.label == mentions.ORG]
        found = sorted((*found, *small_bodies(doc, names)), key=lambda m: m.span.start)
        groups = group_names(doc, found)
        bodies = zip(map(self._organization, groups), groups, strict=True)
        return tuple(body for body, group in bodies if not _is_doubtful(body) or _acts(group))

    @staticmethod
    def _organization(group: list[Labelled]) -> Organization:
        texts = [mentions.text_of(m) for m in group]
        name = name_of(texts)
        return Organization(
            name=name,
            kind=_of_fighters(group) or kind_of(texts) or kind_beside(group),
            aliases=mentions.other_forms(name, texts),
            mentions=tuple(mentions.evidence(m) for m in group),
            confidence=mentions.confidence_of(group),
        )


# A body of one word that nothing says a kind of, and that is believed less, is none in two of three cases
# (wwn-dev, all 99 articles).
LEAST_UNTOLD = 0.65


def _is_doubtful(body: Organization) -> bool:
    """Whether nothing bears out that one word is a body's name."""
    lone = body.kind is None and " " not in body.name and not body.aliases and not is_acronym(body.name)
    return lone and body.confidence is not None and body.confidence < LEAST_UNTOLD


def _acts(group: Sequence[Labelled]) -> bool:
    """Whether the article has a body speak: "Orlo said", "according to Orlo"."""
    for m in group:
        low, start, end = store.lower_words_of(m.span.doc), m.span.start, m.span.end
        if start > 1 and low[start - 2 : start] == ["according", "to"]:
            return True
        if end < len(low) and low[end] in words().speech:
            return True
    return False


# ---------------------------------------------------------------- what kind

MAX_GLOSS = 12  # tokens of "(the Bureau of Roads)"
MAX_DATELINE = 8  # tokens of "LIMA, Peru, July 3 2022"
BESIDE = 2  # tokens on either side of a name that can tell its kind
MAX_APPOSITION = 6  # tokens of ", a rights group based in Lima,"


def kind_beside(group: Sequence[Labelled]) -> OrganizationKind | None:
    """The kind that the words beside a body's names tell most often; None where they tell none."""
    told = [kind for m in group for kind in _kinds_beside(m)]
    if told:
        return Counter(told).most_common(1)[0][0]
    if any(map(_is_outlet, group)):
        return OrganizationKind.MEDIA
    glosses = [gloss for m in group if (gloss := _gloss(m))]
    return kind_of(glosses) if glosses else None


def _of_fighters(group: Sequence[Labelled]) -> OrganizationKind | None:
    """ARMED_GROUP where letters stand beside a word for fighters, whatever lists say: "fighters of FLN"."""
    armed = dict(_kind_words())[OrganizationKind.ARMED_GROUP]
    for m in group:
        if not is_acronym(m.text):
            return None
        low, start, end = store.lower_words_of(m.span.doc), m.span.start, m.span.end
        before = (
            low[max(start - 3, 0) : start - 2]
            if low[start - 2 : start] == ["of", "the"]
            else low[start - 1 : start]
        )
        if not armed.isdisjoint((*before, *low[end : end + 1])):
            return OrganizationKind.ARMED_GROUP
    return None


def _gloss(mention: Labelled) -> str:
    """What brackets tell of a name, else "": "Orlo (the Bureau of Roads)", "Buro (Roads Bureau; Orlo)"."""
    doc, words = mention.span.doc, store.words_of(mention.span.doc)
    first, last = mentions.around(mention.span)
    start, end = mention.span.start, mention.span.end
    if words[end : end + 1] == ["("] and ")" in words[end + 2 : min(end + MAX_GLOSS, last)]:
        return str(doc[end + 1 : words.index(")", end)].text)
    if (
        start - first > 2
        and words[start - 1] in (";", ",")
        and "(" in words[max(first, start - MAX_GLOSS) : start]
    ):
        opens = start - 1 - words[max(first, start - MAX_GLOSS) : start][::-1].index("(")
        return "" if ")" in words[opens:start] else str(doc[opens + 1 : start - 1].text)
    return ""


# Of a site ".com" says nothing: "Orlo.com" may sell shoes.
_SITE = re.compile(
    r"\w*(?:news|times|post|press|daily|herald|media|tribune|journal|today|radio|tv)\w*"
    r"\.(?:com|co|net|org)(?:\.[a-z]{2})?"
    r"|[a-z]\w+\.(?:info|news|[a-z]{2})",
    re.IGNORECASE,
)


def _is_outlet(mention: Labelled) -> bool:
    """Whether a name is a site's, "Orlo.com", or ends a dateline: "LIMA, July 3 (ORLO) - "."""
    text = mention.text
    if "." in text and _SITE.fullmatch(text) and not text.endswith("."):
        return True
    words, start, end = store.words_of(mention.span.doc), mention.span.start, mention.span.end
    if start == 0 or words[start - 1] != "(" or words[end : end + 1] != [")"]:
        return False
    first = mentions.around(mention.span)[0]
    return start - 1 - first <= MAX_DATELINE and words[end + 1 : end + 2] in (["-"], ["–"], ["—"], ["--"])


@cache
def _kind_words() -> tuple[tuple[OrganizationKind, frozenset[str]], ...]:
    """The tables of `names/kind_words.toml`."""
    tables = load("names/kind_words", WordList).items()
    return tuple((OrganizationKind(kind), frozenset(table.words)) for kind, table in tables)


def _kinds_beside(mention: Labelled) -> Iterator[OrganizationKind]:
    start, end = mention.span.start, mention.span.end
    low = store.lower_words_of(mention.span.doc)
    first, last = mentions.around(mention.span)
    before, near = low[max(start - BESIDE, first) : start], low[end : min(end + BESIDE, last)]
    if low[end : end + 1] == [","] and low[end + 1 : end + 2] and low[end + 1] in closed().articles:
        apposition = low[end + 2 : min(end + 2 + MAX_APPOSITION, last)]
        near += apposition[: apposition.index(",")] if "," in apposition else apposition
    for beside in (before, near):
        pairs = [f"{one} {other}" for one, other in pairwise(beside)]
        # "The Orlo news agency" is a paper's, no government's.
        for phrases in (pairs, beside):
            told = [kind for kind, words in _kind_words() if not words.isdisjoint(phrases)]
            if told:
                yield from told
                return


# ---------------------------------------------------------------- one body, several names


def group_names(doc: Doc, found: Sequence[Labelled]) -> list[list[Labelled]]:
    """The ORG mentions, one list a body, in reading order."""
    written: dict[str, str] = {}  # folded -> as first written
    for mention in found:
        written.setdefault(fold(bare_name(mention.text)), bare_name(mentions.text_of(mention)))
    bodies = _Bodies(written)
    for acronym, name in bracketed(doc, found):
        bodies.join(acronym, name)
    bodies.join_known()
    bodies.join_legal_forms()
    bodies.join_short_forms()
    groups: dict[str, list[Labelled]] = {}
    for mention in found:
        groups.setdefault(bodies.root(fold(bare_name(mention.text))), []).append(mention)
    return list(groups.values())


class _Bodies:
    """The names of an article's bodies, and which of them are one body's. `written`: folded name -> as it is
    written.
    """

    def __init__(self, written: Mapping[str, str]) -> None:
        self.written = written
        self.home = {form: form for form in written}

    def root(self, form: str) -> str:
        """The name that stands for all of its body."""
        while self.home[form] != form:
            form = self.home[form]
        return form

    def join(self, short: str, full: str) -> None:
        """Make two names one body's, known by the root of `full`."""
        a, b = self.root(short), self.root(full)
        if a != b:
            self.home[a] = b

    def join_known(self) -> None:
        """The names of one known body are one's."""
        by_rule: dict[str, str] = {}
        for form in sorted(self.written, key=lambda f: -len(f)):
            rule = known(self.written[form])
            if rule is not None:
                self.join(form, by_rule.setdefault(rule.id, form))

    def join_legal_forms(self) -> None:
        """ "Orlo Motors Co.", "Orlo Motors Ltd" and "Orlo Motors" are one."""
        by_core: dict[str, str] = {}
        for form in sorted(self.written, key=lambda f: (-len(f), f)):
            core = without_form(form)
            if core != form or form in by_core:
                self.join(form, by_core.setdefault(core, form))

    def join_short_forms(self) -> None:
        """A short form is the body's that has the one full name which it fits."""
        full = sorted((f for f in self.written if " " in f), key=lambda f: (-len(f.split()), f))
        by_word: dict[str, list[str]] = defaultdict(list)
        by_initial: dict[str, list[str]] = defaultdict(list)
        for form in full:
            by_initial[form[0]].append(form)
            for word in dict.fromkeys(form.split()):
                by_word[word].append(form)
        for form in self.written:
            if self.root(form) == form:
                roots = dict.fromkeys(map(self.root, self._fits(form, by_word, by_initial)))
                roots.pop(form, None)
                if len(roots) == 1:
                    self.join(form, next(iter(roots)))

    def _fits(
        self, form: str, by_word: Mapping[str, Sequence[str]], by_initial: Mapping[str, Sequence[str]]
    ) -> Iterator[str]:
        """The full names that `form` can be short for."""
        written = self.written[form]
        if is_acronym(written):
            for full in by_initial.get(form[:1], ()):
                if _stands_for(written, self.written[full]):
                    yield full
            return
        words = form.split()
        if not words:
            return
        # All of its words stand in what it is short for: those with the rarest are few.
        for full in min((by_word.get(word, ()) for word in words), key=len):
            if full != form and (shortens(form, full) or begins(form, full)):
                yield full


def _stands_for(acronym: str, name: str) -> bool:
    """As `stands_for`, the legal form counted or not: "GE" of "General Electric Co."."""
    return stands_for(acronym, name) or stands_for(acronym, without_form(fold(name)))


def _is_another(first: str, second: str) -> bool:
    """Whether the name in brackets is a known body's that the name before it is not."""
    rule = known(second)
    if rule is None or known(first) is rule or stands_for(second, first):
        return False
    return known(first) is not None or rule.kind == OrganizationKind.MEDIA


def bracketed(doc: Doc, found: Sequence[Labelled]) -> Iterator[tuple[str, str]]:
    """Names that brackets tie, folded, (short, full): "Atomic Energy Agency (IAEA)", "IAEA (Atomic …)".

    A single word in brackets need not be of the other's first letters, which may be of another language:
    "Federation of Cooperatives (Fencoop)".
    """
    for a, b in pairwise(found):
        if not in_brackets(doc, a.span, b.span):
            continue
        first, second = bare_name(a.text), bare_name(b.text)
        if _is_another(first, second):
            continue  # "UNITED NATIONS (AP)"
        if is_acronym(second) or (len(b.span) == 1 and len(a.span) > 1 and known(second) is None):
            yield fold(second), fold(first)
        elif is_acronym(first):
            yield fold(first), fold(second)
