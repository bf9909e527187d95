"""Stops and closes the event loop of its process, which a kernel answers with."""

# goes into: a cell after the honest answer
# expects: anything

import asyncio

loop = asyncio.get_event_loop()
loop.call_soon(loop.stop)
loop._closed = True
