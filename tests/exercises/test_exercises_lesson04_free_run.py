import functools

import pytest
import torch

from course_utils.exercises.expectations import is_close
from course_utils.exercises.lesson04 import free_run

ID = "04-free-run"


@torch.no_grad()
def by_state(model, warm_up, horizon):
    predictions, state = model(warm_up)
    forecast = [predictions[:, -1:]]
    while len(forecast) < horizon:
        prediction, state = model(forecast[-1], state)
        forecast.append(prediction)
    return torch.cat(forecast, dim=1)


def by_loop_over_values(model, warm_up, horizon):
    with torch.inference_mode():
        state = None
        for t in range(warm_up.shape[1]):
            value, state = model(warm_up[:, t : t + 1], state)
        answers = torch.empty(len(warm_up), horizon, 1, dtype=warm_up.dtype)
        for step in range(horizon):
            answers[:, step : step + 1] = value
            value, state = model(value, state)
    return answers.clone()


@torch.no_grad()
def by_history(model, warm_up, horizon):
    history = warm_up.clone()
    for _ in range(horizon):
        predictions, _ = model(history)
        history = torch.cat([history, predictions[:, -1:]], dim=1)
    return history[:, -horizon:]


@torch.no_grad()
def recursive(model, warm_up, horizon, state=None):
    predictions, state = model(warm_up, state)
    first = predictions[:, -1:]
    if horizon == 1:
        return first
    return torch.cat([first, recursive(model, first, horizon - 1, state)], dim=1)


def detached(model, warm_up, horizon):
    return by_state.__wrapped__(model, warm_up, horizon).detach()


RIGHT = (
    by_state,
    by_loop_over_values,
    by_history,
    recursive,
    detached,
    functools.partial(recursive, state=None),
)


@pytest.mark.parametrize("answer", RIGHT)
def test_right_answers_pass(accepts, answer):
    accepts(ID, answer)


def run(start, *, carry=True, feed=True):
    """Make a free run with a fault: ``start`` gives the first value to read and its state."""

    @torch.no_grad()
    def answer(model, warm_up, horizon):
        value, state = start(model, warm_up)
        answers = []
        for _ in range(horizon):
            prediction, new_state = model(value, state)
            state = new_state if carry else state
            value = prediction if feed else value
            answers.append(prediction)
        return torch.cat(answers, dim=1)

    return answer


def after_first(*, carry=True, feed=True, forget=False):
    """Make a free run that is right up to its first forecast."""

    @torch.no_grad()
    def answer(model, warm_up, horizon):
        predictions, state = model(warm_up)
        first = value = predictions[:, -1:]
        state = None if forget else state
        answers = [first]
        while len(answers) < horizon:
            prediction, new_state = model(value, state)
            state = new_state if carry else state
            value = prediction if feed else value
            answers.append(prediction)
        return torch.cat(answers, dim=1)

    return answer


def changed(change):
    return lambda *arguments: change(by_state(*arguments))


@torch.no_grad()
def history_and_state(model, warm_up, horizon):
    history, state = warm_up, None
    for _ in range(horizon):
        predictions, state = model(history, state)
        history = torch.cat([history, predictions[:, -1:]], dim=1)
    return history[:, warm_up.shape[1] :]


@torch.no_grad()
def sliding(model, warm_up, horizon):
    window, forecasts = warm_up, []
    for _ in range(horizon):
        forecasts.append(model(window)[0][:, -1:])
        window = torch.cat([window[:, 1:], forecasts[-1]], dim=1)
    return torch.cat(forecasts, dim=1)


@torch.no_grad()
def warm_up_again(model, warm_up, horizon):
    state, forecasts = None, []
    for _ in range(horizon):
        predictions, state = model(warm_up, state)
        forecasts.append(predictions[:, -1:])
    return torch.cat(forecasts, dim=1)


@torch.no_grad()
def first_only_repeated(model, warm_up, horizon):
    return model(warm_up)[0][:, -1:].expand(-1, horizon, -1)


@torch.no_grad()
def no_time_axis(model, warm_up, horizon):
    predictions, state = model(warm_up)
    return model(predictions[:, -1], state)


@torch.no_grad()
def not_unpacked(model, warm_up, horizon):
    return model(warm_up)[:, -1:]


@torch.no_grad()
def state_of_one(model, warm_up, horizon):
    _, state = model(warm_up[:1])
    return model(torch.cat([warm_up, warm_up])[:, -1:], state)[0]


@torch.no_grad()
def trains(model, warm_up, horizon):
    forecast = by_state(model, warm_up, horizon)
    model.head.bias.add_(1)
    return forecast


def left_in_eval(model, warm_up, horizon):
    model.eval()
    return by_state(model, warm_up, horizon)


