"""nbgrader as a library: found or asked for, configured by the class, quiet, one sentence for a failure."""

import importlib.util
import logging
import os
import sysconfig
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from course_utils.classroom.folder import ClassFolder

if TYPE_CHECKING:
    from nbgrader.api import Gradebook
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config


def expect_nbgrader() -> None:
    """Expect that nbgrader is installed.

    Raises:
        RuntimeError: it is not.
    """
    if importlib.util.find_spec("nbgrader") is None:
        raise RuntimeError(
            "`course class` needs nbgrader, which is not installed; in the course's folder "
            "`pip install -e '.[class]'` installs it"
        )


@contextmanager
def quietly(doing: str) -> Iterator[None]:
    """Keep nbgrader's log and warnings to itself inside the block; its failure becomes one sentence.

    Args:
        doing: what the block does, such as "making the release of sequences".

    Raises:
        RuntimeError: nbgrader or its database has failed.
    """
    from nbgrader.converters.base import NbGraderException
    from sqlalchemy.exc import SQLAlchemyError

    log, said = logging.getLogger("traitlets"), _LastErrors()
    log.addHandler(said)
    propagate, log.propagate = log.propagate, False
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    except (NbGraderException, SQLAlchemyError) as error:
        reason = said.reason or str(error).partition("\n")[0]
        raise RuntimeError(f"nbgrader failed while {doing}: {reason}") from error
    finally:
        log.removeHandler(said)
        log.propagate = propagate


def configuration(folder: ClassFolder) -> "Config":
    """Return the settings in the class's nbgrader_config.py.

    Raises:
        ValueError: it cannot be read.
    """
    from traitlets.config.loader import ConfigError, PyFileConfigLoader

    try:
        return PyFileConfigLoader(folder.nbgrader_config.name, path=str(folder.path)).load_config()
    except (ConfigError, OSError, ValueError) as error:
        raise ValueError(f"{folder.nbgrader_config} cannot be read: {error}") from None


def course_directory(folder: ClassFolder, **places: str) -> "CourseDirectory":
    """Return nbgrader's idea of the class folder.

    Args:
        folder: the class.
        places: traits to set otherwise, such as ``root``. Raises as `configuration` does.
    """
    from nbgrader.coursedir import CourseDirectory

    url = f"sqlite:///{folder.gradebook}"
    return CourseDirectory(
        config=configuration(folder), **({"root": str(folder.path), "db_url": url} | places)
    )


def ensure_gradebook(folder: ClassFolder) -> None:
    """Make the gradebook, whole or not at all, where there is none. Raises as `quietly` does."""
    from nbgrader.api import Gradebook

    if folder.gradebook.exists():
        return
    part = folder.path / f".{folder.gradebook.name}.{os.getpid()}.part"
    try:
        with quietly("making the gradebook"), _own_programs():
            Gradebook(f"sqlite:///{part}", folder.settings().name).close()
        part.replace(folder.gradebook)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def open_gradebook(folder: ClassFolder, doing: str) -> Iterator["Gradebook"]:
    """Open nbgrader's gradebook of the class for the block. Raises as `quietly` and `configuration` do."""
    from nbgrader.api import Gradebook

    ensure_gradebook(folder)
    with quietly(doing):
        places = course_directory(folder)
        with Gradebook(places.db_url, places.course_id) as gradebook:
            yield gradebook


@contextmanager
def _own_programs() -> Iterator[None]:
    """Let nbgrader find alembic, which lies beside this Python, also where that is not on the PATH."""
    former = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join((sysconfig.get_path("scripts"), former))
    try:
        yield
    finally:
        os.environ["PATH"] = former


class _LastErrors(logging.Handler):
    """Keeps the last line of the first error, which of a traceback is the exception itself."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.reason = ""

    def emit(self, record: logging.LogRecord) -> None:
        lines = record.getMessage().strip().splitlines()
        if lines and lines[0].startswith("Traceback"):
            self.reason = lines[-1]
        self.reason = self.reason or (lines[-1] if lines else "")
