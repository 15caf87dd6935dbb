"""Secrets taken out of what an error says."""

import json
import re
from collections.abc import Iterable
from typing import Final

from cogtui.secret import MASK, Secret

_WORD: Final = 8
"""The length below which a secret is masked only where it stands by itself: letters of a short
one are in every message, and masking them would tell it."""

_SHAPES: Final = (
    # a validation error repeats what was sent: `Value '123456' at 'tokenCode' failed …`
    re.compile(r"(?is)(Value ')(?:(?!' at ').)*(?=' at '[\w.]*(?:token|login|secret))"),
    # a refused signature is answered with the headers that were signed
    re.compile(r"(?i)(security-token:)\S+"),
    # a JSON web token, and any run that is longer than a role and its session in an ARN
    re.compile(r"()\beyJ[\w-]+\.[\w.-]+"),
    re.compile(r"()[\w+/=.-]{160,}"),
)
"""What is masked in any message; the first group stays."""


def redact(text: str, secrets: Iterable[Secret] = ()) -> str:
    """Masks what an error's message should not tell.

    Args:
        text: The message.
        secrets: What was sent and may come back in it.

    Returns:
        The message without them, as they are and as Python and JSON quote them, and without
        anything else that looks like a token.
    """
    # the longer first: a shorter one may be a part of it
    for form in sorted({form for each in secrets for form in _forms(each)}, key=len, reverse=True):
        text = _without(text, form)
    for shape in _SHAPES:
        text = shape.sub(rf"\g<1>{MASK}", text)
    return text


def _forms(secret: Secret) -> set[str]:
    """A secret as it is and as it is quoted, which differ where it has quotes, say."""
    escaped = json.dumps(secret.reveal())[1:-1]
    return {
        secret.reveal(),
        repr(secret.reveal())[1:-1],
        json.dumps(secret.reveal(), ensure_ascii=False)[1:-1],
        escaped,
        # as JSON in a web page often is
        escaped.replace("/", r"\/"),
    } - {""}


def _without(text: str, form: str) -> str:
    if len(form) >= _WORD:
        return text.replace(form, MASK)
    return re.sub(rf"(?<!\w){re.escape(form)}(?!\w)", MASK, text)
