"""Import torchvision, also where its compiled operators cannot be loaded beside the torch that is installed.

A torchvision built for another torch (a CUDA build beside a CPU build, a cluster's mix) fails to import with
"operator torchvision::nms does not exist". The course uses none of those operators: it is enough to declare
their schemas before torchvision describes them.
"""

import importlib
import re
import sys
from types import ModuleType

import torch

_SCHEMAS = (
    "nms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
    "qnms(Tensor dets, Tensor scores, float iou_threshold) -> Tensor",
)
_MISSING_OPERATOR = re.compile(r"operator torchvision::q?nms does not exist")

_declared: list[torch.library.Library] = []  # the schemas vanish when their library is collected


def import_torchvision() -> ModuleType:
    """Import torchvision; where only its compiled operators are missing, declare them and import it again.

    A working installation is left untouched.

    Returns:
        The module torchvision. After the repair its data sets and transforms work, its operators do not.

    Raises:
        ImportError: torchvision cannot be imported for another reason; the message names it and the remedy.

    Source: torch.library.Library. Lesson 03.
    """
    try:
        return importlib.import_module("torchvision")
    except ImportError as error:
        raise _explained(error) from error
    except (RuntimeError, OSError) as error:
        if _declared or not _MISSING_OPERATOR.search(str(error)):
            raise _explained(error) from error
    _declare_operators()
    _forget_torchvision()
    return import_torchvision()


def torchvision_status() -> str:
    """Try the import and say how it went.

    Returns:
        "ok", "repaired" (works, but its operators do not fit this torch), or "missing: " and the reason.

    Source: `import_torchvision`. Lesson 03.
    """
    try:
        import_torchvision()
    except ImportError as error:
        return f"missing: {error}"
    return "repaired" if _declared else "ok"


def _declare_operators() -> None:
    library = torch.library.Library("torchvision", "DEF")
    for schema in _SCHEMAS:
        library.define(schema)
    _declared.append(library)


def _forget_torchvision() -> None:
    """Drop what a failed import has left behind, so that the next one starts afresh."""
    for name in list(sys.modules):
        if name.partition(".")[0] == "torchvision":
            del sys.modules[name]


def _explained(error: Exception) -> ImportError:
    if isinstance(error, ModuleNotFoundError) and error.name == "torchvision":
        return ImportError(
            "torchvision is not installed; install it with `python -m pip install torchvision`"
        )
    reason = str(error).partition("\n")[0]
    return ImportError(
        f"torchvision cannot be imported ({reason}); "
        f"install the torchvision that belongs to torch {torch.__version__}, see https://pytorch.org/get-started"
    )
