import re
from xml.etree import ElementTree

import IPython
import IPython.display
import numpy as np
import pytest
from torch import nn, randn

from course_utils import progress
from course_utils.progress import Progress, live_picture
from course_utils.training import fit


@pytest.fixture(autouse=True)
def _loud(monkeypatch):
    monkeypatch.delenv("TQDM_DISABLE", raising=False)
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_PICTURES", 0)


class Handle:
    """Keeps what a notebook would show in one place, picture after picture."""

    def __init__(self):
        self.shown = []

    def update(self, picture):
        self.shown.append(picture.data)


@pytest.fixture
def notebook(monkeypatch):
    handle = Handle()

    def display(picture, display_id):
        assert display_id
        handle.update(picture)
        return handle

    monkeypatch.setattr(progress, "_in_notebook", lambda: True)
    monkeypatch.setattr(IPython.display, "display", display)
    return handle


def train(epochs=2):
    model = nn.Linear(3, 2)
    inputs, labels = randn(8, 3), (randn(8) > 0).long()
    fit(model, inputs, labels, batch_size=2, epochs=epochs, validation=(inputs, labels))


def test_a_terminal_sees_one_line_that_is_wiped_away(capsys):
    train()
    out, err = capsys.readouterr()
    assert out == ""
    assert re.search(r"training: .* 7/8 .*loss \d", err)
    assert "validation" in err
    assert "\n" not in err
    assert err.rstrip("\r").split("\r")[-1].strip() == "", "the last thing written is blank"


def test_a_notebook_sees_one_picture_that_grows_and_goes(notebook, capsys):
    train()
    *pictures, last = notebook.shown
    assert len(pictures) == 8
    assert last == ""
    assert [re.search(r'value="(\d+)"', picture)[1] for picture in pictures] == [str(n) for n in range(1, 9)]
    assert "validation" not in pictures[3]
    assert "validation" in pictures[4]
    assert capsys.readouterr() == ("", "")


def test_pictures_come_a_few_times_a_second_only(notebook, monkeypatch):
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_PICTURES", 1000)
    train()
    assert notebook.shown == []


def test_it_can_be_silenced(notebook, capsys, monkeypatch):
    monkeypatch.setenv("TQDM_DISABLE", "1")
    train()
    assert notebook.shown == []
    assert capsys.readouterr() == ("", "")


def test_the_picture_goes_also_when_training_stops(notebook):
    def train_and_stop():
        with Progress(3, lambda: np.array([1.0])) as shown:
            shown.step()
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        train_and_stop()
    assert notebook.shown[-1] == ""


def test_outside_a_kernel_nothing_is_taken_for_a_notebook():
    assert not progress._in_notebook()


@pytest.mark.parametrize("done", [1, 2, 50, 2_000])
def test_the_curve_is_the_loss(done):
    losses = np.linspace(4, 1, done)
    root = ElementTree.fromstring(live_picture(losses, 2_000, "<meter> & more"))
    (bar,), (curve,) = root.iter("progress"), root.iter("polyline")
    assert (bar.get("value"), bar.get("max")) == (str(done), "2000")
    points = [tuple(map(float, point.split(","))) for point in curve.get("points").split()]
    assert len(points) == min(done, progress.MOST_POINTS)
    assert points[0] == pytest.approx((progress.WIDTH / 2_000, 0), abs=0.05)
    assert points[-1][0] == pytest.approx(progress.WIDTH * done / 2_000, abs=0.05)
    assert points[-1][1] == pytest.approx(progress.HEIGHT * (1 - losses[-1] / 4), abs=0.05)
    assert "4 at first" in root.find("svg").get("aria-label")
    assert "<meter> & more" in "".join(root.itertext())
