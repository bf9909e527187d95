"""A button that moves a slider on by itself."""

import ipywidgets

PLAY_MILLISECONDS = 400


class Player(ipywidgets.HBox):
    """A button "Play" that moves a slider to its end, a step at a time; while it moves, the button pauses it.

    Args:
        slider: over whole numbers.

    Attributes:
        button: the button.
        clock: what keeps the time, in the browser.
    """

    def __init__(self, slider: ipywidgets.IntSlider):
        self.button = ipywidgets.Button(description="Play", tooltip="Read on, one row after the other")
        # The clock's own buttons are icons without a name, so they stay hidden.
        hidden = {"display": "none"}
        self.clock = ipywidgets.Play(
            value=slider.value, min=slider.min, max=slider.max, interval=PLAY_MILLISECONDS, layout=hidden
        )
        ipywidgets.link((self.clock, "value"), (slider, "value"))
        self.button.on_click(self._play_or_pause)
        self.clock.observe(self._name_button, "playing")
        super().__init__([self.button, self.clock])

    def stop(self) -> None:
        """Stand still."""
        self.clock.playing = False

    def _play_or_pause(self, _button) -> None:
        self.clock.playing = not self.clock.playing

    def _name_button(self, _change) -> None:
        self.button.description = "Pause" if self.clock.playing else "Play"
