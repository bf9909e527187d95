"""Copies made before a learner's function is called, and what must still be equal to them afterwards."""

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from course_utils.exercises.expectations import Mistake


def copy_of(argument: object) -> Tensor | np.ndarray | None:
    """Return a copy of a tensor or an array; None for anything else."""
    if isinstance(argument, Tensor):
        return argument.detach().clone()
    return argument.copy() if isinstance(argument, np.ndarray) else None


def expect_unchanged(name: str, before: Tensor | np.ndarray | None, after: object) -> None:
    """Expect that an argument is equal to its `copy_of` before the call."""
    if before is None:
        return
    equal = torch.equal(before, after) if isinstance(before, Tensor) else np.array_equal(before, after)
    if not equal or before.dtype != after.dtype:
        raise Mistake(
            f"It changes `{name}` in place, so the caller's data is no longer what it was. "
            "Make a new tensor: x / 2 is new, but x /= 2, x[...] = 0 and methods ending in _ write into x."
        )


class ModuleState(NamedTuple):
    """What a module must look like again after a function that only uses it."""

    training: dict[str, bool]
    tensors: dict[str, Tensor]
    requires_grad: dict[str, bool]

    @classmethod
    def of(cls, model: nn.Module) -> "ModuleState":
        """Copy modes, parameters and buffers."""
        return cls(
            {name: module.training for name, module in model.named_modules()},
            {name: tensor.detach().clone() for name, tensor in model.state_dict().items()},
            {name: parameter.requires_grad for name, parameter in model.named_parameters()},
        )


def expect_module_unchanged(model: nn.Module, before: ModuleState) -> None:
    """Expect the module's parameters as they were, no gradients in it, and the mode it came in."""
    after = ModuleState.of(model)
    for name, tensor in before.tensors.items():
        if not torch.equal(tensor, after.tensors[name]):
            raise Mistake(f"It changes the model: {name} is no longer what it was. Measuring must not train.")
    if before.requires_grad != after.requires_grad:
        raise Mistake(
            "It changes requires_grad of the model's parameters, so they would not train any more: "
            "torch.no_grad() is enough."
        )
    for name, parameter in model.named_parameters():
        if parameter.grad is not None:
            raise Mistake(f"It leaves a gradient in {name}: backward() has no place in here.")
    if before.training != after.training:
        _name_mode(before.training, after.training)


def _name_mode(before: dict[str, bool], after: dict[str, bool]) -> None:
    name = next(name for name, training in before.items() if after[name] != training)
    mode = {True: "train", False: "eval"}
    part = f"model.{name}" if name else "The model"
    raise Mistake(
        f"{part} came in {mode[before[name]]} mode and is left in {mode[after[name]]} mode: remember "
        "model.training at the start and give it back by model.train(remembered)."
    )
