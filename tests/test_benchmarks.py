"""The benchmark's contenders do the same work, and its table says what was measured. No speed is asserted."""

import importlib.util
import json
import os
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from benchmarks import bound, contenders, report, training, widgets
from benchmarks.contenders import CONTENDERS, Contender, environment, start_process
from benchmarks.recipe import Outcome, Recipe, Stopwatch, first
from course_utils import datasets
from course_utils.datasets import Digits

BENCHMARKS = Path(report.__file__).parent
RECIPE = Recipe(
    batch_size=5, learning_rate=0.01, look_every=10, look_at=50
)  # 52 steps, the last of one image
CONTENDER = {contender.key: contender for contender in CONTENDERS}
LEARNERS = [contender for contender in CONTENDERS if contender.key != "bound"]


@pytest.fixture(scope="module")
def digits() -> Digits:
    """256 training and 100 test images, easy to tell apart: class k is bright in rows 2k to 2k + 7."""
    generator = torch.Generator().manual_seed(0)
    labels = torch.randint(10, (356,), generator=generator)
    noise = torch.randint(100, (356, 28, 28), generator=generator)
    rows = torch.arange(28)[:, None] - 2 * labels[:, None, None]
    images = (noise + 155 * ((rows >= 0) & (rows < 8))).to(torch.uint8)
    return Digits(images[:256], labels[:256], images[256:], labels[256:], "bars", "These are no digits.")


@pytest.fixture
def outcome(digits, monkeypatch):
    """Return a function that runs one epoch of a contender here, in the environment of its process."""
    for name, value in environment(threads=1).items():
        monkeypatch.setenv(name, value)

    def run(key: str, seed: int = 0) -> Outcome:
        contender = CONTENDER[key]
        if missing := contender.missing():
            pytest.skip(f"{' and '.join(missing)} not installed: optional, only for this comparison")
        return contender.load()(digits, RECIPE)(seed)

    return run


@pytest.mark.parametrize("contender", LEARNERS, ids=lambda contender: contender.key)
def test_a_contender_trains_and_looks_as_often_as_the_recipe_says(contender, outcome):
    result = outcome(contender.key)
    assert result.accuracy > 0.5, "chance is 0.1"
    assert len(result.looks) == 6
    assert result.looks[0] < result.looks[-1]
    assert result.seconds > 0


@pytest.mark.parametrize("contender", LEARNERS, ids=lambda contender: contender.key)
def test_a_second_epoch_starts_afresh_and_its_seed_decides_how(contender, outcome, digits):
    if missing := contender.missing():
        pytest.skip(f"{' and '.join(missing)} not installed: optional, only for this comparison")
    epoch = contender.load()(digits, RECIPE)
    assert epoch(0).looks == epoch(0).looks
    assert epoch(0).looks != epoch(1).looks


@pytest.mark.parametrize("other", ["ours", "jax-scan"])
def test_losses_and_looks_equal_those_of_the_published_loop(other, outcome):
    published, ours = outcome("published"), outcome(other)
    assert ours.losses == pytest.approx(published.losses, rel=1e-3)
    assert ours.looks == pytest.approx(published.looks, abs=1e-6)


def test_the_recipe_is_another_training(outcome):
    assert outcome("recipe").losses != pytest.approx(outcome("ours").losses, rel=1e-3)


def test_the_bound_does_the_products_of_training_and_nothing_else(digits):
    batch, steps, input_size, hidden, classes = 9, 28, 28, 64, 10
    cells = steps * batch * 4 * hidden * (input_size + hidden)
    head = batch * hidden * classes
    products = bound.Products(batch)
    with FlopCounterMode(display=False) as forward:
        products.forward()
    with FlopCounterMode(display=False) as backward:
        products.backward()
    no_input_gradient = steps * batch * 4 * hidden * input_size
    assert forward.get_total_flops() == 2 * (cells + head)
    assert backward.get_total_flops() == 2 * (2 * cells - no_input_gradient + 2 * head)


def test_the_bound_goes_over_every_image_and_every_look(digits):
    with FlopCounterMode(display=False) as counter:
        result = bound.prepare(digits, RECIPE)(0)
    with FlopCounterMode(display=False) as one_image:
        products = bound.Products(1)
        products.forward()
        look = one_image.get_total_flops()
        products.backward()
    assert counter.get_total_flops() == 256 * one_image.get_total_flops() + 6 * 50 * look
    assert result.accuracy is None


def test_first_keeps_pairs_and_all_test_images(digits):
    fewer = first(digits, 5)
    assert fewer.train_images.equal(digits.train_images[:5])
    assert fewer.train_labels.equal(digits.train_labels[:5])
    assert fewer.test_images is digits.test_images


def test_the_stopwatch_measures_what_is_inside():
    with Stopwatch() as outer, Stopwatch() as inner:
        sum(range(1000))
    assert all(0 <= short <= long for short, long in zip(inner.times, outer.times, strict=True))
    assert inner.times[0] > 0


def test_every_contender_goes_first_once():
    chosen = list(CONTENDERS)
    orders = [training.rotated(chosen, by) for by in range(len(chosen))]
    assert [order[0] for order in orders] == chosen
    assert all(sorted(order, key=chosen.index) == chosen for order in orders)
    assert all(one != other for one, other in pairwise(orders))


