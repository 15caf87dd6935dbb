"""Answers in which one member is missing, null or of the wrong type."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pytest

from cogtui.account import prefill
from cogtui.account.account import Account, Pool
from cogtui.account.selection import Selection
from cogtui.api_error import ApiError
from cogtui.app import CogtuiApp
from cogtui.configuration.pool_configuration import read
from cogtui.gateway.service_model import input_members
from cogtui.screens.explorer.subject import identity_documents, pool_document
from cogtui.service.operations import OPERATIONS, View
from tests.emulator.connection import connect
from tests.emulator.users import developer, make_pool
from tests.gateway.gateways import make_gateway
from tests.gateway.mutations import Mutation, mutations
from tests.screens.interceptor import Interceptor, answer
from tests.screens.user import WIDE, using

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

REGION = "us-east-1"
ROLE = "arn:aws:iam::111122223333:role/Guest"
RULE = {"Claim": "role", "MatchType": "Equals", "Value": "admin", "RoleARN": ROLE}

READS = (
    "list-identity-pools",
    "describe-identity-pool",
    "get-identity-pool-roles",
    "list-tags-for-resource",
    "get-principal-tag-attribute-map",
    "list-identities",
    "describe-identity",
    "lookup-developer-identity",
)


class Recorded:
    """A pool with everything, its answers, and a server that can change them."""

    def __init__(self, between: Interceptor, client: "CognitoIdentityClient") -> None:
        self.between = between
        self.pool_id = make_pool(client)
        self.identity_id = developer(client, self.pool_id, "ada")
        pool = {"IdentityPoolId": self.pool_id}
        rules: Any = {"Type": "Rules", "RulesConfiguration": {"Rules": [RULE]}}
        rules["AmbiguousRoleResolution"] = "Deny"
        client.set_identity_pool_roles(
            **pool,
            Roles={"unauthenticated": ROLE},
            RoleMappings={"accounts.google.com": rules},
        )
        name = {"IdentityProviderName": "accounts.google.com"}
        client.set_principal_tag_attribute_map(
            **pool, **name, UseDefaults=False, PrincipalTags={"plan": "sub"}
        )
        arn = f"arn:aws:cognito-identity:{REGION}:111122223333:identitypool/{self.pool_id}"
        client.tag_resource(ResourceArn=arn, Tags={"team": "web"})
        identity = {"IdentityId": self.identity_id}
        parameters: Mapping[str, Any] = {
            "list-identity-pools": {"MaxResults": 60},
            "list-tags-for-resource": {"ResourceArn": arn},
            "get-principal-tag-attribute-map": {**pool, **name},
            "list-identities": {**pool, "MaxResults": 60},
            "describe-identity": identity,
            "lookup-developer-identity": {**pool, **identity},
        }
        self.answers: dict[str, dict[str, Any]] = {}
        for operation in READS:
            call = getattr(client, OPERATIONS[operation].method)
            found = call(**parameters.get(operation, pool))
            del found["ResponseMetadata"]
            self.answers[operation] = _as_json(found)

    def mutations(self, operation: str) -> Iterator[Mutation]:
        """Make the server give each changed answer of an operation in turn."""
        for mutation in mutations(self.answers[operation]):
            self.between.answers[operation] = answer(mutation.answer)
            yield mutation
        del self.between.answers[operation]


def _as_json(value: Any) -> Any:  # noqa: ANN401  JSON
    if isinstance(value, dict):
        return {name: _as_json(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_as_json(each) for each in value]
    return value.timestamp() if hasattr(value, "timestamp") else value


@pytest.fixture
def recorded(
    fresh_emulator: Callable[..., Any],
) -> Iterator[Recorded]:
    """Return the recorded answers of a pool on a separate emulator."""
    running = fresh_emulator(empty=True)
    client = connect(running, "cognito-identity")
    with Interceptor(running.url) as between:
        yield Recorded(between, client)
    client.close()


async def outcome(reading: Awaitable[object]) -> str:
    """Return how a reading ended: `shown`, or the title of the error."""
    try:
        await reading
    except ApiError as error:
        return error.explanation.title
    return "shown"


POOL, ROLES, TAGS, MAP, IDENTITIES = READS[1:6]


async def _uses(
    account: Account, pool: Pool, identity_id: str, operation: str
) -> AsyncIterator[str]:
    """Yield how each use of an operation's answer ends."""
    for view, topics in VIEWS.items():
        if operation in topics:
            account.forget(pool)
            yield await outcome(pool_document(account, pool, view))
    if operation in (POOL, ROLES, MAP):
        yield await outcome(read(account, pool))
    if operation in READS[-2:]:
        yield await outcome(_documents(account, pool, identity_id))
    if operation == "list-identity-pools":
        yield await outcome(_listing(account))
    if operation == IDENTITIES:
        yield await outcome(account.identities(pool, None, hide_disabled=False))
    selection = Selection(pool, caller=account.caller)
    for row in OPERATIONS.values():
        if row.replaces and operation in (row.replaces, *row.reads):
            account.forget(pool)
            yield await outcome(_prefilled(account, selection, row.name))


