"""The live picture of a running training: a bar, the time left and the loss so far; gone when it is done."""

import os
import sys
import time
from collections.abc import Callable
from html import escape

import numpy as np
from tqdm import tqdm

SECONDS_BETWEEN_PICTURES = 0.25
WIDTH, HEIGHT, MOST_POINTS = 480, 90, 240
SVG_STYLE = "display: block; overflow: visible; color: var(--jp-ui-font-color1, currentColor)"


class Progress:
    """Shows how far a training is: in a notebook a bar over a curve of the loss, elsewhere a line of text.

    ``TQDM_DISABLE`` silences it, so that nothing of it is in stored output.

    Args:
        steps: how many there will be.
        read_losses: returns the loss of every step so far. It is called a few times a second only, because a
            look at numbers on a GPU waits for them.
    """

    def __init__(self, steps: int, read_losses: Callable[[], np.ndarray]):
        self._steps, self._read_losses = steps, read_losses
        self._done, self._postfix = 0, ""
        self._started = self._shown_at = time.perf_counter()
        self._handle, self._line = None, None

    def __enter__(self) -> "Progress":
        self._started = self._shown_at = time.perf_counter()
        silent = bool(os.environ.get("TQDM_DISABLE"))
        in_notebook = not silent and _in_notebook()
        self._show = self._show_picture if in_notebook else self._show_line
        if not in_notebook:
            options = {"desc": "training", "unit": "step", "leave": False, "mininterval": 0}
            self._line = tqdm(total=self._steps, disable=silent, file=sys.stderr, **options)
        return self

    def __exit__(self, *_) -> None:
        if self._line is not None:
            self._line.close()
        if self._handle is not None:
            self._handle.update(_html(""))

    def step(self) -> None:
        """Count one step."""
        self._done += 1
        now = time.perf_counter()
        if now - self._shown_at >= SECONDS_BETWEEN_PICTURES:
            self._shown_at = now
            self._show()

    def note(self, text: str) -> None:
        """Say something beside the bar from now on, such as the validation accuracy."""
        self._postfix = text

    def _show_line(self) -> None:
        if not self._line.disable:
            self._line.set_postfix_str(f"loss {self._read_losses()[-1]:.3f} {self._postfix}", refresh=False)
            self._line.update(self._done - self._line.n)

    def _show_picture(self) -> None:
        from IPython.display import display

        elapsed = time.perf_counter() - self._started
        options = {"unit": "step", "postfix": self._postfix, "ncols": 0}
        meter = tqdm.format_meter(self._done, self._steps, elapsed, **options)
        picture = _html(live_picture(self._read_losses(), self._steps, meter))
        if self._handle is None:
            self._handle = display(picture, display_id=True)
        else:
            self._handle.update(picture)


def live_picture(losses: np.ndarray, steps: int, meter: str) -> str:
    """Return HTML with a bar, the text beside it, and the curve of the loss so far over all steps to come.

    Shape:
        losses (done,), with ``done`` from 1 to ``steps``.
    """
    done, highest = len(losses), max(float(losses.max()), 1e-12)
    chosen = np.unique(np.linspace(0, done - 1, min(done, MOST_POINTS)).astype(int))
    points = " ".join(
        f"{WIDTH * (index + 1) / steps:.1f},{HEIGHT * (1 - losses[index] / highest):.1f}" for index in chosen
    )
    sentence = f"Loss of {done} of {steps} steps: {losses[0]:.3g} at first, {losses[-1]:.3g} now."
    return (
        f'<div><progress value="{done}" max="{steps}" aria-label="training"></progress> {escape(meter)}'
        f'<svg width="{WIDTH}" height="{HEIGHT + 20}" role="img" aria-label="{sentence}" style="{SVG_STYLE}">'
        f'<path d="M0 0V{HEIGHT}H{WIDTH}" fill="none" stroke="#767676"/>'
        f'<polyline points="{points}" fill="none" stroke="#CC79A7" stroke-width="1.5"/>'
        f'<text x="{WIDTH}" y="12" font-size="12" fill="currentColor" text-anchor="end">'
        f"loss, top: {highest:.3g}</text>"
        f'<text x="{WIDTH}" y="{HEIGHT + 16}" font-size="12" fill="currentColor" text-anchor="end">'
        f"step {done} of {steps}, loss {losses[-1]:.3g}</text></svg></div>"
    )


def _html(text: str):
    from IPython.display import HTML

    return HTML(text)


def _in_notebook() -> bool:
    """Tell a notebook's kernel from a terminal and from a script, which need not have IPython at all."""
    if "IPython" not in sys.modules:
        return False
    from IPython import get_ipython

    shell = get_ipython()
    return shell is not None and "IPKernelApp" in shell.config
