"""What design and house rules say about the code itself: who imports whom, how long, how documented."""

import ast
import builtins
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path
from statistics import median

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGE = REPOSITORY / "course_utils"

# Who may import whom. A name stands for a module or for a whole subpackage; a new one needs its place here.
MAY_IMPORT = {
    "shapes": set(),
    "cells": {"shapes"},
    "models": set(),
    "training": {"progress"},
    "progress": set(),
    "checkpoints": set(),
    "sine": set(),
    "tasks": set(),
    "pitfalls": set(),
    "inspection": set(),
    "statistics": set(),
    "runtime": set(),
    "root": set(),
    "data_folder": set(),
    "torchvision_import": set(),
    "mnist_files": {"data_folder", "torchvision_import"},
    "stand_in": {"data_folder"},
    "datasets": {"mnist_files", "root", "stand_in"},
    "html_image": set(),
    "alt_text": {"html_image"},
    "plotting": {"alt_text"},
    "lessons": {"alt_text", "pitfalls", "plotting", "runtime"},
    "exercises": {"shapes"},
    "widgets": {
        "cells",
        "datasets",
        "html_image",
        "inspection",
        "models",
        "plotting",
        "shapes",
        "sine",
        "tasks",
    },
}
# What runs and checks the lessons may import all, and nothing else imports it.
NOTEBOOKS = {"notebook_cells", "notebook_form", "notebook_rules"}
TOOLS = {"classroom", "cli", "console", "doctor", "execution", "lab_server", "pages", *NOTEBOOKS}

# Which libraries the teaching modules stand on.
MAY_USE = {
    "shapes": set(),
    "root": set(),
    "html_image": set(),
    "cells": {"torch"},
    "checkpoints": {"torch"},
    "pitfalls": set(),
    "sine": {"torch"},
    "tasks": {"torch"},
    "models": {"torch"},
    "inspection": {"torch"},
    "runtime": {"torch"},
    "training": {"numpy", "torch"},
    "progress": {"IPython", "numpy", "tqdm"},
    "statistics": {"numpy", "scipy"},
    "alt_text": {"IPython", "PIL", "matplotlib"},
    "plotting": {"matplotlib", "numpy"},
    "exercises": {"numpy", "scipy", "torch"},
}
GLOBAL_SWITCHES = {
    "manual_seed",
    "manual_seed_all",
    "seed",
    "set_default_device",
    "set_num_interop_threads",
    "set_num_threads",
    "use_deterministic_algorithms",
}
SHOWS_POINTS = "course_utils.classroom.judge.question"  # in the source notebook of an assignment
SECTIONS = ["Args", "Attributes", "Returns", "Yields", "Shape", "Raises", "Source"]


def module_name(path):
    parts = path.relative_to(REPOSITORY).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


TREES = {module_name(path): ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}
NAMES = sorted(TREES)


def group(module):
    """The module right below the package that ``module`` is, or lies in; "" for the package itself."""
    return module.split(".")[1] if "." in module else ""


def imported(tree):
    """Yield (module, is it at the top level) for every import; a module of ours with its full name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            full = [f"{node.module}.{alias.name}" for alias in node.names]
            names = [name if name in TREES else node.module for name in full]
        else:
            continue
        yield from ((name, node in tree.body) for name in names)


def ours(module):
    return {name for name, _ in imported(TREES[module]) if name.split(".")[0] == "course_utils"}


def libraries(module):
    names = {name.split(".")[0] for name, _ in imported(TREES[module])}
    return names - {"course_utils"} - sys.stdlib_module_names


def dotted(node):
    """Return "torch.cuda.manual_seed" for such an expression, "" for one that is not made of names alone."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and dotted(node.value):
        return f"{dotted(node.value)}.{node.attr}"
    return ""


def calls(tree):
    return [dotted(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)]


SAMPLE = """
import torch, course_utils.shapes as shapes
from course_utils import plotting, __version__
from course_utils.exercises.core import check

def long(x):
    \"\"\"Say so.\"\"\"
    import scipy.stats
    torch.cuda.manual_seed(0)
    torch.Generator().manual_seed(0)
    if x:
        raise ValueError("x")
    raise check("x")
"""


def test_the_measures_of_this_file_see_what_they_are_for():
    tree = ast.parse(SAMPLE)
    assert dict(imported(tree)) == {
        "torch": True,
        "course_utils.shapes": True,
        "course_utils.plotting": True,
        "course_utils": True,
        "course_utils.exercises.core": True,
        "scipy.stats": False,
    }
    assert {"torch.cuda.manual_seed", "ValueError"} <= set(calls(tree))
    assert not {"torch.Generator.manual_seed", "manual_seed"} & set(calls(tree))
    (function,) = public(tree)
    assert body_lines(function) == 6
    assert list(raised(function)) == ["ValueError"]
    assert group("course_utils.exercises.core") == "exercises"
    assert group("course_utils") == ""


# --- imports ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("module", NAMES)
def test_every_module_imports_only_what_it_may(module):
    place = group(module)
    assert place in {"", *MAY_IMPORT, *TOOLS}, "a new module needs its place in MAY_IMPORT or TOOLS"
    others = {group(name) for name in ours(module)} - {place}
    allowed = {"", *MAY_IMPORT, *TOOLS} if place in TOOLS else MAY_IMPORT.get(place, set())
    assert others <= allowed


