"""The input of the step itself is left out."""


def reach(length, num_layers, half, chunk, step):
    first = step // chunk * chunk
    last = min(first + chunk, length)
    if half == "one-way" or (half == "forward" and num_layers == 1):
        return list(range(first, step))
    return list(range(step + 1 if half == "backward" and num_layers == 1 else first, last))
