"""(e) The lower bound: the matrix products that an epoch cannot do without, and nothing else.

Forward, backward and for the looks, as bare `torch.mm` into outputs that were allocated before. There is no
activation, no loss, no optimiser, and no batch is gathered. The product for the gradient of the input, which
nobody needs, is left out.
"""

from collections.abc import Callable

import torch

from benchmarks.recipe import Outcome, Recipe, Stopwatch
from course_utils.datasets import Digits

STEPS, INPUT, HIDDEN, CLASSES = 28, 28, 64, 10
LOOK_BATCH = 1000


class Products:
    """The products of an LSTM with a linear head over one batch; what comes out is not used again.

    Shape:
        rows (L*N, H_in), states (L*N, H), gates (L*N, 4H), logits (N, classes).
    """

    def __init__(self, batch_size: int):
        self.rows = torch.rand(STEPS * batch_size, INPUT)
        self.states = torch.rand(STEPS * batch_size, HIDDEN)
        self.gates = torch.rand(STEPS * batch_size, 4 * HIDDEN)
        self.logits = torch.rand(batch_size, CLASSES)
        self.state_of_step, self.gates_of_step = self.states.split(batch_size), self.gates.split(batch_size)
        self.weight_ih, self.weight_hh = torch.rand(4 * HIDDEN, INPUT), torch.rand(4 * HIDDEN, HIDDEN)
        self.weight_out = torch.rand(CLASSES, HIDDEN)
        results = self.gates, self.logits, self.weight_ih, self.weight_hh, self.weight_out
        self.into = {tensor: torch.empty_like(tensor) for tensor in results}
        self.into_state = torch.empty(batch_size, HIDDEN)
        self.into_gates = torch.empty(batch_size, 4 * HIDDEN)

    def forward(self) -> None:
        """Multiply all rows, the state of every step and the last state by the weights they meet."""
        torch.mm(self.rows, self.weight_ih.t(), out=self.into[self.gates])
        for state in self.state_of_step:
            torch.mm(state, self.weight_hh.t(), out=self.into_gates)
        torch.mm(self.state_of_step[-1], self.weight_out.t(), out=self.into[self.logits])

    def backward(self) -> None:
        """Multiply as the chain rule does: through the head, through every step, and for each weight."""
        torch.mm(self.logits.t(), self.state_of_step[-1], out=self.into[self.weight_out])
        torch.mm(self.logits, self.weight_out, out=self.into_state)
        for gates in self.gates_of_step:
            torch.mm(gates, self.weight_hh, out=self.into_state)
        torch.mm(self.gates.t(), self.rows, out=self.into[self.weight_ih])
        torch.mm(self.gates.t(), self.states, out=self.into[self.weight_hh])


def prepare(digits: Digits, recipe: Recipe) -> Callable[[int], Outcome]:
    """Return the function that does the products of one epoch; it learns nothing, whatever its seed."""
    batches = _split(len(digits.train_images), recipe.batch_size)
    watched = _split(min(recipe.look_at, len(digits.test_images)), LOOK_BATCH)
    products = {size: Products(size) for size in {*batches, *watched}}

    def epoch(seed: int) -> Outcome:
        with Stopwatch() as watch:
            for step, size in enumerate(batches):
                products[size].forward()
                products[size].backward()
                if recipe.is_look(step):
                    for watched_size in watched:
                        products[watched_size].forward()
        return Outcome(*watch.times, accuracy=None)

    return epoch


def _split(count: int, size: int) -> list[int]:
    return [min(size, count - start) for start in range(0, count, size)]
