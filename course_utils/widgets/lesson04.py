"""Widget of lesson 04: how long a warm-up, how far ahead, how much noise, which frequency."""

from functools import partial

from course_utils.models import SineForecaster
from course_utils.widgets.controls import slider
from course_utils.widgets.explorer import Explorer
from course_utils.widgets.forecast_view import forecast_view

__all__ = ["forecast_player", "forecast_view"]

SURPRISES = (
    ({"warm_up": 1}, "One value: is the wave rising or falling? The network cannot know."),
    ({"warm_up": 4}, "Four values are enough for the formula, but not for the network."),
    ({"frequency": 1.2}, "The network falls back on the wave that it was trained on."),
    ({"noise": 0.1}, "Noise on the values read spoils the formula far more than the network."),
)


def forecast_player(network: SineForecaster) -> Explorer:
    """Show forecasts of a trained network beside the truth and a fitted formula.

    Args:
        network: as lesson 04 trains it. Lesson 04.
    """
    controls = {
        "warm_up": slider("values read", 1, 40, 20),
        "horizon": slider("steps ahead", 10, 100, 60),
        "noise": slider("noise, standard deviation", 0.0, 0.3, 0.0, 0.02),
        "frequency": slider("frequency", 0.5, 2.0, 1.0, 0.1, unit="times that in training"),
    }
    return Explorer(partial(forecast_view, network), controls, SURPRISES, title="Forecasts of one wave")
