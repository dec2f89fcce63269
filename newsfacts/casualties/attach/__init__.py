"""Which victims and which count belong to a word of harm: a sentence in, candidates out.

`frames` reads the rules of `casualties/rules.toml`, `arguments` finds subjects and objects, `parts` what is
told of a part of a total, `heads` adds what the tagger alone finds.
"""
