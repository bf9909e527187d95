"""Returns its argument."""


def centred_rows(x):
    return x
