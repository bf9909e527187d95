"""Asks with getpass, to which nobody answers."""

# goes into: a cell before the honest answer
# expects: full

import getpass

getpass.getpass()
