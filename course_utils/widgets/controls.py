"""The controls of an explorer, as data: what each is called, which values it takes, where it starts."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from course_utils.widgets.sheet import EMPTY, checked_drawing

DIGITS = 9  # after which those of a step such as 0.1, added up, are noise


@dataclass(frozen=True)
class Control:
    """A control and its first value.

    Attributes:
        kind: "slider", "choice", "switch" or "pad".
        label: what stands beside it.
        value: at first, and after "Reset".
        min: the lowest value of a slider, max: the highest, step: from one value to the next.
        unit: what is read out after the value of a slider.
        play: whether a button moves the slider on by itself.
        options: the pairs (what is shown, value) of a choice.
    """

    kind: str
    label: str
    value: object
    min: float | None = None
    max: float | None = None
    step: float | None = None
    unit: str = ""
    play: bool = False
    options: tuple[tuple[str, object], ...] = ()

    def __post_init__(self):
        object.__setattr__(self, "value", self.accept(self.label, self.value))

    def described(self, name: str) -> dict[str, object]:
        """Return all of it as plain data, with the name under which the view takes the value."""
        return {"name": name, **asdict(self)}

    def values(self) -> list:
        """Return every value that the control can have; those of a pad are without number, so it has none."""
        if self.kind == "slider":
            count = round((self.max - self.min) / self.step) + 1
            return [self._rounded(self.min + place * self.step) for place in range(count)]
        if self.kind == "choice":
            return [value for _, value in self.options]
        return [False, True] if self.kind == "switch" else []

    def accept(self, name: str, value: object) -> object:
        """Return a value that a browser or a person gave, in the type that the view takes.

        Raises:
            ValueError: the control cannot have this value; the message names ``name``.
        """
        if self.kind == "pad":
            return checked_drawing(name, value)
        if self.kind == "slider":
            return self._on_the_scale(name, value)
        if value not in self.values():
            wanted = ", ".join(map(repr, self.values()))
            raise ValueError(f"{name} is {value!r}; wanted is one of {wanted}")
        return value

    def _on_the_scale(self, name: str, value: object) -> float:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not (number and self.min <= round(value, DIGITS) <= self.max):
            raise ValueError(f"{name} is {value!r}; wanted is a number from {self.min:g} to {self.max:g}")
        return self._rounded(value)

    def _rounded(self, value: float) -> float:
        """Return a whole number where all of the slider's are, else one without noise in its digits."""
        return round(value) if isinstance(self.step, int) else round(float(value), DIGITS)


def slider(
    label: str, low: float, high: float, value: float, step: float = 1, *, unit: str = "", play: bool = False
) -> Control:
    """Return a slider from ``low`` to ``high``; its values are whole numbers where ``step`` is one.

    Raises:
        ValueError: ``value`` lies outside.
    """
    return Control("slider", label, value, low, high, step, unit, play)


def choice(label: str, options: Sequence, value: object) -> Control:
    """Return buttons to choose one of; an option is a value or a pair (what is shown, value).

    Raises:
        ValueError: ``value`` is none of them.
    """
    pairs = tuple(option if isinstance(option, tuple) else (str(option), option) for option in options)
    return Control("choice", label, value, options=pairs)


def switch(label: str, value: bool) -> Control:
    """Return a switch between off (False) and on (True)."""
    return Control("switch", label, value)


def pad(label: str) -> Control:
    """Return a sheet of 28 x 28 pixels to draw on by mouse, pen, finger or keys; its value are its bytes.

    A stroke appears at once while it is drawn, with soft edges as in MNIST; when the pen is lifted, the value
    changes. By keyboard: the arrow keys move the pen, Space puts it down or lifts it, Backspace takes the
    last stroke back, Delete clears the sheet.
    """
    return Control("pad", label, EMPTY)
