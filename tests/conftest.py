import gzip
import hashlib
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import pytest
import torch
from hypothesis import settings

from course_utils import mnist_files
from course_utils.alt_text import alt_text, title
from course_utils.plotting import use_style

REPOSITORY = Path(__file__).resolve().parent.parent

settings.register_profile("course", deadline=None)  # a busy machine is slow, and no test is wrong for it
settings.load_profile("course")


@pytest.fixture(scope="session")
def mnist_root(tmp_path_factory):
    """A data folder of its own that holds the four packed files of the real MNIST."""
    places = [REPOSITORY / "data", REPOSITORY.parent / "shared" / "datasets"]
    if os.environ.get("RNN_COURSE_DATA"):
        places.insert(0, Path(os.environ["RNN_COURSE_DATA"]).expanduser())
    for place in places:
        packed = [place / "MNIST" / "raw" / f"{name}.gz" for name in mnist_files.FILES]
        if all(path.is_file() for path in packed):
            break
    else:
        pytest.skip("the real MNIST is not on this machine: run load_digits('mnist') once with a network")
    root = tmp_path_factory.mktemp("mnist")
    raw = root / "MNIST" / "raw"
    raw.mkdir(parents=True)
    for path in packed:
        shutil.copyfile(path, raw / path.name)
    return root


@pytest.fixture
def small_mnist(tmp_path, monkeypatch):
    """A data folder with four packed files like MNIST's, only smaller, which are taken for the original."""
    raw = tmp_path / "root" / "MNIST" / "raw"
    raw.mkdir(parents=True)
    generator = torch.Generator().manual_seed(0)
    files = {}
    for name, file in mnist_files.FILES.items():
        shape = (6 if name.startswith("train") else 3, *file.shape[1:])
        header = bytes([0, 0, 8, len(shape)]) + b"".join(size.to_bytes(4, "big") for size in shape)
        values = torch.randint(10, shape, generator=generator, dtype=torch.uint8)
        content = header + values.numpy().tobytes()
        files[name] = mnist_files._File(hashlib.sha256(content).hexdigest(), shape)
        (raw / f"{name}.gz").write_bytes(gzip.compress(content))
    monkeypatch.setattr(mnist_files, "FILES", files)
    return tmp_path / "root"


@pytest.fixture
def read_only():
    """Return a context manager in which a folder cannot be written, not even by root."""
    if not hasattr(os, "geteuid"):
        pytest.skip("on Windows, chmod does not make a folder read-only")

    @contextmanager
    def block(root):
        folders = [root, *(path for path in root.rglob("*") if path.is_dir())]
        user = os.geteuid()
        for folder in folders:
            folder.chmod(0o555)
        if user == 0:
            os.seteuid(65534)
        try:
            yield
        finally:
            if user == 0:
                os.seteuid(0)
            for folder in folders:
                folder.chmod(0o755)

    return block


@pytest.fixture
def public_folder():
    """A temporary folder that every user of the machine can look into, unlike ``tmp_path``."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def drawn_figures():
    """Set the course's style and draw every figure afterwards, without a window: drawing can warn or fail."""
    plt.switch_backend("agg")
    with matplotlib.rc_context():
        use_style()
        yield
        for number in plt.get_fignums():
            figure = plt.figure(number)
            figure.draw_without_rendering()
            assert title(figure) != "untitled"
            assert alt_text(figure)
        plt.close("all")
