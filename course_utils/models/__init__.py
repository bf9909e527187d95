"""The networks of the course, as torch modules with batch_first=True."""

from course_utils.models.read_outs import READ_OUTS
from course_utils.models.row_classifier import RowClassifier
from course_utils.models.sine_forecaster import SineForecaster

__all__ = ["READ_OUTS", "RowClassifier", "SineForecaster"]
