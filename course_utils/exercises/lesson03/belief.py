"""Check of 03-belief-per-row: what the network believes after each row."""

import torch
from torch import Tensor, nn

from course_utils.exercises.attempt import Attempt
from course_utils.exercises.core import exercise
from course_utils.exercises.expectations import Misconceptions, Mistake, expect_answer, seen_with
from course_utils.exercises.guards import ModuleState, expect_module_unchanged

WIDTH, HIDDEN, CLASSES = 3, 4, 6
AXES = "(N, L, num_classes)"
REMEDY = "Give tensors that you make yourself the type of the model's output."
ONCE = (
    "This is one belief an image, after the last row: h_n and output[:, -1] hold no more. "
    "`output` has the state after every row."
)
SWAPPED = (
    "Time and batch are swapped: the LSTM walks from image to image instead of from row to row. "
    "It has batch_first=True, so it wants (N, L, H_in)."
)
TUPLE = "An LSTM returns a tuple, output and (h_n, c_n): unpack it."
FLOAT64 = "The check's model and rows are float64: leave their type alone."
FIT = "The LSTM reads rows, (N, L, H_in), and the head reads states, (..., H): print the shapes on the way."
EXPLANATIONS = {
    "does not match weight dtype": FLOAT64,
    "input must have the type": FLOAT64,  # the same in older versions of torch
    "must have the same dtype": FLOAT64,
    "same device": "The check's model lives on the CPU: leave the tensors where they are.",
    "cannot be multiplied": FIT,
    "larger than 0 in RNN": "rows[:, :t] is empty at t = 0: the belief after row t needs rows[:, : t + 1].",
    "must be equal to input_size": FIT,
    "'tuple' object has no attribute": TUPLE,
    "must be Tensor, not tuple": TUPLE,
}


class Probe(nn.Module):
    """A row classifier, (N, L, WIDTH) -> logits (N, CLASSES), that notes in ``modes`` how its LSTM is run."""

    def __init__(self):
        super().__init__()
        self.rnn = nn.LSTM(WIDTH, HIDDEN, batch_first=True, dtype=torch.float64)
        self.head = nn.Linear(HIDDEN, CLASSES, dtype=torch.float64)
        self.modes = modes = []
        self.rnn.register_forward_pre_hook(lambda rnn, _: modes.append(rnn.training))
        generator = torch.Generator().manual_seed(5)
        with torch.no_grad():
            for parameter in self.parameters():
                parameter.copy_(torch.randn(parameter.shape, generator=generator, dtype=torch.float64))

    def forward(self, rows: Tensor) -> Tensor:
        """Read all rows and answer from the last state."""
        return self.head(self.rnn(rows)[0][:, -1])


@exercise("03-belief-per-row", takes=("model", "rows"), explanations=EXPLANATIONS)
def check_belief_per_row(attempt: Attempt) -> None:
    """Compare with reading every prefix from the start: a batch, one image, one row; in both modes."""
    model = Probe()
    for n, steps, mode in ((2, 5, "train"), (1, 5, "eval"), (2, 1, "train")):
        generator = torch.Generator().manual_seed(n + steps)
        rows = torch.randn(n, steps, WIDTH, generator=generator, dtype=torch.float64)
        with seen_with(f"rows of shape {tuple(rows.shape)} and a model in {mode} mode"):
            _check_case(attempt, model.train(mode == "train"), rows)


def _check_case(attempt: Attempt, model: Probe, rows: Tensor) -> None:
    before = ModuleState.of(model)
    with torch.no_grad():
        wanted = _specified(model, rows)
        misconceptions = _wrong_numbers(model, rows) | _wrong_states(model, rows) | _wrong_order(model, rows)
    model.modes.clear()
    value = attempt(model, rows)
    expect_answer(value, wanted, AXES, misconceptions, _shapes(*wanted.shape), REMEDY)
    if value.requires_grad:
        raise Mistake(
            "The numbers are right, but they carry the whole graph (requires_grad is True): "
            "compute them under `with torch.no_grad():`."
        )
    if any(model.modes):
        raise Mistake(
            "The LSTM was run in train mode, where dropout would be at work: call model.eval() before it."
        )
    expect_module_unchanged(model, before)


