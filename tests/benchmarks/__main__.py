"""Run the benchmarks, print their results, and write them to docs/performance.md on request.

Usage: python -m tests.benchmarks [--write] [NAME ...]
"""

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

from tests.benchmarks.report import as_markdown, as_text, machine

NAMES: Final = ("start", "pools", "loading", "table", "form", "answers", "emulator")
"""The benchmarks in the order of the page."""

PAGE: Final = Path(__file__).parents[2] / "docs/performance.md"
BEGIN: Final = "<!-- results: written by make benchmarks -->"


def main(arguments: Sequence[str]) -> None:
    """Run benchmarks.

    Args:
        arguments: `--write` and the names of benchmarks; all of them if none is named.
    """
    names = [each for each in arguments if each != "--write"] or NAMES
    tables = []
    for name in names:
        module = import_module(f"tests.benchmarks.bench_{name}")
        results = list(module.measure())
        print(as_text(module.TITLE, results), end="\n\n", flush=True)
        tables.append(as_markdown(module.TITLE, results))
    if "--write" in arguments:
        text = PAGE.read_text(encoding="utf-8")
        start = text.index(BEGIN) + len(BEGIN)
        PAGE.write_text("\n\n".join((text[:start], machine(), *tables)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
