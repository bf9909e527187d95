"""Inputs of hidden checks: drawn at random, the same again for the same student, attempt and part."""

import hashlib
import hmac
from collections.abc import Sequence
from typing import TypeVar

import torch
from torch import Tensor

Item = TypeVar("Item")


def keyed_seed(key: bytes, *names: object) -> int:
    """Return a seed that nobody without the key can foretell.

    Args:
        key: the secret of the class.
        names: what the seed is for, such as student, assignment, attempt, question and part.

    Source: HMAC, RFC 2104, with SHA-256; the first 63 bits.
    """
    message = "\0".join(map(str, names)).encode()
    return int.from_bytes(hmac.new(key, message, hashlib.sha256).digest()[:8], "big") >> 1


class Draw:
    """Random inputs from a seed of their own, on the CPU.

    Attributes:
        generator: where all of them come from.
    """

    def __init__(self, seed: int):
        self.generator = torch.Generator().manual_seed(seed)

    def integer(self, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``, both included."""
        return int(torch.randint(low, high + 1, (), generator=self.generator))

    def integers(self, *shape: int, low: int, high: int) -> Tensor:
        """Return a tensor (int64) of whole numbers from ``low`` to ``high``, both included."""
        return torch.randint(low, high + 1, shape, generator=self.generator)

    def normal(self, *shape: int, dtype: torch.dtype = torch.float64) -> Tensor:
        """Return a tensor of standard normal numbers."""
        return torch.randn(shape, generator=self.generator, dtype=torch.float64).to(dtype)

    def uniform(
        self, *shape: int, low: float = 0.0, high: float = 1.0, dtype: torch.dtype = torch.float64
    ) -> Tensor:
        """Return a tensor of numbers that are uniform between ``low`` and ``high``."""
        share = torch.rand(shape, generator=self.generator, dtype=torch.float64)
        return (low + (high - low) * share).to(dtype)

    def choice(self, items: Sequence[Item]) -> Item:
        """Return one of the items."""
        return items[self.integer(0, len(items) - 1)]

    def sizes(self, dims: int, count: int = 1, low: int = 1, high: int = 7) -> list[tuple[int, ...]]:
        """Return ``count`` tuples of ``dims`` sizes from ``low`` to ``high`` that differ pairwise.

        Raises:
            ValueError: there are fewer such sizes than dimensions.
        """
        if high - low + 1 < dims:
            raise ValueError(f"dims is {dims}; wanted are at most {high - low + 1}, as the sizes must differ")
        return [self._some_sizes(dims, low, high) for _ in range(count)]

    def _some_sizes(self, dims: int, low: int, high: int) -> tuple[int, ...]:
        order = torch.randperm(high - low + 1, generator=self.generator)
        return tuple((low + order[:dims]).tolist())
