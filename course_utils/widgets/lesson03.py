"""Widget of lesson 03: scrub through the rows of a digit and watch the belief of a network form."""

from html import escape

import ipywidgets
import numpy as np

from course_utils.widgets.belief import CLASSES, ROWS, belief_view, sentence
from course_utils.widgets.checks import checked_images, checked_probabilities, checked_shape, checked_whole
from course_utils.widgets.surprises import changes_of_mind, next_surprise, surprises

__all__ = ["BeliefExplorer", "belief_explorer", "belief_view"]

PLAY_MILLISECONDS = 400


def belief_explorer(images, labels, beliefs, sample: int = 0, row: int = ROWS) -> "BeliefExplorer":
    """Show the belief after each row of one of N digits, with sliders for the sample and the row.

    Args:
        images: pixels, 0 for paper to 255 for ink.
        labels: the true digits.
        beliefs: class probabilities after each row, as `inspection.belief_per_row` gives them.
        sample: the sample shown first, and after a reset.
        row: rows read at first, and after a reset, 0 to 28.

    Shape:
        images uint8 (N, 28, 28); labels (N,); beliefs (N, 28, 10).

    Raises:
        ValueError: an argument does not fit; the message names it.

    Source: see `belief_view`. Lesson 03.
    """
    return BeliefExplorer(images, labels, beliefs, sample, row)


class BeliefExplorer(ipywidgets.VBox):
    """The widget that `belief_explorer` makes.

    Attributes:
        sample: slider over the samples, row: slider over the rows read.
        play, surprise, reset: buttons.
        picture, readout: the SVG and the sentences below it, both made by `frame` from sample and row alone.
    """

    def __init__(self, images, labels, beliefs, sample: int = 0, row: int = ROWS):
        self._images = checked_images("images", images, ("N", ROWS, ROWS)).copy()
        count = len(self._images)
        self._beliefs = checked_probabilities("beliefs", beliefs, (count, ROWS, CLASSES)).copy()
        self._labels = _checked_labels(labels, count)
        self._start = checked_whole("sample", sample, count - 1), checked_whole("row", row, ROWS)
        self._surprises = surprises(self._beliefs, self._labels)
        self._make_controls()
        self._connect()
        self._refresh()
        super().__init__([*self._controls(), self.picture, self.readout], layout={"max_width": "840px"})

    def __repr__(self) -> str:
        """Return a text that is the same in every run; it also stands for the widget in a stored notebook."""
        return f"BeliefExplorer(samples={len(self._images)}, rows={ROWS})"

    def frame(self, sample: int, row: int) -> tuple[str, str]:
        """Return picture and readout, a function of the state alone."""
        image, beliefs, label = self._images[sample], self._beliefs[sample], int(self._labels[sample])
        sentences = [sentence(beliefs, row, label)]
        if row:
            sentences.append(_so_far(int(changes_of_mind(beliefs[:row]))))
        sentences += [found.reason for found in self._surprises if found.sample == sample]
        return belief_view(image, beliefs, row, label), _spoken(" ".join(sentences))

    def _controls(self) -> list[ipywidgets.HBox]:
        sliders, buttons = [self.sample, self.row], [self.play, self.surprise, self.reset]
        if len(self._images) == 1:  # nothing to choose from
            sliders.remove(self.sample)
            buttons.remove(self.surprise)
        wrapped = {"flex_flow": "row wrap"}
        return [
            ipywidgets.HBox(sliders, layout=wrapped),
            ipywidgets.HBox([*buttons, self._clock], layout=wrapped),
        ]

    def _make_controls(self) -> None:
        sample, row = self._start
        self.sample = _slider("Sample", sample, len(self._images) - 1)
        self.row = _slider("Rows read", row, ROWS)
        self.play = ipywidgets.Button(description="Play", tooltip="Read on, one row after the other")
        self.surprise = ipywidgets.Button(
            description="Surprise me",
            tooltip="Go to the most confident error, then to the most changes of mind",
            disabled=not self._surprises,
        )
        self.reset = ipywidgets.Button(description="Reset", tooltip="Back to the first view")
        # Play keeps the time only: its own buttons are icons without a name, so they stay hidden.
        self._clock = ipywidgets.Play(
            value=row, max=ROWS, interval=PLAY_MILLISECONDS, layout={"display": "none"}
        )
        self.picture, self.readout = ipywidgets.HTML(), ipywidgets.HTML()

    def _connect(self) -> None:
        ipywidgets.link((self._clock, "value"), (self.row, "value"))
        self._clock.observe(self._name_play_button, "playing")
        self.play.on_click(self._play_or_pause)
        self.surprise.on_click(self._surprise)
        self.reset.on_click(self._reset)
        for slider in (self.sample, self.row):
            slider.observe(self._refresh, "value")

    def _refresh(self, _change=None) -> None:
        self.picture.value, self.readout.value = self.frame(self.sample.value, self.row.value)

    def _play_or_pause(self, _button) -> None:
        self._clock.playing = not self._clock.playing

    def _name_play_button(self, _change) -> None:
        self.play.description = "Pause" if self._clock.playing else "Play"

    def _surprise(self, _button) -> None:
        self._jump(next_surprise(self._surprises, self.sample.value), ROWS)

    def _reset(self, _button) -> None:
        self._jump(*self._start)

    def _jump(self, sample: int, row: int) -> None:
        self._clock.playing = False
        # One picture for both changes, none of the new row and the old sample in between.
        with self.row.hold_trait_notifications():
            self.row.value = row
            self.sample.value = sample


def _slider(description: str, value: int, highest: int) -> ipywidgets.IntSlider:
    return ipywidgets.IntSlider(
        value=value,
        max=highest,
        description=description,
        style={"description_width": "75px"},
        layout={"flex": "1 1 320px", "width": "auto"},
    )


def _checked_labels(labels, count: int) -> np.ndarray:
    labels = checked_shape("labels", labels, (count,))
    return np.array([checked_whole("labels", label, CLASSES - 1) for label in labels])


def _so_far(changes: int) -> str:
    if changes == 0:
        return "It has not changed its mind so far."
    times = {1: "once", 2: "twice"}.get(changes, f"{changes} times")
    return f"It has changed its mind {times} so far."


def _spoken(text: str) -> str:
    return f'<p role="status" aria-live="polite" style="margin: 0; line-height: 1.5">{escape(text)}</p>'
