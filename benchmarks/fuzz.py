"""Fuzzing: inputs that nobody would write, through the readers and through `extract`: `make fuzz`.

    python -m benchmarks.fuzz --readers 100000 --texts 60000 --seed 1
    python -m benchmarks.fuzz --guided 100000        needs benchmarks/requirements-fuzz.txt

Each input is made from the seed and its number alone, so `--start NUMBER --readers 1` makes a failure
again. `--guided` runs atheris on the parts that are plain Python: it changes inputs towards lines of ours
that none has reached. What is asserted stands in `tests/any_files.py`, `tests/any_texts.py` and below.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

# An input of a few thousand characters that takes longer is a failure.
MOST_SECONDS = 30
# One input in so many is also read again; held to the schema and read back; written to files of tables.
AGAIN, SCHEMA, TABLES, TERMINAL = 50, 20, 500, 4


class TooSlow(Exception):
    """An input took more than `MOST_SECONDS`."""


@contextlib.contextmanager
def limited(seconds: int = MOST_SECONDS) -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        raise TooSlow(f"more than {seconds} seconds")

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


class Failures:
    """What went wrong, each kind once in full: the type of the error and the line of ours where it arose."""

    def __init__(self) -> None:
        self.kinds: Counter[str] = Counter()

    def add(self, error: BaseException, where: str, given: object) -> None:
        frames = traceback.extract_tb(error.__traceback__)
        ours = [frame for frame in frames if "newsfacts" in frame.filename or "any_" in frame.filename]
        at = (ours or list(frames))[-1]
        kind = f"{type(error).__name__} at {Path(at.filename).name}:{at.lineno}"
        self.kinds[kind] += 1
        if self.kinds[kind] == 1:
            print(f"FAILED {where}: {kind}\n{ascii(given)[:3000]}", file=sys.stderr)
            traceback.print_exception(error, limit=-8)
        else:
            print(f"FAILED {where}: {kind}", file=sys.stderr)


def fuzz_readers(count: int, start: int, seed: int, failures: Failures) -> Counter[str]:
    """So many files; how many gave articles, how many only messages."""
    from any_files import any_file, read_and_check

    seen: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(start, start + count):
            data, suffix, format = any_file(random.Random(f"readers {seed} {number}"))
            file = Path(folder) / f"any{suffix}" if suffix is not None else None
            begun = time.perf_counter()
            try:
                with limited():
                    found = read_and_check(data, format=format, file=file)
                    if number % AGAIN == 0:
                        assert found == read_and_check(data, format=format, file=file), "read otherwise again"
                    # Short limits are met seldom otherwise.
                    if number % AGAIN == 1:
                        read_and_check(data, format=format, file=file, max_chars=100)
            except Exception as error:
                failures.add(error, f"--readers, seed {seed}, number {number}", (data, suffix, format))
            else:
                seen["with articles" if found[0] else "messages only"] += 1
            if file:
                file.unlink(missing_ok=True)
            _progress("readers", number - start + 1, count, time.perf_counter() - begun, number)
    return seen


@cache
def _pipeline(keep_furniture: bool, vague: str) -> Any:
    from newsfacts.pipeline import build_nlp

    return build_nlp(keep_furniture=keep_furniture, vague=vague)


def _facts(text: str, published: str | None, id: str, *, keep_furniture: bool = False, vague: str) -> Any:
    from newsfacts.pipeline import extract
    from newsfacts.types import Article

    return extract(Article(id, text), published=published, nlp=_pipeline(keep_furniture, vague))


@cache
def _validator() -> Any:
    from jsonschema import Draft202012Validator

    from newsfacts.output.schema import schema

    return Draft202012Validator(schema(closed=True), format_checker=Draft202012Validator.FORMAT_CHECKER)


def _write(facts: list[Any], *, terminal: bool) -> str:
    """What all writers of text make of `facts`."""
    from newsfacts.timeline import timeline
    from newsfacts.types import KINDS
    from newsfacts.writers import WRITERS
    from newsfacts.writers.timeline import TIMELINE_WRITERS

    out = io.StringIO()
    for name, write in WRITERS.items():
        if name == "table" and not terminal:
            continue
        for only in [[kind] for kind in KINDS] if name in ("csv", "tsv") else [list(KINDS)]:
            write(iter(facts), out, only=only)
    entries = timeline(facts)
    for name, write_timeline in TIMELINE_WRITERS.items():
        if name != "table" or terminal:
            write_timeline(entries, out)
    written = out.getvalue()
    written.encode()
    return written


def check_text(text: str, published: str | None, number: int, earlier: list[Any]) -> None:
    """Everything that has to hold. `earlier`: facts of the texts before, for what takes several articles."""
    from any_texts import check

    from newsfacts.output.records import as_record, from_record

    options: dict[str, Any] = {
        "keep_furniture": number % 5 == 0,
        "vague": ("literal", "acled")[number % 7 == 0],
    }
    found = _facts(text, published, f"text {number}", **options)
    assert len(found.article.text) == len(text)
    check(found)
    written = _write([found], terminal=number % TERMINAL == 0)
    record = json.loads(json.dumps(as_record(found)))
    if number % SCHEMA == 0:
        _validator().validate(record)
        again = json.loads(json.dumps(as_record(from_record(record))))
        assert again == record, "facts read back are others"
    if number % AGAIN == 0:
        again = _facts(text, published, f"text {number}", **options)
        assert _write([again], terminal=number % TERMINAL == 0) == written, "the same text gave other bytes"
    earlier.append(found)
    if len(earlier) == TABLES:
        with limited(10 * MOST_SECONDS):  # not of this input alone
            _several(earlier)
        earlier.clear()


def _several(facts: list[Any]) -> None:
    from table_files import NAMES, expected, read, write

    _write(facts, terminal=True)
    wanted = expected(facts)
    for name, file in NAMES.items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / file
            write(name, path, facts)
            tables = read(name, path)
            for table, rows in wanted.items():
                assert len(tables.get(table, [])) == len(rows), f"{name}: rows of {table} are lost"


def fuzz_texts(count: int, start: int, seed: int, failures: Failures) -> Counter[str]:
    """So many texts; how many had facts, by kind."""
    from any_texts import PUBLISHED, any_text

    from newsfacts.types import KINDS

    seen: Counter[str] = Counter()
    earlier: list[Any] = []
    for number in range(start, start + count):
        draw = random.Random(f"texts {seed} {number}")
        text, published = any_text(draw), draw.choice(PUBLISHED)
        begun = time.perf_counter()
        try:
            with limited():
                check_text(text, published, number, earlier)
        except Exception as error:
            failures.add(error, f"--texts, seed {seed}, number {number}", (text, published))
        else:
            if earlier:
                seen.update(kind for kind in KINDS if getattr(earlier[-1], kind))
        _progress("texts", number - start + 1, count, time.perf_counter() - begun, number)
    if earlier:
        _several(earlier)
    return seen


def fuzz_hypothesis(count: int, seed: int, failures: Failures) -> None:
    """So many texts of hypothesis' strategies, those of `tests/test_fuzz.py` among them."""
    import hypothesis
    import test_fuzz
    from any_texts import PUBLISHED
    from hypothesis import strategies as st

    texts = st.one_of(
        st.text(max_size=200), test_fuzz.disturbed(), test_fuzz.shuffled(), test_fuzz.in_other_type()
    )
    numbers = iter(range(10**9))
    earlier: list[Any] = []
    settings = hypothesis.settings(
        max_examples=count,
        deadline=None,
        database=None,
        derandomize=False,
        suppress_health_check=list(hypothesis.HealthCheck),
    )

    @hypothesis.seed(seed)
    @settings
    @hypothesis.given(texts, st.sampled_from(PUBLISHED))
    def run(text: str, published: str | None) -> None:
        number, begun = next(numbers), time.perf_counter()
        check_text(text, published, number, earlier)
        _progress("hypothesis", number + 1, count, time.perf_counter() - begun, number)

    try:
        run()
    except Exception as error:
        failures.add(error, f"hypothesis, seed {seed}", "\n".join(getattr(error, "__notes__", ())))


