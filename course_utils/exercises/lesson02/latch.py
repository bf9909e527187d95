"""Check of 02-latch: the weights of a one-unit LSTM that is switched on and off, and holds in between."""

from collections.abc import Iterator

import torch
from torch import Tensor, nn

from course_utils.exercises.attempt import Attempt
from course_utils.exercises.core import exercise
from course_utils.exercises.expectations import Mistake, describe, expect_shape, expect_tensor, seen_with
from course_utils.shapes import GATE_ORDER

ORDER = GATE_ORDER["lstm"]
OTHER_ORDERS = ("figo", "fiog", "ifog", "iofg")
SHAPES = {"weight_ih": (4, 2), "weight_hh": (4, 1), "bias": (4,)}
IDLE, SET, RESET = (0.0, 0.0), (1.0, 0.0), (0.0, 1.0)
ON, OFF = 0.5, 0.1  # h is above the first when switched on, and nearer to 0 than the second when off
STEPS = 1_000

Program = tuple[Tensor, Tensor, Tensor]
Given = tuple[float, float]  # set, reset
Gates = dict[str, float]
Causes = Iterator[tuple[bool, str]]  # is it so, and the sentence that says it


@exercise("02-latch", takes=())
def check_latch(attempt: Attempt) -> None:
    """Run the learner's weights in nn.LSTM: set, hold, reset, stay off, again and again."""
    program = _program(attempt())
    with torch.no_grad():
        fault = _fault(program, STEPS)
        if fault:
            given, sentence = fault
            parts = sentence, _cause(program, given), _other_order(program)
            raise Mistake(" ".join(part for part in parts if part))


def _program(value: object) -> Program:
    if not isinstance(value, tuple | list) or len(value) != len(SHAPES):
        raise Mistake(f"Three tensors are wanted, ({', '.join(SHAPES)}); came {describe(value)}.")
    tensors = []
    for (name, shape), tensor in zip(SHAPES.items(), value, strict=True):
        with seen_with(name):
            tensor = expect_tensor(tensor).double()
            expect_shape(tensor, shape, "(4 gates, 2 inputs)" if name == "weight_ih" else "one row a gate")
            if not tensor.isfinite().all():
                raise Mistake("A number is not finite: large weights such as 20 are enough.")
            tensors.append(tensor)
    return tuple(tensors)


def _story(steps: int) -> list[tuple[Given, int, bool, str]]:
    """Return what happens: the input, for how many steps, whether the latch is on then, and in words."""
    return [
        (IDLE, steps, False, f"{steps:,} idle steps at the start"),
        (RESET, 1, False, "a reset before any set"),
        (SET, 1, True, "the step that sets"),
        (IDLE, steps, True, f"{steps:,} idle steps after a set"),
        (SET, 20, True, "20 sets in a row"),
        (RESET, 1, False, "one reset after them"),
        (IDLE, steps, False, f"{steps:,} idle steps after a reset"),
        (SET, 1, True, "a second set"),
        (RESET, 3, False, "3 resets in a row"),
        (SET, 1, True, "a set right after a reset"),
    ]


def _fault(program: Program, steps: int) -> tuple[Given, str] | None:
    """Return the input and a sentence for the first step at which h is not what it should be, or None."""
    story = _story(steps)
    inputs = torch.tensor([given for given, count, _, _ in story for _ in range(count)]).double()
    h = iter(_layer(program)(inputs)[0].flatten().tolist())
    for given, count, on, words in story:
        for step in range(1, count + 1):
            value = next(h)
            if (value > ON) if on else (abs(value) < OFF):
                continue
            wanted = f"more than {ON}" if on else f"nearer to 0 than {OFF}"
            place = f" (step {step} of {count:,})" if count > 1 else ""
            return given, f"During {words}{place} h is {value:.3f}; wanted is {wanted}."
    return None


def _layer(program: Program) -> nn.LSTM:
    weight_ih, weight_hh, bias = program
    layer = nn.LSTM(2, 1).double()
    for parameter, values in zip(layer.parameters(), (weight_ih, weight_hh, bias, 0 * bias), strict=True):
        parameter.copy_(values)
    return layer


def _other_order(program: Program) -> str:
    """Say so if the program is right for an order of the gates that other texts and formats use."""
    for order in OTHER_ORDERS:
        rows = [order.index(gate) for gate in ORDER]
        if _fault(tuple(tensor[rows] for tensor in program), STEPS) is None:
            return f"Your rows are right for the order {', '.join(order)}; PyTorch stores {', '.join(ORDER)}."
    return ""


def _cause(program: Program, given: Given) -> str:
    """Look at the gates at such a step, with an empty memory, for the commonest reasons."""
    causes = {IDLE: _idle_causes, SET: _set_causes, RESET: _reset_causes}
    inputs = (IDLE, RESET) if given == IDLE else (given,)  # what was not reset shows when idle
    found = (sentence for x in inputs for so, sentence in causes[x](_gates(program, x)) if so)
    return next(found, "")


def _set_causes(gates: Gates) -> Causes:
    i, g, o = gates["i"], gates["g"], gates["o"]
    yield i < 0.5, f"The input gate i is {i:.3f} at a set: it must open then."
    yield g < 0.5, f"The candidate g is {g:.3f} at a set: that is what gets written."
    yield o < 0.5, f"The output gate o is {o:.3f} at a set: h cannot show what c holds."


def _reset_causes(gates: Gates) -> Causes:
    f, written = gates["f"], gates["i"] * gates["g"]
    yield f > 0.1, f"The forget gate f is {f:.3f} at a reset: f near 1 keeps, f near 0 forgets."
    yield abs(written) > 0.1, f"At a reset i * g = {written:.3f} is written: close i, or let g be 0."


def _idle_causes(gates: Gates) -> Causes:
    f, o, written = gates["f"], gates["o"], gates["i"] * gates["g"]
    yield o < 0.5, f"The output gate o is {o:.3f} when idle: c may hold, but h cannot show it."
    left = f"f is {f:.4f} when idle, and f to the power of {STEPS:,} is {f**STEPS:.2g}"
    yield f**STEPS < 0.5, f"The forget gate {left}: bring f nearer to 1."
    drift = f"When idle, i * g = {written:.2g} is written in each step, and it adds up"
    yield abs(written) > 1e-4, f"{drift}: close i further, or let g be 0."


def _gates(program: Program, given: Given) -> Gates:
    weight_ih, _, bias = program
    sums = weight_ih @ torch.tensor(given).double() + bias
    return {
        gate: (value.tanh() if gate == "g" else value.sigmoid()).item()
        for gate, value in zip(ORDER, sums, strict=True)
    }
