"""Stories, as `merge` writes them, and what the overview tells of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Record = dict[str, Any]
_NAMED = ("people", "places", "organizations")
# Of a toll's statements: they stand in the articles.
_UNSHOWN = ("article_id", "end", "victims", "sentence", "confidence")
# Of several harms the overview tells one: the worst kind, then what most sources tell.
_WORST_FIRST = ("killed", "missing", "captive", "injured", "casualties", "displaced")


class Numbers:
    """Which article of the page is meant by an id, and where two share it, by id and source."""

    def __init__(self, articles: Iterable[Mapping[str, Any]]) -> None:
        self._by_source: dict[tuple[Any, Any], int] = {}
        self._by_id: defaultdict[Any, list[int]] = defaultdict(list)
        for number, article in enumerate(articles):
            self._by_source.setdefault((article["id"], article["source"]), number)
            self._by_id[article["id"]].append(number)

    def of(self, article: Mapping[str, Any]) -> int | None:
        """The number of `article`; None where the page does not have it, or has two that may be meant."""
        known = self._by_source.get((article.get("id"), article.get("source")))
        same = self._by_id.get(article.get("id"), ())
        return known if known is not None else same[0] if len(same) == 1 else None


def story_data(story: Mapping[str, Any], numbers: Numbers) -> Record:
    """A record of `merge --format json` as the page keeps it.

    Each of its articles has `number`: which of the page's it is, or None. What else names an article by its
    id names it by its place in that list: `told` is how many articles name a person or place, `at` of an
    event has [article, start], statements of tolls have `article`. What the texts say themselves is left out.
    """
    articles = [{**article, "number": numbers.of(article)} for article in story["articles"]]
    place: dict[str, int] = {}
    for n, article in enumerate(articles):
        place.setdefault(article["id"], n)
    named = {kind: [_counted(entry) for entry in story[kind]] for kind in _NAMED}
    timeline = [_event(event, place) for event in story["timeline"]]
    tolls = [
        {**toll, "statements": [_statement(said, place) for said in toll["statements"]]}
        for toll in story["tolls"]
    ]
    head = {key: story[key] for key in ("id", "title", "first", "last")}
    return {**head, "articles": articles, **named, "timeline": timeline, "tolls": tolls}


def _counted(entry: Mapping[str, Any]) -> Record:
    kept = {key: value for key, value in entry.items() if key != "articles"}
    return {**kept, "told": len(entry["articles"])}


def _event(event: Mapping[str, Any], place: Mapping[str, int]) -> Record:
    first: dict[int, int] = {}
    for said in event["statements"]:
        if said["article_id"] in place:
            first.setdefault(place[said["article_id"]], said["start"])
    kept = {key: event[key] for key in ("value", "first", "last", "event", "status")}
    inferred = all(said.get("basis") == "inferred" for said in event["statements"])
    return {**kept, "inferred": inferred, "at": [list(pair) for pair in first.items()]}


def _statement(said: Mapping[str, Any], place: Mapping[str, int]) -> Record:
    kept = {key: value for key, value in said.items() if key not in _UNSHOWN}
    return {**kept, "article": place.get(said["article_id"])}


def alone(article: Mapping[str, Any], number: int) -> Record:
    """A story of the page's article `number`, which is in no other: `merge` takes one of several with an id.

    `article`: its entry in the page's index.
    """
    own = {key: article[key] for key in ("id", "source", "url", "title")}
    lone = {**own, "published": article["date"], "copy_of": None, "confidence": None, "why": []}
    return {
        "id": article["id"],
        "title": article["title"],
        **dict.fromkeys(("first", "last"), article["date"]),
        "articles": [{**lone, "number": number}],
        **{key: [] for key in ("people", "places", "organizations", "timeline", "tolls")},
    }


def summary(story: Mapping[str, Any]) -> Record:
    """What the overview lists of a story as the page keeps it.

    `numbers`: its articles; `toll`: the chief one; `conflicts`: how many tolls; `at`: latitude,
    longitude and name of the place, or None.
    """
    tolls: Sequence[Mapping[str, Any]] = story["tolls"]
    chief = min(tolls, key=_rank, default=None)
    return {
        "id": story["id"],
        "title": story["title"],
        "first": story["first"],
        "last": story["last"],
        "articles": len(story["articles"]),
        "numbers": [article["number"] for article in story["articles"] if article["number"] is not None],
        "toll": chief and _headline(chief),
        "conflicts": sum(toll["relation"] == "conflict" for toll in tolls),
        "at": position(story, chief),
    }


def _headline(toll: Mapping[str, Any]) -> Record:
    """What is told of a toll in one line. `words`: those of a statement with its range, else None."""
    said = (
        one["text"] for one in toll["statements"] if (one["min"], one["max"]) == (toll["low"], toll["high"])
    )
    return {
        **{key: toll[key] for key in ("kind", "low", "high", "relation", "place")},
        "words": next(said, None),
    }


def _rank(toll: Mapping[str, Any]) -> tuple[Any, ...]:
    kind = toll["kind"]
    worst = _WORST_FIRST.index(kind) if kind in _WORST_FIRST else len(_WORST_FIRST)
    # What a whole war has cost stands beside the story; it is not what happened.
    return toll["scope"] == "cumulative", worst, -toll["sources"], -len(toll["statements"])


def position(story: Mapping[str, Any], toll: Mapping[str, Any] | None) -> list[Any] | None:
    """Latitude, longitude and name of where `toll` was, else of the place that most articles name.

    None where no place has coordinates.
    """
    location = (toll and toll.get("location")) or {}
    if location.get("latitude") is not None:
        return _point(location)
    known = [place for place in story["places"] if place.get("latitude") is not None]
    words = (toll and toll["place"]) or ""
    known = [place for place in known if place["name"] and place["name"] in words] or known
    best = max(_narrow(known), key=lambda place: int(place["told"]), default=None)
    return _point(best) if best else None


def _narrow(places: list[Record]) -> list[Record]:
    """Those that are no countries or regions, where there are any."""
    return [place for place in places if place.get("kind") not in ("country", "region")] or places


def _point(place: Mapping[str, Any]) -> list[Any]:
    return [place["latitude"], place["longitude"], place["name"]]
