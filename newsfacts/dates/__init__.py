"""Dates: a Doc in; temporal expressions, their TIMEX3 and EDTF values and what happened then out.

`component` keeps them on the Doc. `grammar` finds the expressions (`rules.toml`, `words.toml`), `values`
works them out by the `operations`, one file a kind of value, with what `story` knows so far; `clauses` finds
tense and the words for what happened, `published` the day the article came out.
"""
