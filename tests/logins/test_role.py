"""The choice of a role, compared with the emulator's."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cogtui.emulator import RunningEmulator, start_emulator
from cogtui.emulator import role_choice as emulated
from cogtui.emulator.exceptions import CognitoIdentityError
from cogtui.emulator.logins import verify_logins
from cogtui.emulator.pools import IdentityPool
from cogtui.logins.jwt import decode
from cogtui.logins.role import Login, RoleChoice, RoleStep, RoleVerdict, choose_role, evaluate_rule
from cogtui.logins.saml import ROLE as SAML_ROLE
from cogtui.logins.saml import read_assertion
from cogtui.secret import Secret
from tests.emulator.connection import ACCOUNT, connect
from tests.emulator.users import (
    APPLE,
    DEVELOPER,
    FACEBOOK,
    GOOGLE,
    ISSUER,
    OIDC,
    ROLE,
    SAML,
    SOCIAL,
    USER_POOL,
    login,
    make_pool,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mypy_boto3_cognito_identity import CognitoIdentityClient

COGNITO = "cognito-identity.amazonaws.com"
USER_POOL_KEY = f"{USER_POOL}:abc123"
CONFIGURATION = {
    "IdentityPoolId": "us-east-1:x",
    "SupportedLoginProviders": SOCIAL,
    "CognitoIdentityProviders": [{"ProviderName": USER_POOL, "ClientId": "abc123"}],
    "OpenIdConnectProviderARNs": [OIDC],
    "SamlProviderARNs": [SAML],
    "DeveloperProviderName": DEVELOPER,
}
DEFAULTS = {"authenticated": ROLE.format("Auth"), "unauthenticated": ROLE.format("Guest")}
BAD_CONFIGURATION = "InvalidIdentityPoolConfigurationException"


def rule(claim: str, match: str, value: str, role: str) -> dict[str, str]:
    """Return one rule of a mapping."""
    return {"Claim": claim, "MatchType": match, "Value": value, "RoleARN": ROLE.format(role)}


def by_rules(*rules: dict[str, str], otherwise: str = "Deny") -> dict[str, Any]:
    """Return a mapping by rules."""
    return {
        "Type": "Rules",
        "AmbiguousRoleResolution": otherwise,
        "RulesConfiguration": {"Rules": list(rules)},
    }


def by_token(otherwise: str = "AuthenticatedRole") -> dict[str, Any]:
    """Return a mapping by the roles in the token."""
    return {"Type": "Token", "AmbiguousRoleResolution": otherwise}


def chosen(
    *logins: Login,
    mappings: Mapping[str, Any] | None = None,
    defaults: Mapping[str, str] = DEFAULTS,
    **more: str,
) -> RoleChoice:
    """Return the choice in a pool with every kind of provider."""
    roles = {"Roles": defaults, "RoleMappings": mappings or {}}
    return choose_role(CONFIGURATION, roles, logins, **more)


def google(**claims: object) -> Login:
    """Return a login with Google."""
    return Login(GOOGLE, {"aud": "google-app", **claims})


def user(**claims: object) -> Login:
    """Return a login with the user pool."""
    return Login(USER_POOL, {"aud": "abc123", **claims})


def steps_of(choice: RoleChoice) -> list[tuple[str, str, str]]:
    """Return the steps of a choice with role names in place of ARNs."""
    prefix = ROLE.format("")
    return [
        (subject, verdict.value, reason.replace(prefix, ""))
        for subject, verdict, reason in choice.steps
    ]


def test_a_guest() -> None:
    """A guest gets the unauthenticated role, whatever the mappings are."""
    choice = chosen(mappings={GOOGLE: by_token()})
    assert choice.role == ROLE.format("Guest")
    assert steps_of(choice) == [
        ("Logins", "evaluated", "no login: role mappings do not apply"),
        ("Default role", "chosen", "the pool's unauthenticated role"),
        ("Result", "chosen", "the role Guest"),
    ]


@pytest.mark.parametrize("key", [COGNITO, DEVELOPER])
def test_a_developer_user(key: str) -> None:
    """A developer user gets the authenticated role: developer providers cannot have mappings."""
    choice = chosen(Login(key, {}), mappings={GOOGLE: by_token("Deny")})
    assert choice.role == ROLE.format("Auth")
    assert steps_of(choice)[0] == (
        "Login",
        "evaluated",
        "developer user: role mappings do not apply",
    )


def test_a_login_without_a_mapping() -> None:
    """The reason names the missing key, and the mapping that exists for another client."""
    choice = chosen(Login(USER_POOL, {"aud": "web"}), mappings={USER_POOL_KEY: by_token()})
    assert steps_of(choice) == [
        (
            "Mapping",
            "not matched",
            f"none for {USER_POOL}:web; only for {USER_POOL_KEY}",
        ),
        ("Default role", "chosen", "the pool's authenticated role"),
        ("Result", "chosen", "the role Auth"),
    ]


def test_the_mapping_of_one_of_several_clients() -> None:
    """The client that the pool accepts has the mapping, wherever it is in the list."""
    claims = {"cognito:preferred_role": ROLE.format("B")}
    for clients in ({"aud": ["web", "abc123"]}, {"aud": "web", "azp": ["x", "abc123"]}):
        login_of_several = Login(USER_POOL, {**clients, **claims})
        choice = chosen(login_of_several, mappings={USER_POOL_KEY: by_token()})
        assert choice.role == ROLE.format("B")


def test_rules_in_order() -> None:
    """The first matching rule decides; later ones are not evaluated."""
    mapping = by_rules(
        rule("hd", "Equals", "x", "A"),
        rule("hd", "StartsWith", "exam", "B"),
        rule("hd", "Equals", "example.com", "C"),
    )
    choice = chosen(google(hd="example.com"), mappings={GOOGLE: mapping})
    assert steps_of(choice) == [
        ("Mapping", "matched", f"found for {GOOGLE}"),
        ("Type", "evaluated", "Rules: the first match of 3 rules"),
        ("Rule 1", "not matched", "hd is example.com, which does not equal x: A"),
        ("Rule 2", "matched", "hd is example.com, which starts with exam: B"),
        ("Rule 3", "skipped", "an earlier rule matched"),
        ("Result", "chosen", "the role B"),
    ]


@pytest.mark.parametrize(
    ("match", "value", "claims", "matches", "reason"),
    [
        ("Equals", "x", {"c": "x"}, True, "c is x, which equals x"),
        ("NotEqual", "x", {"c": "x"}, False, "c is x, which equals x"),
        ("NotEqual", "x", {"c": "y"}, True, "c is y, which does not equal x"),
        ("Contains", "b", {"c": "abc"}, True, "c is abc, which contains b"),
        ("Contains", "b", {"c": "x"}, False, "c is x, which does not contain b"),
        ("StartsWith", "b", {"c": "x"}, False, "c is x, which does not start with b"),
        ("Equals", "a", {"c": ["b", "a"]}, True, "c is b, a, of which one equals a"),
        ("Equals", "a", {"c": ["b", "d"]}, False, "c is b, d, of which none equals a"),
        ("NotEqual", "a", {"c": []}, True, "c is an empty list, of which none equals a"),
        ("Equals", "true", {"c": True}, True, "c is true, which equals true"),
        ("Equals", "True", {"c": True}, False, "c is true, which does not equal True"),
        ("NotEqual", "true", {"c": False}, True, "c is false, which does not equal true"),
        ("Equals", "3", {"c": 3}, True, "c is 3, which equals 3"),
        ("Equals", "null", {"c": None}, True, "c is null, which equals null"),
        ("Contains", '"a"', {"c": {"r": ["a"]}}, True, 'c is {"r":["a"]}, which contains "a"'),
        ("Equals", "b", {"c": [True, 1.5]}, False, "c is true, 1.5, of which none equals b"),
        ("Equals", '["a"]', {"c": [["a"]]}, True, 'c is ["a"], which equals ["a"]'),
        ("Equals", "x", {}, False, "the token has no claim c"),
        ("Equals", "x", {"custom:c": "x"}, False, "the token has no claim c, but has custom:c"),
        ("NotEqual", "x", {}, False, "the token has no claim c, so NotEqual is not evaluated"),
    ],
)
def test_one_rule(
    match: str,
    value: str,
    claims: dict[str, Any],
    matches: bool,
    reason: str,
) -> None:
    """Each match type handles strings, lists and missing claims."""
    assert evaluate_rule(rule("c", match, value, "R"), claims) == (matches, reason)


def test_no_rule_matches() -> None:
    """AmbiguousRoleResolution decides: the default role, or an error that names the provider."""
    listed = rule("hd", "Equals", "x", "A")
    choice = chosen(google(), mappings={GOOGLE: by_rules(listed, otherwise="AuthenticatedRole")})
    assert steps_of(choice)[-3:] == [
        ("AmbiguousRoleResolution", "evaluated", "AuthenticatedRole: the default role"),
        ("Default role", "chosen", "the pool's authenticated role"),
        ("Result", "chosen", "the role Auth"),
    ]
    assert choice.because == ("No rule matches, and AmbiguousRoleResolution is AuthenticatedRole.")
    choice = chosen(google(), mappings={GOOGLE: by_rules(listed)})
    assert choice.because == "No rule matches, and AmbiguousRoleResolution is Deny."
    assert choice.role == ""
    assert choice.error == "NotAuthorizedException"
    assert choice.message == f"The ambiguous role mapping rules for: {GOOGLE} denied this request."
    assert choice.steps[-1] == RoleStep(
        "Result", RoleVerdict.REFUSED, "no rule matches, and AmbiguousRoleResolution is Deny"
    )


def test_the_preferred_role() -> None:
    """The token's preferred role is chosen; without one, a step says so."""
    claims = {"cognito:roles": ["A", "B"], "cognito:preferred_role": ROLE.format("B")}
    choice = chosen(user(**claims), mappings={USER_POOL_KEY: by_token()})
    assert choice.role == ROLE.format("B")
    assert steps_of(choice)[1:3] == [
        ("Type", "evaluated", "Token: the token lists 2 roles"),
        ("cognito:preferred_role", "matched", "B"),
    ]
    choice = chosen(user(**{"cognito:preferred_role": True}), mappings={USER_POOL_KEY: by_token()})
    assert choice.role == "true"
    choice = chosen(user(**{"cognito:roles": "A"}), mappings={USER_POOL_KEY: by_token()})
    assert choice.role == ROLE.format("Auth")
    assert steps_of(choice)[2][:2] == ("cognito:preferred_role", "not matched")


