"""Claims of tokens as texts, for comparisons and for the screen.

Which text the service makes of a claim that is not a string is not published. Where texts are
compared, this module agrees with the emulator: they are JSON, and a list counts as its elements.
"""

import json


def claim_text(value: object) -> str:
    """Return a JSON value as a text: a string as it is, anything else as compact JSON."""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def claim_texts(value: object) -> list[str]:
    """Return the texts of a claim: those of a list's elements, or the only one."""
    return [claim_text(each) for each in (value if isinstance(value, list) else [value])]
