"""What a run must not wait for: modules and patterns that nothing asks for."""

from __future__ import annotations

import dataclasses
import inspect
import json
import os
import re
import subprocess
import sys
from dataclasses import field, replace
from pathlib import Path
from typing import Any

import pytest

from newsfacts import classes, kept, patterns, rules
from newsfacts.dates import grammar

HEAVY = ("spacy", "onnxruntime", "numpy", "dateparser", "tokenizers", "rich", "charset_normalizer")


def imported_by(*arguments: str, cwd: Path) -> set[str]:
    """The modules that are there when `newsfacts ARGUMENTS` is done."""
    code = (
        "import atexit, json, sys\n"
        "names = lambda: print('\\n' + json.dumps(sorted(sys.modules)), file=sys.stderr)\n"
        "atexit.register(names)\n"
        f"sys.argv = ['newsfacts', *{list(arguments)!r}]\n"
        "from newsfacts.cli import main\n"
        "main()\n"
    )
    environment = {**os.environ, "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=cwd, env=environment, capture_output=True, text=True, check=True
    )
    return set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["extract", "--help"], ["config"]])
def test_what_needs_no_article_imports_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    assert imported_by(*arguments, cwd=tmp_path) & set(HEAVY) == set()


@pytest.mark.parametrize("arguments", [["schema"], ["models", "--format", "json"]])
def test_lists_import_no_spacy(arguments: list[str], tmp_path: Path) -> None:
    assert imported_by(*arguments, cwd=tmp_path) & {"spacy", "onnxruntime", "dateparser"} == set()


@pytest.mark.model
def test_an_article_imports_what_it_needs(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Dana Cole went to Lima. She likes it there.\n", "utf-8")
    names = imported_by("extract", "--format", "json", "--quiet", "a.txt", cwd=tmp_path)
    assert "spacy" in names
    # No day has to be worked out, no other kind of file is read or written.
    assert names & {"dateparser", "pyarrow", "openpyxl", "lxml"} == set()
    assert "newsfacts.writers.explain" not in names


def test_patterns_of_dates_are_compiled_when_tried() -> None:
    code = (
        "from newsfacts.dates import grammar as g\n"
        "g.find('It rained on Tuesday.')\n"
        "print(sum('match' in rule.__dict__ for rule in g.grammar().rules), len(g.grammar().rules))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    compiled, rules = map(int, done.stdout.split())
    assert 0 < compiled < rules / 2


def test_a_pattern_of_dates_needs_words_that_its_matches_have() -> None:
    texts = [case["text"] for case in rules.read("dates/cases")["case"]]
    matches = 0
    for rule in grammar.grammar().rules:
        waiting = replace(rule)  # nothing of it is compiled yet
        for text in texts:
            for start in range(len(text)):
                if rule.match.match(text, start):
                    matches += 1
                    assert waiting.may_match(text, start), (rule.rule.id, text[start:])
    assert matches > 500
    names = next(rule for rule in grammar.grammar().rules if rule.rule.id == "month-day")
    assert not replace(names).may_match("the judges said on 3", 0)


def run_with(folder: Path, *before: str) -> subprocess.CompletedProcess:
    """`newsfacts extract` on a line; what Python keeps compiled is in `folder`. `before`: lines of Python."""
    code = "\n".join(
        [
            "import re, sys",
            *before,
            "from newsfacts import kept",
            "from newsfacts.cli import main",
            "sys.argv = ['newsfacts', 'extract', '-', '-q', '--format', 'json', '--no-config']",
            "try:",
            "    main()",
            "finally:",
            "    print(sum(file.new for file in kept._files.values()), file=sys.stderr)",
        ]
    )
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder), "PYTHONDONTWRITEBYTECODE": ""}
    return subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        input="Six people were killed in Kyiv on Monday, Xanja Cole said.",
        capture_output=True,
        text=True,
        check=True,
    )


