import gc
import gzip
import hashlib
import os
import socket
import sys
import threading
import warnings
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course_utils import mnist_files
from course_utils.mnist_files import REMEDY, DigitsError, load_mnist
from course_utils.torchvision_import import import_torchvision

IMAGES, LABELS = "train-images-idx3-ubyte", "train-labels-idx1-ubyte"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    """No test opens a connection by accident; those that download use a server of their own."""
    monkeypatch.setenv("RNN_COURSE_OFFLINE", "1")


class Handler(SimpleHTTPRequestHandler):
    def do_GET(self):
        self.server.served.append(self.path.removeprefix("/"))
        super().do_GET()

    def log_message(self, *arguments):
        pass


@contextmanager
def serve(folder, handler=Handler):
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=folder)) as server:
        server.served = []
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def online(small_mnist, public_folder, monkeypatch):
    """Let torchvision download from a server on this machine; the data folder starts empty."""
    offered = (small_mnist / "MNIST" / "raw").rename(public_folder / "offered")
    with serve(offered) as server:
        point_torchvision_to(server, offered, monkeypatch)
        server.folder = offered
        yield server


def point_torchvision_to(server, offered, monkeypatch):
    mnist = import_torchvision().datasets.MNIST
    packed = [offered / f"{name}.gz" for name in mnist_files.FILES]
    sums = [(path.name, hashlib.md5(path.read_bytes()).hexdigest()) for path in packed]
    monkeypatch.setattr(mnist, "mirrors", [f"http://127.0.0.1:{server.server_port}/"])
    monkeypatch.setattr(mnist, "resources", sums)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.delenv("RNN_COURSE_OFFLINE")


def raw_folder(root):
    return root / "MNIST" / "raw"


def assert_whole(root):
    """All eight files are there and good, and nothing else."""
    expected = [*mnist_files.FILES, *(f"{name}.gz" for name in mnist_files.FILES)]
    assert sorted(path.name for path in raw_folder(root).iterdir()) == sorted(expected)
    assert sorted(path.name for path in root.iterdir() if path.name != ".lock") == ["MNIST"]
    for name, file in mnist_files.FILES.items():
        unpacked = (raw_folder(root) / name).read_bytes()
        assert gzip.decompress((raw_folder(root) / f"{name}.gz").read_bytes()) == unpacked
        assert hashlib.sha256(unpacked).hexdigest() == file.sha256


def truncate(path):
    path.write_bytes(path.read_bytes()[:-20])


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def empty(path):
    path.write_bytes(b"")


def web_page(path):
    path.write_bytes(b"<html>please log in</html>")


def make_folder(path):
    path.unlink()
    path.mkdir()


FILE_DAMAGES = [truncate, flip, empty, web_page]


# From the files in the data folder


def test_packed_files_are_read_and_unpacked(small_mnist):
    tensors, damaged = load_mnist(small_mnist)
    assert [tuple(part.shape) for part in tensors] == [(6, 28, 28), (6,), (3, 28, 28), (3,)]
    assert [part.dtype for part in tensors] == [torch.uint8, torch.int64] * 2
    assert damaged == []
    assert_whole(small_mnist)


def test_unpacked_files_suffice(small_mnist):
    before, _ = load_mnist(small_mnist)
    for packed in raw_folder(small_mnist).glob("*.gz"):
        packed.unlink()
    after, damaged = load_mnist(small_mnist)
    assert all(torch.equal(a, b) for a, b in zip(before, after, strict=True))
    assert damaged == []


@pytest.mark.parametrize("damage", FILE_DAMAGES)
@pytest.mark.parametrize("name", [IMAGES, LABELS])
def test_damaged_unpacked_file_is_named_and_replaced(small_mnist, damage, name):
    before, _ = load_mnist(small_mnist)
    damage(raw_folder(small_mnist) / name)
    after, damaged = load_mnist(small_mnist)
    assert damaged == [raw_folder(small_mnist) / name]
    assert all(torch.equal(a, b) for a, b in zip(before, after, strict=True))
    assert_whole(small_mnist)
    assert load_mnist(small_mnist)[1] == []


@pytest.mark.parametrize("damage", [*FILE_DAMAGES, make_folder])
def test_damaged_packed_file_is_named(small_mnist, damage):
    path = raw_folder(small_mnist) / f"{LABELS}.gz"
    damage(path)
    with pytest.raises(DigitsError) as caught:
        load_mnist(small_mnist)
    reason = f"MNIST is damaged in the data folder ({path}) and RNN_COURSE_OFFLINE forbids the download"
    assert caught.value.reason == reason
    assert str(caught.value) == f"MNIST cannot be loaded because {reason}; {REMEDY}"


