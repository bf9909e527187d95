from contextlib import closing

import pytest
import torch

from course_utils.classroom.grading import grade_submission
from course_utils.classroom.isolation.ladder import best_rung
from course_utils.classroom.judge import Question
from course_utils.classroom.sandbox.nursery import SandboxFailed
from course_utils.classroom.sandbox.slot import Slot
from course_utils.classroom.verdict import Verdict
from course_utils.exercises.expectations import Mistake, expect_answer
from tests.classroom.running import Broken, limits, submission

DOUBLE = Question("double", takes=("x",))
OTHER = Question("other", takes=())


@DOUBLE.part(2, "is doubled")
def _doubled(answer, draw):
    for (n,) in draw.sizes(1, count=5):
        x = draw.normal(n)
        expect_answer(answer(x), 2 * x, "(N,)", {}, {})


@DOUBLE.part(1, "is new")
def _new(answer, draw):
    answer.expect_unchanged(draw.normal(3))


@OTHER.part(1, "is one")
def _one(answer, draw):
    if answer() != 1:
        raise Mistake("It is not one.")


QUESTIONS = (DOUBLE, OTHER)
RIGHT = "def double(x):\n    return x * 2\ndef other():\n    return 1"


@pytest.fixture(scope="module")
def slot():
    with closing(Slot(best_rung(), limits())) as slot:
        yield slot


def grade(slot, *sources, key=b"key", **more):
    return grade_submission(submission(*sources, **more), QUESTIONS, key, slot)


def points(verdict):
    return {mark.question: mark.points for mark in verdict.marks}


def test_a_right_submission_gets_all(slot):
    verdict = grade(slot, RIGHT)
    assert points(verdict) == {"double": 3, "other": 1}
    assert (verdict.points, verdict.of, verdict.flagged) == (4, 4, False)
    assert verdict.rung == slot.rung.name
    assert verdict.limits["memory"] == 512 << 20
    assert verdict.versions["torch"] == torch.__version__
    assert 0 < verdict.seconds < 60


def test_lost_points_come_with_reasons_and_the_verdict_survives_storing(slot):
    verdict = grade(slot, RIGHT.replace("x * 2", "x.mul_(2)").replace("return 1", "return 2"), "1 / 0")
    assert points(verdict) == {"double": 2, "other": 0}
    assert verdict.marks[0].parts[1].reason.startswith("It changes `x` in place")
    assert verdict.marks[1].parts[0].reason == "It is not one."
    assert [cell.id for cell in verdict.stopped_cells] == ["cell-2"]
    assert not verdict.flagged
    assert Verdict.from_json(verdict.to_json()) == verdict


def test_the_other_question_counts_although_one_ends_the_process(slot):
    verdict = grade(slot, "import os\ndef double(x):\n    os._exit(0)\ndef other():\n    return 1")
    assert points(verdict) == {"double": 0, "other": 1}


def test_a_submission_that_differs_from_run_to_run_is_flagged_and_gets_the_better_mark(slot, monkeypatch):
    luck = iter([2, 1])
    monkeypatch.setattr(
        OTHER, "parts", [OTHER.parts[0]._replace(check=lambda answer, draw: _lucky(next(luck)))]
    )
    verdict = grade(slot, RIGHT)
    assert points(verdict)["other"] == 1
    assert "0 of 1 points in a first run and 1 in a second one" in verdict.marks[1].flags[0]
    assert verdict.flagged


def _lucky(number):
    if number != 1:
        raise Mistake("It is not one.")


def test_cells_that_stop_in_one_run_only_are_flagged(slot):
    source = "import os\ndef double(x):\n    return x\ndef other():\n    return 1"
    verdict = grade(slot, source, "import secrets\nif secrets.randbits(1): raise ValueError('now and then')")
    again = [grade(slot, source, "import secrets\nassert secrets.randbits(1)") for _ in range(12)]
    flagged = [one for one in (verdict, *again) if one.flags]
    assert flagged
    assert "Other cells stopped in a second run" in flagged[0].flags[0]


def test_what_one_question_forbids_another_may_use(slot):
    by_hand = Question("by-hand", takes=("x",), without=("lstm",))
    free = Question("free", takes=("x",))
    for question in (by_hand, free):
        question.part(1, "has its shape")(lambda answer, draw: answer(draw.normal(4, 2, 3).float()))
    source = (
        "from torch import nn\nlayer = nn.LSTM(3, 2)\ndef free(x):\n    return layer(x)[0]\nby_hand = free"
    )
    tried = submission(source, "import torch\nlayer(torch.ones(1, 3))")
    verdict = grade_submission(tried, (by_hand, free), b"key", slot)
    assert points(verdict) == {"by-hand": 0, "free": 1}
    assert "lstm is not available in this question" in verdict.marks[0].parts[0].reason
    assert (verdict.stopped_cells, verdict.flags) == ((), ())


def test_inputs_depend_on_key_and_student_and_are_the_same_again(slot, monkeypatch):
    seen = []

    def note(answer, draw):
        seen.append(draw.normal(3).tolist())

    monkeypatch.setattr(OTHER, "parts", [OTHER.parts[0]._replace(check=note)])
    grade(slot, RIGHT)
    grade(slot, RIGHT)
    grade(slot, RIGHT, key=b"another")
    grade(slot, RIGHT, student="ben")
    assert seen[0] == seen[1]
    assert len({tuple(numbers) for numbers in seen}) == 3


def test_a_sandbox_that_does_not_start_gives_no_mark(monkeypatch):
    monkeypatch.setattr("course_utils.classroom.sandbox.slot.time.sleep", lambda seconds: None)
    with (
        closing(Slot(Broken("false"), limits())) as slot,
        pytest.raises(SandboxFailed, match="does not start"),
    ):
        grade(slot, RIGHT)
