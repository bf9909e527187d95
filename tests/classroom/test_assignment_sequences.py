"""The assignment on sequences: its references against torch's own layers, and what wrong answers are told."""

import importlib.util

import pytest
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from course_utils import inspection, models, sine
from course_utils.classroom.judge.draw import Draw, keyed_seed
from course_utils.classroom.sandbox.requests import answer_here
from tests.lesson_source import NOTEBOOKS

FOLDER = NOTEBOOKS / "assignments" / "sequences"
SPEC = importlib.util.spec_from_file_location("hidden_checks_of_sequences", FOLDER / "hidden_checks.py")
hidden = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(hidden)


def judged(question, source, draw=0):
    namespace = {"torch": torch}
    exec(source, namespace)
    return question.judge(
        lambda request: answer_here(request, namespace), lambda part: keyed_seed(b"", draw, part)
    )


# --- the references -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("horizon", [1, 4])
def test_windows_are_those_of_the_lesson_but_for_the_gap(horizon):
    sizes = hidden.Sizes(length=3, horizon=horizon, test_count=7, gap=5)
    series = Draw(0).normal(sizes.total(windows=9))
    together = sine.windows_in_time(series, 3 + horizon, sizes.test_count + sizes.span)
    train_inputs, train_targets, test_inputs, test_targets = hidden.windows_reference(series, sizes)
    assert torch.equal(test_inputs, together.test[:, :3])
    assert torch.equal(test_targets, together.test[:, -1])
    assert torch.equal(train_inputs, together.train[:-5, :3])
    assert torch.equal(train_targets, together.train[:-5, -1])
    assert torch.equal(test_targets, series[-7:])
    used = torch.cat([train_inputs.flatten(), train_targets, test_inputs.flatten(), test_targets])
    assert (~torch.isin(series, used)).sum() >= sizes.gap


@pytest.fixture
def forecaster():
    model = models.SineForecaster(hidden_size=5).double()
    weights = model.rnn.weight_ih_l0, model.rnn.weight_hh_l0, model.rnn.bias_ih_l0 + model.rnn.bias_hh_l0
    return model, (*weights, model.head.weight, model.head.bias)


def test_a_schedule_of_truth_alone_is_teacher_forcing(forecaster):
    model, weights = forecaster
    signal = Draw(0).normal(3, 7)
    forecasts, _ = model(signal[:, :, None])
    came = hidden.scheduled_reference(signal, torch.ones(3, 7, dtype=torch.bool), *weights)
    torch.testing.assert_close(came, forecasts[:, :, 0])


def test_a_schedule_of_own_forecasts_after_some_truth_is_a_free_run(forecaster):
    model, weights = forecaster
    signal, mask = Draw(0).normal(3, 7), torch.arange(7).expand(3, 7) < 4
    came = hidden.scheduled_reference(signal, mask, *weights)[:, 3:]
    torch.testing.assert_close(came, model.free_run(signal[:, :4, None], 4)[:, :, 0])


def test_without_a_leak_the_two_ways_are_those_of_a_packed_layer():
    layer = nn.RNN(3, 4, batch_first=True, bidirectional=True, dtype=torch.float64)
    x, lengths = Draw(0).normal(4, 6, 3), torch.tensor([2, 6, 1, 5])
    packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    output, h_n = layer(packed)
    ahead, back = ((*weights, bias_ih + bias_hh) for *weights, bias_ih, bias_hh in layer.all_weights)
    came = hidden.two_way_reference(x, lengths, ahead, back, 1.0)
    torch.testing.assert_close(came[0], pad_packed_sequence(output, batch_first=True)[0])
    torch.testing.assert_close(came[1], h_n)


@pytest.mark.parametrize("num_layers", [1, 2, 3])
def test_within_a_chunk_the_reach_is_what_the_lesson_measures(num_layers):
    layer = nn.LSTM(2, 3, num_layers, batch_first=True, bidirectional=True, dtype=torch.float64)
    for step in range(5):
        measured = inspection.influence_on_halves(layer, Draw(0).normal(1, 5, 2), step)
        for half, influence in zip(("forward", "backward"), measured, strict=True):
            known = influence[0].nonzero().flatten()
            assert hidden.reach_reference(5, num_layers, half, 5, step) == tuple(known.tolist())
            later = hidden.reach_reference(5 + 5 + 3, num_layers, half, 5, 5 + step)
            assert later == tuple((known + 5).tolist())


