"""Read-outs: what of a recurrent layer's output a network decides from, with or without padding.

Each takes output (N, L, D*H), batch first, and lengths (N,) or None where no sequence is padded, and returns
(N, D*H). Padding stands at the end of a sequence; no read-out lets it in.
"""

import torch
from torch import Tensor


def last(output: Tensor, lengths: Tensor | None = None) -> Tensor:
    """Read the last step of each sequence: of a backward direction, that is its first step only."""
    if lengths is None:
        return output[:, -1]
    return output[torch.arange(len(output), device=output.device), lengths.to(output.device) - 1]


def ends(output: Tensor, lengths: Tensor | None = None) -> Tensor:
    """Read where each direction has finished: forward at the last step, backward at the first.

    Equal to ``torch.cat([h_n[-2], h_n[-1]], dim=-1)``, with padded sequences packed.
    """
    forward, backward = output.chunk(2, dim=-1)
    return torch.cat([last(forward, lengths), backward[:, 0]], dim=-1)


def mean(output: Tensor, lengths: Tensor | None = None) -> Tensor:
    """Average over the steps of each sequence."""
    if lengths is None:
        return output.mean(dim=1)
    padding = _padding(output, lengths)
    return output.masked_fill(padding, 0).sum(dim=1) / lengths.to(output.device)[:, None]


def maximum(output: Tensor, lengths: Tensor | None = None) -> Tensor:
    """Take each feature's largest value over the steps of each sequence."""
    if lengths is None:
        return output.amax(dim=1)
    return output.masked_fill(_padding(output, lengths), -torch.inf).amax(dim=1)


READ_OUTS = {"last": last, "ends": ends, "mean": mean, "max": maximum}


def _padding(output: Tensor, lengths: Tensor) -> Tensor:
    """Return True where a step is padding: (N, L, 1)."""
    steps = torch.arange(output.shape[1], device=output.device)
    return (steps >= lengths.to(output.device)[:, None])[:, :, None]
