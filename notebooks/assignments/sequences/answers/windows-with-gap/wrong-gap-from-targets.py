"""The gap is counted from the first test target, although the test inputs reach back before it."""


def windows_with_gap(series, length, horizon, test_count, gap):
    inputs = series.unfold(0, length, 1)[: len(series) - length - horizon + 1]
    targets = series[length + horizon - 1 :]
    kept = len(inputs) - test_count - gap
    return inputs[:kept], targets[:kept], inputs[-test_count:], targets[-test_count:]
