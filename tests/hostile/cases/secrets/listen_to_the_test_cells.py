"""Has every later cell shown before it runs, hidden tests among them."""

# goes into: a cell before the honest answer
# expects: full

from IPython import get_ipython

get_ipython().events.register("pre_run_cell", lambda info: print(info.raw_cell))