def _decode(data: bytes) -> None:
    from newsfacts.readers.decoding import decode

    with contextlib.suppress(UnicodeError):
        decode(data)[0].encode()


def _format(name: str) -> Callable[[bytes], None]:
    def run(data: bytes) -> None:
        from any_files import read_and_check

        read_and_check(data, format=name)

    return run


def _numbers(data: bytes) -> None:
    from newsfacts import numbers

    text = data.decode("utf-8", "replace")
    behind = 0
    for policy in numbers.policies():
        behind = 0
        for found in numbers.find(text, policy=policy):
            assert behind <= found.span.start < found.span.end <= len(text)
            assert found.min is None or found.max is None or 0 <= found.min <= found.max
            behind = found.span.end


def _dates(data: bytes) -> None:
    from any_texts import PUBLISHED

    from newsfacts.dates.read import read_dates

    text = data.decode("utf-8", "replace")
    for published in PUBLISHED:
        for found in read_dates(text, published=published):
            assert 0 <= found.start < found.end <= len(text)


def _published(data: bytes) -> None:
    from newsfacts.dates.given import as_edtf, checked_edtf
    from newsfacts.dates.published import date_of_address, find_published
    from newsfacts.types import Article

    text = data.decode("utf-8", "replace")
    with contextlib.suppress(ValueError):
        checked_edtf(as_edtf(text))
    for date in (
        date_of_address(text),
        find_published(Article("a", text)).date,
        find_published(Article("a", f"BATU, {text} (AP) — Six died.", url=text)).date,
    ):
        assert date is None or checked_edtf(date)


