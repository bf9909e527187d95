"""Multiplies with a matrix that centres."""

import torch


def centred_rows(x):
    size = x.shape[-1]
    centre = torch.eye(size, dtype=x.dtype) - torch.full((size, size), 1 / size, dtype=x.dtype)
    return x @ centre
