"""Hidden checks of the assignment on sequences, and the references that answers are compared with."""

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.functional import linear, pad

from course_utils.classroom.judge import Answer, Draw, Question
from course_utils.exercises.expectations import (
    Misconceptions,
    Mistake,
    describe,
    expect_answer,
    expect_dtype,
    expect_no_misconception,
    expect_tensor,
    in_part,
    is_close,
    seen_with,
    unwrapped,
)

SAME_TYPE = "Make tensors of your own of the same type as the inputs, as by x.new_zeros."
SOME = "Each sequence has one of its own: torch.where chooses for all of them at once."
Call = Callable[..., object]  # an answer, or one that may change no argument


def _several(value: object, names: Sequence[str]) -> Sequence[object]:
    """Return the parts of an answer if there are as many as names."""
    if not isinstance(value, tuple | list) or len(value) != len(names):
        raise Mistake(f"{len(names)} tensors are wanted, ({', '.join(names)}); came {describe(value)}.")
    return value


def _expect(
    came: object,
    wanted: Tensor,
    axes: str,
    wrong: Callable[[], Misconceptions] = dict,
    shapes: dict | None = None,
) -> None:
    """Expect a tensor; the answers of wrong ideas are only worked out where another one came."""
    misconceptions = {} if is_close(expect_tensor(came), wanted) else wrong()
    expect_answer(came, wanted, axes, misconceptions, shapes or {})


def _expect_gradients(
    answer: Answer, arguments: tuple, of: tuple[int, ...], weights: Tensor, *runs: Callable[..., Tensor]
) -> None:
    """Compare with the gradients of the first run; those of a second one belong to detached forecasts."""
    came = _named(answer, of, answer.gradients(arguments, of, weights))
    wanted, *detached = (_named(answer, of, _gradients(run, arguments, of, weights)) for run in runs)
    for name, gradient in came.items():
        if gradient is None:
            raise Mistake(f"No gradient reaches `{name}`: nothing may be detached.")
        wrong = {"The forecasts are detached before they are fed back.": [other[name] for other in detached]}
        with seen_with(f"the gradient of `{name}`"):
            expect_answer(gradient, wanted[name], "that of the argument", wrong, {})


def _named(answer: Answer, of: tuple[int, ...], gradients: Sequence) -> dict[str, Tensor | None]:
    """Return gradients by name; those of a tuple of tensors are numbered."""
    named = {}
    for place, gradient in zip(of, gradients, strict=True):
        name = answer.takes[place]
        if isinstance(gradient, tuple):
            named |= {f"{name}[{number}]": part for number, part in enumerate(gradient)}
        else:
            named[name] = gradient
    return named


def _gradients(run: Callable[..., Tensor], arguments: tuple, of: tuple[int, ...], weights: Tensor) -> list:
    leaves = [_leaf(value) if place in of else value for place, value in enumerate(arguments)]
    (weights * run(*leaves)).sum().backward()
    chosen = [leaves[place] for place in of]
    return [tuple(part.grad for part in leaf) if isinstance(leaf, tuple) else leaf.grad for leaf in chosen]


def _leaf(value: Tensor | tuple) -> Tensor | tuple:
    return value.clone().requires_grad_() if isinstance(value, Tensor) else tuple(map(_leaf, value))


# --- windows-with-gap ---------------------------------------------------------------------------------------

WINDOWS_WITH_GAP = Question(
    "windows-with-gap",
    takes=("series", "length", "horizon", "test_count", "gap"),
    explanations={
        "maximum size for tensor at dimension": "A part is shorter than one window with its target.",
        "a non-empty TensorList": "A part got no window at all: does the last one have its place?",
    },
)
NAMES = ("train_inputs", "train_targets", "test_inputs", "test_targets")
AXES = ("(windows, length)", "(windows,)", "(windows, length)", "(windows,)")


class Sizes(NamedTuple):
    """The arguments beside the series."""

    length: int
    horizon: int
    test_count: int
    gap: int

    @property
    def span(self) -> int:
        """Steps from the first input of a window to its target."""
        return self.length + self.horizon - 1

    def total(self, windows: int) -> int:
        """Return how long a series with so many training windows is."""
        return windows + self.span + self.gap + self.span + self.test_count


