"""The test is cut from the last values alone, so that the first of them are never forecast."""


def windows_with_gap(series, length, horizon, test_count, gap):
    def cut(part):
        windows = part.unfold(0, length + horizon, 1)
        return windows[:, :length], windows[:, -1]

    first = len(series) - test_count
    if test_count < length + horizon:
        return *cut(series[: first - gap]), series[:0], series[:0]
    return *cut(series[: first - gap]), *cut(series[first:])
