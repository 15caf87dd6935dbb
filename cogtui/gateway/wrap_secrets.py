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

Path = tuple[str, ...]


def sealed_answer(service: str, operation: str, answer: dict[str, Any]) -> dict[str, Any]:
    """Wraps the secrets of an answer.

    Args:
        service: The service that gave it.
        operation: The operation's AWS CLI name.
        answer: The answer's members by the API's names.

    Returns:
        The answer with a `Secret` in place of each text that is one.
    """
    if service != SERVICE:
        return dict(_sealed(answer, (), lambda path, _: path[-1] in _ELSEWHERE))
    paths = secret_paths(operation).output
    if not paths and _OF_LOGINS not in answer:
        # the answers of listings are long
        return answer
    return dict(_sealed(answer, (), lambda path, text: _is_secret(paths, path, text)))


def _is_secret(paths: frozenset[Path], path: Path, text: str) -> bool:
    if path[0] == _OF_LOGINS:
        return unpublished_limits.holds_secret("IdentityProviderId", text)
    return path in paths or (*path[:-1], ANY) in paths


def _sealed(value: Any, path: Path, is_secret: Callable[[Path, str], bool]) -> Any:  # noqa: ANN401  JSON
    if isinstance(value, dict):
        return {name: _sealed(each, (*path, name), is_secret) for name, each in value.items()}
    if isinstance(value, list):
        return [_sealed(each, path, is_secret) for each in value]
    return Secret(value) if isinstance(value, str) and is_secret(path, value) else value
