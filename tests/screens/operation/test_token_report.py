"""The report about a token, with the signature verified against the emulator."""

from collections.abc import Callable

import pytest

from cogtui.documents.document import Line, Note
from cogtui.emulator import RunningEmulator
from cogtui.screens.operation.token_report import token_report
from cogtui.secret import Secret
from tests.gateway.gateways import REGION, make_gateway
from tests.gateway.test_reads import pool_id


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials; the emulator accepts any."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")


@pytest.fixture
def emulator(fresh_emulator: Callable[..., RunningEmulator]) -> str:
    """A separate emulator, as new guests would change the counts of other tests."""
    return fresh_emulator(identities=100).url


async def report_values(url: str, token: Secret) -> dict[str, str]:
    """Return the lines of the report, and its notes without a label."""
    document = await token_report(make_gateway(url), token, 0)
    found = {}
    for section in document:
        for part in section.parts:
            if isinstance(part, Line):
                found[part.label] = part.value
            elif isinstance(part, Note):
                found[""] = part.text
    return found


async def test_a_guests_token(emulator: str) -> None:
    """The issuer's keys prove that the token is genuine."""
    gateway = make_gateway(emulator)
    pool = await pool_id(gateway, "data-sandbox")
    found = await gateway.call("get-id", REGION, {"IdentityPoolId": pool})
    token = (await gateway.call("get-open-id-token", REGION, found))["Token"]
    report = await report_values(emulator, token)
    assert report["Signature"].startswith("verified")


async def test_a_token_of_another_issuer(emulator: str) -> None:
    """Without keys, the report says why, and still shows the token's content."""
    # {"alg":"RS256"} . {"iss":"https://accounts.google.com"} . a signature
    token = Secret("eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL2FjY291bnRzLmdvb2dsZS5jb20ifQ.c2ln")
    report = await report_values(emulator, token)
    assert "The issuer is not Cognito." in report["Signature"]


async def test_an_issuer_that_is_a_list(emulator: str) -> None:
    """It is not Cognito's, and shown as JSON."""
    # {"alg":"RS256"} . {"iss":["https://cognito-identity.amazonaws.com"]} . a signature
    claims = "eyJpc3MiOlsiaHR0cHM6Ly9jb2duaXRvLWlkZW50aXR5LmFtYXpvbmF3cy5jb20iXX0"
    report = await report_values(emulator, Secret(f"eyJhbGciOiJSUzI1NiJ9.{claims}.c2ln"))
    assert "The issuer is not Cognito." in report["Signature"]
    assert report["Issuer"] == '["https://cognito-identity.amazonaws.com"]'


async def test_a_text_that_is_not_a_token(emulator: str) -> None:
    """A text that is not a token is reported, and no issuer is called."""
    report = await report_values(emulator, Secret("not a token"))
    assert list(report) == [""]
