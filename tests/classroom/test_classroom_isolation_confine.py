"""Attempts to get out of a rung, as root and as a normal user: each must fail, and honest work must not."""

import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time

import psutil
import pytest

from course_utils.classroom.isolation import confine as confining
from course_utils.classroom.isolation.confine import IsolationError, confine, end
from course_utils.classroom.isolation.ladder import PACKAGE, rung_named
from course_utils.classroom.isolation.limits import MEBIBYTE, Limits
from tests.classroom.confined import processes, run, started

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has rungs that confine")


@pytest.fixture(params=["bubblewrap", "landlock"])
def rung(request):
    trial = rung_named(request.param).works()
    if not trial.ok:
        pytest.skip(trial.sentence)
    return request.param


@pytest.fixture
def outside(tmp_path_factory):
    """Names that an attempt may use: a file, a folder, a port and a process outside."""
    folder = tmp_path_factory.mktemp("outside")
    for parent in (folder, *folder.parents[:2]):
        parent.chmod(0o755)  # what follows must be kept off by the rung alone
    folder.chmod(0o777)
    (folder / "secret").write_text("secret")
    (folder / "secret").chmod(0o666)
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_UNIX) as local:
        local.bind(str(folder / "local"))
        os.chmod(folder / "local", 0o777)
        local.listen()
        yield {"folder": str(folder), "port": server.getsockname()[1], "pid": os.getpid()}


ATTEMPTS = {
    "read a file": "open(f'{folder}/secret').read()",
    "list a folder": "import os; os.listdir(folder)",
    "write a file": "open(f'{folder}/new', 'w').write('x')",
    "append to a file": "open(f'{folder}/secret', 'a').write('x')",
    "remove a file": "import os; os.remove(f'{folder}/secret')",
    "shorten a file": "import os; os.truncate(f'{folder}/secret', 0)",
    "link to a file": "import os; os.link(f'{folder}/secret', 'here'); open('here').read()",
    "follow a link": "import os; os.symlink(f'{folder}/secret', 'here'); open('here').read()",
    "read it by another program": "import subprocess as s; s.run(['cat', f'{folder}/secret'], check=True)",
    "connect to a port": "import socket; socket.create_connection(('127.0.0.1', port), 5)",
    "send a datagram": "import socket; socket.socket(2, 2).sendto(b'x', ('127.0.0.1', port))",
    "connect to a local socket": "import socket; socket.socket(1).connect(f'{folder}/local')",
    "look at a process": "open(f'/proc/{pid}/status').read()",
    "signal a process": "import os; os.kill(pid, 0)",
    "limit a process": "import resource as r; r.prlimit(pid, r.RLIMIT_CORE)",
    "slow down a process": "import os; os.sched_setaffinity(pid, {0})",
}
NEVER_WORK = {
    "read passwords": "open('/etc/shadow').read()",
    "list users": "open('/etc/passwd').read()",
    "list the home of root": "import os; os.listdir('/root/.ssh')",
    "write to the system": "open('/usr/new', 'w')",
    "write beside the packages": "open(package + '/new.py', 'w')",
    "write to the root": "open('/new', 'w')",
    "write to devices": "open('/dev/new', 'w')",
    "read the repository": "import os; os.listdir(os.path.join(os.path.dirname(package), 'tests'))",
    "read the environment of the parent": "import os; open(f'/proc/{os.getppid()}/environ').read()",
    "make a device": "import os, stat; os.mknod('disk', stat.S_IFBLK | 0o600, os.makedev(254, 0))",
    "trace": "syscall('ptrace', 0, 0, 0, 0)",
    "mount": "syscall('mount', b'none', b'/tmp', b'tmpfs', 0, None)",
    "unmount": "syscall('umount2', b'.', 2)",
    "make namespaces": "syscall('unshare', 0x10000000)",
    "make namespaces by clone": "syscall('clone', 0x10000000 | 17, 0, 0, 0, 0)",
    "chroot": "import os; os.chroot('.')",
    "become root": "import os; os.setuid(0)",
    "open a network socket": "import socket; socket.socket(socket.AF_INET6)",
    "open a netlink socket": "import socket; socket.socket(16, 3, 0)",
    "hide memory": "import os; os.memfd_create('x')",
    "share memory": "syscall('shmget', 0, 4096, 0o1600)",
    "load a program into the kernel": "syscall('bpf', 0, None, 0)",
    "use io_uring": "syscall('io_uring_setup', 4, None)",
    "read keys": "syscall('keyctl', 0, -3, 0)",
    "raise a limit": "import resource as r; r.setrlimit(r.RLIMIT_NPROC, (4096, 4096))",
    "type into a terminal": "import fcntl; fcntl.ioctl(0, 0x5412, b'x')",
}


