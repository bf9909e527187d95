"""What holds for all tests: the environment of kernels, and the names under which nbval reports cells."""

import os
from collections.abc import Iterator

import pytest
from nbformat import NotebookNode
from nbval.plugin import IPyNbCell, IPyNbFile

from course_utils.execution import HEADLESS_ENVIRONMENT, STRICT_ENVIRONMENT
from course_utils.notebook_cells import without_html_image

collect_ignore_glob = ["tests/notebooks/*"]  # these are executed by tests only, one by one

for _name, _value in STRICT_ENVIRONMENT.items():
    os.environ.setdefault(_name, _value)
os.environ.update(HEADLESS_ENVIRONMENT, RNN_COURSE_OFFLINE="1")
os.environ.pop("MPLBACKEND", None)  # it would keep figures out of notebooks


class NamedCell(IPyNbCell):
    """A cell of a notebook that is reported with its id: ``03_mnist.ipynb::Cell 5 [one-epoch]``.

    Pictures are not compared, and so neither is the HTML image that holds a picture with its alt text.
    """

    def compare_outputs(self, test, ref, skip_compare=None):
        return super().compare_outputs(_without_pictures(test), _without_pictures(ref), skip_compare)

    def reportinfo(self):
        path, line, _ = super().reportinfo()
        return path, line, f"{self.path.name}: {self.name}"


def _without_pictures(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Return copies of the outputs, those that hold data without HTML images."""
    kept = [{"data": without_html_image(output.data)} if "data" in output else {} for output in outputs]
    return [NotebookNode(output | data) for output, data in zip(outputs, kept, strict=True)]


class NotebookOfNamedCells(IPyNbFile):
    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.skip_compare += ("image/svg+xml",)

    def collect(self) -> Iterator[NamedCell]:
        for item in super().collect():
            name = f"{item.name} [{item.cell.get('id', 'no id')}]"
            facts = {"cell_num": item.cell_num, "cell": item.cell, "options": item.options}
            yield NamedCell.from_parent(self, name=name, **facts)


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path, parent):
    collectors = yield
    notebooks = [collector for collector in collectors if isinstance(collector, IPyNbFile)]
    named = [NotebookOfNamedCells.from_parent(parent, path=file_path) for _ in notebooks]
    return named + [collector for collector in collectors if collector not in notebooks]
