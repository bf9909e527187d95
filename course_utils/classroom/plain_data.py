"""Plain data on a wire: a JSON header and the raw bytes of tensors. What arrives is read as a stranger's.

A message is one value: None, a truth value, a number, a text, a list, a tuple, a dict, a tensor, a numpy
array, and any nesting of these. Of any other value only the name of its type is sent (`Opaque`). Nothing is
unpickled.
"""

import json
import math
import re
import struct
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

HEADER_LIMIT = 1 << 20  # bytes of JSON
BUFFER_LIMIT = 64 << 20  # bytes of all tensors in a message
LARGEST_RANK = 16
LONGEST_NUMBER = 300  # digits
PREFIX = struct.Struct(">II")
DTYPES = {
    str(dtype).removeprefix("torch."): dtype
    for dtype in (
        torch.bool, torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64,
        torch.float16, torch.bfloat16, torch.float32, torch.float64, torch.complex64, torch.complex128,
    )
}  # fmt: skip
ARRAY_KINDS = "biufc"  # of numpy: truth values, whole numbers, floats, complex numbers
ARRAY_TYPE = re.compile(rf"[<>|=][{ARRAY_KINDS}]\d{{1,2}}")


class Malformed(ValueError):
    """What arrived is no message."""


class TooLarge(ValueError):
    """A value does not fit into a message."""


@dataclass(frozen=True)
class Opaque:
    """Stands for a value that is no plain data; only the name of its type has come over."""

    type_name: str


def encode(value: object) -> bytes:
    """Return the message that holds a value.

    Raises:
        TooLarge: it is larger than a message may be, or nested too deeply.
    """
    buffers: list[bytes] = []
    try:
        tree = _encode(value, buffers)
        header = json.dumps({"value": tree, "sizes": [len(buffer) for buffer in buffers]}).encode()
    except RecursionError:
        raise TooLarge("the value is nested too deeply") from None
    if len(header) > HEADER_LIMIT:
        raise TooLarge(f"the value takes {len(header)} bytes beside its tensors; wanted are {HEADER_LIMIT}")
    return PREFIX.pack(len(header), sum(map(len, buffers))) + header + b"".join(buffers)


def sizes(prefix: bytes) -> tuple[int, int]:
    """Return how many bytes of header and of tensors follow a message's prefix.

    Raises:
        Malformed: they are more than a message may hold.
    """
    header, buffers = PREFIX.unpack(prefix)
    if header > HEADER_LIMIT or buffers > BUFFER_LIMIT:
        raise Malformed(f"a message of {header} and {buffers} bytes is announced")
    return header, buffers


def decode(header: bytes, buffers: bytes) -> object:
    """Return the value of a message without its prefix.

    Raises:
        Malformed: it is no such message.
    """
    try:
        message = json.loads(header)
        parts = _cut(message["sizes"], buffers)
        return _decode(message["value"], parts)
    except (
        ArithmeticError,
        AttributeError,
        KeyError,
        LookupError,
        RuntimeError,
        TypeError,
        ValueError,
    ) as error:
        raise Malformed(f"{type(error).__name__} while it was read") from None


def unpack(message: bytes) -> object:
    """Return the value of a whole message.

    Raises:
        Malformed: it is no such message.
    """
    if len(message) < PREFIX.size:
        raise Malformed("a message is shorter than its prefix")
    end = PREFIX.size + sizes(message[: PREFIX.size])[0]
    return decode(message[PREFIX.size : end], message[end:])


def first_tensor(value: object) -> Tensor | None:
    """Return the first tensor in nested tuples and lists; None where there is none."""
    if isinstance(value, Tensor):
        return value
    if isinstance(value, list | tuple):
        return next((found for found in map(first_tensor, value) if found is not None), None)
    return None


def numbers_in(value: object) -> int:
    """Return how many numbers are in the tensors and numpy arrays in nested tuples, lists and dicts."""
    if isinstance(value, Tensor):
        return value.numel()
    if isinstance(value, np.ndarray):
        return value.size
    if isinstance(value, dict):
        return sum(map(numbers_in, value.values()))
    return sum(map(numbers_in, value)) if isinstance(value, list | tuple) else 0