def _boilerplate(data: bytes) -> None:
    from newsfacts.doc.split import split
    from newsfacts.furniture.bylines import find_author
    from newsfacts.furniture.marks import find_furniture, find_title

    text = data.decode("utf-8", "replace")
    for skipped in find_furniture(text):
        assert 0 <= skipped.span.start < skipped.span.end <= len(text)
    title = find_title(text)
    assert title is None or title.strip()
    find_author(text)
    behind = 0
    for span in split(text):
        assert behind <= span.start < span.end <= len(text)
        behind = span.end


# What `--guided` runs.
GUIDED: dict[str, Callable[[bytes], None]] = {
    "decoding": _decode,
    **{name: _format(name) for name in ("text", "json", "jsonl", "csv", "tsv", "warc", "feed", "html")},
    "numbers": _numbers,
    "dates": _dates,
    "published": _published,
    "boilerplate": _boilerplate,
}


def fuzz_guided(count: int, seed: int, only: list[str]) -> int:
    """Run atheris on each part in `only`, in a process of its own that it may end; how many parts failed."""
    failed = 0
    for name in only:
        begun = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            corpus = Path(folder)
            for number, data in enumerate(_corpus(name)):
                (corpus / str(number)).write_bytes(data)
            command = [sys.executable, "-m", "benchmarks.fuzz", "--guided-part", name]
            limits = [f"-runs={count}", f"-seed={seed}", "-max_len=600", "-timeout=60", "-rss_limit_mb=4096"]
            done = subprocess.run(
                [*command, *limits, f"-artifact_prefix={folder}/", folder],
                check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=ROOT,
            )  # fmt: skip
            for crash in sorted([*corpus.glob("crash-*"), *corpus.glob("timeout-*"), *corpus.glob("oom-*")]):
                print(f"FAILED --guided {name}: {crash.name}\n{crash.read_bytes()!a}", file=sys.stderr)
        last = [line for line in done.stdout.decode("utf-8", "replace").splitlines() if "cov:" in line][-1:]
        print(
            f"guided {name}: {count} inputs, {time.perf_counter() - begun:.0f} s, {' '.join(last)[:60]}",
            flush=True,
        )
        if done.returncode:
            failed += 1
            print(done.stdout.decode("utf-8", "replace")[-4000:], file=sys.stderr)
    return failed


