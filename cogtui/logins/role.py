"""Explain step by step which role GetCredentialsForIdentity chooses.

Source: role-based access control in the developer guide. Where it is silent, this module agrees
with the emulator: `CustomRoleArn` is ignored if there is no mapping, and the first login that has a
mapping decides.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final, NamedTuple

from cogtui.logins.claims import claim_text, claim_texts
from cogtui.logins.jwt import Token
from cogtui.logins.keys import ExpectedToken, LoginKey, login_keys
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
"""For each match type: the verb in the affirmative, the verb after "not", and the comparison."""


class Login(NamedTuple):
    """The parts of a login that the choice of a role depends on."""

    key: str
    """Its key in `Logins`; for a developer user also the name of the developer provider."""
    claims: Mapping[str, Any]
    """A JWT's claims, or `Assertion.claims`; empty for an opaque token."""


class RoleVerdict(StrEnum):
    """The outcome of one step of the choice."""

    LOOKED = "evaluated"
    """It leads to the next step."""
    MATCHED = "matched"
    NOT_MATCHED = "not matched"
    SKIPPED = "skipped"
    """The choice was already made, or the step does not apply."""
    CHOSEN = "chosen"
    REFUSED = "refused"


class RoleStep(NamedTuple):
    """One step of the choice."""

    subject: str
    """What was evaluated, such as `Rule 2`."""
    verdict: RoleVerdict
    """The outcome."""
    reason: str
    """The reason, as a sentence without a full stop."""


class RoleChoice(NamedTuple):
    """The role that is chosen, or the error that is returned, with the steps that led there."""

    steps: tuple[RoleStep, ...]
    """The steps in order."""
    role: str
    """The role's ARN; empty if the call is rejected."""
    error: str = ""
    """The error code if the call is rejected."""
    message: str = ""
    """The error message if the call is rejected."""
    because: str = ""
    """Why, in one sentence."""


class _RoleRefused(Exception):  # noqa: N818  control flow inside this module, never an error
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
    """Return the role that GetCredentialsForIdentity chooses, with the reasons.

    The logins are assumed to be valid and to belong to the identity. The role's trust policy, which
    IAM evaluates afterwards, is not checked.

    Args:
        configuration: The response of DescribeIdentityPool.
        roles: The response of GetIdentityPoolRoles.
        logins: The logins in the order of the request; none for a guest.
        custom_role: CustomRoleArn; empty if it is not sent.
        account: The pool's account, to which the role must belong; empty if it is unknown.
    """
    trace = _RoleTrace(configuration, roles, custom_role)
    try:
        role = trace.role(logins)
        _check_account(role, account)
    except _RoleRefused as refusal:
        trace.record("Result", RoleVerdict.REFUSED, refusal.reason)
        because = _sentence(refusal.reason)
        return RoleChoice(tuple(trace.steps), "", refusal.error, refusal.message, because)
    trace.record("Result", RoleVerdict.CHOSEN, f"the role {role}")
    return RoleChoice(tuple(trace.steps), role, because=trace.because)


def _sentence(reason: str) -> str:
    return f"{reason[0].upper()}{reason[1:]}."


def _check_account(role: str, account: str) -> None:
    found = _ROLE_ARN.fullmatch(role)
    if account and (found is None or found[1] != account):
        reason = f"the enhanced flow requires a role in the pool's account, not {role}"
        raise _bad_configuration(reason)


def _bad_configuration(reason: str) -> _RoleRefused:
    return _RoleRefused("InvalidIdentityPoolConfigurationException", BAD_CONFIGURATION, reason)


def _not_authorized(message: str, reason: str) -> _RoleRefused:
    return _RoleRefused("NotAuthorizedException", message, reason)


