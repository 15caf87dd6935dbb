"""Remove secrets from error messages."""

import json
import re
from collections.abc import Iterable
from typing import Final

from cogtui.secret import MASK, Secret

_SHORTEST_INSIDE_WORDS: Final = 8
"""Secrets shorter than this are masked only as whole words: the letters of a short one occur in
every message, and masking them all would reveal it."""

_PATTERNS: Final = (
    # a validation error repeats the value: `Value '123456' at 'tokenCode' failed …`
    re.compile(r"(?is)(Value ')(?:(?!' at ').)*(?=' at '[\w.]*(?:token|login|secret))"),
    # the answer to a wrong signature repeats the signed headers
    re.compile(r"(?i)(security-token:)\S+"),
    # the user name and password in a URL, for instance a proxy's
    re.compile(r"(://)[^\s/@]*:\S*(?=@)"),
    # a JSON Web Token, and any word longer than a role and its session in an ARN
    re.compile(r"()\beyJ[\w-]+\.[\w.-]+"),
    re.compile(r"()[\w+/=.-]{160,}"),
)
"""What is masked in any message; the first group is preserved."""


def redact(text: str, secrets: Iterable[Secret] = ()) -> str:
    """Return an error message with all secrets masked.

    Args:
        text: The message.
        secrets: The secrets sent, which the message may repeat.

    Returns:
        The message with the secrets masked, both as they are and as Python and JSON quote them,
        and with anything else masked that looks like a token.
    """
    # longest first: a shorter secret may be part of a longer one
    for form in sorted(
        {form for each in secrets for form in _quoted_forms(each)}, key=len, reverse=True
    ):
        text = _mask(text, form)
    for pattern in _PATTERNS:
        text = pattern.sub(rf"\g<1>{MASK}", text)
    return text


def _quoted_forms(secret: Secret) -> set[str]:
    """Return a secret in all forms in which it may be quoted, for instance with escaped quotes."""
    escaped = json.dumps(secret.reveal())[1:-1]
    return {
        secret.reveal(),
        repr(secret.reveal())[1:-1],
        json.dumps(secret.reveal(), ensure_ascii=False)[1:-1],
        escaped,
        # as often in JSON in a web page
        escaped.replace("/", r"\/"),
    } - {""}


def _mask(text: str, form: str) -> str:
    if len(form) >= _SHORTEST_INSIDE_WORDS:
        return text.replace(form, MASK)
    return re.sub(rf"(?<!\w){re.escape(form)}(?!\w)", MASK, text)
