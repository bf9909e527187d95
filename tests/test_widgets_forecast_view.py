import math
import re
from xml.etree import ElementTree

import numpy as np
import pytest
import torch

from course_utils import runtime, sine
from course_utils.models import SineForecaster
from course_utils.widgets.forecast_view import PHASE, forecast_view, forecasts

SVG = "{http://www.w3.org/2000/svg}"
SETTING = {"warm_up": 5, "horizon": 7, "noise": 0.0, "frequency": 1.0}


@pytest.fixture(scope="module")
def network():
    with runtime.seeded(0):
        return SineForecaster(hidden_size=4).double()


def shown(network, **changes):
    view = forecast_view(network, **{**SETTING, **changes})
    return ElementTree.fromstring(view.picture), view.sentence


def test_the_truth_is_a_clean_wave_and_only_its_beginning_is_read(network):
    found = forecasts(network, 5, 7, 0.1, 2.0)
    wave = np.sin(PHASE + 2 * sine.STEP * np.arange(12))
    np.testing.assert_allclose(found.truth, wave, rtol=0, atol=1e-6)
    assert found.read.shape == (5,)
    assert 0.01 < np.abs(found.read - wave[:5]).max() < 0.5, "noisy"
    read = torch.from_numpy(found.read)[None, :, None]
    np.testing.assert_allclose(found.network, network.free_run(read, 7).flatten(), rtol=0, atol=1e-12)


def test_the_formula_is_fitted_to_the_values_read(network):
    clean = forecasts(network, 5, 7, 0.0, 1.3)
    np.testing.assert_allclose(clean.formula, clean.truth[5:], rtol=0, atol=1e-4)
    noisy = forecasts(network, 5, 7, 0.1, 1.3)
    assert np.abs(noisy.formula - noisy.truth[5:]).max() > 0.01
    assert forecasts(network, 3, 7, 0.0, 1.0).formula is None
    assert forecasts(network, 4, 7, 0.0, 1.0).formula is not None


def test_networks_of_single_precision_do_as_well():
    with runtime.seeded(0):
        single = SineForecaster(hidden_size=4)
    assert forecasts(single, 5, 7, 0.0, 1.0).network.shape == (7,)


def test_the_sentence_gives_the_errors(network):
    _, sentence = shown(network)
    found = forecasts(network, 5, 7, 0.0, 1.0)
    network_error, silence = (np.mean((x - found.truth[5:]) ** 2) for x in (found.network, 0))
    assert sentence == (
        "After 5 values of a wave of the training's frequency, the mean squared error over the next 7 steps "
        f"is: network {network_error:.2g}, always 0 {silence:.2g}, fitted formula less than 0.0005."
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"warm_up": 1}, "After 1 value of a wave"),
        ({"warm_up": 3}, "fitted formula needs at least 4 values."),
        ({"horizon": 1}, "error over the next step is: network"),
        ({"noise": 0.1}, "frequency, read with noise of 0.1, the mean"),
        ({"frequency": 1.2000000000000002}, "a wave of 1.2 times the training's frequency"),
        ({"warm_up": 4, "noise": 2.0, "horizon": 100}, ", fitted formula more than 100."),
    ],
)
def test_the_sentence_names_the_setting(network, changes, words):
    assert words in shown(network, **changes)[1]


def test_the_picture_holds_a_dot_for_each_value_read_and_a_line_for_each_course(network):
    root, sentence = shown(network)
    assert root.get("aria-label") == sentence
    assert len(root.findall(f"{SVG}circle")) == 5
    lines = [line.get("points").split() for line in root.iter(f"{SVG}polyline")]
    assert [len(line) for line in lines] == [12, 7, 7]
    assert len({line.get("stroke-dasharray") for line in root.iter(f"{SVG}polyline")}) == 3
    assert {text.text for text in root.iter(f"{SVG}text")} >= {"truth", "network", "read"}


def test_without_a_formula_none_is_drawn(network):
    root, _ = shown(network, warm_up=3)
    assert len(list(root.iter(f"{SVG}polyline"))) == 2
    assert not any("formula" in (text.text or "") for text in root.iter(f"{SVG}text"))


@pytest.mark.parametrize("warm_up", [1, 4, 40])
@pytest.mark.parametrize("horizon", [1, 100])
@pytest.mark.parametrize("noise", [0.0, 3.0])
@pytest.mark.parametrize("frequency", [0.5, 2.0])
def test_everything_lies_inside_the_picture(network, warm_up, horizon, noise, frequency):
    root, _ = shown(network, warm_up=warm_up, horizon=horizon, noise=noise, frequency=frequency)
    _, _, width, height = map(float, root.get("viewBox").split())
    for line in root.iter(f"{SVG}polyline"):
        points = np.array([point.split(",") for point in line.get("points").split()], dtype=float)
        assert (points >= 0).all()
        assert (points <= (width, height)).all()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"warm_up": 0}, "warm_up is 0; wanted is a whole number of at least 1"),
        ({"warm_up": 2.5}, "warm_up is 2.5"),
        ({"horizon": -1}, "horizon is -1"),
        ({"noise": -0.1}, "noise is -0.1; wanted is a finite number of at least 0"),
        ({"noise": math.nan}, "noise is nan"),
        ({"frequency": 0.0}, "frequency is 0.0; wanted is a finite number above 0"),
        ({"frequency": math.inf}, "frequency is inf"),
    ],
)
def test_bad_settings_are_refused_in_one_sentence(network, changes, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        shown(network, **changes)
