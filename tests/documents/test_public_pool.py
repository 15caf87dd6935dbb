"""Pools that are used without AWS credentials are described."""

from cogtui.api_error import ErrorKind, Explanation
from cogtui.documents.failure import failure_document
from cogtui.documents.public_pool import without_credentials
from tests.documents.reading import notes, values

WHY = Explanation(ErrorKind.CREDENTIALS, "No AWS credentials", "None found", "Cause.", "Remedy.")


def test_public_operations_and_the_reason() -> None:
    """The operations are listed with their keys, above the reason."""
    document = without_credentials({"get-id", "get-open-id-token"}, WHY)
    assert values(document[:1]) == {
        "N": "Get an identity  get-id",
        "o": "Token  get-open-id-token",
    }
    assert notes(document[:1])[0].startswith("No AWS credentials: the pool cannot be read.")
    assert failure_document(WHY) == document[1:]


def test_without_a_reason() -> None:
    """Without a known reason, none is shown."""
    assert len(without_credentials({"get-id"}, None)) == 1