# A program that was refused something ends with an error: that is a refusal too.
REFUSED_PROGRAM = """
import subprocess
class Failed(OSError): pass
def check(run=subprocess.run):
    def checked(command, check):
        if run(command, capture_output=True).returncode:
            raise Failed('the program failed')
    return checked
subprocess.run = check()
"""


@pytest.mark.parametrize("what", ATTEMPTS)
def test_what_lies_outside_is_out_of_reach(what, rung, outside):
    if (rung, what) == ("bubblewrap", "signal a process"):
        assert outside["pid"] > 10, "inside, low numbers are the submission's own processes"
    before = sorted(os.listdir(outside["folder"]))
    ended = run(rung, f"{REFUSED_PROGRAM}\n{ATTEMPTS[what]}", names=outside)
    assert ended.out.startswith("refused:"), ended
    assert sorted(os.listdir(outside["folder"])) == before
    with open(f"{outside['folder']}/secret") as file:
        assert file.read() == "secret"


@pytest.mark.parametrize("what", ATTEMPTS)
def test_without_a_rung_the_same_attempts_succeed(what, outside):
    ended = run("trusted", f"{REFUSED_PROGRAM}\n{ATTEMPTS[what]}", names=outside)
    assert ended.out.endswith("done\n"), ended


@pytest.mark.parametrize("what", NEVER_WORK)
def test_what_no_submission_may_do(what, rung):
    ended = run(rung, NEVER_WORK[what], names={"package": str(PACKAGE)})
    assert ended.out.startswith("refused:") or ended.err.splitlines()[-1].startswith(
        "ValueError: not allowed"
    ), ended


def test_a_submission_sees_only_its_own_processes(rung):
    script = "import os; print([p for p in os.listdir('/proc') if p.isdigit()])"
    ended = run(rung, script)
    if rung == "landlock":
        assert "Permission denied: '/proc'" in ended.out
    else:
        assert ended.out in ("['1']\ndone\n", "[]\ndone\n")


def test_a_submission_has_no_rights_and_is_nobody(rung):
    script = "import os; print(os.getresuid(), os.getgroups())\nopen('/dev/null', 'w').write('x')"
    own = os.getuid() or confining.FIRST_USER
    ended = run(rung, script)
    assert ended.out.startswith(f"({own}, {own}, {own}) "), ended
    assert ended.out.endswith("done\n")


def test_files_that_were_open_are_closed(rung):
    before = f"import os; a = os.open('{PACKAGE}/__init__.py', 0); b, _ = os.pipe(); os.dup2(a, 150)"
    script = """
import os
for number in range(3, 256):
    try:
        print('open', number, os.fstat(number))
    except OSError:
        pass
"""
    assert run(rung, script, before=before).out == "done\n"


def test_files_that_are_given_stay_open(rung):
    reading, writing = os.pipe()
    try:
        assert run(rung, f"import os; os.write({writing}, b'hello')", keep=(writing,)).out == "done\n"
        assert os.read(reading, 100) == b"hello"
    finally:
        os.close(reading)
        os.close(writing)


def test_nobody_else_holds_the_given_file(rung):
    """Who reads a pipe of the submission's must see its end when the submission closes it."""
    reading, writing = os.pipe()
    script = f"import os, time; os.close({writing}); time.sleep(200)"
    close_here = f"lambda parent=os.getpid(): os.getpid() == parent and os.close({writing})"
    close_in_parent = f"os.register_at_fork(after_in_parent={close_here})"
    with started(rung, script, before=close_in_parent, keep=(writing,)) as (process, _):
        os.close(writing)
        assert select.select([reading], [], [], 60)[0], "somebody holds the other end"
        assert os.read(reading, 1) == b""
        assert process.poll() is None
    os.close(reading)


# --- what it may use ----------------------------------------------------------------------------------------


def test_processes_are_bounded(rung):
    script = """
import os, time
made = 0
try:
    for _ in range(100):
        if os.fork() == 0:
            time.sleep(20)
            os._exit(0)
        made += 1
except BlockingIOError:
    print(made)
"""
    ended = run(rung, script, processes=12)
    assert 3 <= int(ended.out.split()[0]) <= 12, ended
    assert gone(ended.token)


