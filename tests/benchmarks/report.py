"""Results of benchmarks: what was measured beside what, as medians, ranges and ratios."""

import os
import platform
import statistics
import time
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple


class Result(NamedTuple):
    """One figure, beside the figure that it is compared with.

    The values of both were measured in turns, because the speed of a machine changes from minute to
    minute.
    """

    what: str
    """What was measured."""
    unit: str
    """The unit of all values."""
    values: Sequence[float]
    """What was measured in each round; one value if it does not vary."""
    beside: str = ""
    """What it is compared with; empty for nothing."""
    others: Sequence[float] = ()
    """What was measured of that in each round."""
    goal: float | None = None
    """The maximum ratio of the medians; None if there is no goal."""

    @property
    def ratio(self) -> float | None:
        """The ratio of the medians; None if there is nothing to compare with."""
        return (
            statistics.median(self.values) / statistics.median(self.others) if self.others else None
        )

    @property
    def is_missed(self) -> bool:
        """Whether there is a goal that is not met."""
        return self.goal is not None and self.ratio is not None and self.ratio > self.goal

    def cells(self) -> tuple[str, ...]:
        """Return the texts of its line in a table: what, measured, beside, ratio and goal."""
        beside = f"{_spread(self.others, self.unit)} {self.beside}" if self.others else ""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        goal = "" if self.goal is None else f"≤ {self.goal:g}"
        if self.is_missed:
            goal += ", missed"
        return (self.what, _spread(self.values, self.unit), beside, ratio, goal)


def _spread(values: Sequence[float], unit: str) -> str:
    low, middle, high = min(values), statistics.median(values), max(values)
    digits = 0 if middle >= 100 else 1 if middle >= 10 else 2
    shown = f"{middle:,.{digits}f}"
    if low != high:
        shown += f" ({low:,.{digits}f} to {high:,.{digits}f})"
    return f"{shown} {unit}"


HEADINGS = ("", "Measured: median (range)", "Beside", "Ratio", "Goal")


def as_text(title: str, results: Iterable[Result]) -> str:
    """Return results as aligned columns under a title."""
    lines = [HEADINGS, *(each.cells() for each in results)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    rows = ("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)
    return "\n".join((title, *rows))


def as_markdown(title: str, results: Iterable[Result]) -> str:
    """Return results as a table of Markdown under a heading."""
    lines = [HEADINGS, ("---",) * len(HEADINGS), *(each.cells() for each in results)]
    return "\n".join((f"## {title}", "", *(f"| {' | '.join(line)} |" for line in lines)))


def machine() -> str:
    """Return a sentence with the date, the machine and the versions."""
    model = "an unknown processor"
    information = Path("/proc/cpuinfo")
    if information.exists():
        names = [
            line.partition(":")[2].strip()
            for line in information.read_text().splitlines()
            if line.startswith("model name")
        ]
        model = names[0] if names else model
    packages = ", ".join(f"{name} {version(name)}" for name in ("textual", "boto3"))
    return (
        f"Measured on {time.strftime('%Y-%m-%d')} with {os.cpu_count()} cores of {model}, "
        f"{platform.system()}, Python {platform.python_version()}, {packages}."
    )
