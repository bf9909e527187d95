"""What a submission may use at most: time, memory, processes, files, output."""

from dataclasses import asdict, dataclass, fields

MEBIBYTE = 2**20
GIBIBYTE = 2**30


@dataclass(frozen=True)
class Limits:
    """The limits of one submission; sizes are in bytes, times in seconds.

    Attributes:
        cell_seconds: wall time of one cell.
        call_seconds: wall time of one call of a student's function.
        notebook_seconds: wall time of all cells and calls together.
        cpu_seconds: processor time of each process.
        memory: memory of all processes together.
        address_space: address space of each process.
        processes: processes at a time; every thread counts as one.
        open_files: open files of each process.
        file_size: size of each file.
        disk: size of all files together.
        output: what may be printed.

    Raises:
        TypeError: a limit is not a number, or not a whole number where only such make sense.
        ValueError: a limit is below what any notebook needs.
    """

    cell_seconds: float = 30.0
    call_seconds: float = 10.0
    notebook_seconds: float = 120.0
    cpu_seconds: int = 120
    memory: int = 2 * GIBIBYTE
    address_space: int = 8 * GIBIBYTE
    processes: int = 64
    open_files: int = 256
    file_size: int = 64 * MEBIBYTE
    disk: int = 256 * MEBIBYTE
    output: int = 1_000_000

    def __post_init__(self):
        for field in fields(self):
            _check(field.name, getattr(self, field.name), field.type)

    def to_dict(self) -> dict[str, float | int]:
        """Return the limits by name, as they are stored with a result."""
        return asdict(self)


SMALLEST = {
    "cell_seconds": 0.1,
    "call_seconds": 0.1,
    "notebook_seconds": 0.1,
    "cpu_seconds": 1,
    "memory": 32 * MEBIBYTE,
    "address_space": 64 * MEBIBYTE,
    "processes": 1,
    "open_files": 16,
    "file_size": 4096,
    "disk": 65536,
    "output": 1000,
}


def _check(name: str, value: object, kind: type) -> None:
    wanted = "a whole number" if kind is int else "a number"
    if isinstance(value, bool) or not isinstance(value, int if kind is int else int | float):
        raise TypeError(f"{name} is {value!r}, but must be {wanted}")
    if not SMALLEST[name] <= value < float("inf"):
        raise ValueError(f"{name} is {value}, but must be {wanted} of at least {SMALLEST[name]}")
