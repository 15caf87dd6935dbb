"""AWS CLI files, run by a shell with the real AWS CLI."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from cogtui.account.account import Account, Pool
from cogtui.configuration.cli_files import CliFile, CliOptions, cli_files
from cogtui.configuration.plan import Target, plan_creation, planned
from cogtui.configuration.pool_configuration import read
from tests.configuration.emulator_pools import make
from tests.configuration.samples import FULL, GOOGLE, ROLE, SECRET
from tests.gateway.gateways import REGION


def run(files: Sequence[CliFile], directory: Path) -> str:
    """Run the commands in a POSIX shell, and return the last output."""
    for each in files:
        (directory / each.name).write_text(each.text, encoding="utf-8")
    script = "\n".join(["set -e", *(each.line for each in files), 'echo "$POOL"'])
    done = subprocess.run(
        ["/bin/sh"],
        input=script.encode(),
        capture_output=True,
        check=False,
        cwd=directory,
        timeout=100,
        env={
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "HOME": str(directory),
            "AWS_ACCESS_KEY_ID": "any",
            "AWS_SECRET_ACCESS_KEY": "thing",
        },
    )
    assert done.stderr.decode() == ""
    return done.stdout.decode().rstrip("\n").rpartition("\n")[2]


async def test_the_cli_creates_a_pool(account: Account, shared: str, tmp_path: Path) -> None:
    """With their secrets, the files reproduce the configuration."""
    files = cli_files(
        plan_creation(FULL).calls, None, CliOptions(REGION, None, shared), reveal=True
    )
    assert [each.name for each in files][:2] == [
        "1-create-identity-pool.json",
        "2-set-identity-pool-roles.json",
    ]
    pool_id = run(files, tmp_path)
    assert await read(account, Pool(REGION, pool_id, "")) == FULL


async def test_the_cli_changes_a_pool(account: Account, shared: str, tmp_path: Path) -> None:
    """The files of a plan have the same result as the plan."""
    pool = await make(account, FULL)
    after = FULL.replaced(
        IdentityPoolName="web",
        Roles={"authenticated": ROLE.format("It+s")},
        PrincipalTags={
            **FULL["PrincipalTags"],
            GOOGLE: {"PrincipalTags": {"é ${x}": "\"'\\\n🦊"}},
        },
        IdentityPoolTags={"file://x": "-a"},
    )
    plan = planned(FULL, after)
    target = Target(pool.pool_id, pool.arn(await account.identify(REGION)))
    assert len(plan.calls) == 5
    run(cli_files(plan.calls, target, CliOptions(REGION, "", shared), reveal=True), tmp_path)
    assert after == await read(account, pool)


def test_secrets_are_redacted_unless_requested() -> None:
    """A placeholder replaces each secret, and the service rejects it."""
    first, *rest = cli_files(plan_creation(FULL).calls, None, CliOptions(REGION, "it's me"))
    assert SECRET not in f"{first}{rest}"
    logins = json.loads(first.text)["SupportedLoginProviders"]
    assert logins["api.twitter.com"] == "<SupportedLoginProviders: api.twitter.com>"
    assert first.line == (
        "POOL=$(aws cognito-identity create-identity-pool --profile 'it'\"'\"'s me' "
        f"--region {REGION} --cli-input-json file://1-create-identity-pool.json "
        "--query IdentityPoolId --output text)"
    )
    assert rest[0].line.endswith('--identity-pool-id "$POOL"')
