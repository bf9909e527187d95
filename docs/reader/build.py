"""Write the files of the digit reader: `python -m docs.reader.build FOLDER`."""

import argparse
import base64
import json
import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from torch import nn

from course_utils.datasets import load_digits
from course_utils.root import course_root
from course_utils.widgets import browser_code
from docs.reader.network import stored_or_trained
from docs.reader.samples import Sample, samples

HERE = Path(__file__).parent
PARTS = ("elements.js", "pad.js", "controls.js", "player.js")
OWN_PARTS = ("words.js", "lstm.js", "centring.js", "picture.js", "digit-reader.js")
SCRIPTS = ("digit-reader-network.js", "digit-reader.js")
STYLES = "digit-reader.css"
CHECKPOINT = Path("build", "reader", "network.pt")
PLACE = (
    '<div class="rnn-digit-reader"><noscript>With JavaScript you can draw a digit here and watch an LSTM '
    "read it, row by row.</noscript></div>"
)


def write(static_folder: str | os.PathLike) -> None:
    """Write `SCRIPTS`, to be loaded in this order, and `STYLES`; each `PLACE` of a page becomes a reader.

    The network is trained on the digits at hand in about 30 seconds, or taken from ``build/reader``.

    Args:
        static_folder: where the files go; it is made where it is missing.
    """
    folder = Path(static_folder)
    folder.mkdir(parents=True, exist_ok=True)
    digits = load_digits()
    classifier, accuracy = stored_or_trained(digits, course_root() / CHECKPOINT)
    said = caption(classifier, accuracy, len(digits.test_labels), digits.source)
    content = network_script(classifier, samples(classifier, digits), said)
    for name, text in zip((*SCRIPTS, STYLES), (content, reader_script(), styles()), strict=True):
        (folder / name).write_text(text, "utf-8")


def caption(classifier: nn.Module, accuracy: float, tested: int, source: str) -> str:
    """Return what the reader says about its network."""
    count = sum(parameter.numel() for parameter in classifier.parameters())
    digits = "of MNIST" if source == "MNIST" else "that stand in for MNIST here"
    return (
        f"An LSTM of {count:,} numbers reads your digit row by row, in this page; nothing is sent. "
        f"Of {tested:,} test digits {digits}, it reads {accuracy:.1%} right.".replace("%", " %")
    )


def network_script(classifier: nn.Module, shown: Iterable[Sample], said: str) -> str:
    """Return the script that gives a page ``rnnDigitReaderNetwork``: the network, its samples, its caption.

    Args:
        classifier: its parameters are written by their names, with shape and little-endian float32 numbers.
        shown: what the reader puts on its sheet, the first of them at first.
        said: the caption.
    """
    parameters = {
        name: {"shape": list(value.shape), "float32": _base64(value.cpu().numpy().astype("<f4"))}
        for name, value in classifier.state_dict().items()
    }
    pictures = [{**sample._asdict(), "image": _base64(sample.image)} for sample in shown]
    content = {"caption": said, "parameters": parameters, "samples": pictures}
    return f"window.rnnDigitReaderNetwork = {json.dumps(content, ensure_ascii=False, indent=1)};\n"


def _base64(array: np.ndarray) -> str:
    return base64.b64encode(array.tobytes()).decode("ascii")


def reader_script() -> str:
    """Return the script of the reader; what it computes with can be called as ``rnnDigitReader.beliefs``."""
    files = [*(browser_code.FOLDER / name for name in PARTS), *(HERE / name for name in OWN_PARTS)]
    names = ["beliefs", "parametersOf", "centred", "sentence"]
    return browser_code.script(files, "rnnDigitReader", names)


def styles() -> str:
    """Return the style sheet of the reader, with that of the sheet and the controls."""
    return browser_code.styles() + "\n" + (HERE / STYLES).read_text("utf-8")


def main() -> None:
    """Read the folder from the command line and write the files there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    write(parser.parse_args().folder)


if __name__ == "__main__":
    main()
