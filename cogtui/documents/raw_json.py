"""Answers as the service gave them, as JSON that can be read."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from cogtui.documents.document import Code, Document, Section
from cogtui.service.providers import masked_client_id

_DATES: Final = ("CreationDate", "LastModifiedDate")


def raw(answers: Mapping[str, Any]) -> Document:
    """Answers by the operations that gave them.

    Args:
        answers: By the operation's AWS CLI name, its answer.

    Returns:
        One JSON text: dates in ISO 8601 as the AWS CLI writes them, secrets masked.
    """
    # a secret prints as what hides it
    text = json.dumps(_readable(answers), indent=2, ensure_ascii=False, default=str)
    return (Section("", (Code(text),)),)


def _readable(value: Any, name: str = "") -> Any:  # noqa: ANN401  JSON of any shape
    # a tag may be called like a member, but its value is a text
    if name in _DATES and isinstance(value, float):
        return _iso(value)
    if isinstance(value, Mapping):
        if name == "SupportedLoginProviders":
            return {key: masked_client_id(key, each) for key, each in value.items()}
        return {key: _readable(each, key) for key, each in value.items()}
    if isinstance(value, list):
        return [_readable(each) for each in value]
    return value


def _iso(timestamp: float) -> str | float:
    try:
        return datetime.fromtimestamp(timestamp, tz=UTC).astimezone().isoformat()
    except (OverflowError, ValueError):
        # a date that no calendar shows is told as it is
        return timestamp