@pytest.mark.parametrize("module", NAMES)
def test_every_module_uses_only_its_libraries(module):
    assert libraries(module) <= MAY_USE.get(group(module), libraries(module))
    assert "ipywidgets" not in libraries(module) or group(module) == "widgets"


@pytest.mark.parametrize("module", NAMES)
def test_slow_libraries_are_imported_inside_functions(module):
    at_the_top = {name.split(".")[0] for name, top in imported(TREES[module]) if top}
    assert not at_the_top & {"torchvision", "sklearn", "scipy", "IPython"}


def test_imports_run_in_no_circle():
    assert list(TopologicalSorter({module: ours(module) for module in NAMES}).static_order())


def test_the_tables_name_only_modules_that_exist():
    existing = {group(module) for module in NAMES}
    assert existing >= {*MAY_IMPORT, *MAY_USE, *TOOLS}


def test_importing_the_package_imports_nothing_heavy():
    script = "import course_utils, sys; print(sorted(m for m in sys.modules if '.' not in m))"
    command = [sys.executable, "-c", script]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "'course_utils'" in loaded
    for library in ("torch", "matplotlib", "numpy", "IPython", "ipywidgets"):
        assert f"'{library}'" not in loaded


# --- side effects -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("module", NAMES)
def test_only_runtime_touches_global_state(module):
    if module == "course_utils.runtime":
        assert "torch.manual_seed" in calls(TREES[module])
        return
    for name in calls(TREES[module]):
        first, last = name.split(".")[0], name.split(".")[-1]
        assert not (first in {"torch", "np", "numpy", "random"} and last in GLOBAL_SWITCHES), name
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.ImportFrom) and node.module.split(".")[0] in {"torch", "numpy", "random"}:
            assert not {alias.name for alias in node.names} & GLOBAL_SWITCHES
        if isinstance(node, ast.Assign):
            assert not any(dotted(target).startswith("torch.backends.") for target in node.targets)


@pytest.mark.parametrize("module", NAMES)
def test_no_module_does_what_none_should(module):
    for node in ast.walk(TREES[module]):
        assert not (isinstance(node, ast.ExceptHandler) and node.type is None), "bare except"
        assert not (isinstance(node, ast.Attribute) and dotted(node) == "sys.path"), "sys.path"
    if group(module) not in {"lessons", "exercises", "cli"} and module != SHOWS_POINTS:
        assert "print" not in calls(TREES[module])


# --- size and documentation ---------------------------------------------------------------------------------


def functions(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def body_lines(function):
    """Lines from the first statement after the docstring to the end."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("module", NAMES)
def test_modules_and_functions_are_short(module):
    path = REPOSITORY / module.replace(".", "/")
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    assert len(path.read_text("utf-8").splitlines()) <= 300
    long = {function.name: body_lines(function) for function in functions(TREES[module])}
    assert {name: lines for name, lines in long.items() if lines > 30} == {}


def test_half_of_the_functions_have_ten_lines_at_most():
    assert median(body_lines(function) for tree in TREES.values() for function in functions(tree)) <= 10


def public(tree):
    """Yield the public functions and classes of a module and the public methods of those classes."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node)


def raised(function):
    """Yield the names of Python's own exceptions in the raise statements of the function."""
    for node in ast.walk(function):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            name = dotted(node.exc.func)
            if hasattr(builtins, name):
                yield name


@pytest.mark.parametrize("module", NAMES)
def test_public_names_are_documented(module):
    assert ast.get_docstring(TREES[module]), "the module itself"
    for node in public(TREES[module]):
        text = ast.get_docstring(node)
        assert text, node.name
        assert re.match(r"\S.*[.:]$", text.splitlines()[0]), f"{node.name}: the first line is a sentence"
        found = re.findall(rf"^({'|'.join(SECTIONS)}):", text, re.MULTILINE)
        assert found == sorted(found, key=SECTIONS.index), f"{node.name}: order of the sections"
        for error in raised(node) if isinstance(node, ast.FunctionDef) else ():
            assert re.search(rf"\b{error}\b|Raises as `", text), f"{node.name}: raises {error}"


def test_every_module_has_its_test_file():
    tests = {path.stem for path in (REPOSITORY / "tests").rglob("test_*.py")}
    modules = [path for path in PACKAGE.rglob("*.py") if path.name != "__init__.py"]
    wanted = {"_".join(["test", *module_name(path).split(".")[1:]]) for path in modules}
    assert wanted - tests == set()


# --- the repository -----------------------------------------------------------------------------------------


@pytest.mark.skipif(not (REPOSITORY / ".git").exists(), reason="an archive without git's list of files")
def test_nothing_stray_is_tracked():
    command = ["git", "ls-files", "-z"]
    tracked = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout
    paths = [Path(name) for name in tracked.split("\0") if name]
    assert Path("pyproject.toml") in paths
    stray = {".ipynb_checkpoints", "__pycache__", ".venv", "build", "data", ".DS_Store", ".coverage"}
    for path in paths:
        assert not stray & set(path.parts), path
        assert path.suffix not in {".pyc", ".pt", ".part", ".gz", ".npz", ".log"}, path
        assert not (REPOSITORY / path).exists() or (REPOSITORY / path).stat().st_size <= 1_000_000, path
