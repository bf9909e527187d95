"""A network with numbers for layers is written out, and the gradient is taken and looked at."""

import torch


def reach(length, num_layers, half, chunk, step):
    x = torch.ones(length, dtype=torch.float64, requires_grad=True)
    outputs, carried = [], [0.0] * num_layers
    for piece in x.split(chunk):
        inputs = list(piece)
        for layer in range(num_layers):
            forward, backward, state = [], [0.0] * len(inputs), carried[layer]
            for value in inputs:
                state = 0.5 * value + 0.5 * state
                forward.append(state)
            carried[layer], state = state.detach(), 0.0
            for t in range(len(inputs))[::-1]:
                state = 0.5 * inputs[t] + 0.5 * state
                backward[t] = state
            both = [a + b for a, b in zip(forward, backward, strict=True)]
            inputs = forward if half == "one-way" else both
        outputs += {"forward": forward, "backward": backward}.get(half, inputs)
    (gradient,) = torch.autograd.grad(outputs[step], x)
    return gradient.nonzero().flatten().tolist()
