"""A class with the tiny assignment beside this file, and what its students hand in, without any sandbox."""

import dataclasses
import shutil
from pathlib import Path

from course_utils.classroom import records
from course_utils.classroom.folder import ClassFolder, new_class
from course_utils.classroom.material import is_graded, is_solution
from course_utils.classroom.release import release
from course_utils.classroom.submission import FILE_NAME, Cell, Submission
from course_utils.classroom.verdict import Mark, Part, StoppedCell, Verdict
from course_utils.notebook_form import read_notebook

NAME = "tiny_assignment"
SOURCE = Path(__file__).parent / NAME
RECEIVED = "2030-01-31T12:00:00+00:00"
ROSTER = """\
id,first_name,last_name,email,lms_id
ada,Ada,Lovelace,ada@example.org,101
ben,Ben,Half,ben@example.org,102
mal,Mallory,=1+1,mal@example.org,103
zoe,Zoë,Absent,zoe@example.org,104
"""
RIGHT = {
    "row-sums": "def row_sums(x):\n    return x.sum(-1)",
    "centred-rows": "def centred_rows(x):\n    return x - x.mean(-1, keepdim=True)",
}
PARTS = {
    "row-sums": (("one number for each row", 2.0), ("any number of leading dimensions", 1.0)),
    "centred-rows": (("every row has the mean 0", 2.0), ("the argument stays as it is", 1.0)),
}


def quiet(task: str, step: int, total: int) -> None:
    """Show nothing of the progress."""


def make_class(path: Path, inputs: int = 2) -> ClassFolder:
    """Make a class of four students with the tiny assignment released."""
    folder = new_class(path)
    (folder.path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    found = release(folder, NAME, SOURCE, quiet, inputs)
    assert all(finding.holds for finding in found), found
    return folder


def copy_class(template: ClassFolder, path: Path) -> ClassFolder:
    """Return a copy of a class for one test."""
    shutil.copytree(template.path, path)
    return ClassFolder(path)


def set_up(folder: ClassFolder, text: str) -> None:
    """Replace the settings of a class, but for its name."""
    (folder.path / "class.toml").write_text(f'name = "tiny"\n{text}', encoding="utf-8")


def handed_in(
    folder, student, sources=RIGHT, written="It counts the ones.", extras=(), **other
) -> Submission:
    """Store an attempt as intake does, and return it."""
    cells, answers = [], {}
    for cell in read_notebook(folder.release_notebook(NAME)).cells:
        if is_graded(cell) and is_solution(cell):
            answers[cell.id] = written
        elif cell.cell_type == "code" and not is_graded(cell):
            origin = "solution" if is_solution(cell) else "release"
            cells.append(Cell(cell.id, sources.get(cell.id, cell.source), origin))
    cells[1:1] = [Cell(f"extra-{number}", source, "extra") for number, source in enumerate(extras, 1)]
    facts = {"attempt": 1, "received": RECEIVED, "digest": f"{student}-digest"} | other
    attempt = Submission(student=student, assignment=NAME, cells=tuple(cells), written=answers, **facts)
    place = folder.collected(NAME, student) / str(attempt.attempt)
    place.mkdir(parents=True, exist_ok=True)
    (place / FILE_NAME).write_text(attempt.to_json(), encoding="utf-8")
    return attempt


def judged(
    attempt: Submission, reached=(2.0, 1.0, 2.0, 1.0), reason="Wrong.", stopped=(), **other
) -> Verdict:
    """Return a verdict with the points reached in the four parts."""
    left = list(reached)
    marks = []
    for question, parts in PARTS.items():
        came = [Part(title, left[0], of, "" if left.pop(0) == of else reason) for title, of in parts]
        marks.append(Mark(question, tuple(came)))
    cells = tuple(StoppedCell(*cell) for cell in stopped)
    names = attempt.student, attempt.assignment, attempt.attempt, attempt.digest
    return Verdict(*names, tuple(marks), cells, **({"rung": "bubblewrap"} | other))


def graded(folder: ClassFolder, attempt: Submission, *args, when="2030-02-01", **other) -> records.Record:
    """Store a result as grading does, and return it."""
    record = records.Record(when, attempt, judged(attempt, *args, **other))
    records.append(folder, record)
    return record


def with_remarks(attempt: Submission, *remarks: str) -> Submission:
    """Return the attempt with remarks of intake."""
    return dataclasses.replace(attempt, remarks=remarks)
