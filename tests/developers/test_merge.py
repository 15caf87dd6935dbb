"""The preview of a merge, and the check of its result."""

import dataclasses

import pytest

from cogtui.developers.blockers import Consequence, Reason
from cogtui.developers.merge import MergePreview
from tests.developers.service import NOBODY, Service
from tests.emulator.users import APPLE, DEVELOPER, GOOGLE


def reasons(preview: MergePreview) -> list[Reason]:
    """Return the reason of each blocker."""
    return [each.reason for each in preview.blockers]


async def test_a_merge_in_words(service: Service) -> None:
    """The sentences name both identities, what keeps working and what stops."""
    ada = service.identity("ada", "ada lovelace", public=[APPLE])
    bob = service.identity("bob", public=[GOOGLE])
    preview = await MergePreview.read(await service.directory(), "ada", "bob")
    assert preview.merged is not None
    assert preview.disabled_source is not None
    assert preview.merged.identity_id == bob
    assert preview.merged.identifiers == ("bob", "ada", "ada lovelace")
    assert preview.merged.public_logins == (GOOGLE, APPLE)
    assert (preview.disabled_source.identity_id, preview.disabled_source.is_disabled) == (ada, True)
    assert preview.keeps_working() == [
        f"“ada” and “bob” both resolve to {bob}.",
        f"Sign-ins to the source with Apple also resolve to {bob}.",
        "So does every other login of the two identities.",
        "Credentials already issued stay valid until they expire.",
    ]
    stops = preview.stops_working()
    assert stops[0].startswith(f"{ada} is permanently disabled")
    assert stops[-1].startswith("This cannot be undone")


async def test_a_merge_of_two_users_and_no_more(service: Service) -> None:
    """Logins that do not exist are not mentioned."""
    service.identity("ada")
    bob = service.identity("bob")
    preview = await MergePreview.read(await service.directory(), "ada", "bob")
    assert len(preview.keeps_working()) == 2
    assert preview.parameters(await service.directory()) == {
        "IdentityPoolId": service.pool.pool_id,
        "DeveloperProviderName": DEVELOPER,
        "SourceUserIdentifier": "ada",
        "DestinationUserIdentifier": "bob",
    }
    assert preview.merged is not None
    assert preview.merged.identity_id == bob


async def test_swapping_sides_reads_nothing(service: Service) -> None:
    """The swapped preview keeps the other identity, from the same reads."""
    ada = service.identity("ada")
    service.identity("bob")
    directory = await service.directory()
    preview = await MergePreview.read(directory, "ada", "bob", named_provider=DEVELOPER)
    made = len(service.calls)
    swapped = preview.swapped()
    assert swapped.merged is not None
    assert (swapped.merged.identity_id, swapped.source_user) == (ada, "bob")
    assert len(service.calls) == made
    read = await MergePreview.read(directory, "bob", "ada", named_provider=DEVELOPER)
    assert read == swapped
    assert preview == swapped.swapped()


@pytest.mark.parametrize(
    ("source", "destination", "found"),
    [
        ("ada", "ada", [Reason.ALREADY_MERGED]),
        ("nobody", "nobody", [Reason.UNKNOWN_USER]),
        ("nobody", "Ada", [Reason.UNKNOWN_USER, Reason.UNKNOWN_USER]),
        ("ada", "ada too", [Reason.ALREADY_MERGED]),
        ("", "x" * 1025, [Reason.NO_IDENTIFIER, Reason.NO_IDENTIFIER]),
        ("many", "more", [Reason.TOO_MANY_LOGINS]),
        ("many", "ada", []),
        ("google", "Google", [Reason.CONFLICTING_LOGINS]),
    ],
)
async def test_blockers(
    service: Service, source: str, destination: str, found: list[Reason]
) -> None:
    """Every reason is found before anything is sent, and then nothing is predicted."""
    service.identity("ada", "ada too")
    service.identity("many", *(f"many {number}" for number in range(17)))
    service.identity("more", "more too", "and more")
    service.identity("google", public=[GOOGLE, APPLE])
    service.identity("Google", public=[GOOGLE])
    directory = await service.directory()
    preview = await MergePreview.read(directory, source, destination)
    assert found == reasons(preview)
    assert preview.is_sendable == (not found)
    if found:
        assert (preview.merged, preview.disabled_source) == (None, None)
        assert (preview.keeps_working(), preview.stops_working()) == ([], [])
        with pytest.raises(ValueError, match="has no expected result"):
            await preview.verify(directory)


