"""The corpus in one class of this course's own: collected, graded and given back, as a teacher does it.

``python -m tests.hostile.ours [WORD ...]`` writes what came of the cases whose id holds a word, as JSON.
"""

import json
import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from course_utils.classroom.batch import choose_rung, grade_batch
from course_utils.classroom.feedback import write_feedback
from course_utils.classroom.folder import new_class
from course_utils.classroom.gradebook import read_marks, write_marks
from course_utils.classroom.intake.collecting import Assignment, Refused, collect
from course_utils.classroom.records import all_of
from course_utils.classroom.release import release
from tests.hostile import making
from tests.hostile.arena import Arena, changes, shared_memory, snapshot
from tests.hostile.corpus import read_cases
from tests.hostile.handing_in import (
    ASSIGNMENT,
    LAST,
    NEIGHBOUR,
    hand_in,
    honest_notebook,
    neighbour,
    plant_assignment,
)
from tests.hostile.outcome import POINTS, Outcome, adopt_orphans, injected, left_behind

QUESTION = "peephole-step"
WORKERS = 4  # most of their time submissions wait for their end
LIMITS = """
[limits]
cell_seconds = 8
call_seconds = 3
notebook_seconds = 20
memory = 1_500_000_000
"""


class Course:
    """A class in an arena, with a neighbour who has a mark already and one who is graded last."""

    def __init__(self, arena, cases):
        self.arena, self.cases = arena, {case.id: case for case in cases}
        self.folder = new_class(arena.path / "class")
        arena.tokens["key"] = repr(self.folder.key())[2:18]
        (self.folder.path / "class.toml").write_text(f'name = "hostile"\n{LIMITS}')
        (self.folder.path / "roster.csv").write_text(self._roster())
        found = release(self.folder, ASSIGNMENT, plant_assignment(arena), lambda *step: None, inputs=1)
        assert all(finding.holds for finding in found), [finding for finding in found if not finding.holds]
        self.honest = honest_notebook(arena, self.folder.release_notebook(ASSIGNMENT))
        self._honest_one(NEIGHBOUR)
        collected = self.collect(arena.path / "inbound")
        self.grade([taken.submission for taken in collected])
        self.standing = self._points(NEIGHBOUR)

    def hand_in(self):
        """Put every case into the folder of its student, and the last one's beside them."""
        for case in self.cases.values():
            place = "archives" if case.archived else "inbound"
            hand_in(case, self.arena.path / place / case.id, self.honest, self.arena)
        self._honest_one(LAST)

    def collect(self, source):
        """Take in a folder or an archive."""
        assignment = Assignment(
            ASSIGNMENT, self.folder.release_notebook(ASSIGNMENT), self.folder.collected(ASSIGNMENT)
        )
        return collect(assignment, source, self.folder.roster().values())

    def collect_all(self):
        """Take in everything; return the sentence for each that is refused, and what is to be graded."""
        refused, taken = {}, []
        sources = [self.arena.path / "inbound", *sorted((self.arena.path / "archives").iterdir())]
        for source in sources:
            for outcome in self.collect(source):
                if isinstance(outcome, Refused):
                    refused[outcome.student or source.name.removesuffix(".zip")] = outcome.sentence
                elif outcome.new:
                    taken.append(outcome.submission)
        return refused, taken

    def grade(self, submissions):
        """Grade and give back."""
        rung = choose_rung(trust_files=False)
        graded = list(grade_batch(self.folder, submissions, self.folder.questions(ASSIGNMENT), rung, WORKERS))
        write_marks(self.folder, ASSIGNMENT)
        self.marks = read_marks(self.folder, ASSIGNMENT)
        write_feedback(self.folder, ASSIGNMENT)
        return graded

    def outcome(self, id, refused):
        """Return what came of a case."""
        results = all_of(self.folder, ASSIGNMENT, id)
        if not results:
            return Outcome(refused=True, said=refused.get(id, ""))
        (record,) = results
        page = self.folder.feedback(ASSIGNMENT, id).read_text("utf-8")
        mark = next(mark for mark in record.verdict.marks if mark.question == QUESTION)
        reasons = [part.reason for part in mark.parts if part.reason]
        if self._points(id) != mark.points:
            reasons.append(f"the gradebook says {self._points(id)}")
        return Outcome(
            points=mark.points if self._points(id) == mark.points else self._points(id),
            said=" ".join([*reasons[:1], *reasons[-1:], *record.submission.remarks[:1]]),
            stolen=self.arena.stolen(page),
            injected=injected(page),
            flags=[*record.verdict.flags, *mark.flags],
            changed=self._wrong_time(record.submission.received),
            seconds=record.verdict.seconds,
        )

    def harm(self, before):
        """Return what was changed that no grading changes, since a snapshot of the arena."""
        found = changes(before, snapshot(self.arena.path), self._may_change)
        self.marks = read_marks(self.folder, ASSIGNMENT)
        if self._points(NEIGHBOUR) != self.standing:
            found.append(f"{NEIGHBOUR} has {self._points(NEIGHBOUR)} points in place of {self.standing}")
        return [*found, *shared_memory(), *filter(None, [self.arena.bystander_harmed()])]

    def last_is_graded(self):
        """Tell whether the one who is graded last has full marks."""
        return self._points(LAST) == POINTS

    def _points(self, student):
        marks = self.marks.get(student)
        cell = marks and marks.cells.get(f"{QUESTION}-checks")
        return cell.points if cell else None

    def _honest_one(self, student):
        folder = self.arena.path / "inbound" / student
        folder.mkdir()
        making.write(folder, neighbour(self.arena, self.honest))

    def _roster(self):
        rows = [f"{id},First,Last,{number}@example.org," for number, id in enumerate([*self.cases, LAST])]
        heading = "id,first_name,last_name,email,lms_id"
        return (
            "\n".join([heading, f"{NEIGHBOUR},Nora,{self.arena.tokens['roster']},n@example.org,", *rows])
            + "\n"
        )

    def _may_change(self, path):
        own = {*self.cases, LAST}
        parts = path.parts
        if parts[:1] == ("tmp",):
            return not path.name.startswith("hostile")
        if parts[0] != "class":
            return False
        if len(parts) > 2 and parts[1] in ("autograded", "feedback"):
            return parts[2] in own or parts[2] == NEIGHBOUR
        if len(parts) > 3 and parts[1] in ("collected", "results"):
            return parts[3] in own
        return parts[1] in ("backups", "gradebook.db", ".lock")

    def _wrong_time(self, received):
        arrived = datetime.fromisoformat(received)
        return [] if (datetime.now(UTC) - arrived).days < 1 else [f"the time of arrival, {received}"]


def run(cases):
    """Return what came of the cases, and of the batch as a whole, as JSON can hold it."""
    adopt_orphans()
    with tempfile.TemporaryDirectory(prefix="hostile-") as place:
        arena = Arena(Path(place))
        with arena.alive():
            started = time.monotonic()
            course = Course(arena, cases)
            course.hand_in()
            before = snapshot(arena.path)
            refused, taken = course.collect_all()
            graded = course.grade(taken)
            outcomes = {id: course.outcome(id, refused).to_dict() for id in course.cases}
            return {
                "outcomes": outcomes,
                "harm": course.harm(before),
                "stolen": arena.carried_out(),
                "left": left_behind({arena.bystander.pid}),
                "without_result": [one.sentence for one in graded if one.record is None],
                "complete": course.last_is_graded(),
                "rung": choose_rung(trust_files=False).name,
                "user": os.getuid(),
                "seconds": round(time.monotonic() - started, 1),
            }


if __name__ == "__main__":
    print(json.dumps(run(read_cases([word for word in sys.argv[1:] if word != "--"]))))
