"""The lines of a page, and the sentences of furniture inside them, with what is known of each by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby, pairwise

from newsfacts.doc.split import LINE_END, lexicon, paragraphs, split
from newsfacts.furniture.rules import (
    APPEAL,
    ENOUGH,
    Cue,
    Where,
    anchors,
    credit_tail,
    cues_near,
    word_set,
)
from newsfacts.types import SkipReason

# A button or label that no rule knows, between others that are furniture.
MAX_LABEL_WORDS = 8
MAX_BUTTONS = 30
MAX_TITLE_WORDS = 25
MAX_HEADLINE_WORDS = 20
MAX_WORDS_OF_ANY_RULE = 120
# Furniture inside a line: how long the line is at least, how many sentences from either end and how long.
MIN_PARTED_CHARS = 30
MAX_PARTED_SENTENCES = 6
MAX_PARTED_WORDS = 40
MAX_GLUED = 4
MAX_CAPTION_CHARS = 500
MAX_CREDIT_CHARS = 120


@dataclass(slots=True)
class Unit:
    """A line of the page, or a paragraph where the text is hard-wrapped, and what is known of it."""

    text: str
    start: int
    end: int
    stanza: int  # number of the run of lines without a blank one between
    cues: list[Cue]
    label: SkipReason | None  # what it is if it is furniture: all its words are those of buttons
    button: bool  # all its words may be those of buttons
    speaks: bool  # the publisher speaks to the reader, quotations aside
    weight: int = 0
    reason: SkipReason | None = None
    piece: bool = False  # a part of its line

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def appeals(self) -> bool:
        return any(cue.rule.family == APPEAL for cue in self.cues)

    def drop_late(self) -> None:
        """Forget the cues that count within the story only."""
        late = [cue for cue in self.cues if cue.rule.late]
        self.cues = [cue for cue in self.cues if not cue.rule.late]
        self.weight -= sum(cue.rule.weight for cue in late)

    @property
    def opens(self) -> bool:
        return any(cue.rule.opens for cue in self.cues)


def read_units(text: str, begin: int = 0) -> Iterator[Unit]:
    """The lines of `text` from `begin` on, furniture inside a line as units of its own, one by one."""
    stanza, at = 0, begin
    for lines in paragraphs(text[begin:], join_broken=False):
        start, end = begin + lines[0].start, begin + lines[-1].end
        stanza += len(LINE_END.findall(text, at, start)) > 1
        yield from _pieces(text, start, end, stanza)
        at = end


def _unit(body: str, start: int, end: int, stanza: int, *, piece: bool = False) -> Unit:
    if len(body) > MAX_WORDS_OF_ANY_RULE * 12:
        return Unit(body, start, end, stanza, [], None, False, False, piece=piece)
    low = body.casefold().replace("’", "'")
    open_text = "" if _SPEAKER.match(body) else _without_quotations(body)
    words = set(_WORD.findall(open_text.casefold()))
    speaks = not word_set("person").isdisjoint(words)
    quoted = len(open_text) < len(body)
    reported = quoted and not lexicon().speech.isdisjoint(words)
    told = _TOLD.search(low) is not None
    hits = list(_cues_of(body, open_text, low, reported=reported, told=told))
    weight = sum(cue.rule.weight * count for cue, count in hits)
    known = [cue for cue, _ in hits]
    label, button = _label(low)
    return Unit(body, start, end, stanza, known, label, button, speaks, weight, piece=piece)


_WORD = re.compile(r"[\w'’]+")
# ", the judge said", ", wrote Ana Ruiz": what somebody asked of others, retold without quotation marks.
_TOLD = re.compile(
    r",\s(?:[\w.'’-]+\s){0,5}?(?:said|says|told|wrote|added|joked|quipped|urged|warned|pleaded|begged|cried|shouted"
    r"|replied)\b"
)
_ASKING = frozenset(
    {SkipReason.ADVERT, SkipReason.NEWSLETTER, SkipReason.DONATION, SkipReason.SHARE, SkipReason.COMMENTS}
)
# "Q:", "A:", "RT:": a line of an interview is speech as a whole.
_SPEAKER = re.compile(r"(?!READ|SEE|ALSO|TAGS?|LIVE)[A-Z]{1,4}:\s")
_QUOTATION = re.compile(
    r"“[^“”]*(?:”|$)|(?<!\w)\"[^\"]*(?:\"|$)|``(?:(?!'').)*(?:''|$)|(?<!\w)‘[^‘’]*(?:’(?!\w)|$)"
    r"|(?<!\w)'(?:[^'\n]|(?<=\w)'(?=\w)){0,400}'(?!\w)"
)


def _without_quotations(body: str) -> str:
    """`body` with quotations blanked, an unclosed one to its end."""
    return _QUOTATION.sub(" ", body) if _OPENS_QUOTATION.search(body) else body


_OPENS_QUOTATION = re.compile("[“\"‘']|``")


def _cues_of(body: str, open_text: str, low: str, *, reported: bool, told: bool) -> Iterator[tuple[Cue, int]]:
    """The cues of a line, each with how often its phrases stand there."""
    words = len(body.split())
    for cue, places in cues_near(low):
        if words > cue.rule.max_words or (told and cue.reason in _ASKING):
            continue
        if reported and cue.where in (Where.START, Where.ANY):
            continue
        if count := cue.count(body, open_text, low, places):
            yield cue, count


LABEL_WORD = re.compile(r"[^\s|/·•,>»›]+")
_NUMBER = re.compile(r"\d{1,3}(?::\d\d)?")
_AMOUNT = re.compile(r"[$£€¥₹]\s?\d[\d,.]*")


def _label(low: str) -> tuple[SkipReason | None, bool]:
    """The kind of buttons `low` consists of, if it does; whether all its words may be those of buttons."""
    first = LABEL_WORD.search(low)
    amount = SkipReason.DONATION if _AMOUNT.fullmatch(low) else None
    if first is None:
        return amount, True
    if not _on_buttons(first[0]):
        return amount, False  # most lines: the others need not be looked at
    words = LABEL_WORD.findall(low)
    button = len(words) <= MAX_LABEL_WORDS and all(map(_on_buttons, words))
    return amount or (_kind_of_buttons(words) if len(words) <= MAX_BUTTONS else None), button


def _kind_of_buttons(words: Sequence[str]) -> SkipReason | None:
    """The kind of buttons that have all of these words, one of them surely."""
    for kind in _BUTTONS:
        if word_set(kind).issuperset(words) and not anchors(kind).isdisjoint(words):
            return kind
    return None


_BUTTONS = (SkipReason.SHARE, SkipReason.COMMENTS, SkipReason.DONATION, SkipReason.NAVIGATION)


def _on_buttons(word: str) -> bool:
    return word in _button_words() or _NUMBER.fullmatch(word) is not None


@cache
def _button_words() -> frozenset[str]:
    return frozenset().union(*map(word_set, _BUTTONS))


# --- furniture inside a line


def _pieces(text: str, start: int, end: int, stanza: int) -> Iterator[Unit]:
    """The line [start, end) as units: furniture at its ends, or between its sentences, parted from the story.

    Only sentences that are furniture beyond doubt are parted; a line that is furniture as a whole stays one.
    """

    def piece(at: int, until: int) -> Unit:
        return _unit(text[at:until], at, until, stanza, piece=True)

    body = LINE_END.sub(lambda mark: " " * len(mark.group()), text[start:end])
    if credit := _credit_below(body):
        yield piece(start, start + len(body[: credit.start()].rstrip()))
        at, until = start + credit.start("credit"), start + credit.end("credit")
        yield Unit(text[at:until], at, until, stanza, [], None, False, False, ENOUGH, SkipReason.CREDIT, True)
        return
    whole = _unit(text[start:end], start, end, stanza)
    parts = _parts(body) if _worth_parting(body) else []
    if (one := _as_one(whole, parts)) is not None:
        yield one
        return
    for sure, group in groupby(parts, key=lambda part: part.sure):
        run = list(group)
        unit = piece(start + run[0].start, start + run[-1].end)
        if sure and verdict(unit) is None:
            unit.reason = run[0].reason
        yield unit if sure else _as_story(unit)


def _credit_below(body: str) -> re.Match[str] | None:
    """The credit at the end of a caption; None in a line that is long, has none, or is nothing else."""
    begin = max(0, len(body) - MAX_CREDIT_CHARS)
    if len(body) >= MAX_CAPTION_CHARS or not _CREDITS.search(body, begin):
        return None
    credit = credit_tail().search(body, begin)
    return credit if credit is not None and credit.start() > 0 else None


@dataclass(slots=True)
class _Part:
    """A sentence of a line: characters [start, end) of the line."""

    start: int
    end: int
    words: int
    reason: SkipReason | None = None  # what it is beyond doubt
    storyish: bool = True  # a sentence that nothing about it ties to the publisher
    leans: bool = False  # goes with furniture beside it
    appeals: bool = False  # speaks as the publisher who asks for something

    @property
    def sure(self) -> bool:
        return self.reason is not None


def _as_one(whole: Unit, parts: Sequence[_Part]) -> Unit | None:
    """The line as one unit, where it is story or furniture as a whole; None where some of its parts are."""
    if len(parts) < 2:
        return whole
    known, publishers = verdict(whole), _is_publishers(whole, parts)
    sure = [part for part in parts if part.sure]
    if not sure:
        return whole if known is None or publishers else _as_story(whole)
    if known is None:
        whole.reason = next((part.reason for part in sure if part.appeals), None) if publishers else None
        return whole if whole.reason is not None else None
    return whole if publishers or len(sure) == len(parts) else None


def _is_publishers(whole: Unit, parts: Sequence[_Part]) -> bool:
    """Whether a line, if any of it is furniture, is so as a whole: little of it is story, or it opens so."""
    story = sum(part.words for part in parts if part.storyish)
    return 2 * story < whole.words or _opens(whole)


# A credit has one of these.
_CREDITS = re.compile(r"/|(?i:photo|image|picture|pic\b|graphic|credit)")


def _worth_parting(body: str) -> bool:
    return len(body) >= MIN_PARTED_CHARS and _has_trigger(body)


def _has_trigger(text: str) -> bool:
    return any(map(text.casefold().__contains__, _TRIGGERS))


# What is looked for inside a line has one of these: most lines need no second look. One search for each is
# far quicker than a pattern of them all.
_TRIGGERS = (
    "advert", "sponsor", "subscri", "newsletter", "sign up", "inbox", "share", "follow", "rights reserved",
    "copyright", "©", "comment", "donat", "support", "contribut", "skip to", "click", "download", "read more",
    "also read", "read also", "related", "journalism", "cookies", "may not be published",
    "may not be reproduced", "originally published", "first published", "first appeared", "reporting by",
    "editing by", "updated", "version of this", "watch:", "read:", "whatsapp", "telegram", "correction",
    "clarification", "our app",
)  # fmt: skip


def _parts(body: str) -> list[_Part]:
    """The sentences of a line, those at its ends and labels between them judged by their cues."""
    hidden = _QUOTATION.sub(lambda quotation: "\0" * len(quotation.group()), body)
    spans = [piece for span in split(body) for piece in _unglued(body, span.start, span.end)]
    parts: list[_Part] = []
    units: dict[str, Unit] = {}
    for number, (start, end) in enumerate(spans):
        sentence = body[start:end]
        edge = min(number, len(spans) - 1 - number) < MAX_PARTED_SENTENCES
        if "\0" in hidden[start:end] or not _may_be_furniture(sentence, edge=edge):
            parts.append(_Part(start, end, len(sentence.split())))
            continue
        if sentence not in units:
            units[sentence] = _unit(sentence, 0, len(sentence), 0)
        parts.append(_judged(units[sentence], start, end, edge=edge))
    _keep_to_the_ends(parts)
    return parts


def _may_be_furniture(sentence: str, *, edge: bool) -> bool:
    """Whether a sentence of a line, at one of its `edge`s or within, is worth a look at its cues."""
    words = len(sentence.split())
    return words <= MAX_PARTED_WORDS and (edge or (words <= MAX_LABEL_WORDS and _has_trigger(sentence)))


def _judged(unit: Unit, start: int, end: int, *, edge: bool) -> _Part:
    """The sentence [start, end) of a line, read as `unit`."""
    return _Part(
        start,
        end,
        unit.words,
        reason=next((cue.reason for cue in unit.cues if _sure(cue, edge=edge)), None),
        storyish=not unit.cues and not unit.speaks,
        leans=unit.appeals and unit.weight > 1,
        appeals=unit.appeals,
    )


def _keep_to_the_ends(parts: Sequence[_Part]) -> None:
    """At the ends of a line, what goes with furniture is some as well ("Please support us. Donate today.");
    between sentences of the story, only labels are."""
    for run in (parts, parts[::-1]):
        for before, part in pairwise(run):
            if before.sure and not part.sure and part.leans:
                part.reason = before.reason
    story = [number for number, part in enumerate(parts) if not part.sure]
    for part in parts[story[0] : story[-1]] if story else ():
        if part.words > MAX_LABEL_WORDS:
            part.reason = None


def _sure(cue: Cue, *, edge: bool) -> bool:
    """Whether `cue` makes a sentence furniture within a line, at one of its ends or anywhere."""
    if cue.rule.line or cue.rule.late or cue.rule.weight < ENOUGH:
        return False
    return edge or cue.rule.where in (Where.WHOLE, Where.GLUED)


def _unglued(body: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence with what stands before it without a stop: "Share this article Four people were …"."""
    low = body[start:end].casefold().replace("’", "'")
    near = [cue for cue, _ in cues_near(low) if cue.where == Where.GLUED]
    for _ in range(MAX_GLUED):
        for cue in near:
            if not (found := cue.pattern.match(body, start, end)):
                continue
            word = found["word"]
            if word is None or (" " not in found["phrase"] and word not in lexicon().starters):
                continue
            yield start, start + len(body[start : found.start("next")].rstrip())
            start = found.end("next") - len(found["next"].lstrip())
            break
        else:
            break
    yield start, end


