"""Dates: a Doc in; temporal expressions, their TIMEX3 and EDTF values and what happened then out.

`component` keeps them on the Doc. `grammar` finds the expressions by the `rules` and `merge`s neighbours,
`values` works them out by the `operations`, one file a kind of value, with what `story` and `reference` (the
time that the story has reached) know so far; `tense` and `event` read the `clause` and its `verbs`.
`published` is the day the article came out, as it is told; `dating` works it out of what the text names
(`known`).
"""
