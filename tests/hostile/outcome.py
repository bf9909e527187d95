"""What came of a case, and what of that was not to be."""

import ctypes
import time
from dataclasses import asdict, dataclass, field

import psutil
from bs4 import BeautifulSoup

POINTS = 6.0  # of the question that the cases are about
SET_CHILD_SUBREAPER = 36
PATIENCE = 5.0  # seconds that a process may outlive the batch
SIGNS = ("\x1b", "\x9b", "\u202e", "42000042")  # terminal codes, a mark of direction, a template worked out


@dataclass
class Outcome:
    """What came of a case.

    Attributes:
        points: of the question; None where there is no mark.
        refused: whether it was not taken.
        said: to the student or the teacher, a sentence.
        stolen: kinds of secrets that came out.
        changed: what was changed that belongs to others, in words.
        stopped: why the batch did not go on, in words.
        left: processes that outlived it.
        injected: what came through to a page or a terminal.
        flags: for the teacher.
        seconds: that it took.
    """

    points: float | None = None
    refused: bool = False
    said: str = ""
    stolen: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    stopped: str = ""
    left: list = field(default_factory=list)
    injected: list = field(default_factory=list)
    flags: list = field(default_factory=list)
    seconds: float = 0.0

    def to_dict(self):
        """Return it as JSON can hold it."""
        return asdict(self)


def most(case):
    """Return the most points that a case may get."""
    limits = {
        "none": 0.0,
        "refused": 0.0,
        "less than full": POINTS - 0.01,
        "full": POINTS,
        "anything": POINTS,
    }
    return limits[case.mark] if case.mark in limits else float(case.mark.removeprefix("points "))


def least(case):
    """Return the fewest points that a case must get."""
    return most(case) if case.mark.startswith(("full", "points")) else 0.0


def undeserved(case, outcome):
    """Tell whether a case got points that it should not have."""
    return (outcome.points or 0) > most(case)


def lost(case, outcome):
    """Tell whether a case did not get the points that it should have."""
    return (outcome.points or 0) < least(case)


def faults(case, outcome):
    """Return all that should not have come of a case, a sentence each."""
    found = []
    if undeserved(case, outcome):
        found.append(f"undeserved: {outcome.points} points where {case.mark} is due")
    if lost(case, outcome):
        found.append(f"lost: {outcome.points} points where {case.mark} is due ({outcome.said})")
    if case.mark == "refused" and not outcome.refused:
        found.append(f"taken, and {outcome.points} points")
    found += [f"read: {kind}" for kind in outcome.stolen]
    found += [f"changed: {what}" for what in outcome.changed]
    found += [f"stopped: {outcome.stopped}"] if outcome.stopped else []
    found += [f"left: {what}" for what in outcome.left]
    if "nothing injected" in case.demands:
        found += [f"injected: {what}" for what in outcome.injected]
    return found


def injected(page):
    """Return what of a page could run, load something or change how it reads."""
    found = [repr(sign) for sign in SIGNS if sign in page]
    for element in BeautifulSoup(page, "html.parser").find_all(True):
        if element.name == "script" and "injected" in element.text:
            found.append("a script")
        found += [f"{name}={value}" for name, value in element.attrs.items() if _runs(name, str(value))]
    return found


def _runs(name, value):
    runs = name == "srcdoc" or name.startswith("on") or value.startswith("javascript:")
    return runs and "injected" in value


def adopt_orphans():
    """Make this process the parent of all processes that its descendants leave behind (Linux)."""
    if ctypes.CDLL(None).prctl(SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError("processes that are left behind cannot be seen")


def left_behind(known):
    """Return the command lines of descendants that live on, beside known ones, and end them."""
    end = time.monotonic() + PATIENCE
    while (found := _descendants(known)) and time.monotonic() < end:
        time.sleep(0.1)
    lines = [" ".join(_command(process))[:200] for process in found]
    for process in found:
        process.kill()
    psutil.wait_procs(found, timeout=5)
    return lines


def _descendants(known):
    children = psutil.Process().children(recursive=True)
    return [child for child in children if child.pid not in known and _is_alive(child)]


def _is_alive(process):
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _command(process):
    try:
        return process.cmdline() or [process.name()]
    except psutil.NoSuchProcess:
        return ["gone"]
