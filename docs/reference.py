"""The reference of the package: a page for each group of modules, written from what the modules hold."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import course_utils
from docs.executed import ExecutedLesson
from docs.markdown import anchor
from docs.names import used_names

GROUPS = {
    "equations": ("Shapes and equations", ("shapes", "cells")),
    "networks": ("Networks and training", ("models", "training", "progress", "checkpoints")),
    "data": (
        "Data",
        ("datasets", "mnist_files", "stand_in", "sine", "tasks", "data_folder", "torchvision_import"),
    ),
    "measures": ("Looking inside, and how sure", ("inspection", "statistics")),
    "figures": ("Figures", ("plotting", "alt_text", "html_image")),
    "widgets": ("Widgets", ("widgets",)),
    "exercises": ("Exercises", ("exercises",)),
    "lessons": ("Lessons", ("lessons", "pitfalls", "runtime", "root")),
    "classroom": ("Classroom", ("classroom",)),
    "tools": (
        "Tools",
        (
            "cli",
            "console",
            "doctor",
            "execution",
            "lab_server",
            "pages",
            "notebook_cells",
            "notebook_form",
            "notebook_rules",
        ),
    ),
}
FOLDER = "reference"


class Entry(NamedTuple):
    """A documented function or class."""

    name: str
    module: str
    summary: str
    methods: tuple[str, ...] | None

    @property
    def short(self) -> str:
        """Return the name as a lesson writes it, such as "training.fit"."""
        return ".".join(self.name.split(".")[-2:])


class Reference:
    """All documented functions and classes of the package.

    A name that a package lists in its ``__all__`` is documented there, any other in its own module.
    """

    @cached_property
    def modules(self) -> dict[str, ModuleType]:
        """Return every module of the package by its full name."""
        found = pkgutil.walk_packages(course_utils.__path__, f"{course_utils.__name__}.")
        return {name: importlib.import_module(name) for name in sorted(module.name for module in found)}

    @cached_property
    def entries(self) -> list[Entry]:
        """Return what is documented, module by module, in the order of the source."""
        return [_entry(thing, module) for thing, module in self._homes.items()]

    def find(self, name: str) -> Entry | None:
        """Return the entry of what code reaches by ``name``; None where that is none."""
        thing = course_utils
        for part in name.split(".")[1:]:
            if not hasattr(thing, part):
                break
            thing = getattr(thing, part)
            if _is_documented(thing):
                return self._by_thing.get(thing)
        return None

    @cached_property
    def _by_thing(self) -> dict[type, Entry]:
        return dict(zip(self._homes, self.entries, strict=True))

    @cached_property
    def _homes(self) -> dict[type, str]:
        """Return for each function and class the module that documents it."""
        homes: dict[type, str] = {}
        for name, module in self.modules.items():
            for public in getattr(module, "__all__", ()):
                thing = getattr(module, public)
                if _is_documented(thing):
                    homes.setdefault(thing, name)
        for name, module in self.modules.items():
            for public, thing in vars(module).items():
                own = _is_documented(thing) and thing.__module__ == name and thing.__name__ == public
                if own and not public.startswith("_"):
                    homes.setdefault(thing, name)
        return homes


def write_reference(reference: Reference, lessons: list[ExecutedLesson], source: Path) -> None:
    """Write the page of each group into the folder of Sphinx's source."""
    users = _users(reference, lessons)
    folder = source / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for group, (title, members) in GROUPS.items():
        parts = [_heading(title, "=")]
        for member in members:
            parts += _modules(f"course_utils.{member}", reference, users)
        (folder / f"{group}.rst").write_text("\n\n".join(parts) + "\n", "utf-8")


def _users(reference: Reference, lessons: list[ExecutedLesson]) -> dict[Entry, dict[str, str]]:
    """Return for each entry the lessons that use it, with the first cell of each."""
    users: dict[Entry, dict[str, str]] = {}
    for lesson in lessons:
        for name, cells in used_names(lesson.notebook).items():
            if entry := reference.find(name):
                users.setdefault(entry, {}).setdefault(lesson.number, cells[0])
    return users


def _modules(member: str, reference: Reference, users: dict) -> Iterator[str]:
    """Yield the text on a module; of a package, also on those modules below it that document something."""
    for name in reference.modules:
        entries = [entry for entry in reference.entries if entry.module == name]
        if name == member or (name.startswith(f"{member}.") and entries):
            yield _heading(name.removeprefix("course_utils."), "-")
            yield f".. automodule:: {name}"
            yield from (_directive(entry) + _used_in(users.get(entry, {})) for entry in entries)


def _heading(title: str, line: str) -> str:
    return f"{title}\n{line * len(title)}"


def _directive(entry: Entry) -> str:
    if entry.methods is None:
        return f".. autofunction:: {entry.name}"
    members = f"\n   :members: {', '.join(entry.methods)}" if entry.methods else ""
    return f".. autoclass:: {entry.name}{members}"


def _used_in(lessons: dict[str, str]) -> str:
    if not lessons:
        return ""
    links = (
        f":ref:`lesson {number}, cell {cell} <{anchor(number, cell)}>`" for number, cell in lessons.items()
    )
    return f"\n\n   Used in {'; '.join(links)}."


def _is_documented(thing: object) -> bool:
    return (inspect.isfunction(thing) or inspect.isclass(thing)) and thing.__module__.startswith(
        "course_utils."
    )


def _entry(thing: type, module: str) -> Entry:
    summary = (inspect.getdoc(thing) or "").partition("\n")[0]
    methods = tuple(_methods(thing)) if inspect.isclass(thing) else None
    return Entry(f"{module}.{thing.__name__}", module, summary, methods)


def _methods(thing: type) -> Iterator[str]:
    """Yield the documented public methods and properties that the class itself defines."""
    for name, value in vars(thing).items():
        function = value.fget if isinstance(value, property) else value
        if inspect.isfunction(function) and function.__doc__ and not name.startswith("_"):
            yield name
