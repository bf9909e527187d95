import pytest
import torch

from course_utils.classroom.judge.answer import Answer, Unanswered
from course_utils.classroom.plain_data import Opaque
from course_utils.exercises.attempt import NotAttempted
from course_utils.exercises.expectations import Mistake


def answering(reply, **more):
    return Answer("f", ("x", "y"), ("lstm",), more, lambda request: reply)


def test_a_request_says_all_that_is_needed():
    answer = answering({"returned": 3})
    assert answer(1, (2, 4)) == 3
    request, reply = answer.last_call
    assert request == {
        "do": "call", "function": "f", "arguments": (1, (2, 4)), "takes": ("x", "y"), "without": ("lstm",),
    }  # fmt: skip
    assert reply == {"returned": 3}


@pytest.mark.parametrize("reply", [None, 1, [], "text", {}, {"changed": ()}])
def test_a_reply_that_says_nothing_is_a_mistake(reply):
    with pytest.raises(Mistake, match="nothing that could be read"):
        answering(reply)()


def test_a_mistake_is_told_and_explained_but_not_at_any_length():
    with pytest.raises(Mistake, match="^stops with KeyError: Use get.$"):
        answering({"mistake": "stops with KeyError:"}, KeyError="Use get.")()
    with pytest.raises(Mistake) as caught:
        answering({"mistake": "long " * 10_000})()
    assert len(str(caught.value)) <= 600
    with pytest.raises(Mistake, match=r"^\[1\]$"):
        answering({"mistake": [1]})()


@pytest.mark.parametrize("text", ["", " ", "\n\t\u00a0"])
def test_a_mistake_without_words_gets_some(text):
    for ask in (lambda answer: answer(), lambda answer: answer.state_dict("classifier.pt")):
        with pytest.raises(Mistake, match="^It stops and does not say why.$"):
            ask(answering({"mistake": text}))


def test_only_so_many_numbers_are_looked_at():
    some = torch.zeros(500_000, dtype=torch.uint8)
    assert len(answering({"returned": (some, some.numpy())})()) == 2
    gradients = {"x": some.new_zeros(1_000_001)}
    for reply in ({"returned": [some, (some, some)]}, {"returned": 1, "gradients": gradients}):
        with pytest.raises(Mistake, match="numbers; at most 1,000,000 are looked at"):
            answering(reply)()


def test_a_stub_is_not_attempted_only_if_it_says_so_plainly():
    with pytest.raises(NotAttempted):
        answering({"not_attempted": True})()
    with pytest.raises(Mistake):
        answering({"not_attempted": "yes"})()


@pytest.mark.parametrize("value", [Opaque("Odd"), (1, Opaque("Odd"))])
def test_values_that_did_not_come_over_are_named(value):
    with pytest.raises(Mistake, match="returns a value of type Odd"):
        answering({"returned": value})()
    with pytest.raises(Mistake, match="returns a value of type Odd"):
        answering({"returned": value, "changed": ()}).expect_unchanged(1, 2)


def test_gradients_come_one_for_each_position():
    ones = torch.ones(2)
    assert answering({"returned": 1, "gradients": (ones, None)}).gradients((1, 2), of=(0, 1)) == (ones, None)
    for odd in (None, (ones,), [ones, None], 5):
        with pytest.raises(Mistake, match="nothing that gradients could be taken of"):
            answering({"returned": 1, "gradients": odd}).gradients((1, 2), of=(0, 1))


def test_a_changed_argument_is_named():
    assert answering({"returned": 1, "changed": ()}).expect_unchanged(1, 2) == 1
    with pytest.raises(Mistake, match="It changes `y` in place"):
        answering({"returned": 1, "changed": (1,)}).expect_unchanged(1, 2)


def test_a_checkpoint_is_a_dict_of_tensors():
    weights = {"weight": torch.ones(2, requires_grad=True)}
    came = answering({"returned": weights}).state_dict("c.pt")
    assert torch.equal(came["weight"], torch.ones(2))
    assert not came["weight"].requires_grad
    for odd in (None, [], {"weight": 1}, {1: torch.ones(1)}, {"weight": Opaque("Tensor")}):
        with pytest.raises(Mistake, match="c.pt holds no dict of tensors"):
            answering({"returned": odd}).state_dict("c.pt")


def test_when_nobody_answers_nothing_is_lost():
    def ask(request):
        raise Unanswered("no sandbox")

    with pytest.raises(Unanswered):
        Answer("f", (), (), {}, ask)()


def test_all_that_is_returned_has_a_gradient_or_nothing_has():
    ones, attached = torch.ones(2), torch.ones(2, requires_grad=True)
    whole = torch.ones(2, dtype=torch.int64)
    for returned in ((attached, attached, whole, 5), (ones, ones), attached, ones, 5):
        answering({"returned": returned, "gradients": (ones,)}).gradients((1,), of=(0,))
    for returned in ((attached, ones), [attached, whole, ones]):
        place = 1 + sum(isinstance(part, torch.Tensor) and part.is_floating_point() for part in returned[:-1])
        with pytest.raises(Mistake, match=f"Tensor {place} of those .* no gradient flows through it"):
            answering({"returned": returned, "gradients": (ones,)}).gradients((1,), of=(0,))
