"""The pass that leaves out what nothing bears out."""

from __future__ import annotations

from collections import defaultdict

from newsfacts.doc.store import Labelled
from newsfacts.english.names import fold
from newsfacts.names.passes.clues import names_body, trust
from newsfacts.names.passes.given import is_given
from newsfacts.names.passes.value import ORG, PERSON, Names, words

# Below it a name is better left out: more than half are wrong (wwn-dev, all 99 articles; facts, for bodies).
LEAST_TRUST = {ORG: 0.46, PERSON: 0.3}
LEAST_NAMED = 0.15  # of a person whose name begins with a first name and goes on: three in four are right
LEAST_TITLED = 0.1  # of a body's name that says which kind of body it is: "Orlo Trade Ministry"


def believed(names: Names) -> Names:
    """Without names that the tagger hardly believes and nothing else in the article bears out."""
    best: dict[tuple[str, str], float] = defaultdict(float)
    for mention in names.found:
        key = (fold(mention.text), mention.label)
        best[key] = max(best[key], trust(mention))
    return names.having(
        m
        for m in names.found
        if best[fold(m.text), m.label] >= LEAST_TRUST.get(m.label, 0.0) or (len(m.span) > 1 and _borne_out(m))
    )


def _borne_out(mention: Labelled) -> bool:
    """Whether a name of several words is believed enough for what these say."""
    if mention.label == ORG:
        return names_body(mention.span) and trust(mention) >= LEAST_TITLED
    first, inside = mention.span[0].text, {token.lower_ for token in mention.span}
    named = first.isalpha() and is_given(first) and mention.span[-1].text[0].isupper()
    against = not inside.isdisjoint(words().against)  # "Orlo v. Lind", a case
    return mention.label == PERSON and named and not against and trust(mention) >= LEAST_NAMED
