"""In one layer the last chunk is taken to be as long as the others."""


def reach(length, num_layers, half, chunk, step):
    begin = step // chunk * chunk
    end = begin + chunk if num_layers == 1 else min(begin + chunk, length)
    steps = range(begin, end)
    known = {t: {t} for t in steps}
    for _ in range(num_layers):
        forward = {t: set().union(*(known[s] for s in steps if s <= t)) for t in steps}
        backward = {t: set().union(*(known[s] for s in steps if s >= t)) for t in steps}
        both = {t: forward[t] | backward[t] for t in steps}
        known = forward if half == "one-way" else both
    return sorted({"forward": forward, "backward": backward}.get(half, known)[step])
