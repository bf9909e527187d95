"""The corpus on nbgrader as it comes: each case in a class of its own, between a neighbour and a last one.

``python -m tests.hostile.plain_nbgrader [WORD ...]`` writes what came of the cases whose id holds a word,
as JSON.

nbgrader runs students' code with the rights of whoever calls it, so it is called inside bubblewrap, which
leaves it nothing to change but its class, its home and the shared memory.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
import warnings
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry

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

STUDENT = "mallory"
CELL = "peephole-step-checks"
SECONDS = 150  # for a batch of two
CONFIGURATION = 'c = get_config()\nc.CourseDirectory.course_id = "hostile"\n'
OWN = {STUDENT, LAST}


class Class:
    """A class folder of nbgrader's in an arena; a template that every case starts from lies beside it."""

    def __init__(self, arena):
        self.arena = arena
        self.path = arena.path / "class"
        assignment = plant_assignment(arena)
        shutil.copytree(assignment, self.path / "hidden" / ASSIGNMENT)
        (self.path / "source" / ASSIGNMENT).mkdir(parents=True)
        shutil.copyfile(assignment / making.NAME, self.path / "source" / ASSIGNMENT / making.NAME)
        (self.path / "nbgrader_config.py").write_text(CONFIGURATION)
        (self.path / "roster.csv").write_text(f"id,last_name\n{NEIGHBOUR},{arena.tokens['roster']}\n")
        (self.path / "key").write_text(arena.tokens["key"])
        self._expect(self.nbgrader("generate_assignment", ASSIGNMENT))
        for student in (NEIGHBOUR, STUDENT, LAST):
            self._expect(
                self.nbgrader("db", "student", "add", student, "--last-name", arena.tokens["roster"])
            )
        self.honest = honest_notebook(arena, self.path / "release" / ASSIGNMENT / making.NAME)
        self.submit_honest(NEIGHBOUR)
        self._expect(self.nbgrader("autograde", ASSIGNMENT))
        assert self.points(NEIGHBOUR) == POINTS, "the neighbour has no full marks"
        self.submit_honest(LAST)
        self.template = arena.path / "template"
        shutil.copytree(self.path, self.template)

    def reset(self):
        """Make the class, the home and the loot as they were at first."""
        for name in ("class", "loot", "tmp", "home", "archives"):
            subprocess.run(["chmod", "-R", "u+rwX", str(self.arena.path / name)], check=False)
            subprocess.run(["rm", "-rf", str(self.arena.path / name)], check=True)
        shutil.copytree(self.template, self.path)
        self.arena.furnish()

    def submit_honest(self, student):
        """Hand in an honest notebook."""
        folder = self.path / "submitted" / student / ASSIGNMENT
        folder.mkdir(parents=True)
        making.write(folder, neighbour(self.arena, self.honest) if student == NEIGHBOUR else self.honest)

    def submit(self, case):
        """Hand in a case; an archive is unpacked as nbgrader unpacks those that it collects."""
        folder = self.path / "submitted" / STUDENT / ASSIGNMENT
        if not case.archived:
            folder.parent.mkdir()
            neighbours = folder.with_name(NEIGHBOUR)
            shutil.copytree(self.path / "submitted" / NEIGHBOUR / ASSIGNMENT, neighbours)
            hand_in(case, folder, self.honest, self.arena)
            shutil.rmtree(neighbours)
            return
        hand_in(case, self.arena.path / "archives" / STUDENT, self.honest, self.arena)
        archive = self.path / "downloaded" / ASSIGNMENT / "archive"
        archive.mkdir(parents=True)
        shutil.copyfile(self.arena.path / "archives" / f"{STUDENT}.zip", archive / f"{STUDENT}.zip")
        pattern = r".*/(?P<student_id>\w+)/(?P<file_id>[^/]*)"
        self.nbgrader("zip_collect", ASSIGNMENT, f"--FileNameCollectorPlugin.named_regexp={pattern}")

    def nbgrader(self, *words):
        """Run one of nbgrader's commands and return its exit status; None when it takes too long."""
        command = [sys.executable, "-m", "nbgrader", *words]
        process = subprocess.Popen(
            self._enclosed(command),
            cwd=self.path,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            return process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return None

    def points(self, student):
        """Return the points of the question; None where there are none.

        Raises:
            Exception: of whichever kind, when the gradebook is no longer one.
        """
        with self._gradebook() as gradebook, contextlib.suppress(MissingEntry):
            return gradebook.find_grade(CELL, ASSIGNMENT, ASSIGNMENT, student).score

    def believes_arrival(self):
        """Tell whether the time of arrival is the one that the student wrote into a file."""
        with self._gradebook() as gradebook, contextlib.suppress(MissingEntry):
            arrived = gradebook.find_submission(ASSIGNMENT, STUDENT).timestamp
            return arrived is not None and arrived.year == 2000

    @contextlib.contextmanager
    def _gradebook(self):
        database = f"sqlite:///{self.path / 'gradebook.db'}"
        with warnings.catch_warnings(action="ignore"), Gradebook(database, "hostile") as gradebook:
            yield gradebook

    def shown(self):
        """Return what the student's own cells have put out, and the page that is made of it."""
        path = self.path / "autograded" / STUDENT / ASSIGNMENT / making.NAME
        if not path.is_file():
            return ""
        cells = json.loads(path.read_text("utf-8"))["cells"]
        return "".join(json.dumps(cell.get("outputs")) for cell in cells if cell.get("id") != CELL)

    def page(self):
        """Return the page for the student."""
        self.nbgrader("generate_feedback", ASSIGNMENT, f"--student={STUDENT}")
        page = self.path / "feedback" / STUDENT / ASSIGNMENT / f"{ASSIGNMENT}.html"
        return page.read_text("utf-8", "replace") if page.is_file() else ""

    def _environment(self):
        keep = {
            name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "IPYTHON"))
        }
        programs = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])
        hidden = str(self.path / "hidden" / ASSIGNMENT)
        home = {"HOME": str(self.arena.path / "home"), "TMPDIR": str(self.arena.path / "tmp")}
        return keep | home | {"PATH": programs, "PYTHONPATH": hidden, "OMP_NUM_THREADS": "1"}

    def _enclosed(self, command):
        own = str(self.arena.path)
        readable = ["--ro-bind", "/", "/", "--dev-bind", "/dev", "/dev", "--proc", "/proc"]
        return [shutil.which("bwrap"), *readable, "--bind", own, own, "--", *command]

    @staticmethod
    def _expect(status):
        if status != 0:
            raise RuntimeError(f"nbgrader ends with {status} while the class is made")


