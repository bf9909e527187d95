from torch.nn.functional import one_hot


def recall_per_class(logits, labels):
    """Sums over one-hot columns in float64; 0 / 0 is nan."""
    classes = logits.shape[1]
    true = one_hot(labels.long(), classes).double()
    said = one_hot(logits.argmax(dim=1), classes).double()
    return ((true * said).sum(dim=0) / true.sum(dim=0)).float()
