"""The word lists of `casualties/words.toml` and `casualties/people.toml`, ready for look-up."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from newsfacts.english.speech import Speech, speech
from newsfacts.rules import load, read


class Role(StrEnum):
    """Whom a word for people, or for things, means; the head of `casualties/people.toml` says more."""

    PERSON = "person"
    PEOPLE = "people"
    GROUP = "group"
    SINGULAR = "singular"
    PLURAL = "plural"
    THING = "thing"


@dataclass(frozen=True, slots=True)
class WordRule:
    """A table of a list of words, such as `casualties/words.toml`; see the head of that file."""

    id: str
    words: tuple[str, ...] = ()
    tag: str = ""
    always: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PeopleRule:
    """A table of `casualties/people.toml`; see the head of that file."""

    id: str
    role: Role
    words: tuple[str, ...] = ()
    min: int | None = None
    max: int | None = None
    endings: tuple[str, ...] = ()
    over: int = 0
    names: bool = False
    kin: bool = False
    adjectives: bool = False
    harmed_behind: bool = False


Words = frozenset[str]


class WordLists:
    """The lists of a file of words as attributes: `day_words` is its table [day-words]; the file says what
    each is for, and a test that each is read."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.rules = load(file, WordRule)
        for table, rule in self.rules.items():
            setattr(self, table.replace("-", "_"), frozenset(rule.words))

    def __getattr__(self, name: str) -> Words:
        """A list; asked only for those that the file has not."""
        raise AttributeError(f"{self.__dict__.get('_file')}.toml: no table [{name.replace('_', '-')}]")


class Lexicon(WordLists):
    """What the reading of a sentence leans on: `casualties/words.toml`, who is who, verbs of saying."""

    def __init__(self) -> None:
        super().__init__("casualties/words")
        rules = self.rules.values()
        self.possessives: Words = self.possessives | self.whose
        self.tags = {word: rule.tag for rule in rules if rule.tag for word in rule.words}
        self.one_tag = {word: rule.tag for rule in rules for word in rule.always}
        self.endings = [(ending, rule.tag) for rule in rules if rule.tag for ending in rule.endings]
        self.adverb_endings = self.rules["sure-adverbs"].endings
        self.saying, self.thinking = speech(Speech.CLAUSE), speech(Speech.THOUGHT)
        self.said_so, self.said_that = speech(Speech.TOLD), speech(Speech.THAT)
        self.people, self.people_endings = _people()

    def rule_of(self, word: str) -> PeopleRule | None:
        return self.people.get(word)

    def by_ending(self, word: str, *, names: bool) -> PeopleRule | None:
        """The rule of people by whose ending the word ends; `names`: one that holds for names too, or not."""
        for rule in self.people_endings:
            if rule.names == names and len(word) > rule.over and word.endswith(rule.endings):
                return rule
        return None


def _people() -> tuple[dict[str, PeopleRule], list[PeopleRule]]:
    """The rules of people by word, and those that go by endings."""
    people: dict[str, PeopleRule] = {}
    rules = load("casualties/people", PeopleRule).values()
    for rule in rules:
        for word in rule.words:
            # The first table that has a word decides: people before things.
            people.setdefault(word, rule)
    plurals = PeopleRule("plurals", Role.PEOPLE)
    for word, rule in list(people.items()):
        if rule.role is Role.PERSON:
            people.setdefault(plural(word), plurals)
    return people, [rule for rule in rules if rule.endings]


@cache
def lexicon() -> Lexicon:
    """The word lists, read once."""
    return Lexicon()


def plural(word: str) -> str:
    """The regular plural of a noun, and that of the common irregular ones for people."""
    irregular = read("casualties/plurals")
    if word not in irregular["regular"]["words"]:
        for one, many in irregular["endings"].items():
            if word.endswith(one):
                return word[: -len(one)] + str(many)
    if word.endswith("y") and word[-2:-1] not in tuple("aeiou"):
        return word[:-1] + "ies"
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    return word + "s"
