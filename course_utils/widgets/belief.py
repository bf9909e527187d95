"""What a network believes about a digit while it reads row by row: arrays in, one SVG picture out."""

from xml.etree.ElementTree import Element

import numpy as np

from course_utils.widgets.checks import checked_images, checked_probabilities, checked_whole
from course_utils.widgets.pixels import draw_pixels
from course_utils.widgets.svg import ANSWER, MUTED, OTHER, TRUTH, add, picture, to_text

ROWS = 28
CLASSES = 10

# Everything in user units; a row of the image, of the trace and of the answers has the same height and place.
WIDTH, HEIGHT = 810, 330
TOP = 26
ROW_HEIGHT = 10
PAPER = ROWS * ROW_HEIGHT
IMAGE_LEFT = 38
TRACE_LEFT, TRACE_WIDTH = 336, 110
ANSWERS_LEFT = 472
BARS_LEFT, BARS_WIDTH, BAR_PITCH = 560, 110, PAPER / CLASSES
PERCENT_RIGHT = 728
CHANCE = 1 / CLASSES


def belief_view(image, beliefs, row: int, label: int | None = None) -> str:
    """Draw a digit, how far it is read, the belief at that row, and how the belief came about.

    Args:
        image: pixels, 0 for paper to 255 for ink.
        beliefs: class probabilities after each row; every row sums to 1.
        row: rows read so far, 0 (nothing read) to 28.
        label: the true digit, where known; else the trace follows the class believed at ``row``.

    Shape:
        image uint8 (28, 28); beliefs (28, 10) -> SVG text.

    Raises:
        ValueError: an argument does not fit; the message names it.

    Source: the belief is the softmax of the logits, read out after every row. Lesson 03.
    """
    image = checked_images("image", image, (ROWS, ROWS))
    beliefs = checked_probabilities("beliefs", beliefs, (ROWS, CLASSES))
    row = checked_whole("row", row, ROWS)
    label = None if label is None else checked_whole("label", label, CLASSES - 1)
    root = picture(WIDTH, HEIGHT, sentence(beliefs, row, label), _description(beliefs, row))
    _draw_image(root, image, row)
    _draw_trace(root, beliefs[:row], label)
    _draw_answers(root, beliefs[:row])
    if row:
        _draw_cursor(root, row)
    _draw_bars(root, beliefs[:row], label)
    return to_text(root)


def sentence(beliefs: np.ndarray, row: int, label: int | None = None) -> str:
    """Return the text alternative, such as "After row 14 of 28 the network believes 7 with 83 %."."""
    truth = "" if label is None else f"; the digit is {'an' if label == 8 else 'a'} {label}"
    if row == 0:
        return f"Before row 1 of {ROWS} the network has read nothing{truth}."
    belief = beliefs[row - 1]
    share = percent(belief.max()).replace(">", "more than ")
    return f"After row {row} of {ROWS} the network believes {belief.argmax()} with {share}{truth}."


def percent(probability: float) -> str:
    """Return a share in whole per cent; "0 %" and "100 %" only where it is exactly so."""
    if 0 < probability < 0.005:
        return "<1 %"
    if 0.995 <= probability < 1:
        return ">99 %"
    return f"{probability:.0%}".replace("%", " %")


def _description(beliefs: np.ndarray, row: int) -> str:
    if row == 0:
        return "All rows are veiled; there is no belief yet."
    shares = ", ".join(f"{digit}: {percent(p)}" for digit, p in enumerate(beliefs[row - 1]))
    answers = ", ".join(f"{digit} from row {first + 1}" for digit, first, _ in _runs(beliefs[:row]))
    return f"Belief in each digit: {shares}. Answers so far: {answers}."


def _runs(beliefs: np.ndarray) -> list[tuple[int, int, int]]:
    """Return (answer, first row, last row) of each stretch with the same answer; rows count from 0."""
    if not len(beliefs):
        return []
    answers = beliefs.argmax(axis=1)
    firsts = np.flatnonzero(np.diff(answers, prepend=-1))
    lasts = np.append(firsts[1:], len(answers)) - 1
    return [(int(answers[first]), int(first), int(last)) for first, last in zip(firsts, lasts, strict=True)]


def _middle(row: int) -> float:
    """Return the height of the middle of a row, counted from 0."""
    return TOP + (row + 0.5) * ROW_HEIGHT


def _heading(root: Element, x: float, text: str) -> None:
    add(root, "text", text, x=x, y=TOP - 10, fill=MUTED)


def _draw_image(root: Element, image: np.ndarray, row: int) -> None:
    _heading(root, IMAGE_LEFT, f"{row} of {ROWS} rows read")
    paper = draw_pixels(root, image, IMAGE_LEFT, TOP, ROW_HEIGHT)
    add(paper, "rect", y=row, width=ROWS, height=ROWS - row, fill=OTHER, fill_opacity=0.8)
    add(root, "rect", x=IMAGE_LEFT, y=TOP, width=PAPER, height=PAPER, fill="none", stroke=OTHER)


