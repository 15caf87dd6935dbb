"""Where changes of pools are recorded: the user's own directory, or one that the demo removes."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from cogtui.files import private_files

if TYPE_CHECKING:
    from cogtui.configuration.apply import Records

_IN_PROGRESS: Final = "under-way"
"""The directory of the journals of changes in progress."""


class ChangeRecords:
    """Opens the records when they are first needed.

    Args:
        is_demo: Whether they are the demo's, which end with it.
    """

    def __init__(self, *, is_demo: bool) -> None:
        self._is_demo = is_demo
        self._records: Records | None = None
        self._demo_directory: TemporaryDirectory[str] | None = None

    def open(self) -> "Records":
        """Return the journals and the earlier configurations."""
        from cogtui.configuration.apply import Records  # noqa: PLC0415  the first frame changes nothing
        from cogtui.configuration.earlier_versions import History  # noqa: PLC0415  the first frame changes nothing

        if self._records is None:
            directory = private_files.pools_directory()
            if self._is_demo:
                self._demo_directory = TemporaryDirectory(prefix="cogtui-demo-")
                directory = Path(self._demo_directory.name)
            self._records = Records(directory / _IN_PROGRESS, History(directory / "history"))
        return self._records

    def has_interrupted(self) -> bool:
        """Return whether earlier runs have left unfinished changes or edits. Blocking.

        Edits are kept in the user's own directory in the demo too: its own is not removed if the
        demo is killed.
        """
        journals = private_files.pools_directory() / _IN_PROGRESS
        has_journals = not self._is_demo and any(journals.glob("*.json"))
        return has_journals or any(private_files.drafts_directory().glob("*.json"))

    def close(self) -> None:
        """Remove the demo's records."""
        if self._demo_directory is not None:
            self._demo_directory.cleanup()