@WINDOWS_WITH_GAP.part(2, "the test: each of the last values is forecast once")
def _test_windows(answer: Answer, draw: Draw) -> None:
    for _ in range(3):
        _check_windows(answer, *_series_and_sizes(draw), places=(2, 3))


@WINDOWS_WITH_GAP.part(2, "the training: all windows that end before the gap")
def _training_windows(answer: Answer, draw: Draw) -> None:
    for _ in range(3):
        _check_windows(answer, *_series_and_sizes(draw), places=(0, 1))


@WINDOWS_WITH_GAP.part(1, "the smallest cases: no gap, the next value, windows of one value, float32")
def _smallest_windows(answer: Answer, draw: Draw) -> None:
    length, horizon, gap = draw.sizes(3, low=2, high=5)[0]
    for sizes in (Sizes(length, horizon, 3, 0), Sizes(length, 1, 3, gap), Sizes(1, horizon, 1, gap)):
        series = draw.normal(sizes.total(windows=1), dtype=torch.float32)
        _check_windows(answer.expect_unchanged, series, sizes, places=(0, 1, 2, 3))


def _series_and_sizes(draw: Draw) -> tuple[Tensor, Sizes]:
    """Draw values of which no two are alike, with more windows in each part than a window has steps."""
    length, horizon, gap = draw.sizes(3, low=2, high=6)[0]
    sizes = Sizes(length, horizon, length + horizon + draw.integer(1, 5), gap)
    return draw.normal(sizes.total(windows=draw.integer(14, 20))), sizes


def windows_reference(series: Tensor, sizes: Sizes) -> tuple[Tensor, ...]:
    """Pick every window by the index of its target."""
    first = len(series) - sizes.test_count
    return _cut(series, sizes, first - sizes.span - sizes.gap, first)


def _cut(series: Tensor, sizes: Sizes, end: int, first: int) -> tuple[Tensor, ...]:
    """Return inputs and targets for the targets before ``end``, then for those from ``first``."""
    past = torch.arange(sizes.span, max(sizes.span, end))
    future = torch.arange(min(first, len(series)), len(series))
    inputs = torch.arange(sizes.length) - sizes.span
    return series[past[:, None] + inputs], series[past], series[future[:, None] + inputs], series[future]


def _check_windows(call: Call, series: Tensor, sizes: Sizes, places: tuple[int, ...]) -> None:
    situation = ", ".join(f"{name} = {size}" for name, size in sizes._asdict().items())
    with seen_with(f"{len(series)} values, {situation}"):
        came = _several(call(series, *sizes), NAMES)
    wanted = windows_reference(series, sizes)
    for place in places:
        with seen_with(f"`{NAMES[place]}` for {len(series)} values, {situation}"):
            _check_part(came[place], wanted, place, partial(_wrong_windows, series, sizes, place))


def _check_part(
    value: object, wanted: tuple[Tensor, ...], place: int, wrong: Callable[[], Misconceptions]
) -> None:
    came = expect_tensor(value)
    if not is_close(came, wanted[place]):
        expect_no_misconception(came, wanted[place], wrong())
        if place < 2:
            _expect_no_leak(came, wanted[2:])
    expect_answer(came, wanted[place], AXES[place], {}, {})


def _expect_no_leak(training: Tensor, test: tuple[Tensor, ...]) -> None:
    read = torch.cat([part.flatten() for part in test]).unique()
    leaked = torch.isin(read, training.to(read.dtype)).sum()
    if leaked:
        raise Mistake(f"It leaks: {leaked} values that the test reads or forecasts are in the training too.")


def _wrong_windows(series: Tensor, sizes: Sizes, place: int) -> Misconceptions:
    """Return what each wrong idea makes of one of the four tensors."""
    first, gap = len(series) - sizes.test_count, sizes.gap
    end = first - sizes.span - gap
    near, far = (sizes._replace(horizon=sizes.horizon + step) for step in (-1, 1))
    ideas = {
        "The windows are cut before the series is divided, so training windows hold values of the test.": [
            (sizes, first, first)
        ],
        "The gap is counted from the first test target, but the first test input lies earlier.": [
            (sizes, first - gap, first)
        ],
        "The gap is not kept: training and test are neighbours.": [(sizes, end + gap, first)],
        "Only the inputs of the training keep the gap: its targets must keep it too.": [
            (sizes, end + sizes.horizon, first)
        ],
        "The last training window is missing: its target is right before the gap.": [(sizes, end - 1, first)],
        "The training reaches one value into the gap.": [(sizes, end + 1, first)],
        "The test windows lie wholly among the last values: the first targets have inputs before.": [
            (sizes, end, first + sizes.span)
        ],
        "The horizon is one step off: with horizon = 1 the target is the value right after its window.": [
            (near, end, first), (near, end + 1, first), (far, end, first), (far, end - 1, first),
        ],
    }  # fmt: skip
    return {idea: [_cut(series, *cut)[place] for cut in cuts] for idea, cuts in ideas.items()}


