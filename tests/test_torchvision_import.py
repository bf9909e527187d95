import os
import subprocess
import sys

import pytest
import torch

from course_utils import torchvision_import
from course_utils.torchvision_import import import_torchvision, torchvision_status

REGISTERS_FAKES = """
import torch
for name in ("nms", "qnms"):
    @torch.library.register_fake(f"torchvision::{name}")
    def fake(dets, scores, iou_threshold): ...
"""


@pytest.fixture
def fake_torchvision(tmp_path, monkeypatch):
    """Return a function that puts a torchvision with the given source in place of the installed one."""
    real = {name: sys.modules.pop(name) for name in _torchvision_modules()}
    monkeypatch.setattr(torchvision_import, "_declared", [])

    def put(source):
        package = tmp_path / "torchvision"
        package.mkdir()
        (package / "__init__.py").write_text(source, encoding="utf-8")
        monkeypatch.syspath_prepend(tmp_path)
        return tmp_path

    yield put
    for name in _torchvision_modules():
        del sys.modules[name]
    sys.modules.update(real)


def _torchvision_modules():
    return [name for name in sys.modules if name.partition(".")[0] == "torchvision"]


def run_clean(code, folder=None):
    """Run code in a new process, with ``folder`` before the installed packages, and return what it prints."""
    environment = dict(os.environ, OMP_NUM_THREADS="1")
    if folder is not None:
        environment["PYTHONPATH"] = str(folder)
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def plain_import_works():
    return subprocess.run([sys.executable, "-c", "import torchvision"], capture_output=True).returncode == 0


def test_installed_torchvision_is_usable():
    printed = run_clean("""
from course_utils.torchvision_import import import_torchvision, torchvision_status
torchvision = import_torchvision()
assert import_torchvision() is torchvision
from PIL import Image
from torchvision.transforms import ToTensor
assert torchvision.transforms.ToTensor is ToTensor
assert ToTensor()(Image.new("L", (3, 2), 255)).tolist() == [[[1.0] * 3] * 2]
print(torchvision.datasets.MNIST.__name__, torchvision_status())
""")
    assert printed == ["MNIST", "ok" if plain_import_works() else "repaired"]


def test_missing_operators_are_declared(fake_torchvision):
    folder = fake_torchvision(REGISTERS_FAKES + "imports = globals().get('imports', 0) + 1")
    printed = run_clean(
        """
from course_utils.torchvision_import import import_torchvision, torchvision_status
import gc, torch
torchvision = import_torchvision()
gc.collect()
print(torchvision.imports, torchvision_status(), torch.ops.torchvision.nms, torch.ops.torchvision.qnms)
""",
        folder,
    )
    assert printed == ["1", "repaired", "torchvision.nms", "torchvision.qnms"]


def test_repair_that_does_not_help_is_told(fake_torchvision, monkeypatch):
    fake_torchvision("raise RuntimeError('operator torchvision::nms does not exist')")
    monkeypatch.setattr(
        torchvision_import, "_declare_operators", lambda: torchvision_import._declared.append(None)
    )
    with pytest.raises(ImportError, match=r"cannot be imported \(operator torchvision::nms does not exist\)"):
        import_torchvision()


def test_working_installation_is_left_untouched(fake_torchvision):
    fake_torchvision("answer = 42")
    assert import_torchvision().answer == 42
    assert torchvision_status() == "ok"
    assert torchvision_import._declared == []


@pytest.mark.parametrize(
    "failure",
    [
        "raise RuntimeError('compiled with different CUDA major versions\\nplease reinstall')",
        "raise RuntimeError('operator torchvision::roi_align does not exist')",
        "raise OSError('libcudart.so: cannot open shared object file')",
        "import a_package_nobody_has",
    ],
)
def test_another_failure_is_one_clear_sentence(fake_torchvision, failure):
    fake_torchvision(failure)
    with pytest.raises(ImportError, match="torchvision cannot be imported") as caught:
        import_torchvision()
    message = str(caught.value)
    assert f"belongs to torch {torch.__version__}" in message
    assert "\n" not in message
    assert str(caught.value.__cause__).partition("\n")[0] in message
    assert torchvision_status() == f"missing: {message}"
    assert torchvision_import._declared == []


def test_error_of_another_kind_is_not_caught(fake_torchvision):
    fake_torchvision("1 / 0")
    with pytest.raises(ZeroDivisionError):
        import_torchvision()


def test_absent_torchvision_is_named_with_the_remedy(fake_torchvision, monkeypatch):
    monkeypatch.setitem(sys.modules, "torchvision", None)
    assert torchvision_status() == (
        "missing: torchvision is not installed; install it with `python -m pip install torchvision`"
    )
