"""Finds organizations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from newsfacts.doc import store
from newsfacts.doc.store import Labelled
from newsfacts.english.names import bare, fold, is_acronym, stands_for
from newsfacts.names import mentions
from newsfacts.names.organization_names import begins, kind_of, known, name_of, shortens, without_form
from newsfacts.names.repairs import in_brackets
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
        found = [m for m in mentions.mentions(doc) if m.label == mentions.ORG]
        return tuple(self._organization(group) for group in group_names(doc, found))

    @staticmethod
    def _organization(group: list[Labelled]) -> Organization:
        texts = [mentions.text_of(m) for m in group]
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
        forms.setdefault(fold(bare(mention.text)), bare(mentions.text_of(mention)))
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
    by_core: dict[str, str] = {}
    for form in sorted(
        forms, key=lambda f: (-len(f), f)
    ):  # "Orlo Motors Co.", "Orlo Motors Ltd", "Orlo Motors"
        if without_form(form) != form or form in by_core:
            join(form, by_core.setdefault(without_form(form), form))
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
            fits = [full for full in initials[form[:1]] if _stands_for(written, forms[full])]
        else:
            fits = [full for full in index[form.split()[-1]] if full != form and shortens(form, full)]
            fits += [full for full in index[form.split()[0]] if full != form and begins(form, full)]
        roots = {root(full): None for full in fits} if fits else {}
        roots.pop(form, None)
        if len(roots) == 1:
            join(form, next(iter(roots)))
    groups: dict[str, list[Labelled]] = {}
    for mention in found:
        groups.setdefault(root(fold(bare(mention.text))), []).append(mention)
    return list(groups.values())


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
        first, second = bare(a.text), bare(b.text)
        if _is_another(first, second):
            continue  # "UNITED NATIONS (AP)"
        if is_acronym(second) or (len(b.span) == 1 and len(a.span) > 1 and known(second) is None):
            yield fold(second), fold(first)
        elif is_acronym(first):
            yield fold(first), fold(second)
