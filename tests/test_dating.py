"""The day of publication worked out of an article's own words, and the dates that rest on it."""

from __future__ import annotations

import re
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipelines import rules_alone

from newsfacts.dates.dating import Dating, infer, weigh
from newsfacts.dates.dating.days import every_day
from newsfacts.dates.dating.world import ages
from newsfacts.dates.dating.years import years
from newsfacts.dates.grammar import find
from newsfacts.dates.known import Event, Happenings, Term, find_known
from newsfacts.dates.offices import Fame, Office, find_holders
from newsfacts.dates.people import told_of_people
from newsfacts.dates.story import Direction
from newsfacts.dates.words_alike import alike
from newsfacts.doc import store
from newsfacts.rules import load, read
from newsfacts.types import EventDate


def past(start: int, end: int) -> Direction:
    return Direction.PAST


def ahead(start: int, end: int) -> Direction:
    return Direction.FUTURE


def dated(text: str, on: tuple[int, int] | None = None) -> Dating | None:
    return infer(text, find(text), past, on=on)


def dates_of(
    text: str, published: str | None = None, *, worked_out: list[str | None] | None = None
) -> dict[str, str | None]:
    nlp = rules_alone("dates")
    doc = nlp.make_doc(text)
    doc._.published, doc._.published_between = published, worked_out
    facts = store.stored(nlp(doc), "dates", EventDate)
    return {fact.evidence.span.of(text): fact.value for fact in facts}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The dam is full, she said on Tuesday, July 13, 2021.", date(2021, 7, 13)),
        ("A ferry sank off Torvik on Monday, 2 September 2024, and nine are missing.", date(2024, 9, 2)),
    ],
)
def test_a_day_with_weekday_and_year_is_that_of_the_news(text: str, day: date) -> None:
    found = dated(text)
    assert found is not None
    assert found.value is not None
    assert abs((date.fromisoformat(found.value) - day).days) <= 3
    assert found.earliest <= day <= found.latest
    assert found.earliest < found.latest  # never claimed to the day


def test_events_and_offices_bound_the_year() -> None:
    text = (
        "President Joe Biden and former Prime Minister Rishi Sunak spoke of the Oct. 7 attack on Sept. 1. "
        "Three months ago, on May 27, they had met."
    )
    found = dated(text)
    assert found is not None
    assert found.value == "2024"
    assert found.earliest >= date(2024, 7, 5)


def test_an_event_last_year_is_of_the_year_before() -> None:
    found = dated("The Beirut port blast last year left the silos in ruins.")
    assert found is not None
    assert found.value == "2021"


def test_a_weekday_with_its_day_leaves_few_years() -> None:
    # 2 September was a Monday in 2013, 2019, 2024; after the Beirut blast, and before Biden left.
    found = dated("President Joe Biden recalled the Beirut port blast on Monday, Sept. 2.")
    assert found is not None
    assert found.value is not None
    assert found.value.startswith("2024")


@pytest.mark.parametrize(
    "text",
    [
        "Nine miners died near Dori on Monday.",
        "The mayor will open the bridge in May.",
        "It rained for three days.",
        "",
    ],
)
def test_what_nothing_bounds_stays_open(text: str) -> None:
    found = dated(text)
    assert found is None or found.value is None


def test_the_year_of_a_dateline_can_be_worked_out() -> None:
    found = dated("President Joe Biden spoke on Friday of the Uvalde school shooting last year.", on=(5, 6))
    assert found is not None
    assert found.value is not None
    assert found.value.startswith("2023")


def test_dates_are_given_where_the_whole_range_agrees() -> None:
    text = "It fell on Aug. 16, on Saturday and last year. It rose in 1990."
    range_known = dates_of(text, worked_out=["2024", "2024-08-31", "2024-09-28"])
    assert range_known == {"Aug. 16": "2024-08-16", "last year": "2023", "1990": "1990"} | {"Saturday": None}
    assert dates_of(text)["Aug. 16"] == "XXXX-08-16"
    assert (
        dates_of(text, "2021-09-02", worked_out=["2024", "2024-08-31", "2024-09-28"])["last year"] == "2020"
    )