def test_only_installed_contenders_are_chosen_unasked(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert [contender.key for contender in training.choose("")] == ["published", "ours", "recipe", "bound"]


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ("ours,theirs", "'theirs' is none of published, ours, recipe, keras, jax-scan, bound"),
        ("keras", "keras needs keras and jax: install the extra `bench`"),
    ],
)
def test_a_contender_that_cannot_run_is_named(keys, message, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(training.typer.BadParameter, match=message):
        training.choose(keys)


def test_chosen_contenders_come_in_the_order_of_the_table():
    assert [contender.key for contender in training.choose("bound,ours")] == ["ours", "bound"]


def results(**seconds: list[float]) -> dict:
    conditions = {"images": 1000, "rounds": 3, "threads": 1, "digits": "MNIST", "cores": 2}
    conditions |= {"instructions": "x86_64", "load": "0.1", "versions": {"Python": "3.11", "torch": "2.13"}}
    contenders = {
        key: {"title": key, "warm_up": 1.25, "seconds": times, "cpu_seconds": times, "accuracy": [None] * 3}
        for key, times in seconds.items()
    }
    return {"conditions": conditions, "contenders": contenders}


def cells(text: str, title: str) -> list[str]:
    (line,) = [line for line in text.splitlines() if line.startswith(f"| {title}")]
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_ratios_are_taken_within_a_round():
    text = report.text(results(published=[1.0, 10.0, 4.0], ours=[0.5, 4.0, 3.0]))  # ratios 0.5, 0.4, 0.75
    assert cells(text, "ours") == ["ours", "3.00", "0.50 – 4.00", "3.00", "333", "–", "0.50", "–", "–", "1.2"]


def test_the_accuracy_is_the_median_of_the_rounds():
    measured = results(ours=[1.0, 1.0, 1.0])
    measured["contenders"]["ours"]["accuracy"] = [0.9712, 0.91, 0.98]
    assert cells(report.text(measured), "ours")[5] == "97.12%"


def test_the_caption_names_conditions_and_versions():
    caption = report.caption(results()["conditions"])
    assert "1,000 images (MNIST), medians of 3 interleaved rounds" in caption
    assert "Threads: 1; cores: 2, x86_64; load average before: 0.1." in caption
    assert caption.endswith("Python 3.11, torch 2.13.")


def test_outcomes_are_summarised_by_key():
    contender = Contender("fast", "(z) fast", "nowhere")
    summary = training.summarise({contender: (0.123, [Outcome(1.5, 2.5, 0.9), Outcome(1.25, 2.25, None)])})
    expected = {"title": "(z) fast", "warm_up": 0.12, "seconds": [1.5, 1.25], "cpu_seconds": [2.5, 2.25]}
    assert summary == {"fast": expected | {"accuracy": [0.9, None]}}


def test_the_tables_in_the_readme_are_those_of_the_stored_runs():
    readme = (BENCHMARKS / "README.md").read_text()
    stored = sorted(BENCHMARKS.glob("results*.json"))
    assert stored
    for file in stored:
        assert report.text(json.loads(file.read_text())) in readme, file.name


def test_the_command_stores_every_round_and_prints_the_table(digits, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(datasets, "load_digits", lambda: digits)
    monkeypatch.setattr(training, "start_process", lambda threads: ThreadPoolExecutor(1))
    for memory in (contenders._digits, contenders._prepared):
        memory.cache_clear()
    training.main(rounds=2, images=128, contenders="ours,bound", json_file=tmp_path / "rounds.json")
    stored = json.loads((tmp_path / "rounds.json").read_text())
    assert capsys.readouterr().out == report.text(stored)
    rounds = {key: len(measured["seconds"]) for key, measured in stored["contenders"].items()}
    assert rounds == {"ours": 2, "bound": 2}
    assert stored["conditions"]["images"] == 128
    assert stored["conditions"]["digits"] == "bars"


def test_a_contender_runs_in_a_process_of_its_own_with_the_threads_asked_for():
    with start_process(threads=3) as pool:
        assert pool.submit(os.getpid).result() != os.getpid()
        assert {name: pool.submit(os.getenv, name).result() for name in environment(3)} == environment(3)


def test_the_command_refuses_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(training.typer.BadParameter, match="there is no folder .*nowhere"):
        training.main(json_file=tmp_path / "nowhere" / "rounds.json")


# --- widgets ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", widgets.EXPLORERS)
def test_every_control_of_every_widget_is_moved_from_end_to_end(name):
    explorer = widgets.EXPLORERS[name]()
    moved = [name for name, _ in widgets.events(explorer)]
    for name, control in explorer.controls.items():
        seen = {value for other, value in widgets.events(explorer) if other == name}
        assert name in moved or control.kind == "pad"
        assert control.kind != "slider" or {control.min, control.max} <= seen
    times = widgets.event_times(explorer)
    assert len(times) == len(list(widgets.events(explorer)))
    assert min(times) >= 0


def test_every_lesson_with_widgets_is_measured():
    measured = {name[:2] for name in widgets.EXPLORERS}
    package = Path(widgets.lesson01.__file__).parent
    assert measured == {path.stem[-2:] for path in package.glob("lesson*.py")}
