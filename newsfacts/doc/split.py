"""Sentence borders of plain text: where a stop ends a sentence and where it only shortens a word.

Rules, not a model: English news has few kinds of stops, and a rule can be mended. The idea of a list
of frequent sentence starters, to decide after an abbreviation, is Punkt's (Kiss and Strunk 2006).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from itertools import pairwise

from newsfacts.english.speech import Speech, speech
from newsfacts.rules import load
from newsfacts.types import CharSpan

# Lines end where str.splitlines and the readers see an end; the file and group separators count as blanks.
LINE_END = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")

# Hard wrapping: the widest line a person or mail program wraps at, and how many of the line ends must
# come where the next word would not have fitted.
MAX_WRAP_COLUMN = 132
MIN_WRAP_COLUMN = 40
MIN_WRAPPED_SHARE = 0.7
MIN_WRAPPED_ENDS = 2
# A wrapped line may fall short of the column by this many characters more than the next word needs.
WRAP_SLACK = 4

# The longest sentence that is read as one: of 52,000 sentences of news nine have half of that, all of them
# lists.
MAX_SENTENCE_CHARS, MIN_PIECE_CHARS = 2_000, 1_000
_CUT = re.compile(r"[;:,)\]|–—-]\s+")

# Of the words that begin sentences, those that still tell where there are no capitals.
SMALL_STARTERS = ("determiners", "pronouns")

# Longest abbreviation looked back at, in characters.
LOOK_BACK = 24

# Footnote marks close too; so does an opening quote mark with a blank behind it, a slip of typing.
_CLOSERS = r"(?:\[\w{1,3}\]|[\"”’'»)\]}]|[“‘](?=\s))*"
_OPENERS = "\"“‘'«([{¿¡—–-*•_"
_DASHES = "-–—_"
_STOP = re.compile(rf"[.!?…](?:[ \xa0]?[.!?…])*(?P<closers>{_CLOSERS})")
_WORD_BEFORE = re.compile(r"[^\W_](?:[\w.&'’-]*\w)?\Z")
_WORD = re.compile(r"\w[\w'’-]*")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_BULLET = re.compile(r"\s*(?:[•●▪■◦‣*·–—-]|\(?(?:\d{1,2}|[a-z])[.)])\s")
_FOOTNOTES = re.compile(r"(?:\[\d{1,3}\](?:\s+|$))+")
_LIST_MARK = re.compile(r"\d{1,3}|\w")
_INLINE_BULLET = re.compile(r"(?<=\s)[•●▪■◦‣](?=\s)")
_WEB = re.compile(r"://|www\.|[@/\\]|\.(?:com|net|org|info|gov|edu|io|tv)\b", re.IGNORECASE)
_QUOTE_CLOSED = re.compile(r"[\"”’'»]")


class Ends(StrEnum):
    NEVER = "never"
    STARTER = "starter"
    CAPITAL = "capital"
    NO_DIGIT = "no_digit"


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """A group of abbreviations and what must follow for a sentence to end after one."""

    id: str
    ends: str
    words: tuple[str, ...]
    followers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WordList:
    id: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """Characters [start, end) of a line without its end mark and outer blanks, or `start == end` if blank."""

    start: int
    end: int
    indent: int

    @property
    def blank(self) -> bool:
        return self.start == self.end

    @property
    def width(self) -> int:
        return self.indent + self.end - self.start


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of the rule files, ready to look up."""

    abbreviations: dict[str, Abbreviations]
    starters: frozenset[str]
    titles: frozenset[str]
    speech: frozenset[str]
    small: bool = False  # of a text without capitals: the words are in small letters, and tell less


@cache
def lexicon() -> Lexicon:
    abbreviations: dict[str, Abbreviations] = {}
    for group in load("doc/abbreviations", Abbreviations).values():
        Ends(group.ends)
        for word in group.words:
            abbreviations[word] = group
            if len(word) > 1:  # "p" and "c" are pages and about, "P" and "C" the initials of a name
                abbreviations.setdefault(word.upper(), group)
    starters = load("doc/starters", WordList)
    return Lexicon(
        abbreviations,
        starters=frozenset(word for group in starters.values() for word in group.words),
        titles=frozenset(starters["titles"].words),
        speech=speech(Speech.QUOTE),
    )


