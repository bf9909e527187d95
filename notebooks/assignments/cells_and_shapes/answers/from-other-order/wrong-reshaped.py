"""The kernels are reshaped where they should be transposed."""

import torch


def from_other_order(weights, forget_bias):
    def reordered(tensor):
        i, g, f, o = tensor.chunk(4, dim=-1)
        return torch.cat([i, f, g, o], dim=-1)

    bias = reordered(weights["bias"])
    size = len(bias) // 4
    bias[size : 2 * size] += forget_bias
    return {
        "weight_ih_l0": weights["kernel"].reshape(4 * size, -1),
        "weight_hh_l0": weights["recurrent_kernel"].reshape(4 * size, -1),
        "bias_ih_l0": bias,
        "bias_hh_l0": torch.zeros_like(bias),
    }
