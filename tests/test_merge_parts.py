"""The steps of a merge, each on its own, on facts made by hand."""

from __future__ import annotations

import dataclasses
from datetime import date
from math import log10
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfacts.merge.clusters import Linkage, clusters
from newsfacts.merge.copies import copies
from newsfacts.merge.dates import completed
from newsfacts.merge.entities import organizations, people, places
from newsfacts.merge.features import _COMPARED
from newsfacts.merge.harms import _grouped
from newsfacts.merge.profile import count, profile
from newsfacts.merge.scorer import Curve, scorer
from newsfacts.merge.statements import Places, Told
from newsfacts.merge.tolls import tolls
from newsfacts.merge.types import Best, StatementRelation, Toll, TollRelation
from newsfacts.merge.words import Rarity, cosine, quotations, stems, vector
from newsfacts.names.aliases.file import Aliases, Entry
from newsfacts.types import (
    Article,
    ArticleFacts,
    CasualtyFigure,
    CharSpan,
    DateBasis,
    DateType,
    EventDate,
    Evidence,
    FigureDate,
    Grain,
    Harm,
    Organization,
    Person,
    Place,
    PlaceKind,
    Published,
    PublishedBasis,
    Scope,
    Status,
)

# Groups


def test_groups_join_while_the_mean_over_all_pairs_is_high_enough():
    likely = {(0, 1): 0.9, (1, 2): 0.8, (0, 2): 0.1, (3, 4): 0.4}
    assert clusters(5, likely, 0.5) == [[0, 1], [2], [3], [4]]
    assert clusters(5, likely, 0.4) == [[0, 1, 2], [3, 4]]


def test_some_are_together_from_the_start():
    assert clusters(4, {(0, 1): 0.9}, 0.5, together=[(2, 3), (3, 0)]) == [[0, 2, 3], [1]]


@given(st.dictionaries(st.tuples(st.integers(0, 7), st.integers(0, 7)), st.floats(0, 1), max_size=20))
def test_each_article_stands_in_one_group(likely):
    pairs = {(min(pair), max(pair)): p for pair, p in likely.items() if pair[0] != pair[1]}
    linkage = Linkage(raised_by=0.3, stray=0.4)
    groups = clusters(8, pairs, 0.5, linkage=linkage)
    assert sorted(item for group in groups for item in group) == list(range(8))
    assert clusters(8, dict(reversed(pairs.items())), 0.5, linkage=linkage) == groups


def test_one_left_over_goes_to_the_nearest_story_unless_another_is_nearly_as_near():
    story = {(0, 1): 0.9, (0, 2): 0.9, (1, 2): 0.9, (0, 3): 0.3, (1, 3): 0.3, (2, 3): 0.3}
    strays = Linkage(stray=0.5)
    assert clusters(4, story, 0.5, linkage=strays) == [[0, 1, 2, 3]]
    assert clusters(4, story, 0.7, linkage=strays) == [[0, 1, 2], [3]]  # not near enough
    assert clusters(4, story, 0.5, linkage=strays, differ=lambda one, other: 3 in one) == [[0, 1, 2], [3]]
    rival = story | {(3, 4): 0.2, (3, 5): 0.2, (3, 6): 0.2, (4, 5): 0.9, (4, 6): 0.9, (5, 6): 0.9}
    assert clusters(7, rival, 0.5, linkage=strays) == [[0, 1, 2], [3], [4, 5, 6]]
    assert clusters(3, {(0, 1): 0.9, (0, 2): 0.3}, 0.5, linkage=strays) == [[0, 1], [2]]  # two are no story


# Words and curves


def test_words_and_quotations():
    assert stems("Shootings killed nine Glass-workers in 2019") == [
        *("shooting", "kill", "nine", "glass", "worker", "in", "2019")
    ]
    spoken = "“We held on to a jerrycan and prayed until they came,” she said."
    assert "held on to a" in quotations(spoken)
    assert not quotations("He said “no”.")


