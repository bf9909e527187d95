"""All windows are cut first and divided afterwards: training windows hold values of the test."""


def windows_with_gap(series, length, horizon, test_count, gap):
    inputs = series.unfold(0, length, 1)[: len(series) - length - horizon + 1]
    targets = series[length + horizon - 1 :]
    return inputs[:-test_count], targets[:-test_count], inputs[-test_count:], targets[-test_count:]
