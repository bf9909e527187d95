"""The keys are those of nn.LSTMCell, without the number of the layer."""

import torch


def from_other_order(weights, forget_bias):
    def reordered(tensor):
        i, g, f, o = tensor.chunk(4, dim=-1)
        return torch.cat([i, f, g, o], dim=-1)

    bias = reordered(weights["bias"])
    size = len(bias) // 4
    bias[size : 2 * size] += forget_bias
    return {
        "weight_ih": reordered(weights["kernel"]).T,
        "weight_hh": reordered(weights["recurrent_kernel"]).T,
        "bias_ih": bias,
        "bias_hh": torch.zeros_like(bias),
    }
