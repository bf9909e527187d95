import json

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from course_utils.classroom import plain_data
from course_utils.classroom.plain_data import (
    PREFIX,
    Malformed,
    Opaque,
    TooLarge,
    decode,
    encode,
    first_tensor,
    sizes,
    unpack,
)


def sent(value):
    return unpack(encode(value))


def message(tree, buffers=b"", lengths=None):
    lengths = [len(buffers)] if lengths is None else lengths
    return json.dumps({"value": tree, "sizes": lengths}).encode(), buffers


scalars = st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats(allow_nan=False) | st.text()
plain = st.recursive(
    scalars,
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(plain)
def test_plain_values_arrive_as_they_were(value):
    assert sent(value) == value


@pytest.mark.parametrize("dtype", plain_data.DTYPES.values(), ids=str)
@pytest.mark.parametrize("shape", [(), (0,), (1,), (2, 3), (3, 0, 2)])
def test_tensors_arrive_bit_by_bit(dtype, shape):
    tensor = (torch.rand(shape) * 9).to(dtype)
    came = sent([tensor, 1])[0]
    assert came.dtype == dtype
    assert came.shape == tensor.shape
    assert torch.equal(came, tensor)


def test_a_tensor_arrives_whatever_its_memory_looks_like():
    base = torch.arange(12.0).reshape(3, 4)
    for tensor in (
        base.T,
        base[:, ::2],
        base[1].expand(5, 4),
        torch.complex(base, base).conj(),
        base.T.neg(),
    ):
        assert torch.equal(sent(tensor), tensor)
    assert sent(torch.ones(2, requires_grad=True)).requires_grad
    assert sent(torch.full((2,), torch.nan)).isnan().all()


@pytest.mark.parametrize(
    "name", ["bool", "int8", "uint16", "int64", "float16", "float32", "complex128", ">f8"]
)
def test_arrays_arrive(name):
    array = np.arange(6).reshape(2, 3).astype(name)
    came = sent(array)
    assert came.dtype == array.dtype
    assert np.array_equal(came, array)


def test_of_other_values_only_the_type_is_told():
    values = [object(), torch.nn.LSTM, {1, 2}, b"bytes", 1j, np.array(["text"]), np.array([object()])]
    for value in values:
        assert isinstance(sent([value])[0], Opaque)
    assert sent(torch.nn.Linear(1, 1)) == Opaque("Linear")
    assert isinstance(sent(torch.ones(2).to_sparse()), Opaque)
    assert isinstance(sent(torch.ones(2, device="meta")), Opaque)
    assert sent(10**301) == Opaque("int of more than 300 digits")


def test_a_value_that_is_too_large_is_refused_before_it_is_copied():
    with pytest.raises(TooLarge, match="its tensors take 8000000000000 bytes"):
        encode(torch.zeros(1, dtype=torch.float64).expand(10**12))
    with pytest.raises(TooLarge, match="beside its tensors"):
        encode("x" * plain_data.HEADER_LIMIT)
    deep = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(TooLarge, match="nested too deeply"):
        encode(deep)


def test_halves_of_characters_become_question_marks():
    assert sent("a\ud800b") == "a?b"


@pytest.mark.parametrize(
    ("tree", "buffers"),
    [
        ({"tensor": ["float32", [2], False]}, b"1234"),
        ({"tensor": ["float32", [-1], False]}, b"1234"),
        ({"tensor": ["float32", [2**62, 4], False]}, b""),
        ({"tensor": ["float32", [0, *[2**26] * 15], False]}, b""),
        ({"tensor": ["float32", [1.0], False]}, b"1234"),
        ({"tensor": ["float32", [True], False]}, b"1234"),
        ({"tensor": ["float32", [1] * 17, False]}, b"1234"),
        ({"tensor": ["object", [1], False]}, b"12345678"),
        ({"tensor": ["float32", "1", False]}, b"1234"),
        ({"array": ["|O8", [1]]}, b"12345678"),
        ({"array": ["(1000000,)f8", [1]]}, b"12345678"),
        ({"array": ["f8,f8", [1]]}, b"12345678"),
        ({"array": [8, [1]]}, b"12345678"),
        ({"unknown": 1}, b""),
        ({"list": 1}, b""),
        ({"dict": [[{"list": []}, 1]]}, b""),
        ({"dict": [1]}, b""),
        ({"list": [], "tuple": []}, b""),
        ({}, b""),
        ([1], b""),
    ],
)
def test_what_is_no_message_is_refused(tree, buffers):
    with pytest.raises(Malformed):
        decode(*message(tree, buffers))


@pytest.mark.parametrize("lengths", [[5], [-1], [1.0], ["1"], [True, 4], 4, None, [2**63], [4, 1]])
def test_lengths_that_do_not_fit_are_refused(lengths):
    header = json.dumps({"value": {"tensor": ["float32", [1], False]}, "sizes": lengths}).encode()
    with pytest.raises(Malformed):
        decode(header, b"1234")


@pytest.mark.parametrize(
    "header", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 200_000, b"1" * 5_000, b'{"value": 1}']
)
def test_headers_that_are_none_are_refused(header):
    with pytest.raises(Malformed):
        decode(header, b"")


def test_a_message_that_announces_too_much_is_refused():
    with pytest.raises(Malformed, match="shorter than its prefix"):
        unpack(b"1234567")
    with pytest.raises(Malformed, match="4294967295"):
        sizes(b"\xff" * PREFIX.size)


@given(st.binary(max_size=200), st.binary(max_size=20))
def test_no_bytes_do_worse_than_to_be_refused(header, buffers):
    with pytest.raises(Malformed):
        decode(b"{" + header, buffers)


def test_the_first_tensor_is_found_in_nests():
    tensor = torch.ones(1)
    assert first_tensor([1, (None, tensor), torch.zeros(1)]) is tensor
    assert first_tensor({"a": tensor}) is None


def test_a_float_of_numpy_comes_over_as_the_python_float_that_it_is():
    assert type(unpack(encode(np.float64(0.25)))) is float
