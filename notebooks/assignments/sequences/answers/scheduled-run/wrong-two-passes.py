"""Two passes: what is fed are the forecasts of a first run, which has read nothing but the truth."""

import torch


def scheduled_run(signal, mask, weight_ih, weight_hh, bias, head_weight, head_bias):
    def run(inputs):
        state, forecasts = signal.new_zeros(len(signal), len(bias)), []
        for value in inputs.unbind(dim=1):
            state = torch.tanh(value[:, None] @ weight_ih.T + state @ weight_hh.T + bias)
            forecasts.append((state @ head_weight.T + head_bias)[:, 0])
        return torch.stack(forecasts, dim=1)

    earlier = torch.cat([signal[:, :1], run(signal)[:, :-1]], dim=1)
    return run(torch.where(mask, signal, earlier))
