"""Passes that set labels right: by the words beside a name, its other mentions, its list, its country."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from operator import itemgetter

from spacy.tokens import Doc

from newsfacts import gazetteer
from newsfacts.doc import store
from newsfacts.doc.store import Labelled
from newsfacts.english.names import fold, is_acronym, person_words
from newsfacts.english.titles import is_any_title, is_title
from newsfacts.gazetteer.lookup import sure_country
from newsfacts.names import organization_names
from newsfacts.names.passes.clues import (
    CERTAIN,
    DOUBTFUL,
    FIRM,
    beside_title,
    higher,
    in_brackets,
    introduced,
    is_known_body,
    is_place,
    is_sure_place,
    joins_list,
    names_body,
    opens_dateline,
    trust,
    words_of_people,
)
from newsfacts.names.passes.value import LOC, ORG, PERSON, PLACES, Names, words

EXECUTIVES = frozenset({"CEO", "CFO", "COO", "CTO"})
INTRODUCED = 20.0  # votes of "the airline Zexu": more than an article names it, mostly

# A name's label gives way to another that is believed so many times as much, over all mentions together.
LEAST_LEAD, LEAST_VOTES = 2.0, 1.0

# Of so many names in a row those of another label follow the rest, where the rest is believed so much more.
LEAST_LIST, LIST_LEAD = 3, 1.5
MAX_LISTED = 0.9  # what is believed more keeps its label in a list

# An article is about a country that has this share of its places; a town of it has 2,000 inhabitants or more.
MAIN_COUNTRY, LEAST_TOWN = 0.35, 3.3
LEAST_BELIEVED = {PERSON: CERTAIN, ORG: DOUBTFUL}  # from here on no town of that country


# ---------------------------------------------------------------- by the words beside it


def told_beside(names: Names) -> Names:
    """Labels that the words beside a name, or its longer form, show to be wrong.

    "Water Office (WOK)", "the airline Zexu" and, where "Zexu Motors" is named, "Zexu" are bodies; "of Orlo"
    and "Orlo police" are places where "Orlo" is one elsewhere.
    """
    article = _Article(names)
    out: list[Labelled] = []
    for mention in names.found:
        last = out[-1] if out else None
        body = mention.label == ORG or is_acronym(mention.text)
        if (
            body
            and last is not None
            and last.label == ORG
            and in_brackets(names.doc, last.span, mention.span)
        ):
            # What a name in full brings with it is as sure as that.
            confidence = higher(mention.confidence, last.confidence)
            out.append(mention._replace(label=ORG, confidence=confidence))
        else:
            out.append(_relabelled(mention, article.label(mention)))
    return names.having(out)


class _Article:
    """What the names of an article tell of one another."""

    def __init__(self, names: Names) -> None:
        self.doc = names.doc
        self.places = {fold(m.text) for m in names.found if m.label == LOC}
        self.place_starts = {m.span.start for m in names.found if m.label == LOC}
        self.full_names: dict[str, set[tuple[str, ...]]] = defaultdict(set)  # by first and last word
        for m in names.found:
            own = person_words(m.text) if m.label == PERSON else ()
            if len(own) > 1:
                self.full_names[own[0]].add(own)
                self.full_names[own[-1]].add(own)
        endings = organization_names.words("company") | organization_names.words("tail")
        # "Zexu" of "Zexu Motors".
        self.begun = {
            fold(store.words_between(names.doc, m.span.start, at))
            for m in names.found
            if m.label == ORG
            for at in range(m.span.start + 1, m.span.end)
            if fold(names.words[at]) in endings
        }

    def label(self, mention: Labelled) -> str:
        if mention.label == PERSON and self._has_executive(mention):
            return ORG
        if mention.label == PERSON and self._has_police(mention):
            return LOC
        if mention.label == PERSON and trust(mention) < CERTAIN and mention.span.start:
            return self._of_person(mention)
        if mention.label == ORG and len(mention.span) > 1 and gazetteer.default().is_country(mention.text):
            return LOC
        if mention.label == ORG and mention.span.end < len(self.doc):
            return self._of_body(mention)
        return mention.label

    def _of_person(self, person: Labelled) -> str:
        key, before = fold(person.text), self.doc[person.span.start - 1]
        introduces = organization_names.words("introduces")
        if len(person.span) == 1 and before.is_lower and before.lower_ in introduces:
            return ORG
        if self._begins_body(key) and not is_any_title(before.lower_):
            return ORG
        if before.lower_ == "from" and self._goes_to_place(person):
            return LOC
        in_place = before.lower_ in words().in_place or before.lower_ in words().at_place
        return LOC if in_place and key in self.places else PERSON

    def _has_executive(self, person: Labelled) -> bool:
        """Whether one word that is nobody's surname stands before "CEO" and the like: "Orlo CEO Ada Lund"."""
        end = person.span.end
        known = fold(person.text) in self.full_names
        lone = len(person.span) == 1 and not known and trust(person) < FIRM
        return lone and end < len(self.doc) and self.doc[end].text in EXECUTIVES

    def _has_police(self, person: Labelled) -> bool:
        """Whether one word that is nobody's surname stands before its police: "Orlo police inspector"."""
        end = person.span.end
        lone = len(person.span) == 1 and fold(person.text) not in self.full_names
        if not lone or end + 1 >= len(self.doc) or self.doc[end].text != "police":
            return False
        return is_any_title(self.doc[end + 1].lower_)

    def _goes_to_place(self, person: Labelled) -> bool:
        """Whether "to" and a place stand behind a name: "from Orlo to Lima"."""
        end = person.span.end
        to_place = end + 1 < len(self.doc) and self.doc[end].lower_ == "to" and end + 1 in self.place_starts
        return to_place and fold(person.text) not in self.full_names

    def _begins_body(self, key: str) -> bool:
        """Whether a folded name begins a body's, and is no part of a person's longer name."""
        if not key or key not in self.begun:
            return False
        return self.full_names[key.split()[-1]] <= {person_words(key)}

    def _of_body(self, body: Labelled) -> str:
        """ "Orlo police" is the police of Orlo, where that is a place; "Pope Orlo" is a person."""
        if self._has_rank(body):
            return PERSON
        behind = self.doc[body.span.end]
        ruled = behind.is_lower and behind.lower_ in organization_names.words("government")
        place = ruled and fold(body.text) in self.places and organization_names.known(body.text) is None
        return LOC if place else ORG

    def _has_rank(self, body: Labelled) -> bool:
        """Whether one word that no list has stands right behind a rank with a capital: "Pope Orlo"."""
        start = body.span.start
        lone = len(body.span) == 1 and start > 0 and trust(body) < FIRM and body.text.istitle()
        ranked = lone and self.doc[start - 1].is_title and is_title(self.doc[start - 1].text, "ranks")
        return ranked and organization_names.listed(body.text) is None and not names_body(body.span)


