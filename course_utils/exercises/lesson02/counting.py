"""Check of 02-count-parameters: how many numbers a recurrent layer learns, for every argument."""

from typing import NamedTuple

from torch import nn

from course_utils.exercises.attempt import Attempt
from course_utils.exercises.core import exercise
from course_utils.exercises.expectations import (
    Misconceptions,
    Mistake,
    describe,
    expect_no_misconception,
    seen_with,
    unwrapped,
)
from course_utils.shapes import GATE_ORDER

LAYERS = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}
EXPLANATIONS = {"LSTM": "The three kinds are called 'rnn', 'gru' and 'lstm', in small letters."}


class Arguments(NamedTuple):
    """The arguments of the learner's function, in order."""

    kind: str
    input_size: int
    hidden_size: int
    num_layers: int = 1
    bias: bool = True
    bidirectional: bool = False
    proj_size: int = 0

    def layer(self) -> nn.RNNBase:
        """Build the layer of torch that these arguments describe."""
        options = self._asdict()
        kind = options.pop("kind")
        if not self.proj_size:
            options.pop("proj_size")
        return LAYERS[kind](**options)

    def __str__(self) -> str:
        more = [
            f"{name}={value}"
            for name, value in self._asdict().items()
            if name in self._field_defaults and value != self._field_defaults[name]
        ]
        sizes = [str(self.input_size), str(self.hidden_size), *more]
        return f"nn.{LAYERS[self.kind].__name__}({', '.join(sizes)})"


CASES = (
    Arguments("lstm", 10, 30),
    Arguments("rnn", 3, 5),
    Arguments("gru", 3, 5),
    Arguments("lstm", 3, 5, bias=False),
    Arguments("lstm", 3, 5, num_layers=4),
    Arguments("gru", 3, 5, bidirectional=True),
    Arguments("lstm", 3, 7, num_layers=3, bidirectional=True),
    Arguments("lstm", 3, 7, proj_size=2),
    Arguments("lstm", 3, 7, num_layers=4, bias=False, bidirectional=True, proj_size=2),
    Arguments("rnn", 1, 1),
)


@exercise("02-count-parameters", takes=Arguments._fields, explanations=EXPLANATIONS)
def check_count_parameters(attempt: Attempt) -> None:
    """Compare with the parameters of live layers, one argument after the other and all together."""
    for case in CASES:
        with seen_with(str(case)):
            came, wanted = _whole(attempt(*case)), _specified(case)
            expect_no_misconception(came, wanted, _misconceptions(case))
            if came != wanted:
                raise Mistake(f"Came {came:,}; wanted is {wanted:,}.")


def _whole(value: object) -> int:
    value = unwrapped(value)
    if isinstance(value, float) and value.is_integer():
        raise Mistake(f"A whole number is wanted; came {describe(value)}: divide by // or not at all.")
    if isinstance(value, bool) or not isinstance(value, int):
        raise Mistake(f"A whole number is wanted; came {describe(value)}.")
    return value


def _specified(case: Arguments) -> int:
    return sum(parameter.numel() for parameter in case.layer().parameters())


def _misconceptions(case: Arguments) -> Misconceptions:
    """Return the answers of wrong ideas; those that give the right answer in this case are left out."""
    wrong = _wrong_arguments(case) | _wrong_parts(case) | _wrong_projection(case)
    right = _specified(case)
    return {sentence: [came for came in answers if came != right] for sentence, answers in wrong.items()}


def _wrong_parts(case: Arguments) -> Misconceptions:
    gates, directions = len(GATE_ORDER[case.kind]), 1 + case.bidirectional
    other_gates = [count for count in (1, 2, 3, 4) if count != gates]
    out = case.proj_size or case.hidden_size
    rows = gates * case.hidden_size
    return {
        "One bias is missing: every layer has two, bias_ih and bias_hh.": [_count(case, biases=1)],
        "The biases are missing, although bias=True.": [_count(case, biases=0)],
        f"Count the gates: rnn has 1, gru 3, lstm 4; here {gates} blocks of rows.": [
            _count(case, gates=count) for count in other_gates
        ],
        "Only layer 0 reads the input: weight_ih_l1 has D * H_out columns, not input_size.": [
            _count(case, upper=case.input_size)
        ],
        "An upper layer reads both directions, so two do not simply double the count: weight_ih_l1 has "
        "D * H_out columns.": [_count(case, upper=out)],
        "The weights of the state, weight_hh, are missing.": [_count(case, state=0)],
        "The weights of the input, weight_ih, are missing in the first layer.": [
            _specified(case) - rows * case.input_size * directions
        ],
    }


def _wrong_projection(case: Arguments) -> Misconceptions:
    whole = case.hidden_size * (1 + case.bidirectional)
    return {
        "weight_hr is missing: a projection has a matrix (proj_size, hidden_size) of its own.": [
            _count(case, projection=0)
        ],
        "weight_hr is counted once: every layer and direction has its own.": [
            _count(case, projection=0) + case.proj_size * case.hidden_size
        ],
        "An upper layer reads D * proj_size numbers where h is projected.": [_count(case, upper=whole)],
        "With a projection the state h has proj_size numbers: weight_hh has proj_size columns.": [
            _count(case, state=case.hidden_size)
        ],
        "proj_size is not used.": [_count(case, upper=whole, state=case.hidden_size, projection=0)],
    }


def _wrong_arguments(case: Arguments) -> Misconceptions:
    return {
        "num_layers is not used.": [_specified(case._replace(num_layers=1))],
        "bidirectional is not used: each layer then has two sets of parameters.": [
            _specified(case._replace(bidirectional=False))
        ],
        "bias is not used: with bias=False there are none.": [_specified(case._replace(bias=True))],
    }


def _count(
    case: Arguments,
    *,
    gates: int | None = None,
    biases: int | None = None,
    upper: int | None = None,
    state: int | None = None,
    projection: int | None = None,
) -> int:
    """Count by formula, with some of its parts replaced by wrong ones."""
    out, directions = case.proj_size or case.hidden_size, 1 + case.bidirectional
    rows = (gates or len(GATE_ORDER[case.kind])) * case.hidden_size
    upper = out * directions if upper is None else upper
    state = out if state is None else state
    biases = 2 * case.bias if biases is None else biases * case.bias
    projection = case.proj_size * case.hidden_size if projection is None else projection
    widths = [case.input_size] + [upper] * (case.num_layers - 1)
    return directions * sum(rows * (width + state + biases) + projection for width in widths)
