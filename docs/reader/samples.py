"""The digits that the reader puts on its sheet: found among test digits by what the network says."""

from typing import NamedTuple

import numpy as np

from course_utils.datasets import Digits
from course_utils.inspection import belief_per_row
from course_utils.models import RowClassifier
from course_utils.widgets.surprises import surprises
from docs.reader.network import centred_rows

SEARCHED = 200
INVITATION = "A test digit, a 3. Make it an 8, or clear the sheet and draw your own."


class Sample(NamedTuple):
    """A digit, the number of rows after which it is shown first, and a remark on it."""

    image: np.ndarray
    row: int
    remark: str


def samples(classifier: RowClassifier, digits: Digits) -> list[Sample]:
    """Find the 3 that the network is surest of, and the surprises, all among the first 200 test digits."""
    images, labels = digits.test_images[:SEARCHED], digits.test_labels[:SEARCHED].numpy()
    beliefs = belief_per_row(classifier, centred_rows(images)).numpy()
    belief_in_3 = np.where(labels == 3, beliefs[:, -1, 3], 0)
    found = [(int(belief_in_3.argmax()), beliefs.shape[1], INVITATION)]
    for sample, row, reason in surprises(beliefs, labels):
        found.append((sample, row, f"A test digit, {_with_article(labels[sample])}. {reason}"))
    return [Sample(images[sample].numpy(), row, remark) for sample, row, remark in found]


def _with_article(digit: int) -> str:
    return f"{'an' if digit == 8 else 'a'} {digit}"
