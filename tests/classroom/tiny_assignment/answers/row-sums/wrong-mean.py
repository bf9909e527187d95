"""Takes the mean."""


def row_sums(x):
    return x.mean(-1)
