"""Hidden checks of the assignment "Cells and shapes": what each part of a question expects of an answer.

What is right comes from torch's own cells, and from the closed forms of the course, which equal its layers.
Each part asks one thing, so that a misunderstanding costs its own part and no other. A part about a property,
such as gradients, is given to a step of the wanted kind only: one that a misunderstanding has bent still
earns it, anything else does not.
"""

from collections.abc import Callable, Sequence
from itertools import permutations
from typing import NamedTuple

import torch
from torch import Tensor, nn

from course_utils.classroom.judge import Answer, Draw, Question
from course_utils.exercises.expectations import (
    Misconceptions,
    Mistake,
    describe,
    expect_answer,
    expect_dtype,
    expect_shape,
    expect_tensor,
    in_part,
    is_close,
    seen_with,
)
from course_utils.shapes import parameter_shapes

BY_HAND = ("rnn", "lstm", "gru")
TRANSPOSE = {"cannot be multiplied": "A weight is stored as (rows, columns): the product is x @ weight.T."}
KEEP_TYPE = "The result has the number type of the arguments, be it float32 or float64."
UNUSED = "The result is the same whatever `{}` is."
CUT = "A detach, a no_grad, .data or numpy cuts the graph, and steps in float32 blur it."
SMALL = 1e-6  # half the step of a difference quotient: float64 errs least about here
DTYPES = (torch.float32, torch.float64)
Pair = tuple[Tensor, Tensor]


def _pair(value: object, names: tuple[str, str]) -> Pair:
    if not isinstance(value, tuple | list) or len(value) != 2:
        raise Mistake(f"Two tensors are wanted, ({', '.join(names)}); came {describe(value)}.")
    return expect_tensor(value[0]), expect_tensor(value[1])


def _alike(pair: Pair, other: Pair) -> bool:
    return all(map(is_close, pair, other))


def _expect_values(came: Tensor, wanted: Tensor, axes: str, wrong: Callable[[], Misconceptions]) -> None:
    """Expect a tensor; the answers of wrong ideas are worked out only where it is wrong."""
    expect_answer(came, wanted, axes, {} if is_close(came, wanted) else wrong(), {}, KEEP_TYPE)


def _expect_use(answer: Answer, case: NamedTuple, others: dict[str, object], names: tuple[str, str]) -> None:
    """Expect the same result for the same arguments, and another one for another value of each."""
    first = _pair(answer(*case), names)
    if not _alike(first, _pair(answer(*case), names)):
        raise Mistake("Called twice with the same arguments it returns different numbers.")
    for name, value in others.items():
        if _alike(first, _pair(answer(*case._replace(**{name: value})), names)):
            raise Mistake(UNUSED.format(name))


def _expect_gradients(
    answer: Answer, case: NamedTuple, ways: dict[str, object], weights: Tensor, names: tuple[str, str]
) -> None:
    """Expect gradients that say how the function's own result changes as its arguments move on their ways."""
    places = [case._fields.index(name) for name in ways]
    slopes = answer.gradients(case, of=places, weights=weights)
    promised = 0.0
    for (name, way), slope in zip(ways.items(), slopes, strict=True):
        for direction, gradient in zip(_parts(way), _parts(slope), strict=True):
            if gradient is None:
                raise Mistake(f"No gradient reaches `{name}`. {CUT}")
            promised += (gradient * direction).sum().item()
    ahead, behind = (_pair(answer(*_moved(case, ways, share)), names)[0] for share in (SMALL, -SMALL))
    expect_dtype(ahead, weights.dtype, KEEP_TYPE)
    measured = (weights * (ahead - behind)).sum().item() / (2 * SMALL)
    if not is_close(promised, measured):
        raise Mistake(
            f"By its gradients the result grows by {promised:.6g}; measured is {measured:.6g}. {CUT}"
        )


def _parts(value: object) -> tuple:
    return value if isinstance(value, tuple) else (value,)


def _moved(case: NamedTuple, ways: dict[str, object], share: float) -> NamedTuple:
    def move(value: object, way: object) -> object:
        return tuple(map(move, value, way)) if isinstance(value, tuple) else value + share * way

    return case._replace(**{name: move(getattr(case, name), way) for name, way in ways.items()})