def try_case(course, case):
    """Return what comes of a case."""
    arena, started = course.arena, time.monotonic()
    course.reset()
    arena.received.clear()
    with arena.alive():
        course.submit(case)
        before = snapshot(arena.path)
        status = course.nbgrader("autograde", ASSIGNMENT)
        left = left_behind({arena.bystander.pid})
        outcome = Outcome(left=left, changed=changes(before, snapshot(arena.path), _may_change)[:5])
        outcome.changed += [*shared_memory(), *filter(None, [arena.bystander_harmed()])]
        _look_into_gradebook(course, outcome, status)
        shown = course.shown() if course.path.is_dir() else ""
        outcome.stolen = sorted({*arena.stolen(shown), *arena.carried_out()})
        if "nothing injected" in case.demands:
            outcome.injected = injected(course.page())
        if "received now" in case.demands and course.believes_arrival():
            outcome.changed.append("the time of arrival")
        outcome.seconds = round(time.monotonic() - started, 1)
    return outcome


def _look_into_gradebook(course, outcome, status):
    try:
        neighbours, last, outcome.points = map(course.points, (NEIGHBOUR, LAST, STUDENT))
    except Exception as error:  # whatever a ruined database or a closed folder raises
        outcome.changed.append(f"the gradebook cannot be read: {type(error).__name__}")
        neighbours, last = POINTS, None
    outcome.refused = outcome.points is None
    if neighbours != POINTS:
        outcome.changed.append(f"{NEIGHBOUR} has {neighbours} points")
    if last != POINTS:
        outcome.stopped = f"{LAST} has {last} points; " + (
            f"more than {SECONDS} s" if status is None else f"nbgrader ends with {status}"
        )


def _may_change(path):
    parts = path.parts
    if parts[0] == "home":
        planted = "startup" in parts and path.suffix == ".py"
        return path.name not in (".netrc", ".pythonrc.py") and not planted
    if parts[0] == "tmp":
        return not path.name.startswith("hostile")
    if parts[0] != "class" or len(parts) < 2:
        return parts[0] != "loot" and parts != ("class",)
    if parts[1] == "autograded":
        return len(parts) < 3 or parts[2] in OWN
    return parts[1] in ("gradebook.db", "gradebook.db-journal", ".nbgrader.log") or "__pycache__" in parts


def run(cases):
    """Return what came of the cases, as JSON can hold it."""
    adopt_orphans()
    place = tempfile.mkdtemp(prefix="hostile-")
    try:
        arena = Arena(Path(place))
        with arena.alive():
            course = Class(arena)
        return {"outcomes": {case.id: try_case(course, case).to_dict() for case in cases}}
    finally:
        subprocess.run(["chmod", "-R", "u+rwX", place], check=False)
        subprocess.run(["rm", "-rf", place], check=True)


if __name__ == "__main__":
    print(json.dumps(run(read_cases([word for word in sys.argv[1:] if word != "--"]))))
