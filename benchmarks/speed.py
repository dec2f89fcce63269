"""Speed and memory, as ratios within one run: `make bench`, or `python -m benchmarks.speed`.

Words per second of spaCy's tokenizer alone, of a spaCy CNN tagger (tok2vec 96 × 4, names only), of our
tagger and of the whole pipeline, on the same texts, one process and one thread, then two; start-up time
and peak memory of the command. Prints a table in Markdown. Timings of another machine compare with
nothing; the ratios do.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

import spacy  # noqa: E402
from spacy.language import Language  # noqa: E402
from spacy.training import Example  # noqa: E402

from benchmarks.development import records  # noqa: E402
from newsfacts.nlp import store  # noqa: E402
from newsfacts.pipeline import build_nlp  # noqa: E402

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


def texts(shared: Path) -> list[str]:
    """The development articles where they are, else the seeds, often enough for a steady figure."""
    path = shared / "corpora" / "ner" / "wwn-dev.jsonl.gz"
    if path.is_file():
        return [record["text"] for record in records(path)]
    return [path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))] * 20


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


def rate(run: Callable[[str], object], given: list[str], words: int, *, rounds: int) -> float:
    """Words per second, the best of `rounds`."""
    run(given[0])
    best = 0.0
    for _ in range(rounds):
        begun = time.perf_counter()
        for text in given:
            run(text)
        best = max(best, words / (time.perf_counter() - begun))
    return best


def start_up(*command: str) -> float:
    """Seconds of wall time of a command, the best of three."""
    best = float("inf")
    for _ in range(3):
        begun = time.perf_counter()
        subprocess.run([sys.executable, *command], check=True, capture_output=True)
        best = min(best, time.perf_counter() - begun)
    return best


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--steps", type=int, default=200, help="training steps of the CNN tagger")
    arguments = parser.parse_args()
    given = texts(arguments.shared)
    tokenizer = spacy.blank("en")
    words = sum(len(text.split()) for text in given)
    whole, whole_two = build_nlp(), build_nlp(threads=2)
    tagger_pipes = ["newsfacts_sentences", "newsfacts_furniture", "newsfacts_tagger"]
    tagger, tagger_two = build_nlp(), build_nlp(threads=2)
    tagger.select_pipes(enable=tagger_pipes)
    tagger_two.select_pipes(enable=tagger_pipes)
    cnn = cnn_tagger(given[:10], tagger, steps=arguments.steps)

    runs: dict[str, Callable[[str], object]] = {
        "spaCy CNN tagger, names only (tok2vec 96 × 4)": cnn,
        "spaCy tokenizer alone": tokenizer.make_doc,
        "our tagger (with sentences and furniture), 1 thread": tagger,
        "our tagger, 2 threads": tagger_two,
        "whole pipeline, 1 thread": whole,
        "whole pipeline, 2 threads": whole_two,
    }
    rates = {name: rate(run, given, words, rounds=arguments.rounds) for name, run in runs.items()}
    reference = next(iter(rates.values()))
    print(f"{len(given)} articles, {words} words\n\n| what | words/s | × the CNN tagger |\n|---|--:|--:|")
    for name, value in rates.items():
        print(f"| {name} | {value:,.0f} | {value / reference:.2f} |")
    imports = start_up("-c", "import spacy, onnxruntime")
    seed = str(sorted((ROOT / "seeds").glob("*.txt"))[0])
    command = start_up("-m", "newsfacts", "extract", seed, "--quiet", "--format", "json")
    print(f"\nStart-up: `newsfacts extract` on one short article takes {command / imports:.2f} × the time of")
    print(f"`import spacy, onnxruntime` ({command:.2f} s, {imports:.2f} s).")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"Peak memory of the command: {peak:.0f} MB.")


if __name__ == "__main__":
    main()
