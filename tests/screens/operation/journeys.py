"""How each of the 23 operations is run by keys, and its expected result."""

from collections.abc import Awaitable, Callable
from typing import Any, Final, NamedTuple

from tests.emulator.users import GOOGLE, id_token
from tests.screens.operation.operator import Operator

Step = Callable[[Operator], Awaitable[None]]
"""Presses keys, or asserts what must hold."""

Lookup = Callable[[Operator], Any]
"""Returns a value that depends on the state of the service."""

PARTNERS: Final = "login.partners.example"
"""The developer provider of the pool partner-portal."""

ROLE: Final = "arn:aws:iam::111122223333:role/DataSandboxGuest"

OKTA: Final = "arn:aws:iam::111122223333:saml-provider/Okta-Workforce"

MARIA: Final = "maria.keller@northwind.example"
"""A partner registered twice: with this user identifier and with other capitals."""

MARIA_AGAIN: Final = "Maria.Keller@northwind.example"

PETRA: Final = "lindqvist-petra"
"""A partner whose two users were merged."""

_GOOGLE_APP: Final = "482910573621-p1o3i5u7y9t1r3e5.apps.googleusercontent.com"
_GOOGLE_USER: Final = "109283746500192837465"


class Journey(NamedTuple):
    """A run of an operation, from what is under the cursor to the resulting service state."""

    name: str
    """The AWS CLI name."""
    key: str
    """The key, repeated here so that changing it in the table fails a test."""
    pool: str
    """The pool under the cursor when the key is pressed."""
    ends: Step
    """Asserts the result on the screen and at the service."""
    identity: Lookup | None = None
    """The identity under the cursor, from the pool's first page; None for the pool itself."""
    opens: Lookup | None = None
    """The initial values of the form, by member; None if no form opens."""
    fills: Step | None = None
    """Fills in the values still missing in the form."""
    asks: Lookup | None = None
    """The expected question; None if none is asked."""
    types: str = ""
    """The text to type as confirmation; empty if `y` is enough."""
    notes: Lookup | None = None
    """A value to remember from the service before the run."""

    async def begin(self, operator: Operator) -> None:
        """Move the cursor to what the operation works on.

        Args:
            operator: The user.
        """
        if self.notes is not None:
            operator.noted = self.notes(operator)
        if self.identity is None:
            await operator.goes_to(self.pool)
        else:
            await operator.goes_to_identity(self.pool, self.identity(operator))

    async def fill_in(self, operator: Operator) -> None:
        """Wait for the form, fill it in and send it; without effect if no form opens.

        Args:
            operator: The user.
        """
        if self.opens is not None:
            await operator.sees_form(self.name)
            if self.fills is not None:
                await self.fills(operator)
            await operator.press("ctrl+s")

    async def agree(self, operator: Operator) -> None:
        """Confirm the question; without effect if none is asked.

        Args:
            operator: The user.
        """
        if self.types:
            await operator.agrees_by_typing(self.types)
        elif self.asks is not None:
            await operator.agrees(self.asks(operator))


def _first(pool: str) -> Lookup:
    return lambda operator: next(iter(operator.identities(pool)))


def _partner(user: str) -> Lookup:
    return lambda operator: operator.identity_of("partner-portal", user)


def _of_pool(pool: str, **more: object) -> Lookup:
    return lambda operator: {"IdentityPoolId": operator.pool_id(pool), **more}


def _of_identity(identity: Lookup) -> Lookup:
    return lambda operator: {"IdentityId": identity(operator)}


def _of_arn(pool: str) -> Lookup:
    arn = "arn:aws:cognito-identity:us-east-1:111122223333:identitypool/{}"
    return lambda operator: {"ResourceArn": arn.format(operator.pool_id(pool))}


def _asks(question: str, identity: Lookup = lambda _: "") -> Lookup:
    return lambda operator: question.format(identity(operator))


def _shows(*texts: str) -> Step:
    async def shows(operator: Operator) -> None:
        await operator.sees(*texts)

    return shows