def test_the_component_leaves_a_known_day_alone() -> None:
    import spacy

    nlp = spacy.blank("en")
    for name in ("newsfacts_sentences", "newsfacts_dating", "newsfacts_dates"):
        nlp.add_pipe(name)
    text = "The dam is full, she said on Tuesday, July 13, 2021."
    doc = nlp.make_doc(text)
    doc._.published = "2022-01-05"
    assert nlp(doc)._.published_between is None
    doc = nlp.make_doc(text)
    doc._.infer_published = False
    assert nlp(doc)._.published_between is None
    value, first, last = nlp(text)._.published_between
    assert first <= value <= last


def test_known_things_are_ordered_and_plain() -> None:
    events, terms = load("dates/events", Event), load("dates/terms", Term)
    assert len(events) > 500
    assert [event.day for event in events.values()] == sorted(event.day for event in events.values())
    assert all(event.first.year >= 1975 and event.place for event in events.values())
    assert all(term.last is None or term.first < term.last for term in terms.values())
    lists = [*(event.words for event in events.values()), *(term.words for term in terms.values())]
    words = [word.lower() for known in lists for word in known]
    assert all(re.search(r"\w", word) and len(word) > 2 for word in words)


def test_an_age_beside_a_known_name_leaves_one_year_of_a_life() -> None:
    # Born on 29 September 1943.
    for text in (
        "Lech Walesa, 72, spoke in Gdansk.",
        "He met 72-year-old former president Lech Walesa there.",
    ):
        weights = weigh(text, find(text), past)
        assert weights is not None
        likely = every_day().ordinal[weights > weights.max() - 1]
        first, last = (date.fromordinal(int(likely[place])) for place in (0, -1))
        assert abs((first - date(2015, 9, 29)).days) <= 5
        assert last <= date(2016, 10, 4)


def test_an_age_at_death_is_told_ever_after() -> None:
    # Born on 17 January 1942, died on 3 June 2016.
    text = "Muhammad Ali, 74, was mourned in Louisville."
    weights = ages(told_of_people(text))
    assert weights is not None
    year = every_day().year
    assert (weights[year >= 2017] == 0.0).all()
    assert (weights[year <= 2014] < 0.0).all()


def test_nobody_is_told_as_dead_before_the_day() -> None:
    text = "Thousands mourned after Muhammad Ali died in Phoenix."
    weights = weigh(text, find(text), past)
    assert weights is not None
    best = date.fromordinal(int(every_day().ordinal[weights.argmax()]))
    assert date(2016, 6, 3) <= best <= date(2016, 6, 20)
    assert told_of_people("Muhammad Ali won in Zaire.").dead == ()


def test_a_name_is_not_aged_by_another_number() -> None:
    assert told_of_people("Lech Walesa, who led 72 strikes, spoke for 40 minutes.").aged == ()


def test_the_age_of_a_war_is_that_of_its_year() -> None:
    text = "Talks on the four-year-old war in Syria failed again in Vienna."
    weights = weigh(text, find(text), past)
    assert weights is not None
    assert date.fromordinal(int(every_day().ordinal[weights.argmax()])).year in (2014, 2015, 2016)
    assert weigh("The four-year-old war room was closed.", [], past) is None


def test_a_vote_on_a_known_day_needs_its_country() -> None:
    kenya, nowhere = (
        f"{place} goes to the polls in an election on Aug. 9." for place in ("Kenya", "The school board")
    )
    weights = weigh(kenya, find(kenya), ahead)
    assert weights is not None
    assert date.fromordinal(int(every_day().ordinal[weights.argmax()])).year == 2022
    other = weigh(nowhere, find(nowhere), ahead)
    assert other is None or np.ptp(np.bincount(every_day().year, weights=np.exp(other))[1980:2025]) < 0.1


def test_a_day_that_is_an_events_name_does_not_hold_the_article_to_that_season() -> None:
    text = "Families of those taken in the Oct. 7 attack met President Joe Biden. He has left the race."
    found = dated(
        text + " Former Prime Minister Rishi Sunak was there. Vice President Kamala Harris will run."
    )
    assert found is not None
    assert found.latest >= date(2024, 7, 1)


def most_likely_year(text: str) -> int | None:
    weights = weigh(text, find(text), past)
    return None if weights is None else int(every_day().year[weights.argmax()])


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("The mill cost 900 million rubles ($29 million).", range(2003, 2014)),
        ("The bank set aside 30 billion lira (about $1.02 billion).", (2023,)),
        ("A loan of £2 billion ($2.48 billion) was agreed.", (2017, 2019, 2020, 2022, 2023)),
        ("The road costs 24 billion crowns ($1 billion).", (2016, 2017, 2019, 2020, 2022)),
    ],
)
def test_a_sum_in_two_currencies_tells_when_it_was_worth_that(text: str, years: tuple[int, ...]) -> None:
    assert most_likely_year(text) in years