# --- scheduled-run ------------------------------------------------------------------------------------------

SCHEDULED_RUN = Question(
    "scheduled-run",
    takes=("signal", "mask", "weight_ih", "weight_hh", "bias", "head_weight", "head_bias"),
    explanations={
        "same dtype": SAME_TYPE,
        "cannot be multiplied": "At each step each sequence gives one value, (N, 1): signal[:, t, None].",
        "modified by an inplace operation": "The gradient needs what is overwritten: collect in a list.",
        "Boolean value of Tensor": f"The mask holds N truth values a step. {SOME}",
    },
)


@SCHEDULED_RUN.part(1, "the truth at every step, and nothing but own forecasts after the first")
def _all_or_nothing(answer: Answer, draw: Draw) -> None:
    for n, length, hidden in [*draw.sizes(3, count=2, low=3), (1, 4, 3), (3, 1, 2), (3, 4, 1)]:
        signal, weights = draw.normal(n, length), _network(draw, hidden)
        for fed in (True, False):
            mask = torch.full((n, length), fed)
            with seen_with(f"a mask of {fed} alone, N = {n}, L = {length} and H = {hidden}"):
                wanted = scheduled_reference(signal, mask, *weights)
                value = answer.expect_unchanged(signal, mask, *weights)
                _expect(value, wanted, "(N, L)", shapes=_run_shapes(n, length))


@SCHEDULED_RUN.part(2, "a schedule of its own for each sequence")
def _mixed(answer: Answer, draw: Draw) -> None:
    for n, length, hidden in draw.sizes(3, count=3, low=4, high=8):
        signal, mask, weights = draw.normal(n, length), _schedule(draw, n, length), _network(draw, hidden)
        with seen_with(f"a mixed mask, N = {n}, L = {length} and H = {hidden}"):
            wanted = scheduled_reference(signal, mask, *weights)
            wrong = partial(_wrong_runs, signal, mask, weights)
            _expect(answer(signal, mask, *weights), wanted, "(N, L)", wrong, _run_shapes(n, length))


@SCHEDULED_RUN.part(2, "gradients flow through own forecasts, and to no value that is not read")
def _gradients_of_runs(answer: Answer, draw: Draw) -> None:
    for n, length, hidden in draw.sizes(3, count=2, low=4):
        arguments = draw.normal(n, length), _schedule(draw, n, length), *_network(draw, hidden)
        runs = scheduled_reference, _detached_run
        _expect_gradients(answer, arguments, (0, 2, 3, 4, 5, 6), draw.normal(n, length), *runs)


def _network(draw: Draw, hidden: int) -> list[Tensor]:
    shapes = (hidden, 1), (hidden, hidden), (hidden,), (1, hidden), (1,)
    return [draw.uniform(*shape, low=-1, high=1) for shape in shapes]


def _schedule(draw: Draw, n: int, length: int) -> Tensor:
    """Draw a mask in which the first two sequences, and steps, differ."""
    mask = draw.integers(n, length, low=0, high=1).bool()
    mask[0, :4], mask[1, :4] = torch.tensor([[False, True, False, True], [True, True, False, False]])
    return mask


def _forecasts(inputs: Tensor, *weights: Tensor) -> Tensor:
    """Read inputs (N, L) from the start by torch's own operator and return the forecast after each."""
    weight_ih, weight_hh, bias, head_weight, head_bias = weights
    h_0, parameters = inputs.new_zeros(1, len(inputs), len(bias)), [weight_ih, weight_hh, bias, bias * 0]
    states, _ = torch.rnn_tanh(inputs[:, :, None], h_0, parameters, True, 1, 0.0, False, False, True)
    return linear(states, head_weight, head_bias)[:, :, 0]


