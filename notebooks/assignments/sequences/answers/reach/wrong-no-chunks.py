"""The detached state is not thought of: gradients run through all chunks."""


def reach(length, num_layers, half, chunk, step):
    before, after = range(step + 1), range(step, length)
    if half == "one-way" or (half == "forward" and num_layers == 1):
        return list(before)
    return list(after) if half == "backward" and num_layers == 1 else list(range(length))
