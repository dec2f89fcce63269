"""Which victims, which count and which slots belong to a word of harm: a sentence in, figures out.

`registry` is the seam: the protocol `Attacher`, and those that ship, by name. `rules` has the two:
`triggers` finds words of harm, frames (`verbs`, `states`, `nouns`, `tolls`, `survivors`) find victims, which
`victims` checks and counts; `together` looks at all figures of a sentence, `heads` adds what the tagger alone
finds and how sure each figure is.
"""
