"""Write every text that a user can see to one file, so that a change of wording is one diff.

Run `python -m tests.strings`.
"""

from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Final

from tests.english import ROOT, user_texts

STRINGS: Final = ROOT / "tests" / "strings.txt"
"""The file, under version control."""


def written() -> str:
    """Return what the file must contain: each text on one line, below the file that has it."""
    parts: list[str] = []
    for path, texts in groupby(user_texts(), key=attrgetter("path")):
        parts.append(f"{Path(path).as_posix()}\n")
        parts += [f"    {each.text!r}\n" for each in texts]
    return "".join(parts)


if __name__ == "__main__":
    STRINGS.write_text(written(), encoding="utf-8")
