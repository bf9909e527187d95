"""Trains nothing and keeps nothing."""

from pathlib import Path


def train_reader(images, labels):
    return "classifier.pt"


Path("classifier.pt").unlink(missing_ok=True)
