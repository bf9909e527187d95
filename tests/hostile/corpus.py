"""The cases: each a small file that says what it tries, where its code goes and what is to come of it."""

import ast
import re
import runpy
from dataclasses import dataclass
from pathlib import Path

CASES = Path(__file__).parent / "cases"
GROUPS = {
    "secrets": "reading secrets",
    "judge": "changing the judge or the mark",
    "others": "other people's data",
    "batch": "killing or stalling the batch",
    "exhaust": "exhausting the machine",
    "files": "malformed files",
    "notebooks": "malformed notebooks",
    "honest": "honest controls",
}
ANSWER, BEFORE, AFTER = "the answer", "a cell before the honest answer", "a cell after the honest answer"
MARKS = re.compile(r"full|none|less than full|refused|anything|points [0-9.]+")
DEMANDS = {"nothing injected", "received now"}
HEADER = re.compile(r"^# (goes into|expects|comes as): (.+)\n", re.MULTILINE)


@dataclass(frozen=True)
class Case:
    """A submission of the corpus.

    Attributes:
        group: the class of attempts that it belongs to.
        name: what is tried, in words.
        tries: the same in a sentence.
        place: where its code goes in an honest notebook; "" where a function makes all that is handed in.
        mark: what is to come of it.
        demands: what else must hold.
        archived: whether it comes in an archive of its own.
        path: of its file.
    """

    group: str
    name: str
    tries: str
    place: str
    mark: str
    demands: frozenset[str]
    archived: bool
    path: Path

    @property
    def id(self):
        """Return an id that can be a student's."""
        return f"{self.group}.{self.name}"[:64]

    def code(self):
        """Return the code that goes into a cell."""
        text = HEADER.sub("", self.path.read_text("utf-8"))
        tree = ast.parse(text)
        for node in tree.body:
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "CODE":
                return ast.literal_eval(node.value)
        return "\n".join(text.splitlines()[tree.body[0].end_lineno :]).strip() + "\n"

    def make(self, folder, notebook, arena):
        """Put into a folder what is handed in."""
        runpy.run_path(str(self.path))["make"](folder, notebook, arena)


def read_case(path):
    """Read a case from its file."""
    text = path.read_text("utf-8")
    facts = dict(HEADER.findall(text))
    mark, *demands = facts["expects"].split(", ")
    return Case(
        path.parent.name,
        path.stem,
        ast.get_docstring(ast.parse(text)),
        facts.get("goes into", ""),
        mark,
        frozenset(demands),
        "comes as" in facts,
        path,
    )


def read_cases(words=()):
    """Return all cases, class by class; or those with some ids, or whose id holds one of some words."""
    cases = [read_case(path) for group in GROUPS for path in sorted((CASES / group).glob("*.py"))]
    parts = set(words) - {case.id for case in cases}
    return [case for case in cases if not words or case.id in words or any(part in case.id for part in parts)]
