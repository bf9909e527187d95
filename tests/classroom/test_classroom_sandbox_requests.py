import pickle

import torch
from torch import nn

from course_utils.classroom.sandbox.requests import answer_here


def ask(function, *arguments, **more):
    request = {"do": "call", "function": "f", "arguments": arguments, "takes": ("x", "y"), "without": ()}
    return answer_here(request | more, {"f": function})


def test_a_call_tells_what_came_back_and_what_was_changed():
    def double_in_place(x, y):
        y["a"].mul_(2)
        return x * 2

    reply = ask(double_in_place, torch.ones(2), {"a": torch.ones(1)}, changes=True)
    assert torch.equal(reply["returned"], torch.full((2,), 2.0))
    assert reply["changed"] == (1,)
    assert ask(lambda x, y: x, 1, 2) == {"returned": 1, "changed": (), "gradients": None}


def test_the_callers_own_tensors_stay_as_they_are():
    x = torch.ones(2)
    assert ask(lambda x, y: x.add_(1), x, 0, changes=True)["changed"] == (0,)
    assert torch.equal(x, torch.ones(2))


def test_gradients_are_taken_even_of_what_is_changed_in_place_or_computed_without():
    x, y = torch.tensor([2.0, 3.0]), (torch.tensor([5.0]), torch.tensor([7.0]))
    reply = ask(lambda x, y: x.mul_(y[0]), x, y, gradients_of=(0, 1), weights=None)
    assert reply["gradients"][0].tolist() == [5, 5]
    assert reply["gradients"][1][0].tolist() == [5]
    assert reply["gradients"][1][1] is None
    weighted = ask(lambda x, y: (1, [x * x]), x, y, gradients_of=(0,), weights=torch.tensor([1.0, 10.0]))
    assert weighted["gradients"][0].tolist() == [4, 60]
    assert ask(lambda x, y: x.detach(), x, y, gradients_of=(0,), weights=None)["gradients"] == (None,)
    assert ask(lambda x, y: 1, x, y, gradients_of=(0,), weights=None)["gradients"] is None
    assert ask(lambda x, y: x[:1], x, y, gradients_of=(0,), weights=x)["gradients"] is None


def test_gradients_that_cannot_be_taken_are_told():
    def overwrites(x, y):
        gate = torch.sigmoid(x)
        result = gate * x
        gate.add_(1)
        return result

    reply = ask(overwrites, torch.ones(2), 0, gradients_of=(0,), weights=None)
    assert "Gradients cannot be taken through what it returns: one of the variables" in reply["mistake"]
    assert "Hint" not in reply["mistake"]  # torch's advice is for the caller of backward, which is the judge


def test_gradients_work_although_the_caller_has_switched_them_off():
    with torch.no_grad():
        reply = ask(lambda x, y: x * 2, torch.ones(1), 0, gradients_of=(0,), weights=None)
    assert reply["gradients"][0].tolist() == [2]


def test_a_checkpoint_is_read_without_running_what_is_in_it(tmp_path):
    def state_dict(name):
        return answer_here({"do": "state_dict", "file": name}, {}, tmp_path)

    torch.save(nn.Linear(2, 1).state_dict(), tmp_path / "good.pt")
    assert set(state_dict("good.pt")["returned"]) == {"weight", "bias"}
    assert "There is no file none.pt" in state_dict("none.pt")["mistake"]

    class Harmful:
        def __reduce__(self):
            return (open, (str(tmp_path / "written"), "w"))

    torch.save({"weight": Harmful()}, tmp_path / "harmful.pt")
    (tmp_path / "pickle.pt").write_bytes(pickle.dumps(Harmful(), protocol=2))
    (tmp_path / "text.pt").write_text("no checkpoint")
    (tmp_path / "empty.pt").write_bytes(b"")
    torch.save(nn.Linear(2, 1), tmp_path / "module.pt")
    torch.save([1, 2], tmp_path / "list.pt")
    for name in ("harmful.pt", "pickle.pt", "text.pt", "empty.pt", "module.pt"):
        assert "weights_only=True) refuses it" in state_dict(name)["mistake"]
    assert state_dict("list.pt")["returned"] is None
    assert not (tmp_path / "written").exists()
