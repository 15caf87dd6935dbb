"""What is said of credentials: whose they are, what they may do, and how they were obtained."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Final, NamedTuple

from cogtui.credentials.export import Credentials
from cogtui.documents.document import Document, Line, Note, Section, Tone
from cogtui.gateway import CallerIdentity
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


class Provenance(NamedTuple):
    """What is known of credentials besides themselves."""

    caller: CallerIdentity | None
    """Whom sts takes their bearer for; None if it was not asked."""
    steps: tuple[tuple[str, str], ...] = ()
    """The calls that were made, each with what came of it."""
    is_narrowed: bool = False
    """Whether AWS narrows what they may do: a guest's, of the enhanced flow."""


def secret_of(obtained: Credentials, part: Part) -> Secret:
    """A secret part of credentials.

    Args:
        obtained: The credentials.
        part: Which.
    """
    return obtained.secret_key if part is Part.SECRET_KEY else obtained.session_token


def credentials(
    obtained: Credentials, provenance: Provenance, shown: Part | None = None
) -> Document:
    """Credentials at a glance.

    Args:
        obtained: The credentials.
        provenance: What is known of them besides.
        shown: The secret to show; the document then holds it in plain.

    Returns:
        Whose they are, the credentials with all other secrets masked, what a guest has to know,
        and the steps that they were obtained by.
    """
    sections = (
        Section("", tuple(_whose(obtained, provenance))),
        Section("Credentials", tuple(_parts(obtained, shown))),
        Section(
            "What AWS takes away from guests", tuple(_narrowing()) if provenance.is_narrowed else ()
        ),
        Section("How they were obtained", tuple(_steps(provenance))),
    )
    return tuple(section for section in sections if section.parts)


def _whose(obtained: Credentials, provenance: Provenance) -> Iterator[Line]:
    yield Line("Identity", obtained.identity_id)
    yield Line("Role", obtained.role_arn or "not known")
    if provenance.caller is None:
        yield Line("Caller", "sts was not asked", Tone.WARNING)
    else:
        yield Line("Account", provenance.caller.account)
        yield Line("Caller, says sts", provenance.caller.arn)


def _parts(obtained: Credentials, shown: Part | None) -> Iterable[Line | Note]:
    yield Line("Access key id", obtained.access_key_id)
    for part in Part:
        secret = secret_of(obtained, part)
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


def _steps(provenance: Provenance) -> Iterator[Line]:
    for number, (operation, found) in enumerate(provenance.steps, 1):
        yield Line(f"{number}", f"{operation}: {found}")
