"""Run Python as a normal user, also from root: ``python -m tests.classroom.as_user -m pytest tests``.

Root's Python often lies in root's own folder, where nobody else can look; bubblewrap puts another folder in
its place that holds only what Python needs.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
USER = 60_700  # a number that no system gives to anyone
BECOME = (
    "import os, sys; os.setgroups([]); u = int(sys.argv[1]); os.setresgid(u, u, u); os.setresuid(u, u, u); "
)
BECOME += "os.execv(sys.argv[2], sys.argv[2:])"


def command(argv, readable=()):
    """Return the command line that runs ``argv`` as a normal user; None where that cannot be had."""
    if os.getuid() != 0:
        return list(argv)
    needed = [Path(sys.base_prefix), Path(sys.prefix), REPOSITORY, *map(Path, readable)]
    become = [sys.executable, "-c", BECOME, str(USER), *argv]
    hidden = {folder for path in needed if (folder := closed_folder(path))}
    if not hidden:
        return become
    if shutil.which("bwrap") is None:
        return None
    options = ["--dev-bind", "/", "/"]
    for folder in sorted(hidden):
        options += ["--tmpfs", str(folder)]
        for path in sorted(path for path in needed if path.is_relative_to(folder)):
            for parent in reversed([p for p in path.parents if p != folder and p.is_relative_to(folder)]):
                options += ["--dir", str(parent)]
            options += ["--ro-bind", str(path), str(path)]
    return [shutil.which("bwrap"), *options, "--", *become]


def closed_folder(path):
    """Return the outermost folder on the way to ``path`` that is closed to others; None if all is open."""
    folders = (folder for folder in [*reversed(path.parents), path] if not folder.stat().st_mode & 0o001)
    return next(folders, None)


def run(argv, readable=(), **options):
    """Run ``argv`` as a normal user with a home of its own; options as for subprocess.run."""
    with tempfile.TemporaryDirectory() as home:
        if os.getuid() == 0:
            os.chown(home, USER, USER)
        keep = {
            name: value for name, value in os.environ.items() if name not in {"TMPDIR", "LOGNAME", "USER"}
        }
        environment = keep | {"HOME": home, "TMPDIR": home, "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(command(argv, readable), env=environment, check=False, **options)


if __name__ == "__main__":
    if command([sys.executable]) is None:
        sys.exit("root's Python lies in a closed folder: install bubblewrap, or start this as a normal user")
    sys.exit(run([sys.executable, *sys.argv[1:]]).returncode)
