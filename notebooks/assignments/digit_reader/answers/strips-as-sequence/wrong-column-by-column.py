"""Inside a strip the pixels stand column by column."""


def strips_as_sequence(images, width):
    n, height, columns = images.shape
    if columns % width:
        raise ValueError(f"width is {width}; wanted is a divisor of {columns}")
    strips = (images / 255).transpose(1, 2).reshape(n, -1, width, height)
    return strips.flip(1).flatten(2)
