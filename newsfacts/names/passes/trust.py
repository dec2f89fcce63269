"""The pass that leaves out what nothing bears out."""

from __future__ import annotations

from collections import defaultdict

from newsfacts.english.names import fold
from newsfacts.names.passes.clues import names_body, trust
from newsfacts.names.passes.value import ORG, PERSON, Names

# Below it a name is better left out: more than half are wrong (wwn-dev, all 99 articles; facts, for bodies).
LEAST_TRUST = {ORG: 0.46, PERSON: 0.3}
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
        if best[fold(m.text), m.label] >= LEAST_TRUST.get(m.label, 0.0)
        or (m.label == ORG and len(m.span) > 1 and names_body(m.span) and trust(m) >= LEAST_TITLED)
    )
