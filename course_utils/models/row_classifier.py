"""A classifier of sequences: one recurrent layer, one read-out, one linear head."""

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from course_utils.models.cells import CELLS, check_choice, check_sizes
from course_utils.models.read_outs import READ_OUTS


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

    Source: Hochreiter and Schmidhuber (1997) for the LSTM, Schuster and Paliwal (1997) for two directions;
    the layers are torch.nn's own. Lessons 03 and 05.
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

    def forward(self, rows: Tensor, lengths: Tensor | None = None) -> Tensor:
        """Return the logits (N, num_classes) for rows (N, L, H_in).

        Args:
            rows: the sequences; where ``lengths`` is given, what lies behind a sequence's end is not read.
            lengths: steps of each sequence, (N,) whole numbers from 1 to L; None where all have L.

        Raises:
            ValueError: rows or lengths of another form.
        """
        width = self.config["input_size"]
        if rows.ndim != 3 or rows.shape[1] < 1 or rows.shape[2] != width:
            raise ValueError(
                f"rows has shape {tuple(rows.shape)}; wanted is (N, L, {width}) with L at least 1"
            )
        output = self.rnn(rows)[0] if lengths is None else self._without_padding(rows, lengths)  # (N, L, D*H)
        return self.head(READ_OUTS[self.config["read_out"]](output, lengths))  # (N, num_classes)

    def _without_padding(self, rows: Tensor, lengths: Tensor) -> Tensor:
        _check_lengths(lengths, rows)
        packed = pack_padded_sequence(rows, lengths.cpu(), batch_first=True, enforce_sorted=False)
        output, _ = self.rnn(packed)
        return pad_packed_sequence(output, batch_first=True, total_length=rows.shape[1])[0]


def _check_config(config: dict) -> None:
    check_choice("cell", config["cell"], CELLS)
    check_choice("read_out", config["read_out"], READ_OUTS)
    check_sizes(**{name: config[name] for name in ("input_size", "hidden_size", "num_layers", "num_classes")})
    if type(config["bidirectional"]) is not bool:
        raise ValueError(f"bidirectional is {config['bidirectional']!r}; wanted is True or False")
    if config["read_out"] == "ends" and not config["bidirectional"]:
        raise ValueError("read_out is 'ends', which needs bidirectional=True: one direction has one end")


def _check_lengths(lengths: Tensor, rows: Tensor) -> None:
    count, steps = rows.shape[:2]
    whole = isinstance(lengths, Tensor) and lengths.dtype in (torch.int32, torch.int64)
    if not whole or lengths.shape != (count,) or not ((lengths >= 1) & (lengths <= steps)).all():
        came = lengths.tolist() if isinstance(lengths, Tensor) else lengths
        raise ValueError(
            f"lengths is {came!r}; wanted is a tensor of {count} whole numbers from 1 to {steps}"
        )