def _adds(path: str, **texts: str) -> Step:
    async def adds(operator: Operator) -> None:
        await operator.adds(path, **texts)

    return adds


def _fills(**texts: str) -> Step:
    async def fills(operator: Operator) -> None:
        await operator.fills(**texts)

    return fills


async def _pools_are_listed_again(operator: Operator) -> None:
    await operator.waits(lambda: operator.called("list-identity-pools") == 2, "the pools again")
    await operator.sees("▼ us-east-1 12")


async def _fills_new_pool(operator: Operator) -> None:
    await operator.fills(IdentityPoolName="spring shop")
    await operator.goes_to_field("AllowUnauthenticatedIdentities")
    await operator.press("f")
    await operator.adds(
        "SupportedLoginProviders", IdentityProviderName=GOOGLE, IdentityProviderId="123.apps"
    )


async def _pool_is_created(operator: Operator) -> None:
    await operator.sees_toast("Created the pool spring shop.")
    pool = operator.pool("spring shop")
    assert pool["AllowUnauthenticatedIdentities"] is False
    assert pool["SupportedLoginProviders"] == {GOOGLE: "123.apps"}


async def _pool_is_updated(operator: Operator) -> None:
    await operator.sees_toast("Saved the configuration of data-sandbox.")
    after = operator.pool("data-playground")
    assert operator.noted | {"IdentityPoolName": "data-playground"} == after


async def _pool_is_deleted(operator: Operator) -> None:
    await operator.sees_toast("Deleted the pool data-sandbox.")
    pools = operator.service.list_identity_pools(MaxResults=60)["IdentityPools"]
    assert operator.noted not in [each["IdentityPoolId"] for each in pools]
    assert len(pools) == 11


async def _roles_are_set(operator: Operator) -> None:
    await operator.sees_toast("Set the roles of data-sandbox.")
    assert operator.roles("data-sandbox")["Roles"] == {"unauthenticated": ROLE}


async def _pool_is_tagged(operator: Operator) -> None:
    await operator.sees_toast("Tagged data-sandbox with stage.")
    assert operator.pool("data-sandbox")["IdentityPoolTags"] == {"stage": ""}


async def _pool_is_untagged(operator: Operator) -> None:
    await operator.sees_toast("Removed site from the tags of store-kiosks.")
    left = operator.pool("store-kiosks")["IdentityPoolTags"]
    assert operator.noted["IdentityPoolTags"] == left | {"site": "all-stores"}


async def _principal_tags_are_set(operator: Operator) -> None:
    await operator.sees_toast(f"Set the principal tags for {OKTA} in workforce-sso.")
    tags = {"department": "department", "site": "site", "team": "custom:team"}
    assert operator.principal_tags("workforce-sso", OKTA)["PrincipalTags"] == tags


async def _identity_is_got(operator: Operator) -> None:
    await operator.sees_answer("Get an identity · get-id", "IdentityId us-east-1:")
    (made,) = operator.identities("data-sandbox").keys() - operator.noted.keys()
    await operator.sees(made)
    assert operator.toasts == [f"The identity is {made}."]


async def _types_a_user(operator: Operator) -> None:
    await operator.adds("Logins", IdentityProviderName=PARTNERS, IdentityProviderToken="zoe")
    assert "zoe" not in operator.words


async def _user_is_registered(operator: Operator) -> None:
    await operator.sees_answer("Developer token · get-open-id-token", "Token ****")
    identity_id = operator.identity_of("partner-portal", "zoe")
    await operator.sees(f"IdentityId {identity_id}")
    assert operator.toasts == [f"Obtained a token for {identity_id}."]


async def _users_are_merged(operator: Operator) -> None:
    await operator.sees_answer(f"IdentityId {operator.noted}")
    assert operator.toasts == [f"Merged {MARIA} into {MARIA_AGAIN}."]
    assert operator.identity_of("partner-portal", MARIA) == operator.noted


