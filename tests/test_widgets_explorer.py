import re

import ipywidgets
import pytest

from course_utils.widgets.explorer import Explorer, View, choice, slider, switch


def view(height, kind, bold):
    return View(
        f'<svg style="width: 100%; max-width: 9px"><text>{height}{kind}</text></svg>',
        f"{height} {kind} & {bold}.",
    )


@pytest.fixture
def explorer():
    controls = {
        "height": slider("Height", 0, 9, 3),
        "kind": choice("Kind", [("Steep", "a"), ("Flat", "b")], "a"),
        "bold": switch("Bold", False),
    }
    surprises = [({"height": 9}, "It is high."), ({"height": 1, "kind": "b"}, "It is flat.")]
    return Explorer(view, controls, surprises, name="Hills")


def test_it_shows_the_view_of_the_first_values(explorer):
    assert explorer.state == {"height": 3, "kind": "a", "bold": False}
    assert (explorer.picture.value, explorer.readout.value) == explorer.frame(**explorer.state)
    assert "3 a &amp; False." in explorer.readout.value
    assert 'aria-live="polite"' in explorer.readout.value


@pytest.mark.parametrize(("name", "value"), [("height", 0), ("height", 9), ("kind", "b"), ("bold", True)])
def test_every_control_changes_picture_and_readout(explorer, name, value):
    explorer.controls[name].value = value
    assert (explorer.picture.value, explorer.readout.value) == explorer.frame(**explorer.state)
    assert explorer.state[name] == value


def test_reset_goes_back_and_draws_once(explorer):
    explorer.controls["height"].value, explorer.controls["bold"].value = 8, True
    drawn = []
    explorer.picture.observe(lambda change: drawn.append(change["new"]), "value")
    explorer.reset.click()
    assert explorer.state == {"height": 3, "kind": "a", "bold": False}
    assert len(drawn) == 1


def test_surprises_come_in_turn_with_their_reason_and_go_at_the_next_touch(explorer):
    explorer.controls["bold"].value = True
    explorer.surprise.click()
    assert explorer.state == {"height": 9, "kind": "a", "bold": False}
    assert "It is high. 9 a" in explorer.readout.value
    explorer.surprise.click()
    assert "It is flat. 1 b" in explorer.readout.value
    explorer.surprise.click()
    assert "It is high." in explorer.readout.value
    explorer.controls["height"].value = 4
    assert "It is high." not in explorer.readout.value
    explorer.surprise.click()
    explorer.reset.click()
    assert "It is" not in explorer.readout.value


def test_without_surprises_there_is_no_button():
    explorer = Explorer(lambda height: View("<svg/>", str(height)), {"height": slider("Height", 0, 9, 3)})
    assert explorer.surprise is None
    buttons = explorer.children[1].children
    assert [button.description for button in buttons] == ["Reset"]


def test_its_text_is_the_same_in_every_run(explorer):
    wanted = "Hills(height=3, kind='a', bold=False)"
    assert repr(explorer) == wanted
    explorer.controls["height"].value = 5
    assert repr(explorer) == wanted


def test_what_does_not_fit_is_named():
    with pytest.raises(ValueError, match="^controls is empty; wanted is one control at least$"):
        Explorer(view, {})
    message = "surprises sets width; wanted are names among height"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Explorer(view, {"height": slider("Height", 0, 9, 3)}, [({"width": 3}, "It is wide.")])


def test_a_view_by_itself_is_a_picture_on_paper_and_its_sentence():
    shown = view(3, "a", False)
    assert repr(shown) == "3 a & False."
    bundle = shown._repr_mimebundle_()
    assert bundle["text/plain"] == "3 a & False."
    assert bundle["image/svg+xml"] == ('<svg style="background: #ffffff; width: 9px"><text>3a</text></svg>')


def test_a_slider_over_whole_numbers_gives_whole_numbers():
    assert type(slider("Steps", 0, 9, 3)) is ipywidgets.IntSlider
    assert type(slider("Weight", -2.0, 2.0, 0.5, 0.1)) is ipywidgets.FloatSlider
    assert not switch("Bold", False).indent
