"""Checkpoints: a model's parameters and a few plain facts about them, in a file that can run no code."""

import os
import zipfile
from pathlib import Path

import torch
from torch import nn

CHECKPOINT_FORMAT = 1


def save_checkpoint(path: str | os.PathLike, model: nn.Module, **facts: str | float | bool) -> None:
    """Store the model's parameters and a few plain facts about them; an older file is replaced in one go.

    Args:
        path: file to write; its folder must exist.
        model: any module; its ``config`` (a dict of plain values) is stored with it where it has one.
        facts: plain values to keep, such as ``accuracy=0.97``.

    Raises:
        TypeError: a fact is not a plain value.
        FileNotFoundError: the folder does not exist.
    """
    for name, value in facts.items():
        if type(value) not in (str, int, float, bool):  # a numpy number could be stored, but not read again
            raise TypeError(f"{name} is a {type(value).__name__}; wanted is a plain str, int, float or bool")
    path = Path(path)
    if not path.parent.is_dir():
        raise FileNotFoundError(f"path is {path}, but the folder {path.parent} does not exist")
    content = {"format": CHECKPOINT_FORMAT, "config": getattr(model, "config", {}), "facts": facts}
    content["state_dict"] = model.state_dict()
    unfinished = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        torch.save(content, unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def load_checkpoint(path: str | os.PathLike, model: nn.Module) -> dict:
    """Load the parameters in a checkpoint into ``model`` and return the facts stored with them.

    The file is read with ``weights_only=True``: a stranger's checkpoint can hold numbers but run no code.

    Raises:
        FileNotFoundError: no such file.
        ValueError: not a checkpoint of this course, or one of another network than ``model``.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"path is {path}; there is no such file")
    content = _read_checkpoint(path)
    config = getattr(model, "config", {})
    if content["config"] != config:
        raise ValueError(f"{path.name} holds a network with {content['config']}; model has {config}")
    stored, wanted = _shapes(content["state_dict"]), _shapes(model.state_dict())
    if stored != wanted:
        raise ValueError(f"{path.name} holds parameters of shapes {stored}; model has {wanted}")
    model.load_state_dict(content["state_dict"])
    return content["facts"]


def _shapes(state_dict: dict) -> dict:
    return {name: tuple(getattr(value, "shape", ())) for name, value in state_dict.items()}


def _read_checkpoint(path: Path) -> dict:
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.testzip():  # torch.load does not look at the checksums
                raise ValueError("a checksum is wrong")
        content = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # a damaged file can make the readers stumble over anything
        raise ValueError(f"{path.name} cannot be read as a checkpoint (damaged, or not one)") from error
    if not isinstance(content, dict) or content.get("format") != CHECKPOINT_FORMAT:
        raise ValueError(f"{path.name} is not a checkpoint of format {CHECKPOINT_FORMAT}")
    return content
