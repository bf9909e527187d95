"""Takes 3 GB in a cell and keeps it."""

# goes into: a cell before the honest answer
# expects: anything

taken = [bytearray(b"x" * 2**26) for _ in range(45)]
