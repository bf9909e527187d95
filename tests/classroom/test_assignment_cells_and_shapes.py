"""Of the assignment "Cells and shapes" alone: what cheap answers score, and what the reasons name."""

import math
from pathlib import Path
from textwrap import indent

import pytest

from course_utils.classroom.judge.draw import keyed_seed
from course_utils.classroom.judge.loading import load_questions
from course_utils.classroom.sandbox.requests import answer_here
from course_utils.notebook_form import read_notebook

FOLDER = Path(__file__).resolve().parents[2] / "notebooks" / "assignments" / "cells_and_shapes"
QUESTIONS = {question.id: question for question in load_questions(FOLDER / "hidden_checks.py")}

RNN_WEIGHTS = "dict(weight_ih_l0=weight_ih, weight_hh_l0=weight_hh, bias_ih_l0=bias, bias_hh_l0=0 * bias)"
# Bodies of the function, with the most points that each may get.
CHEAP = {
    "peephole-step": [
        ("return None", 0),
        ("return state", 0),
        ("return tuple(torch.zeros_like(s) for s in state)", 0),
        ("return tuple(torch.rand_like(s) for s in state)", 0),
        ("return tuple(s.tanh() + x.mean() for s in state)", 0),
        ("used = sum(t.sum() for t in (x, weight_ih, weight_hh, peepholes, bias))\n"
         "return tuple(s + used for s in state)", 0.5),
        ("return torch.lstm_cell(x, state, weight_ih, weight_hh, bias, 0 * bias)", 0),
        ("from course_utils.cells import lstm_cell\n"
         "return lstm_cell(x, state, weight_ih, weight_hh, bias)", 1),
        ("cell = nn.LSTMCell(x.shape[1], state[0].shape[1]).to(x.dtype)\n"
         "values = dict(weight_ih=weight_ih, weight_hh=weight_hh, bias_ih=bias, bias_hh=0 * bias)\n"
         "return torch.func.functional_call(cell, values, (x, state))", 0),
    ],
    "run-with-resets": [
        ("return None", 0),
        ("return x, h_0", 0),
        ("return x.new_zeros(*reset.shape, len(bias)), torch.zeros_like(h_0)", 0),
        ("return torch.tanh(x @ weight_ih.T + bias), h_0", 0),
        ("layer = nn.RNN(x.shape[2], len(bias), batch_first=True).to(x.dtype)\n"
         f"values = {RNN_WEIGHTS}\n"
         "return torch.func.functional_call(layer, values, (x, h_0))", 0),
        ("from course_utils.cells import unroll\n"
         f"values = {RNN_WEIGHTS}\n"
         "return unroll('rnn', values, x, h_0)", 1),
    ],
    "stack-parameters": [
        ("return None", 0),
        ("return []", 0),
        ("return hidden_sizes", 0),
        ("return [(size, input_size) for size in hidden_sizes]", 0),
        ("from course_utils.shapes import count_parameters\n"
         "return count_parameters(kind, input_size, hidden_sizes[0], len(hidden_sizes))", 0),
    ],
    "from-other-order": [
        ("return None", 0),
        ("return {}", 0),
        ("return weights", 0),
        ("size = len(weights['bias']) // 4\n"
         "return nn.LSTM(len(weights['kernel']), size).to(weights['bias'].dtype).state_dict()", 0),
        ("names = ['weight_ih_l0', 'weight_hh_l0', 'bias_ih_l0', 'bias_hh_l0']\n"
         "tensors = [weights['kernel'].T, weights['recurrent_kernel'].T, weights['bias'], weights['bias']]\n"
         "return {name: torch.zeros_like(tensor) for name, tensor in zip(names, tensors)}", 0),
    ],
}  # fmt: skip

