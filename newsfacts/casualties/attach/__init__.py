"""Which victims, which count and which slots belong to a word of harm: a sentence in, figures out.

`registry` is the seam: the protocol `Attacher`, and those that ship, by name. `rules` are the two, made of frames
(`verbs`, `states`, `nouns`, `tolls`) that find victims, which `victims` checks and counts; `joined` and `parts` look
at the figures of a sentence together, `heads` adds what the tagger alone finds, `confidence` how sure each is.
"""