@pytest.mark.parametrize(
    "text",
    [
        "The mill cost 900 million francs of Djibouti ($5 million).",
        "He lost 20 pounds ($3,000 of gym fees).",  # weight
        "They paid 0 euros ($0).",
        "The fine is 40 million pesos ($9,000).",  # of Colombia
    ],
)
def test_a_sum_at_no_rate_that_ever_was_tells_nothing(text: str) -> None:
    assert weigh(text, [], past) is None


def test_each_event_is_found_by_each_of_its_words() -> None:
    for event in load("dates/events", Event).values():
        for words in event.words:
            text = f"They spoke of {words} again."
            assert any(isinstance(named.what, Event) for named in find_known(text)), words


def test_happenings_are_events_in_order_found_by_each_of_their_words() -> None:
    for some in load("dates/happenings", Happenings).values():
        events = list(some.events())
        assert [event.day for event in events] == sorted(event.day for event in events)
        for event in events:
            for words in event.words:
                named = [one.what for one in find_known(f"They spoke of {words} again.")]
                assert event in named, words


def test_words_inside_longer_ones_are_no_event() -> None:
    assert find_known("He sat in the Fukushimaya and the Brusselsattacks.") == []
    (named,) = find_known("After the Beirut port blast’s victims were buried.")
    assert named.what.id == "beirut"


def test_every_share_of_the_rules_is_one() -> None:
    rules = read("dates/dating/rules")
    for table in (*rules["months"].values(), rules["weekday_told"]["ago"], rules["day_of_news"]["ago"]):
        assert 0.5 <= sum(table) <= 1.02


OF_MANY_YEARS = [(case["year"], case["text"]) for case in read("dates/dating/cases")["case"]]


@pytest.mark.parametrize(("year", "text"), OF_MANY_YEARS)
def test_articles_of_any_year_are_dated_by_whom_and_what_they_name(year: int, text: str) -> None:
    found = dated(text)
    assert found is not None
    assert found.value is None or found.value.startswith(str(year))
    assert found.earliest.year <= year <= found.latest.year
    assert (found.latest - found.earliest).days < 800


def test_most_of_them_to_the_year() -> None:
    values = [found.value for _, text in OF_MANY_YEARS if (found := dated(text))]
    assert sum(value is not None for value in values) >= 10


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Ahead of the May 21, 2023, vote, a guard was killed on Sunday.", None, date(2023, 5, 21)),
        ("The deadline is March 31, 2022. Fishermen met on Friday.", None, date(2022, 3, 31)),
        ("Yesterday, 9 August 2022, two boats sank.", date(2022, 8, 9), date(2022, 8, 11)),
        ("Tomorrow, 3 October 2024, the dam opens.", date(2024, 10, 1), date(2024, 10, 3)),
    ],
)
def test_a_day_told_in_full_bounds_the_range(text: str, first: date | None, last: date | None) -> None:
    found = infer(text, find(text), lambda start, end: None)
    assert found is not None
    assert first is None or first <= found.earliest <= first + timedelta(days=7)
    assert last is None or found.latest <= last


def test_a_text_that_opens_with_last_week_is_of_the_week_after_its_day() -> None:
    found = dated(
        "Last week, a court jailed the baker. He was sentenced on Monday, June 7, 2021, a clerk said."
    )
    assert found is not None
    assert (found.earliest, found.latest) == (date(2021, 6, 14), date(2021, 6, 20))


@pytest.mark.parametrize(
    "caption",
    [
        "FILE - In this Friday, Dec. 29, 2017, file photo, a ship lies in the port.",
        "In this Friday, Dec. 29, 2017 photo, a ship lies in the port.",
        "The ship is seen on Friday, Dec. 29, 2017, file picture.",
    ],
)
def test_the_day_of_an_old_picture_is_not_that_of_the_news(caption: str) -> None:
    found = dated(f"{caption} Ada Whitlock was jailed for a year.")
    assert found is None or found.value is None
    fresh = dated("Ada Whitlock was jailed for a year on Friday, Dec. 29, 2017, a clerk said.")
    assert fresh is not None
    assert fresh.value is not None


