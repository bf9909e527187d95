"""The halves are taken to stay apart in all layers, as if the upper ones read their own half only."""


def reach(length, num_layers, half, chunk, step):
    first = step // chunk * chunk
    last = min(first + chunk, length)
    if half in ("one-way", "forward"):
        return list(range(first, step + 1))
    return list(range(step if half == "backward" else first, last))
