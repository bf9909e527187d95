import pytest
import torch

from course_utils.runtime import choose_device, seeded, set_up


@pytest.fixture
def _restored_precision():
    before = torch.backends.cudnn.rnn.fp32_precision, torch.backends.mkldnn.rnn.fp32_precision
    yield
    torch.backends.cudnn.rnn.fp32_precision, torch.backends.mkldnn.rnn.fp32_precision = before


def test_auto_takes_the_gpu_where_there_is_one(monkeypatch):
    monkeypatch.delenv("RNN_COURSE_DEVICE", raising=False)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert choose_device() == torch.device("cuda")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert choose_device() == torch.device("cpu")


def test_the_environment_decides_for_auto_only(monkeypatch):
    monkeypatch.setenv("RNN_COURSE_DEVICE", "cpu")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert choose_device() == torch.device("cpu")
    assert choose_device("cuda") == torch.device("cuda")


def test_unknown_and_absent_devices_are_named(monkeypatch):
    with pytest.raises(ValueError, match="device is 'gpu'; wanted is one of auto, cpu, cuda, mps"):
        choose_device("gpu")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(RuntimeError, match="device is 'cuda', but torch .* finds no such device"):
        choose_device("cuda")


def test_seeded_repeats_and_leaves_the_global_generator_alone():
    before = torch.get_rng_state()
    with seeded(3):
        first = torch.rand(4)
    with seeded(3):
        second = torch.rand(4)
    assert torch.equal(first, second)
    assert torch.equal(torch.get_rng_state(), before)


@pytest.mark.usefixtures("_restored_precision")
def test_set_up_makes_recurrent_layers_precise(monkeypatch):
    monkeypatch.delenv("RNN_COURSE_RNN_PRECISION", raising=False)
    assert set_up("cpu") == torch.device("cpu")
    assert torch.backends.cudnn.rnn.fp32_precision == "ieee"
    assert torch.backends.mkldnn.rnn.fp32_precision == "ieee"


@pytest.mark.usefixtures("_restored_precision")
def test_coarser_products_on_request(monkeypatch):
    monkeypatch.setenv("RNN_COURSE_RNN_PRECISION", "bf16")
    set_up("cpu")
    assert torch.backends.mkldnn.rnn.fp32_precision == "bf16"
    monkeypatch.setenv("RNN_COURSE_RNN_PRECISION", "half")
    with pytest.raises(ValueError, match="RNN_COURSE_RNN_PRECISION is 'half'"):
        set_up("cpu")