VIEWS = {
    View.OVERVIEW: (POOL,),
    View.PROVIDERS: (POOL,),
    View.ROLES: (POOL, ROLES),
    View.TAGS: (TAGS,),
    View.PRINCIPAL_TAGS: (POOL, MAP),
    View.JSON: (POOL, ROLES, TAGS, MAP),
}
"""The operations that each tab of a pool reads."""


async def _documents(account: Account, pool: Pool, identity_id: str) -> None:
    for view in (View.OVERVIEW, View.JSON):
        async for _ in identity_documents(account, pool, identity_id, view, 0):
            pass


async def _listing(account: Account) -> list[list[Pool]]:
    return [page async for page in account.pools(REGION)]


async def _prefilled(account: Account, selection: Selection, name: str) -> None:
    operation = OPERATIONS[name]
    choice = "accounts.google.com" if operation.chosen else ""
    answers = await prefill.read_all(account, selection, (operation.replaces, *operation.reads))
    found = await prefill.read(account, selection, operation.replaces, choice)
    answers = {**answers, operation.replaces: found or {}}
    prefill.prefilled(operation, input_members(name), selection, answers)
    prefill.known(operation, answers)


async def test_every_member(recorded: Recorded) -> None:
    """Whatever member is wrong, the answer is shown without it or reported as unreadable."""
    account = Account(make_gateway(recorded.between.url))
    pool = Pool(REGION, recorded.pool_id, "people")
    await account.identify(REGION)
    count = 0
    for operation in READS:
        for mutation in recorded.mutations(operation):
            uses = _uses(account, pool, recorded.identity_id, operation)
            outcomes = {each async for each in uses}
            where = f"{operation}: {mutation.path} {mutation.change}"
            assert outcomes
            assert outcomes <= {"shown", "Unreadable response"}, where
            # developer users that cannot be read are a note in the identity's document
            if mutation.change == "wrong type" and operation != "lookup-developer-identity":
                assert "Unreadable response" in outcomes, where
            count += 1
        uses = _uses(account, pool, recorded.identity_id, operation)
        assert {each async for each in uses} == {"shown"}
    assert count > 100


async def test_the_screen_survives(recorded: Recorded, app_on: Callable[..., CogtuiApp]) -> None:
    """Every pane reloads with every member missing in turn, and recovers afterwards."""
    keys = {
        "list-identity-pools": ("g",),
        "describe-identity-pool": (),
        "get-identity-pool-roles": ("3",),
        "list-tags-for-resource": ("4",),
        "list-identities": ("I",),
        "describe-identity": ("I", "enter"),
        "lookup-developer-identity": ("I", "enter"),
    }
    async with using(app_on(endpoint_url=recorded.between.url), WIDE) as user:
        for operation, pressed in keys.items():
            await user.goes_to("people")
            await user.press(*pressed)
            await user.rests()
            for mutation in recorded.mutations(operation):
                if mutation.change == "missing" or not mutation.path:
                    recorded.between.requested.clear()
                    await user.press("r")
                    await user.rests()
                    assert operation in recorded.between.requested, operation
            await user.press("r")
            await user.rests()
            assert "Unreadable" not in user.words
