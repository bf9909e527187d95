"""A forecaster of one signal: at every step it says the next value, and it can go on from its own answers."""

import torch
from torch import Tensor, nn

from course_utils.models.cells import CELLS, check_choice, check_sizes


class SineForecaster(nn.Module):
    """Read a signal value by value and forecast the next one at every step (many to many).

    Args:
        cell: "rnn", "gru" or "lstm".
        hidden_size: width of the state, H.
        num_layers: recurrent layers on top of one another.

    Attributes:
        rnn: the recurrent layer, of input_size 1.
        head: nn.Linear(H, 1), applied to every step alike.
        config: the arguments, enough to build the same network again.

    Shape:
        signal (N, L, 1) -> predictions (N, L, 1) and the state as the layer gives it; predictions[:, t] is
        for signal[:, t + 1].

    Raises:
        ValueError: an argument that does not fit; the message names it.

    Source: Elman (1990), prediction of the next item; the layers are torch.nn's own. Lesson 04.
    """

    def __init__(self, cell: str = "rnn", hidden_size: int = 16, num_layers: int = 1):
        super().__init__()
        check_choice("cell", cell, CELLS)
        check_sizes(hidden_size=hidden_size, num_layers=num_layers)
        self.config = {"cell": cell, "hidden_size": hidden_size, "num_layers": num_layers}
        self.rnn = CELLS[cell](1, hidden_size, num_layers, batch_first=True)
        self.head = nn.Linear(hidden_size, 1)

    def forward(self, signal: Tensor, state=None) -> tuple[Tensor, Tensor | tuple[Tensor, Tensor]]:
        """Return the predictions (N, L, 1) and the state after the last step, to be passed in again.

        Raises:
            ValueError: a signal of another shape.
        """
        _check_signal("signal", signal)
        output, state = self.rnn(signal, state)  # (N, L, H)
        return self.head(output), state  # (N, L, 1)

    @torch.no_grad()
    def free_run(self, warm_up: Tensor, horizon: int) -> Tensor:
        """Read the warm-up, then forecast ``horizon`` steps, each from the forecast before it.

        Shape:
            warm_up (N, L, 1) -> (N, horizon, 1): the values that follow the warm-up.

        Raises:
            ValueError: a warm-up of another shape, or a horizon below 1.
        """
        _check_signal("warm_up", warm_up)
        check_sizes(horizon=horizon)
        predictions, state = self(warm_up)
        forecast = [predictions[:, -1:]]
        while len(forecast) < horizon:
            prediction, state = self(forecast[-1], state)
            forecast.append(prediction)
        return torch.cat(forecast, dim=1)


def _check_signal(name: str, signal: Tensor) -> None:
    if signal.ndim != 3 or signal.shape[1] < 1 or signal.shape[2] != 1:
        raise ValueError(f"{name} has shape {tuple(signal.shape)}; wanted is (N, L, 1) with L at least 1")
