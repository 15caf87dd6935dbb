"""Profiles, credentials and regions from the AWS files and the environment."""

import asyncio
import inspect
import threading
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from cogtui.api_error import ApiError, ErrorKind
from cogtui.gateway import OpenedAccount, Profile
from cogtui.threads import in_thread
from tests.english import ROOT
from tests.gateway.gateways import POOLS, REGION, failed_listing, make_gateway, refused_to_open
from tests.gateway.servers import Answer, answering, refusal

Write = Callable[[str], object]

KEYS = "[default]\naws_access_key_id = {}\naws_secret_access_key = x\naws_session_token = y\n"
"""A credentials file, apart from the access key."""

EMPTY = Answer({"IdentityPools": []})
EXPIRED = refusal("ExpiredTokenException", "The security token included in the request is expired")


@pytest.fixture
def configure(home: Path) -> Write:
    """Return a function that writes the AWS configuration file; the other file is empty."""
    (home / "aws-credentials").touch()
    return (home / "aws-config").write_text


@pytest.fixture
def share(home: Path) -> Write:
    """Return a function that writes the AWS credentials file; the other file is empty."""
    (home / "aws-config").touch()
    return (home / "aws-credentials").write_text


def signed_with(headers: dict[str, str]) -> str:
    """Return the access key that a request is signed with."""
    return headers["authorization"].partition("Credential=")[2].partition("/")[0]


async def test_no_credentials_anywhere() -> None:
    """Without credentials in the environment, in files or on the machine, calls fail."""
    gateway = make_gateway("http://127.0.0.1:9")
    explanation = await refused_to_open(gateway)
    assert (explanation.kind, explanation.title) == (ErrorKind.CREDENTIALS, "No AWS credentials")
    assert explanation.cause.startswith("The default profile has none")
    assert (await failed_listing(gateway)).title == explanation.title
    assert gateway.requests[0].retries == 0


async def test_half_of_the_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key without its secret is reported differently from no credentials."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
    explanation = await refused_to_open(make_gateway())
    assert (explanation.kind, explanation.title) == (
        ErrorKind.CREDENTIALS,
        "Incomplete AWS credentials",
    )
    assert "AWS_SECRET_ACCESS_KEY" in explanation.detail.upper()


async def test_a_missing_profile(configure: Write) -> None:
    """A missing profile is named, whether an option or the environment selects it."""
    configure("[profile prod]\nregion = us-east-1\n")
    explanation = await refused_to_open(make_gateway(profile="nonsense"))
    assert (explanation.kind, explanation.title) == (ErrorKind.PROFILE, "No such profile")
    assert explanation.cause == "The AWS configuration has no profile nonsense."
    assert explanation.notes == ()


