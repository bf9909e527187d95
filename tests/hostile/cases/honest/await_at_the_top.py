"""Awaits at the top of a cell."""

# goes into: a cell before the honest answer
# expects: full

CODE = """
import asyncio
await asyncio.sleep(0.01)
async def double(value):
    return 2 * value
four = await double(2)
"""
