from contextlib import closing

import psutil
import pytest

from course_utils.classroom.isolation.ladder import rung_named
from course_utils.classroom.sandbox import slot as slot_module
from course_utils.classroom.sandbox.nursery import SandboxFailed
from course_utils.classroom.sandbox.slot import TRIES, Slot
from tests.classroom.running import Broken, limits


@pytest.mark.parametrize("fresh", [False, True])
def test_the_sandbox_is_kept_or_made_anew(fresh):
    with closing(Slot(rung_named("trusted"), limits(), fresh=fresh)) as slot:
        slot.open().close()
        first = slot._nursery.process.pid
        slot.open().close()
        assert (slot._nursery.process.pid != first) == fresh
        assert psutil.pid_exists(first) != fresh


def test_a_sandbox_that_does_not_start_is_tried_several_times(monkeypatch):
    waited = []
    monkeypatch.setattr(slot_module.time, "sleep", waited.append)
    with (
        closing(Slot(Broken("false"), limits())) as slot,
        pytest.raises(SandboxFailed, match="does not start"),
    ):
        slot.open()
    assert len(waited) == TRIES - 1


def test_after_a_sandbox_is_gone_there_is_another(monkeypatch):
    monkeypatch.setattr(slot_module.time, "sleep", lambda seconds: None)
    with closing(Slot(rung_named("trusted"), limits())) as slot:
        session = slot.open()
        slot._nursery.process.kill()
        slot._nursery.process.wait()
        with pytest.raises(SandboxFailed, match="is gone"):
            session.close()
        session = slot.open()
        assert session.ask({"do": "cell", "source": "1"}, 5)["error"] == ""
        session.close()
