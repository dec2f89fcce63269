"""How the time of an article grows with its length: `python -m benchmarks.growth [--chars N] [--only WORD…]`.

Patterns that nobody would write, each made a quarter of the size and all of it, through readers, pipeline and
JSON Lines in one process, in seconds of the processor. The exponent is log4 of the ratio of the times: 1 is
linear. Words are drawn, so that nothing but the runs of one sign repeats itself. Prints a table in Markdown,
the slowest last. With `--check` it ends with 1 where one takes more than `--seconds`, or grows faster than
`--exponent` and takes more than a tenth of that time.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import math
import random
import sys
import time
from collections.abc import Callable, Iterable

from spacy.language import Language

from newsfacts.errors import InputError
from newsfacts.pipeline import build_nlp, extract_many
from newsfacts.readers import Fields, Input
from newsfacts.readers.fields import RecordReader
from newsfacts.readers.pages import page
from newsfacts.readers.text import text_article
from newsfacts.types import Article
from newsfacts.writers import FORMATS

Make = Callable[[int], str]
_HEAD = "Six people died in Kyiv on Monday, police said. "


def _of(part: str, *, head: str = _HEAD) -> Make:
    return lambda size: (head + part * (size // len(part)))[:size]


def _drawn(words: Callable[[random.Random], str]) -> Make:
    """Words drawn by a generator with a fixed seed."""

    def make(size: int) -> str:
        draw, pieces, length = random.Random(1), [_HEAD], len(_HEAD)
        while length < size:
            pieces.append(words(draw))
            length += len(pieces[-1])
        return "".join(pieces)[:size]

    return make


def _any(*parts: str) -> Make:
    """Any of `parts`, in no order that repeats itself."""
    return _drawn(lambda draw: draw.choice(parts))


def _name(draw: random.Random) -> str:
    return "".join(draw.choices("abcdefghiklmnoprstu", k=draw.randint(3, 8))).capitalize()


_SIGNS = {
    "brackets": "(", "less than": "<", "stops": ".", "hyphens": "-", "quotes": '"', "typographic quotes": "“",
    "apostrophes": "'", "dollars": "$", "slashes": "/", "underscores": "_", "hashes": "#", "commas": ",",
    "colons": ":", "question marks": "?", "stars": "*", "backslashes": "\\", "at signs": "@", "percent": "%",
    "ampersands": "&", "equals": "=", "zero-width": "\u200b", "soft hyphens": "\u00ad",
    "dots": "…", "dashes": "—",

    "combining": "a\u0301", "emoji": "😀",
    "letters": "a", "capitals": "A", "digits": "1", "Chinese": "中",
}  # fmt: skip
TEXTS: dict[str, Make] = {
    **{f"a run of {name}": _of(sign) for name, sign in _SIGNS.items()},
    "blanks": _of(" "),
    "line ends": _of("\n"),
    "CRLF": _of("\r\n"),
    "tabs": _of("\t"),
    "at least at least": _any("at least ", "at least 3 ", "at least some "),
    "groups of digits": _drawn(lambda draw: f"{draw.randint(1, 999)},{draw.randint(100, 999)},"),
    "numbers": _drawn(lambda draw: f"{draw.randint(0, 99)} "),
    "number words": _any("one hundred and ", "twenty-", "thousand ", "two ", "million, "),
    "months": _any("September ", "October ", "May "),
    "days": _drawn(lambda draw: f"Sept. {draw.randint(1, 28)}, {draw.randint(1990, 2024)}, "),
    "today today": _any("today ", "yesterday ", "on Monday "),
    "ranges": _any("between 3 and ", "from 5 to ", "up to 7-"),
    "quotations": _any("“No,” he said. ", "“Yes,” she told Reuters. "),
    "open quotations": _any('"No he said. ', "“Yes she said. "),
    "nested brackets": _any("( ", ") ", "[ ", "] "),
    "one sentence of words": _any("people were killed and ", "men were hurt or ", "the "),
    "one sentence of commas": _any("killed, ", "wounded, ", "dead, ", "six, "),
    "killed killed": _any("killed ", "kills ", "died "),
    "people people": _any("people ", "men ", "12 soldiers "),
    "abbreviations": _any("Mr. ", "Dr. ", "U.S. ", "Gen. "),
    "initials": _drawn(lambda draw: f"{draw.choice('ABCDEFGH')}. "),
    "names": _drawn(lambda draw: f"{_name(draw)} {_name(draw)} died. "),
    "people of one surname": _drawn(lambda draw: f"{_name(draw)} Musa died. Musa left. "),
    "names in one sentence": _drawn(lambda draw: f"{_name(draw)} {_name(draw)}, "),
    "one name": _any("Ali Musa ", "Musa ", "Mr Musa, "),
    "places": _any("in Kyiv, ", "in Lyon, ", "near Kano, ", "in Paris, Texas, ", "of Batu "),
    "organizations": _drawn(lambda draw: f"the {_name(draw)} Group (ABC) "),
    "words in capitals": _drawn(lambda draw: f"{_name(draw).upper()} — "),
    "short lines": _drawn(lambda draw: f"{_name(draw)}\n"),
    "wrapped lines": _drawn(lambda draw: " ".join(_name(draw).lower() for _ in range(12)) + "\n"),
    "addresses": _drawn(lambda draw: f"https://courier.example/{draw.randint(0, 9**9)}?a=1&b=2 "),
    "one address": _of("a/b?c=d&", head=_HEAD + "https://courier.example/"),
    "mail addresses": _drawn(lambda draw: f"{_name(draw)}@b.example "),
    "tags": _any("<b>", "</p>", "<p>", "six "),
    "tags that open": _any("<p ", "<b ", "<a href="),
    "entities": _any("&amp;", "&#8217;", "&x"),
    "mojibake": _any("Ã© ", "â€™s ", "no "),
    "lists": _drawn(lambda draw: f"- {draw.randint(2, 99)} killed in {_name(draw)}\n"),
    "rows of tolls": _of("Oru | 12 | 30\n", head="Place | Killed | Injured\n"),
    "wholes and parts": _any(
        "12 of them in Oru, ", "14 died in Batu and ", "fewer than in 2019 ", "who had in 2003 "
    ),
    "labels": _any("Dead: 14; ", "Injured – 20, ", "Missing (so far): 3; "),
    "roles": _any("President ", "Prime Minister ", "spokesman "),
    "said said": _any("said ", "told ", "police say "),
    "hyphenated": _drawn(lambda draw: f"{_name(draw)}-"),
    "headlines": _drawn(lambda draw: f"Six Killed In {_name(draw)}\n\n"),
}


def _page(part: str, *, inside: str = "body") -> Make:
    story = f"<p>{_HEAD * 3}</p>"
    if inside == "head":
        return lambda size: f"<html><head>{part * (size // len(part))}</head><body>{story}</body></html>"
    return lambda size: f"<html><body><article>{story}{part * (size // len(part))}</article></body></html>"


PAGES: dict[str, Make] = {
    "page: open metas": _page("<meta ", inside="head"),
    "page: og:type": _page("<meta og:type ", inside="head"),
    "page: scripts": _page('<script type="application/ld+json">', inside="head"),
    "page: open scripts": _page("<script "),
    "page: paragraphs": _page(f"<p>{_HEAD}</p>"),
    "page: nested": _page("<div>"),
    "page: bold": _page("<b>"),
    "page: links": _page('<a href="/x">Six died</a> '),
    "page: times": _page('<time datetime="2024-09-02">2 Sept</time>'),
    "page: comments": _page("<!--"),
    "page: breaks": _page("Six died<br>"),
    "page: lists": _page("<ul><li>Six died</li></ul>"),
}


def _read(name: str, data: bytes) -> Iterable[Article]:
    reader = RecordReader(Fields(), 10_000_000, None, lambda error: None, Input(name, name))
    read = page if name.endswith(".html") else text_article
    with contextlib.suppress(InputError):
        yield from read(io.BytesIO(data), reader)


def seconds(make: Make, size: int, nlp: Language, *, html: bool) -> tuple[float, int]:
    """How long one article takes, from its bytes to its JSON; and how long that is, in characters."""
    data = make(size).encode()
    begin = time.process_time()
    out = io.StringIO()
    write = FORMATS["jsonl"].write
    assert write is not None
    write(
        extract_many(_read("a.html" if html else "a.txt", data), nlp=nlp),
        out,
        only=("people", "places", "organizations", "casualties", "dates"),
    )
    return time.process_time() - begin, out.tell()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--chars", type=int, default=1_000_000)
    parser.add_argument("--only", nargs="*", help="the patterns that have one of these in their name")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--exponent", type=float, default=1.15)
    parser.add_argument(
        "--stop", type=float, default=120, help="leave out the whole size where a quarter takes longer"
    )
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    nlp = build_nlp()
    list(extract_many([Article("warm", _HEAD)], nlp=nlp))
    rows = []
    for name, make in (TEXTS | PAGES).items():
        if args.only and not any(part in name for part in args.only):
            continue
        html = name in PAGES
        quarter, _ = seconds(make, args.chars // 4, nlp, html=html)
        whole, length = seconds(make, args.chars, nlp, html=html) if quarter < args.stop else (math.inf, 0)
        exponent = math.log(max(whole, 1e-3) / max(quarter, 1e-3), 4) if whole < math.inf else math.inf
        rows.append((whole, exponent, length / args.chars, name))
        print(
            f"{name}: {quarter:.1f} s, {whole:.1f} s, {exponent:.2f}, out {length / args.chars:.1f}",
            file=sys.stderr,
            flush=True,
        )
    print(f"| pattern, {args.chars:,} characters | seconds | exponent | output / input |")
    print("| --- | --: | --: | --: |")
    for whole, exponent, ratio, name in sorted(rows):
        print(f"| {name} | {whole:.1f} | {exponent:.2f} | {ratio:.1f} |")
    slow = [
        name
        for whole, exponent, _, name in rows
        if whole > args.seconds or (exponent > args.exponent and whole > args.seconds / 10)
    ]
    if args.check and slow:
        sys.exit(f"too slow: {', '.join(slow)}")


if __name__ == "__main__":
    main()
