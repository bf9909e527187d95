"""Releasing an assignment: copied from the course, made by nbgrader, proved sound, then put into place."""

import shutil
import tempfile
from pathlib import Path

from course_utils.classroom import material, nbgrader_library
from course_utils.classroom.folder import ClassFolder, expect_name
from course_utils.classroom.release_checks import INPUTS, Progress, Proof, check_scores
from course_utils.classroom.release_leaks import check_leaks
from course_utils.root import notebooks_folder

IGNORED = shutil.ignore_patterns("__pycache__", ".*", "*.pyc")
PLACED = ("hidden", "source", "release")  # in this order: what students get comes last
STAGING = ".release-"


def release(
    folder: ClassFolder, name: str, source: Path | None, progress: Progress, inputs: int = INPUTS
) -> list[Proof]:
    """Release an assignment if everything holds; else the class stays as it is.

    Args:
        folder: the class.
        name: the assignment.
        source: its folder; the course's own of that name if None.
        progress: is told what is tried.
        inputs: how many random inputs correct answers meet.

    Returns:
        What was found. The assignment has been released if all of it holds.

    Raises:
        OSError: something cannot be read or written.
        RuntimeError: nbgrader has failed.
        ValueError: there is no such assignment, or it is not whole.
    """
    expect_name(name)
    source = source or notebooks_folder() / "assignments" / name
    _expect_assignment(source, name)
    for leftover in folder.path.glob(f"{STAGING}*"):  # of a command that was killed
        shutil.rmtree(leftover)
    with tempfile.TemporaryDirectory(prefix=STAGING, dir=folder.path) as staging:
        stage = ClassFolder(Path(staging))
        _copy(source, name, stage)
        nbgrader_library.ensure_gradebook(folder)
        shutil.copyfile(folder.gradebook, stage.gradebook)
        _generate(folder, name, stage, stage.gradebook)
        findings = _findings(stage, name, progress, inputs)
        if all(finding.holds for finding in findings):
            _generate(folder, name, stage, folder.gradebook)
            _place(stage, name, folder)
    return findings


def _expect_assignment(source: Path, name: str) -> None:
    wanted = (f"{name}.ipynb", material.CHECKS, material.ANSWERS)
    missing = [part for part in wanted if not (source / part).exists()]
    if missing:
        raise ValueError(
            f"NAME is {name!r}, but {source} holds no {' and no '.join(missing)}; "
            "wanted is an assignment's folder with its notebook, hidden_checks.py and answers/"
        )


def _copy(source: Path, name: str, stage: ClassFolder) -> None:
    """Copy the notebook to where nbgrader looks for it, and all else to where no student does."""
    stage.source(name).mkdir(parents=True, mode=0o700)
    shutil.copyfile(source / f"{name}.ipynb", stage.source(name) / f"{name}.ipynb")
    shutil.copytree(source, stage.hidden(name), ignore=IGNORED)
    (stage.hidden(name) / f"{name}.ipynb").unlink()
    stage.hidden(name).chmod(0o700)


def _generate(folder: ClassFolder, name: str, stage: ClassFolder, database: Path) -> None:
    from nbgrader.converters import GenerateAssignment

    with nbgrader_library.quietly(f"making the release of {name}"):
        places = nbgrader_library.course_directory(
            folder, root=str(stage.path), db_url=f"sqlite:///{database}", assignment_id=name
        )
        config = nbgrader_library.configuration(folder)
        GenerateAssignment(coursedir=places, config=config, force=True).start()


def _findings(stage: ClassFolder, name: str, progress: Progress, inputs: int) -> list[Proof]:
    source = stage.source(name) / f"{name}.ipynb"
    assignment = material.read_material(source, stage.release_notebook(name), stage.hidden(name))
    leaks = list(check_leaks(assignment, stage.release(name)))
    return leaks + list(check_scores(assignment, progress, inputs))


def _place(stage: ClassFolder, name: str, folder: ClassFolder) -> None:
    for part in PLACED:
        target = folder.path / part / name
        if target.exists():
            target.rename(stage.path / f"former-{part}")
        (stage.path / part / name).rename(target)
