"""Calls that fail, that are slow, or whose outcome is unknown."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Never

import pytest

from cogtui.app import CogtuiApp
from cogtui.service.operations import OPERATIONS
from tests.cases import measured_once
from tests.screens.interceptor import Answer, Interceptor, error
from tests.screens.operation.journeys import (
    JOURNEYS,
    MARIA,
    MARIA_AGAIN,
    PARTNERS,
    PETRA,
    Journey,
    Lookup,
)
from tests.screens.operation.operator import Operator, operating
from tests.screens.user import SMALL

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

BY_NAME: Final = {journey.name: journey for journey in JOURNEYS}

DENIED: Final = error(
    "AccessDeniedException",
    "User: arn:aws:iam::111122223333:user/ana is not authorized to perform: "
    "cognito-identity:TagResource on resource: arn:aws:cognito-identity:us-east-1:111122223333:"
    "identitypool/us-east-1:1 because no identity-based policy allows the action",
)

INVALID: Final = error(
    "ValidationException",
    "1 validation error detected: Value 'spring shop' at 'identityPoolName' failed to satisfy "
    "constraint: Member must satisfy regular expression pattern: [a-z]+",
)


async def sends(operator: Operator, journey: Journey) -> None:
    """Run an operation up to its call."""
    await journey.begin(operator)
    await operator.rests()
    await operator.runs(journey.name)
    await journey.fill_in(operator)
    await journey.agree(operator)


async def test_a_refusal_names_its_field(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """The form reappears with its values and the error at the field, and can be corrected."""
    journey = BY_NAME["create-identity-pool"]
    between.answers[journey.name] = INVALID
    async with operating(app_on(endpoint_url=between.url), service) as operator:
        await sends(operator, journey)
        await operator.sees_form(journey.name)
        field = operator.fields["IdentityPoolName"]
        assert [INVALID.body.decode().split('"')[-2]] == [each.message for each in field.problems]
        assert operator.app.focused is field
        assert operator.values()["SupportedLoginProviders"] == {"accounts.google.com": "123.apps"}
        assert operator.values()["AllowUnauthenticatedIdentities"] is False
        del between.answers[journey.name]
        await operator.press("ctrl+s")
        await journey.agree(operator)
        await journey.ends(operator)


async def test_an_error_of_the_service(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """An error of the emulator is explained above the fields, which keep their values."""
    async with operating(app_on(), service, SMALL) as operator:
        await operator.goes_to("partner-portal")
        await operator.runs("merge-developer-identities")
        await operator.sees_form("merge-developer-identities")
        typed = {"SourceUserIdentifier": "nobody", "DestinationUserIdentifier": MARIA}
        await operator.fills(**typed)
        await operator.press("ctrl+s")
        await operator.agrees()
        await operator.sees_form("merge-developer-identities")
        await operator.sees("✗ ")
        assert typed.items() <= operator.values().items()
        assert operator.called("merge-developer-identities") == 1
        await operator.discards()
        await operator.is_back()
        assert operator.toasts == []


async def test_a_denied_call(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """A call denied by IAM is reported with the action."""
    between.answers["tag-resource"] = DENIED
    async with operating(app_on(endpoint_url=between.url), service) as operator:
        await sends(operator, BY_NAME["tag-resource"])
        await operator.sees_form("tag-resource")
        await operator.sees("✗ ", "cognito-identity:TagResource")
        assert operator.values()["Tags"] == {"stage": ""}
        await operator.press("ctrl+g")
        await operator.sees("Policy statement that allows it", "y Copy the policy statement")
        await operator.press("y")
        await operator.waits(lambda: operator.clipboard, "the statement on the clipboard")
        assert '"Action": "cognito-identity:TagResource"' in operator.clipboard
        await operator.press("ctrl+g", "escape")
        await operator.sees_form("tag-resource")
        await operator.discards()
        await operator.is_back()
        await operator.goes_to_the_last_call()
        await operator.sees("y Copy the AWS CLI line Y Copy the policy statement")
        await operator.press("Y")
        await operator.sees_toast("Copied the policy statement (c shows it if it does not paste)")


async def test_too_many_calls(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """A throttled call is retried a few times, which the log counts."""
    between.answers["tag-resource"] = error("TooManyRequestsException", "Rate exceeded")
    async with operating(app_on(endpoint_url=between.url), service) as operator:
        await sends(operator, BY_NAME["tag-resource"])
        await operator.sees_form("tag-resource")
        await operator.sees("✗ ", "Rate exceeded")
        assert between.requested.count("tag-resource") == 3
        (request,) = [each for each in operator.requests if each.operation == "tag-resource"]
        assert request.retries == 2


# Slow calls


async def test_a_slow_answer_shows_a_dialog(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """A dialog says what is in progress, and closes when the answer arrives."""
    journey = BY_NAME["tag-resource"]
    between.gates[journey.name].clear()
    async with operating(app_on(endpoint_url=between.url), service, SMALL) as operator:
        await sends(operator, journey)
        await operator.sees_waiting("Sending tag-resource …", "Esc Continue in background")
        between.gates[journey.name].set()
        await journey.ends(operator)
        await operator.is_back()


async def test_a_slow_answer_is_reported_later(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """After Escape the user can do something else, and the result is reported when it arrives."""
    journey = BY_NAME["tag-resource"]
    between.gates[journey.name].clear()
    async with operating(app_on(endpoint_url=between.url), service) as operator:
        await sends(operator, journey)
        await operator.sees_waiting()
        await operator.press("escape")
        await operator.waits(lambda: len(operator.app.screen_stack) == 1, "the explorer")
        await operator.press("o")
        await operator.sees("Default roles")
        assert operator.toasts == []
        between.gates[journey.name].set()
        await journey.ends(operator)
        assert operator.called(journey.name) == 1


async def test_a_slow_refusal_is_reported_later(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """An error that arrives after Escape shows the form again with its values."""
    between.answers["tag-resource"] = DENIED
    between.gates["tag-resource"].clear()
    async with operating(app_on(endpoint_url=between.url), service) as operator:
        await sends(operator, BY_NAME["tag-resource"])
        await operator.sees_waiting()
        await operator.press("escape")
        await operator.waits(lambda: len(operator.app.screen_stack) == 1, "the explorer")
        between.gates["tag-resource"].set()
        await operator.sees_form("tag-resource")
        assert operator.values()["Tags"] == {"stage": ""}


async def test_an_answer_that_arrives_below_another_dialog(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """The waiting dialog closes after the dialog that covered it."""
    journey = BY_NAME["tag-resource"]
    between.gates[journey.name].clear()
    async with operating(app_on(endpoint_url=between.url), service) as operator:
        await sends(operator, journey)
        await operator.sees_waiting()
        await operator.press("ctrl+p")
        await operator.sees("Type to search")
        between.gates[journey.name].set()
        await operator.waits(
            lambda: operator.pool("data-sandbox")["IdentityPoolTags"] == {"stage": ""}, "the tag"
        )
        await operator.press("escape")
        await journey.ends(operator)
        await operator.is_back()


async def test_slow_reading_can_be_cancelled(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """Escape cancels the read before the form, and no form opens afterwards."""
    async with operating(app_on(endpoint_url=between.url), service) as operator:
        await operator.goes_to("data-sandbox")
        between.gates["describe-identity-pool"].clear()
        await operator.runs("update-identity-pool")
        await operator.sees_waiting("Reading data-sandbox …", "Esc Cancel")
        await operator.press("escape")
        await operator.is_back()
        between.gates["describe-identity-pool"].set()
        await operator.rests()
        assert len(operator.app.screen_stack) == 1


async def test_slow_reading_of_providers_can_be_cancelled(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """Escape also cancels reading the providers to choose from."""
    async with operating(app_on(endpoint_url=between.url), service) as operator:
        await operator.goes_to("tenant-directory")
        between.gates["describe-identity-pool"].clear()
        await operator.press("r")
        await operator.runs("set-principal-tag-attribute-map")
        await operator.sees_waiting("Reading tenant-directory …")
        await operator.press("escape")
        await operator.is_back()
        between.gates["describe-identity-pool"].set()
        await operator.rests()
        await operator.runs("set-principal-tag-attribute-map")
        await operator.sees("IdentityProviderName", "Enter Select")
        await operator.press("escape")
        await operator.is_back()


async def test_a_slow_read_before_replacing(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """The current document is read again before it is replaced, with the same waiting dialog."""
    journey = BY_NAME["set-identity-pool-roles"]
    async with operating(app_on(endpoint_url=between.url), service) as operator:
        await journey.begin(operator)
        await operator.runs(journey.name)
        await journey.fill_in(operator)
        await operator.sees_question()
        between.gates["get-identity-pool-roles"].clear()
        await operator.press("y")
        await operator.sees_waiting("Sending set-identity-pool-roles …")
        assert operator.called(journey.name) == 0
        between.gates["get-identity-pool-roles"].set()
        await journey.ends(operator)


# Unknown outcomes


class Lost(NamedTuple):
    """The expected text if an operation's answer is lost."""

    name: str
    """The operation."""
    carried_out: Lookup
    """The expected text if the operation was carried out."""
    not_carried_out: Lookup
    """The expected text if the operation was not carried out."""


