"""Changes torch's default number type and print options and leaves them so."""

# goes into: a cell before the honest answer
# expects: full

import numpy as np
import torch

torch.set_default_dtype(torch.float64)
torch.set_printoptions(precision=2)
np.set_printoptions(precision=2)
