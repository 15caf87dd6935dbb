"""Why an identity gets the role that it gets: GetCredentialsForIdentity's choice, step by step.

Source: role-based access control in the developer guide. What it leaves open is as the emulator
has it: that `CustomRoleArn` is not looked at where nothing is mapped, and that the first login
that has a mapping decides.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final, NamedTuple

from cogtui.logins.jwt import Token
from cogtui.logins.keys import LoginKey, Wanted, login_keys
from cogtui.logins.saml import ROLE, roles_in
from cogtui.service.providers import ProviderKind
from cogtui.text import counted

BAD_CONFIGURATION: Final = (
    "Invalid identity pool configuration. Check assigned IAM roles for this pool."
)
NOT_SUPPORTED: Final = "Token is not from a supported provider of this identity pool."

_ROLE_ARN: Final = re.compile(r"arn:aws[\w-]*:iam::(\d{12}):role/.+")
_RELATIONS: Final[Mapping[str, tuple[str, str, Callable[[str, str], bool]]]] = {
    "Equals": ("equals", "equal", str.__eq__),
    "StartsWith": ("starts with", "start with", str.startswith),
    "Contains": ("contains", "contain", str.__contains__),
}
"""How match types are told, in the affirmative and after a "not", and what they ask."""


class Login(NamedTuple):
    """A login as far as the role goes."""

    key: str
    """Its key in `Logins`; the developer provider's name will do for a developer user."""
    claims: Mapping[str, Any]
    """What the token says: a JWT's claims, `Assertion.claims`, nothing for an opaque token."""


class RoleVerdict(StrEnum):
    """What a step means for the choice."""

    LOOKED = "looked at"
    """It leads on."""
    MATCHED = "matched"
    NOT_MATCHED = "not matched"
    SKIPPED = "not looked at"
    """The choice is made, or it does not count here."""
    CHOSEN = "chosen"
    REFUSED = "refused"


class RoleStep(NamedTuple):
    """One step of the choice."""

    subject: str
    """What was looked at: `Rule 2`."""
    verdict: RoleVerdict
    """What it means."""
    reason: str
    """Why, in a sentence without a full stop."""


class RoleChoice(NamedTuple):
    """The role that is chosen, or the error that is answered, and how it came to that."""

    steps: tuple[RoleStep, ...]
    """What was looked at, in order."""
    role: str
    """The role's ARN, empty where the call is refused."""
    error: str = ""
    """The code that is answered then."""
    message: str = ""
    """The message that is answered then."""


class _Refused(Exception):  # noqa: N818  it is a way out, and no error of ours
    def __init__(self, error: str, message: str, reason: str) -> None:
        super().__init__(message)
        self.error, self.message, self.reason = error, message, reason


def choose_role(
    configuration: Mapping[str, Any],
    roles: Mapping[str, Any],
    logins: Sequence[Login],
    *,
    custom_role: str = "",
    account: str = "",
) -> RoleChoice:
    """Says which role GetCredentialsForIdentity gives, and why.

    It supposes that the logins are good and the identity's own. Whether the role's trust policy
    lets the identity in is IAM's matter, and not looked at.

    Args:
        configuration: The answer of DescribeIdentityPool.
        roles: The answer of GetIdentityPoolRoles.
        logins: The logins in the order of the request; none for a guest.
        custom_role: CustomRoleArn, empty if it is not sent.
        account: The pool's account, to which the role must belong; empty if it is not known.

    Returns:
        The choice with all its steps.
    """
    walk = _RoleTrace(configuration, roles, custom_role)
    try:
        role = walk.role(logins)
        _check_account(role, account)
    except _Refused as refusal:
        walk.record("Answer", RoleVerdict.REFUSED, refusal.reason)
        return RoleChoice(tuple(walk.steps), "", refusal.error, refusal.message)
    walk.record("Answer", RoleVerdict.CHOSEN, f"the role {role}")
    return RoleChoice(tuple(walk.steps), role)


