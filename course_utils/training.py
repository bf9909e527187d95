"""The training loop and its record. It knows no particular model and draws nothing."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from course_utils.progress import Progress

SCHEDULES = ("one-cycle", "constant")


@dataclass
class History:
    """What happened during `fit`.

    Attributes:
        loss: training loss of every step, before that step (steps,).
        gradient_norm: norm over all parameters together, before clipping (steps,).
        validation_accuracy: share right after every epoch (epochs,); empty without validation data.
        seconds: wall time of every epoch (epochs,).
        interrupted: True when training was stopped from the keyboard; the record up to there is kept.
    """

    loss: np.ndarray = field(default_factory=lambda: np.zeros(0))
    gradient_norm: np.ndarray = field(default_factory=lambda: np.zeros(0))
    validation_accuracy: np.ndarray = field(default_factory=lambda: np.zeros(0))
    seconds: np.ndarray = field(default_factory=lambda: np.zeros(0))
    interrupted: bool = False


class Evaluation(NamedTuple):
    """Result of `evaluate`: share right, mean loss, how many right, of how many."""

    accuracy: float
    loss: float
    correct: int
    total: int


def fit(
    model: nn.Module,
    inputs: Tensor,
    targets: Tensor,
    *,
    epochs: int = 1,
    batch_size: int = 64,
    learning_rate: float = 0.01,
    schedule: str = "one-cycle",
    clip_norm: float | None = 1.0,
    validation: tuple[Tensor, Tensor] | None = None,
    seed: int = 0,
    loss_function: Callable[[Tensor, Tensor], Tensor] = cross_entropy,
    after_step: Callable[[int], None] | None = None,
) -> History:
    """Train with Adam: backward, clip, step, in an order of examples that ``seed`` fixes on every device.

    Args:
        model: any module; inputs and targets lie on its device.
        inputs: (N, ...), indexed by batches.
        targets: (N, ...), one for each input.
        epochs: passes over the data.
        batch_size: examples a step; the last batch of an epoch may be smaller.
        learning_rate: the highest rate of the "one-cycle" schedule, or the "constant" one.
        schedule: "one-cycle" (a short rise, then a long fall) or "constant".
        clip_norm: largest gradient norm over all parameters together; None does not clip.
        validation: (inputs, targets) for the accuracy after every epoch.
        seed: fixes the order of the examples.
        loss_function: of (model output, targets).
        after_step: called with the number of steps done so far.

    Raises:
        ValueError: an argument does not fit.
        FloatingPointError: the loss or the gradient norm is no longer finite; the message says at which step.

    Source: Kingma and Ba (2015), torch.optim.Adam; Smith and Topin (2019), OneCycleLR; Pascanu et al. (2013),
    ``clip_grad_norm_``. Lesson 03.
    """
    _check_pairs(inputs, targets)
    if validation is not None:
        _check_pairs(*validation, of="validation ")
    _check_options(epochs, batch_size, learning_rate, schedule, clip_norm)
    steps = epochs * -(-len(inputs) // batch_size)
    step = _make_step(model, loss_function, learning_rate, schedule, steps, clip_norm)
    record = _Record()
    was_training = model.training
    generator = torch.Generator().manual_seed(seed)
    with Progress(steps, record.losses) as progress:
        try:
            for _ in range(epochs):
                model.train()
                started = time.perf_counter()
                order = torch.randperm(len(inputs), generator=generator)  # on the CPU: alike on every device
                for batch in order.to(inputs.device).split(batch_size):
                    record.steps.append(step(inputs[batch], targets[batch]))
                    progress.step()
                    if after_step:
                        after_step(len(record.steps))
                record.end_epoch(started)
                if validation is not None:
                    record.validation_accuracy.append(evaluate(model, *validation).accuracy)
                    progress.note(f"validation {record.validation_accuracy[-1]:.3f}")
        except KeyboardInterrupt:
            record.interrupted = True
        finally:
            model.train(was_training)
    return record.history()


class _Record:
    """Collects the numbers of `fit` on the device; they are read once an epoch: a look waits for the GPU."""

    def __init__(self):
        self.steps: list[Tensor] = []  # of each (loss, gradient norm)
        self.validation_accuracy: list[float] = []
        self.seconds: list[float] = []
        self.interrupted = False

    def losses(self) -> np.ndarray:
        return torch.stack(self.steps)[:, 0].cpu().numpy()

    def end_epoch(self, started: float) -> None:
        numbers = torch.stack(self.steps).cpu()  # (steps, 2)
        broken = ~numbers.isfinite().all(dim=1)
        if broken.any():
            first = int(broken.nonzero()[0])
            loss, norm = numbers[first].tolist()
            raise FloatingPointError(
                f"at step {first} the loss is {loss} and the gradient norm {norm}; "
                "try a smaller learning_rate or a smaller clip_norm"
            )
        self.seconds.append(time.perf_counter() - started)

    def history(self) -> History:
        loss, gradient_norm = torch.stack(self.steps).cpu().numpy().T if self.steps else np.zeros((2, 0))
        accuracy, seconds = np.array(self.validation_accuracy), np.array(self.seconds)
        return History(loss, gradient_norm, accuracy, seconds, self.interrupted)


def _make_step(
    model: nn.Module, loss_function, learning_rate: float, schedule: str, steps: int, clip_norm: float | None
) -> Callable[[Tensor, Tensor], Tensor]:
    """Return a function that takes one batch, makes one step and returns (loss, gradient norm) as (2,)."""
    parameters = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.Adam(parameters, lr=learning_rate, fused=True)
    scheduler = None
    if schedule == "one-cycle":
        scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, learning_rate, total_steps=steps)

    def step(x: Tensor, y: Tensor) -> Tensor:
        loss = loss_function(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        norm = nn.utils.clip_grad_norm_(parameters, float("inf") if clip_norm is None else clip_norm)
        optimizer.step()
        if scheduler:
            scheduler.step()
        return torch.stack((loss.detach(), norm))

    return step


def predict(model: nn.Module, inputs: Tensor, batch_size: int = 1000) -> Tensor:
    """Return the most likely class of every input, (N, ...) -> (N,) int64, in eval mode and without a graph.

    The mode of the model (training or not) is as before afterwards.

    Raises:
        ValueError: ``batch_size`` is below 1. Lesson 03.
    """
    return _logits(model, inputs, batch_size).argmax(dim=1)


def evaluate(model: nn.Module, inputs: Tensor, targets: Tensor, batch_size: int = 1000) -> Evaluation:
    """Measure accuracy and cross-entropy in eval mode and without a graph; the model's mode is restored.

    Shape:
        inputs (N, ...), targets (N,) class indices.

    Raises:
        ValueError: no examples, another number of targets, or ``batch_size`` below 1. Lesson 03.
    """
    _check_pairs(inputs, targets)
    logits = _logits(model, inputs, batch_size)
    correct = int((logits.argmax(dim=1) == targets).sum())
    return Evaluation(correct / len(targets), cross_entropy(logits, targets).item(), correct, len(targets))


@torch.no_grad()
def _logits(model: nn.Module, inputs: Tensor, batch_size: int) -> Tensor:
    _check_whole("batch_size", batch_size)
    was_training = model.training
    model.eval()
    try:
        return torch.cat([model(batch) for batch in inputs.split(batch_size)])
    finally:
        model.train(was_training)


def _check_pairs(inputs: Tensor, targets: Tensor, of: str = "") -> None:
    if len(inputs) < 1 or len(inputs) != len(targets):
        raise ValueError(
            f"{of}inputs has length {len(inputs)}, {of}targets {len(targets)}; wanted is the same, at least 1"
        )


def _check_whole(name: str, value: object) -> None:
    if type(value) is not int or value < 1:
        raise ValueError(f"{name} is {value!r}; wanted is a whole number of at least 1")


def _check_options(epochs, batch_size, learning_rate, schedule, clip_norm) -> None:
    _check_whole("epochs", epochs)
    _check_whole("batch_size", batch_size)
    highest = {"learning_rate": learning_rate} | ({} if clip_norm is None else {"clip_norm": clip_norm})
    for name, value in highest.items():
        if not isinstance(value, int | float) or not value > 0:
            raise ValueError(f"{name} is {value!r}; wanted is a number above 0")
    if schedule not in SCHEDULES:
        raise ValueError(f"schedule is {schedule!r}; wanted is one of {', '.join(SCHEDULES)}")
