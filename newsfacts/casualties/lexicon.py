"""The word lists of `casualties/words.toml` and `casualties/people.toml`, ready for look-up."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from newsfacts.english.speech import Speech, speech
from newsfacts.errors import RuleError
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
    """Lists of words as attributes: `day_words` is the table [day-words] of the file.

    Raises RuleError where a table that a subclass names is missing, or nothing reads one.
    """

    file: str

    def __init__(self) -> None:
        self.rules = load(self.file, WordRule)
        names = [name for name, kind in type(self).__annotations__.items() if kind == "Words"]
        lists = {name.replace("_", "-"): name for name in names}
        if missing := sorted(lists.keys() - self.rules.keys()):
            raise RuleError(f"{self.file}.toml: no table [{missing[0]}]")
        for table, rule in self.rules.items():
            if table in lists:
                setattr(self, lists[table], frozenset(rule.words))
            elif not rule.tag and not rule.endings:
                raise RuleError(f"{self.file}.toml, rule [{table}]: nothing reads it")


class Lexicon(WordLists):
    """What the reading of a sentence leans on; what a list is for stands in the file."""

    file = "casualties/words"

    # Verb groups.
    auxiliaries: Words
    passives: Words
    raising: Words
    leave: Words
    openers: Words
    temporal: Words
    toll_verbs: Words
    possessives: Words
    # Verbs and what stands beside them.
    have: Words
    have_or_was: Words
    is_are: Words
    was_were: Words
    were_are: Words
    catenative: Words
    called: Words
    before_agent_ends: Words
    before_object: Words
    particles: Words
    # Noun phrases.
    articles: Words
    an: Words
    indefinite: Words
    one_of_them: Words
    the_one: Words
    of_one: Words
    known_things: Words
    new_phrase: Words
    standing_alone: Words
    no_nouns: Words
    more: Words
    more_of_them: Words
    all_of_them: Words
    athletes: Words
    patients: Words
    tells_how: Words
    opens_inverted: Words
    rank_titles: Words
    held: Words
    harmed: Words
    harmed_before: Words
    of_death: Words
    in_law: Words
    no_adjectives: Words
    hyphens: Words
    dashes: Words
    inner_quotes: Words
    quotes: Words
    # People.
    titles: Words
    name_titles: Words
    ordinals: Words
    ranks: Words
    leading_part: Words
    counts_asked: Words
    nobody: Words
    no_people: Words
    nominative: Words
    objective: Words
    reflexive: Words
    selves: Words
    of_them: Words
    aged: Words
    small_ages: Words
    between_ages: Words
    age_joints: Words
    age_ends: Words
    behind_age: Words
    before_age: Words
    # Times.
    months: Words
    day_words: Words
    time_adjectives: Words
    before_years: Words
    harming: Words
    leads_to_time: Words
    each_time: Words
    rate_joints: Words
    short_units: Words
    # Words taken for another part of speech.
    possessive_marks: Words
    genitives: Words
    present_verbs: Words
    third_verbs: Words
    past_verbs: Words
    past_or_noun: Words
    behind_described: Words
    behind_past: Words
    # Clauses and lists.
    relative_pronouns: Words
    who_which: Words
    subject_relatives: Words
    aside_relatives: Words
    relative_openers: Words
    before_relative: Words
    asides: Words
    conjunctions: Words
    and_marks: Words
    and_or: Words
    and_or_slash: Words
    verb_joints: Words
    behind_comma: Words
    with_joints: Words
    harm_nouns: Words
    another_one: Words
    of_several: Words
    not_listed: Words
    own_harm: Words
    clause_joints: Words
    unaimed: Words
    gap_joints: Words
    gap_closed: Words
    no_gap_subject: Words
    clause_marks: Words
    clause_ends: Words
    chain_ends: Words
    belonging: Words
    within_list: Words
    chaining: Words
    directions: Words
    # Words of harm and cues.
    own: Words
    no_plural: Words
    gap_ends: Words
    object_joints: Words
    joined_verb_ends: Words
    rank_ends: Words
    rate_ends: Words
    refers_back: Words
    charged: Words

    def __init__(self) -> None:
        super().__init__()
        rules = self.rules.values()
        self.possessives = self.possessives | frozenset(self.rules["whose"].words)
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
