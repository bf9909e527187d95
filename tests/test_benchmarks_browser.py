"""The timing of widgets in JupyterLab: what is run, which keys are pressed, what the table says."""

from itertools import pairwise
from pathlib import Path

import nbformat
import pytest

from benchmarks import browser, widgets
from course_utils.widgets.sheet import ROWS

MOVES = {"Home": (-1, -1), "ArrowRight": (1, 0), "ArrowDown": (0, 1)}


def test_each_explorer_has_a_cell_that_makes_it():
    made = browser.notebook()
    nbformat.validate(made)
    cells = {cell.id: cell.source for cell in made.cells}
    assert list(cells) == ["start", *map(browser.cell_id, widgets.EXPLORERS)]
    assert cells["04-forecast-player"] == "EXPLORERS['04 forecast player']()"


def test_the_notebook_finds_the_explorers_from_another_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = {}
    exec(browser.notebook().cells[0].source, names)
    assert Path(widgets.__file__).is_relative_to(Path.cwd())
    assert names["EXPLORERS"] is widgets.EXPLORERS


@pytest.mark.parametrize(("at_its_end", "way"), [(False, 1), (True, -1)])
def test_a_slider_is_moved_with_every_key_and_comes_back(at_its_end, way):
    turns = browser.slider_keys(at_its_end)
    steps = [{"ArrowLeft": -1, "ArrowRight": 1}[key] for (key,) in turns]
    assert len(steps) == browser.PRESSES
    assert steps[0] == way
    assert all(one == -other for one, other in pairwise(steps))
    assert sum(steps) == 0


def test_every_stroke_inks_a_pixel_that_was_empty():
    pen, at, inked = False, (ROWS // 2, ROWS // 2), set()
    for turn in browser.stroke_keys():
        before = len(inked)
        for key in turn:
            pen ^= key == "Space"
            step = MOVES.get(key, (0, 0))
            at = tuple(min(ROWS - 1, max(0, place + by)) for place, by in zip(at, step, strict=True))
            inked |= {at} if pen else set()
        assert not pen
        assert len(inked) > before


def test_the_goal_is_nearer_where_all_views_are_there():
    goals = {name: browser.goal(make()) for name, make in widgets.EXPLORERS.items()}
    assert {name for name, wanted in goals.items() if wanted == browser.FRAMES_MS} == {
        "03 confusion browser",
        "05 direction explorer",
    }
    assert set(goals.values()) == {browser.FRAMES_MS, browser.KERNEL_MS}


@pytest.mark.parametrize(("wanted", "met"), [(20, "yes"), (19.9, "no")])
def test_a_row_compares_the_median_with_the_goal(wanted, met):
    assert browser.row([10.04, 20.0, 300.0], wanted) == ["3", "20.0", "300.0", str(wanted), met]


def test_without_chromium_one_sentence_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit, match="^Chromium is not found, .* run: make system"):
        browser.main()