def scheduled_reference(signal: Tensor, mask: Tensor, *weights: Tensor, detached: bool = False) -> Tensor:
    """Find the inputs one by one, and read all of them from the start each time: no state is handed on."""
    inputs = signal[:, :1]
    for t in range(1, signal.shape[1]):
        own = _forecasts(inputs, *weights)[:, -1]
        read = torch.where(mask[:, t], signal[:, t], own.detach() if detached else own)
        inputs = torch.cat([inputs, read[:, None]], dim=1)
    return _forecasts(inputs, *weights)


def _detached_run(*arguments: Tensor) -> Tensor:
    return scheduled_reference(*arguments, detached=True)


def _wrong_runs(signal: Tensor, mask: Tensor, weights: list[Tensor]) -> Misconceptions:
    true, late = torch.ones_like(mask), torch.cat([mask[:, :1], mask[:, :-1]], dim=1)
    common = [row.expand_as(mask) for row in (mask[0], mask.any(dim=0), mask.all(dim=0))]
    masks = {
        "The mask is turned round: True means the truth.": [~mask],
        "The mask is a step late or early: mask[:, t] says what is read at step t.": [late, mask.roll(-1, 1)],
        "The mask is not used: the truth is fed at every step.": [true],
        "The mask is not used: own forecasts are fed at every step.": [~true],
        "One truth value decides for the whole batch: each sequence has its own.": common,
    }
    wrong = {idea: [scheduled_reference(signal, m, *weights) for m in ms] for idea, ms in masks.items()}
    blank = torch.cat([signal[:, :1] * mask[:, :1], signal[:, 1:]], dim=1)
    earlier = torch.cat([signal[:, :1], _forecasts(signal, *weights)[:, :-1]], dim=1)
    return wrong | {
        "What is fed are forecasts of a run that has read the truth alone: feed those of this very run.": [
            _forecasts(torch.where(mask, signal, earlier), *weights)
        ],
        "At step 0 there is no forecast yet: the truth is fed there, whatever the mask says.": [
            scheduled_reference(blank, mask, *weights)
        ],
    }


def _run_shapes(n: int, length: int) -> dict[tuple[int, ...], str]:
    return {
        (n, length, 1): "There is an extra dimension of size 1: one forecast is one number.",
        (length, n): "Time stands first: stack the forecasts along dimension 1.",
        (n, length - 1): "There is a forecast after every step, the last one too.",
    }


# --- two-way-rnn --------------------------------------------------------------------------------------------

TWO_WAY_RNN = Question(
    "two-way-rnn",
    takes=("x", "lengths", "ahead", "back", "leak"),
    without=("rnn", "lstm", "gru"),
    explanations={
        "same dtype": SAME_TYPE,
        "only integer tensors of a single element": f"lengths holds N lengths. {SOME}",
        "Boolean value of Tensor": f"lengths holds N lengths. {SOME}",
    },
)
TWO_WAYS = ("output", "h_n")
IN_THE_PADDING = "The backward half begins in the padding, not at the last valid step of each sequence."


@TWO_WAY_RNN.part(1, "no padding: output and h_n")
def _no_padding(answer: Answer, draw: Draw) -> None:
    for n, length, h_in, h in [*draw.sizes(4, count=2, low=2), (1, 3, 2, 2), (3, 1, 2, 2), (3, 2, 1, 1)]:
        _check_two_ways(answer, _two_ways(draw, torch.full((n,), length), h_in, h), places=(0, 1))
    x, lengths, *weights, leak = _two_ways(draw, torch.tensor([3, 2]), 4, 5)
    single = x.float(), lengths, *(tuple(part.float() for part in parts) for parts in weights), leak
    for name, came in zip(TWO_WAYS, _several(answer(*single), TWO_WAYS), strict=True):
        with in_part(f"`{name}` for a float32 x"):
            expect_dtype(expect_tensor(came), torch.float32, "The number type is that of x.")


@TWO_WAY_RNN.part(2, "sequences of different length: output, 0 beyond each end")
def _padded_output(answer: Answer, draw: Draw) -> None:
    for n, length, h_in, h in draw.sizes(4, count=3, low=3):
        _check_two_ways(answer, _two_ways(draw, _lengths(draw, n, length), h_in, h), places=(0,))
    _check_two_ways(answer, _two_ways(draw, torch.tensor([2, 4]), 3, 5, spare=2), places=(0,))


