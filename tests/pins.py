"""Write constraints.txt and environment.yml from the versions that are installed (`make constraints`)."""

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from itertools import product
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
PROJECT, EXTRA = "rnn-course", "test"
PYTHONS = ("3.11", "3.12", "3.13")
LEFT_TO_TORCH = ("cuda-", "nvidia-", "triton")  # the libraries of CUDA, whose versions torch itself names
SYSTEMS = (("linux", "Linux", "posix"), ("darwin", "Darwin", "posix"), ("win32", "Windows", "nt"))
CONSTRAINTS = """\
# The exact versions that the course was tested with, of every package it needs on Linux, macOS or Windows.
# Written by `make constraints` from what is installed in .venv; what only another system needs keeps its
# line. The libraries of CUDA are not listed: torch itself names their versions.
"""
ENVIRONMENT = """\
# The course for conda, with the very versions of constraints.txt; written by `make constraints`.
# conda env create -f environment.yml
name: rnn-course
channels:
  - conda-forge
  - nodefaults
dependencies:
  - python=3.11
  - pip
  - pip:
      - --constraint constraints.txt
"""


def environments(extra: str) -> Iterator[dict[str, str]]:
    """Yield the environments in which a requirement may apply: each system with each Python."""
    for (system, name, family), python in product(SYSTEMS, PYTHONS):
        yield {
            "extra": extra,
            "os_name": family,
            "sys_platform": system,
            "platform_system": name,
            "python_version": python,
            "python_full_version": f"{python}.0",
        }


def required(name: str, extra: str = "") -> list[Requirement]:
    """Return what an installed package requires on at least one system, with its extra or without one."""

    def applies(wanted: Requirement) -> bool:
        return wanted.marker is None or any(wanted.marker.evaluate(place) for place in environments(extra))

    found = [Requirement(line) for line in requires(name) or []]
    return [wanted for wanted in found if not wanted.name.startswith(LEFT_TO_TORCH) and applies(wanted)]


def needed() -> set[str]:
    """Return the names of all packages that the course and its tests need, directly or not, on any system."""
    names, waiting = set(), {(PROJECT, ""), (PROJECT, EXTRA)}
    seen = set(waiting)
    while waiting:
        name, extra = waiting.pop()
        names.add(name)
        if installed(name):
            found = {
                (canonicalize_name(wanted.name), part)
                for wanted in required(name, extra)
                for part in ("", *wanted.extras)
            }
            waiting |= found - seen
            seen |= found
    return names - {PROJECT}


def installed(name: str) -> str | None:
    """Return the version of a package without its local part (2.13.0, not 2.13.0+cpu), or None."""
    try:
        return Version(version(name)).public
    except PackageNotFoundError:
        return None


def read_pins(text: str) -> dict[str, str]:
    """Return the versions in a file of constraints by name."""
    lines = (line.strip() for line in text.splitlines())
    return dict(line.split("==") for line in lines if line and not line.startswith("#"))


def current_pins(old: dict[str, str]) -> dict[str, str]:
    """Return the installed version of every needed package, or the old pin of one for another system.

    Raises:
        ValueError: a package is needed on another system and has no pin yet.
    """
    pins = {name: installed(name) or old.get(name) for name in sorted(needed())}
    for name, pin in pins.items():
        if pin is None:
            raise ValueError(f"{name} is needed on another system: add {name}==VERSION to constraints.txt")
    return pins


def constraints_text(pins: dict[str, str]) -> str:
    """Return constraints.txt."""
    return CONSTRAINTS + "".join(f"{name}=={pin}\n" for name, pin in pins.items())


def environment_text(pins: dict[str, str]) -> str:
    """Return environment.yml: the packages that pyproject.toml names, and the course itself."""
    names = {canonicalize_name(wanted.name) for extra in ("", EXTRA) for wanted in required(PROJECT, extra)}
    lines = [f"{name}=={pins[name]}" for name in sorted(names)] + [f"--editable .[{EXTRA}]"]
    return ENVIRONMENT + "".join(f"      - {line}\n" for line in lines)


def main() -> None:
    """Rewrite both files."""
    constraints = ROOT / "constraints.txt"
    pins = current_pins(read_pins(constraints.read_text(encoding="utf-8")))
    constraints.write_text(constraints_text(pins), encoding="utf-8")
    (ROOT / "environment.yml").write_text(environment_text(pins), encoding="utf-8")
    print(f"{len(pins)} versions are written to constraints.txt; environment.yml follows them")


if __name__ == "__main__":
    main()
