"""Leaves gradients switched off in a cell before the answer, as one does for a faster evaluation."""

# goes into: a cell before the honest answer
# expects: full

import torch

torch.set_grad_enabled(False)
