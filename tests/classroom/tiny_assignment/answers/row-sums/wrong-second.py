"""Sums over dimension 1, which is the last one of a matrix only."""


def row_sums(x):
    return x.sum(1)
