"""Exercises of lesson 05, read both ends. Importing this package enters their checks into the register."""

from course_utils.exercises.lesson05 import allowed, from_two, read_out, repair

__all__ = ["allowed", "from_two", "read_out", "repair"]
