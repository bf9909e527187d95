"""The sizes of MNIST stand in the code."""


def strips_as_sequence(images, width):
    n, height, columns = images.shape
    if columns % width:
        raise ValueError(f"width is {width}; wanted is a divisor of {columns}")
    strips = (images / 255).reshape(n, 28, 28 // width, width)
    return strips.transpose(1, 2).flip(1).flatten(2)
