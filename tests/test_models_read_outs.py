import pytest
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from course_utils.models.read_outs import READ_OUTS, ends, last, maximum, mean

LENGTHS = torch.tensor([2, 5, 1])


@pytest.fixture
def output():
    """(N, L, D*H) = (3, 5, 4), whose padding would show up in every read-out."""
    values = torch.randn(3, 5, 4, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    for sequence, length in zip(values, LENGTHS, strict=True):
        sequence[length:] = 1e6
    return values


@pytest.mark.parametrize("read_out", READ_OUTS.values())
def test_padding_is_not_read(read_out, output):
    alone = [read_out(sequence[None, :length]) for sequence, length in zip(output, LENGTHS, strict=True)]
    torch.testing.assert_close(read_out(output, LENGTHS), torch.cat(alone), rtol=0, atol=1e-12)


@pytest.mark.parametrize("read_out", READ_OUTS.values())
def test_full_lengths_are_no_lengths(read_out, output):
    torch.testing.assert_close(read_out(output, torch.full((3,), 5)), read_out(output), rtol=0, atol=1e-9)


def test_each_does_what_its_name_says(output):
    assert torch.equal(last(output)[1], output[1, 4])
    assert torch.equal(ends(output)[1], torch.stack([*output[1, 4, :2], *output[1, 0, 2:]]))
    assert torch.equal(mean(output)[1], output[1].mean(dim=0))
    assert torch.equal(maximum(output)[1], output[1].max(dim=0).values)


def test_ends_are_the_final_states():
    layer = nn.GRU(3, 2, bidirectional=True, batch_first=True).double()
    packed = pack_padded_sequence(torch.randn(3, 5, 3).double(), LENGTHS, True, enforce_sorted=False)
    output, h_n = layer(packed)
    padded, lengths = pad_packed_sequence(output, batch_first=True)
    torch.testing.assert_close(ends(padded, lengths), torch.cat([h_n[-2], h_n[-1]], dim=-1))
