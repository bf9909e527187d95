"""All windows are cut, and each is kept only if it lies wholly on one side of the gap."""


def windows_with_gap(series, length, horizon, test_count, gap):
    inputs = series.unfold(0, length, 1)[: len(series) - length - horizon + 1]
    targets = series[length + horizon - 1 :]
    test_starts = len(inputs) - test_count
    kept = test_starts - gap - (length + horizon - 1)
    return inputs[:kept], targets[:kept], inputs[test_starts:], targets[test_starts:]
