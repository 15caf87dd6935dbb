"""The preview of a registration: the owner, and the tokens it requires."""

import pytest

from cogtui.developers.blockers import Consequence, Reason
from cogtui.developers.identifiers import quoted
from cogtui.developers.register import RegisterEffect, RegisterPreview
from cogtui.secret import Secret
from tests.developers.service import NOBODY, Service
from tests.emulator.users import APPLE, DEVELOPER, GOOGLE


async def test_a_new_user_of_a_new_identity(service: Service) -> None:
    """The identity has no ID before it is created."""
    directory = await service.directory()
    preview = await RegisterPreview.read(directory, "ada", None)
    assert (preview.effect, preview.proofs, preview.blockers) == (RegisterEffect.MADE, (), ())
    assert preview.consequences() == ["Creates a new identity for “ada”."]
    assert preview.owner is not None
    assert (preview.owner.identity_id, preview.owner.identifiers) == ("", ("ada",))
    assert preview.parameters(directory) == {
        "IdentityPoolId": service.pool.pool_id,
        "Logins": {DEVELOPER: "ada"},
    }


async def test_a_guest_becomes_a_user(service: Service) -> None:
    """A user is linked to a guest identity without a token."""
    guest = service.identity()
    preview = await RegisterPreview.read(await service.directory(), "ada", guest)
    assert (preview.effect, preview.proofs, preview.blockers) == (RegisterEffect.LINKED, (), ())
    assert preview.consequences() == [
        f"Links “ada” to {guest}; the user then resolves to it.",
        "The identity is then no longer a guest: it gets no credentials without a login.",
    ]


async def test_an_identity_with_logins_requires_a_token(service: Service) -> None:
    """A token of a public login is required, also if another developer user is linked."""
    identity_id = service.identity("bob", public=[GOOGLE, APPLE])
    directory = await service.directory()
    preview = await RegisterPreview.read(directory, "ada", identity_id)
    assert preview.proofs == (GOOGLE, APPLE)
    assert preview.consequences() == [
        f"Links “ada” to {identity_id}; the user then resolves to it.",
        "Requires a valid token of the identity's user from Google, Apple; one is enough.",
    ]
    token = Secret("token")
    assert preview.parameters(directory, {APPLE: token}) == {
        "IdentityPoolId": service.pool.pool_id,
        "IdentityId": identity_id,
        "Logins": {DEVELOPER: "ada", APPLE: token},
    }


@pytest.mark.parametrize("present", [["bob"], ["bob", "eve"], ["ada "], ["ADA"], ["b" * 1024]])
async def test_an_identity_with_developer_users_only(service: Service, present: list[str]) -> None:
    """Another developer user can be sent, with the note that it may be refused."""
    identity_id = service.identity(*present)
    directory = await service.directory()
    preview = await RegisterPreview.read(directory, "ada", identity_id)
    (blocker,) = preview.blockers
    assert (blocker.reason, blocker.consequence) == (Reason.SECOND_USER, Consequence.UNCERTAIN)
    assert f"belongs to {quoted(present[0])}" in blocker.sentence
    assert "may be refused" in blocker.sentence
    assert (preview.is_sendable, preview.proofs) == (True, ())
    await directory.send(preview.operation, preview.parameters(directory))
    assert (await preview.verify(directory)).is_verified
    assert await directory.find("ada") == identity_id


async def test_a_second_user_with_a_public_login(service: Service) -> None:
    """Beside a public login, a token of that login is still required."""
    identity_id = service.identity("bob", public=[GOOGLE])
    preview = await RegisterPreview.read(await service.directory(), "ada", identity_id)
    assert (preview.blockers, preview.proofs) == ((), (GOOGLE,))


async def test_a_registration_that_cannot_be_sent(service: Service) -> None:
    """It has no owner and no consequences, and cannot be verified."""
    directory = await service.directory()
    preview = await RegisterPreview.read(directory, "ada", NOBODY)
    assert (preview.owner, preview.consequences()) == (None, [])
    with pytest.raises(ValueError, match="has no expected result"):
        await preview.verify(directory)


@pytest.mark.parametrize("targeted", [True, False])
async def test_a_user_who_is_registered_already(service: Service, *, targeted: bool) -> None:
    """Nothing changes, with or without the ID of the user's identity."""
    identity_id = service.identity("ada", public=[GOOGLE])
    directory = await service.directory()
    target_id = identity_id if targeted else None
    preview = await RegisterPreview.read(directory, "ada", target_id)
    assert (preview.effect, preview.proofs, preview.blockers) == (RegisterEffect.FOUND, (), ())
    assert preview.owner == preview.holder
    assert preview.consequences() == [
        f"“ada” is already registered to {identity_id}. Registering again only issues a token."
    ]


async def test_a_user_of_another_identity(service: Service) -> None:
    """The blocker names the other identity and suggests a merge."""
    ada, guest = service.identity("ada"), service.identity()
    preview = await RegisterPreview.read(await service.directory(), "ada", guest)
    (blocker,) = preview.blockers
    assert blocker.reason is Reason.REGISTERED
    assert f"“ada” is registered to {ada}. Merge the two users instead" in blocker.sentence


async def test_a_target_that_cannot_be_used(service: Service) -> None:
    """Unknown, disabled and foreign targets are blockers; a foreign one may be uncertain."""
    other = service.make_pool()
    for target_id, reason, consequence in (
        (NOBODY, Reason.UNKNOWN_IDENTITY, Consequence.REFUSED),
        (service.identity(disabled=True), Reason.DISABLED, Consequence.REFUSED),
        (service.identity("eve", pool=other), Reason.OTHER_POOL, Consequence.REFUSED),
        (service.identity(pool=other), Reason.OTHER_POOL, Consequence.UNCERTAIN),
    ):
        preview = await RegisterPreview.read(await service.directory(), "ada", target_id)
        (blocker,) = preview.blockers
        assert (blocker.reason, blocker.consequence) == (reason, consequence)
        assert preview.is_sendable == (consequence is Consequence.UNCERTAIN)


async def test_differences_are_reported(service: Service) -> None:
    """A user not registered, registered elsewhere, or beside others is a difference."""
    directory = await service.directory()
    guest = service.identity()
    new = await RegisterPreview.read(directory, "ada", None)
    linked = await RegisterPreview.read(directory, "ada", guest)
    assert (await new.verify(directory)).differences == ("“ada” is not registered.",)
    other = service.identity("ada", "eve")
    found = await linked.verify(directory)
    assert found.differences == (f"“ada” resolves to {other}.",)
    assert [each.identity_id for each in found.identities] == [other]
    assert (await new.verify(directory)).differences == (f"“eve” also resolves to {other}.",)
    assert (await new.read_again(directory)).fingerprint != new.fingerprint