@cache
def small_lexicon() -> Lexicon:
    """The words as they stand in a paragraph without capitals, in which "in" and "last" after an abbreviation
    go on as often as they begin."""
    known, starters = lexicon(), load("doc/starters", WordList)
    abbreviations: dict[str, Abbreviations] = {}
    for word, group in known.abbreviations.items():
        followers = tuple(follower.lower() for follower in group.followers)
        abbreviations.setdefault(word.lower(), replace(group, followers=followers))
    return Lexicon(
        abbreviations,
        starters=frozenset(word.lower() for group in SMALL_STARTERS for word in starters[group].words),
        titles=frozenset(word.lower() for word in known.titles),
        speech=known.speech,
        small=True,
    )


def lines(text: str) -> list[Line]:
    """The lines of `text`, blank ones included, in order."""
    found: list[Line] = []
    start = 0
    for match in LINE_END.finditer(text):
        found.append(_line(text, start, match.start()))
        start = match.end()
    found.append(_line(text, start, len(text)))
    return found


def _line(text: str, start: int, end: int) -> Line:
    line = text[start:end]
    body = line.strip()
    if not body:
        return Line(start, start, 0)
    indent = len(line) - len(line.lstrip())
    return Line(start + indent, start + indent + len(body), indent)


def paragraphs(text: str, *, join_broken: bool = True) -> list[list[Line]]:
    """Runs of lines that belong together: blank lines part them; so does every line end of a text
    that is not hard-wrapped, unless the line breaks off in mid-sentence and `join_broken` is true."""
    every = lines(text)
    column = wrap_column(text, every)
    joins = join_broken or column is not None
    found: list[list[Line]] = []
    for before, line in zip([None, *every], every, strict=False):
        if line.blank:
            continue
        if joins and before is not None and not before.blank and _goes_on(text, before, line, column):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def wrap_column(text: str, every: Sequence[Line]) -> int | None:
    """The column at which `text` is hard-wrapped, None where its line ends are meant.

    A line is wrapped when the next word would have passed the column; an article is when most of its
    line ends inside paragraphs are of that kind.
    """
    column = max((line.width for line in every), default=0)
    if not MIN_WRAP_COLUMN <= column <= MAX_WRAP_COLUMN:
        return None
    pairs = [(a, b) for a, b in pairwise(every) if not a.blank and not b.blank]
    wrapped = sum(not _fits(text, a, b, column) for a, b in pairs)
    if wrapped < MIN_WRAPPED_ENDS or wrapped < MIN_WRAPPED_SHARE * len(pairs):
        return None
    return column


def _fits(text: str, line: Line, following: Line, column: int) -> bool:
    """Whether the first word of `following` would have had room on `line`."""
    word = text[following.start : min(following.end, following.start + MAX_WRAP_COLUMN)].split(None, 1)[0]
    return line.width + 1 + len(word) + WRAP_SLACK <= column


def _goes_on(text: str, line: Line, following: Line, column: int | None) -> bool:
    """Whether the sentence or paragraph of `line` goes on in `following`."""
    if _BULLET.match(text, following.start, following.end):
        return False
    if column is not None:
        return following.indent <= line.indent + 1 and not _fits(text, line, following, column)
    last, first = text[line.end - 1], text[following.start]
    if last in '.!?…:;"”’':
        return False
    # Meant line ends part paragraphs; only a line that plainly breaks off goes on.
    return first.islower() or last in ",("


