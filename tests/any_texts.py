"""Texts as nobody would write them, made from numbers, and what holds for the facts of any text."""

from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import Any

from newsfacts.output.records import as_record
from newsfacts.plain.plainly import plainly
from newsfacts.types import ArticleFacts, Evidence
from newsfacts.writers.explain import explanations

PARAGRAPHS = (
    "BATU (Courier) — At least 44 people were killed and some 20 injured when a ferry sank off Batu on "
    "Sunday, the coast guard said.",
    "“We saw nothing,” Mayor Ana Ruiz, 47, told the Torvik Courier. “Six of my cousins are still missing.”",
    "Gunmen took a nurse and two drivers hostage from a clinic in Dori, Mali, on Sept. 3, 2024, "
    "the U.N. said.",
    "Dozens of families have fled Toru in the past week; the Red Cross warned that 3,000 more could be "
    "driven out.",
    'The ministry denied that 200 protesters had been shot dead in Lagos last month. "It is a lie," it said.',
    "The death toll from the quake has risen to 1,205, officials said at 6:30 p.m.; no one was hurt in Oru.",
    "Prime Minister Per Holt met President Mara Lind in Oslo on 12 May. They will meet again next Tuesday.",
    "Between 20 and 30 soldiers were wounded in the 2019 raid; half a million people fled.",
    "Police found the body of a girl, 9, in the river on Friday. Her murder shocked the town.",
    "A woman and two children were stabbed to death in Pune. The suspect, 23, was arrested.",
)
FURNITURE = (
    "Sign up for our newsletter.",
    "ADVERTISEMENT",
    "By Ana Ruiz",
    "Published: 3 September 2024 10:15 BST",
    "Read more: Blast kills 9 in Kabul",
    "• Twin blasts kill 12\n• PM resigns",
    "Copyright 2024 The Courier. All rights reserved.",
)
JUNK = (
    *" \t\n\r\x0b\x0c\x1c\x85\u2028\u2029\xa0\u2009\u202f\u3000\u200b\u200d\ufeff\xad\x00\u202e\u0301",
    *"\"'“”‘’«»„`´-‑–—…·•*_#|/\\<>()[]{}&%$€.,;:!?½²٣ﬁßİıſ\u212a\ud800\U0001f6a2",
    *(
        "\r\n",
        "\n\n",
        "\r\n\r\n",
        "  ",
        "''",
        "``",
        "...",
        "&amp;",
        "<p>",
        "U.S.",
        "Mr. ",
        "-odd",
        "\U0001f1fa\U0001f1e6",
    ),
)
# The same sign as another keyboard, word processor or website writes it.
VARIANTS = {
    "“": '"',
    "”": '"',
    '"': "”",
    "—": "--",
    "'": "’",
    "’": "'",
    " ": "\xa0",
    "-": "‑",
    ".": "…",
    "\n": "\r\n",
}