def test_rare_words_tell_more():
    rarity = Rarity()
    rarity.add(stems("the ferry Nyota sank on the lake"))
    assert rarity.of("nyota") > rarity.of("ferry") > rarity.of("the")
    one, other = (
        vector(dict.fromkeys(stems(text), 1), rarity, most=9) for text in ("ferry sank", "ferry sank")
    )
    assert cosine(one, other) == pytest.approx(1)


def test_a_curve_is_straight_between_its_points():
    curve = Curve((0, 0.5, 1), (0, 2, 3), -1)
    assert [curve.of(value) for value in (None, 0, 0.25, 0.5, 0.75, 1, 7)] == [-1, 0, 1, 2, 2.5, 3, 3]


def test_the_learned_curves_only_rise_or_only_fall():
    for curve in scorer().curves:
        steps = [b - a for a, b in zip(curve.worth, curve.worth[1:], strict=False)]
        assert all(step >= 0 for step in steps) or all(step <= 0 for step in steps)


# Copies

TEXT = " ".join(f"word{i} of the report number {i * 7 % 13}" for i in range(60))


def article(name: str, text: str = TEXT, published: str | None = None, **found) -> ArticleFacts:
    known = Published(published, PublishedBasis.METADATA if published else None)
    return ArticleFacts(Article(name, text, title=name, published=known), known, **found)


