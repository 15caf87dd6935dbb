"""Wrap the secrets in an answer as soon as it arrives."""

from collections.abc import Callable
from typing import Any, Final

from cogtui.gateway.service_model import ANY, SERVICE, secret_paths
from cogtui.secret import Secret
from cogtui.service import unpublished_limits

_SECRET_MEMBERS: Final = frozenset(
    {
        "AccessToken",
        "IdToken",
        "RefreshToken",
        "SecretAccessKey",
        "Session",
        "SessionToken",
        "accessToken",
        "clientSecret",
        "deviceCode",
        "idToken",
        "refreshToken",
    }
)
"""The secret members of answers from STS, cognito-idp and sso-oidc (API references)."""

_LOGIN_PROVIDERS: Final = "SupportedLoginProviders"
"""The member whose values may contain a secret that the model does not mark."""

SecretPath = tuple[str, ...]
"""The names and keys that lead to a value in an answer."""


def wrap_answer_secrets(service: str, operation: str, answer: dict[str, Any]) -> dict[str, Any]:
    """Return an answer with each secret text replaced by a `Secret`.

    Args:
        service: The service that answered.
        operation: The operation's AWS CLI name.
        answer: The answer's members by API name.
    """
    if service != SERVICE:
        return dict(_wrap(answer, (), lambda path, _: path[-1] in _SECRET_MEMBERS))
    paths = secret_paths(operation).output
    if not paths and _LOGIN_PROVIDERS not in answer:
        # skip the copy: the answers of list operations are long
        return answer
    return dict(_wrap(answer, (), lambda path, text: _is_secret(paths, path, text)))


def _is_secret(paths: frozenset[SecretPath], path: SecretPath, text: str) -> bool:
    if path[0] == _LOGIN_PROVIDERS:
        return unpublished_limits.holds_secret("IdentityProviderId", text)
    return path in paths or (*path[:-1], ANY) in paths


def _wrap(value: Any, path: SecretPath, is_secret: Callable[[SecretPath, str], bool]) -> Any:  # noqa: ANN401  JSON
    if isinstance(value, dict):
        return {name: _wrap(each, (*path, name), is_secret) for name, each in value.items()}
    if isinstance(value, list):
        return [_wrap(each, path, is_secret) for each in value]
    return Secret(value) if isinstance(value, str) and is_secret(path, value) else value
