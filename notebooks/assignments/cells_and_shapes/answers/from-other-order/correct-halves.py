import torch


def from_other_order(weights, forget_bias):
    """A matrix that moves the rows, and a bias of which each of the two gets half."""
    size = len(weights["recurrent_kernel"])
    bias = weights["bias"]
    order = torch.eye(4, dtype=bias.dtype)[[0, 2, 1, 3]]
    move = torch.kron(order, torch.eye(size, dtype=bias.dtype))  # (4H, 4H)
    added = torch.tensor([0.0, forget_bias, 0.0, 0.0], dtype=bias.dtype).repeat_interleave(size)
    half = (move @ bias + added) / 2
    state = {f"weight_{part}_l0": move @ weights[name].T for part, name in PARTS.items()}
    return state | {"bias_ih_l0": half, "bias_hh_l0": half.clone()}


PARTS = {"ih": "kernel", "hh": "recurrent_kernel"}