def test_a_cut_text_is_a_copy_of_the_first_published():
    facts = [
        article("late", TEXT, "2024-09-03"),
        article("cut", TEXT[: len(TEXT) // 2] + " Our reporter adds a line.", "2024-09-02"),
        article("other", TEXT[::-1], "2024-09-01"),
    ]
    profiles = [profile(found, count(found), Rarity()) for found in facts]
    assert copies(facts, profiles) == {0: 1}


BRIEF = "Two trams collided in Torvik on Monday, injuring 22 people. Service was suspended for the day."


@pytest.mark.parametrize(
    ("text", "published", "copy"),
    [
        (BRIEF, "2024-09-02", True),
        (f"(NPA) - {BRIEF}", "2024-09-03", True),
        (BRIEF, "2024-09-20", False),  # that it stands there again tells nothing
        (BRIEF.replace("22", "25"), "2024-09-02", False),
    ],
)
def test_a_brief_is_a_copy_where_no_word_differs(text, published, copy):
    facts = [article("a", BRIEF, "2024-09-02"), article("b", text, published)]
    profiles = [profile(found, count(found), Rarity()) for found in facts]
    assert bool(copies(facts, profiles)) == copy


# Names


def person(name: str, at: int = 0) -> Person:
    span = CharSpan(at, at + len(name))
    return Person(name, None, (), (Evidence(span, span),))


def place(name: str, country: str, latitude: float, longitude: float) -> Place:
    span = CharSpan(0, len(name))
    return Place(name, PlaceKind.CITY, country, latitude, longitude, (), (Evidence(span, span),))


def test_short_names_join_the_one_full_name_that_they_fit():
    facts = [
        article("a", people=(person("Grace Atimo"), person("Okiring", 30))),
        article("b", people=(person("Atimo"), person("Joseph Okiring", 30), person("Peter Okiring", 60))),
    ]
    told = {found.name: found.articles for found in people(facts)}
    assert told == {
        "Grace Atimo": ("a", "b"),
        "Okiring": ("a",),
        "Joseph Okiring": ("b",),
        "Peter Okiring": ("b",),
    }


def test_places_of_one_name_far_apart_are_two():
    facts = [
        article("a", places=(place("Santiago", "CL", -33.4, -70.7),)),
        article("b", places=(place("Santiago", "DO", 19.5, -70.7),)),
        article("c", places=(place("Santiago", "CL", -33.5, -70.6),)),
    ]
    assert [found.articles for found in places(facts)] == [("a", "c"), ("b",)]


def test_an_acronym_joins_what_it_stands_for():
    span = CharSpan(0, 3)
    bodies = [Organization(name, None, (), (Evidence(span, span),)) for name in ("Red Cross Union", "RCU")]
    facts = [article(str(i), organizations=(body,)) for i, body in enumerate(bodies)]
    assert [(o.name, o.articles) for o in organizations(facts)] == [("Red Cross Union", ("0", "1"))]


def test_the_users_aliases_decide():
    aliases = Aliases((Entry("people", "G. A.", ("Grace Atimo", "Mama Atimo")),))
    facts = [article("a", people=(person("Grace Atimo"),)), article("b", people=(person("Mama Atimo"),))]
    [found] = people(facts, aliases)
    assert (found.name, found.articles) == ("G. A.", ("a", "b"))


# Dates


def dated(words: str, value: str | None, timex: str | None = None, day: date | None = None) -> EventDate:
    span = CharSpan(0, len(words))
    grain = Grain.DAY
    return EventDate(
        DateType.DATE,
        timex or value,
        value,
        day,
        day,
        grain,
        "it happened",
        DateBasis.ABSOLUTE,
        Evidence(span, span),
    )


def values(*facts: ArticleFacts) -> list[str | None]:
    told, _ = completed(facts)
    return [when.value for when in told[0].dates]


def test_a_year_comes_from_the_same_day_in_another_article():
    other = article("b", dates=(dated("Oct. 7", "2023-10-07", day=date(2023, 10, 7)),))
    assert values(article("a", dates=(dated("Oct. 7", "XXXX-10-07"),)), other) == ["2023-10-07"]


@pytest.mark.parametrize(("value", "expected"), [("XXXX-09-01", "2024-09-01"), ("XXXX-12", "2023-12")])
def test_else_the_year_is_the_last_before_the_others_came_out(value, expected):
    other = article("b", published="2024-09-02")
    assert values(article("a", dates=(dated("then", value),)), other) == [expected]


def test_a_weekday_needs_articles_of_one_moment():
    monday = article("a", dates=(dated("Monday", None, "XXXX-WXX-1"),))
    assert values(monday, article("b", published="2024-09-04")) == ["2024-09-02"]
    assert values(monday, article("b", published="2024-09-04"), article("c", published="2024-09-20")) == [
        None
    ]
    assert values(monday) == [None]


def test_completed_dates_name_who_told_them():
    [first, _], origins = completed(
        [article("a", dates=(dated("Sept. 1", "XXXX-09-01"),)), article("b", published="2024-09-02")]
    )
    assert first.dates[0].basis is DateBasis.INFERRED
    assert origins == {("a", 0): "b"}


# Tolls


def told(
    name: str, published: str, *figures: tuple[str, int | None, int | None], source: str = ""
) -> ArticleFacts:
    """An article with a sentence a figure, all of one blast."""
    text = ""
    made: list[Any] = []
    for words, least, most in figures:
        start = len(text)
        text += f"{words} people were killed in the blast in Torvik on Sunday, {source or 'the mayor'} said. "
        evidence = Evidence(CharSpan(start, start + len(words)), CharSpan(start, len(text) - 1))
        made.append(
            CasualtyFigure(
                *(Harm.KILLED, least, most, False, "people", "Torvik", FigureDate("Sunday", "2024-09-01")),
                *(source or None, "the blast", Status.REPORTED, Scope.INCIDENT, len(made) + 1, evidence),
            )
        )
    return article(name, text, published, casualties=tuple(made))


def toll_of(*facts: ArticleFacts, best: Best = Best.LATEST, originals: list[str] | None = None) -> Toll:
    days = [date.fromisoformat(found.published.date or "") for found in facts]
    rarity = Rarity()
    for found in facts:
        rarity.add(count(found).words)
    [toll] = tolls(facts, days, originals or [found.article.id for found in facts], rarity, best)
    return toll


def test_a_later_higher_figure_updates_and_the_range_holds_both():
    toll = toll_of(told("a", "2024-09-01", ("12", 12, 12)), told("b", "2024-09-03", ("15", 15, 15)))
    assert [s.relation for s in toll.statements] == [StatementRelation.FIRST, StatementRelation.UPDATES]
    assert (toll.low, toll.high, toll.best.min, toll.relation) == (12, 15, 15, TollRelation.UPDATE)


def test_bounds_that_one_number_fits_agree_and_the_exact_one_is_best():
    toll = toll_of(
        told("a", "2024-09-01", ("At least 12", 12, None)), told("b", "2024-09-01", ("14", 14, 14))
    )
    assert [s.relation for s in toll.statements] == [StatementRelation.FIRST, StatementRelation.AGREES]
    assert (toll.low, toll.high, toll.best.min, toll.best.max) == (12, None, 14, 14)


def test_two_named_sources_of_one_day_conflict():
    toll = toll_of(
        told("a", "2024-09-01", ("28", 28, 28), source="the interior ministry"),
        told("b", "2024-09-01", ("32", 32, 32), source="the provincial hospital"),
    )
    assert toll.relation is TollRelation.CONFLICT
    assert toll.statements[1].rule == "sources-exclude"
    assert toll.sources == 2


@pytest.mark.parametrize(
    ("before", "after", "next_day", "relation"),
    [
        (("More than 100", 101, None), ("112", 112, 112), True, "agrees"),  # rounded
        (("More than 100", 101, None), ("250", 250, 250), True, "updates"),
        (("More than 80", 81, None), ("At least 80", 80, None), False, "agrees"),
        (("Dozens of", 24, None), ("At least 60", 60, None), True, "agrees"),
        (("Dozens of", 24, None), ("At least 100", 100, None), True, "updates"),
        (("At least 31", 31, None), ("At least 34", 34, None), True, "updates"),
        (("At least seven", 7, None), ("17", 17, 17), False, "updates"),  # too many to have been meant
        (("Ten", 10, 10), ("Himself and ten", 11, 11), False, "agrees"),  # the bomber is counted in
    ],
)
def test_what_still_fits_the_words_of_a_figure_is_no_update(before, after, next_day, relation):
    day = "2024-09-02" if next_day else "2024-09-01"
    toll = toll_of(told("a", "2024-09-01", before), told("b", day, after))
    assert sorted(s.relation.value for s in toll.statements) == sorted(["first", relation])


RIVALS = "the Norda rebels", "the miners' union", "residents"


@pytest.mark.parametrize("rival", RIVALS)
def test_rival_sides_of_one_day_conflict_and_the_best_figure_is_the_range(rival):
    toll = toll_of(
        told("a", "2024-09-01", ("Four", 4, 4), source="the interior ministry"),
        told("b", "2024-09-01", ("At least 17", 17, None), source=rival),
    )
    assert toll.relation is TollRelation.CONFLICT
    assert (toll.best.min, toll.best.max) == (4, None)


def test_of_two_disputed_figures_that_of_more_sources_is_best():
    toll = toll_of(
        told("a", "2024-09-01", ("9", 9, 9), source="the interior ministry"),
        told("b", "2024-09-01", ("9", 9, 9), source="the provincial hospital"),
        told("c", "2024-09-01", ("23", 23, 23), source="the Norda rebels"),
    )
    assert (toll.relation, toll.best.min, toll.best.max) == (TollRelation.CONFLICT, 9, 9)


def test_who_counts_on_at_the_scene_is_no_rival():
    toll = toll_of(
        told("a", "2024-09-01", ("Four", 4, 4), source="police"),
        told("b", "2024-09-01", ("At least seven", 7, None), source="the fire service"),
    )
    assert (toll.relation, toll.best.min) == (TollRelation.UPDATE, 7)


def test_a_rival_figure_beside_the_one_told_before_is_no_later_count():
    toll = toll_of(
        told("a", "2024-09-01", ("Six", 6, 6), source="the company"),
        told("b", "2024-09-02", ("Six", 6, 6), ("14", 14, 14), source="the union"),
    )
    assert toll.relation is TollRelation.CONFLICT


def test_nobody_killed_after_deaths_were_feared_is_an_update():
    one = "One person was feared dead in Torvik on Sunday."
    none = "Nobody was killed in Torvik on Sunday, the fire service said."
    for day in ("2024-09-01", "2024-09-02"):
        [toll] = story_of(
            ("2024-09-01", one, [("One person", 1, "Torvik")]), (day, none, [("Nobody", 0, "Torvik")])
        )
        assert (toll.relation, toll.best.min, toll.best.max) == (TollRelation.UPDATE, 0, 0)


def test_a_body_does_not_contradict_itself():
    toll = toll_of(
        told("a", "2024-09-01", ("48", 48, 48), source="police commander Ivar Dahl"),
        told("b", "2024-09-02", ("41", 41, 41), source="police in Torvik"),
    )
    assert (toll.relation, toll.best.min) == (TollRelation.UPDATE, 41)


def test_a_number_told_again_beside_a_new_one_is_not_replaced_by_it():
    told = story_of(
        ("2024-09-01", "Five people died in Torvik.", [("Five people", 5, "Torvik")]),
        (
            "2024-09-02",
            "Seven people died in Torvik, a day after five people did.",
            [("Seven people", 7, "Torvik"), ("five people", 5, "Torvik")],
        ),
    )
    assert {toll.relation for toll in told} == {TollRelation.AGREE}
    assert sorted(toll.best.min or 0 for toll in told) == [5, 7]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("Police lowered the number of dead in Torvik to 25 from 26.", [("25", 25), ("26", 26)]),
        ("The number of dead in Torvik was revised down from 26 to 25.", [("26", 26), ("25", 25)]),
        ("Police cut the number of dead in Torvik to 25.", [("25", 25)]),
        ("Prosecutors lowered the number of dead in Torvik from 26 to 25.", [("26", 26), ("25", 25)]),
    ],
)
def test_a_toll_that_is_lowered_ends_with_the_lower_figure(text, figures):
    [toll] = story_of(
        ("2024-09-01", "A blast killed 26 people in Torvik on Sunday.", [("26 people", 26, "Torvik")]),
        ("2024-09-02", text, [(words, number, "Torvik") for words, number in figures]),
    )
    assert (toll.relation, toll.best.min, toll.low, toll.high) == (TollRelation.UPDATE, 25, 25, 26)


