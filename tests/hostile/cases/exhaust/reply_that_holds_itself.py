"""Returns a list that holds itself, and a dictionary that does."""

# goes into: the answer
# expects: none


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    endless, mirror = [], {}
    endless.append(endless)
    mirror["self"] = mirror
    return endless, mirror
