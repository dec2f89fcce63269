"""The same article in other clothes has the same facts: wrapped, with CRLF, with tags, as a page in mail."""

from __future__ import annotations

import html
import quopri
import random
import textwrap
from pathlib import Path

import pytest
from input_files import put

from newsfacts.errors import InputError
from newsfacts.pipeline import extract_many
from newsfacts.readers import find_inputs, read_articles
from newsfacts.types import KINDS, Article, ArticleFacts, Published, PublishedBasis

pytest.importorskip("newsfacts.readers.pages")
pytestmark = pytest.mark.model

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
DAY = Published("2024-09-04", PublishedBasis.OPTION)
_PLACES = ("Kano, Nigeria", "Lyon", "the village of Dori", "Port Sudan", "Nairobi", "Odesa in Ukraine")
_PEOPLE = (
    "Governor Ali Musa",
    "Ana Ruiz",
    "Prime Minister Jan Holm",
    "police spokesman Kofi Mensah",
    "Irene Okello",
)
_BODIES = (
    "the Red Cross",
    "the United Nations",
    "the coast guard",
    "the interior ministry",
    "Médecins Sans Frontières",
)


def refused(error: InputError) -> None:
    pytest.fail(str(error))


def _made_up(seed: int) -> str:
    draw = random.Random(seed)
    place, other = draw.sample(_PLACES, 2)
    who, second = draw.sample(_PEOPLE, 2)
    body = draw.choice(_BODIES)
    dead, hurt = draw.randint(3, 90), draw.randint(10, 400)
    return "\n\n".join(
        [
            f"At least {dead} people were killed and {hurt} others were injured when a fire swept "
            f"through a market in {place} on Monday night, {who} said.",
            f"“We heard a blast, and then the roof came down,” said {second}, who had been waiting "
            f"for a bus to {other} with two children.",
            f"More than {hurt + dead} families were left homeless, according to {body}, which sent tents and "
            f"doctors. The last such fire in the town, in March 2019, killed {dead // 3 + 2} people.",
            f"Schools will stay closed until Friday. {who.split()[-1]} will visit {other} on 7 September.",
        ]
    )


ARTICLES = {path.stem: path.read_text("utf-8") for path in SEEDS} | {
    f"made-{n}": _made_up(n) for n in range(20)
}


def facts_of(text: str, nlp) -> tuple[list[str], ArticleFacts]:
    (found,) = extract_many([Article("a", text, published=DAY)], nlp=nlp)
    return told(found), found


def told(found: ArticleFacts) -> list[str]:
    """What the facts say, without where they stand."""
    lines = []
    for kind in KINDS:
        for fact in getattr(found, kind):
            if kind == "casualties":
                when = fact.date.value if fact.date else None
                slots = (fact.min, fact.max, fact.victims, fact.place, when, fact.attribution, fact.cause)
                lines.append(f"{fact.kind} {slots} {fact.status} {fact.scope} {fact.group}")
            elif kind == "dates":
                lines.append(f"{fact.timex} {fact.value} {fact.basis} {fact.event}")
            else:
                lines.append(f"{kind} {fact.name} {len(fact.mentions)} {getattr(fact, 'role', '')}")
    return [" ".join(line.split()) for line in lines]


def wrapped(text: str, width: int, end: str = "\n") -> str:
    return (end * 2).join(
        end.join(textwrap.wrap(part, width, break_on_hyphens=False)) for part in text.split("\n\n")
    )


@pytest.mark.parametrize("name", [name for name in ARTICLES if name.startswith("made")])
def test_a_made_up_article_in_any_clothes(name, nlp, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = ARTICLES[name]
    expected, plain = facts_of(text, nlp)
    assert len(plain.casualties) >= 3
    tagged = "".join(f"<p>{html.escape(part)}</p>" for part in text.split("\n\n"))
    for other in (wrapped(text, 60), wrapped(text, 72), wrapped(text, 80, "\r\n"), tagged):
        found, facts = facts_of(other, nlp)
        assert found == expected
        for kind in KINDS:
            for fact in getattr(facts, kind):
                for evidence in getattr(fact, "mentions", None) or (fact.evidence,):
                    assert " ".join(evidence.span.of(other).split())
    page = (
        f"<!doctype html><html><head><title>A fire</title></head><body><article><h1>A fire</h1>{tagged}"
        "</article></body></html>"
    )
    put("mail.html", quopri.encodestring(page.encode()))
    (article,) = read_articles(
        find_inputs(["mail.html"], on_error=refused), on_error=refused, published="2024-09-04"
    )
    assert article.text == text
    assert any("quoted-printable" in warning for warning in article.warnings)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_a_seed_with_other_line_ends(path, nlp):
    text = path.read_text("utf-8")
    expected, _ = facts_of(text, nlp)
    assert facts_of(text.replace("\n", "\r\n"), nlp)[0] == expected


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
@pytest.mark.parametrize("width", [60, 72, 80])
def test_a_seed_hard_wrapped(path, width, nlp):
    text = "\n\n".join(
        " ".join(line.split()) for line in path.read_text("utf-8").splitlines() if line.strip()
    )
    assert facts_of(wrapped(text, width), nlp)[0] == facts_of(text, nlp)[0]