class _RoleTrace:
    """One choice in progress, with the steps so far."""

    def __init__(
        self, configuration: Mapping[str, Any], roles: Mapping[str, Any], custom_role: str
    ) -> None:
        self.steps: list[RoleStep] = []
        self.because = ""
        self._keys = login_keys(configuration)
        self._developer = configuration.get("DeveloperProviderName")
        self._defaults: Mapping[str, str] = roles.get("Roles", {})
        self._mappings: Mapping[str, Any] = roles.get("RoleMappings", {})
        self._custom_role = custom_role

    def record(self, subject: str, verdict: RoleVerdict, reason: str) -> None:
        self.steps.append(RoleStep(subject, verdict, reason))

    def role(self, logins: Sequence[Login]) -> str:
        if not logins:
            self.record("Logins", RoleVerdict.LOOKED, "no login: role mappings do not apply")
            self.because = "A guest gets the pool's unauthenticated role."
            return self._default_without_mapping("unauthenticated")
        for login in logins:
            role = self._role_for_login(login)
            if role:
                return role
        self.because = "No role mapping applies to the login, so the default role does."
        return self._default_without_mapping("authenticated")

    def _default_without_mapping(self, state: str) -> str:
        if self._custom_role:
            reason = "no role mapping to choose from"
            self.record("CustomRoleArn", RoleVerdict.SKIPPED, reason)
        return self._default_role(state)

    def _default_role(self, state: str) -> str:
        role = self._defaults.get(state)
        if role is None:
            raise _bad_configuration(f"the pool has no {state} role")
        self.record("Default role", RoleVerdict.CHOSEN, f"the pool's {state} role")
        return role

    def _role_for_login(self, login: Login) -> str:
        """Return the role that a login leads to; empty if the login does not decide."""
        login_key = self._keys.get(login.key)
        is_own = login_key is not None and login_key.expected is ExpectedToken.COGNITO_TOKEN
        if is_own or (login.key and login.key == self._developer):
            reason = "developer user: role mappings do not apply"
            self.record("Login", RoleVerdict.LOOKED, reason)
            return ""
        if login_key is None:
            raise _not_authorized(NOT_SUPPORTED, f"the pool has no provider {login.key}")
        key = login_key.mapping_key(Token({}, login.claims, signed=False).audiences)
        mapping = self._mappings.get(key)
        if mapping is not None:
            self.record("Mapping", RoleVerdict.MATCHED, f"found for {key}")
            return self._role_from_mapping(login, mapping)
        self.record(
            "Mapping",
            RoleVerdict.NOT_MATCHED,
            f"none for {key}{self._mappings_of_other_clients(login_key)}",
        )
        return self._role_from_assertion(login) if login_key.kind is ProviderKind.SAML else ""

    def _mappings_of_other_clients(self, login_key: LoginKey) -> str:
        """Describe mappings for other clients of the user pool, a frequent misconfiguration."""
        others = [each for each in self._mappings if each.startswith(f"{login_key.provider}:")]
        return f"; only for {', '.join(others)}" if others else ""

    def _role_from_assertion(self, login: Login) -> str:
        roles = roles_in(login.claims.get(ROLE, []))
        self.record("Assertion", RoleVerdict.LOOKED, f"lists {counted(len(roles), 'role')}")
        if self._custom_role:
            return self._check_custom_role(roles, "the roles in the assertion")
        if len(roles) > 1:
            raise _not_authorized(
                "The assertion names several roles: CustomRoleArn must pick one.",
                "the assertion lists several roles, and CustomRoleArn is not set",
            )
        if roles:
            self.because = "The assertion lists this role alone."
            return roles[0]
        self.because = "The assertion lists no role, so the default role applies."
        return self._default_role("authenticated")

    def _role_from_mapping(self, login: Login, mapping: Mapping[str, Any]) -> str:
        is_token = mapping.get("Type") == "Token"
        role = self._role_from_token(login) if is_token else self._role_from_rules(login, mapping)
        if role:
            return role
        missing = "the token has no preferred role" if is_token else "no rule matches"
        if mapping.get("AmbiguousRoleResolution") == "Deny":
            raise _not_authorized(
                f"The ambiguous role mapping rules for: {login.key} denied this request.",
                f"{missing}, and AmbiguousRoleResolution is Deny",
            )
        self.because = _sentence(f"{missing}, and AmbiguousRoleResolution is AuthenticatedRole")
        reason = "AuthenticatedRole: the default role"
        self.record("AmbiguousRoleResolution", RoleVerdict.LOOKED, reason)
        return self._default_role("authenticated")

    def _role_from_token(self, login: Login) -> str:
        listed = login.claims.get("cognito:roles", [])
        roles = claim_texts(listed) if isinstance(listed, list) else []
        reason = f"Token: the token lists {counted(len(roles), 'role')}"
        self.record("Type", RoleVerdict.LOOKED, reason)
        if self._custom_role:
            return self._check_custom_role(roles, "the token's cognito:roles")
        preferred = login.claims.get("cognito:preferred_role")
        if preferred:
            role = claim_text(preferred)
            self.record("cognito:preferred_role", RoleVerdict.MATCHED, role)
            self.because = "The token names this role as cognito:preferred_role."
            return role
        reason = "not in the token, as when groups of equal precedence have several roles"
        self.record("cognito:preferred_role", RoleVerdict.NOT_MATCHED, reason)
        return ""

    def _role_from_rules(self, login: Login, mapping: Mapping[str, Any]) -> str:
        rules = mapping.get("RulesConfiguration", {}).get("Rules", [])
        reason = f"Rules: the first match of {counted(len(rules), 'rule')}"
        self.record("Type", RoleVerdict.LOOKED, reason)
        roles: list[str] = []
        for number, rule in enumerate(rules, 1):
            if roles and not self._custom_role:
                self.record(f"Rule {number}", RoleVerdict.SKIPPED, "an earlier rule matched")
                continue
            matches, reason = evaluate_rule(rule, login.claims)
            verdict = RoleVerdict.MATCHED if matches else RoleVerdict.NOT_MATCHED
            self.record(f"Rule {number}", verdict, f"{reason}: {rule['RoleARN']}")
            if matches:
                roles.append(rule["RoleARN"])
                self.because = f"Rule {number} matches: {reason}."
        if self._custom_role:
            return self._check_custom_role(roles, "the roles of the matching rules")
        return roles[0] if roles else ""

    def _check_custom_role(self, roles: Sequence[str], source: str) -> str:
        if self._custom_role not in roles:
            raise _not_authorized(
                f"Access to Role '{self._custom_role}' is forbidden.",
                f"CustomRoleArn is not among {source}",
            )
        self.record("CustomRoleArn", RoleVerdict.MATCHED, f"among {source}")
        self.because = f"CustomRoleArn selects it among {source}."
        return self._custom_role


