"""The names of organizations as strings: known bodies, short forms, which form is the full one, what kind."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from newsfacts import gazetteer, rules
from newsfacts.english.names import bare, fold, in_capitals, is_acronym, spelt_out, stands_for
from newsfacts.english.words import WordList, closed
from newsfacts.remembered import remembered
from newsfacts.types import OrganizationKind


@dataclass(frozen=True, slots=True)
class KnownRule:
    """A line of `names/organizations.toml`. `ambiguous`: names that mean other bodies as often."""

    id: str
    names: tuple[str, ...]
    kind: str
    ambiguous: tuple[str, ...] = ()


@cache
def _organizations() -> Mapping[str, KnownRule]:
    return rules.load("names/organizations", KnownRule)


@cache
def _tables() -> Mapping[str, WordList]:
    return rules.load("names/organization_words", WordList)


@cache
def words(table: str) -> frozenset[str]:
    """The words of a table of `names/organization_words.toml`."""
    return frozenset(_tables()[table].words)


@dataclass(frozen=True, slots=True)
class Listed:
    """A name of `names/known_names.toml`; `sure`: it means that body, whatever stands beside it."""

    rule: KnownRule
    sure: bool
    table: str = ""


@cache
def listed_names() -> dict[str, Listed]:
    """The names of `names/known_names.toml`, as they are written."""
    tables = rules.load("names/known_names", WordList)
    doubtful = frozenset(tables["doubtful"].words)
    found: dict[str, Listed] = {}
    for table, entry in tables.items():
        kind = "company" if table == "brands" else table.removesuffix("_words")
        for line in entry.words if table != "doubtful" else ():
            names = tuple(line.split("|"))
            rule = KnownRule(names[0], names, kind)
            for name in names:
                sure = table == kind and name not in doubtful
                found.setdefault(name, Listed(rule, sure or table == "brands", table))
    for rule in _organizations().values():
        for name in rule.names:
            if len(re.findall(r"\w+", name)) > 1:
                found.setdefault(name, Listed(rule, sure=True))
    return found


@dataclass(frozen=True, slots=True)
class _Index:
    """The listed names, and in `bodies` the known ones too, by what they are looked for.

    starts: first word -> how many tokens the longest name has that begins so. written: plain form -> how it
    is written, in capitals alone only where it is in no other way. keys, bodies: name as compared, with case
    where all letters are capitals, else folded -> the listed name, ("", that name) or (the body's rule, "").
    """

    starts: dict[str, int]
    written: dict[str, str]
    keys: dict[str, str]
    bodies: dict[str, tuple[str, str]]


@cache
def _index() -> _Index:
    files = ("names/known_names.toml", "names/organizations.toml", "english/names.py")
    return _Index(*rules.derived(_indexed, *files))


def _indexed() -> tuple[dict[str, int], dict[str, str], dict[str, str], dict[str, tuple[str, str]]]:
    starts: dict[str, int] = {}
    written: dict[str, str] = {}
    bodies: dict[str, tuple[str, str]] = {}
    for rule in _organizations().values():
        for name in rule.names:
            bodies.setdefault(_case_key(name), (rule.id, ""))
    for name, entry in listed_names().items():
        plain = plainly(name)
        parts = re.findall(r"\w+|[^\w\s]", plain)
        starts[parts[0]] = max(starts.get(parts[0], 0), len(parts))
        if plain not in written or (written[plain].isupper() and not name.isupper()):
            written[plain] = name
        if entry.sure:
            bodies.setdefault(_case_key(name), ("", name))
    return starts, written, {_case_key(name): name for name in reversed(listed_names())}, bodies


@remembered()
def listed(name: str) -> Listed | None:
    """What `names/known_names.toml` has for a body called `name`."""
    name = bare_name(name)
    found = _index().keys.get(name) or _index().keys.get(fold(name))
    return listed_names()[found] if found else None


@cache
def _brands() -> frozenset[str]:
    return frozenset(map(plainly, rules.load("names/known_names", WordList)["brands"].words))


def plainly(name: str) -> str:
    """A name in small letters, its blanks and apostrophes of one sort, without accents."""
    if name.isascii():
        return " ".join(name.lower().split())
    text = unicodedata.normalize("NFKD", name.casefold().replace("’", "'").replace("‘", "'"))
    return " ".join("".join(char for char in text if not unicodedata.combining(char)).split())


def bare_name(name: str) -> str:
    """As `bare`, but the possessive that is part of a company's name stays: "McDonald's"."""
    return name.strip() if plainly(name) in _brands() else bare(name)


@remembered()
def longest_from(word: str) -> int:
    """How many tokens the longest listed name has that begins with `word`; 0 where none does."""
    return _index().starts.get(re.split(r"(?<=\w)\W", plainly(word))[0], 0)


@remembered()
def as_listed(text: str) -> Listed | None:
    """The listed name that `text` is, letter for letter but for capitals; a name of capitals needs them."""
    found = _index().written.get(plainly(text))
    if found is None or (found.isupper() and not text.isupper()):
        return None
    return listed_names()[found]


@cache
def _by_first_word() -> dict[str, tuple[str, ...]]:
    index: dict[str, list[str]] = {}
    for rule in _organizations().values():
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


@remembered()
def known(name: str) -> KnownRule | None:
    """The line of `names/organizations.toml` for a body called `name`."""
    name = bare_name(name)
    found = _index().bodies.get(name) or _index().bodies.get(fold(name))
    if found is None:
        return None
    rule, listed_as = found
    return _organizations()[rule] if rule else listed_names()[listed_as].rule


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


# Known bodies that are called by the beginning of their name: "Toyota" of "Toyota Motor Philippines".
_PRIVATE = (OrganizationKind.COMPANY, OrganizationKind.SPORTS, OrganizationKind.MEDIA)


def begins(short: str, full: str) -> bool:
    """Whether the folded name `short` begins `full` and is enough to name it: "smart" of "smart group"."""
    a, b = short.split(), full.split()
    if len(a) >= len(b) or b[: len(a)] != a:
        return False
    rest = b[len(a) :]
    if all(word in words("tail") for word in rest):
        return True
    rule = known(short)
    if (rule is not None and rule.kind not in _PRIVATE) or _tells_whose(short):
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
    named = [bare_name(text) for text in texts if text not in tailed]
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
            if bare_name(text) in rule.ambiguous and not any(known(t) is rule for t in texts if t != text):
                continue
            return OrganizationKind(rule.kind)
    by_length = sorted(dict.fromkeys(texts), key=lambda t: -len(t.split()))
    names = [text for text in by_length if not is_acronym(text)]
    entries = (entry for text in names if (entry := listed(text)) is not None)
    told = next((OrganizationKind(entry.rule.kind) for entry in entries), None)
    if told is not None:
        return told
    kinds = (kind for text in by_length if (kind := _kind_of_name(fold(bare(text)).split())) is not None)
    return next(kinds, None) or _kind_of_acronyms(by_length)


def _kind_of_acronyms(texts: Sequence[str]) -> OrganizationKind | None:
    """The kind of a body whose full names tell none, by its letters."""
    entries = (entry for text in texts if (entry := listed(text)) is not None)
    told = next((OrganizationKind(entry.rule.kind) for entry in entries), None)
    letters = (kind for text in texts if (kind := _kind_of_letters(bare(text))) is not None)
    return told or next(letters, None)


def _kind_of_name(tokens: Sequence[str]) -> OrganizationKind | None:
    """The kind that the words of a folded name tell."""
    if len(tokens) > 1 and (tokens[0] == "un" or _is_worldwide(tokens)):
        return OrganizationKind.INTERNATIONAL
    if _is_rally(tokens):
        return OrganizationKind.PARTY
    # What stands before "of" is what the body is: "Ministry of Sports", "Bank of Punjab".
    for joint in _tables()["joints"].words:
        if joint in tokens[1:]:
            if joint == "and" and (kind := _kind_of_words(tokens[-1:])) is not None:
                return kind  # "Transport and Safety Authority"
            kind = _kind_of_words(tokens[: tokens.index(joint)])
            if kind is not None:
                return kind
    return _kind_of_words(tokens)


def _is_worldwide(tokens: Sequence[str]) -> bool:
    """Whether a folded name is one of many countries' body, and not of sport."""
    begins = any(" ".join(tokens[:n]) in words("worldwide") for n in (1, 2))
    heads = words("worldwide_heads").intersection(tokens)
    return begins and bool(heads) and words("sports").isdisjoint(tokens)


def _is_rally(tokens: Sequence[str]) -> bool:
    """Whether a folded name is a party's by what it is for: "Union for Democratic Renewal"."""
    heads = {at for at, token in enumerate(tokens) if token in words("rallies")}
    ends = {0, len(tokens) - 1} | {at - 1 for at, token in enumerate(tokens) if token in ("for", "of")}
    cause = any(token in words("causes") for at, token in enumerate(tokens) if at not in heads)
    return bool(heads & ends) and cause and "trade" not in tokens


# How stations and web sites are called: "NBC4", "WTVR CBS 6", "Forbes.com".
_STATION = re.compile(
    r"(?:.*\b)?(?:NBC|CBS|ABC|FOX|Fox|CNN|BBC|CTV|ITV|KTLA|PBS|TV|TF|BFM)[ -]?(?:\d{1,2}|LA|TV|NY|News)\b.*"
    r"|.+\.(?:com|net|org|co\.uk|com\.au|net\.au)|\d{1,2}\s?News|[KW][A-Z]{2,3}(?:-TV|-FM)?"
)
_POLICE = re.compile(r"@?\w*[A-Z]{2}PD")


def _kind_of_letters(text: str) -> OrganizationKind | None:
    """The kind of a body that is called by letters or an address."""
    if _STATION.fullmatch(text):
        return OrganizationKind.MEDIA
    return OrganizationKind.GOVERNMENT if _POLICE.fullmatch(text) else None


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
            kind = _kinds_by_phrase().get(" ".join(tokens[start:end]))
            if kind is not None:
                return kind
    return None


@cache
def _kinds_by_phrase() -> dict[str, OrganizationKind]:
    return {phrase: OrganizationKind(kind) for kind in reversed(_KINDS) for phrase in words(kind)}
