"""Write the site: `python -m docs` in the folder of the course."""

import shutil
import sys

from course_utils.root import course_root
from docs.build import build_pages, write_source
from docs.executed import executed_lessons


def main() -> int:
    """Write the site to ``build/site`` and return the exit status."""
    build = course_root() / "build"
    source, target = build / "site-source", build / "site"
    for folder in (source, target):
        shutil.rmtree(folder, ignore_errors=True)
    try:
        write_source(list(executed_lessons(build / "executed")), source)
    except (OSError, RuntimeError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    if not build_pages(source, target):
        return 1
    print("The site is in build/site: open build/site/index.html")
    return 0


if __name__ == "__main__":
    sys.exit(main())
