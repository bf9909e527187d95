import itertools

import pytest
import torch
from torch import nn
from torch.nn.functional import mse_loss

from course_utils.exercises.expectations import is_close
from course_utils.exercises.lesson04 import training_loop

ID = "04-repair-training"


def plain(model, windows, learning_rate, bound):
    optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate)
    losses = []
    for window in windows:
        predictions, _ = model(window[:, :-1])
        loss = mse_loss(predictions, window[:, 1:])
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), bound)
        optimizer.step()
        losses.append(loss.item())
    return losses


def zeros_written_out(model, windows, learning_rate, bound):
    optimizer = torch.optim.Adam([*model.parameters()], learning_rate)
    losses = torch.zeros(len(windows), dtype=torch.float64)
    for iteration, window in enumerate(windows):
        model.zero_grad()
        zeros = torch.zeros(1, len(window), 4, dtype=window.dtype)
        loss = (model(window[:, :-1], zeros)[0] - window[:, 1:]).square().mean()
        loss.backward()
        nn.utils.clip_grad_norm_([*model.parameters()], bound)
        optimizer.step()
        losses[iteration] = loss.detach()
    return losses


def clipped_by_hand(model, windows, learning_rate, bound):
    adam = torch.optim.Adam(model.parameters(), lr=learning_rate, foreach=True)

    def step(window):
        adam.zero_grad(set_to_none=False)
        loss = nn.MSELoss()(model(window[:, :-1])[0], window[:, 1:])
        loss.backward()
        norm = sum(parameter.grad.square().sum() for parameter in model.parameters()).sqrt()
        for parameter in model.parameters():
            parameter.grad *= min(1.0, bound / norm.item())
        adam.step()
        return loss.detach()

    return tuple(step(window) for window in windows)


@pytest.mark.parametrize("answer", [plain, zeros_written_out, clipped_by_hand])
def test_right_answers_pass(accepts, answer):
    accepts(ID, answer)


def loop(
    carry=False,
    clip="together",
    order=("zero", "backward", "clip", "step"),
    optimizer=torch.optim.Adam,
    every=1,
    loss_of=mse_loss,
    targets=slice(1, None),
    keep=lambda loss: loss.item(),
):
    """Make a training loop with faults; the first three are those of the published program."""

    def answer(model, windows, learning_rate, bound):
        descent, losses, state = optimizer(model.parameters(), lr=learning_rate), [], None
        calls = {"zero": descent.zero_grad, "step": descent.step}
        for iteration, window in enumerate(windows):
            predictions, state = model(window[:, :-1], state)
            state = state.detach() if carry == "detached" else state if carry else None
            loss = loss_of(predictions, window[:, targets])
            calls |= {"backward": loss.backward, "clip": lambda: clips[clip](model, bound)}
            for name in order:
                calls[name]()
            if iteration % every == 0:
                losses.append(keep(loss))
        return losses

    return answer


def each(model, bound):
    for parameter in model.parameters():
        nn.utils.clip_grad_norm_(parameter, bound)


clips = {
    "together": lambda model, bound: nn.utils.clip_grad_norm_(model.parameters(), bound),
    "each": each,
    "numbers": lambda model, bound: nn.utils.clip_grad_value_(model.parameters(), bound),
}


def into_the_window(model, windows, learning_rate, bound):
    losses = plain(model, windows, learning_rate, bound)
    windows[0].zero_()
    return losses


def not_unpacked(model, windows, learning_rate, bound):
    return [model(window).mean().item() for window in windows]


def single_precision(model, windows, learning_rate, bound):
    return plain(model, [window.float() for window in windows], learning_rate, bound)


CARRIED = "which has nothing to do with it"


def new_adam_each_time(model, windows, learning_rate, bound):
    return [plain(model, [window], learning_rate, bound)[0] for window in windows]


WRONG = (
    (loop(carry="detached", clip="each", every=100), "One loss is kept of 5"),
    (
        loop(carry="detached", clip="each"),
        f"{CARRIED}: start each from zeros, by passing no state. And more: Each",
    ),
    (loop(carry="detached"), f"{CARRIED}: start each from zeros, by passing no state. Seen"),
    (loop(clip="each"), "Each parameter is clipped by itself"),
    (loop(clip="numbers"), "Each number of the gradient is clipped"),
    (loop(every=100), "keep that of every iteration"),
    (loop(every=2), "The shape is (3,); wanted is (iterations,) = (5,)"),
    (loop(order=("zero", "backward", "step")), "Nothing is clipped, or only after the step"),
    (loop(order=("zero", "backward", "step", "clip")), "Nothing is clipped, or only after the step"),
    (loop(carry="detached", order=("zero", "backward", "step")), "And nothing is clipped before the step"),
    (loop(order=("backward", "clip", "step")), "never set to zero"),
    (loop(order=("zero", "backward", "clip")), "The weights do not move"),
    (loop(order=("backward", "clip", "zero", "step")), "The weights do not move"),
    (loop(order=("backward", "zero", "clip", "step")), "or zero_grad() undoes backward()"),
    (new_adam_each_time, "Each window gets a new Adam"),
    (loop(carry="as it is"), "backward() ran on into the window before"),
    (loop(optimizer=torch.optim.SGD), "plain gradient descent"),
    (loop(optimizer=torch.optim.RMSprop), "The step before it differs"),
    (loop(targets=slice(None, -1)), "The targets are the inputs themselves"),
    (loop(loss_of=lambda a, b: mse_loss(a, b, reduction="sum")), "The squared errors are added up"),
    (loop(loss_of=lambda a, b: mse_loss(a[:, -1], b[:, -1])), "Only the last forecast"),
    (loop(loss_of=lambda a, b: (a - b).abs().mean()), "Already the first forecast or its loss differs"),
    (loop(keep=lambda loss: loss), "still hold the graph"),
    (loop(keep=str), "A list of losses is wanted"),
    (lambda *arguments: print(end=""), "came nothing (None)"),
    (lambda *arguments: sum(plain(*arguments)), "A list of losses is wanted"),
    (into_the_window, "changes a window in place"),
    (not_unpacked, "unpack it"),
    (single_precision, "leave their type alone"),
    (lambda model, windows: [], "It is called with (model, windows, learning_rate, bound)"),
)


@pytest.mark.parametrize(("answer", "words"), WRONG)
def test_wrong_answers_are_told_what_is_wrong(refuses, answer, words):
    refuses(ID, answer, words)


def test_the_last_step_counts_too(refuses):
    def one_step_less(model, windows, learning_rate, bound):
        losses = plain(model, windows[:-1], learning_rate, bound)
        predictions, _ = model(windows[-1][:, :-1])
        return [*losses, mse_loss(predictions, windows[-1][:, 1:]).item()]

    refuses(ID, one_step_less, "after the last step the weights are not")


def test_the_specification_is_the_plain_loop():
    windows = training_loop._windows(3, 5, 4)
    model = training_loop.Probe()
    losses = plain(model, windows, training_loop.RATE, training_loop.BOUND)
    wanted, weights = training_loop._run(windows)
    assert is_close(losses, wanted)
    assert is_close(training_loop._weights(model), weights)


@pytest.mark.parametrize("shape", [(1, 6, 5), (3, 5, 4)])
def test_faults_are_told_apart(shape):
    windows = training_loop._windows(*shape)
    outcomes = [training_loop._run(windows)]
    outcomes += [training_loop._run(windows, **options) for options in training_loop.FAULTS.values()]
    for (losses, weights), (others, other_weights) in itertools.combinations(outcomes, 2):
        assert not (is_close(losses, others) and is_close(weights, other_weights))
