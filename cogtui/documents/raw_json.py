"""Show answers of the service as readable JSON."""

import json
from collections.abc import Mapping
from typing import Any, Final

from cogtui.documents.document import Code, Document, Section
from cogtui.service.providers import masked_client_id
from cogtui.times import zoned_iso

_DATES: Final = ("CreationDate", "LastModifiedDate")


def raw(answers: Mapping[str, Any]) -> Document:
    """Return a document with answers as one JSON text.

    Dates are in ISO 8601 as the AWS CLI writes them, and secrets are masked.

    Args:
        answers: The answers by the AWS CLI name of their operation.
    """
    # `default=str` turns a `Secret` into its mask
    text = json.dumps(_for_json(answers), indent=2, ensure_ascii=False, default=str)
    return (Section("", (Code(text),)),)


def _for_json(value: Any, name: str = "") -> Any:  # noqa: ANN401  JSON of any shape
    # a tag may have the name of a date member, but its value is a string
    if name in _DATES and isinstance(value, float):
        return _iso(value)
    if isinstance(value, Mapping):
        if name == "SupportedLoginProviders":
            return {key: masked_client_id(key, each) for key, each in value.items()}
        return {key: _for_json(each, key) for key, each in value.items()}
    if isinstance(value, list):
        return [_for_json(each) for each in value]
    return value


def _iso(timestamp: float) -> str | float:
    try:
        return zoned_iso(timestamp)
    except (OverflowError, ValueError):
        # out of the calendar's range: keep the number
        return timestamp