def _draw_trace(root: Element, beliefs: np.ndarray, label: int | None) -> None:
    """Draw the belief in the true digit after each row, or in the present answer where no truth is known."""
    _draw_share_axis(root, TRACE_LEFT, TRACE_WIDTH)
    followed = _followed(beliefs, label)
    name = "belief" if followed is None else f"belief in {followed}"
    _heading(root, TRACE_LEFT, name if label is None else f"{name} (true)")
    if not len(beliefs):
        return
    colour = ANSWER if label is None else TRUTH
    points = [(TRACE_LEFT + TRACE_WIDTH * p, _middle(t)) for t, p in enumerate(beliefs[:, followed])]
    line = " ".join(f"{x:.1f},{y:g}" for x, y in points)
    add(root, "polyline", points=line, fill="none", stroke=colour, stroke_width=2, stroke_linejoin="round")
    add(root, "circle", cx=points[-1][0], cy=points[-1][1], r=4, fill=colour)


def _followed(beliefs: np.ndarray, label: int | None) -> int | None:
    if label is None and len(beliefs):
        return int(beliefs[-1].argmax())
    return label


def _draw_share_axis(root: Element, left: float, width: float) -> None:
    bottom = TOP + PAPER
    # The name of chance stands further left than its line, where it does not touch the next one.
    for share, name, aside in ((CHANCE, "chance", -CHANCE), (0.5, "50 %", 0), (1, "100 %", 0)):
        x = left + width * share
        line = add(root, "path", d=f"M{x:g} {TOP}V{bottom:g}", stroke=OTHER, stroke_width=0.5)
        if share == CHANCE:
            line.set("stroke-dasharray", "3 3")
        label = {"x": x + width * aside, "y": bottom + 16, "text_anchor": "middle"}
        add(root, "text", name, fill=MUTED, font_size=11, **label)
    add(root, "path", d=f"M{left:g} {TOP}V{bottom:g}", stroke=OTHER, stroke_width=1.5)


def _draw_answers(root: Element, beliefs: np.ndarray) -> None:
    _heading(root, ANSWERS_LEFT - 12, "answer")
    for digit, first, last in _runs(beliefs):
        add(root, "text", str(digit), x=ANSWERS_LEFT, y=_middle(first) + 4, font_size=11)
        if last > first:
            start = _middle(first) + 6
            add(root, "path", d=f"M{ANSWERS_LEFT + 3} {start:g}V{_middle(last) + 4:g}", stroke=OTHER)


def _draw_cursor(root: Element, row: int) -> None:
    """Mark the row read last, through image, trace and answers."""
    middle = _middle(row - 1)
    add(root, "text", str(row), x=IMAGE_LEFT - 14, y=middle + 4, font_size=12, text_anchor="end")
    add(root, "path", d=f"M{IMAGE_LEFT - 3} {middle:g}l-8 -5v10z")
    frame = {"x": IMAGE_LEFT - 1, "y": TOP + (row - 1) * ROW_HEIGHT - 1, "width": PAPER + 2}
    add(root, "rect", height=ROW_HEIGHT + 2, fill="none", stroke=ANSWER, stroke_width=2, **frame)
    add(root, "path", d=f"M{IMAGE_LEFT + PAPER + 1} {middle:g}H{ANSWERS_LEFT - 4}", stroke=ANSWER)


def _draw_bars(root: Element, beliefs: np.ndarray, label: int | None) -> None:
    _heading(root, BARS_LEFT, f"belief after row {len(beliefs)}" if len(beliefs) else "no belief yet")
    if label is not None:
        _draw_truth(root, label)
    for digit in range(CLASSES):
        add(root, "text", str(digit), x=BARS_LEFT - 20, y=_bar(digit) + 5, font_size=15, text_anchor="middle")
    _draw_share_axis(root, BARS_LEFT, BARS_WIDTH)
    if len(beliefs):
        for digit, probability in enumerate(beliefs[-1]):
            _draw_bar(root, digit, probability, is_answer=digit == beliefs[-1].argmax())


def _bar(digit: int) -> float:
    """Return the height of the middle of a digit's bar."""
    return TOP + (digit + 0.5) * BAR_PITCH


def _draw_bar(root: Element, digit: int, probability: float, is_answer: bool) -> None:
    y = _bar(digit)
    colour, weight = (ANSWER, "bold") if is_answer else (OTHER, "normal")
    add(root, "rect", x=BARS_LEFT, y=y - 9, width=BARS_WIDTH * probability, height=18, fill=colour)
    add(root, "text", percent(probability), x=PERCENT_RIGHT, y=y + 5, text_anchor="end", font_weight=weight)
    if is_answer:
        add(root, "path", d=f"M{PERCENT_RIGHT + 6} {y:g}l8 -5v10z")
        add(root, "text", "answer", x=PERCENT_RIGHT + 18, y=y + 5, font_weight="bold")


def _draw_truth(root: Element, label: int) -> None:
    y = _bar(label)
    add(root, "circle", cx=BARS_LEFT - 20, cy=y, r=12, fill="none", stroke=TRUTH, stroke_width=2)
    add(root, "text", "true", x=BARS_LEFT - 37, y=y + 5, text_anchor="end")
