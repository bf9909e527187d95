"""All images in one row of numbers."""


def strips_as_sequence(images, width):
    if images.shape[2] % width != 0:
        raise ValueError(f"width {width} does not divide {images.shape[2]} columns")
    strips = images.unfold(2, width, width).flip(2).transpose(1, 2)
    return strips.flatten().float().div(255)
