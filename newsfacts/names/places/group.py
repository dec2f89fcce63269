"""Mentions of one place, under several names: "City of Iqaluit" and "Iqaluit", "US" and "United States"."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Span

from newsfacts import gazetteer
from newsfacts.doc.store import Labelled
from newsfacts.english.names import bare, fold, in_capitals, spelt_out
from newsfacts.english.words import closed
from newsfacts.gazetteer.lookup import Candidate
from newsfacts.gazetteer.lookup import place_words as words
from newsfacts.names.mentions import text_of
from newsfacts.names.places.beside import Division, countries_behind, districts_beside, divisions_beside
from newsfacts.names.places.rivers import is_river
from newsfacts.types import PlaceKind

MAX_DIVISION_TOKENS = 4
MOST_HEARD = 100


@dataclass
class Group:
    """The mentions of one place, and what it can be."""

    key: str
    mentions: list[Labelled] = field(default_factory=list)
    candidates: tuple[Candidate, ...] = ()
    within: str | None = None  # the country of which it is a part by its name: "South Lebanon"
    whole: bool = True  # whether the gazetteer knows a name as it stands, not only without "City of"
    name: str = ""  # what it shares with another place of the same name that the text tells apart
    silent: bool = False  # stands only in the names of bodies, and is no place of the article

    @property
    def heard(self) -> list[Labelled]:
        """The mentions whose neighbours are asked where and what the place is: a hundred tell enough."""
        return self.mentions[:MOST_HEARD]


def group(found: Sequence[Labelled]) -> list[Group]:
    """The place mentions, one group a place, in reading order."""
    groups: dict[str, Group] = {}
    for mention in found:
        key = short_for(mention.span) or identity(name_in(mention))
        groups.setdefault(key, Group(key)).mentions.append(mention)
    _join_bare_waters(groups)
    tokens = {i for m in found for i in range(m.span.start, m.span.end)}
    for g in groups.values():
        _look_up(g, tokens)
    apart = [sense for g in groups.values() for sense in _senses(g, tokens)]
    return sorted(apart, key=lambda g: g.mentions[0].span.start)


def _look_up(g: Group, tokens: Container[int]) -> None:
    """Fill in what the names of a group can mean. `tokens`: those of the article's places."""
    seen: dict[Candidate, None] = {}
    names: list[str] = []
    for mention in g.mentions:
        if short_for(mention.span):
            division = gazetteer.default().spelt_out(mention.text)
            seen.update({division: None} if division else {})
        else:
            names.append(name_in(mention))
    in_district = any(True for m in g.heard for _ in districts_beside(m.span, tokens))
    look_up = gazetteer.default().namesakes if in_district else gazetteer.default().lookup
    for text in dict.fromkeys(names):
        seen.update(dict.fromkeys(look_up(bare(text))))
    if not any(c.id for c in seen):
        if any(is_river(mention.span) for mention in g.mentions):
            return  # no town of the name
        g.within = part_of_country(name_in(g.mentions[0]))
        if g.within:
            return  # "South Lebanon" is not the one in Ohio
    if not seen:
        for name in _with_article(g.mentions):
            seen.update(dict.fromkeys(gazetteer.default().lookup(name)))
    if not seen:
        g.whole = False
        for text in dict.fromkeys(name_in(m) for m in g.mentions):
            seen.update(dict.fromkeys(gazetteer.default().lookup(core(text))))
    g.candidates = tuple(seen)


def name_in(mention: Labelled) -> str:
    """The words of a mention on one line; what it shares with the next name besides: "North Kivu" for the
    "North" of "North and South Kivu".
    """
    doc, at = mention.span.doc, mention.span.end
    text = text_of(mention)
    if not (_is_direction(text) and at + 2 < len(doc) and _is_direction(doc[at + 1].text)):
        return text
    shared = doc[at + 2].text if doc[at].lower_ in closed().ands | {"or"} else ""
    return f"{text} {shared}" if shared[:1].isupper() else text


def _is_direction(word: str) -> bool:
    return word[:1].isupper() and word.casefold() in words("direction")


def _with_article(mentions: Sequence[Labelled]) -> Iterator[str]:
    """The names with the article that they are listed with: "The Pas", "Al Qamishli"."""
    for mention in mentions:
        at = mention.span.start
        if at and mention.span.doc[at - 1].text == "The":
            yield f"the {mention.text}"
    for text in dict.fromkeys(bare(m.text) for m in mentions):
        yield f"Al {text}"


def _senses(g: Group, tokens: Container[int]) -> list[Group]:
    """The places of one name that the text itself tells apart: "Springfield, Illinois, and Springfield,
    Missouri". A mention without a word of where it lies is the one named last, or the first.
    """
    if len(g.mentions) < 2 or not g.candidates:
        return [g]
    senses: list[tuple[frozenset[Division], Group]] = []
    homes: list[Group | None] = []
    for places in (_told(m.span, tokens) for m in g.mentions):
        home = next((one for said, one in senses if said & places), None)
        if home is None and (home := _sense(g, places, len(senses))) is not None:
            senses.append((places, home))
        homes.append(home)
    if len(senses) < 2:
        return [g]
    last = senses[0][1]
    for mention, home in zip(g.mentions, homes, strict=True):
        last = home or last
        last.mentions.append(mention)
    return [one for _, one in senses]


