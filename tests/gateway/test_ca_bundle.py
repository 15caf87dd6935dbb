"""CA bundles that are missing or are not what OpenSSL reads."""

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

from cogtui.api_error import ErrorKind, Explanation
from tests.gateway.gateways import failed_listing, make_gateway
from tests.gateway.servers import Answer, answering, self_signed

pytestmark = pytest.mark.usefixtures("keys")


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """Run a server with TLS and return its URL; its certificate is in `certificate.pem`."""
    context, _ = self_signed(tmp_path)
    with answering(Answer({"IdentityPools": []}), context=context) as stub:
        yield stub.url


async def failure_with(url: str, *, profile: str | None = None) -> Explanation:
    """Return why pools cannot be listed."""
    explanation = await failed_listing(make_gateway(url, profile=profile))
    assert explanation.kind is ErrorKind.TLS
    return explanation


@pytest.mark.parametrize("variable", ["AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE"])
async def test_a_missing_bundle(monkeypatch: pytest.MonkeyPatch, url: str, variable: str) -> None:
    """A bundle that does not exist is named, with the variable that names it."""
    monkeypatch.setenv(variable, "/missing/ca.pem")
    explanation = await failure_with(url)
    assert explanation.title == "The CA bundle cannot be used"
    assert explanation.detail == f"{variable}: /missing/ca.pem does not exist"


async def test_a_missing_bundle_of_a_profile(
    monkeypatch: pytest.MonkeyPatch, url: str, tmp_path: Path
) -> None:
    """The profile's `ca_bundle` is found; AWS_CA_BUNDLE takes precedence over it."""
    config = tmp_path / "config"
    keys = "aws_access_key_id = a\naws_secret_access_key = b\n"
    config.write_text(f"[profile corp]\n{keys}ca_bundle = /missing/corp.pem\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    explanation = await failure_with(url, profile="corp")
    assert explanation.detail == "ca_bundle of the profile: /missing/corp.pem does not exist"
    monkeypatch.setenv("AWS_CA_BUNDLE", "/missing/other.pem")
    explanation = await failure_with(url, profile="corp")
    assert explanation.detail == "AWS_CA_BUNDLE: /missing/other.pem does not exist"


async def test_a_bundle_that_is_not_pem(
    monkeypatch: pytest.MonkeyPatch, url: str, tmp_path: Path
) -> None:
    """A text is reported as such; for a certificate in DER form the conversion is shown."""
    text, binary = tmp_path / "text.pem", tmp_path / "binary.pem"
    text.write_text("Subscribe to our newsletter")
    lines = (tmp_path / "certificate.pem").read_text().splitlines()
    binary.write_bytes(base64.b64decode("".join(lines[1:-1])))
    monkeypatch.setenv("AWS_CA_BUNDLE", str(text))
    assert "has no certificate in PEM form" in (await failure_with(url)).detail
    monkeypatch.setenv("AWS_CA_BUNDLE", str(binary))
    assert f"openssl x509 -inform der -in {binary}" in (await failure_with(url)).detail


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        (" ", "the name is empty"),
        ("/", "/ cannot be read: Is a directory"),
        ("~nobody-here/ca.pem", "~nobody-here/ca.pem cannot be read: "),
    ],
)
async def test_a_name_that_is_not_a_file(
    monkeypatch: pytest.MonkeyPatch, url: str, path: str, reason: str
) -> None:
    """A name that cannot be a file's is reported as what it is."""
    monkeypatch.setenv("AWS_CA_BUNDLE", path)
    assert (await failure_with(url)).detail.startswith(f"AWS_CA_BUNDLE: {reason}")


async def test_a_bundle_that_can_be_read(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """A bundle without the server's certificate is not at fault for its form."""
    from certifi import where  # noqa: PLC0415

    monkeypatch.setenv("AWS_CA_BUNDLE", where())
    assert (await failure_with(url)).title == "The connection cannot be trusted"
