"""Displays 50 pieces of HTML of 1 MB each."""

# goes into: a cell after the honest answer
# expects: full

from IPython.display import HTML, display

for _ in range(50):
    display(HTML("<b>" + "z" * 1_000_000 + "</b>"))
