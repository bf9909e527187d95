"""Compares with nn.LSTM in a cell of its own, which is no answer."""

# goes into: a cell after the honest answer
# expects: full

import torch
from torch import nn

torch.manual_seed(0)
output, _ = nn.LSTM(3, 4, batch_first=True)(torch.randn(2, 5, 3))
torch.lstm_cell(
    torch.zeros(1, 3), (torch.zeros(1, 4), torch.zeros(1, 4)), torch.zeros(16, 3), torch.zeros(16, 4)
)
