"""The limits that the kernel holds for each process."""

from course_utils.classroom.isolation.limits import Limits


def set_bounds(limits: Limits, processes: int) -> None:
    """Set the resource limits of this process and all that it starts; they cannot be raised again.

    Args:
        limits: the limits of the submission.
        processes: how many processes and threads the user of this process may have.
    """
    import resource

    bounds = {
        "CPU": limits.cpu_seconds,
        "AS": limits.address_space,
        "FSIZE": limits.file_size,
        "NOFILE": limits.open_files,
        "NPROC": processes,
        **dict.fromkeys(("CORE", "MEMLOCK", "MSGQUEUE", "RTPRIO", "NICE"), 0),
        "SIGPENDING": 1024,
    }
    for name, bound in bounds.items():
        if hasattr(resource, f"RLIMIT_{name}"):  # macOS has fewer
            _set(resource, getattr(resource, f"RLIMIT_{name}"), bound)


def _set(resource, kind: int, bound: int) -> None:
    hard = resource.getrlimit(kind)[1]
    bound = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
    resource.setrlimit(kind, (bound, bound))


def processes_of(user: int) -> int:
    """Return how many processes and threads a user has: the kernel counts them together."""
    import psutil

    own = (process for process in psutil.process_iter(["uids", "num_threads"]) if process.info["uids"])
    return sum(process.info["num_threads"] or 1 for process in own if process.info["uids"].real == user)
