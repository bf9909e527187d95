"""Check of 03-evaluate: measuring accuracy without disturbing the model."""

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from course_utils.exercises.attempt import Attempt
from course_utils.exercises.core import exercise
from course_utils.exercises.expectations import (
    Misconceptions,
    Mistake,
    expect_close,
    expect_no_misconception,
    expect_number,
    seen_with,
)
from course_utils.exercises.guards import ModuleState, expect_module_unchanged

MANY = 2003  # a prime: no batch size divides it
CLASSES, STEPS, WIDTH = 4, 5, 3
PER_EXAMPLE = (
    "There must be one prediction an example, (N,): take the argmax over the classes, dim=1; dim=0 runs over "
    "the batch."
)
EXPLANATIONS = {
    "must match the size of tensor": PER_EXAMPLE,
    "could not be broadcast": PER_EXAMPLE,
    "must have the same dtype": "The check's model and inputs are float64: leave their type alone.",
    "same device": "The check's model lives on the CPU: leave the tensors where they are.",
    "Dimension out of range": "The logits lost a dimension: they are (N, num_classes), also when N is 1.",
}


class Pass(NamedTuple):
    """How the model was run once."""

    examples: int
    training: bool
    grad_enabled: bool


class Log(list):
    """The passes through a model; a copy of the model writes into the same log."""

    def __deepcopy__(self, memo: dict) -> "Log":
        return self


class Probe(nn.Module):
    """A small classifier with dropout that notes how it is run."""

    def __init__(self):
        super().__init__()
        self.dropout = nn.Dropout(0.5)
        self.head = nn.Linear(STEPS * WIDTH, CLASSES, dtype=torch.float64)
        self.log = Log()

    def forward(self, inputs: Tensor) -> Tensor:
        """Make logits (N, CLASSES) of inputs (N, STEPS, WIDTH)."""
        self.log.append(Pass(len(inputs), self.training, torch.is_grad_enabled()))
        return self.head(self.dropout(inputs.flatten(1)))


@exercise("03-evaluate", takes=("model", "inputs", "targets"), explanations=EXPLANATIONS)
def check_evaluate(attempt: Attempt) -> None:
    """Compare with a count of right answers: many examples, a few, one right, one wrong; in both modes."""
    model = Probe()
    inputs, targets = _examples(model)
    cases = (
        ("a model in train mode and many examples", True, slice(None)),
        ("a model in eval mode and 7 examples", False, slice(7)),
        ("one example, answered rightly", False, slice(0, 1)),
        ("one example, answered wrongly", True, slice(1, 2)),
    )
    for situation, training, chosen in cases:
        with seen_with(situation):
            _check_case(attempt, model.train(training), inputs[chosen], targets[chosen])


def _examples(model: Probe) -> tuple[Tensor, Tensor]:
    """Draw examples. 2/3 are answered rightly: the first, but not the second, and one of the last three."""
    generator = torch.Generator().manual_seed(7)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(torch.randn(parameter.shape, generator=generator, dtype=torch.float64))
    inputs = torch.randn(MANY, STEPS, WIDTH, generator=generator, dtype=torch.float64)
    inputs[0] *= 100  # so that an argmax over everything gives a class of this example
    wrong = (torch.rand(MANY, generator=generator) < 1 / 3).long()
    wrong[:2], wrong[-3:] = torch.tensor([0, 1]), torch.tensor([1, 0, 1])
    return inputs, (_logits(model, inputs).argmax(dim=1) + wrong) % CLASSES


def _logits(model: Probe, inputs: Tensor) -> Tensor:
    """Return what the model answers in eval mode, without leaving a trace in its log."""
    return model.head(inputs.flatten(1)).detach()


