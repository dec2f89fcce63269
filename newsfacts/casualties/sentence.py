"""One sentence as the search for victims sees it: words, counts, noun phrases, who is a person.

Works on Penn tags where a model has set them and on closed word classes and endings where none has.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cache

from newsfacts.errors import RuleError
from newsfacts.numbers.counts import Number
from newsfacts.rules import load

PEOPLE_ROLES = frozenset(["person", "people", "group", "singular", "plural", "thing"])


@dataclass(frozen=True, slots=True)
class WordRule:
    """A table of `casualties/words.toml`."""

    id: str
    words: tuple[str, ...]
    tag: str = ""


@dataclass(frozen=True, slots=True)
class PeopleRule:
    """A table of `casualties/people.toml`; see the head of that file."""

    id: str
    role: str
    words: tuple[str, ...]
    min: int | None = None
    max: int | None = None


class Who(Enum):
    """What the head of a noun phrase says about it."""

    PERSON = "person"  # one human being
    PEOPLE = "people"  # several, or a collective
    COUNT = "count"  # a number and no noun
    NAME = "name"  # a proper noun that may be anybody's
    UNKNOWN = "unknown"
    THING = "thing"

    @property
    def human(self) -> bool:
        return self in (Who.PERSON, Who.PEOPLE, Who.COUNT)


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """Words [start, end) of a sentence; `head`: its main word; `number`: its count.

    `owner`: where a possessor ends ("Ana Ruiz" of "Ana Ruiz's death"), else None.
    `body`: where the words after the number begin.
    """

    start: int
    end: int
    head: int
    number: Number | None = None
    body: int = 0
    owner: int | None = None


@dataclass(slots=True)
class Sentence:
    """The words of a sentence, blanks left out; `first[i]` and `last[i]` are character offsets."""

    low: list[str] = field(default_factory=list)
    tag: list[str] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    label: list[str] = field(default_factory=list)  # of the name a word belongs to, or ""
    capital: list[bool] = field(default_factory=list)
    counts: dict[int, tuple[int, Number]] = field(default_factory=dict)  # first word -> (end, number)
    phrases: list[NounPhrase] = field(default_factory=list)
    ending: dict[int, NounPhrase] = field(default_factory=dict)  # end word -> phrase
    opening: dict[int, NounPhrase] = field(default_factory=dict)  # first word -> phrase
    within: list[NounPhrase | None] = field(default_factory=list)
    least_plural: int = 2  # people in a plural without a number

    def __len__(self) -> int:
        return len(self.low)

    def at(self, index: int) -> str:
        """The word at `index`, "" outside the sentence."""
        return self.low[index] if 0 <= index < len(self.low) else ""

    def tagged(self, index: int) -> str:
        return self.tag[index] if 0 <= index < len(self.tag) else ""


class Lexicon:
    """`casualties/words.toml` and `casualties/people.toml`, ready for look-up."""

    def __init__(self) -> None:
        groups = load("casualties/words", WordRule)
        self.tags = {word: rule.tag for rule in groups.values() if rule.tag for word in rule.words}
        sets = {name: frozenset(rule.words) for name, rule in groups.items()}
        self.auxiliaries = sets["auxiliaries"]
        self.passives = sets["passives"]
        self.raising = sets["raising"]
        self.leave = sets["leave"]
        self.openers = sets["clause-openers"]
        self.temporal = sets["temporal"]
        self.toll_verbs = sets["toll-verbs"]
        self.possessives = sets["possessives"] | {"whose"}
        self.people: dict[str, PeopleRule] = {}
        for rule in load("casualties/people", PeopleRule).values():
            if rule.role not in PEOPLE_ROLES:
                raise RuleError(
                    f"casualties/people.toml, rule [{rule.id}]: unknown role {rule.role!r};"
                    f" known: {sorted(PEOPLE_ROLES)}"
                )
            for word in rule.words:
                # The first table that has a word decides: people before things.
                self.people.setdefault(word, rule)
        plurals = PeopleRule("plurals", "people", ("people",))
        for word, rule in list(self.people.items()):
            if rule.role == "person":
                self.people.setdefault(plural(word), plurals)

    def rule_of(self, word: str) -> PeopleRule | None:
        return self.people.get(word)


@cache
def lexicon() -> Lexicon:
    """The word lists, read once."""
    return Lexicon()


def plural(word: str) -> str:
    """The regular plural of a noun, and that of the common irregular ones for people."""
    for one, many in (("woman", "women"), ("man", "men"), ("child", "children"), ("wife", "wives")):
        if word.endswith(one) and word not in ("human", "german", "roman", "ottoman", "shaman"):
            return word[: -len(one)] + many
    if word.endswith("person"):
        return word[:-6] + "people"
    if word.endswith("thief"):
        return word[:-1] + "ves"
    if word.endswith("y") and word[-2:-1] not in tuple("aeiou"):
        return word[:-1] + "ies"
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    return word + "s"


def parse(words: Sentence, counts: Sequence[Number], *, tagged: bool) -> None:
    """Put right or guess the tags of `words`, note which of `counts` count people, cut noun phrases.

    `tagged`: whether a model has set the tags.
    """
    if tagged:
        _mend_tags(words)
    else:
        _guess_tags(words)
    for number in counts:
        start = bisect_right(words.first, number.span.start) - 1
        end = bisect_left(words.first, number.span.end)
        if start < 0 or end <= start or words.last[end - 1] > number.span.end + 1:
            continue
        if not _is_year(words, start, end, number):
            words.counts[start] = (end, number)
    _chunk(words)


def _is_year(words: Sentence, start: int, end: int, number: Number) -> bool:
    """Whether a bare number is a date's: "in 2018", "May 27", "27 May", "2018-19"."""
    bare = number.span == number.core and number.rule == "exact"
    before, behind = words.at(start - 1), words.at(end)
    day = bare and number.max is not None and number.max <= 31 and words.low[start].isdigit()
    if day and behind in MONTHS:
        return True
    if day and before in MONTHS and words.tagged(end) != "NNS":
        return True
    if words.label[start] == "DATE" and bare and not words.tagged(end).startswith("NN"):
        return True
    if not number.year_like:
        return False
    if number.span != number.core:  # "over 2000 people" counts, "jailed over 2019 killing" does not
        return _one_thing(words, end)
    return _one_thing(words, end) or not (
        words.tagged(end).startswith(("NN", "JJ"))
        and before not in ("in", "since", "of", "by", "until", "the")
    )