def test_a_custom_role() -> None:
    """It can select only a role that the token or the rules offer."""
    claims = {"cognito:roles": [ROLE.format("A"), ROLE.format("B")]}
    mappings = {USER_POOL_KEY: by_token()}
    choice = chosen(user(**claims), mappings=mappings, custom_role=ROLE.format("B"))
    assert choice.role == ROLE.format("B")
    assert steps_of(choice)[-2] == (
        "CustomRoleArn",
        "matched",
        "among the token's cognito:roles",
    )
    choice = chosen(user(**claims), mappings=mappings, custom_role=ROLE.format("C"))
    assert choice.message == f"Access to Role '{ROLE.format('C')}' is forbidden."
    rules = by_rules(rule("hd", "Equals", "x", "A"), rule("hd", "StartsWith", "x", "B"))
    choice = chosen(google(hd="x"), mappings={GOOGLE: rules}, custom_role=ROLE.format("B"))
    assert [verdict for subject, verdict, _ in choice.steps if subject.startswith("Rule ")] == [
        RoleVerdict.MATCHED,
        RoleVerdict.MATCHED,
    ]
    assert choice.role == ROLE.format("B")


def test_a_custom_role_without_a_mapping() -> None:
    """It is ignored, and a step says so."""
    for choice in (chosen(google(), custom_role="x"), chosen(custom_role="x")):
        assert (
            "CustomRoleArn",
            "skipped",
            "no role mapping to choose from",
        ) in steps_of(choice)


