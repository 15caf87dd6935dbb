"""Fill in the operation table's sentences with the details of a request."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from cogtui.account.selection import Selection
from cogtui.service import operation_names
from cogtui.text import ELLIPSIS, counted, is_plain, shorten, visible

_NAMED_IDS: Final = 3
"""How many IDs a sentence names."""

_MAX_CELLS: Final = 128
"""The maximum width of a value in a sentence, in cells: the length of the longest pool name."""


def fill_in(sentence: str, words: Mapping[str, str]) -> str:
    """Replace the placeholders in a sentence.

    Args:
        sentence: A sentence with names in braces.
        words: The replacements from `words_of`.

    Returns:
        The sentence. Unknown names become `…`; an empty replacement also removes the space before.
    """

    def word(match: re.Match[str]) -> str:
        text = words.get(match["name"], ELLIPSIS)
        return f"{match['blank']}{text}" if text else ""

    return re.sub(r"(?P<blank> ?)\{(?P<name>\w+)\}", word, sentence)


def words_of(
    selection: Selection, region: str, values: Mapping[str, Any], answers: Mapping[str, Any]
) -> dict[str, str]:
    """Return the replacements for the placeholders in a sentence.

    Args:
        selection: What the operation runs on.
        region: The region called.
        values: The members of the request or the answer, by API name.
        answers: The answers read beforehand, by AWS CLI name.

    Returns:
        The members that are set, and `region`, `pool` and so on. Secrets are masked, and control
        characters are replaced by symbols.
    """
    ids = values.get("IdentityIdsToDelete") or ()
    pool = selection.pool
    # the form may name a different pool from the one under the cursor
    other = pool is None or values.get("IdentityPoolId", pool.pool_id) != pool.pool_id
    title = values.get("IdentityPoolId", ELLIPSIS) if other or pool is None else pool.title
    return {
        **{name: _format_value(value) for name, value in values.items()},
        "region": region,
        "pool": visible(title),
        "identities": counted(len(ids), "identity", "identities"),
        "several": f"{len(ids):,}" if len(ids) > 1 else "",
        "named": _describe_ids(ids),
        "inhabitants": _describe_identities(answers.get(operation_names.LIST_IDENTITIES)),
    }


def _format_value(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(shorten(visible(str(each)), _MAX_CELLS) for each in value)
    if isinstance(value, list | tuple):
        return ", ".join(map(_format_value, value))
    return shorten(visible(str(value)), _MAX_CELLS)


def _describe_ids(ids: Sequence[str]) -> str:
    if not ids:
        return ""
    first = ", ".join(map(visible, ids[:_NAMED_IDS]))
    rest = f" and {len(ids) - _NAMED_IDS:,} more" if len(ids) > _NAMED_IDS else ""
    return f"IDs: {first}{rest}." if len(ids) > 1 else f"ID: {first}."


def _describe_identities(first_page: Mapping[str, Any] | None) -> str:
    """Return how many identities a pool has, according to its first page."""
    if first_page is None:
        return "Its identities could not be counted."
    ids = first_page["Identities"]
    if not ids:
        return "It has no identities."
    least = "at least " if first_page["NextToken"] else ""
    count = counted(len(ids), "identity", "identities")
    first = ", ".join(map(visible, ids[:_NAMED_IDS]))
    separator = ", including" if len(ids) > _NAMED_IDS else ":"
    return f"It has {least}{count}{separator} {first}."


def is_typable(text: str) -> bool:
    """Return whether the user can be asked to type a text, such as a pool's name.

    Every character of it must be visible and typable on one line.
    """
    return is_plain(text) and text == text.strip() and "  " not in text