def _check_account(role: str, account: str) -> None:
    found = _ROLE_ARN.fullmatch(role)
    if account and (found is None or found[1] != account):
        reason = f"{role} is no role of the pool's account, as the enhanced flow wants it"
        raise _bad_configuration(reason)


def _bad_configuration(reason: str) -> _Refused:
    return _Refused("InvalidIdentityPoolConfigurationException", BAD_CONFIGURATION, reason)


def _not_authorized(message: str, reason: str) -> _Refused:
    return _Refused("NotAuthorizedException", message, reason)


class _RoleTrace:
    """One choice, and the steps that it has come to so far."""

    def __init__(
        self, configuration: Mapping[str, Any], roles: Mapping[str, Any], custom_role: str
    ) -> None:
        self.steps: list[RoleStep] = []
        self._keys = login_keys(configuration)
        self._developer = configuration.get("DeveloperProviderName")
        self._defaults: Mapping[str, str] = roles.get("Roles", {})
        self._mappings: Mapping[str, Any] = roles.get("RoleMappings", {})
        self._custom_role = custom_role

    def record(self, subject: str, verdict: RoleVerdict, reason: str) -> None:
        self.steps.append(RoleStep(subject, verdict, reason))

    def role(self, logins: Sequence[Login]) -> str:
        if not logins:
            self.record("Logins", RoleVerdict.LOOKED, "none: a guest, for whom no mapping counts")
            return self._default("unauthenticated")
        for login in logins:
            role = self._of_login(login)
            if role:
                return role
        return self._default("authenticated")

    def _default(self, state: str) -> str:
        if self._custom_role:
            reason = "nothing is mapped that it could choose from"
            self.record("CustomRoleArn", RoleVerdict.SKIPPED, reason)
        return self._default_role(state)

    def _default_role(self, state: str) -> str:
        role = self._defaults.get(state)
        if role is None:
            raise _bad_configuration(f"the pool has no {state} role")
        self.record("Default role", RoleVerdict.CHOSEN, f"the pool's {state} role")
        return role

    def _of_login(self, login: Login) -> str:
        """The role that a login leads to; empty where it has no say."""
        offered = self._keys.get(login.key)
        is_own = offered is not None and offered.wanted is Wanted.COGNITO_TOKEN
        if is_own or (login.key and login.key == self._developer):
            reason = "a developer user: a developer provider has no mapping"
            self.record("Login", RoleVerdict.LOOKED, reason)
            return ""
        if offered is None:
            raise _not_authorized(NOT_SUPPORTED, f"the pool has no provider {login.key}")
        audience = next(iter(Token({}, login.claims, signed=False).audiences), "")
        key = offered.mapping_key(audience)
        mapping = self._mappings.get(key)
        if mapping is not None:
            self.record("Mapping", RoleVerdict.MATCHED, f"there is one for {key}")
            return self._mapped(login, mapping)
        self.record(
            "Mapping", RoleVerdict.NOT_MATCHED, f"there is none for {key}{self._near(offered)}"
        )
        return self._of_assertion(login) if offered.kind is ProviderKind.SAML else ""

    def _near(self, offered: LoginKey) -> str:
        """Mappings of the same user pool for other clients, which is the usual surprise."""
        others = [each for each in self._mappings if each.startswith(f"{offered.provider}:")]
        return f"; there is one for {', '.join(others)}" if others else ""

    def _of_assertion(self, login: Login) -> str:
        roles = roles_in(login.claims.get(ROLE, []))
        self.record("Assertion", RoleVerdict.LOOKED, f"it names {counted(len(roles), 'role')}")
        if self._custom_role:
            return self._picked(roles, "the roles that the assertion names")
        if len(roles) > 1:
            raise _not_authorized(
                "The assertion names several roles: CustomRoleArn must pick one.",
                "the assertion names several roles, and no CustomRoleArn picks one",
            )
        return roles[0] if roles else self._default_role("authenticated")

    def _mapped(self, login: Login, mapping: Mapping[str, Any]) -> str:
        is_token = mapping.get("Type") == "Token"
        role = self._by_token(login) if is_token else self._by_rules(login, mapping)
        if role:
            return role
        if mapping.get("AmbiguousRoleResolution") == "Deny":
            raise _not_authorized(
                f"The ambiguous role mapping rules for: {login.key} denied this request.",
                "AmbiguousRoleResolution is Deny",
            )
        reason = "AuthenticatedRole: the default role"
        self.record("AmbiguousRoleResolution", RoleVerdict.LOOKED, reason)
        return self._default_role("authenticated")

    def _by_token(self, login: Login) -> str:
        listed = login.claims.get("cognito:roles", [])
        roles = [str(each) for each in listed] if isinstance(listed, list) else []
        reason = f"Token: the token's own roles, of which there are {len(roles):,}"
        self.record("Type", RoleVerdict.LOOKED, reason)
        if self._custom_role:
            return self._picked(roles, "the token's cognito:roles")
        preferred = login.claims.get("cognito:preferred_role")
        if preferred:
            self.record("cognito:preferred_role", RoleVerdict.MATCHED, f"it is {preferred}")
            return str(preferred)
        reason = "the token has none, as where groups of equal precedence have several roles"
        self.record("cognito:preferred_role", RoleVerdict.NOT_MATCHED, reason)
        return ""

    def _by_rules(self, login: Login, mapping: Mapping[str, Any]) -> str:
        rules = mapping.get("RulesConfiguration", {}).get("Rules", [])
        reason = f"Rules: the first of {counted(len(rules), 'rule')} that matches"
        self.record("Type", RoleVerdict.LOOKED, reason)
        roles: list[str] = []
        for place, rule in enumerate(rules, 1):
            if roles and not self._custom_role:
                self.record(f"Rule {place}", RoleVerdict.SKIPPED, "a rule before it matched")
                continue
            matches, reason = judge(rule, login.claims)
            verdict = RoleVerdict.MATCHED if matches else RoleVerdict.NOT_MATCHED
            self.record(f"Rule {place}", verdict, f"{reason}: {rule['RoleARN']}")
            if matches:
                roles.append(rule["RoleARN"])
        if self._custom_role:
            return self._picked(roles, "the roles of the rules that match")
        return roles[0] if roles else ""

    def _picked(self, roles: Sequence[str], offered: str) -> str:
        if self._custom_role not in roles:
            raise _not_authorized(
                f"Access to Role '{self._custom_role}' is forbidden.",
                f"CustomRoleArn is none of {offered}",
            )
        self.record("CustomRoleArn", RoleVerdict.MATCHED, f"it is among {offered}")
        return self._custom_role