# --- peephole-step ------------------------------------------------------------------------------------------

STATES = ("h", "c")
ORDER = "ifgo"
PERMUTED = ["".join(order) for order in permutations(ORDER)]  # the right one comes first


class Step(NamedTuple):
    """The arguments of one LSTM step with peepholes."""

    x: Tensor
    state: Pair
    weight_ih: Tensor
    weight_hh: Tensor
    peepholes: Tensor
    bias: Tensor


PEEPHOLE_STEP = Question("peephole-step", takes=Step._fields, without=BY_HAND, explanations=TRANSPOSE)


def _drawn_step(draw: Draw, n: int, h_in: int, h: int, dtype: torch.dtype = torch.float64) -> Step:
    shapes = ((n, h_in), (n, h), (n, h), (4 * h, h_in), (4 * h, h), (3, h), (4 * h,))
    x, old_h, old_c, *weights = (draw.normal(*shape, dtype=dtype) for shape in shapes)
    return Step(x, (old_h, old_c), *weights)


def _step_seeing(case: Step, i: Tensor, f: Tensor, o: Tensor) -> Pair:
    """Return torch's own step, which gets what the peepholes see as further inputs."""
    x = torch.cat([case.x, i, f, 0 * i, o], dim=1)
    weight_ih = torch.cat([case.weight_ih, torch.eye(len(case.bias)).to(case.bias)], dim=1)
    return torch.lstm_cell(x, case.state, weight_ih, case.weight_hh, case.bias, 0 * case.bias)


def _step(case: Step) -> Pair:
    i, f, o = case.peepholes
    _, c = case.state
    _, new_c = _step_seeing(case, i * c, f * c, 0 * c)
    return _step_seeing(case, i * c, f * c, o * new_c)


def _taken_in(order: str, case: Step) -> Step:
    """Return the arguments as they are to somebody who takes the rows to stand in another order."""
    blocks = torch.arange(len(case.bias)).chunk(4)
    rows = torch.cat([blocks[order.index(gate)] for gate in ORDER])
    return case._replace(weight_ih=case.weight_ih[rows], weight_hh=case.weight_hh[rows], bias=case.bias[rows])


def _plain(case: Step) -> Step:
    return case._replace(peepholes=0 * case.peepholes)


def _wrong_steps(case: Step) -> dict[str, list[Pair]]:
    h, c = _step(case)
    turned = torch.cat([block.T for block in case.weight_hh.chunk(4)])
    return {
        "The two states are swapped: h comes first, then c.": [(c, h)],
        "The tanh is missing: h = o * tanh(c).": [(h / c.tanh() * c, c)],
        "The bias is missing.": [_step(case._replace(bias=0 * case.bias))],
        "The bias is added twice: here there is one.": [_step(case._replace(bias=2 * case.bias))],
        "weight_hh is not transposed: the product is h @ weight_hh.T.": [
            _step(case._replace(weight_hh=turned))
        ],
        "The four blocks of rows stand in the order i, f, g, o: yours are taken in another.": [
            _step(_taken_in(order, case)) for order in PERMUTED[1:]
        ],
    }


def _wrong_peepholes(case: Step) -> dict[str, list[Pair]]:
    (h, c), (_, new) = case.state, _step(case)
    i, f, o = case.peepholes
    orders = [list(rows) for rows in permutations(range(3))]
    return {
        "The peepholes are not used: this is the ordinary step.": [_step(_plain(case))],
        "o looks at the new c, which it is about to show; yours looks at the old one.": [
            _step_seeing(case, i * c, f * c, o * c)
        ],
        "o has a peephole too: it looks at the new c.": [_step_seeing(case, i * c, f * c, 0 * c)],
        "Peepholes look at c, the memory; yours look at h.": [_step_seeing(case, i * h, f * h, o * h)],
        "i and f look at the old c: there is no new one yet.": [
            _step_seeing(case, i * new, f * new, o * new),
        ],
        "The rows of peepholes belong to i, f, o, in this order.": [
            _step(case._replace(peepholes=case.peepholes[rows])) for rows in orders[1:]
        ],
    }


