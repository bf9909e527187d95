"""Check of 04-free-run: a network that goes on from its own forecasts."""

import torch
from torch import Tensor, nn

from course_utils.exercises.attempt import Attempt
from course_utils.exercises.core import exercise
from course_utils.exercises.expectations import Misconceptions, Mistake, expect_answer, seen_with
from course_utils.exercises.guards import ModuleState, expect_module_unchanged

HIDDEN = 4
AXES = "(N, horizon, 1)"
CASES = ((3, 5, 4), (1, 5, 4), (3, 1, 2), (2, 5, 1))  # sequences, values of the warm-up, horizon
TUPLE = "The model returns a tuple, (predictions, state): unpack it."
ONE_STEP = (
    "These are forecasts of values that the model has read: the answers to the warm-up. "
    "Only the last of them lies ahead; it is the first value of the free run."
)
FLOAT64 = "The check's model and warm-up are float64: leave their type alone."
AXIS = "What is fed back must be (N, 1, 1): predictions[:, -1:] keeps the time axis."
EXPLANATIONS = {
    "'tuple' object has no attribute": TUPLE,
    "tuple indices must be": TUPLE,
    "must be Tensor, not tuple": TUPLE,
    "got tuple": TUPLE,
    "For unbatched 2-D input": AXIS,
    "Expected hidden": "The state belongs to these N sequences: pass it on just as the model returned it.",
    "same dtype": FLOAT64,
    "RNN input dtype": FLOAT64,  # the same in newer versions of torch
    "input must have the type": FLOAT64,  # and in older ones
    "cannot be converted to Scalar": "A batch has N forecasts at each step: keep them as a tensor (N, 1, 1).",
    "same device": "The check's model lives on the CPU: leave the tensors where they are.",
}


class Probe(nn.Module):
    """A forecaster with an LSTM of two layers, whose state is a tuple."""

    def __init__(self):
        super().__init__()
        self.rnn = nn.LSTM(1, HIDDEN, num_layers=2, batch_first=True, dtype=torch.float64)
        self.head = nn.Linear(HIDDEN, 1, dtype=torch.float64)
        generator = torch.Generator().manual_seed(4)
        with torch.no_grad():
            for parameter in self.parameters():
                parameter.copy_(torch.randn(parameter.shape, generator=generator, dtype=torch.float64))

    def forward(self, signal: Tensor, state=None) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        """Return a prediction of the next value at every step, (N, L, 1), and the state."""
        output, state = self.rnn(signal, state)
        return self.head(output), state


@exercise("04-free-run", takes=("model", "warm_up", "horizon"), explanations=EXPLANATIONS)
def check_free_run(attempt: Attempt) -> None:
    """Compare with reading the whole history anew for every value: a batch, one, short and long warm-ups."""
    model = Probe()
    for n, length, horizon in CASES:
        generator = torch.Generator().manual_seed(n + length)
        warm_up = torch.randn(n, length, 1, generator=generator, dtype=torch.float64)
        with seen_with(f"a warm-up of shape {tuple(warm_up.shape)} and horizon = {horizon}"):
            _check_case(attempt, model, warm_up, horizon)


def _check_case(attempt: Attempt, model: Probe, warm_up: Tensor, horizon: int) -> None:
    before = ModuleState.of(model)
    with torch.no_grad():
        wanted = _specified(model, warm_up, horizon)
        misconceptions = _wrong_feedback(model, warm_up, horizon) | _wrong_place(model, warm_up, horizon)
    value = attempt(model, warm_up, horizon)
    expect_answer(value, wanted, AXES, misconceptions, _shapes(*warm_up.shape[:2], horizon))
    if value.requires_grad:
        raise Mistake(
            "The numbers are right, but they carry the whole graph (requires_grad is True): "
            "forecast under `with torch.no_grad():`."
        )
    expect_module_unchanged(model, before)


def _specified(model: Probe, warm_up: Tensor, horizon: int) -> Tensor:
    """Read warm-up and forecasts from the start for each value, so that no state is handed on."""
    history = warm_up
    for _ in range(horizon):
        history = torch.cat([history, model(history)[0][:, -1:]], dim=1)
    return history[:, warm_up.shape[1] :]


def _run(model: Probe, value: Tensor, state, steps: int, *, carry: bool = True, feed: bool = True) -> Tensor:
    """Run freely from any value and state; without ``carry`` or ``feed`` in one of the usual wrong ways."""
    answers = []
    for _ in range(steps):
        prediction, new_state = model(value, state)
        state = new_state if carry else state
        value = prediction if feed else value
        answers.append(prediction)
    return torch.cat(answers, dim=1)