def _corpus(name: str) -> list[bytes]:
    from any_files import seeds
    from any_texts import DATES, PARAGRAPHS, any_text

    if name in seeds():
        return list(seeds()[name])
    if name == "decoding":
        return [
            text.encode(encoding, "replace")
            for text in PARAGRAPHS
            for encoding in ("utf-8", "utf-16", "utf-32", "cp1252", "mac_roman", "cp850", "shift_jis")
        ]
    texts = [any_text(random.Random(f"corpus {number}")) for number in range(200)]
    return [text.encode("utf-8", "replace") for text in (*texts, *DATES)]


def guided_part(name: str, arguments: list[str]) -> None:
    import atheris

    with atheris.instrument_imports(include=["newsfacts"]):
        import any_files
        import any_texts

        import newsfacts.dates.published
        import newsfacts.dates.read
        import newsfacts.doc.split
        import newsfacts.furniture.marks
        import newsfacts.readers.feeds
        import newsfacts.readers.json_records
        import newsfacts.readers.pages
        import newsfacts.readers.tabular
        import newsfacts.readers.text
        import newsfacts.readers.warc

    del any_files, any_texts, newsfacts
    atheris.Setup([sys.argv[0], *arguments], GUIDED[name])
    atheris.Fuzz()


_slowest: dict[str, tuple[float, int]] = {}


def _progress(what: str, done: int, count: int, seconds: float, number: int) -> None:
    _slowest[what] = max(_slowest.get(what, (0.0, 0)), (seconds, number))
    if done % 5000 == 0:
        print(f"{what}: {done} of {count}", file=sys.stderr, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--readers", type=int, default=0, metavar="N", help="so many files")
    parser.add_argument("--texts", type=int, default=0, metavar="N", help="so many texts")
    parser.add_argument("--hypothesis", type=int, default=0, metavar="N", help="so many texts of hypothesis")
    parser.add_argument(
        "--guided", type=int, default=0, metavar="N", help="so many inputs a part, by atheris"
    )
    parser.add_argument(
        "--only", nargs="+", default=list(GUIDED), choices=list(GUIDED), help="parts of --guided"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0, help="number of the first file and text")
    parser.add_argument("--guided-part", choices=list(GUIDED), help=argparse.SUPPRESS)
    options, rest = parser.parse_known_args()
    if options.guided_part:
        guided_part(options.guided_part, rest)
        return 0
    if rest:
        parser.error(f"unknown: {' '.join(rest)}")
    if not (options.readers or options.texts or options.hypothesis or options.guided):
        parser.error("nothing to do: give --readers, --texts, --hypothesis or --guided")
    failures = Failures()
    runs: list[tuple[str, int, Callable[[], Counter[str] | None]]] = [
        (
            "readers",
            options.readers,
            lambda: fuzz_readers(options.readers, options.start, options.seed, failures),
        ),
        ("texts", options.texts, lambda: fuzz_texts(options.texts, options.start, options.seed, failures)),
        (
            "hypothesis",
            options.hypothesis,
            lambda: fuzz_hypothesis(options.hypothesis, options.seed, failures),
        ),
    ]
    for name, count, run in runs:
        if not count:
            continue
        begun, before = time.perf_counter(), failures.kinds.total()
        seen = run() or {}
        told = ", ".join(f"{what} {number}" for what, number in sorted(seen.items()))
        slowest, at = _slowest.get(name, (0.0, 0))
        print(
            f"{name}: {count} inputs, {failures.kinds.total() - before} failures, "
            f"{time.perf_counter() - begun:.0f} s; slowest {slowest:.2f} s (number {at}); {told}",
            flush=True,
        )
    for kind, number in failures.kinds.most_common():
        print(f"{number} × {kind}")
    failed = fuzz_guided(options.guided, options.seed, options.only) if options.guided else 0
    return 1 if failures.kinds or failed else 0


if __name__ == "__main__":
    sys.exit(main())
