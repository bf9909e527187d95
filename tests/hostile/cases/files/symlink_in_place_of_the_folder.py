"""Hands in a link to a neighbour's whole folder in place of a folder of its own."""

# expects: refused


def make(folder, notebook, arena):
    folder.rmdir()
    folder.symlink_to(folder.with_name("nora"))
