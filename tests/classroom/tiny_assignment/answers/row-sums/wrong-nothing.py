"""Returns nothing."""


def row_sums(x):
    x.sum(-1)