def test_a_body_counted_twice_is_no_new_toll():
    text = "Police cut the number of dead in Torvik to 13, as one body was counted twice."
    [toll] = story_of(
        ("2024-09-01", "A blast killed 14 people in Torvik on Sunday.", [("14 people", 14, "Torvik")]),
        ("2024-09-02", text, [("13", 13, "Torvik"), ("one body", 1, "Torvik")]),
    )
    assert [s.relation.value for s in toll.statements] == ["first", "updates", "part_of"]
    assert toll.best.min == 13


@pytest.mark.parametrize(
    ("words", "number"), [("A 15th victim", 15), ("a fifteenth person", 15), ("A 15th miner", 15)]
)
def test_one_more_victim_raises_the_toll(words, number):
    text = f"On Saturday {words} of the blast in Torvik died in hospital."
    died = dataclasses.replace(figure_in(text, words, 1, "Torvik", 1), victims=words)
    first = "A blast killed 14 miners in Torvik on Sunday."
    figure = dataclasses.replace(figure_in(first, "14 miners", 14, "Torvik", 1), victims="miners")
    whole = article("a", first, "2024-09-01", casualties=(figure,), places=TORVIK)
    toll = toll_of(whole, article("b", text, "2024-09-07", casualties=(died,), places=TORVIK))
    assert (toll.relation, toll.best.min, toll.low) == (TollRelation.UPDATE, number, 14)