def verdict(unit: Unit) -> SkipReason | None:
    """What the cues of a line make of it by themselves."""
    heaviest = max(unit.cues, key=lambda cue: cue.rule.weight, default=None)
    # Charities, politicians and people in need ask for help as well: only what a publisher alone would
    # say makes an appeal; the other cues add to one beside them.
    doubtful = heaviest is not None and heaviest.rule.family == APPEAL and heaviest.rule.weight < ENOUGH
    if heaviest is None or unit.weight < ENOUGH or doubtful:
        return None
    letters = any(cue.reason == SkipReason.NEWSLETTER for cue in unit.cues)
    donation = heaviest.reason == SkipReason.DONATION
    return SkipReason.NEWSLETTER if donation and letters else heaviest.reason


def _opens(unit: Unit) -> bool:
    """Whether the line is a phrase as a whole, or begins a note or appeal that needs no further cues."""
    return any(
        cue.rule.weight >= ENOUGH
        and (cue.rule.where == Where.WHOLE or (cue.rule.where == Where.START and cue.reason in _LONG))
        for cue in unit.cues
    )


_LONG = frozenset({SkipReason.CORRECTION, SkipReason.DONATION})


def _as_story(unit: Unit) -> Unit:
    return replace(unit, cues=[], label=None, button=False, speaks=False, weight=0)


