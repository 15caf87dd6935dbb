"""Answers as the service gave them, as JSON that can be read."""

import json
import time
from collections.abc import Mapping
from typing import Any

from cogtui.documents.document import Code, Document, Section
from cogtui.providers import masked_client_id


def raw(answers: Mapping[str, Any]) -> Document:
    """Answers by the operations that gave them.

    Args:
        answers: By the operation's AWS CLI name, its answer.

    Returns:
        One JSON text: dates in ISO 8601 as the AWS CLI writes them, secrets masked.
    """
    text = json.dumps(_readable(answers), indent=2, ensure_ascii=False)
    return (Section("", (Code(text),)),)


def _readable(value: Any, name: str = "") -> Any:  # noqa: ANN401  JSON of any shape
    if name in ("CreationDate", "LastModifiedDate"):
        return time.strftime("%Y-%m-%dT%H:%M:%S%z", time.localtime(value))
    if name == "SupportedLoginProviders":
        return {key: masked_client_id(key, each) for key, each in value.items()}
    if isinstance(value, Mapping):
        return {key: _readable(each, key) for key, each in value.items()}
    if isinstance(value, list):
        return [_readable(each) for each in value]
    return value