def test_the_years_of_an_old_story_rule_no_year_out() -> None:
    text = (
        "The dam broke on May 3, 2004. In 2004 it had leaked; in 2004 the town moved. Of 2004 little is left."
    )
    weights = years(text, find(text), past)
    assert weights is not None
    assert 2004 <= every_day().year[weights.argmax()] <= 2006
    assert weights.max() - weights.min() < 8.0


def test_a_year_that_names_a_race_is_told_of_the_year_before_too() -> None:
    years = every_day().year
    text = "Ada Whitlock runs for president in 2016. She hopes to win the 2016 race."
    weights = weigh(text, find(text), past)
    plain = "Ada Whitlock came to Torvik in 2016. She hopes to stay there."
    others = weigh(plain, find(plain), past)
    assert weights is not None
    assert others is not None

    def behind(of: np.ndarray) -> float:
        return float(of[years == 2016].max() - of[years == 2015].max())

    assert behind(weights) < behind(others)


def standing_of(text: str) -> list[tuple[str, str]]:
    return [(called.holder.name, called.standing.value) for called in find_holders(alike(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("President Barack Obama spoke.", [("Barack Obama", "in")]),
        ("Former U.S. President Bill Clinton spoke.", [("Bill Clinton", "former")]),
        ("It was then-Prime Minister Tony Blair.", [("Tony Blair", "former")]),
        ("Angela Merkel, the German chancellor, spoke.", [("Angela Merkel", "in")]),
        ("Prime Minister Thatcher spoke; Mrs. Thatcher left.", [("Thatcher", "in")]),
        ("Luiz Inácio Lula da Silva won.", [("Luiz Inacio Lula da Silva", "bare")]),
        ("Pope Francis prayed.", [("Pope Francis", "in")]),
        ("2008 presidential candidate John McCain spoke.", [("John McCain", "bare")]),
        ("The dam at Obama broke, and Park Street lay under water.", []),
        ("Deputy Prime Minister John Major spoke.", [("John Major", "bare")]),
    ],
)
def test_who_is_called_by_which_office(text: str, expected: list[tuple[str, str]]) -> None:
    assert standing_of(text) == expected


def test_offices_and_fame_are_ordered_and_plain() -> None:
    rows = [row for office in load("dates/offices", Office).values() for row in office.holders]
    rows += [row for fame in load("dates/fame", Fame).values() for row in fame.names]
    assert len(rows) > 1500
    for row in rows:
        first, last, names = row.split(" ", 2)
        assert re.fullmatch(r"\d{4}(-\d\d){0,2}", first), row
        assert last == "-" or (re.fullmatch(r"\d{4}(-\d\d){0,2}", last) and last >= first), row
        assert all(name.strip() == name and name and name.isascii() for name in names.split("|")), row
    titles = [title for office in load("dates/offices", Office).values() for title in office.titles]
    assert all(title == title.lower() for title in titles)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("The 88th Academy Awards will be handed out in Los Angeles, the academy said.", "2016"),
        ("Denver won Super Bowl XXXIII on Sunday, and the town sang.", "1999"),
        ("On the fifth anniversary of the Beirut port blast, mothers lit candles.", "2025"),
        ("On the 15th anniversary of the Sept. 11 attacks, relatives read out the names.", "2016"),
        ("The winner of the Feb. 11 New Hampshire primary spoke before the Nov. 3 election.", "2020"),
    ],
)
def test_years_are_reckoned_from_editions_ages_and_days_of_elections(text: str, year: str) -> None:
    found = dated(text)
    assert found is not None
    assert found.value is not None
    assert found.value.startswith(year)


@given(
    st.lists(
        st.sampled_from(
            [
                "on Monday, Sept. 2,",
                "President Joe Biden",
                "in 2016",
                "the Oct. 7 attack",
                "last year",
                "by 2030",
                "in May",
                "on Feb. 29",
                "three months ago, on May 27,",
                "9/11",
                "1899",
                "will",
                ".",
                "on Tuesday, 31 Dec. 9999,",
            ]
        ),
        max_size=10,
    ).map(" ".join)
)
@settings(deadline=None, max_examples=80)
def test_any_text_gives_an_ordered_range(text: str) -> None:
    found = dated(text)
    if found is not None:
        assert found.earliest < found.latest
        assert 0 <= found.confidence <= 1
        assert found.value is None or re.fullmatch(r"\d{4}(-\d\d){0,2}", found.value)
        assert found == dated(text)
