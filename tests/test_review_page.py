"""The form as a page, in a browser: what a person does in it is what `apply` takes.

Needs Chromium and the extra `browser` (`make setup-browser`); skipped, with the reason, where they are not.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ferry import facts_of_story
from report_story import conflict_facts

from newsfacts.report import Told
from newsfacts.review import apply_review, review_of
from newsfacts.review.forms import FORMS, read_form
from newsfacts.review.rows import plain_record

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
SETUP = "make setup-browser"
playwright = pytest.importorskip("playwright.sync_api", reason=f"no Playwright: {SETUP}")
if CHROMIUM is None:
    pytest.skip(f"no Chromium: {SETUP}", allow_module_level=True)

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SHIPS = "\U0001f6a2\U0001f6a2 "  # two code points, four units of UTF-16
HOSTILE = "</script><script>window.broken = 1</script><img src=x onerror='window.broken = 2'>\u202e"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        # CI runs as root, where Chromium has no sandbox; the pages are our own.
        started = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


def articles() -> list[Told]:
    return [*(Told(facts) for facts in conflict_facts()), Told(facts_of_story())]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("review") / "review.html"
    FORMS["html"].write(review_of(articles()), made)
    return made


class Tab:
    """An open page, with all that it said on the console or asked for."""

    def __init__(self, browser: Any, path: Path, **options: Any) -> None:
        self.context = browser.new_context(accept_downloads=True, **options)
        self.page = self.context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(f"file://{path}")
        self.page.wait_for_selector(".fact")

    def show(self, article: str) -> None:
        keys = [one.facts.article.id for one in articles()]
        self.page.select_option("#which", str(keys.index(article)))

    def card(self, kind: str, number: int) -> Any:
        return self.page.locator(f".fact.{kind}").nth(number - 1)

    def select(self, words: str) -> None:
        """Mark words of the text, as a mouse would."""
        self.page.evaluate(
            """words => {
              const walker = document.createTreeWalker(
                document.querySelector('.words'), NodeFilter.SHOW_TEXT);
              for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf(words);
                if (at < 0) continue;
                getSelection().setBaseAndExtent(node, at, node, at + words.length);
                return;
              }
              throw Error(`no ${words}`);
            }""",
            words,
        )

    def save(self, folder: Path) -> Path:
        with self.page.expect_download() as waiting:
            self.page.get_by_role("button", name="Save", exact=True).click()
        target = folder / waiting.value.suggested_filename
        waiting.value.save_as(target)
        return target


@pytest.fixture
def tab(browser, path) -> Iterator[Tab]:
    opened = Tab(browser, path, viewport=DESK, color_scheme="light")
    yield opened
    opened.context.close()
    assert opened.said == []
    assert all(url.startswith(("file:", "data:", "blob:")) for url in opened.asked)
    assert sum(url.startswith("file:") for url in opened.asked) <= 4  # opened, and perhaps opened again


def test_what_is_decided_is_what_apply_takes(tab, tmp_path):
    tab.show("ferry")
    tab.page.get_by_label("Your name").fill("ana")
    tab.card("people", 1).get_by_role("button", name="Right").click()
    tab.card("places", 2).get_by_role("button", name="Wrong").click()
    figure = tab.card("casualties", 1)
    figure.get_by_role("button", name="Edit").click()
    figure.get_by_label("min", exact=True).fill("43")
    figure.get_by_label("kind", exact=True).select_option("injured")
    tab.select("our newsroom")
    tab.page.get_by_role("button", name="organization", exact=True).click()
    tab.page.get_by_label("I have gone through all of this article").check()
    saved = tab.save(tmp_path)
    assert saved.name == "review.json"
    applied = apply_review(articles(), read_form(saved), on="2026-03-04")
    assert applied.problems == ()
    record = plain_record(applied.articles[-1].facts)
    assert record["reviewed"] == {
        "done": True,
        "accepted": 1,
        "changed": 1,
        "added": 1,
        "rejected": 1,
        "by": "ana",
        "unmarked": sum(1 for row in review_of(articles()).rows if row.article == "ferry") - 3,
        "on": "2026-03-04",
    }
    assert (record["casualties"][0]["min"], record["casualties"][0]["kind"]) == (43, "injured")
    assert [one["name"] for one in record["organizations"] if one.get("edited")] == ["our newsroom"]
    assert "Batu" not in [place["name"] for place in record["places"]]
    others = [plain_record(one.facts) for one in applied.articles[:-1]]
    assert all(other.pop("reviewed")["done"] is False for other in others)
    assert others == [plain_record(one.facts) for one in articles()[:-1]]


def test_words_behind_signs_of_two_units_are_found(browser, tmp_path):
    facts = facts_of_story()
    text = SHIPS + "Seven sailors of the Solveig are safe."
    told = [Told(type(facts)(article=type(facts.article)("ships", text), published=facts.published))]
    FORMS["html"].write(review_of(told), tmp_path / "ships.html")
    context = browser.new_context(viewport=DESK)
    page = context.new_page()
    page.goto(f"file://{tmp_path / 'ships.html'}")
    tab = Tab.__new__(Tab)
    tab.page = page
    tab.select("Seven")
    page.get_by_role("button", name="casualty figure", exact=True).click()
    card = page.locator(".fact.casualties")
    card.get_by_label("kind", exact=True).select_option("missing")
    saved = tab.save(tmp_path)
    context.close()
    applied = apply_review(told, read_form(saved))
    assert applied.problems == ()
    (figure,) = plain_record(applied.articles[0].facts)["casualties"]
    assert (figure["text"], figure["min"], text[figure["start"] : figure["end"]]) == ("Seven", 7, "Seven")


def test_a_draft_is_kept_and_a_saved_file_opens_again(tab, tmp_path):
    # Chromium loses what a fresh page keeps, once in a hundred times on a machine under load.
    for _ in range(3):
        tab.show("ferry")
        tab.card("people", 1).get_by_role("button", name="Wrong").click()
        tab.page.reload()
        tab.page.wait_for_selector(".fact")
        if tab.page.evaluate("localStorage.length"):
            break
    tab.show("ferry")
    assert tab.card("people", 1).get_attribute("data-decision") == "reject"
    saved = tab.save(tmp_path)
    tab.page.get_by_role("button", name="Start afresh").click()
    tab.show("ferry")
    assert tab.card("people", 1).get_attribute("data-decision") == "open"
    tab.page.locator("#file").set_input_files(saved)
    tab.page.get_by_text("review.json is open.").wait_for()
    assert tab.card("people", 1).get_attribute("data-decision") == "reject"
    (tmp_path / "other.json").write_text(json.dumps({"newsfacts_review": 1}), "utf-8")
    tab.page.locator("#file").set_input_files(tmp_path / "other.json")
    tab.page.get_by_text("is not a whole file of this form").wait_for()
    assert tab.card("people", 1).get_attribute("data-decision") == "reject"


def test_without_a_mouse(tab):
    tab.show("ferry")
    first = tab.card("people", 1)
    first.focus()
    tab.page.keyboard.press("a")
    assert first.get_attribute("data-decision") == "accept"
    # On to the next that is open.
    assert tab.page.evaluate("document.activeElement.classList.contains('places')")
    tab.page.keyboard.press("r")
    assert tab.card("places", 1).get_attribute("data-decision") == "reject"


def test_undone_edits_are_none(tab, tmp_path):
    tab.show("ferry")
    figure = tab.card("casualties", 1)
    figure.get_by_role("button", name="Edit").click()
    box = figure.get_by_label("min", exact=True)
    box.fill("43")
    box.fill("44")
    assert figure.get_attribute("data-decision") == "open"
    assert json.loads(tab.save(tmp_path).read_text("utf-8"))["rows"] == []


def test_hostile_words_stay_words(browser, tmp_path):
    facts = facts_of_story()
    told = [
        Told(type(facts)(article=type(facts.article)(HOSTILE, HOSTILE, HOSTILE), published=facts.published))
    ]
    path = tmp_path / "review.html"
    FORMS["html"].write(review_of(told), path)
    page = browser.new_page()
    page.goto(f"file://{path}")
    page.wait_for_selector(".words")
    assert page.evaluate("window.broken") is None
    page.close()


@pytest.mark.parametrize(
    ("scheme", "viewport"), [("light", DESK), ("dark", DESK), ("light", PHONE), ("dark", PHONE)], ids=str
)
def test_accessible_and_fits(scheme, viewport, browser, path):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason=f"no axe: {SETUP}")
    tab = Tab(browser, path, viewport=viewport, color_scheme=scheme)
    tab.show("ferry")
    tab.card("people", 1).get_by_role("button", name="Right").click()
    tab.card("places", 1).get_by_role("button", name="Wrong").click()
    tab.card("casualties", 1).get_by_role("button", name="Edit").click()
    tab.card("casualties", 1).get_by_label("min", exact=True).fill("43")
    tab.select("newsroom")
    tab.page.get_by_role("button", name="person", exact=True).click()
    found = [
        (violation["id"], node["html"][:120])
        for violation in axe.Axe().run(tab.page).response["violations"]
        for node in violation["nodes"]
    ]
    for width in (viewport["width"], 320):
        tab.page.set_viewport_size({"width": width, "height": 800})
        assert tab.page.evaluate("document.documentElement.scrollWidth") <= width
    tab.context.close()
    assert found == []
