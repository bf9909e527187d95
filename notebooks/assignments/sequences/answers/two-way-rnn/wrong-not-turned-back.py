"""The backward half is not turned back: it stands in the order in which it was read."""

import torch


def two_way_rnn(x, lengths, ahead, back, leak):
    valid = (torch.arange(x.shape[1]) < lengths[:, None])[:, :, None]

    def read(times, weight_ih, weight_hh, bias):
        state = x.new_zeros(len(x), len(bias))
        states = []
        for t in times:
            new = torch.tanh(x[:, t] @ weight_ih.T + state @ weight_hh.T + bias)
            state = torch.where(valid[:, t], (1 - leak) * state + leak * new, state)
            states.append(state)
        return torch.stack(states, dim=1), state

    times = range(x.shape[1])
    forward, forward_end = read(times, *ahead)
    backward, backward_end = read(times[::-1], *back)
    output = torch.cat([forward, backward], dim=-1)
    return torch.where(valid, output, 0), torch.stack([forward_end, backward_end])
