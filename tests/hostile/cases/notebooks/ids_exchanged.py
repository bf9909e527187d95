"""Exchanges the ids of the answer and of the hidden tests."""

# expects: anything

from tests.hostile.making import answer_cell, check_cell, write


def make(folder, notebook, arena):
    answer, tests = answer_cell(notebook), check_cell(notebook)
    answer["id"], tests["id"] = tests["id"], answer["id"]
    answer["metadata"], tests["metadata"] = tests["metadata"], answer["metadata"]
    write(folder, notebook)
