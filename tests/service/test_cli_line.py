"""AWS CLI commands, run by a shell and the AWS CLI itself."""

import json
import os
import shlex
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import botocore.session
import pytest
from botocore import xform_name
from hypothesis import example, given
from hypothesis import strategies as st

from cogtui.secret import Secret
from cogtui.service.cli_line import cli_line, option_name
from cogtui.service.operations import OPERATIONS
from cogtui.text import is_plain
from tests.inputs import revealed

if TYPE_CHECKING:
    from awscli.clidriver import CLIDriver  # type: ignore[import-untyped]  # it has no types

MODEL = botocore.session.Session().get_service_model("cognito-identity")

POOL: Final = "us-east-1:1a2b3c4d-0000-4000-8000-00000000000a"
IDENTITY: Final = "us-east-1:77c1aaaa-0000-c66b-8000-00000000000b"
ARN: Final = f"arn:aws:cognito-identity:us-east-1:111122223333:identitypool/{POOL}"
ROLE: Final = "arn:aws:iam::111122223333:role/service/It's+a=role,@x"
TOKEN: Final = ("eyJraWQi.e30." + "aB-_" * 12_500)[:50_000]
NASTY: Final = 'it\'s "$HOME" `id` \\n !x *? ~ #\t\r\n\x1b[31m\x7f\u202e é 日本 🦊 \0'

NOWHERE: Final[Mapping[str, Any]] = {"profile": None, "region": None, "endpoint_url": None}

REQUESTS: Final[Mapping[str, Mapping[str, Any]]] = {
    "create-identity-pool": {
        "IdentityPoolName": "-two\nlines, and=\ttab",
        "AllowUnauthenticatedIdentities": False,
        "AllowClassicFlow": True,
        "SupportedLoginProviders": {"api.twitter.com": "key;it-is_secret", "a b'\"": "x"},
        "DeveloperProviderName": "--login.cogtui",
        "OpenIdConnectProviderARNs": ["arn:aws:iam::111122223333:oidc-provider/x/é'"],
        "CognitoIdentityProviders": [
            {"ProviderName": "cognito-idp.x/x_1", "ClientId": "1", "ServerSideTokenCheck": False},
            {},
        ],
        "SamlProviderARNs": [],
        "IdentityPoolTags": {"a": "", "file://x": "http://x", "日本": "🦊 = \u2028"},
    },
    "update-identity-pool": {
        "IdentityPoolId": POOL,
        "IdentityPoolName": "=echo",
        "AllowUnauthenticatedIdentities": True,
        "AllowClassicFlow": False,
        "SupportedLoginProviders": {},
        "OpenIdConnectProviderARNs": [],
        "CognitoIdentityProviders": [],
        "SamlProviderARNs": ["arn:aws:iam::111122223333:saml-provider/-x", ROLE],
        "IdentityPoolTags": {},
    },
    "describe-identity-pool": {"IdentityPoolId": "--region:0"},
    "list-identity-pools": {"MaxResults": 60, "NextToken": "-file://x=='\""},
    "delete-identity-pool": {"IdentityPoolId": POOL},
    "list-identities": {
        "IdentityPoolId": POOL,
        "MaxResults": 1,
        "NextToken": "file://x",
        "HideDisabled": False,
    },
    "get-identity-pool-roles": {"IdentityPoolId": POOL},
    "set-identity-pool-roles": {
        "IdentityPoolId": POOL,
        "Roles": {},
        "RoleMappings": {
            "cognito-idp.us-east-1.amazonaws.com/us-east-1_x:'1'": {
                "Type": "Rules",
                "AmbiguousRoleResolution": "Deny",
                "RulesConfiguration": {
                    "Rules": [
                        {
                            "Claim": "custom:it's",
                            "MatchType": "StartsWith",
                            "Value": NASTY,
                            "RoleARN": ROLE,
                        }
                    ]
                },
            },
            "accounts.google.com": {"Type": "Token", "AmbiguousRoleResolution": "Deny"},
        },
    },
    "list-tags-for-resource": {"ResourceArn": "http://127.0.0.1:1/nothing-is-there"},
    "tag-resource": {"ResourceArn": ARN, "Tags": {"-a": "--b", "c": '{"d": [1]}'}},
    "untag-resource": {"ResourceArn": "fileb://" + ARN, "TagKeys": ["-a", "file://b"]},
    "get-principal-tag-attribute-map": {
        "IdentityPoolId": POOL,
        "IdentityProviderName": "https://accounts.example.com/",
    },
    "set-principal-tag-attribute-map": {
        "IdentityPoolId": POOL,
        "IdentityProviderName": "[a, {b}",
        "UseDefaults": True,
        "PrincipalTags": {"it's": NASTY},
    },
    "get-id": {
        "AccountId": "000000000001",
        "IdentityPoolId": POOL,
        "Logins": {"accounts.google.com": Secret(TOKEN), "x'y": Secret("a\nb")},
    },
    "get-open-id-token-for-developer-identity": {
        "IdentityPoolId": POOL,
        "Logins": {"login.cogtui": Secret(NASTY)},
        "PrincipalTags": {},
        "TokenDuration": 86_400,
    },
    "merge-developer-identities": {
        "SourceUserIdentifier": NASTY,
        "DestinationUserIdentifier": "--",
        "DeveloperProviderName": "-",
        "IdentityPoolId": POOL,
    },
    "describe-identity": {"IdentityId": IDENTITY},
    "lookup-developer-identity": {
        "IdentityPoolId": POOL,
        "DeveloperUserIdentifier": "file:///dev/null",
        "MaxResults": 10,
        "NextToken": "x" * 65_535,
    },
    "delete-identities": {"IdentityIdsToDelete": [IDENTITY] * 60},
    "get-credentials-for-identity": {
        "IdentityId": IDENTITY,
        "Logins": {f"provider-{place}": Secret(TOKEN) for place in range(10)},
        "CustomRoleArn": ROLE,
    },
    "get-open-id-token": {"IdentityId": IDENTITY, "Logins": {}},
    "unlink-identity": {
        "IdentityId": IDENTITY,
        "Logins": {"graph.facebook.com": Secret("-EAA=")},
        "LoginsToRemove": ["graph.facebook.com"],
    },
    "unlink-developer-identity": {
        "IdentityId": IDENTITY,
        "IdentityPoolId": POOL,
        "DeveloperProviderName": "login.cogtui",
        "DeveloperUserIdentifier": " --no-paginate ~/$(id) 'help' ",
    },
}
"""A request of each operation, with values that are as hard to quote as possible."""