def test_one_more_victim_of_no_toll_told_is_one():
    text = "A 15th victim of the blast in Torvik died."
    died = dataclasses.replace(figure_in(text, "A 15th victim", 1, "Torvik", 1), victims="A 15th victim")
    assert toll_of(article("b", text, "2024-09-07", casualties=(died,), places=TORVIK)).best.min == 1


def test_the_dead_of_two_countries_are_two_tolls():
    text = "Floods killed 40 people in Torvik and 12 people in Arlen on Sunday."
    later = "Floods killed 55 people in Torvik. In Arlen 20 people died."
    figures = [("40 people", 40, "Torvik"), ("12 people", 12, "Arlen")]
    tolls = story_of(
        ("2024-09-01", text, figures),
        ("2024-09-02", later, [("55 people", 55, "Torvik"), ("20 people", 20, "Arlen")]),
    )
    assert [[s.min for s in toll.statements] for toll in tolls] == [[40, 55], [12, 20]]
    assert {toll.relation for toll in tolls} == {TollRelation.UPDATE}


def test_a_total_holds_the_dead_of_its_countries():
    text = "Floods killed 52 people on Sunday, 40 people in Torvik and 12 people in Arlen."
    figures = [("52 people", 52, ""), ("40 people", 40, "Torvik"), ("12 people", 12, "Arlen")]
    [toll] = story_of(("2024-09-01", text, figures))
    assert [s.relation.value for s in toll.statements] == ["first", "part_of", "part_of"]


