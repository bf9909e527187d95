"""Exercises of lesson 04, sine waves. Importing this package enters their checks into the register."""

from course_utils.exercises.lesson04 import ar2, free_run, training_loop, windows

__all__ = ["ar2", "free_run", "training_loop", "windows"]
