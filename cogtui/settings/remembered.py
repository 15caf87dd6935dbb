"""What is remembered between runs: profiles and regions used last. Never a secret."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Self

from cogtui.files import private_files

_RECENT: Final = 30
"""How many profiles are remembered as recent."""


@dataclass(slots=True)
class RememberedState:
    """What one run leaves to the next.

    A state that cannot be read is an empty one: forgetting must never stand in the way.
    """

    recent_profiles: list[str] = field(default_factory=list)
    """The profiles used, the latest first."""
    regions: dict[str, list[str]] = field(default_factory=dict)
    """The regions last shown, by profile; the empty name stands for no profile."""
    accounts: dict[str, str] = field(default_factory=dict)
    """The account that a profile led to, by profile."""
    theme: str | None = None
    """The theme chosen last."""

    @classmethod
    def load(cls, path: Path) -> Self:
        """Reads what was remembered.

        Args:
            path: The state file.

        Returns:
            What the file says, or an empty state.
        """
        try:
            document = json.loads(private_files.read_text(path))
            return cls(
                recent_profiles=_texts(document["recent_profiles"]),
                regions={str(name): _texts(value) for name, value in document["regions"].items()},
                accounts={str(name): str(value) for name, value in document["accounts"].items()},
                theme=None if document["theme"] is None else str(document["theme"]),
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return cls()

    def save(self, path: Path) -> None:
        """Writes the state for the next run, 0600 and whole.

        Args:
            path: The state file.

        Raises:
            OSError: It cannot be written.
        """
        private_files.replace_private_file(path, json.dumps(asdict(self), indent=2) + "\n")

    def used(self, profile: str | None, regions: list[str], account: str | None) -> None:
        """Notes that a profile was used.

        Args:
            profile: The profile, None for credentials without one.
            regions: The regions shown with it.
            account: The account that it leads to, if known.
        """
        name = profile or ""
        self.regions[name] = regions
        if account:
            self.accounts[name] = account
        if profile:
            others = [each for each in self.recent_profiles if each != profile]
            self.recent_profiles = [profile, *others][:_RECENT]


def _texts(value: Any) -> list[str]:  # noqa: ANN401  whatever a file held
    if not isinstance(value, list):
        raise TypeError("not a list")
    return [str(each) for each in value]
