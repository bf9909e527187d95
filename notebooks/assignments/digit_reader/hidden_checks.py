"""Hidden checks of the assignment "Digit reader": what each part of a question expects of an answer.

What is right is computed here by plain loops. The trained reader is judged by its checkpoint alone: its
numbers go into a network of this module, which then reads held-out digits.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.functional import one_hot
from torch.nn.utils import parameters_to_vector, vector_to_parameters

from course_utils.classroom.judge import Answer, Draw, Question
from course_utils.datasets import as_rows, load_digits
from course_utils.exercises.expectations import (
    Mistake,
    expect_answer,
    expect_close,
    expect_dtype,
    expect_no_misconception,
    expect_number,
    expect_shape,
    expect_tensor,
    in_part,
    is_close,
    seen_with,
)
from course_utils.mnist_files import DigitsError
from course_utils.root import data_root
from course_utils.stand_in import draw_stand_in
from course_utils.statistics import wilson_interval

# --- strips-as-sequence -------------------------------------------------------------------------------------

STRIPS = "(N, W / width, H * width)"
STRIPS_AS_SEQUENCE = Question(
    "strips-as-sequence",
    takes=("images", "width"),
    explanations={
        "can't be cast": "uint8 holds whole numbers only: divide into a new tensor of floats.",
        "is invalid for input of size": "Take the sizes from images.shape: not every image is 28 x 28.",
    },
)
NAMES_WIDTH = re.compile(r"stops with ValueError: .*width", re.IGNORECASE)  # in its text, not in its line


def _strips(pixels: Tensor, width: int) -> Tensor:
    starts = range(pixels.shape[2] - width, -1, -width)
    return torch.stack([pixels[:, :, start : start + width].flatten(1) for start in starts], dim=1)


def _drawn_images(draw: Draw, width: int, count: int) -> Tensor:
    """Draw images of ``count`` strips; their brightest pixel is below 255."""
    n, height = draw.sizes(2, low=2, high=9)[0]
    return draw.integers(n, height, width * count, low=0, high=240).to(torch.uint8)


def _pixels(strips: Tensor) -> Tensor:
    """Return the numbers of each image in order of size."""
    return strips.flatten(1).sort(dim=1).values if strips.ndim > 1 else strips


def _wrong_strips(images: Tensor, width: int) -> dict[str, list[Tensor]]:
    right, pixels = _strips(images / 255, width), images / 255
    n, height, columns = images.shape
    return {
        "The strips stand from left to right: the rightmost one comes first.": [right.flip(1)],
        "The image is mirrored: only the order of the strips is reversed, not the columns inside a strip.": [
            _strips(pixels.flip(2), width).flip(1)
        ],
        "Inside a strip, pixels stand row by row; yours stand column by column.": [
            _strips(pixels, width).view(n, -1, height, width).transpose(2, 3).flatten(2)
        ],
        "The pixels are scrambled: view and reshape alone cut the rows anew, they never cut out a strip.": [
            pixels.reshape(right.shape),
            pixels.reshape(right.shape).flip(1),
            pixels.transpose(1, 2).reshape(n, columns // width, -1).view_as(right),
        ],
        "The numbers run from 0 to 255: divide by 255.": [right * 255],
        "Divide by 255, the largest value of uint8, not by the largest pixel or by 256.": [
            right * 255 / 256,
            right * 255 / images.max(),
        ],
    }


def _expect_strips(answer: Answer, images: Tensor, width: int) -> None:
    with seen_with(f"images of shape {tuple(images.shape)} and width {width}"):
        wanted = _strips(images / 255, width)
        remedy = "Convert to float32 and divide by 255."
        expect_answer(answer(images, width), wanted, STRIPS, _wrong_strips(images, width), {}, remedy)


@STRIPS_AS_SEQUENCE.part(1, "shape, number type, and every pixel in its own image, from 0 to 1")
def _strips_scaled(answer: Answer, draw: Draw) -> None:
    for width, count in draw.sizes(2, count=3, low=2):
        images = _drawn_images(draw, width, count)
        came, wanted = expect_tensor(answer(images, width)), _strips(images / 255, width)
        expect_shape(came, wanted.shape, STRIPS)
        expect_dtype(came, wanted.dtype, "Convert to float32 and divide by 255.")
        if is_close(_pixels(came), 255 * _pixels(wanted)):
            raise Mistake("The numbers run from 0 to 255: divide by 255.")
        if not is_close(_pixels(came), _pixels(wanted)):
            raise Mistake("These are not the pixels of each image, whatever their order.")


@STRIPS_AS_SEQUENCE.part(0.5, "strips of one column, from right to left")
def _strips_of_one(answer: Answer, draw: Draw) -> None:
    for count in draw.sizes(3, low=2, high=9)[0]:
        _expect_strips(answer, _drawn_images(draw, 1, count), 1)


@STRIPS_AS_SEQUENCE.part(1.5, "broader strips: their order, and the order of the pixels inside")
def _strips_broad(answer: Answer, draw: Draw) -> None:
    for width, count in draw.sizes(2, count=3, low=2):
        _expect_strips(answer, _drawn_images(draw, width, count), width)
    _expect_strips(answer, _drawn_images(draw, 7, 4), 7)


@STRIPS_AS_SEQUENCE.part(1, "a width that does not divide is refused; the images stay as they are")
def _strips_refused(answer: Answer, draw: Draw) -> None:
    images = _drawn_images(draw, 3, 4)
    came = expect_tensor(answer.expect_unchanged(images, 3))
    if not is_close(_pixels(came), _pixels(_strips(images / 255, 3))):
        raise Mistake("What is right with width 3, for 12 columns, does not come; this is looked at first.")
    for width in (5, 7, 8, 24):
        try:
            answer(images, width)
        except Mistake as mistake:
            if NAMES_WIDTH.search(str(mistake)):
                continue
            raise Mistake(f"Wanted is a ValueError that names width. {mistake}") from None
        raise Mistake(f"12 columns are cut into strips of {width} without an error.")


# --- recall-per-class ---------------------------------------------------------------------------------------

RECALL_PER_CLASS = Question(
    "recall-per-class",
    takes=("logits", "labels"),
    explanations={"divi": "A class that is absent has no recall: its entry is nan, which is no error."},
)


def _recall(logits: Tensor, labels: Tensor) -> Tensor:
    hits = [[] for _ in range(logits.shape[1])]
    for scores, label in zip(logits.tolist(), labels.tolist(), strict=True):
        hits[label].append(scores.index(max(scores)) == label)
    return torch.tensor([sum(of_class) / len(of_class) if of_class else torch.nan for of_class in hits])


def _drawn_answers(draw: Draw, n: int, classes: int, absent: Sequence[int] = ()) -> tuple[Tensor, Tensor]:
    """Draw logits of a reader that is more right than wrong, and labels: all classes but the absent."""
    present = torch.tensor([c for c in range(classes) if c not in absent])
    chosen = torch.cat([torch.arange(len(present)), draw.integers(n, low=0, high=len(present) - 1)])
    labels = present[chosen]
    return draw.normal(len(labels), classes) + 2 * one_hot(labels, classes), labels


def _wrong_recalls(logits: Tensor, labels: Tensor) -> dict[str, list[Tensor]]:
    right, classes = _recall(logits, labels).nan_to_num(-1), logits.shape[1]
    first, last = logits.argmax(1), classes - 1 - logits.flip(1).argmax(1)
    said, true = first.bincount(minlength=classes), labels.long().bincount(minlength=classes)
    hits = labels[first == labels].long().bincount(minlength=classes)
    tied = logits.gather(1, labels.long()[:, None])[:, 0] == logits.amax(1)
    return {
        "This is precision: recall divides by how often a class is true, not by how often it is said.": [
            (hits / said).nan_to_num(-1)
        ],
        "Recall divides by the examples of that class, not by all examples.": [hits / len(labels)],
        "A class that is absent has no recall: nan, neither 0 nor 1.": [right.clamp(min=0), right.abs()],
        "Where several logits are largest, the first of them is the answer; yours lets any of them count.": [
            (labels[tied].long().bincount(minlength=classes) / true).nan_to_num(-1)
        ],
        "Where several logits are largest, the first of them is the answer; yours takes the last.": [
            (labels[last == labels].long().bincount(minlength=classes) / true).nan_to_num(-1)
        ],
    }


def _expect_recall(answer: Answer, logits: Tensor, labels: Tensor) -> None:
    with seen_with(f"logits of shape {tuple(logits.shape)}, {logits.dtype}, and labels, {labels.dtype}"):
        came, wanted = expect_tensor(answer(logits, labels)), _recall(logits, labels)
        marked = came.nan_to_num(-1) if came.is_floating_point() else came
        wrong = {} if is_close(marked, wanted.nan_to_num(-1)) else _wrong_recalls(logits, labels)
        expect_no_misconception(marked, wanted.nan_to_num(-1), wrong)
        expect_shape(came, wanted.shape, "(C,)")
        expect_dtype(came, wanted.dtype, "Recall is a float32, whatever comes in.")
        if not torch.equal(came.isnan(), wanted.isnan()):
            raise Mistake("nan is the entry of each class that is absent from the labels, and of no other.")
        expect_close(marked, wanted.nan_to_num(-1))


@RECALL_PER_CLASS.part(1, "every class occurs")
def _recall_of_all(answer: Answer, draw: Draw) -> None:
    for n, classes in ((50, 4), (80, 7), (30, 2)):
        _expect_recall(answer, *_drawn_answers(draw, n, classes))


@RECALL_PER_CLASS.part(1, "classes that are absent from the labels")
def _recall_of_absent(answer: Answer, draw: Draw) -> None:
    for n, absent in ((40, (5,)), (40, (0, 3)), (1, (1, 2, 4))):
        _expect_recall(answer, *_drawn_answers(draw, n, 6, absent))


@RECALL_PER_CLASS.part(1, "ties: the first of the largest logits is the answer")
def _recall_with_ties(answer: Answer, draw: Draw) -> None:
    for classes in draw.sizes(3, low=3, high=8)[0]:
        logits, labels = _drawn_answers(draw, 60, classes)
        _expect_recall(answer, logits.round().clamp(max=1), labels)


@RECALL_PER_CLASS.part(1, "labels of uint8, logits of half precision, thousands of examples: no overflow")
def _recall_of_many(answer: Answer, draw: Draw) -> None:
    for n, classes, dtype in (
        (900, 20, torch.float32),
        (6_000, 2, torch.float16),
        (3_000, 40, torch.bfloat16),
    ):
        logits, labels = _drawn_answers(draw, n, classes)
        _expect_recall(answer, logits.to(dtype), labels.to(torch.uint8))


# --- calibration-error --------------------------------------------------------------------------------------

CALIBRATION_ERROR = Question(
    "calibration-error",
    takes=("logits", "labels", "bins"),
    explanations={"out of bounds": "A confidence of exactly 1 belongs to the last bin; none lies behind it."},
)


class Gap(NamedTuple):
    """A bin that is not empty: its share of the examples, their accuracy and mean confidence."""

    weight: float
    accuracy: float
    confidence: float


def _gaps(confidence: Tensor, hits: Tensor, bins: int) -> list[Gap]:
    edges = [number / bins for number in range(bins + 1)]
    inside = [(confidence > low) & (confidence <= high) for low, high in pairwise(edges)]
    return [
        Gap(chosen.double().mean().item(), hits[chosen].mean().item(), confidence[chosen].mean().item())
        for chosen in inside
        if chosen.any()
    ]


def _calibration(confidence: Tensor, hits: Tensor, bins: int) -> float:
    return sum(gap.weight * abs(gap.accuracy - gap.confidence) for gap in _gaps(confidence, hits, bins))


def _wrong_calibrations(logits: Tensor, labels: Tensor, bins: int) -> dict[str, list[float]]:
    probabilities = logits.double().softmax(1)
    confidence, answers = probabilities.max(1)
    hits = (answers == labels).double()
    gaps = _gaps(confidence, hits, bins)
    distances = [abs(gap.accuracy - gap.confidence) for gap in gaps]
    right = _calibration(confidence, hits, bins)
    last_hits = (logits.shape[1] - 1 - logits.flip(1).argmax(1) == labels).double()
    of_truth = probabilities.gather(1, labels[:, None])[:, 0]
    sure, above_edges = confidence == 1, (confidence + 1e-9).clamp(max=1)
    return {
        "A confidence on an edge belongs to the bin below it.": [_calibration(above_edges, hits, bins)],
        "Where several logits are largest, the first of them is the answer; yours takes the last.": [
            _calibration(confidence, last_hits, bins)
        ],
        "Bins count by how many examples they hold; yours all count the same.": [
            sum(distances) / len(gaps),
            sum(distances) / bins,
        ],
        "This is the largest gap: wanted is the mean over the examples.": [max(distances)],
        "The gaps of different sign cancel: each counts by its absolute value, bin by bin.": [
            (hits - confidence).mean().item(),
            (confidence - hits).mean().item(),
            (confidence - hits).mean().abs().item(),
        ],
        "You compare example by example: of a bin, the accuracy is compared with the mean confidence.": [
            (hits - confidence).abs().mean().item()
        ],
        "Confidence is the probability of the answer, the largest one, not that of the true class.": [
            _calibration(of_truth, hits, bins)
        ],
        "Compared is the mean confidence of a bin's examples, not the middle of the bin.": [
            _calibration((confidence * bins).ceil().sub(0.5) / bins, hits, bins)
        ],
        "A confidence of exactly 1 is in no bin of yours, or nan: it belongs to the last one.": [
            _calibration(confidence[~sure], hits[~sure], bins) * (~sure).double().mean().item()
        ],
        "It comes in per cent: wanted is a number from 0 to 1.": [100 * right],
    }


def _expect_calibration(answer: Answer, logits: Tensor, labels: Tensor, bins: int) -> None:
    with seen_with(f"{len(labels)} examples and {bins} bins"):
        confidence, answers = logits.double().softmax(1).max(1)
        wanted = _calibration(confidence, (answers == labels).double(), bins)
        came = expect_number(answer(logits, labels, bins))
        wrong = {} if is_close(came, wanted) else _wrong_calibrations(logits, labels, bins)
        expect_no_misconception(came, wanted, wrong)
        expect_close(came, wanted)


def _drawn_confident(draw: Draw, n: int, classes: int, bins: int) -> tuple[Tensor, Tensor]:
    """Draw logits and labels: doubtful and right at first, sure and often wrong at last.

    The confidences keep away from the edges of the bins.
    """
    logits = draw.normal(n, classes) * torch.linspace(0.05, 4, n)[:, None]
    places = logits.softmax(1).amax(1) * bins
    logits = logits[(places - places.round()).abs() > 1e-3]
    answers, known = logits.argmax(1), torch.linspace(0.9, 0.4, len(logits))
    right = draw.uniform(len(logits)) < known
    return logits, (answers + ~right * draw.integers(len(logits), low=1, high=classes - 1)) % classes


@CALIBRATION_ERROR.part(2, "many examples, and some in every bin")
def _calibration_of_many(answer: Answer, draw: Draw) -> None:
    for bins in (3, 4, 1):
        _expect_calibration(answer, *_drawn_confident(draw, 300, draw.integer(5, 8), bins), bins)


@CALIBRATION_ERROR.part(1, "fewer examples than bins: some bins are empty")
def _calibration_of_few(answer: Answer, draw: Draw) -> None:
    for n, bins in ((12, 15), (6, 20), (9, 50)):
        _expect_calibration(answer, *_drawn_confident(draw, n, 3, bins), bins)


@CALIBRATION_ERROR.part(1, "logits so large that a confidence is exactly 1")
def _calibration_of_sure(answer: Answer, draw: Draw) -> None:
    for bins in (10, 15):
        logits, labels = _drawn_confident(draw, 60, 4, bins)
        logits[::3] = 1_000 * one_hot(logits[::3].argmax(1), 4)
        labels[::6] = (logits[::6].argmax(1) + 1) % 4
        _expect_calibration(answer, logits, labels, bins)


@CALIBRATION_ERROR.part(1, "a confidence on an edge belongs to the bin below it")
def _calibration_on_edge(answer: Answer, draw: Draw) -> None:
    for bins in (4, 8, 20):
        tied = draw.integers(draw.integer(10, 20), 1, low=-2, high=2).double().expand(-1, 4)
        above = torch.tensor([[0.2, 0.0, 0.0, 0.0]], dtype=torch.float64).expand(draw.integer(21, 30), 4)
        last_or_second = torch.where(torch.arange(len(tied)) % 4 > 0, 3, 1)
        labels = torch.cat([last_or_second, torch.zeros(len(above)).long()])
        _expect_calibration(answer, torch.cat([tied, above]), labels, bins)


# --- train-reader -------------------------------------------------------------------------------------------

FILE = "classifier.pt"
LARGEST = 128
HELD_OUT = 10_000  # digits that are prepared once a process
READ = 2_000  # of them in each part
SEED = 730_241
TRAIN_READER = Question(
    "train-reader",
    takes=("images", "labels"),
    explanations={"refuses it": "Save the tensors alone: torch.save(reader.state_dict(), 'classifier.pt')."},
    files=(FILE,),
)


class Reader(nn.Module):
    """The judge's own network, into which the numbers of a checkpoint go."""

    def __init__(self, hidden_size: int):
        super().__init__()
        self.lstm = nn.LSTM(28, hidden_size, batch_first=True)
        self.head = nn.Linear(hidden_size, 10)

    def forward(self, rows: Tensor) -> Tensor:
        """Make logits (N, 10) of rows (N, L, 28)."""
        return self.head(self.lstm(rows)[0][:, -1])


