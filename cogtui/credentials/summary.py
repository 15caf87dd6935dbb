"""What is said of credentials: whose they are, what they may do, and how they were obtained."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Final, NamedTuple

from cogtui.credentials.export import Credentials
from cogtui.documents.document import Document, Line, Note, Section, Tone
from cogtui.gateway import Caller
from cogtui.secret import MASK, Secret
from cogtui.text import counted

GUEST_SERVICES: Final = (
    "appsync, cloudwatch, codewhisperer, cognito-identity, cognito-idp, cognito-sync, comprehend, "
    "dynamodb, execute-api, firehose, gamelift, iot, kinesis, lambda, lex, logs, "
    "machinelearning, mobileanalytics, mobiletargeting, personalize, polly, rekognition, s3, sdb, "
    "ses, sns, sqs, transcribe, translate; parts of geo, kms, rum, sagemaker and textract"
)
"""What a guest of the enhanced flow can be allowed at all (developer guide, IAM roles: services
that unauthenticated identities can access, and the policy
`AmazonCognitoUnAuthedIdentitiesSessionPolicy`)."""


class Part(StrEnum):
    """The parts of credentials that are secret."""

    SECRET_KEY = "Secret access key"  # noqa: S105  what it is called
    SESSION_TOKEN = "Session token"  # noqa: S105  likewise


class Told(NamedTuple):
    """What is known of credentials besides themselves."""

    caller: Caller | None
    """Whom sts takes their bearer for; None if it was not asked."""
    steps: tuple[tuple[str, str], ...] = ()
    """The calls that were made, each with what came of it."""
    is_narrowed: bool = False
    """Whether AWS narrows what they may do: a guest's, of the enhanced flow."""


def secret_of(given: Credentials, part: Part) -> Secret:
    """A secret part of credentials.

    Args:
        given: The credentials.
        part: Which.
    """
    return given.secret_key if part is Part.SECRET_KEY else given.session_token


def credentials(given: Credentials, told: Told, shown: Part | None = None) -> Document:
    """Credentials at a glance.

    Args:
        given: The credentials.
        told: What is known of them besides.
        shown: The secret to show; the document then holds it in plain.

    Returns:
        Whose they are, the credentials with all other secrets masked, what a guest has to know,
        and the steps that they were obtained by.
    """
    sections = (
        Section("", tuple(_whose(given, told))),
        Section("Credentials", tuple(_parts(given, shown))),
        Section("What AWS takes away from guests", tuple(_narrowing()) if told.is_narrowed else ()),
        Section("How they were obtained", tuple(_steps(told))),
    )
    return tuple(section for section in sections if section.parts)


def _whose(given: Credentials, told: Told) -> Iterator[Line]:
    yield Line("Identity", given.identity_id)
    yield Line("Role", given.role_arn or "not known")
    if told.caller is None:
        yield Line("Caller", "sts was not asked", Tone.WARNING)
    else:
        yield Line("Account", told.caller.account)
        yield Line("Caller, says sts", told.caller.arn)


def _parts(given: Credentials, shown: Part | None) -> Iterable[Line | Note]:
    yield Line("Access key id", given.access_key_id)
    for part in Part:
        secret = secret_of(given, part)
        if part is shown:
            yield Line(part, secret.reveal(), Tone.WARNING)
        else:
            yield Line(part, f"{MASK}  {counted(len(secret.reveal()), 'character')}")


def _narrowing() -> Iterator[Line | Note]:
    yield Note(
        "As a guest of the enhanced flow they may do only what the role allows and AWS allows to "
        "guests. AccessDenied elsewhere, as from sts, bedrock or secretsmanager, is no fault of "
        "the role's.",
        Tone.WARNING,
    )
    yield Line("Allowed to guests", GUEST_SERVICES, Tone.DIM)
    yield Line("What to do", "Sign in with a login, or take the classic flow.", Tone.GOOD)


def _steps(told: Told) -> Iterator[Line]:
    for number, (operation, found) in enumerate(told.steps, 1):
        yield Line(f"{number}", f"{operation}: {found}")
