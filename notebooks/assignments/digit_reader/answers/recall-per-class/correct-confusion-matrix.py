def recall_per_class(logits, labels):
    """The diagonal of the confusion matrix over the sums of its rows."""
    classes = logits.shape[1]
    pairs = labels.long() * classes + logits.argmax(dim=1)
    matrix = pairs.bincount(minlength=classes**2).view(classes, classes)
    return matrix.diagonal() / matrix.sum(dim=1)