# --- what is said, and what is worth nothing ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "answer", "reason"),
    [
        (hidden.WINDOWS_WITH_GAP, "cut-first", "cut before the series is divided"),
        (hidden.WINDOWS_WITH_GAP, "gap-from-targets", "counted from the first test target"),
        (hidden.WINDOWS_WITH_GAP, "gap-forgotten", "The gap is not kept"),
        (hidden.WINDOWS_WITH_GAP, "horizon-one-late", "one step off"),
        (hidden.WINDOWS_WITH_GAP, "shuffled", "It leaks"),
        (hidden.WINDOWS_WITH_GAP, "targets-in-the-gap", "Only the inputs"),
        (hidden.WINDOWS_WITH_GAP, "test-by-itself", "wholly among the last values"),
        (hidden.SCHEDULED_RUN, "detached", "detached before they are fed back"),
        (hidden.SCHEDULED_RUN, "in-place", "changes `signal` in place"),
        (hidden.SCHEDULED_RUN, "mask-inverted", "turned round"),
        (hidden.SCHEDULED_RUN, "mask-late", "a step late or early"),
        (hidden.SCHEDULED_RUN, "one-for-all", "decides for the whole batch"),
        (hidden.SCHEDULED_RUN, "truth-only", "The mask is not used"),
        (hidden.SCHEDULED_RUN, "two-passes", "of a run that has read the truth alone"),
        (hidden.SCHEDULED_RUN, "zeros-first", "At step 0 there is no forecast"),
        (hidden.TWO_WAY_RNN, "backward-has-begun", "has only begun"),
        (hidden.TWO_WAY_RNN, "begins-in-the-padding", "begins in the padding"),
        (hidden.TWO_WAY_RNN, "leak-turned-round", "The leak is turned round"),
        (hidden.TWO_WAY_RNN, "library-layer", "not available in this question"),
        (hidden.TWO_WAY_RNN, "not-turned-back", "is not turned back"),
        (hidden.TWO_WAY_RNN, "shared-parameters", "with the parameters of `ahead`"),
        (hidden.TWO_WAY_RNN, "unrolled-cells", "The leak is not used"),
        (hidden.REACH, "halves-know-all", "one side of the step only"),
        (hidden.REACH, "halves-stay-apart", "reads both halves of the layer below"),
        (hidden.REACH, "no-chunks", "no gradient crosses its borders"),
        (hidden.REACH, "sliding-window", "do not slide"),
        (hidden.REACH, "without-the-step", "of the step itself"),
    ],
)
def test_a_misconception_is_named(question, answer, reason):
    source = (FOLDER / "answers" / question.id / f"wrong-{answer}.py").read_text("utf-8")
    assert any(reason in part.reason for part in judged(question, source).parts)


ZEROS = {
    "windows-with-gap": "tuple(torch.zeros(shape) for shape in [(9, a[1]), (9,), (a[3], a[1]), (a[3],)])",
    "scheduled-run": "0 * a[0] + 0 * sum(tensor.sum() for tensor in a[2:])",
    "two-way-rnn": "[a[0].new_zeros(*shape, len(a[2][2])).repeat(1, 1, n) for shape, n in "
    "[(a[0].shape[:2], 2), ((2, len(a[0])), 1)]]",
    "reach": "[]",
}


@pytest.mark.parametrize("question", hidden.QUESTIONS, ids=lambda question: question.id)
@pytest.mark.parametrize("value", ["None", "a", "a[0]", "a[-1]", "[a[-1]]", "list(range(a[0]))", "zeros"])
def test_what_needs_no_thought_is_worth_nothing(question, value):
    body = ZEROS[question.id] if value == "zeros" else value
    mark = judged(question, f"def {question.function}(*a):\n    return {body}")
    assert mark.points == 0
    assert all(part.reason for part in mark.parts)
    assert mark.flags == ()


@pytest.mark.parametrize(
    "value", ["torch.tensor(right)", "tuple(right)", "[*torch.tensor(right)]", "right[::-1]"]
)
def test_the_reach_may_come_in_another_form(value):
    source = (FOLDER / "answers" / "reach" / "correct-by-sets.py").read_text("utf-8")
    form = f"by_sets = reach\ndef reach(*a):\n    right = by_sets(*a)\n    return {value}"
    assert judged(hidden.REACH, f"{source}\n{form}").points == hidden.REACH.points


@pytest.mark.parametrize(
    ("value", "reason"),
    [("[0, 0]", "twice"), ("[True]", "something else"), ("[0.0]", "something else"), ("3", "came 3")],
)
def test_what_is_no_list_of_steps_is_refused(value, reason):
    mark = judged(hidden.REACH, f"def reach(*a):\n    return {value}")
    assert mark.points == 0
    assert all(reason in part.reason for part in mark.parts)
