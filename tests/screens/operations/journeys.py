"""How each of the 23 operations is run by its key, and what comes of it."""

from collections.abc import Awaitable, Callable
from typing import Any, Final, NamedTuple

from tests.emulator.people import GOOGLE, id_token
from tests.screens.operations.operator import Operator

PARTNERS: Final = "login.partners.example"
"""The developer provider of the pool partner-portal."""

GOOGLE_APP: Final = "482910573621-p1o3i5u7y9t1r3e5.apps.googleusercontent.com"
"""The id of partner-portal's app at Google."""

ROLE: Final = "arn:aws:iam::111122223333:role/DataSandboxGuest"

OKTA: Final = "arn:aws:iam::111122223333:saml-provider/Okta-Workforce"

MARIA: Final = "maria.keller@northwind.example"
"""A partner who has registered twice: so, and with other capitals."""


Texts = Callable[[Operator], dict[str, Any]]
"""What a form opens with, by member."""


class Journey(NamedTuple):
    """An operation, from what is under the cursor to what the service has afterwards."""

    name: str
    """Its AWS CLI name."""
    key: str
    """Its key, told here again: a change of the table's would be one for its users."""
    pool: str
    """The pool under the cursor when it is pressed."""
    acts: Callable[[Operator], Awaitable[None]]
    """What is done once it was pressed: it fills in the form and answers the question, and holds
    the service to what was done."""
    opens: Texts | None = None
    """What the form opens with; None where no form does."""
    identity: Callable[[Operator], str] | None = None
    """The identity under the cursor, of the pool's first page; None for the pool itself."""

    async def begin(self, operator: Operator) -> None:
        """Moves the cursor to what the operation works on.

        Args:
            operator: Whose cursor.
        """
        if self.identity is None:
            await operator.goes_to(self.pool)
        else:
            await operator.goes_to_identity(self.pool, self.identity(operator))


def _first(pool: str) -> Callable[[Operator], str]:
    return lambda operator: next(iter(operator.identities(pool)))


def _partner(user: str) -> Callable[[Operator], str]:
    return lambda operator: operator.identity_of("partner-portal", user)


def _of_pool(pool: str, **more: object) -> Texts:
    return lambda operator: {"IdentityPoolId": operator.pool_id(pool), **more}


def _of_identity(identity: Callable[[Operator], str], **more: object) -> Texts:
    return lambda operator: {"IdentityId": identity(operator), **more}


def _of_arn(pool: str) -> Texts:
    arn = "arn:aws:cognito-identity:us-east-1:111122223333:identitypool/{}"
    return lambda operator: {"ResourceArn": arn.format(operator.pool_id(pool))}


# Reads


async def _lists_pools(operator: Operator) -> None:
    await operator.waits(lambda: operator.called("list-identity-pools") == 2, "the pools again")
    await operator.sees("▼ us-east-1 12")


def _shows(*texts: str) -> Callable[[Operator], Awaitable[None]]:
    async def shows(operator: Operator) -> None:
        await operator.sees(*texts)

    return shows


# Changes of a pool


async def _creates(operator: Operator) -> None:
    await operator.fills(IdentityPoolName="spring shop")
    await operator.goes_to_field("AllowUnauthenticatedIdentities")
    await operator.press("f")
    await operator.adds(
        "SupportedLoginProviders", IdentityProviderName=GOOGLE, IdentityProviderId="123.apps"
    )
    await operator.press("ctrl+s")
    await operator.agrees("Create the pool spring shop in us-east-1?")
    await operator.is_told("Created the pool spring shop.")
    pool = operator.pool("spring shop")
    assert pool["AllowUnauthenticatedIdentities"] is False
    assert pool["SupportedLoginProviders"] == {GOOGLE: "123.apps"}


async def _updates(operator: Operator) -> None:
    before = operator.pool("data-sandbox")
    await operator.fills(IdentityPoolName="data-playground")
    await operator.press("ctrl+s")
    await operator.agrees("Replace the configuration of data-sandbox?")
    await operator.is_told("Saved the configuration of data-sandbox.")
    after = operator.pool("data-playground")
    assert before | {"IdentityPoolName": "data-playground"} == after


async def _deletes_pool(operator: Operator) -> None:
    pool_id = operator.pool_id("data-sandbox")
    await operator.agrees_by_typing("data-sandbox")
    await operator.is_told("Deleted the pool data-sandbox.")
    pools = operator.service.list_identity_pools(MaxResults=60)["IdentityPools"]
    assert pool_id not in [each["IdentityPoolId"] for each in pools]
    assert len(pools) == 11


