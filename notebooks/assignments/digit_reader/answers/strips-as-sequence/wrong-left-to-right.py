"""The strips are read from left to right."""


def strips_as_sequence(images, width):
    n, height, columns = images.shape
    if columns % width:
        raise ValueError(f"width is {width}; wanted is a divisor of {columns}")
    strips = images.float().div(255).reshape(n, height, -1, width)
    return strips.transpose(1, 2).flatten(2)
