import pytest
import torch

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
    """Bistable: h feeds the candidate and the forget gate stays closed."""
    weight_ih = torch.tensor([[0.0, -40.0], [0.0, 0.0], [40.0, -40.0], [0.0, 0.0]])
    weight_hh = torch.tensor([[0.0], [0.0], [40.0], [0.0]])
    return weight_ih, weight_hh, torch.tensor([20.0, -20.0, -15.0, 20.0])


@pytest.mark.parametrize("answer", [program(), by_lists, with_the_candidate_driven, held_by_feedback])
def test_right_answers_pass(accepts, answer):
    if answer is held_by_feedback:
        weight_ih, weight_hh, bias = answer()
        bias[2] = -15.0
    accepts(ID, answer)


WRONG = (
    (program("figo"), "Your rows are in the order f, i, g, o; PyTorch stores i, f, g, o."),
    (program("ifog", g=(0, 0, 9.0), o=(1.0, 0, 10.0)), "wanted"),
    (program(f=(0, -5.0, 5.0)), "f to the power of 1,000 is 0.0012: bring f nearer to 1"),
    (program(f=(0, 0, 0)), "The forget gate f is 0.500 at a reset"),
    (program(f=(0, 20.0, -10.0)), "The forget gate f is 1.000 at a reset"),
    (program(i=(0, 0, -10.0)), "The input gate i is 0.000 at a set"),
    (program(i=(0, 0, 10.0)), "During 1,000 idle steps at the start (step 1 of 1,000) h is 0.762"),
    (program(i=(10.0, 0, -5.0)), "and it adds up: close i further"),
    (program(g=(0, 0, 0)), "The candidate g is 0.000 at a set"),
    (program(o=(0, 0, -10.0)), "The output gate o is 0.000 at a set"),
    (program(o=(20.0, 0, -10.0)), "The output gate o is 0.000 when idle"),
    (program(i=(20.0, 20.0, -10.0)), "At a reset i * g = 1.000 is written"),
    (program(i=(20.0, 20.0, -10.0), g=(0, -20.0, 10.0)), "At a reset i * g = -1.000 is written"),
    (lambda: torch.zeros(4, 2), "Three tensors are wanted, (weight_ih, weight_hh, bias); came a tensor"),
    (lambda: (torch.zeros(2, 4), NONE, torch.zeros(4)), "(4 gates, 2 inputs) = (4, 2)"),
    (lambda: (torch.zeros(4, 2), NONE, torch.zeros(4, 1)), "Seen with bias."),
    (lambda: (WEIGHTS, NONE, BIAS), "A torch tensor is wanted; came a list of length 4. Seen with weight_ih"),
    (lambda: (torch.full((4, 2), float("inf")), NONE, torch.zeros(4)), "A number is not finite"),
    (lambda x: x, "but your function takes (x)"),
)


@pytest.mark.parametrize(("answer", "words"), WRONG)
def test_wrong_answers_are_told_what_is_wrong(refuses, answer, words):
    refuses(ID, answer, words)
