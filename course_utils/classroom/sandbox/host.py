"""The program inside a sandbox: it loads torch once and then forks a confined process for each submission.

It holds no secret. The judge talks to it over one socket and to each forked process over another.
"""

import gc
import json
import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from course_utils.classroom.isolation.confine import IsolationError, confine, end
from course_utils.classroom.isolation.limits import Limits
from course_utils.classroom.plain_data import TooLarge
from course_utils.classroom.sandbox.ban import take_away
from course_utils.classroom.sandbox.cells import make_shell, run_cell
from course_utils.classroom.sandbox.pipe import Pipe
from course_utils.classroom.sandbox.requests import answer_request, too_large

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

ORDER_LIMIT = 1 << 16  # bytes


def serve(control: socket.socket) -> None:
    """Take orders until the judge closes the socket: fork for a submission, then end what was forked."""
    shell = _warm_up()
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    control.sendall(b"ready")
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, ORDER_LIMIT, 1)
        if not message:
            return
        pid = os.fork()
        if pid == 0:
            control.close()
            _be_student(json.loads(message), descriptors[0], shell)
        os.close(descriptors[0])
        control.recv(1)
        end(pid)
        control.sendall(b"e")


def _warm_up() -> "InteractiveShell":
    """Load and make what every submission needs; let torch look at the processor while it can be seen."""
    shell = make_shell()
    run_cell(shell, "pass")
    torch.nn.functional.linear(torch.ones(2, 2), torch.ones(2, 2)).tanh()
    gc.freeze()  # what the forked processes share stays shared when they collect garbage
    return shell


def _be_student(order: dict, descriptor: int, shell: "InteractiveShell") -> None:
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
    pipe.send({"ready": True})
    while True:
        request = pipe.receive()
        number = {"number": request["number"]}
        try:
            pipe.send(_answer(request, shell) | number)
        except TooLarge as error:
            pipe.send(too_large(error) | number)


def _answer(request: dict, shell: "InteractiveShell") -> dict:
    if request["do"] == "cell":
        return {"error": run_cell(shell, request["source"])}
    if request["do"] == "file":
        return {"written": Path(request["name"]).write_bytes(request["content"].tobytes())}
    return answer_request(request, shell.user_ns)


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