def _expect_states(answer: Answer, case: Step, names: Sequence[str]) -> None:
    came, right = (
        dict(zip(STATES, pair, strict=True)) for pair in (_pair(answer(*case), STATES), _step(case))
    )
    for name in names:

        def wrong(which: int = STATES.index(name)) -> Misconceptions:
            ideas = _wrong_steps(case) | (_wrong_peepholes(case) if case.peepholes.any() else {})
            return {sentence: [pair[which] for pair in pairs] for sentence, pairs in ideas.items()}

        with seen_with(f"x of shape {tuple(case.x.shape)}"), in_part(f"new {name}"):
            _expect_values(came[name], right[name], "(N, H)", wrong)


def _expect_a_step(answer: Answer, case: Step) -> None:
    """Expect an LSTM step, whatever the order of its rows and whatever it does with its peepholes."""
    plain = _plain(case)._replace(bias=0 * case.bias)
    came = _pair(answer(*plain), STATES)
    known = (_step(_taken_in(order, plain))[1] for order in PERMUTED)
    if not any(is_close(state, c) for c in known for state in came):
        raise Mistake("Without peepholes and bias it is no LSTM step; this is looked at in a step only.")
    if _alike(came, _pair(answer(*plain._replace(peepholes=case.peepholes)), STATES)):
        raise Mistake(UNUSED.format("peepholes"))


@PEEPHOLE_STEP.part(0.5, "two states, their shape and number type; every argument counts")
def _step_shapes(answer: Answer, draw: Draw) -> None:
    for sizes in [*draw.sizes(3, low=2), (1, 1, 1)]:
        for dtype in DTYPES:
            case = _drawn_step(draw, *sizes, dtype)
            for name, came in zip(STATES, _pair(answer(*case), STATES), strict=True):
                with in_part(f"new {name}"):
                    expect_shape(came, case.state[0].shape, "(N, H)")
                    expect_dtype(came, dtype, KEEP_TYPE)
    sizes = draw.sizes(3, low=2)[0]
    _expect_use(answer, _drawn_step(draw, *sizes), _drawn_step(draw, *sizes)._asdict(), STATES)


@PEEPHOLE_STEP.part(1, "with peepholes of zero it is the ordinary LSTM step")
def _step_without_peepholes(answer: Answer, draw: Draw) -> None:
    for sizes in draw.sizes(3, count=2, low=2):
        _expect_states(answer, _plain(_drawn_step(draw, *sizes)), STATES)


@PEEPHOLE_STEP.part(1.5, "the new c: where i and f look")
def _step_c(answer: Answer, draw: Draw) -> None:
    for sizes in draw.sizes(3, count=3, low=2):
        _expect_states(answer, _drawn_step(draw, *sizes), ["c"])


@PEEPHOLE_STEP.part(1.5, "the new h: where o looks")
def _step_h(answer: Answer, draw: Draw) -> None:
    for sizes in draw.sizes(3, count=3, low=2):
        _expect_states(answer, _drawn_step(draw, *sizes), ["h"])


@PEEPHOLE_STEP.part(1, "gradients flow to every argument, through the peepholes too")
def _step_gradients(answer: Answer, draw: Draw) -> None:
    sizes = draw.sizes(3, low=2)[0]
    case = _drawn_step(draw, *sizes)
    weights = draw.normal(*case.state[0].shape)
    _expect_a_step(answer, case)
    _expect_gradients(answer, case, _drawn_step(draw, *sizes)._asdict(), weights, STATES)


@PEEPHOLE_STEP.part(0.5, "the arguments stay as they are, and no sequence depends on the others")
def _step_in_batch(answer: Answer, draw: Draw) -> None:
    case = _drawn_step(draw, *draw.sizes(3, low=2)[0])
    _expect_a_step(answer, case)
    h, c = _pair(answer.expect_unchanged(*case), STATES)
    for row in (0, len(h) - 1):
        only = slice(row, row + 1)
        alone = case._replace(x=case.x[only], state=tuple(state[only] for state in case.state))
        if not _alike(_pair(answer(*alone), STATES), (h[only], c[only])):
            raise Mistake("A sequence gives other numbers alone than in a batch.")


# --- run-with-resets ----------------------------------------------------------------------------------------

RUN = ("output", "h_n")