@pytest.mark.model
def test_patterns_and_tables_are_worked_out_once(tmp_path: Path) -> None:
    plain = run_with(tmp_path / "none", "sys.dont_write_bytecode = True")
    assert not list(tmp_path.rglob("*.bin"))
    first = run_with(tmp_path)
    files = sorted(tmp_path.rglob("*.bin"))
    assert [file.name.split(".")[0] for file in files] == ["methods", "patterns", "tables"]
    kept = [file.read_bytes() for file in files]
    assert b"Xanja" not in b"".join(kept)
    # Nothing is made anew that was kept: then it would be counted.
    second = run_with(tmp_path)
    assert int(second.stderr.splitlines()[-1]) == 0
    assert [file.read_bytes() for file in files] == kept
    for file, data in zip(files, kept, strict=True):
        for broken in (b"", b"what else", data[:-7], data[:90] + b"\0" + data[91:]):
            file.write_bytes(broken)
            assert run_with(tmp_path).stdout == plain.stdout
            again = run_with(tmp_path)
            assert again.stdout == plain.stdout
            assert again.stderr.splitlines()[-1] == "0"
    assert plain.stdout == first.stdout == second.stdout


def test_what_a_file_gave_is_made_anew_when_the_file_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, asked = tmp_path / "rules.toml", []

    def words() -> list[str]:
        asked.append(file.read_text("utf-8"))
        return asked[-1].split()

    file.write_text("two words", "utf-8")
    monkeypatch.setattr(kept, "_files", {})
    assert kept.of_files([file], words) == kept.of_files([file], words) == ["two", "words"]
    assert len(asked) == 2  # nobody asked to keep anything
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(kept, "beside", lambda name: str(tmp_path / f"{name}.bin"))
    for _ in range(2):  # two runs of a command
        monkeypatch.setattr(kept, "_files", {})
        kept.remember()
        assert kept.of_files([file], words) == ["two", "words"]
        kept.write()
    assert len(asked) == 3
    file.write_text("three more words", "utf-8")
    assert kept.of_files([file], words) == ["three", "more", "words"]
    file.unlink()
    with pytest.raises(FileNotFoundError):
        kept.of_files([file], words)


def test_kept_methods_are_those_of_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Else nothing would be kept, and each start would wait.
    assert "exec(" in inspect.getsource(dataclasses)
    monkeypatch.setattr(kept, "beside", lambda name: str(tmp_path / f"{name}.bin"))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)

    def made() -> type:
        fields: list[tuple[str, type, Any]] = [("name", str, field()), ("pages", int, field(default=3))]
        return dataclasses.make_dataclass("Book", fields, frozen=True, slots=True, order=True)

    for run in range(2):
        file = kept.Kept("methods")
        monkeypatch.setattr(dataclasses, "exec", classes._Methods(file).exec, raising=False)
        book = made()
        assert (file.new > 4) == (run == 0)
        assert repr(book("a")).endswith("Book(name='a', pages=3)")
        assert book("a") == book("a", 3) < book("b", 1)
        assert len({book("a"), book("a")}) == 1
        with pytest.raises(dataclasses.FrozenInstanceError):
            book("a").name = "b"
        with pytest.raises(TypeError, match="unexpected keyword"):
            book(title="a")
        file.write()


def test_kept_patterns_are_those_of_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_is_ours", lambda: True)
    given = [(rule.match.pattern, rule.match.flags & ~re.UNICODE) for rule in grammar.grammar().rules]
    monkeypatch.setattr(kept, "beside", lambda name: str(tmp_path / f"{name}.bin"))
    made = patterns._Patterns(kept.Kept("x"), vars(re)["_compiler"])
    texts = [case["text"] for case in rules.read("dates/cases")["case"]][:40]
    for pattern, flags in given:
        plain = made.original(pattern, flags)
        for again in (made.compile(pattern, flags), made.compile(pattern, flags)):  # made, then taken
            assert (plain.flags, plain.groups, plain.groupindex) == (
                again.flags,
                again.groups,
                again.groupindex,
            )
            for text in texts:
                assert [m.span() for m in plain.finditer(text)] == [m.span() for m in again.finditer(text)]
    assert made.file.new == len(set(given))
