"""Several workers: the same bytes as one process, whatever becomes of a worker."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any, cast

import pytest
from ferry import facts_of_story
from typer.testing import CliRunner

from newsfacts import jobs
from newsfacts.cli import app
from newsfacts.errors import Died, Fault, ModelError, NewsfactsError, UsageError
from newsfacts.jobs import engines, pool, shard_of
from newsfacts.jobs.store import Store
from newsfacts.jobs.work import Failure, Work
from newsfacts.types import Article
from newsfacts.watchdog import TookTooLong

POSIX = os.name == "posix"
HERE = Path(__file__).parent


# A worker whose pipeline does what the article's text says, in place of `Work.ready`.
STAND_IN = f"""
import os, signal, sys, time
sys.path.insert(0, {str(HERE)!r})
from dataclasses import replace
from ferry import facts_of_story
from newsfacts.errors import ModelError
from newsfacts.jobs import work, worker
from newsfacts.watchdog import TookTooLong
def ready(self):
    print("whatever a library prints", flush=True)
    if self.model == "none":
        raise ModelError("model 'none' is not installed")
    if self.model == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    def read(article):
        what, _, more = article.text.partition(" ")
        if what == "die" or what == "die-once" and not os.path.exists(more):
            open(more or os.devnull, "a").close()
            os.kill(os.getpid(), signal.SIGKILL)
        if what == "late":
            return work.failure_of(TookTooLong(3))
        if what == "fault":
            return work.failure_of(ValueError("of no use"))
        if what == "memory":
            return work.failure_of(MemoryError())
        if what == "sleep":
            time.sleep(float(more))
        story = facts_of_story(article.id)
        return replace(story, article=replace(article, title=str(os.getpid())))
    return read
