"""Device, seeds, threads and number precision: the only module that touches global state of torch."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import torch

DEVICES = ("auto", "cpu", "cuda", "mps")
RNN_PRECISIONS = ("ieee", "tf32", "bf16")


def choose_device(name: str = "auto") -> torch.device:
    """Return the device to compute on.

    Args:
        name: "cpu", "cuda", "mps", or "auto": what ``RNN_COURSE_DEVICE`` says, else a CUDA GPU where there is
            one, else the CPU. (An Apple GPU is used only when asked for by name.)

    Raises:
        ValueError: the name is none of these.
        RuntimeError: this machine has no such device.
    """
    asked = name if name != "auto" else os.environ.get("RNN_COURSE_DEVICE") or "auto"
    if asked not in DEVICES:
        raise ValueError(f"device is {asked!r}; wanted is one of {', '.join(DEVICES)}")
    available = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if asked == "auto":
        asked = "cuda" if available["cuda"] else "cpu"
    if not available[asked]:
        raise RuntimeError(f"device is {asked!r}, but torch {torch.__version__} finds no such device here")
    return torch.device(asked)


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Seed torch's global CPU generator inside the block and restore it afterwards.

    Layers draw their initial weights from that generator, so a model built inside ``with seeded(0):`` is the
    same one on every device, provided that it is moved there after it was built.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        yield


def set_up(device: str = "auto") -> torch.device:
    """Choose the device and make recurrent layers compute in full float32 there.

    cuDNN rounds the products inside its recurrent layers to TF32 unless told otherwise, and the switch for
    matrix products does not reach them. ``RNN_COURSE_RNN_PRECISION=bf16`` asks oneDNN for coarser products on
    the CPU: a way to try whether a result survives such rounding.

    Raises:
        ValueError: ``RNN_COURSE_RNN_PRECISION`` is none of ieee, tf32, bf16.
    """
    precision = os.environ.get("RNN_COURSE_RNN_PRECISION") or "ieee"
    if precision not in RNN_PRECISIONS:
        raise ValueError(
            f"RNN_COURSE_RNN_PRECISION is {precision!r}; wanted is one of {', '.join(RNN_PRECISIONS)}"
        )
    torch.backends.cudnn.rnn.fp32_precision = "ieee"
    torch.backends.mkldnn.rnn.fp32_precision = precision
    return choose_device(device)