async def test_a_profile_that_boto3_skips(
    configure: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The section of a missing profile is named with its line, and how to write it."""
    configure("[default]\n[profile Ana's]\nregion = us-east-1\n[profile c d]\n")
    mark = "an apostrophe, quotation mark or backslash needs quotation marks around the name"
    skipped = f"~/aws-config, line 2: boto3 skips [profile Ana's]: {mark}."
    expected = (f"""{skipped} Write [profile "Ana's"].""",)
    gateway = make_gateway(profile="Ana's")
    explanation = await refused_to_open(gateway)
    assert (explanation.title, explanation.notes) == ("No such profile", expected)
    notes = await gateway.configuration_notes(own=True)
    assert tuple(notes) == expected
    assert len(await gateway.configuration_notes()) == 2
    monkeypatch.setenv("AWS_PROFILE", "Ana's")
    assert (await refused_to_open(make_gateway())).notes == expected


async def test_a_default_profile_that_boto3_skips(share: Write) -> None:
    """Without credentials, the section of the default profile is named if boto3 skips it."""
    share("[Default]\naws_access_key_id = x\naws_secret_access_key = y\n")
    explanation = await refused_to_open(make_gateway())
    assert explanation.title == "No AWS credentials"
    assert len(explanation.notes) == 1
    assert "The default profile is written [default]." in explanation.notes[0]


async def test_a_region_with_a_comment(configure: Write, share: Write) -> None:
    """A region that is none is explained by the line that it comes from."""
    configure("[default]\nregion = us-east-1 # Virginia\n")
    share(KEYS.format("ASIAEXAMPLE"))
    explanation = await failed_listing(make_gateway(), "us-east-1 # Virginia")
    assert (explanation.kind, len(explanation.notes)) == (ErrorKind.REGION, 1)
    assert "The comment after region is read as part of its value." in explanation.notes[0]


async def test_a_service_without_nested_settings(configure: Write, share: Write) -> None:
    """The library fails in an unforeseen way; the line is named."""
    configure("[default]\nservices = x\n[services x]\ncognito_identity = http://127.0.0.1:1\n")
    share(KEYS.format("ASIAEXAMPLE"))
    explanation = await failed_listing(make_gateway())
    assert explanation.kind is ErrorKind.UNFORESEEN
    assert explanation.notes[0].startswith("~/aws-config, line 4: Write the settings of a service")


async def test_a_missing_profile_from_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without a profile option, boto3 uses AWS_PROFILE, whose profile may be missing too."""
    monkeypatch.setenv("AWS_PROFILE", "nonsense")
    gateway = make_gateway()
    assert (await refused_to_open(gateway)).kind is ErrorKind.PROFILE
    assert await gateway.profiles() == []
    assert REGION in await gateway.regions(None)


async def test_a_configuration_that_cannot_be_read(configure: Write) -> None:
    """A malformed line is reported with its file; the list of regions is still available."""
    configure("[profile prod\nregion = us-east-1\n")
    gateway = make_gateway()
    explanation = await refused_to_open(gateway)
    assert explanation.kind is ErrorKind.PROFILE
    assert explanation.title == "Cannot read the AWS configuration"
    place = "~/aws-config, line 1: A section's header lacks its closing bracket."
    assert (explanation.cause, explanation.notes) == (place, ())
    assert "aws-config" in explanation.detail
    with pytest.raises(Exception, match="Cannot read"):
        await gateway.profiles()
    assert REGION in await gateway.regions(None)


LEADING_NOWHERE = {
    "a role without a source": (
        "role_arn = arn:aws:iam::1:role/x",
        ErrorKind.CREDENTIALS,
        "Incomplete AWS credentials",
    ),
    "a source that is not there": (
        "role_arn = arn:aws:iam::1:role/x\nsource_profile = gone",
        ErrorKind.PROFILE,
        "The profile cannot be used",
    ),
    "a circle": (
        """role_arn = arn:aws:iam::1:role/x
        source_profile = other
        [profile other]
        role_arn = arn:aws:iam::1:role/y
        source_profile = prod""",
        ErrorKind.PROFILE,
        "The profiles form a loop",
    ),
    "sso": (
        """sso_start_url = https://x.awsapps.com/start
        sso_region = us-east-1
        sso_account_id = 111122223333
        sso_role_name = Admin""",
        ErrorKind.EXPIRED,
        "The SSO session has ended",
    ),
    "an sso session": (
        """sso_session = company
        sso_account_id = 111122223333
        sso_role_name = Admin
        [sso-session company]
        sso_start_url = https://x.awsapps.com/start
        sso_region = us-east-1""",
        ErrorKind.EXPIRED,
        "The SSO session has ended",
    ),
    "aws login": (
        "login_session = arn:aws:iam::111122223333:user/ana",
        ErrorKind.PROFILE,
        "The profile needs another package",
    ),
    "a command that fails": (
        "credential_process = false",
        ErrorKind.CREDENTIALS,
        "The credentials command failed",
    ),
    "a command that is not there": (
        "credential_process = /no/such/command",
        ErrorKind.CREDENTIALS,
        "Cannot obtain credentials",
    ),
    "a command that prints something else": (
        "credential_process = echo hi",
        ErrorKind.CREDENTIALS,
        "Cannot obtain credentials",
    ),
    "a command that prints too little": (
        """credential_process = echo '{"Version": 1}'""",
        ErrorKind.CREDENTIALS,
        "Cannot obtain credentials",
    ),
    "a command that waits for somebody to type": (
        "credential_process = cat",
        ErrorKind.CREDENTIALS,
        "Cannot obtain credentials",
    ),
    "a token that has no end": (
        "web_identity_token_file = /dev/zero\nrole_arn = arn:aws:iam::1:role/x",
        ErrorKind.CREDENTIALS,
        "Cannot obtain credentials",
    ),
    "a token that is not there": (
        "web_identity_token_file = /no/such/token\nrole_arn = arn:aws:iam::1:role/x",
        ErrorKind.CREDENTIALS,
        "Cannot obtain credentials",
    ),
}


@pytest.mark.parametrize(
    ("text", "kind", "title"), LEADING_NOWHERE.values(), ids=LEADING_NOWHERE.keys()
)
async def test_a_profile_without_credentials(
    configure: Write, text: str, kind: ErrorKind, title: str
) -> None:
    """Each kind of profile without credentials is reported differently."""
    configure(f"[profile prod]\nregion = us-east-1\n{inspect.cleandoc(text)}\n")
    explanation = await refused_to_open(make_gateway(profile="prod"))
    assert (kind, title) == (explanation.kind, explanation.title)


async def test_aws_login_names_what_to_install(configure: Write) -> None:
    """The remedy has a line for each installer, and one for where nothing can be installed."""
    configure('[profile "Ana B"]\nlogin_session = arn:aws:iam::111122223333:user/ana\n')
    remedy = (await refused_to_open(make_gateway(profile="Ana B"))).remedy
    for line in (
        "pip install '.[login]'",
        "pipx inject cogtui 'botocore[crt]'",
        "uv tool install '.[login]'",
        "credential_process = aws configure export-credentials --profile 'Ana B' --format process",
    ):
        assert f"`{line}`" in remedy
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    (requirement,) = project["optional-dependencies"]["login"]
    assert requirement.startswith("botocore[crt]")


async def test_a_profile_endpoint_that_is_not_a_url(configure: Write, keys: None) -> None:
    """The remedy is to fix the configuration, not the network."""
    configure("[default]\nendpoint_url = nonsense\n")
    gateway = make_gateway()
    assert await gateway.open() == OpenedAccount(None)
    explanation = await failed_listing(gateway)
    assert (explanation.kind, explanation.title) == (ErrorKind.PROFILE, "Not an endpoint URL")


async def test_a_machine_whose_role_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A container's credentials service that rejects the request is reported."""
    with answering(Answer("no", 403)) as stub:
        monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"{stub.url}/role")
        explanation = await refused_to_open(make_gateway())
    assert explanation.kind is ErrorKind.CREDENTIALS


