"""Alt text of figures: kept with the axes, and stored with the picture in a notebook.

A plotting function gives each of its axes a label (``Axes.set_label``), a sentence written from the data.
matplotlib draws no such label; here it becomes the alt text of the whole figure.
"""

from io import BytesIO

import matplotlib
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image

from course_utils.html_image import html_image


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
    """Let the running notebook show each figure with its alt text, and its title as the figure's plain text.

    The alt text is stored with the PNG. As JupyterLab does not read it there, the picture is stored as an
    HTML image too, which JupyterLab prefers. Outside IPython nothing happens.
    """
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None:
        return
    plt.switch_backend(matplotlib.get_backend())  # loaded later, it would put its own formatters over ours
    shell.display_formatter.ipython_display_formatter.for_type(Figure, _display)


def _display(figure: Figure) -> None:
    from IPython.core.pylabtools import print_figure
    from IPython.display import display

    picture = print_figure(figure, fmt="png")
    words, shown = alt_text(figure), {"text/plain": f"Figure: {title(figure)}"}
    if picture is not None:  # as it is of an empty figure
        shown["image/png"] = _with_fewer_colours(picture)
        if words:
            shown["text/html"] = html_image("image/png", shown["image/png"], words)
    display(shown, raw=True, metadata={"image/png": {"alt": words}})


def _with_fewer_colours(picture: bytes) -> bytes:
    """Store a PNG with a palette of 256 colours: no visible difference at 40 % of the size."""
    image = Image.open(BytesIO(picture)).convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE)
    smaller = BytesIO()
    image.save(smaller, "png", optimize=True)
    return smaller.getvalue()
