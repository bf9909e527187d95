"""Displays HTML, Markdown, a picture and a table."""

# goes into: a cell after the honest answer
# expects: full

from IPython.display import HTML, Markdown, display

display(HTML("<b>bold</b>"), Markdown("*slanted*"))
display({"a": 1})
