"""Reads all cells that the kernel has run so far from IPython's history."""

# goes into: a cell after the honest answer
# expects: full

from IPython import get_ipython

raise RuntimeError("\n".join(get_ipython().user_ns["In"]))
