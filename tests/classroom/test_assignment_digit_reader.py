"""The digit reader: which checkpoints are taken, what they are held against, and what a reason says."""

import importlib.util
import math
import re
from pathlib import Path

import pytest
import torch

from course_utils.classroom.judge.draw import keyed_seed
from course_utils.classroom.sandbox.requests import answer_here

FOLDER = Path(__file__).parents[2] / "notebooks" / "assignments" / "digit_reader"
POINTS = [1, 2, 2, 3]


@pytest.fixture
def checks():
    """The hidden checks as a module of their own, whose functions a test may replace."""
    spec = importlib.util.spec_from_file_location("digit_reader_checks", FOLDER / "hidden_checks.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def judged(question, folder=Path(), namespace=None, attempt=0):
    return question.judge(
        lambda request: answer_here(request, namespace or {}, folder),
        lambda part: keyed_seed(b"test", question.id, attempt, part),
    )


def reads(checks, monkeypatch, **shares):
    """Let every reader read these shares of the held-out digits, whatever its numbers are."""
    right = {
        source: torch.arange(checks.HELD_OUT) < share * checks.HELD_OUT for source, share in shares.items()
    }
    monkeypatch.setattr(checks, "_held_out", right.get)
    monkeypatch.setattr(checks, "_right", lambda reader, source: right[source])
    monkeypatch.setattr(checks, "_suspicion", lambda reader, source: "")


def save(checks, folder, hidden_size=5, **changes):
    weights = checks.Reader(hidden_size).state_dict() | changes
    torch.save({name: tensor for name, tensor in weights.items() if tensor is not None}, folder / checks.FILE)


@pytest.mark.parametrize("hidden_size", [1, 5, 128])
def test_a_checkpoint_of_the_right_form_is_taken(checks, monkeypatch, tmp_path, hidden_size):
    reads(checks, monkeypatch, **{"stand-in": 0.99})
    save(checks, tmp_path, hidden_size)
    assert [part.points for part in judged(checks.TRAIN_READER, tmp_path).parts] == POINTS


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"hidden_size": 129}, "hidden_size is 129; wanted is at most 128"),
        ({"lstm.weight_hh_l0": torch.zeros(20, 0)}, "hidden_size is 0;"),
        ({"lstm.weight_hh_l0": torch.tensor(0.0)}, "hidden_size is 0;"),
        ({"lstm.weight_hh_l0": torch.zeros(15, 5)}, r"weight_hh_l0: The shape is \(15, 5\); wanted"),
        ({"head.weight": torch.zeros(5, 10)}, r"head.weight: The shape is \(5, 10\); wanted"),
        ({"head.bias": None}, "The keys are head.weight, lstm"),
        ({"head.scale": torch.ones(1)}, "The keys are head.bias, head.scale"),
        (
            {"head.bias": torch.zeros(10).double()},
            "head.bias: The numbers are of type float64; wanted is float32",
        ),
        ({"head.bias": torch.full((10,), math.inf)}, "head.bias: There is a nan or an infinity"),
    ],
)
def test_a_checkpoint_of_another_form_is_refused(checks, monkeypatch, tmp_path, changes, sentence):
    reads(checks, monkeypatch, **{"stand-in": 0.99})
    save(checks, tmp_path, **changes)
    mark = judged(checks.TRAIN_READER, tmp_path)
    assert mark.points == 0
    assert not mark.flags
    assert all(re.search(sentence, part.reason) for part in mark.parts)


@pytest.mark.parametrize(("stand_in", "mnist"), [(0.99, 0.2), (0.2, 0.99)])
def test_the_better_of_both_kinds_of_digits_counts(checks, monkeypatch, tmp_path, stand_in, mnist):
    save(checks, tmp_path)
    reads(checks, monkeypatch, **{"stand-in": stand_in, "MNIST": mnist})
    assert judged(checks.TRAIN_READER, tmp_path).points == 8
    reads(checks, monkeypatch, **{"stand-in": 0.2, "MNIST": 0.3})
    mark = judged(checks.TRAIN_READER, tmp_path)
    assert mark.points == 0
    assert "stand-in digits and" in mark.parts[0].reason
    assert "MNIST digits" in mark.parts[0].reason


@pytest.mark.parametrize(("share", "points"), [(0.6, 1), (0.935, 3), (0.9, 1), (0.985, 8)])
def test_each_goal_that_is_reached_has_its_points(checks, monkeypatch, tmp_path, share, points):
    save(checks, tmp_path)
    reads(checks, monkeypatch, **{"stand-in": share})
    assert {judged(checks.TRAIN_READER, tmp_path, attempt=attempt).points for attempt in range(30)} == {
        points
    }


def test_chance_rarely_takes_a_goal_from_a_reader_that_is_exactly_as_good(checks, monkeypatch, tmp_path):
    save(checks, tmp_path)
    reads(checks, monkeypatch, **{"stand-in": 0.975})
    full = [judged(checks.TRAIN_READER, tmp_path, attempt=attempt).points == 8 for attempt in range(200)]
    assert sum(full) >= 190


@pytest.mark.parametrize("number", range(5))
def test_a_reader_of_other_pictures_is_told_which(checks, monkeypatch, number):
    sentence, view = list(checks.VIEWS.items())[number]
    rows = torch.rand(500, 28, 28, generator=torch.Generator().manual_seed(0))
    monkeypatch.setattr(checks, "_held_out", lambda source: (rows, torch.ones(500)))
    monkeypatch.setattr(
        checks, "_answers", lambda reader, seen: torch.full((500,), float(torch.equal(seen, view(rows))))
    )
    assert checks._suspicion((b"", 1), "stand-in") == sentence


def test_the_held_out_stand_in_digits_are_many_of_each_class(checks):
    rows, labels = checks._held_out("stand-in")
    assert rows.shape == (checks.HELD_OUT, 28, 28)
    assert labels.bincount().min() > 900


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("strips-as-sequence/wrong-left-to-right", "The strips stand from left to right"),
        ("strips-as-sequence/wrong-mirrored", "The image is mirrored"),
        ("strips-as-sequence/wrong-reshaped", "The pixels are scrambled"),
        ("strips-as-sequence/wrong-asserts", "Wanted is a ValueError that names width"),
        ("recall-per-class/wrong-precision", "This is precision"),
        ("recall-per-class/wrong-absent-is-zero", "A class that is absent has no recall"),
        ("recall-per-class/wrong-last-tie", "yours takes the last"),
        ("calibration-error/wrong-signed", "The gaps of different sign cancel"),
        ("calibration-error/wrong-true-class", "not that of the true class"),
        ("calibration-error/wrong-closed-below", "A confidence on an edge belongs to the bin below it"),
        ("calibration-error/wrong-one-is-nowhere", "A confidence of exactly 1 is in no bin of yours"),
    ],
)
def test_a_reason_names_the_misconception(checks, answer, sentence):
    name, _, _ = answer.partition("/")
    (question,) = [question for question in checks.QUESTIONS if question.id == name]
    namespace = {"torch": torch}
    exec((FOLDER / "answers" / f"{answer}.py").read_text(encoding="utf-8"), namespace)
    assert any(sentence in part.reason for part in judged(question, namespace=namespace).parts)
