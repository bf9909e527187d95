"""What a network knows, and when: measurements on trained models. Tensors in, tensors out; no pictures."""

import torch
from torch import Tensor, nn


@torch.no_grad()
def belief_per_row(model: nn.Module, rows: Tensor) -> Tensor:
    """Return the class probabilities after each row: the answer if the image ended there.

    The model reads every prefix of the rows from the start, so this holds for any cell, read-out and number
    of directions. For a one-way model that reads its last step, one pass gives the same numbers.

    Shape:
        rows (N, L, H_in) -> probabilities (N, L, num_classes); [:, t] follows after rows 0..t.

    Raises:
        ValueError: rows is not three-dimensional or has no rows. Lesson 03.
    """
    if rows.ndim != 3 or rows.shape[1] < 1:
        raise ValueError(f"rows has shape {tuple(rows.shape)}; wanted is (N, L, H_in) with L at least 1")
    was_training = model.training
    model.eval()
    try:
        beliefs = [model(rows[:, : seen + 1]).softmax(dim=-1) for seen in range(rows.shape[1])]
    finally:
        model.train(was_training)
    return torch.stack(beliefs, dim=1)
