import pytest
from torch import nn

from course_utils.exercises.lesson02 import rows

ID = "02-gate-rows"


def by_slice(weight, gate):
    height = len(weight) // 4
    first = "ifgo".index(gate) * height
    return weight[first : first + height]


def by_view(weight, gate):
    return weight.view(4, -1, *weight.shape[1:])[{"i": 0, "f": 1, "g": 2, "o": 3}[gate]]


def by_list(weight, gate, *, order=("i", "f", "g", "o")):
    height = weight.shape[0] // 4
    wanted = range(order.index(gate) * height, (order.index(gate) + 1) * height)
    return weight[list(wanted)]


@pytest.mark.parametrize(
    "answer",
    [by_slice, by_view, by_list, lambda weight, gate: weight.chunk(4)["ifgo".index(gate)].clone()],
)
def test_right_answers_pass(accepts, answer):
    accepts(ID, answer)


def in_place(weight, gate):
    right = by_slice(weight, gate).clone()
    weight[0] = 0
    return right


def columns(weight, gate):
    if weight.ndim == 1:
        return by_slice(weight, gate)
    return weight[:, : len(weight) // 4]


WRONG = (
    (
        lambda w, gate: w.chunk(4)["figo".index(gate)],
        "These are the rows of gate f: PyTorch stores i, f, g, o",
    ),
    (lambda w, gate: by_slice(w, gate) if gate in "if" else w.chunk(4)["ifog".index(gate)], "rows of gate o"),
    (lambda w, gate: w["ifgo".index(gate) :: 4], "You take every fourth row"),
    (lambda w, gate: w["ifgo".index(gate)], "This is one row"),
    (lambda w, gate: w, "This is the whole parameter"),
    (lambda w, gate: by_slice(w, gate).flip(0), "in reverse order"),
    (lambda w, gate: by_slice(w, gate).T if w.ndim == 2 else w, "The block is transposed"),
    (lambda w, gate: by_slice(w, gate)[:1], "This is one row"),
    (lambda w, gate: w[:, 5:10], "You cut columns"),
    (lambda w, gate: w.chunk(4, dim=1)["ifgo".index(gate)], "You cut columns"),
    (lambda w, gate: by_slice(w, gate)[:, :], "A bias has one dimension"),
    (columns, "You cut columns"),
    (lambda w, gate: by_slice(w, gate).squeeze(), "A squeeze took a dimension away"),
    (lambda w, gate: by_slice(w, gate).tolist(), "A torch tensor is wanted; came a list of length 2"),
    (lambda w, gate: 2 * by_slice(w, gate), "Seen with nn.LSTM(10, 2), weight_ih_l0 and gate 'i'"),
    (lambda w, gate: w[:2], "Seen with nn.LSTM(10, 2), weight_ih_l0 and gate 'f'"),
    (in_place, "It changes `weight` in place"),
)


@pytest.mark.parametrize(("answer", "words"), WRONG)
def test_wrong_answers_are_told_what_is_wrong(refuses, answer, words):
    refuses(ID, answer, words)


@pytest.mark.parametrize(("input_size", "hidden_size"), rows.SIZES)
@pytest.mark.parametrize("gate", "ifgo")
def test_misconceptions_are_told_apart(told_apart, input_size, hidden_size, gate):
    weight = nn.LSTM(input_size, hidden_size).weight_ih_l0.detach()
    told_apart(by_slice(weight, gate), rows._misconceptions(weight, gate))
