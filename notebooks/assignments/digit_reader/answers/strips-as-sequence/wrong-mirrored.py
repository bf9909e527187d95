"""The whole image is mirrored, the columns inside a strip too."""


def strips_as_sequence(images, width):
    n, height, columns = images.shape
    if columns % width:
        raise ValueError(f"width is {width}; wanted is a divisor of {columns}")
    strips = (images.flip(2) / 255).reshape(n, height, -1, width)
    return strips.transpose(1, 2).flatten(2)