# --- what a line looks like


def is_quotation(unit: Unit) -> bool:
    return unit.text[0] in '"“‘«'


def ends_sentence(unit: Unit) -> bool:
    return unit.words >= 3 and unit.text.rstrip("\"”’')] ").endswith((".", "?", "!", "…"))


def is_title(unit: Unit, *, marked: bool = False) -> bool:
    """Looks like the title of a story: a few words, capital first, no full stop; `marked`: behind a sign."""
    text = unit.text.rstrip("\"”’' ")
    if marked:
        text = re.sub(r"^\W+", "", text) or text
    return (
        1 < unit.words <= MAX_TITLE_WORDS
        and not text.endswith((".", ":", ",", ";"))
        and not text[0].islower()
        and (text[0].isalnum() or text[0] in "\"“‘'’«")
    )


def is_fragment(unit: Unit) -> bool:
    return unit.words <= MAX_LABEL_WORDS and not unit.text.rstrip().endswith((".", '."', ".”"))


def is_prose(unit: Unit) -> bool:
    return unit.words >= 8 and unit.text.rstrip("\"”’')] ").endswith((".", "?", "!", "…", ":"))


_DATELINE = re.compile(r"(?:\([A-Z][\w -]*\)\s*)?[-–—_]+\s*$|^[A-Z][A-Z ,.]+\([A-Za-z]+\)")
_INNER_STOP = re.compile(r"[a-z]{3}\. [A-Z]|\b(?:[Pp]hoto|[Ii]mage|[Pp]icture|[Cc]redit):")
_BYLINE = re.compile(
    r"(?:by|from|written by|reported by)\s+[^\W\d_]|.*\b(?:published|updated)\b", re.IGNORECASE
)
_DATE_ONLY = re.compile(
    r"[\W\d]*(?:(?:(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?"
    r"|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|[ap]\.?m\.?|gmt|utc"
    r"|(?:minutes?|hours?|days?)|ago|e[sd]t)[\W\d]*)+",
    re.IGNORECASE,
)


def is_headline(unit: Unit) -> bool:
    text = unit.text.strip()
    return (
        is_title(unit)
        and 3 <= unit.words <= MAX_HEADLINE_WORDS
        and not text.endswith((")", "-", "–", "—", "_", "…"))
        and not _DATELINE.search(text)
        and not _INNER_STOP.search(text)
        and not _BYLINE.match(text)
        and len(text) <= 200
        and not _DATE_ONLY.fullmatch(text[:60])
    )
