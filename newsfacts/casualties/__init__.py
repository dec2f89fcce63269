"""Casualty figures: a Doc in; killed, injured, missing, captive, displaced out: how many, who, where, when.

`component` is the way through. Reading: `sentences` reads one sentence when it is asked for (`sentence`), with its
`tags`, `counts`, noun `phrases` and `people`; `grammar` joins verbs and phrases. Finding: `triggers` are the words
of harm, `attach` gives a `figure` to each, `guidelines` says which count, `slots` holds where, when, by what.
Telling: `cues` say whether it is denied or feared, `statement` puts a figure in its article, `groups` which tell
the same, `borrow` what they take from each other, `scope` one event or many; `explain` what decided each.
"""
