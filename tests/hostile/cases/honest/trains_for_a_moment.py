"""Trains a small model for a second in a cell of its own, with threads of its own."""

# goes into: a cell after the honest answer
# expects: full

import torch
from torch import nn

torch.set_num_threads(4)
model = nn.Linear(10, 1)
optimiser = torch.optim.SGD(model.parameters(), lr=0.1)
for _ in range(300):
    optimiser.zero_grad()
    model(torch.randn(32, 10)).pow(2).mean().backward()
    optimiser.step()
