"""Summarize credentials: whose they are, what they allow, and how they were obtained."""

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
"""The services that a guest of the enhanced flow can use at all (developer guide, IAM roles:
services that unauthenticated identities can access, and the policy
`AmazonCognitoUnAuthedIdentitiesSessionPolicy`)."""


class Part(StrEnum):
    """The secret parts of credentials, by their labels."""

    SECRET_KEY = "Secret access key"  # noqa: S105  a label
    SESSION_TOKEN = "Session token"  # noqa: S105  a label


class Provenance(NamedTuple):
    """Where credentials come from, and what is known about them."""

    caller: CallerIdentity | None
    """The caller identity as STS reports it; None if STS was not called."""
    steps: tuple[tuple[str, str], ...] = ()
    """The calls that were made, each with its result."""
    has_guest_limits: bool = False
    """Whether AWS limits them to some services, as it does for guests of the enhanced flow."""


def secret_part(obtained: Credentials, part: Part) -> Secret:
    """Return a secret part of credentials."""
    return obtained.secret_key if part is Part.SECRET_KEY else obtained.session_token


def credentials_document(
    obtained: Credentials, provenance: Provenance, shown: Part | None = None
) -> Document:
    """Return a document about credentials.

    Args:
        obtained: The credentials.
        provenance: How they were obtained.
        shown: The secret to show; the document then contains it in plain text.

    Returns:
        The identity and role, the credentials with all other secrets masked, the limits for guests,
        and the steps that obtained them.
    """
    sections = (
        Section("", tuple(_identity_lines(obtained, provenance))),
        Section("Credentials", tuple(_credential_lines(obtained, shown))),
        Section(
            "Guest session limits",
            tuple(_guest_limits()) if provenance.has_guest_limits else (),
        ),
        Section("How they were obtained", tuple(_step_lines(provenance))),
    )
    return tuple(section for section in sections if section.parts)


def _identity_lines(obtained: Credentials, provenance: Provenance) -> Iterator[Line]:
    yield Line("Identity", obtained.identity_id)
    if obtained.role.name:
        yield Line("Role name", obtained.role.name)
    else:
        yield Line("Role", obtained.role.arn or "unknown")
    if provenance.caller is None:
        yield Line("Caller", "STS not called", Tone.WARNING)
    else:
        yield Line("Account", provenance.caller.account)
        yield Line("Caller (STS)", provenance.caller.arn)


def _credential_lines(obtained: Credentials, shown: Part | None) -> Iterable[Line | Note]:
    yield Line("Access key ID", obtained.access_key_id)
    for part in Part:
        secret = secret_part(obtained, part)
        if part is shown:
            yield Line(part, secret.reveal(), Tone.WARNING)
        else:
            yield Line(part, f"{MASK}  {counted(len(secret.reveal()), 'character')}")


def _guest_limits() -> Iterator[Line | Note]:
    yield Note(
        "Enhanced-flow guests can do only what both the role and AWS's guest session policy "
        "allow. AccessDenied from other services, such as sts, bedrock or secretsmanager, is not "
        "caused by the role.",
        Tone.WARNING,
    )
    yield Line("Allowed for guests", GUEST_SERVICES, Tone.DIM)
    yield Line("What to do", "Sign in with a login, or use the classic flow.", Tone.GOOD)


def _step_lines(provenance: Provenance) -> Iterator[Line]:
    for number, (operation, found) in enumerate(provenance.steps, 1):
        yield Line(f"{number}", f"{operation}: {found}")
