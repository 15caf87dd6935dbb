"""Principal tags: claims of a login that become session tags.

Source: attributes for access control in the developer guide, including its table of defaults.
"""

from collections.abc import Iterable

from cogtui.emulator.claims import claim_texts
from cogtui.emulator.logins import VerifiedLogin
from cogtui.emulator.pools import IdentityPool
from cogtui.emulator.saml import NAME_ID

_SAML_NAME = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name"


def default_map(provider: str) -> dict[str, str]:
    """Return a provider's default map from tags to claims.

    Args:
        provider: The provider's name in principal tag maps.
    """
    if ":saml-provider/" in provider:
        return {"username": NAME_ID, "client": _SAML_NAME}
    if provider == "www.amazon.com":
        return {"username": "user_id", "client": "aud"}
    return {"username": "sub", "client": "aud"}


def session_tags(pool: IdentityPool, logins: Iterable[VerifiedLogin]) -> dict[str, list[str]]:
    """Return the session tags of a caller's logins, without tags whose claims are absent."""
    tags: dict[str, list[str]] = {}
    for login in logins:
        configured = pool.principal_tags.get(login.tag_key)
        if configured is None:
            continue
        by_default = configured["UseDefaults"]
        claims = default_map(login.tag_key) if by_default else configured["PrincipalTags"]
        for tag, claim in claims.items():
            if claim in login.claims:
                tags[tag] = claim_texts(login.claims[claim])
    return tags
