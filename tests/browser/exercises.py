"""Tests of every lesson: its exercises, with a typical mistake and with the solution."""

from tests.browser.mistakes import MISTAKES, answered, mistaken

STUB = "raise NotImplementedError"


class Exercises:
    def test_a_typical_mistake_is_named_and_the_solution_is_accepted(self, lesson, exercise):
        cell = exercise.attempt.id
        lesson.write(cell, mistaken(exercise))
        assert lesson.source(cell) == mistaken(exercise)
        said = " ".join(lesson.run_cell(cell).split())
        lesson.keep(exercise.id.removeprefix(f"{lesson.number}-"), lesson.cell(cell))
        assert said.startswith(f"{exercise.id}: not right yet. ")
        assert MISTAKES[exercise.id].said in said
        lesson.write(cell, answered(exercise, exercise.solution))
        assert lesson.run_cell(cell).strip() == f"{exercise.id}: correct."

    def test_an_exercise_not_attempted_says_so_and_stops_nothing(self, lesson, exercise):
        cell = exercise.attempt.id
        lesson.write(cell, exercise.attempt.source)
        assert lesson.run_cell(cell).strip() == f"{exercise.id}: not attempted yet."


class ExercisesOfOneLine(Exercises):
    def test_an_answer_may_be_typed_key_by_key(self, lesson, exercise):
        cell, answer = exercise.attempt.id, exercise.solution.splitlines()[-1].strip()
        lesson.write(cell, exercise.attempt.source)
        lesson.write_line(cell, STUB, answer)
        assert lesson.source(cell) == exercise.attempt.source.replace(STUB, answer)
        assert lesson.run_cell(cell).strip() == f"{exercise.id}: correct."
