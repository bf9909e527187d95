"""Times a whole cell before the answer."""

# goes into: a cell before the honest answer
# expects: full

CODE = """
%%time
import torch
total = torch.ones(100).sum()
"""
