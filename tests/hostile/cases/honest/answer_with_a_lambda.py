"""The whole step as one expression."""

# goes into: the answer
# expects: full

import torch

gates = lambda x, h, w, u, b: (x @ w.T + h @ u.T + b).chunk(4, dim=1)  # noqa: E731
memory = lambda c, p, i, f, g, o: (f + p[1] * c).sigmoid() * c + (i + p[0] * c).sigmoid() * g.tanh()  # noqa: E731
shown = lambda c, p, o: ((o + p[2] * c).sigmoid() * c.tanh(), c)  # noqa: E731
peephole_step = lambda x, s, w, u, p, b: shown(  # noqa: E731
    memory(s[1], p, *gates(x, s[0], w, u, b)), p, gates(x, s[0], w, u, b)[3]
)
assert torch
