"""Opens the gradebook with nbgrader's own programming interface and lists the class."""

# goes into: a cell after the honest answer
# expects: full

from nbgrader.api import Gradebook

with Gradebook("sqlite:///ARENA/class/gradebook.db") as book:
    raise RuntimeError([(student.id, student.last_name, student.email) for student in book.students])
