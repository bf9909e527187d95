import re

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from course_utils.models import RowClassifier
from course_utils.runtime import seeded
from course_utils.shapes import count_parameters

LAYERS = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}
ARGUMENTS = {
    "cell": "gru",
    "input_size": 3,
    "hidden_size": 4,
    "num_layers": 8,
    "bidirectional": True,
    "read_out": "mean",
    "num_classes": 6,
}


def build(seed=0, **changes):
    """A float64 network of pairwise different sizes whose every parameter is far from zero."""
    with seeded(seed):
        model = RowClassifier(**(ARGUMENTS | changes)).double()
        for parameter in model.parameters():
            nn.init.normal_(parameter)
    return model


def random_rows(*shape, seed=1):
    return torch.randn(*shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))


def logits_by_hand(model, rows):
    """The torch layer with the same parameters, then the read-out step by step, then the matrix product."""
    config = model.config
    layer = LAYERS[config["cell"]](
        config["input_size"],
        config["hidden_size"],
        config["num_layers"],
        batch_first=True,
        bidirectional=config["bidirectional"],
    ).double()
    layer.load_state_dict(model.rnn.state_dict())
    output, state = layer(rows)
    h_n = state[0] if config["cell"] == "lstm" else state
    steps = [output[:, t] for t in range(rows.shape[1])]
    feature = {
        "last": lambda: steps[-1],
        "ends": lambda: torch.cat((h_n[-2], h_n[-1]), dim=1),
        "mean": lambda: sum(steps) / len(steps),
        "max": lambda: torch.stack(steps).max(dim=0).values,
    }[config["read_out"]]()
    return feature @ model.head.weight.T + model.head.bias


def valid(bidirectional, read_out):
    return bidirectional or read_out != "ends"


@pytest.mark.parametrize("cell", LAYERS)
@pytest.mark.parametrize("num_layers", [1, 8])
@pytest.mark.parametrize(
    ("bidirectional", "read_out"),
    [(d, r) for d in (False, True) for r in ("last", "ends", "mean", "max") if valid(d, r)],
)
@pytest.mark.parametrize("shape", [(7, 5), (1, 5), (7, 1), (1, 1)])
def test_the_logits_are_those_of_the_torch_layer_and_the_read_out(
    cell, num_layers, bidirectional, read_out, shape
):
    model = build(cell=cell, num_layers=num_layers, bidirectional=bidirectional, read_out=read_out)
    rows = random_rows(*shape, 3)
    torch.testing.assert_close(model(rows), logits_by_hand(model, rows), rtol=0, atol=1e-12)


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from(sorted(LAYERS)),
    st.booleans(),
    st.sampled_from(["last", "ends", "mean", "max"]),
    st.lists(st.integers(1, 6), min_size=6, max_size=6),
)
def test_any_sizes_fit(cell, bidirectional, read_out, sizes):
    batch, length, width, hidden_size, num_layers, num_classes = sizes
    model = build(
        cell=cell,
        input_size=width,
        hidden_size=hidden_size,
        num_layers=num_layers,
        bidirectional=bidirectional or read_out == "ends",
        read_out=read_out,
        num_classes=num_classes,
    )
    rows = random_rows(batch, length, width)
    logits = model(rows)
    assert logits.shape == (batch, num_classes)
    torch.testing.assert_close(logits, logits_by_hand(model, rows), rtol=0, atol=1e-10)


def test_the_read_outs_differ_from_one_another():
    logits = [build(read_out=read_out)(random_rows(7, 5, 3)) for read_out in ("last", "ends", "mean", "max")]
    for i, one in enumerate(logits):
        for other in logits[:i]:
            assert (one - other).abs().min() > 1e-6


def test_the_last_step_of_a_one_way_network_is_its_final_state():
    model = build(cell="lstm", bidirectional=False, read_out="last")
    rows = random_rows(7, 5, 3)
    _, (h_n, _) = model.rnn(rows)
    torch.testing.assert_close(model(rows), model.head(h_n[-1]), rtol=0, atol=1e-12)


def test_a_one_way_network_that_reads_its_last_step_depends_on_every_row():
    rows = random_rows(7, 5, 3).requires_grad_()
    build(bidirectional=False, read_out="last")(rows).sum().backward()
    assert (rows.grad.abs().amax(dim=(0, 2)) > 0).all()


def test_the_backward_half_of_the_last_step_has_seen_one_row_only():
    """Why "ends" exists: with one layer, a bidirectional network's last step knows the past by half."""
    rows = random_rows(7, 5, 3).requires_grad_()
    model = build(num_layers=1, read_out="last")
    model.head.weight.data[:, :4] = 0  # leaves the backward half
    model(rows).sum().backward()
    assert (rows.grad[:, :-1] == 0).all()
    assert (rows.grad[:, -1] != 0).all()


