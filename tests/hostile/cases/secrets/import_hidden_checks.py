"""Imports the module with the hidden checks and shows its source in an error message."""

# goes into: a cell after the honest answer
# expects: full

import inspect

import hidden_checks

raise RuntimeError(inspect.getsource(hidden_checks))
