import copy
import functools

import pytest
import torch
from torch.nn.functional import cross_entropy
from torch.utils.data import DataLoader, TensorDataset

from course_utils.exercises.lesson03 import evaluation

ID = "03-evaluate"


def plain(model, inputs, targets):
    was_training = model.training
    model.eval()
    with torch.no_grad():
        predictions = model(inputs).argmax(dim=1)
    model.train(was_training)
    return (predictions == targets).float().mean().item()


@torch.inference_mode()
def by_batches(model, inputs, targets, batch_size=100):
    was_training = model.training
    model.eval()
    try:
        parts = zip(inputs.split(batch_size), targets.split(batch_size), strict=True)
        correct = sum((model(x).argmax(-1) == y).sum().item() for x, y in parts)
        return correct / len(targets)
    finally:
        model.train(was_training)


def by_loader(model, inputs, targets):
    modes = {module: module.training for module in model.modules()}
    model.eval()
    correct = 0
    for x, y in DataLoader(TensorDataset(inputs, targets), batch_size=64, shuffle=True):
        with torch.no_grad():
            correct += int((model(x).max(1)[1] == y).sum())
    for module, mode in modes.items():
        module.training = mode
    return correct / len(targets)


@torch.no_grad()
def one_by_one(model, inputs, targets):
    quiet = copy.deepcopy(model).eval()
    device = next(model.parameters()).device
    right = [
        quiet(x[None].to(device)).argmax().item() == y.item() for x, y in zip(inputs, targets, strict=True)
    ]
    return sum(right) / len(right)


def with_numpy(model, inputs, targets):
    mode = model.training
    model.train(False)
    with torch.no_grad():
        logits = model.forward(inputs).numpy()
    model.train(mode)
    return (logits.argmax(axis=1) == targets.numpy()).mean()


class Evaluate:
    def __call__(self, model, inputs, targets, **options):
        return plain(model, inputs, targets)


RIGHT = (
    plain,
    by_batches,
    functools.partial(by_batches, batch_size=1024),
    by_loader,
    one_by_one,
    with_numpy,
    Evaluate(),
    lambda *arguments: plain(*arguments),
)


@pytest.mark.parametrize("answer", RIGHT)
def test_right_answers_pass(accepts, answer):
    accepts(ID, answer)


def answer_from(number):
    """Make an evaluation that is right in everything but the number made of logits and targets."""

    @torch.no_grad()
    def evaluate(model, inputs, targets):
        mode = model.training
        logits = model.eval()(inputs)
        model.train(mode)
        return number(logits, targets)

    return evaluate


def batched(combine, batch_size=100, count=None):
    """Make an evaluation that combines the hits of its batches in its own way."""

    def number(model, inputs, targets):
        mode = model.training
        model.eval()
        hits = []
        with torch.no_grad():
            for x, y in zip(inputs[:count].split(batch_size), targets[:count].split(batch_size), strict=True):
                hits.append((model(x).argmax(1) == y).double())
        model.train(mode)
        return combine(hits, targets)

    return number


def in_train_mode(model, inputs, targets):
    with torch.no_grad():
        return (model(inputs).argmax(1) == targets).float().mean().item()


def with_gradients(model, inputs, targets):
    mode = model.training
    hits = model.eval()(inputs).argmax(1) == targets
    model.train(mode)
    return hits.float().mean().item()


def left_in_eval(model, inputs, targets):
    model.eval()
    with torch.no_grad():
        return (model(inputs).argmax(1) == targets).float().mean().item()


def left_in_train(model, inputs, targets):
    accuracy = left_in_eval(model, inputs, targets)
    model.train()
    return accuracy


def mode_of_the_top_only(model, inputs, targets):
    mode = model.training
    accuracy = left_in_eval(model, inputs, targets)
    model.training = mode
    return accuracy


def frozen(model, inputs, targets):
    model.requires_grad_(False)
    return plain(model, inputs, targets)


def trains(model, inputs, targets):
    accuracy = plain(model, inputs, targets)
    with torch.no_grad():
        model.head.weight *= 0.9
    return accuracy


def backward(model, inputs, targets):
    accuracy = plain(model, inputs, targets)
    cross_entropy(model.head(inputs.flatten(1)), targets).backward()
    return accuracy


def gradients_off_for_good(model, inputs, targets):
    torch.set_grad_enabled(False)
    mode = model.training
    accuracy = left_in_eval(model, inputs, targets)
    model.train(mode)
    return accuracy


def loss_with_graph(model, inputs, targets):
    model.eval()
    return cross_entropy(model(inputs), targets)


def change_targets(model, inputs, targets):
    accuracy = plain(model, inputs, targets)
    targets -= 1
    return accuracy


def hits(logits, y):
    return logits.argmax(1) == y


def share(hits):
    return hits.double().mean().item()