def _specified(model: Probe, rows: Tensor) -> Tensor:
    beliefs = [model(rows[:, : seen + 1]).softmax(dim=-1) for seen in range(rows.shape[1])]
    return torch.stack(beliefs, dim=1)


def _wrong_numbers(model: Probe, rows: Tensor) -> Misconceptions:
    """The right states, but the numbers made of them are no probabilities over the classes."""
    right, logits = _specified(model, rows), model.head(model.rnn(rows)[0])
    over = "The softmax runs over the {}: each belief must add up to 1 over the classes, dim=-1."
    return {
        "These are logits: softmax over the classes makes probabilities of them.": [logits],
        "These are log-probabilities: use softmax, not log_softmax.": [logits.log_softmax(-1)],
        "This is a sigmoid of each class by itself: use softmax over the classes.": [logits.sigmoid()],
        "The softmax is taken twice: once is enough.": [right.softmax(-1)],
        over.format("time steps (dim=1)"): [logits.softmax(1)],
        over.format("images (dim=0)"): [logits.softmax(0)],
        over.format("steps and classes together"): [logits.flatten(1).softmax(1).view_as(logits)],
        over.format("whole tensor"): [logits.flatten().softmax(0).view_as(logits)],
        "These are rounded: the belief is the probability itself.": [right.round()],
    }


def _wrong_states(model: Probe, rows: Tensor) -> Misconceptions:
    """Probabilities, but of states that did not follow from rows 0 to t."""
    right, (n, steps, width) = _specified(model, rows), rows.shape
    output, (h_n, c_n) = model.rnn(rows)
    counts = torch.arange(1, steps + 1, dtype=rows.dtype)[:, None]
    alone = model(rows.reshape(n * steps, 1, width)).softmax(-1).view_as(right)
    across = model.head(model.rnn(rows.transpose(0, 1))[0]).softmax(-1)
    late = torch.cat([torch.zeros_like(output[:, :1]), output[:, :-1]], dim=1)
    return {
        ONCE: [model.head(h_n).softmax(-1)],
        "This comes from c_n: the head reads h, the output, after every row.": [model.head(c_n).softmax(-1)],
        "Every step holds the belief after the last row, as h_n does: `output` has one state a row.": [
            right[:, -1:].expand_as(right)
        ],
        "Each row is read alone: the state starts from zero at every row instead of being carried on.": [
            alone
        ],
        SWAPPED: [across, across.transpose(0, 1)],
        "The beliefs come one row late: entry t must follow after row t, not before it.": [
            model.head(late).softmax(-1)
        ],
        "You average or add up the beliefs so far: the state after row t already sums up its rows.": [
            right.cumsum(1),
            right.cumsum(1) / counts,
        ],
    }


def _wrong_order(model: Probe, rows: Tensor) -> Misconceptions:
    """The rows are read, or the beliefs given, from the wrong end."""
    right, upwards = _specified(model, rows), _specified(model, rows.flip(1))
    rest = torch.stack([model(rows[:, start:]).softmax(-1) for start in range(rows.shape[1])], dim=1)
    return {
        "The rows are read from the bottom up: entry t must follow after rows 0 to t.": [
            upwards,
            upwards.flip(1),
        ],
        "The beliefs are in reverse order: entry 0 is the one after the first row.": [right.flip(1)],
        "Entry t reads the rows from t to the end, rows[:, t:]: wanted are those up to t.": [rest],
    }


def _shapes(n: int, steps: int, classes: int) -> dict[tuple[int, ...], str]:
    return {
        (n, steps, HIDDEN): "These are the LSTM's states: the head makes logits of them.",
        (n, classes): ONCE,
        (1, n, classes): f"{ONCE} (The first dimension of h_n counts layers.)",
        (steps, n, classes): "Time stands first: stack the steps on dim=1, or transpose.",
        (n, classes, steps): "Classes and time are swapped: stack the steps on dim=1; classes come last.",
        (n, steps): "One number a row is not enough: wanted is the probability of every class.",
        (n * steps, classes): "Images and rows are merged into one dimension: keep them apart.",
        (n, steps - 1, classes): "One belief is missing: there is one after every row, the last included.",
        (n, steps + 1, classes): "There is one belief too many: none belongs before the first row.",
    }