async def _sets_roles(operator: Operator) -> None:
    assert "Roles" not in operator.roles("data-sandbox")
    await operator.adds("Roles", RoleType="unauthenticated", ARNString=ROLE)
    await operator.press("ctrl+s")
    await operator.agrees("Replace the roles and the role mappings of data-sandbox?")
    await operator.is_told("Set the roles of data-sandbox.")
    assert operator.roles("data-sandbox")["Roles"] == {"unauthenticated": ROLE}


async def _tags(operator: Operator) -> None:
    await operator.adds("Tags", TagKeysType="stage", TagValueType="")
    await operator.press("ctrl+s")
    await operator.agrees("Tag data-sandbox with stage?")
    await operator.is_told("Tagged data-sandbox with stage.")
    assert operator.pool("data-sandbox")["IdentityPoolTags"] == {"stage": ""}


async def _untags(operator: Operator) -> None:
    before = operator.pool("store-kiosks")["IdentityPoolTags"]
    await operator.adds("TagKeys", TagKeysType="site")
    await operator.press("ctrl+s")
    await operator.agrees("Remove site from the tags of store-kiosks?")
    await operator.is_told("Removed site from the tags of store-kiosks.")
    after = operator.pool("store-kiosks")["IdentityPoolTags"]
    assert before == after | {"site": "all-stores"}


async def _sets_principal_tags(operator: Operator) -> None:
    await operator.adds("PrincipalTags", PrincipalTagID="team", PrincipalTagValue="custom:team")
    await operator.press("ctrl+s")
    await operator.agrees(f"Replace the principal tags for {OKTA} in workforce-sso?")
    await operator.is_told(f"Set the principal tags for {OKTA} in workforce-sso.")
    tags = {"department": "department", "site": "site", "team": "custom:team"}
    assert operator.principal_tags("workforce-sso", OKTA)["PrincipalTags"] == tags


# Identities and developer users


async def _gets_id(operator: Operator) -> None:
    before = operator.identities("data-sandbox")
    await operator.press("ctrl+s")
    await operator.agrees("Get an identity of data-sandbox?")
    await operator.sees_answer("Get an identity · get-id", "IdentityId us-east-1:")
    (made,) = operator.identities("data-sandbox").keys() - before.keys()
    await operator.sees(made)
    assert operator.toasts == [f"The identity is {made}."]


async def _gets_developer_token(operator: Operator) -> None:
    await operator.adds("Logins", IdentityProviderName=PARTNERS, IdentityProviderToken="zoe")
    assert "zoe" not in operator.words
    await operator.press("ctrl+s")
    await operator.agrees("Get a token for a developer user of partner-portal?")
    await operator.sees_answer("Developer token · get-open-id-token", "Token ****")
    identity_id = operator.identity_of("partner-portal", "zoe")
    await operator.sees(f"IdentityId {identity_id}")
    assert operator.toasts == [f"Got a token for {identity_id}."]


async def _merges(operator: Operator) -> None:
    other = "Maria.Keller@northwind.example"
    destination = operator.identity_of("partner-portal", other)
    assert operator.identity_of("partner-portal", MARIA) != destination
    await operator.fills(SourceUserIdentifier=MARIA, DestinationUserIdentifier=other)
    await operator.press("ctrl+s")
    await operator.agrees(f"Merge {MARIA} into {other}?", "There is no way back.")
    await operator.sees_answer(f"IdentityId {destination}")
    assert operator.toasts == [f"Merged {MARIA} into {other}."]
    assert operator.identity_of("partner-portal", MARIA) == destination


async def _deletes_identity(operator: Operator) -> None:
    before = operator.identities("data-sandbox")
    (gone, *_) = before
    await operator.agrees("Delete 1 identity for good?", f"It is {gone}.")
    await operator.is_told("Deleted 1 identity.")
    assert before.keys() - {gone} == operator.identities("data-sandbox").keys()


async def _unlinks_login(operator: Operator) -> None:
    identity_id = _partner("Maria.Keller@northwind.example")(operator)
    subject = "10928374650" + "0192837465"
    token = id_token(GOOGLE, subject, audience=GOOGLE_APP)
    await operator.adds("Logins", IdentityProviderName=GOOGLE, IdentityProviderToken=token)
    assert token not in operator.words
    await operator.adds("LoginsToRemove", IdentityProviderName=GOOGLE)
    await operator.press("ctrl+s")
    await operator.agrees(f"Unlink {GOOGLE} from {identity_id}?")
    await operator.is_told(f"Unlinked {GOOGLE} from {identity_id}.")
    left = operator.service.describe_identity(IdentityId=identity_id)
    assert left["Logins"] == [PARTNERS]


