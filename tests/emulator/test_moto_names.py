"""The names that the emulator imports from moto, none of which are documented."""

import ast
import importlib
from pathlib import Path

import pytest

import cogtui.emulator

IN_EVERY_VERSION = {
    "moto.backends": {"SERVICE_NAMES"},
    "moto.cognitoidentity.models": {
        "CognitoIdentityBackend",
        "CognitoIdentityPool",
        "cognitoidentity_backends",
    },
    "moto.cognitoidentity.responses": {"CognitoIdentityResponse"},
    "moto.cognitoidentity.utils": {"get_random_identity_id"},
    "moto.cognitoidp.exceptions": {
        "CodeMismatchException",
        "InvalidParameterException",
        "NotAuthorizedError",
        "ResourceNotFoundError",
    },
    "moto.cognitoidp.models": {
        "COGNITO_TOTP_MFA_SECRET",
        "CognitoIdpBackend",
        "CognitoIdpGroup",
        "CognitoIdpUser",
        "CognitoIdpUserPool",
        "CognitoIdpUserPoolClient",
        "cognitoidp_backends",
    },
    "moto.cognitoidp.utils": {"check_secret_hash", "cognito_totp", "flatten_attrs"},
    "moto.core.base_backend": {"AccountSpecificBackend", "BackendDict", "backend_lock"},
    "moto.core.common_types": {"TYPE_RESPONSE"},
    "moto.core.exceptions": {"JsonRESTError", "ServiceException"},
    "moto.core.request": {"Request"},
    "moto.core.responses": {"ActionResult", "BaseResponse"},
    "moto.core.utils": {
        "camelcase_to_underscores",
        "extract_region_from_aws_authorization",
        "get_service_model",
    },
    "moto.iam.exceptions": {"NotFoundException"},
    "moto.iam.models": {"iam_backends"},
    "moto.moto_server.werkzeug_app": {"DomainDispatcherApplication", "create_backend_app"},
    "moto.sts.models": {"sts_backends"},
    "moto.sts.responses": {"TokenResponse"},
    "moto.utilities.utils": {"get_partition"},
}
"""Names that moto 5.2.4 has and that are imported, by module. Before adding one, look it up in the
lowest version that pyproject.toml allows; `make lowest` runs the tests there."""


def imported_names() -> dict[str, set[str]]:
    """Return the names that the emulator's modules import from moto, by module."""
    found: dict[str, set[str]] = {}
    for path in Path(cogtui.emulator.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and str(node.module).partition(".")[0] == "moto":
                found.setdefault(str(node.module), set()).update(each.name for each in node.names)
    return found


def test_every_name_is_in_the_lowest_version() -> None:
    """A name that only newer versions have would break older ones that pip may install."""
    assert imported_names() == IN_EVERY_VERSION


@pytest.mark.parametrize("module", IN_EVERY_VERSION)
def test_every_name_is_in_the_installed_version(module: str) -> None:
    """All names exist, including those imported for type checking only."""
    assert set(dir(importlib.import_module(module))) >= IN_EVERY_VERSION[module]
