"""What all accounts of one run share while they obtain credentials."""

from cogtui.gateway.credential_commands import CredentialCommands
from cogtui.gateway.role_cache import RoleCache


class SharedCredentials:
    """The role credentials and the credential commands of one run of the app.

    Args:
        write_cli_cache: Whether role credentials are written to the AWS CLI's cache.
    """

    def __init__(self, *, write_cli_cache: bool = False) -> None:
        self.roles = RoleCache(write_files=write_cli_cache)
        """Credentials of roles."""
        self.commands = CredentialCommands()
        """Commands that return credentials."""