def _text(text: str) -> Lookup:
    return lambda _: text


_GUEST: Final = "If it succeeded, the pool has one more guest identity. Reload the identities."

LOST: Final = (
    Lost(
        "create-identity-pool",
        lambda operator: f"Pool {operator.pool_id('spring shop')} exists.",
        _text("No new pool spring shop found. Retry to create it."),
    ),
    Lost("get-id", _text(_GUEST), _text(_GUEST)),
    Lost(
        "get-open-id-token-for-developer-identity",
        lambda operator: (
            f"The user is registered as {operator.identity_of('partner-portal', 'zoe')}. "
            "Retry to get a token."
        ),
        _text("The user is not registered. Retry to register it."),
    ),
    Lost(
        "merge-developer-identities",
        lambda operator: f"Both users resolve to {operator.noted}.",
        _text("The two users still have different identities. Retry to merge them."),
    ),
    Lost(
        "unlink-developer-identity",
        _text(f"{PETRA} is not linked to the identity."),
        _text(f"{PETRA} is still linked to the identity. Retry to unlink it."),
    ),
)

CHECKED: Final = frozenset(
    {"create-identity-pool", "merge-developer-identities", "unlink-developer-identity"}
)
"""The operations whose success can be seen without their answer."""


def test_every_operation_that_must_not_be_repeated_is_covered() -> None:
    """Every operation that must not be repeated is among the cases."""
    expected = [row.name for row in OPERATIONS.values() if row.once]
    assert expected == [each.name for each in LOST]


