"""Has a thread, started before the call, run the forbidden cell while the call waits for it."""

# goes into: the answer
# expects: none

from concurrent.futures import ThreadPoolExecutor

import torch

pool = ThreadPoolExecutor(1)
cell = torch._VF.lstm_cell


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    h, c = state
    p_i, p_f, p_o = map(torch.diag, peepholes)
    none = torch.zeros_like(p_i)
    sees_old, sees_new = torch.cat([p_i, p_f, none, none]), torch.cat([none, none, none, p_o])
    wide = torch.cat([weight_ih, sees_old, sees_new], 1)
    new = pool.submit(cell, torch.cat([x, c, 0 * c], 1), (h, c), wide, weight_hh, bias).result(10)[1]
    return pool.submit(cell, torch.cat([x, c, new], 1), (h, c), wide, weight_hh, bias).result(10)[0], new
