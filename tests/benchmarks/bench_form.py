"""Benchmark of opening a form and typing into it, beside plain Textual inputs.

The forms run in pseudo-terminals and take turns; each key is measured to the last byte of its
frame.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Final

from tests.benchmarks.programs import environment
from tests.benchmarks.report import Result
from tests.benchmarks.terminal import Terminal

TITLE: Final = "Forms"
ROUNDS: Final = 20
QUIET: Final = 0.25
"""Seconds without output after which a frame counts as finished."""
ESCAPE: Final = "\x1b"


def opened(stack: ExitStack, home: str, *arguments: str) -> Terminal:
    """Start the program with the forms, and wait until it reads keys."""
    command = (sys.executable, "-m", "tests.benchmarks.form_app", *arguments)
    terminal = stack.enter_context(Terminal(command, environment=environment(home)))
    terminal.seconds_until("ready .")
    terminal.settle(0.5, limit=10)
    return terminal


def openings(terminal: Terminal) -> Iterator[Result]:
    """Yield how long opening takes: the first form of a run, and later ones beside inputs."""
    first = terminal.seconds_of_frame("f", quiet=QUIET) * 1000
    terminal.seconds_of_frame(ESCAPE, quiet=QUIET)
    taken: dict[str, list[float]] = {"f": [], "b": []}
    for _ in range(ROUNDS):
        for key, values in taken.items():
            values.append(terminal.seconds_of_frame(key, quiet=QUIET) * 1000)
            terminal.seconds_of_frame(ESCAPE, quiet=QUIET)
    yield Result("The first form of a run", "ms", [first], "ten plain inputs", taken["b"])
    yield Result("A later form", "ms", taken["f"], "ten plain inputs", taken["b"], 1)


def echo(
    what: str, terminal: Terminal, key: str, beside: str, other: Terminal, other_key: str
) -> Result:
    """Return how long a letter takes to be drawn in one form, beside another.

    Args:
        what: The form.
        terminal: The program that shows it.
        key: The key that opens it.
        beside: The form to compare with.
        other: The program that shows that one.
        other_key: The key that opens that one.
    """
    turns: list[tuple[Terminal, list[float]]] = [(terminal, []), (other, [])]
    taken = [values for _, values in turns]
    for each, opening in ((terminal, key), (other, other_key)):
        each.seconds_of_frame(opening, quiet=QUIET)
    for _ in range(ROUNDS):
        for each, values in turns:
            values.append(each.seconds_of_frame("x", quiet=QUIET) * 1000)
            each.seconds_of_frame("\x7f", quiet=QUIET)
        turns.reverse()
    return Result(f"A letter in {what}", "ms", taken[0], beside, taken[1], 1.2)


def measure() -> Iterator[Result]:
    """Yield all results."""
    with tempfile.TemporaryDirectory() as home, ExitStack() as stack:
        yield from openings(opened(stack, home))
        tokens = opened(stack, home, "--tokens")
        what = "ten tokens of 50,000 characters"
        yield echo(what, tokens, "t", "ten empty fields", opened(stack, home), "t")
        form, plain = opened(stack, home), opened(stack, home)
        yield echo("the form", form, "f", "a plain input", plain, "b")
