import torch

from course_utils.cells import lstm_cell


def peephole_step(x, state, weight_ih, weight_hh, peepholes, bias):
    """What a peephole sees is one more input of its gate: the course's own cell does the rest."""
    h, c = state
    p_i, p_f, p_o = (torch.diag(row) for row in peepholes)
    none = torch.zeros_like(p_i)

    def step(looks_at_c, looks_at_new, new_c):
        weights = torch.cat([weight_ih, torch.cat(looks_at_c), torch.cat(looks_at_new)], dim=1)
        return lstm_cell(torch.cat([x, c, new_c], dim=1), state, weights, weight_hh, bias)

    _, new_c = step([p_i, p_f, none, none], [none] * 4, torch.zeros_like(c))
    return step([p_i, p_f, none, none], [none, none, none, p_o], new_c)
