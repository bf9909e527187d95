"""Has a stray cell that stops with an error."""

# goes into: a cell after the honest answer
# expects: full

1 / 0  # noqa: B018
