import pytest
import torch

from course_utils.exercises import run_check
from course_utils.exercises.lesson01 import counting

ID = "01-count-ones"


def weights(
    weight_ih=((1.0,), (-1.0,)), weight_hh=((1.0, 0.0), (0.0, 1.0)), bias_ih=(0, 1.0), bias_hh=(0, 0)
):
    numbers = (weight_ih, weight_hh, bias_ih, bias_hh)
    return tuple(torch.tensor(part, dtype=torch.float32) for part in numbers)


def by_whole_numbers():
    return torch.tensor([[1], [-1]]), torch.eye(2, dtype=torch.int64), torch.tensor([0, 1]), torch.zeros(2)


def by_subtracting():
    """Count with larger steps of opposite sign, which meet in the same sums."""
    return list(weights(bias_ih=(0.25, 2.0), bias_hh=(-0.25, -1.0)))


def by_parameters():
    rnn = torch.nn.RNN(1, 2, nonlinearity="relu")
    for parameter, weight in zip(rnn.parameters(), weights(), strict=True):
        parameter.data = weight
    return tuple(rnn.parameters())


RIGHT = (
    weights,
    by_whole_numbers,
    by_subtracting,
    by_parameters,
    lambda: weights(bias_ih=(0, 0.5), bias_hh=(0, 0.5)),
)


@pytest.mark.parametrize("answer", RIGHT)
def test_right_answers_pass(accepts, answer):
    accepts(ID, answer)


WRONG = (
    (lambda: weights(((-1,), (1,)), bias_ih=(1, 0)), "The counts are swapped"),
    (lambda: weights(weight_hh=((0, 0), (0, 0))), "Each unit knows the last bit only"),
    (lambda: weights(((1,), (0,))), "Unit 2 counts every step"),
    (lambda: weights(bias_ih=(0, 0)), "Unit 2 ends at 0"),
    (lambda: weights(((1,), (1,)), bias_ih=(0, 0)), "Both units count ones"),
    (lambda: weights(((0,), (-1,)), bias_ih=(1, 1)), "Unit 1 counts every step: it needs no bias"),
    (lambda: weights(bias_ih=(1, 1)), "Unit 1 counts every step: it needs no bias"),
    (lambda: weights(bias_hh=(0, 1)), "PyTorch adds both biases"),
    (lambda: weights(((1,), (-2,))), "Unit 2 ends at 0"),
    (lambda: weights(bias_ih=(1, 0)), "The bias belongs to unit 2"),
    (lambda: weights(weight_hh=((1, 1), (1, 1))), "The counts run into each other"),
    (lambda: weights(weight_hh=((0, 1), (1, 0))), "The counts run into each other"),
    (
        lambda: weights(weight_hh=((0.5, 0), (0, 1))),
        "At the end the state is (1.40625, 2); wanted is (4, 2).",
    ),
    (lambda: weights(weight_ih=((1, -1),)), "weight_ih: The shape is (1, 2); wanted is (H, H_in) = (2, 1)."),
    (lambda: weights(weight_ih=((1, -1),)), "One row a unit: [[a], [b]]"),
    (lambda: weights(bias_hh=((0,), (1,))), "bias_hh: The shape is (2, 1); wanted is (H,) = (2,)."),
    (lambda: weights()[:3], "came a tuple of length 3"),
    (lambda: ([[1.0], [-1.0]], *weights()[1:]), "weight_ih: A torch tensor is wanted; came a list"),
    (lambda: print(end=""), "came nothing (None)"),
    (lambda rnn: rnn, "It is called with (), but your function takes (rnn)"),
)


@pytest.mark.parametrize(("answer", "words"), WRONG)
def test_wrong_answers_are_told_what_is_wrong(refuses, answer, words):
    refuses(ID, answer, words)


def test_a_count_that_is_right_for_few_bits_only_is_found(refuses):
    refuses(ID, lambda: weights(weight_hh=((1.0, 0.0), (0.0, 1.001))), "wanted is (4, 2)")


def test_a_stub_is_not_attempted():
    def stub():
        raise NotImplementedError

    assert run_check(ID, stub).status == "not attempted yet"


def test_misconceptions_are_told_apart(told_apart):
    bits = [1, 0, 1, 1, 0, 1]
    told_apart(counting._specified(bits), counting._wrong(bits))
