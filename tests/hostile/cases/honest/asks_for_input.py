"""Asks for a name with input(), to which nobody answers."""

# goes into: a cell before the honest answer
# expects: full

name = input("Your name: ")
