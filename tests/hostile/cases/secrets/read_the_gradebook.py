"""Reads every text in the gradebook through sqlite3."""

# goes into: a cell after the honest answer
# expects: full

import sqlite3

book = sqlite3.connect("file:ARENA/class/gradebook.db?mode=ro", uri=True)
raise RuntimeError("\n".join(book.iterdump()))
