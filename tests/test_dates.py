"""Temporal expressions: the cases beside the rules, and what holds for any text."""

from __future__ import annotations

import sys
import time
import tomllib
from datetime import date, datetime, timedelta
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipelines import rules_alone
from spacy.language import Language
from spacy.tokens import Doc

from newsfacts.dates.calendar import orthodox_easter
from newsfacts.dates.component import confidence
from newsfacts.dates.read import Direction, read_dates
from newsfacts.dates.values import OPERATIONS
from newsfacts.doc import store
from newsfacts.errors import RuleError
from newsfacts.rules import read
from newsfacts.types import DateBasis, DateType, EventDate, Grain

PUBLISHED = "2024-09-02"  # a Monday
CASES = tomllib.loads((files("newsfacts") / "dates/cases.toml").read_text("utf-8"))["case"]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return rules_alone("dates")


def dates_of(
    text: str, published: str | None = PUBLISHED, *, nlp: Language | None = None
) -> tuple[EventDate, ...]:
    nlp = nlp or rules_alone("dates")
    doc: Doc = nlp.make_doc(text)
    doc._.published = published
    return store.stored(nlp(doc), "dates", EventDate)


def marked(case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(reason=case["todo"], strict=True)] if "todo" in case else []
    return pytest.param(case, id=case["text"][:60], marks=marks)


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    found = dates_of(case["text"], case.get("published", PUBLISHED) or None)
    shown = [(fact.evidence.span.of(case["text"]), fact.evidence.rule) for fact in found]
    assert shown == [
        (want["quote"], want.get("rule", rule)) for want, (_, rule) in _zip(case["dates"], shown)
    ]
    for fact, want in zip(found, case["dates"], strict=True):
        for key in ("timex", "value", "event", "basis", "status"):
            if key in want:
                assert getattr(fact, key) == want[key], key


def _zip(
    wanted: list[dict[str, Any]], shown: list[tuple[str, str]]
) -> list[tuple[dict[str, Any], tuple[str, str]]]:
    missing = ("", "")
    return [(want, shown[i] if i < len(shown) else missing) for i, want in enumerate(wanted)]


def test_every_rule_has_a_case_that_fires_it() -> None:
    fired = {want["rule"] for case in CASES for want in case["dates"] if "rule" in want}
    assert sorted(set(read("dates/rules")) - fired) == []


def test_every_rule_is_measured_or_takes_the_mean() -> None:
    table = read("dates/confidence")
    assert set(table["rules"]) <= set(read("dates/rules"))
    assert confidence("no-such-rule") == pytest.approx(table["shrinkage"]["prior"], abs=0.01)
    assert all(0 < confidence(rule) < 1 for rule in read("dates/rules"))


@pytest.mark.parametrize(
    ("words", "value", "first", "last", "grain"),
    [
        ("on May 3, 2021", "2021-05-03", date(2021, 5, 3), date(2021, 5, 3), Grain.DAY),
        ("in May 2021", "2021-05", date(2021, 5, 1), date(2021, 5, 31), Grain.MONTH),
        ("in 2021", "2021", date(2021, 1, 1), date(2021, 12, 31), Grain.YEAR),
        ("last week", "2024-08-26/2024-09-01", date(2024, 8, 26), date(2024, 9, 1), Grain.WEEK),
        ("over the weekend", "2024-08-31/2024-09-01", date(2024, 8, 31), date(2024, 9, 1), Grain.WEEK),
        (
            "in the third quarter of 2020",
            "2020-07/2020-09",
            date(2020, 7, 1),
            date(2020, 9, 30),
            Grain.QUARTER,
        ),
        ("in the summer of 2020", "2020-22", None, None, Grain.SEASON),
        ("in the 1990s", "199X", date(1990, 1, 1), date(1999, 12, 31), Grain.DECADE),
        ("in the 19th century", "18XX", date(1800, 1, 1), date(1899, 12, 31), Grain.CENTURY),
        ("at 10 p.m. on Friday", "2024-08-30", date(2024, 8, 30), date(2024, 8, 30), Grain.TIME),
        ("from May 3 to May 5", "2024-05-03/2024-05-05", date(2024, 5, 3), date(2024, 5, 5), Grain.DAY),
    ],
)
def test_days_and_grain(words: str, value: str, first: date | None, last: date | None, grain: Grain) -> None:
    (fact,) = dates_of(f"The bridge was shut {words}.")
    assert (fact.value, fact.first, fact.last, fact.grain) == (value, first, last, grain)


def test_vague_words_and_durations_name_no_day() -> None:
    facts = dates_of("He has been ill recently, now and for two weeks.")
    assert [fact.timex for fact in facts] == ["PAST_REF", "PRESENT_REF", "P2W"]
    assert {(f.value, f.first, f.last, f.grain, f.event, f.basis, f.status) for f in facts} == {(None,) * 7}
    assert facts[-1].type is DateType.DURATION


