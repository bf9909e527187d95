import base64
import dataclasses
import json
import os
import re
import sys

import numpy as np
import pytest
import torch

from course_utils.datasets import Digits, load_digits
from course_utils.inspection import belief_per_row
from course_utils.models import RowClassifier
from course_utils.runtime import seeded
from course_utils.widgets import browser_code, svg
from course_utils.widgets.centring import centred
from docs.reader import build, network, samples


@pytest.fixture(scope="module")
def digits():
    """A part of the stand-in digits."""
    parts = load_digits("stand-in")
    train, test = (
        (parts.train_images[:12_000], parts.train_labels[:12_000]),
        (parts.test_images[:500], parts.test_labels[:500]),
    )
    return Digits(*train, *test, source="stand-in", notice="A part of the stand-in digits.")


@pytest.fixture
def untrained():
    with seeded(0):
        return RowClassifier()


def exported(script):
    """Return what a page gets from the script of a network."""
    text = re.fullmatch(r"window\.rnnDigitReaderNetwork = (.*);\n", script, re.DOTALL)[1]
    return json.loads(text)


def test_it_answers_before_the_last_row(digits):
    classifier = network.trained(digits, epochs=1)
    answers = belief_per_row(classifier, network.centred_rows(digits.test_images)).argmax(dim=2)
    right = (answers == digits.test_labels[:, None]).float().mean(dim=0)
    assert right[-1] > 0.8
    assert right[15] > 0.55  # with the loss on the last row alone it would be less than 0.4
    assert right[1] < 0.2


def test_digits_are_centred_as_the_page_centres_drawings(digits):
    rows = network.centred_rows(digits.test_images[:20])
    for image, centred_image in zip(digits.test_images[:20], rows, strict=True):
        assert torch.equal(centred_image * 255, torch.from_numpy(centred(image.numpy())).float())


def test_numbers_survive_the_way_to_the_page(untrained):
    parameters = exported(build.network_script(untrained, [], "A caption."))["parameters"]
    wanted = untrained.state_dict()
    assert list(parameters) == list(wanted)
    for name, value in parameters.items():
        numbers = np.frombuffer(base64.b64decode(value["float32"]), dtype="<f4").reshape(value["shape"])
        assert torch.equal(torch.tensor(numbers), wanted[name])


def test_samples_and_caption_survive_the_way_to_the_page(untrained):
    image = np.arange(784).astype(np.uint8).reshape(28, 28)
    found = exported(build.network_script(untrained, [samples.Sample(image, 9, "“Look.”")], "So."))
    assert found["caption"] == "So."
    (sample,) = found["samples"]
    assert base64.b64decode(sample["image"]) == image.tobytes()
    assert (sample["row"], sample["remark"]) == (9, "“Look.”")


def test_the_caption_counts_and_says_which_digits(untrained):
    said = build.caption(untrained, 0.98154, 10_000, "MNIST")
    assert said.startswith("An LSTM of 24,714 numbers reads")
    assert said.endswith("Of 10,000 test digits of MNIST, it reads 98.2 % right.")
    assert "test digits that stand in for MNIST here" in build.caption(untrained, 0.98154, 10_000, "stand-in")
    assert "of 11,610 numbers" in build.caption(RowClassifier(hidden_size=40), 0.5, 10, "MNIST")


def test_the_first_sample_is_a_3_and_the_others_are_what_they_are_said_to_be(digits, untrained):
    first, *others = samples.samples(untrained, digits)
    places = {image.tobytes(): place for place, image in enumerate(digits.test_images.numpy())}
    assert digits.test_labels[places[first.image.tobytes()]] == 3
    assert (first.row, first.remark) == (28, samples.INVITATION)
    images, labels = digits.test_images[: samples.SEARCHED], digits.test_labels[: samples.SEARCHED]
    beliefs = belief_per_row(untrained, network.centred_rows(images))
    (error,) = (sample for sample in others if "most confident error" in sample.remark)
    place = places[error.image.tobytes()]
    wrong = beliefs[:, -1].argmax(dim=1) != labels
    assert beliefs[place, -1].max() == beliefs[wrong, -1].max()
    label = int(labels[place])
    assert error.remark.startswith(f"A test digit, {'an' if label == 8 else 'a'} {label}. ")


def test_a_network_is_kept_until_its_code_or_its_digits_change(digits, tmp_path, monkeypatch):
    trainings = []

    def quick(digits):
        trainings.append(digits.source)
        with seeded(len(trainings)):
            return RowClassifier()

    monkeypatch.setattr(network, "trained", quick)
    path = tmp_path / "reader" / "network.pt"
    first, accuracy = network.stored_or_trained(digits, path)
    again, same = network.stored_or_trained(digits, path)
    assert trainings == ["stand-in"]
    assert same == accuracy
    assert torch.equal(first.head.weight, again.head.weight)
    answers = first(network.centred_rows(digits.test_images)).argmax(dim=1)
    assert accuracy == pytest.approx((answers == digits.test_labels).float().mean().item())

    real = dataclasses.replace(digits, source="MNIST")
    network.stored_or_trained(real, path)
    assert trainings == ["stand-in", "MNIST"]
    os.utime(path, (0, 0))
    network.stored_or_trained(real, path)
    assert trainings == ["stand-in", "MNIST", "MNIST"]


def test_all_files_are_written(digits, untrained, tmp_path, monkeypatch):
    monkeypatch.setattr(build, "load_digits", lambda: digits)
    monkeypatch.setattr(build, "stored_or_trained", lambda digits, checkpoint: (untrained, 0.875))
    folder = tmp_path / "site" / "static"
    monkeypatch.setattr(sys, "argv", ["build", str(folder)])
    build.main()
    assert {path.name for path in folder.iterdir()} == {*build.SCRIPTS, build.STYLES}
    content = exported((folder / build.SCRIPTS[0]).read_text("utf-8"))
    assert "Of 500 test digits that stand in for MNIST here, it reads 87.5 % right." in content["caption"]
    assert (folder / build.SCRIPTS[1]).read_text("utf-8") == build.reader_script()


def test_the_script_needs_no_server_and_asks_none():
    text = build.reader_script()
    assert not re.search(r"^\s*(import|export)\b", text, re.MULTILINE)
    assert not re.search(
        r"fetch\(|XMLHttpRequest|WebSocket|sendBeacon|https?://(?!www\.w3\.org/2000/svg)", text
    )


def test_each_file_of_the_script_comes_after_those_it_imports_from():
    files = [
        *(browser_code.FOLDER / name for name in build.PARTS),
        *(build.HERE / name for name in build.OWN_PARTS),
    ]
    for place, path in enumerate(files):
        imported = re.findall(r'from "(.+)";', path.read_text("utf-8"))
        assert {(path.parent / name).resolve() for name in imported} <= set(files[:place])
    assert set(files) >= set(build.HERE.glob("*.js"))


def test_colours_are_those_of_the_lessons():
    text = (build.HERE / "picture.js").read_text("utf-8")
    assert set(re.findall(r"#\w{6}\b", text)) == {svg.ANSWER, svg.OTHER, "#ffffff"}
