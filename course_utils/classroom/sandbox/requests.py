"""What a student's process does when it is asked: run a cell, call a function, read a checkpoint."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from pickle import UnpicklingError

import torch
from torch import Tensor

from course_utils.classroom.plain_data import TooLarge, encode, first_tensor, unpack
from course_utils.classroom.sandbox.ban import unavailable
from course_utils.exercises.attempt import Attempt, NotAttempted
from course_utils.exercises.expectations import Mistake


def answer_request(request: dict, namespace: Mapping[str, object], folder: Path = Path()) -> dict:
    """Return the reply to a call, or to the question for a checkpoint.

    Args:
        request: as `Answer` makes it.
        namespace: where the student's function is.
        folder: where the student's files are.
    """
    try:
        if request["do"] == "state_dict":
            return _state_dict(folder / request["file"])
        return _call(request, namespace)
    except NotAttempted:
        return {"not_attempted": True}
    except Mistake as mistake:
        return {"mistake": str(mistake)}


def answer_here(request: dict, namespace: Mapping[str, object], folder: Path = Path()) -> dict:
    """Return the reply as it would arrive from a sandbox: plain data, computed without what is forbidden.

    Args as for `answer_request`.
    """
    with unavailable(request.get("without", ())):
        reply = answer_request(unpack(encode(request)), namespace, folder)
    try:
        return unpack(encode(reply))
    except TooLarge as error:
        return too_large(error)


def too_large(error: TooLarge) -> dict:
    """Return the reply in place of one that is larger than a message may be."""
    return {"mistake": f"Its answer is too large: {error}."}


def _call(request: dict, namespace: Mapping[str, object]) -> dict:
    function = namespace.get(request["function"])
    if not callable(function):
        raise Mistake(f"There is no function {request['function']} after all cells have run.")
    tracked = request.get("gradients_of", ())
    sources = [
        _source(value) if place in tracked else value for place, value in enumerate(request["arguments"])
    ]
    with torch.enable_grad():
        arguments = [_derived(value) if place in tracked else value for place, value in enumerate(sources)]
        before = [encode(argument) for argument in arguments] if request.get("changes") else []
        returned = Attempt(function, request["takes"], {}).compute(*arguments)
        gradients = _gradients(returned, [sources[place] for place in tracked], request.get("weights"))
    changed = [place for place, content in enumerate(before) if encode(arguments[place]) != content]
    return {"returned": returned, "changed": tuple(changed), "gradients": gradients}


def _source(value: object) -> object:
    """Return what gradients are taken of."""
    if isinstance(value, Tensor):
        return value.detach().requires_grad_()
    return tuple(map(_source, value)) if isinstance(value, tuple) else value


def _derived(value: object) -> object:
    """Return what the function gets: it may write into it, which torch forbids for a leaf."""
    if isinstance(value, Tensor):
        return value.clone()
    return tuple(map(_derived, value)) if isinstance(value, tuple) else value


def _gradients(returned: object, sources: Sequence[object], weights: Tensor | None) -> tuple | None:
    """Return the gradients of a weighted sum over the first tensor returned, shaped like the sources."""
    result = first_tensor(returned)
    if not sources or result is None or (weights is not None and weights.shape != result.shape):
        return None
    flat = [tensor for source in sources for tensor in (source if isinstance(source, tuple) else (source,))]
    gradients = iter(_backward(result, weights, flat))
    return tuple(
        tuple(next(gradients) for _ in source) if isinstance(source, tuple) else next(gradients)
        for source in sources
    )


def _state_dict(path: Path) -> dict:
    if not path.is_file():
        raise Mistake(f"There is no file {path.name}: hand it in beside the notebook.")
    try:
        loaded = torch.load(path, map_location="cpu", weights_only=True)
    except (UnpicklingError, RuntimeError, ValueError, EOFError, KeyError, OSError, TypeError) as error:
        reason = str(error).partition("\n")[0][:200]
        raise Mistake(f"torch.load({path.name!r}, weights_only=True) refuses it: {reason}") from None
    return {"returned": dict(loaded) if isinstance(loaded, dict) else None}


def _backward(result: Tensor, weights: Tensor | None, sources: Sequence[Tensor]) -> Sequence[Tensor | None]:
    if not result.requires_grad:
        return [None] * len(sources)
    total = result.sum() if weights is None else (weights * result).sum()
    try:
        return torch.autograd.grad(total, sources, allow_unused=True, retain_graph=True)
    except RuntimeError as error:
        reason = str(error).partition("\n")[0].partition(" Hint:")[0][:200]
        raise Mistake(f"Gradients cannot be taken through what it returns: {reason}") from None
