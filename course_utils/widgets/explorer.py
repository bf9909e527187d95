"""Controls around a pure view function: what every explorer of the course is made of."""

import math
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import NamedTuple

import ipywidgets

WRAPPED = {"flex_flow": "row wrap"}


class View(NamedTuple):
    """What a view function returns: a picture as SVG text, and the sentences that say what it shows.

    Called by itself at the end of a cell it shows the picture, with the sentences as its plain text.
    """

    picture: str
    sentence: str

    def __repr__(self) -> str:
        """Return the sentences."""
        return self.sentence

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, str]:
        # A stored image stands alone: it knows neither the theme's colours nor the width around it.
        on_paper = self.picture.replace('style="', 'style="background: #ffffff; ', 1)
        on_paper = on_paper.replace("width: 100%; max-width:", "width:", 1)
        return {"image/svg+xml": on_paper, "text/plain": self.sentence}


class Explorer(ipywidgets.VBox):
    """Controls, the picture that a view function draws of their values, and a spoken readout.

    Args:
        view: a function of the controls' values by name that returns a `View`, and depends on nothing else.
        controls: a control for each argument of ``view``, in order, as `slider`, `choice` and `switch` make.
        surprises: settings worth a look (values for some controls) and one sentence that says why, each.
        name: for the text that stands for the widget where it cannot be shown.

    Attributes:
        controls: as above; their first values are where "Reset" goes.
        picture: the SVG.
        readout: the sentences below it.
        surprise: the button that walks through the surprises; None where there are none.
        reset: the button back to the first values.

    Raises:
        ValueError: there are no controls, or a surprise sets one that does not exist.
    """

    def __init__(
        self,
        view: Callable[..., View],
        controls: Mapping[str, ipywidgets.ValueWidget],
        surprises: Sequence[tuple[Mapping[str, object], str]] = (),
        name: str = "Explorer",
    ):
        _check(controls, surprises)
        self._view, self._surprises, self._name = view, list(surprises), name
        self.controls = dict(controls)
        self._start = self.state
        self._next_surprise, self._remark, self._holding = 0, "", False
        self.picture, self.readout = ipywidgets.HTML(), ipywidgets.HTML()
        self._make_buttons()
        for control in self.controls.values():
            control.observe(self._on_change, "value")
        self._refresh()
        buttons = [button for button in (self.surprise, self.reset) if button]
        rows = [
            ipywidgets.HBox([*self.controls.values()], layout=WRAPPED),
            ipywidgets.HBox(buttons, layout=WRAPPED),
        ]
        super().__init__([*rows, self.picture, self.readout], layout={"max_width": "840px"})

    @property
    def state(self) -> dict[str, object]:
        """Return the value of every control by name."""
        return {name: control.value for name, control in self.controls.items()}

    def __repr__(self) -> str:
        """Return the name and the first values: the same text in every run."""
        return f"{self._name}({', '.join(f'{name}={value!r}' for name, value in self._start.items())})"

    def frame(self, **state: object) -> tuple[str, str]:
        """Return picture and readout for the values of all controls."""
        view = self._view(**state)
        return view.picture, spoken(view.sentence)

    def set(self, **values: object) -> None:
        """Give several controls new values and draw once."""
        self._holding = True
        try:
            for name, value in values.items():
                self.controls[name].value = value
        finally:
            self._holding = False
        self._refresh()

    def _make_buttons(self) -> None:
        self.reset = ipywidgets.Button(description="Reset", tooltip="Back to the first view")
        self.reset.on_click(self._on_reset)
        self.surprise = None
        if self._surprises:
            self.surprise = ipywidgets.Button(
                description="Surprise me", tooltip="Go to a setting worth a look"
            )
            self.surprise.on_click(self._on_surprise)

    def _on_change(self, change) -> None:
        if not self._holding and not _is_rounding(change["old"], change["new"]):
            self._remark = ""
            self._refresh()

    def _on_reset(self, _button) -> None:
        self._remark = ""
        self.set(**self._start)

    def _on_surprise(self, _button) -> None:
        values, self._remark = self._surprises[self._next_surprise]
        self._next_surprise = (self._next_surprise + 1) % len(self._surprises)
        self.set(**{**self._start, **values})

    def _refresh(self) -> None:
        view = self._view(**self.state)
        self.picture.value = view.picture
        self.readout.value = spoken(f"{self._remark} {view.sentence}".strip())


def slider(
    label: str, low: float, high: float, value: float, step: float = 1
) -> ipywidgets.IntSlider | ipywidgets.FloatSlider:
    """Return a slider from ``low`` to ``high``: over whole numbers when all of its numbers are whole."""
    whole = all(isinstance(number, int) for number in (low, high, value, step))
    kind = ipywidgets.IntSlider if whole else ipywidgets.FloatSlider
    return kind(
        value=value,
        min=low,
        max=high,
        step=step,
        description=label,
        style={"description_width": "initial"},
        layout={"flex": "0 1 400px", "width": "auto"},
    )


def choice(label: str, options: Sequence, value: object) -> ipywidgets.ToggleButtons:
    """Return buttons to choose one of; an option is a value or a pair (what is shown, value).

    No list that opens: JupyterLab takes the arrow keys away from it.
    """
    return ipywidgets.ToggleButtons(
        options=options,
        value=value,
        description=label,
        style={"description_width": "initial", "button_width": "auto"},
    )


def switch(label: str, value: bool) -> ipywidgets.Checkbox:
    """Return a switch between off (False) and on (True)."""
    return ipywidgets.Checkbox(value=value, description=label, indent=False)


def spoken(text: str) -> str:
    """Return a paragraph that screen readers read out when it changes."""
    return f'<p role="status" aria-live="polite" style="margin: 0; line-height: 1.5">{escape(text)}</p>'


def _is_rounding(old: object, new: object) -> bool:
    """Tell whether a browser has only sent a number back in its own rounding, 0.1 as 0.10000000000000009."""
    return isinstance(old, float) and isinstance(new, float) and math.isclose(old, new, abs_tol=1e-9)


def _check(controls: Mapping, surprises: Sequence) -> None:
    if not controls:
        raise ValueError("controls is empty; wanted is one control at least")
    for values, _ in surprises:
        if unknown := set(values) - set(controls):
            raise ValueError(
                f"surprises sets {', '.join(sorted(unknown))}; wanted are names among {', '.join(controls)}"
            )
