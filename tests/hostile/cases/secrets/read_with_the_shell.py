"""Reads the roster with a shell command in a cell."""

# goes into: a cell after the honest answer
# expects: full

CODE = """
lines = !cat ARENA/class/roster.csv
raise RuntimeError(lines)
"""
