"""One place in the AWS configuration files that boto3 does not read as it was meant."""

from typing import NamedTuple


class FileFinding(NamedTuple):
    """A section, a setting or a file that is skipped, lost or refused."""

    path: str
    """The file, with the home directory as `~`."""
    line: int
    """The line's number; 0 for the whole file."""
    sentence: str
    """What is wrong, and what to write instead. It quotes no line and no value."""
    names: frozenset[str] = frozenset()
    """The profiles concerned: as they were meant, and as boto3 reads them."""
    is_refused: bool = False
    """Whether boto3 refuses all of the configuration because of it."""

    @property
    def text(self) -> str:
        """The place and the sentence."""
        place = f"{self.path}, line {self.line:,}" if self.line else self.path
        return f"{place}: {self.sentence}"
