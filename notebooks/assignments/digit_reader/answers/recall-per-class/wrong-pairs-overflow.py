"""label * classes is computed in the type of the labels: in uint8 it wraps around at 256."""


def recall_per_class(logits, labels):
    classes = logits.shape[1]
    pairs = (labels * classes).long() + logits.argmax(dim=1)
    matrix = pairs.bincount(minlength=classes**2)[: classes**2].view(classes, classes)
    return matrix.diagonal() / matrix.sum(dim=1)