def split(text: str) -> list[CharSpan]:
    """The sentences of `text`, in order, without blanks around them.

    Every character that is not blank lies in exactly one. Paragraph breaks always end a sentence; quotes
    and brackets that close after the stop belong to it. Linear in the length of `text`.
    """
    found: list[CharSpan] = []
    for paragraph in paragraphs(text):
        start = paragraph[0].start
        for border in (*_borders(text, start, paragraph[-1].end), paragraph[-1].end):
            found.extend(_trimmed(text, *piece) for piece in _pieces(text, start, border))
            start = border
    return found


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """[start, end), cut where it is longer than any sentence: lists and tables may have no full stop.

    What reads sentences compares their parts with one another: without a bound, a list of days of a megabyte
    would take it hours.
    """
    while end - start > MAX_SENTENCE_CHARS:
        cuts = [m.end() for m in _CUT.finditer(text, start + MIN_PIECE_CHARS, start + MAX_SENTENCE_CHARS)]
        blank = text.rfind(" ", start + MIN_PIECE_CHARS, start + MAX_SENTENCE_CHARS)
        cut = cuts[-1] if cuts else blank + 1 if blank >= 0 else start + MAX_SENTENCE_CHARS
        if text[cut:end].isspace():
            break
        yield start, cut
        start = cut
    yield start, end


def _trimmed(text: str, start: int, end: int) -> CharSpan:
    body = text[start:end]
    return CharSpan(start + len(body) - len(body.lstrip()), start + len(body.rstrip()))


def _borders(text: str, start: int, end: int) -> Iterator[int]:
    """Where sentences begin in the paragraph [start, end), its own start aside."""
    begin = start
    known = small_lexicon() if text[start:end].islower() else lexicon()
    bullets = [match.start() for match in _INLINE_BULLET.finditer(text, start + 1, end)]
    stops = list(_stops(text, start, end))
    for border, closed in sorted([*stops, *((at, None) for at in bullets)], key=lambda pair: pair[0]):
        if border <= begin:
            continue
        if closed is None or _ends(text, begin, closed, border, end, known):
            yield border
            begin = border


def _stops(text: str, start: int, end: int) -> Iterator[tuple[int, re.Match[str]]]:
    """Each run of stops that could end a sentence, with the place where the next would begin."""
    quotes, counted = 0, start  # straight quotes so far: an odd one closes
    for match in _STOP.finditer(text, start, end):
        quotes += text.count('"', counted, match.end())
        counted = at = match.end()
        if text[at - 1] == '"' and quotes % 2 == 1 and not text[at : at + 1].isspace():
            at -= 1  # 'said."The': the quote opens
        while at < end and text[at].isspace():
            at += 1
        if match.end() < at < end and quotes % 2 == 1 and text[at] == '"' and text[at + 1 : at + 2].isspace():
            at += 1  # 'said. " The': the quote closes
            while at < end and text[at].isspace():
                at += 1
        if notes := _FOOTNOTES.match(text, at, end):
            at = notes.end()
        if at < end:
            yield at, match


def _ends(text: str, begin: int, stop: re.Match[str], border: int, end: int, known: Lexicon) -> bool:
    """Whether `stop`, in the sentence from `begin`, ends it before `border`."""
    at = _first_letter(text, border, end)
    if at >= end:
        return False
    before = _WORD_BEFORE.search(text, max(begin, stop.start() - LOOK_BACK), stop.start())
    if _is_list_mark(before, begin):
        return False
    if not text[border - 1].isspace():
        return text[at].isupper() and text[border] not in _DASHES and _ends_unspaced(text, stop, at, end)
    word = _word_at(text, at, end)
    if not (known.small and text[at].islower()) and not _begins_sentence(text[at], word):
        return False
    marks = stop.group()
    if marks[0] != "." and _QUOTE_CLOSED.search(stop.group("closers") or ""):
        return not _speaker_follows(text, at, end, known)
    if before is None or marks[0] != "." or marks.startswith(".."):
        return True
    return _abbreviation_ends(before.group(), word, text[at], text[border] in _OPENERS, known)


def _first_letter(text: str, border: int, end: int) -> int:
    """Where the words of what begins at `border` begin: behind quotes, brackets and marks of a list."""
    at = border
    while at < end and text[at] in _OPENERS:
        at += 1
    while at < end and text[at].isspace():  # "- The", "• The"
        at += 1
    return at


