"""The accuracy over all classes, repeated."""


def recall_per_class(logits, labels):
    return (logits.argmax(dim=1) == labels).float().mean().repeat(logits.shape[1])
