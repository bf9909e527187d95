import pytest
import torch

from course_utils.classroom.judge.log import as_json, from_json


def test_a_call_can_be_repeated_from_what_is_kept():
    value = {"do": "call", "arguments": (torch.arange(3.0), (1, None)), "text": "\x1b[31m"}
    came = from_json(as_json(value))
    assert torch.equal(came["arguments"][0], torch.arange(3.0))
    assert came["arguments"][1] == (1, None)
    assert as_json(value).isascii()


def test_what_is_too_large_is_said_to_be():
    assert as_json("x" * (2 << 20)).startswith("too large: ")
    assert as_json(torch.zeros(1 << 17)).startswith("too large: 5243")
    assert not as_json(torch.zeros(82_186)).startswith("too large")  # what the largest reader of digits holds


@pytest.mark.parametrize("text", ["", "no base 64!", "AAAA"])
def test_other_texts_are_refused(text):
    with pytest.raises((ValueError, OSError)):
        from_json(text)
