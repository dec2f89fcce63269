"""The documentation: its links lead somewhere, the reference is whole, newcomers find the way."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import typer

from docsite.beside import BESIDE
from docsite.reference import pages
from newsfacts.cli import app
from newsfacts.output.schema import OUTPUTS, schema

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
LINK = re.compile(r"\]\(([^)\s]+)\)")
# Pages made when the site is built.
MADE = frozenset((*pages(), *BESIDE.values()))
WRITTEN = sorted(DOCS.rglob("*.md"))


def links(page: Path) -> list[str]:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.S)
    return [link for link in LINK.findall(text) if "://" not in link and not link.startswith("#")]


@pytest.mark.parametrize(
    "page",
    [*WRITTEN, *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "RELEASE.md"))],
    ids=lambda page: page.relative_to(ROOT).as_posix(),
)
def test_links_lead_somewhere(page):
    for link in links(page):
        place = (page.parent / link.partition("#")[0]).resolve()
        made = place.is_relative_to(DOCS) and place.relative_to(DOCS).as_posix() in MADE
        assert made or place.exists(), link


def test_every_page_is_in_the_navigation():
    listed = set(re.findall(r"[\w/-]+\.md", (ROOT / "mkdocs.yml").read_text("utf-8")))
    there = {page.relative_to(DOCS).as_posix() for page in WRITTEN} | MADE
    assert listed == there


@pytest.mark.parametrize(
    "wanted", ["install.md", "reference/fields.md", "dates.md", "accuracy.md"], ids=lambda page: page[:-3]
)
def test_two_clicks_from_the_start(wanted):
    first = {link.partition("#")[0] for link in links(DOCS / "index.md")}
    second: set[str] = set()
    for page in first:
        if (DOCS / page).is_file() and page.endswith(".md"):
            second |= {f"{Path(page).parent}/{link}".removeprefix("./") for link in links(DOCS / page)}
    assert wanted in first | second


def test_every_option_is_in_the_reference():
    page = pages()["reference/options.md"]
    group: Any = typer.main.get_command(app)
    for name, command in group.commands.items():
        section = page.split(f"## newsfacts {name}\n", 1)[1].split("\n## ", 1)[0]
        for param in command.params:
            for option in param.opts if param.param_type_name == "option" else ():
                assert f"`{option}`" in section, (name, option)


def test_every_field_is_in_the_reference():
    page = pages()["reference/fields.md"]
    for output in OUTPUTS:
        for name, definition in schema(output)["$defs"].items():
            for field in definition.get("properties", {}):
                assert f"`{field}`" in page.split(f"### {name}\n", 1)[1].split("\n#", 1)[0], (name, field)


def test_every_public_name_is_in_the_reference():
    import newsfacts

    page = pages()["reference/python.md"]
    for name in newsfacts.__all__:
        assert name == "__version__" or f"### {name}\n" in page


def test_rules_are_shown_with_their_cases():
    page = pages()["reference/rules.md"]
    for subject in ("casualties", "dates", "numbers", "furniture"):
        assert f"## {subject}/rules.toml" in page
    assert "at least 12" in page


def test_the_site_is_built_without_a_warning(tmp_path, monkeypatch):
    commands = pytest.importorskip("mkdocs.commands.build", reason="make docs installs what builds the site")
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort

    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    config = load_config(str(ROOT / "mkdocs.yml"), site_dir=str(tmp_path / "site"), strict=True)
    try:
        commands.build(config)
    except Abort as error:
        pytest.fail(str(error))
    assert (tmp_path / "site" / "reference" / "options" / "index.html").is_file()