def _wrong_feedback(model: Probe, warm_up: Tensor, horizon: int) -> Misconceptions:
    """What is fed back is not the last forecast, or not with the state that belongs to it."""
    _, state = model(warm_up)
    last = warm_up[:, -1:]
    wrong = {
        "You forecast from the last value of the warm-up alone: the state of the warm-up is thrown away.": (
            [_run(model, last, None, horizon)] if warm_up.shape[1] > 1 else []
        ),
        "The last value of the warm-up is read twice: the model's answer to the whole warm-up already is the "
        "first forecast.": [_run(model, last, state, horizon)],
    }
    return wrong | _wrong_after_first(model, warm_up, horizon - 1) if horizon > 1 else wrong


def _wrong_after_first(model: Probe, warm_up: Tensor, rest: int) -> Misconceptions:
    """The first forecast is right, those after it are not."""
    predictions, state = model(warm_up)
    first, last = predictions[:, -1:], warm_up[:, -1:]
    tails = {
        "The state is not handed on: each forecast is read as if it were the first value of a signal.": [
            _run(model, first, None, rest, carry=False)
        ],
        "The state stays that of the warm-up: take the new one from every step.": (
            [_run(model, first, state, rest, carry=False)] if rest > 1 else []
        ),
        "The same value is fed in again and again: each forecast becomes the next input.": [
            _run(model, last, state, rest, feed=False),
            *([_run(model, first, state, rest, feed=False)] if rest > 1 else []),
        ],
        "The warm-up is read again for each value: read it once, then feed back the forecasts.": (
            [_warm_up_again(model, warm_up, rest)] if warm_up.shape[1] > 1 else []
        ),
        "Only the last values are read anew each time, so what came before them is forgotten: hand on the "
        "state instead.": [_sliding(model, warm_up, rest)],
        "The history is read anew and the state is passed in as well: one of the two is enough.": [
            _read_twice(model, warm_up, rest)
        ],
        "All values are the first forecast: feed it back to get the next one.": [first.expand(-1, rest, -1)],
    }
    return {name: [torch.cat([first, tail], dim=1) for tail in wrong] for name, wrong in tails.items()}


def _read_twice(model: Probe, warm_up: Tensor, rest: int) -> Tensor:
    predictions, state = model(warm_up)
    history = torch.cat([warm_up, predictions[:, -1:]], dim=1)
    for _ in range(rest):
        predictions, state = model(history, state)
        history = torch.cat([history, predictions[:, -1:]], dim=1)
    return history[:, -rest:]


def _warm_up_again(model: Probe, warm_up: Tensor, rest: int) -> Tensor:
    _, state = model(warm_up)
    answers = []
    for _ in range(rest):
        predictions, state = model(warm_up, state)
        answers.append(predictions[:, -1:])
    return torch.cat(answers, dim=1)


def _sliding(model: Probe, warm_up: Tensor, rest: int) -> Tensor:
    """Read a window of the length of the warm-up for each value, from zeros."""
    history, length = warm_up, warm_up.shape[1]
    for _ in range(rest + 1):
        history = torch.cat([history, model(history[:, -length:])[0][:, -1:]], dim=1)
    return history[:, -rest:]


def _wrong_place(model: Probe, warm_up: Tensor, horizon: int) -> Misconceptions:
    """The right free run, but not the values that were asked for."""
    more = _specified(model, warm_up, horizon + 1)
    right, length = more[:, :horizon], warm_up.shape[1]
    return {
        "The first forecast is missing: the model's last answer to the warm-up is the first value.": [
            more[:, 1:],
            right[:, 1:],
        ],
        "There is one value too many: horizon counts the first forecast too.": [more],
        "The last forecast is missing.": [right[:, :-1]],
        "The warm-up is returned as well: wanted are the forecasts alone.": [
            torch.cat([warm_up, right], dim=1)
        ],
        "The last value of the warm-up is returned as if it were a forecast.": [
            torch.cat([warm_up[:, -1:], right[:, :-1]], dim=1),
            torch.cat([warm_up[:, -1:], right], dim=1),
        ],
        ONE_STEP: (
            [model(warm_up)[0], torch.cat([model(warm_up)[0], right[:, 1:]], dim=1)] if length > 1 else []
        ),
        "The forecasts are in reverse order: the nearest comes first.": [right.flip(1)]
        if horizon > 1
        else [],
    }


def _shapes(n: int, length: int, horizon: int) -> dict[tuple[int, ...], str]:
    return {
        (horizon, n, 1): "Time stands first: join the forecasts on dim=1.",
        (n * horizon, 1): "Sequences and steps are merged: join the forecasts on dim=1, the time axis.",
        (n, horizon, 1, 1): "Each forecast kept its time axis: join with torch.cat instead of torch.stack.",
        (horizon, n, 1, 1): "Join with torch.cat(forecasts, dim=1) instead of torch.stack.",
        (n, 1, 1): "There is one forecast only: go on for `horizon` steps.",
        (n, length + horizon, 1): "The warm-up is returned as well: wanted are the forecasts alone.",
    }