def _check_case(attempt: Attempt, model: Probe, inputs: Tensor, targets: Tensor) -> None:
    before, logits = ModuleState.of(model), _logits(model, inputs)
    model.log.clear()
    value = expect_number(attempt(model, inputs, targets))
    _expect_quiet(model.log)
    hits = torch.tensor([row.index(max(row)) for row in logits.tolist()]) == targets
    accuracy = hits.double().mean()
    batches = [run.examples for run in model.log]
    misconceptions = _wrong_count(hits) | _wrong_batches(hits, batches) | _wrong_quantity(logits, targets)
    expect_no_misconception(value, accuracy, misconceptions)
    expect_close(torch.tensor(value, dtype=torch.float64), accuracy)
    expect_module_unchanged(model, before)


def _expect_quiet(passes: list[Pass]) -> None:
    if any(run.training for run in passes):
        raise Mistake(
            "The model was run in train mode, with dropout at work: call model.eval() before the first pass."
        )
    if any(run.grad_enabled for run in passes):
        raise Mistake(
            "The model was run with gradients on and built a graph that nobody needs: "
            "put the passes under `with torch.no_grad():`. (model.eval() does not do that.)"
        )


def _wrong_count(hits: Tensor) -> Misconceptions:
    """The right answers are found, but the number made of them is not their share."""
    right, total = hits.sum().item(), len(hits)
    share = right / total
    return {
        "This is the accuracy in percent: wanted is the share, from 0 to 1.": [100 * share],
        "This is the number of right answers: divide it by the number of examples.": [right],
        "This is the number of wrong answers: wanted is the share of right ones.": [total - right],
        "This is the error rate, the share of wrong answers: wanted is that of right ones.": [1 - share],
        "This is integer division, which gives 0 unless all are right: use / instead of //.": [
            right // total
        ],
        "The accuracy is rounded: return it as it is.": [round(share, digits) for digits in (1, 2, 3, 4)],
    }


def _wrong_batches(hits: Tensor, sizes: list[int]) -> Misconceptions:
    """What goes wrong with just these batches, when the last one is smaller than the others."""
    seen = hits[: sum(sizes)].double()
    if not sizes or sum(sizes) > len(hits):
        return {}
    shares = torch.stack([batch.mean() for batch in seen.split(sizes)])
    return {
        f"Only {len(seen)} of {len(hits)} examples went through the model: is the last batch dropped?": (
            [seen.mean(), seen.sum() / len(hits)] if len(seen) < len(hits) else []
        ),
        "This is the mean of the batches' accuracies, but not all batches are equal: the first has "
        f"{sizes[0]} examples and the last {sizes[-1]}. Add up the right answers and divide once.": [
            shares.mean()
        ],
        f"You divide by {len(sizes)} batches of {sizes[0]}, but the last batch has {sizes[-1]}: "
        "divide by the number of examples.": [seen.sum() / (len(sizes) * sizes[0])],
        "This is the accuracy of one batch alone: add up the right answers of all.": [shares[0], shares[-1]],
        "The batches' accuracies are added up: add up the right answers and divide once.": [shares.sum()],
    }


def _wrong_quantity(logits: Tensor, targets: Tensor) -> Misconceptions:
    """Something else than the right answers is counted or averaged."""
    probabilities = logits.softmax(dim=1)
    total, all_with_all = len(targets), (logits.argmax(dim=1)[:, None] == targets).sum()
    return {
        "This is the cross-entropy loss: wanted is the accuracy.": [
            cross_entropy(logits, targets),
            cross_entropy(logits, targets, reduction="sum"),
            cross_entropy(probabilities, targets),
        ],
        "This is the mean probability of the right class: count the examples whose argmax is right.": [
            probabilities.gather(1, targets[:, None]).mean()
        ],
        "This is the mean confidence: compare the argmax with the targets.": [
            probabilities.amax(dim=1).mean()
        ],
        "Your argmax has no dim, so it gives one number for all examples: take it over the classes, dim=1.": [
            (logits.argmax() == targets).double().mean()
        ],
        "You took the least likely class: argmax, not argmin.": [
            (logits.argmin(dim=1) == targets).double().mean()
        ],
        "Predictions (N, 1) are compared with targets (N,), all with all: both must be (N,).": [
            all_with_all / total,
            all_with_all / total**2,
        ],
    }
