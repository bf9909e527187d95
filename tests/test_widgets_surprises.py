import numpy as np
import pytest

from course_utils.widgets.surprises import Surprise, changes_of_mind, next_surprise, surprises


def beliefs_from(answers, confidence):
    """Beliefs (N, L, 10) with the given answers (N, L), each held with the sample's confidence (N,)."""
    answers, confidence = np.asarray(answers), np.asarray(confidence)
    beliefs = np.repeat(((1 - confidence) / 9)[:, None, None], answers.shape[1], axis=1).repeat(10, axis=2)
    np.put_along_axis(beliefs, answers[..., None], confidence[:, None, None], axis=2)
    return beliefs


ANSWERS = [[3, 3, 3, 3], [1, 7, 1, 7], [5, 5, 5, 2], [4, 4, 4, 4]]
CONFIDENCE = [0.99, 0.5, 0.6, 0.8]


def test_the_most_confident_error_is_wrong_at_the_end():
    labels = np.array([3, 7, 9, 5])  # samples 2 and 3 are wrong, sample 0 is surer but right
    error = surprises(beliefs_from(ANSWERS, CONFIDENCE), labels)[0]
    assert error.sample == 3
    assert "most confident error" in error.reason


def test_only_the_last_row_counts_as_an_error():
    answers, labels = [[9, 9, 9, 3], [1, 1, 1, 2]], np.array([3, 1])
    assert surprises(beliefs_from(answers, [0.9, 0.4]), labels)[0].sample == 1


def test_the_most_changes_of_mind_come_second():
    found = surprises(beliefs_from(ANSWERS, CONFIDENCE), np.array([3, 7, 9, 5]))
    assert [surprise.sample for surprise in found] == [3, 1]
    assert found[1].reason.endswith("the most changes of mind: 3.")


def test_without_an_error_only_the_changes_are_left():
    found = surprises(beliefs_from(ANSWERS, CONFIDENCE), np.array([3, 7, 2, 4]))
    assert [surprise.sample for surprise in found] == [1]


def test_nothing_wrong_and_nothing_changed_is_no_surprise():
    assert surprises(beliefs_from([[3, 3], [4, 4]], [0.9, 0.8]), np.array([3, 4])) == []


def test_one_sample_is_no_surprise():
    assert surprises(beliefs_from([[3, 4]], [0.9]), np.array([5])) == []


@pytest.mark.parametrize(
    ("answers", "changes"), [([2], 0), ([2, 2, 2], 0), ([2, 3, 3], 1), ([2, 3, 2], 2), ([1, 2, 3, 4], 3)]
)
def test_changes_of_mind_are_counted(answers, changes):
    assert changes_of_mind(beliefs_from([answers], [0.9])[0]) == changes


def test_the_button_goes_round():
    found = [Surprise(7, "a"), Surprise(2, "b")]
    assert [next_surprise(found, current) for current in (0, 7, 2, 9)] == [7, 2, 7, 7]


def test_one_sample_with_both_surprises_stays():
    assert next_surprise([Surprise(7, "a"), Surprise(7, "b")], 7) == 7
