"""Finding out the result of a change whose response was lost."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from cogtui.account.account import Account
from cogtui.account.outcomes import Written, write
from cogtui.api_error import ApiError, ErrorKind, Explanation
from cogtui.emulator import RunningEmulator
from cogtui.emulator.faults import Fault, FaultPlan
from cogtui.secret import Secret
from tests.emulator.connection import connect
from tests.emulator.users import DEVELOPER, GOOGLE, developer, make_pool
from tests.gateway.gateways import make_gateway

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

pytestmark = pytest.mark.usefixtures("no_backoff")

REGION = "us-east-1"
ACCOUNT = "111122223333"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/Guest"
CUT, RESET = "cut", "reset"
"""Faults: the request is carried out and its response lost, or it is not carried out at all."""

Changes = dict[str, dict[str, Any]]


@pytest.fixture
def running(
    fresh_emulator: Callable[..., RunningEmulator], monkeypatch: pytest.MonkeyPatch
) -> RunningEmulator:
    """Start an empty emulator and set credentials."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "any")
    return fresh_emulator(empty=True)


@pytest.fixture
def service(running: RunningEmulator) -> Iterator["CognitoIdentityClient"]:
    """Return a client of the emulator."""
    made = connect(running, "cognito-identity")
    yield made
    made.close()


@pytest.fixture
def pool_id(service: "CognitoIdentityClient") -> str:
    """Create a pool with every kind of provider."""
    return make_pool(service)


@pytest.fixture
def changes(service: "CognitoIdentityClient", pool_id: str) -> Changes:
    """Return a change of each kind that the emulator would carry out, by operation."""
    pool = {"IdentityPoolId": pool_id}
    merged = {"SourceUserIdentifier": "ada", "DestinationUserIdentifier": "ada.two"}
    for user in (*merged.values(), "unlinked"):
        developer(service, pool_id, user)
    unlinked = developer(service, pool_id, "unlinked")
    guest = service.get_id(IdentityPoolId=pool_id)["IdentityId"]
    arn: Any = {
        "ResourceArn": f"arn:aws:cognito-identity:{REGION}:{ACCOUNT}:identitypool/{pool_id}"
    }
    configuration: Any = service.describe_identity_pool(IdentityPoolId=pool_id)
    del configuration["ResponseMetadata"]
    service.tag_resource(**arn, Tags={"old": "value"})
    providers = {GOOGLE: "another-app"}
    login = {"DeveloperProviderName": DEVELOPER, "DeveloperUserIdentifier": "unlinked"}
    return {
        "create-identity-pool": {
            "IdentityPoolName": "people",
            "AllowUnauthenticatedIdentities": True,
        },
        "update-identity-pool": {
            **configuration,
            "SupportedLoginProviders": providers,
            "OpenIdConnectProviderARNs": [],
        },
        "set-identity-pool-roles": {**pool, "Roles": {"unauthenticated": ROLE}},
        "tag-resource": {**arn, "Tags": {"team": "web"}},
        "untag-resource": {**arn, "TagKeys": ["old"]},
        "set-principal-tag-attribute-map": {
            **pool,
            "IdentityProviderName": GOOGLE,
            "PrincipalTags": {"plan": "custom:plan"},
        },
        "delete-identities": {"IdentityIdsToDelete": [guest]},
        "merge-developer-identities": {**pool, **merged, "DeveloperProviderName": DEVELOPER},
        "unlink-developer-identity": {**pool, **login, "IdentityId": unlinked},
        "delete-identity-pool": pool,
    }


def spoil(running: RunningEmulator, operation: str, kind: str) -> None:
    """Make every request of an operation fail in one way."""
    name = "".join(word.capitalize() for word in operation.split("-"))
    running.change_faults(FaultPlan(faults=(Fault(name, kind, 1.0),)))


async def send(running: RunningEmulator, operation: str, values: Any, **more: Any) -> Written:  # noqa: ANN401  any member
    """Send a change to the emulator."""
    account = Account(make_gateway(running.url))
    return await write(account, operation, REGION, values, **more)


async def failed(
    running: RunningEmulator,
    operation: str,
    values: Any,  # noqa: ANN401  any member
    **more: Any,  # noqa: ANN401  write's arguments
) -> Explanation:
    """Return why a change failed."""
    with pytest.raises(ApiError) as caught:
        await send(running, operation, values, **more)
    return caught.value.explanation


OPERATIONS = (
    "create-identity-pool",
    "update-identity-pool",
    "set-identity-pool-roles",
    "tag-resource",
    "untag-resource",
    "set-principal-tag-attribute-map",
    "delete-identities",
    "merge-developer-identities",
    "unlink-developer-identity",
    "delete-identity-pool",
)


