import numpy as np
import pytest

from course_utils.widgets.surprises import changes_of_mind, given_up, hesitation, kept_error, surprises


def beliefs_from(answers, confidence):
    """Beliefs (N, L, 10) with the given answers (N, L), each held with the sample's confidence (N,)."""
    answers, confidence = np.asarray(answers), np.asarray(confidence)
    beliefs = np.repeat(((1 - confidence) / 9)[:, None, None], answers.shape[1], axis=1).repeat(10, axis=2)
    np.put_along_axis(beliefs, answers[..., None], confidence[:, None, None], axis=2)
    return beliefs


ANSWERS = [[3, 3, 3, 3], [1, 7, 1, 7], [5, 5, 5, 2], [4, 4, 4, 4]]
CONFIDENCE = [0.99, 0.5, 0.6, 0.8]
BELIEFS = beliefs_from(ANSWERS, CONFIDENCE)


def test_the_most_confident_error_is_wrong_at_the_end():
    error = kept_error(BELIEFS, np.array([3, 7, 9, 5]))  # samples 2 and 3 are wrong, sample 0 surer but right
    assert (error.sample, error.row) == (3, 4)
    assert "most confident error" in error.reason


def test_only_the_last_row_counts_as_an_error():
    answers, labels = [[9, 9, 9, 3], [1, 1, 1, 2]], np.array([3, 1])
    assert kept_error(beliefs_from(answers, [0.9, 0.4]), labels).sample == 1


def test_what_was_given_up_is_right_in_the_end_and_shown_where_it_was_surest():
    beliefs = BELIEFS.copy()
    beliefs[2, 1] = np.eye(10)[6]  # sample 2 is surest of a wrong class after its second row
    found = given_up(beliefs, np.array([9, 7, 2, 5]))
    assert (found.sample, found.row) == (2, 2)
    assert "rightly in the end" in found.reason


def test_an_error_to_the_end_is_never_given_up():
    assert given_up(beliefs_from([[1, 1], [2, 2]], [0.9, 0.8]), np.array([3, 2])) is None


def test_the_most_changes_of_mind_are_counted():
    found = hesitation(BELIEFS)
    assert (found.sample, found.row) == (1, 4)
    assert found.reason.endswith("the most changes of mind: 3.")


def test_all_three_come_in_order():
    found = surprises(BELIEFS, np.array([3, 7, 9, 5]))
    assert [surprise.sample for surprise in found] == [1, 3, 1]


def test_without_an_error_only_the_others_are_left():
    found = surprises(BELIEFS, np.array([3, 7, 2, 4]))
    assert [(surprise.sample, surprise.row) for surprise in found] == [(2, 1), (1, 4)]


def test_nothing_wrong_and_nothing_changed_is_no_surprise():
    assert surprises(beliefs_from([[3, 3], [4, 4]], [0.9, 0.8]), np.array([3, 4])) == []


def test_one_sample_is_no_surprise():
    assert surprises(beliefs_from([[3, 4]], [0.9]), np.array([5])) == []


@pytest.mark.parametrize(
    ("answers", "changes"), [([2], 0), ([2, 2, 2], 0), ([2, 3, 3], 1), ([2, 3, 2], 2), ([1, 2, 3, 4], 3)]
)
def test_changes_of_mind_are_counted(answers, changes):
    assert changes_of_mind(beliefs_from([answers], [0.9])[0]) == changes
