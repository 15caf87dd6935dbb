"""Failed calls are described."""

from cogtui.api_error import ErrorKind, Explanation
from cogtui.documents.document import Line, Note, Tone
from cogtui.documents.failure import failure_document
from tests.documents.reading import code, lines, titles

STATEMENT = '{\n  "Effect": "Allow",\n  "Action": "cognito-identity:ListIdentities"\n}'
POOL = "arn:aws:cognito-identity:us-east-1:111122223333:identitypool/us-east-1:1a2b"

DENIED = Explanation(
    ErrorKind.DENIED,
    "Access denied",
    "User ana is not authorized",
    "No policy allows it.",
    "Have it allowed.",
    "AccessDeniedException",
    "list-identities",
    "4fj32fPd",
    action="cognito-identity:ListIdentities",
    resource=POOL,
    policy=STATEMENT,
)

RESPONSE_TITLE = "AWS response"


def test_a_denial_offers_the_statement_that_allows_it() -> None:
    """The statement to copy is between the remedy and the service's message."""
    document = failure_document(DENIED)
    assert titles(document) == ["", "Policy statement that allows it", RESPONSE_TITLE]
    assert code(document) == STATEMENT
    assert list(lines(document)) == [
        Line("Cause", "No policy allows it."),
        Line("What to do", "Have it allowed.", Tone.GOOD),
        Line("Message", "User ana is not authorized"),
        Line("Operation", "list-identities"),
        Line("Action", "cognito-identity:ListIdentities"),
        Line("Resource", POOL),
        Line("Code", "AccessDeniedException"),
        Line("Request ID", "4fj32fPd"),
    ]


def test_lines_of_the_aws_files_come_after_the_remedy() -> None:
    """The places that may be the cause have a separate section."""
    failure = DENIED._replace(policy="", notes=("~/.aws/config, line 2: Write [default].",))
    document = failure_document(failure)
    assert titles(document) == ["", "In the AWS configuration files", RESPONSE_TITLE]
    assert document[1].parts == (Note("~/.aws/config, line 2: Write [default].", Tone.PLAIN),)


def test_a_denial_that_no_statement_can_lift() -> None:
    """The denied action is shown, without a statement."""
    document = failure_document(DENIED._replace(policy=""))
    assert titles(document) == ["", RESPONSE_TITLE]
    assert Line("Resource", POOL) in list(lines(document))


def test_other_failures_name_no_action() -> None:
    """There is no line without a value."""
    document = failure_document(DENIED._replace(action="", resource="", policy=""))
    assert {"Action", "Resource"}.isdisjoint(line.label for line in lines(document))