@TWO_WAY_RNN.part(1, "sequences of different length: where each direction has finished")
def _padded_states(answer: Answer, draw: Draw) -> None:
    for n, length, h_in, h in draw.sizes(4, count=3, low=3):
        _check_two_ways(answer, _two_ways(draw, _lengths(draw, n, length), h_in, h), places=(1,))


@TWO_WAY_RNN.part(1, "padding may hold anything, nan too")
def _any_padding(answer: Answer, draw: Draw) -> None:
    for content in (1e300, torch.inf, torch.nan):
        n, length, h_in, h = draw.sizes(4, low=3)[0]
        x, lengths, *rest = _two_ways(draw, _lengths(draw, n, length), h_in, h)
        beyond = torch.arange(length) >= lengths[:, None]
        with seen_with(f"padding of {content}"):
            arguments = x.masked_fill(beyond[:, :, None], content), lengths, *rest
            _check_two_ways(answer.expect_unchanged, arguments, places=(0, 1))


@TWO_WAY_RNN.part(1, "gradients: none to the padding, the right ones to all else")
def _two_way_gradients(answer: Answer, draw: Draw) -> None:
    n, length, h_in, h = draw.sizes(4, low=3)[0]
    arguments, weights = _two_ways(draw, _lengths(draw, n, length), h_in, h), draw.normal(n, length, 2 * h)
    _expect_gradients(answer, arguments, (0, 2, 3), weights, lambda *leaves: two_way_reference(*leaves)[0])


def _lengths(draw: Draw, n: int, length: int) -> Tensor:
    """Draw lengths of which the first is not the longest."""
    lengths = draw.integers(n, low=1, high=length - 1)
    lengths[draw.integer(1, n - 1)] = length
    return lengths


def _two_ways(draw: Draw, lengths: Tensor, h_in: int, h: int, spare: int = 0) -> tuple:
    """Draw the arguments, with a leak that is neither 1/2 nor 1, and steps to spare behind the longest."""
    shapes = (h, h_in), (h, h), (h,)
    ahead, back = (tuple(draw.uniform(*shape, low=-1, high=1) for shape in shapes) for _ in range(2))
    x, leak = draw.normal(len(lengths), int(lengths.max()) + spare, h_in), draw.integer(60, 90) / 100
    return x, lengths, ahead, back, leak


def _read(steps: Tensor, weights: tuple[Tensor, ...], leak: float) -> Tensor:
    """Read one sequence (l, H_in) from zeros and return all its states (l, H)."""
    weight_ih, weight_hh, bias = weights
    states = [torch.zeros_like(bias)]
    for step in steps:
        new = torch.tanh(weight_ih @ step + weight_hh @ states[-1] + bias)
        states.append((1 - leak) * states[-1] + leak * new)
    return torch.stack(states[1:])


def two_way_reference(
    x: Tensor, lengths: Tensor, ahead: tuple, back: tuple, leak: float
) -> tuple[Tensor, Tensor]:
    """Read every sequence by itself, without its padding."""
    outputs, ends = [], []
    for sequence, length in zip(x, lengths.tolist(), strict=True):
        steps = sequence[:length]
        forward, backward = _read(steps, ahead, leak), _read(steps.flip(0), back, leak).flip(0)
        outputs.append(pad(torch.cat([forward, backward], dim=1), (0, 0, 0, len(sequence) - length)))
        ends.append(torch.stack([forward[-1], backward[0]]))
    return torch.stack(outputs), torch.stack(ends, dim=1)


def _check_two_ways(call: Call, arguments: tuple, places: tuple[int, ...]) -> None:
    x, lengths, *_, leak = arguments
    axes = ("(N, L, 2H)", "(2, N, H)")
    situation = f"x of shape {tuple(x.shape)}, lengths {lengths.tolist()} and leak = {leak}"
    with seen_with(situation):
        came = _several(call(*arguments), TWO_WAYS)
    wanted = two_way_reference(*arguments)
    for place in places:
        wrong = partial(_wrong_readings, *arguments, place)
        with seen_with(f"`{TWO_WAYS[place]}` for {situation}"):
            _expect(came[place], wanted[place], axes[place], wrong)


