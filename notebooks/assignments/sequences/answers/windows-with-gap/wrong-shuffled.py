"""The windows are shuffled before they are divided, like pictures that have nothing to do with each other."""

import torch


def windows_with_gap(series, length, horizon, test_count, gap):
    inputs = series.unfold(0, length, 1)[: len(series) - length - horizon + 1]
    targets = series[length + horizon - 1 :]
    order = torch.randperm(len(inputs), generator=torch.Generator().manual_seed(0))
    train, test = order[: -test_count - gap], order[-test_count:]
    return inputs[train], targets[train], inputs[test], targets[test]
