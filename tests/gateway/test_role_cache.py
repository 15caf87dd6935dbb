"""Role credentials that are cached for the run, and in the AWS CLI's cache."""

import json
import logging
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from botocore.credentials import AssumeRoleCredentialFetcher
from botocore.utils import JSONFileCache

from cogtui.gateway import SharedCredentials
from cogtui.gateway.role_cache import SessionRoles
from tests.cases import case
from tests.gateway.gateways import POOLS, REGION, make_gateway
from tests.gateway.servers import Answer, answering
from tests.gateway.test_roles import EMPTY, MFA, SERIAL, CodePrompt, assumed

ROLE_ARN = "arn:aws:iam::111122223333:role/Admin"

EXPIRED = Answer({"__type": "ExpiredTokenException", "message": "The token is expired."}, 400)


@pytest.fixture(autouse=True)
def _profiles(home: Path) -> None:
    """Configure a profile that assumes a role with a code, and one that assumes it as well."""
    (home / "aws-config").write_text(
        f"{MFA}{MFA.partition('[profile base]')[0]}".replace("[profile mfa]", "[profile again]", 1)
    )


@pytest.fixture
def cli_cache(home: Path) -> Path:
    """Return the directory of the AWS CLI's cache, which does not exist."""
    return home / ".aws" / "cli" / "cache"


def fetcher(directory: Path) -> Any:  # noqa: ANN401  botocore's, with a private attribute
    """Return what the AWS CLI reads the role's credentials with."""
    cache: Any = JSONFileCache(str(directory))
    create: Any = None
    extra = {"SerialNumber": SERIAL}
    return AssumeRoleCredentialFetcher(create, create, ROLE_ARN, extra, cache=cache)


def file_of(directory: Path) -> Path:
    """Return the file of the role."""
    return directory / f"{fetcher(directory)._cache_key}.json"


def is_file(path: Path) -> bool:
    """Return whether a path is a file."""
    return path.is_file()


def mode(path: Path) -> int:
    """Return the mode of a file or a directory."""
    return stat.S_IMODE(path.stat().st_mode)


def entry(minutes: float = 60, **changes: object) -> dict[str, Any]:
    """Return an entry of the AWS CLI's cache."""
    until = datetime.now(UTC) + timedelta(minutes=minutes)
    credentials: dict[str, object] = {
        "AccessKeyId": "ASIACACHED",
        "SecretAccessKey": "x",
        "SessionToken": "y",
        "Expiration": f"{until:%Y-%m-%dT%H:%M:%S%Z}",
    }
    return {"Credentials": credentials | changes}


def write_entry(directory: Path, content: object) -> None:
    """Write the role's entry as the AWS CLI does."""
    JSONFileCache(str(directory))[file_of(directory).stem] = content


def access_keys(requests: list[tuple[Any, str]]) -> list[str]:
    """Return the access key IDs that requests were signed with."""
    found = [str(head["authorization"]) for head, _ in requests]
    return [each.partition("Credential=")[2].partition("/")[0] for each in found]


async def test_a_code_is_requested_once_in_a_run() -> None:
    """Other gateways of the run, also of another profile with the role, use its credentials."""
    shared = SharedCredentials()
    requested = CodePrompt("123456")
    with answering(assumed(), EMPTY) as stub:
        for profile in ("mfa", "again", "mfa"):
            gateway = make_gateway(stub.url, profile=profile, codes=requested, shared=shared)
            await gateway.open()
        await gateway.call("list-identity-pools", REGION, POOLS)
    assert requested.serials == [SERIAL]


@pytest.mark.parametrize("minutes", [-1, 5])
async def test_an_expired_role_needs_another_code(minutes: int) -> None:
    """Credentials that expire within botocore's 15 minutes are not used again."""
    shared = SharedCredentials()
    requested = CodePrompt("123456", "654321")
    with answering(assumed(for_minutes=16), assumed()) as stub:
        await make_gateway(stub.url, profile="mfa", codes=requested, shared=shared).open()
        cached = shared.roles.find(file_of(Path()).stem, use_files=False)
        assert cached is not None
        cached["Credentials"]["Expiration"] = datetime.now(UTC) + timedelta(minutes=minutes)
        await make_gateway(stub.url, profile="mfa", codes=requested, shared=shared).open()
    assert requested.serials == [SERIAL] * 2


async def test_credentials_that_aws_rejects_are_not_used_again() -> None:
    """After they were revoked, the call asks for another code, and is repeated."""
    shared = SharedCredentials()
    requested = CodePrompt("123456", "654321")
    with answering(assumed(), EXPIRED, assumed(access_key_id="ASIANEXT"), EMPTY) as stub:
        gateway = make_gateway(stub.url, profile="mfa", codes=requested, shared=shared)
        await gateway.open()
        await gateway.call("list-identity-pools", REGION, POOLS)
    assert requested.serials == [SERIAL] * 2


def test_credentials_are_rejected_once() -> None:
    """Two sessions may find out that AWS no longer accepts the credentials that they share."""
    cache = SharedCredentials().roles
    first, second = (SessionRoles(cache, use_files=False) for _ in range(2))
    first["key"] = entry()
    assert second["key"]["Credentials"]["AccessKeyId"] == "ASIACACHED"
    first.reject()
    second.reject()
    assert "key" not in second


