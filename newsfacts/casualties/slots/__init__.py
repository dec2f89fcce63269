"""Where, when, by what and who says so: a sentence and a figure in, the words that fill its slots out.

`mentions` gathers what a sentence tells for the slots of all its figures; `places`, `times`, `causes` and
`sources` find such mentions, and choose among them for one figure; `speakers` finds who speaks by a verb,
with the words of `saying`; `dates` knows what the dates component found.
"""
