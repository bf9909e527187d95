"""Intake: files of strangers become submissions; only a limited process ever reads them.

``collecting`` is the way in. The package itself imports nothing, for the limited process starts through it.
"""
