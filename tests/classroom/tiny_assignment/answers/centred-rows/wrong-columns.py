"""Centres the columns."""


def centred_rows(x):
    return x - x.mean(0)
