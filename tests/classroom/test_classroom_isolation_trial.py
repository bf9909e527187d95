"""The program of a trial: without any rung it must report that everything succeeded."""

import os
import socket

import pytest

from course_utils.classroom.isolation.trial import attempts, main


def test_nothing_holds_an_ordinary_process(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret").write_text("secret")
    with socket.create_server(("127.0.0.1", 0)) as server:
        came = attempts(str(tmp_path / "secret"), server.getsockname()[1], os.getpid())
    if not os.path.exists("/proc/self/status"):
        assert not came.pop("can see other processes")
    assert all(came.values()), came


def test_refusals_are_told(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        came = attempts(str(tmp_path / "none"), unused.getsockname()[1], 2**22 + 1)
    assert came == {
        "can compute": True,
        "can read files outside": False,
        "can reach the network": False,
        "can see other processes": False,
        "can signal other processes": False,
    }


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no forks on this system")
def test_a_rung_that_fails_is_told(capfd):
    request = {"rung": "trusted", "home": "/nowhere", "readable": [], "secret": "", "port": 1, "pid": 1}
    assert main(request) == 1
    assert "the rung trusted does not hold here: " in capfd.readouterr().err
