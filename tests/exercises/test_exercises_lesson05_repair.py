import pytest
import torch

from course_utils.exercises import run_check
from course_utils.exercises.lesson05 import repair

ID = "05-repair-birnn"


def from_the_states(rnn, head, rows):
    _, (h_n, _) = rnn(rows)
    return head(torch.cat([h_n[-2], h_n[-1]], dim=-1))


def from_the_output(rnn, head, rows):
    output, _ = rnn(rows)
    half = output.shape[2] // 2
    return head(torch.cat([output[:, -1, :half], output[:, 0, half:]], dim=-1))


def with_states_of_its_own(rnn, head, rows):
    zeros = rows.new_zeros(2 * rnn.num_layers, len(rows), rnn.hidden_size)
    _, (h_n, _) = rnn(rows, (zeros, zeros))
    top = h_n.unflatten(0, (rnn.num_layers, 2))[-1]  # (2, N, H)
    return head(top.transpose(0, 1).flatten(1))


def by_halves_of_the_head(rnn, head, rows):
    _, (h_n, _) = rnn(rows)
    forward, backward = head.weight.chunk(2, dim=1)
    return h_n[-2] @ forward.T + h_n[-1] @ backward.T + head.bias


RIGHT = (from_the_states, from_the_output, with_states_of_its_own, by_halves_of_the_head)


@pytest.mark.parametrize("answer", RIGHT)
def test_right_answers_pass(accepts, answer):
    accepts(ID, answer)


def as_published(rnn, head, rows):
    h_0 = torch.zeros(rnn.num_layers * 2, rows.size(0), rnn.hidden_size, dtype=rows.dtype)
    output, _ = rnn(rows, (h_0, h_0))
    return head(output[:, -1, :]).softmax(dim=1)


def read(chosen):
    """Return an answer whose head reads what ``chosen`` makes of output, h_n and c_n."""

    def answer(rnn, head, rows):
        output, (h_n, c_n) = rnn(rows)
        return head(chosen(output, h_n, c_n))

    return answer


def with_states_of(layers, dtype):
    def answer(rnn, head, rows):
        zeros = torch.zeros(layers(rnn), len(rows), rnn.hidden_size, dtype=dtype)
        output, _ = rnn(rows, (zeros, zeros))
        return head(output[:, -1])

    return answer


def one_state(rnn, head, rows):
    output, _ = rnn(rows, rows.new_zeros(2 * rnn.num_layers, len(rows), rnn.hidden_size))
    return head(output[:, -1])


def without_gradient(rnn, head, rows):
    with torch.no_grad():
        return from_the_states(rnn, head, rows)


def trains(rnn, head, rows):
    logits = from_the_states(rnn, head, rows)
    logits.sum().backward(retain_graph=True)
    return logits


def leaves_eval_mode(rnn, head, rows):
    rnn.eval()
    return from_the_states(rnn, head, rows)


def each_begins(output, h_n, c_n):
    forward, backward = output.chunk(2, dim=-1)
    return torch.cat([forward[:, 0], backward[:, -1]], dim=-1)


WRONG = (
    (as_published, "one step only. And more: There is still a softmax"),
    (read(lambda output, h_n, c_n: output[:, -1]), "This still reads output[:, -1]"),
    (read(lambda output, h_n, c_n: output[:, 0]), "This reads output[:, 0]"),
    (read(each_begins), "Each half is read where it begins"),
    (read(lambda output, h_n, c_n: torch.cat([h_n[-1], h_n[-2]], -1)), "The halves are swapped"),
    (read(lambda output, h_n, c_n: torch.cat([h_n[0], h_n[1]], -1)), "the states of layer 0"),
    (read(lambda output, h_n, c_n: torch.cat([c_n[-2], c_n[-1]], -1)), "This reads c_n"),
    (read(lambda output, h_n, c_n: h_n[-2:].reshape(output.shape[0], -1)), "view scrambles here"),
    (read(lambda output, h_n, c_n: output.mean(1)), "This is the mean over time"),
    (read(lambda output, h_n, c_n: output.amax(1)), "This is the maximum over time"),
    (read(lambda output, h_n, c_n: output), "These are logits for every step"),
    (read(lambda output, h_n, c_n: h_n[-1]), "The head reads both halves side by side"),
    (lambda *modules: from_the_states(*modules).softmax(-1), "There is still a softmax"),
    (lambda *modules: from_the_states(*modules).log_softmax(-1), "There is still a softmax"),
    (lambda *modules: from_the_states(*modules).argmax(-1), "This is a class"),
    (with_states_of(lambda rnn: rnn.num_layers, torch.float64), "There are two states a layer"),
    (with_states_of(lambda rnn: 2 * rnn.num_layers, torch.float32), "type and device of the rows"),
    (lambda *modules: from_the_states(*modules).sigmoid(), "There is a sigmoid"),
    (
        lambda *modules: read(each_begins)(*modules).log_softmax(-1),
        "step 0. And more: There is still a softmax",
    ),
    (one_state, "An LSTM has two states"),
    (without_gradient, "The logits carry no gradient"),
    (trains, "It leaves a gradient in weight_ih_l0"),
    (leaves_eval_mode, "came in train mode and is left in eval mode"),
)


@pytest.mark.parametrize(("answer", "words"), WRONG)
def test_wrong_answers_are_told_what_is_wrong(refuses, answer, words):
    refuses(ID, answer, words)


def test_the_stub_is_not_attempted():
    def stub(rnn, head, rows):
        raise NotImplementedError

    assert run_check(ID, stub).status == "not attempted yet"


def test_misconceptions_are_told_apart(told_apart):
    right, wrong = repair._specified(*repair._arguments(3, 7, 2, 2))
    told_apart(right, wrong)
