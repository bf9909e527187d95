"""How long a widget takes from a control's new value to its new picture: `python -m benchmarks.widgets`.

Every control of every explorer is moved through its range, in the kernel alone: what JupyterLab adds for the
way there and back, and for drawing, comes on top.
"""

from collections.abc import Callable, Iterator
from statistics import median
from time import perf_counter

import numpy as np
import torch
from rich.console import Console
from rich.table import Table
from torch import nn

from course_utils.inspection import influence_on_halves
from course_utils.models import SineForecaster
from course_utils.runtime import seeded
from course_utils.widgets import lesson01, lesson02, lesson03, lesson04, lesson05
from course_utils.widgets.explorer import Explorer

MOST_VALUES = 20  # of a slider
ROWS, CLASSES, SAMPLES = 28, 10, 60


def main() -> None:
    """Print, for each widget, the number of events, their median and the slowest, in milliseconds."""
    table = Table("widget", "events", "median ms", "slowest ms")
    for name, make in EXPLORERS.items():
        times = event_times(make())
        table.add_row(name, str(len(times)), f"{median(times):.1f}", f"{max(times):.1f}")
    Console().print(table)


def event_times(explorer: Explorer) -> list[float]:
    """Return the milliseconds from each new value of each control to the new picture."""
    times = []
    for name, value in events(explorer):
        started = perf_counter()
        explorer.set(**{name: value})
        times.append(1000 * (perf_counter() - started))
    return times


def events(explorer: Explorer) -> Iterator[tuple[str, object]]:
    """Yield every control by name with each value to give it, some values of a long slider."""
    for name, control in explorer.controls.items():
        values = control.values()
        places = np.linspace(0, len(values) - 1, min(len(values), MOST_VALUES)).round().astype(int)
        yield from ((name, values[place]) for place in places)


def _digits() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    generator = np.random.default_rng(0)
    images = generator.integers(0, 256, (SAMPLES, ROWS, ROWS), dtype=np.uint8)
    beliefs = generator.dirichlet(np.ones(CLASSES), (SAMPLES, ROWS))
    return images, generator.integers(0, CLASSES, SAMPLES), beliefs


def _reader() -> Callable[[np.ndarray], np.ndarray]:
    """Return a network of the lessons' size that is asked after every row; untrained, it takes as long."""
    with seeded(0):
        layer, head = nn.LSTM(ROWS, 64, batch_first=True), nn.Linear(64, CLASSES)

    @torch.no_grad()
    def predict(image: np.ndarray) -> np.ndarray:
        rows = torch.from_numpy(image / 255).float()[None]
        return head(layer(rows)[0]).softmax(dim=-1)[0].numpy()

    return predict


def _influences() -> dict[int, np.ndarray]:
    tables = {}
    for num_layers in (1, 2, 3):
        with seeded(num_layers):
            layer = nn.RNN(2, 4, num_layers, batch_first=True, bidirectional=True)
        inputs = torch.randn(1, 8, 2, generator=torch.Generator().manual_seed(0))
        halves = [influence_on_halves(layer, inputs, step) for step in range(8)]
        tables[num_layers] = np.array([[half[way][0].numpy() for half in halves] for way in (0, 1)])
    return tables


EXPLORERS = {
    "01 one unit": lesson01.one_unit_explorer,
    "02 shape explorer": lesson02.shape_explorer,
    "02 gate console": lesson02.gate_console,
    "03 belief explorer": lambda: lesson03.belief_explorer(*_digits()),
    "03 confusion browser": lambda: lesson03.confusion_browser(*_digits()[:2], _digits()[1][::-1]),
    "03 row eraser": lambda: lesson03.row_eraser(*_digits()[:2], _reader()),
    "03 digit drawer": lambda: lesson03.digit_drawer(_reader()),
    "04 forecast player": lambda: lesson04.forecast_player(SineForecaster()),
    "05 direction explorer": lambda: lesson05.direction_explorer(_influences()),
}

if __name__ == "__main__":
    main()
