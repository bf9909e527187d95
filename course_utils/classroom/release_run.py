"""An author's cells and answers, run in this process: they are the teacher's own."""

import contextlib
import io
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Self

import torch
from nbformat import NotebookNode

from course_utils.classroom.judge import Question
from course_utils.classroom.material import code_to_run
from course_utils.classroom.sandbox.requests import answer_here
from course_utils.classroom.verdict import Mark


class AnswerFails(Exception):
    """An author's answer does not run to its end; the text says where and why."""


class Run:
    """A namespace and a temporary folder that cells have been run in; a context manager.

    Args:
        namespace: what is there already.
        files: a folder whose files are there already.
    """

    def __init__(self, namespace: dict | None = None, files: Path | None = None):
        self._namespace = namespace or {"__name__": "__main__"}
        self._files = files
        self._asked: list[dict] = []

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory()
        if self._files is not None:
            shutil.copytree(self._files, self._folder.name, dirs_exist_ok=True)
        return self

    def __exit__(self, *exception: object) -> None:
        self._folder.cleanup()

    def cells(self, notebook: NotebookNode) -> list[tuple[NotebookNode, str]]:
        """Run the cells of a notebook and return those that did not run to their end, with why."""
        came = [(cell, self._execute(cell.source, cell.id)) for cell in code_to_run(notebook)]
        return [(cell, message) for cell, message in came if message]

    @contextlib.contextmanager
    def with_answer(self, file: Path) -> Iterator["Run"]:
        """Yield a copy of this run in which an answer stands in for the solution.

        Raises:
            AnswerFails: the answer does not run to its end.
        """
        with Run(dict(self._namespace), Path(self._folder.name)) as run:
            message = run._execute(file.read_text(encoding="utf-8"), file.name)
            if message:
                raise AnswerFails(f"{file.name}: {message}")
            yield run

    @contextlib.contextmanager
    def with_answers(self, files: Sequence[Path]) -> Iterator[list["Run"]]:
        """Yield such a copy for each of the answers. Raises as `with_answer` does."""
        with contextlib.ExitStack() as stack:
            yield [stack.enter_context(self.with_answer(file)) for file in files]

    def judge(self, question: Question, seed: Callable[[int], int]) -> Mark:
        """Hold what is here against a question's hidden checks; `replies` are what came back."""
        self._asked = []
        return question.judge(self._ask, seed)

    def replies(self) -> list[dict]:
        """Return what came back when `judge` was last called, in order."""
        return self._asked

    def _ask(self, request: dict) -> dict:
        self._asked.append(answer_here(request, self._namespace, Path(self._folder.name)))
        return self._asked[-1]

    def _execute(self, source: str, name: str) -> str:
        with self._inside():
            try:
                exec(compile(source, f"<{name}>", "exec"), self._namespace)
            except Exception as error:  # whatever an author's cell raises is reported
                return f"{type(error).__name__}: {error}".rstrip(": ")
        return ""

    @contextlib.contextmanager
    def _inside(self) -> Iterator[None]:
        """Work in the run's folder; nothing is printed, and random numbers go on afterwards as before."""
        silence = contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO())
        with (
            contextlib.chdir(self._folder.name),
            silence[0],
            silence[1],
            warnings.catch_warnings(action="ignore"),
            torch.random.fork_rng(devices=[]),
        ):
            yield
