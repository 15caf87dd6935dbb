"""Claims of tokens as texts, which rules, principal tags and trust policies compare.

The service compares texts, and no source shows what it makes of other JSON values. Here they count
as JSON: `true`, `42`, `{"role":"admin"}`. A list counts as its elements.
"""

import json
from typing import Any


def claim_text(value: Any) -> str:  # noqa: ANN401 - any JSON value
    """Return a JSON value as a text: a string as it is, anything else as compact JSON."""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def claim_texts(value: Any) -> list[str]:  # noqa: ANN401 - any JSON value
    """Return the texts of a claim: those of a list's elements, or the only one."""
    return [claim_text(each) for each in (value if isinstance(value, list) else [value])]
