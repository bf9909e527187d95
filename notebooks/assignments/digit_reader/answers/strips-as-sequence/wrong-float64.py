"""The numbers are float64, which no network of the course takes."""


def strips_as_sequence(images, width):
    n, height, columns = images.shape
    if columns % width:
        raise ValueError(f"width is {width}; wanted is a divisor of {columns}")
    strips = (images.double() / 255).reshape(n, height, -1, width)
    return strips.transpose(1, 2).flip(1).flatten(2)