async def test_the_profile_signs_with_its_own_keys(
    share: Write, configure: Write, keys: None
) -> None:
    """An explicit profile takes precedence over keys in the environment."""
    configure("[profile prod]\nregion = eu-west-1\n")
    share("[prod]\naws_access_key_id = AKIAPROD\naws_secret_access_key = x\n")
    with answering(EMPTY) as stub:
        for profile in ("prod", "", None):
            await make_gateway(stub.url, profile=profile).call("list-identity-pools", REGION, POOLS)
    signed = [signed_with(dict(headers)) for headers, _ in stub.requests]
    assert signed == ["AKIAPROD", "AKIAEXAMPLE", "AKIAEXAMPLE"]


@pytest.mark.parametrize(("text", "region"), [("region = eu-west-3", "eu-west-3"), ("", None)])
async def test_opening_shows_the_default_region(
    configure: Write, keys: None, text: str, region: str | None
) -> None:
    """Opening returns the profile's default region, or None."""
    configure(f"[default]\n{text}\n")
    assert await make_gateway().open() == OpenedAccount(region)


async def test_renewed_credentials_are_read(share: Write) -> None:
    """After an expiry the files are read again, so that `r` works once they have been renewed."""
    share(KEYS.format("ASIAOLD"))
    with answering(EMPTY, EXPIRED, EMPTY) as stub:
        gateway = make_gateway(stub.url)
        await gateway.call("list-identity-pools", REGION, POOLS)
        explanation = await failed_listing(gateway)
        assert (explanation.kind, explanation.code) == (ErrorKind.EXPIRED, "ExpiredTokenException")
        share(KEYS.format("ASIANEW"))
        await gateway.call("list-identity-pools", REGION, POOLS)
    signed = [signed_with(dict(headers)) for headers, _ in stub.requests]
    assert signed == ["ASIAOLD", "ASIAOLD", "ASIANEW"]