def test_what_articles_tell_first_is_one_toll_though_days_lie_between():
    first = "Floods killed nine people in the valley of Torvik on Sunday."
    later = "The number of dead in Torvik, where soldiers dig for the missing, stands at 130, doctors said."
    [toll] = story_of(
        ("2024-09-02", first, [("nine people", 9, "Torvik")]), ("2024-09-09", later, [("130", 130, "Torvik")])
    )
    assert (toll.relation, toll.best.min) == (TollRelation.UPDATE, 130)


def test_copies_count_once():
    facts = [told("a", "2024-09-01", ("9", 9, 9)), told("b", "2024-09-01", ("9", 9, 9))]
    assert toll_of(*facts).sources == 2
    assert toll_of(*facts, originals=["a", "a"]).sources == 1


@pytest.mark.parametrize(
    ("best", "figure"),
    [(Best.LATEST, 14), (Best.MEDIAN, 12), (Best.MOST_SOURCES, 12), (Best.LOWEST, 12), (Best.HIGHEST, 14)],
)
def test_policies(best, figure):
    facts = [
        told("a", "2024-09-01", ("12", 12, 12)),
        told("b", "2024-09-01", ("12", 12, 12)),
        told("c", "2024-09-02", ("14", 14, 14)),
    ]
    assert toll_of(*facts, best=best).best.min == figure


def test_denied_figures_and_those_without_bounds_are_left_out():
    facts = told("a", "2024-09-01", ("Many", None, None))
    assert tolls([facts], [date(2024, 9, 1)], ["a"], Rarity(), Best.LATEST) == ()


def figure_in(text: str, quote: str, number: int, place: str, group: int) -> CasualtyFigure:
    """The figure `quote` of `text`, in its sentence, of people killed in a blast on a Sunday."""
    start = text.index(quote)
    first, last = text.rfind(". ", 0, start) + 1, text.find(". ", start)
    evidence = Evidence(CharSpan(start, start + len(quote)), CharSpan(first, last if last > 0 else len(text)))
    return CasualtyFigure(
        *(Harm.KILLED, number, number, False, "people", place, FigureDate("Sunday", "2024-09-01"), None),
        *("the blast", Status.REPORTED, Scope.INCIDENT, group, evidence),
    )


TORVIK = (
    place("Torvik", "NO", 60.0, 5.0),
    place("Sandmo", "NO", 65.0, 13.0),
    place("Arlen", "SE", 62.0, 15.0),
)


def story_of(*articles: tuple[str, str, list[tuple[str, int, str]]]) -> tuple[Toll, ...]:
    """The tolls of articles given by day, text and figures (words, number, place)."""
    facts = [
        article(
            f"a{at}",
            text,
            day,
            casualties=tuple(figure_in(text, *told, at) for at, told in enumerate(figures, 1)),
            places=TORVIK,
        )
        for at, (day, text, figures) in enumerate(articles)
    ]
    rarity = Rarity()
    for found in facts:
        rarity.add(count(found).words)
    days = [date.fromisoformat(day) for day, _, _ in articles]
    return tolls(facts, days, [found.article.id for found in facts], rarity, Best.LATEST)


def test_what_is_left_of_a_toll_without_a_part_told_of_it_corrects_nothing():
    whole = "A blast in Torvik on Sunday killed six people, including the bomber."
    rest = "A blast in Torvik on Sunday killed three nuns and two cooks."
    [toll] = story_of(
        ("2024-09-01", whole, [("six people", 6, "Torvik"), ("the bomber", 1, "Torvik")]),
        ("2024-09-02", rest, [("three nuns and two cooks", 5, "Torvik")]),
    )
    assert [s.rule for s in toll.statements] == ["first-told", "words-of-part", "all-but-part"]
    assert (toll.relation, toll.best.min) == (TollRelation.AGREE, 6)


