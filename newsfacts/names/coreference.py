"""Who is who: the mentions of people, one group a person: "Benjamin Netanyahu" and "Netanyahu"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import chain

from spacy.tokens import Doc, Span

from newsfacts.doc import store
from newsfacts.doc.store import Labelled
from newsfacts.english.names import Fit, fit, is_misspelling, person_words, suffix
from newsfacts.english.titles import is_title, title_words
from newsfacts.english.words import WordList, closed
from newsfacts.names.mentions import PERSON, around
from newsfacts.names.other_names import Name, is_full, other_names, people_words
from newsfacts.names.roles_told import words as kin_words
from newsfacts.rules import load

# Of hundreds of people with one name those named last are compared, and a surname alone is the last one's: no
# story has so many, and lists of thousands would take hours.
NAMESAKES = 100
LEAST_MISSPELT = 5  # letters of a word in which two full names may differ by one


@dataclass(frozen=True, slots=True)
class _Form:
    """A full name as it is compared with others: its words with one way to write each, their first letters,
    and whether a particle among them may be dropped.
    """

    words: tuple[str, ...]
    letters: str
    drops: bool

    @classmethod
    def of(cls, name: tuple[str, ...]) -> _Form:
        words = _plainly(name)
        letters = "".join(word[0] for word in words)
        return cls(words, letters, drops=not title_words("particles").isdisjoint(words))

    def comparable(self, groups: Collection[Group]) -> Collection[Group]:
        """Those of `groups` that may be called so: names of as many words, none of which may be dropped,
        begin alike word by word, but for pet names.
        """
        if self.drops or self.words[0] in _pet_names():
            return groups
        letters, size = self.letters, len(self.letters)
        return [g for g in groups if g.form.letters == letters or len(g.form.letters) != size]


@dataclass(eq=False)
class Group:
    """The mentions of one person. `words`, `suffix`: the fullest name among them, as names are compared.

    `kin`: whether the article calls them someone's relative. `first`: the token where a full name of the
    group first stands. `last`: where it was named last, of the mentions read so far; -1 before. `gender`: "m"
    or "f" where the article tells, else "". `others`: the mentions that are another name besides, a nickname
    or a maiden name.
    """

    words: tuple[str, ...]
    suffix: str = ""
    mentions: list[Labelled] = field(default_factory=list)
    first: int | None = None
    last: int = -1
    gender: str = ""
    kin: bool = False
    others: list[Labelled] = field(default_factory=list)

    @cached_property
    def form(self) -> _Form:
        return _Form.of(self.words)

    def add(self, mention: Labelled) -> None:
        self.mentions.append(mention)
        self.last = mention.span.start


def people(doc: Doc, found: Sequence[Labelled]) -> list[Group]:
    """The PERSON mentions, one group a person, in reading order.

    Full names first, so that it does not matter where they stand; then, in reading order, names of one
    word, each to the person whom it fits best and who was named last. Two full names with one surname are
    two people, and so are "Ken Orlo" and "Ken Orlo Jr."; "Orlo" is then the father, once he is named.
    """
    named = [m for m in found if m.label == PERSON]
    texts = [m.text for m in named]
    words = _without_honorifics([person_words(text) for text in texts])
    names = [(own, suffix(text)) for own, text in zip(words, texts, strict=True)]
    kin = {name for name, mention in zip(names, named, strict=True) if _is_kin(mention.span)}
    full = _FullNames(names, kin)
    aliases = other_names(doc, named, names)
    for alias, known in aliases.items():
        full.join(names[alias], names[known])
    homes = [full.home.get(name) for name in names]
    for mention, home in zip(named, homes, strict=True):
        if home is not None:
            home.first = mention.span.start if home.first is None else home.first
            home.gender = home.gender or addressed(mention.span) or _pronoun(mention.span)
            home.kin = home.kin or _is_kin(mention.span)
    short = _ShortNames(full)
    for mention, name, home in zip(named, names, homes, strict=True):
        short.add(home or short.home_of(name, addressed(mention.span), mention.span), mention)
    besides = {named[i].span.start for i in aliases}
    for group in short.groups:
        group.others = [m for m in group.mentions if m.span.start in besides]
    return sorted((g for g in short.groups if g.mentions), key=lambda g: g.mentions[0].span.start)


class _FullNames:
    """People by the full names of an article, and by each word of these.

    `kin`: names of whom the article calls someone's relative.
    """

    def __init__(self, names: Iterable[Name], kin: Collection[Name] = ()) -> None:
        self.kin = kin
        self.groups: list[Group] = []
        self.home: dict[Name, Group] = {}
        self.by_word: dict[str, list[Group]] = defaultdict(list)
        full = dict.fromkeys(name for name in names if is_full(name[0]))
        for name in sorted(full, key=lambda n: (-len(n[0]), -sum(map(len, n[0])))):
            self.home[name] = self._known(name) or self._new(name)

    def _known(self, name: Name) -> Group | None:
        words, end = name
        form = _Form.of(words)
        forms = dict.fromkeys((*words, *form.words))
        known = (self.by_word.get(word, ())[-NAMESAKES:] for word in forms if len(word) > 1)
        near = form.comparable(dict.fromkeys(chain.from_iterable(known)))
        same = (g for g in near if end == g.suffix and _is_same_person(form, g.form))
        return next((g for g in same if words[0] == g.words[0] or not self._are_kin(name, g)), None)

    def _are_kin(self, name: Name, group: Group) -> bool:
        """Whether one of two is called a relative: "his father, Matthew Orlo" is not Thomas Matthew Orlo."""
        return name in self.kin or (group.words, group.suffix) in self.kin

    def _new(self, name: Name) -> Group:
        group = Group(*name)
        self.groups.append(group)
        for word in dict.fromkeys((*group.words, *group.form.words)):
            self.by_word[word].append(group)
        return group

    def join(self, alias: Name, known: Name) -> None:
        """Make `alias` another name of the person `known`, where that is a full name."""
        old, new = self.home.get(alias), self.home.get(known)
        if new is None or old is new:
            return
        if old is None:
            self.home[alias] = new
            return
        self.home = {name: new if group is old else group for name, group in self.home.items()}
        for groups in self.by_word.values():
            groups[:] = [new if group is old else group for group in groups]
        self.groups.remove(old)


class _ShortNames:
    """Whose name a short one is, asked in reading order. `groups`: all people, those of one name too."""

    def __init__(self, full: _FullNames) -> None:
        self.by_word = full.by_word
        self.groups = list(full.groups)
        self.lone: dict[Name, Group] = {}
        self.latest: dict[str, Group] = {}  # by each word of the name, who was named last
        self.by_initial: dict[str, list[Group]] = defaultdict(list)
        self.fitting: dict[Name, list[tuple[Fit, Group]]] = {}
        for group in self.groups:
            self.by_initial[group.words[-1][0]].append(group)

    def add(self, group: Group, mention: Labelled) -> None:
        group.add(mention)
        self.latest.update(dict.fromkeys(group.words, group))

    def home_of(self, name: Name, address: str, span: Span) -> Group:
        """Who is called `name` at `span`, a new person where it fits none. `address`: "m" behind "Mr"."""
        fits = [(how, g) for how, g in self._fits(name, address) if not _is_another(span, g)]
        best = max((how for how, _ in fits), default=Fit.NONE)
        if best > Fit.NONE:
            # "Orlo" alone is seldom the wife or son of the Orlo that the article has named.
            heads = [(how, g) for how, g in fits if how == best and not g.kin and g.last >= 0]
            fits = heads or fits
            return min((g for how, g in fits if how == best), key=lambda g: (-g.last, g.first or 0))
        known = self.lone.get(name) or (None if name[1] else _misspelt(name[0], self.by_initial))
        return known or self._by_pet_name(name[0]) or self._new(name)

    def _by_pet_name(self, words: tuple[str, ...]) -> Group | None:
        """Who is called by a short form of the first name: "Robbie" of "Robert Orlo", named last before."""
        if len(words) != 1 or words[0] not in _pet_names():
            return None
        called = [g for g in self.groups if len(g.words) > 1 and _is_pet_name(words[0], g.words[0])]
        return min(called, key=lambda g: (-g.last, g.first or 0), default=None)

    def _fits(self, name: Name, address: str) -> list[tuple[Fit, Group]]:
        fits = self.fitting.get(name)
        if fits is None:
            fits = self._that_fit(name)
        if not name[1]:
            fits = _without_sons(fits)
        if address:  # "Mr Orlo" is not Rachel Orlo, who "said that she", nor where her husband is named
            fits = [(how, g) for how, g in fits if g.gender in ("", address)]
            fits = [(how, g) for how, g in fits if g.gender] or fits
        return fits

    def _that_fit(self, name: Name) -> list[tuple[Fit, Group]]:
        """The people with the last word of a name, or its first, and how it fits each."""
        words, end = name
        core = [word for word in words if word not in title_words("particles")] or words
        if not core:
            return []
        word = core[-1] if self.by_word.get(core[-1]) else core[0]
        near = self.by_word.get(word, [])
        many = len(near) > NAMESAKES
        if many:
            near = [self.latest[word]] if word in self.latest else near[:NAMESAKES]
        fits = [(fit(words, g.words), g) for g in dict.fromkeys(near) if end in ("", g.suffix)]
        if not many:  # of many it may be another next time
            self.fitting[name] = fits
        return fits

    def _new(self, name: Name) -> Group:
        group = self.lone[name] = Group(*name)
        self.groups.append(group)
        if group.words:
            self.by_initial[group.words[-1][0]].append(group)
        return group


# ---------------------------------------------------------------- what stands beside a name


def addressed(span: Span) -> str:
    """ "m" where a name stands behind "Mr", "f" behind "Ms", "Mrs" or "Miss", else ""."""
    low, at = store.lower_words_of(span.doc), span.start - 1
    if at > 0 and low[at] == ".":
        at -= 1
    word = low[at].rstrip(".") if at >= 0 else ""
    return "m" if word in people_words().mr else "f" if word in people_words().ms else ""


def _is_another(span: Span, group: Group) -> bool:
    """Whether a surname behind an office is not the person whose full name comes later: of "Judge Orlo" where
    "Ken Orlo" stands in the same sentence, or has another office, or an age behind.
    """
    office = _office_before(span)
    if not office or len(span) > 1 or group.first is None or group.first < span.start or group.last >= 0:
        return False
    doc, first = span.doc, group.first
    ranked, near = office in people_words().ranks, first < around(span)[1]
    if ranked and near:
        return True
    other = _office_before(doc[first : first + 1])
    if other:
        return (ranked or near) and other != office and other not in people_words().besides
    low, end = store.lower_words_of(doc), first + len(group.words)
    return ranked and low[end : end + 1] == [","] and "".join(low[end + 1 : end + 2]).isdigit()


def _office_before(span: Span) -> str:
    """The office or rank right before a name, stops aside, in small letters; "" where there is none."""
    low, at = store.lower_words_of(span.doc), span.start - 1
    if at < 0 or span.doc[span.start].is_sent_start:
        return ""
    at -= at > 0 and low[at] == "."
    word = low[at].rstrip(".")
    return word if is_title(word, "offices") or is_title(word, "ranks") else ""


def _is_kin(span: Span) -> bool:
    """Whether a name stands behind a word for a relative of another: "his father, Ken Orlo"."""
    low, at = store.lower_words_of(span.doc), span.start - 1
    at -= at > 0 and low[at] == ","
    if low[max(at - 1, 0) : at + 1] == ["first", "lady"]:
        return True
    owned = at > 0 and (low[at - 1] in people_words().whose or low[at - 1] in closed().possessives)
    return owned and low[at] in kin_words().kin


def _pronoun(span: Span) -> str:
    """What the first "he" or "she" behind a name tells, in its sentence: "Ann Orlo said that she left"."""
    he, she = people_words().he, people_words().she
    behind = store.lower_words_of(span.doc)[span.end : around(span)[1]]
    return next(("m" if word in he else "f" for word in behind if word in he or word in she), "")


# ---------------------------------------------------------------- which name fits


def _without_sons(fits: list[tuple[Fit, Group]]) -> list[tuple[Fit, Group]]:
    """Without "Ken Orlo Jr." where "Ken Orlo" has been named as well: "Orlo" alone is he."""
    fathers = [g.form for _, g in fits if not g.suffix and g.last >= 0]
    if not fathers:
        return fits
    return [
        (f, g) for f, g in fits if not g.suffix or not any(_is_same_person(one, g.form) for one in fathers)
    ]


def _without_honorifics(names: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """ "Ko Jimmy" is "Jimmy", "Tan Sri Chan" is "Chan", where the rest is a name of the article by itself.

    Many such words are names too ("Tan", "Don"), so that nothing else tells; "Don Orlo" is none where Earl
    Orlo is named.
    """
    honorifics, ambiguous = title_words("honorifics"), title_words("ambiguous")
    known = set(names)
    families = {name[-1] for name in known if len(name) > 1 and name[0] not in honorifics}
    out = []
    for words in names:
        at = 0
        while at < len(words) - 1 and words[at] in honorifics:
            if words[at] in ambiguous and len(words) == 2 and words[1] in families:
                break
            at += 1
        out.append(words[at:] if at and words[at:] in known else words)
    return out


def _is_same_person(one: _Form, other: _Form) -> bool:
    """Whether two full names are forms of one: a shortening, or one word misspelt and the rest alike.

    Words that are ways to write one name ("Sergei", "Sergey") are alike.
    """
    a, b = one.words, other.words
    if a[1:] == b[1:] and _is_pet_name(a[0], b[0]):
        return True
    # Of as many words, none of which may be dropped, each begins as its like.
    if one.letters != other.letters and len(a) == len(b) and not one.drops:
        return False
    if fit(a, b) >= Fit.SEVERAL:
        return not _have_other_initials(a, b)
    if len(a) != len(b):
        return False
    different = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return len(different) == 1 and is_misspelling(*different[0]) and len(different[0][0]) >= LEAST_MISSPELT


def _have_other_initials(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether middle initials part two people: "George W. Bush" and "George H. W. Bush"."""
    first, second = a[1:-1], b[1:-1]
    if not first or not second or a[-1] != b[-1]:
        return False
    return (len(first[0]) == 1 or len(second[0]) == 1) and first[0][0] != second[0][0]


