"""A bidirectional layer is taken to know everything, whichever half is read."""


def reach(length, num_layers, half, chunk, step):
    first = step // chunk * chunk
    last = step + 1 if half == "one-way" else min(first + chunk, length)
    return list(range(first, last))