def _one_thing(words: Sentence, at: int) -> bool:
    """Whether the nouns from word `at` name one thing ("2019 killing"), no people ("2000 police")."""
    end = at
    while words.tagged(end).startswith(("NN", "JJ")):
        end += 1
    if end == at or words.tagged(end - 1) != "NN":
        return False
    rule = lexicon().rule_of(words.low[end - 1])
    return rule is None or rule.role != "people"


MONTHS = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "jan.",
        "feb.",
        "mar.",
        "apr.",
        "aug.",
        "sept.",
        "oct.",
        "nov.",
        "dec.",
    ]
)

_ENDINGS = (
    ("ly", "RB"), ("ing", "VBG"), ("ed", "VBD"), ("ous", "JJ"), ("ful", "JJ"), ("ive", "JJ"), ("able", "JJ"),
    ("ible", "JJ"), ("ish", "JJ"), ("ic", "JJ"), ("less", "JJ"), ("ian", "JJ"), ("ese", "JJ"), ("al", "JJ"),
)  # fmt: skip


def _guess_tags(words: Sentence) -> None:
    """Rough Penn tags from closed classes, capitals and endings."""
    tags = lexicon().tags
    for index, low in enumerate(words.low):
        if not low[0].isalnum() and low[0] not in "'’":
            tag = low[0] if low[0] in ",.:()$" else ":"
        elif low in ("'s", "’s", "'", "’"):
            tag = "POS"
        elif low in tags:
            tag = tags[low]
        elif low[0].isdigit():
            tag = "CD"
        elif words.capital[index] and (index or words.label[index]):
            tag = "NNP"
        elif low.endswith(("ed", "ing")) and len(low) > 5:
            tag = "VBD" if low.endswith("ed") else "VBG"
        elif words.tag[index - 1 : index] in (["MD"], ["TO"]) and low not in lexicon().people:
            tag = "VB"
        else:
            rule = lexicon().rule_of(low)
            if rule is not None:
                tag = "NNS" if rule.role == "people" else "NN"
            else:
                tag = next((tag for ending, tag in _ENDINGS if low.endswith(ending) and len(low) > 4), "")
                tag = tag or ("NNS" if low.endswith("s") and not low.endswith("ss") else "NN")
        words.tag.append(tag)


