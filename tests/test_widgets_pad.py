import re
from pathlib import Path

import anywidget
import numpy as np
import pytest
import torch
from IPython.core.formatters import DisplayFormatter

from course_utils.widgets import pad
from course_utils.widgets.pad import EMPTY, Pad, to_bytes, to_image

IMAGE = np.random.default_rng(0).integers(0, 256, (28, 28)).astype(np.uint8)


def arrive(sheet, value):
    """Do what the kernel does with a stroke that the browser has sent."""
    sheet.set_state({"value": memoryview(value)})


def test_the_sheet_is_empty_at_first():
    assert Pad().value == EMPTY
    assert not Pad().image.any()


def test_a_stroke_from_the_browser_is_read_row_by_row():
    sheet, seen = Pad(), []
    sheet.observe(lambda change: seen.append(change.new), "value")
    arrive(sheet, IMAGE.tobytes())
    np.testing.assert_array_equal(sheet.image, IMAGE)
    assert seen == [IMAGE.tobytes()]
    assert type(sheet.value) is bytes


def test_a_picture_can_be_put_on_the_sheet():
    sheet = Pad()
    sheet.show(torch.tensor(IMAGE))
    assert sheet.value == IMAGE.tobytes()


def test_the_image_is_a_copy():
    sheet = Pad()
    sheet.image[:] = 9
    assert not sheet.image.any()


def test_clear_takes_an_empty_sheet():
    sheet = Pad()
    sheet.show(IMAGE)
    sheet.clear()
    assert sheet.value == EMPTY


def test_bytes_and_picture_are_the_same_thing():
    np.testing.assert_array_equal(to_image(to_bytes(IMAGE)), IMAGE)
    np.testing.assert_array_equal(to_image(to_bytes(IMAGE.T)), IMAGE.T)  # not contiguous in memory


@pytest.mark.parametrize("value", [b"", EMPTY[1:], EMPTY + b"0"])
def test_another_number_of_bytes_is_refused_and_changes_nothing(value):
    sheet = Pad()
    sheet.show(IMAGE)
    with pytest.raises(ValueError, match=rf"^value holds {len(value)} bytes; wanted are 784"):
        sheet.value = value
    np.testing.assert_array_equal(sheet.image, IMAGE)


@pytest.mark.parametrize(
    ("image", "message"), [(IMAGE[None], r"image has shape \(1, 28, 28\)"), (IMAGE / 255, "image has dtype")]
)
def test_another_picture_is_refused(image, message):
    with pytest.raises(ValueError, match=f"^{message}"):
        Pad().show(image)


def test_two_sheets_do_not_disturb_each_other():
    one, other = Pad(), Pad()
    one.show(IMAGE)
    assert other.value == EMPTY


def test_its_text_is_the_same_in_every_run():
    data, _ = DisplayFormatter().format(Pad())
    assert repr(Pad()) == data["text/plain"] == "Pad()"


def test_the_browser_gets_both_files_and_asks_no_network():
    sheet = Pad()
    assert isinstance(sheet, anywidget.AnyWidget)
    for kind, sent in (("js", sheet._esm), ("css", sheet._css)):
        text = Path(pad.__file__).with_suffix(f".{kind}").read_text("utf-8")
        assert str(sent) == text
        assert not re.search(r"https?:|//\w+\.|\bfetch\b|\bimport\b|@import|url\(", text)


def test_browser_and_kernel_agree_on_the_size():
    (size,) = re.findall(r"^const SIZE = (\d+);$", str(Pad()._esm), re.MULTILINE)
    assert int(size) == pad.ROWS
