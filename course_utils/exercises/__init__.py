"""Checks of the exercises: what the learner wrote is compared with torch, scipy or a plain specification.

Nothing here leans on the course's own models, training loop or statistics, so that a fault in those cannot
hide in an exercise's answer.
"""

from course_utils.exercises.core import Result, check, run_check

__all__ = ["Result", "check", "run_check"]
