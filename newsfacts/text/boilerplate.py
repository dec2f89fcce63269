"""Marks what stands on the page but is no part of the story; deletes nothing.

A page's lines are judged by cues (`rules/furniture.toml`), not by a model: there is next to no training
data for flat text, and losing a paragraph of the story costs more than keeping an advert. Lines that
a cue does not settle are settled by the lines around them, as in Kohlschütter et al. 2010.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import groupby, islice, pairwise

from newsfacts.errors import RuleError
from newsfacts.rules import load
from newsfacts.text.front_matter import front_matter
from newsfacts.text.sentences import LINE_END, lexicon, paragraphs
from newsfacts.types import CharSpan, Skipped, SkipReason

# A line whose cues weigh this much is furniture by itself.
ENOUGH = 3
# An appeal may run over this many lines without a cue of their own, where cues stand on both sides.
MAX_GAP_LINES = 3
# From a head ("Dear readers,") down to the first line that is an appeal beyond doubt.
MAX_HEAD_LINES = 8
# A button or label that no rule knows, between others that are furniture.
MAX_LABEL_WORDS = 8
MAX_BUTTONS = 30
MIN_MENU_LINES = 3
# Phrases of one rule count up to so often in a line.
MAX_HITS = 3
MAX_TITLE_WORDS = 25
MIN_TITLE_WORDS = 5
MIN_LISTED_TITLE_WORDS = 3
MAX_TEASERS = 8
MAX_HEADLINE_WORDS = 20
MIN_HEADLINE_WORDS = 5
MAX_LINES_ABOVE_STORY = 8
TITLE_SEARCH_CHARS = 20_000
MAX_STANDFIRST_WORDS = 60
MAX_WORDS_OF_ANY_RULE = 120
APPEAL = "appeal"


class Where(StrEnum):
    WHOLE = "whole"
    START = "start"
    ANY = "any"


class Takes(StrEnum):
    """Where the title of the other story stands, seen from the label of a teaser."""

    ABOVE = "above"  # the line above
    ABOVE_FAR = "above_far"  # the line above, past a blank line; a name only
    BELOW = "below"
    BELOW_IF_COLON = "below_if_colon"
    BELOW_LATE = "below_late"  # only once the story has begun: before, it may be the headline
    LIST = "list"  # the short lines below, if nothing else follows up to the blank line


@dataclass(frozen=True, slots=True)
class FurnitureRule:
    """What kind of line a set of phrases tells of; the keys are explained in furniture.toml."""

    id: str
    reason: str
    where: str
    phrases: tuple[str, ...]
    weight: int = ENOUGH
    max_words: int = 40
    family: str = ""
    opens: bool = False
    takes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FurnitureWords:
    """A word list; `anchors` are those that make a line of such words tell something."""

    id: str
    words: tuple[str, ...]
    anchors: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cue:
    """A rule ready to use: its pattern, and words of which a line must have one (lower case)."""

    rule: FurnitureRule
    reason: SkipReason
    pattern: re.Pattern[str]
    needs: tuple[str, ...]


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

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def appeals(self) -> bool:
        return any(cue.rule.family == APPEAL for cue in self.cues)

    @property
    def opens(self) -> bool:
        return any(cue.rule.opens for cue in self.cues)


def find_furniture(text: str) -> tuple[Skipped, ...]:
    """The furniture of `text`, in reading order: spans without blanks around them, none overlapping.

    Lines that follow one another and are skipped for one reason make one span. Linear in the length.
    """
    front = front_matter(text)
    begin = front.end if front else 0
    units = _units(text, begin)
    _mark_images(units)
    _mark_by_cues(units)
    _mark_labels(units)
    _mark_teasers(units)
    _mark_appeals(units)
    _mark_stanzas(units)
    return (*([Skipped(front.span, SkipReason.OTHER)] if front else []), *_spans(units))


def find_title(text: str) -> str | None:
    """The headline, if `text` begins with one below any furniture; None where it does not.

    A headline is a line of its own, short, without a full stop, and the story's prose follows it. It stays
    part of the story: this only reads it. A heading of Markdown ("# …") is one, without its sign.
    """
    text = text[:TITLE_SEARCH_CHARS]
    skipped = iter(find_furniture(text))
    fact = next(skipped, None)
    candidates: list[Unit] = []
    above = 0
    for unit in _units(text):
        while fact is not None and fact.span.end <= unit.start:
            fact = next(skipped, None)
        if fact is not None and fact.span.start <= unit.start:
            continue
        if heading := _HEADING.fullmatch(unit.text):
            return " ".join(heading["title"].split())
        if _prose(unit):
            # The name of the paper or section ("The Daily Herald") may stand above the headline.
            long = [candidate for candidate in candidates if candidate.words >= MIN_HEADLINE_WORDS]
            return " ".join((long or candidates)[0].text.split()) if candidates else None
        if _headline(unit):
            candidates.append(unit)
        above += 1
        if above > MAX_LINES_ABOVE_STORY:
            return None
    return None


def rules_fired(line: str) -> tuple[str, ...]:
    """Ids of the rules whose phrases stand in `line`, whatever stands around it."""
    return tuple(cue.rule.id for cue in _unit(line, 0, len(line), 0).cues)


# --- reading the page


def _units(text: str, begin: int = 0) -> list[Unit]:
    """The lines of `text` from `begin` on."""
    units: list[Unit] = []
    stanza, at = 0, begin
    for lines in paragraphs(text[begin:], join_broken=False):
        start, end = begin + lines[0].start, begin + lines[-1].end
        stanza += len(LINE_END.findall(text, at, start)) > 1
        units.append(_unit(text[start:end], start, end, stanza))
        at = end
    return units


def _unit(body: str, start: int, end: int, stanza: int) -> Unit:
    if len(body) > MAX_WORDS_OF_ANY_RULE * 12:
        return Unit(body, start, end, stanza, [], None, False, False)
    low = body.casefold().replace("’", "'")
    open_text = "" if _SPEAKER.match(body) else _without_quotations(body)
    words = re.findall(r"[\w'’]+", open_text.casefold())
    speaks = any(word in _word_set("person") for word in words)
    quoted = len(open_text) < len(body)
    reported = quoted and any(word in lexicon().speech for word in words)
    hits = list(_cues_of(body, open_text, low, reported=reported))
    weight = sum(cue.rule.weight * count for cue, count in hits)
    return Unit(body, start, end, stanza, [cue for cue, _ in hits], _label(low), _button(low), speaks, weight)


# "Q:", "A:", "RT:": a line of an interview is speech as a whole.
_SPEAKER = re.compile(r"[A-Z]{1,4}:\s")
_QUOTATION = re.compile(
    r"“[^“”]*(?:”|$)|(?<!\w)\"[^\"]*(?:\"|$)|``(?:(?!'').)*(?:''|$)|(?<!\w)‘[^‘’]*(?:’(?!\w)|$)"
)


def _without_quotations(body: str) -> str:
    """`body` with quotations blanked, an unclosed one to its end."""
    return _QUOTATION.sub(" ", body)


def _cues_of(body: str, open_text: str, low: str, *, reported: bool) -> Iterator[tuple[Cue, int]]:
    """The cues of a line, each with how often its phrases stand there."""
    words = len(body.split())
    for cue in _cues():
        if words > cue.rule.max_words or not any(need in low for need in cue.needs):
            continue
        match cue.rule.where:
            case Where.WHOLE:
                count = int(cue.pattern.fullmatch(body) is not None)
            case Where.START:
                count = int(not reported and cue.pattern.match(open_text) is not None)
            case _:
                count = 0 if reported else sum(1 for _ in islice(cue.pattern.finditer(open_text), MAX_HITS))
        if count:
            yield cue, count


_LABEL_WORD = re.compile(r"[^\s|/·•,>»›]+")
_NUMBER = re.compile(r"\d{1,3}(?::\d\d)?")
_AMOUNT = re.compile(r"[$£€¥₹]\s?\d[\d,.]*")


def _label(low: str) -> SkipReason | None:
    """The kind of buttons `low` consists of, if it does."""
    if _AMOUNT.fullmatch(low):
        return SkipReason.DONATION
    words = _LABEL_WORD.findall(low)
    if not words or len(words) > MAX_BUTTONS:
        return None
    for kind in (SkipReason.SHARE, SkipReason.DONATION, SkipReason.NAVIGATION):
        if all(word in _word_set(kind) for word in words) and any(word in _anchors(kind) for word in words):
            return kind
    return None


def _button(low: str) -> bool:
    words = _LABEL_WORD.findall(low)
    known = _word_set("share") | _word_set("donation") | _word_set("navigation")
    return len(words) <= MAX_LABEL_WORDS and all(word in known or _NUMBER.fullmatch(word) for word in words)


# --- marking


# A heading, and a picture on a line of its own, in Markdown; the picture may be a link.
_HEADING = re.compile(r"#\s+(?P<title>[^\s#].{0,400}?)(?:\s+#+)?")
_IMAGE = re.compile(r"(?:\[?!\[[^\]\n]*\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)(?:\]\([^()\n]*\))?\s*)+")


def _mark_images(units: Sequence[Unit]) -> None:
    for unit in units:
        if _IMAGE.fullmatch(unit.text):
            unit.reason = SkipReason.OTHER


def _mark_by_cues(units: Sequence[Unit]) -> None:
    for unit in units:
        heaviest = max(unit.cues, key=lambda cue: cue.rule.weight, default=None)
        # Charities, politicians and people in need ask for help as well: only what a publisher alone would
        # say makes an appeal; the other cues add to one beside them.
        doubtful = heaviest is not None and heaviest.rule.family == APPEAL and heaviest.rule.weight < ENOUGH
        if heaviest is not None and unit.weight >= ENOUGH and not doubtful:
            letters = any(cue.reason == SkipReason.NEWSLETTER for cue in unit.cues)
            donation = heaviest.reason == SkipReason.DONATION
            unit.reason = SkipReason.NEWSLETTER if donation and letters else heaviest.reason


def _mark_labels(units: Sequence[Unit]) -> None:
    """Buttons count where two or more stand together, or beside a line that is furniture."""
    for index, unit in enumerate(units):
        if unit.label is None or unit.reason is not None:
            continue
        beside = [*units[max(0, index - 2) : index], *units[index + 1 : index + 3]]
        several = unit.label == SkipReason.SHARE and len(_LABEL_WORD.findall(unit.text)) > 1
        if several or any((o.label or o.reason) and abs(o.stanza - unit.stanza) <= 1 for o in beside):
            unit.reason = unit.label
    # A menu: three or more in one stanza, one of them surely a button.
    for _, run in groupby(units, key=lambda unit: (unit.stanza, unit.button)):
        menu = list(run)
        labels = [unit.label for unit in menu if unit.label]
        if len(menu) >= MIN_MENU_LINES and menu[0].button and labels:
            for unit in menu:
                unit.reason = unit.reason or labels[0]


def _mark_teasers(units: Sequence[Unit]) -> None:
    pairs = [n for n in range(len(units) - 1) if _pair(units, n)]
    box = pairs[0] if len(pairs) == 1 else None
    begun = False
    for index, unit in enumerate(units):
        begun = begun or (unit.reason is None and _prose(unit))
        colon = unit.text.rstrip().endswith(":")
        for takes in sorted({takes for cue in unit.cues for takes in cue.rule.takes}):
            below = takes == Takes.BELOW or (takes == Takes.BELOW_IF_COLON and colon)
            below = below or (takes == Takes.BELOW_LATE and begun)
            if (takes == Takes.LIST or below) and _take_list(units, index):
                break
            if begun and below:
                _take_below(units, index, box)
            elif takes in (Takes.ABOVE, Takes.ABOVE_FAR) and not colon:
                _take_above(units, index, far=takes == Takes.ABOVE_FAR)


def _take_above(units: Sequence[Unit], index: int, *, far: bool) -> None:
    """The title above the label; far = past a blank line, and then a short name only."""
    if index == 0:
        return
    above = units[index - 1]
    near = above.stanza == units[index].stanza
    if above.reason is None and ((near and _title(above)) or (far and _title(above) and above.words <= 6)):
        above.reason = SkipReason.TEASER


def _take_below(units: Sequence[Unit], index: int, box: int | None) -> None:
    """The titles below the label, and the standfirst of one that is surely boxed.

    `box`: where the only [title, prose] stanza of the text begins, if it has just one.
    """
    label = units[index]
    above = ""
    if index and _title(units[index - 1]) and units[index - 1].stanza == label.stanza:
        above = units[index - 1].text
    for at in range(index + 1, min(len(units), index + 1 + MAX_TEASERS)):
        unit = units[at]
        if unit.reason is not None or unit.label is not None or unit.text.isdigit():
            continue  # buttons to leaf through the box
        listed = unit.stanza in (label.stanza, units[at - 1].stanza)
        if not _title(unit) or unit.words < (MIN_LISTED_TITLE_WORDS if listed else MIN_TITLE_WORDS):
            return
        following = units[at + 1] if at + 1 < len(units) else None
        if unit.words < MIN_TITLE_WORDS and following and _prose(following):
            return  # the next heading of the story
        unit.reason = SkipReason.TEASER
        # A title that stands above the label as well has its standfirst with it; so has one that makes a
        # box of two lines, unless the story has headings of that look.
        if following and (unit.text == above or at == box):
            if following.words <= MAX_STANDFIRST_WORDS and not _quotes(following):
                following.reason = SkipReason.TEASER
            return


def _take_list(units: Sequence[Unit], index: int) -> bool:
    """A stanza of nothing but a label and short lines below it: all of it is the list."""
    stanza = units[index].stanza
    if index and units[index - 1].stanza == stanza:
        return False
    end = index + 1
    while end < len(units) and end <= index + MAX_TEASERS and units[end].stanza == stanza:
        if not _fragment(units[end]) and not _title(units[end]):
            return False
        end += 1
    closed = end == len(units) or units[end].stanza != stanza
    if end - index < 3 or not closed:
        return False
    for unit in units[index + 1 : end]:
        unit.reason = unit.reason or units[index].reason
    return True


def _pair(units: Sequence[Unit], n: int) -> bool:
    """A stanza of a title and one line of prose, neither known as furniture."""
    title, prose = units[n], units[n + 1]
    beside = [*units[max(0, n - 1) : n], *units[n + 2 : n + 3]]
    if prose.stanza != title.stanza or any(unit.stanza == title.stanza for unit in beside):
        return False
    return title.reason is None and prose.reason is None and _title(title) and _prose(prose)


def _mark_appeals(units: Sequence[Unit]) -> None:
    """Grow appeals: up to their head, down over lines with a cue, and over short gaps."""
    _grow(units, _goes_with_appeal)
    _grow(list(reversed(units)), _leads_to_appeal)
    marked = [index for index, unit in enumerate(units) if unit.reason is not None and unit.appeals]
    for index in marked:
        head = index
        for at in range(index - 1, max(-1, index - 1 - MAX_HEAD_LINES), -1):
            if units[at].opens:
                head = at
            elif units[at].reason is not None or (units[at].weight == 0 and not units[at].speaks):
                break
        for unit in units[head:index]:
            unit.reason = units[index].reason
    marked = [index for index, unit in enumerate(units) if unit.reason is not None and unit.appeals]
    for before, after in pairwise(marked):
        gap = units[before + 1 : after]
        if len(gap) <= MAX_GAP_LINES and all(unit.reason or unit.speaks for unit in gap):
            for unit in gap:
                unit.reason = unit.reason or units[before].reason


def _grow(units: Sequence[Unit], goes: Callable[[Unit], bool]) -> None:
    """From each line of an appeal on, mark those that `goes` takes; buttons on the way are stepped over."""
    reason: SkipReason | None = None
    for unit in units:
        if unit.reason is not None and unit.appeals:
            reason = unit.reason
        elif unit.reason is None and reason is not None and goes(unit):
            unit.reason = reason
        elif unit.reason is None or unit.label is None:
            reason = None


def _leads_to_appeal(unit: Unit) -> bool:
    return (unit.appeals and unit.weight > 1) or (unit.speaks and _fragment(unit))


def _goes_with_appeal(unit: Unit) -> bool:
    if unit.opens:
        return False
    return (unit.appeals and (unit.weight > 1 or unit.speaks)) or unit.label is not None


def _mark_stanzas(units: Sequence[Unit]) -> None:
    """Short lines without a blank one between, most of them furniture: so are the others."""
    start = 0
    while start < len(units):
        end = start + 1
        while end < len(units) and units[end].stanza == units[start].stanza:
            end += 1
        stanza = units[start:end]
        marked = [unit for unit in stanza if unit.reason is not None]
        rest = [unit for unit in stanza if unit.reason is None]
        if len(marked) > 1 and len(marked) >= len(rest) and all(_fragment(unit) for unit in rest):
            # Only lines with furniture on both sides, or at the page's own edge, are sure.
            first, last = stanza.index(marked[0]), stanza.index(marked[-1])
            reason = marked[0].reason
            for at, unit in enumerate(stanza):
                if first < at < last or (unit.label or unit.weight):
                    unit.reason = unit.reason or reason
        for at, unit in enumerate(stanza):
            # "×" above an appeal, "Email" below a sign-up: the buttons of its box.
            if unit.label and unit.reason == unit.label:
                beside = [*stanza[max(0, at - 4) : at][::-1], *stanza[at + 1 : at + 5]]
                cued = (other.reason for other in beside if other.reason and other.weight and not other.label)
                unit.reason = next(cued, unit.reason)
        start = end


def _spans(units: Sequence[Unit]) -> Iterator[Skipped]:
    start = end = -1
    reason: SkipReason | None = None
    for unit in units:
        if unit.reason is not None and unit.reason == reason:
            end = unit.end
            continue
        if reason is not None:
            yield Skipped(CharSpan(start, end), reason)
        reason, start, end = unit.reason, unit.start, unit.end
    if reason is not None:
        yield Skipped(CharSpan(start, end), reason)


# --- what a line looks like


def _quotes(unit: Unit) -> bool:
    return unit.text[0] in '"“‘«'


def _title(unit: Unit) -> bool:
    """Looks like the title of a story: a few words, capital first, no full stop."""
    text = unit.text.rstrip("\"”’' ")
    return (
        1 < unit.words <= MAX_TITLE_WORDS
        and not text.endswith((".", ":", ",", ";"))
        and not text[0].islower()
        and (text[0].isalnum() or text[0] in "\"“‘'’«")
    )


def _fragment(unit: Unit) -> bool:
    return unit.words <= MAX_LABEL_WORDS and not unit.text.rstrip().endswith((".", '."', ".”"))


def _prose(unit: Unit) -> bool:
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


def _headline(unit: Unit) -> bool:
    text = unit.text.strip()
    return (
        _title(unit)
        and 3 <= unit.words <= MAX_HEADLINE_WORDS
        and not text.endswith((")", "-", "–", "—", "_", "…"))
        and not _DATELINE.search(text)
        and not _INNER_STOP.search(text)
        and not _BYLINE.match(text)
        and len(text) <= 200
        and not _DATE_ONLY.fullmatch(text[:60])
    )


# --- the rules, ready to use


@cache
def _word_lists() -> dict[str, FurnitureWords]:
    return load("furniture.words", FurnitureWords)


@cache
def _word_set(name: str) -> frozenset[str]:
    return frozenset(_word_lists()[name].words)


@cache
def _anchors(name: str) -> frozenset[str]:
    return frozenset(_word_lists()[name].anchors)


@cache
def _cues() -> tuple[Cue, ...]:
    return tuple(_cue(rule) for rule in load("furniture", FurnitureRule).values())


def _cue(rule: FurnitureRule) -> Cue:
    try:
        where, reason = Where(rule.where), SkipReason(rule.reason)
        for takes in rule.takes:
            Takes(takes)
    except ValueError as error:
        raise RuleError(f"furniture.toml, rule [{rule.id}]: {error}") from None
    either = "|".join(_regex(phrase) for phrase in rule.phrases)
    match where:
        case Where.WHOLE:
            pattern = rf"[\W_]*(?:{either})[\W_]*"
        case Where.START:
            pattern = rf"[\W_]*(?:{either})(?!\w)"
        case _:
            pattern = rf"(?<!\w)(?:{either})(?!\w)"
    needs = _needs(rule.phrases) if where == Where.ANY else ("",)
    try:
        return Cue(rule, reason, re.compile(pattern, re.IGNORECASE | re.DOTALL), needs)
    except re.error as error:
        raise RuleError(f"furniture.toml, rule [{rule.id}]: {error}") from None


_CAPITAL = r"(?![a-zß-ÿ_])\w[\w.&'’@-]*"
_PARTICLE = r"(?:de|da|del|la|le|van|von|der|al|el|bin|ibn|of|the|and|for|y)"
_NAME = rf"(?-i:@?{_CAPITAL}(?:\s+(?:{_PARTICLE}\s+)?{_CAPITAL}){{0,5}})"


@cache
def _agency() -> str:
    lists = _word_lists()["agencies"]
    known = "|".join(re.escape(word) for word in sorted(lists.words, key=len, reverse=True))
    endings = "|".join(re.escape(word) for word in lists.endings)
    named = rf"(?:{_CAPITAL}\s+){{1,4}}(?:{endings})"
    return rf"(?-i:(?:{known}|{named}|\w+\.(?:com|org|net|ru|uk|in))(?!\w))"


_SIGNS = re.compile(
    r"(?P<rest> \*(?=$|[|)]))|(?P<some>(?:^|(?<=[ (|]))\* )|(?P<mark> (?:[,/]|\[\|\])(?: (?!\*))?)"
    r"|(?P<colon> ?:(?: \*(?=$|[|)])| ?))|(?P<open>\()|(?P<number>#)|(?P<apostrophe>')|(?P<blank> )"
    r"|(?P<name><Name>)|(?P<agency><Agency>)"
)


def _regex(phrase: str) -> str:
    """The pattern of a phrase of furniture.toml."""

    def put(sign: re.Match[str]) -> str:
        match sign.lastgroup:
            case "rest":
                return r"(?:\W.*)?"
            case "some":
                return r"(?:\S+\s+){0,5}?"
            case "mark":
                return rf"\s*{sign.group().strip()}\s*"
            case "colon":
                return r"(?:\s*[:|›»>]|\s+[–—-]\s)" + (".*" if sign.group().endswith("*") else r"\s*")
            case "open":
                return "(?:"
            case "number":
                return r"\d[\d,.]*"
            case "apostrophe":
                return "['’]"
            case "blank":
                return r"[\s,;.?!()–—-]+"
            case "name":
                return _NAME
            case _:
                return _agency()

    return _SIGNS.sub(put, phrase).replace(r"[\|]", r"\|")


def _needs(phrases: Iterable[str]) -> tuple[str, ...]:
    """For each phrase words of which any match has one: cheap to look for before the pattern is tried."""
    needs: dict[str, None] = {}
    for phrase in phrases:
        outside = re.sub(r"\([^()]*\)\??", " ", phrase)
        certain = re.findall(r"(?<![\w'-])[a-z]{2,}(?![\w?'-])", outside)
        if certain:
            needs[max(certain, key=len)] = None
            continue
        group = re.search(r"\(([^()]*)\)(?!\?)", phrase)
        for alternative in group.group(1).split("|") if group else [""]:
            words = re.findall(r"[a-z]{2,}(?!\?)", alternative)
            needs[max(words, key=len, default="")] = None
    return tuple(needs)
