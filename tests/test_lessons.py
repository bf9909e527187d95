import re

import matplotlib
import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from course_utils.lessons import LESSONS, ClaimError, about, claim, start


@pytest.fixture
def _restored_state():
    precision = torch.backends.cudnn.rnn.fp32_precision, torch.backends.mkldnn.rnn.fp32_precision
    with matplotlib.rc_context():
        yield
    torch.backends.cudnn.rnn.fp32_precision, torch.backends.mkldnn.rnn.fp32_precision = precision


# --- start --------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("_restored_state")
def test_start_prints_one_stable_line_and_sets_precision_and_style(capsys, monkeypatch):
    monkeypatch.delenv("RNN_COURSE_RNN_PRECISION", raising=False)
    monkeypatch.setenv("RNN_COURSE_DEVICE", "cpu")
    torch.backends.cudnn.rnn.fp32_precision = torch.backends.mkldnn.rnn.fp32_precision = "tf32"
    matplotlib.rcParams["figure.dpi"] = 200
    assert start("03") == torch.device("cpu")
    assert capsys.readouterr().out == "Lesson 03, MNIST, row by row: an LSTM classifier: ready.\n"
    assert torch.backends.cudnn.rnn.fp32_precision == torch.backends.mkldnn.rnn.fp32_precision == "ieee"
    assert matplotlib.rcParams["figure.dpi"] == 78


@pytest.mark.usefixtures("_restored_state")
@pytest.mark.parametrize("lesson", ["3", "99", "", 3])
def test_an_unknown_lesson_is_named_and_nothing_is_touched(lesson, capsys):
    matplotlib.rcParams["figure.dpi"] = 200
    with pytest.raises(ValueError, match=f"^lesson is {re.escape(repr(lesson))}; there are .*03"):
        start(lesson)
    assert capsys.readouterr().out == ""
    assert matplotlib.rcParams["figure.dpi"] == 200


def test_the_catalogue_is_in_order_and_complete():
    assert list(LESSONS) == sorted(LESSONS)
    for number, lesson in LESSONS.items():
        assert re.fullmatch(r"\d\d", number)
        assert lesson.title
        assert lesson.minutes > 0 < lesson.seconds


# --- claim --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "holds", [True, np.True_, torch.tensor(True), np.float64(2) > 1, torch.ones(3).sum() > 2]
)
def test_a_claim_that_holds_is_printed_on_one_line(holds, capsys):
    assert claim("03-last-row-blank", "The last row is blank.", holds) is None
    assert capsys.readouterr().out == "✓ [03-last-row-blank] The last row is blank.\n"


def test_a_claim_names_the_pitfall_that_it_corrects(capsys):
    claim("03-two-states", "An LSTM has two states.", True, refutes="T0.3")
    assert capsys.readouterr().out == "✓ [03-two-states] An LSTM has two states. (corrects T0.3)\n"


@pytest.mark.parametrize("holds", [False, np.False_, torch.tensor(False), float("nan") > 0])
def test_a_claim_that_does_not_hold_stops_the_lesson(holds, capsys):
    with pytest.raises(
        AssertionError, match=r"^\[03-last-row-blank\] does not hold here: The last row is blank\.$"
    ):
        claim("03-last-row-blank", "The last row is blank.", holds)
    assert issubclass(ClaimError, AssertionError)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("holds", "kind"),
    [
        (0.97, "float"),
        (1, "int"),
        (None, "NoneType"),
        ("yes", "str"),
        (np.float64(1), "float64"),
        (torch.tensor(1.0), "float"),
        (torch.tensor([True, True, True]), "Tensor"),
        (torch.tensor([True]), "Tensor"),
        (np.array([True, True]), "ndarray"),
    ],
)
def test_what_is_no_truth_value_is_refused(holds, kind, capsys):
    with pytest.raises(
        TypeError, match=f"^holds is a {kind}; wanted is True or False, made by a comparison$"
    ):
        claim("03-last-row-blank", "The last row is blank.", holds)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "id", ["last-row", "3-last-row", "03", "03-", "03-Last", "03-last_row", "03-last row", "03-a\n"]
)
def test_a_bad_id_is_named(id):
    with pytest.raises(
        ValueError, match=f"^id is {re.escape(repr(id))}; wanted is a form such as '03-last-row-blank'"
    ):
        claim(id, "The last row is blank.", True)


@pytest.mark.parametrize("refutes", ["0.3", "T5.1", "T0", "T0.16", "t0.3", "T0.3x", ""])
def test_a_bad_pitfall_is_named(refutes):
    with pytest.raises(
        ValueError, match=f"^refutes is {re.escape(repr(refutes))}; wanted is a row of the catalogue"
    ):
        claim("03-a", "A sentence.", True, refutes=refutes)


# --- about --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("x", "digits", "text"),
    [
        (0.9734, 2, "0.97"),
        (0.9734, 1, "1"),
        (97.34, 2, "97"),
        (97.34, 3, "97.3"),
        (1234.5, 2, "1200"),
        (0.00123, 2, "0.0012"),
        (-2.26, 2, "-2.3"),
        (0.0, 2, "0"),
        (0.7, 3, "0.7"),
        (24_714, 5, "24714"),
        (1e9, 2, "1000000000"),
        (np.float32(0.25), 2, "0.25"),
        (torch.tensor(0.5), 2, "0.5"),
    ],
)
def test_numbers_are_written_with_few_digits(x, digits, text):
    assert about(x, digits, tol=0) == text


@given(st.floats(-1e6, 1e6), st.integers(1, 6))
def test_the_text_is_the_number_to_half_a_digit(x, digits):
    shown = float(about(x, digits, tol=0))
    assert abs(shown - x) <= 0.5000001 * 10.0 ** (np.floor(np.log10(abs(x) or 1)) - digits + 1)


@pytest.mark.parametrize(("x", "text"), [(0.846, "0.85"), (0.854, "0.85"), (0.844, "0.84"), (0.856, "0.86")])
def test_a_number_near_an_edge_is_refused_only_while_writing(x, text, monkeypatch):
    monkeypatch.delenv("RNN_COURSE_WRITING", raising=False)
    assert about(x, tol=0.002) == text
    monkeypatch.setenv("RNN_COURSE_WRITING", "1")
    with pytest.raises(
        ValueError, match=f"^x is {x}, within 0.002 of where its 2 digits change: show fewer digits$"
    ):
        about(x, tol=0.002)


def test_a_number_far_from_any_edge_is_accepted_while_writing(monkeypatch):
    monkeypatch.setenv("RNN_COURSE_WRITING", "1")
    assert about(0.9734, digits=1) == "1"
    assert about(97.34) == "97"
    assert about(0.85, tol=0.004) == "0.85"
    with pytest.raises(ValueError, match="show fewer digits"):
        about(0.85, tol=0.006)


@pytest.mark.parametrize("x", [float("nan"), float("inf"), -float("inf"), torch.tensor(float("nan"))])
def test_a_number_that_is_not_finite_is_named(x):
    with pytest.raises(ValueError, match=r"^x is .*(nan|inf).*; wanted is a finite number$"):
        about(x)