HEDGES = (
    *("at least", "more than", "up to", "about", "some", "between", "as many as", "nearly", "fewer than"),
    *(
        "the",
        "another",
        "all",
        "both",
        "none of the",
        "a further",
        "no",
        "most of",
        "half of",
        "an estimated",
    ),
)
COUNTS = (
    *(
        "2",
        "44",
        "1,205",
        "3,00",
        "1.5",
        "007",
        "0",
        "-3",
        "2019",
        "½",
        "²²",
        "٣٤",
        "12th",
        "9/11",
        "20-30",
        "3m",
    ),
    *(
        "1" * 14,
        "1" * 40,
        "1,000,000,000,000",
        "six",
        "a dozen",
        "dozens",
        "twenty-one",
        "a hundred and five",
    ),
    *("half a million", "hundreds of thousands", "a few", "several", "two or three", "one in five", "zero"),
    *("three to", "million", "and", "hundred", "1e9", "XIV", "0x1F", "$40", "40%", "5 km", "4 p.m."),
)
VICTIMS = (
    *(
        "people",
        "soldiers",
        "a woman and her two sons",
        "civilians",
        "children",
        "villagers",
        "a nurse",
        "families",
    ),
    *(
        "a 9-year-old girl",
        "Ana Ruiz, 47,",
        "bodies",
        "of them",
        "others",
        "more",
        "the dead",
        "cattle",
        "victims",
    ),
    *(
        "him",
        "who",
        "the pilot",
        "Palestinians",
        "Red Cross workers",
        "hostages",
        "passengers and crew",
        "-odd",
    ),
)
HARMS = (
    *("were killed", "died", "have been injured", "are missing", "was shot dead", "fled", "took hostage"),
    *(
        "had been displaced",
        "could die",
        "denied killing",
        "wounding",
        "killing",
        "leaving",
        "drowned",
        "burned",
    ),
    *("was not hurt", "murdered", "the death toll rose to", "casualties", "held captive", "to kill", "dead"),
)
DATES = (
    *(
        "on Sunday",
        "last week",
        "on Oct. 7",
        "in May 2019",
        "31 February 2024",
        "Feb. 29, 2023",
        "two years ago",
    ),
    *(
        "on 12/13/14",
        "2024-09-02T10:00Z",
        "9999-99-99",
        "the 1990s",
        "in the 3000s",
        "year 0000",
        "Dec. 31, 9999",
    ),
    *("Jan. 1, 0001", "a billion years ago", "in 999999999 days", "Christmas Eve", "Ramadan", "at 6:30 p.m."),
    *("25:99", "mid-June", "Q5 2024", "the 19th century", "yesterday", "next Monday", "between 3 and 5 May"),
    *(
        "from 2019 to 2018",
        "Sept 0",
        "May 32nd",
        "every Tuesday",
        "for three weeks",
        "99 days before Easter 0001",
    ),
)
NAMES = (
    *(
        "Batu",
        "Kabul, Afghanistan",
        "the U.N.",
        "Prime Minister Per Holt",
        "Mr.",
        "Dr. O’Neil-Ruiz",
        "al-Batu",
    ),
    *("the Red Cross", "Reuters", "JOHN SMITH", "New York’s", "Washington", "Gen.", "St.", "Hamas", "NATO"),
    *("Georgia", "Congo", "the Torvik Courier", "Ministry of Health", "Jordan", "Ms Lind", "A.", "Åsa Öberg"),
)
JOINTS = (
    *(
        ", ",
        " ",
        ". ",
        " and ",
        "; ",
        " — ",
        "\n\n",
        "\n",
        ", the police said. ",
        " (",
        ") ",
        "\u201c",
        "\u201d ",
        ": ",
    ),
    *(
        " who ",
        " when ",
        ", including ",
        " in ",
        " of ",
        " by ",
        " near ",
        " as ",
        "-",
        "\r\n\r\n",
        " said ",
        " that ",
    ),
)
FRAGMENTS = (HEDGES, COUNTS, VICTIMS, HARMS, DATES, NAMES)
PUBLISHED = (
    *(None, "2024-09-02", "2024-09-02", "2024-09-02", "XXXX-05-06", "XXXX-02-29", "2024", "2024-02"),
    *("0001-01-01", "9999-12-31", "0001", "9999-12", "2024-02-29"),
)
LONGEST = 300


def phrases(draw: random.Random) -> str:
    """Number words, harm, dates and names in an order that is hardly ever English."""
    kinds = FRAGMENTS if draw.random() < 0.5 else (HEDGES, COUNTS, VICTIMS, HARMS, NAMES, DATES) * 2
    chosen = (
        kinds[: draw.randint(2, len(kinds))]
        if draw.random() < 0.5
        else draw.choices(kinds, k=draw.randint(1, 12))
    )
    return "".join(
        draw.choice(kind) + (" " if draw.random() < 0.7 else draw.choice(JOINTS)) for kind in chosen
    )


def one_kind(draw: random.Random) -> str:
    """Many dates, or many numbers, one behind another."""
    kind, joint = draw.choice(FRAGMENTS), draw.choice(JOINTS)
    return joint.join(draw.choices(kind, k=draw.randint(2, 15)))


def story(draw: random.Random) -> str:
    pieces = draw.choices((*PARAGRAPHS, *FURNITURE), k=draw.randint(1, 3))
    return draw.choice(("\n\n", "\n", "\r\n\r\n", " ", "")).join(pieces)


def signs(draw: random.Random) -> str:
    """Signs, blanks and any characters."""
    return "".join(
        draw.choice(JUNK) if draw.random() < 0.7 else chr(draw.randrange(0x110000))
        for _ in range(draw.randint(0, 80))
    )


