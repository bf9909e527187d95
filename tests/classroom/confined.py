"""Run a few lines of Python as a submission is run, and hand over what they printed; for the tests."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import uuid
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import psutil

from course_utils.classroom.isolation.bubblewrap import HOME
from course_utils.classroom.isolation.ladder import PACKAGE, python_paths, rung_named

# What a submission would use to get out; `syscall` reaches calls that Python has no function for.
PROGRAM = """
import ctypes, json, os, sys, traceback
from course_utils.classroom.isolation.confine import confine, end
from course_utils.classroom.isolation.limits import Limits
import course_utils.classroom.isolation.syscalls as syscalls

def syscall(name, *arguments):
    number = syscalls.NUMBERS[name][0 if os.uname().machine == "x86_64" else 1]
    library = ctypes.CDLL(None, use_errno=True)
    if library.syscall(ctypes.c_long(number), *arguments) < 0:
        raise OSError(ctypes.get_errno(), name)

request = json.loads(sys.argv[1])
exec(request["before"])
child = os.fork()
if child == 0:
    code = 0
    try:
        limits = Limits(**request["limits"])
        confine(request["rung"], limits, 0, request["home"], request["readable"], request["keep"])
        exec(compile(request["source"], "submission", "exec"), {"syscall": syscall, **request["names"]})
        print("done")
    except (OSError, ImportError) as error:
        print("refused:", error)
    except SystemExit as error:
        code = error.code
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
sys.exit(128 + os.waitstatus_to_exitcode(end(child)))
"""


@dataclass
class Ended:
    """What a confined process printed, how it ended (as subprocess gives it), and whether it was in time."""

    out: str
    err: str
    code: int
    in_time: bool
    token: str


@contextmanager
def started(
    rung, source, before="", names=None, keep=(), readable=(), enter=lambda command: command, **limits
):
    """Start ``source`` confined and yield the process outside and its token; kill what is left at the end."""
    token = uuid.uuid4().hex
    with tempfile.TemporaryDirectory() as home:
        request = {
            "rung": rung,
            "home": HOME if rung == "bubblewrap" else home,
            "readable": [*map(str, python_paths()), str(PACKAGE), *map(str, readable)],
            "source": source,
            "before": before,
            "names": names or {},
            "keep": list(keep),
            "limits": limits,
            "token": token,
        }
        program = [sys.executable, "-s", "-B", "-c", PROGRAM, json.dumps(request)]
        environment = {"PYTHONPATH": str(PACKAGE.parent), "OMP_NUM_THREADS": "1"}
        command = enter(rung_named(rung).command(program, request["readable"], environment))
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        process = subprocess.Popen(command, **pipes, text=True, pass_fds=keep, start_new_session=True)
        try:
            yield process, token
        finally:
            process.kill()
            for left in processes(token):
                with suppress(psutil.NoSuchProcess):
                    left.kill()
            process.communicate()


def run(rung, source, timeout=30.0, **options):
    """Run ``source`` confined and wait for it; options as for `started`, limits by name."""
    with started(rung, source, **options) as (process, token):
        try:
            out, err = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            return Ended("", "", -signal.SIGALRM, False, token)
        code = process.returncode - 128 if process.returncode >= 64 else process.returncode
        return Ended(out, err, code, True, token)


def processes(token):
    """Return the processes that are forks of a confined one, or lie around it."""
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        ours = any(token in word for word in process.info["cmdline"] or ())
        if ours and process.info["status"] != psutil.STATUS_ZOMBIE and process.pid != os.getpid():
            found.append(process)
    return found
