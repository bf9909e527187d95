import pytest
from torch import nn

from course_utils.models.cells import CELLS, check_choice, check_sizes


def test_the_cells_are_the_layers_of_torch():
    assert CELLS == {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}


def test_a_choice_that_does_not_exist_is_named():
    check_choice("cell", "gru", CELLS)
    with pytest.raises(ValueError, match="^cell is 'tree'; wanted is one of rnn, gru, lstm$"):
        check_choice("cell", "tree", CELLS)


@pytest.mark.parametrize("size", [0, -1, 2.0, True, None, "3"])
def test_a_size_that_is_none_is_named(size):
    check_sizes(hidden_size=1)
    with pytest.raises(ValueError, match=f"^hidden_size is {size!r}; wanted is a whole number"):
        check_sizes(input_size=3, hidden_size=size)
