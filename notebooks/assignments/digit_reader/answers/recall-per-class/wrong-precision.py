"""Precision: the columns of the confusion matrix are summed, not its rows."""


def recall_per_class(logits, labels):
    classes = logits.shape[1]
    pairs = labels.long() * classes + logits.argmax(dim=1)
    matrix = pairs.bincount(minlength=classes**2).view(classes, classes)
    return matrix.diagonal() / matrix.sum(dim=0)