_CLOSED = ("WP", "WDT", "WRB", "WP$", "DT", "PDT", "PRP", "PRP$", "POS", "SYM")
# Words that have one tag, whatever the tagger says: it slips on one word in twenty.
_ONE_TAG = {
    **dict.fromkeys(("a", "an", "the", "another"), "DT"),
    **dict.fromkeys(("other", "such"), "JJ"),
    **dict.fromkeys(("his", "their", "my", "our", "its", "your"), "PRP$"),
    **dict.fromkeys(("he", "she", "they", "we", "him", "them"), "PRP"),
    **dict.fromkeys(("and", "or"), "CC"),
}


def _mend_tags(words: Sentence) -> None:
    """Put right the tagger's slips that a look at the word alone shows."""
    lex = lexicon()
    for index, (low, tag) in enumerate(zip(words.low, words.tag, strict=True)):
        rule = lex.rule_of(low)
        human = rule is not None and rule.role in ("person", "people")
        if low in _ONE_TAG:
            words.tag[index] = _ONE_TAG[low]
        elif words.label[index] == "PERSON" and low[0].isalpha() and not tag.startswith("NN"):
            words.tag[index] = "NNP"
        elif low[0].isdigit() and (tag in _CLOSED or tag in ("JJR", "JJS", "RBR")):
            words.tag[index] = "CD"
        elif tag in _CLOSED and low not in lex.tags and human:
            # "…, police said": a noun taken for a pronoun or an article.
            words.tag[index] = "NNS" if rule is not None and rule.role == "people" else "NN"
        elif tag in _CLOSED and low not in lex.tags and len(low) > 4 and low.endswith(("ed", "ing")):
            words.tag[index] = "VBN" if low.endswith("ed") else "VBG"
        elif (
            tag == "JJ"
            and words.tagged(index - 1) in ("CD", "DT")
            and rule is not None
            and (rule.id == "humans" and words.at(index + 1) in _HARMED)
        ):
            words.tag[index] = "NN"  # "two rebels and one civilian dead"
        elif tag == "NNS" and rule is not None and rule.role == "person" and not low.endswith("s"):
            words.tag[index] = "NN"
        elif (tag in ("VBN", "VBD") and len(low) > 4 and low.endswith("ly")) or (
            tag == "JJ" and low.endswith(_ADVERBS) and words.at(index + 1) not in ("-", "‑")
        ):
            words.tag[index] = "RB"
        elif low == "more" and tag == "RBR" and words.tagged(index - 1) == "CD":
            words.tag[index] = "JJR"  # "two more died"
        elif tag.startswith("NN") and low in _HARM_VERBS and words.tagged(index - 1) in _BEFORE_VERB:
            if low != "shot":
                words.tag[index] = "VBN"  # "the two guards killed were"
            elif words.tagged(index + 1) in ("DT", "PRP", "PRP$") or words.at(index + 1) in ("and", "dead"):
                words.tag[index] = "VBD"  # "police shot and killed", not "a shot and a bang"


# Endings that an adverb has and hardly any adjective: "fatally", but not "deadly".
_ADVERBS = ("ally", "ously", "ently", "antly", "edly", "ately", "ively")
# Past forms that are hardly ever nouns behind a noun or a pronoun.
_HARM_VERBS = frozenset(
    ["killed", "wounded", "injured", "murdered", "kidnapped", "abducted", "displaced", "shot"]
)
_BEFORE_VERB = ("NN", "NNS", "NNP", "NNPS", "PRP")

_HARMED = frozenset(
    ["missing", "injured", "wounded", "dead", "killed", "hurt", "displaced", "kidnapped", "abducted"]
)
_TIME_ADJECTIVES = frozenset(["last", "next", "this", "early", "late", "earlier", "past", "previous", "same"])