async def test_a_lost_response_is_replaced_by_a_check(
    running: RunningEmulator, changes: Changes
) -> None:
    """Every change that was carried out counts as done, although its response was cut off."""
    before = frozenset({changes["delete-identity-pool"]["IdentityPoolId"]})
    assert tuple(changes) == OPERATIONS
    for operation, values in changes.items():
        spoil(running, operation, CUT)
        written = await send(running, operation, values, pools_before=before)
        if written.note:
            assert written.note.startswith("The response was lost. "), operation
        else:
            # half of an empty answer is an empty answer
            assert written.answer == {}, operation


async def test_what_was_not_carried_out_is_reported_as_such(
    running: RunningEmulator, changes: Changes
) -> None:
    """The cause is the lost connection, and the remedy is what the check found."""
    before = frozenset({changes["delete-identity-pool"]["IdentityPoolId"]})
    for operation, values in changes.items():
        spoil(running, operation, RESET)
        explanation = await failed(running, operation, values, pools_before=before)
        assert explanation.title == "Connection lost after sending", operation
        assert not explanation.outcome_unknown, operation
        assert "etry to" in explanation.remedy or explanation.remedy.endswith("then retry.")


async def test_answers_that_the_state_shows(running: RunningEmulator, changes: Changes) -> None:
    """A lost answer is restored as far as the screens need it."""
    before = frozenset({changes["delete-identity-pool"]["IdentityPoolId"]})
    answers = {}
    for operation in ("create-identity-pool", "merge-developer-identities", "delete-identities"):
        spoil(running, operation, CUT)
        written = await send(running, operation, changes[operation], pools_before=before)
        answers[operation] = written.answer
    assert answers["create-identity-pool"]["IdentityPoolName"] == "people"
    assert answers["create-identity-pool"]["IdentityPoolId"] not in before
    assert answers["merge-developer-identities"]["IdentityId"].startswith(REGION)
    assert answers["delete-identities"] == {"UnprocessedIdentityIds": []}


async def test_pools_of_the_same_name(
    running: RunningEmulator, service: "CognitoIdentityClient", pool_id: str
) -> None:
    """Names need not be unique: of several new pools, none is taken for the one requested."""
    values = {"IdentityPoolName": "people", "AllowUnauthenticatedIdentities": True}
    make_pool(service)
    spoil(running, "create-identity-pool", CUT)
    before = frozenset({pool_id})
    explanation = await failed(running, "create-identity-pool", values, pools_before=before)
    assert explanation.title == "The request may have succeeded"
    assert explanation.outcome_unknown
    assert explanation.cause.startswith("Unreadable response. ")
    assert explanation.remedy.startswith("Several new pools are named people: us-east-1:")


async def test_principal_tags_by_default(running: RunningEmulator, changes: Changes) -> None:
    """The service returns no tags for a provider with the defaults, whatever was sent."""
    values = {**changes["set-principal-tag-attribute-map"], "UseDefaults": True}
    spoil(running, "set-principal-tag-attribute-map", CUT)
    written = await send(running, "set-principal-tag-attribute-map", values)
    assert written.note == "The response was lost. The provider has these principal tags."


async def test_a_secret_of_a_social_provider(running: RunningEmulator, changes: Changes) -> None:
    """A secret among the values is compared with what the service has."""
    values = {
        **changes["update-identity-pool"],
        "SupportedLoginProviders": {"api.twitter.com": Secret("consumer-key;consumer-secret")},
    }
    spoil(running, "update-identity-pool", CUT)
    written = await send(running, "update-identity-pool", values)
    assert written.note == "The response was lost. The pool has this configuration."


async def test_the_classic_flow_is_not_off_where_it_is_not_set(
    running: RunningEmulator, changes: Changes
) -> None:
    """A pool without the flag allows the classic flow, so turning it off was not carried out."""
    described = changes["update-identity-pool"]
    assert "AllowClassicFlow" not in described
    values = {"IdentityPoolId": described["IdentityPoolId"], "AllowClassicFlow": False}
    spoil(running, "update-identity-pool", RESET)
    explanation = await failed(
        running,
        "update-identity-pool",
        {**values, "IdentityPoolName": "people", "AllowUnauthenticatedIdentities": True},
    )
    assert explanation.remedy.startswith("The pool does not have this configuration.")


async def test_the_order_of_providers_means_nothing(
    running: RunningEmulator, service: "CognitoIdentityClient"
) -> None:
    """A pool that has the same providers in another order has the configuration."""
    arns = [f"arn:aws:iam::{ACCOUNT}:saml-provider/{name}" for name in ("Okta", "Entra")]
    pool_id = make_pool(service, SamlProviderARNs=arns)
    values = {"IdentityPoolId": pool_id, "SamlProviderARNs": arns[::-1]}
    spoil(running, "update-identity-pool", RESET)
    written = await send(
        running,
        "update-identity-pool",
        {**values, "IdentityPoolName": "people", "AllowUnauthenticatedIdentities": True},
    )
    assert written.note.endswith("The pool has this configuration.")


