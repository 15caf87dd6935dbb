"""Benchmark of the startup time, beside other programs run in turns.

The first paint is compared with that of a Textual app with the same widgets and no logic; the time
until pools are on the screen with `aws cognito-identity list-identity-pools` on the same server.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from tests.benchmarks.terminal import Terminal

ROUNDS: Final = 9
BIN: Final = Path(sys.executable).parent
YARDSTICK: Final = Path(__file__).with_name("same_widgets.py")


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
        "AWS_ACCESS_KEY_ID": "benchmark",
        "AWS_SECRET_ACCESS_KEY": "benchmark",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def first_paint(command: list[str], text: str, home: str) -> float:
    """Return the seconds until a program has drawn a text of its first frame."""
    with Terminal(command, environment=environment(home)) as terminal:
        return terminal.seconds_until(text)


def aws_list(url: str, home: str) -> float:
    """Return the seconds that the AWS CLI takes to list the pools."""
    began = time.perf_counter()
    subprocess.run(  # noqa: S603  the AWS CLI of this environment
        [BIN / "aws", "--endpoint-url", url, "cognito-identity", "list-identity-pools",
         "--max-results", "60"],
        env=environment(home), stdout=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    return time.perf_counter() - began


def measure(url: str, home: str) -> dict[str, list[float]]:
    """Run everything in turns, as the machine's speed changes from minute to minute."""
    cogtui = [str(BIN / "cogtui"), "--endpoint-url", url]
    seconds: dict[str, list[float]] = {name: [] for name in ("yard", "paint", "aws", "pools")}
    for _ in range(ROUNDS):
        seconds["yard"].append(first_paint([sys.executable, str(YARDSTICK)], "alette", home))
        seconds["paint"].append(first_paint(cogtui, "alette", home))
        seconds["aws"].append(aws_list(url, home))
        seconds["pools"].append(first_paint(cogtui, "mobile-app-prod", home))
    return seconds


def main() -> None:
    """Print the ratios."""
    server = subprocess.Popen([str(BIN / "cogtui"), "emulator"], stdout=subprocess.PIPE, text=True)  # noqa: S603
    try:
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        with tempfile.TemporaryDirectory() as home:
            medians = {n: statistics.median(s) for n, s in measure(url, home).items()}
    finally:
        server.terminate()
    print(f"{'':34}{'ms':>7}{'ratio':>8}{'goal':>8}")
    rows = (
        ("same widgets, no logic: first paint", "yard", "yard", ""),
        ("cogtui: first paint", "paint", "yard", "<= 1.25"),
        ("aws list-identity-pools", "aws", "aws", ""),
        ("cogtui: pools on screen", "pools", "aws", "<= 1.20"),
    )
    for title, name, beside, goal in rows:
        ratio = medians[name] / medians[beside]
        print(f"{title:34}{medians[name] * 1000:7.0f}{ratio:8.2f}{goal:>8}")


if __name__ == "__main__":
    main()