def gone(token, seconds=5.0):
    deadline = time.monotonic() + seconds
    while processes(token) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not processes(token)


def test_the_address_space_is_bounded(rung):
    script = "try:\n  x = bytearray(600 * 2**20)\nexcept MemoryError:\n  print('no memory')"
    assert run(rung, script, address_space=400 * MEBIBYTE).out == "no memory\ndone\n"
    assert run(rung, script, address_space=4000 * MEBIBYTE).out == "done\n"


def test_a_file_is_bounded(rung):
    script = "open('big', 'wb').write(bytes(2 * 2**20))"
    assert "File too large" in run(rung, script, file_size=MEBIBYTE).out
    assert run(rung, script, file_size=3 * MEBIBYTE).out == "done\n"


def test_all_files_together_are_bounded(rung):
    if rung == "landlock":
        pytest.skip("without mounts only the size of each file is held")
    script = """
import itertools, os
places = itertools.cycle([os.getcwd(), '/tmp', '/dev/shm'])
for i in range(30):
    open(f'{next(places)}/{i}', 'wb').write(bytes(2**20))
    print(i)
"""
    ended = run(rung, script, disk=10 * MEBIBYTE)
    assert "No space left on device" in ended.out
    assert 8 <= ended.out.count("\n") - 1 <= 10


def test_empty_files_are_bounded_too(rung):
    if rung == "landlock":
        pytest.skip("without mounts only the size of each file is held")
    ended = run(rung, "for i in range(20_000): open(f'{i}', 'w').close()")
    assert "No space left on device" in ended.out


def test_open_files_are_bounded(rung):
    ended = run(rung, "import os\nfor i in range(100): os.dup(0)", open_files=32)
    assert "Too many open files" in ended.out


def test_processor_time_is_bounded(rung):
    ended = run(rung, "while True: pass", cpu_seconds=1)
    assert ended.in_time
    assert ended.code in (-signal.SIGKILL, -signal.SIGXCPU)


# --- how it ends --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [0, 1, 42])
def test_the_exit_code_is_passed_on(code, rung):
    assert run(rung, f"raise SystemExit({code})").code == code


def test_a_crash_is_passed_on(rung):
    assert run(rung, "import ctypes; ctypes.string_at(0)").code == -signal.SIGSEGV


DAEMONS = """
import os, signal, time
for _ in range(3):
    if os.fork() == 0:
        for leave in (os.setsid, os.setpgrp):
            try: leave()
            except OSError: pass
        if os.fork() == 0:
            for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
                signal.signal(number, signal.SIG_IGN)
            time.sleep(60)
        os._exit(0)
time.sleep(0.1)
"""


def test_nothing_is_left_of_one_that_ended(rung):
    ended = run(rung, DAEMONS)
    assert ended.out == "done\n", ended
    assert gone(ended.token), processes(ended.token)


def test_nothing_is_left_when_the_parent_is_killed(rung):
    """Killed is the process that forks submissions, or bubblewrap around it."""
    with started(rung, "import time; print('up', flush=True); time.sleep(60)") as (process, token):
        assert process.stdout.readline() == "up\n"
        assert len(processes(token)) >= 2
        process.kill()
        assert gone(token), processes(token)


def test_nothing_is_left_when_the_process_between_is_killed():
    if not rung_named("bubblewrap").works().ok:
        pytest.skip(rung_named("bubblewrap").works().sentence)
    with started("bubblewrap", f"{DAEMONS}\nprint('up', flush=True)\ntime.sleep(60)") as (process, token):
        assert process.stdout.readline() == "up\n"
        first = next(
            child for child in psutil.Process(process.pid).children(recursive=True) if is_init(child)
        )
        first.parent().kill()
        process.wait(5)
        assert gone(token), processes(token)


def is_init(process):
    """Return whether this is the first process of the submission's own namespace."""
    with open(f"/proc/{process.pid}/status") as file:
        line = next(line for line in file if line.startswith("NSpid"))
    return line.split()[-1] == "1" and len(line.split()) == 4


def test_end_gives_the_status_and_ends_what_runs():
    for script, wanted in (("os._exit(3)", 3), ("time.sleep(60)", -signal.SIGKILL)):
        child = os.fork()
        if child == 0:
            os.setsid()
            exec(script)
        time.sleep(0.2)
        assert os.waitstatus_to_exitcode(end(child)) == wanted


# --- honest work --------------------------------------------------------------------------------------------

