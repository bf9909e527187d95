"""The equations of the recurrent layers, written out: one step of each cell, and the loop over all steps."""

from course_utils.cells.steps import gru_cell, lstm_cell, rnn_cell
from course_utils.cells.unrolling import unroll

__all__ = ["gru_cell", "lstm_cell", "rnn_cell", "unroll"]