def _insert(draw: random.Random, text: str, what: str) -> str:
    at = draw.randint(0, len(text))
    return text[:at] + what + text[at:]


def _cut(draw: random.Random, text: str) -> str:
    at = draw.randint(0, len(text))
    return text[:at] + text[at + draw.randint(1, 30) :]


def _repeat(draw: random.Random, text: str) -> str:
    at = draw.randint(0, len(text))
    return text[:at] + text[at : at + draw.randint(1, 12)] * draw.randint(2, 8) + text[at:]


def _words_moved(draw: random.Random, text: str) -> str:
    words = text.split(" ")
    draw.shuffle(words)
    return " ".join(words)


def _cased(draw: random.Random, text: str) -> str:
    return draw.choice((str.upper, str.lower, str.title, str.swapcase))(text)


def _in_other_type(draw: random.Random, text: str) -> str:
    old, new = draw.choice(sorted(VARIANTS.items()))
    return text.replace(old, new)


def _other_digits(draw: random.Random, text: str) -> str:
    return "".join(draw.choice("0123456789") if "0" <= char <= "9" else char for char in text)


CHANGES: tuple[Callable[[random.Random, str], str], ...] = (
    lambda draw, text: _insert(draw, text, draw.choice(JUNK)),
    lambda draw, text: _insert(draw, text, f" {draw.choice(draw.choice(FRAGMENTS))} "),
    lambda draw, text: _insert(draw, text, chr(draw.randrange(0x110000))),
    lambda draw, text: _insert(draw, text, story(draw)[: draw.randint(1, 90)]),
    *(_cut, _repeat, _words_moved, _cased, _in_other_type, _other_digits),
)


def any_text(draw: random.Random) -> str:
    """A text of at most `LONGEST` characters, one in a hundred up to ten times as long."""
    text = draw.choice((phrases, phrases, one_kind, story, story, signs))(draw)
    for _ in range(draw.choice((0, 0, 1, 2, 4, 8))):
        text = draw.choice(CHANGES)(draw, text)[: 10 * LONGEST]
    return text if draw.random() < 0.01 else text[:LONGEST]


def check(facts: ArticleFacts) -> None:
    """All that has to be so, whatever the text."""
    text = facts.article.text
    plain, _ = plainly(text)
    record = as_record(facts)
    json.dumps(record, ensure_ascii=False, allow_nan=False).encode("utf-8")
    check_quotes(record, text)
    for kind in ("people", "places", "organizations"):
        for entity in getattr(facts, kind):
            assert entity.name.strip()
            assert entity.mentions
            for mention in entity.mentions:
                check_evidence(mention, text)
    for figure in facts.casualties:
        check_evidence(figure.evidence, text)
        assert figure.min is None or figure.min >= 0
        assert figure.min is None or figure.max is None or figure.min <= figure.max
        for words in (figure.victims, figure.place, figure.attribution, figure.cause):
            # Those of a slot are told as they are read: with a blank for a line end in mid-sentence.
            assert words is None or (words and (words in text or words in plain.text))
        assert figure.date is None or figure.date.text in text or figure.date.text in plain.text
    for when in facts.dates:
        check_evidence(when.evidence, text)
        assert (when.first or date.min) <= (when.last or date.max)
    for found in (facts.casualties, facts.dates):
        starts = [fact.evidence.span.start for fact in found]
        assert starts == sorted(starts)
    for line in explanations(facts):
        assert len(line.splitlines()) == 1
        assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in line)


def check_quotes(value: Any, text: str) -> None:
    """Every {text, start, end} in `value` quotes `text`."""
    if isinstance(value, dict):
        if "start" in value and "text" in value:
            assert 0 <= value["start"] < value["end"] <= len(text)
            assert text[value["start"] : value["end"]] == value["text"]
        for part in value.values():
            check_quotes(part, text)
    elif isinstance(value, list):
        for part in value:
            check_quotes(part, text)


def check_evidence(evidence: Evidence, text: str) -> None:
    span, sentence = evidence.span, evidence.sentence
    assert 0 <= sentence.start <= span.start < span.end <= sentence.end <= len(text)
