"""The last chunk is taken to be as long as the others, beyond the end of the sequence."""


def reach(length, num_layers, half, chunk, step):
    first = step // chunk * chunk
    last = first + chunk
    if half == "one-way" or (half == "forward" and num_layers == 1):
        return list(range(first, step + 1))
    return list(range(step if half == "backward" and num_layers == 1 else first, last))