@pytest.mark.parametrize(
    ("text", "timex", "value"),
    [
        ("It fell on Sept. 1.", "XXXX-09-01", "XXXX-09-01"),
        ("It fell in March.", "XXXX-03", "XXXX-03"),
        ("It fell on Monday.", "XXXX-WXX-1", None),
        ("It fell yesterday.", "XXXX-XX-XX", None),
        ("It fell last week.", "XXXX-WXX", None),
        ("It fell last year.", "XXXX", None),
        ("It fell in the third quarter.", "XXXX-Q3", None),
        ("It fell this morning.", "XXXX-XX-XXTMO", None),
        ("It fell two weeks ago.", "PAST_REF", None),
    ],
)
def test_without_a_publication_date_nothing_is_made_up(text: str, timex: str, value: str | None) -> None:
    (fact,) = dates_of(text, None)
    assert (fact.timex, fact.value, fact.first) == (timex, value, None)


def test_a_publication_date_without_its_year_goes_as_far_as_it_can() -> None:
    yesterday, monday, march = dates_of("It fell yesterday, on Monday and on March 3.", "XXXX-03-01")
    assert (yesterday.value, monday.value, march.value) == ("XXXX-02-29", None, "XXXX-03-03")


def test_a_year_that_the_text_pins_down_is_inferred() -> None:
    _, later = dates_of("It began on May 27, 2019. On May 30 it ended.", None)
    assert (later.value, later.basis) == ("2019-05-30", DateBasis.INFERRED)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("It arose after Hamas' Oct. 7 attack on southern Israel.", "Hamas' attack on southern Israel"),
        ("On Monday, the court freed two men.", "the court freed two men"),
        ("Officials said that the delegation left Doha on Saturday after three days of talks.",
         "the delegation left Doha on Saturday after three days of talks"),
        ("She won gold at the 2010 Winter Games.", "the Winter Games"),
        ("Today, when the shop was empty, a boy took the bread.", "a boy took the bread"),
        ("“We sank it on Friday,” the captain said.", "We sank it on Friday"),
        ("Sept. 2, 2024", None),
        ("The old cook, who had worked there for years, vanished on May 2.",
         "The old cook, who had worked there for years, vanished on May 2"),
        ("His aunt, who left Oslo on 9 April, was ill.", "His aunt, who left Oslo on 9 April"),
        ("The dam that burst in 2008 was rebuilt.", "The dam that burst in 2008"),
        ("The mill, built in 1931 by a Dutch firm, was closed.", "The mill, built in 1931 by a Dutch firm"),
        ("A cyclist died after hitting a pole in Delft Sunday morning, medics said.",
         "A cyclist died after hitting a pole in Delft Sunday morning"),
        ("Shopkeepers marched over a dam collapse last year.", "a dam collapse last year"),
        ("She wrote nine books before her retirement in 1938.", "her retirement in 1938"),
        ("The resignation on Monday of the coach, whom fans had cheered, surprised the club.",
         "The resignation on Monday of the coach, whom fans had cheered, surprised the club"),
        ("The end came on 9 March, when the last shop shut.", "the last shop shut"),
        ("On Friday evening, the radio reported that a storm had sunk two ferries.",
         "the radio reported that a storm had sunk two ferries"),
        ("The city says fuel entered the water on Monday.", "fuel entered the water on Monday"),
        ("The Oct. 7 attack shocked the country.", "The Oct. 7 attack"),
        ("The fire brigade (FBT) on Monday saved two goats.",
         "The fire brigade (FBT) on Monday saved two goats"),
        ("Lawyers left the trial of the captain, who sank the ferry in 2019.",
         "the captain, who sank the ferry in 2019"),
        ("Lawyers spoke of two of the sailors, who drowned in 2019.",
         "two of the sailors, who drowned in 2019"),
        ("Monday's vote, lifting the ban on nets, was close.", "Monday's vote, lifting the ban on nets"),
        ("She won a third of the votes in the 2009 elections.",
         "She won a third of the votes in the 2009 elections"),
        ("Voters backed a dam before the 2009 elections.", "the 2009 elections"),
        ("More than 400 people died on the roads in 2009, the agency said.",
         "More than 400 people died on the roads in 2009"),
        ("Four men died when a bus overturned late on Sunday, police said.",
         "a bus overturned late on Sunday"),
    ],
)  # fmt: skip
def test_event(text: str, event: str | None) -> None:
    (fact,) = [fact for fact in dates_of(text) if fact.type is not DateType.DURATION]
    assert fact.event == event


