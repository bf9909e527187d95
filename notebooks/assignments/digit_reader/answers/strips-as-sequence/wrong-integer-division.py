"""Whole numbers: everything but pure white becomes 0."""


def strips_as_sequence(images, width):
    n, height, columns = images.shape
    if columns % width:
        raise ValueError(f"width is {width}; wanted is a divisor of {columns}")
    strips = (images // 255).float().reshape(n, height, -1, width)
    return strips.transpose(1, 2).flip(1).flatten(2)
