import copy
import functools

import pytest
import torch
from torch.nn.functional import softmax

from course_utils.exercises.lesson03 import belief

ID = "03-belief-per-row"


def quietly(compute):
    """Run a computation in eval mode and without a graph, and give the mode back."""

    @functools.wraps(compute)
    def belief_per_row(model, rows):
        mode = model.training
        model.eval()
        with torch.no_grad():
            result = compute(model, rows)
        model.train(mode)
        return result

    return belief_per_row


def output(model, rows):
    return model.rnn(rows)[0]


@quietly
def in_one_pass(model, rows):
    return model.head(output(model, rows)).softmax(dim=-1)


@quietly
def prefix_by_prefix(model, rows):
    return torch.stack([softmax(model(rows[:, :t]), dim=1) for t in range(1, rows.shape[1] + 1)], 1)


@quietly
def row_by_row(model, rows):
    state, beliefs = None, torch.empty(len(rows), rows.shape[1], model.head.out_features, dtype=rows.dtype)
    for t in range(rows.shape[1]):
        step, state = model.rnn(rows[:, t : t + 1], state)
        beliefs[:, t] = model.head(step[:, 0]).softmax(-1)
    return beliefs


@quietly
def by_cells(model, rows):
    h = c = rows.new_zeros(len(rows), model.rnn.hidden_size)
    beliefs = []
    for x in rows.unbind(1):
        h, c = torch.lstm_cell(x, (h, c), *model.rnn._flat_weights)
        beliefs.append(model.head(h).exp() / model.head(h).exp().sum(-1, keepdim=True))
    return torch.stack(beliefs, dim=1)


def on_a_copy(model, rows, classes=None):
    return model.head.eval()(copy.deepcopy(model).eval().rnn(rows)[0]).softmax(2).detach()


@quietly
def image_by_image(model, rows):
    images = [model.head(output(model, image)).softmax(-1) for image in rows]
    return torch.stack(images)


class Belief:
    def __call__(self, model, rows, dim=-1):
        return in_one_pass(model, rows)


RIGHT = (
    in_one_pass,
    prefix_by_prefix,
    row_by_row,
    by_cells,
    image_by_image,
    Belief(),
    functools.partial(in_one_pass),
    lambda *arguments: in_one_pass(*arguments),
    quietly(lambda model, rows: torch.from_numpy(model.head(output(model, rows)).softmax(-1).numpy())),
)


@pytest.mark.parametrize("answer", RIGHT)
def test_right_answers_pass(accepts, answer):
    accepts(ID, answer)


def test_a_copy_in_eval_mode_passes_unless_it_disturbs_the_model(accepts, refuses):
    accepts(ID, lambda model, rows: in_one_pass(copy.deepcopy(model), rows))
    refuses(ID, on_a_copy, "model.head came in train mode and is left in eval mode")


def logits(model, rows):
    return model.head(output(model, rows))


def state_reset(model, rows):
    steps = [model.head(model.rnn(row[:, None])[0][:, 0]).softmax(-1) for row in rows.unbind(1)]
    return torch.stack(steps, 1)


def transposed(model, rows):
    return model.head(model.rnn(rows.transpose(0, 1))[0]).softmax(-1).transpose(0, 1)


def transposed_once(model, rows):
    return model.head(model.rnn(rows.transpose(0, 1))[0]).softmax(-1)


def one_late(model, rows):
    out = output(model, rows)
    return model.head(torch.cat([torch.zeros_like(out[:, :1]), out[:, :-1]], 1)).softmax(-1)


def from_the_end(model, rows):
    return torch.stack([model(rows[:, t:]).softmax(-1) for t in range(rows.shape[1])], 1)


def default_type(model, rows):
    beliefs = torch.zeros(*rows.shape[:2], 6)
    beliefs[:] = logits(model, rows).softmax(-1)
    return beliefs


def last_repeated(model, rows):
    return model(rows).softmax(-1)[:, None].repeat(1, rows.shape[1], 1)


def first_prefixes(model, rows):
    return torch.stack([model(rows[:, :t]).softmax(-1) for t in range(1, rows.shape[1])], 1)


def zero_first(model, rows):
    right = logits(model, rows).softmax(-1)
    return torch.cat([torch.full_like(right[:, :1], 1 / 6), right], 1)


def cell_state(model, rows):
    return model.head(model.rnn(rows)[1][1]).softmax(-1)


def running_mean(model, rows):
    right = logits(model, rows).softmax(-1)
    return torch.stack([right[:, : t + 1].mean(1) for t in range(rows.shape[1])], 1)


def change_rows(model, rows):
    right = logits(model, rows).softmax(-1)
    rows[:, -1] = 0
    return right


