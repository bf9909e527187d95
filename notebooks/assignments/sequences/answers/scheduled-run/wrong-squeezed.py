"""A squeeze takes away every axis of size 1, that of a single sequence too."""

import torch


def scheduled_run(signal, mask, weight_ih, weight_hh, bias, head_weight, head_bias):
    state = torch.zeros(len(signal), len(bias), dtype=signal.dtype)
    truth = mask.to(signal.dtype).clone()
    truth[:, 0] = 1
    forecasts = [signal[:, 0] * 0]
    for t in range(signal.shape[1]):
        value = truth[:, t] * signal[:, t] + (1 - truth[:, t]) * forecasts[-1]
        state = (torch.outer(value, weight_ih[:, 0]) + state @ weight_hh.T + bias).tanh()
        forecasts.append(state @ head_weight[0] + head_bias)
    return torch.stack(forecasts[1:], dim=1).squeeze()