def loses(
    service: "CognitoIdentityClient", name: str, *, after_it: bool
) -> Callable[[dict[str, Any]], Answer]:
    """Return an answer that closes the connection instead.

    Args:
        service: A client, which carries the operation out.
        name: The operation.
        after_it: Whether the operation is carried out first.
    """

    def hangs_up(parameters: dict[str, Any]) -> Never:
        if after_it:
            getattr(service, OPERATIONS[name].method)(**parameters)
        raise ConnectionAbortedError

    return hangs_up


@pytest.mark.parametrize("after_it", [True, False], ids=["carried-out", "not-carried-out"])
@pytest.mark.parametrize("lost", measured_once(LOST), ids=lambda each: each.name)
async def test_a_lost_answer(
    app_on: Callable[..., CogtuiApp],
    service: "CognitoIdentityClient",
    between: Interceptor,
    lost: Lost,
    after_it: bool,
) -> None:
    """The request is not sent again; the screen shows what the service has now."""
    journey = BY_NAME[lost.name]
    between.answers[lost.name] = loses(service, lost.name, after_it=after_it)
    async with operating(app_on(endpoint_url=between.url), service) as operator:
        await sends(operator, journey)
        if after_it and lost.name in CHECKED:
            await operator.waits(lambda: operator.toasts, "a toast")
            (toast,) = operator.toasts
            assert toast.endswith(f" The response was lost. {lost.carried_out(operator)}")
        else:
            await operator.sees_form(lost.name)
            words = operator.words.replace("\n", " ")
            assert (lost.carried_out if after_it else lost.not_carried_out)(operator) in words
            is_unknown = lost.name == "get-id"
            assert ("✗ The request may have succeeded" in words) is is_unknown
            assert ("✗ Connection lost after sending" in words) is not is_unknown
            assert operator.toasts == []
        assert between.requested.count(lost.name) == 1
        await operator.closes_dialogs()
        await operator.is_back()
        assert between.requested.count(lost.name) == 1


