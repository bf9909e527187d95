"""The networks of the course, as torch modules with batch_first=True."""

import torch
from torch import Tensor, nn

CELLS = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}


def _last(output: Tensor) -> Tensor:
    """Read the last time step: (N, L, D*H) -> (N, D*H)."""
    return output[:, -1]


def _ends(output: Tensor) -> Tensor:
    """Read where each direction has finished: forward at the last step, backward at the first."""
    forward, backward = output.chunk(2, dim=-1)
    return torch.cat([forward[:, -1], backward[:, 0]], dim=-1)


def _mean(output: Tensor) -> Tensor:
    """Average over time: (N, L, D*H) -> (N, D*H)."""
    return output.mean(dim=1)


def _max(output: Tensor) -> Tensor:
    """Take each feature's largest value over time: (N, L, D*H) -> (N, D*H)."""
    return output.amax(dim=1)


READ_OUTS = {"last": _last, "ends": _ends, "mean": _mean, "max": _max}


class RowClassifier(nn.Module):
    """Read a sequence of rows with a recurrent layer and name its class (many to one).

    Args:
        cell: "rnn", "gru" or "lstm".
        input_size: width of a row, H_in.
        hidden_size: width of the state, H.
        num_layers: recurrent layers on top of one another.
        bidirectional: read the rows from both ends (D = 2).
        read_out: what of the output goes to the linear head: "last" time step, both "ends" (where each
            direction has finished; needs ``bidirectional``), "mean" or "max" over time.
        num_classes: number of classes.

    Attributes:
        rnn: the recurrent layer (nn.RNN, nn.GRU or nn.LSTM).
        head: nn.Linear(D*H, num_classes).
        config: the arguments, enough to build the same network again.

    Shape:
        rows (N, L, H_in) -> logits (N, num_classes).

    Raises:
        ValueError: an argument that does not fit; the message names it.

    Source: Hochreiter and Schmidhuber (1997) for the LSTM; the layers are torch.nn's own. Lesson 03.
    """

    def __init__(
        self,
        cell: str = "lstm",
        input_size: int = 28,
        hidden_size: int = 64,
        num_layers: int = 1,
        bidirectional: bool = False,
        read_out: str = "last",
        num_classes: int = 10,
    ):
        super().__init__()
        self.config = {
            "cell": cell,
            "input_size": input_size,
            "hidden_size": hidden_size,
            "num_layers": num_layers,
            "bidirectional": bidirectional,
            "read_out": read_out,
            "num_classes": num_classes,
        }
        _check_config(self.config)
        self.rnn = CELLS[cell](
            input_size, hidden_size, num_layers, batch_first=True, bidirectional=bidirectional
        )
        self.head = nn.Linear(hidden_size * (1 + bidirectional), num_classes)

    def forward(self, rows: Tensor) -> Tensor:
        """Return the logits (N, num_classes) for rows (N, L, H_in).

        Raises:
            ValueError: rows of another shape, or no rows at all.
        """
        width = self.config["input_size"]
        if rows.ndim != 3 or rows.shape[1] < 1 or rows.shape[2] != width:
            raise ValueError(
                f"rows has shape {tuple(rows.shape)}; wanted is (N, L, {width}) with L at least 1"
            )
        output, _ = self.rnn(rows)  # (N, L, D*H)
        return self.head(READ_OUTS[self.config["read_out"]](output))  # (N, num_classes)


def _check_config(config: dict) -> None:
    for name, choices in (("cell", CELLS), ("read_out", READ_OUTS)):
        if config[name] not in choices:
            raise ValueError(f"{name} is {config[name]!r}; wanted is one of {', '.join(choices)}")
    for name in ("input_size", "hidden_size", "num_layers", "num_classes"):
        if type(config[name]) is not int or config[name] < 1:
            raise ValueError(f"{name} is {config[name]!r}; wanted is a whole number of at least 1")
    if type(config["bidirectional"]) is not bool:
        raise ValueError(f"bidirectional is {config['bidirectional']!r}; wanted is True or False")
    if config["read_out"] == "ends" and not config["bidirectional"]:
        raise ValueError("read_out is 'ends', which needs bidirectional=True: one direction has one end")
