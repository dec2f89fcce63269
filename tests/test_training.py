"""The parts of the training program that need no PyTorch: labels, chunks, augmentation."""

from __future__ import annotations

import gzip
import json
import random

import pytest
import spacy

from training import data


def sentence(text: str, *labels: str) -> data.Sentence:
    return data.Sentence(text.split(), {"ner": list(labels)})


def statement(text: str, words: str, kind: str = "killed", *, optional: bool = False, **slots: str) -> dict:
    start = text.index(words)
    empty = dict.fromkeys(("victims", "place", "date", "attribution", "cause"))
    return {"span": [start, start + len(words)], "kind": kind, "optional": optional, **empty, **slots}


def test_bio_widens_to_whole_tokens_and_keeps_the_first_of_two():
    doc = spacy.blank("en")("Ana Ruiz of Lima")
    assert data.bio(doc, [[0, 6, "PERSON"], [4, 8, "ORG"], [12, 16, "LOC"]]) == [
        "B-PERSON",
        "I-PERSON",
        "O",
        "B-LOC",
    ]


def test_harm_labels_mark_figures_and_slots():
    text = "A blast in Dori on Friday killed at least six people."
    doc = spacy.blank("en")(text)
    one = statement(text, "at least six", victims="people", place="Dori", date="Friday", cause="A blast")
    harm, roles = data.harm_labels(doc, [one])
    assert [token.text for token, label in zip(doc, harm, strict=True) if label != "O"] == [
        "at",
        "least",
        "six",
    ]
    assert {token.text: label for token, label in zip(doc, roles, strict=True) if label != "O"} == {
        "A": "B-CAUSE",
        "blast": "I-CAUSE",
        "Dori": "B-PLACE",
        "Friday": "B-DATE",
        "people": "B-VICTIMS",
    }


def test_optional_statements_teach_nothing():
    text = "The dead were named."
    harm, roles = data.harm_labels(spacy.blank("en")(text), [statement(text, "The dead", optional=True)])
    assert harm == ["?", "?", "O", "O", "O"]
    assert set(roles) == {"?"}


def test_a_slot_is_the_nearest_of_its_words():
    text = "In Dori, far from Dori, six died in Dori."
    assert data.nearest(text, "Dori", [24, 27]) == text.index("Dori", 10)
    assert data.nearest("Dorian", "Dori", [0, 1]) is None


def test_chunks_join_up_to_the_limit_and_cut_what_is_longer():
    document = [sentence("a b c", *"OOO"), sentence("d e", "O", "O"), sentence("f", "O")]
    joined = list(data.chunks(document, lambda: 5, lambda word: 1))
    assert [[s.words for s in chunk] for chunk in joined] == [[["a", "b", "c"], ["d", "e"]], [["f"]]]
    long = data.Sentence(["w"] * 300, {"ner": ["O"] * 300, "tag": None})
    cut = [s for chunk in data.chunks([long], lambda: 126, lambda word: 1) for s in chunk]
    assert [len(s.words) for s in cut] == [126, 126, 48]
    assert all(s.labels["tag"] is None for s in cut)


@pytest.fixture
def augment():
    text = "Ana Ruiz met Omar Said in Lima"
    labels = ("B-PERSON", "I-PERSON", "O", "B-PERSON", "I-PERSON", "O", "B-LOC")
    source = data.Source("made-up", [[sentence(text, *labels)]])

    def make(**shares: float) -> tuple[data.Augmenter, list[data.Sentence]]:
        every = {"upper": 0.0, "lower": 0.0, "title": 0.0, "persons": 0.0, "places": 0.0, **shares}
        return data.Augmenter(every, [source], random.Random(3)), source.documents[0]

    return make


def test_case_changes_words_and_no_label(augment):
    change, chunk = augment(upper=1.0)
    [changed] = change(chunk)
    assert changed.words == ["ANA", "RUIZ", "MET", "OMAR", "SAID", "IN", "LIMA"]
    assert changed.labels is chunk[0].labels


def test_names_are_replaced_by_names_of_the_same_place_in_a_name(augment):
    change, chunk = augment(persons=1.0)
    [changed] = change(chunk * 1)
    assert {changed.words[0], changed.words[3]} <= {"Ana", "Omar"}
    assert {changed.words[1], changed.words[4]} <= {"Ruiz", "Said"}
    assert [changed.words[i] for i in (2, 5, 6)] == ["met", "in", "Lima"]
    [first, second] = change(chunk * 2)
    assert first.words == second.words  # one person keeps one name within a chunk


def test_a_source_says_which_labels_its_o_may_hide(tmp_path):
    (tmp_path / "ner").mkdir()
    record = {"id": "x", "text": "Six went home.", "spans": []}
    with gzip.open(tmp_path / "ner" / "uner-ewt.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps(record) + "\n")
    [[[only]]] = [data.read_source("uner-ewt", tmp_path).documents]
    assert "NORP" in only.hidden
    assert "PERSON" not in only.hidden


def test_the_set_aside_third_is_a_third():
    share = sum(data.set_aside(f"article_{i}") for i in range(3000)) / 3000
    assert 0.3 < share < 0.37


def test_the_network_starts_as_the_base_model_and_exports(tmp_path):
    torch = pytest.importorskip("torch", reason="PyTorch is needed for training only")
    pytest.importorskip("onnx", reason="onnx is needed for training only")
    import onnxruntime as ort

    from training.export import build
    from training.network import Network

    torch.manual_seed(0)
    network = Network({"ner": 5, "tag": 3}, vocab=50, shapes=9, layers=1).eval()
    state = {name: value.numpy() for name, value in network.state_dict().items()}
    session = ort.InferenceSession(build(state, ["ner", "tag"], layers=1).SerializeToString())
    pieces, shapes = torch.tensor([[1, 7, 9, 2]]), torch.tensor([[0, 2, 1, 0]])
    first = torch.tensor([1, 2])
    with torch.no_grad():
        states = network(pieces, shapes, torch.ones(1, 4, dtype=torch.bool), first)
        expected = torch.cat([network.heads[head](states) for head in ("ner", "tag")], dim=1)
    [scores] = session.run(
        None, {"pieces": pieces[0].numpy(), "shapes": shapes[0].numpy(), "first": first.numpy()}
    )
    assert abs(scores - expected.numpy()).max() < 0.05  # word embeddings are int8