WRONG = (
    (in_train_mode, "run in train mode, with dropout at work"),
    (with_gradients, "with gradients on and built a graph"),
    (left_in_eval, "came in train mode and is left in eval mode"),
    (left_in_train, "came in eval mode and is left in train mode"),
    (mode_of_the_top_only, "model.dropout came in train mode and is left in eval mode"),
    (frozen, "changes requires_grad"),
    (trains, "changes the model: head.weight"),
    (backward, "leaves a gradient in head.weight"),
    (gradients_off_for_good, "leaves gradients switched off"),
    (loss_with_graph, "a tensor that requires grad"),
    (change_targets, "changes `targets` in place"),
    (answer_from(lambda logits, y: hits(logits, y).double().mean()), ".item() takes it out"),
    (answer_from(lambda logits, y: hits(logits, y)), "a tensor of shape (2003,)"),
    (answer_from(lambda logits, y: (hits(logits, y).double().mean().item(), 1)), "a tuple of length 2"),
    (answer_from(lambda logits, y: print(end="")), "nothing (None)"),
    (answer_from(lambda logits, y: 100 * hits(logits, y).double().mean().item()), "in percent"),
    (answer_from(lambda logits, y: hits(logits, y).sum().item()), "number of right answers"),
    (answer_from(lambda logits, y: (~hits(logits, y)).sum().item()), "number of wrong answers"),
    (answer_from(lambda logits, y: 1 - hits(logits, y).double().mean().item()), "error rate"),
    (answer_from(lambda logits, y: hits(logits, y).sum().item() // len(y)), "integer division"),
    (answer_from(lambda logits, y: round(hits(logits, y).double().mean().item(), 2)), "rounded"),
    (answer_from(lambda logits, y: cross_entropy(logits, y).item()), "cross-entropy loss"),
    (answer_from(lambda logits, y: cross_entropy(logits.softmax(1), y).item()), "cross-entropy loss"),
    (
        answer_from(lambda logits, y: (logits.argmax(0) == y).double().mean().item()),
        "dim=0 runs over the batch",
    ),
    (
        answer_from(lambda logits, y: (logits.numpy().argmax(0) + y.numpy()).mean().item()),
        "dim=0 runs over the batch",
    ),
    (answer_from(lambda logits, y: (logits.argmax() == y).double().mean().item()), "argmax has no dim"),
    (answer_from(lambda logits, y: (logits.argmin(1) == y).double().mean().item()), "not argmin"),
    (answer_from(lambda logits, y: (logits.argmax(1)[:, None] == y).double().mean().item()), "all with all"),
    (answer_from(lambda logits, y: logits.softmax(1).amax(1).mean().item()), "mean confidence"),
    (
        answer_from(lambda logits, y: logits.softmax(1)[range(len(y)), y].mean().item()),
        "mean probability of the right class",
    ),
    (answer_from(lambda logits, y: 0.123), "Came 0.123; wanted is 0."),
    (answer_from(lambda logits, y: share(hits(logits.squeeze(), y))), "The logits lost a dimension"),
    (
        batched(lambda hits, y: sum(h.mean().item() for h in hits) / len(hits)),
        "mean of the batches' accuracies",
    ),
    (
        batched(lambda hits, y: sum(h.mean().item() for h in hits) / len(hits), batch_size=1024),
        "the first has 1024 examples and the last 979",
    ),
    (batched(lambda hits, y: torch.cat(hits).mean().item(), count=2000), "Only 2000 of 2003 examples"),
    (
        batched(lambda hits, y: torch.cat(hits).sum().item() / len(y), count=2000),
        "is the last batch dropped?",
    ),
    (
        batched(lambda hits, y: torch.cat(hits).sum().item() / (100 * len(hits))),
        "You divide by 21 batches of 100, but the last batch has 3",
    ),
    (batched(lambda hits, y: hits[-1].mean().item()), "one batch alone"),
    (batched(lambda hits, y: sum(h.mean().item() for h in hits)), "accuracies are added up"),
    (lambda model, inputs, targets: plain(model, inputs.float(), targets), "leave their type alone"),
    (
        lambda model, inputs: 1.0,
        "It is called with (model, inputs, targets), but your function takes (model, inputs)",
    ),
)


@pytest.mark.parametrize(("answer", "words"), WRONG)
def test_wrong_answers_are_told_what_is_wrong(refuses, answer, words):
    refuses(ID, answer, words)


def test_another_device_is_explained(refuses):
    def on_the_gpu(model, inputs, targets):
        raise RuntimeError("Expected all tensors to be on the same device, but found two, cuda:0 and cpu!")

    refuses(ID, on_the_gpu, "The check's model lives on the CPU")


def test_misconceptions_are_told_apart(told_apart):
    model = evaluation.Probe()
    inputs, targets = evaluation._examples(model)
    logits = evaluation._logits(model, inputs)
    right = logits.argmax(1) == targets
    for size in (1, 64, 100, 1000, 1024):
        sizes = [len(part) for part in targets.split(size)]
        wrong = evaluation._wrong_count(right) | evaluation._wrong_quantity(logits, targets)
        batches = evaluation._wrong_batches(right, sizes) if size > 1 else {}
        told_apart(right.double().mean(), wrong | batches)


def test_the_examples_are_as_described():
    model = evaluation.Probe()
    inputs, targets = evaluation._examples(model)
    logits = evaluation._logits(model, inputs)
    right = logits.argmax(1) == targets
    assert right[0]
    assert not right[1]
    assert right[-3:].tolist() == [False, True, False]
    assert logits.argmax() == logits[0].argmax()
    assert 0.6 < right.double().mean() < 0.7
