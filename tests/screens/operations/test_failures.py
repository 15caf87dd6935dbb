"""Calls that fail, that are slow, and of which nobody knows whether they were carried out."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Never

import pytest

from cogtui.app import CogtuiApp
from cogtui.operations import OPERATIONS
from tests.cases import measured_once
from tests.screens.interceptor import Answer, Interceptor, error
from tests.screens.operations.journeys import (
    JOURNEYS,
    MARIA,
    MARIA_AGAIN,
    PARTNERS,
    PETRA,
    Journey,
    Told,
)
from tests.screens.operations.operator import Operator, operating
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
    """Runs an operation as far as the call."""
    await journey.begin(operator)
    await operator.rests()
    await operator.runs(journey.name)
    await journey.fill_in(operator)
    await journey.agree(operator)


async def test_a_refusal_names_its_field(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """The form comes back with all values, and the error at the field; then it can be mended."""
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


async def test_what_the_service_refuses(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient"
) -> None:
    """A refusal of the emulator's own is explained above the fields, which keep what was typed."""
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
        await operator.press("escape")
        await operator.is_back()
        assert operator.toasts == []


async def test_a_denied_call(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """What IAM denies is told with the action."""
    between.answers["tag-resource"] = DENIED
    async with operating(app_on(endpoint_url=between.url), service) as operator:
        await sends(operator, BY_NAME["tag-resource"])
        await operator.sees_form("tag-resource")
        await operator.sees("✗ ", "cognito-identity:TagResource")
        assert operator.values()["Tags"] == {"stage": ""}
        await operator.press("ctrl+g")
        await operator.sees("A policy statement that allows it", "y copies the policy statement")
        await operator.press("y")
        await operator.waits(lambda: operator.clipboard, "the statement on the clipboard")
        assert '"Action": "cognito-identity:TagResource"' in operator.clipboard
        await operator.press("ctrl+g", "escape", "escape")
        await operator.is_back()
        await operator.goes_to_the_last_call()
        await operator.sees("y copies the AWS CLI line Y the policy statement")
        await operator.press("Y")
        await operator.is_told("Sent to the terminal's clipboard: the policy statement")


async def test_too_many_calls(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """A call that is refused for its rate is repeated a few times, which the log counts."""
    between.answers["tag-resource"] = error("TooManyRequestsException", "Rate exceeded")
    async with operating(app_on(endpoint_url=between.url), service) as operator:
        await sends(operator, BY_NAME["tag-resource"])
        await operator.sees_form("tag-resource")
        await operator.sees("✗ ", "Rate exceeded")
        assert between.asked.count("tag-resource") == 3
        (request,) = [each for each in operator.requests if each.operation == "tag-resource"]
        assert request.retries == 2


# A slow service


async def test_a_slow_answer_is_waited_for(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """A dialog says what is waited for, and goes when the answer comes."""
    journey = BY_NAME["tag-resource"]
    between.gates[journey.name].clear()
    async with operating(app_on(endpoint_url=between.url), service, SMALL) as operator:
        await sends(operator, journey)
        await operator.sees_waiting("Sending tag-resource …", "Escape leaves it to go on")
        between.gates[journey.name].set()
        await journey.ends(operator)
        await operator.is_back()


async def test_a_slow_answer_is_told_later(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """After Escape one goes on with something else, and what came of the call is told then."""
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


async def test_a_slow_refusal_is_told_later(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """A refusal that comes after one has left brings the form back, filled in."""
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


async def test_an_answer_that_comes_below_another_dialog(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """Nothing is waited for any longer once the dialog that lay over it is closed."""
    journey = BY_NAME["tag-resource"]
    between.gates[journey.name].clear()
    async with operating(app_on(endpoint_url=between.url), service) as operator:
        await sends(operator, journey)
        await operator.sees_waiting()
        await operator.press("ctrl+p")
        await operator.sees("Search for commands")
        between.gates[journey.name].set()
        await operator.waits(
            lambda: operator.pool("data-sandbox")["IdentityPoolTags"] == {"stage": ""}, "the tag"
        )
        await operator.press("escape")
        await journey.ends(operator)
        await operator.is_back()


async def test_slow_reading_can_be_left(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """What a form needs is read first; Escape leaves it, and no form opens afterwards."""
    async with operating(app_on(endpoint_url=between.url), service) as operator:
        await operator.goes_to("data-sandbox")
        between.gates["describe-identity-pool"].clear()
        await operator.runs("update-identity-pool")
        await operator.sees_waiting("Reading what data-sandbox has …", "Escape leaves it")
        await operator.press("escape")
        await operator.is_back()
        between.gates["describe-identity-pool"].set()
        await operator.rests()
        assert len(operator.app.screen_stack) == 1


async def test_slow_reading_of_what_to_choose_from(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """Where a provider has to be chosen first, the reading of those can be left too."""
    async with operating(app_on(endpoint_url=between.url), service) as operator:
        await operator.goes_to("tenant-directory")
        between.gates["describe-identity-pool"].clear()
        await operator.press("r")
        await operator.runs("set-principal-tag-attribute-map")
        await operator.sees_waiting("Reading what tenant-directory has …")
        await operator.press("escape")
        await operator.is_back()
        between.gates["describe-identity-pool"].set()
        await operator.rests()
        await operator.runs("set-principal-tag-attribute-map")
        await operator.sees("IdentityProviderName", "Enter chooses")
        await operator.press("escape")
        await operator.is_back()


async def test_a_slow_look_before_replacing(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """What is there now is read again before it is replaced, which is waited for as the call is."""
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


# Nobody knows whether it was carried out


class Lost(NamedTuple):
    """What is told when the answer of an operation is lost."""

    name: str
    """The operation."""
    carried_out: Told
    """What is told where it was carried out."""
    not_carried_out: Told
    """What is told where it was not."""


LOST: Final = (
    Lost(
        "create-identity-pool",
        lambda operator: (
            f"It was carried out: spring shop is there now, as {operator.pool_id('spring shop')}."
        ),
        lambda _: "No new pool spring shop is there so far: it does not seem to be carried out.",
    ),
    Lost(
        "get-id",
        lambda _: "If it was carried out, the pool has one guest more. The table is read again.",
        lambda _: "If it was carried out, the pool has one guest more. The table is read again.",
    ),
    Lost(
        "get-open-id-token-for-developer-identity",
        lambda operator: (
            f"The user is registered, on {operator.identity_of('partner-portal', 'zoe')}. "
            "Sending it again finds that one."
        ),
        lambda _: "The user is not registered: it does not seem to be carried out.",
    ),
    Lost(
        "merge-developer-identities",
        lambda operator: f"It was carried out: both users lead to {operator.noted} now.",
        lambda _: "It was not carried out: the two users lead to different identities.",
    ),
    Lost(
        "unlink-developer-identity",
        lambda _: f"It was carried out: {PETRA} does not lead to the identity any more.",
        lambda _: f"It was not carried out: {PETRA} still leads to the identity.",
    ),
)


def test_all_that_must_not_be_repeated_is_looked_up() -> None:
    """Every operation that does more when it is sent twice has its own words."""
    expected = [row.name for row in OPERATIONS.values() if row.once]
    assert expected == [each.name for each in LOST]


def loses(
    service: "CognitoIdentityClient", name: str, *, after_it: bool
) -> Callable[[dict[str, Any]], Answer]:
    """Hangs up instead of answering.

    Args:
        service: Where the operation is carried out.
        name: The operation.
        after_it: Whether it is carried out first.
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
    """The request is not sent again; the service is asked what is there, and the form tells it."""
    journey = BY_NAME[lost.name]
    between.answers[lost.name] = loses(service, lost.name, after_it=after_it)
    async with operating(app_on(endpoint_url=between.url), service) as operator:
        await sends(operator, journey)
        await operator.sees_form(lost.name)
        expected = (lost.carried_out if after_it else lost.not_carried_out)(operator)
        assert "✗ Nobody knows whether it was carried out" in operator.words
        assert expected in operator.words.replace("\n", " ")
        assert between.asked.count(lost.name) == 1
        await operator.press("escape")
        await operator.is_back()
        assert between.asked.count(lost.name) == 1
        assert operator.toasts == []


async def test_a_lost_answer_for_a_login(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """With a login an identity is found and not made twice, and so it is said."""
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
        told = "With the same logins it finds the same identity: sending it again does no harm."
        assert told in operator.words.replace("\n", " ")
        assert between.asked.count("get-id") == 1


async def test_a_lost_answer_to_what_can_be_repeated(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """What may be sent twice is, a few times; then it is said that one may go on."""
    between.answers["tag-resource"] = loses(service, "tag-resource", after_it=True)
    async with operating(app_on(endpoint_url=between.url), service) as operator:
        await sends(operator, BY_NAME["tag-resource"])
        await operator.sees_form("tag-resource")
        told = "What is shown is read again. Sending the same once more does no harm."
        assert told in operator.words.replace("\n", " ")
        assert between.asked.count("tag-resource") == 3
        await operator.press("escape")
        await operator.is_back()
        await operator.sees("Tags 1")


async def test_a_look_that_fails_too(
    app_on: Callable[..., CogtuiApp], service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """Where the service cannot be asked either, that is said, and nothing is guessed."""
    between.answers["merge-developer-identities"] = loses(
        service, "merge-developer-identities", after_it=True
    )
    between.answers["lookup-developer-identity"] = DENIED
    async with operating(app_on(endpoint_url=between.url), service) as operator:
        await sends(operator, BY_NAME["merge-developer-identities"])
        await operator.sees_form("merge-developer-identities")
        assert "Looking for it failed too: " in operator.words.replace("\n", " ")
        typed = {
            "SourceUserIdentifier": MARIA,
            "DestinationUserIdentifier": MARIA_AGAIN,
            "DeveloperProviderName": PARTNERS,
        }
        assert typed.items() <= operator.values().items()
