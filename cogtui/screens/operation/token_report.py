"""What a token says, and whether its issuer has signed it."""

from cogtui.documents.document import Document, Note, Section, Tone
from cogtui.documents.token import token as token_document
from cogtui.gateway import Gateway
from cogtui.logins.jwt import TokenError, decode
from cogtui.logins.signature import SignatureCheck, SignatureVerdict, verify
from cogtui.secret import Secret


async def token_report(gateway: Gateway, token: Secret, now: float) -> Document:
    """Reads a token, and asks its issuer for the keys that it signs with.

    Args:
        gateway: The door through which Cognito's keys are reached.
        token: The token.
        now: The present, seconds since the epoch.

    Returns:
        What it says; nothing of its signature but whether that holds.
    """
    try:
        decoded = decode(token)
    except TokenError as error:
        return (Section("", (Note(str(error), Tone.BAD),)),)
    keys = await gateway.key_set(str(decoded.claims.get("iss", "")))
    if isinstance(keys, str):
        verification = SignatureCheck(SignatureVerdict.NOT_CHECKED, keys)
    else:
        verification = verify(token, keys)
    return token_document(decoded, now, verification)