# Participles that describe no noun behind them: "six including a boy", "for killing guards".
_NO_ADJECTIVES = frozenset(
    ["following", "including", "regarding", "concerning", "involving", "sustained", "suffered", "received",
     "killing", "murdering", "shooting", "stabbing", "injuring", "wounding", "beheading", "assassinating",
     "massacring", "slaughtering", "kidnapping", "abducting", "displacing", "evacuating", "leaving"]
)  # fmt: skip

_NEW_PHRASE = frozenset(["a", "an", "the", "this", "that", "his", "her", "their"])

# "her mother-in-law" is a mother.
_IN_LAW = (["in", "-", "law"], ["in", "-", "laws"], ["in", "‑", "law"])

# What may stand inside a noun phrase after its determiner.
_INNER = ("NN", "NNS", "NNP", "NNPS", "JJ", "JJR", "JJS", "CD", "POS", "FW", "HYPH", "AFX", "ADD")
_NOUNS = ("NN", "NNS", "NNP", "NNPS", "CD", "FW", "ADD")


def _chunk(words: Sentence) -> None:
    """Cut the sentence into base noun phrases, in one pass."""
    words.within = [None] * len(words)
    index = 0
    while index < len(words):
        phrase = _phrase_at(words, index)
        if phrase is None:
            index += 1
            continue
        words.phrases.append(phrase)
        words.ending[phrase.end] = phrase
        words.opening[phrase.start] = phrase
        for inner in range(phrase.start, phrase.end):
            words.within[inner] = phrase
        index = phrase.end