async def test_a_login_that_is_unlinked(
    running: RunningEmulator, service: "CognitoIdentityClient", pool_id: str
) -> None:
    """An identity keeps its login if nothing was sent; of a deleted one nothing is known."""
    identity_id = developer(service, pool_id, "ada")
    values = {
        "IdentityId": identity_id,
        "Logins": {GOOGLE: Secret("token")},
        "LoginsToRemove": [DEVELOPER],
    }
    spoil(running, "unlink-identity", RESET)
    explanation = await failed(running, "unlink-identity", values)
    assert explanation.remedy == "The identity still has these logins. Retry to unlink them."
    assert not explanation.outcome_unknown
    running.change_faults(None)
    service.delete_identities(IdentityIdsToDelete=[identity_id])
    spoil(running, "unlink-identity", RESET)
    explanation = await failed(running, "unlink-identity", values)
    assert (explanation.remedy, explanation.outcome_unknown) == (
        "The identity no longer exists.",
        True,
    )


async def test_some_identities_are_left(
    running: RunningEmulator, service: "CognitoIdentityClient", pool_id: str
) -> None:
    """Of several identities, those that still exist are counted."""
    guest = service.get_id(IdentityPoolId=pool_id)["IdentityId"]
    ids = [guest, f"{REGION}:00000000-0000-0000-0000-000000000000"]
    spoil(running, "delete-identities", RESET)
    explanation = await failed(running, "delete-identities", {"IdentityIdsToDelete": ids})
    assert explanation.remedy == "1 of 2 identities still exist. Retry to delete the rest."


async def test_an_identity(running: RunningEmulator, pool_id: str) -> None:
    """An additional guest cannot be recognized; a login leads to the same identity again."""
    spoil(running, "get-id", RESET)
    explanation = await failed(running, "get-id", {"IdentityPoolId": pool_id})
    assert explanation.outcome_unknown
    assert "one more guest identity" in explanation.remedy
    logins = {GOOGLE: Secret("token")}
    values = {"IdentityPoolId": pool_id, "Logins": logins}
    explanation = await failed(running, "get-id", values, once=False)
    assert not explanation.outcome_unknown
    assert "always return the same identity" in explanation.remedy


async def test_a_developer_user(
    running: RunningEmulator, service: "CognitoIdentityClient", pool_id: str
) -> None:
    """The user is looked up only by the developer provider's login; its token has to be retried."""
    operation = "get-open-id-token-for-developer-identity"
    logins = {GOOGLE: Secret("x" * 2000), DEVELOPER: Secret("ada")}
    spoil(running, operation, RESET)
    values = {"IdentityPoolId": pool_id, "Logins": logins}
    not_registered = "The user is not registered. Retry to register it."
    assert (await failed(running, operation, values)).remedy == not_registered
    running.change_faults(None)
    identity_id = developer(service, pool_id, "ada")
    spoil(running, operation, RESET)
    assert (await failed(running, operation, values)).remedy == (
        f"The user is registered as {identity_id}. Retry to get a token."
    )
    values = {"IdentityPoolId": pool_id, "Logins": {GOOGLE: Secret("token")}}
    assert (await failed(running, operation, values)).remedy == not_registered


async def test_a_failed_check(running: RunningEmulator, changes: Changes) -> None:
    """A check that fails for a reason other than "not found" leaves the outcome unknown."""
    denied = Fault("LookupDeveloperIdentity", "AccessDeniedException", 1.0)
    lost = Fault("MergeDeveloperIdentities", CUT, 1.0)
    running.change_faults(FaultPlan(faults=(denied, lost)))
    operation = "merge-developer-identities"
    explanation = await failed(running, operation, changes[operation])
    assert explanation.outcome_unknown
    assert explanation.remedy == "Checking the result failed too: Access denied."


async def test_a_refusal_is_not_checked(running: RunningEmulator, pool_id: str) -> None:
    """A request that the service refused was not carried out, so nothing is read."""
    running.change_faults(FaultPlan(faults=(Fault("*", "AccessDeniedException", 1.0),)))
    account = Account(make_gateway(running.url))
    with pytest.raises(ApiError) as caught:
        await write(account, "delete-identity-pool", REGION, {"IdentityPoolId": pool_id})
    assert caught.value.kind is ErrorKind.DENIED
    assert len(account.gateway.requests) == 1


async def test_an_operation_that_changes_nothing(running: RunningEmulator, pool_id: str) -> None:
    """A lost token is requested again by the user; there is nothing to check."""
    spoil(running, "get-open-id-token", RESET)
    values = {"IdentityId": f"{REGION}:00000000-0000-0000-0000-000000000000"}
    explanation = await failed(running, "get-open-id-token", values)
    assert explanation.title == "Connection lost after sending"
    assert explanation.remedy == "Press r to try again."
