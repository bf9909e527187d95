"""The horizon is counted from the end of the window as if the next value were 0 steps ahead."""


def windows_with_gap(series, length, horizon, test_count, gap):
    span = length + horizon + 1
    first = len(series) - test_count - span + 1

    def cut(part):
        windows = part.unfold(0, span, 1)
        return windows[:, :length], windows[:, -1]

    return *cut(series[: first - gap]), *cut(series[first:])