def _phrase_at(words: Sentence, start: int) -> NounPhrase | None:
    tag = words.tag[start]
    size = len(words)
    if start not in words.counts:
        if tag == "PRP" or words.low[start] in ("himself", "herself", "themselves"):
            return NounPhrase(start, start + 1, start, body=start)
        if tag in ("WP$",) or words.low[start] == "whose":
            pass
        elif tag not in ("DT", "PDT", "PRP$", "JJ", "JJR", "JJS", *_NOUNS) and not (
            tag in ("VBN", "VBG")
            and words.tagged(start + 1) in ("NN", "NNS")
            and _adjective_like(words, start)
            and words.at(start + 1) not in ("hostage", "captive")
            and words.low[start] not in _NO_ADJECTIVES
        ):
            return None
        verb = words.tagged(start - 1) == "TO" or words.low[start] == "free"
        if tag.startswith("JJ") and start and words.low[start - 1] == "to" and verb:
            return None  # "to free hostages"
    number: Number | None = None
    number_end = start
    head, owner = -1, None
    at = start
    while at < size:
        if (
            number is not None
            and at == number_end
            and words.low[at] in _HARMED
            and not _noun_follows(words, at)
        ):
            break  # "one missing and 46 injured"
        # "two drivers hostage", "them captive": a predicate, not the head.
        if (
            words.low[at] in ("hostage", "captive")
            and at > start
            and head == at - 1
            and words.tag[head] != "JJ"
        ):
            break
        if at in words.counts and at > start and words.low[at - 1] in ("dead", "missing"):
            break  # "shot dead two guards"
        if at in words.counts and number is None and (head < 0 or owner is not None):
            number_end, number = words.counts[at]
            at = number_end
            head = at - 1
            continue
        if at in words.counts and at > start:
            break
        tag = words.tag[at]
        low = words.low[at]
        if head >= 0 and owner is None and low in _TIME_ADJECTIVES and words.at(at + 1) in lexicon().temporal:
            break  # "an officer last week"
        if tag == "JJ" and words.label[at] == "NORP" and not _noun_or_time(words, at):
            tag = "NNPS"  # "five Japanese"
        if head >= at - 1 >= start and owner is None and _time_follows(words, at, head):
            break  # "six people today", "a guard three weeks ago", "Lind Saturday"
        if tag in ("DT", "PDT", "PRP$", "WP$") or low == "whose":
            if at > start and words.tag[at - 1] not in ("DT", "PDT", "POS") and head >= 0:
                break
            if at > start and head < 0 and number is None and words.tag[at - 1] == "DT" and tag == "DT":
                break
            if at > start and head < 0 and words.tag[at - 1] == "JJ" and low in _NEW_PHRASE:
                break  # "shot dead a guard", "left six dead this week"
            at += 1
        elif tag in _NOUNS and low not in ("and", "or", "who", "which", "that"):
            # "people Monday": a day begins a phrase of its own.
            if (
                head >= 0
                and low in lexicon().temporal
                and words.capital[at]
                and words.low[head] not in lexicon().temporal
                and not words.capital[head]
            ):
                break
            head = at
            at += 1
        elif tag == "POS":
            if head < 0:
                break
            owner = at
            at += 1
        elif tag in ("JJ", "JJR", "JJS", "AFX"):
            # An adjective behind the noun is a predicate: "left six people dead".
            if head >= 0 and owner is None and number_end <= head and not _noun_follows(words, at):
                break
            if number is not None and head == number_end - 1 and not _noun_follows(words, at):
                if low in ("more", "other", "others"):
                    head = at if low == "others" else head
                    at += 1
                    continue
                break
            at += 1
        elif (
            tag in ("VBN", "VBG")
            and _adjective_like(words, at)
            and low not in _NO_ADJECTIVES
            and (
                at == start
                or words.tag[at - 1] in ("DT", "PRP$", "JJ", "POS", "RB", "CD", "HYPH")
                or number_end == at
            )
        ) or (
            tag in ("RB", "RBS", "RBR")
            and words.tagged(at + 1) in ("JJ", "VBN")
            and (head < 0 or number_end == at or owner == head + 1)
            and _noun_follows(words, at + 1)
        ):
            at += 1
        elif low in ("-", "‑") and head >= 0 and words.low[at + 1 : at + 4] in _IN_LAW:
            at += 4
        elif low in ("-", "‑") and at > start and at + 1 < size and words.first[at] == words.last[at - 1]:
            at += 1
            if at < size and words.first[at] == words.last[at - 1]:
                if words.tag[at] in _NOUNS:
                    head = at
                at += 1
        elif (
            low in ('"', "“", "”", "''", "``")
            and at + 1 < size
            and (words.tagged(at + 1) in ("NNP", "NN") or (number_end == at and number is not None))
            and at > start
        ):
            at += 1
        else:
            break
    if head < 0:
        # "the wounded", "the dead", "these": a determiner and what stands for a noun.
        if at > start and words.tag[at - 1] in ("JJ", "DT", "VBN", "JJS", "JJR"):
            if words.tag[at - 1] == "DT" and words.low[at - 1] not in (
                "those",
                "these",
                "both",
                "all",
                "some",
                "another",
            ):
                if at < size and words.tag[at] == "VBN" and not _noun_follows(words, at):
                    head = at
                    at += 1
                else:
                    return None
            elif words.tag[start] in ("DT", "PDT", "PRP$"):
                head = at - 1
            else:
                return None
        elif at < size and at > start and words.tag[at] == "VBN" and words.low[at - 1] == "the":
            head, at = at, at + 1
        else:
            return None
    if number is not None and head >= number_end and words.at(at) in ("and", "or"):
        head, at = _second_modifier(words, head, at)
    end = max(at, head + 1)
    while end > head + 1 and words.tag[end - 1] in ("HYPH", "POS", "RB", "DT", "PRP$"):
        end -= 1
    if owner is not None and owner >= end - 1 and head < owner:
        end = owner + 1
    # "two of her three sons", "one of them", "dozens of whom": the number is the outer one.
    if number is not None and end == number_end and words.at(end) == "of":
        inner = _phrase_at(words, end + 1) if end + 1 < size else None
        if inner is not None and words.at(end + 1) not in ("which",):
            return NounPhrase(start, inner.end, inner.head, number, end + 1, None)
    return NounPhrase(start, end, head, number, number_end if number else start, owner)


_HAVE = frozenset(["have", "has", "had", "having", "'ve"])
_DAYS = frozenset(["today", "yesterday", "tonight", "tomorrow", "overnight"])


