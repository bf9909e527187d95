"""The network of the digit reader: an LSTM that is trained to answer after every row."""

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from course_utils.checkpoints import load_checkpoint, save_checkpoint
from course_utils.datasets import Digits, as_rows
from course_utils.models import RowClassifier
from course_utils.runtime import seeded
from course_utils.training import evaluate, fit
from course_utils.widgets.centring import centred

EPOCHS = 4
CODE = Path(__file__)


class _EveryRow(nn.Module):
    """The logits of a classifier after each of the rows, (N, L, H_in) -> (N, L, classes)."""

    def __init__(self, classifier: RowClassifier):
        super().__init__()
        self.classifier = classifier

    def forward(self, rows: Tensor) -> Tensor:
        return self.classifier.head(self.classifier.rnn(rows)[0])


def _every_row_loss(logits: Tensor, labels: Tensor) -> Tensor:
    labels_of_rows = labels[:, None].expand(-1, logits.shape[1])
    return cross_entropy(logits.transpose(1, 2), labels_of_rows)


def trained(digits: Digits, epochs: int = EPOCHS) -> RowClassifier:
    """Train an LSTM of 64 units on centred digits to name the digit after every row.

    Source: the network that says what it knows of lesson 03, here for more epochs.
    """
    rows = centred_rows(digits.train_images)
    with seeded(0):
        classifier = RowClassifier()
    fit(_EveryRow(classifier), rows, digits.train_labels, epochs=epochs, loss_function=_every_row_loss)
    return classifier


def centred_rows(images: Tensor) -> Tensor:
    """Centre digits as the page centres what is drawn, uint8 (N, 28, 28) -> rows float32 (N, 28, 28)."""
    return as_rows(torch.stack([torch.from_numpy(centred(image)) for image in images.numpy()]))


def stored_or_trained(digits: Digits, checkpoint: Path) -> tuple[RowClassifier, float]:
    """Return the network and its accuracy after the last row on all test digits.

    Args:
        digits: what it is trained and tested on.
        checkpoint: where it is kept; taken from there if it is of these digits and newer than its code.
    """
    classifier = RowClassifier()
    if checkpoint.is_file() and checkpoint.stat().st_mtime > CODE.stat().st_mtime:
        facts = load_checkpoint(checkpoint, classifier)
        if facts["source"] == digits.source:
            return classifier, facts["accuracy"]
    classifier = trained(digits)
    accuracy = evaluate(classifier, centred_rows(digits.test_images), digits.test_labels).accuracy
    checkpoint.parent.mkdir(parents=True, exist_ok=True)
    save_checkpoint(checkpoint, classifier, source=digits.source, accuracy=accuracy)
    return classifier, accuracy