class Run(NamedTuple):
    """The arguments of a plain RNN that starts anew where it is told to."""

    x: Tensor
    reset: Tensor
    h_0: Tensor
    weight_ih: Tensor
    weight_hh: Tensor
    bias: Tensor


RUN_WITH_RESETS = Question("run-with-resets", takes=Run._fields, without=BY_HAND, explanations=TRANSPOSE)


def _drawn_run(draw: Draw, n: int, length: int, h_in: int, h: int, dtype: torch.dtype = torch.float64) -> Run:
    """Draw a run without resets."""
    shapes = ((n, length, h_in), (1, n, h), (h, h_in), (h, h), (h,))
    x, *others = (draw.normal(*shape, dtype=dtype) for shape in shapes)
    return Run(x, torch.zeros(n, length, dtype=torch.bool), *others)


def _anew(h: Tensor, mask: Tensor) -> Tensor:
    return torch.where(mask, 0, h)


def _run(case: Run, start: Callable[[Tensor, Tensor], Tensor] = _anew) -> Pair:
    """Return what torch's own cell gives; before each step ``start`` changes the state by the mask."""
    h, states = case.h_0[0], []
    for x, mask in zip(case.x.unbind(1), case.reset.unbind(1), strict=True):
        h = start(h, mask[:, None])
        h = torch.rnn_tanh_cell(x, h, case.weight_ih, case.weight_hh, case.bias, 0 * case.bias)
        states.append(h)
    return torch.stack(states, dim=1), h[None]


def _but_first(reset: Tensor) -> Tensor:
    return reset & (torch.arange(reset.shape[1]) > 0)


def _wrong_resets(case: Run) -> dict[str, list[Pair]]:
    keep, (output, h_n) = ~case.reset[..., None], _run(case)
    late, _ = _run(case._replace(reset=_but_first(case.reset.roll(1, 1))))
    next_kept = ~_but_first(case.reset).roll(-1, 1)[..., None]
    return {
        "The resets are not used: this is one long run.": [_run(case._replace(reset=case.reset & False))],
        "A reset comes before its step; yours comes after it.": [
            (states, (late * keep)[:, -1][None]) for states in (late, late * keep)
        ],
        "A reset starts from zeros; yours goes back to h_0.": [
            _run(case, lambda h, mask: torch.where(mask, case.h_0[0], h))
        ],
        "A reset at the first step counts as well: zeros take the place of h_0.": [
            _run(case._replace(reset=_but_first(case.reset)))
        ],
        "A reset belongs to one sequence; yours starts all of them anew.": [
            _run(case, lambda h, mask: torch.where(mask.any(), 0, h))
        ],
        "The mask is the wrong way round: True means start anew.": [_run(case._replace(reset=~case.reset))],
        "The reset is written into the stored state of the step before: make a new state.": [
            (output * next_kept, h_n)
        ],
    }


def _wrong_runs(case: Run) -> dict[str, list[Pair]]:
    return {
        "h_0 is not used: the first step starts from it.": [_run(case._replace(h_0=0 * case.h_0))],
        "The bias is missing.": [_run(case._replace(bias=0 * case.bias))],
        "The bias is added twice: here there is one.": [_run(case._replace(bias=2 * case.bias))],
        "weight_hh is not transposed: the product is h @ weight_hh.T.": [
            _run(case._replace(weight_hh=case.weight_hh.T))
        ],
    }


def _expect_run(answer: Answer, case: Run) -> None:
    """Expect output and h_n; which axes h_n has is looked at elsewhere."""
    came, right = _pair(answer(*case), RUN), _run(case)
    if came[1].numel() == right[1].numel():
        came = came[0], came[1].reshape(right[1].shape)
    for which, axes in enumerate(("(N, L, H)", "(1, N, H)")):

        def wrong(which: int = which) -> Misconceptions:
            ideas = _wrong_resets(case) | _wrong_runs(case)
            return {sentence: [pair[which] for pair in pairs] for sentence, pairs in ideas.items()}

        with seen_with(f"x of shape {tuple(case.x.shape)}"), in_part(RUN[which]):
            _expect_values(came[which], right[which], axes, wrong)


