"""What stands around a story in the text that was found, and is none of it: the headline itself, what
stands above it, the lines of days and names between it and the story, captions, and, where the whole page was
taken for the story, what stands below.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from newsfacts.readers.page_story import ends, is_prose
from newsfacts.readers.page_survey import HEADINGS, Block, Survey, letters_of, rules, squeezed

# So far down the headline may stand among what was taken for the story.
_MAX_ABOVE = 40
_MAX_LABEL_CHARS = 160
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
# A day and nothing else: "Thursday, 03 September 2009 17:22", "Mar 04, 2019, 13:30 ET".
_DAY_LINE = re.compile(
    r"(?i)(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
    rf"(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}}"
    r"|\d{1,4}[./-]\d{1,2}[./-]\d{2,4})"
    r"(?:[ ,|–-]*\d{1,2}[:.]\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?(?: ?[A-Z]{2,4})?)?\W*"
)
# "TORVIK, Sept. 3" by itself: the story begins there.
_DATELINE = re.compile(r"[A-Z][A-Z .'’-]{2,}(?:,|\s\(|\s[—–-])")


def trimmed(blocks: Sequence[tuple[str, str]], page: Survey, title: str | None) -> list[tuple[str, str]]:
    """`blocks`, tags and text, without what is none of the story."""
    known = {squeezed(block.text): block for block in reversed(page.blocks)}
    captions = rules()["caption"].words
    kept = [
        (tag, text)
        for tag, text in blocks
        if not (len(text) < 400 and (block := known.get(squeezed(text))) and block.own & captions)
    ]
    if sum(len(text) for _, text in kept) * 2 < sum(len(text) for _, text in blocks):
        kept = list(blocks)
    top = _headline(kept, page, title)
    if top is not None:
        above = [block for block in kept[:top] if _is_story(block[1])]
        kept = above + kept[top + 1 :]
    return _without_foot(_without_labels(kept, known, all_lines=top is not None), known, whole=bool(top))


def _headline(blocks: Sequence[tuple[str, str]], page: Survey, title: str | None) -> int | None:
    """The block that only says the title."""
    told = {letters_of(title or "")}
    if page.heading is not None and page.is_titled:
        told.add(letters_of(page.blocks[page.heading].text))
    return next(
        (at for at, (_, text) in enumerate(blocks[:_MAX_ABOVE]) if text and letters_of(text) in told - {""}),
        None,
    )


def _without_labels(
    blocks: list[tuple[str, str]], known: Mapping[str, Block], *, all_lines: bool
) -> list[tuple[str, str]]:
    """`blocks` without the lines of days and names in front; with `all_lines`, any that is no sentence."""
    first = next((at for at, (_, text) in enumerate(blocks) if is_prose(text)), 0)
    byline = rules()["byline"].words
    kept = []
    for at, (tag, text) in enumerate(blocks):
        if at < first and not _is_story(text):
            block = known.get(squeezed(text))
            if (all_lines and tag not in HEADINGS) or (block and block.within & byline):
                continue
            # A byline of several lines: "By Ann Bell", a break, the day.
            text = "\n".join(line for line in text.split("\n") if not _is_label(line))
        if text and (at >= _MAX_ABOVE or not _is_label(text)):
            kept.append((tag, text))
    return kept


def _is_label(text: str) -> bool:
    """Whether a line tells the day of publication or of change and no more."""
    if len(text) > _MAX_LABEL_CHARS or _DATELINE.match(text):
        return False
    if _DAY_LINE.fullmatch(text):
        return True
    for rule in (rules()["changed"], rules()["published"]):
        match = rule.begins(text)
        if match and (text.endswith(":") or re.search(r"\d", text[match.end() :])):
            return not is_prose(text)
    return False


def _without_foot(
    blocks: list[tuple[str, str]], known: Mapping[str, Block], *, whole: bool
) -> list[tuple[str, str]]:
    """`blocks` without what is below the story; where a page was taken `whole`, any lines that are no
    sentences."""
    last = len(blocks)
    while last > 1:
        tag, text = blocks[last - 1]
        block = known.get(squeezed(text))
        # A heading at the end is that of something else.
        is_end = tag in HEADINGS or _is_label(text)
        if not (is_end or (block and block.aside) or (whole and not _is_story(text))):
            break
        last -= 1
    cut = sum(len(text) for _, text in blocks[last:])
    return blocks[:last] if cut * 3 < sum(len(text) for _, text in blocks) else blocks


def _is_story(text: str) -> bool:
    return is_prose(text) or ends(text) or bool(_DATELINE.match(text))