async def test_a_disabled_identity_blocks_a_merge(service: Service) -> None:
    """It is reported should the service ever resolve an identifier to one."""
    service.identity("ada")
    disabled = service.identity("bob", disabled=True)
    preview = await MergePreview.read(await service.directory(), "ada", "bob")
    assert reasons(preview) == [Reason.DISABLED]
    assert disabled in preview.blockers[0].sentence


async def test_the_number_of_logins_is_reported(service: Service) -> None:
    """The blocker names the count of each side and the limit."""
    service.identity(*(f"a{number}" for number in range(10)))
    service.identity(*(f"b{number}" for number in range(10)), public=[GOOGLE])
    preview = await MergePreview.read(await service.directory(), "a0", "b0")
    (blocker,) = preview.blockers
    assert "21 linked logins (10 and 11); an identity can have at most 20" in blocker.sentence
    assert blocker.consequence is Consequence.REFUSED


async def test_differences_are_reported(service: Service) -> None:
    """Each deviation from the expected result is a sentence."""
    ada = service.identity("ada", public=[APPLE])
    bob = service.identity("bob", "b2", "b3", "b4", "b5", public=[GOOGLE])
    directory = await service.directory()
    preview = await MergePreview.read(directory, "ada", "bob")
    unmerged = await preview.verify(directory)
    assert not unmerged.is_verified
    assert unmerged.differences == (
        f"“ada” does not resolve to {bob}.",
        f"The Apple user does not resolve to {bob}.",
        f"{ada} is not disabled.",
        f"“ada” also resolves to {ada}.",
        f"The Apple user also resolves to {ada}.",
    )
    assert [each.identity_id for each in unmerged.identities] == [bob, ada]
    merged = service.inside.identities.get(bob)
    assert merged is not None
    merged.logins, merged.disabled = [], True
    lost = (await preview.verify(directory)).differences
    assert lost[:4] == (
        f"“ada” does not resolve to {bob}.",
        f"“bob” does not resolve to {bob}.",
        f"{bob} is disabled.",
        f"“bob”, “b2”, “b3” and 3 more do not resolve to {bob}.",
    )
    merged.logins = [(DEVELOPER, "x"), (DEVELOPER, "y")]
    service.inside.identities.save(merged)
    assert f"“x”, “y” also resolve to {bob}." in (await preview.verify(directory)).differences
    service.inside.identities.remove(merged)
    gone = await preview.verify(directory)
    assert f"{bob} no longer exists." in gone.differences
    assert [each.identity_id for each in gone.identities] == [ada]


async def test_logins_without_the_developer_provider(service: Service) -> None:
    """Only identifiers count, since the provider is not documented to be among the logins."""
    service.identity("ada")
    service.identity("bob")
    preview = await MergePreview.read(await service.directory(), "ada", "bob")
    assert preview.source is not None
    unlisted = dataclasses.replace(
        preview.source, identity=dataclasses.replace(preview.source.identity, logins=())
    )
    assert (unlisted.is_guest, unlisted.is_disabled, unlisted.link_count) == (False, False, 1)
    again = dataclasses.replace(preview, source=unlisted)
    assert preview.fingerprint == again.fingerprint
    assert preview.merged == again.merged


async def test_an_identity_deleted_during_the_read_is_unknown(service: Service) -> None:
    """A user whose identity is deleted between the lookup and the read is unknown."""
    ada = service.identity("ada")
    service.identity("bob")

    def delete(operation: str) -> None:
        found = service.inside.identities.get(ada)
        if operation == "describe-identity" and found is not None:
            service.inside.identities.remove(found)

    directory = await service.directory()
    service.before = delete
    preview = await MergePreview.read(directory, "ada", "bob")
    assert reasons(preview) == [Reason.UNKNOWN_USER]
    assert preview.fingerprint.startswith("unknown+")
    assert NOBODY not in preview.blockers[0].sentence
