"""Made-up identities, as ListIdentities returns them, the same at each run."""

import random
from collections.abc import Iterator
from typing import Any, Final

from cogtui.service.identity_rows import IdentityPage, IdentityRows

PAGE: Final = 60
LOGINS: Final[tuple[list[str], ...]] = (
    ["graph.facebook.com"],
    ["accounts.google.com"],
    [],
    ["cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEfGhI"],
    ["www.amazon.com", "accounts.google.com"],
)


def answers(count: int) -> Iterator[dict[str, Any]]:
    """Yield answers of ListIdentities with a total number of identities."""
    chance = random.Random(count)  # noqa: S311  not for secrets
    for first in range(0, count, PAGE):
        items = []
        for row in range(first, min(first + PAGE, count)):
            guid = f"{chance.getrandbits(128):032x}"
            guid = f"{guid[:8]}-{guid[8:12]}-{guid[12:16]}-{guid[16:20]}-{guid[20:]}"
            created = 1.6e9 + row * 79.19
            items.append(
                {
                    "IdentityId": f"us-east-1:{guid}",
                    "Logins": LOGINS[row % len(LOGINS)],
                    "CreationDate": created,
                    "LastModifiedDate": created + 86_400.456,
                }
            )
        yield {"Identities": items, "NextToken": "next"}


def rows_of(count: int) -> IdentityRows:
    """Return a number of identities, loaded page by page."""
    rows = IdentityRows()
    for answer in answers(count):
        rows.append(IdentityPage.from_answer(answer))
    return rows


def selective_query(rows: IdentityRows) -> str:
    """Return the first 12 characters of the last ID, which match it alone."""
    return rows.short_id(len(rows) - 1)[:12]
