"""The roles that a user can choose from with CustomRoleArn."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from cogtui.logins.claims import claim_texts
from cogtui.logins.jwt import TokenError, decode, is_saml
from cogtui.logins.role import Login, RoleChoice, RoleVerdict, choose_role
from cogtui.logins.saml import ROLE, read_assertion, roles_in
from cogtui.secret import Secret


class Offer(NamedTuple):
    """The role that a pool chooses for some logins, and the roles that they may choose."""

    choice: RoleChoice
    """The pool's choice for the request."""
    roles: tuple[str, ...]
    """The roles that CustomRoleArn may name, including the one that the pool chooses."""
    unreadable: tuple[str, ...]
    """The keys of the logins whose tokens only the issuer can read."""

    @property
    def has_alternatives(self) -> bool:
        """Whether another role can be chosen, judging by the tokens that are readable."""
        return any(role != self.choice.role for role in self.roles)


def role_offer(
    configuration: Mapping[str, Any],
    roles: Mapping[str, Any],
    tokens: Mapping[str, Secret],
    *,
    custom_role: str = "",
    account: str = "",
) -> Offer:
    """Return the role that a pool chooses for some logins, and the alternatives.

    As in `choose_role`, the tokens are assumed to be valid.

    Args:
        configuration: The response of DescribeIdentityPool.
        roles: The response of GetIdentityPoolRoles.
        tokens: The tokens by the keys of `Logins`, in the order of the request.
        custom_role: CustomRoleArn; empty if it is not sent.
        account: The pool's account; empty if it is unknown.
    """
    read = {key: claims_of(token) for key, token in tokens.items()}
    logins = [Login(key, claims or {}) for key, claims in read.items()]

    def choice(role: str) -> RoleChoice:
        return choose_role(configuration, roles, logins, custom_role=role, account=account)

    candidates = dict.fromkeys(_candidates(roles, logins))
    return Offer(
        choice(custom_role),
        tuple(role for role in candidates if _picks_custom_role(choice(role))),
        tuple(key for key, claims in read.items() if claims is None),
    )


def known_roles(roles: Mapping[str, Any], tokens: Mapping[str, Secret]) -> Iterator[str]:
    """Yield the ARNs of every role that a pool may choose for some logins.

    Args:
        roles: The response of GetIdentityPoolRoles.
        tokens: The tokens by the keys of `Logins`; none for a guest.

    Yields:
        The default roles, the roles of the rules, and those that the tokens name.
    """
    logins = [Login(key, claims_of(token) or {}) for key, token in tokens.items()]
    yield from roles.get("Roles", {}).values()
    yield from _candidates(roles, logins)
    for login in logins:
        yield str(login.claims.get("cognito:preferred_role", ""))


def claims_of(token: Secret) -> Mapping[str, Any] | None:
    """Return the claims of a token.

    Args:
        token: A JSON Web Token, a SAML assertion, or an opaque token.

    Returns:
        Its claims or attributes; None if only the issuer can read it.
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
        yield from claim_texts(listed) if isinstance(listed, list) else ()
        yield from roles_in(login.claims.get(ROLE, []))


def _picks_custom_role(choice: RoleChoice) -> bool:
    # without a mapping the service ignores CustomRoleArn
    return not choice.error and any(
        step.subject == "CustomRoleArn" and step.verdict is RoleVerdict.MATCHED
        for step in choice.steps
    )
