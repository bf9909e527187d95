"""Each layer is taken to reach one chunk further back."""


def reach(length, num_layers, half, chunk, step):
    first = max(0, (step // chunk - num_layers + 1) * chunk)
    last = min((step // chunk + 1) * chunk, length)
    if half == "one-way" or (half == "forward" and num_layers == 1):
        return list(range(first, step + 1))
    return list(range(step if half == "backward" and num_layers == 1 else first, last))
