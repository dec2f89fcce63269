"""Counts in words and digits: a text in, its numbers with their bounds out ("at least 44": min 44, max open).

`counts` finds and reads them; `rules.toml` holds the words, `cases.toml` what each must give.
"""

from newsfacts.numbers.counts import (
    LITERAL,
    Number,
    NumberRule,
    check_policy,
    find,
    least_plural,
    policies,
    read,
    spell,
)

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
