"""Has a cell before the answer that uses a name which does not exist yet."""

# goes into: a cell before the honest answer
# expects: full

print(peephole_step)  # noqa: F821