work.Work.ready = ready
worker.main()
"""


@pytest.fixture
def stand_in(monkeypatch):
    monkeypatch.setattr(pool, "_command", lambda: [sys.executable, "-c", STAND_IN])


def articles(*texts: str) -> list[Article]:
    return [Article(str(i), text) for i, text in enumerate(texts)]


def outcomes(given, number=2, **work) -> list[tuple[Article, Any]]:
    return list(pool.Pool(Work(**work), number).outcomes(given))


# Order, and workers that end


def test_outcomes_come_in_the_order_of_the_articles(stand_in):
    given = articles("sleep 0.3", "x", "sleep 0.1", *"abcdefgh", "sleep 0.2", *"ijk")
    found = outcomes(given, 3)
    assert [article.id for article, _ in found] == [article.id for article in given]
    assert all(outcome.article.id == article.id for article, outcome in found)
    assert len({outcome.article.title for _, outcome in found}) > 1  # several processes


@pytest.mark.skipif(not POSIX, reason="kills as POSIX does")
def test_a_killed_worker_is_replaced_and_its_article_tried_again(stand_in, tmp_path):
    said: list[str] = []
    given = articles("a", f"die-once {tmp_path / 'mark'}", *"bcd")
    found: list[Any] = list(pool.Pool(Work(), 1, note=said.append).outcomes(given))
    assert [outcome.article.id for _, outcome in found] == list("01234")
    assert said == ["1: its worker was killed (out of memory?): tried once more"]


@pytest.mark.skipif(not POSIX, reason="kills as POSIX does")
@pytest.mark.parametrize("number", [1, 3])
def test_an_article_that_kills_each_worker_costs_no_other(stand_in, number):
    given = articles(*"ab", "die", *"cd", "memory", "e")
    failed = [(a.id, o) for a, o in outcomes(given, number) if isinstance(o, Failure)]
    assert [(id, o.kind, o.text) for id, o in failed] == [
        (id, "died", "its worker was killed (out of memory?), 2 times") for id in "25"
    ]
    assert isinstance(failed[0][1].error, Died)


def test_what_goes_wrong_in_a_worker_is_told_here(stand_in):
    late, fault = (outcome.error for _, outcome in outcomes(articles("late", "fault")))
    assert isinstance(late, TookTooLong)
    assert late.seconds == 3
    assert isinstance(fault, Fault)
    assert (fault.name, str(fault)) == ("ValueError", "of no use")
    assert "ValueError: of no use" in fault.__notes__[0]


def test_a_model_that_is_not_there_is_told_once(stand_in):
    with pytest.raises(ModelError, match="model 'none' is not installed"):
        outcomes(articles(*"abc"), 2, model="none")


@pytest.mark.skipif(not POSIX, reason="kills as POSIX does")
def test_workers_that_cannot_start_end_the_run(stand_in):
    with pytest.raises(
        NewsfactsError, match=r"workers cannot start \(killed \(out of memory\?\)\): try fewer"
    ):
        outcomes(articles(*"abc"), 2, model="dies")


def test_no_process_is_left_over(stand_in):
    crew = pool.Pool(Work(), 2)
    found: Any = crew.outcomes(Article(str(i), "a") for i in count())
    next(found)
    processes = [cast(pool.Process, hand.worker).process for hand in crew.hands if hand.worker]
    found.close()
    assert processes
    assert all(process.poll() is not None for process in processes)
    assert not any(thread.name.startswith("newsfacts-") for thread in threading.enumerate())


def test_no_more_is_read_than_there_is_room_for(stand_in):
    read = 0

    def endless() -> Iterator[Article]:
        nonlocal read
        for i in count():
            read += 1
            yield Article(str(i), "sleep 0.5" if i == 0 else "a")

    found: Any = pool.Pool(Work(), 2).outcomes(endless())
    next(found)
    found.close()
    assert read <= 2 * pool._WINDOW + 1


def test_a_worker_that_takes_too_much_makes_way(stand_in):
    said: list[str] = []
    crew = pool.Pool(Work(), 1, max_memory=1, note=said.append)
    found: list[Any] = list(crew.outcomes(articles(*"abc")))
    assert [outcome.article.id for _, outcome in found] == list("012")
    assert len({outcome.article.title for _, outcome in found}) == 3
    assert all("made way for a new one" in line for line in said)


# The options


def test_auto_takes_no_workers_for_a_few_articles(monkeypatch):
    monkeypatch.setattr(engines, "processors", lambda: 4)
    asked = []

    def engine(name: str) -> Any:
        def outcomes(_articles, _work, number, _running):
            asked.append((name, number))
            return iter(())

        return outcomes

    for name in ("pool", "single"):
        monkeypatch.setitem(engines.ENGINES, name, engine(name))
    for number in (0, 3, 8):
        list(jobs.extract_many(articles(*["a"] * number), jobs="auto"))
    assert asked == [("single", 1), ("single", 1), ("pool", 4)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--jobs", "0"], "--jobs: '0' is no number of workers: give 1 to 1024, or auto"),
        (["--jobs", "two"], "--jobs: 'two' is no number of workers: give 1 to 1024, or auto"),
        (["--max-memory", "lots"], "--max-memory: 'lots' is no size: give one like 800M or 2G"),
        (["--max-memory", "10M"], "--max-memory 10M: less than a worker needs: give 256M or more"),
        (["--shard", "9/8"], "--shard: '9/8' is no share: give 1/8 to 8/8 for eight"),
        (["--shard", "0/2"], "--shard: '0/2' is no share: give 1/8 to 8/8 for eight"),
        (["--engine", "spark"], "--engine: unknown 'spark': there are single, pool, ray"),
        (["--resume"], "--resume: keeps what is done beside the output: name a file or folder with -o"),
    ],
)
def test_wrong_options(arguments, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("Six people were killed.", "utf-8")
    result = CliRunner().invoke(app, ["extract", "a.txt", *arguments])
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"newsfacts: {said}\n")


# Shares


@pytest.fixture
def told(monkeypatch, tmp_path):
    """`newsfacts extract` with the facts of the story for every article, without models; the ids it gave."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        jobs,
        "extract_many",
        lambda given, **_: (replace(facts_of_story(a.id), article=a) for a in given),
    )

    def run(*arguments: str) -> tuple[int, list[str], str]:
        result = CliRunner().invoke(app, ["extract", "--format", "jsonl", "--quiet", *arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return (
            result.exit_code,
            [json.loads(line)["id"] for line in result.stdout.splitlines()],
            result.stderr,
        )

    return run


def test_shares_divide_any_list(told):
    folder = Path("in")
    folder.mkdir()
    for i in range(9):
        (folder / f"{i}.txt").write_text("Six died.", "utf-8")
    records = [json.dumps({"id": f"r{i}", "text": "Six died."}) for i in range(20)]
    (folder / "more.jsonl").write_text("\n".join([*records[:10], "{", *records[10:]]), "utf-8")
    (folder / "bad.txt").write_bytes(b"\0")
    code, whole, errors = told("in")
    assert (code, len(whole), errors.count("\n")) == (3, 29, 2)
    parts = [told("in", "--shard", f"{i}/3") for i in (1, 2, 3)]
    assert sorted(id for _, ids, _ in parts for id in ids) == sorted(whole)
    assert all(ids == [id for id in whole if id in ids] and len(ids) > 3 for _, ids, _ in parts)
    assert sorted("".join(said for *_, said in parts).splitlines()) == sorted(errors.splitlines())
    # Other articles change no share.
    (folder / "0.txt").unlink()
    assert told("in", "--shard", "2/3")[1] == [id for id in parts[1][1] if id != "0"]


def test_a_share_without_articles_is_no_error(told):
    Path("a.txt").write_text("Six died.", "utf-8")
    found = [told("a.txt", "--shard", f"{i}/5") for i in range(1, 6)]
    assert sorted(found) == [(0, [], "")] * 4 + [(0, ["a"], "")]


def test_shares_are_the_same_on_every_machine():
    assert [shard_of(f"{i}/4").has("an article") for i in range(1, 5)] == [False, False, False, True]


def test_limit(told):
    Path("a.jsonl").write_text(
        "".join(json.dumps({"id": f"{i}", "text": "x"}) + "\n" for i in range(9)), "utf-8"
    )
    assert told("a.jsonl", "--limit", "4")[1] == list("0123")


# What is kept


@pytest.fixture
def story():
    found = facts_of_story("a")
    return found.article, found


def test_what_is_kept_comes_back(tmp_path, story):
    article, found = story
    with Store(tmp_path / "r", Work()) as store:
        key = store.key(article)
        assert not store.has(key)
        store.add(article, key, found)
    with Store(tmp_path / "r", Work()) as store:
        assert store.facts(article, key) == found
        assert not store.has(store.key(replace(article, text=article.text + " ")))
        assert not store.has(store.key(replace(article, title="Another")))
    with Store(tmp_path / "r", Work(only=("dates",))) as store:
        assert store.key(article) != key
    with Store(tmp_path / "r", Work(timeout=3)) as store:
        assert store.has(store.key(article))


def test_a_half_written_entry_is_mended(tmp_path, story):
    article, found = story
    path = tmp_path / "r"
    with Store(path, Work()) as store:
        store.add(article, store.key(article), found)
        whole = path.stat().st_size
        other = replace(article, id="b")
        store.add(other, store.key(other), found)
    data = path.read_bytes()
    for size in {*range(0, whole, 97), whole + 1, whole + 23, whole + 24, whole + 30, len(data) - 1}:
        path.write_bytes(data[:size])
        with Store(path, Work()) as store:
            kept = (store.has(store.key(article)), store.has(store.key(other)))
            assert kept == (size >= whole, False)
            store.add(other, store.key(other), found)
        with Store(path, Work()) as store:
            assert store.facts(other, store.key(other)) == found
    # A damaged entry counts as not there; those behind it do.
    path.write_bytes(data[:60] + b"\0\0" + data[62:])
    with Store(path, Work()) as store:
        assert (store.has(store.key(article)), store.has(store.key(other))) == (False, True)


def test_one_run_at_a_time(tmp_path):
    pytest.importorskip("fcntl")
    with Store(tmp_path / "r", Work()), pytest.raises(UsageError, match="another run writes it"):
        Store(tmp_path / "r", Work())
    (tmp_path / "r").write_text("a letter", "utf-8")
    with pytest.raises(UsageError, match="is no record of a run"):
        Store(tmp_path / "r", Work())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_one_line(tmp_path, story):
    article, found = story
    with Store(tmp_path / "r", Work()) as store:
        store._file.close()
        store._file = open("/dev/full", "wb")  # noqa: SIM115
        with pytest.raises(UsageError, match="cannot be written \\(no space left on device\\): make room"):
            store.add(article, b"k" * 16, found)


def test_only_what_is_new_is_read(tmp_path, monkeypatch):
    read: list[str] = []

    def ready(_self):
        def facts(article):
            read.append(article.id)
            return replace(facts_of_story(article.id), article=article)

        return facts

    monkeypatch.setattr(Work, "ready", ready)
    given = articles(*"abcde")
    first = list(jobs.extract_many(given[:3], kept=tmp_path / "r"))
    more = [given[4], *given[1:], replace(given[0], text="changed"), given[0]]
    second = list(jobs.extract_many(more, kept=tmp_path / "r"))
    assert read == ["0", "1", "2", "4", "3", "4", "0"]
    assert second[1:3] == first[1:]
    assert [found.article for found in second] == more


# Memory


@pytest.mark.model
def test_words_are_forgotten_and_facts_are_not(nlp, monkeypatch):
    from newsfacts import pipeline

    names = ("Solveig", "Batu", "Novara", "Quellin", "Torvik")

    def given(i: int) -> list[Article]:
        """Articles with names that no other `i` has."""
        texts = [" ".join(TEXTS[j % 4 :] + TEXTS[: j % 4]) for j in range(4)]
        for name in names:
            texts = [text.replace(name, f"{name}{chr(97 + i) * 4}") for text in texts]
        return [Article(f"a{j}", text) for j, text in enumerate(texts)]

    kept = [list(pipeline.extract_many(given(i), nlp=nlp)) for i in range(2)]
    monkeypatch.setattr(pipeline, "LASTING_WORDS", 0)
    before = len(nlp.vocab.strings)
    for i in range(2, 8):
        list(pipeline.extract_many(given(i), nlp=nlp))
        assert len(nlp.vocab.strings) == before
    assert [list(pipeline.extract_many(given(i), nlp=nlp)) for i in range(2)] == kept
    # Nor do the places of forgotten words stay: the vocabulary is made anew.
    monkeypatch.setattr(pipeline, "RENEWED_WORDS", 1)
    old = nlp.vocab
    assert [list(pipeline.extract_many(given(i), nlp=nlp)) for i in range(2)] == kept
    assert nlp.vocab is not old
    monkeypatch.setattr(pipeline, "RENEWED_WORDS", 10**9)
    # A zone that the caller has opened is the caller's.
    with nlp.memory_zone():
        assert list(pipeline.extract_many(given(0), nlp=nlp)) == kept[0]


# The whole command


TEXTS = [
    "TORVIK — At least six people were killed when the ferry Solveig caught fire off Torvik on Sunday.",
    "BATU — Dana Cole, the governor of Batu, said on Friday that 12 miners were missing.",
    "Nine people were hurt in Quellin on 3 May 2021, the Health Ministry said. Omar Hart leads the inquiry.",
    "A storm hit Novara on Tuesday. Some 40,000 people fled their homes, the United Nations said.",
]


def command(*arguments: str, **options) -> subprocess.CompletedProcess:
    name = Path(sys.executable).with_name("newsfacts")
    return subprocess.run([name, *arguments], capture_output=True, timeout=240, check=False, **options)


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Path:
    """A folder with an archive of 24 articles, and what one process makes of it."""
    folder = tmp_path_factory.mktemp("archive")
    lines = [
        json.dumps(
            {
                "id": f"a{i}",
                "text": f"{TEXTS[i % 4]}\n\n{TEXTS[(i + 1 + i // 4) % 4]}",
                "published": "2024-09-02",
            }
        )
        for i in range(24)
    ]
    (folder / "in.jsonl").write_text("\n".join([*lines[:20], "{", *lines[20:]]) + "\n", "utf-8")
    done = command("extract", "in.jsonl", "-o", "whole.jsonl", "--quiet", cwd=folder)
    assert done.returncode == 3
    return folder


@pytest.mark.model
def test_the_same_bytes_for_any_number_of_jobs(archive, tmp_path):
    whole = (archive / "whole.jsonl").read_bytes()
    for number in ("2", "3"):
        done = command("extract", "in.jsonl", "--format", "jsonl", "--jobs", number, "-q", cwd=archive)
        assert (done.returncode, done.stdout) == (3, whole)
        assert done.stderr.decode().startswith("in.jsonl:21: malformed JSON")
    shares = [
        command("extract", "in.jsonl", "--format", "jsonl", "--shard", f"{i}/3", "-q", cwd=archive)
        for i in (1, 2, 3)
    ]
    assert sorted(done.returncode for done in shares) == [0, 0, 3]
    lines = [line for done in shares for line in done.stdout.splitlines()]
    assert sorted(lines) == sorted(whole.splitlines())


def kept_after(path: Path, size: int, process: subprocess.Popen) -> None:
    """Wait until `path` has grown to `size`."""
    until = time.monotonic() + 120
    while (not path.exists() or path.stat().st_size < size) and process.poll() is None:
        assert time.monotonic() < until
        time.sleep(0.01)


@pytest.mark.model
@pytest.mark.skipif(not POSIX, reason="kills as POSIX does")
@pytest.mark.parametrize(
    ("how", "number"), [(signal.SIGKILL, 1), (signal.SIGKILL, 2), (signal.SIGTERM, 2), (signal.SIGINT, 2)]
)
@pytest.mark.parametrize("name", ["facts.jsonl", "facts.sqlite", "tables/"])
def test_a_run_that_was_ended_goes_on(archive, tmp_path, name, how, number):
    if (name, how) in (("facts.sqlite", signal.SIGINT), ("tables/", signal.SIGINT)) or (
        name != "facts.jsonl" and number == 1
    ):
        pytest.skip("the same as the others")
    if name == "tables/":
        pytest.importorskip("pyarrow")
    out = tmp_path / name
    kept = tmp_path / (f"{name}.resume" if out.suffix else "tables/.resume")
    arguments = ["extract", str(archive / "in.jsonl"), "-o", f"{tmp_path}/{name}", "--resume", "-q"]
    arguments += ["--jobs", str(number), *([] if out.suffix else ["--format", "parquet"])]
    program = Path(sys.executable).with_name("newsfacts")
    process = subprocess.Popen([program, *arguments], stderr=subprocess.DEVNULL)
    kept_after(kept, 3_000, process)
    process.send_signal(how)
    assert process.wait(60) == (-9 if how == signal.SIGKILL else 128 + how)
    size = kept.stat().st_size
    with kept.open("ab") as stream:
        stream.write(b"half an ent")
    done = command(*arguments)
    assert done.returncode == 3
    assert kept.stat().st_size > size
    plain = tmp_path / "plain" / name
    plain.parent.mkdir()
    assert (
        command(*[a.replace(f"{tmp_path}/{name}", f"{plain.parent}/{name}") for a in arguments]).returncode
        == 3
    )
    assert content(out) == content(plain)
    if out.suffix == ".jsonl":
        told = out.read_bytes().replace(str(archive / "in.jsonl").encode(), b"in.jsonl")
        assert told == (archive / "whole.jsonl").read_bytes()


def content(path: Path) -> object:
    """Of a file its bytes, of a database its dump, of a folder of Parquet its rows, sorted."""
    if path.suffix == ".sqlite":
        import sqlite3
        from contextlib import closing

        with closing(sqlite3.connect(path)) as connection:
            return list(connection.iterdump())
    if path.suffix:
        return path.read_bytes()
    from pyarrow import parquet

    return {
        file.name: sorted(map(repr, parquet.read_table(file).to_pylist())) for file in path.glob("*.parquet")
    }


@pytest.mark.model
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds the workers by /proc")
def test_a_worker_killed_from_outside_changes_nothing(archive, tmp_path):
    """kill -9, as the system does where memory runs short."""
    program = Path(sys.executable).with_name("newsfacts")
    arguments = ["extract", "in.jsonl", "-o", str(tmp_path / "f.jsonl"), "--resume", "-v", "--jobs", "2"]
    process = subprocess.Popen([program, *arguments], cwd=archive, stderr=subprocess.PIPE, text=True)
    kept_after(tmp_path / "f.jsonl.resume", 1_000, process)
    children = [
        int(word)
        for task in Path(f"/proc/{process.pid}/task").glob("*/children")
        for word in task.read_text().split()
    ]
    assert children
    for child in children:  # one of them may not be ready yet, and hold nothing
        os.kill(child, signal.SIGKILL)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 3
    assert "its worker was killed (out of memory?): tried once more" in said
    assert (tmp_path / "f.jsonl").read_bytes() == (archive / "whole.jsonl").read_bytes()
    assert not any(Path(f"/proc/{child}").exists() for child in children)


@pytest.mark.model
@pytest.mark.skipif(not POSIX, reason="a limit of the size of files")
def test_a_full_disk_and_then_resume(archive, tmp_path):
    import resource

    arguments = ["extract", "in.jsonl", "-o", str(tmp_path / "f.jsonl"), "--resume", "-q", "--jobs", "2"]
    size = len((archive / "whole.jsonl").read_bytes()) // 2

    def small() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    done = command(*arguments, cwd=archive, preexec_fn=small)
    assert done.returncode == 2
    assert b"cannot be written (file too large)" in done.stderr
    assert b"Traceback" not in done.stderr
    assert not (tmp_path / "f.jsonl").exists()
    assert command(*arguments, cwd=archive).returncode == 3
    assert (tmp_path / "f.jsonl").read_bytes() == (archive / "whole.jsonl").read_bytes()


@pytest.mark.model
@pytest.mark.skipif(not POSIX, reason="closes a pipe as POSIX does")
def test_nobody_reads_any_more(archive):
    program = str(Path(sys.executable).with_name("newsfacts"))
    arguments = [program, "extract", "in.jsonl", "--format", "jsonl", "-q", "--jobs", "2"]
    process = subprocess.Popen(arguments, cwd=archive, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    said = process.stderr.read().decode()
    assert process.wait(60) == 0
    assert [line for line in said.splitlines() if "malformed JSON" not in line] == []


@pytest.mark.model
@pytest.mark.parametrize("name", ["merge", "timeline"])
def test_other_commands_take_jobs(archive, name):
    one, two = (command(name, "in.jsonl", "-q", "--jobs", number, cwd=archive) for number in "12")
    assert one.stdout == two.stdout != b""