def _handed_in(answer: Answer) -> tuple[bytes, int]:
    """Return the numbers of the checkpoint and its hidden_size, once its form is right."""
    weights = answer.state_dict(FILE)
    wanted = Reader(1).state_dict().keys()
    if weights.keys() != wanted:
        raise Mistake(f"The keys are {_listed(weights)}; wanted are {_listed(wanted)}.")
    hidden_size = (weights["lstm.weight_hh_l0"].shape or (0,))[-1]
    if not 1 <= hidden_size <= LARGEST:
        raise Mistake(f"hidden_size is {hidden_size}; wanted is at most {LARGEST}, and at least 1.")
    reader = Reader(hidden_size)
    for name, like in reader.state_dict().items():
        with in_part(name):
            expect_shape(weights[name], like.shape, "(rows, columns)" if like.ndim == 2 else "(rows,)")
            expect_dtype(weights[name], torch.float32)
            if not weights[name].isfinite().all():
                raise Mistake("There is a nan or an infinity in it: the training has gone astray.")
    reader.load_state_dict(weights)
    return parameters_to_vector(reader.parameters()).detach().numpy().tobytes(), hidden_size


def _listed(names: Mapping[str, object]) -> str:
    return ", ".join(sorted(names)[:8])[:300] or "none"


@lru_cache
def _held_out(source: str) -> tuple[Tensor, Tensor] | None:
    """Return rows and labels: a stand-in of its own, or MNIST's test digits if the data folder has them."""
    if source == "stand-in":
        _, _, images, labels = draw_stand_in((1, HELD_OUT), seed=SEED)
        return as_rows(images), labels
    if not (data_root() / "MNIST" / "raw").is_dir():
        return None
    try:
        digits = load_digits("mnist")
    except DigitsError:
        return None
    return as_rows(digits.test_images), digits.test_labels


