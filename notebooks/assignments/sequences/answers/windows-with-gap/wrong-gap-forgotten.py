"""No gap is left: the training ends right before the first value that the test reads."""


def windows_with_gap(series, length, horizon, test_count, gap):
    span = length + horizon
    first = len(series) - test_count - span + 1

    def cut(part):
        windows = part.unfold(0, span, 1)
        return windows[:, :length], windows[:, -1]

    return *cut(series[:first]), *cut(series[first:])
