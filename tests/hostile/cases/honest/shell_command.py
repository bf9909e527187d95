"""Asks the shell for versions, and pip for a package that is there."""

# goes into: a cell after the honest answer
# expects: full

CODE = """
!python --version
!pip list
%pip --version
"""