@torch.no_grad()
def _answers(reader: tuple[bytes, int], rows: Tensor) -> Tensor:
    network = Reader(reader[1]).eval()
    vector_to_parameters(torch.frombuffer(bytearray(reader[0]), dtype=torch.float32), network.parameters())
    return torch.cat([network(some).argmax(1) for some in rows.split(1_000)])


@lru_cache(maxsize=8)
def _right(reader: tuple[bytes, int], source: str) -> Tensor:
    """Return for each held-out digit whether it is read right; the parts share it."""
    rows, labels = _held_out(source)
    return _answers(reader, rows) == labels


GUESSING = "That is hardly more than guessing: is it trained, and do the labels belong to their images?"
VIEWS = {
    "It reads far better from the bottom row to the top: the first row comes first.": lambda x: x.flip(1),
    "It reads columns far better: rows are the time steps here.": lambda x: x.transpose(1, 2),
    "It reads numbers from 0 to 255 far better: it is given rows from 0 to 1.": lambda x: x * 255,
    "It reads normalised pixels far better: it is given rows from 0 to 1, nothing subtracted.": lambda x: (
        (x - 0.1307) / 0.3081
    ),
    "It reads black on white far better: ink is 1 here, and paper 0.": lambda x: 1 - x,
}


def _suspicion(reader: tuple[bytes, int], source: str) -> str:
    """Say what the reader may have been trained on instead, if it reads that far better."""
    rows, labels = (part[:500] for part in _held_out(source))
    share = (_answers(reader, rows) == labels).float().mean()
    for sentence, view in VIEWS.items():
        if (_answers(reader, view(rows)) == labels).float().mean() > share + 0.15:
            return sentence
    return GUESSING if share < 0.2 else ""