class Recorded(NamedTuple):
    """A request that was received."""

    target: str
    """The operation, as in the header `X-Amz-Target`."""
    body: Any
    """The parsed body."""


class Recorder(ThreadingHTTPServer):
    """A server that records every request and answers with an empty object."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Recording)
        self.received: list[Recorded] = []

    @property
    def url(self) -> str:
        """The URL that it listens on."""
        return f"http://127.0.0.1:{self.server_port}"


class _Recording(BaseHTTPRequestHandler):
    server: Recorder

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        target = self.headers["X-Amz-Target"]
        self.server.received.append(Recorded(target, json.loads(body)))
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        """Log nothing."""


@pytest.fixture(scope="module")
def recorder() -> Iterator[Recorder]:
    """Run a recorder for the tests of a module."""
    with Recorder() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def run(line: str, home: Path) -> None:
    """Run a command in a POSIX shell, with the AWS CLI installed next to this Python."""
    done = subprocess.run(
        ["/bin/sh"],
        input=line.encode(),
        capture_output=True,
        check=False,
        cwd=home,
        timeout=60,
        env={
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "HOME": str(home),
            "AWS_CONFIG_FILE": str(home / "config"),
            "AWS_ACCESS_KEY_ID": "any",
            "AWS_SECRET_ACCESS_KEY": "thing",
            "AWS_EC2_METADATA_DISABLED": "true",
        },
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.fixture(scope="module")
def lines(recorder: Recorder) -> dict[str, str]:
    """Return the command of each request."""
    where: dict[str, Any] = {
        "profile": None,
        "region": "eu-west-1",
        "endpoint_url": recorder.url,
    }
    return {name: cli_line(name, each, **where, reveal=True) for name, each in REQUESTS.items()}


@pytest.fixture(scope="module")
def words(lines: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the words into which one POSIX shell splits all commands, without `aws`."""
    script = "\n".join(['aws() { printf "%s\\0" "$#" "$@"; }', *lines.values()])
    done = subprocess.run(["/bin/sh"], input=script.encode(), capture_output=True, check=True)
    found = iter(done.stdout.decode().split("\0"))
    return {name: list(islice(found, int(next(found)))) for name in lines}


