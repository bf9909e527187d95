"""What a student handed in, after intake: code cells to run, written answers, checked files, remarks."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal, Self, get_args

Origin = Literal["release", "solution", "extra"]

FILE_NAME = "submission.json"  # the name under which one is stored; its files lie beside it


@dataclass(frozen=True)
class Cell:
    """A code cell to run.

    Attributes:
        id: the release's id, or "extra-1", "extra-2", ... for the student's own cells.
        source: its text.
        origin: "release" and "solution" for cells of the release, of which the second has the student's
            text; "extra" for a cell that the student added.
    """

    id: str
    source: str
    origin: Origin


@dataclass(frozen=True)
class Submission:
    """One attempt of one student.

    Attributes:
        student: id from the roster.
        assignment: name of the assignment.
        attempt: 1 for the first one.
        received: when it arrived, as ISO 8601 text in UTC.
        digest: SHA-256 of the notebook and the files as they came.
        cells: the code cells in the order in which they are run.
        written: the text of every written answer, by the id of its cell.
        files: path of every further file that the assignment wants and that came, by name.
        remarks: what was odd about it, a sentence each.
    """

    student: str
    assignment: str
    attempt: int
    received: str
    digest: str
    cells: tuple[Cell, ...]
    written: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Path] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    @property
    def arrival(self) -> datetime:
        """Return when it arrived."""
        return datetime.fromisoformat(self.received)

    def to_json(self) -> str:
        """Return it as JSON; of its files only the names are kept, for they lie beside the stored text."""
        plain = asdict(self) | {"files": sorted(self.files)}
        return json.dumps(plain, indent=1, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str, folder: Path = Path()) -> Self:
        """Return what `to_json` wrote, with its files in ``folder``.

        Raises:
            ValueError: the text is none that `to_json` writes.
        """
        try:
            plain = json.loads(text)
            cells = tuple(_cell(**cell) for cell in plain.pop("cells"))
            files = {name: folder / name for name in plain.pop("files")}
            remarks = tuple(plain.pop("remarks"))
            return cls(cells=cells, files=files, remarks=remarks, **plain)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            wanted = "wanted is what to_json wrote"
            raise ValueError(f"text is no stored submission ({error}); {wanted}") from None

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a stored submission, with the files that lie beside it.

        Raises:
            OSError: there is no such file.
            ValueError: it holds no submission.
        """
        return cls.from_json(path.read_text(encoding="utf-8"), path.parent)


def _cell(id: str, source: str, origin: Origin) -> Cell:
    if origin not in get_args(Origin):
        raise ValueError(f"origin is {origin!r}; wanted is one of {', '.join(get_args(Origin))}")
    return Cell(id, source, origin)
