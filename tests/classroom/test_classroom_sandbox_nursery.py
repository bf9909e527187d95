import os

import psutil
import pytest

from course_utils.classroom.isolation.ladder import rung_named
from course_utils.classroom.sandbox import nursery
from course_utils.classroom.sandbox.nursery import Nursery, SandboxFailed
from tests.classroom.running import Broken, limits, usable_rungs


def test_a_program_that_ends_at_once_is_told_with_its_last_words():
    with pytest.raises(SandboxFailed, match="the reason"):
        Nursery(Broken("sh", "-c", "echo the reason >&2"), limits())


def test_a_program_that_is_not_there_is_told():
    with pytest.raises(SandboxFailed, match="no-such-program-anywhere"):
        Nursery(Broken("no-such-program-anywhere"), limits())


@pytest.mark.parametrize("name", usable_rungs())
def test_its_program_is_gone_when_it_is_closed(name):
    made = Nursery(rung_named(name), limits())
    pid = made.process.pid
    assert psutil.pid_exists(pid)
    made.close()
    assert not psutil.pid_exists(pid)
    made.close()


def test_a_program_that_is_gone_is_told():
    made = Nursery(rung_named("trusted"), limits())
    made.process.kill()
    made.process.wait()
    with pytest.raises(SandboxFailed, match="is gone"):
        made.end_process()


def test_windows_gets_a_sentence(monkeypatch):
    monkeypatch.delattr(os, "fork", raising=False)
    with pytest.raises(SandboxFailed, match="cannot run on Windows"):
        Nursery(rung_named("trusted"), limits())


def test_what_a_submission_may_read_holds_no_answer_and_no_hidden_check():
    readable = [nursery.PACKAGE]
    assert nursery.PACKAGE.name == "course_utils"
    assert not [path for folder in readable for path in folder.rglob("hidden_checks.py")]
    assert not [path for folder in readable for path in folder.rglob("correct-*.py")]