@pytest.fixture(scope="module")
def cli() -> Iterator["CLIDriver"]:
    """Return the AWS CLI, run in this process because starting it takes longer than calling."""
    with pytest.MonkeyPatch.context() as patch:
        # importing the CLI sets this, which must not affect other tests
        patch.setenv("AWS_DATA_PATH", "")
        from awscli import _awscli_data_path, clidriver  # type: ignore[import-untyped]  # noqa: PLC0415

        patch.setenv("AWS_DATA_PATH", os.pathsep.join(_awscli_data_path))
        yield clidriver.create_clidriver()


@pytest.fixture
def send_with_cli(
    lines: Mapping[str, str],
    words: Mapping[str, list[str]],
    cli: "CLIDriver",
    capsys: pytest.CaptureFixture[str],
    home: Path,
) -> Callable[[str], None]:
    """Return a function that sends an operation's request with the AWS CLI."""

    def send(operation: str) -> None:
        if "<<" in lines[operation]:
            # here-documents exist only while the shell runs, so the CLI reads them in it
            run(lines[operation], home)
        else:
            assert (cli.main(words[operation]), capsys.readouterr().err) == (0, "")

    return send


@pytest.mark.parametrize("operation", REQUESTS)
def test_a_command_makes_the_same_request_as_boto3(
    recorder: Recorder,
    send_with_cli: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    operation: str,
) -> None:
    """The command makes the AWS CLI send the same members to the same operation."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "any")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "thing")
    client = botocore.session.Session().create_client(
        "cognito-identity", region_name="eu-west-1", endpoint_url=recorder.url
    )
    recorder.received.clear()
    getattr(client, OPERATIONS[operation].method)(**revealed(REQUESTS[operation]))
    send_with_cli(operation)
    by_boto3, by_cli = recorder.received
    assert by_boto3 == by_cli
    client.close()


def test_every_operation_has_a_request() -> None:
    """The requests above cover the table's 23 operations and all their members."""
    assert OPERATIONS.keys() == REQUESTS.keys()
    for name in MODEL.operation_names:
        shape = MODEL.operation_model(name).input_shape
        assert shape is not None
        unused = set(shape.members) - REQUESTS[xform_name(name, "-")].keys()
        # an update keeps what is omitted, and a lookup by both IDs is a different request
        assert unused <= {"DeveloperProviderName", "IdentityId"}


def test_options_have_the_clis_names() -> None:
    """Options of plural acronyms are right too: `--saml-provider-arns`."""
    members = {
        name
        for operation in MODEL.operation_names
        if (shape := MODEL.operation_model(operation).input_shape) is not None
        for name in shape.members
    }
    assert {name: "--" + xform_name(name, "-") for name in members} == {
        name: option_name(name) for name in members
    }


def test_the_command_has_profile_and_endpoint(emulator: str, home: Path) -> None:
    """A command of another service, with a profile whose name needs quotes, is run correctly."""
    (home / "config").write_text(
        '[profile "it\'s me"]\naws_access_key_id=a\naws_secret_access_key=b\n'
    )
    line = cli_line(
        "sts get-caller-identity",
        {},
        profile="it's me",
        region="us-east-1",
        endpoint_url=emulator,
    )
    expected = "aws sts get-caller-identity --profile 'it'\"'\"'s me' --region us-east-1"
    assert f"{expected} --endpoint-url {emulator}" == line
    run(line, home)