async def test_a_lost_answer_for_a_login(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """With a login, GetId finds the same identity again, and the form reports it."""
    between.answers["get-id"] = loses(service, "get-id", after_it=False)
    async with operating(app_on(endpoint_url=between.url), service) as operator:
        await operator.goes_to("data-sandbox")
        await operator.press("N")
        await operator.sees_form("get-id")
        await operator.adds(
            "Logins", IdentityProviderName="accounts.google.com", IdentityProviderToken="a token"
        )
        await operator.press("ctrl+s")
        await operator.agrees()
        await operator.sees_form("get-id")
        message = "Retry: the same logins always return the same identity."
        assert message in operator.words.replace("\n", " ")
        assert between.requested.count("get-id") == 1


async def test_a_lost_answer_to_a_repeatable_call(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """A repeatable call is retried a few times; then the state shows that it was carried out."""
    between.answers["tag-resource"] = loses(service, "tag-resource", after_it=True)
    async with operating(app_on(endpoint_url=between.url), service) as operator:
        await sends(operator, BY_NAME["tag-resource"])
        await operator.is_back()
        (toast,) = operator.toasts
        assert toast.endswith("The response was lost. The pool has these tags.")
        assert between.requested.count("tag-resource") == 3
        await operator.sees("Tags 1")


async def test_a_retry_that_finds_the_work_done(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """The service refuses the retry of a deletion, and the deletion is reported as done."""
    hang_up = loses(service, "delete-identity-pool", after_it=True)

    def loses_the_first(parameters: dict[str, Any]) -> Answer | None:
        del between.answers["delete-identity-pool"]
        return hang_up(parameters)

    between.answers["delete-identity-pool"] = loses_the_first
    async with operating(app_on(endpoint_url=between.url), service) as operator:
        await sends(operator, BY_NAME["delete-identity-pool"])
        await operator.is_back()
        (toast,) = operator.toasts
        assert toast.startswith("Deleted the pool ")
        assert toast.endswith("The response was lost. The pool no longer exists.")
        assert between.requested.count("delete-identity-pool") == 2


async def test_reading_the_state_fails_too(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """If reading the service's state fails too, the form says so and does not guess."""
    between.answers["merge-developer-identities"] = loses(
        service, "merge-developer-identities", after_it=True
    )
    between.answers["lookup-developer-identity"] = DENIED
    async with operating(app_on(endpoint_url=between.url), service) as operator:
        await sends(operator, BY_NAME["merge-developer-identities"])
        await operator.sees_form("merge-developer-identities")
        assert "Checking the result failed too: " in operator.words.replace("\n", " ")
        typed = {
            "SourceUserIdentifier": MARIA,
            "DestinationUserIdentifier": MARIA_AGAIN,
            "DeveloperProviderName": PARTNERS,
        }
        assert typed.items() <= operator.values().items()