def test_an_assertion_without_a_mapping() -> None:
    """A single role is used, several require a custom role, and none leads to the default role."""
    pairs = [f"{ROLE.format(name)},{SAML}" for name in ("A", "B")]
    assert chosen(Login(SAML, {SAML_ROLE: pairs[0]})).role == ROLE.format("A")
    assert chosen(Login(SAML, {SAML_ROLE: pairs[0]}), defaults={}).role == ROLE.format("A")
    both = Login(SAML, {SAML_ROLE: pairs})
    assert chosen(both, custom_role=ROLE.format("B")).role == ROLE.format("B")
    assert chosen(both).error == "NotAuthorizedException"
    assert chosen(both, custom_role="x").error == "NotAuthorizedException"
    choice = chosen(Login(SAML, {}))
    assert choice.role == ROLE.format("Auth")
    assert steps_of(choice)[1] == ("Assertion", "evaluated", "lists 0 roles")


def test_no_default_role() -> None:
    """Users who need a default role get a configuration error."""
    for choice, state in (
        (chosen(defaults={}), "unauthenticated"),
        (chosen(google(), defaults={}), "authenticated"),
    ):
        assert choice.error == BAD_CONFIGURATION
        assert choice.steps[-1].reason == f"the pool has no {state} role"


def test_a_role_of_another_account() -> None:
    """The enhanced flow accepts only roles of the pool's account, if that is known."""
    assert chosen(account=ACCOUNT).role == ROLE.format("Guest")
    for foreign in ("arn:aws:iam::999999999999:role/Guest", "Guest"):
        assert chosen(defaults={"unauthenticated": foreign}).role == foreign
        choice = chosen(defaults={"unauthenticated": foreign}, account=ACCOUNT)
        assert choice.error == BAD_CONFIGURATION


