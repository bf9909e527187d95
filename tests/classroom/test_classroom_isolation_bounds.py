"""The limits that the kernel holds for a process."""

import json
import os
import subprocess
import sys

import pytest

from course_utils.classroom.isolation.bounds import processes_of
from course_utils.classroom.isolation.limits import Limits

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such limits")
SCRIPT = """
import json, resource, sys
from course_utils.classroom.isolation.bounds import set_bounds
from course_utils.classroom.isolation.limits import Limits
limits, before = json.loads(sys.argv[1])
for name, bound in before.items():
    resource.setrlimit(getattr(resource, name), (bound, bound))
set_bounds(Limits(**limits), 50)
names = [name for name in dir(resource) if name.startswith("RLIMIT")]
print(json.dumps({name: resource.getrlimit(getattr(resource, name)) for name in names}))
"""


def bounds(limits, **before):
    command = [sys.executable, "-c", SCRIPT, json.dumps([limits.to_dict(), before])]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def test_all_are_set_and_cannot_be_raised():
    came = bounds(Limits(cpu_seconds=7, address_space=2**32, file_size=2**20, open_files=99))
    wanted = {
        "RLIMIT_CPU": 7,
        "RLIMIT_AS": 2**32,
        "RLIMIT_FSIZE": 2**20,
        "RLIMIT_NOFILE": 99,
        "RLIMIT_NPROC": 50,
    }
    wanted |= {"RLIMIT_CORE": 0, "RLIMIT_MEMLOCK": 0, "RLIMIT_MSGQUEUE": 0}
    for name, bound in wanted.items():
        if name in came:
            assert came[name] == [bound, bound], name


def test_a_lower_limit_of_the_machine_stays():
    assert bounds(Limits(open_files=99), RLIMIT_NOFILE=64)["RLIMIT_NOFILE"] == [64, 64]


def test_processes_of_a_user_are_counted():
    user = os.getuid()
    before = processes_of(user)
    assert before >= 1
    program = "import threading, time; threading.Thread(target=time.sleep, args=(30,)).start(); "
    program += "print(flush=True); time.sleep(30)"
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        import psutil

        assert psutil.Process(process.pid).num_threads() == 2
        process.kill()
    assert processes_of(2**31 - 5) == 0
