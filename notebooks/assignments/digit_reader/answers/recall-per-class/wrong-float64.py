"""Right, but in float64."""


def recall_per_class(logits, labels):
    classes, labels = logits.shape[1], labels.long()
    hits = labels[logits.argmax(dim=1) == labels].bincount(minlength=classes)
    return hits.double() / labels.bincount(minlength=classes)
