"""The settings of a class, from its class.toml: name, deadlines, late submissions, limits of the sandbox."""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path

from course_utils.classroom.isolation.limits import Limits

ATTEMPTS = ("last", "best")
POLICIES = ("none", "zero", "percent")
LATE = {"policy": "none", "percent_per_day": 10, "grace_minutes": 0}
KEYS = ("name", "attempt", "exchange", "late", "limits", "assignments")

TEMPLATE = """\
# The settings of this class. A change is heeded by the next command.

name = "{name}"
attempt = "last"          # which attempt of a student counts: "last" or "best"

# Where nbgrader's exchange lies, if you use it.
# exchange = "/srv/nbgrader/exchange"

[late]
policy = "none"           # "none": no penalty; "zero": no points; "percent": a share for every day begun
percent_per_day = 10
grace_minutes = 0

[limits]                  # what one submission may use; what is not named here keeps its default
# cell_seconds = 30

# A deadline needs its distance from UTC. lms_id is the number of the assignment in Canvas.
# [assignments.cells_and_shapes]
# deadline = 2030-01-31T23:59:00+01:00
# lms_id = "4711"
"""


@dataclass(frozen=True)
class Plan:
    """What the teacher has set for one assignment: when it is due (in UTC), and its number in Canvas."""

    deadline: datetime | None = None
    lms_id: str = ""


@dataclass(frozen=True)
class Settings:
    """The settings of a class.

    Attributes:
        name: the name of the class, which is also nbgrader's course id.
        attempt: which attempt counts, "last" or "best".
        late: "policy", "percent_per_day" and "grace_minutes".
        limits: of the sandbox, where they differ from its defaults.
        plans: deadline and number in Canvas, by the name of the assignment.
    """

    name: str
    attempt: str = "last"
    late: Mapping[str, object] = field(default_factory=lambda: dict(LATE))
    limits: Mapping[str, object] = field(default_factory=dict)
    plans: Mapping[str, Plan] = field(default_factory=dict)

    def plan(self, assignment: str) -> Plan:
        """Return what is set for an assignment; nothing is, where it is not named."""
        return self.plans.get(assignment, Plan())


def read_settings(path: Path) -> Settings:
    """Read the settings of a class.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no TOML, or holds what is no setting.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise ValueError(f"{path} is no TOML in UTF-8: {error}") from None
    _expect_keys(path, "", content, KEYS)
    late = LATE | _table(path, "late", content)
    _expect_keys(path, "[late] ", late, tuple(LATE))
    _expect_late(path, late)
    limits = _table(path, "limits", content)
    _expect_keys(path, "[limits] ", limits, tuple(entry.name for entry in fields(Limits)))
    if "exchange" in content:
        _expect_exchange(path, content["exchange"])
    return Settings(
        name=_name(path, content.get("name")),
        attempt=_one_of(path, "attempt", content.get("attempt", "last"), ATTEMPTS),
        late=late,
        limits=limits,
        plans={name: _plan(path, name, plan) for name, plan in _table(path, "assignments", content).items()},
    )


def _spoken(deadline: object) -> str:
    """Return a deadline as it stands in the file: a text in quotation marks, all else without."""
    return f"the text {deadline!r}" if isinstance(deadline, str) else str(deadline)


def _expect_exchange(path: Path, exchange: object) -> None:
    if not isinstance(exchange, str) or not exchange.startswith("/"):
        raise ValueError(f'{path}: exchange is {exchange!r}; wanted is a folder, such as "/srv/exchange"')


def _table(path: Path, key: str, content: Mapping) -> dict:
    table = content.get(key, {})
    if not isinstance(table, dict):
        raise ValueError(f"{path}: {key} is {table!r}; wanted is a table, [{key}]")
    return table


def _expect_keys(path: Path, where: str, content: Mapping, known: tuple[str, ...]) -> None:
    for key in content:
        if key not in known:
            raise ValueError(f"{path}: {where}{key} is no setting; wanted are {', '.join(known)}")


def _name(path: Path, name: object) -> str:
    if not isinstance(name, str) or not name.strip() or not name.isprintable() or "/" in name:
        raise ValueError(f"{path}: name is {name!r}; wanted is the name of the class, a text without /")
    return name.strip()


def _one_of(path: Path, key: str, value: object, known: tuple[str, ...]) -> str:
    if value not in known:
        raise ValueError(f"{path}: {key} is {value!r}; wanted is one of {', '.join(known)}")
    return value


def _expect_late(path: Path, late: Mapping[str, object]) -> None:
    _one_of(path, "[late] policy", late["policy"], POLICIES)
    for key, highest in (("percent_per_day", 100), ("grace_minutes", math.inf)):
        value = late[key]
        if type(value) not in (int, float) or not 0 <= value <= highest:
            raise ValueError(f"{path}: [late] {key} is {value!r}; wanted is a number from 0 to {highest}")


def _plan(path: Path, name: str, content: object) -> Plan:
    where = f"[assignments.{name}] "
    if not isinstance(content, dict):
        raise ValueError(f"{path}: assignments.{name} is {content!r}; wanted is a table, {where.strip()}")
    _expect_keys(path, where, content, ("deadline", "lms_id"))
    deadline = content.get("deadline")
    if deadline is None:
        return Plan(None, str(content.get("lms_id", "")))
    if not isinstance(deadline, datetime) or deadline.tzinfo is None:
        raise ValueError(
            f"{path}: {where}deadline is {_spoken(deadline)}; wanted is a time with its distance from UTC, "
            "such as 2030-01-31T23:59:00+01:00"
        )
    return Plan(deadline.astimezone(UTC), str(content.get("lms_id", "")))
