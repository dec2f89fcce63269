"""When and where a harm happened, chosen among all that the article tells: statements with what the rules
found in; for what they leave open the likeliest date and place, with how sure each is, out. The rules' own
finds stand: to let the choice overrule them gained nothing (dates .754 for .749, places .792 for .791).

`told` is the article as the choice sees it; `dates` and `places` describe each candidate by features;
`ranker` weighs them (`dates.toml`, `places.toml`, fitted by `training.slots`; words in `words.toml`).
"""

from newsfacts.casualties.choice.dates import choose_dates
from newsfacts.casualties.choice.places import choose_places
from newsfacts.casualties.choice.ranker import Chosen
from newsfacts.casualties.choice.told import Asked, Named, Told

__all__ = ["Asked", "Chosen", "Named", "Told", "choose_dates", "choose_places"]
