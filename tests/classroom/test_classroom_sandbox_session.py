from contextlib import closing
from pathlib import Path

import pytest

from course_utils.classroom.isolation.ladder import rung_named
from course_utils.classroom.sandbox.nursery import Nursery, SandboxFailed, Stopped
from course_utils.classroom.sandbox.session import Session
from tests.classroom.running import limits, usable_rungs


@pytest.fixture(scope="module", params=usable_rungs())
def nursery(request):
    with closing(Nursery(rung_named(request.param), limits(cpu_seconds=2))) as nursery:
        yield nursery


@pytest.fixture
def session(nursery):
    with closing(Session(nursery)) as session:
        yield session


def run(session, source, seconds=5):
    return session.ask({"do": "cell", "source": source}, seconds)["error"]


def test_sessions_have_names_and_folders_of_their_own(nursery):
    for _ in range(3):
        session = Session(nursery)
        assert run(session, "open('mine.txt', 'x').write('mine'); mine = 1") == ""
        session.close()
        assert nursery.rung.name == "bubblewrap" or not Path(session.home).exists()


def test_closing_twice_does_no_harm(nursery):
    session = Session(nursery)
    session.close()
    session.close()
    with closing(Session(nursery)) as another:
        assert run(another, "1") == ""


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("import time; time.sleep(9)", "longer than the 1 seconds that it may"),
        ("import os; os._exit(7)", "by exit(), a crash"),
        ("hoard = [bytearray(2**20) for _ in range(1000)]", "more memory than the 512 MiB"),
        (
            "import os\nfor d in range(3, 50):\n    try: os.close(d)\n    except OSError: pass",
            "Its process",
        ),
    ],
)
def test_what_ends_a_process_is_told(session, source, message):
    with pytest.raises(Stopped, match="It") as stopped:
        run(session, source, 1 if "sleep" in source else 9)
    assert message in str(stopped.value)


def test_processor_time_has_a_limit_of_its_own(session):
    with pytest.raises(Stopped, match="or 2 seconds of CPU time"):
        run(session, "while True: pass", 30)


def test_a_reply_that_was_not_asked_for_is_none(session):
    forged = (
        "from course_utils.classroom.sandbox.pipe import Pipe\nimport gc\n"
        "pipe = next(thing for thing in gc.get_objects() if type(thing) is Pipe)\n"
        "pipe.send({'error': '', 'number': 9})"
    )
    with pytest.raises(Stopped, match="not asked for"):
        run(session, forged)


def test_a_process_that_cannot_be_confined_fails(monkeypatch, nursery):
    monkeypatch.setattr(nursery, "slot", -1)
    with pytest.raises(SandboxFailed, match="slot is -1"):
        Session(nursery)
    monkeypatch.undo()
    with closing(Session(nursery)) as session:
        assert run(session, "1") == ""
