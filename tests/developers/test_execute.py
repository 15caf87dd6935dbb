"""A previewed operation is sent, with everything that can happen in between."""

from collections.abc import Callable

import pytest

from cogtui.api_error import ApiError, ErrorKind
from cogtui.developers.execute import ExecutionResult, ExecutionStatus, send
from cogtui.developers.merge import MergePreview
from cogtui.developers.register import RegisterPreview
from cogtui.developers.unlink import LoginUnlinkPreview
from cogtui.secret import Secret
from tests.developers.service import Service, api_error, failing
from tests.emulator.users import APPLE, DEVELOPER, GOOGLE, login

MERGE = "merge-developer-identities"
LOST = api_error(ErrorKind.TIMEOUT, outcome_unknown=True)


async def merged(
    service: Service, change: Callable[[], object] = lambda: None
) -> ExecutionResult[MergePreview]:
    """Return the result of merging ada into bob, with a change after the preview."""
    directory = await service.directory()
    preview = await MergePreview.read(directory, "ada", "bob")
    change()
    return await send(directory, preview, preview.parameters(directory))


async def test_it_is_sent_once_and_verified(service: Service) -> None:
    """The call must not be retried, and both identities are read afterwards."""
    service.identity("ada")
    bob = service.identity("bob")
    sent = await merged(service)
    assert (sent.status, sent.answer) == (ExecutionStatus.VERIFIED, {"IdentityId": bob})
    assert sent.verification is not None
    assert len(sent.verification.identities) == 2
    assert [once for operation, _, once in service.calls if operation == MERGE] == [True]


async def test_the_token_of_a_registration_is_secret(service: Service) -> None:
    """The token is wrapped before anything can print it."""
    directory = await service.directory()
    preview = await RegisterPreview.read(directory, "ada", None)
    sent = await send(directory, preview, preview.parameters(directory))
    assert sent.status is ExecutionStatus.VERIFIED
    assert sent.answer is not None
    assert isinstance(sent.answer["Token"], Secret)


def _deleted(service: Service, identity_id: str) -> None:
    service.backend.delete_identities([identity_id])


def _merged_by_another(service: Service, identity_id: str) -> None:
    pool_id = service.pool.pool_id
    assert service.backend.merge_developers(pool_id, DEVELOPER, "eve", "bob") == identity_id


def _moved(service: Service, identity_id: str) -> None:
    service.backend.unlink_developer(service.pool.pool_id, identity_id, DEVELOPER, "bob")
    service.identity("bob")


@pytest.mark.parametrize("change", [_deleted, _merged_by_another, _moved])
async def test_a_change_since_the_preview(
    service: Service, change: Callable[[Service, str], None]
) -> None:
    """After a delete, merge or unlink by someone else nothing is sent; the preview is new."""
    service.identity("ada")
    service.identity("eve")
    bob = service.identity("bob", "robert")
    sent = await merged(service, lambda: change(service, bob))
    assert (sent.status, sent.verification, sent.answer) == (ExecutionStatus.CHANGED, None, None)
    assert sent.preview == await MergePreview.read(await service.directory(), "ada", "bob")
    assert service.called(MERGE) == 0


async def test_a_preview_with_blockers_is_not_sent(service: Service) -> None:
    """Sending raises an error, and no call is made."""
    with pytest.raises(ValueError, match="blockers"):
        await merged(service)
    assert service.called(MERGE) == 0


async def test_a_refusal_is_raised(service: Service) -> None:
    """A refusal that no blocker predicted is raised."""
    service.identity("ada")
    service.identity("bob")
    service.before = failing(MERGE, api_error(ErrorKind.DENIED))
    before = service.state()
    with pytest.raises(ApiError):
        await merged(service)
    assert before == service.state()


async def test_a_response_lost_after_the_operation(service: Service) -> None:
    """The state is read, the result is verified, and nothing is sent again."""
    service.identity("ada")
    service.identity("bob")
    service.after = failing(MERGE, LOST)
    sent = await merged(service)
    assert (sent.status, sent.answer, sent.call_error) == (
        ExecutionStatus.VERIFIED,
        None,
        LOST.explanation,
    )
    assert service.called(MERGE) == 1


async def test_a_response_lost_before_the_operation(service: Service) -> None:
    """The result is reported as not done, since nothing has changed."""
    service.identity("ada")
    service.identity("bob")
    service.before = failing(MERGE, LOST)
    sent = await merged(service)
    assert (sent.status, sent.call_error) == (ExecutionStatus.NOT_DONE, LOST.explanation)
    assert service.called(MERGE) == 1


async def test_a_lost_response_and_a_change_by_others(service: Service) -> None:
    """A state that is neither the old nor the expected one is reported as different."""
    service.identity("ada", "eve")
    bob = service.identity("bob")
    service.before = failing(MERGE, LOST, then=lambda: _deleted(service, bob))
    sent = await merged(service)
    assert sent.status is ExecutionStatus.DIFFERENT
    assert sent.verification is not None
    assert f"{bob} no longer exists." in sent.verification.differences


async def test_a_success_that_is_not_as_expected(service: Service) -> None:
    """A user linked by someone else at the same moment makes the result different."""
    service.identity("ada")
    bob = service.identity("bob")

    def interfere() -> None:
        found = service.inside.identities.get(bob)
        assert found is not None
        found.logins.append((DEVELOPER, "eve"))
        service.inside.identities.save(found)

    def before(operation: str) -> None:
        if operation == MERGE:
            interfere()

    service.before = before
    sent = await merged(service)
    assert (sent.status, sent.answer) == (ExecutionStatus.DIFFERENT, {"IdentityId": bob})
    assert sent.verification is not None
    assert sent.verification.differences == (f"“eve” also resolves to {bob}.",)


@pytest.mark.parametrize("is_lost", [True, False])
async def test_a_state_that_cannot_be_read_is_unknown(service: Service, *, is_lost: bool) -> None:
    """The status is unknown if reading fails afterwards, with or without a response."""
    service.identity("ada")
    service.identity("bob")
    lose = failing(MERGE, LOST) if is_lost else lambda _: None

    def after(operation: str) -> None:
        if operation == MERGE:
            service.before = failing("lookup-developer-identity", api_error(ErrorKind.UNREACHABLE))
        lose(operation)

    service.after = after
    sent = await merged(service)
    assert (sent.status, sent.verification) == (ExecutionStatus.UNKNOWN, None)
    assert sent.read_error is not None
    assert sent.read_error.kind is ErrorKind.UNREACHABLE
    assert (sent.call_error is not None, sent.answer is None) == (is_lost, is_lost)


@pytest.mark.parametrize("changes", [True, False])
async def test_a_login_that_is_unlinked(service: Service, *, changes: bool) -> None:
    """A login is unlinked with a token of the identity, unless another was linked meanwhile."""
    identity_id = service.identity("ada", public=[GOOGLE])
    directory = await service.directory()
    preview = await LoginUnlinkPreview.read(directory, identity_id, GOOGLE)
    if changes:
        found = service.backend.identity(identity_id)[1]
        found.logins.append((APPLE, "ada"))
        service.inside.identities.save(found)
    tokens = {name: Secret(each) for name, each in login(GOOGLE, identity_id).items()}
    sent = await send(directory, preview, preview.parameters(tokens))
    assert sent.status is (ExecutionStatus.CHANGED if changes else ExecutionStatus.VERIFIED)
    assert service.called("unlink-identity") == (0 if changes else 1)
