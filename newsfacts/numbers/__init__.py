"""Counts in words and digits: a text in, its numbers with their bounds out ("at least 44": min 44, max open).

`counts` finds them with the words around that set their bounds, `values` reads the numbers themselves, both
by the words of `grammar` (`rules.toml`); `cases.toml` has what each must give. `spell` writes one in words.
"""

from newsfacts.numbers.counts import Number, find, read
from newsfacts.numbers.grammar import LITERAL, NumberRule, check_policy, least_plural, policies
from newsfacts.numbers.spell import spell

__all__ = [
    "LITERAL",
    "Number",
    "NumberRule",
    "check_policy",
    "find",
    "least_plural",
    "policies",
    "read",
    "spell",
]