async def _unlinks_user(operator: Operator) -> None:
    identity_id = _partner("lindqvist-petra")(operator)
    await operator.fills(DeveloperUserIdentifier="lindqvist-petra")
    await operator.press("ctrl+s")
    await operator.agrees(f"Unlink lindqvist-petra from {identity_id}?")
    await operator.is_told(f"Unlinked lindqvist-petra from {identity_id}.")
    users = operator.users_of("partner-portal", identity_id)
    assert users == ["p.lindqvist@adatum.example"]


async def _gets_credentials(operator: Operator) -> None:
    await operator.press("ctrl+s")
    identity_id = _first("store-kiosks")(operator)
    await operator.sees_answer(f"IdentityId {identity_id}", "SecretKey ****", "SessionToken ****")
    assert operator.toasts == [f"Got credentials for {identity_id}."]


async def _gets_token(operator: Operator) -> None:
    await operator.press("ctrl+s")
    identity_id = _first("store-kiosks")(operator)
    await operator.sees_answer(f"IdentityId {identity_id}", "Token ****")
    assert operator.toasts == [f"Got a token for {identity_id}."]


_KIOSK: Final = _first("store-kiosks")
_TWICE: Final = _partner("Maria.Keller@northwind.example")
_MERGED: Final = _partner("lindqvist-petra")

JOURNEYS: Final = (
    Journey("list-identity-pools", "L", "data-sandbox", _lists_pools),
    Journey("create-identity-pool", "n", "data-sandbox", _creates, lambda _: {}),
    Journey("describe-identity-pool", "i", "data-sandbox", _shows("Name data-sandbox")),
    Journey(
        "update-identity-pool",
        "e",
        "data-sandbox",
        _updates,
        lambda operator: operator.pool("data-sandbox"),
    ),
    Journey("delete-identity-pool", "d", "data-sandbox", _deletes_pool),
    Journey("list-identities", "I", "data-sandbox", _shows("data-sandbox · identities 17")),
    Journey("get-identity-pool-roles", "o", "workforce-sso", _shows("WorkforceBaseline")),
    Journey(
        "set-identity-pool-roles",
        "O",
        "data-sandbox",
        _sets_roles,
        _of_pool("data-sandbox", Roles={}),
    ),
    Journey("list-tags-for-resource", "t", "store-kiosks", _shows("site all-stores")),
    Journey("tag-resource", "T", "data-sandbox", _tags, _of_arn("data-sandbox")),
    Journey("untag-resource", "U", "store-kiosks", _untags, _of_arn("store-kiosks")),
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
        _sets_principal_tags,
        lambda operator: operator.principal_tags("workforce-sso", OKTA),
    ),
    Journey("get-id", "N", "data-sandbox", _gets_id, _of_pool("data-sandbox")),
    Journey(
        "get-open-id-token-for-developer-identity",
        "D",
        "partner-portal",
        _gets_developer_token,
        _of_pool("partner-portal"),
    ),
    Journey(
        "merge-developer-identities",
        "w",
        "partner-portal",
        _merges,
        _of_pool("partner-portal", DeveloperProviderName=PARTNERS),
    ),
    Journey(
        "describe-identity",
        "i",
        "partner-portal",
        _shows("State authenticated", "Logins (2)"),
        identity=_TWICE,
    ),
    Journey(
        "lookup-developer-identity",
        "f",
        "partner-portal",
        _shows("lindqvist-petra"),
        identity=_MERGED,
    ),
    Journey(
        "delete-identities", "d", "data-sandbox", _deletes_identity, identity=_first("data-sandbox")
    ),
    Journey(
        "get-credentials-for-identity",
        "x",
        "store-kiosks",
        _gets_credentials,
        _of_identity(_KIOSK),
        _KIOSK,
    ),
    Journey("get-open-id-token", "o", "store-kiosks", _gets_token, _of_identity(_KIOSK), _KIOSK),
    Journey("unlink-identity", "u", "partner-portal", _unlinks_login, _of_identity(_TWICE), _TWICE),
    Journey(
        "unlink-developer-identity",
        "U",
        "partner-portal",
        _unlinks_user,
        lambda operator: {
            "IdentityId": _MERGED(operator),
            "IdentityPoolId": operator.pool_id("partner-portal"),
            "DeveloperProviderName": PARTNERS,
        },
        _MERGED,
    ),
)
"""One for each operation, in the order of the table."""
