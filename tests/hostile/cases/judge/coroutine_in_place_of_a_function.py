"""Is a coroutine: calling it returns something that nobody waits for."""

# goes into: the answer
# expects: none


async def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    return state
