"""The sentences of the operation table, filled in with what a request is about."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from cogtui.account.selection import Selection
from cogtui.text import ELLIPSIS, counted, shorten, visible

_NAMED: Final = 3
"""How many ids a sentence names."""

_LONG: Final = 128
"""How much of a value a sentence tells, in cells: as much as a pool's name can be long."""


def fill_in(sentence: str, words: Mapping[str, str]) -> str:
    """Fills in a sentence.

    Args:
        sentence: With names in braces.
        words: What they stand for, `words_of`'s.

    Returns:
        The sentence; what nobody knows is `…` in it, and an empty word takes no room.
    """

    def word(match: re.Match[str]) -> str:
        text = words.get(match["name"], ELLIPSIS)
        return f"{match['blank']}{text}" if text else ""

    return re.sub(r"(?P<blank> ?)\{(?P<name>\w+)\}", word, sentence)


def words_of(
    selection: Selection, region: str, values: Mapping[str, Any], answers: Mapping[str, Any]
) -> dict[str, str]:
    """What the names in a sentence stand for.

    Args:
        selection: What the operation is run on.
        region: The region called.
        values: The members of the request or the answer, by the API's names.
        answers: What was read before, by the reads' AWS CLI names.

    Returns:
        Each member that is set, and `region`, `pool` and so on; secrets are masked, and what a
        terminal would obey is drawn as a symbol.
    """
    ids = values.get("IdentityIdsToDelete") or ()
    pool = selection.pool
    # a form may be about another pool than the one under the cursor
    other = pool is None or values.get("IdentityPoolId", pool.pool_id) != pool.pool_id
    title = values.get("IdentityPoolId", ELLIPSIS) if other or pool is None else pool.title
    return {
        **{name: _format_value(value) for name, value in values.items()},
        "region": region,
        "pool": visible(title),
        "identities": counted(len(ids), "identity", "identities"),
        "several": f"{len(ids):,}" if len(ids) > 1 else "",
        "named": _named(ids),
        "inhabitants": _inhabitants(answers.get("list-identities")),
    }


def _format_value(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(shorten(visible(str(each)), _LONG) for each in value)
    if isinstance(value, list | tuple):
        return ", ".join(map(_format_value, value))
    return shorten(visible(str(value)), _LONG)


def _named(ids: Sequence[str]) -> str:
    if not ids:
        return ""
    first = ", ".join(map(visible, ids[:_NAMED]))
    rest = f" and {len(ids) - _NAMED:,} more" if len(ids) > _NAMED else ""
    return f"They are {first}{rest}." if len(ids) > 1 else f"It is {first}."


def _inhabitants(listed: Mapping[str, Any] | None) -> str:
    """How many identities a pool has, as far as its first page tells."""
    if listed is None:
        return "How many there are could not be read."
    ids = listed["Identities"]
    if not ids:
        return "It has no identities."
    more = " or more" if listed["NextToken"] else ""
    first = ", ".join(map(visible, ids[:_NAMED]))
    among = ", among them" if len(ids) > _NAMED else ":"
    return f"It has {len(ids):,}{more}{among} {first}."


def is_typable(text: str) -> bool:
    """Whether somebody can be asked to type a text.

    Args:
        text: For instance a pool's name.

    Returns:
        Whether all of it can be seen and typed on one line.
    """
    return text.isprintable() and text == text.strip() and "  " not in text
