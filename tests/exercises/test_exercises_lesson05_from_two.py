import pytest
import torch

from course_utils.exercises import run_check
from course_utils.exercises.lesson05 import from_two

ID = "05-bidirectional-from-two"


def by_flips(forward, backward, inputs):
    ahead, h_ahead = forward(inputs)
    back, h_back = backward(inputs.flip(1))
    return torch.cat([ahead, back.flip(1)], dim=-1), torch.cat([h_ahead, h_back])


def by_steps(forward, backward, inputs):
    """Read step by step and write each state into its place."""
    n, length, _ = inputs.shape
    hidden = forward.hidden_size
    output = inputs.new_zeros(n, length, 2 * hidden)
    h_n = inputs.new_zeros(2, n, hidden)
    for direction, layer in enumerate((forward, backward)):
        state = None
        order = range(length) if direction == 0 else reversed(range(length))
        for step in order:
            _, state = layer(inputs[:, step : step + 1], state)
            output[:, step, direction * hidden : (direction + 1) * hidden] = state[0]
        h_n[direction] = state[0]
    return output, h_n


def from_the_output(forward, backward, inputs):
    """Take h_n from both ends of the output."""
    reverse = torch.arange(inputs.shape[1] - 1, -1, -1)
    ahead, back = forward(inputs)[0], backward(inputs[:, reverse])[0][:, reverse]
    return [torch.cat((ahead, back), 2), torch.stack((ahead[:, -1], back[:, 0]))]


def by_loaded_weights(forward, backward, inputs):
    both = torch.nn.GRU(
        forward.input_size, forward.hidden_size, batch_first=True, bidirectional=True
    ).double()
    pairs = zip(both.parameters(), [*forward.parameters(), *backward.parameters()], strict=True)
    with torch.no_grad():
        for mine, theirs in pairs:
            mine.copy_(theirs)
    return both(inputs)


@pytest.mark.parametrize("answer", [by_flips, by_steps, from_the_output, by_loaded_weights])
def test_right_answers_pass(accepts, answer):
    accepts(ID, answer)


def wrong(output=None, h_n=None):
    """Return an answer with one part made anew from the halves (and, for states, from the right h_n)."""

    def answer(forward, backward, inputs):
        right, states = by_flips(forward, backward, inputs)
        ahead, back = right.chunk(2, dim=-1)
        return output(ahead, back) if output else right, h_n(states, ahead, back) if h_n else states

    return answer


def not_flipped_back(forward, backward, inputs):
    ahead, h_ahead = forward(inputs)
    back, h_back = backward(inputs.flip(1))
    return torch.cat([ahead, back], dim=-1), torch.cat([h_ahead, h_back])


def never_flipped(forward, backward, inputs):
    (ahead, h_ahead), (back, h_back) = forward(inputs), backward(inputs)
    return torch.cat([ahead, back], dim=-1), torch.cat([h_ahead, h_back])


def only_the_output_flipped(forward, backward, inputs):
    (ahead, h_ahead), (back, h_back) = forward(inputs), backward(inputs)
    return torch.cat([ahead, back.flip(1)], dim=-1), torch.cat([h_ahead, h_back])


def flipped_along(dim, there_and_back):
    def answer(forward, backward, inputs):
        ahead, h_ahead = forward(inputs)
        back, h_back = backward(inputs.flip(dim))
        back = back.flip(dim) if there_and_back else back
        return torch.cat([ahead, back], dim=-1), torch.cat([h_ahead, h_back])

    return answer


def batch_there_time_back(forward, backward, inputs):
    ahead, h_ahead = forward(inputs)
    back, h_back = backward(inputs.flip(0))
    return torch.cat([ahead, back.flip(1)], dim=-1), torch.cat([h_ahead, h_back])


def state_handed_over(forward, backward, inputs):
    ahead, h_ahead = forward(inputs)
    back, h_back = backward(inputs.flip(1), h_ahead)
    return torch.cat([ahead, back.flip(1)], dim=-1), torch.cat([h_ahead, h_back])


def one_layer_twice(forward, backward, inputs):
    return by_flips(forward, forward, inputs)


def stacked(forward, backward, inputs):
    output, _ = forward(inputs)
    return backward(output)


def flip_in_place(forward, backward, inputs):
    result = by_flips(forward, backward, inputs)
    inputs[:] = inputs.flip(1)
    return result


WRONG = (
    (not_flipped_back, "Flip it back, so that step t of both halves stands at t"),
    (never_flipped, "Both layers read forwards"),
    (only_the_output_flipped, "flip its inputs as well"),
    (flipped_along(0, there_and_back=False), "You flipped the batch"),
    (flipped_along(0, there_and_back=True), "Both layers read forwards"),
    (batch_there_time_back, "You flipped the batch"),
    (state_handed_over, "each direction starts from zeros"),
    (lambda forward, backward, inputs: backward(inputs[:, ::-1]), "torch cannot slice backwards"),
    (flipped_along(2, there_and_back=False), "You flipped the features"),
    (flipped_along(2, there_and_back=True), "You flipped the features"),
    (one_layer_twice, "the second has weights of its own"),
    (stacked, "The two directions are not stacked"),
    (wrong(lambda ahead, back: torch.cat([back, ahead], -1)), "The halves are swapped"),
    (wrong(lambda ahead, back: ahead + back), "The halves are added"),
    (wrong(lambda ahead, back: (ahead + back) / 2), "The halves are averaged"),
    (wrong(lambda ahead, back: torch.cat([ahead, back], 1)), "You joined the halves in time"),
    (wrong(lambda ahead, back: torch.stack([ahead, back])), "You stacked the halves"),
    (wrong(lambda ahead, back: torch.stack([ahead, back], -1).flatten(2)), "each half stays in one piece"),
    (wrong(lambda ahead, back: ahead), "One half is missing"),
    (wrong(h_n=lambda states, ahead, back: states.flip(0)), "The two states are swapped"),
    (wrong(h_n=lambda s, ahead, back: torch.stack([ahead[:, -1], back[:, -1]])), "it ends at step 0"),
    (wrong(h_n=lambda s, ahead, back: torch.stack([ahead[:, 0], back[:, 0]])), "it ends at the last"),
    (wrong(h_n=lambda s, ahead, back: torch.cat([s[0], s[1]], -1)), "h_n is stacked, not concatenated"),
    (wrong(h_n=lambda s, ahead, back: s.transpose(0, 1)), "states never follow batch_first"),
    (wrong(h_n=lambda s, ahead, back: s[:, None]), "join them on that dimension"),
    (
        lambda forward, backward, inputs: by_flips(forward, backward, inputs)[0],
        "(output, h_n); came a tensor",
    ),
    (lambda forward, backward, inputs: forward(inputs).shape, "take them apart first"),
    (flip_in_place, "changes `inputs` in place"),
    (lambda forward, inputs: forward(inputs), "It is called with (forward, backward, inputs)"),
)


@pytest.mark.parametrize(("answer", "words"), WRONG)
def test_wrong_answers_are_told_what_is_wrong(refuses, answer, words):
    refuses(ID, answer, words)


def test_the_stub_is_not_attempted():
    def stub(forward, backward, inputs):
        raise NotImplementedError

    assert run_check(ID, stub).status == "not attempted yet"


def test_misconceptions_are_told_apart(told_apart):
    forward, backward, inputs = from_two._arguments(2, 5, 3, 4)
    output, h_n = from_two._specified(forward, backward, inputs)
    told_apart(output, from_two._wrong_outputs(forward, backward, inputs, output))
    told_apart(h_n, from_two._wrong_states(output, h_n))
