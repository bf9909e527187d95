"""Tests of every widget of a lesson: each control by keyboard and by mouse, and what must never get lost."""

import re

from playwright.sync_api import expect

from tests.browser.widget import Widget

STOPS = "input[type=range]:visible, input:checked, input[type=checkbox], [role=application], button"
ACTIVE = """() => {
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  const name = document.activeElement.labels?.[0]?.textContent
    ?? document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent;
  return [name, outlineStyle !== "none" && parseFloat(outlineWidth) >= 2];
}"""
OVERLAPS = """root => {
  const boxes = [...root.querySelectorAll(".rnn-control, :scope > :not(.rnn-controls)")]
    .map(element => element.getBoundingClientRect()).filter(box => box.width);
  const before = (a, b) => a.right <= b.left + 1 || a.bottom <= b.top + 1;
  const apart = (a, b) => before(a, b) || before(b, a);
  return boxes.filter((a, place) => boxes.slice(place + 1).some(b => !apart(a, b))).length;
}"""
BEGUN = re.compile("[1-9].*")  # a busy machine may miss any single number
ZOOM = "zoom => { document.documentElement.style.zoom = zoom; }"


class Widgets:
    def test_every_slider_follows_the_keys(self, lesson, widget):
        explorer = Widget(lesson, widget)
        for name in explorer.named("slider"):
            control, slider = explorer.controls[name], explorer.slider(name)
            low, high, step = control["min"], control["max"], control["step"]
            slider.focus()
            for key, value in {
                "Home": low,
                "ArrowRight": low + step,
                "End": high,
                "ArrowLeft": high - step,
            }.items():
                lesson.page.keyboard.press(key)
                explorer.state[name] = round(value, 9)
                explorer.assert_shown()
        lesson.keep(f"{widget}-by-keys", explorer.root)
        explorer.button("Reset").click()

    def test_every_slider_follows_the_mouse(self, lesson, widget):
        explorer = Widget(lesson, widget)
        for name in explorer.named("slider"):
            slider = explorer.slider(name)
            box = slider.bounding_box()
            for share in (0.3, 0.8):
                slider.click(position={"x": share * box["width"], "y": box["height"] / 2})
                value = float(slider.input_value())
                assert value != explorer.state[name]
                explorer.state[name] = value
                explorer.assert_shown()
        explorer.button("Reset").click()

    def test_every_choice_follows_keys_and_mouse(self, lesson, widget):
        explorer = Widget(lesson, widget)
        for name in explorer.named("choice"):
            values = [value for _, value in explorer.controls[name]["options"]]
            place = values.index(explorer.state[name])
            explorer.option(name, place).focus()
            for step in range(1, len(values) + 1):
                lesson.page.keyboard.press("ArrowRight")
                explorer.state[name] = values[(place + step) % len(values)]
                explorer.assert_shown()
            for place, value in enumerate(values):
                explorer.option(name, place).click()
                explorer.state[name] = value
                explorer.assert_shown()
        explorer.button("Reset").click()

    def test_every_switch_follows_keys_and_mouse(self, lesson, widget):
        explorer = Widget(lesson, widget)
        for name in explorer.named("switch"):
            switch = explorer.switch(name)
            switch.focus()
            lesson.page.keyboard.press("Space")
            explorer.state[name] = not explorer.state[name]
            explorer.assert_shown()
            switch.click()
            explorer.state[name] = not explorer.state[name]
            explorer.assert_shown()
        explorer.button("Reset").click()

    def test_every_surprise_is_shown_with_its_reason_and_reset_leads_back(self, lesson, widget):
        explorer = Widget(lesson, widget)
        assert explorer.surprises
        for place, (values, remark) in enumerate(explorer.surprises):
            explorer.button("Surprise me").click()
            explorer.state = {**explorer.start(), **(values or {})}
            expect(explorer.readout).to_contain_text(remark)
            explorer.assert_shown(remark)
            lesson.keep(f"{widget}-surprise-{place + 1}", explorer.root)
        explorer.button("Reset").focus()
        lesson.page.keyboard.press("Enter")
        explorer.state = explorer.start()
        if "drawing" in explorer.controls:
            expect(explorer.readout).to_contain_text("The sheet is empty.")
        explorer.assert_shown()

    def test_play_goes_on_until_it_is_paused(self, lesson, widget):
        explorer = Widget(lesson, widget)
        playing = [name for name, control in explorer.controls.items() if control["play"]]
        assert explorer.button("Play").count() == len(playing)
        for name in playing:
            slider = explorer.slider(name)
            slider.focus()
            lesson.page.keyboard.press("Home")
            explorer.button("Play").click()
            expect(slider).to_have_value(BEGUN)
            explorer.button("Pause").click()
            explorer.state[name] = int(slider.input_value())
            explorer.assert_shown()
            lesson.page.wait_for_timeout(600)
            assert int(slider.input_value()) == explorer.state[name]
            expect(explorer.button("Play")).to_be_visible()
        explorer.button("Reset").click()

    def test_tab_reaches_everything_in_order_and_shows_where_it_is(self, lesson, widget):
        explorer = Widget(lesson, widget)
        stops = explorer.root.locator(STOPS)
        wanted = []
        for place in range(stops.count()):
            stops.nth(place).focus()
            wanted.append(lesson.page.evaluate(ACTIVE)[0])
        stops.first.focus()
        seen = []
        for key in ["Tab", "Shift+Tab", *["Tab"] * (stops.count() - 1)]:
            lesson.page.keyboard.press(key)
            seen.append(lesson.page.evaluate(ACTIVE))
        assert [name for name, _ in seen[1:]] == wanted
        assert all(visible for _, visible in seen), seen

    def test_a_rerun_of_the_cell_keeps_what_was_set(self, lesson, widget):
        explorer = Widget(lesson, widget)
        name = explorer.named("slider")[0]
        explorer.slider(name).focus()
        lesson.page.keyboard.press("Home")
        explorer.state[name] = explorer.controls[name]["min"]
        explorer.assert_shown()
        lesson.cell(widget).locator(".cm-content").click()
        lesson.run_cell(widget)
        explorer.find()
        explorer.assert_shown()
        explorer.button("Reset").click()
        explorer.state = explorer.start()
        explorer.assert_shown()

    def test_larger_type_leaves_everything_in_its_place(self, lesson, widget):
        explorer = Widget(lesson, widget)
        lesson.page.evaluate(ZOOM, "1.25")
        lesson.page.wait_for_timeout(200)
        lesson.keep(f"{widget}-larger", explorer.root)
        overlaps = explorer.root.evaluate(OVERLAPS)
        wider = explorer.root.evaluate("root => root.scrollWidth - root.clientWidth")
        lesson.page.evaluate(ZOOM, "")
        assert (overlaps, max(0, wider)) == (0, 0)

    def test_it_is_seen_in_the_dark(self, lesson, widget):
        explorer = Widget(lesson, widget)
        with lesson.theme("dark"):
            lesson.page.wait_for_timeout(300)
            lesson.keep(f"{widget}-dark", explorer.root)
            ink = explorer.readout.evaluate("element => getComputedStyle(element).color")
            drawn = explorer.picture.locator("svg").evaluate("element => getComputedStyle(element).fill")
        assert ink == drawn
        assert explorer.readout.evaluate("element => getComputedStyle(element).color") != ink
