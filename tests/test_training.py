"""The parts of the training program that need no PyTorch: labels, chunks, augmentation."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Sequence

import numpy as np
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
    assert [len(s.words) for s in cut] == [data.LONGEST_CHUNK, 300 - data.LONGEST_CHUNK]
    assert all(s.labels["tag"] is None for s in cut)


@pytest.fixture
def augment():
    text = "Ana Ruiz met Omar Said in Lima"
    labels = ("B-PERSON", "I-PERSON", "O", "B-PERSON", "I-PERSON", "O", "B-LOC")
    pool: dict[tuple[str, str], Sequence[str]] = {
        ("PERSON", "first"): ("Kofi", "Mei"),
        ("PERSON", "last"): ("Tanaka", "Otieno"),
        ("LOC", "only"): ("Accra",),
    }

    def make(**shares: float) -> tuple[data.Augmenter, list[data.Sentence]]:
        every = {"upper": 0.0, "lower": 0.0, "title": 0.0, "persons": 0.0, "places": 0.0, **shares}
        return data.Augmenter(every, pool, random.Random(3)), [sentence(text, *labels)]

    return make


def test_case_changes_words_and_no_label(augment):
    change, chunk = augment(upper=1.0)
    [changed] = change(chunk)
    assert changed.words == ["ANA", "RUIZ", "MET", "OMAR", "SAID", "IN", "LIMA"]
    assert changed.labels is chunk[0].labels


def test_names_are_replaced_each_by_one_of_its_kind(augment):
    change, chunk = augment(persons=1.0)
    [changed] = change(chunk * 1)
    assert {changed.words[0], changed.words[3]} <= {"Kofi", "Mei"}
    assert {changed.words[1], changed.words[4]} <= {"Tanaka", "Otieno"}
    assert [changed.words[i] for i in (2, 5, 6)] == ["met", "in", "Lima"]
    [first, second] = change(chunk * 2)
    assert first.words == second.words  # one person keeps one name within a chunk
    change, chunk = augment(places=1.0)
    assert change(chunk)[0].words[6] == "Accra"


def test_what_rules_found_teaches_where_it_is_sure():
    text = "A blast killed six people. Five were hurt. The mayor was shot at. Rain fell."
    doc = data.splitter()(text)
    sure = {**statement(text, "six", victims="people", cause="A blast"), "confidence": 0.95}
    unsure = {**statement(text, "Five", "injured"), "confidence": 0.5}
    found = data.silver_labels(doc, [sure, unsure])
    by_word = dict(zip([token.text for token in doc], found["harm"], strict=True))
    assert by_word["six"] == "B-killed"
    assert by_word["blast"] == "O"
    assert by_word["Five"] == by_word["hurt"] == "?"  # not sure
    assert by_word["mayor"] == by_word["shot"] == "O"  # a harm word, and no figure
    assert found["roles"][:2] == ["B-CAUSE", "I-CAUSE"]


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
    sizes = {"vocab": 50, "shapes": 9, "lexicon": 24, "layers": 1, "heads_a_layer": 8, "hidden": 64}
    network = Network({"ner": 5, "tag": 3}, **sizes).eval()
    torch.nn.init.normal_(network.lexicon.weight)
    state = {name: value.numpy() for name, value in network.state_dict().items()}
    session = ort.InferenceSession(build(state, ["ner", "tag"], layers=1).SerializeToString())
    given = {
        "pieces": torch.tensor([[1, 7, 9, 2]]),
        "shapes": torch.tensor([[0, 2, 1, 0]]),
        "lexicon": torch.tensor([[0, 5, 0, 0]]),
    }
    first = torch.tensor([1, 2])
    with torch.no_grad():
        states = network(*given.values(), torch.ones(1, 4, dtype=torch.bool), first)
        expected = torch.cat([network.heads[head](states) for head in ("ner", "tag")], dim=1)
    inputs = {name: value[0].numpy() for name, value in given.items()}
    [scores] = session.run(["scores"], {**inputs, "first": first.numpy()})
    assert abs(scores - expected.numpy()).max() < 0.05  # word embeddings are int8


def test_pruning_keeps_the_parts_that_add_most():
    torch = pytest.importorskip("torch", reason="PyTorch is needed for training only")
    from training.network import HEADS, WIDTH, Network
    from training.prune import importance, narrowed

    torch.manual_seed(0)
    sizes = {"vocab": 50, "shapes": 9, "lexicon": 24, "layers": 1}
    whole = Network({"ner": 5}, **sizes, hidden=16).eval()
    head = WIDTH // HEADS
    with torch.no_grad():  # only three heads and four units add anything
        whole.layers[0].out.weight[:, 3 * head :] = 0
        whole.layers[0].down.weight[:, 4:] = 0
    batch = {
        "pieces": torch.tensor([[1, 7, 9, 2]]),
        "shapes": torch.zeros(1, 4, dtype=torch.long),
        "lexicon": torch.zeros(1, 4, dtype=torch.long),
        "mask": torch.ones(1, 4, dtype=torch.bool),
        "first": torch.tensor([1, 2]),
    }
    weights = narrowed(whole.state_dict(), *importance(whole, [batch]), keep_heads=3, keep_units=4)
    small = Network({"ner": 5}, **sizes, heads_a_layer=3, hidden=4).eval()
    small.load_state_dict(weights)
    with torch.no_grad():
        assert torch.allclose(small(*batch.values()), whole(*batch.values()), atol=1e-4)


def test_what_a_teacher_says_is_cut_with_the_words():
    taught = np.arange(6, dtype=np.float16).reshape(3, 2)
    belief = np.array([0.1, 0.2, 0.3], np.float32)
    long = data.Sentence(["one", "two", "three"], {"ner": ["O"] * 3}, taught=taught, belief=belief)
    [first, second] = data.parts(long, room_of=2, length=lambda word: 1)
    assert first.taught is not None
    assert second.taught is not None
    assert second.belief is not None
    assert first.taught.tolist() == [[0, 1], [2, 3]]
    assert second.taught.tolist() == [[4, 5]]
    assert second.belief.tolist() == [np.float32(0.3)]


@pytest.mark.model
def test_a_shipped_model_is_read_back_as_weights():
    torch = pytest.importorskip("torch", reason="PyTorch is needed for training only")
    pytest.importorskip("onnx", reason="onnx is needed for training only")
    from newsfacts.tagger.encoder import Encoder, model_folder
    from training.selftrain import network_of

    folder = model_folder("news-en")
    encoder = Encoder(folder)
    words = "The health ministry in Nairobi said on Monday that Amina Otieno had resigned .".split()
    chunk = next(iter(encoder.chunks([list(enumerate(words))])))
    network = network_of(folder, {head: list(part.labels) for head, part in encoder.heads.items()}, 0.0)
    given = [torch.from_numpy(chunk.inputs[name])[None] for name in ("pieces", "shapes", "lexicon")]
    with torch.no_grad():
        states = network.eval()(
            *given, torch.ones(given[0].shape, dtype=torch.bool), torch.from_numpy(chunk.inputs["first"])
        )
        scores = torch.cat([layer(states) for layer in network.heads.values()], dim=1).numpy()
    expected = encoder.score(chunk)  # its activations are int8
    assert abs(scores - expected).max() < 1.0
    names = slice(encoder.heads["ner"].start, encoder.heads["ner"].end)
    assert (scores[:, names].argmax(axis=1) == expected[:, names].argmax(axis=1)).all()


def test_the_teachers_own_labels_are_believed_as_far_as_its_confidence_goes():
    pytest.importorskip("torch", reason="PyTorch is needed for training only")
    from newsfacts.tagger.encoder import Head
    from training.selftrain import Teacher

    doc = spacy.blank("en")("Ana Ruiz of Lima")
    shares = np.array([[0.1], [0.1], [0.9], [0.2]], np.float32)
    head = Head("ner", ("O", "B-PERSON", "I-PERSON"), 0, 1.0, 0.0)
    labels, belief = Teacher.own_labels(doc, shares, [(0, 2, "PERSON", 0.75)], head)
    assert labels == ["B-PERSON", "I-PERSON", "O", "O"]
    assert belief.tolist() == pytest.approx([0.75, 0.75, 0.9, 0.2])


def test_texts_that_are_measured_on_are_known_by_runs_of_words():
    pytest.importorskip("torch", reason="PyTorch is needed for training only")
    from training.selftrain import SHARED_RUNS, runs

    text = "The ferry left the port of Dori at noon with ninety people on board, the owner said."
    copied = "On Friday " + text.upper()
    other = "The ferry left the town of Dori at noon and nobody on board knew what the owner had said."
    assert len(runs(text) & runs(copied)) >= SHARED_RUNS
    assert not runs(text) & runs(other)