@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_no_changed_byte_goes_unnoticed(small_mnist, suffix, data):
    before, _ = load_mnist(small_mnist)
    path = raw_folder(small_mnist) / f"{IMAGES}{suffix}"
    whole = path.read_bytes()
    changed = bytearray(whole)
    changed[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    path.write_bytes(changed)
    content = mnist_files._good_content(path, mnist_files.FILES[IMAGES].sha256)
    after, _ = load_mnist(small_mnist)
    assert all(torch.equal(a, b) for a, b in zip(before, after, strict=True))
    if suffix:  # a byte of gzip's own header may differ and the content be the same
        assert content in (None, gzip.decompress(whole))
        path.write_bytes(whole)
    else:
        assert content is None
        assert path.read_bytes() == whole


def test_missing_file_is_named(small_mnist):
    (raw_folder(small_mnist) / f"{LABELS}.gz").unlink()
    with pytest.raises(
        DigitsError, match=rf"MNIST is incomplete in the data folder \(missing: {LABELS}\) and"
    ):
        load_mnist(small_mnist)


def test_empty_folder_and_no_folder(tmp_path):
    (tmp_path / "file").write_text("in the way")
    for root in (tmp_path, tmp_path / "none", tmp_path / "file" / "root"):
        with pytest.raises(
            DigitsError, match="because MNIST is not in the data folder and RNN_COURSE_OFFLINE"
        ):
            load_mnist(root)


def test_read_only_root_with_packed_files(small_mnist, public_folder, read_only):
    root = raw_folder(small_mnist).parent.parent.rename(public_folder / "root")
    before = sorted(path.name for path in raw_folder(root).iterdir())
    with read_only(root):
        tensors, damaged = load_mnist(root)
    assert [len(part) for part in tensors] == [6, 6, 3, 3]
    assert damaged == []
    assert sorted(path.name for path in raw_folder(root).iterdir()) == before


def test_read_only_root_with_unpacked_files(small_mnist, public_folder, read_only):
    load_mnist(small_mnist)
    for packed in raw_folder(small_mnist).glob("*.gz"):
        packed.unlink()
    root = small_mnist.rename(public_folder / "root")
    with read_only(root):
        assert [len(part) for part in load_mnist(root)[0]] == [6, 6, 3, 3]


def test_unreadable_file_counts_as_damaged(small_mnist, public_folder, read_only):
    root = small_mnist.rename(public_folder / "root")
    path = raw_folder(root) / f"{LABELS}.gz"
    path.chmod(0)
    with read_only(root), pytest.raises(DigitsError, match=rf"damaged in the data folder \({path}\)"):
        load_mnist(root)


# Downloads


def test_download_into_an_empty_folder(online, tmp_path, capfd):
    root = tmp_path / "new"
    tensors, damaged = load_mnist(root)
    assert [len(part) for part in tensors] == [6, 6, 3, 3]
    assert damaged == []
    assert_whole(root)
    assert capfd.readouterr() == ("", "")
    online.served.clear()
    load_mnist(root)
    assert online.served == []


def test_only_what_is_missing_or_damaged_is_downloaded(online, tmp_path):
    root = tmp_path / "new"
    load_mnist(root)
    online.served.clear()
    for name in (IMAGES, LABELS):
        (raw_folder(root) / name).unlink()
    (raw_folder(root) / f"{LABELS}.gz").unlink()
    truncate(raw_folder(root) / f"{IMAGES}.gz")
    _, damaged = load_mnist(root)
    assert damaged == [raw_folder(root) / f"{IMAGES}.gz"]
    assert set(online.served) == {f"{IMAGES}.gz", f"{LABELS}.gz"}
    assert_whole(root)


def test_download_to_a_read_only_root(online, public_folder, read_only):
    root = public_folder / "root"
    root.mkdir()
    with read_only(root):
        assert [len(part) for part in load_mnist(root)[0]] == [6, 6, 3, 3]
    assert list(root.iterdir()) == []


def test_several_at_once_download_once(online, tmp_path):
    root, results = tmp_path / "new", []
    threads = [threading.Thread(target=lambda: results.append(load_mnist(root))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [[len(part) for part in tensors] for tensors, _ in results] == [[6, 6, 3, 3]] * 3
    assert (
        len(online.served) == 2 * 4
    )  # torchvision asks for each file twice: whether it has moved, and for it
    assert_whole(root)


def test_interrupted_download_is_taken_up_again(online, tmp_path, monkeypatch):
    replace = os.replace

    def interrupted(source, target):
        if source.name == LABELS:
            raise KeyboardInterrupt
        replace(source, target)

    root = tmp_path / "new"
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", interrupted)
        with pytest.raises(KeyboardInterrupt):
            load_mnist(root)
    assert 0 < len(list(raw_folder(root).iterdir())) < 8
    assert [len(part) for part in load_mnist(root)[0]] == [6, 6, 3, 3]
    assert_whole(root)


def assert_download_fails(root, reason):
    with pytest.raises(DigitsError) as caught:
        load_mnist(root)
    assert caught.value.reason == f"MNIST is not in the data folder and {reason}"
    assert [path for path in root.rglob("*") if path.name != ".lock"] == []


@pytest.mark.parametrize("damage", FILE_DAMAGES)
def test_download_of_something_else_leaves_nothing(online, tmp_path, damage):
    damage(online.folder / f"{IMAGES}.gz")
    assert_download_fails(tmp_path / "new", "its download broke off")


def test_download_that_breaks_off_leaves_nothing(online, tmp_path):
    (online.folder / f"{LABELS}.gz").unlink()
    assert_download_fails(tmp_path / "new", "its download broke off")
    with warnings.catch_warnings(action="ignore", category=ResourceWarning):
        gc.collect()  # torchvision leaves the server's refusal unclosed


def test_download_that_only_torchvision_takes_for_mnist(online, tmp_path, monkeypatch):
    (online.folder / f"{LABELS}.gz").write_bytes(gzip.compress(b"other labels"))
    point = import_torchvision().datasets.MNIST
    sums = [
        (name, hashlib.md5((online.folder / name).read_bytes()).hexdigest()) for name, _ in point.resources
    ]
    monkeypatch.setattr(point, "resources", sums)
    assert_download_fails(tmp_path / "new", "the server offers something else in its place")


def test_server_that_is_not_there(online, tmp_path, monkeypatch):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        mirror = f"http://127.0.0.1:{nobody.getsockname()[1]}/"
        monkeypatch.setattr(import_torchvision().datasets.MNIST, "mirrors", [mirror])
        assert_download_fails(tmp_path / "new", "the server that offers it cannot be reached")


def test_server_that_does_not_answer(online, tmp_path, monkeypatch):
    monkeypatch.setattr(mnist_files, "PROBE_SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mirror = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        monkeypatch.setattr(import_torchvision().datasets.MNIST, "mirrors", [mirror])
        assert_download_fails(tmp_path / "new", "the server that offers it cannot be reached")


class StallingHandler(Handler):
    def copyfile(self, source, outputfile):
        outputfile.write(source.read(10))
        outputfile.flush()
        self.server.over.wait(10)


def test_server_that_falls_silent(online, tmp_path, monkeypatch):
    monkeypatch.setattr(mnist_files, "STALL_SECONDS", 0.1)
    with serve(online.folder, StallingHandler) as stalling:
        stalling.over = threading.Event()
        point_to = f"http://127.0.0.1:{stalling.server_port}/"
        monkeypatch.setattr(import_torchvision().datasets.MNIST, "mirrors", [point_to])
        assert_download_fails(tmp_path / "new", "its download broke off")
        stalling.over.set()
    assert socket.getdefaulttimeout() is None


def test_torchvision_that_cannot_be_imported(tmp_path, monkeypatch):
    monkeypatch.delenv("RNN_COURSE_OFFLINE")
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "torchvision", None)
        assert_download_fails(tmp_path, "torchvision, which would download it, cannot be imported")


# The real MNIST


def test_the_real_mnist_equals_what_torchvision_reads(mnist_root):
    (train_images, train_labels, test_images, test_labels), damaged = load_mnist(mnist_root)
    assert damaged == []
    mnist = import_torchvision().datasets.MNIST
    for train, images, labels in ((True, train_images, train_labels), (False, test_images, test_labels)):
        theirs = mnist(mnist_root, train=train)
        assert torch.equal(theirs.data, images)
        assert torch.equal(theirs.targets, labels)
    assert torch.bincount(test_labels).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]


def test_torchvision_names_the_same_files():
    resources = import_torchvision().datasets.MNIST.resources
    assert sorted(name for name, _ in resources) == sorted(f"{name}.gz" for name in mnist_files.FILES)
