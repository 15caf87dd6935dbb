"""The common interface of the previews of all operations on developer users."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import ClassVar, Self

from cogtui.developers import blockers
from cogtui.developers.blockers import Blocker
from cogtui.developers.directory import Directory
from cogtui.developers.verification import Verification


class Preview(ABC):
    """What one operation would do, derived from fresh reads of the identities it affects."""

    __slots__ = ()

    operation: ClassVar[str]
    """The AWS CLI name of the operation."""

    @property
    def blockers(self) -> tuple[Blocker, ...]:
        """Everything known to prevent the operation, the most fundamental first."""
        return tuple(self._blockers())

    @property
    def is_sendable(self) -> bool:
        """Whether nothing is known to prevent the operation.

        A login token that it may need is requested later, so none is expected here.
        """
        return blockers.is_sendable(self.blockers)

    @property
    @abstractmethod
    def fingerprint(self) -> str:
        """A digest that stays the same as long as everything that was read stays the same."""

    @abstractmethod
    async def read_again(self, directory: Directory) -> Self:
        """Return a new preview of the same operation from fresh reads.

        Args:
            directory: The pool's developer users.

        Raises:
            ApiError: Something could not be read.
        """

    @abstractmethod
    async def verify(self, directory: Directory) -> Verification:
        """Compare what the preview expected with the present state.

        Args:
            directory: The pool's developer users.

        Raises:
            ApiError: Something could not be read.
            ValueError: The operation cannot be sent, so the preview expected nothing.
        """

    @abstractmethod
    def _blockers(self) -> Iterator[Blocker]: ...