NAMED = [
    ("peephole-step", "wrong-o-looks-back", "o looks at the new c"),
    ("peephole-step", "wrong-no-peepholes", "The peepholes are not used"),
    ("peephole-step", "wrong-gate-order", "stand in the order i, f, g, o"),
    ("peephole-step", "wrong-peephole-order", "belong to i, f, o"),
    ("peephole-step", "wrong-looks-at-h", "yours look at h"),
    ("peephole-step", "wrong-h-without-tanh", "The tanh is missing"),
    ("peephole-step", "wrong-states-swapped", "h comes first"),
    ("peephole-step", "wrong-peepholes-detached", "cuts the graph"),
    ("peephole-step", "wrong-c-in-place", "It changes `state` in place"),
    ("run-with-resets", "wrong-ignores-resets", "The resets are not used"),
    ("run-with-resets", "wrong-reset-after", "yours comes after it"),
    ("run-with-resets", "wrong-whole-batch", "yours starts all of them anew"),
    ("run-with-resets", "wrong-back-to-start", "yours goes back to h_0"),
    ("run-with-resets", "wrong-mask-inverted", "True means start anew"),
    ("run-with-resets", "wrong-in-place", "the stored state of the step before"),
    ("run-with-resets", "wrong-first-step", "zeros take the place of h_0"),
    ("run-with-resets", "wrong-state-follows-batch", "States never follow batch_first"),
    ("run-with-resets", "wrong-detached", "No gradient reaches"),
    ("stack-parameters", "wrong-all-read-input", "not the input"),
    ("stack-parameters", "wrong-one-direction-read", "the next layer reads both"),
    ("stack-parameters", "wrong-one-bias", "There are two biases"),
    ("stack-parameters", "wrong-gru-four-blocks", "A GRU has three blocks"),
    ("stack-parameters", "wrong-pyramid-doubles-input", "the first layer reads the input as it is"),
    ("stack-parameters", "wrong-pyramid-ignored", "twice the features"),
    ("stack-parameters", "wrong-own-size", "not as much as it has units"),
    ("stack-parameters", "wrong-directions-doubled-rows", "not one of twice the rows"),
    ("stack-parameters", "wrong-single-layer-type", "Each layer has a size of its own"),
    ("from-other-order", "wrong-not-reordered", "still stand in the order i, g, f, o"),
    ("from-other-order", "wrong-no-forget-bias", "The forget bias is missing"),
    ("from-other-order", "wrong-forget-bias-twice", "The forget bias is in both biases"),
    ("from-other-order", "wrong-bias-twice", "it counts twice"),
    ("from-other-order", "wrong-forget-bias-on-candidate", "The forget bias belongs to f"),
    ("from-other-order", "wrong-reshaped", "do not reshape it"),
    ("from-other-order", "wrong-keys", "wanted are (weight_ih_l0"),
]


def judged(question, source, draw=0):
    namespace = {}
    exec(f"import torch\nfrom torch import nn\n{source}", namespace)
    return QUESTIONS[question].judge(
        lambda request: answer_here(request, namespace),
        lambda part: keyed_seed(b"tests", question, draw, part),
    )


def cheap_answers():
    return [(question, body, most) for question, answers in CHEAP.items() for body, most in answers]


@pytest.mark.parametrize(("question", "body", "most"), cheap_answers())
def test_cheap_answers_get_little_or_nothing(question, body, most):
    heading = f"def {QUESTIONS[question].function}({', '.join(QUESTIONS[question].takes)}):\n"
    for draw in range(3):
        assert judged(question, heading + indent(body, "    "), draw).points <= most


@pytest.mark.parametrize(("question", "answer", "words"), NAMED)
def test_reasons_name_the_misconception(question, answer, words):
    source = (FOLDER / "answers" / question / f"{answer}.py").read_text("utf-8")
    mark = judged(question, source)
    assert any(words in part.reason for part in mark.parts)
    assert mark.points < mark.of


def test_the_model_answer_to_the_written_question_computes_right():
    cells = read_notebook(FOLDER / "cells_and_shapes.ipynb").cells
    (text,) = (cell.source for cell in cells if cell.id == "why-c-exceeds-one")
    for number in (math.tanh(1), math.tanh(20 / 2**5)):
        assert rf"\approx {number:.2f}$" in text
    assert f"${20 / 2**4}$" in text
    assert 20 / 2**4 > 1 > 20 / 2**5 == 0.625
    reached = 0.0
    for _ in range(1_000):
        reached = 0.9 * reached + 1
    assert reached == pytest.approx(10)
    assert "= 10$" in text
