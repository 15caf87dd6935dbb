"""Sign in by SSO without quitting, then repeat the reads that failed."""

from cogtui.screens.explorer.explorer_host import ExplorerHost
from cogtui.screens.explorer.panes import Panes
from cogtui.times import zoned_minute


async def sign_in(host: ExplorerHost, panes: Panes) -> None:
    """Ask for a sign-in of the profile in use, and read again what failed before.

    Args:
        host: What the explorer offers.
        panes: Its panes.
    """
    account = host.accounts.account
    profile = host.accounts.profile or "the default profile"
    session = await account.gateway.sso_session() if account else None
    if account is None or session is None:
        host.toast(f"SSO: {profile} does not use SSO.", "warning")
        return
    from cogtui.account.sso_sign_in import SsoSignIn  # noqa: PLC0415  the first frame has no dialogs
    from cogtui.screens.dialogs.sso_dialog import SsoDialog  # noqa: PLC0415  the first frame has no dialogs

    dialog = SsoDialog(SsoSignIn(account.gateway, session, clock=account.now), host.copy)
    expires_at = await host.app.push_screen_wait(dialog)
    if expires_at is not None:
        host.toast(f"Signed in until {zoned_minute(expires_at)}.")
        panes.retry()
