"""Casualty figures: a Doc in; killed, injured, missing, captive, displaced out: how many, who, where, when.

`component` keeps them on the Doc. `sentence` reads one sentence into counts, noun phrases and people,
`triggers` finds its words of harm, `attach` says which victims and which count belong to them, `slots` where,
when and by what, `cues` whether it is told, denied or feared; `explain` says what decided each.
"""
