"""Symbolic tasks: small data sets whose best possible answer is known, to hold networks to it."""

from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn.functional import one_hot

IGNORED = -100  # torch's cross_entropy leaves targets of this value out


class FillInTheBlank(NamedTuple):
    """The sequences of `fill_in_the_blank`.

    Attributes:
        inputs: one column a clue and a last one that marks the blank; a step that says nothing is all zeros.
        targets: at the blank the class, elsewhere ``IGNORED``.

    Shape:
        inputs (N, L, clues + 1) float32; targets (N, L) int64.
    """

    inputs: Tensor
    targets: Tensor


def fill_in_the_blank(length: int = 9, clues: int = 4) -> FillInTheBlank:
    """Return every sequence with one blank and one clue on either side of it.

    What belongs into the blank is the pair of both clues, the class ``left * clues + right``. To whoever
    knows one side only, the other clue can still be each of them, equally often: at the blank, no reader of
    one side is right in more than 1 / ``clues`` of the sequences.

    Args:
        length: steps of a sequence, L, at least 3.
        clues: how many different clues there are, at least 2.

    Shape:
        N is clues ** 2 times the number of places for (left clue, blank, right clue), L over 3.

    Raises:
        ValueError: a number is too small or not whole.

    Source: the setting of Schuster and Paliwal (1997), where the answer at a step needs both its past and its
    future. Lesson 05.
    """
    _check_least("length", length, 3)
    _check_least("clues", clues, 2)
    places = torch.combinations(torch.arange(length), 3)  # (P, 3): left clue, blank, right clue, in order
    pairs = torch.cartesian_prod(torch.arange(clues), torch.arange(clues))  # (C * C, 2)
    places, pairs = places.repeat_interleave(len(pairs), dim=0), pairs.repeat(len(places), 1)
    left, right = pairs.T
    symbols = torch.stack([left, torch.full_like(left, clues), right], dim=1)  # (N, 3)
    inputs = torch.zeros(len(places), length, clues + 1)
    inputs[torch.arange(len(places))[:, None], places] = one_hot(symbols, clues + 1).float()
    targets = torch.full((len(places), length), IGNORED)
    targets[torch.arange(len(places)), places[:, 1]] = left * clues + right
    return FillInTheBlank(inputs, targets)


def white_noise(count: int, length: int, seed: int = 0) -> Tensor:
    """Return independent normal numbers of mean 0 and variance 1: nothing about the next one can be known.

    The best forecast is 0, and its mean squared error is 1.

    Args:
        count: sequences, N.
        length: steps of each, L.
        seed: fixes the numbers; torch's global generator is not touched.

    Shape:
        -> (N, L, 1) float32.

    Raises:
        ValueError: a number is below 1 or not whole. Lesson 05.
    """
    _check_least("count", count, 1)
    _check_least("length", length, 1)
    return torch.randn(count, length, 1, generator=torch.Generator().manual_seed(seed))


def _check_least(name: str, value: object, least: int) -> None:
    if type(value) is not int or value < least:
        raise ValueError(f"{name} is {value!r}; wanted is a whole number of at least {least}")