def _second_modifier(words: Sentence, head: int, joint: int) -> tuple[int, int]:
    """Head and end of "19 oil and construction workers", where `head` is the oil; else as they are."""
    people, plurals = lexicon().people, ("NNS", "NNPS")
    last = joint + 2
    told = people.get(words.low[head])
    if (told is None or told.role == "thing") and words.tagged(joint + 1).startswith("NN"):
        rule = people.get(words.at(last))
        if rule is not None and rule.role == "people" and words.tagged(last) in plurals:
            return last, last + 1
    return head, joint


def _time_follows(words: Sentence, at: int, head: int) -> bool:
    """Whether a time of its own begins at word `at`, behind the noun at `head`."""
    low, temporal = words.low[at], lexicon().temporal
    if words.low[head] in temporal or words.low[head].isdigit():
        return False
    if low in _DAYS:
        return True
    if words.label[at] == "DATE" and low in temporal:
        return words.label[head] != "DATE"
    return words.tag[at] == "CD" and words.at(at + 1) in temporal and words.capital[at + 1] is False


def _adjective_like(words: Sentence, at: int) -> bool:
    """Whether a participle at `at` stands before a noun it describes: "wounded soldiers"."""
    return (
        words.tagged(at + 1) in ("NN", "NNS", "NNP", "NNPS", "JJ", "HYPH")
        and words.at(at + 1) not in lexicon().temporal
        and words.at(at + 1) not in _TIME_ADJECTIVES
        and words.at(at - 1) not in _HAVE  # "thousands have fled homes"
        and _noun_follows(words, at)
        and not (words.tag[at] == "VBG" and at > 0 and words.tag[at - 1] in ("NNS", "NN", ",", "PRP"))
    )


def _noun_or_time(words: Sentence, at: int) -> bool:
    """Whether the adjective at `at` describes a noun behind it: "a Thai worker", not "a Thai Sunday"."""
    return words.at(at + 1) not in lexicon().temporal and _noun_follows(words, at)


def _noun_follows(words: Sentence, at: int) -> bool:
    """Whether a noun ends the run of adjectives that begins at `at`."""
    at += 1
    steps = 0
    while at < len(words) and steps < 6:
        tag = words.tag[at]
        if tag in ("NN", "NNS", "NNP", "NNPS"):
            return at not in words.counts
        if words.label[at] == "NORP" and words.tagged(at + 1) in ("VBD", "VBZ", "VBP", "MD", ".", ""):
            return True  # "the two missing Japanese crossed"
        if (
            tag not in ("JJ", "JJR", "JJS", "VBN", "VBG", "HYPH", "RB", "CC", ",", "AFX", "CD")
            or at in words.counts
        ):
            return False
        if tag in ("CC", ",") and words.tagged(at + 1) not in ("JJ", "VBN"):
            return False
        at += 1
        steps += 1
    return False


def who(words: Sentence, phrase: NounPhrase) -> Who:
    """What kind of being the phrase names."""
    low = words.low[phrase.head]
    label = words.label[phrase.head]
    if phrase.number is not None and phrase.head < phrase.body:
        return Who.COUNT
    rule = lexicon().rule_of(low)
    if label == "PERSON" or words.low[phrase.start].rstrip(".") in _TITLES:
        return Who.PERSON
    if (
        low in ORDINALS
        and words.low[phrase.start] in ("a", "the", "another")
        and words.at(phrase.end) != "of"
    ):
        return Who.PERSON  # "two were killed and a third hurt"
    if low == "old" and words.at(phrase.head - 1) in ("-", "‑") and words.at(phrase.head - 2) == "year":
        return Who.PERSON  # "the 28-year-old died"
    if low in ("head", "face") and words.at(phrase.end) == "of" and phrase.number is None:
        return Who.PERSON  # "the head of the union"
    if label in ("LOC", "ORG", "FAC", "DATE", "MONEY", "PRODUCT", "MISC") and words.capital[phrase.head]:
        # "soldiers of the Army": names of places and bodies are no victims.
        return Who.THING if rule is None or rule.role == "thing" else _of_rule(rule)
    if label == "NORP":
        return Who.PEOPLE if low.endswith("s") or phrase.number or rule is None else _of_rule(rule)
    if rule is not None and not (rule.id == "nations" and words.tag[phrase.head] == "JJ"):
        return _of_rule(rule)
    if low.endswith(("man", "woman")) and len(low) > 4:
        return Who.PERSON
    if low.endswith(("men", "women", "people", "folk")) and len(low) > 4:
        return Who.PEOPLE
    if words.tag[phrase.head] in ("NNP", "NNPS"):
        # "cleric Nimr al-Oru": the title tells what the name is.
        titles = (lexicon().rule_of(word) for word in words.low[phrase.start : phrase.head])
        if not label and any(
            rule is not None and rule.role == "person" and rule.id != "nations" for rule in titles
        ):
            return Who.PERSON
        return Who.NAME
    if low in lexicon().temporal:
        return Who.THING
    if low.endswith(("ist", "eer")) and len(low) > 5:
        return Who.PERSON
    if low.endswith("ists") and len(low) > 6:
        return Who.PEOPLE
    old = phrase.number is None and words.low[phrase.start : phrase.head][-3:]
    return Who.PERSON if old in _AGES else Who.UNKNOWN  # "the 67-year-old quadriplegic"