def test_an_unknown_provider() -> None:
    """Its login is rejected before any mapping is evaluated."""
    choice = chosen(Login("api.twitter.com", {}))
    assert choice.message == "Token is not from a supported provider of this identity pool."


def test_an_opaque_token_has_no_claims() -> None:
    """Facebook users can have a mapping, but its rules find no claims."""
    mapping = by_rules(rule("sub", "Equals", "x", "A"), otherwise="AuthenticatedRole")
    assert chosen(Login(FACEBOOK, {}), mappings={FACEBOOK: mapping}).role == ROLE.format("Auth")


def test_a_pool_without_roles() -> None:
    """GetIdentityPoolRoles omits what was never set."""
    assert choose_role(CONFIGURATION, {}, []).error == BAD_CONFIGURATION


ROLES = st.sampled_from([ROLE.format(name) for name in "ABC"])
TEXTS = st.sampled_from(["x", "xy", "y", "yx", "true", "1", "null", '"x"'])
RULES = st.builds(
    rule,
    st.sampled_from(["hd", "hd", "team"]),
    st.sampled_from(["Equals", "NotEqual", "StartsWith", "Contains"]),
    TEXTS,
    st.sampled_from("ABC"),
)
OTHERWISE = st.sampled_from(["AuthenticatedRole", "Deny"])
LISTED = st.builds(
    lambda rules, otherwise: by_rules(*rules, otherwise=otherwise),
    st.lists(RULES, min_size=1, max_size=4),
    OTHERWISE,
)
TOKEN = st.builds(by_token, OTHERWISE)
OF_RULES = st.fixed_dictionaries(
    {"hd": TEXTS | st.lists(TEXTS, min_size=1, max_size=3)},
    optional={"team": TEXTS | st.lists(TEXTS, min_size=1, max_size=3), "custom:team": TEXTS},
)
OF_TOKEN = st.fixed_dictionaries(
    {"cognito:roles": st.lists(ROLES, max_size=3)}, optional={"cognito:preferred_role": ROLES}
)
PAIRS = st.lists(st.builds("{},{}".format, ROLES, st.just(SAML)), min_size=1, max_size=2)
OF_SAML = st.fixed_dictionaries({}, optional={SAML_ROLE: PAIRS})
KEYS = {GOOGLE: GOOGLE, USER_POOL: USER_POOL_KEY, ISSUER: OIDC, SAML: SAML}
"""The key of each provider's role mapping, by the key of its logins."""


class Situation(NamedTuple):
    """A request for credentials."""

    people: dict[str, dict[str, Any]]
    """The claims of each login, by provider."""
    mappings: dict[str, Any]
    """The pool's mappings."""
    defaults: dict[str, str]
    """The pool's default roles."""
    custom_role: str
    """CustomRoleArn, empty for none."""


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    """Return a request whose login usually has a mapping and the claims it evaluates."""
    provider = draw(st.sampled_from([GOOGLE, GOOGLE, USER_POOL, USER_POOL, ISSUER, SAML]))
    is_token = provider == USER_POOL and draw(st.booleans())
    claims = draw(OF_TOKEN if is_token else OF_RULES)
    if provider == SAML:
        claims |= draw(OF_SAML)
    people = {provider: claims}
    mappings = {KEYS[provider]: draw(TOKEN if is_token else LISTED)}
    defaults = DEFAULTS
    oddity = draw(st.sampled_from([*["none"] * 8, "guest", "unmapped", "two logins", "no role"]))
    if oddity == "guest":
        people = {}
    elif oddity == "unmapped" or (provider == SAML and draw(st.booleans())):
        mappings = {}
    elif oddity == "two logins":
        people = {APPLE: {}, **people}
    elif oddity == "no role":
        defaults = draw(st.sampled_from([{}, {"unauthenticated": ROLE.format("A")}]))
    custom_role = draw(st.sampled_from(["", "", ROLE.format("A"), ROLE.format("B")]))
    return Situation(people, mappings, defaults, custom_role)


