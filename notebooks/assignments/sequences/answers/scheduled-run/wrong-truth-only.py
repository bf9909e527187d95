"""Teacher forcing: the truth is fed at every step, and the mask is not looked at."""

import torch


def scheduled_run(signal, mask, weight_ih, weight_hh, bias, head_weight, head_bias):
    state, forecasts = signal.new_zeros(1, len(signal), len(bias)), []
    rnn = torch.nn.RNN(1, len(bias), batch_first=True, dtype=signal.dtype)
    weights = (weight_ih, weight_hh, bias, torch.zeros_like(bias))
    rnn.load_state_dict(dict(zip(rnn.state_dict(), weights, strict=True)))
    output, state = rnn(signal[:, :, None], state)
    forecasts = output @ head_weight.T + head_bias
    return forecasts[:, :, 0]