def _wrong_readings(
    x: Tensor, lengths: Tensor, ahead: tuple, back: tuple, leak: float, place: int
) -> Misconceptions:
    """Return what each wrong idea makes of the output (place 0) or of the final states (place 1)."""
    ideas = {
        "The leak is turned round: it is the share of the new value.": (lengths, ahead, back, 1 - leak),
        "The leak is not used.": (lengths, ahead, back, 1.0),
        "Both halves read with the parameters of `ahead`.": (lengths, ahead, ahead, leak),
    }
    wrong = {idea: [two_way_reference(x, *arguments)[place]] for idea, arguments in ideas.items()}
    output, h_n = two_way_reference(x, lengths, ahead, back, leak)
    whole = two_way_reference(x, torch.full_like(lengths, x.shape[1]), ahead, back, leak)
    if place == 0:
        return wrong | _wrong_outputs(output, whole[0], lengths)
    return wrong | _wrong_states(output, h_n, whole[1], lengths)


def _wrong_outputs(output: Tensor, whole: Tensor, lengths: Tensor) -> Misconceptions:
    valid = (torch.arange(output.shape[1]) < lengths[:, None])[:, :, None]
    forward, backward = output.chunk(2, dim=2)
    in_reading_order = torch.cat([forward, backward.flip(1)], dim=2)
    return {
        IN_THE_PADDING: [whole.where(valid, 0)],
        "Beyond its length a sequence is read on: output is 0 there.": [whole],
        "The backward half is not turned back: at step t belongs what it knows after reading step t.": [
            in_reading_order, in_reading_order.where(valid, 0),
        ],
        "The halves are swapped: forward comes first.": [torch.cat([backward, forward], dim=2)],
    }  # fmt: skip


def _wrong_states(output: Tensor, h_n: Tensor, whole: Tensor, lengths: Tensor) -> Misconceptions:
    forward, backward = output.chunk(2, dim=2)
    begun = backward[torch.arange(len(lengths)), lengths - 1]
    return {
        IN_THE_PADDING: [torch.stack([h_n[0], whole[1]])],
        "At its last step the backward half has only begun: it ends at step 0.": [
            torch.stack([h_n[0], begun]), torch.stack([forward[:, -1], backward[:, -1]]),
        ],
        "Both halves are read in the padding: each sequence ends at its own length.": [whole],
        "The forward half is read at the end of the padding: each sequence ends at its own length.": [
            torch.stack([whole[0], h_n[1]]), torch.stack([forward[:, -1], h_n[1]]),
        ],
        "The states are swapped: forward is h_n[0].": [h_n.flip(0)],
        "The batch stands first: h_n is stacked, (2, N, H).": [h_n.transpose(0, 1)],
        "The two states stand side by side: h_n is stacked, (2, N, H).": [torch.cat([h_n[0], h_n[1]], dim=1)],
    }  # fmt: skip


# --- reach --------------------------------------------------------------------------------------------------

REACH = Question(
    "reach", takes=("length", "num_layers", "half", "chunk", "step"), without=("rnn", "lstm", "gru")
)
HALVES = ("forward", "backward", "both")
Case = tuple[int, int, str, int, int]


@REACH.part(1, "one way, in chunks")
def _one_way(answer: Answer, draw: Draw) -> None:
    for num_layers in (1, 2, 3):
        case = _inside(draw, num_layers, "one-way")
        _check_reach(answer, case, _wrong_reaches(*case))


@REACH.part(1, "two directions, one layer")
def _one_layer(answer: Answer, draw: Draw) -> None:
    for half in HALVES:
        case = _inside(draw, 1, half)
        _check_reach(answer, case, _wrong_reaches(*case))


@REACH.part(1, "two directions, several layers")
def _several_layers(answer: Answer, draw: Draw) -> None:
    for half in HALVES:
        case = _inside(draw, draw.integer(2, 4), half)
        _check_reach(answer, case, _wrong_reaches(*case))


@REACH.part(1, "at the edges: first and last steps, a short last chunk, chunks of one step, one chunk in all")
def _edges(answer: Answer, draw: Draw) -> None:
    chunk = draw.integer(3, 5)
    length = 2 * chunk + 2
    last = length - 1
    cases = (
        (chunk, 0, "one-way"), (chunk, 0, "both"), (chunk, chunk - 1, "both"), (chunk, chunk, "one-way"),
        (chunk, chunk, "both"), (chunk, last - 1, "both"), (chunk, last, "one-way"),
        (1, chunk, "both"), (length + 1, chunk, "both"),
    )  # fmt: skip
    for size, step, half in cases:
        _check_reach(answer, (length, draw.integer(2, 3), half, size, step), {})
    for half in HALVES:
        for num_layers in (1, 2):
            _check_reach(answer, (length, num_layers, half, chunk, last - 1), {})