_TITLES = frozenset(["mr", "mrs", "ms", "dr"])
_AGES = (["year", "-", "old"], ["year", "‑", "old"])
ORDINALS = frozenset(["second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"])


def _of_rule(rule: PeopleRule) -> Who:
    if rule.role in ("person", "singular"):
        return Who.PERSON
    return Who.THING if rule.role == "thing" else Who.PEOPLE


@dataclass(frozen=True, slots=True)
class Count:
    """How many: both ends included, None = open."""

    min: int | None
    max: int | None
    approximate: bool = False


def count(words: Sentence, phrase: NounPhrase) -> Count | None:
    """How many victims the phrase alone means; None where it means nobody in particular."""
    number = phrase.number
    low = words.low[phrase.head]
    rule = lexicon().rule_of(low)
    first = words.low[phrase.start]
    if first in ("many", "few", "much") and words.at(phrase.start - 1) == "how":
        return None  # "ask how many died"
    if number is not None:
        if rule is not None and rule.role == "group" and number.min == number.max == 1:
            return Count(rule.min, rule.max)
        if (
            words.low[phrase.body - 1] == "twin"
            and words.tag[phrase.head] == "NN"
            and who(words, phrase).human
        ):
            return Count(1, 1)
        return Count(number.min, number.max, number.approximate)
    if first in (
        "each",
        "every",
        "any",
        "which",
        "whichever",
        "either",
        "neither",
        "what",
        "anyone",
        "anybody",
    ):
        return None
    if low in ("it", "you", "itself", "yourself", "nothing", "something"):
        return None
    if rule is not None and rule.role == "group":
        return Count(rule.min, rule.max)
    if rule is not None and rule.role == "singular":
        return Count(1, 1)
    if rule is not None and rule.role in ("plural", "people"):
        if words.label[phrase.head] == "PERSON":
            return Count(1, 1)
        return Count(words.least_plural, None)
    if words.label[phrase.head] == "PERSON":
        return Count(1, 1)
    if first in ("a", "an", "another") or low in ORDINALS:
        return Count(1, 1)
    if words.tag[phrase.head] in ("NNS", "NNPS") or (
        low.endswith("s") and rule is None and words.label[phrase.head] == "NORP"
    ):
        return Count(words.least_plural, None)
    return Count(1, 1)


def figure_span(words: Sentence, phrase: NounPhrase) -> tuple[int, int]:
    """The number with its modifiers, else the phrase."""
    if phrase.number is None:
        return phrase.start, phrase.end
    for start, (end, number) in (
        (i, words.counts[i]) for i in range(phrase.start, phrase.end) if i in words.counts
    ):
        if number is phrase.number:
            # "another ten", "the remaining three"
            if start > phrase.start and words.low[start - 1] in ("another", "remaining"):
                start -= 1
            # "dozens of": the "of" is no part of the figure.
            if words.low[end - 1] == "of" and end - 1 > start:
                end -= 1
            return start, end
    return phrase.start, phrase.end


def victim_span(words: Sentence, phrase: NounPhrase) -> tuple[int, int]:
    """The words of the victims without their number."""
    if phrase.number is None:
        return phrase.start, phrase.end
    return phrase.body, phrase.end
