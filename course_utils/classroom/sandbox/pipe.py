"""A socket between judge and student's process that carries plain data, with a deadline for every message."""

import os
import socket
import time
from collections.abc import Callable

from course_utils.classroom.plain_data import PREFIX, decode, encode, sizes

PATIENCE = 0.1  # seconds between two looks at the process
SMALL, LARGE = 1 << 14, 1 << 20  # bytes: nearly every message comes in one piece, and none in a larger one


class Closed(ConnectionError):
    """The other end is gone."""


class Pipe:
    """One end of the socket.

    Args:
        connection: a connected stream socket.
    """

    def __init__(self, connection: socket.socket):
        self.connection = connection
        self._pending = bytearray()
        self._next_look = 0.0

    def send(self, value: object, deadline: float | None = None) -> None:
        """Send a value.

        Args:
            value: plain data.
            deadline: of `time.monotonic`; None waits for ever.

        Raises:
            Closed: the other end is gone.
            TimeoutError: it does not read in time.
            TooLarge: the value is larger than a message may be.
        """
        message = memoryview(encode(value))
        while message:
            self._wait_until(deadline, lambda: None)
            try:
                message = message[self.connection.send(message) :]
            except TimeoutError:
                continue
            except OSError as error:
                raise Closed(os.strerror(error.errno or 0)) from None

    def receive(self, deadline: float | None = None, look: Callable[[], None] = lambda: None) -> object:
        """Return the next value.

        Args:
            deadline: of `time.monotonic`; None waits for ever.
            look: called several times a second; what it raises ends the waiting.

        Raises:
            Closed: the other end is gone.
            Malformed: what came is no message.
            TimeoutError: it did not come in time.
        """
        header, buffers = sizes(self._read(PREFIX.size, deadline, look))
        content = self._read(header + buffers, deadline, look)
        return decode(content[:header], content[header:])

    def close(self) -> None:
        """Close this end."""
        self.connection.close()

    def _read(self, count: int, deadline: float | None, look: Callable[[], None]) -> bytes:
        while (lacking := count - len(self._pending)) > 0:
            self._wait_until(deadline, look)
            try:
                piece = self.connection.recv(min(max(lacking, SMALL), LARGE))
            except TimeoutError:
                continue
            except OSError as error:
                raise Closed(os.strerror(error.errno or 0)) from None
            if not piece:
                raise Closed("the other end is gone")
            self._pending += piece
        read, self._pending = bytes(self._pending[:count]), self._pending[count:]
        return read

    def _wait_until(self, deadline: float | None, look: Callable[[], None]) -> None:
        """Let the next step on the socket wait for a moment only, unless there is no deadline."""
        if deadline is None:
            self.connection.settimeout(None)
            return
        if time.monotonic() >= self._next_look:
            look()
            self._next_look = time.monotonic() + PATIENCE
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("no message in time")
        self.connection.settimeout(min(left, PATIENCE))