def _relabelled(mention: Labelled, label: str) -> Labelled:
    return mention._replace(label=label) if label != mention.label else mention


# ---------------------------------------------------------------- by its other mentions


def alike(names: Names) -> Names:
    """The same name gets the same label throughout, where one is clearly believed more than the others."""
    votes = _votes(names)
    surnames = {own[-1] for m in names.found if m.label == PERSON and len(own := person_words(m.text)) > 1}
    return names.having(
        _relabelled(mention, _alike(names.doc, mention, votes[fold(mention.text)], surnames))
        for mention in names.found
    )


def _votes(names: Names) -> dict[str, Counter[str]]:
    """How far each label of a name is believed, over all its mentions."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for mention in names.found:
        own = votes[fold(mention.text)]
        own[mention.label] += trust(mention)  # type: ignore[assignment]
        if introduced(names.doc, mention.span):
            own[ORG] += INTRODUCED  # type: ignore[assignment]
    return votes


def _alike(doc: Doc, mention: Labelled, votes: Counter[str], surnames: set[str]) -> str:
    """The label of a mention by the `votes` of its name, a dateline, and the `surnames` of the article."""
    text, label = mention.text, mention.label
    best, weight = max(votes.items(), key=itemgetter(1))
    outvoted = label != best and weight >= LEAST_LEAD * votes[label] and weight > LEAST_VOTES
    if outvoted and not (label == LOC and is_sure_place(text)):
        label = best
    if label in (ORG, PERSON) and _says_place(doc, mention):
        return LOC
    if label == PERSON or fold(text) not in surnames or is_place(text):
        return label
    return label if label != LOC and is_known_body(text) else PERSON


def _says_place(doc: Doc, mention: Labelled) -> bool:
    """Whether a name is a place of the gazetteer here, though labelled a body or a person.

    Measured on wwn-dev, all 99 articles: ORG of little belief that is a large town is a place in five of
    eight cases, a person's name of the gazetteer only behind "in" and the like.
    """
    text, start, belief = mention.text, mention.span.start, trust(mention)
    doubtful = mention.label == ORG and belief < DOUBTFUL and not is_acronym(text)
    sure = doubtful or opens_dateline(doc, mention.span)
    behind_in = start > 0 and doc[start - 1].lower_ in words().in_place
    in_place = behind_in and belief < FIRM and not is_acronym(text)
    if not (sure or in_place) or organization_names.known(text) is not None:
        return False
    # Asked last: of most names nothing speaks for a place, and a look-up takes long.
    return (in_place and is_place(text)) or (sure and is_sure_place(text))


# ---------------------------------------------------------------- by its list


def listed(names: Names) -> Names:
    """Names of one list are of one kind: "Arlo, Berlo and Derlo" are places where two of them are."""
    people = words_of_people(names.found)
    out: list[Labelled] = []
    for row in _rows(names):
        out += _of_one_kind(row, people) if len(row) >= LEAST_LIST else row
    return names.having(out)


def _rows(names: Names) -> list[list[Labelled]]:
    """The names, one list for each that they are written in."""
    rows: list[list[Labelled]] = []
    for mention in names.found:
        if rows and joins_list(names.doc, rows[-1][-1].span, mention.span):
            rows[-1].append(mention)
        else:
            rows.append([mention])
    return rows


def _of_one_kind(row: Sequence[Labelled], people: set[str]) -> Iterable[Labelled]:
    """A list with the label that is believed most in it; what is sure of its own keeps that."""
    belief: Counter[str] = Counter()
    for mention in row:
        belief[mention.label] += trust(mention)  # type: ignore[assignment]
    label, most = belief.most_common(1)[0]
    for mention in row:
        gives_way = most >= LIST_LEAD * belief[mention.label] and not _is_sure(mention, people)
        yield _relabelled(mention, label) if gives_way else mention


def _is_sure(mention: Labelled, people: set[str]) -> bool:
    """Whether a name keeps its label in any list. `people`: the words of full names of the article."""
    return (
        trust(mention) >= MAX_LISTED
        or is_known_body(mention.text)
        or names_body(mention.span)
        or fold(mention.text) in people
        or (mention.label == LOC and is_place(mention.text))
    )


# ---------------------------------------------------------------- by its country


def towns(names: Names) -> Names:
    """Towns of the country that the article is about, tagged as people or bodies: "Ramle and Lod".

    Of such names on wwn-dev, all 99 articles, 15 of 18 were places. A full name with the word in it, or a
    title or "said" beside it, speaks for a person.
    """
    main = _main_countries(names)
    if not main:
        return names
    people = words_of_people(names.found)
    return names.having(
        mention._replace(label=LOC) if _is_town(names.doc, mention, main, people) else mention
        for mention in names.found
    )


def _main_countries(names: Names) -> set[str]:
    """The countries that the article is about, by its places and peoples."""
    places = gazetteer.default()
    countries: Counter[str] = Counter()
    for mention in names.found:
        country = sure_country(places.lookup(mention.text)) if mention.label in PLACES else None
        if country:
            countries[country] += 1
    for name in names.tagged:
        for token in name.span if name.label == "NORP" else ():
            countries.update(places.people(token.text)[:1])
    return {code for code, count in countries.items() if count >= MAIN_COUNTRY * countries.total()}


def _is_town(doc: Doc, mention: Labelled, main: set[str], people: set[str]) -> bool:
    text = mention.text
    if trust(mention) >= LEAST_BELIEVED.get(mention.label, 0.0):
        return False
    if (len(mention.span) == 1 and fold(text) in people) or is_known_body(text):
        return False
    found = gazetteer.default().lookup(text)
    known = any(place.country in main and place.prior >= LEAST_TOWN for place in found)
    return known and not beside_title(doc, mention.span)
