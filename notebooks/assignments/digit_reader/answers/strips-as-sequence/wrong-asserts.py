"""An assert is no check of arguments: it raises another error, and python -O leaves it out."""


def strips_as_sequence(images, width):
    assert images.shape[2] % width == 0, "width must divide the number of columns"
    strips = images.unfold(2, width, width).flip(2).transpose(1, 2)
    return strips.flatten(2).float() / 255
