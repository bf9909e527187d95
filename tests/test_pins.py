from importlib.metadata import version

import pytest
import yaml

from tests import pins


def test_environments_are_three_systems_by_three_pythons():
    places = list(pins.environments("test"))
    assert len({(place["sys_platform"], place["python_version"]) for place in places}) == len(places) == 9


def test_needed_reaches_indirect_packages_of_every_system():
    names = pins.needed()
    assert {"torch", "sympy", "setuptools", "ruff", "jupyter-server"} <= names
    assert {"colorama", "pywinpty", "appnope"} <= names  # Windows, Windows, macOS
    assert not {"rnn-course", "pip", "exceptiongroup", "tomli", "jax", "keras"} & names


def test_needed_reaches_what_an_extra_of_a_requirement_brings():
    assert "webcolors" in pins.needed()  # jsonschema[format-nongpl]


def test_the_libraries_of_cuda_are_left_to_torch(monkeypatch):
    lines = ["numpy>=1", "nvidia-cudnn-cu13==9.1; sys_platform == 'linux'", "triton==3.7", "cuda-bindings<14"]
    monkeypatch.setattr(pins, "requires", lambda name: lines)
    assert [wanted.name for wanted in pins.required("torch")] == ["numpy"]


def test_installed_leaves_out_the_local_part(monkeypatch):
    monkeypatch.setattr(pins, "version", lambda name: "2.13.0+cpu")
    assert pins.installed("torch") == "2.13.0"


def test_installed_is_none_for_what_is_not_there():
    assert pins.installed("no-such-package") is None
    assert pins.installed("pytest") == version("pytest")


def test_read_pins_skips_comments():
    assert pins.read_pins("# why\n\nnumpy==2.4.6\n torch==2.13.0 \n") == {"numpy": "2.4.6", "torch": "2.13.0"}


def test_current_pins_prefer_what_is_installed_and_keep_the_rest(monkeypatch):
    monkeypatch.setattr(pins, "needed", lambda: {"pytest", "no-such-package"})
    old = {"pytest": "1.0", "no-such-package": "3.1", "dropped": "1.0"}
    assert pins.current_pins(old) == {"no-such-package": "3.1", "pytest": version("pytest")}


def test_a_package_of_another_system_without_a_pin_is_named(monkeypatch):
    monkeypatch.setattr(pins, "needed", lambda: {"no-such-package"})
    with pytest.raises(ValueError, match="another system: add no-such-package=="):
        pins.current_pins({})


def test_constraints_can_be_read_back():
    versions = {"numpy": "2.4.6", "torch": "2.13.0"}
    assert pins.read_pins(pins.constraints_text(versions)) == versions


def test_the_environment_lists_direct_packages_and_the_course():
    versions = {name: f"9.{place}" for place, name in enumerate(sorted(pins.needed()))}
    content = yaml.safe_load(pins.environment_text(versions))
    *lines, course = content["dependencies"][-1]["pip"]
    assert f"torch=={versions['torch']}" in lines
    assert f"ruff=={versions['ruff']}" in lines
    assert not [line for line in lines if line.startswith("sympy")]
    assert course == "--editable .[test]"


def test_main_writes_both_files(tmp_path, monkeypatch, capsys):
    (tmp_path / "constraints.txt").write_text("appnope==0.9\ncolorama==0.8\npywinpty==0.7\npytest==0.1\n")
    monkeypatch.setattr(pins, "ROOT", tmp_path)
    pins.main()
    written = pins.read_pins((tmp_path / "constraints.txt").read_text())
    assert {"appnope": "0.9", "pywinpty": "0.7", "pytest": version("pytest")}.items() <= written.items()
    assert f"pytest=={version('pytest')}" in (tmp_path / "environment.yml").read_text()
    assert f"{len(written)} versions" in capsys.readouterr().out
