"""The engine `ray`, on a cluster of several nodes on this machine, one of which is killed in the middle."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from newsfacts import jobs
from newsfacts.jobs import cluster
from newsfacts.jobs.work import Work
from newsfacts.types import Article

ray = pytest.importorskip("ray", reason="the ray extra is not installed")
cluster_utils = pytest.importorskip("ray.cluster_utils")

pytestmark = [pytest.mark.model, pytest.mark.timeout(600)]

TEXTS = [
    "TORVIK — At least six people were killed when the ferry Solveig caught fire off Torvik on Sunday.",
    "BATU — Dana Cole, the governor of Batu, said on Friday that 12 miners were missing.",
    "A storm hit Novara on Tuesday. Some 40,000 people fled their homes, the United Nations said.",
]
ARTICLES = [Article(f"a{i}", f"{TEXTS[i % 3]}\n\n{TEXTS[(i // 3) % 3]}") for i in range(45)]


@pytest.fixture(scope="module")
def nodes():
    """A head without processors and two nodes with one each."""
    os.environ["RAY_DISABLE_MEMORY_MONITOR"] = "1"
    made = cluster_utils.Cluster(
        initialize_head=True,
        head_node_args={"num_cpus": 0, "include_dashboard": False, "object_store_memory": 80 << 20},
    )
    workers = [made.add_node(num_cpus=1, object_store_memory=80 << 20) for _ in range(2)]
    made.wait_for_nodes()
    ray.init(address=made.address, log_to_driver=False, logging_level="ERROR")
    yield made, workers
    ray.shutdown()
    made.shutdown()


def test_a_node_killed_in_the_middle_costs_nothing(nodes, tmp_path):
    made, workers = nodes
    plain = list(jobs.extract_many(ARTICLES))
    said: list[str] = []
    found = []
    for facts in jobs.extract_many(ARTICLES, engine="ray", note=said.append, kept=tmp_path / "kept"):
        found.append(facts)
        if len(found) == 2:
            made.remove_node(workers.pop(), allow_graceful=False)
    assert found == plain  # each once, in order
    assert len([line for line in said if "lost, with its process or its node: tried once more" in line]) == 1
    # What was done is kept as in any run: nothing is read again.
    again = list(jobs.extract_many(ARTICLES, engine="ray", kept=tmp_path / "kept"))
    assert again == plain


def test_the_command_writes_parquet(nodes, tmp_path, monkeypatch):
    parquet = pytest.importorskip("pyarrow.parquet")
    from typer.testing import CliRunner

    from newsfacts.cli import app

    monkeypatch.chdir(tmp_path)
    lines = [json.dumps({"id": article.id, "text": article.text}) for article in ARTICLES[:6]]
    Path("in.jsonl").write_text("\n".join([*lines, "{"]), "utf-8")
    for name, engine in (("one", "single"), ("ray", "ray")):
        arguments = ["extract", "in.jsonl", "-o", f"{name}/", "--format", "parquet", "-q", "--engine", engine]
        result = CliRunner().invoke(app, arguments)
        assert result.exit_code == 3, result.stderr
    tables = sorted(path.name for path in Path("one").glob("*.parquet"))
    assert tables
    for name in tables:
        assert parquet.read_table(f"ray/{name}").equals(parquet.read_table(f"one/{name}")), name


def test_a_model_that_is_not_there(nodes):
    from newsfacts.errors import ModelError

    with pytest.raises(ModelError, match="'none' is not installed"):
        list(cluster.outcomes(ARTICLES[:2], Work(model="none"), 1))
