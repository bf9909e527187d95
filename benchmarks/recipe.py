"""What every contender is given, and what it gives back."""

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # importing it imports torch, which must find its environment set
    from course_utils.datasets import Digits


@dataclass(frozen=True)
class Recipe:
    """The training that all contenders do, so that they do the same.

    Attributes:
        batch_size: images a step.
        learning_rate: of Adam; the peak where a contender has a schedule.
        look_every: steps between two looks at the accuracy, the first after the first step.
        look_at: how many test images a look classifies.
    """

    batch_size: int = 64
    learning_rate: float = 0.01
    look_every: int = 50
    look_at: int = 2000

    def is_look(self, step: int) -> bool:
        """Say whether the accuracy is looked at after this step, counted from 0."""
        return step % self.look_every == 0


def first(digits: "Digits", count: int) -> "Digits":
    """Return the digits with only the first ``count`` training images."""
    images, labels = digits.train_images[:count], digits.train_labels[:count]
    return replace(digits, train_images=images, train_labels=labels)


@dataclass(frozen=True)
class Outcome:
    """One epoch of one contender.

    Attributes:
        seconds: wall time of the epoch, the conversion of the images and the looks included.
        cpu_seconds: the time that processors spent on it, which other programs on the machine disturb less.
        accuracy: on all test images afterwards, off the clock; None for a contender that learns nothing.
        losses: training loss of the steps that end in a look.
        looks: accuracies of these looks.
    """

    seconds: float
    cpu_seconds: float
    accuracy: float | None
    losses: list[float] = field(default_factory=list)
    looks: list[float] = field(default_factory=list)


class Stopwatch:
    """Measures what happens inside ``with Stopwatch() as watch:``.

    Attributes:
        times: (wall seconds, processor seconds of this process).
    """

    def __enter__(self) -> "Stopwatch":
        self._started = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        wall, processor = self._started
        self.times = time.perf_counter() - wall, time.process_time() - processor
