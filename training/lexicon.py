"""The lexicon that the tagger reads beside the words: `python -m training.lexicon OUTPUT`.

Places come from the gazetteer that newsfacts ships (GeoNames, CC BY 4.0) and its rule files; first and
family names from Faker (MIT), whose lists cover some eighty countries. Names in other scripts are left out.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from newsfacts import gazetteer
from newsfacts.english.names import fold
from newsfacts.tagger.lexicon import FIRST, LAST, LONGEST, OPENS, PLACE, packed

# Weights of a place by its prior, log10 of the inhabitants (regions and countries count as large towns).
# Villages of one word are left out: half the world's words are the name of one.
LEAST, TOWN, LARGE = 4.0, 4.7, 5.5
LEAST_OF_SEVERAL = 3.5

_NAME = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# Words that Faker's lists hold beside names.
_NO_NAMES = frozenset("de la del da dos van von der den the and of y e i al el bin ibn".split())


@cache
def people() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """First names and family names, each sorted, in Latin letters."""
    import faker.providers.person as person

    first: set[str] = set()
    last: set[str] = set()
    for module in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"{person.__name__}.{module.name}").Provider
        for attribute in dir(provider):
            if "name" in attribute and "format" not in attribute:
                words = set(_words(getattr(provider, attribute)))
                (last if "last" in attribute or "surname" in attribute else first).update(words)
    return tuple(sorted(first)), tuple(sorted(last))


def _words(names: object) -> Iterator[str]:
    if isinstance(names, Iterable) and not isinstance(names, str):
        for name in names:
            for word in name.split() if isinstance(name, str) else ():
                latin = _NAME.fullmatch(word) and unicodedata.name(word[0], "").startswith("LATIN")
                if latin and len(word) > 1 and word.casefold() not in _NO_NAMES:
                    yield word


def places() -> dict[str, int]:
    """Folded names of places with their weight, 1 to 3."""
    known = gazetteer.default()
    weights = {}
    for key in known.names():
        prior = max(candidate.prior for candidate in known.lookup(key))
        if prior >= (LEAST_OF_SEVERAL if " " in key else LEAST) and key.count(" ") < LONGEST:
            weights[key] = 3 if prior >= LARGE else 2 if prior >= TOWN else 1
    return weights


def entries() -> dict[str, int]:
    """Folded name -> the bits of its entry."""
    found = places()
    for key in [key for key in found if " " in key]:
        opening = key.split(" ", 1)[0]
        found[opening] = found.get(opening, 0) | OPENS
    for names, bit in zip(people(), (FIRST, LAST), strict=True):
        for name in names:
            key = fold(name)
            found[key] = found.get(key, 0) | bit
    return {
        key: bits for key, bits in found.items() if len(key) > 1 and bits & (PLACE | OPENS | FIRST | LAST)
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()
    data = packed(entries())
    arguments.output.write_bytes(data)
    print(f"{len(data):,} bytes")


if __name__ == "__main__":
    main()
