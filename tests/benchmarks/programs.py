"""The programs that benchmarks run, and their environment."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

BIN: Final = Path(sys.executable).parent
COGTUI: Final = (sys.executable, "-m", "cogtui")
EMPTY_APP: Final = (sys.executable, "-m", "tests.benchmarks.empty_app")
"""A Textual app with two lines, and on request a boto3 client."""


def environment(home: str) -> dict[str, str]:
    """Return an environment without the developer's settings, in which the demo has no welcome.

    Args:
        home: A directory for all files of the programs.
    """
    config = Path(home, "cogtui.toml")
    config.write_text("welcome = false\n", encoding="utf-8")
    return {
        "COGTUI_CONFIG": str(config),
        "HOME": home,
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "AWS_ACCESS_KEY_ID": "benchmark",
        "AWS_SECRET_ACCESS_KEY": "benchmark",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }


@contextmanager
def emulator(*arguments: str) -> Iterator[str]:
    """Run an emulator in a separate process, and yield its URL.

    Args:
        arguments: Further arguments of the command.
    """
    command = [*COGTUI, "emulator", *arguments]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603  this interpreter
    try:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
    finally:
        server.terminate()
        server.wait()


def mebibytes(process: int) -> float:
    """Return the resident memory of a process; NaN where there is no /proc."""
    status = Path(f"/proc/{process}/status")
    found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024 if found else float("nan")
