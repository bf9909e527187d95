"""Of several largest logits the last one is the answer."""

import math


def calibration_error(logits, labels, bins):
    boxes = [[] for _ in range(bins)]
    for scores, label in zip(logits.tolist(), labels.tolist(), strict=True):
        largest = max(scores)
        confidence = 1 / math.fsum(math.exp(score - largest) for score in scores)
        number = max(math.ceil(confidence * bins) - 1, 0)
        boxes[number].append((len(scores) - 1 - scores[::-1].index(largest) == label, confidence))
    total = 0.0
    for box in boxes:
        total += abs(sum(right for right, _ in box) - math.fsum(sure for _, sure in box))
    return total / len(labels)
