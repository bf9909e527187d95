import re

import pytest
from IPython.core.formatters import DisplayFormatter

from course_utils.widgets.controls import choice, pad, slider, switch
from course_utils.widgets.explorer import MOST_FRAMES, Explorer, Frames, View, known
from course_utils.widgets.sheet import EMPTY
from tests.explorer_walk import assert_every_control_shows_its_view, shown


def view(height, kind, bold):
    return View(
        f'<svg style="width: 100%; max-width: 9px"><text>{height}{kind}</text></svg>',
        f"{height} {kind} & {bold}.",
    )


def controls():
    return {
        "height": slider("Height", 0, 9, 3, unit="m"),
        "kind": choice("Kind", [("Steep", "a"), ("Flat", "b")], "a"),
        "bold": switch("Bold", False),
    }


SURPRISES = [({"height": 9}, "It is high."), ({"height": 1, "kind": "b"}, "It is flat.")]


@pytest.fixture(params=[Explorer, Frames])
def explorer(request):
    return request.param(view, controls(), SURPRISES, "Hills")


@pytest.fixture
def fed():
    return Explorer(view, controls(), SURPRISES, "Hills")


def test_the_kernel_answers_every_value_of_every_control(fed):
    assert_every_control_shows_its_view(fed, view)


def test_it_opens_with_the_first_values(explorer):
    assert explorer.state == explorer.start == {"height": 3, "kind": "a", "bold": False}
    assert shown(explorer) == tuple(view(3, "a", False))


def test_the_browser_gets_controls_surprises_and_title(explorer):
    height, kind, bold = explorer.data["controls"]
    assert (height["name"], height["label"], height["min"], height["max"]) == ("height", "Height", 0, 9)
    assert (height["kind"], height["unit"], height["value"]) == ("slider", "m", 3)
    assert kind["options"] == (("Steep", "a"), ("Flat", "b"))
    assert (bold["kind"], bold["value"]) == ("switch", False)
    assert explorer.data["surprises"] == [[values, remark] for values, remark in SURPRISES]
    assert explorer.data["title"] == "Hills"


def test_several_values_at_once_are_drawn_once(fed):
    drawn = []
    fed.observe(lambda change: drawn.append(change.new["picture"]), "view")
    fed.set(height=8, bold=True)
    assert drawn == [view(8, "a", True).picture]


def test_the_browser_hears_of_a_view_that_looks_like_the_one_before():
    explorer = Explorer(lambda height: View("<svg/>", "Always."), {"height": slider("Height", 0, 9, 3)})
    before = explorer.view
    explorer.set(height=4)
    assert explorer.view != before
    assert shown(explorer) == ("<svg/>", "Always.")


def test_what_the_browser_sends_is_taken_in_the_type_of_the_control():
    seen = []

    def remember(weight, drawing):
        seen.append((weight, drawing))
        return View("<svg/>", "Seen.")

    explorer = Explorer(remember, {"weight": slider("Weight", -1.0, 1.0, 0.5, 0.1), "drawing": pad("d")})
    explorer.set_state({"state": {"weight": 1, "drawing": memoryview(EMPTY)}})
    assert seen[-1] == (1.0, EMPTY)
    assert [type(value) for value in seen[-1]] == [float, bytes]


def test_a_view_that_fails_is_told_where_the_learner_looks():
    def fails_at_five(height):
        return View("<svg/>", f"{10 / (5 - height):g}")

    explorer = Explorer(fails_at_five, {"height": slider("Height", 0, 9, 3)})
    with pytest.raises(ZeroDivisionError):
        explorer.set(height=5)
    assert shown(explorer) == ("<svg/>", "No picture could be drawn: ZeroDivisionError: division by zero")
    explorer.set(height=4)
    assert shown(explorer) == ("<svg/>", "10")


def test_frames_are_all_drawn_in_advance_and_never_again():
    calls = []

    def counted(**values):
        calls.append(values)
        return view(**values)

    frames = Frames(counted, controls(), SURPRISES, "Hills")
    states = [each["state"] for each in frames.data["known"]]
    assert len(states) == 40
    assert all(each == known(each["state"], view(**each["state"])) for each in frames.data["known"])
    assert len(calls) == 40
    frames.set(height=9)
    assert len(calls) == 40
    assert shown(frames) == tuple(view(9, "a", False))


def test_an_explorer_fed_by_the_kernel_knows_nothing_in_advance(fed):
    assert fed.data["known"] == []


def test_too_many_frames_are_refused():
    many = {"height": slider("Height", 1, MOST_FRAMES + 1, 3)}
    with pytest.raises(ValueError, match="^controls have 201 states; wanted are at most 200$"):
        Frames(lambda height: View("<svg/>", "."), many)


def test_a_frame_has_the_first_values_where_none_are_given(explorer):
    assert explorer.frame(height=7) == view(7, "a", False)
    assert explorer.state["height"] == 3


def test_its_text_is_the_same_in_every_run(explorer):
    wanted = "Hills: height = 3, kind = 'a', bold = False"
    data, _ = DisplayFormatter().format(explorer)
    assert repr(explorer) == data["text/plain"] == wanted
    assert "application/vnd.jupyter.widget-view+json" in data
    explorer.set(height=5)
    assert repr(explorer) == wanted


def test_an_empty_drawing_is_left_out_of_the_text():
    explorer = Explorer(lambda drawing: View("<svg/>", "."), {"drawing": pad("Pad")}, title="Sheet")
    assert repr(explorer) == "Sheet"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"width": 3}, "width is no control; wanted are names among height, kind, bold"),
        ({"height": 10}, "height is 10; wanted is a number from 0 to 9"),
        ({"kind": "c"}, "kind is 'c'; wanted is one of 'a', 'b'"),
    ],
)
def test_what_does_not_fit_is_named_and_changes_nothing(explorer, change, message):
    for attempt in (explorer.set, explorer.frame):
        with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
            attempt(**change)
    assert explorer.state == explorer.start
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Explorer(view, controls(), [(change, "Why?")])


def test_without_controls_there_is_no_explorer():
    with pytest.raises(ValueError, match="^controls is empty; wanted is one control at least$"):
        Explorer(view, {})


def test_a_view_by_itself_is_a_picture_on_paper_and_its_sentence():
    alone = view(3, "a", False)
    assert repr(alone) == "3 a & False."
    bundle = alone._repr_mimebundle_()
    assert bundle["text/plain"] == "3 a & False."
    assert bundle["image/svg+xml"] == ('<svg style="background: #ffffff; width: 9px"><text>3a</text></svg>')