def test_gradients_reach_every_parameter():
    for cell in LAYERS:
        model = build(cell=cell)
        nn.functional.cross_entropy(model(random_rows(7, 5, 3)), torch.arange(7) % 6).backward()
        for name, parameter in model.named_parameters():
            assert parameter.grad is not None, name
            assert parameter.grad.abs().sum() > 0, name


def test_the_default_network_is_that_of_the_lesson():
    model = RowClassifier()
    assert isinstance(model.rnn, nn.LSTM)
    assert model.rnn.batch_first
    assert sum(parameter.numel() for parameter in model.parameters()) == 24_714
    assert count_parameters("lstm", 28, 64) + 64 * 10 + 10 == 24_714
    assert list(model.state_dict()) == [
        "rnn.weight_ih_l0",
        "rnn.weight_hh_l0",
        "rnn.bias_ih_l0",
        "rnn.bias_hh_l0",
        "head.weight",
        "head.bias",
    ]
    assert model(torch.zeros(2, 28, 28)).shape == (2, 10)


@pytest.mark.parametrize("cell", LAYERS)
def test_every_cell_builds_its_own_layer(cell):
    assert type(RowClassifier(cell).rnn) is LAYERS[cell]


def test_the_config_builds_the_same_network_again():
    model = build()
    assert model.config == ARGUMENTS
    again = RowClassifier(**model.config).double()
    again.load_state_dict(model.state_dict())
    rows = random_rows(7, 5, 3)
    assert torch.equal(again(rows), model(rows))


def test_the_batch_axis_does_not_mix():
    model, rows = build(), random_rows(3, 5, 3)
    one_by_one = torch.cat([model(row[None]) for row in rows])
    torch.testing.assert_close(model(rows), one_by_one, rtol=0, atol=1e-12)
    assert model(rows[:0]).shape == (0, 6)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"cell": "LSTM"}, "cell is 'LSTM'; wanted is one of rnn, gru, lstm"),
        ({"read_out": "first"}, "read_out is 'first'; wanted is one of last, ends, mean, max"),
        ({"input_size": 0}, "input_size is 0; wanted is a whole number of at least 1"),
        ({"hidden_size": 2.0}, "hidden_size is 2.0; wanted is a whole number of at least 1"),
        ({"num_layers": True}, "num_layers is True; wanted is a whole number of at least 1"),
        ({"num_classes": -3}, "num_classes is -3; wanted is a whole number of at least 1"),
        ({"bidirectional": "mean"}, "bidirectional is 'mean'; wanted is True or False"),
        (
            {"bidirectional": False, "read_out": "ends"},
            "read_out is 'ends', which needs bidirectional=True: one direction has one end",
        ),
    ],
)
def test_bad_arguments_are_named(changes, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        RowClassifier(**(ARGUMENTS | changes))


@pytest.mark.parametrize("shape", [(5, 3), (2, 1, 5, 3), (2, 5, 4), (2, 0, 3)])
def test_rows_of_another_shape_are_named(shape):
    message = f"rows has shape {shape}; wanted is (N, L, 3) with L at least 1"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        build()(random_rows(*shape))


# --- lengths ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", LAYERS)
@pytest.mark.parametrize("num_layers", [1, 2])
@pytest.mark.parametrize(
    ("bidirectional", "read_out"),
    [(d, r) for d in (False, True) for r in ("last", "ends", "mean", "max") if valid(d, r)],
)
def test_padding_is_not_read(cell, num_layers, bidirectional, read_out):
    model = build(cell=cell, num_layers=num_layers, bidirectional=bidirectional, read_out=read_out)
    rows, lengths = random_rows(4, 6, 3), torch.tensor([2, 6, 1, 3])
    rows[2, 1:] = torch.nan
    alone = torch.cat([model(row[None, :length]) for row, length in zip(rows, lengths, strict=True)])
    rows[2, 1:] = 1e3
    torch.testing.assert_close(model(rows, lengths), alone, rtol=0, atol=1e-12)


def test_full_lengths_change_nothing():
    model, rows = build(), random_rows(4, 5, 3)
    torch.testing.assert_close(model(rows, torch.full((4,), 5)), model(rows), rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    "lengths",
    [torch.tensor([1, 6]), torch.tensor([0, 5]), torch.tensor([1.0, 2.0]), torch.tensor([1]), [1, 2]],
)
def test_bad_lengths_are_named(lengths):
    came = lengths.tolist() if isinstance(lengths, torch.Tensor) else lengths
    message = f"lengths is {came!r}; wanted is a tensor of 2 whole numbers from 1 to 5"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        build()(random_rows(2, 5, 3), lengths)
