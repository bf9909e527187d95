"""Awaits for a minute at the top of a cell."""

# goes into: a cell before the honest answer
# expects: anything

CODE = """
import asyncio
await asyncio.sleep(60)
"""
