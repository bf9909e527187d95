"""The target of a window is all that follows up to the horizon, not the value at the horizon."""


def windows_with_gap(series, length, horizon, test_count, gap):
    span = length + horizon
    first = len(series) - test_count - span + 1

    def cut(part):
        windows = part.unfold(0, span, 1)
        return windows[:, :length], windows[:, length:]

    return *cut(series[: first - gap]), *cut(series[first:])
