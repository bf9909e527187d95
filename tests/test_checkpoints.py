import os
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from course_utils.checkpoints import load_checkpoint, save_checkpoint
from course_utils.models import RowClassifier
from course_utils.runtime import seeded
from course_utils.training import fit, predict


def problem(count=10, length=5, width=3):
    """Rows of noise; the class is written in the very first number, so it has to be remembered."""
    rows = torch.randn(count, length, width, generator=torch.Generator().manual_seed(1))
    return rows, (rows[:, 0, 0] > 0).long()


def network(cell="gru", **changes):
    with seeded(0):
        return RowClassifier(cell, 3, 8, num_classes=2, **changes)


def parameters(model):
    return [parameter.detach().clone() for parameter in model.parameters()]


def distance(model, other):
    pairs = zip(model.parameters(), other.parameters(), strict=True)
    return max((a - b).abs().max().item() for a, b in pairs)


def linear(seed=0):
    """A float64 network whose gradient norms lie well above 1 at first and fall in steps of unequal size."""
    with seeded(seed):
        return nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2)).double()


def test_a_checkpoint_brings_parameters_and_facts_back(tmp_path):
    rows, labels = problem()
    model, other = network(), network()
    fit(model, rows, labels)
    assert distance(model, other) > 0
    path = tmp_path / "model.pt"
    facts = {"accuracy": 0.97, "digits": "MNIST", "epochs": 1, "final": True}
    save_checkpoint(path, model, **facts)
    assert load_checkpoint(path, other) == facts
    assert distance(model, other) == 0
    assert torch.equal(predict(other, rows), predict(model, rows))
    assert os.listdir(tmp_path) == ["model.pt"]


def test_a_path_may_be_a_string_and_a_model_without_config_will_do(tmp_path):
    path = str(tmp_path / "linear.pt")
    save_checkpoint(path, linear(seed=1))
    model = linear()
    assert load_checkpoint(path, model) == {}
    assert distance(model, linear(seed=1)) == 0


def test_a_failing_write_leaves_the_old_checkpoint_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "model.pt"
    save_checkpoint(path, linear(), accuracy=0.9)
    before = path.read_bytes()

    def full(_, file):
        Path(file).write_bytes(b"half")
        raise OSError("no space left on device")

    monkeypatch.setattr(torch, "save", full)
    with pytest.raises(OSError, match="no space left"):
        save_checkpoint(path, linear(seed=1), accuracy=0.1)
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["model.pt"]


def test_facts_must_be_plain_and_the_folder_must_exist(tmp_path):
    path = tmp_path / "model.pt"
    message = "^accuracy is a {}; wanted is a plain str, int, float or bool$"
    with pytest.raises(TypeError, match=message.format("Tensor")):
        save_checkpoint(path, linear(), accuracy=torch.tensor(0.9))
    with pytest.raises(TypeError, match=message.format("float64")):
        save_checkpoint(path, linear(), accuracy=np.float64(0.9))
    with pytest.raises(FileNotFoundError, match="but the folder .*absent does not exist$"):
        save_checkpoint(tmp_path / "absent" / "model.pt", linear())
    assert os.listdir(tmp_path) == []


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="model.pt; there is no such file$"):
        load_checkpoint(tmp_path / "model.pt", linear())
    with pytest.raises(FileNotFoundError, match="there is no such file$"):
        load_checkpoint(tmp_path, linear())


@pytest.mark.parametrize("content", [b"", b".", b"hello", b"PK\x03\x04 not really", b"\x80\x02}q\x00."])
def test_a_file_that_is_no_checkpoint_is_named(tmp_path, content):
    path = tmp_path / "model.pt"
    path.write_bytes(content)
    with pytest.raises(
        ValueError, match=r"^model.pt cannot be read as a checkpoint \(damaged, or not one\)$"
    ):
        load_checkpoint(path, linear())


@pytest.mark.parametrize("content", [{"weight": torch.zeros(2)}, [1, 2], {"format": 2}])
def test_a_checkpoint_of_another_form_is_named(tmp_path, content):
    torch.save(content, tmp_path / "model.pt")
    with pytest.raises(ValueError, match="^model.pt is not a checkpoint of format 1$"):
        load_checkpoint(tmp_path / "model.pt", linear())


class Trap:
    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.mkdir, (str(self.path),)


def test_a_checkpoint_cannot_run_code(tmp_path):
    sprung, path = tmp_path / "sprung", tmp_path / "model.pt"
    torch.save({"format": 1, "config": {}, "state_dict": {}, "facts": Trap(sprung)}, path)
    with pytest.raises(ValueError, match="^model.pt cannot be read as a checkpoint"):
        load_checkpoint(path, linear())
    assert not sprung.exists()
    torch.load(path, weights_only=False)
    assert sprung.exists(), "the trap would have worked"


def test_another_network_is_named_and_the_model_stays_as_it_was(tmp_path):
    path = tmp_path / "model.pt"
    save_checkpoint(path, network("lstm"))
    with pytest.raises(
        ValueError, match="^model.pt holds a network with {'cell': 'lstm',.*; model has {'cell': 'gru'"
    ):
        load_checkpoint(path, network("gru"))

    save_checkpoint(path, nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 5)))
    model = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 6))
    before = parameters(model)
    with pytest.raises(ValueError, match=r"'1.weight': \(5, 4\).*; model has {.*'1.weight': \(6, 4\)"):
        load_checkpoint(path, model)
    with pytest.raises(ValueError, match="^model.pt holds parameters of shapes"):
        load_checkpoint(path, nn.Linear(3, 4))
    assert all(torch.equal(a, b) for a, b in zip(before, model.parameters(), strict=True))


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory):
    path = tmp_path_factory.mktemp("checkpoint") / "model.pt"
    save_checkpoint(path, linear(seed=1), accuracy=0.5)
    return path.read_bytes(), path.with_name("damaged.pt")


@settings(deadline=None, max_examples=200)
@given(data=st.data())
def test_damage_is_noticed_or_harmless(checkpoint, data):
    sound, path = checkpoint
    place = data.draw(st.integers(0, len(sound) - 1))
    value = data.draw(st.integers(0, 255))
    path.write_bytes(sound[:place] + bytes([value]) + sound[place + 1 :])
    model = linear()
    try:
        facts = load_checkpoint(path, model)
    except ValueError:
        assert distance(model, linear()) == 0
    else:
        assert facts == {"accuracy": 0.5}
        assert distance(model, linear(seed=1)) == 0


@settings(deadline=None, max_examples=50)
@given(data=st.data())
def test_a_truncated_checkpoint_is_noticed(checkpoint, data):
    sound, path = checkpoint
    path.write_bytes(sound[: data.draw(st.integers(0, len(sound) - 1))])
    with pytest.raises(ValueError, match="cannot be read as a checkpoint"):
        load_checkpoint(path, linear())
