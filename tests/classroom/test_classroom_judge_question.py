import pytest
import torch

from course_utils.classroom.judge import Question
from course_utils.classroom.judge.log import from_json
from course_utils.classroom.sandbox.requests import answer_here
from course_utils.exercises.expectations import Mistake, expect_answer


def make_question():
    question = Question("gated-sum", takes=("x", "state"), explanations={"must match": "Look at the shapes."})

    @question.part(2, "the values", hint="Add gate times state.")
    def _values(answer, draw):
        for n, h in draw.sizes(2, count=3):
            x, gate, state = draw.normal(n, h), draw.normal(n, h), draw.normal(n, h)
            expect_answer(answer(x, (gate, state)), x + gate * state, "(N, H)", {}, {})

    @question.part(1, "gradients")
    def _gradients(answer, draw):
        x, gate, state = (draw.normal(2, 3) for _ in range(3))
        _, (of_gate, of_state) = answer.gradients((x, (gate, state)), of=(0, 1))
        if of_gate is None or not torch.equal(of_gate, state) or not torch.equal(of_state, gate):
            raise Mistake("The gradient of the gate is the state.")

    @question.part(0.5, "leaves its arguments alone")
    def _unchanged(answer, draw):
        answer.expect_unchanged(draw.normal(2, 3), (draw.normal(2, 3), draw.normal(2, 3)))

    return question


def marked(function, seed=0):
    question = make_question()
    namespace = {} if function is None else {"gated_sum": function}
    return question.judge(lambda request: answer_here(request, namespace), lambda number: seed + number)


def right(x, state):
    return x + state[0] * state[1]


def in_place(x, state):
    return x.addcmul_(*state)


def stub(x, state):
    raise NotImplementedError


def forgets_the_gate(x, state):
    return x + state[1]


def needs_other_shapes(x, state):
    return x @ state[0]


def test_a_right_answer_gets_all_points():
    mark = marked(right)
    assert (mark.points, mark.of) == (3.5, 3.5)
    assert all(part.reason == "" for part in mark.parts)
    assert mark.replies == mark.flags == ()


def test_parts_are_lost_one_by_one_each_with_its_reason():
    mark = marked(in_place)
    assert [part.points for part in mark.parts] == [2, 1, 0]
    assert mark.parts[2].reason.startswith("It changes `x` in place")
    mark = marked(forgets_the_gate)
    assert [part.points for part in mark.parts] == [0, 0, 0.5]
    assert "values differ" in mark.parts[0].reason
    assert mark.parts[0].reason.endswith("Add gate times state.")
    assert "The gradient of the gate is the state." in mark.parts[1].reason


@pytest.mark.parametrize(
    ("function", "reason"),
    [
        (None, "There is no function gated_sum"),
        (3, "There is no function gated_sum"),
        (stub, "Not attempted."),
        (lambda x: x, "It is called with (x, state), but your function takes (x)."),
        (needs_other_shapes, "Line "),
        (lambda x, state: exit(), "stops with SystemExit"),
        (lambda x, state: 1 / 0, "stops with ZeroDivisionError: division by zero."),
        (lambda x, state: object(), "It returns a value of type object"),
        (lambda x, state: torch.zeros(1).expand(10**12), "Its answer is too large"),
    ],
)
def test_what_stops_is_told(function, reason):
    mark = marked(function)
    assert mark.points == 0
    assert reason in mark.parts[0].reason


def test_an_exception_is_explained():
    first = marked(lambda x, state: x + torch.zeros(9, 9)).parts[0].reason
    assert "Look at the shapes." in first


def test_the_last_call_of_a_lost_part_is_kept_whole():
    mark = marked(forgets_the_gate)
    request, reply = (from_json(mark.replies[0][name]) for name in ("request", "reply"))
    x, (_, state) = request["arguments"]
    assert torch.equal(reply["returned"], x + state)


def test_a_value_that_no_check_foresees_is_lost_and_flagged():
    question = Question("odd", takes=())

    @question.part(1, "is long")
    def _length(answer, draw):
        if len(answer()) < 2:
            raise Mistake("Too short.")

    mark = question.judge(lambda request: {"returned": 5}, lambda number: 0)
    assert mark.points == 0
    assert "could not be checked (TypeError)" in mark.parts[0].reason
    assert "the check itself stopped with TypeError" in mark.flags[0]


@pytest.mark.parametrize("text", ["", " ", "\u00a0"])
def test_a_mistake_without_words_is_lost_too(text):
    question = Question("odd", takes=())

    @question.part(1, "says nothing")
    def _silent(answer, draw):
        raise Mistake(text)

    @question.part(1, "a checkpoint")
    def _checkpoint(answer, draw):
        answer.state_dict("classifier.pt")

    mark = question.judge(lambda request: {"mistake": text}, lambda number: 0)
    assert mark.points == 0
    assert all(part.reason for part in mark.parts)


@pytest.mark.parametrize("reply", [None, 5, "text", [], {}, {"changed": (0,)}, {"returned_": 1}])
def test_replies_that_are_none_are_lost(reply):
    question = make_question()
    mark = question.judge(lambda request: reply, lambda number: 0)
    assert mark.points == 0
    assert mark.parts[0].reason.startswith("Its process has sent back nothing that could be read.")


def test_the_seed_of_each_part_is_its_own():
    assert marked(right, seed=5).points == 3.5
    asked = []
    make_question().judge(lambda request: {"mistake": "x"}, lambda number: asked.append(number) or number)
    assert asked == [0, 1, 2]


def test_the_source_notebook_shows_the_points(capsys):
    assert make_question().grade({"gated_sum": in_place}) == 3.0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "gated-sum: 3 of 3.5 points"
    assert lines[1] == "  2 of 2  the values"
    assert lines[3].startswith("  0 of 0.5  leaves its arguments alone: It changes `x`")


@pytest.mark.parametrize("points", [0, -1, float("nan")])
def test_a_part_without_points_is_refused(points):
    with pytest.raises(ValueError, match="wanted is a number above 0"):
        make_question().part(points, "nothing")
