"""How English joins a verb to those it is about: a sentence and a word of it in, noun phrases out.

`subjects` finds who stands in front of a verb, over asides, times and relative clauses; `objects` what
follows it, who did it ("by the army") and whether it is passive; `coordination` what "and" adds.
"""