def _is_list_mark(before: re.Match[str] | None, begin: int) -> bool:
    """Whether the word before a stop is the mark of an item: "1. The law", "A. The law"."""
    return before is not None and before.start() == begin and bool(_LIST_MARK.fullmatch(before.group()))


def _word_at(text: str, at: int, end: int) -> str:
    found = _WORD.match(text, at, min(end, at + 40))
    return found.group() if found else ""


def _begins_sentence(first: str, word: str) -> bool:
    if first.islower():
        # "al-Shabab", "iPhone": small at first, capital later.
        return any(letter.isupper() for letter in word[1:])
    return first.isalnum() or first in "$£€¥₹#@&+%" or not first.isascii()


def _ends_unspaced(text: str, stop: re.Match[str], at: int, end: int) -> bool:
    """A stop with no blank after it, as in "died.The police"."""
    low, high = _unbroken(text, stop.start(), at, end)
    if _WEB.search(text, low, high):
        return False
    left, right = text[max(stop.start() - 1, 0) : stop.start()] or "\n", text[at + 1 : at + 2]
    word_begins = right.islower() or (text[at] in "AI" and right.isspace())
    if not word_begins and not (stop.group("closers") and right.isupper()):
        return False
    before = _WORD_BEFORE.search(text, max(low, stop.start() - LOOK_BACK), stop.start())
    word = before.group() if before else ""
    if word in lexicon().abbreviations or "." in word:
        return False
    return left.islower() or left.isdigit() or left in ')]%"”’' or len(word) > 1


def _unbroken(text: str, start: int, stop: int, end: int) -> tuple[int, int]:
    """The stretch without blanks around [start, stop), as far as 60 characters to each side."""
    low, high = start, stop
    while low > max(0, start - 60) and not text[low - 1].isspace():
        low -= 1
    while high < min(end, stop + 60) and not text[high].isspace():
        high += 1
    return low, high


def _speaker_follows(text: str, at: int, end: int, known: Lexicon) -> bool:
    """`Smith asked` after a quotation that closed with "?" or "!"."""
    words = text[at : min(end, at + 80)].split()[:5]
    if known.small:  # "he asked", "ruth abara asked": nothing tells a name from the first words of a sentence
        return any(word.strip(".,:;") in known.speech for word in words[1:3])
    if words[0] in known.starters and words[0] not in known.titles:
        return False
    for word in words[1:]:
        if word.strip(".,:;") in known.speech:
            return True
        if not word[0].isupper():
            return False
    return False


def _abbreviation_ends(last: str, word: str, first: str, quoted: bool, known: Lexicon) -> bool:
    """Whether a sentence ends after `last` and its stop, before `word`."""
    group = known.abbreviations.get(last) or known.abbreviations.get(last.rsplit("-", 1)[-1])
    if group is None:
        if not _may_be_short(last, known):
            return True
        return word in known.starters or (quoted and len(last) > 1)
    match group.ends:
        case Ends.NEVER:
            return False
        case Ends.NO_DIGIT:
            return not first.isdigit()
        case Ends.CAPITAL:
            return not first.isdigit() and word not in group.followers
        case _:
            return word in known.starters or (quoted and (known.small or first.isupper()))


def _may_be_short(last: str, known: Lexicon) -> bool:
    """Whether a word that is on no list may be an abbreviation, or initials."""
    shown = last.capitalize() if known.small else last
    return bool(_INITIALS.fullmatch(last)) or (len(last) == 1 and shown.isupper()) or _looks_short(shown)


def _looks_short(word: str) -> bool:
    """Short, capitalised, no vowel, as abbreviations not on the list are: "Pvt", "Bhd"."""
    return (
        1 < len(word) <= 4
        and word[0].isupper()
        and word[1:].islower()
        and not any(letter in "aeiouyAEIOUY" for letter in word)
    )
