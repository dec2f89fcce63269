"""The user's own word on who is who: the file, what it does to the entities, and the starter file."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marked_names import blank, entities, marked
from spacy.tokens import Doc
from typer.testing import CliRunner

from newsfacts.cli import app
from newsfacts.doc import store
from newsfacts.errors import UsageError
from newsfacts.names import mentions
from newsfacts.names.aliases.component import UserNames
from newsfacts.names.aliases.file import TABLES, Aliases, parse, read_aliases
from newsfacts.output.records import as_record
from newsfacts.pipeline import build_nlp, extract_many
from newsfacts.types import Article, ArticleFacts, Published
from newsfacts.writers.aliases import Starter

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))


def aliases(toml: str) -> Aliases:
    return parse(tomllib.loads(toml), where="who.toml")


def applied(text: str, toml: str | Aliases) -> Doc:
    """The Doc of a text with marks, after the component."""
    file = aliases(toml) if isinstance(toml, str) else toml
    return UserNames(blank().tokenizer, file)(marked(text))


def shown(doc: Doc) -> dict[str, dict[str, list[str]]]:
    """The words of the mentions of each entity, by kind and name."""
    return {
        table: {e.name: [m.span.of(doc.text) for m in e.mentions] for e in found}
        for table, found in entities(doc).items()
        if found
    }


def one(doc: Doc, table: str) -> Any:
    (entity,) = entities(doc)[table]
    return entity


# ---------------------------------------------------------------- the file


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("poeple = []", "unknown table or key 'poeple': did you mean 'people'? there are people, places"),
        ("people = 3", "people is not a list of tables: head each with [[people]]"),
        ('[people]\nname = "A"', "people is not a list of tables: head each with [[people]]"),
        ("[[people]]", '[[people]] 1: no name: add name = "…"'),
        ("[[people]]\nname = 5", "[[people]] 1: name = 5 is no text: write it in quotes"),
        ('[[people]]\nname = "--"', "[[people]] 1 ('--'): name: '--' has neither letters nor digits"),
        (
            '[[places]]\nname = "Ur"\nlattitude = 3',
            "1 ('Ur'): unknown key 'lattitude': did you mean 'latitude'? there are name, aliases, find",
        ),
        ('[[people]]\nname = "Ur"\nkind = "city"', "[[people]] 1 ('Ur'): unknown key 'kind'"),
        ('[[places]]\nname = "Ur"\nkind = "citty"', "kind = 'citty' is unknown: did you mean 'city'?"),
        ('[[organizations]]\nname = "X"\nkind = "city"', "kind = 'city' is unknown: there are government"),
        (
            '[[places]]\nname = "Ur"\ncountry = "Iraq"',
            "country = 'Iraq' is no ISO 3166-1 alpha-2 code: did you",
        ),
        ('[[places]]\nname = "Ur"\ncountry = "iq"', "did you mean 'IQ'?"),
        ('[[places]]\nname = "Ur"\ncountry = "Sumer"', "give two capitals"),
        ('[[places]]\nname = "Ur"\nlatitude = 30.9', "('Ur'): latitude without longitude: add longitude"),
        ('[[places]]\nname = "Ur"\nlatitude = 91\nlongitude = 4', "latitude = 91: give decimal degrees, -90"),
        ('[[places]]\nname = "Ur"\nlatitude = nan\nlongitude = 4', "latitude = nan: give decimal degrees"),
        ('[[places]]\nname = "Ur"\nlatitude = true\nlongitude = 4', "latitude = true: give"),
        ('[[people]]\nname = "A"\naliases = "B"', "aliases = 'B' is no list: write aliases = "),
        ('[[people]]\nname = "A"\naliases = [1]', "aliases = 1 is no text"),
        ('[[people]]\nname = "A"\naliases = ["B", "B"]', "aliases: 'B' is there twice: leave it out once"),
        ('[[people]]\nname = "A"\naliases = ["A"]', "aliases: 'A' is the name already: leave it out"),
        ('find = "no"', "who.toml: find = 'no' is neither true nor false"),
        ('ignore = "Getty"', "ignore = 'Getty' is no list"),
        (
            'ignore = ["the a"]\n[[people]]\nname = "A"',
            "[[people]] 1 ('A'): 'A' is in ignore too: leave it out of one of them",
        ),
        (
            '[[people]]\nname = "Lund"\n[[places]]\nname = "Lund"',
            "[[places]] 1 ('Lund'): the name of [[people]] 1 ('Lund') too: make one table of both",
        ),
        (
            '[[people]]\nname = "Ali Musa"\naliases = ["MUSA"]\n'
            '[[people]]\nname = "Omar Musa"\naliases = ["Musa"]',
            "[[people]] 2 ('Omar Musa'): 'Musa' is a name in [[people]] 1 ('Ali Musa') too as 'MUSA': leave",
        ),
    ],
)
def test_what_is_wrong_is_said_in_one_line(toml, message):
    with pytest.raises(UsageError) as caught:
        aliases(toml.replace('"the a"', '"the A"'))
    assert message in str(caught.value)
    assert str(caught.value).startswith("who.toml: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read (no such file or directory): give a file of aliases"),
        (b"\xff\xfe", "not UTF-8 (byte 0): save it as UTF-8"),
        (b"find = ", "malformed TOML (invalid value"),
    ],
)
def test_a_file_that_cannot_be_read(tmp_path, content, message):
    path = tmp_path / "who.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UsageError, match=re.escape(message)):
        read_aliases(path)


def test_a_byte_order_mark_does_no_harm(tmp_path):
    path = tmp_path / "who.toml"
    path.write_bytes('\ufeff[[people]]\nname = "Åsa  Lund"'.encode())
    assert [entry.name for entry in read_aliases(path).entries] == ["Åsa Lund"]


def test_case_accents_and_articles_do_not_tell_names_apart():
    file = aliases('[[organizations]]\nname = "The Café Board"')
    assert file.owner("THE CAFE BOARD") is file.owner("Café Board’s") is file.entries[0]
    assert file.owner("Board") is None


# ---------------------------------------------------------------- merge, rename, complete

NO_SEARCH = "find = false\n"


def test_two_names_become_one_entity():
    doc = applied(
        "[Ana Silva:PERSON] spoke. [Mother Ana:PERSON] left. [Silva:PERSON] slept.",
        NO_SEARCH + '[[people]]\nname = "Ana Silva"\naliases = ["mother ana"]',
    )
    person = one(doc, "people")
    assert shown(doc)["people"] == {"Ana Silva": ["Ana Silva", "Mother Ana", "Silva"]}
    assert person.aliases == ("Mother Ana", "Silva")
    assert [m.span.start for m in person.mentions] == [0, 17, 34]


def test_the_name_of_the_file_need_not_stand_in_the_article():
    doc = applied(
        "[Bibi:PERSON] spoke.", '[[people]]\nname = "Benjamin Test"\naliases = ["Bibi"]\nrole = "premier"'
    )
    person = one(doc, "people")
    assert (person.name, person.aliases, person.role) == ("Benjamin Test", ("Bibi",), "premier")


def test_an_entity_goes_along_as_a_whole():
    doc = applied("[Ana Silva:PERSON] spoke. [Silva:PERSON] slept.", '[[people]]\nname = "Silva"')
    assert shown(doc)["people"] == {"Silva": ["Ana Silva", "Silva"]}


def test_roles_of_the_article_stay_where_the_file_names_none():
    doc = applied("Mayor [Ana Silva:PERSON] spoke. Minister [Mother Ana:PERSON] left.", NO_SEARCH)
    before = [person.role for person in entities(doc)["people"]]
    doc = applied(
        "Mayor [Ana Silva:PERSON] spoke. Minister [Mother Ana:PERSON] left.",
        '[[people]]\nname = "Ana Silva"\naliases = ["Mother Ana"]',
    )
    assert before == ["Mayor", "Minister"]
    assert one(doc, "people").role == "Mayor; Minister"


def test_kind_of_a_body():
    toml = '[[organizations]]\nname = "Lund Group"\naliases = ["LG"]\nkind = "armed_group"'
    body = one(applied("[Lund Group:ORG] and [LG:ORG] met.", toml), "organizations")
    assert (body.kind, body.aliases) == ("armed_group", ("LG",))


def test_a_row_of_the_users_own_gazetteer():
    toml = '[[places]]\nname = "Kafr Test"\nkind = "city"\ncountry = "SY"\nlatitude = 35\nlongitude = 36.5'
    place = one(applied("Shells fell on [Kafr Test:LOC].", toml), "places")
    assert (place.kind, place.country, place.latitude, place.longitude) == ("city", "SY", 35.0, 36.5)


def test_another_country_brings_its_own_coordinates():
    def where(toml: str) -> tuple[Any, ...]:
        place = one(applied("Rain fell on [Tripoli:LOC].", toml), "places")
        return place.country, round(place.latitude), round(place.longitude)

    assert where("") == ("LY", 33, 13)
    assert where('[[places]]\nname = "Tripoli"\ncountry = "LB"') == ("LB", 34, 36)


def test_coordinates_of_another_country_are_not_kept():
    toml = '[[places]]\nname = "Moscow"\ncountry = "TD"'
    place = one(applied("Rain fell on [Moscow:LOC].", toml), "places")
    assert (place.country, place.latitude, place.longitude) == ("TD", None, None)


# ---------------------------------------------------------------- part

TWO_MUSAS = '[[people]]\nname = "Ali Musa"\n[[people]]\nname = "Ali K. Musa"\n'


def test_two_entries_are_never_one():
    text = (
        "[Ali Musa:PERSON] met [Ali K. Musa:PERSON]. [Musa:PERSON] left. "
        "[Ali Musa:PERSON] slept. [Musa:PERSON]."
    )
    assert len(entities(marked(text))["people"]) == 1
    assert shown(applied(text, TWO_MUSAS))["people"] == {
        "Ali Musa": ["Ali Musa", "Ali Musa", "Musa"],
        "Ali K. Musa": ["Ali K. Musa", "Musa"],
    }


def test_a_surname_before_any_full_name_goes_to_the_first_named():
    text = "[Musa:PERSON] left. [Ali K. Musa:PERSON] met [Ali Musa:PERSON]."
    assert shown(applied(text, TWO_MUSAS))["people"]["Ali K. Musa"] == ["Musa", "Ali K. Musa"]


def test_parted_people_have_roles_of_their_own():
    text = "Mayor [Ali Musa:PERSON] met Minister [Ali K. Musa:PERSON]."
    assert [person.role for person in entities(applied(text, TWO_MUSAS))["people"]] == ["Mayor", "Minister"]


def test_a_surname_of_the_file_leaves_a_namesake_alone():
    toml = '[[people]]\nname = "Ali Musa"\naliases = ["Musa"]'
    text = "[Omar Musa:PERSON] left. [Musa:PERSON] slept. Then Musa rose."
    assert list(shown(applied(text, toml))["people"]) == ["Omar Musa"]
    assert list(shown(applied("[Musa:PERSON] slept.", toml))["people"]) == ["Ali Musa"]


def test_a_part_of_a_place_is_not_what_the_place_becomes():
    text = "[Israel:LOC] shook. Rain fell in [southern Israel:LOC]. [Israel:LOC] slept."
    toml = '[[places]]\nname = "the Negev"\naliases = ["southern Israel"]'
    assert shown(applied(text, toml))["places"] == {
        "Israel": ["Israel", "Israel"],
        "the Negev": ["southern Israel"],
    }


def test_parted_places_lie_where_each_does():
    text = "[Israel:LOC] shook. Rain fell in [southern Israel:LOC]."
    toml = (
        '[[places]]\nname = "Israel"\n[[places]]\nname = "southern Israel"\nlatitude = 30.5\nlongitude = 34.9'
    )
    one_, other = entities(applied(text, toml))["places"]
    assert (one_.name, one_.country, round(one_.latitude)) == ("Israel", "IL", 31)
    assert (other.name, other.country, other.latitude) == ("southern Israel", None, 30.5)


# ---------------------------------------------------------------- relabel, ignore


def test_a_person_becomes_a_place():
    doc = applied("Rain fell on [Darfur:PERSON]. [Ana Silva:PERSON] left.", '[[places]]\nname = "Darfur"')
    assert shown(doc) == {"people": {"Ana Silva": ["Ana Silva"]}, "places": {"Darfur": ["Darfur"]}}
    assert one(doc, "places").country == "SD"


def test_a_place_becomes_a_body_whose_name_tells_its_kind():
    doc = applied("The [Lund Court:LOC] ruled.", '[[organizations]]\nname = "Lund Court"')
    assert one(doc, "organizations").kind == "court"


def test_only_the_name_itself_leaves_an_entity_called_otherwise():
    doc = applied("[Lund Post:ORG] wrote. [Lund:ORG] slept.", '[[places]]\nname = "Lund"')
    assert shown(doc) == {"organizations": {"Lund Post": ["Lund Post"]}, "places": {"Lund": ["Lund"]}}


def test_the_components_that_follow_see_the_new_labels():
    doc = applied(
        "Rain fell on [Darfur:PERSON]. [Getty:ORG] said so in Kafr Test.",
        'ignore = ["Getty"]\n[[places]]\nname = "Darfur"\n[[places]]\nname = "Kafr Test"',
    )
    for group in (store.NAMES, mentions.MENTIONS):
        found = [(name.span.text, name.label) for name in store.labelled(doc, group)]
        assert found == [("Darfur", "LOC"), ("Kafr Test", "LOC")]
    assert [entity.text for entity in doc.ents] == ["Darfur", "Kafr Test"]


def test_names_to_ignore_are_no_entities():
    text = "[Getty Images:ORG] and [Ana Silva:PERSON]; [Silva:PERSON] [slept:LOC]."
    assert shown(applied(text, 'ignore = ["getty images", "Silva", "slept"]')) == {
        "people": {"Ana Silva": ["Ana Silva"]}
    }


def test_an_entity_called_by_a_name_to_ignore_goes_as_a_whole():
    assert shown(applied("[Ana Silva:PERSON]; [Silva:PERSON].", 'ignore = ["Ana Silva"]')) == {}


# ---------------------------------------------------------------- what the tagger missed

KAFR = '[[places]]\nname = "Kafr Test"\naliases = ["Kafr"]\n'


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rain fell on Kafr Test.", ["Kafr Test"]),
        (
            "They said that all of the boats that were to leave had left Kafr\n"
            "Test’s port for some of the ports that were said to lie near that\n"
            "of Kafr, where they were to stay for as long as it would take to.",
            ["Kafr\nTest", "Kafr"],
        ),
        ("Rain fell on kafr test and on KAFR TEST.", []),
        ("Kafrs, Kafr-Lund, pro-Kafr.", []),
        ("Rain fell on [Greater Kafr Test:ORG].", []),
        ("Rain fell on [Kafr:LOC] Test.", ["Kafr Test"]),
        ("Rain fell on [Kafr Test:LOC] twice: on Kafr Test.", ["Kafr Test", "Kafr Test"]),
        ("Rain fell on [Kafr:MISC].", ["Kafr"]),
        ("Rain fell on [Kafr:DATE].", []),
        ("Rain fell on [the Kafr:MISC].", ["Kafr"]),
    ],
)
def test_names_that_were_missed(text, found):
    assert shown(applied(text, KAFR)).get("places", {}).get("Kafr Test", []) == found


def test_names_are_not_looked_for_where_the_file_says_so():
    text = "Rain fell on Kafr Test."
    assert shown(applied(text, NO_SEARCH + KAFR)) == {}
    assert shown(applied(text, KAFR + "find = false")) == {}
    assert shown(applied(text, NO_SEARCH + KAFR + "find = true")) != {}


def test_what_only_the_user_named_has_no_confidence():
    def confidences(toml: str) -> dict[str, float | None]:
        doc = marked("Rain fell on [Lund:LOC]. [Ana Silva:PERSON] left Kafr for Lund.")
        found = [(m.span.start, m.span.end, m.label, 0.8) for m in mentions.mentions(doc)]
        store.store_labelled(doc, mentions.MENTIONS, found)
        places = entities(UserNames(blank().tokenizer, aliases(toml))(doc))["places"]
        return {place.name: place.confidence for place in places}

    assert confidences(KAFR)["Kafr Test"] is None
    assert confidences(KAFR + '[[places]]\nname = "Skåne"\naliases = ["Ana Silva"]')["Skåne"] == 0.8
    assert confidences(KAFR + '[[places]]\nname = "Skåne"\naliases = ["Lund", "Ana Silva"]')["Skåne"] == 0.8


def test_nothing_is_found_in_furniture():
    text = "Rain fell on Kafr Test.\n\nSubscribe to our newsletter for more about Kafr Test.\n\nAll slept."
    nlp = build_nlp_without_model()
    nlp.get_pipe("newsfacts_aliases").use(aliases(KAFR))
    doc = nlp(text)
    assert shown(doc)["places"] == {"Kafr Test": ["Kafr Test"]}


def build_nlp_without_model() -> Any:
    import spacy

    store.register()
    nlp = spacy.blank("en")
    for name in ("sentences", "furniture", "people", "places", "organizations", "aliases"):
        nlp.add_pipe(f"newsfacts_{name}")
    return nlp


def test_the_component_takes_a_path_in_any_pipeline(tmp_path):
    import spacy

    (tmp_path / "who.toml").write_text(KAFR, "utf-8")
    nlp = spacy.blank("en")
    nlp.add_pipe("newsfacts_sentences")
    nlp.add_pipe("newsfacts_aliases", config={"path": str(tmp_path / "who.toml")})
    assert shown(nlp("Rain fell on Kafr Test."))["places"] == {"Kafr Test": ["Kafr Test"]}


# ---------------------------------------------------------------- properties

NAMES = (
    *("Ali Musa", "Omar Musa", "Ali K. Musa", "Musa", "MUSA", "Ali", "Ana Silva", "Silva", "Lund", "LUND"),
    *("Israel", "southern Israel", "the Gaza Strip", "Gaza", "Kafr Test", "Kafr", "Washington", "Georgia"),
    *("International Atomic Energy Agency", "IAEA", "Lund Post", "The Post", "Hamas", "HAMAS", "U.S.", "US"),
)
name_in_text = st.builds(
    lambda name, label: f"[{name}:{label}]" if label else name,
    st.sampled_from(NAMES),
    st.sampled_from(["PERSON", "ORG", "LOC", "LOC", "FAC", "MISC", None]),
)
sentence = st.builds(
    "{} {} {}. ".format, name_in_text, st.sampled_from(["met", "of", ", mayor of"]), name_in_text
)
article = st.lists(sentence, min_size=1, max_size=5).map("".join)
articles = st.lists(article, min_size=1, max_size=3)


@st.composite
def files(draw: st.DrawFn) -> Aliases:
    """A valid file, its names in any order."""
    names = draw(st.permutations(sorted({name.casefold().replace(".", ""): name for name in NAMES}.values())))
    data: dict[str, Any] = {
        "find": draw(st.booleans()),
        "ignore": [names.pop() for _ in range(draw(st.integers(0, 2)))],
    }
    for _ in range(draw(st.integers(0, 5))):
        table = draw(st.sampled_from(list(TABLES)))
        entry: dict[str, Any] = {
            "name": names.pop(),
            "aliases": [names.pop() for _ in range(draw(st.integers(0, 2)))],
        }
        if table == "places":
            entry |= draw(
                st.sampled_from([{}, {"country": "IL"}, {"kind": "city", "latitude": 1, "longitude": 2.5}])
            )
        if draw(st.booleans()):
            entry["find"] = draw(st.booleans())
        data.setdefault(table, []).append(entry)
    return parse(data, where="drawn")


def facts_of(doc: Doc) -> ArticleFacts:
    found: dict[str, Any] = entities(doc)
    return ArticleFacts(Article("a", doc.text), Published(), **found)


def starter(found: list[ArticleFacts], base: Aliases | None = None) -> Aliases:
    """The file that --write-aliases gives for these facts, read again."""
    made, stream = Starter(base), io.StringIO()
    for facts in found:
        made.add(facts)
    made.write(stream)
    return aliases(stream.getvalue())


@given(articles)
@settings(max_examples=60)
def test_a_starter_file_changes_nothing(texts):
    before = [facts_of(marked(text)) for text in texts]
    file = starter(before)
    assert [facts_of(applied(text, file)) for text in texts] == before
    assert starter(before, None) == file


@given(articles, files())
@settings(max_examples=60)
def test_a_starter_file_over_another_gives_the_same_facts(texts, base):
    before = [facts_of(applied(text, base)) for text in texts]
    assert [facts_of(applied(text, starter(before, base))) for text in texts] == before


@given(article, files(), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_the_order_of_the_file_does_not_matter(text, file, random):
    shuffled = Aliases(
        tuple(random.sample(file.entries, len(file.entries))),
        tuple(random.sample(file.ignore, len(file.ignore))),
    )
    assert facts_of(applied(text, shuffled)) == facts_of(applied(text, file))


@given(article, files())
@settings(max_examples=60)
def test_mentions_stay_in_order_and_apart(text, file):
    found = entities(applied(text, file))
    spans = [m.span for entities_ in found.values() for e in entities_ for m in e.mentions]
    for group in found.values():
        firsts = [entity.mentions[0].span for entity in group]
        assert firsts == sorted(firsts)
        assert all(list(e.mentions) == sorted(e.mentions, key=lambda m: m.span) for e in group)
        assert len({entity.name for entity in group if file.owner(entity.name)}) == len(
            [entity for entity in group if file.owner(entity.name)]
        )
    ordered = sorted(spans)
    assert all(a.end <= b.start for a, b in pairwise(ordered))
    assert not [name for group in found.values() for e in group if file.ignores(name := e.name)]


def test_a_starter_file_says_what_it_leaves_out():
    docs = [marked("[Omar Musa:PERSON] and [Musa:PERSON]."), marked("[Ali Musa:PERSON] and [Musa:PERSON].")]
    made, stream = Starter(), io.StringIO()
    for doc in [*docs, marked('[Musa:PERSON] met [Lund:ORG] and [Kafr "Q" Test:LOC].')]:
        made.add(facts_of(doc))
    made.write(stream)
    text = stream.getvalue()
    assert (
        '# Left out: [[people]] "Musa" is the name of [[people]] "Omar Musa" and [[people]] "Ali Musa" too'
        in text
    )
    names = [entry.name for entry in aliases(text).entries]
    assert names == ["Omar Musa", "Ali Musa", 'Kafr "Q" Test', "Lund"]


# ---------------------------------------------------------------- the command


@pytest.fixture
def story(tmp_path, monkeypatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("story.txt").write_text("Six people were killed in Kafr Test, Ana Silva said.", "utf-8")
    return "story.txt"


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["extract", *arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def test_a_wrong_file_is_an_error_before_anything_is_read(story):
    Path("who.toml").write_text('[[people]]\nnmae = "A"', "utf-8")
    code, out, err = run("missing.txt", "--aliases", "who.toml", "-o", "facts.json")
    assert (code, out) == (2, "")
    assert err == (
        "newsfacts: who.toml: [[people]] 1: unknown key 'nmae': did you mean 'name'? "
        "there are name, aliases, find, role\n"
    )
    assert not Path("facts.json").exists()


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("there.toml", "there.toml: is there already: choose another name, or move it away"),
        ("no/who.toml", "no/who.toml: no folder no: make it first"),
        ("-", "-: standard output is for the facts: name a file"),
    ],
)
def test_where_no_starter_file_can_go(story, path, message):
    Path("there.toml").write_text("# mine", "utf-8")
    code, out, err = run(story, "--write-aliases", path, "--aliases", "there.toml")
    assert (code, out, err) == (2, "", f"newsfacts: --write-aliases {message}\n")
    assert Path("there.toml").read_text("utf-8") == "# mine"


@pytest.mark.parametrize("option", ["--aliases", "--write-aliases"])
def test_facts_do_not_go_into_a_file_of_aliases(story, option):
    code, _, err = run(story, option, "who.toml", "-o", "./who.toml", "--format", "json")
    assert (code, err) == (2, f"newsfacts: -o ./who.toml: is the file of {option}: choose another\n")


def test_no_starter_file_without_articles(story):
    assert run("missing.txt", "--write-aliases", "who.toml")[0] == 2
    assert not list(Path().glob("*who*"))


@pytest.mark.model
def test_the_starter_file_of_the_seeds_changes_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    paths = ["--quiet", "--published", "2024-09-02", *map(str, SEEDS)]
    code, plain, _ = run(*paths, "--write-aliases", "who.toml")
    assert code == 0
    assert run(*paths) == (0, plain, "")
    assert run(*paths, "--aliases", "who.toml", "--write-aliases", "again.toml") == (0, plain, "")
    assert read_aliases("again.toml") == read_aliases("who.toml")
    names = [entry.name for entry in read_aliases("who.toml").entries]
    assert {"Benjamin Netanyahu", "Moscow", "Hamas"} <= set(names)
    code, out, _ = run(*paths, "--only", "casualties", "--write-aliases", "third.toml")
    assert Path("third.toml").read_bytes() == Path("who.toml").read_bytes()
    assert not any(record["people"] for record in json.loads(out))


@pytest.mark.model
def test_the_whole_pipeline_with_the_users_names():
    toml = '[[people]]\nname = "Roman Test"\naliases = ["Roman Gofman"]\n[[places]]\nname = "Kremlin"'
    found = [Article(path.stem, path.read_text("utf-8")) for path in SEEDS]
    records: list[Any] = [as_record(facts) for facts in extract_many(found, aliases=aliases(toml))]
    people = [person["name"] for record in records for person in record["people"]]
    places = [place["name"] for record in records for place in record["places"]]
    assert "Roman Test" in people
    assert "Roman Gofman" not in people
    assert "Kremlin" in places
    for record, read in zip(records, found, strict=True):
        for mention in (m for kind in TABLES for entity in record[kind] for m in entity["mentions"]):
            assert read.text[mention["start"] : mention["end"]] == mention["text"]


@pytest.mark.model
def test_the_installed_command(story):
    Path("who.toml").write_text(KAFR + 'country = "SY"', "utf-8")
    command = [
        sys.executable,
        "-m",
        "newsfacts",
        "extract",
        "--quiet",
        "-f",
        "jsonl",
        "--aliases",
        "who.toml",
    ]
    done = subprocess.run([*command, story, "--write-aliases", "new.toml"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    (place,) = json.loads(done.stdout)["places"]
    assert (place["name"], place["country"]) == ("Kafr Test", "SY")
    assert (
        'name = "Kafr Test"\naliases = ["Kafr"]\ncountry = "SY"\nfind = true' in Path("new.toml").read_text()
    )
    assert build_nlp(aliases="new.toml").has_pipe("newsfacts_aliases")


def test_the_example_of_the_documentation():
    text = (Path(__file__).parent.parent / "docs" / "aliases.md").read_text("utf-8")
    file = aliases(text.split("```toml\n")[1].split("```")[0])
    assert [entry.name for entry in file.entries] == ["Ali Musa", "Ali K. Musa", "Kafr Test", "Lund Front"]
    for key in {"name", "aliases", "find", "ignore", *(key for keys in TABLES.values() for key in keys)}:
        assert f"`{key}`" in text
    story = (
        "[Ali Musa:PERSON] met [Ali K. Musa:PERSON] in Kafr Test. Then the Colonel left the [Lund Front:LOC]."
    )
    found = shown(applied(story, file))
    assert found == {
        "people": {"Ali Musa": ["Ali Musa", "the Colonel"], "Ali K. Musa": ["Ali K. Musa"]},
        "places": {"Kafr Test": ["Kafr Test"]},
        "organizations": {"Lund Front": ["Lund Front"]},
    }