def test_numbers_that_add_up_to_the_one_before_are_its_parts():
    text = (
        "The blast in Torvik on Sunday killed 19 people. Thirteen died in the port of Torvik. "
        "Four died in the old market on the hill. Two died on a tram."
    )
    figures = [
        ("19 people", 19, "Torvik"),
        ("Thirteen", 13, "Torvik"),
        ("Four", 4, "Torvik"),
        ("Two", 2, "Torvik"),
    ]
    [toll] = story_of(("2024-09-02", text, figures))
    assert [s.relation.value for s in toll.statements] == ["first", "part_of", "part_of", "part_of"]


def test_one_article_that_tells_two_numbers_of_two_places_tells_of_two_harms():
    text = "Blasts on Sunday killed 62 people in Torvik and 57 people in Sandmo."
    told = story_of(("2024-09-02", text, [("62 people", 62, "Torvik"), ("57 people", 57, "Sandmo")]))
    assert [toll.place for toll in told] == ["Torvik", "Sandmo"]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Sixty people were among the dead of the blast in Torvik on Sunday.", True),
        ("The blast in which sixty people died was among the deadliest in Torvik.", False),
        ("The blast killed sixty people and was among the worst in Torvik.", False),
    ],
)
def test_among_the_deadliest_is_no_part(text, part):
    quote = "Sixty people" if "Sixty people" in text else "sixty people"
    figure = figure_in(text, quote, 60, "Torvik", 1)
    facts = article("a", text, casualties=(figure,))
    assert Told(figure, facts, Places(facts)).is_part == part


def test_the_figure_behind_up_from_was_in_force_before():
    text = "The blast killed 15 people, up from eight."
    figure = figure_in(text, "eight", 8, "Torvik", 1)
    facts = article("a", text, casualties=(figure,))
    assert Told(figure, facts, Places(facts)).updates


def test_a_part_larger_than_the_whole_is_of_another_harm():
    text = "The blast in Torvik on Sunday killed six people. Of the crew, forty of whom were killed, no word."
    told = story_of(("2024-09-02", text, [("six people", 6, "Torvik"), ("forty", 40, "Torvik")]))
    assert [toll.best.min for toll in told] == [6, 40]


def test_hundreds_are_no_later_count_of_forty():
    told = story_of(
        ("2024-09-01", "Floods killed 40 people in Torvik on Sunday.", [("40", 40, "Torvik")]),
        ("2024-09-02", "Floods killed hundreds in Torvik on Sunday.", [("hundreds", 200, "Torvik")]),
    )
    assert [(toll.best.min, toll.relation) for toll in told] == [
        (40, TollRelation.AGREE),
        (200, TollRelation.AGREE),
    ]


def test_parts_do_not_keep_the_totals_apart():
    # Two totals, and the girl of each: all together they are less alike than the totals are.
    alike = [statement_of(is_part=part) for part in (False, True, False, True)]
    likely = {(0, 1): 0.9, (0, 2): 0.8, (0, 3): 0.1, (1, 2): 0.1, (1, 3): 0.5, (2, 3): 0.9}
    assert clusters(4, likely, 0.5) == [[0, 1], [2, 3]]
    assert _grouped(alike, likely, []) == [[0, 1, 2, 3]]


def statement_of(*, is_part: bool) -> Any:
    return SimpleNamespace(told=SimpleNamespace(is_part=is_part, lone=False))


@pytest.mark.parametrize(
    ("published", "harmed", "ahead"),
    [("2024-09-01", "2024-09-10", 9), ("2024-09-10", "2024-09-01", 0), ("2024-09-01", None, None)],
)
def test_who_writes_before_the_harm_writes_of_another(published, harmed, ahead):
    one: Any = SimpleNamespace(published=date.fromisoformat(published), harmed=())
    other: Any = SimpleNamespace(published=None, harmed=(date.fromisoformat(harmed),) if harmed else ())
    told = _COMPARED["told_before"](one, other)
    assert told == (None if ahead is None else pytest.approx(log10(1 + ahead)))
