"""A spaCy Doc as all extractors see it: its sentences, the story in it, and the facts kept on it.

`store` keeps facts and spans as plain data and reads words, tags and sentence borders once; `sentences` is
the component that sets the borders, over `split`, which finds them in a plain text; `datelines` finds where
and when a story was written.
"""
