"""The roles that somebody may choose among, by CustomRoleArn."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from cogtui.logins.jwt import TokenError, decode, is_saml
from cogtui.logins.role import Login, RoleChoice, RoleVerdict, choose_role
from cogtui.logins.saml import ROLE, read_assertion, roles_in
from cogtui.secret import Secret


class Offer(NamedTuple):
    """What a pool offers to the bearer of logins."""

    choice: RoleChoice
    """What comes of the request."""
    roles: tuple[str, ...]
    """The roles that CustomRoleArn may name, those that the pool would choose among them."""
    unread: tuple[str, ...]
    """The keys of the logins that nobody but their issuer can read."""

    @property
    def is_wide(self) -> bool:
        """Whether another role can be chosen, as far as the logins can be read."""
        return any(role != self.choice.role for role in self.roles)


def role_offer(
    configuration: Mapping[str, Any],
    roles: Mapping[str, Any],
    tokens: Mapping[str, Secret],
    *,
    custom_role: str = "",
    account: str = "",
) -> Offer:
    """Says what a pool offers.

    Args:
        configuration: The answer of DescribeIdentityPool.
        roles: The answer of GetIdentityPoolRoles.
        tokens: The logins' tokens by their keys, in the order of the request.
        custom_role: CustomRoleArn, empty if it is not sent.
        account: The pool's account, empty if it is not known.

    Returns:
        The offer. It supposes, as `choose_role` does, that the tokens are good.
    """
    read = {key: claims_of(token) for key, token in tokens.items()}
    logins = [Login(key, claims or {}) for key, claims in read.items()]

    def choice(role: str) -> RoleChoice:
        return choose_role(configuration, roles, logins, custom_role=role, account=account)

    candidates = dict.fromkeys(_candidates(roles, logins))
    return Offer(
        choice(custom_role),
        tuple(role for role in candidates if _is_picked(choice(role))),
        tuple(key for key, claims in read.items() if claims is None),
    )


def claims_of(token: Secret) -> Mapping[str, Any] | None:
    """What a token says.

    Args:
        token: A JSON Web Token, a SAML assertion, or an opaque one.

    Returns:
        Its claims or attributes; None where nobody but its issuer can read it.
    """
    try:
        return read_assertion(token).claims if is_saml(token) else decode(token).claims
    except TokenError:
        return None


def _candidates(roles: Mapping[str, Any], logins: Sequence[Login]) -> Iterator[str]:
    for mapping in roles.get("RoleMappings", {}).values():
        for rule in mapping.get("RulesConfiguration", {}).get("Rules", ()):
            yield rule["RoleARN"]
    for login in logins:
        listed = login.claims.get("cognito:roles")
        yield from map(str, listed if isinstance(listed, list) else ())
        yield from roles_in(login.claims.get(ROLE, []))


def _is_picked(choice: RoleChoice) -> bool:
    # without anything mapped, CustomRoleArn is passed over, and chooses nothing
    return not choice.error and any(
        step.subject == "CustomRoleArn" and step.verdict is RoleVerdict.MATCHED
        for step in choice.steps
    )