def test_furniture_has_no_dates() -> None:
    from newsfacts.types import CharSpan, Skipped, SkipReason

    text = "It fell on Friday.\n\nPublished every Monday."
    nlp = rules_alone("dates")
    doc = nlp.make_doc(text)
    doc._.published = PUBLISHED
    store.store(doc, "skipped", [Skipped(CharSpan(20, len(text)), SkipReason.OTHER)])
    facts = store.stored(nlp(doc), "dates", EventDate)
    assert [fact.evidence.span.of(text) for fact in facts] == ["Friday"]


def test_words_of_print_are_read_like_plain_ones() -> None:
    plain = read_dates("It was New Year's Day, mid-May, 3 to 5 June.", published=PUBLISHED)
    print_ = read_dates("It was New Year’s Day, mid\u2011May, 3\u00a0to 5\u00a0June.", published=PUBLISHED)
    assert [(d.start, d.end, d.timex, d.calendar) for d in plain] == [
        (d.start, d.end, d.timex, d.calendar) for d in print_
    ]


def test_a_date_does_not_reach_over_a_paragraph() -> None:
    assert [d.end for d in read_dates("in May\n\n2021", published=None)] == [6, 12]
    assert [d.end for d in read_dates("in May\n2021", published=None)] == [11]


def test_a_rule_that_cannot_be_read_is_a_rule_error(monkeypatch: pytest.MonkeyPatch) -> None:
    from newsfacts.dates import rules as grammar

    with pytest.raises(RuleError, match=r"rule \[x\]: nothing is called \{moon\}"):
        grammar._compile("{moon}", where="rule [x]")
    with pytest.raises(RuleError, match=r"rule \[x\]"):
        grammar._compile("(", where="rule [x]")


# fmt: off
PIECES = st.sampled_from(
    [
        "on Monday", "last Friday", "Oct. 7", "7 October", "2 May 2021", "May", "march", "in 2014",
        "the 1990s", "two weeks ago", "a year earlier", "the third quarter", "next month", "10 p.m.",
        "Sunday night", "that day", "the weekend", "for three days", "every Tuesday", "$15", "6-3",
        "3:07:35", "Theresa May", "said", "will", "was killed", ".", ",", "\n\n", "\n", "  ", "“", "”",
        "’s", "the", "of", "to", "-", "31 February", "99/99/2020", "٣", "½", "a few", "and 25",
        "from 3 to 7 May", "Feb. 29", "Easter", "noon", "now", "recently", "0001", "9999", "in 1000",
        "century", "the 21st century", "Q4 2020", "two years ago", "the day before", "between 6 and", "8 May",
        "in two weeks", "Ramadan", "Tuesday week", "this week", "the eve of", "1,000 years ago", "6, 7 and",
    ]
)
# fmt: on
TEXTS = st.one_of(
    st.lists(PIECES, max_size=14).map(" ".join),
    st.lists(PIECES, max_size=14).map("".join),
    st.text(max_size=80),
)


@given(
    TEXTS, st.sampled_from([None, "2024-09-02", "XXXX-02-29", "0001-01-01", "9999-12-31", "2024", "nonsense"])
)
@settings(deadline=None, max_examples=150)
def test_any_text_gives_dates_with_true_offsets(text: str, published: str | None) -> None:
    end = 0
    for fact in dates_of(text, published):
        span, sentence = fact.evidence.span, fact.evidence.sentence
        assert end <= span.start < span.end <= len(text)
        assert sentence.start <= span.start
        assert span.end <= sentence.end <= len(text)
        assert fact.timex or fact.value
        assert (fact.first is None) == (fact.last is None)
        assert fact.first is None or fact.last is None or fact.first <= fact.last
        end = span.end


@given(st.lists(PIECES, max_size=12).map(" ".join))
@settings(deadline=None, max_examples=60)
def test_a_paragraph_in_front_only_shifts_the_spans(text: str) -> None:
    front = "The mayor spoke to them.\n\n"
    alone = [
        (f.evidence.span.start + len(front), f.evidence.span.end + len(front), f.timex)
        for f in dates_of(text)
    ]
    assert [(f.evidence.span.start, f.evidence.span.end, f.timex) for f in dates_of(front + text)] == alone


WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


@given(
    st.sampled_from(
        [
            *("on {}", "last {}", "next {}", "this {}", "{} night", "will open on {}", "by {}", "{} week"),
            *("a week on {}", "{} last", "a week ago {}", "two weeks ago, on {}", "on {} of next week"),
            *("earlier this week, on {}", "the day before last {}", "at noon on {}", "since {}"),
        ]
    ),
    st.sampled_from(WEEKDAYS),
    st.dates(date(1950, 1, 1), date(2050, 1, 1)),
    st.integers(-60, 60),
)
@settings(deadline=None, max_examples=150)
def test_weeks_shift_weekdays(frame: str, weekday: str, published: date, weeks: int) -> None:
    text = f"The bridge was shut {frame.format(weekday)}."
    shift = timedelta(weeks=weeks)
    (here,) = dates_of(text, published.isoformat())
    (there,) = dates_of(text, (published + shift).isoformat())
    assert here.first is not None
    assert there.first == here.first + shift
    assert here.first == here.last
    assert abs((here.first - published).days) <= 21