async def test_the_cache_of_the_aws_cli_is_read(
    monkeypatch: pytest.MonkeyPatch, cli_cache: Path
) -> None:
    """A role that the AWS CLI has assumed needs no code, and its file is left alone."""
    write_entry(cli_cache, entry())
    before = file_of(cli_cache).read_text()
    with answering(EMPTY) as stub:
        monkeypatch.setenv("AWS_ENDPOINT_URL", stub.url)
        gateway = make_gateway(profile="mfa")
        await gateway.open()
        await gateway.call("list-identity-pools", REGION, POOLS)
    assert access_keys(stub.requests) == ["ASIACACHED"]
    assert file_of(cli_cache).read_text() == before


async def test_a_rejected_entry_of_the_aws_cli_is_not_read_again(
    monkeypatch: pytest.MonkeyPatch, cli_cache: Path
) -> None:
    """Revoked credentials in the file do not fail every call of the run."""
    write_entry(cli_cache, entry())
    requested = CodePrompt("123456")
    with answering(EXPIRED, assumed(), EMPTY, EMPTY) as stub:
        monkeypatch.setenv("AWS_ENDPOINT_URL", stub.url)
        gateway = make_gateway(profile="mfa", codes=requested)
        await gateway.call("list-identity-pools", REGION, POOLS)
        await gateway.call("list-identity-pools", REGION, POOLS)
    assert requested.serials == [SERIAL]


async def test_what_is_no_entry_is_ignored(
    monkeypatch: pytest.MonkeyPatch, cli_cache: Path
) -> None:
    """A file that is damaged, expired or of another kind leads to a request for a code."""
    write_entry(cli_cache, {})
    file = file_of(cli_cache)
    texts: dict[str, str | bytes] = {
        "not JSON": "{",
        "not UTF-8": b"\xff\xfe",
        "too deep": "[" * 100_000,
        "a list": "[]",
        "no credentials": "{}",
        "credentials of another kind": '{"Credentials": "x"}',
        "no token": json.dumps(entry(SessionToken=None)),
        "a number": json.dumps(entry(Expiration=1)),
        "no time": json.dumps(entry(Expiration="soon")),
        "no zone": json.dumps(entry(Expiration="2126-01-01T00:00:00")),
        "expired": json.dumps(entry(5)),
    }
    for name, text in texts.items():
        with case(name), answering(assumed()) as stub:
            monkeypatch.setenv("AWS_ENDPOINT_URL", stub.url)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
            requested = CodePrompt("123456")
            await make_gateway(profile="mfa", codes=requested).open()
            assert requested.serials == [SERIAL]


async def test_the_entry_that_expires_last_is_used(
    monkeypatch: pytest.MonkeyPatch, cli_cache: Path
) -> None:
    """The AWS CLI may have assumed the role again in the meantime."""
    shared = SharedCredentials()
    requested = CodePrompt("123456")
    with answering(assumed(), EMPTY) as stub:
        monkeypatch.setenv("AWS_ENDPOINT_URL", stub.url)
        await make_gateway(profile="mfa", codes=requested, shared=shared).open()
        write_entry(cli_cache, entry(120))
        gateway = make_gateway(profile="mfa", shared=shared)
        await gateway.call("list-identity-pools", REGION, POOLS)
    assert access_keys(stub.requests)[-1] == "ASIACACHED"


@pytest.mark.parametrize("write", [True, False])
async def test_the_cache_of_the_aws_cli_is_written_with_a_setting_only(
    monkeypatch: pytest.MonkeyPatch, cli_cache: Path, *, write: bool
) -> None:
    """The AWS CLI can read what is written, which only the user can."""
    shared = SharedCredentials(write_cli_cache=write)
    with answering(assumed()) as stub:
        monkeypatch.setenv("AWS_ENDPOINT_URL", stub.url)
        await make_gateway(profile="mfa", codes=CodePrompt("123456"), shared=shared).open()
    assert is_file(file_of(cli_cache)) is write
    if write:
        assert (mode(file_of(cli_cache)), mode(cli_cache)) == (0o600, 0o700)
        assert "ResponseMetadata" not in json.loads(file_of(cli_cache).read_text())
        assert fetcher(cli_cache).fetch_credentials()["access_key"] == "ASIAROLE"


async def test_the_cache_of_the_aws_cli_is_for_roles_of_aws(cli_cache: Path) -> None:
    """With the endpoint of an emulator, the files are neither read nor written."""
    write_entry(cli_cache, entry())
    before = file_of(cli_cache).read_text()
    requested = CodePrompt("123456")
    shared = SharedCredentials(write_cli_cache=True)
    with answering(assumed()) as stub:
        await make_gateway(stub.url, profile="mfa", codes=requested, shared=shared).open()
    assert requested.serials == [SERIAL]
    assert file_of(cli_cache).read_text() == before


async def test_a_cache_that_cannot_be_written_is_no_failure(
    monkeypatch: pytest.MonkeyPatch, cli_cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The account opens; the log has the reason and no secret."""
    cli_cache.parent.parent.write_text("not a directory")
    shared = SharedCredentials(write_cli_cache=True)
    with caplog.at_level(logging.INFO, "cogtui"), answering(assumed()) as stub:
        monkeypatch.setenv("AWS_ENDPOINT_URL", stub.url)
        await make_gateway(profile="mfa", codes=CodePrompt("123456"), shared=shared).open()
    ours = [each.getMessage() for each in caplog.records if each.name.startswith("cogtui")]
    assert any("not written to the AWS CLI's cache" in each for each in ours)
    assert "ASIAROLE" not in str(ours)


def test_a_role_that_is_not_cached() -> None:
    """The cache raises KeyError as a dictionary does."""
    with pytest.raises(KeyError):
        SessionRoles(SharedCredentials().roles, use_files=True)["key"]
