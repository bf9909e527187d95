"""Calls quit(), which ends a kernel, before the answer."""

# goes into: a cell before the honest answer
# expects: anything

quit()