HONEST = {
    "numbers": "import numpy as np; assert np.linalg.solve(np.eye(50) * 2, np.ones(50)).sum() == 25",
    "threads": "import threading as t; a = [t.Thread(target=sum, args=([1],)) for _ in range(4)]; "
    "[x.start() for x in a]; [x.join() for x in a]",
    "another program": "import subprocess as s, sys; "
    "assert s.run([sys.executable, '-c', 'print(2)'], capture_output=True, text=True).stdout == '2\\n'",
    "a pool": "import concurrent.futures as c; assert list(c.ThreadPoolExecutor(2).map(abs, [-1])) == [1]",
    "a temporary file": "import tempfile; tempfile.TemporaryFile().write(b'x'); tempfile.mkdtemp()",
    "files": "import os, shutil; open('a', 'w').write('x'); os.mkdir('d'); shutil.copy('a', 'd'); "
    "os.rename('d/a', 'b'); os.remove('a'); os.listdir('.')",
    "chance": "import os, random, uuid; os.urandom(8); uuid.uuid4(); random.random()",
    "time": "import time; time.sleep(0.01); time.localtime(); time.perf_counter()",
    "home": "import os, pathlib; assert os.getcwd() == str(pathlib.Path.home()); open('~', 'w').write('x')",
    "a loop of asyncio": "import asyncio; asyncio.run(asyncio.sleep(0.01))",
}


@pytest.mark.parametrize("what", HONEST)
def test_honest_work_goes_on(what, rung):
    ended = run(rung, HONEST[what])
    assert ended.out == "done\n", ended


def test_torch_works_when_it_was_imported_before(rung):
    before = "import torch; torch.set_num_threads(1)"
    script = """
import torch
torch.set_num_threads(2)
x = torch.randn(300, 300, requires_grad=True)
(x @ x).sum().backward()
layer = torch.nn.LSTM(5, 6, batch_first=True)
layer(torch.randn(3, 4, 5))[0].sum().backward()
torch.save(layer.state_dict(), 'layer.pt')
assert set(torch.load('layer.pt', weights_only=True)) == set(layer.state_dict())
loader = torch.utils.data.DataLoader(torch.arange(8), batch_size=4)
assert [len(batch) for batch in loader] == [4, 4]
"""
    ended = run(rung, script, before=before, timeout=120)
    assert ended.out == "done\n", ended


# --- how it is called ---------------------------------------------------------------------------------------


def test_a_process_with_threads_is_not_confined(rung):
    before = """
import threading, time
thread = threading.Thread(target=time.sleep, args=(3,), daemon=True)
os.register_at_fork(after_in_child=thread.start)
"""
    ended = run(rung, "print('ran')", before=before)
    assert "ran" not in ended.out
    assert "2 threads run in this process, but it can be confined only while one does" in ended.err


def test_one_thread_is_counted():
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        with pytest.raises(IsolationError, match="threads run in this process"):
            confining._expect_one_thread()
    finally:
        stop.set()
        thread.join()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"rung": "docker"}, "^rung is 'docker', but must be one of bubblewrap, landlock, trusted$"),
        ({"rung": "trusted", "slot": 1000}, "^slot is 1000, but must be from 0 to 999$"),
        ({"rung": "trusted", "slot": -1}, "^slot is -1, but must be from 0 to 999$"),
    ],
)
def test_bad_arguments(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        confine(limits=Limits(), **arguments)


def test_a_step_that_fails_ends_it(rung):
    """Without its folder there is nowhere to go: nothing runs, instead of running less confined."""
    ended = run(rung, "print('ran')", before="request['home'] = '/nowhere'")
    assert "ran" not in ended.out
    assert f"IsolationError: the rung {rung} does not hold here: " in ended.err
    assert ended.code == 1


def test_two_slots_are_two_users():
    if os.getuid() != 0 or not rung_named("bubblewrap").works().ok:
        pytest.skip("only root can give every submission a user of its own")
    script = "import os; print(os.getuid())"
    program = "confine_ = confine\ndef confine(rung, limits, slot, *rest): confine_(rung, limits, 7, *rest)"
    assert run("bubblewrap", script, before=program).out == "61007\ndone\n"


def test_subprocesses_are_found_by_their_token():
    """What `gone` leans on: it must see what is there."""
    program = [sys.executable, "-c", "import time; time.sleep(20)", "token-of-this-test"]
    with subprocess.Popen(program) as process:
        assert [found.pid for found in processes("token-of-this-test")] == [process.pid]
        process.kill()
