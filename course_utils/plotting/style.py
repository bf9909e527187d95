"""The look of every figure: one style, colours with a fixed meaning, and what the figures share."""

from pathlib import Path

import matplotlib.pyplot as plt

# Okabe and Ito (2008), distinguishable with the common forms of colour blindness; the gates after Tol (2021).
COLOURS = {
    "input": "#555555",
    "hidden": "#0072B2",
    "cell": "#D55E00",
    "truth": "#009E73",
    "prediction": "#CC79A7",
    "other": "#999999",
    "gate_i": "#228833",
    "gate_f": "#AA3377",
    "gate_g": "#B8860B",
    "gate_o": "#4477AA",
}
CURVE_STYLES = (("hidden", "o"), ("cell", "s"), ("truth", "^"))
LEVEL_STYLE = {"color": COLOURS["input"], "linestyle": "--", "linewidth": 1}


def use_style() -> None:
    """Apply the course's style to all figures that are made from now on."""
    plt.style.use(Path(__file__).with_name("course.mplstyle"))


def same_length(**arrays) -> None:
    """Refuse arrays of different lengths, and empty ones.

    Raises:
        ValueError: with the length of each.
    """
    lengths = {name: len(array) for name, array in arrays.items()}
    if len(set(lengths.values())) > 1 or 0 in lengths.values():
        came = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise ValueError(f"lengths are {came}; wanted is the same for all, at least 1")
