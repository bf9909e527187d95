"""Tests of every lesson: it runs from top to bottom, without a complaint and without the network."""


class Running:
    def test_every_cell_has_run_and_nothing_complains(self, lesson):
        assert all(cell["count"] for cell in lesson.code_cells().values())
        lesson.keep("run")
        assert lesson.take_complaints() == []

    def test_nothing_is_asked_of_another_machine(self, lesson):
        assert lesson.hosts == {"127.0.0.1"}