def _expect_read(answer: Answer, draw: Draw, goal: float) -> None:
    """Expect that the goal is not above the Wilson interval of the result, on either kind of digits."""
    reader, results = _handed_in(answer), {}
    for source in ("stand-in", "MNIST"):
        if _held_out(source) is None:
            continue
        chosen = torch.randperm(HELD_OUT, generator=draw.generator)[:READ]
        results[source] = int(_right(reader, source)[chosen].sum())
        if wilson_interval(results[source], READ).high >= goal:
            return
    best = max(results, key=results.get)
    said = " and ".join(f"{correct} of {READ} {source} digits" for source, correct in results.items())
    low, high = wilson_interval(results[best], READ)
    sentence = f"It reads {said}; the interval {low:.1%} to {high:.1%} lies below the goal of {goal:.1%}."
    raise Mistake(f"{sentence} {_suspicion(reader, best)}".rstrip())


@TRAIN_READER.part(1, "classifier.pt has the form that is wanted, and it reads at least half of the digits")
def _reads_half(answer: Answer, draw: Draw) -> None:
    _expect_read(answer, draw, 0.5)


@TRAIN_READER.part(2, "as good as the linear model of lesson 03: 93 %")
def _reads_as_linear(answer: Answer, draw: Draw) -> None:
    _expect_read(answer, draw, 0.93)


@TRAIN_READER.part(2, "better than the recipe without care: 96 %")
def _reads_better(answer: Answer, draw: Draw) -> None:
    _expect_read(answer, draw, 0.96)


@TRAIN_READER.part(3, "as good as the reader of lesson 03: 97.5 %")
def _reads_well(answer: Answer, draw: Draw) -> None:
    _expect_read(answer, draw, 0.975)


QUESTIONS = (STRIPS_AS_SEQUENCE, RECALL_PER_CLASS, CALIBRATION_ERROR, TRAIN_READER)
