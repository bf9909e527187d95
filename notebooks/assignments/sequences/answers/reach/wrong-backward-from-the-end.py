"""The backward half is taken to come from the end of the whole sequence."""


def reach(length, num_layers, half, chunk, step):
    first = step // chunk * chunk
    if half == "one-way" or (half == "forward" and num_layers == 1):
        return list(range(first, step + 1))
    return list(range(step if half == "backward" and num_layers == 1 else first, length))
