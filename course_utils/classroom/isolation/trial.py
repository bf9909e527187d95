"""The program of a trial: a confined process tries what it must not do, and says how that went."""

import json
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from course_utils.classroom.isolation.confine import confine, end
from course_utils.classroom.isolation.limits import Limits


def attempts(secret: str, port: int, pid: int) -> dict[str, bool]:
    """Try everything and return what succeeded; each name goes on after "a process in it".

    Args:
        secret: a file outside.
        port: of this machine, at which somebody listens.
        pid: of the process that asks for the trial.
    """
    return {
        "can compute": _succeeds(_compute),
        "can read files outside": _succeeds(lambda: Path(secret).read_bytes()),
        "can reach the network": _succeeds(lambda: socket.create_connection(("127.0.0.1", port), 5).close()),
        "can see other processes": _succeeds(lambda: Path(f"/proc/{pid}/status").read_bytes()),
        "can signal other processes": _succeeds(lambda: os.kill(pid, 0)),
    }


def _compute() -> None:
    import colorsys  # a module that nothing else imports: it must be found and read

    Path("written").write_text(str(colorsys.rgb_to_hsv(0.1, 0.2, 0.3)))


def _succeeds(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except (OSError, ImportError):
        return False
    return True


def main(request: dict) -> int:
    """Fork a confined process, let it try, and return its exit code."""
    child = os.fork()
    if child:
        os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
        return os.waitstatus_to_exitcode(end(child))
    code = 1
    try:
        confine(request["rung"], Limits(), home=request["home"], readable=request["readable"])
        came = attempts(request["secret"], request["port"], request["pid"])
        os.write(1, json.dumps(came).encode() + b"\n")
        code = 0
    except RuntimeError as error:
        os.write(2, f"{error}\n".encode())
    finally:
        os._exit(code)


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
