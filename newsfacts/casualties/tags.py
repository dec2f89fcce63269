"""Penn tags of the words of a sentence: those of a model put right, or guessed where no model has set any."""

from __future__ import annotations

from newsfacts.casualties.lexicon import PeopleRule, Role
from newsfacts.casualties.sentence import Sentence
from newsfacts.english.tags import FINITE as FINITE

CLOSED = ("WP", "WDT", "WRB", "WP$", "DT", "PDT", "PRP", "PRP$", "POS", "SYM")
PARTICIPLES = ("VBN", "VBG")
COMMON = ("NN", "NNS")
PROPER = ("NNP", "NNPS")
PLURAL = ("NNS", "NNPS")
NOUNS = ("NN", "NNS", "NNP", "NNPS")
ADJECTIVES = ("JJ", "JJR", "JJS")
_BEFORE_VERB = ("NN", "NNS", "NNP", "NNPS", "PRP")
# Tags of words that may be mended whatever the word is.
_DOUBTFUL = frozenset((*CLOSED, "JJ", "NNS", "VBN", "VBD"))


def verbal(tag: str) -> bool:
    return tag.startswith("VB") or tag == "MD"


def guess(words: Sentence) -> None:
    """Rough Penn tags from closed classes, capitals and endings."""
    for index in range(len(words)):
        words.tag.append(_guessed(words, index))


def _guessed(words: Sentence, index: int) -> str:
    low, lex = words.low[index], words.lex
    if not low[0].isalnum() and low[0] not in "'’":
        return low[0] if low[0] in ",.:()$" else ":"
    if low in lex.possessive_marks:
        return "POS"
    if low in lex.tags:
        return lex.tags[low]
    if low[0].isdigit():
        return "CD"
    if words.capital[index] and (index or words.label[index]):
        return "NNP"
    if low.endswith(("ed", "ing")) and len(low) > 5:
        return "VBD" if low.endswith("ed") else "VBG"
    if words.tag[index - 1 : index] in (["MD"], ["TO"]) and low not in lex.people:
        return "VB"
    return _guessed_noun(words, low)


def _guessed_noun(words: Sentence, low: str) -> str:
    rule = words.lex.rule_of(low)
    if rule is not None:
        return "NNS" if rule.role is Role.PEOPLE else "NN"
    tag = next((tag for ending, tag in words.lex.endings if low.endswith(ending) and len(low) > 4), "")
    return tag or ("NNS" if low.endswith("s") and not low.endswith("ss") else "NN")


def mend(words: Sentence) -> None:
    """Put right the tagger's slips that a look at the word and its neighbours shows."""
    lex = words.lex
    for index, low in enumerate(words.low):
        if low in lex.one_tag:
            words.tag[index] = lex.one_tag[low]
        elif low == "her" and words.at(index + 1) in lex.harmed and not words.at(index + 2).isalpha():
            words.tag[index] = "PRP"  # "leaving her dead."
        elif low == "aboard" and not words.at(index + 1).isalpha():
            words.tag[index] = "RB"  # "everyone aboard, 40 people,"
        elif words.tag[index].startswith("VB") and words.capital[index] and words.label[index] == "PERSON":
            words.tag[index] = "NNP"  # "Omar Said is being treated"
        elif words.tag[index] in _DOUBTFUL or low in lex.present_verbs or low in lex.past_verbs:
            words.tag[index] = _mended(words, index, lex.rule_of(low))


def _mended(words: Sentence, index: int, rule: PeopleRule | None) -> str:
    tag = words.tag[index]
    closed = tag in CLOSED and words.low[index] not in words.lex.tags
    mended = _no_closed_word(words.low[index], rule) if closed else None
    return mended or _mended_noun(words, index, rule) or _mended_verb(words, index) or tag


def _no_closed_word(low: str, rule: PeopleRule | None) -> str | None:
    """Of a word that was taken for a pronoun or an article: "…, police said"."""
    if rule is not None and rule.role in (Role.PERSON, Role.PEOPLE):
        return "NNS" if rule.role is Role.PEOPLE else "NN"
    return None


def _mended_noun(words: Sentence, index: int, rule: PeopleRule | None) -> str | None:
    tag = words.tag[index]
    if tag == "JJ" and _human_described(words, index, rule):
        return "NN"  # "two rebels and one civilian dead"
    if tag == "NNS" and _does(words, index):
        return "VBD"
    one = rule is not None and rule.role is Role.PERSON and not words.low[index].endswith("s")
    return "NN" if tag == "NNS" and one else None


def _does(words: Sentence, index: int) -> bool:
    """Whether a number has a verb that was taken for a noun: "six escaped and three drowned"."""
    low, counted = words.low[index], words.tagged(index - 1) == "CD"
    return counted and low.endswith("ed") and words.at(index + 1) == "and" and low not in words.lex.harmed


def _mended_verb(words: Sentence, index: int) -> str | None:
    low, tag, lex = words.low[index], words.tag[index], words.lex
    before = words.tagged(index - 1)
    if _is_adverb(words, index):
        return "RB"
    if low in lex.present_verbs and before in ("CD", *PLURAL):
        return "VBP"
    if tag.startswith("NN") and low in lex.past_verbs and before in _BEFORE_VERB:
        return _past(words, index)
    return None


def _human_described(words: Sentence, index: int, rule: PeopleRule | None) -> bool:
    if rule is None or not rule.harmed_behind or words.tagged(index - 1) not in ("CD", "DT"):
        return False
    return words.at(index + 1) in words.lex.harmed


def _is_adverb(words: Sentence, index: int) -> bool:
    low, tag, lex = words.low[index], words.tag[index], words.lex
    if tag in ("VBN", "VBD") and len(low) > 4 and low.endswith("ly"):
        return True
    return tag == "JJ" and low.endswith(lex.adverb_endings) and words.at(index + 1) not in lex.hyphens


def _past(words: Sentence, index: int) -> str:
    """The tag of a word of harm that was taken for a noun."""
    lex = words.lex
    rule = lex.rule_of(words.low[index - 1])
    one = rule is not None and rule.role is Role.PERSON and words.tagged(index - 2) in ("DT", "JJ")
    if one and words.tagged(index + 1) in ("IN", "TO"):
        return "VBN"  # "a man shot to death"
    if words.tagged(index + 1) in ("DT", "PRP", "PRP$") or words.at(index + 1) in lex.behind_past:
        return "VBD"  # "police shot and killed", not "a shot and a bang"
    return words.tag[index]
