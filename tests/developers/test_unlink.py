"""The preview of unlinking, and the check of its result."""

import pytest

from cogtui.developers.blockers import Reason
from cogtui.developers.unlink import LoginUnlinkPreview, UserUnlinkPreview
from cogtui.secret import Secret
from tests.developers.service import NOBODY, Service
from tests.emulator.users import APPLE, DEVELOPER, GOOGLE


async def test_remaining_links_are_reported(service: Service) -> None:
    """The sentences list who still reaches the identity."""
    identity_id = service.identity("ada", "bob", "eve", public=[GOOGLE])
    preview = await UserUnlinkPreview.read(await service.directory(), identity_id, "ada")
    assert not preview.is_last
    assert preview.consequences() == [
        "“ada” gets a new identity at the next sign-in.",
        f"{identity_id} keeps 2 developer users, Google.",
    ]


async def test_the_last_login_is_reported(service: Service) -> None:
    """The sentences say that the identity becomes unreachable, whichever login was the last."""
    ada, google = service.identity("ada"), service.identity(public=[GOOGLE])
    directory = await service.directory()
    user = await UserUnlinkPreview.read(directory, ada, "ada")
    login = await LoginUnlinkPreview.read(directory, google, GOOGLE)
    for preview, identity_id in ((user, ada), (login, google)):
        assert preview.is_last
        assert preview.consequences()[-1] == (
            f"This is the last login of {identity_id}: no one can ever reach that identity or the "
            "data keyed by its ID again, not even as a guest."
        )


async def test_a_login_needs_a_token_of_the_identity(service: Service) -> None:
    """A token of any linked public login is accepted, not only of the one removed."""
    identity_id = service.identity("ada", public=[GOOGLE, APPLE])
    preview = await LoginUnlinkPreview.read(await service.directory(), identity_id, GOOGLE)
    assert preview.proofs == (GOOGLE, APPLE)
    assert preview.consequences() == [
        "That Google user gets a new identity at the next sign-in.",
        f"{identity_id} keeps 1 developer user, Apple.",
    ]
    token = Secret("token")
    assert preview.parameters({APPLE: token}) == {
        "IdentityId": identity_id,
        "Logins": {APPLE: token},
        "LoginsToRemove": [GOOGLE],
    }


@pytest.mark.parametrize(
    ("login", "reason"),
    [(APPLE, Reason.NOT_LINKED), (DEVELOPER, Reason.WRONG_PROVIDER)],
)
async def test_a_login_that_cannot_be_unlinked(
    service: Service, login: str, reason: Reason
) -> None:
    """A login that is not linked, and the developer provider, are blockers."""
    identity_id = service.identity("ada", public=[GOOGLE])
    directory = await service.directory()
    preview = await LoginUnlinkPreview.read(directory, identity_id, login)
    assert [each.reason for each in preview.blockers] == [reason]
    assert (preview.remaining, preview.is_last, preview.consequences()) == (None, False, [])
    with pytest.raises(ValueError, match="has no expected result"):
        await preview.verify(directory)


async def test_an_identity_that_cannot_be_used(service: Service) -> None:
    """An unknown or disabled identity, and one without public logins, are blockers."""
    directory = await service.directory()
    disabled, ada = service.identity(disabled=True), service.identity("ada")
    for identity_id, reason in (
        (NOBODY, Reason.UNKNOWN_IDENTITY),
        (disabled, Reason.DISABLED),
        (ada, Reason.NO_PUBLIC_LOGIN),
    ):
        preview = await LoginUnlinkPreview.read(directory, identity_id, GOOGLE)
        assert [each.reason for each in preview.blockers] == [reason]
    assert (await LoginUnlinkPreview.read(directory, NOBODY, GOOGLE)).fingerprint == "none"
    assert (await LoginUnlinkPreview.read(directory, NOBODY, GOOGLE)).proofs == ()


async def test_a_user_that_cannot_be_unlinked(service: Service) -> None:
    """An unknown user, one of another identity, and an empty identifier are blockers."""
    directory = await service.directory()
    ada, bob = service.identity("ada"), service.identity("bob")
    for user, reason in (
        ("Ada", Reason.UNKNOWN_USER),
        ("bob", Reason.OTHER_IDENTITY),
        ("", Reason.NO_IDENTIFIER),
    ):
        preview = await UserUnlinkPreview.read(directory, ada, user)
        assert [each.reason for each in preview.blockers] == [reason]
        assert (preview.remaining, preview.is_last, preview.consequences()) == (None, False, [])
    elsewhere = await UserUnlinkPreview.read(directory, ada, "bob")
    assert bob in elsewhere.blockers[0].sentence
    unknown = await UserUnlinkPreview.read(directory, NOBODY, "bob")
    assert [each.reason for each in unknown.blockers] == [
        Reason.UNKNOWN_IDENTITY,
        Reason.OTHER_IDENTITY,
    ]
    assert unknown.fingerprint == f"none+{bob}"


async def test_an_identity_deleted_during_the_read(service: Service) -> None:
    """Nothing can be unlinked from an identity that was gone when it was read."""
    ada = service.identity("ada")
    directory = await service.directory()
    preview = UserUnlinkPreview(directory.provider, ada, "ada", None, ada)
    assert [each.reason for each in preview.blockers] == [Reason.UNKNOWN_IDENTITY]


async def test_a_user_who_is_still_linked_is_reported(service: Service) -> None:
    """A user who still resolves to the identity afterwards is a difference."""
    identity_id = service.identity("ada", public=[GOOGLE])
    directory = await service.directory()
    preview = await UserUnlinkPreview.read(directory, identity_id, "ada")
    again = await preview.read_again(directory)
    assert preview.fingerprint == again.fingerprint
    assert (await preview.verify(directory)).differences == (
        f"“ada” still resolves to {identity_id}.",
        f"“ada” also resolves to {identity_id}.",
    )
    service.inside.identities.remove(service.backend.identity(identity_id)[1])
    found = await preview.verify(directory)
    assert found.differences == (f"{identity_id} no longer exists.",)
    assert found.identities == ()
