"""What learners typically write into each exercise: one edit of the solution, and what the check says."""

import ast
from typing import NamedTuple

from tests.lesson_source import Exercise


class Mistake(NamedTuple):
    """The solution with ``right`` replaced by ``wrong``; the check then says ``said`` among other words."""

    right: str
    wrong: str
    said: str


MISTAKES = {
    "00-mean-over-time": Mistake("dim=1", "dim=0", "You averaged over the batch"),
    "00-time-first": Mistake(
        "batch.transpose(0, 1)", "batch.view(batch.shape[1], batch.shape[0], -1)", "the numbers are scrambled"
    ),
    "00-answer-per-row": Mistake(
        "beliefs.argmax(dim=-1)", "beliefs.max(dim=-1).values", "the beliefs themselves"
    ),
    "01-rnn-step": Mistake("h @ weight_hh.T", "h @ weight_hh", "weight_hh is not transposed"),
    "01-rnn-forward": Mistake("h_0[0]", "torch.zeros_like(h_0[0])", "h_0 is not used"),
    "01-count-rnn-parameters": Mistake("(2 if bias else 0)", "bool(bias)", "One bias is counted"),
    "01-count-ones": Mistake("[0.0, 1.0]", "[0.0, 0.0]", "Unit 2 ends at 0"),
    "02-lstm-step": Mistake("i, f, g, o", "f, i, g, o", "Your gates are in the order f, i, g, o"),
    "02-gate-rows": Mistake('"ifgo"', '"ifog"', "These are the rows of gate o"),
    "02-count-parameters": Mistake("2 * bias", "bias", "One bias is missing"),
    "02-latch": Mistake("[-10.0, 10.0, 10.0, 10.0]", "[10.0, 10.0, 10.0, 10.0]", "close i further"),
    "02-predict-shapes": Mistake("7: (1, 5, 4)", "7: (5, 1, 4)", "States never follow batch_first"),
    "03-rows-as-sequence": Mistake(" / 255", "", "divide by 255"),
    "03-evaluate": Mistake(
        "correct / len(targets)", "100 * correct / len(targets)", "This is the accuracy in percent"
    ),
    "03-belief-per-row": Mistake("softmax(dim=-1)", "softmax(dim=1)", "The softmax runs over the time steps"),
    "03-wilson-interval": Mistake(
        "centre = (p + z**2 / (2 * total)) / shrink", "centre = p", "The centre is forgotten"
    ),
    "03-find-the-leak": Mistake(
        "[i for i, image", "[image for i, image", "Every index must be a whole number"
    ),
    "04-make-windows": Mistake("series[-test_count:]", "series[:test_count]", "It leaks"),
    "04-free-run": Mistake(
        "model(forecasts[-1], state)", "model(forecasts[-1])", "The state is not handed on"
    ),
    "04-fit-ar2": Mistake(
        "[now.flatten(), before.flatten()]", "[before.flatten(), now.flatten()]", "swapped"
    ),
    "04-repair-training": Mistake(
        "nn.utils.clip_grad_norm_(model.parameters(), bound)",
        "[nn.utils.clip_grad_norm_(parameter, bound) for parameter in model.parameters()]",
        "Each parameter is clipped by itself",
    ),
    "05-bidirectional-from-two": Mistake("back.flip(1)]", "back]", "Flip it back"),
    "05-read-out": Mistake(
        "forward[torch.arange(len(output)), lengths - 1]",
        "forward[:, -1]",
        "at the last step of the padded batch",
    ),
    "05-allowed-or-not": Mistake("3: True", "3: False", "Tomorrow is not among the inputs"),
    "05-repair-birnn": Mistake("dim=-1))", "dim=-1)).softmax(dim=1)", "There is still a softmax"),
}


def mistaken(exercise: Exercise) -> str:
    """Return the exercise's cell with the typical mistake in it."""
    right, wrong, _ = MISTAKES[exercise.id]
    if exercise.solution.count(right) == 0:
        raise ValueError(f"the solution of {exercise.id} does not hold {right!r}; wanted is a part of it")
    return answered(exercise, exercise.solution.replace(right, wrong))


def answered(exercise: Exercise, solution: str) -> str:
    """Return the exercise's cell with the solution in the place of the empty function."""
    cell = exercise.attempt.source
    (stub,) = (node for node in ast.parse(cell).body if isinstance(node, ast.FunctionDef))
    lines = cell.splitlines()
    written = solution.replace(f"{stub.name}_solution", stub.name).rstrip()
    return "\n".join([*lines[: stub.lineno - 1], written, *lines[stub.end_lineno :]])
