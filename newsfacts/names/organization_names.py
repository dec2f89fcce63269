"""The names of organizations as strings: known bodies, short forms, which form is the full one, what kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from newsfacts import gazetteer, rules
from newsfacts.english.names import bare, fold, in_capitals, is_acronym, spelt_out, stands_for
from newsfacts.english.words import WordList, closed
from newsfacts.types import OrganizationKind


@dataclass(frozen=True, slots=True)
class KnownRule:
    """A line of `names/organizations.toml`. `ambiguous`: names that mean other bodies as often."""

    id: str
    names: tuple[str, ...]
    kind: str
    ambiguous: tuple[str, ...] = ()


@cache
def _tables() -> Mapping[str, WordList]:
    return rules.load("names/organization_words", WordList)


@cache
def words(table: str) -> frozenset[str]:
    """The words of a table of `names/organization_words.toml`."""
    return frozenset(_tables()[table].words)


@cache
def known_bodies() -> dict[str, KnownRule]:
    """Known bodies by name as compared: with case where all letters are capitals, else folded."""
    table: dict[str, KnownRule] = {}
    for rule in rules.load("names/organizations", KnownRule).values():
        for name in rule.names:
            table.setdefault(_case_key(name), rule)
    return table


@cache
def _by_first_word() -> dict[str, tuple[str, ...]]:
    index: dict[str, list[str]] = {}
    for rule in rules.load("names/organizations", KnownRule).values():
        for name in rule.names:
            key = fold(name)
            if " " in key:
                index.setdefault(key.split()[0], []).append(key)
    return {word: tuple(names) for word, names in index.items()}


def beginning_with(word: str) -> tuple[str, ...]:
    """The known names of several words that begin with the folded `word`, folded."""
    return _by_first_word().get(word, ())


def _case_key(name: str) -> str:
    return name if name.isupper() or any(char.isupper() for char in name[1:3]) else fold(name)


def known(name: str) -> KnownRule | None:
    """The line of `names/organizations.toml` for a body called `name`."""
    name = bare(name)
    return known_bodies().get(name) or known_bodies().get(fold(name))


def without_form(name: str) -> str:
    """The folded `name` without the legal form of a company: "general electric" of "general electric co"."""
    tokens = name.split()
    while len(tokens) > 1:
        cut = next((n for n in (2, 1) if len(tokens) > n and " ".join(tokens[-n:]) in words("legal_form")), 0)
        if not cut:
            break
        tokens = tokens[:-cut]
    return " ".join(tokens)


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
    if all(word in words("tail") or word in words("company") for word in rest):
        return True  # "Orlo" of "Orlo Motors"; "Orlo City" is no company
    if rest[0] in closed().small:
        return len(a) > 1 or a[0] in words("generic")
    return len(a) > 1


def _in_order(short: Sequence[str], full: Sequence[str]) -> bool:
    rest = iter(full)
    return all(word in rest for word in short)


def _tells_whose(name: str) -> bool:
    """Whether a word in a body's name says of which country or town it is, or no more than "national"."""
    names = gazetteer.default()
    if name in words("whose"):
        return True
    return bool(names.country(name) or names.people(name)) or any(c.prior > 5 for c in names.lookup(name)[:1])


def name_of(texts: Sequence[str]) -> str:
    """The fullest form: the most words; ordinary spelling before capitals."""
    # "National Union party" is "National Union", where that is written too.
    tailed = {t for t in texts if " " in t and t.split()[-1].islower() and t.rsplit(" ", 1)[0] in texts}
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
        if rule is not None and not _stands_for_another(text, texts, rule):
            if bare(text) in rule.ambiguous and not any(known(t) is rule for t in texts if t != text):
                continue
            return OrganizationKind(rule.kind)
    by_length = sorted(dict.fromkeys(texts), key=lambda t: -len(t.split()))
    kinds = (kind for text in by_length if (kind := _kind_of_name(fold(bare(text)).split())) is not None)
    return next(kinds, None)


def _kind_of_name(tokens: Sequence[str]) -> OrganizationKind | None:
    """The kind that the words of a folded name tell."""
    if tokens and tokens[0] == "un" and len(tokens) > 1:
        return OrganizationKind.INTERNATIONAL
    # What stands before "of" is what the body is: "Ministry of Sports", "Bank of Punjab".
    for joint in _tables()["joints"].words:
        if joint in tokens[1:]:
            kind = _kind_of_words(tokens[: tokens.index(joint)])
            if kind is not None:
                return kind
    return _kind_of_words(tokens)


def _stands_for_another(text: str, texts: Sequence[str], rule: KnownRule) -> bool:
    """Whether a known acronym stands for a full name that is not the known body's."""
    if not is_acronym(text):
        return False
    return any(" " in full and known(full) is not rule and stands_for(text, bare(full)) for full in texts)


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
