"""The report in a browser: what it shows, how it is used without a mouse, and that it asks for nothing.

Needs Chromium and the extra `browser` (`make setup-browser`); skipped, with the reason, where they are not.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from report_story import conflict_articles, conflict_facts, conflict_stories

from newsfacts.report import Told, page
from newsfacts.types import (
    KINDS,
    Article,
    ArticleFacts,
    CharSpan,
    DateType,
    Evidence,
    Organization,
    Person,
    Place,
    PlaceKind,
    Published,
    Skipped,
    SkipReason,
)

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
SETUP = "make setup-browser"
playwright = pytest.importorskip("playwright.sync_api", reason=f"no Playwright: {SETUP}")
if CHROMIUM is None:
    pytest.skip(f"no Chromium: {SETUP}", allow_module_level=True)

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
HOSTILE = (
    "</script><script>window.broken = 1</script><!-- <img src=x onerror='window.broken = 2'> "
    "& \u2028 \u202eabc\u202c"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        # CI runs as root, where Chromium has no sandbox; the pages are our own.
        started = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """The pages that the tests open."""
    path = tmp_path_factory.mktemp("report")
    pages = {
        "story": page(conflict_articles(), conflict_stories()),
        "articles": page(conflict_articles()),
        "alone": page([Told(hostile())]),
        "parts": page([Told(conflict_facts()[2], whole=False)]),
        "many": page(many_articles(300)),
        "stories": page(conflict_articles(), [*conflict_stories(), lone_story()]),
        "world": page(conflict_articles(), [story_at(east, f"s{east}") for east in (-120.0, 10.0, 140.0)]),
        "pacific": page(conflict_articles(), [story_at(170.0, "s1"), story_at(-120.0, "s2")]),
    }
    for name, parts in pages.items():
        (path / f"{name}.html").write_text("".join(parts), "utf-8")
    return path


def hostile() -> ArticleFacts:
    """An article that tries to break the page, with astral characters before and in its facts."""
    name = f"Zo\U0001d52b {HOSTILE}"
    text = (
        f"\U0001f6a2\U0001f6a2 In Torvik\r\n{name} spoke. Both of {name} and Torvik\nTown Hall "
        f"\U0001f6a2 left.\n\nAd\n{HOSTILE}"
    )
    found = [at for at in range(len(text)) if text.startswith(name, at)]
    hall = text.index("Torvik\nTown")
    furniture = CharSpan(text.index("Ad\n"), len(text))
    return ArticleFacts(
        Article(HOSTILE, text, HOSTILE, Published(), "javascript:alert(1)", HOSTILE, (HOSTILE,)),
        Published(),
        people=(Person(name, HOSTILE, (HOSTILE,), tuple(span(at, len(name)) for at in found), 0.4),),
        places=(Place("Torvik", PlaceKind.CITY, "??", 66.0, 179.9, (), (span(hall, 6),), None),),
        organizations=(Organization("Torvik\nTown Hall", None, (), (span(hall, 16),), 0.9),),
        skipped=(Skipped(furniture, SkipReason.ADVERT),),
    )


def span(start: int, length: int) -> Evidence:
    return Evidence(CharSpan(start, start + length), CharSpan(start, start + length))


def many_articles(number: int) -> Iterator[Told]:
    for n in range(number):
        facts = conflict_facts()[n % 5]
        article = replace(
            facts.article, id=f"a{n}", title=f"Article {n}", text=facts.article.text + f" Mark{n}."
        )
        yield Told(replace(facts, article=article))


def lone_story() -> dict[str, Any]:
    [story] = conflict_stories()
    article = {**story["articles"][3], "why": [], "confidence": None}
    return {**story, "id": "s2", "title": "Another story", "articles": [article], "tolls": []}


def story_at(longitude: float, name: str) -> dict[str, Any]:
    """A story without a title, somewhere on the 40th parallel."""
    story = lone_story()
    places = [{**one, "latitude": 40.0, "longitude": longitude} for one in story["places"][:1]]
    return {**story, "id": name, "title": None, "places": places}


class Opened:
    """A page, with all that it said on the console or asked for."""

    def __init__(self, browser: Any, viewport: dict[str, int], **options: Any) -> None:
        self.page = browser.new_page(viewport=viewport, **options)
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", self._dismiss)
        self.page.on("request", lambda request: self.asked.append(request.url))

    def _dismiss(self, dialog: Any) -> None:
        self.said.append("a dialog")
        dialog.dismiss()

    def go(self, path: Path, place: str = "") -> Any:
        self.page.goto("about:blank")
        self.asked.clear()
        self.page.goto(f"file://{path}{place}")
        self.page.wait_for_selector("h1")
        return self.page


@pytest.fixture
def opened(browser) -> Iterator[Opened]:
    """A page at a desk; quiet to the end, and content with what it is."""
    tab = Opened(browser, DESK, color_scheme="light")
    yield tab
    tab.page.close()
    assert tab.said == []
    assert all(url.startswith(("file:", "data:", "about:")) for url in tab.asked)
    assert sum(url.startswith("file:") for url in tab.asked) <= 1


VIEWS = [
    ("story", ""),
    ("story", "#a2"),
    ("story", "#a0@42"),
    ("articles", ""),
    ("alone", ""),
    ("parts", ""),
    ("many", ""),
    ("stories", ""),
    ("stories", "#s1"),
]


@pytest.mark.parametrize(("name", "place"), VIEWS)
def test_a_view_asks_for_nothing_and_fits_a_phone(name, place, opened, folder):
    tab = opened.go(folder / f"{name}.html", place)
    assert tab.evaluate("window.broken") is None
    for width in (390, 320):
        tab.set_viewport_size({"width": width, "height": 800})
        assert tab.evaluate("document.documentElement.scrollWidth") <= width


# Colours are those of every view, and so is the layout of a phone: some views tell.
@pytest.mark.parametrize(
    ("scheme", "viewport", "views"),
    [
        (
            "light",
            DESK,
            [("story", ""), ("story", "#a0@42"), ("alone", ""), ("stories", ""), ("stories", "#s1")],
        ),
        ("dark", DESK, [("story", ""), ("story", "#a0@42"), ("many", "")]),
        ("light", PHONE, [("story", ""), ("story", "#a0@42"), ("stories", "")]),
    ],
    ids=["light", "dark", "phone"],
)
def test_accessible(scheme, viewport, views, browser, folder):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason=f"no axe: {SETUP}")
    tab = Opened(browser, viewport, color_scheme=scheme)
    found = []
    for name, place in views:
        tab.go(folder / f"{name}.html", place)
        for violation in axe.Axe().run(tab.page).response["violations"]:
            found += [(name, place, violation["id"], node["html"][:120]) for node in violation["nodes"]]
    tab.page.close()
    assert found == []


WORDS_OF = """([start, end]) => [...document.querySelectorAll('.text [data-start]')]
    .filter(node => start <= +node.dataset.start && +node.dataset.start < end)
    .map(node => [node.textContent, node.className])"""


@pytest.mark.parametrize("facts", [hostile(), *conflict_facts()], ids=lambda facts: facts.article.id[:8])
def test_marks_stand_on_their_words(facts, opened, tmp_path):
    (tmp_path / "page.html").write_text("".join(page([Told(facts)])), "utf-8")
    tab = opened.go(tmp_path / "page.html")
    seen = 0
    for kind in KINDS:
        for fact in getattr(facts, kind):
            if getattr(fact, "type", DateType.DATE) is not DateType.DATE:
                continue
            for evidence in getattr(fact, "mentions", None) or (fact.evidence,):
                where = evidence.span
                pieces = tab.evaluate(WORDS_OF, [where.start, where.end])
                # Line ends stand between paragraphs.
                words = where.of(facts.article.text).replace("\n", "").replace("\r", "")
                assert "".join(text for text, _ in pieces) == words
                assert all("mark" in name for _, name in pieces)
                seen += 1
    assert seen
    shown = tab.evaluate(
        "[...document.querySelectorAll('.text [data-start]')].map(n => n.textContent).join('')"
    )
    kept = "".join(line for line in facts.article.text.split("\n") if line.strip())
    assert shown.replace("\r", "") == kept.replace("\r", "")


def test_furniture_is_grey_and_named(opened, folder):
    tab = opened.go(folder / "story.html", "#a0")
    box = tab.locator(".furniture")
    assert box.get_attribute("aria-label") == "Not part of the story: newsletter"
    assert "Sign up for our morning letter." in box.inner_text()
    assert box.locator(".mark").count() == 0


def test_kinds_can_be_hidden(opened, folder):
    tab = opened.go(folder / "story.html", "#a0")
    assert tab.locator(".text .mark.places").count() == 5
    assert tab.locator("summary", has_text="Places").count() == 1
    tab.get_by_role("button", name="Places").click()
    assert tab.locator(".text .mark.places").count() == 0
    assert tab.locator("summary", has_text="Places").count() == 0
    # The place in the name of a station was marked as a place; now it is part of the name.
    assert tab.locator(".text .mark.organizations").all_inner_texts()[-1] == "Tejo"
    tab.get_by_role("link", name="Next article").click()
    playwright.expect(tab.locator("h1")).to_have_text("Nine dead as ferry goes down")
    assert tab.locator(".text .mark.places").count() == 0  # the choice goes with the reader
    tab.get_by_role("button", name="Places").click()
    assert tab.locator(".text .mark.places").count() > 0


def test_unsure_facts_can_be_hidden(opened, folder):
    tab = opened.go(folder / "story.html", "#a0")
    tab.locator("#least").fill("65")
    assert tab.locator("output").inner_text() == "65 % sure"
    assert tab.locator(".text .mark.organizations").count() == 0  # 0.6
    assert tab.locator(".text .mark.people").count() == 1  # 0.97
    tab.locator("#least").fill("90")
    assert tab.locator(".text .mark.casualties").count() == 0  # 0.85


def test_facts_of_no_known_confidence_stay(opened, folder):
    tab = opened.go(folder / "alone.html")
    tab.locator("#least").fill("95")
    assert tab.locator(".text .mark.places").all_inner_texts() == ["Torvik"]
    assert tab.locator(".text .mark.people").count() == 0


def test_a_walk_with_the_keyboard(opened, folder):
    tab = opened.go(folder / "story.html", "#a2")
    tab.keyboard.press("Tab")
    focused = "document.activeElement.textContent"
    for _ in range(30):
        if tab.evaluate("Boolean(document.activeElement.closest('.text'))"):
            break
        tab.keyboard.press("Tab")
    assert tab.evaluate(focused) == "26"
    assert tab.locator(".inspector .name").inner_text() == "26 killed"
    # The ministry that says so, drawn to the figure.
    assert tab.locator(".slot-lines .slot-attribution path").count() == 1
    walked = []
    for _ in range(3):
        tab.keyboard.press("ArrowRight")
        walked.append(tab.evaluate(focused))
    assert walked == ["Tuesday", "Hospital of Santa Clara", "Lisbon"]
    assert "Portugal" in tab.locator(".inspector").inner_text()
    assert tab.locator(".slot-lines .slot").count() == 0
    tab.keyboard.press("End")
    assert tab.evaluate(focused) == "6 March"
    tab.keyboard.press("Home")
    tab.keyboard.press("Escape")
    assert tab.locator(".inspector .name").count() == 0
    # One stop for the whole text: Tab leaves it.
    tab.keyboard.press("Tab")
    assert not tab.evaluate("Boolean(document.activeElement.closest('.text'))")
    assert tab.locator(".text [tabindex='0']").count() == 1


def test_a_fact_of_the_list_is_gone_to(opened, folder):
    tab = opened.go(folder / "story.html", "#a0")
    tab.locator(".lists").get_by_role("button", name="Lisbon Portugal").click()
    assert tab.locator(".text .looked-at").all_inner_texts() == ["Lisbon", "Lisbon"]
    tab.get_by_role("button", name="Next mention").click()
    assert "2 of 2 mentions" in tab.locator(".inspector").inner_text()
    tab.get_by_role("button", name="Close").click()
    assert tab.locator(".looked-at").count() == 0


def test_slots_lie_on_their_words(opened, folder):
    tab = opened.go(folder / "story.html", "#a0@42")
    drawn = """(kind) => { const box = document.querySelector(`.slot-${kind} rect`).getBoundingClientRect();
        const y = box.y + box.height / 2; const at = (x) => { const p = document.caretRangeFromPoint(x, y);
        return p.startContainer.textContent.slice(0, p.startOffset); };
        return [at(box.x + 1), at(box.x + box.width - 1)]; }"""
    before, to = tab.evaluate(drawn, "victims")
    assert to.removeprefix(before).strip() == "people"


def test_tolls_show_who_contradicts_whom(opened, folder):
    tab = opened.go(folder / "story.html")
    killed = tab.locator(".toll").first
    assert killed.locator("h3").inner_text() == "9–41 killed sources conflict"
    rows = killed.locator("tbody tr").all_inner_texts()
    cells = [[cell.strip() for cell in row.split("\t") if cell.strip()] for row in rows]
    assert [row[2] for row in cells] == ["9+", "9+", "26", "32", "41", "6", "41"]
    assert cells[3][-1] == "contradicts 26 (the interior ministry)"
    assert cells[2][-1] == "updates 9+ · contradicted"
    assert killed.locator("tr.conflicts path.conflicts").count() == 1
    assert killed.locator(".tie").count() == 2
    heights = killed.locator("td.plot > svg").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 25


def test_a_statement_leads_to_its_words(opened, folder):
    tab = opened.go(folder / "story.html")
    tab.locator("tr.conflicts a").click()
    tab.wait_for_selector(".text .looked-at")
    assert tab.locator(".text .looked-at").inner_text() == "32"
    tab.get_by_role("link", name="The story").click()
    tab.wait_for_selector(".tolls")


def test_the_map_shows_places_with_their_tolls(opened, folder):
    tab = opened.go(folder / "story.html")
    tab.wait_for_selector(".map .called")
    assert "Lisbon" in tab.locator(".map .called").all_text_contents()
    assert tab.locator(".map .figure").all_text_contents() == ["9–41 killed", "4–30 missing"]
    assert "Lisbon 9–41 killed" in tab.locator(".map > svg").get_attribute("aria-label")
    jumps = """[...document.querySelector('.map .land').getAttribute('d').matchAll(/[ML](\\S+) [^MLZ]+/g)]
        .filter((at, n, all) => n && at[0][0] === 'L' && Math.abs(at[1] - all[n - 1][1]) > 180).length"""
    assert tab.evaluate(jumps) == 0  # no coast runs back round the world at the date line
    across = "document.querySelector('.map .ground').getAttribute('transform')"
    first = tab.evaluate(across)
    tab.get_by_role("button", name="Closer").click()
    assert tab.evaluate(across) != first
    tab.get_by_role("button", name="As at first").click()
    assert tab.evaluate(across) == first


def test_the_overview_map_has_land_on_both_sides_of_the_date_line(opened, folder):
    tab = opened.go(folder / "pacific.html")
    tab.wait_for_selector(".map .called")
    rect = "(({ left, right }) => [left, right])(node.getBoundingClientRect())"
    drawn = tab.evaluate(f"[...document.querySelectorAll('.map .land')].map(node => {rect})")
    box = tab.locator(".map > svg").bounding_box()
    assert min(left for left, _ in drawn) <= box["x"]
    assert max(right for _, right in drawn) >= box["x"] + box["width"]
    # A story without a title is called on the map as in the list, by what its article begins with.
    called = tab.locator(".map .called").all_text_contents()
    assert not {"s1", "s2"} & set(called)


def test_the_map_of_the_whole_world_is_cut_in_the_pacific(opened, folder):
    tab = opened.go(folder / "world.html")
    tab.wait_for_selector(".map .place circle")
    across = tab.evaluate(
        "[...document.querySelectorAll('.map .place circle')].map(node => +node.getAttribute('cx'))"
    )
    assert across[:3] == sorted(across[:3])
    assert across[0] < across[1] < across[2]


def test_the_timeline_is_in_order(opened, folder):
    tab = opened.go(folder / "story.html")
    days = tab.locator(".timeline .day").all_inner_texts()
    assert days == ["4 May 2019", "2 Mar 2026", "3 Mar 2026", "4 Mar 2026", "6 Mar 2026"]
    assert tab.locator(".timeline .planned").count() == 1
    assert "7 years later" in tab.locator(".timeline").inner_text()


def test_stories_are_listed_searched_and_sorted(opened, folder):
    tab = opened.go(folder / "stories.html")
    titles = tab.locator(".listing .headline")
    assert titles.count() == 2
    tab.get_by_label("only where sources conflict").check()
    assert titles.all_inner_texts() == ["Toll of ferry disaster rises to 41"]
    tab.get_by_label("only where sources conflict").uncheck()
    tab.get_by_label("Search").fill("another")
    playwright.expect(tab.get_by_role("status")).to_have_text("1 story")
    assert titles.all_inner_texts() == ["Another story"]


def test_many_articles_are_opened_one_at_a_time(opened, folder):
    tab = opened.go(folder / "many.html")
    assert tab.locator("h1").inner_text() == "300 articles"
    assert tab.locator(".listing > li").count() == 60
    assert tab.evaluate("document.querySelectorAll('*').length") < 1500
    tab.get_by_role("button", name="Show").click()
    assert tab.locator(".listing > li").count() == 180
    assert tab.evaluate("document.activeElement.textContent") == "Article 60"
    tab.get_by_label("Search").fill("mark299")
    playwright.expect(tab.get_by_role("status")).to_have_text("1 article")
    tab.get_by_role("link", name="Article 299").click()
    tab.wait_for_selector(".text")
    assert "Mark299." in tab.locator(".text").inner_text()
    tab.go_back()
    tab.wait_for_selector(".listing")
    assert tab.get_by_label("Search").input_value() == "mark299"


@pytest.mark.parametrize("words", ["<img", "& \u2028", "\U0001d52b"])
def test_search_finds_what_is_written_as_escapes(words, opened, tmp_path):
    told = [Told(hostile()), *conflict_articles()]
    (tmp_path / "page.html").write_text("".join(page(told)), "utf-8")
    tab = opened.go(tmp_path / "page.html")
    tab.get_by_label("Search").fill(words)
    playwright.expect(tab.get_by_role("status")).to_have_text("1 article")


def test_colours_follow_the_system_and_the_reader(opened, folder):
    tab = opened.go(folder / "story.html")
    background = "getComputedStyle(document.body).backgroundColor"
    light = tab.evaluate(background)
    tab.emulate_media(color_scheme="dark")
    dark = tab.evaluate(background)
    assert dark != light
    tab.get_by_role("button", name="Light", exact=True).click()
    assert tab.evaluate(background) == light
    tab.get_by_role("button", name="As the system").click()
    assert tab.evaluate(background) == dark


def test_on_paper_a_story_has_its_articles_and_no_controls(opened, folder):
    tab = opened.go(folder / "story.html")
    tab.emulate_media(media="print", color_scheme="dark")
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    titles = tab.locator(".print-all h1").all_inner_texts()
    assert titles[1:4] == [
        "Nine dead as ferry goes down",
        "Hospital and ministry differ on ferry dead",
        titles[3],
    ]
    assert len(titles) == 5
    for control in (".toolbar", ".theme", ".zoom", ".inspector", ".trail"):
        assert not tab.locator(control).first.is_visible()
    ids = tab.evaluate("[...document.querySelectorAll('[id]')].map(node => node.id)")
    assert len(ids) == len(set(ids))
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert tab.locator(".print-all h1").count() == 0
    assert tab.pdf().startswith(b"%PDF")
