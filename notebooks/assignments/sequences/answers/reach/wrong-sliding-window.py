"""Detaching every few steps is taken for a window that slides along with the step."""


def reach(length, num_layers, half, chunk, step):
    first, last = max(0, step - chunk + 1), min(length, step + chunk)
    if half == "one-way" or (half == "forward" and num_layers == 1):
        return list(range(first, step + 1))
    return list(range(step if half == "backward" and num_layers == 1 else first, last))
