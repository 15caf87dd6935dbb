"""The animated picture of the demo: it shows what its script leads to, and no secret."""

import json
import re
from collections.abc import Sequence
from typing import Final
from xml.etree import ElementTree as ET

import pytest
from rich.cells import cell_len

from cogtui.emulator import start_emulator
from cogtui.emulator.demo.users import PASSWORD
from tests.animated_svg import COLUMN, MARGIN, ROW, Frame, animated_svg
from tests.recording import FILE, SCENES, TITLE, record
from tests.screens.interceptor import Interceptor
from tests.screenshots import CREDENTIALS_VALUES, NARROW

LIMIT: Final = 400_000
"""The maximum size of the picture, in bytes: it is loaded with the README."""

ACCESS_KEY: Final = re.compile(r"\bA[KS]IA(?!IOSFODNN7EXAMPLE)[A-Z0-9]{16}\b")
"""Matches an access key ID, except the one of AWS's documentation."""

TOKEN: Final = re.compile(r"\beyJ[\w-]{10,}")
"""Matches a JSON web token."""

_SVG: Final = "{http://www.w3.org/2000/svg}"


def lines_of(svg: str) -> list[list[str]]:
    """Return the lines of each frame of a picture, as a browser would show them."""
    root = ET.fromstring(svg)  # noqa: S314  drawn by this repository
    drawn = {group.get("id"): _line(group) for group in root.iterfind(f"{_SVG}defs/{_SVG}g")}
    frames = []
    for number, group in enumerate(root.iterfind(f"{_SVG}g[@class='film']/{_SVG}g")):
        left = number * int(root.attrib["width"]) + MARGIN
        assert group.get("transform") == f"translate({left} {MARGIN})"
        rows = {
            int(use.attrib["y"]) // ROW: drawn[use.attrib["href"][1:]]
            for use in group.iterfind(f"{_SVG}use")
        }
        frames.append([rows.get(row, "") for row in range(max(rows) + 1)])
    return frames


def _line(group: ET.Element) -> str:
    line = ""
    for text in group.iterfind(f"{_SVG}text"):
        column = int(text.attrib["x"]) // COLUMN
        line += " " * (column - cell_len(line)) + (text.text or "")
        assert int(text.attrib["textLength"]) == cell_len(text.text or "") * COLUMN
    return line.rstrip()


def check_picture(svg: str) -> None:
    """Check what must hold for a picture in the README."""
    assert len(svg.encode()) < LIMIT
    assert not ACCESS_KEY.search(svg)
    assert not TOKEN.search(svg)
    credentials = json.loads(CREDENTIALS_VALUES["get-credentials-for-identity"].body)["Credentials"]
    for secret in (credentials["SecretKey"], credentials["SessionToken"][:20], PASSWORD):
        assert secret not in svg
    # nothing that an image may not load or run
    assert not re.search(r"<script|<foreignObject|@import|url\(|\son\w+=", svg)
    assert re.findall(r"https?://[^\"\s<]+", svg) == ["http://www.w3.org/2000/svg"]
    frames = lines_of(svg)
    moves = re.findall(r"\{transform:translateX\(-?(\d+)px\)\}", svg)
    assert len(moves) == len(frames) > len(SCENES)
    shown = {line.split("   ")[0] for frame in frames for line in frame[-1:]}
    assert {f" {scene.keys}" for scene in SCENES} == shown


def test_the_picture_in_the_repository() -> None:
    """It is small, needs nothing from elsewhere, shows no secret, and has every scene."""
    check_picture(FILE.read_text(encoding="utf-8"))


@pytest.mark.slow
@pytest.mark.no_cover
async def test_the_script_still_reaches_its_screens() -> None:
    """The keys lead to the texts that the script waits for, and the picture shows each screen."""
    with start_emulator() as emulator, Interceptor(emulator.url) as between:
        frames = await record(between)
    assert 20 <= sum(frame.seconds for frame in frames) <= 30
    svg = animated_svg(frames, NARROW[0], TITLE)
    check_picture(svg)
    assert lines_of(svg) == [texts(frame) for frame in frames]


def texts(frame: Frame) -> Sequence[str]:
    """Return the lines of a frame as they were on the terminal."""
    return ["".join(segment.text for segment in line).rstrip() for line in frame.lines]
