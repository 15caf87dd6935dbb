"""The emulator does not read the user's AWS configuration."""

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
from urllib.request import Request, urlopen
from cogtui.emulator import start_emulator

with start_emulator() as running:
    headers = {
        "Authorization": "AWS4-HMAC-SHA256 Credential=a/20261130/us-east-1/cognito-identity/"
        "aws4_request, SignedHeaders=host, Signature=0",
        "Content-Type": "application/x-amz-json-1.1",
        "X-Amz-Target": "AWSCognitoIdentityService.ListIdentityPools",
    }
    request = Request(running.url, b'{"MaxResults": 5}', headers)
    print(len(urlopen(request).read()) > 100)
    print(len(urlopen(running.url + "/.well-known/jwks_uri").read()) > 100)
"""


def test_a_configuration_that_cannot_be_read(tmp_path: Path) -> None:
    """Neither a broken file nor a profile that does not exist stops a new process."""
    broken = tmp_path / "config"
    broken.write_text("[default\nno section")
    environment = {**os.environ, "AWS_CONFIG_FILE": str(broken), "AWS_PROFILE": "no-such-profile"}
    done = subprocess.run(  # noqa: S603  the test's own program
        [sys.executable, "-c", PROGRAM],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.stdout.split(), done.stderr) == (["True", "True"], "")
