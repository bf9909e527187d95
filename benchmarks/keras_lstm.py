"""(d) Keras 3 with its JAX backend: its own layers, its own `fit`, the looks in a callback.

Same initial weights and same order as the others. Keras has one bias where PyTorch has two, and Adam moves
each of them, so after the first step the networks differ a little. It needs KERAS_BACKEND=jax.
"""

from collections.abc import Callable

import keras
import numpy as np
import torch

from benchmarks.recipe import Outcome, Recipe, Stopwatch
from course_utils.datasets import Digits, as_rows
from course_utils.models import RowClassifier
from course_utils.runtime import seeded

EVALUATION_BATCH = 1000


class Looks(keras.callbacks.Callback):
    """Look at the accuracy on the first test images every so many steps."""

    def __init__(self, digits: Digits, recipe: Recipe):
        super().__init__()
        self.digits, self.recipe = digits, recipe
        self.accuracies: list[float] = []

    def on_train_batch_end(self, batch: int, logs: dict | None = None) -> None:
        """Look, where the recipe says so; asked through ``self``, the model is up to date."""
        if self.recipe.is_look(batch):
            self.accuracies.append(accuracy(self.model, self.digits, self.recipe.look_at))


def prepare(digits: Digits, recipe: Recipe) -> Callable[[int], Outcome]:
    """Compile with two steps and a look; return the function that trains for one epoch from its seed."""
    model = build(recipe)
    fresh = [np.array(variable.value) for variable in model.optimizer.variables]
    count = len(digits.train_images)
    train(model, digits, recipe, np.arange(count)[: recipe.batch_size + count % recipe.batch_size])

    def epoch(seed: int) -> Outcome:
        with Stopwatch() as watch:
            model.set_weights(initial_weights(seed))
            for variable, value in zip(model.optimizer.variables, fresh, strict=True):
                variable.assign(value)
            order = torch.randperm(count, generator=torch.Generator().manual_seed(seed))
            looks = train(model, digits, recipe, order.numpy())
        return Outcome(*watch.times, accuracy(model, digits, len(digits.test_images)), looks=looks)

    return epoch


def build(recipe: Recipe) -> keras.Model:
    model = keras.Sequential([keras.Input((28, 28)), keras.layers.LSTM(64), keras.layers.Dense(10)])
    model.compile(
        optimizer=keras.optimizers.Adam(recipe.learning_rate),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    model.optimizer.build(model.trainable_variables)
    return model


def initial_weights(seed: int) -> list[np.ndarray]:
    """Return PyTorch's initial weights in Keras' layout; both order the gates i, f, g, o."""
    with seeded(seed):
        model = RowClassifier()
    rnn, head = model.rnn, model.head
    bias = rnn.bias_ih_l0 + rnn.bias_hh_l0
    weights = [rnn.weight_ih_l0.T, rnn.weight_hh_l0.T, bias, head.weight.T, head.bias]
    return [weight.detach().numpy() for weight in weights]


def train(model: keras.Model, digits: Digits, recipe: Recipe, order: np.ndarray) -> list[float]:
    """Train on the images in this order; return the accuracies of the looks."""
    looks = Looks(digits, recipe)
    model.fit(
        as_rows(digits.train_images).numpy()[order],
        digits.train_labels.numpy()[order],
        batch_size=recipe.batch_size,
        shuffle=False,
        verbose=0,
        callbacks=[looks],
    )
    return looks.accuracies


def accuracy(model: keras.Model, digits: Digits, count: int) -> float:
    rows, labels = as_rows(digits.test_images[:count]).numpy(), digits.test_labels[:count].numpy()
    return model.evaluate(rows, labels, batch_size=EVALUATION_BATCH, verbose=0)[1]
