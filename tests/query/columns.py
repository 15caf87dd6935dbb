"""Identities in the columns that a query reads."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

from cogtui.service.identity_rows import Identity

REGION = "us-east-1"


@dataclass
class Columns:
    """Columns of identities, to which more can be appended."""

    region: str = REGION
    guids: bytearray = field(default_factory=bytearray)
    other_ids: dict[int, str] = field(default_factory=dict)
    created: "array[float]" = field(default_factory=lambda: array("d"))
    modified: "array[float]" = field(default_factory=lambda: array("d"))
    login_numbers: "array[int]" = field(default_factory=lambda: array("I"))
    login_sets: list[tuple[str, ...]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.created)

    def append(self, identities: Sequence[Identity]) -> None:
        """Append identities as the row store packs them."""
        for identity in identities:
            if identity.identity_id.startswith(f"{REGION}:") and len(identity.guid) == 36:
                self.guids += identity.guid.encode()
            else:
                self.other_ids[len(self)] = identity.identity_id
                self.guids += bytes(36)
            if identity.logins not in self.login_sets:
                self.login_sets.append(identity.logins)
            self.login_numbers.append(self.login_sets.index(identity.logins))
            self.created.append(identity.created)
            self.modified.append(identity.modified)


def columns_of(identities: Sequence[Identity]) -> Columns:
    """Return columns of identities."""
    columns = Columns()
    columns.append(identities)
    return columns
