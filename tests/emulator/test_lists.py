"""Lists: pages, page tokens and members."""

from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from cogtui.emulator import RunningEmulator
from tests.emulator.connection import all_identities, connect, pools_by_name, refused

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient


@pytest.fixture(scope="module")
def pools(demo_client: "CognitoIdentityClient") -> dict[str, str]:
    """Return the demo pools' IDs by name."""
    return pools_by_name(demo_client)


def test_list_identity_pools_returns_ids_and_names_only(
    demo_client: "CognitoIdentityClient",
) -> None:
    """A listed pool has its ID and its name only."""
    page = demo_client.list_identity_pools(MaxResults=60)
    assert all(
        set(pool) == {"IdentityPoolId", "IdentityPoolName"} for pool in page["IdentityPools"]
    )
    assert "NextToken" not in page


def test_list_identity_pools_pages_by_max_results(demo_client: "CognitoIdentityClient") -> None:
    """With pages of five, twelve pools come as five, five and two, each pool once."""
    sizes, names = [], []
    token: dict[str, Any] = {}
    while True:
        page = demo_client.list_identity_pools(MaxResults=5, **token)
        sizes.append(len(page["IdentityPools"]))
        names += [pool["IdentityPoolName"] for pool in page["IdentityPools"]]
        if "NextToken" not in page:
            break
        token = {"NextToken": page["NextToken"]}
    assert sizes == [5, 5, 2]
    assert len(set(names)) == 12


def test_list_identities_names_its_pool(
    demo_client: "CognitoIdentityClient", pools: dict[str, str]
) -> None:
    """The response repeats the pool's ID."""
    page = demo_client.list_identities(IdentityPoolId=pools["data-sandbox"], MaxResults=60)
    assert page["IdentityPoolId"] == pools["data-sandbox"]


def test_list_identities_returns_every_identity_once(
    demo_client: "CognitoIdentityClient", pools: dict[str, str]
) -> None:
    """Pages of 60 contain the 500 identities once each, and the last page has no token."""
    found = [
        identity["IdentityId"] for identity in all_identities(demo_client, pools["mobile-app-prod"])
    ]
    assert len(found) == len(set(found)) == 500


def test_list_identities_includes_disabled_ones_unless_hidden(
    demo_client: "CognitoIdentityClient", pools: dict[str, str]
) -> None:
    """HideDisabled omits exactly the identities whose logins are DISABLED and the region."""
    everyone = all_identities(demo_client, pools["mobile-app-prod"])
    enabled = all_identities(demo_client, pools["mobile-app-prod"], HideDisabled=True)
    disabled = [
        identity for identity in everyone if identity.get("Logins") == ["DISABLED", "us-east-1"]
    ]
    assert len(disabled) == 500 // 83
    assert len(everyone) - len(disabled) == len(enabled)
    assert not any("DISABLED" in identity.get("Logins", ()) for identity in enabled)


def test_a_token_is_opaque_and_bound_to_its_pool(
    demo_client: "CognitoIdentityClient", pools: dict[str, str]
) -> None:
    """A token of another pool's list, or an invented one, is rejected."""
    page = demo_client.list_identities(IdentityPoolId=pools["mobile-app-prod"], MaxResults=5)
    for pool, token in (
        ("store-kiosks", page["NextToken"]),
        ("mobile-app-prod", "invented"),
        ("mobile-app-prod", "\N{SNOWMAN}"),
    ):
        with refused("InvalidParameterException"):
            demo_client.list_identities(IdentityPoolId=pools[pool], MaxResults=5, NextToken=token)


@pytest.mark.inferred
def test_a_token_is_valid_with_another_filter(
    demo_client: "CognitoIdentityClient", pools: dict[str, str]
) -> None:
    """A token of the complete list continues a list without disabled identities."""
    pool = pools["telemetry-devices"]
    whole = all_identities(demo_client, pool)
    first = demo_client.list_identities(IdentityPoolId=pool, MaxResults=10)
    rest = demo_client.list_identities(
        IdentityPoolId=pool, MaxResults=5, NextToken=first["NextToken"], HideDisabled=True
    )
    shown = [each for each in whole[10:] if "DISABLED" not in each.get("Logins", ())]
    assert rest["Identities"] == shown[:5]


def test_list_identities_of_an_unknown_pool(demo_client: "CognitoIdentityClient") -> None:
    """The error for a pool that does not exist quotes its ID."""
    pool = "us-east-1:00000000-0000-0000-0000-000000000000"
    with refused("ResourceNotFoundException", f"IdentityPool '{pool}' not found."):
        demo_client.list_identities(IdentityPoolId=pool, MaxResults=5)


def test_a_page_has_at_most_60_entries(
    demo_client: "CognitoIdentityClient", pools: dict[str, str]
) -> None:
    """In every list, MaxResults over 60 is a ValidationException."""
    text = (
        "1 validation error detected: Value '61' at 'maxResults' failed to satisfy constraint: "
        "Member must have value less than or equal to 60"
    )
    with refused("ValidationException", text):
        demo_client.list_identity_pools(MaxResults=61)
    with refused("ValidationException", text):
        demo_client.list_identities(IdentityPoolId=pools["store-kiosks"], MaxResults=61)
    with refused("ValidationException", text):
        demo_client.lookup_developer_identity(
            IdentityPoolId=pools["partner-portal"], DeveloperUserIdentifier="x", MaxResults=61
        )


def test_dates_have_milliseconds(
    demo_client: "CognitoIdentityClient", pools: dict[str, str]
) -> None:
    """Dates of identities are epoch seconds with milliseconds."""
    found = all_identities(demo_client, pools["mobile-app-prod"])
    odd = [identity["CreationDate"].microsecond for identity in found]
    assert any(odd)
    assert not any(microsecond % 1000 for microsecond in odd)


def test_describe_identity_returns_the_same_as_the_list(
    demo_client: "CognitoIdentityClient", pools: dict[str, str]
) -> None:
    """Describe returns an identity as listed, without its pool."""
    listed = all_identities(demo_client, pools["web-storefront"])[:70]
    for identity in listed:
        description = demo_client.describe_identity(IdentityId=identity["IdentityId"])
        assert {**identity, "ResponseMetadata": description["ResponseMetadata"]} == description


def test_describe_identity_of_an_unknown_identity(demo_client: "CognitoIdentityClient") -> None:
    """The error quotes the ID of an identity that does not exist or is in another region."""
    for identity in ("us-east-1:00000000-0000-0000-0000-000000000000", "us-east-1:-"):
        with refused("ResourceNotFoundException", f"Identity '{identity}' not found."):
            demo_client.describe_identity(IdentityId=identity)


def test_a_pool_is_found_in_its_own_region_only(
    demo: RunningEmulator, pools: dict[str, str]
) -> None:
    """A signed request to another region does not find the pool."""
    pool = pools["mobile-app-prod"]
    with (
        closing(connect(demo, "cognito-identity", "eu-west-1")) as other_region,
        refused("ResourceNotFoundException", f"IdentityPool '{pool}' not found."),
    ):
        other_region.describe_identity_pool(IdentityPoolId=pool)
