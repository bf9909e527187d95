import pytest
import torch

from course_utils.exercises import run_check

ID = "02-latch"
NONE = torch.zeros(4, 1)
WEIGHTS = [[20.0, 0.0], [0.0, -20.0], [0.0, 0.0], [0.0, 0.0]]  # i, f, g, o; columns set, reset
BIAS = [-10.0, 10.0, 10.0, 10.0]


def program(order="ifgo", **rows):
    """Make an answer: the plain program with some rows replaced by (set, reset, bias)."""
    table = {gate: (*weights, bias) for gate, weights, bias in zip("ifgo", WEIGHTS, BIAS, strict=True)}
    table |= rows
    values = torch.tensor([table[gate] for gate in order])
    return lambda: (values[:, :2], NONE, values[:, 2])


def by_lists():
    return [torch.tensor(WEIGHTS).double(), torch.zeros(4, 1), torch.tensor(BIAS)]


def with_the_candidate_driven():
    weight_ih = torch.zeros(4, 2)
    weight_ih[[0, 1, 2], [0, 1, 0]] = torch.tensor([30.0, -30.0, 30.0])
    return weight_ih, torch.zeros(4, 1), torch.tensor([-15.0, 15.0, 0.0, 15.0])


def held_by_feedback():
    """The unit that is on opens its own input gate again; the forget gate stays closed."""
    weight_ih = torch.tensor([[40.0, -80.0], [0.0, 0.0], [0.0, 0.0], [0.0, 0.0]])
    weight_hh = torch.tensor([[40.0], [0.0], [0.0], [0.0]])
    return weight_ih, weight_hh, torch.tensor([-20.0, -20.0, 20.0, 20.0])


@pytest.mark.parametrize("answer", [program(), by_lists, with_the_candidate_driven, held_by_feedback])
def test_right_answers_pass(accepts, answer):
    accepts(ID, answer)


WRONG = (
    (program("figo"), "Your rows are right for the order f, i, g, o; PyTorch stores i, f, g, o."),
    (program("iofg"), "Your rows are right for the order i, o, f, g; PyTorch stores i, f, g, o."),
    (program(o=(0, -20.0, 10.0), f=(0, 0, 10.0)), "The forget gate f is 1.000 at a reset"),
    (program(f=(0, -10.0, 5.0)), "f to the power of 1,000 is 0.0012: bring f nearer to 1"),
    (program(f=(0, 0, 0)), "f is 0.5000 when idle, and f to the power of 1,000"),
    (
        program(f=(0, 0, 10.0)),
        "During one reset after them h is 1.000; wanted is nearer to 0 than 0.1. The forget gate f",
    ),
    (program(f=(0, 20.0, -10.0)), "f is 0.0000 when idle"),
    (program(i=(0, 0, -10.0)), "The input gate i is 0.000 at a set"),
    (program(i=(0, 0, 10.0)), "During 1,000 idle steps at the start (step 1 of 1,000) h is 0.762"),
    (program(i=(10.0, 0, -5.0)), "and it adds up: close i further"),
    (program(g=(0, 0, 0)), "The candidate g is 0.000 at a set"),
    (program(o=(0, 0, -10.0)), "The output gate o is 0.000 at a set"),
    (program(o=(20.0, 0, -10.0), g=(20.0, 0, -9.0)), "The output gate o is 0.000 when idle"),
    (program(i=(20.0, 20.0, -10.0)), "At a reset i * g = 1.000 is written"),
    (program(i=(20.0, 20.0, -10.0), g=(0, -20.0, 10.0)), "At a reset i * g = -1.000 is written"),
    (lambda: torch.zeros(4, 2), "Three tensors are wanted, (weight_ih, weight_hh, bias); came a tensor"),
    (lambda: (torch.zeros(2, 4), NONE, torch.zeros(4)), "(4 gates, 2 inputs) = (4, 2)"),
    (lambda: (torch.zeros(4, 2), NONE, torch.zeros(4, 1)), "Seen with bias."),
    (lambda: (WEIGHTS, NONE, BIAS), "A torch tensor is wanted; came a list of length 4. Seen with weight_ih"),
    (lambda: (torch.full((4, 2), float("inf")), NONE, torch.zeros(4)), "A number is not finite"),
    (lambda x: x, "but your function takes (x)"),
)


def test_no_other_order_is_named_for_a_fault_of_its_own():
    weak = program(i=(16.0, 0, -8.0), f=(0, -20.0, 8.0))
    assert "order" not in run_check(ID, weak).message


@pytest.mark.parametrize(("answer", "words"), WRONG)
def test_wrong_answers_are_told_what_is_wrong(refuses, answer, words):
    refuses(ID, answer, words)
