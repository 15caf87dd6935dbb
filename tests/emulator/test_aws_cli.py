"""The AWS CLI from PyPI against the emulator: all 23 operations."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cogtui.emulator import RunningEmulator
from tests.emulator.users import DEVELOPER, GOOGLE, ROLE, SOCIAL, login


class CommandFailedError(Exception):
    """The CLI's exit status was not 0."""


class AwsCli:
    """The AWS CLI with a fixed endpoint."""

    def __init__(self, url: str, home: Path) -> None:
        self.url = url
        self.used: set[str] = set()
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "AWS_ACCESS_KEY_ID": "any",
            "AWS_SECRET_ACCESS_KEY": "thing",
            "AWS_DEFAULT_REGION": "us-east-1",
        }

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
        done = subprocess.run(  # noqa: S603 - our own interpreter
            [sys.executable, "-m", "awscli", *arguments],
            capture_output=True,
            text=True,
            check=False,
            env=self.environment,
        )
        if done.returncode != 0:
            raise CommandFailedError(done.stderr)
        self.used.add(operation)
        return json.loads(done.stdout) if done.stdout.strip() else None


@pytest.fixture(scope="module")
def aws(emulator: RunningEmulator, tmp_path_factory: pytest.TempPathFactory) -> AwsCli:
    """Return the CLI with arbitrary access keys and without a user's configuration."""
    return AwsCli(emulator.url, tmp_path_factory.mktemp("home"))


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
