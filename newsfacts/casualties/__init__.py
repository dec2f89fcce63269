"""Casualty figures: a Doc in; killed, injured, missing, captive, displaced out: how many, who, where, when.

`component` is the way through. Reading: `sentences` reads a sentence when it is asked for (`sentence`), with
its `tags`, noun `phrases` and `people`; `grammar` joins verbs and phrases. Finding: `attach` gives a `figure`
to each word of harm, `guidelines` says which count, `slots` finds where, when and by what (`context`).
Telling: `cues` say whether it is denied or feared, `statement` puts a figure in its article, `article` holds
it against the others and takes from them what its own sentence leaves open, `explain` tells what decided it.
"""
