"""Every window is picked by the index of its target."""

import torch


def windows_with_gap(series, length, horizon, test_count, gap):
    total, span = len(series), length + horizon - 1
    first_read = total - test_count - span

    def pick(targets):
        inputs = [series[t - span : t - span + length] for t in targets]
        return torch.stack(inputs), torch.stack([series[t] for t in targets])

    return *pick(range(span, first_read - gap)), *pick(range(total - test_count, total))
