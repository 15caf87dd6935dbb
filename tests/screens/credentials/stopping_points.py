"""The points of an authentication flow where a user may cancel, with a token to search for."""

from tests.emulator.users import FACEBOOK, GOOGLE, id_token
from tests.screens.credentials.bearer import AUTHENTICATED, POOL, Bearer

SENTINEL = "sentinel-6b1f20c4"
"""A token that occurs nowhere else; Facebook's tokens can be any text."""


async def by_logins(bearer: Bearer) -> None:
    """Stop at the logins dialog, with one login."""
    await bearer.opens_credentials(POOL)
    await bearer.chooses("Classic")
    await bearer.pastes_login(FACEBOOK, SENTINEL)


async def by_form(bearer: Bearer) -> None:
    """Stop at the form."""
    await by_logins(bearer)
    await bearer.submits_logins()
    await bearer.sees_form("classic flow")


async def by_question(bearer: Bearer) -> None:
    """Stop at the question before logins are linked."""
    await by_logins(bearer)
    await bearer.pastes_login(GOOGLE, id_token(GOOGLE, "ana"))
    await bearer.submits_logins()
    await bearer.sees_question("Use 2 logins together?")


async def by_failure(bearer: Bearer) -> None:
    """Stop at a failed step."""
    await by_form(bearer)
    bearer.service.update_identity_pool(**{**bearer.pool(POOL), "AllowClassicFlow": False})
    await bearer.press("ctrl+s")
    await bearer.sees_failure("The classic flow is off")


async def by_why(bearer: Bearer) -> None:
    """Stop at the explanation of a missing role."""
    bearer.service.set_identity_pool_roles(IdentityPoolId=bearer.pool_id(POOL), Roles={})
    await bearer.opens_credentials(POOL)
    await bearer.chooses("Enhanced")
    await bearer.pastes_login(FACEBOOK, SENTINEL)
    await bearer.submits_logins()
    await bearer.sees_failure("The pool's role cannot be used")
    await bearer.press("W")
    await bearer.sees("Explain role ·", "the pool has no authenticated role")


async def by_credentials(bearer: Bearer) -> None:
    """Stop at the credentials."""
    await by_form(bearer)
    await bearer.press("ctrl+s")
    await bearer.sees_credentials(AUTHENTICATED)
