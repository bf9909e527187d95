"""The program inside a sandbox: it loads torch once and then forks a confined process for each submission.

It holds no secret. The judge talks to it over one socket and to each forked process over another.
"""

import json
import os
import socket
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from course_utils.classroom.isolation.confine import IsolationError, confine, end
from course_utils.classroom.isolation.limits import Limits
from course_utils.classroom.plain_data import TooLarge
from course_utils.classroom.sandbox.ban import take_away
from course_utils.classroom.sandbox.cells import make_shell, run_cell
from course_utils.classroom.sandbox.pipe import Pipe
from course_utils.classroom.sandbox.requests import answer_request

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

ORDER_LIMIT = 1 << 16  # bytes


def serve(control: socket.socket) -> None:
    """Take orders until the judge closes the socket: fork for a submission, then end what was forked."""
    _warm_up()
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    control.sendall(b"ready")
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, ORDER_LIMIT, 1)
        if not message:
            return
        pid = os.fork()
        if pid == 0:
            control.close()
            _be_student(json.loads(message), descriptors[0])
        os.close(descriptors[0])
        control.recv(1)
        end(pid)
        control.sendall(b"e")


def _warm_up() -> None:
    """Load what every submission needs; let torch look at the processor while that can still be seen."""
    import_module("IPython.core.interactiveshell")
    torch.nn.functional.linear(torch.ones(2, 2), torch.ones(2, 2)).tanh()


def _be_student(order: dict, descriptor: int) -> None:
    """Confine this process and answer the judge; it never returns."""
    pipe = Pipe(socket.socket(fileno=descriptor))
    try:
        limits = Limits(**order["limits"])
        home, readable = Path(order["home"]), list(map(Path, order["readable"]))
        confine(order["rung"], limits, slot=order["slot"], home=home, readable=readable, keep=(descriptor,))
    except (IsolationError, OSError, ValueError) as error:
        pipe.send({"failed": f"{type(error).__name__}: {error}"})
        os._exit(1)
    take_away(order["without"])
    shell = make_shell()
    pipe.send({"ready": True})
    while True:
        pipe.send(_answer(pipe.receive(), shell))


def _answer(request: dict, shell: "InteractiveShell") -> dict:
    """Return the reply to a request, under the number that the request has."""
    if request["do"] == "cell":
        reply = {"error": run_cell(shell, request["source"])}
    elif request["do"] == "file":
        reply = {"written": Path(request["name"]).write_bytes(request["content"].tobytes())}
    else:
        try:
            reply = answer_request(request | {"without": ()}, shell.user_ns)
        except TooLarge as error:
            reply = {"mistake": f"Its answer is too large: {error}."}
    return reply | {"number": request["number"]}


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
