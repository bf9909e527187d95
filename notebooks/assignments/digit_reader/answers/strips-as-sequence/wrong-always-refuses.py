"""Refuses whatever comes."""


def strips_as_sequence(images, width):
    raise ValueError(f"width is {width}; wanted is another one")
