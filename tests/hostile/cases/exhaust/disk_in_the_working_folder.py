"""Writes 200 MB into its working folder."""

# goes into: a cell after the honest answer
# expects: full

with open("large", "wb") as file:
    for _ in range(200):
        file.write(bytes(1_000_000))
