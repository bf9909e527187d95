import torch


def from_other_order(weights, forget_bias):
    """One list of row numbers for all tensors; the forget bias goes into the second bias."""
    size = weights["bias"].shape[0] // 4
    rows = [block * size + unit for block in (0, 2, 1, 3) for unit in range(size)]
    bias_hh = torch.zeros_like(weights["bias"])
    bias_hh[size : 2 * size] = forget_bias
    return {
        "weight_ih_l0": weights["kernel"].T[rows],
        "weight_hh_l0": weights["recurrent_kernel"].T[rows],
        "bias_ih_l0": weights["bias"][rows],
        "bias_hh_l0": bias_hh,
    }
