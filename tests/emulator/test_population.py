"""Identities that are computed from a seed, with lookup by ID and by login."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from cogtui.emulator.identities import Identities, StoredIdentity
from cogtui.emulator.population import Population, Share, SubjectFormat, scramble, unscramble
from tests.emulator.connection import pools_by_name

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

COUNT = 400
FORMS = {
    "pool": SubjectFormat.UUID,
    "google": SubjectFormat.DIGITS,
    "apple": SubjectFormat.APPLE,
    "developer": SubjectFormat.CUSTOMER,
}


def make_population(count: int = COUNT, disabled_every: int = 10) -> Population:
    """Return a population with four providers, users with two logins, and guests."""
    return Population(
        name="test",
        seed=1,
        region="us-east-1",
        count=count,
        first_created=1_700_000_000_000,
        last_created=1_760_000_000_000,
        shares=tuple(Share(name, 20, form) for name, form in FORMS.items()),
        disabled_every=disabled_every,
    )


@pytest.fixture
def population() -> Population:
    """Return a population of 400 identities."""
    return make_population()


@pytest.mark.parametrize("number", [0, 1, 2, 0x7FFFFFFF, 0xFFFFFFFF, 123_456_789])
@pytest.mark.parametrize("salt", [0, 0xDEADBEEF])
def test_scrambling_can_be_undone(number: int, salt: int) -> None:
    """Unscrambling returns the original number, with any salt."""
    assert unscramble(scramble(number, salt), salt) == number


def test_every_id_leads_back_to_its_position(population: Population) -> None:
    """All IDs are different, and the position of each can be computed."""
    ids = [population.identity(position).identity_id for position in range(COUNT)]
    assert len(set(ids)) == COUNT
    assert [population.position_of(each) for each in ids] == list(range(COUNT))


@pytest.mark.parametrize("provider", FORMS)
def test_every_login_leads_back_to_its_position(population: Population, provider: str) -> None:
    """Each provider's user IDs have its format, are all different, and lead to their identity."""
    logins = {
        login: position
        for position in range(COUNT)
        for login in population.identity(position).logins
        if login[0] == provider
    }
    assert len(logins) > 40
    assert all(FORMS[provider].value.fullmatch(user) for _, user in logins)
    for login, position in logins.items():
        assert population.position_of_login(login) == position


def test_some_users_linked_two_providers(population: Population) -> None:
    """Some users have two logins; disabled identities have none."""
    counts = [len(population.identity(position).logins) for position in range(COUNT)]
    assert set(counts) == {0, 1, 2}


@pytest.mark.parametrize(
    "login",
    [
        ("pool", "not-a-uuid"),
        ("pool", "00000000-0000-0000-0000-000000000000"),
        ("google", "100000000000000000001"),
        ("unknown", "customer-0000000001"),
    ],
)
def test_an_unknown_login(population: Population, login: tuple[str, str]) -> None:
    """Unknown logins have no position."""
    assert population.position_of_login(login) is None


@pytest.mark.parametrize(
    "identity_id", ["us-east-1:-", "us-east-1:00000000-0000-0000-0000-000000000000", "x"]
)
def test_an_unknown_id(population: Population, identity_id: str) -> None:
    """Unknown IDs have no position."""
    assert population.position_of(identity_id) is None


def test_the_same_position_of_another_name_is_another_identity() -> None:
    """Two pools with one seed share no IDs."""
    one = make_population()
    other = replace(one, name="other")
    ids = {each.identity(position).identity_id for each in (one, other) for position in range(50)}
    assert len(ids) == 100


def test_a_changed_identity_replaces_the_computed_one(population: Population) -> None:
    """A change applies to list, ID and logins; removed logins lead to no identity."""
    identities = Identities(population)
    position = next(place for place in range(COUNT) if population.identity(place).logins)
    identity = population.identity(position)
    old = identity.logins[0]
    identity.logins = [("google", "new")]
    identities.save(identity)
    assert identities.get(identity.identity_id) == identity
    assert identities.find(("google", "new")) == identity
    assert identities.find(old) is None


def test_deleted_identities_leave_a_gap(population: Population) -> None:
    """Pages skip deleted identities, and no lookup finds them."""
    identities = Identities(population)
    deleted = [population.identity(position) for position in range(COUNT - 1)]
    for identity in deleted:
        identities.remove(identity)
    page, following = identities.page(0, 60, hide_disabled=False)
    assert [identity.position for identity in page] == [COUNT - 1]
    assert following is None
    assert not any(identities.get(identity.identity_id) for identity in deleted)
    assert not any(identities.find(login) for identity in deleted for login in identity.logins)


def test_added_identities_come_after_the_population(population: Population) -> None:
    """A new identity is last in the list."""
    identities = Identities(population)
    identities.add(StoredIdentity("us-east-1:new", created=1, modified=1))
    page, following = identities.page(COUNT - 1, 60, hide_disabled=False)
    assert [identity.position for identity in page] == [COUNT - 1, COUNT]
    assert following is None


def test_a_million_identities_need_one_byte_each() -> None:
    """A million identities cost one byte each, and the last page is complete."""
    identities = Identities(make_population(1_000_000, disabled_every=0))
    page, following = identities.page(999_990, 60, hide_disabled=True)
    assert [identity.position for identity in page] == list(range(999_990, 1_000_000))
    assert following is None
    assert identities.get(page[-1].identity_id) == page[-1]


def test_a_seeded_developer_user_is_found_over_the_wire(
    demo_client: "CognitoIdentityClient",
) -> None:
    """Lookup and a developer token find the identity of a generated developer user."""
    pool = pools_by_name(demo_client)["telemetry-devices"]
    page = demo_client.list_identities(IdentityPoolId=pool, MaxResults=60, HideDisabled=True)
    devices = [each["IdentityId"] for each in page["Identities"] if "Logins" in each]
    for identity in devices[:5]:
        found = demo_client.lookup_developer_identity(IdentityPoolId=pool, IdentityId=identity)
        (user,) = found["DeveloperUserIdentifierList"]
        by_user = demo_client.lookup_developer_identity(
            IdentityPoolId=pool, DeveloperUserIdentifier=user
        )
        token = demo_client.get_open_id_token_for_developer_identity(
            IdentityPoolId=pool, Logins={"devices.telemetry.example": user}
        )
        assert by_user["IdentityId"] == token["IdentityId"] == identity
