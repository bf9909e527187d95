import base64
import copy
import dataclasses
import statistics

import numpy as np
import pytest
import torch
from playwright.sync_api import expect

from course_utils.datasets import as_rows, load_digits
from course_utils.inspection import belief_per_row
from course_utils.root import course_root
from course_utils.widgets.belief import sentence
from course_utils.widgets.centring import centred
from docs.reader import build, network, samples
from tests.browser import axe
from tests.browser.hands import HANDS

CAPTION = "An LSTM of 24,714 numbers that has learnt little."
PAGE = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Readers</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="{build.STYLES}">
<style>
  body {{ margin: 12px; background: #ffffff; color: #222832; font-family: sans-serif; }}
  @media (prefers-color-scheme: dark) {{ body {{ background: #14181e; color: #ced6dd; }} }}
</style></head>
<body><main><h1>Readers</h1>PLACES</main>
<script src="{build.SCRIPTS[0]}"></script><script src="{build.SCRIPTS[1]}"></script></body></html>
"""
READ = """pictures => pictures.map(picture => {
  const bytes = Uint8Array.from(atob(picture), letter => letter.charCodeAt(0));
  const {beliefs, parametersOf} = rnnDigitReader;
  return beliefs(parametersOf(rnnDigitReaderNetwork), bytes).map(shares => [...shares]);
})"""
CENTRE = """pictures => pictures.map(picture =>
  [...rnnDigitReader.centred(Uint8Array.from(atob(picture), letter => letter.charCodeAt(0)))])"""
TIMES = """() => {
  const {beliefs, centred, parametersOf} = rnnDigitReader;
  const parameters = parametersOf(rnnDigitReaderNetwork);
  const sheet = Uint8Array.from({length: 784}, (_, place) => place % 29 ? 0 : 255);
  return Array.from({length: 40}, () => {
    const start = performance.now();
    beliefs(parameters, centred(sheet));
    return performance.now() - start;
  });
}"""


def write_page(folder, classifier, shown, places=1):
    """Write a page with readers and all that it needs; return its address."""
    script = build.network_script(classifier, shown, CAPTION)
    (folder / build.SCRIPTS[0]).write_text(script, "utf-8")
    (folder / build.SCRIPTS[1]).write_text(build.reader_script(), "utf-8")
    (folder / build.STYLES).write_text(build.styles(), "utf-8")
    path = folder / "page.html"
    path.write_text(PAGE.replace("PLACES", build.PLACE * places), "utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def shown():
    """Two samples: a digit read to its end, and another that is read up to row 9 at first."""
    images = load_digits("stand-in").test_images[:2].numpy()
    return [samples.Sample(images[0], 28, "The first."), samples.Sample(images[1], 9, "The second.")]


@pytest.fixture(scope="module")
def classifier():
    """A network that has learnt for a second, so that its beliefs go up and down."""
    whole = load_digits("stand-in")
    part = dataclasses.replace(
        whole, train_images=whole.train_images[:6_000], train_labels=whole.train_labels[:6_000]
    )
    return network.trained(part, epochs=2)


@pytest.fixture
def address(tmp_path, classifier, shown):
    return write_page(tmp_path, classifier, shown)


@pytest.fixture
def reader(page, address):
    """A page with one reader; in the end its console must be empty, and no server may have been asked."""
    complaints, asked = [], []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    yield page.get_by_role("group", name="Digit reader")
    assert complaints == []
    assert all(url.startswith("file:") for url in asked)


def sheet(reader):
    return reader.get_by_role("application", name="Drawing pad")


def rows_read(reader):
    return reader.get_by_role("slider", name="Rows read")


def shares(reader):
    """What the reader says about each digit to those who do not see the bars."""
    return reader.get_by_role("img", name="Belief in each digit").get_attribute("aria-label")


def draw(reader, strokes):
    """Draw strokes by mouse; the pen is lifted after each."""
    box, mouse = sheet(reader).bounding_box(), reader.page.mouse
    for stroke in strokes:
        (x, y), *others = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in stroke]
        mouse.move(x, y)
        mouse.down()
        for x, y in others:
            mouse.move(x, y)
        mouse.up()


def encoded(images):
    return [base64.b64encode(image.tobytes()).decode("ascii") for image in images]


def drawings(count):
    """Sheets of all kinds: bent lines, dots, areas, noise, with grey edges or without."""
    generator = np.random.default_rng(0)
    rows, columns = np.mgrid[:28, :28] + 0.5
    found = [
        np.zeros((28, 28)),
        np.full((28, 28), 255.0),
        255.0 * np.eye(28),
        generator.integers(0, 256, (28, 28)),
    ]
    while len(found) < count:
        drawing = np.zeros((28, 28))
        for x, y in generator.uniform(0, 28, (generator.integers(1, 12), 2)):
            distance = np.hypot(rows - y, (columns - x) * generator.uniform(0.2, 5))
            drawing = np.maximum(drawing, 255 * np.clip(generator.uniform(0.3, 4) - distance, 0, 1))
        found.append(drawing)
    return [drawing.round().astype(np.uint8) for drawing in found]


def replay_error(page, classifier):
    """The largest difference between a belief in the page and the same by torch, and the surest belief."""
    images = [*load_digits("stand-in").test_images[:20].numpy(), *drawings(20)]
    generator = np.random.default_rng(1)
    images += [generator.integers(0, 256, (28, 28), dtype=np.uint8) for _ in range(10)]
    by_torch = belief_per_row(classifier, as_rows(torch.from_numpy(np.stack(images)))).numpy()
    by_page = np.array(page.evaluate(READ, encoded(images)))
    assert by_page.shape == by_torch.shape == (50, 28, 10)
    return np.abs(by_page - by_torch).max(), by_torch.max()


# --- what it computes ---------------------------------------------------------------------------------------


def test_the_page_computes_what_torch_computes(page, address, classifier):
    page.goto(address)
    error, surest = replay_error(page, classifier)
    assert surest > 0.9
    assert error < 1e-5


@pytest.mark.parametrize(("one", "other"), [(0, 1), (0, 3), (1, 3), (2, 3)])
def test_the_comparison_sees_gates_in_a_wrong_order(page, tmp_path, classifier, shown, one, other):
    swapped, order = copy.deepcopy(classifier), list(range(4))
    order[one], order[other] = order[other], order[one]
    with torch.no_grad():
        for parameter in swapped.rnn.parameters():
            parameter.copy_(torch.cat([parameter.chunk(4)[gate] for gate in order]))
    page.goto(write_page(tmp_path, swapped, shown))
    error, _ = replay_error(page, classifier)
    assert error > 0.1


def test_the_page_centres_as_python_does(page, address):
    page.goto(address)
    pictures = drawings(300)
    by_python = np.array([centred(picture) for picture in pictures], dtype=int)
    by_page = np.array(page.evaluate(CENTRE, encoded(pictures))).reshape(-1, 28, 28)
    difference = np.abs(by_page - by_python)
    assert difference.max() <= 1  # versions of Pillow differ in the direction that they scale first
    assert (difference > 0).mean() < 0.001
    assert by_python.any(axis=(1, 2)).sum() > 290


def test_the_page_says_what_python_says(page, address):
    page.goto(address)
    generator = np.random.default_rng(0)
    beliefs = generator.dirichlet([0.03] * 10, size=(40, 28))
    said = page.evaluate("all => all.map(read => rnnDigitReader.sentence(read, 28))", beliefs.tolist())
    assert said == [sentence(belief, 28) for belief in beliefs]
    assert any("more than 99 %" in each for each in said)
    assert page.evaluate("rnnDigitReader.sentence([], 28)") == sentence(beliefs[0], 0)


def test_a_drawing_is_read_within_one_frame(page, address):
    page.goto(address)
    assert statistics.median(page.evaluate(TIMES)) < 16


# --- what it shows ------------------------------------------------------------------------------------------


def test_it_starts_with_the_first_sample_read_to_the_end(reader, classifier, shown):
    belief = belief_per_row(classifier, as_rows(torch.from_numpy(centred(shown[0].image))[None]))[0].numpy()
    expect(reader.get_by_role("status").last).to_have_text(f"The first. {sentence(belief, 28)}")
    expect(reader.get_by_role("img", name=sentence(belief, 28))).to_be_visible()
    expect(reader).to_contain_text(CAPTION)


def test_the_belief_moves_while_the_pen_does(reader):
    before = shares(reader)
    box, mouse = sheet(reader).bounding_box(), reader.page.mouse
    mouse.move(box["x"] + 20, box["y"] + 20)
    mouse.down()
    mouse.move(box["x"] + 200, box["y"] + 40, steps=4)
    readout = reader.locator(".rnn-readout")
    expect(readout).to_have_attribute("aria-busy", "true")
    during = shares(reader)
    assert during != before
    mouse.move(box["x"] + 40, box["y"] + 200, steps=4)
    mouse.up()
    expect(readout).to_have_attribute("aria-busy", "false")
    assert shares(reader) not in {before, during}
    assert "The first" not in readout.inner_text()


def test_keys_draw_too(reader):
    before = shares(reader)
    sheet(reader).focus()
    for key in ["Space", *["ArrowDown"] * 8, "Space"]:
        reader.page.keyboard.press(key)
    assert shares(reader) != before
    reader.page.keyboard.press("Backspace")
    assert shares(reader) == before
    reader.page.keyboard.press("Delete")
    expect(reader.locator(".rnn-readout")).to_contain_text("The sheet is empty.")


def test_a_finger_draws_too(browser, address):
    context = browser.new_context(has_touch=True)
    page = context.new_page()
    page.goto(address)
    reader = page.get_by_role("group", name="Digit reader")
    before = shares(reader)
    sheet(reader).tap()
    assert shares(reader) != before
    context.close()


def test_rows_are_read_by_keyboard(reader):
    rows_read(reader).focus()
    reader.page.keyboard.press("ArrowLeft")
    expect(rows_read(reader)).to_have_attribute("aria-valuetext", "27 of 28")
    expect(reader.locator(".rnn-readout")).to_contain_text("After row 27 of 28")
    reader.page.keyboard.press("Home")
    expect(reader.locator(".rnn-readout")).to_contain_text("Before row 1 of 28 the network has read nothing.")
    expect(reader.get_by_role("img", name="There is no belief yet.")).to_be_visible()
    reader.page.keyboard.press("ArrowRight")
    expect(reader.get_by_role("img", name="After row 1 of 28")).to_be_visible()


def test_surprises_go_round_and_reset_goes_back(reader):
    first = shares(reader)
    surprise = reader.get_by_role("button", name="Surprise me")
    surprise.click()
    expect(reader.locator(".rnn-readout")).to_contain_text("The second. After row 9 of 28")
    expect(rows_read(reader)).to_have_value("9")
    surprise.click()
    assert shares(reader) == first
    draw(reader, HANDS["7, plain"])
    assert shares(reader) != first
    reader.get_by_role("button", name="Reset").click()
    assert shares(reader) == first


def test_play_reads_row_by_row_until_the_end(page, address):
    page.clock.install()
    page.goto(address)
    reader = page.get_by_role("group", name="Digit reader")
    reader.get_by_role("button", name="Play").click()
    expect(rows_read(reader)).to_have_value("0")
    page.clock.run_for(4000)
    row = int(rows_read(reader).input_value())
    assert 0 < row < 28
    expect(reader.locator(".rnn-readout")).to_have_attribute("aria-busy", "true")
    reader.get_by_role("button", name="Pause").click()
    expect(reader.locator(".rnn-readout")).to_have_attribute("aria-busy", "false")
    page.clock.run_for(4000)
    expect(rows_read(reader)).to_have_value(str(row))
    reader.get_by_role("button", name="Play").click()
    page.clock.run_for(60_000)
    expect(rows_read(reader)).to_have_value("28")
    expect(reader.locator(".rnn-readout")).to_have_attribute("aria-busy", "false")
    expect(reader.get_by_role("button", name="Play")).to_be_visible()


def test_readers_on_one_page_do_not_disturb_one_another(page, tmp_path, classifier, shown):
    page.goto(write_page(tmp_path, classifier, shown, places=2))
    first, second = page.get_by_role("group", name="Digit reader").all()
    before = shares(second)
    assert shares(first) == before
    draw(first, HANDS["7, plain"])
    assert shares(first) != before
    assert shares(second) == before
    ids = page.locator("[id]").evaluate_all("elements => elements.map(element => element.id)")
    assert len(ids) == len(set(ids)) >= 4


def test_without_javascript_a_sentence_stands_there(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    expect(page.locator("noscript")).to_be_visible()
    context.close()


# --- for everyone -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [924, 390])
def test_axe_finds_nothing(page, address, scheme, width):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address)
    assert axe.violations(page.locator("html")) == []
    page.get_by_role("button", name="Surprise me").click()
    assert axe.violations(page.locator("html")) == []
    assert all(map(axe.is_sentence, axe.alternative_texts(page.locator("main"))))


@pytest.mark.parametrize("width", [320, 390, 500, 700, 924, 1280])
def test_it_fits_its_place(reader, width):
    reader.page.set_viewport_size({"width": width, "height": 800})
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= width
    if width >= 924:
        assert reader.bounding_box()["height"] <= 460


def test_the_keyboard_reaches_everything_and_shows_where_it_is(reader):
    reached = []
    for _ in range(7):
        reader.page.keyboard.press("Tab")
        focused = reader.page.locator(":focus")
        reached.append(focused.get_attribute("aria-label") or focused.get_attribute("type") or "")
        assert focused.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"
    assert reached == ["Drawing pad of 28 rows and 28 columns", "button", "button", "range", *["button"] * 3]


# --- how well it reads --------------------------------------------------------------------------------------


def test_it_reads_what_is_drawn_by_mouse(page, tmp_path, shown):
    """With the network of the site, trained on the digits at hand."""
    classifier, _ = network.stored_or_trained(load_digits(), course_root() / build.CHECKPOINT)
    page.goto(write_page(tmp_path, classifier, shown))
    reader = page.get_by_role("group", name="Digit reader")
    read = {}
    for name, strokes in HANDS.items():
        reader.get_by_role("button", name="Clear").click()
        draw(reader, strokes)
        read[name] = reader.locator(".rnn-readout").inner_text()
    wrong = {name: text for name, text in read.items() if f"believes {name[0]} with" not in text}
    assert len(wrong) <= len(HANDS) // 5, wrong
