"""What stands on the page and is no part of the story: a text in, the spans to leave out and why out.

`component` keeps them on the Doc. `marks` decides line by line, from `rules` (`rules.toml`, `words.toml`)
and, where none is sure, from `model`, a small linear model (`weights.toml`); `lines` reads the page into
units, `bylines` finds who wrote it, `front_matter` the fields above it.
"""
