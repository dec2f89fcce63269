"""Where a name may lie: a name in; countries, regions, waters and towns of that name, with their points, out.

`lookup` reads `places.bin` (built by `make gazetteer`), the countries and divisions (`countries.toml`,
`divisions.toml`), and places written by hand (`places.toml`).
"""

from newsfacts.gazetteer.divisions import abbreviated
from newsfacts.gazetteer.lookup import (
    Candidate,
    Gazetteer,
    PlaceRule,
    default,
    place_words,
    sure_country,
)

__all__ = [
    "Candidate",
    "Gazetteer",
    "PlaceRule",
    "abbreviated",
    "default",
    "place_words",
    "sure_country",
]
