"""Whether two values of a field say the same: names, words, dates, points."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from typing import Any

_LIGHT = frozenset("a an the of for in on at to and with from by his her their its".split())
_KM, _EARTH_KM = 150.0, 6371.0


def words(text: str) -> list[str]:
    """In lower case, without accents, punctuation and possessive 's."""
    text = unicodedata.normalize("NFKD", text.casefold().replace("’", "'").replace("‘", "'"))
    text = "".join(char for char in text if not unicodedata.combining(char))
    text = re.sub(r"'s\b|(?<=s)'(?!\w)", "", text).replace("'", "").replace(".", "")
    return re.findall(r"[^\W_]+|[&+]", text)


def name(text: str) -> str:
    """A name as it is compared."""
    tokens = words(text)
    return " ".join(tokens[1:] if tokens[:1] == ["the"] and len(tokens) > 1 else tokens)


def token_f1(one: str, other: str) -> float:
    """F1 of the shared words, small ones aside."""
    left, right = (
        Counter(word for word in words(text) if word not in _LIGHT) or Counter(words(text))
        for text in (one, other)
    )
    shared = (left & right).total()
    return 2 * shared / (left.total() + right.total()) if shared else 0.0


def phrases(gold: Any, other: Any) -> bool:
    """Both empty, or the words of one all in the other."""
    if not gold or not other:
        return not gold and not other
    left, right = (
        {word for word in words(text) if word not in _LIGHT} or set(words(text)) for text in (gold, other)
    )
    return bool(left) and bool(right) and (left <= right or right <= left)


def alike(gold: Any, other: Any) -> bool:
    """Both empty, or half of the words the same (token F1 of at least 0.5)."""
    if not gold or not other:
        return not gold and not other
    return token_f1(gold, other) >= 0.5


def names(gold: Any, other: Any) -> bool:
    return name(gold or "") == name(other or "")


def equal(gold: Any, other: Any) -> bool:
    return bool(gold == other)


def points(gold: Any, other: Any) -> bool:
    """Both without a point, or at most 150 km apart; each is (latitude, longitude)."""
    if None in gold or None in other:
        return None in gold and None in other
    return _distance_km(*gold, *other) <= _KM


def _distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance (haversine)."""
    first, second = math.radians(lat1), math.radians(lat2)
    half = (
        math.sin((second - first) / 2) ** 2
        + math.cos(first) * math.cos(second) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    )
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))
