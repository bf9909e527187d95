import matplotlib
import pytest

from course_utils.alt_text import describe
from course_utils.plotting import COLOURS
from course_utils.plotting.drawing import arrow, box, canvas, note

pytestmark = pytest.mark.usefixtures("drawn_figures")


@pytest.fixture
def sheet():
    axes = canvas(4, 3, title="A sheet")
    describe(axes, "An empty sheet.")
    return axes


def test_the_sheet_has_its_size_and_no_axes(sheet):
    assert (sheet.get_xlim(), sheet.get_ylim()) == ((0, 4), (0, 3))
    assert not sheet.axison
    assert sheet.get_aspect() == 1


def test_a_box_stands_around_its_centre_with_its_text(sheet):
    frame = box(sheet, 2, 1, "h", colour="hidden", width=1.5, height=0.5, style="--")
    assert frame.get_bbox().bounds == pytest.approx((1.25, 0.75, 1.5, 0.5))
    assert frame.get_edgecolor() == matplotlib.colors.to_rgba(COLOURS["hidden"])
    assert frame.get_linestyle() == "--"
    (text,) = sheet.texts
    assert (text.get_text(), text.get_position()) == ("h", (2, 1))


@pytest.mark.parametrize(("end", "beside"), [((3, 1), "center"), ((1, 2), "left")])
def test_an_arrow_carries_its_text_beside_its_middle(sheet, end, beside):
    line = arrow(sheet, (1, 1), end, text="x", colour="input")
    assert line.get_edgecolor() == matplotlib.colors.to_rgba(COLOURS["input"])
    (text,) = sheet.texts
    assert text.xy == ((1 + end[0]) / 2, (1 + end[1]) / 2)
    assert text.get_ha() == beside


def test_an_arrow_without_text_writes_none(sheet):
    arrow(sheet, (1, 1), (2, 2), bend=0.3)
    assert not sheet.texts


def test_a_note_is_aligned_as_asked(sheet):
    assert note(sheet, 1, 1, "N").get_ha() == "center"
    assert note(sheet, 1, 1, "N", ha="left").get_ha() == "left"