async def test_a_late_expiry_keeps_renewed_credentials(share: Write) -> None:
    """A call that was signed with old credentials is repeated with the renewed ones."""
    go = threading.Event()
    share(KEYS.format("ASIAOLD"))
    late = Answer(EXPIRED.body, 400, after=go)
    with answering(late, EXPIRED, EMPTY) as stub:
        gateway = make_gateway(stub.url)
        slow = asyncio.create_task(gateway.call("list-identity-pools", REGION, POOLS))
        await in_thread(lambda: stub.received_one.wait(10))
        await failed_listing(gateway)
        share(KEYS.format("ASIANEW"))
        await gateway.call("list-identity-pools", REGION, POOLS)
        go.set()
        await asyncio.wait([slow])
        share(KEYS.format("ASIANEVERREAD"))
        await gateway.call("list-identity-pools", REGION, POOLS)
    signed = [signed_with(dict(headers)) for headers, _ in stub.requests]
    assert signed == ["ASIAOLD", "ASIAOLD", *["ASIANEW"] * 3]
    assert slow.result() == {"IdentityPools": []}


async def test_other_failures_keep_the_clients(keys: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A denied call does not reload the configuration."""
    with answering(refusal("AccessDeniedException", "no"), EMPTY) as stub:
        gateway = make_gateway(stub.url)
        await failed_listing(gateway)
        monkeypatch.delenv("AWS_ACCESS_KEY_ID")
        await gateway.call("list-identity-pools", REGION, POOLS)


async def test_profiles_have_region_and_account(configure: Write, share: Write) -> None:
    """Profiles are listed in file order, with region and account if the files name them."""
    configure(
        "[default]\nregion = us-east-1\n"
        "[profile role]\nrole_arn = arn:aws:iam::111122223333:role/Admin\nsource_profile = keys\n"
        "[profile sso]\nsso_account_id = 444455556666\nregion = eu-west-1\n"
        "[profile odd]\nrole_arn = nonsense\n"
    )
    share("[keys]\naws_access_key_id = a\naws_secret_access_key = b\n")
    assert await make_gateway(profile="nonsense").profiles() == [
        Profile("default", "us-east-1", None),
        Profile("role", None, "111122223333"),
        Profile("sso", "eu-west-1", "444455556666"),
        Profile("odd", None, None),
        Profile("keys", None, None),
    ]


@pytest.mark.parametrize(
    ("near", "has", "lacks"),
    [
        (None, "us-east-1", "cn-north-1"),
        ("eu-west-1", "us-east-1", "us-gov-west-1"),
        ("cn-north-1", "cn-north-1", "us-east-1"),
        ("us-gov-west-1", "us-gov-west-1", "us-east-1"),
        ("nonsense", "us-east-1", "cn-north-1"),
    ],
)
async def test_regions_are_those_of_the_partition(near: str | None, has: str, lacks: str) -> None:
    """Regions are those of the account's partition, because it cannot use any others."""
    regions = await make_gateway().regions(near)
    assert has in regions
    assert lacks not in regions
    assert sorted(regions) == regions


async def test_the_endpoint_is_aws_by_default(keys: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The endpoint is AWS's own, the one from the environment, or the one from the option."""
    aws = "https://cognito-identity.eu-west-1.amazonaws.com"
    assert aws == await make_gateway().endpoint("eu-west-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:5001")
    assert await make_gateway().endpoint("eu-west-1") == "http://127.0.0.1:5001"
    assert (
        await make_gateway("http://127.0.0.1:5002").endpoint("eu-west-1") == "http://127.0.0.1:5002"
    )


async def test_fips_endpoints_of_a_profile_are_used(configure: Write, keys: None) -> None:
    """The standard configuration is read as boto3 reads it."""
    configure("[default]\nuse_fips_endpoint = true\n")
    assert "fips" in await make_gateway().endpoint("us-east-1")


RETRIES = {
    # environment, the profile's settings, how often a request is sent
    "cogtui's own": ({}, "", 3),
    "a variable": ({"AWS_MAX_ATTEMPTS": "5"}, "", 5),
    "a variable that is empty": ({"AWS_MAX_ATTEMPTS": "", "AWS_RETRY_MODE": ""}, "", 3),
    "no retries": ({"AWS_MAX_ATTEMPTS": "1"}, "", 1),
    "a setting": ({}, "max_attempts = 4\nretry_mode = Standard", 4),
    "both": ({"AWS_MAX_ATTEMPTS": "2"}, "max_attempts = 4", 2),
    "the mode of earlier versions": ({"AWS_RETRY_MODE": "legacy"}, "max_attempts = 2", 2),
}


@pytest.mark.parametrize(("environment", "text", "attempts"), RETRIES.values(), ids=RETRIES.keys())
async def test_configured_retries(
    configure: Write,
    keys: None,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    text: str,
    attempts: int,
) -> None:
    """A request is sent as often as the environment or the profile says, in any mode."""
    configure(f"[default]\n{text}\n")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("time.sleep", lambda _: None)
    with answering(*[refusal("TooManyRequestsException", "slow", 429)] * attempts, EMPTY) as stub:
        gateway = make_gateway(stub.url)
        assert (await failed_listing(gateway)).kind is ErrorKind.THROTTLED
    assert len(stub.requests) == attempts == gateway.requests[0].retries + 1


@pytest.mark.parametrize("mode", ["legacy", "standard", "adaptive"])
async def test_the_mode_of_retries(keys: None, monkeypatch: pytest.MonkeyPatch, mode: str) -> None:
    """The configured mode is the one in use, as the request's own headers show."""
    monkeypatch.setenv("AWS_RETRY_MODE", mode)
    with answering(EMPTY) as stub:
        await make_gateway(stub.url).call("list-identity-pools", REGION, POOLS)
    assert f"cfg/retry-mode#{mode}" in stub.requests[0][0]["user-agent"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("AWS_MAX_ATTEMPTS", "many"), ("AWS_MAX_ATTEMPTS", "0"), ("AWS_RETRY_MODE", "often")],
)
async def test_retries_that_are_invalid(
    configure: Write, keys: None, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """An invalid number or mode is reported, also where a role's client would fail first."""
    monkeypatch.setenv(name, value)
    configure("[profile role]\nrole_arn = arn:aws:iam::1:role/x\ncredential_source = Environment\n")
    for profile in (None, "role"):
        explanation = await refused_to_open(make_gateway("http://127.0.0.1:9", profile=profile))
        assert (explanation.kind, explanation.title) == (
            ErrorKind.PROFILE,
            "Invalid retry settings",
        )
        assert value in explanation.detail
    unsigned = make_gateway("http://127.0.0.1:9")
    with pytest.raises(ApiError, match="Invalid retry settings"):
        await unsigned.call("get-id", REGION, {"IdentityPoolId": "us-east-1:1"})


@pytest.mark.parametrize(
    ("text", "profile", "environment"),
    [
        ("[profile Ana's]\n", "Ana's", {}),
        ("[profile dev\n", None, {}),
        ("", None, {}),
        ("[default]\nregion = us-east-1 # Virginia\n", None, {"AWS_ACCESS_KEY_ID": "AKIAEXAMPLE"}),
        ("[default]\nservices = local\n", None, {"AWS_ACCESS_KEY_ID": "AKIAEXAMPLE"}),
        ("", None, {"AWS_MAX_ATTEMPTS": "0"}),
    ],
)
async def test_messages_of_the_troubleshooting_page(
    configure: Write,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    profile: str | None,
    environment: dict[str, str],
) -> None:
    """Each message of boto3 that the page explains is the one that is shown."""
    configure(text)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    region = text.partition("region = ")[2].strip() or REGION
    message = (await failed_listing(make_gateway(profile=profile), region)).detail
    page = (ROOT / "docs" / "troubleshooting.md").read_text(encoding="utf-8")
    shown = message.replace(str(home / "aws-config"), "/home/ana/.aws/config")
    assert f"\n### {shown}\n" in page