def test_options_that_are_not_set_are_omitted() -> None:
    """Without a profile, a region and an endpoint, the command has none of these options."""
    line = cli_line("list-identity-pools", {"MaxResults": 60}, **NOWHERE)
    assert line == "aws cognito-identity list-identity-pools --max-results 60"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("ada", "--developer-user-identifier ada"),
        ("ada l.", "--developer-user-identifier 'ada l.'"),
        ("it's", "--developer-user-identifier 'it'\"'\"'s'"),
        ("-x", "--developer-user-identifier=-x"),
        ("--x y", "--developer-user-identifier='--x y'"),
        ("=ls", "--developer-user-identifier==ls"),
        ("日本", "--developer-user-identifier '日本'"),
        ("--", """--cli-input-json '{"DeveloperUserIdentifier": "--"}'"""),
        ("file://x", """--cli-input-json '{"DeveloperUserIdentifier": "file://x"}'"""),
        ("https://x", """--cli-input-json '{"DeveloperUserIdentifier": "https://x"}'"""),
        ("a\nb", """--cli-input-json '{"DeveloperUserIdentifier": "a\\nb"}'"""),
        ("\x9b\ud800", """--cli-input-json '{"DeveloperUserIdentifier": "\\u009b\\ud800"}'"""),
        (12, "--developer-user-identifier 12"),
        (["a"], """--developer-user-identifier '["a"]'"""),
        ({}, "--developer-user-identifier '{}'"),
        (True, "--developer-user-identifier"),
        (False, "--no-developer-user-identifier"),
    ],
)
def test_values_are_written_so_that_the_cli_keeps_them(value: object, expected: str) -> None:
    """A value follows a space if possible, otherwise an equals sign, or is in JSON."""
    line = cli_line("x", {"DeveloperUserIdentifier": value}, **NOWHERE)
    assert f"aws cognito-identity x {expected}" == line


def test_a_secret_has_a_placeholder() -> None:
    """Placeholders name the member and the key of the secret."""
    line = cli_line(
        "x",
        {
            "Logins": {"accounts.google.com": Secret("one"), "it\u202es": Secret("two")},
            "Code": Secret("-three"),
            "Rows": [{"Token": Secret("file://four")}],
        },
        **NOWHERE,
    )
    logins = (
        '{"accounts.google.com": "<Logins: accounts.google.com>", '
        '"it\\u202es": "<Logins: it\\u202es>"}'
    )
    assert [
        *("aws", "cognito-identity", "x"),
        *("--logins", logins),
        *("--code", "<Code>"),
        *("--rows", '[{"Token": "<Rows: 1: Token>"}]'),
    ] == shlex.split(line)


def secrets(value: object) -> Iterator[str]:
    """Yield every secret in some data."""
    if isinstance(value, Secret):
        yield value.reveal()
    elif isinstance(value, dict):
        for each in value.values():
            yield from secrets(each)


@pytest.mark.parametrize("operation", REQUESTS)
def test_a_command_has_no_secret_unless_requested(operation: str) -> None:
    """A command has no secrets, neither in plain nor escaped, and is one line."""
    line = cli_line(operation, REQUESTS[operation], **NOWHERE)
    assert is_plain(line)
    for secret in secrets(REQUESTS[operation]):
        assert secret not in line
        assert json.dumps(secret, ensure_ascii=False)[1:-1] not in line


@given(
    st.dictionaries(
        st.sampled_from(["AccountId", "CustomRoleArn", "NextToken", "SamlProviderARNs", "Tags"]),
        st.text(min_size=1) | st.dictionaries(st.text(), st.text()) | st.lists(st.text()),
    )
)
@example({"AccountId": "\u3164", "Tags": {"\U000e0041": "\ufe0f"}})
def test_a_shell_returns_the_original_values(parameters: dict[str, Any]) -> None:
    """Whatever the values contain, the command hides no character, and its words contain them."""
    line = cli_line("x", parameters, **NOWHERE)
    assert is_plain(line)
    words = shlex.split(line)
    found = {}
    if "--cli-input-json" in words:
        found = json.loads(words[words.index("--cli-input-json") + 1])
    for name, value in parameters.items():
        if name not in found:
            option = option_name(name)
            joined = [word for word in words if word.startswith(f"{option}=")]
            text = joined[0][len(option) + 1 :] if joined else words[words.index(option) + 1]
            found[name] = text if isinstance(value, str) else json.loads(text)
    assert parameters == found
