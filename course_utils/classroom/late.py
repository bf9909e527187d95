"""The penalty for late submissions, as a plugin of nbgrader. nbgrader_config.py of a class names it."""

from nbgrader.plugins import LateSubmissionPlugin
from traitlets import Enum, Float

from course_utils.classroom.lateness import lost_share


class LatePolicy(LateSubmissionPlugin):
    """No penalty, no points, or a share of the points for every day begun, after a time of grace."""

    policy = Enum(("none", "zero", "percent"), default_value="none", help="how points are taken").tag(
        config=True
    )
    percent_per_day = Float(10.0, min=0.0, max=100.0, help="for every day begun").tag(config=True)
    grace_minutes = Float(0.0, min=0.0, help="minutes that nothing is taken for").tag(config=True)

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """Return the points to take away; None where there is nothing to take.

        Args:
            student_id: whose submission it is.
            score: its points.
            total_seconds_late: seconds after the deadline.
        """
        late = {name: getattr(self, name) for name in ("policy", "percent_per_day", "grace_minutes")}
        return score * lost_share(late, total_seconds_late) or None
