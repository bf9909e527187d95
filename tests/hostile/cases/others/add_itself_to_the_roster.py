"""Adds a student to the class."""

# goes into: a cell after the honest answer
# expects: full

with open("ARENA/class/roster.csv", "a") as roster:
    roster.write("eve,Eve,Eavesdropper,eve@example.org,\n")
