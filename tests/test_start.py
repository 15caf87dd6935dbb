"""A start that the user gives up, and files that are no files."""

import os
import resource
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.programs import PROJECT, Program, environment

POINTS = 40
"""At how many moments a start is given up."""

SECONDS = 2.0
"""Over what time the moments are spread."""

MODULES = """
import sys
before = set(sys.modules)
import cogtui.__main__
print(*sorted(set(sys.modules) - before))
"""

AT_EVERY_IMPORT = """
import os, signal, sys
from cogtui.__main__ import main
left = int(sys.argv.pop())
def count(event, arguments):
    global left
    if event == "import":
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGINT)
sys.addaudithook(count)
sys.exit(main(["--demo"]))
"""


def left_after(seconds: float, keys: str) -> tuple[int, str]:
    """The status and the last words of a start that is given up.

    Args:
        seconds: When.
        keys: By which keys.
    """
    with Program("--demo", environment=environment()) as program:
        program.waits("cogtui begins here")
        program.reads_for(seconds)
        program.types(keys)
        status = program.status()
        assert program.changed_modes() == set()
        # the terminal itself echoes keys that nothing has read yet
        return status, program.last_words.removeprefix("^C").removeprefix("q")


@pytest.mark.parametrize(("keys", "status"), [("\x03", 130), ("q", 0)], ids=["Ctrl+C", "q"])
def test_a_start_can_be_given_up(keys: str, status: int) -> None:
    """At any moment of its first two seconds, with the usual status and nothing on stderr."""
    moments = [SECONDS * number / POINTS for number in range(1, POINTS + 1)]
    with ThreadPoolExecutor(2 * (os.cpu_count() or 1)) as starts:
        found = dict(zip(moments, starts.map(lambda at: left_after(at, keys), moments), strict=True))
    assert {at: each for at, each in found.items() if each != (status, "")} == {}


@pytest.mark.parametrize("count", [1, 2, 3, 20, 60, 150])
def test_an_import_can_be_interrupted(count: int) -> None:
    """Ctrl+C in the middle of one is no traceback, however early it comes."""
    done = subprocess.run(  # noqa: S603  our own interpreter
        [sys.executable, "-c", AT_EVERY_IMPORT, str(count)],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_next_to_nothing_comes_before_the_first_moment() -> None:
    """What is imported before Ctrl+C is in hand is Python's own, and takes no time."""
    done = subprocess.run(  # noqa: S603  our own interpreter
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(PROJECT)!r}){MODULES}"],
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
    )
    loaded = done.stdout.split()
    assert {name for name in loaded if name.startswith("cogtui")} == {"cogtui", "cogtui.__main__"}
    assert {name.partition(".")[0] for name in loaded} <= {*sys.stdlib_module_names, "cogtui"}
    assert len(loaded) < 25