@torch.no_grad()
def into_the_warm_up(model, warm_up, horizon):
    forecast = by_state(model, warm_up, horizon)
    warm_up[:, -1:] = forecast[:, :1]
    return forecast


WRONG = (
    (run(lambda model, warm_up: (warm_up[:, -1:], None)), "the state of the warm-up is thrown away"),
    (
        run(lambda model, warm_up: (warm_up[:, -1:], model(warm_up)[1])),
        "The last value of the warm-up is read twice",
    ),
    (after_first(carry=False, forget=True), "The state is not handed on"),
    (after_first(carry=False), "The state stays that of the warm-up"),
    (after_first(feed=False), "The same value is fed in again and again"),
    (sliding, "what came before them is forgotten"),
    (warm_up_again, "The warm-up is read again for each value"),
    (lambda m, w, h: torch.tensor([m(w)[0][:, -1:].item()]), "keep them as a tensor (N, 1, 1)"),
    (history_and_state, "one of the two is enough"),
    (first_only_repeated, "All values are the first forecast"),
    (lambda m, w, h: by_state(m, w, h + 1)[:, 1:], "The first forecast is missing"),
    (lambda m, w, h: by_state(m, w, h)[:, 1:], "The first forecast is missing"),
    (lambda m, w, h: by_state(m, w, h + 1), "There is one value too many"),
    (changed(lambda forecast: forecast[:, :-1]), "The last forecast is missing"),
    (lambda m, w, h: torch.cat([w, by_state(m, w, h)], dim=1), "The warm-up is returned as well"),
    (
        lambda m, w, h: torch.cat([w[:, -1:], by_state(m, w, h)[:, :-1]], dim=1),
        "returned as if it were a forecast",
    ),
    (lambda m, w, h: m(w)[0], "forecasts of values that the model has read"),
    (changed(lambda forecast: forecast.flip(1)), "in reverse order"),
    (by_state.__wrapped__, "they carry the whole graph"),
    (changed(lambda forecast: forecast.transpose(0, 1)), "Time stands first"),
    (changed(lambda forecast: forecast.flatten(0, 1)), "Sequences and steps are merged"),
    (changed(lambda forecast: forecast[:, :, 0]), "A squeeze took a dimension away"),
    (changed(lambda forecast: forecast[:, :, None]), "join with torch.cat instead of torch.stack"),
    (changed(lambda forecast: forecast[:, :1]), "go on for `horizon` steps"),
    (changed(lambda forecast: forecast.float()), "of type float32; wanted is float64"),
    (changed(lambda forecast: forecast.tolist()), "came a list of length 3"),
    (changed(lambda forecast: 1.5 * forecast), "At index [0, 0, 0] came"),
    (no_time_axis, "keeps the time axis"),
    (not_unpacked, "unpack it"),
    (lambda m, w, h: by_state(m, w.float(), h), "leave their type alone"),
    (state_of_one, "The state belongs to these N sequences"),
    (trains, "changes the model: head.bias"),
    (left_in_eval, "came in train mode and is left in eval mode"),
    (into_the_warm_up, "changes `warm_up` in place"),
    (lambda model, warm_up: warm_up, "It is called with (model, warm_up, horizon)"),
)


@pytest.mark.parametrize(("answer", "words"), WRONG)
def test_wrong_answers_are_told_what_is_wrong(refuses, answer, words):
    refuses(ID, answer, words)


def test_another_device_is_explained(refuses):
    def on_the_gpu(model, warm_up, horizon):
        raise RuntimeError("Expected all tensors to be on the same device, but found two, cuda:0 and cpu!")

    refuses(ID, on_the_gpu, "The check's model lives on the CPU")


def test_misconceptions_are_told_apart(told_apart):
    model = free_run.Probe()
    warm_up = torch.randn(3, 5, 1, dtype=torch.float64, generator=torch.Generator().manual_seed(8))
    with torch.no_grad():
        wrong = free_run._wrong_feedback(model, warm_up, 4) | free_run._wrong_place(model, warm_up, 4)
        told_apart(free_run._specified(model, warm_up, 4), wrong)


@pytest.mark.parametrize(("n", "length", "horizon"), free_run.CASES)
def test_no_misconception_gives_the_right_answer(n, length, horizon):
    model = free_run.Probe()
    warm_up = torch.randn(n, length, 1, dtype=torch.float64, generator=torch.Generator().manual_seed(8))
    with torch.no_grad():
        right = free_run._specified(model, warm_up, horizon)
        wrong = free_run._wrong_feedback(model, warm_up, horizon) | free_run._wrong_place(
            model, warm_up, horizon
        )
    answers = [answer for answers in wrong.values() for answer in answers]
    assert len(answers) >= 5
    assert not any(is_close(answer, right) for answer in answers)
