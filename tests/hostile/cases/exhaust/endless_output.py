"""Prints 100 MB."""

# goes into: a cell after the honest answer
# expects: full

for _ in range(1_000):
    print("x" * 100_000)
