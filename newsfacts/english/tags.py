"""Penn Treebank tags that tell kinds of words (`token.tag_`)."""

from __future__ import annotations

FINITE = ("VBD", "VBZ", "VBP", "MD")  # verbs that make a clause
FINITE_VERBS = frozenset({"VBD", "VBZ", "VBP", "MD", "VB"})  # and the bare form, as behind "to"
# What stands in a noun phrase before its noun, and the noun.
NOUN_PHRASE = frozenset(
    {"JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "POS", "HYPH", "AFX", "CD", "VBN", "VBG"}
)
