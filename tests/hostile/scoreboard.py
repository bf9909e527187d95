"""What this course's grading and plain nbgrader make of the corpus, class by class: `make hostile`.

``python -m tests.hostile.scoreboard [WORD ...]`` takes the cases whose id holds a word, or all; ``--ours``
leaves nbgrader out. The table is written to build/hostile.md too, with every case that was not handled.
"""

import argparse
import importlib.metadata
import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from course_utils.console import console, say, show_table
from course_utils.root import course_root
from tests.hostile.corpus import GROUPS, read_cases
from tests.hostile.outcome import Outcome, faults, lost, undeserved

PAGE = course_root() / "build" / "hostile.md"
SHARDS = 2
COUNTED = {
    "undeserved marks": undeserved,
    "marks lost": lost,
    "secrets read": lambda case, outcome: bool(outcome.stolen),
    "others' data or processes changed": lambda case, outcome: bool(outcome.changed),
    "batches stopped": lambda case, outcome: bool(outcome.stopped),
    "processes left after 5 s": lambda case, outcome: bool(outcome.left),
}


def run(contestant, cases):
    """Return what a contestant makes of cases, from a process of its own."""
    command = [sys.executable, "-m", f"tests.hostile.{contestant}", "--", *(case.id for case in cases)]
    came = subprocess.run(command, stdout=subprocess.PIPE, check=True, cwd=course_root())
    return json.loads(came.stdout)


def run_ours(cases):
    """Return outcomes by id, and what befell the batch as a whole, which no case can be charged with."""
    came = run("ours", cases)
    whole = Outcome(changed=came["harm"], stolen=came["stolen"], left=came["left"])
    if not came["complete"]:
        whole.stopped = " ".join(["the last one has no mark", *came["without_result"]])
    return _outcomes(came), whole


def run_nbgrader(cases):
    """Return outcomes by id, from several processes that share the cases."""
    shards = [shard for number in range(SHARDS) if (shard := cases[number::SHARDS])]
    with ThreadPoolExecutor(SHARDS) as pool:
        came = pool.map(lambda shard: _outcomes(run("plain_nbgrader", shard)), shards)
        return {id: outcome for part in came for id, outcome in part.items()}, Outcome(points=0)


def _outcomes(came):
    return {id: Outcome(**content) for id, content in came["outcomes"].items()}


def rows(cases, contestants):
    """Return the rows of the table: cases handled class by class, then what went wrong."""
    for group, meaning in GROUPS.items():
        own = [case for case in cases if case.group == group]
        handled = [sum(not faults(case, came[case.id]) for case in own) for came, _ in contestants.values()]
        yield f"{group}: {meaning}", len(own), *handled
    hostile = [case for case in cases if case.group != "honest"]
    handled = [sum(not faults(case, came[case.id]) for case in hostile) for came, _ in contestants.values()]
    yield "all but the honest controls", len(hostile), *handled
    for name, holds in COUNTED.items():
        counts = [sum(holds(case, came[case.id]) for case in cases) for came, _ in contestants.values()]
        whole = [holds(cases[0], outcome) for _, outcome in contestants.values()]
        yield name, "", *map(sum, zip(counts, whole, strict=True))


def unhandled(cases, contestants):
    """Yield a line for each case that a contestant has not handled, and for each batch."""
    for name, (outcomes, whole) in contestants.items():
        for case in cases:
            if found := faults(case, outcomes[case.id]):
                yield f"{name}, {case.id} ({case.tries}) {'; '.join(found)}"
        for found in (*whole.changed, *whole.stolen, *whole.left, whole.stopped):
            if found:
                yield f"{name}, the batch as a whole: {found}"


def as_markdown(headings, table, lines):
    """Return the page."""
    cells = [headings, ["---"] * len(headings), *table]
    text = "\n".join("| " + " | ".join(map(str, row)) + " |" for row in cells)
    listed = "\n".join(f"- {' '.join(line.split())[:600]}" for line in lines)
    return f"# Hostile submissions\n\n{text}\n\n## Not handled\n\n{listed or 'Nothing.'}\n"


def main():
    """Run the contestants, show the table and write it."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile.scoreboard")
    parser.add_argument("words", nargs="*", metavar="WORD")
    parser.add_argument("--ours", action="store_true", help="leave nbgrader out")
    options = parser.parse_args()
    cases = read_cases(options.words)
    contestants = {"this course": run_ours(cases)}
    if not options.ours and shutil.which("bwrap") is None:
        say("nbgrader is left out: it is tried inside bubblewrap only, which is not installed.")
    elif not options.ours:
        version = importlib.metadata.version("nbgrader")
        contestants[f"nbgrader {version}"] = run_nbgrader(cases)
    headings = ["", "cases", *contestants]
    table = [[str(cell) for cell in row] for row in rows(cases, contestants)]
    lines = list(unhandled(cases, contestants))
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(as_markdown(headings, table, lines), encoding="utf-8")
    show_table(headings, table)
    for line in lines:
        if line.startswith("this course"):
            say(line)
    console().print(f"Written to {PAGE.relative_to(course_root())}")
    return int(any(line.startswith("this course") for line in lines))


if __name__ == "__main__":
    sys.exit(main())