@settings(max_examples=1000)
@given(
    RULES,
    st.dictionaries(
        st.sampled_from(["hd", "team", "custom:team"]),
        st.recursive(
            TEXTS | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.none(),
            lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
        ),
    ),
)
def test_the_emulator_judges_rules_alike(one: dict[str, str], claims: Any) -> None:  # noqa: ANN401  of any type
    """For any rule and claims of any type, both agree whether it matches."""
    assert emulated.rule_matches(one, claims) == evaluate_rule(one, claims)[0]


def tokens_of(people: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return tokens with the given claims, by login key."""
    return {
        key: token
        for provider, claims in people.items()
        for key, token in login(provider, "ada", **claims).items()
    }


def as_logins(tokens: Mapping[str, str]) -> Sequence[Login]:
    """Return logins with the claims that cogtui reads from the tokens."""
    readers = {SAML: read_assertion}
    return [
        Login(key, readers.get(key, decode)(Secret(token)).claims) for key, token in tokens.items()
    ]


def of_the_emulators_code(
    pool: IdentityPool, tokens: dict[str, str], custom_role: str
) -> RoleChoice:
    """Return the choice of the emulator's module."""
    try:
        role = emulated.choose_role(pool, verify_logins(pool, tokens), custom_role or None)
    except CognitoIdentityError as error:
        answer = json.loads(error.description)
        return RoleChoice((), "", answer["__type"], answer["message"])
    return RoleChoice((), role)


@settings(max_examples=500)
@given(situations())
def test_the_emulators_module_chooses_alike(situation: Situation) -> None:
    """Any rules, mappings and claims give the same role or the same error."""
    people, mappings, defaults, custom_role = situation
    members = {"IdentityPoolName": "p", "AllowUnauthenticatedIdentities": True, **CONFIGURATION}
    pool = IdentityPool("us-east-1", ACCOUNT, members)
    pool.set_roles(defaults, mappings)
    tokens = tokens_of(people)
    roles = {"Roles": defaults, "RoleMappings": mappings}
    choice = choose_role(CONFIGURATION, roles, as_logins(tokens), custom_role=custom_role)
    assert choice._replace(steps=(), because="") == of_the_emulators_code(pool, tokens, custom_role)
    assert choice.steps[-1].subject == "Result"


class Pool:
    """A pool in the emulator, and the roles that it assigns."""

    def __init__(self, running: RunningEmulator, client: CognitoIdentityClient) -> None:
        self.running = running
        self.client = client
        self.id = make_pool(client)
        self.configuration: Any = client.describe_identity_pool(IdentityPoolId=self.id)

    def chosen_role(self, logins: Mapping[str, str], custom_role: str) -> RoleChoice:
        """Return the role in the session that GetCredentialsForIdentity issues, or its error."""
        found = self.client.get_id(IdentityPoolId=self.id, Logins=logins)["IdentityId"]
        more: Any = {"CustomRoleArn": custom_role} if custom_role else {}
        try:
            answer = self.client.get_credentials_for_identity(
                IdentityId=found, Logins=logins, **more
            )
        except ClientError as error:
            shown = error.response["Error"]
            return RoleChoice((), "", shown["Code"], shown["Message"])
        finally:
            self.client.delete_identities(IdentityIdsToDelete=[found])
        vended = answer["Credentials"]
        keys = {
            "aws_access_key_id": vended["AccessKeyId"],
            "aws_secret_access_key": vended["SecretKey"],
            "aws_session_token": vended["SessionToken"],
        }
        with closing(connect(self.running, "sts", **keys)) as sts:
            arn = str(sts.get_caller_identity()["Arn"])
        return RoleChoice((), ROLE.format(arn.split("/")[1]))


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    """Yield a pool with every kind of provider."""
    with start_emulator(empty=True) as running, closing(connect(running, "cognito-identity")) as it:
        yield Pool(running, it)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(situations())
def test_the_emulator_gives_what_is_chosen(pool: Pool, situation: Situation) -> None:
    """Any rules, mappings and claims give the same role or the same error."""
    people, mappings, defaults, custom_role = situation
    pool.client.set_identity_pool_roles(
        IdentityPoolId=pool.id, Roles=defaults, RoleMappings=mappings
    )
    tokens = tokens_of(people)
    expected = choose_role(
        pool.configuration,
        pool.client.get_identity_pool_roles(IdentityPoolId=pool.id),
        as_logins(tokens),
        custom_role=custom_role,
        account=ACCOUNT,
    )
    assert expected._replace(steps=(), because="") == pool.chosen_role(tokens, custom_role)
