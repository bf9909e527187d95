"""Tests of the sheet to draw on, by mouse, by finger and by keys: what is drawn is read and not lost."""

from playwright.sync_api import expect

from tests.browser.widget import Widget

DRAWER = "digit-drawer"
SEVEN = [(8, 6), (20, 6), (17, 13), (14, 19), (12, 24)]  # in pixels of the sheet
KEYS = [
    *(("Home", 28), ("ArrowDown", 6), ("ArrowRight", 8), (" ", 1)),
    *(("ArrowRight", 12), ("End", 6), ("ArrowDown", 9)),
]
EMPTY = "The sheet is empty."


class Drawing:
    def test_a_digit_drawn_by_mouse_is_read_and_can_be_taken_back(self, lesson):
        drawer = _empty_drawer(lesson)
        points = _places(drawer, SEVEN)
        lesson.page.mouse.move(*points[0])
        lesson.page.mouse.down()
        for point in points[1:]:
            lesson.page.mouse.move(*point, steps=5)
        lesson.page.mouse.up()
        _assert_read(drawer)
        lesson.keep("drawn-by-mouse", drawer.root)
        drawer.button("Undo").click()
        expect(drawer.readout).to_contain_text(EMPTY)
        drawer.assert_shown()

    def test_a_digit_drawn_by_finger_is_read_and_can_be_wiped_away(self, lesson):
        drawer = _empty_drawer(lesson)
        finger = lesson.page.context.new_cdp_session(lesson.page)
        points = [{"x": x, "y": y} for x, y in _places(drawer, SEVEN)]
        finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points[:1]})
        for point in points[1:]:
            finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
        finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        _assert_read(drawer)
        lesson.keep("drawn-by-finger", drawer.root)
        drawer.button("Clear").click()
        expect(drawer.readout).to_contain_text(EMPTY)

    def test_a_digit_drawn_by_keys_is_read_and_can_be_wiped_away(self, lesson):
        drawer = _empty_drawer(lesson)
        _sheet(drawer).focus()
        press = lesson.page.keyboard.press
        for key, times in KEYS:
            for _ in range(times):
                press(key)
        expect(_status(drawer)).to_have_text("Row 22, column 15, pen down.")
        expect(drawer.readout).to_contain_text(EMPTY)
        press(" ")
        _assert_read(drawer)
        lesson.keep("drawn-by-keys", drawer.root)
        press("Backspace")
        expect(drawer.readout).to_contain_text(EMPTY)
        press(" ")
        press("ArrowDown")
        press(" ")
        expect(drawer.readout).not_to_contain_text(EMPTY)
        press("Delete")
        expect(drawer.readout).to_contain_text(EMPTY)
        assert len(lesson.code_cells()) == len({*lesson.code_cells()}), "no cell was deleted"

    def test_a_drawing_outlives_a_rerun_of_the_cell(self, lesson):
        drawer = _empty_drawer(lesson)
        points = _places(drawer, SEVEN)
        lesson.page.mouse.move(*points[0])
        lesson.page.mouse.down()
        lesson.page.mouse.move(*points[1], steps=5)
        lesson.page.mouse.up()
        _assert_read(drawer)
        inked = _status(drawer).inner_text().split()[-5]
        lesson.cell(DRAWER).locator(".cm-content").click()
        lesson.run_cell(DRAWER)
        drawer.find()
        expect(_status(drawer)).to_contain_text(f"{inked} of 784 pixels inked.")
        _assert_read(drawer)
        drawer.button("Reset").click()


def _empty_drawer(lesson) -> Widget:
    drawer = Widget(lesson, DRAWER)
    drawer.button("Reset").click()
    expect(drawer.readout).to_contain_text(EMPTY)
    _sheet(drawer).scroll_into_view_if_needed()
    return drawer


def _sheet(drawer: Widget):
    return drawer.root.get_by_role("application", name="Drawing pad of 28 rows and 28 columns")


def _status(drawer: Widget):
    return drawer.root.locator(".rnn-pad [role=status]")


def _places(drawer: Widget, pixels) -> list[tuple[float, float]]:
    """Return where pixels of the sheet lie in the page."""
    box = drawer.root.locator("canvas").bounding_box()
    return [(box["x"] + x / 28 * box["width"], box["y"] + y / 28 * box["height"]) for x, y in pixels]


def _assert_read(drawer: Widget) -> None:
    expect(drawer.readout).not_to_contain_text(EMPTY)
    expect(drawer.readout).to_contain_text("After row 28 of 28 the network believes ")
    drawer.assert_shown()