@cache
def _variants() -> dict[str, str]:
    """Each way to write a name of `names/variants.toml`, and the name that stands for all of them."""
    tables = load("names/variants", WordList)
    return {word: name for name, table in tables.items() for word in table.words}


@cache
def _pet_names() -> dict[str, frozenset[str]]:
    """Each first name of `names/pet_names.toml`, and the names that it may be short for or shortened to."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, table in load("names/pet_names", WordList).items():
        for pet in table.words:
            found[pet].add(name)
            found[name].add(pet)
    return {word: frozenset(forms) for word, forms in found.items()}


def _is_pet_name(a: str, b: str) -> bool:
    """Whether two first names are forms of one: "bob", "robert"; two short forms of it too."""
    forms = _pet_names()
    if a == b or a not in forms or b not in forms:
        return False
    return b in forms[a] or not forms[a].isdisjoint(forms[b])


def _plainly(words: tuple[str, ...]) -> tuple[str, ...]:
    """A name with one way to write it for all."""
    return tuple(_variants().get(word, word) for word in words)


def _misspelt(words: tuple[str, ...], by_initial: Mapping[str, Sequence[Group]]) -> Group | None:
    """The one person whose surname, or only name, is `words` but for a letter, its first aside."""
    if len(words) != 1:
        return None
    known = by_initial.get(words[0][0], ())[-NAMESAKES:]
    near = [g for g in known if is_misspelling(words[0], g.words[-1])]
    return near[0] if len(near) == 1 else None
