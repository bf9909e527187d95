"""What runs in the browser, put together from the files in ``browser/``."""

import re
from collections.abc import Iterable
from pathlib import Path

FOLDER = Path(__file__).parent / "browser"
EXPLORER = tuple(
    FOLDER / name for name in ("elements.js", "pad.js", "controls.js", "player.js", "explorer.js")
)
IMPORT = re.compile(r"^import .*\n", re.MULTILINE)
EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)
DEFAULT = re.compile(r"^export default .*\n", re.MULTILINE)


def module(files: Iterable[Path]) -> str:
    """Return several modules as the text of one that imports nothing.

    Args:
        files: each before those that import from it. Names are unique among all of them; the last file may
            have a default export, which the text keeps.
    """
    return "\n".join(EXPORT.sub("", IMPORT.sub("", path.read_text("utf-8"))) for path in files)


def script(files: Iterable[Path], namespace: str, names: Iterable[str]) -> str:
    """Return several modules as the text of a classic script, which a page can load from a local file.

    Args:
        files: as in `module`; a default export is left out.
        namespace: the global variable that gets the names, and keeps what it has.
        names: what of the modules is for the page.
    """
    offered = f"window.{namespace} = {{ ...window.{namespace}, {', '.join(names)} }};"
    return f"(() => {{\n{DEFAULT.sub('', module(files))}\n{offered}\n}})();\n"


def explorer_script() -> str:
    """Return the classic script that gives a page ``rnnCourse.show(element, data)``."""
    return script(EXPLORER, "rnnCourse", ["show"])


def styles() -> str:
    """Return the style sheet of explorers and pads."""
    return (FOLDER / "explorer.css").read_text("utf-8")