def _sense(g: Group, places: frozenset[Division], number: int) -> Group | None:
    """The place of a name that lies in one of `places`; None where these hold none, nor is one a country."""
    inside = tuple(c for c in g.candidates if {(c.country, c.division), (c.country, "")} & places)
    country = next((code for code, division in sorted(places) if not division), None)
    if not inside and country is None:
        return None
    return Group(f"{g.key} {number}", [], inside, g.within if inside else country, g.whole, g.key)


def _told(span: Span, tokens: Container[int]) -> frozenset[Division]:
    """The divisions and countries that stand right behind a name; `tokens`: those of the article's places."""
    divisions = (division for division, listed in divisions_beside(span, tokens) if not listed)
    return frozenset(divisions) | frozenset((code, "") for code in countries_behind(span, tokens))


def core(name: str) -> str:
    """The name as places are told apart: "eastern Sinai Peninsula" -> "sinai", "City of Iqaluit" ->
    "iqaluit".
    """
    tokens = without_lead(bare(name).split())
    if len(tokens) > 2 and tokens[1].casefold() == "of" and tokens[0].casefold() in words("generic"):
        tokens = tokens[2:]
        if len(tokens) > 1 and tokens[0].casefold() == "the":
            tokens = tokens[1:]
    # "Kuwait City", "Mexico City" are no countries: a city stays.
    if len(tokens) > 1 and tokens[-1].casefold() in words("generic") and (tokens[-1] != "City"):
        tokens = tokens[:-1]
    return fold(" ".join(tokens))


def without_lead(tokens: list[str]) -> list[str]:
    """Without small-letter words in front: "southern Israel", "port city of Chittagong"."""
    at = 0
    while at < len(tokens) and tokens[at][0].islower():
        at += 1
    small = [token.casefold() for token in tokens[:at]]
    told = any(is_in(word, "direction") or is_in(word, "city") or is_in(word, "region") for word in small)
    return tokens[at:] if told and at < len(tokens) else tokens


def is_in(word: str, table: str) -> bool:
    """Whether a word, or what it is the plural of, stands in a table of `gazetteer/words.toml`."""
    word = word.casefold()
    return word in words(table) or (word.endswith("s") and word[:-1] in words(table))


def is_street(name: str) -> bool:
    """Whether a name ends as a street's does."""
    return is_in(name.split()[-1].rstrip("."), "street")


def identity(name: str) -> str:
    """What two names of one place have in common: the id that the rule files give it, else the bare name."""
    known = gazetteer.default().lookup(bare(name))
    stripped = core(name)
    if _is_wider(name, stripped):
        return fold(bare(name))
    if not known or not known[0].id:
        # "Gaza province" is not the curated "Gaza"; but "Darfur state" is.
        other = gazetteer.default().lookup(stripped) if stripped != fold(bare(name)) and not known else ()
        known = other or known
    return known[0].id if known and known[0].id else stripped


def _is_wider(name: str, stripped: str) -> bool:
    """Whether a name is of a division that is named for a town in it: "Denton County" is not Denton."""
    last = name.split()[-1]
    if not last[0].isupper() or not is_in(last, "region") or fold(bare(name)) == stripped:
        return False
    return any(c.kind is PlaceKind.CITY for c in gazetteer.default().lookup(stripped))


def short_for(span: Span) -> str | None:
    """The identity of the division that an abbreviation behind a comma stands for: "Ga." in "Athens, Ga."."""
    doc, start = span.doc, span.start
    if not start or doc[start - 1].text != "," or len(span) > MAX_DIVISION_TOKENS:
        return None
    rule = gazetteer.abbreviated(span.text)
    return identity(rule.names[0]) if rule is not None else None


def part_of_country(name: str) -> str | None:
    """The country in a name like "South Lebanon"; None for other names.

    With a small letter, "eastern Ukraine", it is the country that is named.
    """
    tokens = bare(name).split()
    if len(tokens) > 1 and tokens[0][0].isupper() and tokens[0].casefold() in words("direction"):
        return gazetteer.default().country(" ".join(tokens[1:]))
    return None


def _join_bare_waters(groups: dict[str, Group]) -> None:
    """ "The Gulf" is the Gulf of Thailand, where the article names no other gulf."""
    for key, g in list(groups.items()):
        word = fold(g.mentions[0].text)
        if word not in words("water"):
            continue
        full = [k for k, other in groups.items() if k != key and word in fold(other.mentions[0].text).split()]
        if len(full) == 1:
            groups[full[0]].mentions = sorted(
                groups[full[0]].mentions + g.mentions, key=lambda m: m.span.start
            )
            del groups[key]


def name_of(texts: Sequence[str]) -> str:
    """The fullest form in ordinary spelling, directions ("southern Israel") aside."""

    def rank(text: str) -> tuple[bool, bool, int, int]:
        tokens = text.split()
        part = tokens[0][0].islower() or (
            len(tokens) > 2 and tokens[0].casefold() in words("city") and tokens[1] == "of"
        )
        return (not part, not in_capitals(text), len(tokens), len(text))

    name = " ".join(without_lead(max(map(bare, texts), key=rank).split()))
    tokens = name.split()
    if len(tokens) > 2 and tokens[0].casefold() in words("city") and tokens[1] == "of":
        name = " ".join(tokens[2:])
    if in_capitals(name) or (name.isupper() and not gazetteer.default().country(name) and len(name) > 3):
        name = spelt_out(name)
    return name
