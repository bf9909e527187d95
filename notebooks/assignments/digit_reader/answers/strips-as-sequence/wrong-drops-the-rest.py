"""A width that does not divide is taken: the columns that are left over are dropped without a word."""


def strips_as_sequence(images, width):
    count = images.shape[2] // width
    strips = [images[:, :, i * width : (i + 1) * width].flatten(1) / 255 for i in reversed(range(count))]
    import torch

    return torch.stack(strips, dim=1)
