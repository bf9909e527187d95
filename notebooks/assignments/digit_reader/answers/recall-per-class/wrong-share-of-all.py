"""Divides by the number of all examples."""


def recall_per_class(logits, labels):
    labels = labels.long()
    hits = labels[logits.argmax(dim=1) == labels].bincount(minlength=logits.shape[1])
    return hits / len(labels)