@given(
    st.sampled_from(WEEKDAYS),
    st.sampled_from(WEEKDAYS),
    st.sampled_from(["to", "through", "until", "into"]),
    st.dates(date(1950, 1, 1), date(2050, 1, 1)),
)
@settings(deadline=None, max_examples=60)
def test_a_stretch_of_weekdays_ends_within_a_week(first: str, last: str, to: str, published: date) -> None:
    found = dates_of(f"It rained from {first} {to} {last}.", published.isoformat())
    begin, end = found[0].first, found[-1].last  # "into" leaves two dates
    assert begin is not None
    assert end is not None
    assert 0 < (end - begin).days <= 7


def test_every_operation_of_the_rules_is_known() -> None:
    # "and_day" and "beside" are read by the grammar; the first has a value too.
    used = {rule["op"] for rule in read("dates/rules").values()}
    assert used - {"beside"} == set(OPERATIONS)


def test_no_clock_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoClock(datetime):
        @classmethod
        def _asked(cls, *_: object, **__: object) -> Any:
            raise AssertionError("the clock was read")

        now = today = utcnow = _asked

    class NoToday(date):
        today = NoClock._asked

    for name, module in list(sys.modules.items()):
        if name.startswith("newsfacts."):
            for own, plain in ((NoClock, datetime), (NoToday, date)):
                if getattr(module, plain.__name__, None) is plain:
                    monkeypatch.setattr(module, plain.__name__, own)
    monkeypatch.setattr(time, "time", NoClock._asked)
    for case in CASES:
        read_dates(case["text"], published=case.get("published", PUBLISHED) or None)


def test_feasts_are_where_calendars_have_them() -> None:
    known = {
        "ramadan": date(2023, 3, 23),
        "eid-al-fitr": date(2024, 4, 10),
        "yom-kippur": date(2023, 9, 25),
        "passover": date(2024, 4, 23),
        "diwali": date(2023, 11, 12),
        "lunar-new-year": date(2024, 2, 10),
    }
    feasts = read("dates/feasts")
    assert all(day in feasts[name]["first"] for name, day in known.items())
    for name, feast in feasts.items():
        days = feast["first"]
        gaps = {(later - day).days for day, later in pairwise(days)}
        assert gaps <= set(range(353, 356)) | set(range(383, 386)), name  # twelve or thirteen moons
        assert (days[0].year, days[-1].year) in ((1980, 2050), (1981, 2050)), name


def test_every_feast_has_a_name() -> None:
    named = {
        feast
        for spec in read("dates/words")["holiday"].values()
        if spec.startswith("feast ")
        for feast in spec.split()[1:]
    }
    assert named == set(read("dates/feasts"))


def test_orthodox_easter_is_that_of_dateutil() -> None:
    easter = pytest.importorskip("dateutil.easter")
    years = range(1583, 4099)
    assert [orthodox_easter(y) for y in years] == [easter.easter(y, easter.EASTER_ORTHODOX) for y in years]


def test_direction_words_are_one_set() -> None:
    assert {item.value for item in Direction} == {"past", "done", "future"}


def test_a_long_text_is_read_in_parts() -> None:
    text = (
        "On Monday, May 3, 2021, a year earlier   than 1990, it fell. " * 2000 + " " * 20_000 + "9" * 20_000
    )
    assert len(read_dates(text, published=PUBLISHED)) >= 4000


@pytest.mark.parametrize(
    ("dateline", "day"),
    [
        ("ORLO, Sept 2 (Reuters) - ", "2024-09-03"),
        ("ORLO, Aug 26 (Reuters) - ", "2024-08-20"),
        ("", "2024-09-03"),
    ],
)
def test_a_weekday_after_the_dateline_is_that_of_publication(dateline: str, day: str) -> None:
    text = f"{dateline}Five people died. The army said on Tuesday that it had sent troops."
    values = {fact.evidence.span.of(text): fact.value for fact in dates_of(text, "2024-09-03")}
    assert values["Tuesday"] == day


def test_an_event_is_told_behind_the_dateline() -> None:
    text = "ORLO, Norland, Sept. 2, 2024 (TNA) -- A shaft gave way on Sunday."
    events = {fact.evidence.span.of(text): fact.event for fact in dates_of(text)}
    assert events == {"Sept. 2, 2024": None, "Sunday": "A shaft gave way on Sunday"}
