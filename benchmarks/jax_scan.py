"""(d) The same training written by hand in JAX: `lax.scan` over rows and over batches, one compiled epoch.

Same initial weights, same order, same Adam and same looks as (a) and (b), so the losses agree too.
"""

from collections.abc import Callable
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import torch
from jax import Array, lax

from benchmarks.recipe import Outcome, Recipe, Stopwatch
from course_utils.datasets import Digits
from course_utils.models import RowClassifier
from course_utils.runtime import seeded

Parameters = dict[str, Array]
BETA_1, BETA_2, EPSILON = 0.9, 0.999, 1e-8


def prepare(digits: Digits, recipe: Recipe) -> Callable[[int], Outcome]:
    """Compile the epoch; return the function that runs it from its seed."""
    train, test = (digits.train_images, digits.train_labels), (digits.test_images, digits.test_labels)
    arrays = [tensor.numpy() for tensor in train] + [tensor[: recipe.look_at].numpy() for tensor in test]

    def arguments(seed: int) -> tuple:
        return initial_parameters(seed), order(len(digits.train_images), seed), arrays

    compiled = jax.jit(partial(train_epoch, recipe)).lower(*arguments(0)).compile()
    measure = jax.jit(accuracy)

    def epoch(seed: int) -> Outcome:
        with Stopwatch() as watch:
            parameters, losses, looks = jax.block_until_ready(compiled(*arguments(seed)))
        right = measure(parameters, as_rows(digits.test_images.numpy()), digits.test_labels.numpy())
        every = recipe.look_every
        return Outcome(*watch.times, float(right), losses[::every].tolist(), looks[::every].tolist())

    return epoch


def initial_parameters(seed: int) -> Parameters:
    with seeded(seed):
        model = RowClassifier()
    return {name: jnp.asarray(values.numpy()) for name, values in model.state_dict().items()}


def order(count: int, seed: int) -> np.ndarray:
    return torch.randperm(count, generator=torch.Generator().manual_seed(seed)).numpy()


def as_rows(images: Array) -> Array:
    return jnp.asarray(images, jnp.float32) / 255


def train_epoch(
    recipe: Recipe, parameters: Parameters, order: Array, digits: list[Array]
) -> tuple[Parameters, Array, Array]:
    """Return the trained parameters and, of every step, its loss and its look (nan where none is)."""
    images, labels, watched, answers = digits
    rows, watched = as_rows(images), as_rows(watched)

    def step(state: tuple, work: tuple) -> tuple[tuple, tuple]:
        number, batch = work
        loss, gradients = jax.value_and_grad(cross_entropy)(state[0], rows[batch], labels[batch])
        state = adam(state, gradients, number + 1, recipe.learning_rate)
        look = lax.cond(
            recipe.is_look(number), lambda now: accuracy(now, watched, answers), lambda now: jnp.nan, state[0]
        )
        return state, (loss, look)

    full = len(order) // recipe.batch_size
    batches = order[: full * recipe.batch_size].reshape(full, recipe.batch_size)
    zeros = jax.tree.map(jnp.zeros_like, parameters)
    state, (losses, looks) = lax.scan(step, (parameters, zeros, zeros), (jnp.arange(full), batches))
    if len(order) % recipe.batch_size:
        state, (loss, look) = step(state, (jnp.asarray(full), order[full * recipe.batch_size :]))
        losses, looks = jnp.append(losses, loss), jnp.append(looks, look)
    return state[0], losses, looks


def logits(parameters: Parameters, rows: Array) -> Array:
    """Read the rows and classify: (N, L, H_in) -> (N, classes)."""
    weight_ih, weight_hh = parameters["rnn.weight_ih_l0"].T, parameters["rnn.weight_hh_l0"].T
    bias = parameters["rnn.bias_ih_l0"] + parameters["rnn.bias_hh_l0"]

    def cell(state: tuple[Array, Array], x: Array) -> tuple[tuple[Array, Array], None]:
        h, c = state
        i, f, g, o = jnp.split(x @ weight_ih + h @ weight_hh + bias, 4, axis=1)  # each (N, H)
        c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(g)
        return (jax.nn.sigmoid(o) * jnp.tanh(c), c), None

    zero = jnp.zeros((len(rows), len(weight_hh)))
    (h, _), _ = lax.scan(cell, (zero, zero), rows.swapaxes(0, 1))
    return h @ parameters["head.weight"].T + parameters["head.bias"]


def cross_entropy(parameters: Parameters, rows: Array, labels: Array) -> Array:
    log_probabilities = jax.nn.log_softmax(logits(parameters, rows))
    return -jnp.take_along_axis(log_probabilities, labels[:, None], axis=1).mean()


def accuracy(parameters: Parameters, rows: Array, labels: Array) -> Array:
    return (logits(parameters, rows).argmax(axis=1) == labels).mean()


def adam(state: tuple, gradients: Parameters, number: Array, learning_rate: float) -> tuple:
    """Take step ``number`` (from 1) of Adam on (parameters, first moments, second moments)."""
    parameters, first, second = state
    first = jax.tree.map(lambda m, g: BETA_1 * m + (1 - BETA_1) * g, first, gradients)
    second = jax.tree.map(lambda v, g: BETA_2 * v + (1 - BETA_2) * g * g, second, gradients)
    rate = learning_rate / (1 - BETA_1**number)
    scale = jnp.sqrt(1 - BETA_2**number)
    parameters = jax.tree.map(
        lambda p, m, v: p - rate * m / (jnp.sqrt(v) / scale + EPSILON), parameters, first, second
    )
    return parameters, first, second