async def _identity_is_deleted(operator: Operator) -> None:
    await operator.sees_toast("Deleted 1 identity.")
    (first, *others) = operator.noted
    assert others == list(operator.identities("data-sandbox"))
    assert first not in operator.panes.identities.table.marked


async def _pastes_a_login(operator: Operator) -> None:
    token = id_token(GOOGLE, _GOOGLE_USER, audience=_GOOGLE_APP)
    await operator.adds("Logins", IdentityProviderName=GOOGLE, IdentityProviderToken=token)
    assert token not in operator.words
    await operator.adds("LoginsToRemove", IdentityProviderName=GOOGLE)


async def _login_is_unlinked(operator: Operator) -> None:
    identity_id = operator.identity_of("partner-portal", MARIA_AGAIN)
    await operator.sees_toast(f"Unlinked {GOOGLE} from {identity_id}.")
    assert operator.service.describe_identity(IdentityId=identity_id)["Logins"] == [PARTNERS]


async def _user_is_unlinked(operator: Operator) -> None:
    await operator.sees_toast(f"Unlinked {PETRA} from {operator.noted}.")
    users = operator.users_of("partner-portal", operator.noted)
    assert users == ["p.lindqvist@adatum.example"]


async def _credentials_are_got(operator: Operator) -> None:
    identity_id = operator.noted
    await operator.sees_answer(f"IdentityId {identity_id}", "SecretKey ****", "SessionToken ****")
    assert operator.toasts == [f"Obtained credentials for {identity_id}."]


async def _token_is_got(operator: Operator) -> None:
    await operator.sees_answer(f"IdentityId {operator.noted}", "Token ****")
    assert operator.toasts == [f"Obtained a token for {operator.noted}."]


_KIOSK: Final = _first("store-kiosks")
_TWICE: Final = _partner(MARIA_AGAIN)
_MERGED: Final = _partner(PETRA)