def judge(rule: Mapping[str, str], claims: Mapping[str, Any]) -> tuple[bool, str]:
    """Holds one rule against claims.

    A claim that is a list matches by any of its values, and by NotEqual if none is the rule's.

    Args:
        rule: The rule as GetIdentityPoolRoles answers it.
        claims: The token's claims.

    Returns:
        Whether it matches, and why.
    """
    name, match, wanted = rule["Claim"], rule["MatchType"], rule["Value"]
    if name not in claims:
        return False, _absent(name, match, claims)
    found = claims[name]
    values = [str(each) for each in (found if isinstance(found, list) else [found])]
    has, have, holds = _RELATIONS["Equals" if match == "NotEqual" else match]
    related = any(holds(value, wanted) for value in values)
    if len(values) == 1:
        relation = f"which {has if related else f'does not {have}'}"
    else:
        relation = f"of which {'one' if related else 'none'} {has}"
    reason = f"{name} is {', '.join(values) or 'an empty list'}, {relation} {wanted}"
    return related != (match == "NotEqual"), reason


def _absent(name: str, match: str, claims: Mapping[str, Any]) -> str:
    prefixed = f"custom:{name}"
    instead = f", but has {prefixed}" if prefixed in claims else ""
    unasked = ", so that NotEqual is not asked" if match == "NotEqual" else ""
    return f"the token has no claim {name}{instead}{unasked}"
