"""Uses the magics that notebooks often have."""

# goes into: a cell after the honest answer
# expects: full

CODE = """
%matplotlib inline
%load_ext autoreload
%autoreload 2
%config InlineBackend.figure_format = "retina"
%timeit -n 1 -r 1 peephole_step
%time peephole_step
%who
"""
