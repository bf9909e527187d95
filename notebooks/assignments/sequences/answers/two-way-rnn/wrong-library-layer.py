"""The layer of torch.nn in disguise: it has no leak, and is not there when the question is judged."""

import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence


def two_way_rnn(x, lengths, ahead, back, leak):
    hidden = len(ahead[2])
    layer = torch.nn.RNN(x.shape[2], hidden, batch_first=True, bidirectional=True, dtype=x.dtype)
    weights = [*ahead, torch.zeros_like(ahead[2]), *back, torch.zeros_like(back[2])]
    layer.load_state_dict(dict(zip(layer.state_dict(), weights, strict=True)))
    packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    output, h_n = layer(packed)
    return pad_packed_sequence(output, batch_first=True, total_length=x.shape[1])[0], h_n
