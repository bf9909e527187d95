"""Check of 02-gate-rows: the rows of one gate in a stacked weight or bias."""

from torch import Tensor, nn

from course_utils.exercises.attempt import Attempt
from course_utils.exercises.core import exercise
from course_utils.exercises.expectations import Misconceptions, expect_answer, seen_with
from course_utils.shapes import GATE_ORDER

ORDER = GATE_ORDER["lstm"]
SIZES = ((10, 2), (3, 5), (4, 1))  # input_size, hidden_size
EXPLANATIONS = {
    "too many indices": "A bias has one dimension: slice the first dimension only, weight[first:last].",
    "Dimension out of range": "A bias has one dimension: cut along dim=0.",
}


@exercise("02-gate-rows", takes=("weight", "gate"), explanations=EXPLANATIONS)
def check_gate_rows(attempt: Attempt) -> None:
    """Ask for each gate of each parameter of live layers of several sizes."""
    for input_size, hidden_size in SIZES:
        layer = nn.LSTM(input_size, hidden_size).double()
        for name, parameter in layer.named_parameters():
            for gate in ORDER:
                stacked = parameter.detach()
                with seen_with(f"nn.LSTM({input_size}, {hidden_size}), {name} and gate {gate!r}"):
                    _check_rows(attempt(stacked, gate), stacked, gate)


def _check_rows(value: object, stacked: Tensor, gate: str) -> None:
    blocks = _blocks(stacked)
    axes = "(H, columns)" if stacked.ndim == 2 else "(H,)"
    expect_answer(value, blocks[gate], axes, _misconceptions(stacked, gate), _shapes(stacked))


def _blocks(stacked: Tensor) -> dict[str, Tensor]:
    height = len(stacked) // len(ORDER)
    return {gate: stacked[place * height : (place + 1) * height] for place, gate in enumerate(ORDER)}


def _misconceptions(stacked: Tensor, gate: str) -> Misconceptions:
    blocks, place = _blocks(stacked), ORDER.index(gate)
    height = len(stacked) // len(ORDER)
    stored = f"PyTorch stores {', '.join(ORDER)}, one block below the other."
    others = {
        f"These are the rows of gate {other}: {stored}": [block]
        for other, block in blocks.items()
        if other != gate
    }
    whole = {
        "This is the whole parameter: wanted are the H rows of one gate, H = len(weight) // 4.": [stacked]
    }
    if height == 1:
        return others | whole
    return (
        others
        | whole
        | {
            "You take every fourth row: the rows of a gate stand together, H of them.": [stacked[place::4]],
            "This is one row: a gate has H of them, one for each unit.": [
                stacked[place],
                stacked[place : place + 1],
                stacked[place * height],
                stacked[place * height : place * height + 1],
            ],
            "The rows are in reverse order.": [blocks[gate].flip(0)],
        }
    )


def _shapes(stacked: Tensor) -> dict[tuple[int, ...], str]:
    if stacked.ndim == 1:
        return {}
    rows, columns = stacked.shape
    height = rows // len(ORDER)
    across = "You cut columns: the gates are stacked along the first dimension, as blocks of rows."
    taken = {(rows, count): across for count in range(columns)}
    return taken | {(columns, height): "The block is transposed: keep (H, columns)."}
