"""Secrets wrapped as soon as an answer has come."""

from collections.abc import Callable
from typing import Any, Final

from cogtui.gateway.service_model import ANY, SERVICE, secret_paths
from cogtui.secret import Secret
from cogtui.service import unpublished_limits

_ELSEWHERE: Final = frozenset(
    {
        "AccessToken",
        "IdToken",
        "RefreshToken",
        "SecretAccessKey",
        "Session",
        "SessionToken",
    }
)
"""The members of sts's and of cognito-idp's answers that are secret (API references)."""

_OF_LOGINS: Final = "SupportedLoginProviders"
"""The member whose values may hold a secret that the model does not mark."""

SecretPath = tuple[str, ...]


def wrap_answer_secrets(service: str, operation: str, answer: dict[str, Any]) -> dict[str, Any]:
    """Wraps the secrets of an answer.

    Args:
        service: The service that gave it.
        operation: The operation's AWS CLI name.
        answer: The answer's members by the API's names.

    Returns:
        The answer with a `Secret` in place of each text that is one.
    """
    if service != SERVICE:
        return dict(_wrapped(answer, (), lambda path, _: path[-1] in _ELSEWHERE))
    paths = secret_paths(operation).output
    if not paths and _OF_LOGINS not in answer:
        # the answers of listings are long
        return answer
    return dict(_wrapped(answer, (), lambda path, text: _is_secret(paths, path, text)))


def _is_secret(paths: frozenset[SecretPath], path: SecretPath, text: str) -> bool:
    if path[0] == _OF_LOGINS:
        return unpublished_limits.holds_secret("IdentityProviderId", text)
    return path in paths or (*path[:-1], ANY) in paths


def _wrapped(value: Any, path: SecretPath, is_secret: Callable[[SecretPath, str], bool]) -> Any:  # noqa: ANN401  JSON
    if isinstance(value, dict):
        return {name: _wrapped(each, (*path, name), is_secret) for name, each in value.items()}
    if isinstance(value, list):
        return [_wrapped(each, path, is_secret) for each in value]
    return Secret(value) if isinstance(value, str) and is_secret(path, value) else value
