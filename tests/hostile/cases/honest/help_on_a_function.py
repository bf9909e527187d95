"""Asks for help with a question mark, and with help()."""

# goes into: a cell after the honest answer
# expects: full

CODE = """
?print
help(len)
torch.sigmoid?
"""
