"""Runs without a blank, cut into pieces that a tokenizer gets along with.

spaCy's takes signs off both ends of a word one by one and looks at the rest anew each time: 8,000 brackets in
a row take it 12 seconds, a megabyte a day. No word and no address is as long as what is cut here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsfacts.plain.views import Edit

# Swept on runs of each of 60 signs: longer pieces take more time than the words around them.
MAX_SIGNS = 40
# The longest addresses in news have some 300 characters.
MAX_RUN = 500
_LONG = re.compile(rf"\S{{{MAX_SIGNS + 1},}}")
_SIGNS = re.compile(rf"(?:[^\w\s]|_){{{MAX_SIGNS + 1},}}")


def long_runs(text: str) -> Iterator[Edit]:
    """A blank into each run that is too long, every so many characters."""
    for run in _LONG.finditer(text):
        cuts: set[int] = set()
        for signs in _SIGNS.finditer(text, run.start(), run.end()):
            cuts.update(range(signs.start() + MAX_SIGNS, signs.end(), MAX_SIGNS))
        if run.end() - run.start() > MAX_RUN:
            cuts.update(range(run.start() + MAX_RUN, run.end(), MAX_RUN))
        for at in sorted(cuts):
            yield at, at, " "
