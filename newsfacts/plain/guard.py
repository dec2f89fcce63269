"""What repeats itself without end, and runs without a blank: read in part.

spaCy's tokenizer takes signs off both ends of a word one by one and looks at the rest anew each time: 8,000
brackets in a row take it 12 seconds, a megabyte a day. No word and no address is as long as what is cut here,
and no story says the same fifty times.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from newsfacts.plain.views import Edit

# The longest addresses in news have some 300 characters.
MAX_RUN = 500
MAX_SIGNS = 40
# A stretch of so many characters that repeats a piece of up to so many; so much of it is read.
MIN_REPEATED, MAX_PERIOD, KEPT = 1_000, 120, 300
# News packs to a half, what repeats itself to a hundredth: only such is looked at closely.
_WINDOW, _SUSPECT = 2_048, 12
_LONG = re.compile(rf"\S{{{MAX_SIGNS + 1},}}")
_SIGNS = re.compile(rf"(?:[^\w\s]|_){{{MAX_SIGNS + 1},}}")


def long_runs(text: str) -> Iterator[Edit]:
    """A blank for what is too much of each run without a blank; of signs less is read than of letters."""
    for run in _LONG.finditer(text):
        last = run.start()
        end = min(run.end(), run.start() + MAX_RUN)
        for signs in _SIGNS.finditer(text, run.start(), end):
            stop = signs.end() if signs.end() < end else run.end()
            yield signs.start() + MAX_SIGNS, stop, " "
            last = stop
        if last < run.end() and run.end() > end:
            yield max(end, last), run.end(), " "


def repeats(text: str) -> Iterator[Edit]:
    """A blank, or a blank line, for what is too much of each stretch that repeats itself."""
    if not _suspect(text):
        return
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    taken = 0
    for start, end, period in sorted(_periodic(codes)):
        start = max(start, taken)
        cut = start + max(1, KEPT // period) * period
        if end - start < MIN_REPEATED or cut >= end:
            continue
        yield cut, end, "\n\n" if "\n" in text[start : start + period] else " "
        taken = end


def _suspect(text: str) -> bool:
    if len(text) < MIN_REPEATED:
        return False
    return any(
        len(window) >= MIN_REPEATED // 2 and len(zlib.compress(window, 1)) * _SUSPECT < len(window)
        for at in range(0, len(text), _WINDOW)
        if (window := text[at : at + _WINDOW].encode("utf-8", "surrogatepass"))
    )


def _periodic(codes: npt.NDArray[np.uint32]) -> Iterator[tuple[int, int, int]]:
    """Stretches [start, end) that repeat their first `period` characters, the shortest period first."""
    free = np.ones(len(codes), dtype=bool)
    for period in range(1, min(MAX_PERIOD, len(codes) - 1) + 1):
        same = (codes[period:] == codes[:-period]) & free[period:]
        edges = np.flatnonzero(np.diff(np.concatenate(([False], same, [False])).astype(np.int8)))
        for start, end in edges.reshape(-1, 2)[
            np.diff(edges.reshape(-1, 2)).ravel() >= MIN_REPEATED
        ].tolist():
            free[start : end + period] = False
            yield start, end + period, period
