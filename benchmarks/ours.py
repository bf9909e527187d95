"""(b) and (c): the course's own training, with the mathematics of the tutorials and with its own recipe."""

from collections.abc import Callable

from benchmarks.recipe import Outcome, Recipe, Stopwatch, first
from course_utils.datasets import Digits, as_rows
from course_utils.models import RowClassifier
from course_utils.runtime import seeded
from course_utils.training import evaluate, fit


def prepare_equal(digits: Digits, recipe: Recipe) -> Callable[[int], Outcome]:
    """Prepare the mathematics of the published loop: no schedule, no clipping."""
    return _prepare(digits, recipe, schedule="constant", clip_norm=None)


def prepare_recipe(digits: Digits, recipe: Recipe) -> Callable[[int], Outcome]:
    """Prepare what the lessons do: a one-cycle schedule, gradients clipped at norm 1."""
    return _prepare(digits, recipe, schedule="one-cycle", clip_norm=1.0)


def _prepare(digits: Digits, recipe: Recipe, **how: str | float | None) -> Callable[[int], Outcome]:
    """Warm up with a batch; return the function that trains for one epoch from its seed."""
    train(first(digits, recipe.batch_size), recipe, seed=0, **how)

    def epoch(seed: int) -> Outcome:
        with Stopwatch() as watch:
            model, losses, looks = train(digits, recipe, seed, **how)
        accuracy = evaluate(model, as_rows(digits.test_images), digits.test_labels).accuracy
        return Outcome(*watch.times, accuracy, losses, looks)

    return epoch


def train(
    digits: Digits, recipe: Recipe, seed: int, **how: str | float | None
) -> tuple[RowClassifier, list[float], list[float]]:
    """Train with `fit`; return the network, the losses and the accuracies of the looks."""
    watched = as_rows(digits.test_images[: recipe.look_at]), digits.test_labels[: recipe.look_at]
    looks = []
    with seeded(seed):
        model = RowClassifier()

    def look(steps_done: int) -> None:
        if recipe.is_look(steps_done - 1):
            looks.append(evaluate(model, *watched).accuracy)

    history = fit(
        model,
        as_rows(digits.train_images),
        digits.train_labels,
        batch_size=recipe.batch_size,
        learning_rate=recipe.learning_rate,
        seed=seed,
        after_step=look,
        **how,
    )
    return model, history.loss[:: recipe.look_every].tolist(), looks