@RUN_WITH_RESETS.part(0.5, "output and h_n, their shape and number type; every argument counts")
def _run_shapes(answer: Answer, draw: Draw) -> None:
    for n, length, h_in, h in [*draw.sizes(4, low=2), (1, 1, 1, 1), (3, 4, 2, 1)]:
        for dtype in DTYPES:
            output, h_n = _pair(answer(*_drawn_run(draw, n, length, h_in, h, dtype)), RUN)
            with in_part("output"):
                expect_shape(output, (n, length, h), "(N, L, H)")
                expect_dtype(output, dtype, KEEP_TYPE)
            with in_part("h_n"):
                expect_shape(h_n, (1, n, h), "(1, N, H)", {(n, 1, h): "States never follow batch_first."})
                expect_dtype(h_n, dtype, KEEP_TYPE)
    sizes = draw.sizes(4, low=2)[0]
    others = _drawn_run(draw, *sizes)
    others.reset[:, 1] = True
    _expect_use(answer, _drawn_run(draw, *sizes), others._asdict(), RUN)


@RUN_WITH_RESETS.part(1, "without any reset it is the plain RNN, from h_0 on")
def _run_without_resets(answer: Answer, draw: Draw) -> None:
    for sizes in draw.sizes(4, count=3, low=2):
        _expect_run(answer, _drawn_run(draw, *sizes))


@RUN_WITH_RESETS.part(1, "all sequences start anew at the same step")
def _run_reset_together(answer: Answer, draw: Draw) -> None:
    for sizes in draw.sizes(4, count=3, low=2):
        case = _drawn_run(draw, *sizes)
        case.reset[:, draw.integer(1, sizes[1] - 1)] = True
        _expect_run(answer, case)


@RUN_WITH_RESETS.part(1.5, "each sequence has its own resets, the first step and the last among them")
def _run_reset_apart(answer: Answer, draw: Draw) -> None:
    for sizes in draw.sizes(4, count=3, low=3, high=8):
        case = _drawn_run(draw, *sizes)
        case.reset[0, 0] = case.reset[1, -1] = True
        case.reset[2:] = draw.uniform(*case.reset[2:].shape) < 0.5
        _expect_run(answer, case)


@RUN_WITH_RESETS.part(1, "gradients flow to every argument, and the arguments stay as they are")
def _run_gradients(answer: Answer, draw: Draw) -> None:
    sizes = draw.sizes(4, low=3)[0]
    case, ways = _drawn_run(draw, *sizes), _drawn_run(draw, *sizes)._asdict()
    plain = case._replace(bias=0 * case.bias, reset=ways.pop("reset"))
    came = _pair(answer(*plain), RUN)
    if not is_close(came[0], _run(plain)[0]):
        raise Mistake("Without resets and bias it is no plain RNN; this is looked at in one only.")
    case.reset[0, 1] = case.reset[1, 2] = True
    if _alike(came, _pair(answer(*plain._replace(reset=case.reset)), RUN)):
        raise Mistake(UNUSED.format("reset"))
    answer.expect_unchanged(*case)
    _expect_gradients(answer, case, ways, draw.normal(*_run(case)[0].shape), RUN)


# --- stack-parameters ---------------------------------------------------------------------------------------

KINDS = ("rnn", "gru", "lstm")
FAMILIAR = ("rnn", "lstm")  # how many blocks a gru has is asked once
DEPTHS = (2, 4)
Shapes = list[tuple[int, ...]]


class Stack(NamedTuple):
    """The arguments: a description of layers that lie on each other."""

    kind: str
    input_size: int
    hidden_sizes: list[int]
    bidirectional: bool = False
    bias: bool = False
    pyramid: bool = False


STACK_PARAMETERS = Question("stack-parameters", takes=Stack._fields)


def _stack(case: Stack, widths: Sequence[int]) -> Shapes:
    """Return the shapes in layers that read so many features each."""
    options = {"bias": case.bias, "bidirectional": case.bidirectional}
    layers = zip(widths, case.hidden_sizes, strict=True)
    named = (parameter_shapes(case.kind, width, hidden, **options) for width, hidden in layers)
    return [shape for shapes in named for shape in shapes.values()]


def _widths(case: Stack) -> list[int]:
    factor = (1 + case.bidirectional) * (1 + case.pyramid)
    return [case.input_size, *(factor * hidden for hidden in case.hidden_sizes[:-1])]


