"""Where a candidate stands to its statement, and what tells that nothing is told: alike for every slot.

The weights of a slot say what of it counts; a feature that they do not have weighs nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache

from newsfacts.casualties.choice.asked import Found, passed_over
from newsfacts.casualties.choice.ranker import Features, kept
from newsfacts.casualties.choice.told import Told, distance
from newsfacts.types import CharSpan


def none(told: Told, at: int, found: Found | None, others: int) -> Features:
    """What tells for nothing as the slot of statement `at`. `found`: what the rules have; `others`: for how
    many other statements they have something."""
    asked, sentence = told.asked[at], told.sentences_asked[at]
    return {
        "none": 1.0,
        "none, rules too": float(found is None),
        "none, others have": min(others, 5) / 5,
        f"none, {asked.kind}": 1.0,
        f"none, {asked.scope or 'no scope'}": 1.0,
        f"none, {asked.status}": 1.0,
        f"none, {asked.told}": 1.0,
        "none, lone": float(asked.lone),
        "none, nobody": float(told.text[asked.span.start :][:3].lower() == "no "),
        "none, how late": min(sentence, 20) / 20,
        "none, undated article": float(told.published is None),
    }


def standing(told: Told, at: int, found: Found | None, span: CharSpan, joint: re.Pattern[str]) -> Features:
    """Where `span` stands in the article and to statement `at`, for which the rules have `found`. `joint`:
    words that begin another clause."""
    asked, here, there = told.asked[at], told.sentences_asked[at], told.sentence_of(span)
    together = told.paragraph_of(span) == told.paragraphs_asked[at]
    features = {**_by_sentence(here, there, together)}
    if here == there:
        between, before = told.between(span, asked.at), span.start < asked.at.start
        beside: dict[str, float | bool] = {
            "same, gap": min(len(between), 200) / 200,
            "same, touches": len(between) < 5,
            "same, comma between": "," in between,
            "same, joint between": bool(joint.search(between)),
            "same, before": before,
            "same, before the figure": span.start < asked.span.start,
            f"same, {'before' if before else 'behind'}, {asked.told}": 1.0,
            "same, rules have none": passed_over(found),
            f"same, rules have none, {asked.told}": passed_over(found),
            **told.joined(span, asked),
        }
        features |= kept(beside)
    return features


@lru_cache(maxsize=4_096)  # the candidates of a sentence share it
def _by_sentence(here: int, there: int, together: bool) -> Features:
    """What tells a candidate in sentence `there` of a statement in sentence `here`, `together` in one
    paragraph."""
    return kept(
        {
            distance(there - here): 1.0,
            "how far": min(abs(there - here), 15) / 15,
            "same paragraph": together,
            "first sentence": there == 0,
            "second sentence": there == 1,
            "third sentence": there == 2,
            "lead": there <= 4,
            "how late": min(there, 20) / 20,
        }
    )
