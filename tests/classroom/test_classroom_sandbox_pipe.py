import socket
import threading
import time

import pytest
import torch

from course_utils.classroom.plain_data import Malformed
from course_utils.classroom.sandbox.pipe import Closed, Pipe


@pytest.fixture
def ends():
    a, b = socket.socketpair()
    pipes = Pipe(a), Pipe(b)
    yield pipes
    for pipe in pipes:
        pipe.close()


def soon(seconds=0.3):
    return time.monotonic() + seconds


def test_values_come_in_order(ends):
    for value in ({"a": (1, 2.5)}, torch.ones(3), None):
        ends[0].send(value, soon())
    assert ends[1].receive(soon()) == {"a": (1, 2.5)}
    assert torch.equal(ends[1].receive(soon()), torch.ones(3))
    assert ends[1].receive() is None


def test_a_message_larger_than_the_socket_holds_comes_whole(ends):
    tensor = torch.arange(2_000_000)
    sender = threading.Thread(target=ends[0].send, args=(tensor, soon(30)))
    sender.start()
    assert torch.equal(ends[1].receive(soon(30)), tensor)
    sender.join()


def test_waiting_has_an_end(ends):
    with pytest.raises(TimeoutError):
        ends[0].receive(soon())
    ends[1].connection.send(b"\0\0")
    with pytest.raises(TimeoutError):
        ends[0].receive(soon())
    with pytest.raises(TimeoutError):
        ends[0].send(torch.zeros(5_000_000), soon())


def test_drops_of_bytes_do_not_prolong_the_waiting(ends):
    stop = threading.Event()

    def drip():
        while not stop.wait(0.02):
            ends[1].connection.send(b"\0")

    dripping = threading.Thread(target=drip)
    ends[1].connection.send(b"\0\1\0\0\0\0\0\0")
    dripping.start()
    with pytest.raises(TimeoutError):
        ends[0].receive(soon())
    stop.set()
    dripping.join()


def test_the_other_end_may_be_gone(ends):
    ends[1].close()
    with pytest.raises(Closed):
        ends[0].receive(soon())
    with pytest.raises(Closed):
        ends[0].send(torch.zeros(1_000), soon())


def test_other_bytes_are_no_message(ends):
    ends[1].connection.send(b"\xff" * 8)
    with pytest.raises(Malformed):
        ends[0].receive(soon())
    ends[1].connection.send(b"\0\0\0\2\0\0\0\0no")
    with pytest.raises(Malformed):
        ends[0].receive(soon())


def test_a_look_can_end_the_waiting(ends):
    def look():
        raise InterruptedError("seen")

    with pytest.raises(InterruptedError, match="seen"):
        ends[0].receive(soon(30), look)


def test_looks_are_taken_now_and_then_however_much_is_said(ends, monkeypatch):
    looks, clock = [], iter(range(1_000_000))
    monkeypatch.setattr(time, "monotonic", lambda: next(clock) / 100)
    for _ in range(200):
        ends[1].send(1)
        assert ends[0].receive(1e9, lambda: looks.append(1)) == 1
    assert 20 <= len(looks) <= 100


def test_messages_that_come_together_are_read_one_by_one(ends):
    for value in range(5):
        ends[1].send(torch.full((value, 3), value))
    assert [tuple(ends[0].receive(soon()).shape) for _ in range(5)] == [(n, 3) for n in range(5)]
