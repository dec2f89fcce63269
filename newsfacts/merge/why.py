"""What joined an article to the others of its story, for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsfacts.merge.features import kilometres
from newsfacts.merge.profile import Profile, last_name
from newsfacts.merge.words import shared, stem, word_list
from newsfacts.types import ArticleFacts

_MOST = 3
_NEAR_KM = 30
_QUOTED_WORDS = 8
_LEAST_LETTERS = 4


def reasons(one: Profile, other: Profile, facts: ArticleFacts) -> tuple[str, ...]:
    """What two articles have in common, the most telling first. `facts`: of the first, for its names."""
    return tuple(_reasons(one, other, facts))


def _reasons(one: Profile, other: Profile, facts: ArticleFacts) -> Iterator[str]:
    for what, shown in (
        ("people", _people(one, other, facts)),
        ("places", _places(one, other, facts)),
    ):
        if shown:
            yield f"same {what}: {', '.join(shown)}"
    if quoted := sorted(one.quotations & other.quotations):
        yield f"same quotation: {_longest(quoted)}"
    if days := shared(one.days, other.days, _MOST):
        yield f"same days: {', '.join(sorted(days))}"
    if figures := shared(one.figures, other.figures, _MOST):
        yield f"same figures: {', '.join(map(_figure, figures))}"
    if title := _words(facts.article.title or "", shared(one.title, other.title, _MOST)):
        yield f"same words in the titles: {', '.join(title)}"
    elif words := _words(facts.article.text, shared(one.words, other.words, _MOST * 4)):
        yield f"same words: {', '.join(words[:_MOST])}"


def _people(one: Profile, other: Profile, facts: ArticleFacts) -> list[str]:
    names = {last_name(person.name): person.name for person in reversed(facts.people)}
    return [names[name] for name in shared(one.people, other.people, _MOST) if name in names]


def _places(one: Profile, other: Profile, facts: ArticleFacts) -> list[str]:
    spots = [s.name for s in one.spots if any(kilometres(s, near) <= _NEAR_KM for near in other.spots)]
    names = {place.name.casefold(): place.name for place in facts.places}
    return [names.get(name, name.title()) for name in spots[:_MOST]]


def _words(text: str, stems: Sequence[str]) -> list[str]:
    """The longer ones of `stems`, in the form that `text` has first."""
    forms: dict[str, str] = {}
    for word in word_list(text):
        forms.setdefault(stem(word), word)
    return [forms[one] for one in stems if len(one) >= _LEAST_LETTERS and one in forms]


def _figure(figure: str) -> str:
    """ "killed 6-6" -> "6 killed"."""
    kind, _, bounds = figure.partition(" ")
    least, _, most = bounds.partition("-")
    number = least if least == most else f"{least}+" if most == "None" else f"{least} to {most}"
    return f"{number} {kind}"


def _longest(runs: Sequence[str]) -> str:
    """Of runs of four words that overlap, the longest stretch they make up, cut where it is long."""
    best: list[str] = []
    starts = {" ".join(run.split()[:-1]): run for run in reversed(runs)}
    for run in runs:
        words, used = run.split(), {run}
        while (following := starts.get(" ".join(words[-len(run.split()) + 1 :]))) and following not in used:
            used.add(following)
            words.append(following.split()[-1])
        if len(words) > len(best):
            best = words
    return " ".join(best[:_QUOTED_WORDS]) + ("…" if len(best) > _QUOTED_WORDS else "")
