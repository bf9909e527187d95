import json

import pytest

from course_utils.widgets.controls import choice, pad, slider
from course_utils.widgets.explorer import Explorer, Frames, View
from course_utils.widgets.page import MOST_VALUES, page_data, write_explorers


def view(height, kind):
    return View(f"<svg>{height}{kind}</svg>", f"{height} {kind}.")


def controls(highest=4):
    return {"height": slider("Height", 0, highest, 2), "kind": choice("Kind", ["a", "b"], "a")}


def states(data):
    return [(each["state"]["height"], each["state"]["kind"]) for each in data["known"]]


def test_frames_are_all_there():
    data = page_data(Frames(view, controls()))
    assert len(states(data)) == 10
    assert data["partial"] is False


def test_of_another_explorer_one_control_moves_at_a_time_and_the_surprises_are_there():
    data = page_data(Explorer(view, controls(), [({"height": 4, "kind": "b"}, "Look.")]))
    assert states(data)[0] == (2, "a")
    assert sorted(states(data)) == [(0, "a"), (1, "a"), (2, "a"), (2, "b"), (3, "a"), (4, "a"), (4, "b")]
    assert data["partial"] is True
    assert all(each["picture"] == view(**each["state"]).picture for each in data["known"])


def test_of_a_long_slider_some_values_are_there_and_both_ends():
    heights = [height for height, _ in states(page_data(Explorer(view, controls(highest=1_000))))]
    assert len(set(heights)) <= MOST_VALUES + 1
    assert {0, 2, 1_000} <= set(heights)


def test_an_explorer_may_name_the_states_itself():
    samples = [{"height": 1, "kind": "b"}, {"height": 3}]
    data = page_data(Explorer(view, controls(), samples=samples))
    assert states(data) == [(1, "b"), (3, "a")]
    assert data["partial"] is True


def test_every_explorer_among_the_results_is_written_but_for_pads(tmp_path):
    one, two = Explorer(view, controls(), title="One"), Frames(view, controls(), title="Two")
    drawn = Explorer(lambda drawing: View("<svg/>", "."), {"drawing": pad("Pad")})
    write_explorers(tmp_path / "new", [3, one, None, drawn, two])
    files = {path.stem: json.loads(path.read_text("utf-8")) for path in (tmp_path / "new").iterdir()}
    assert {key: data["title"] for key, data in files.items()} == {one.model_id: "One", two.model_id: "Two"}


@pytest.mark.parametrize("made", [Explorer, Frames])
def test_what_is_written_can_be_read_by_a_browser(made):
    data = page_data(made(view, controls()))
    assert json.loads(json.dumps(data, allow_nan=False))["controls"][0]["label"] == "Height"
