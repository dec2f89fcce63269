"""When, where and by what a harm was done, chosen among all that the article tells: statements with what the
rules found in, for each slot the likeliest words with how likely they are out; what the rules found counts as
one thing that speaks for a candidate. And how sure each slot is.

`told` is the article as the choice sees it; `dates`, `places` and `causes` describe each candidate by
features, `things` the noun phrases among which a cause is looked for; `ranker` weighs them, `sure` says how
sure each slot is (`dates.toml`, `places.toml`, `causes.toml`, `sure.toml`, fitted by `training.slots`; word
lists in `words.toml`).
"""

from newsfacts.casualties.choice.asked import Asked, Found, Named, Tokens
from newsfacts.casualties.choice.causes import choose_causes
from newsfacts.casualties.choice.dates import choose_dates
from newsfacts.casualties.choice.places import choose_places
from newsfacts.casualties.choice.ranker import Chosen
from newsfacts.casualties.choice.sure import sureness
from newsfacts.casualties.choice.told import Told

__all__ = [
    "Asked",
    "Chosen",
    "Found",
    "Named",
    "Tokens",
    "Told",
    "choose_causes",
    "choose_dates",
    "choose_places",
    "sureness",
]