def _wrong_widths(case: Stack) -> dict[str, list[int]]:
    first, *upper = _widths(case)
    piled = [width * 2**place for place, width in enumerate(upper)]
    return {
        "A layer above the first reads what the layer below gives, not the input.": [first]
        * (1 + len(upper)),
        "A layer reads as much as the layer below gives, not as much as it has units.": [
            first,
            *case.hidden_sizes[1:],
        ],
        "Below are two directions: the next layer reads both.": _widths(case._replace(bidirectional=False)),
        "Two steps side by side are twice the features: the next layer of a pyramid reads all of them.": (
            _widths(case._replace(pyramid=False))
        ),
        "Steps are joined between layers: the first layer reads the input as it is.": [2 * first, *upper],
        "Steps are joined in a pyramid only.": [first, *(2 * width for width in upper)],
        "Features do not pile up: a layer reads two steps of the one right below.": [first, *piled],
    }


def _wrong_stacks(case: Stack) -> dict[str, Shapes]:
    widths, one_way = _widths(case), case._replace(bidirectional=False)
    right, once = _stack(case, widths), _stack(one_way, widths)
    same = case._replace(hidden_sizes=case.hidden_sizes[:1] * len(widths))
    return {
        "Each layer has a size of its own; yours all have the first one's.": _stack(same, _widths(same)),
        "A layer of both directions has two sets of parameters.": once,
        "Two directions are two sets of parameters, not one of twice the rows.": [
            (2 * n, *m) for n, *m in once
        ],
        "There are two biases, bias_ih and bias_hh.": [
            shape for place, shape in enumerate(right) if place % 4 < 3
        ],
        "With bias=True there are biases, with bias=False none.": _stack(
            case._replace(bias=not case.bias), widths
        ),
        "A GRU has three blocks of rows: r, z, n.": [(n // 3 * 4, *m) for n, *m in right],
    }


def _expect_stack(answer: Answer, case: Stack) -> None:
    value, wanted = answer(*case), _stack(case, _widths(case))
    for place, shape in enumerate(value if isinstance(value, list) else (), 1):
        if isinstance(shape, int):
            raise Mistake(f"Item {place} is {shape}: the shape of a vector is ({shape},), with a comma.")
    if not isinstance(value, list | tuple) or not all(isinstance(shape, list | tuple) for shape in value):
        raise Mistake(f"A list of shapes is wanted, such as [(12, 5), (12, 3)]; came {describe(value)}.")
    came = [tuple(shape) for shape in value]
    if came != wanted:
        words = ", ".join(f"{name}={option!r}" for name, option in case._asdict().items())
        raise Mistake(f"{_stack_mistake(came, wanted, case)} Seen with {words}.")


def _stack_mistake(came: Shapes, wanted: Shapes, case: Stack) -> str:
    ideas = {sentence: _stack(case, widths) for sentence, widths in _wrong_widths(case).items()}
    for sentence, shapes in (ideas | _wrong_stacks(case)).items():
        if came == shapes:
            return sentence
    if len(came) != len(wanted):
        return f"The list is {len(came)} long; wanted is {len(wanted)}."
    place, *_ = (place for place, shape in enumerate(came) if shape != wanted[place])
    order = " The shapes are right, but not their order." if sorted(came) == sorted(wanted) else ""
    return f"Shape number {place + 1} is {came[place]}; wanted is {wanted[place]}.{order}"


def _expect_stacks(
    answer: Answer, draw: Draw, depths: Sequence[int], kinds: Sequence[str], **options: bool
) -> None:
    """Expect the shapes for stacks of so many layers, each of another size than the others."""
    for kind in kinds:
        for depth in depths:
            first, *hidden = draw.sizes(depth + 1, high=40)[0]
            _expect_stack(answer, Stack(kind, first, hidden, **options))


@STACK_PARAMETERS.part(0.5, "one layer of each kind")
def _stack_kinds(answer: Answer, draw: Draw) -> None:
    _expect_stacks(answer, draw, (1, 1), KINDS)


@STACK_PARAMETERS.part(1, "layers of unequal sizes")
def _stack_sizes(answer: Answer, draw: Draw) -> None:
    _expect_stacks(answer, draw, DEPTHS, FAMILIAR)


@STACK_PARAMETERS.part(0.5, "biases")
def _stack_biases(answer: Answer, draw: Draw) -> None:
    _expect_stacks(answer, draw, DEPTHS, FAMILIAR, bias=True)


@STACK_PARAMETERS.part(1, "both directions")
def _stack_directions(answer: Answer, draw: Draw) -> None:
    for bias in (False, True):
        _expect_stacks(answer, draw, DEPTHS, FAMILIAR, bidirectional=True, bias=bias)


@STACK_PARAMETERS.part(1, "pyramids, of one direction and of both")
def _stack_pyramids(answer: Answer, draw: Draw) -> None:
    for both, bias in ((False, False), (True, False), (True, True)):
        _expect_stacks(answer, draw, DEPTHS, FAMILIAR, pyramid=True, bidirectional=both, bias=bias)


# --- from-other-order ---------------------------------------------------------------------------------------

OTHER_ORDER = "igfo"


class Stored(NamedTuple):
    """The arguments: an LSTM as another framework stores it."""

    weights: dict[str, Tensor]
    forget_bias: float


FROM_OTHER_ORDER = Question("from-other-order", takes=Stored._fields)


def _drawn_stored(draw: Draw, forget_bias: float, dtype: torch.dtype = torch.float64) -> Stored:
    h_in, h = draw.sizes(2, low=2)[0]
    shapes = {"kernel": (h_in, 4 * h), "recurrent_kernel": (h, 4 * h), "bias": (4 * h,)}
    return Stored({name: draw.normal(*shape, dtype=dtype) / 2 for name, shape in shapes.items()}, forget_bias)


def _their_output(case: Stored, x: Tensor) -> Tensor:
    """Return what the other framework computes from x (L, H_in), by its own equations."""
    kernel, recurrent_kernel, bias = case.weights.values()
    h = c = torch.zeros(len(recurrent_kernel)).to(x)
    states = []
    for step in x:
        i, g, f, o = (step @ kernel + h @ recurrent_kernel + bias).chunk(4)
        c = torch.sigmoid(f + case.forget_bias) * c + i.sigmoid() * g.tanh()
        h = o.sigmoid() * c.tanh()
        states.append(h)
    return torch.stack(states)


def _rows(tensor: Tensor, order: str = OTHER_ORDER) -> Tensor:
    """Return blocks of rows that stand in some order in the order i, f, g, o."""
    blocks = tensor.chunk(4)
    return torch.cat([blocks[order.index(gate)] for gate in ORDER])


def _state_dict(value: object) -> dict[str, Tensor]:
    if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
        raise Mistake(f"A dict of tensors by their names is wanted; came {describe(value)}.")
    return {name: expect_tensor(tensor) for name, tensor in value.items()}


def _expect_weight(came: dict[str, Tensor], name: str, kernel: Tensor) -> None:
    """Expect a weight under any key that tells which it is: the exact keys are looked at elsewhere."""
    found = next((tensor for key, tensor in came.items() if name in key), None)
    if found is None:
        raise Mistake(f"There is no {name}_l0; the keys are {', '.join(came)}.")
    reshaped = kernel.reshape(kernel.T.shape)

    def wrong() -> Misconceptions:
        return {
            "The blocks still stand in the order i, g, f, o; nn.LSTM takes them as i, f, g, o.": [kernel.T],
            "Transpose a kernel, do not reshape it.": [reshaped, _rows(reshaped)],
            "The blocks were moved, but do not stand in the order i, f, g, o.": [
                _rows(kernel.T, order) for order in PERMUTED
            ],
        }

    with in_part(name):
        _expect_values(found, _rows(kernel.T), "(4H, columns)", wrong)


def _expect_biases(answer: Answer, case: Stored) -> None:
    """Expect the right sum of the biases, which is all that counts."""
    biases = [tensor for key, tensor in _state_dict(answer(*case)).items() if "bias" in key]
    bias, (zero, added) = case.weights["bias"], (0 * case.weights["bias"].chunk(4)[0], case.forget_bias)
    if not biases:
        raise Mistake("There is no bias: nn.LSTM has bias_ih_l0 and bias_hh_l0.")
    for tensor in biases:
        expect_shape(tensor, tuple(bias.shape), "(4H,)")
    moved, (i, f, g, o) = (
        _rows(bias),
        (torch.cat([zero] * n + [zero + added] + [zero] * (3 - n)) for n in range(4)),
    )

    def wrong() -> Misconceptions:
        return {
            "Both biases hold all of it, and they are added: it counts twice.": [2 * (moved + f), 2 * moved],
            "The forget bias is missing: what they add at run time must be in the bias.": [moved],
            "The forget bias is in both biases, and they are added: it counts twice.": [moved + 2 * f],
            "The forget bias belongs to f, whose rows are the second block here.": [
                moved + added_to for added_to in (i, g, o, i + f + g + o)
            ],
            "The blocks of the bias do not stand in the order i, f, g, o.": [bias, bias + f, bias + g],
        }

    with in_part("bias_ih + bias_hh"):
        _expect_values(sum(biases), moved + f, "(4H,)", wrong)


@FROM_OTHER_ORDER.part(
    1, "the keys, shapes and number type of nn.LSTM, and the numbers of each kernel in its weight"
)
def _stored_form(answer: Answer, draw: Draw) -> None:
    for dtype in DTYPES * 2:
        case = _drawn_stored(draw, 1.0, dtype)
        came, kernels = _state_dict(answer(*case)), {"ih": "kernel", "hh": "recurrent_kernel"}
        wanted = nn.LSTM(*(len(case.weights[name]) for name in kernels.values()), device="meta").state_dict()
        if came.keys() != wanted.keys():
            raise Mistake(f"The keys are ({', '.join(came)}); wanted are ({', '.join(wanted)}).")
        for name, tensor in wanted.items():
            with in_part(name):
                expect_shape(came[name], tensor.shape, "(4H, columns)" if tensor.ndim == 2 else "(4H,)")
                expect_dtype(came[name], dtype, KEEP_TYPE)
        for ending, name in kernels.items():
            both = (came[f"weight_{ending}_l0"], case.weights[name])
            if not is_close(*(tensor.flatten().sort().values for tensor in both)):
                raise Mistake(f"weight_{ending}_l0 does not hold the numbers of {name}.")


@FROM_OTHER_ORDER.part(1, "the weights: rows and columns, and the order of the gates")
def _stored_weights(answer: Answer, draw: Draw) -> None:
    for forget_bias in (0.0, 1.0, 2.0):
        case = _drawn_stored(draw, forget_bias)
        came = _state_dict(answer(*case))
        _expect_weight(came, "weight_ih", case.weights["kernel"])
        _expect_weight(came, "weight_hh", case.weights["recurrent_kernel"])


@FROM_OTHER_ORDER.part(1, "the sum of the biases, where there is no forget bias")
def _stored_bias(answer: Answer, draw: Draw) -> None:
    for _ in range(3):
        _expect_biases(answer, _drawn_stored(draw, 0.0))


@FROM_OTHER_ORDER.part(1, "the forget bias")
def _stored_forget_bias(answer: Answer, draw: Draw) -> None:
    for _ in range(3):
        _expect_biases(answer, _drawn_stored(draw, draw.uniform(low=0.5, high=2.0).item()))


@FROM_OTHER_ORDER.part(
    1, "nn.LSTM loads it and computes what they compute; the weights given stay as they are"
)
def _stored_behaviour(answer: Answer, draw: Draw) -> None:
    case = _drawn_stored(draw, draw.uniform(low=0.5, high=2.0).item())
    came = _state_dict(answer.expect_unchanged(*case))
    h_in, h = (len(case.weights[name]) for name in ("kernel", "recurrent_kernel"))
    layer, x = nn.LSTM(h_in, h).double(), draw.normal(9, h_in)
    try:
        layer.load_state_dict(came)
    except RuntimeError as error:
        raise Mistake(f"nn.LSTM does not load it: {' '.join(str(error).split())}") from None
    output, _ = layer(x)
    with in_part("output of nn.LSTM"):
        expect_answer(output, _their_output(case, x), "(L, H)", {}, {}, KEEP_TYPE)


QUESTIONS = (PEEPHOLE_STEP, RUN_WITH_RESETS, STACK_PARAMETERS, FROM_OTHER_ORDER)