def evaluate_rule(rule: Mapping[str, str], claims: Mapping[str, Any]) -> tuple[bool, str]:
    """Evaluate one rule of a role mapping.

    A claim that is a list matches if any of its values matches; for NotEqual, none may be equal.
    Values that are not strings are compared as JSON. What the service does with either is not
    published.

    Args:
        rule: The rule as GetIdentityPoolRoles returns it.
        claims: The token's claims.

    Returns:
        Whether the rule matches, and why.
    """
    name, match, expected = rule["Claim"], rule["MatchType"], rule["Value"]
    if name not in claims:
        return False, _missing_claim(name, match, claims)
    values = claim_texts(claims[name])
    third_person, base_form, holds = _RELATIONS["Equals" if match == "NotEqual" else match]
    related = any(holds(value, expected) for value in values)
    if len(values) == 1:
        relation = f"which {third_person if related else f'does not {base_form}'}"
    else:
        relation = f"of which {'one' if related else 'none'} {third_person}"
    reason = f"{name} is {', '.join(values) or 'an empty list'}, {relation} {expected}"
    return related != (match == "NotEqual"), reason


def _missing_claim(name: str, match: str, claims: Mapping[str, Any]) -> str:
    prefixed = f"custom:{name}"
    instead = f", but has {prefixed}" if prefixed in claims else ""
    not_applied = ", so NotEqual is not evaluated" if match == "NotEqual" else ""
    return f"the token has no claim {name}{instead}{not_applied}"
