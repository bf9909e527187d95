"""Hands in a symbolic link to another student's notebook."""

# expects: refused

from tests.hostile.making import NAME


def make(folder, notebook, arena):
    (folder / NAME).symlink_to(folder.with_name("nora") / NAME)
