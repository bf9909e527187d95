"""What the commands of a class show: progress with the time that is left, and tables of what came out."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from course_utils.console import console, say, show_table

if TYPE_CHECKING:
    from rich.progress import Progress

    from course_utils.classroom.batch import Graded
    from course_utils.classroom.intake.collecting import Collected, Taken
    from course_utils.classroom.release_checks import Proof
    from course_utils.classroom.status import Standing

STANDING = (
    "handed in",
    "graded",
    "attempts to grade",
    "flagged",
    "waiting for a mark by hand",
    "late",
    "with feedback",
    "graded without a sandbox",
    "handed in, not in the roster",
)


def progress() -> "Progress":
    """Return a display of tasks, each with a bar and the time that it still takes."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    return Progress(*columns, console=console())


def tasks(display: "Progress") -> Callable[[str, int, int], None]:
    """Return a function that is told a task, the number of its step and of how many, and shows them."""
    rows: dict[str, int] = {}

    def show(description: str, step: int, total: int) -> None:
        if description not in rows:
            rows[description] = display.add_task(description, total=total)
        display.update(rows[description], completed=step + 1)

    return show


def show_findings(findings: "Iterable[Proof]") -> None:
    """Show what does not hold; where all holds, what the audit has measured."""
    findings = list(findings)
    failed = [(found.subject, found.sentence) for found in findings if not found.holds]
    audited = [(found.subject, found.sentence) for found in findings if found.audit]
    show_table(("where", "what does not hold" if failed else "what was found"), failed or audited)


def show_collected(collected: "Iterable[Collected]") -> bool:
    """Show what came in and what was refused; tell whether anything was."""
    from course_utils.classroom.intake.collecting import Taken
    from course_utils.classroom.shown import shown

    collected = list(collected)
    if not collected:
        say("Nothing was found there.")
    taken = [found for found in collected if isinstance(found, Taken)]
    refused = [found for found in collected if not isinstance(found, Taken)]
    rows = []
    for found in taken:
        attempt = found.submission
        remarks = shown(" ".join(attempt.remarks)) if found.new else _known(found)
        rows.append((attempt.student, str(attempt.attempt), attempt.received, remarks))
    show_table(("student", "attempt", "received", "remarks"), rows)
    for found in refused:
        kept = f"A copy lies at {found.kept}." if found.kept else ""
        say(
            "Refused: "
            + shown(": ".join(filter(None, (found.student, found.sentence))))
            + f" {kept}".rstrip()
        )
    return bool(refused)


def _known(found: "Taken") -> str:
    from course_utils.classroom.intake.attempts import attempts

    newest = attempts(found.folder.parent)[-1]
    return "known already" if newest == found.folder else f"known already; attempt {newest.name} came later"


def show_outcomes(outcomes: "Iterable[Graded]") -> bool:
    """Show points and flags, and what has no result; tell whether there is any such."""
    from course_utils.classroom.status import flags

    outcomes = list(outcomes)
    graded = [outcome.record for outcome in outcomes if outcome.record]
    rows = []
    for record in sorted(graded, key=lambda record: record.verdict.student):
        verdict = record.verdict
        rows.append((verdict.student, str(verdict.attempt), f"{verdict.points:g} of {verdict.of:g}"))
    show_table(("student", "attempt", "points of the hidden checks"), rows)
    for sentence in flags(graded):
        say(f"Flagged: {sentence}")
    failed = [outcome for outcome in outcomes if outcome.sentence]
    for outcome in failed:
        say(f"No result for {outcome.submission.student}: {outcome.sentence}")
    return bool(failed)


def show_standing(counts: "list[Standing]") -> None:
    """Show the assignments side by side."""
    rows = [(label, *(str(count[place]) for count in counts)) for place, label in enumerate(STANDING, 1)]
    show_table(("students", *(count.assignment for count in counts)), rows)
