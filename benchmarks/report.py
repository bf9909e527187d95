"""From the rounds of a run to its table: medians, and ratios taken within a round before their median."""

from statistics import median

from rich.box import MARKDOWN
from rich.console import Console
from rich.table import Table

REFERENCES = {"published": "of (a)", "jax-scan": "of JAX scan", "bound": "of (e)"}
COLUMNS = (
    *("contender", "seconds", "from – to", "CPU s", "images/s", "test accuracy"),
    *REFERENCES.values(),
    "warm-up s",
)
WIDTH = 150


def text(results: dict) -> str:
    """Return table and caption as Markdown.

    Args:
        results: ``conditions``, and ``contenders`` with, for each key, ``title``, ``warm_up`` (seconds), and
            ``seconds``, ``cpu_seconds`` and ``accuracy`` of every round.
    """
    console = Console(width=WIDTH, color_system=None)
    with console.capture() as captured:
        console.print(table(results))
    return f"{captured.get().strip()}\n\n{caption(results['conditions'])}\n"


def table(results: dict) -> Table:
    """Lay the results out, a row for each contender."""
    laid_out = Table(box=MARKDOWN)
    for position, name in enumerate(COLUMNS):
        laid_out.add_column(name, justify="right" if position else "left", no_wrap=True)
    for contender in results["contenders"].values():
        laid_out.add_row(*_cells(contender, results))
    return laid_out


def caption(conditions: dict) -> str:
    """Say in two lines what was run, and on what."""
    versions = ", ".join(f"{name} {version}" for name, version in conditions["versions"].items())
    facts = (
        "One epoch of {images:,} images ({digits}), medians of {rounds} interleaved rounds. "
        "Threads: {threads}; cores: {cores}, {instructions}; load average before: {load}."
    )
    return f"{facts.format(**conditions)}\n{versions}."


def _cells(contender: dict, results: dict) -> list[str]:
    seconds = contender["seconds"]
    accuracies = [accuracy for accuracy in contender["accuracy"] if accuracy is not None]
    return [
        contender["title"],
        f"{median(seconds):.2f}",
        f"{min(seconds):.2f} – {max(seconds):.2f}",
        f"{median(contender['cpu_seconds']):.2f}",
        f"{results['conditions']['images'] / median(seconds):,.0f}",
        f"{median(accuracies):.2%}" if accuracies else "–",
        *(_ratio(seconds, results["contenders"].get(reference)) for reference in REFERENCES),
        f"{contender['warm_up']:.1f}",
    ]


def _ratio(seconds: list[float], reference: dict | None) -> str:
    if reference is None:
        return "–"
    return f"{median(a / b for a, b in zip(seconds, reference['seconds'], strict=True)):.2f}"
