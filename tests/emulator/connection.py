"""Clients of an emulator, and helpers for expected errors."""

import functools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import boto3
import botocore.session
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from cogtui.emulator import RunningEmulator

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

ACCOUNT = "111122223333"
REGION = "us-east-1"


def connect(emulator: RunningEmulator, service: str, region: str = REGION, **keys: str) -> Any:  # noqa: ANN401 - any service's client
    """Return a boto3 client without retries; unless `keys` are passed, any access key will do."""
    keys = keys or {"aws_access_key_id": "any", "aws_secret_access_key": "thing"}
    return _session().client(  # type: ignore[call-overload]  # the service is a variable
        service,
        region_name=region,
        endpoint_url=emulator.url,
        config=Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=20),
        **keys,
    )


@functools.cache
def _session() -> boto3.Session:
    """Return the session that all clients share: creating one is slower than a client."""
    core = botocore.session.Session()
    for name in ("config_file", "credentials_file"):
        core.set_config_variable(name, os.devnull)
    return boto3.Session(botocore_session=core)


@dataclass
class Refusal:
    """An error response of the service."""

    text: str = ""
    """Its message."""


@contextmanager
def refused(code: str, message: str | None = None) -> Iterator[Refusal]:
    """Expect the block to raise a service error; `message` is its complete text."""
    refusal = Refusal()
    with pytest.raises(ClientError) as caught:
        yield refusal
    error = caught.value.response["Error"]
    refusal.text = error["Message"]
    assert (code, message or refusal.text) == (error["Code"], refusal.text)


def all_identities(client: "CognitoIdentityClient", pool: str, **more: Any) -> list[Any]:  # noqa: ANN401 - any member
    """Return all identities of a pool, reading every page."""
    found: list[Any] = []
    token: dict[str, Any] = {}
    while True:
        page = client.list_identities(IdentityPoolId=pool, MaxResults=60, **more, **token)
        found += page["Identities"]
        if "NextToken" not in page:
            return found
        token = {"NextToken": page["NextToken"]}


def pools_by_name(client: "CognitoIdentityClient") -> dict[str, str]:
    """Return pool IDs by pool name."""
    paginator = client.get_paginator("list_identity_pools")
    pages = paginator.paginate(PaginationConfig={"PageSize": 60})
    return {
        pool["IdentityPoolName"]: pool["IdentityPoolId"]
        for page in pages
        for pool in page["IdentityPools"]
    }
