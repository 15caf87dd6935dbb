"""Report on a token: its content, and whether its issuer signed it."""

from cogtui.documents.document import Document, Note, Section, Tone
from cogtui.documents.token import token as token_document
from cogtui.gateway import Gateway
from cogtui.logins.claims import claim_text
from cogtui.logins.jwt import TokenError, decode
from cogtui.logins.signature import SignatureCheck, SignatureVerdict, verify
from cogtui.secret import Secret


async def token_report(gateway: Gateway, token: Secret, now: float) -> Document:
    """Return a document about a token, after verifying it with its issuer's public keys.

    Args:
        gateway: The gateway that fetches the issuer's keys.
        token: The token; its signature is not in the document, only whether it is valid.
        now: The current time, in seconds since the epoch.
    """
    try:
        decoded = decode(token)
    except TokenError as error:
        return (Section("", (Note(str(error), Tone.BAD),)),)
    keys = await gateway.key_set(claim_text(decoded.claims.get("iss", "")))
    if isinstance(keys, str):
        verification = SignatureCheck(SignatureVerdict.NOT_CHECKED, keys)
    else:
        verification = verify(token, keys)
    return token_document(decoded, now, verification)
