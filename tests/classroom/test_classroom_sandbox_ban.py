import subprocess
import sys

import pytest
import torch
from torch import nn

from course_utils.classroom.sandbox.ban import unavailable

X = torch.randn(4, 2, 3)
TAKEN_AWAY = """
import gc
import torch
from torch import nn
from course_utils.classroom.sandbox import ban

ban.take_away(["lstm"])
x, weights, state = torch.randn(4, 2, 3), torch.ones(12, 3), [torch.ones(2, 3)] * 2


def layer():
    return nn.LSTM(3, 2)(x)


def give_back():
    ban.OPERATORS.clear()
    for thing in gc.get_objects():
        if isinstance(thing, torch.library.Library):
            thing._destroy()
    gc.collect()


def is_refused(way):
    try:
        way()
    except (RuntimeError, AttributeError, NotImplementedError) as error:
        return "is not available in this question" in str(error)
    return False


def without_gradients():
    with torch.no_grad():
        return layer()


def in_inference_mode():
    with torch.inference_mode():
        return layer()


ways = {
    "layer": layer,
    "no_grad": without_gradients,
    "inference": in_inference_mode,
    "cell": lambda: torch.lstm_cell(x[0], state, weights, weights),
    "operator": lambda: torch.ops.aten.lstm_cell(x[0], state, weights, weights),
    "decompose": lambda: torch.ops.aten.lstm_cell.default.decompose(x[0], state, weights, weights),
    "gradient": lambda: torch.autograd.functional.vjp(lambda x: nn.LSTM(3, 2)(x)[0].sum(), x),
    "script": lambda: torch.jit.trace(nn.LSTM(3, 2), (x,)),
    "given back": lambda: give_back() or layer(),
}
print([name for name, way in ways.items() if not is_refused(way)])
for other in (nn.RNN(3, 2), nn.GRU(3, 2), nn.Linear(3, 2)):
    other(x)
"""


@pytest.mark.parametrize(
    ("family", "layer"),
    [
        ("rnn", lambda: nn.RNN(3, 2)(X)),
        ("rnn", lambda: nn.RNN(3, 2, nonlinearity="relu")(X)),
        ("rnn", lambda: nn.RNNCell(3, 2)(X[0])),
        ("gru", lambda: nn.GRU(3, 2)(X)),
        ("gru", lambda: nn.GRUCell(3, 2)(X[0])),
        ("lstm", lambda: nn.LSTM(3, 2, bidirectional=True)(X)),
        ("lstm", lambda: nn.LSTMCell(3, 2)(X[0])),
        ("lstm", lambda: torch.ops.aten.lstm_cell(X[0], [X[0], X[0]], torch.ones(12, 3), torch.ones(12, 3))),
        ("lstm", lambda: nn.LSTM(3, 2)(nn.utils.rnn.pack_sequence([X[:, 0]]))),
        ("lstm", lambda: torch.export.export(nn.LSTM(3, 2), (X,)).module()(X)),
    ],
)
@pytest.mark.filterwarnings("ignore:The tensor attributes self._flat_weights:UserWarning")
def test_a_family_is_unavailable_by_every_way_and_only_inside_the_block(family, layer):
    layer()
    with unavailable([family]), pytest.raises(RuntimeError, match="is not available in this question"):
        layer()
    with unavailable([family]), torch.no_grad(), pytest.raises(RuntimeError, match="is not available"):
        layer()
    others = {"rnn", "gru", "lstm"} - {family}
    with unavailable(sorted(others)):
        layer()
    layer()


def test_without_families_nothing_is_taken_away():
    with unavailable([]):
        nn.LSTM(3, 2)(X)


def test_what_is_taken_away_for_good_cannot_be_had_back_by_any_way():
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", TAKEN_AWAY], capture_output=True, text=True, timeout=120
    )
    assert (run.stdout.strip(), run.stderr) == ("[]", "")
