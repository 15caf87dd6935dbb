"""The AWS CLI from PyPI against the emulator: all 23 operations."""

import json
import os
import re
from collections.abc import Callable
from typing import Any

import pytest

from cogtui.emulator import RunningEmulator
from tests.emulator.users import DEVELOPER, GOOGLE, ROLE, SOCIAL, login


class CommandFailedError(Exception):
    """The CLI's exit status was not 0."""


class AwsCli:
    """The AWS CLI with a fixed endpoint, run in this process because starting it is slow."""

    def __init__(
        self,
        url: str,
        main: Callable[[list[str]], int],
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        self.url = url
        self.main = main
        self.used: set[str] = set()
        self.capsys = capsys

    def __call__(self, operation: str, **options: Any) -> Any:  # noqa: ANN401 - JSON either way
        """Run one cognito-identity command and return what it printed.

        Raises:
            CommandFailedError: It did not end well.
        """
        arguments = ["--endpoint-url", self.url, "cognito-identity", operation]
        for name, value in options.items():
            arguments.append("--" + name.replace("_", "-"))
            if value is not True:
                arguments.append(value if isinstance(value, str) else json.dumps(value))
        status = self.main(arguments)
        printed = self.capsys.readouterr()
        if status != 0:
            raise CommandFailedError(printed.err)
        self.used.add(operation)
        return json.loads(printed.out) if printed.out.strip() else None


@pytest.fixture
def aws(
    emulator: RunningEmulator, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> AwsCli:
    """Return the CLI with arbitrary access keys and without a user's configuration."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "any")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "thing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    # importing the CLI sets this, which must not affect other tests
    monkeypatch.setenv("AWS_DATA_PATH", "")
    from awscli import _awscli_data_path, clidriver  # type: ignore[import-untyped]  # noqa: PLC0415

    monkeypatch.setenv("AWS_DATA_PATH", os.pathsep.join(_awscli_data_path))
    return AwsCli(emulator.url, clidriver.create_clidriver().main, capsys)


def make_pool(aws: AwsCli) -> str:
    """Create a pool with social providers and a developer provider."""
    pool: str = aws(
        "create-identity-pool",
        identity_pool_name="cli",
        allow_unauthenticated_identities=True,
        supported_login_providers=SOCIAL,
        developer_provider_name=DEVELOPER,
    )["IdentityPoolId"]
    return pool


def test_the_cli_can_call_all_23_operations(aws: AwsCli) -> None:
    """The CLI can parse the response to every `aws cognito-identity` command."""
    pool = make_pool(aws)
    configure(aws, pool)
    use_identities(aws, pool)
    use_developer_identities(aws, pool)
    aws("delete-identity-pool", identity_pool_id=pool)
    assert len(aws.used) == 23


def configure(aws: AwsCli, pool: str) -> None:
    """Call the operations on a pool's configuration."""
    arn = f"arn:aws:cognito-identity:us-east-1:111122223333:identitypool/{pool}"
    assert aws("list-identity-pools", max_results=60)["IdentityPools"] == [
        {"IdentityPoolId": pool, "IdentityPoolName": "cli"}
    ]
    aws(
        "update-identity-pool",
        identity_pool_id=pool,
        identity_pool_name="renamed",
        allow_unauthenticated_identities=True,
        supported_login_providers=SOCIAL,
    )
    assert aws("describe-identity-pool", identity_pool_id=pool)["IdentityPoolName"] == "renamed"
    roles = {"authenticated": ROLE.format("A"), "unauthenticated": ROLE.format("G")}
    aws("set-identity-pool-roles", identity_pool_id=pool, roles=roles)
    assert aws("get-identity-pool-roles", identity_pool_id=pool)["Roles"] == roles
    aws("tag-resource", resource_arn=arn, tags={"a": "1", "b": "2"})
    aws("untag-resource", resource_arn=arn, tag_keys=["a"])
    assert aws("list-tags-for-resource", resource_arn=arn) == {"Tags": {"b": "2"}}
    named = {"identity_pool_id": pool, "identity_provider_name": GOOGLE}
    aws("set-principal-tag-attribute-map", **named, principal_tags={"who": "sub"})
    assert aws("get-principal-tag-attribute-map", **named)["PrincipalTags"] == {"who": "sub"}


def use_identities(aws: AwsCli, pool: str) -> None:
    """Call the operations on identities."""
    logins = login(GOOGLE, "ada")
    identity = aws("get-id", identity_pool_id=pool, logins=logins)["IdentityId"]
    guest = aws("get-id", identity_pool_id=pool)["IdentityId"]
    assert aws("describe-identity", identity_id=identity)["Logins"] == [GOOGLE]
    listed = aws("list-identities", identity_pool_id=pool, max_results=60)["Identities"]
    assert [each["IdentityId"] for each in listed] == [identity, guest]
    vended = aws("get-credentials-for-identity", identity_id=guest)["Credentials"]
    assert vended["AccessKeyId"].startswith("ASIA")
    assert aws("get-open-id-token", identity_id=identity, logins=logins)["Token"]
    aws("unlink-identity", identity_id=identity, logins=logins, logins_to_remove=[GOOGLE])
    response = aws("delete-identities", identity_ids_to_delete=[identity, guest])
    assert response == {"UnprocessedIdentityIds": []}


def use_developer_identities(aws: AwsCli, pool: str) -> None:
    """Call the operations on developer identities."""
    found = [
        aws(
            "get-open-id-token-for-developer-identity",
            identity_pool_id=pool,
            logins={DEVELOPER: user},
        )["IdentityId"]
        for user in ("ada", "bob")
    ]
    surviving = aws(
        "merge-developer-identities",
        identity_pool_id=pool,
        developer_provider_name=DEVELOPER,
        source_user_identifier="ada",
        destination_user_identifier="bob",
    )["IdentityId"]
    assert surviving == found[1]
    aws(
        "unlink-developer-identity",
        identity_pool_id=pool,
        identity_id=surviving,
        developer_provider_name=DEVELOPER,
        developer_user_identifier="ada",
    )
    users = aws("lookup-developer-identity", identity_pool_id=pool, identity_id=surviving)
    assert users["DeveloperUserIdentifierList"] == ["bob"]


def test_the_cli_shows_the_services_error(aws: AwsCli) -> None:
    """The CLI shows the error code, the operation and the service's message."""
    unknown_id = "us-east-1:00000000-0000-0000-0000-000000000000"
    expected = (
        "An error occurred (ResourceNotFoundException) when calling the DescribeIdentityPool "
        f"operation: IdentityPool '{unknown_id}' not found."
    )
    with pytest.raises(CommandFailedError, match=re.escape(expected)):
        aws("describe-identity-pool", identity_pool_id=unknown_id)
