"""The bar on the standard error of a terminal, and the closing line."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from newsfacts.cli.messages import Log
from newsfacts.cli.output import Target
from newsfacts.cli.reading import progress
from newsfacts.readers import find_inputs
from newsfacts.writers import FORMATS

pty = pytest.importorskip("pty")


@contextmanager
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Standard output and error are a terminal inside; what was shown on it is in the list afterwards."""
    inner, outer = pty.openpty()
    shown: list[str] = []
    with os.fdopen(outer, "w", encoding="utf-8") as stream, monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", stream)
        patch.setattr(sys, "stdout", stream)
        patch.setenv("TERM", "xterm")
        patch.setenv("COLUMNS", "80")
        yield shown
    shown.append(_rest(inner).decode("utf-8"))
    os.close(inner)


def _rest(descriptor: int) -> bytes:
    """All that stands in a terminal whose other end is closed.

    The kernel hands it over piece by piece and a little later than it was written: one read may get a part
    or nothing. The end is told by an empty read, or on Linux by an input/output error.
    """
    pieces = []
    with suppress(OSError):
        while piece := os.read(descriptor, 65_536):
            pieces.append(piece)
    return b"".join(pieces)


@pytest.fixture
def inputs(tmp_path: Path) -> list:
    for name in "abcd":
        (tmp_path / f"{name}.txt").write_text("Six people died in Kyiv.", "utf-8")
    return find_inputs([str(tmp_path)], on_error=lambda error: None)


def go(inputs: list, log: Log, target: Target) -> None:
    with progress(inputs, target, log) as advance:
        log.failed += 1
        for _ in range(len(inputs) - 1):
            log.found["articles"] += 1
            advance()


FILE = Target("json", FORMATS["json"], ("people",), Path("out.json"))


def test_a_terminal_shows_how_far_and_how_fast(inputs: list, monkeypatch: pytest.MonkeyPatch) -> None:
    with terminal(monkeypatch) as shown:
        go(inputs, Log(), FILE)
    assert "articles" in shown[0]
    assert "4/4" in shown[0]  # what failed is done with as well
    assert "left" in shown[0]


@pytest.mark.parametrize("log", [Log(quiet=True), Log(verbose=True)])
def test_no_bar_where_it_is_not_wanted_or_would_be_torn(
    inputs: list, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    with terminal(monkeypatch) as shown:
        go(inputs, log, FILE)
    assert shown == [""]


def test_no_bar_for_one_article_nor_where_facts_go_to_the_terminal(
    inputs: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    with terminal(monkeypatch) as shown:
        go(inputs[:1], Log(), FILE)
        go(inputs, Log(), Target("table", FORMATS["table"], ("people",)))
    assert shown == [""]


def test_no_bar_without_a_terminal(inputs: list, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    go(inputs, Log(), FILE)
    assert stream.getvalue() == ""


def test_the_closing_line_counts_and_tells_the_time_only_to_those_who_ask(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for verbose in (False, True):
        log = Log(verbose=verbose, failed=1)
        log.found.update({"articles": 2, "people": 3})
        log.summary(("people",))
        line = capsys.readouterr().err
        assert line.startswith("newsfacts: 2 articles: 3 people; 1 input failed")
        assert (" s, " in line) == verbose
        assert line.count("\n") == 1
