"""The forecasts are written into the signal itself, which belongs to the caller."""

import torch


def scheduled_run(signal, mask, weight_ih, weight_hh, bias, head_weight, head_bias):
    state, forecasts = signal.new_zeros(len(signal), len(bias)), []
    for t in range(signal.shape[1]):
        state = torch.tanh(signal[:, t, None] @ weight_ih.T + state @ weight_hh.T + bias)
        forecasts.append((state @ head_weight.T + head_bias)[:, 0])
        if t + 1 < signal.shape[1]:
            signal.data[:, t + 1] = torch.where(mask[:, t + 1], signal[:, t + 1], forecasts[-1])
    return torch.stack(forecasts, dim=1)
