"""People: who is who in one article, and what they are."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marked_names import doc_of, entities, marked, people, shows
from pipelines import whole

from newsfacts.pipeline import extract
from newsfacts.types import Person

CASES = [
    case
    for path in ("english/titles.cases.toml", "names/people.cases.toml")
    for case in tomllib.loads((files("newsfacts") / path).read_text("utf-8"))["case"]
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_case(case):
    found = people(case["text"])
    wanted = [{key: value or None for key, value in person.items()} for person in case["people"]]
    assert len(found) == len(wanted), found
    for person, want in zip(found, wanted, strict=True):
        assert shows(person, want), person


def names(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(person.name, person.aliases) for person in people(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "[John Smith:PERSON] spoke. [Smith:PERSON] left; [John:PERSON] slept.",
            [("John Smith", ("Smith", "John"))],
        ),
        (
            "[Smith:PERSON] left, [John F. Smith:PERSON] said. [J. Smith:PERSON]",
            [("John F. Smith", ("Smith", "J. Smith"))],
        ),
        ("[Prayut Chan-o-cha:PERSON] came. [Prayut:PERSON] left.", [("Prayut Chan-o-cha", ("Prayut",))]),
        (
            "[Bashar al-Assad:PERSON] came. [Assad:PERSON] and [al-Assad:PERSON] left.",
            [("Bashar al-Assad", ("Assad", "al-Assad"))],
        ),
        (
            "[Jan van Dyk:PERSON] came. [Van Dyk:PERSON] left. So did [van Dyk:PERSON].",
            [("Jan van Dyk", ("Van Dyk", "van Dyk"))],
        ),
        ("[Kim Min-ho:PERSON] came. [Kim:PERSON] left.", [("Kim Min-ho", ("Kim",))]),
        ("[JOHN SMITH:PERSON] came. [John Smith:PERSON] left.", [("John Smith", ("JOHN SMITH",))]),
        ("[Abdoulie Mbaye:PERSON] came. [Mbye:PERSON] left.", [("Abdoulie Mbaye", ("Mbye",))]),
        ("[Kyaw Min:PERSON] [L], better known as [Jimmy:PERSON], died.", [("Kyaw Min", ("Jimmy",))]),
    ],
)
def test_forms_of_one_person(text, wanted):
    assert names(text) == wanted


def test_two_people_with_one_surname_are_two():
    found = names("[Luke Ali:PERSON] scored 27, [Fareez Ali:PERSON] 25. [Ali:PERSON] left.")
    assert found == [("Luke Ali", ()), ("Fareez Ali", ("Ali",))]


def test_couples_and_siblings_are_kept_apart():
    assert [name for name, _ in names("[Ali and Musa Said:PERSON] came.")] == ["Ali", "Musa Said"]


def test_titles_and_possessives_are_outside():
    assert names("[President Ada Lund's:PERSON] aide; [Mr Kato:PERSON].") == [("Ada Lund", ()), ("Kato", ())]


def test_a_surname_that_was_not_tagged_is_found():
    (person,) = people("[Ada Lund:PERSON] spoke. Later Lund left.")
    assert [mention.span.start for mention in person.mentions] == [0, 22]


def test_no_article_before_a_person():
    (person,) = people("[Ada Kaska:PERSON] spoke to the Kaska.")
    assert len(person.mentions) == 1


def test_a_town_of_the_country_in_question_is_no_person():
    doc = doc_of(
        "Israel paid. Ramle and Lod are in Israel.",
        [(0, 6, "LOC", 0.9), (13, 18, "PERSON", 0.8), (23, 26, "PERSON", 0.8), (34, 40, "LOC", 0.9)],
    )
    assert not entities(doc)["people"]
    assert [place.name for place in entities(doc)["places"]] == ["Israel", "Ramle", "Lod"]


def test_a_korean_name_is_whole():
    assert names("[Moon Jae:PERSON]-in spoke; [Ada Lund:PERSON]-led talks.") == [
        ("Moon Jae-in", ()),
        ("Ada Lund", ()),
    ]


def test_small_letters_tell_nothing_in_a_text_without_capitals():
    assert names("rain fell. [ada lund:PERSON] spoke in [lima:LOC].") == [("ada lund", ())]
    assert names("Rain fell. [ada:PERSON] spoke in [Lima:LOC].") == []


def test_no_names_no_people():
    assert people("Rain fell on the hills.") == ()


PARAGRAPHS = [
    "[Ada Lund:PERSON], the mayor of [Lima:LOC], spoke. [Lund:PERSON] left the [Seed Board:ORG].",
    "Minister [Obi Eze:PERSON] met [Ali Said:PERSON] and [Musa Said:PERSON] in [Peru:LOC].",
    "The [United Nations:ORG] ([UN:ORG]) said [Otieno:PERSON] was in [Kenya:LOC].",
    "[Rosa Klee:PERSON] of the [Peruvian Navy:ORG] sailed to [Chile:LOC]. The [Navy:ORG] was there.",
]
WEATHER = ["Rain fell on the hills for three days.", "No one was hurt, and the roads were dry again by noon."]


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.sampled_from(PARAGRAPHS), unique=True, min_size=1),
    st.lists(st.sampled_from(WEATHER), min_size=1),
)
def test_a_paragraph_without_names_changes_nothing(paragraphs, weather):
    text = "\n\n".join(paragraphs)
    longer = "\n\n".join([text, *weather])
    assert entities(marked(longer)) == entities(marked(text))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(PARAGRAPHS), unique=True, min_size=2))
def test_a_paragraph_of_others_renames_no_one(paragraphs):
    unchanged("\n\n".join(paragraphs[:-1]), "\n\n".join(paragraphs))


FIRST = ["Ada", "Obi", "Rosa", "Musa", "Jo", "Ximena", "Taras", "Noel"]
LAST = ["Lund", "Eze", "Klee", "Said", "Beck", "Rojas", "Hnatiuk", "Villamor"]
# Each far likelier than a namesake: the town or the department of Oruro is left to the other places.
TOWNS = ["Lima", "Gusau", "Brno", "Izmail", "Suva", "Winnipeg", "Virac", "Kitwe"]
BODIES = [
    "Seed Board",
    "Orlo Motors",
    "Lima Times",
    "Water Union",
    "Peruvian Navy",
    "Zexu Bank",
    "Hill Trust",
    "Ukobi",
]
TELLINGS = [
    "[{first} {last}:PERSON], the mayor of [{town}:LOC], spoke for the [{body}:ORG]. [{last}:PERSON] left.",
    "The [{body}:ORG] said that Minister [{last}:PERSON] was in [{town}:LOC]. {town} was quiet.",
    "In [{town}:LOC], [{first} {last}:PERSON], 31, met people of the [{body}:ORG]. Mr {last} sued.",
    "[{town}:LOC] – Rain fell on the [{body}:ORG]. “It is wet,” [{first} {last}:PERSON] said.",
]


@st.composite
def tellings(draw):
    """Paragraphs no two of which share a name."""
    count = draw(st.integers(2, 5))
    pick = [draw(st.permutations(names))[:count] for names in (FIRST, LAST, TOWNS, BODIES)]
    return [
        draw(st.sampled_from(TELLINGS)).format(first=first, last=last, town=town, body=body)
        for first, last, town, body in zip(*pick, strict=True)
    ]


@settings(deadline=None, max_examples=120)
@given(tellings())
def test_a_paragraph_at_the_end_renames_and_splits_no_one(paragraphs):
    unchanged("\n\n".join(paragraphs[:-1]), "\n\n".join(paragraphs))


def unchanged(before: str, after: str) -> None:
    """Every entity of `before` is one in `after`, under its name, with all its mentions and no further
    ones in front; what is known of people is the same, and the kinds of places and bodies are.
    """
    short, full = entities(marked(before)), entities(marked(after))
    end = max((m.span.end for found in short.values() for e in found for m in e.mentions), default=0)
    for kind, found in short.items():
        homes = {mention.span: e for e in full[kind] for mention in e.mentions}
        for entity in found:
            (home,) = {homes[mention.span].name for mention in entity.mentions}
            (whole,) = (e for e in full[kind] if e.name == home)
            assert whole.name == entity.name
            assert [m for m in whole.mentions if m.span.end <= end] == list(entity.mentions)
            if kind == "people":
                assert (whole.role, whole.age, whole.nationality) == (
                    *(entity.role, entity.age, entity.nationality),
                )
            else:
                assert whole.kind == entity.kind


SOME = "Ada Lund the Minister ’s 's ( ) of Mr . , and UN Peru - in Office van Jr. said north “ … é Łódź 李 🙂"
WORDS = st.sampled_from([*SOME.split(), "president", "A", "1990s", "known", "as", "IAEA", "\n", "\n\n"])
LABELS = st.sampled_from(["PERSON", "ORG", "LOC", "FAC", "NORP", "DATE", "MISC", "MONEY"])
CONFIDENCE = st.one_of(st.none(), st.floats(0, 1))


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.tuples(WORDS, st.sampled_from([" ", ""])), max_size=30),
    st.lists(st.tuples(st.integers(0, 150), st.integers(1, 30), LABELS, CONFIDENCE), max_size=12),
)
def test_any_text_any_names(words, spans):
    text = "".join(word + blank for word, blank in words)
    inside = [(a, min(a + n, len(text)), label, c) for a, n, label, c in spans if a < len(text)]
    doc = doc_of(text, inside)
    seen = set()
    for found in entities(doc).values():
        for entity in found:
            assert entity.name
            assert entity.mentions
            for mention in entity.mentions:
                assert mention.sentence.start <= mention.span.start < mention.span.end <= mention.sentence.end
                assert " ".join(mention.span.of(text).split())
                assert mention.span not in seen
                seen.add(mention.span)


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20), LABELS), max_size=5))
def test_any_characters(text, spans):
    inside = [(a, min(a + n, len(text)), label, None) for a, n, label in spans if a < len(text)]
    for found in entities(doc_of(text, inside)).values():
        for entity in found:
            assert all(mention.span.end <= len(text) for mention in entity.mentions)


def test_confidence_is_the_mean_or_nothing():
    doc = doc_of("Ada Lund spoke. Lund left.", [(0, 8, "PERSON", 0.9), (16, 20, "PERSON", 0.7)])
    assert [p.confidence for p in entities(doc)["people"]] == [0.8]
    assert [p.confidence for p in people("[Ada Lund:PERSON] spoke.")] == [None]


def test_an_own_pipeline_can_use_the_component_alone():
    doc = marked("[Ada Lund:PERSON] spoke.")
    from newsfacts.names.people import People

    assert [p.name for p in People().find(doc)] == ["Ada Lund"]
    assert isinstance(People().find(doc)[0], Person)


def test_a_son_of_the_same_name_is_another_person():
    father, son = people(
        "[Ken Orlo:PERSON] spoke. His son, [Ken Orlo:PERSON] Jr., wept. "
        "[Orlo:PERSON] sat. [Orlo Jr.:PERSON] left."
    )
    assert (father.name, [m.span.start for m in father.mentions]) == ("Ken Orlo", [0, 45])
    assert (son.name, son.aliases) == ("Ken Orlo Jr.", ("Orlo Jr.",))


def test_a_son_alone_keeps_his_surname():
    (son,) = people("[Ken Orlo Jr.:PERSON] spoke. [Orlo:PERSON] wept.")
    assert son.aliases == ("Orlo",)


def test_generations_are_told_apart_and_the_bare_name_is_the_last_named():
    third, second = people("[Ann Orlo III:PERSON] met [Ann Orlo II:PERSON]. [Orlo:PERSON] spoke.")
    assert (third.aliases, second.aliases) == ((), ("Orlo",))


def test_a_bare_surname_is_one_relative_the_last_named():
    found = people(
        "[Paul Orlo:PERSON], [Ann Orlo:PERSON] and [Eva Orlo:PERSON] met. "
        "[Ann Orlo:PERSON] spoke. [Orlo:PERSON] sat."
    )
    assert [person.aliases for person in found] == [(), ("Orlo",), ()]


def test_mr_and_ms_of_one_surname_are_not_one():
    found = names(
        "[Ann Holt:PERSON] said that she slept. Mr [Holt:PERSON] left. "
        "[Tom Holt:PERSON] came. Ms [Holt:PERSON] wept."
    )
    assert found == [("Ann Holt", ("Holt",)), ("Tom Holt", ("Holt",))]


def test_a_mr_is_not_the_ms_of_that_surname():
    assert len(names("Ms [Ann Holt:PERSON] came. Mr [Holt:PERSON] left.")) == 2


@pytest.mark.parametrize("before", ["The ferry", "The tanker", "The MV", "Typhoon"])
def test_ships_and_storms_are_no_people(before):
    assert names(f"{before} [Maria Grande:PERSON] came. [Maria Grande:PERSON] left.") == []


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "role"),
    [
        (
            "After talks with bank governor Ines Dorvo, the prime minister said that rates would fall.",
            "bank governor",
        ),
        ("During a visit to envoy Karl Moss, the president rejected the plan.", "envoy"),
        (
            "He met bank governor Ines Dorvo, the prime minister of Sweden.",
            "bank governor; prime minister of Sweden",
        ),
    ],
)
def test_the_subject_behind_a_comma_is_no_role(text, role):
    (person,) = extract(text, nlp=whole()).people
    assert person.role == role
