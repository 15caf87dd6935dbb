"""Lookups, previews and results are described as documents."""

import pytest

from cogtui.api_error import ErrorKind
from cogtui.developers import descriptions
from cogtui.developers.blockers import Blocker, Consequence, Reason
from cogtui.developers.execute import ExecutionResult, ExecutionStatus
from cogtui.developers.merge import MergePreview
from cogtui.developers.register import RegisterPreview
from cogtui.developers.unlink import LoginUnlinkPreview, UserUnlinkPreview
from cogtui.developers.verification import Verification
from cogtui.documents.document import Document, Note, Tone
from tests.developers.service import Service, api_error
from tests.documents.reading import notes, titles, values
from tests.emulator.users import DEVELOPER, GOOGLE

NOW = 1_767_225_600.0


def tones(document: Document) -> set[Tone]:
    """Return the tone of each sentence of a document."""
    return {part.tone for each in document for part in each.parts if isinstance(part, Note)}


async def test_a_merge(service: Service) -> None:
    """The document shows the merged identity, what keeps working and what stops."""
    ada, bob = service.identity("ada"), service.identity("bob ")
    preview = await MergePreview.read(await service.directory(), "ada", "bob ")
    document = descriptions.merged(preview, NOW)
    assert titles(document) == [
        *("Merged identity", f"2 developer users of {DEVELOPER}"),
        "Disabled identity",
        "Keeps working",
        "Stops working",
    ]
    sides = [(each,) for each in document if each.title.endswith(" identity")]
    assert [values(each)["ID"] for each in sides] == [bob, ada]


async def test_a_merge_that_cannot_be_sent(service: Service) -> None:
    """The document is empty."""
    service.identity("ada")
    preview = await MergePreview.read(await service.directory(), "ada", "nobody")
    assert descriptions.merged(preview, NOW) == ()


async def test_a_user_who_was_looked_up(service: Service) -> None:
    """The document shows the identity or that there is none, and oddities of the identifier."""
    bob = service.identity("bob ")
    found = await (await service.directory()).user("bob ")
    document = descriptions.user("Source", "bob ", found, NOW)
    assert titles(document) == ["Source", f"1 developer user of {DEVELOPER}", "“bob ”"]
    assert values(document[:1])["ID"] == bob
    assert notes(document) == ["It ends with a space."]
    assert notes(descriptions.user("Source", "nobody", None, NOW)) == [
        "Not registered in this pool."
    ]


async def test_an_unlink(service: Service) -> None:
    """The consequences have the tone of their severity; the identity is shown before and after."""
    both, alone = service.identity("ada", public=[GOOGLE]), service.identity("bob")
    directory = await service.directory()
    for preview, tone in (
        (await UserUnlinkPreview.read(directory, both, "ada"), Tone.WARNING),
        (await LoginUnlinkPreview.read(directory, both, GOOGLE), Tone.WARNING),
        (await UserUnlinkPreview.read(directory, alone, "bob"), Tone.BAD),
    ):
        document = descriptions.unlink(preview, NOW)
        assert titles(document)[0] == "Effect"
        assert "Identity after" in titles(document)
        assert tones(document) == {tone}
    unknown = await UserUnlinkPreview.read(directory, f"{alone}0", " bob")
    assert titles(descriptions.unlink(unknown, NOW)) == ["Not possible", "“ bob”"]


async def test_a_registration(service: Service) -> None:
    """The document shows the identity that will own the user, or that already does."""
    guest, ada = service.identity(), service.identity("ada")
    directory = await service.directory()
    linked = descriptions.register(await RegisterPreview.read(directory, "new", guest), NOW)
    assert titles(linked)[:2] == ["Effect", "Owner"]
    assert values(linked)["ID"] == guest
    found = descriptions.register(await RegisterPreview.read(directory, "ada", None), NOW)
    assert titles(found)[:2] == ["Effect", "Registered to"]
    assert values(found)["ID"] == ada
    refused = descriptions.register(await RegisterPreview.read(directory, "ada", guest), NOW)
    assert titles(refused)[:2] == ["Not possible", "Registered to"]


def test_uncertain_blockers_are_separate() -> None:
    """Uncertain blockers have their own section, since they do not prevent sending."""
    doubt = Blocker(Reason.OTHER_POOL, "Perhaps.", Consequence.UNCERTAIN)
    certain = Blocker(Reason.ALREADY_MERGED, "For sure.", Consequence.NOTHING)
    assert titles(descriptions.blocker_sections([doubt, certain])) == [
        "Not possible",
        "May be refused",
    ]
    assert titles(descriptions.blocker_sections([doubt])) == ["May be refused"]


@pytest.mark.parametrize("status", ExecutionStatus)
async def test_the_result(service: Service, status: ExecutionStatus) -> None:
    """The status sentence comes first, then differences, identities and errors."""
    service.identity("ada")
    bob = service.identity("bob")
    directory = await service.directory()
    preview = await MergePreview.read(directory, "ada", "bob")
    found = await directory.read(bob)
    assert found is not None
    lost = api_error(ErrorKind.TIMEOUT).explanation
    document = descriptions.result(
        ExecutionResult(status, preview, Verification(("Not so.",), (found,)), call_error=lost), NOW
    )
    assert notes(document)[0] == descriptions._STATUSES[status][0]
    assert ("Differences" in titles(document)) == (status is ExecutionStatus.DIFFERENT)
    assert "Current state" in titles(document)
    assert "✗ Trouble: timeout" in notes(document)
    bare = descriptions.result(ExecutionResult(status, preview), NOW)
    assert notes(bare) == [descriptions._STATUSES[status][0]]
