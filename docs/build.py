"""The site put together: Sphinx's source from the lessons, then the pages from that source."""

import shutil
from pathlib import Path

from sphinx.cmd.build import build_main

from course_utils.root import course_root
from course_utils.widgets.browser_code import explorer_script
from docs.executed import ExecutedLesson
from docs.lesson_pages import write_lesson_pages
from docs.misconceptions import write_misconceptions
from docs.outputs import digit_reader
from docs.reader.build import write as write_digit_reader
from docs.reference import Reference, write_reference

BY_HAND = Path(__file__).parent / "source"
MATHJAX = Path("node_modules", "mathjax", "es5", "tex-svg-full.js")


def write_source(lessons: list[ExecutedLesson], source: Path) -> None:
    """Write all that Sphinx reads into a new folder.

    Raises:
        FileNotFoundError: MathJax is not there.
        ValueError: a figure has no alt text, or a widget no views.
    """
    mathjax = course_root() / MATHJAX
    if not mathjax.exists():
        raise FileNotFoundError(f"{MATHJAX} is not there, which sets the formulas; run `npm ci`")
    reference = Reference()
    shutil.copytree(BY_HAND, source)
    shutil.copy(course_root() / "README.md", source / "readme.txt")
    write_lesson_pages(lessons, reference, source)
    write_misconceptions(lessons, source)
    write_reference(reference, lessons, source)
    static = source / "_static"
    shutil.copy(mathjax, static / "mathjax.js")
    write_digit_reader(static)
    (static / "explorers.js").write_text(explorer_script(), "utf-8")
    (source / "digit-reader.html").write_text(digit_reader("_static"), "utf-8")


def build_pages(source: Path, target: Path) -> bool:
    """Let Sphinx write the pages into a new folder; return whether that went without a warning."""
    options = ["--fail-on-warning", "--keep-going", "--quiet", "--doctree-dir", str(source / "doctrees")]
    return build_main([*options, str(source), str(target)]) == 0