JOURNEYS: Final = (
    Journey("list-identity-pools", "L", "data-sandbox", _pools_are_listed_again),
    Journey(
        "create-identity-pool",
        "n",
        "data-sandbox",
        _pool_is_created,
        opens=lambda _: {},
        fills=_fills_new_pool,
        asks=_asks("Create the pool spring shop in us-east-1?"),
    ),
    Journey("describe-identity-pool", "i", "data-sandbox", _shows("Name data-sandbox")),
    Journey(
        "update-identity-pool",
        "e",
        "data-sandbox",
        _pool_is_updated,
        notes=lambda operator: operator.pool("data-sandbox"),
        opens=lambda operator: operator.pool("data-sandbox"),
        fills=_fills(IdentityPoolName="data-playground"),
        asks=_asks("Replace the configuration of data-sandbox?"),
    ),
    Journey(
        "delete-identity-pool",
        "d",
        "data-sandbox",
        _pool_is_deleted,
        notes=lambda operator: operator.pool_id("data-sandbox"),
        asks=_asks("Permanently delete the pool data-sandbox and all its identities?"),
        types="data-sandbox",
    ),
    Journey("list-identities", "I", "data-sandbox", _shows("data-sandbox · identities 17")),
    Journey("get-identity-pool-roles", "o", "workforce-sso", _shows("WorkforceBaseline")),
    Journey(
        "set-identity-pool-roles",
        "O",
        "data-sandbox",
        _roles_are_set,
        opens=_of_pool("data-sandbox", Roles={}),
        fills=_adds("Roles", RoleType="unauthenticated", ARNString=ROLE),
        asks=_asks("Replace the roles and the role mappings of data-sandbox?"),
    ),
    Journey("list-tags-for-resource", "t", "store-kiosks", _shows("site all-stores")),
    Journey(
        "tag-resource",
        "T",
        "data-sandbox",
        _pool_is_tagged,
        opens=_of_arn("data-sandbox"),
        fills=_adds("Tags", TagKeysType="stage", TagValueType=""),
        asks=_asks("Tag data-sandbox with stage?"),
    ),
    Journey(
        "untag-resource",
        "U",
        "store-kiosks",
        _pool_is_untagged,
        notes=lambda operator: operator.pool("store-kiosks"),
        opens=_of_arn("store-kiosks"),
        fills=_adds("TagKeys", TagKeysType="site"),
        asks=_asks("Remove site from the tags of store-kiosks?"),
    ),
    Journey(
        "get-principal-tag-attribute-map",
        "m",
        "workforce-sso",
        _shows("department from claim department"),
    ),
    Journey(
        "set-principal-tag-attribute-map",
        "M",
        "workforce-sso",
        _principal_tags_are_set,
        opens=lambda operator: operator.principal_tags("workforce-sso", OKTA),
        fills=_adds("PrincipalTags", PrincipalTagID="team", PrincipalTagValue="custom:team"),
        asks=_asks(f"Replace the principal tags for {OKTA} in workforce-sso?"),
    ),
    Journey(
        "get-id",
        "N",
        "data-sandbox",
        _identity_is_got,
        notes=lambda operator: operator.identities("data-sandbox"),
        opens=_of_pool("data-sandbox"),
        asks=_asks("Get an identity of data-sandbox?"),
    ),
    Journey(
        "get-open-id-token-for-developer-identity",
        "D",
        "partner-portal",
        _user_is_registered,
        opens=_of_pool("partner-portal"),
        fills=_types_a_user,
        asks=_asks("Get a token for a developer user of partner-portal?"),
    ),
    Journey(
        "merge-developer-identities",
        "w",
        "partner-portal",
        _users_are_merged,
        notes=_TWICE,
        opens=_of_pool("partner-portal", DeveloperProviderName=PARTNERS),
        fills=_fills(SourceUserIdentifier=MARIA, DestinationUserIdentifier=MARIA_AGAIN),
        asks=_asks(f"Merge {MARIA} into {MARIA_AGAIN}?"),
    ),
    Journey(
        "describe-identity",
        "i",
        "partner-portal",
        _shows("State authenticated", "Logins (2)"),
        identity=_TWICE,
    ),
    Journey("lookup-developer-identity", "f", "partner-portal", _shows(PETRA), identity=_MERGED),
    Journey(
        "delete-identities",
        "d",
        "data-sandbox",
        _identity_is_deleted,
        notes=lambda operator: operator.identities("data-sandbox"),
        identity=_first("data-sandbox"),
        asks=_asks("Permanently delete 1 identity? ID: {}.", _first("data-sandbox")),
    ),
    Journey(
        "get-credentials-for-identity",
        "x",
        "store-kiosks",
        _credentials_are_got,
        notes=_KIOSK,
        identity=_KIOSK,
        opens=_of_identity(_KIOSK),
    ),
    Journey(
        "get-open-id-token",
        "o",
        "store-kiosks",
        _token_is_got,
        notes=_KIOSK,
        identity=_KIOSK,
        opens=_of_identity(_KIOSK),
    ),
    Journey(
        "unlink-identity",
        "u",
        "partner-portal",
        _login_is_unlinked,
        identity=_TWICE,
        opens=_of_identity(_TWICE),
        fills=_pastes_a_login,
        asks=_asks(f"Unlink {GOOGLE} from {{}}?", _TWICE),
    ),
    Journey(
        "unlink-developer-identity",
        "p",
        "partner-portal",
        _user_is_unlinked,
        notes=_MERGED,
        identity=_MERGED,
        opens=lambda operator: {
            "IdentityId": _MERGED(operator),
            "IdentityPoolId": operator.pool_id("partner-portal"),
            "DeveloperProviderName": PARTNERS,
        },
        fills=_fills(DeveloperUserIdentifier=PETRA),
        asks=_asks(f"Unlink {PETRA} from {{}}?", _MERGED),
    ),
)
"""One for each operation, in the order of the table."""

CHANGES: Final = tuple(each for each in JOURNEYS if each.opens or each.asks)
"""The operations that change something or return secrets, rather than showing a pane."""
