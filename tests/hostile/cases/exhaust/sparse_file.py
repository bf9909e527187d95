"""Makes a file that claims a terabyte and holds nothing."""

# goes into: a cell after the honest answer
# expects: full

with open("sparse", "wb") as file:
    file.truncate(2**40)