def _encode(value: object, buffers: list[bytes]) -> object:
    if value is None or type(value) is bool:
        return value
    if isinstance(value, float):  # numpy's float64 is one
        return float(value)
    if type(value) is int:
        return value if abs(value) < 10**LONGEST_NUMBER else {"opaque": "int of more than 300 digits"}
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Opaque):
        return {"opaque": value.type_name}
    if isinstance(value, list | tuple):
        kind = "tuple" if isinstance(value, tuple) else "list"
        return {kind: [_encode(item, buffers) for item in value]}
    if isinstance(value, dict):
        return {"dict": [[_encode(key, buffers), _encode(item, buffers)] for key, item in value.items()]}
    if isinstance(value, Tensor):
        return _encode_tensor(value, buffers)
    if isinstance(value, np.ndarray | np.generic):
        return _encode_array(value, buffers)
    return {"opaque": type(value).__name__[:80]}


def _encode_tensor(tensor: Tensor, buffers: list[bytes]) -> object:
    if tensor.layout is not torch.strided or tensor.dtype not in DTYPES.values() or tensor.is_meta:
        return {"opaque": f"tensor of type {tensor.dtype} and layout {tensor.layout}"[:80]}
    _expect_room(tensor.numel() * tensor.element_size(), buffers)
    plain = tensor.detach().to("cpu").resolve_conj().resolve_neg()
    plain = plain.clone(memory_format=torch.contiguous_format).reshape(-1)
    buffers.append(plain.view(torch.uint8).numpy().tobytes() if plain.numel() else b"")
    return {"tensor": [str(tensor.dtype).removeprefix("torch."), list(tensor.shape), tensor.requires_grad]}


def _encode_array(array: np.ndarray | np.generic, buffers: list[bytes]) -> object:
    array = np.asarray(array)
    if array.dtype.kind not in ARRAY_KINDS or array.dtype.name in ("longdouble", "clongdouble"):
        return {"opaque": f"numpy array of type {array.dtype}"[:80]}
    _expect_room(array.nbytes, buffers)
    buffers.append(np.ascontiguousarray(array).tobytes())
    return {"array": [array.dtype.str, list(array.shape)]}


def _expect_room(size: int, buffers: list[bytes]) -> None:
    total = size + sum(map(len, buffers))
    if total > BUFFER_LIMIT:
        raise TooLarge(f"its tensors take {total} bytes; wanted are at most {BUFFER_LIMIT}")


def _cut(lengths: list[int], buffers: bytes) -> list[bytes]:
    """Cut the bytes behind the header into one piece a tensor, in the order in which they are read."""
    pieces, start = [], 0
    for length in lengths:
        if type(length) is not int or not 0 <= length <= len(buffers) - start:
            raise Malformed("a tensor's length does not fit")
        pieces.append(buffers[start : start + length])
        start += length
    return pieces[::-1]


def _decode(tree: object, pieces: list[bytes]) -> object:
    if isinstance(tree, str):
        return tree.encode("utf-8", "replace").decode()
    if not isinstance(tree, dict):
        return _scalar(tree)
    ((kind, content),) = tree.items()
    if kind in ("list", "tuple"):
        items = [_decode(item, pieces) for item in content]
        return tuple(items) if kind == "tuple" else items
    if kind == "dict":
        return {_decode(key, pieces): _decode(item, pieces) for key, item in content}
    if kind == "opaque":
        return Opaque(str(content).encode("utf-8", "replace").decode()[:80])
    return {"tensor": _decode_tensor, "array": _decode_array}[kind](content, pieces.pop())


def _scalar(value: object) -> object:
    if value is None or type(value) in (bool, int, float):
        return value
    raise Malformed(f"{type(value).__name__} is no value")


def _decode_tensor(content: list, piece: bytes) -> Tensor:
    name, shape, requires_grad = content
    dtype = DTYPES[name]
    _expect_size(shape, dtype.itemsize, piece)
    tensor = torch.empty(shape, dtype=dtype)
    if piece:
        tensor.view(-1).view(torch.uint8).copy_(torch.frombuffer(bytearray(piece), dtype=torch.uint8))
    can_have = dtype.is_floating_point or dtype.is_complex
    return tensor.requires_grad_(requires_grad is True and can_have)


def _decode_array(content: list, piece: bytes) -> np.ndarray:
    name, shape = content
    if not ARRAY_TYPE.fullmatch(name):
        raise Malformed("a numpy type is none of numbers")
    dtype = np.dtype(name)
    _expect_size(shape, dtype.itemsize, piece)
    return np.frombuffer(bytearray(piece), dtype=dtype).reshape(shape)


def _expect_size(shape: list[int], item_size: int, piece: bytes) -> None:
    whole = all(type(size) is int and 0 <= size <= BUFFER_LIMIT for size in shape)
    if not whole or len(shape) > LARGEST_RANK or math.prod(shape) * item_size != len(piece):
        raise Malformed("a tensor's shape does not fit its bytes")
