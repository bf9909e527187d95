"""What the checks of lesson 05 share: layers and inputs in float64, the same in every run."""

import torch
from torch import Tensor, nn

from course_utils.exercises.expectations import Misconceptions, is_close


def filled(module: nn.Module, seed: int) -> nn.Module:
    """Return the module in float64, with all parameters, biases too, drawn anew between -0.5 and 0.5."""
    generator = torch.Generator().manual_seed(seed)
    module = module.double()
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.uniform_(-0.5, 0.5, generator=generator)
    return module


def normal(*shape: int, seed: int) -> Tensor:
    """Return normal numbers in float64."""
    return torch.randn(shape, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))


def both_ends(h_n: Tensor) -> Tensor:
    """Return both final states of the top layer side by side: (D * num_layers, N, H) -> (N, 2H)."""
    return torch.cat([h_n[-2], h_n[-1]], dim=-1)


def unlike(right: Tensor, wrong: Misconceptions) -> Misconceptions:
    """Leave out the answers that are right by chance, such as any order of a single step."""
    return {
        sentence: [answer for answer in answers if not is_close(answer, right)]
        for sentence, answers in wrong.items()
    }
