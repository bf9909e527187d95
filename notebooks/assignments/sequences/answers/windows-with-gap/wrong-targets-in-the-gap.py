"""Only the inputs of the training keep the gap; their targets stand in it, and behind it."""


def windows_with_gap(series, length, horizon, test_count, gap):
    inputs = series.unfold(0, length, 1)[: len(series) - length - horizon + 1]
    targets = series[length + horizon - 1 :]
    first_read = len(series) - test_count - length - horizon + 1
    kept = first_read - gap - length + 1
    return inputs[:kept], targets[:kept], inputs[-test_count:], targets[-test_count:]