WRONG = (
    (logits, "These are logits"),
    (
        lambda m, x: torch.stack([m(x[:, :t]).softmax(-1) for t in range(x.shape[1])], dim=1),
        "rows[:, :t] is empty at t = 0",
    ),
    (lambda m, x: logits(m, x).log_softmax(-1), "log-probabilities"),
    (lambda m, x: logits(m, x).sigmoid(), "sigmoid"),
    (lambda m, x: logits(m, x).softmax(-1).softmax(-1), "softmax is taken twice"),
    (lambda m, x: logits(m, x).softmax(1), "over the time steps (dim=1)"),
    (lambda m, x: logits(m, x).softmax(0), "over the images (dim=0)"),
    (
        lambda m, x: logits(m, x).flatten(1).softmax(1).view(*x.shape[:2], 6),
        "over the steps and classes together",
    ),
    (lambda m, x: logits(m, x).softmax(-1).round(), "rounded"),
    (last_repeated, "Every step holds the belief after the last row"),
    (state_reset, "Each row is read alone"),
    (transposed, "Time and batch are swapped"),
    (transposed_once, "Time and batch are swapped"),
    (one_late, "one row late"),
    (from_the_end, "from t to the end"),
    (running_mean, "average or add up"),
    (lambda m, x: logits(m, x).softmax(-1).cumsum(1), "average or add up"),
    (lambda m, x: logits(m, x.flip(1)).softmax(-1), "from the bottom up"),
    (lambda m, x: logits(m, x.flip(1)).softmax(-1).flip(1), "from the bottom up"),
    (lambda m, x: logits(m, x).softmax(-1).flip(1), "beliefs are in reverse order"),
    (lambda m, x: m(x).softmax(-1), "one belief an image, after the last row"),
    (lambda m, x: m.head(m.rnn(x)[1][0]).softmax(-1), "one belief an image, after the last row"),
    (lambda m, x: m.head(m.rnn(x)[1][0][-1]).softmax(-1), "one belief an image, after the last row"),
    (cell_state, "This comes from c_n"),
    (lambda m, x: logits(m, x).softmax(-1).transpose(0, 1), "Time stands first"),
    (lambda m, x: logits(m, x).softmax(-1).mT, "Classes and time are swapped"),
    (lambda m, x: logits(m, x).softmax(-1).flatten(0, 1), "merged into one dimension"),
    (lambda m, x: logits(m, x).softmax(-1).amax(-1), "probability of every class"),
    (lambda m, x: output(m, x).softmax(-1), "LSTM's states"),
    (first_prefixes, "One belief is missing"),
    (zero_first, "one belief too many"),
    (lambda m, x: logits(m, x).softmax(-1).squeeze(), "A squeeze took a dimension away"),
    (default_type, "of type float32; wanted is float64. Give tensors"),
    (lambda m, x: logits(m, x).softmax(-1) * 0.9, "At index [0, 0, 0] came"),
    (lambda m, x: m.head(m.rnn(x)), "An LSTM returns a tuple"),
    (lambda m, x: m.rnn(x).softmax(-1), "An LSTM returns a tuple"),
    (lambda m, x: logits(m, x.float()), "leave their type alone"),
    (lambda m, x: m.head(x), "The LSTM reads rows"),
    (lambda m, x: m.rnn(x.mT)[0], "The LSTM reads rows"),
    (lambda m, x: logits(m, x).softmax(-1).numpy(), "came a numpy array"),
    (lambda m, x: print(end=""), "came nothing"),
    (change_rows, "changes `rows` in place"),
)


@pytest.mark.parametrize(("compute", "words"), WRONG)
def test_wrong_answers_are_told_what_is_wrong(refuses, compute, words):
    refuses(ID, quietly(compute), words)


def with_graph(model, rows):
    mode = model.training
    right = model.eval().head(output(model, rows)).softmax(-1)
    model.train(mode)
    return right


@torch.no_grad()
def in_train_mode(model, rows):
    return logits(model, rows).softmax(-1)


@torch.no_grad()
def left_in_eval(model, rows):
    return logits(model.eval(), rows).softmax(-1)


@torch.no_grad()
def left_in_train(model, rows):
    right = logits(model.eval(), rows).softmax(-1)
    model.train()
    return right


def disturbing(model, rows):
    right = in_one_pass(model, rows)
    with torch.no_grad():
        model.head.bias += 1
    return right


CARELESS = (
    (with_graph, "carry the whole graph"),
    (in_train_mode, "LSTM was run in train mode"),
    (left_in_eval, "came in train mode and is left in eval mode"),
    (left_in_train, "came in eval mode and is left in train mode"),
    (disturbing, "changes the model: head.bias"),
    (lambda rows: rows, "It is called with (model, rows), but your function takes (rows)"),
)


@pytest.mark.parametrize(("answer", "words"), CARELESS)
def test_careless_answers_are_told_what_they_disturb(refuses, answer, words):
    refuses(ID, answer, words)


def test_another_device_is_explained(refuses):
    def on_the_gpu(model, rows):
        raise RuntimeError("Expected all tensors to be on the same device, but found two, cuda:0 and cpu!")

    refuses(ID, on_the_gpu, "The check's model lives on the CPU")


def test_misconceptions_are_told_apart(told_apart):
    model = belief.Probe().eval()
    rows = torch.randn(2, 5, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(7))
    with torch.no_grad():
        wrong = (
            belief._wrong_numbers(model, rows)
            | belief._wrong_states(model, rows)
            | belief._wrong_order(model, rows)
        )
        told_apart(belief._specified(model, rows), wrong)