def _inside(draw: Draw, num_layers: int, half: str) -> Case:
    """Return a case whose step has others on both sides in its chunk, and chunks on both sides."""
    chunk = draw.integer(3, 5)
    return 4 * chunk + draw.integer(0, 2), num_layers, half, chunk, 2 * chunk + draw.integer(1, chunk - 2)


@lru_cache(maxsize=10_000)
def reach_reference(length: int, num_layers: int, half: str, chunk: int, step: int) -> tuple[int, ...]:
    """Return where torch's own layer has a gradient; all its weights are positive, so no two paths cancel."""
    layer = nn.RNN(1, 1, num_layers, batch_first=True, bidirectional=half != "one-way", dtype=torch.float64)
    for parameter in layer.parameters():
        nn.init.constant_(parameter, 0.3)
    inputs = torch.zeros(1, length, 1, dtype=torch.float64, requires_grad=True)
    outputs, state = [], None
    for piece in inputs.split(chunk, dim=1):
        output, state = layer(piece, state)
        state = state.detach()
        outputs.append(output)
    features = {"forward": slice(0, 1), "backward": slice(1, 2)}.get(half, slice(None))
    (gradient,) = torch.autograd.grad(torch.cat(outputs, dim=1)[0, step, features].sum(), inputs)
    return tuple(gradient.flatten().nonzero().flatten().tolist())


def _check_reach(answer: Answer, case: Case, ideas: dict[str, range]) -> None:
    with seen_with(", ".join(f"{name} = {value!r}" for name, value in zip(REACH.takes, case, strict=True))):
        came, wanted = _steps(answer(*case)), reach_reference(*case)
        for sentence, steps in ideas.items():
            if tuple(came) == tuple(steps) != wanted:
                raise Mistake(sentence)
        if missing := sorted(set(wanted) - set(came)):
            raise Mistake(f"The inputs of these steps have a gradient and are not in your list: {missing}.")
        if added := sorted(set(came) - set(wanted)):
            raise Mistake(f"The inputs of these steps have no gradient and are in your list: {added}.")


def _steps(value: object) -> list[int]:
    """Return the steps in order, from a list, a tensor or an array."""
    value = value.tolist() if hasattr(value, "tolist") else value
    if not isinstance(value, list | tuple):
        raise Mistake(f"A list of whole numbers is wanted; came {describe(value)}.")
    value = [unwrapped(step) for step in value]
    if any(type(step) is not int for step in value):
        raise Mistake("A list of whole numbers is wanted; something else stands in yours.")
    if len(set(value)) < len(value):
        raise Mistake("A step stands in the list twice.")
    return sorted(value)


def _wrong_reaches(length: int, num_layers: int, half: str, chunk: int, step: int) -> dict[str, range]:
    start = step - step % chunk
    before, after, whole = range(start, step + 1), range(step, start + chunk), range(start, start + chunk)
    apart = {"one-way": before, "forward": before, "backward": after}.get(half, whole)
    right = apart if num_layers == 1 or half == "one-way" else whole
    first, last = right[0] == start, right[-1] == start + chunk - 1
    return {
        "What a chunk hands on is detached, so no gradient crosses its borders.": range(
            0 if first else step, length if last else step + 1
        ),
        "Chunks have fixed borders: they do not slide along with the step.": range(
            step - chunk + 1 if first else step, step + chunk if last else step + 1
        ),
        "The backward half begins at the end of the chunk: later chunks are not read yet.": range(
            right[0], length if last else step + 1
        ),
        "With several layers a half reads both halves of the layer below.": apart,
        "A single direction, in a single layer or in many, knows one side of the step only.": whole,
        "The input of the step itself has a gradient too.": range(
            start if first else step + 1, start + chunk if last else step
        ),
    }


QUESTIONS = (WINDOWS_WITH_GAP, SCHEDULED_RUN, TWO_WAY_RNN, REACH)
