"""The encoder: a Doc's words in; names, spans of harm and their roles, and part-of-speech tags out.

`encoder` runs the network over chunks of sentences, `decode` reads its scores as spans, `component` keeps
them on the Doc; `lexicon` is what lists of names know of a word beforehand, `votes` one label for all
mentions of a name, `borders` where names of places end; `external` puts the names of another spaCy pipeline
in place of the tagger's.
"""
