"""Find the ARN of the role behind a session, whose own ARN lacks the role's path."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

_SESSION: Final = re.compile(r"arn:([\w-]+):sts::(\d+):assumed-role/([^/]+)/.*", re.DOTALL)


class SessionRole(NamedTuple):
    """The role of a session, as far as it is known."""

    arn: str = ""
    """Its ARN; empty if only its name is known."""
    name: str = ""
    """Its name; empty if the role is unknown or if the ARN contains it."""

    @property
    def label(self) -> str:
        """What to call it: `role ARN`, `role name Guest`; empty if it is unknown."""
        if self.arn:
            return f"role {self.arn}"
        return f"role name {self.name}" if self.name else ""


def session_role(session_arn: str, candidates: Iterable[str]) -> SessionRole:
    """Return the role of a session.

    The ARN of a session has the role's name without its path (IAM user guide, IAM identifiers).
    Role names are unique in an account, so of several ARNs that fit at most one exists.

    Args:
        session_arn: The ARN that GetCallerIdentity returns.
        candidates: The ARNs of roles that the session may have.

    Returns:
        The ARN if exactly one candidate of the session's account has the session's role name,
        otherwise the name alone; neither if the ARN is not a role session's.
    """
    found = _SESSION.fullmatch(session_arn)
    if found is None:
        return SessionRole()
    partition, account, name = found.groups()
    role = re.compile(rf"arn:{partition}:iam::{account}:role/(?:\S+/)?{re.escape(name)}")
    fitting = {each for each in candidates if role.fullmatch(each)}
    return SessionRole(arn=fitting.pop()) if len(fitting) == 1 else SessionRole(name=name)
