"""The state remembered between runs, such as recent profiles and regions. It has no secrets."""

import json
import threading
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Self

from cogtui.files import private_files

_RECENT: Final = 30
"""How many recent profiles are remembered."""

_WRITING: Final = threading.Lock()
"""Held while the file is written: the thread that is last writes the latest state."""


@dataclass(slots=True)
class RememberedState:
    """The state that one run saves for the next.

    A state file that cannot be read counts as empty, so that it never prevents a start.
    """

    recent_profiles: list[str] = field(default_factory=list)
    """The profiles that the user chose, most recent first."""
    regions: dict[str, list[str]] = field(default_factory=dict)
    """The regions that the user chose, by profile; the empty name stands for no profile."""
    accounts: dict[str, str] = field(default_factory=dict)
    """The account ID of each profile, by profile."""
    theme: str | None = None
    """The theme last chosen."""
    tree_width: int | None = None
    """The width of the tree of pools last chosen, in columns."""
    welcomed: bool = False
    """Whether the demo's welcome was shown."""

    @classmethod
    def load(cls, path: Path) -> Self:
        """Load the state file; return an empty state if it cannot be read."""
        try:
            document = json.loads(private_files.read_text(path))
            return cls(
                recent_profiles=_texts(document["recent_profiles"]),
                regions={str(name): _texts(value) for name, value in document["regions"].items()},
                accounts={str(name): str(value) for name, value in document["accounts"].items()},
                theme=None if document["theme"] is None else str(document["theme"]),
                tree_width=_whole_number(document.get("tree_width")),
                welcomed=document.get("welcomed") is True,
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return cls()

    def save(self, path: Path) -> None:
        """Write the state file atomically, with mode 0600.

        Raises:
            OSError: It cannot be written.
        """
        with _WRITING:
            private_files.replace_private_file(path, json.dumps(asdict(self), indent=2) + "\n")

    def choose_profile(self, profile: str) -> None:
        """Remember a profile that the user chose, as the one to open next time.

        Args:
            profile: The profile.
        """
        others = [each for each in self.recent_profiles if each != profile]
        self.recent_profiles = [profile, *others][:_RECENT]

    def forget(self, profile: str) -> None:
        """Forget a profile that does not exist any more.

        Args:
            profile: The profile.
        """
        self.recent_profiles = [each for each in self.recent_profiles if each != profile]
        self.regions.pop(profile, None)
        self.accounts.pop(profile, None)


def _whole_number(value: Any) -> int | None:  # noqa: ANN401  unchecked content of a file
    return value if isinstance(value, int) else None


def _texts(value: Any) -> list[str]:  # noqa: ANN401  unchecked content of a file
    if not isinstance(value, list):
        raise TypeError("not a list")
    return [str(each) for each in value]
