"""From an identity, a guest or logins to AWS credentials: what is asked on the way."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from cogtui import drafts
from cogtui.account import Account, Pool, Topic
from cogtui.errors import ApiError
from cogtui.flows import LONGEST_SESSION, SESSION_NAME, Walk, Way, Wish
from cogtui.members import Kind as ValueKind
from cogtui.members import Member
from cogtui.operations import OPERATIONS, View
from cogtui.providers import Kind, providers
from cogtui.screens.desk import OperationDesk
from cogtui.screens.form import FormDialog
from cogtui.screens.logins import LoginsDialog
from cogtui.screens.picker import Choice, Picker
from cogtui.screens.reveal import RevealScreen
from cogtui.screens.steps import StepsDialog
from cogtui.screens.waiting import waited_for
from cogtui.secret import Secret
from cogtui.selection import Selection

_GUEST: Final = "guest"

_ROLE_ARN: Final = Member(
    "RoleArn",
    ValueKind.TEXT,
    "Role",
    required=True,
    minimum=20,
    maximum=2048,
    documentation="The role to assume. It has to trust the pool.",
)
_CUSTOM_ROLE_ARN: Final = Member(
    "CustomRoleArn",
    ValueKind.TEXT,
    "Role, where several are offered",
    minimum=20,
    maximum=2048,
    documentation="The role to choose among those that the token or the rules offer. Leave it out "
    "to have the pool choose.",
)
_SESSION: Final = (
    Member(
        "RoleSessionName",
        ValueKind.TEXT,
        "Session name",
        required=True,
        minimum=2,
        maximum=64,
        pattern=r"[\w+=,.@-]*",
        documentation="It stands at the end of the session's ARN, and in CloudTrail.",
    ),
    Member(
        "DurationSeconds",
        ValueKind.NUMBER,
        "Duration in seconds",
        minimum=900,
        maximum=LONGEST_SESSION,
        documentation="How long the credentials are to last, one hour unless told. The role's own "
        "limit counts too.",
    ),
)
_USER: Final = (
    Member(
        "DeveloperUserIdentifier",
        ValueKind.TEXT,
        "Developer user identifier",
        required=True,
        minimum=1,
        maximum=1024,
        documentation="The user, as your own backend calls it. A user that is new here is "
        "registered.",
    ),
    Member(
        "TokenDuration",
        ValueKind.NUMBER,
        "Duration of the token in seconds",
        minimum=1,
        maximum=86_400,
        documentation="How long the token is to last, 15 minutes unless told.",
    ),
    Member(
        "PrincipalTags",
        ValueKind.MAP,
        "Principal tags",
        maximum=50,
        key=Member("PrincipalTagID", ValueKind.TEXT, "Tag", required=True, minimum=1, maximum=128),
        element=Member(
            "PrincipalTagValue", ValueKind.TEXT, "Value", required=True, minimum=1, maximum=256
        ),
        documentation="Tags of the session.",
    ),
)


class CredentialsRun:
    """Asks what has to be known, walks, and shows what was obtained.

    Args:
        desk: The screen that it is run from.
        account: The account to call.
        pool: The pool.
        identity_id: The identity; None for a new guest or that of a login.
    """

    def __init__(
        self, desk: OperationDesk, account: Account, pool: Pool, identity_id: str | None
    ) -> None:
        self._desk = desk
        self._account = account
        self._pool = pool
        self._identity_id = identity_id
        self._answers: drafts.Answers = {}

    async def run(self) -> None:
        """Asks, walks and shows, until the user leaves."""
        selection = Selection(self._pool, self._identity_id)
        names = (Topic.CONFIGURATION, Topic.ROLES, "describe-identity", "lookup-developer-identity")
        reading = await waited_for(
            self._desk.app,
            drafts.read_all(self._account, selection, names),
            f"Reading what {selection.title} has …",
            "leaves it",
        )
        if not reading.done():
            reading.cancel()
            return
        self._answers = reading.result()
        try:
            wish = await self._asked()
        except ApiError as error:
            self._desk.show_trouble(error.explanation)
            return
        if wish is not None:
            await self._walk(Walk(self._account, wish, self._account.now))

    async def _walk(self, walk: Walk) -> None:
        title = f"Credentials of {self._identity_id or self._pool.title} · {walk.wish.way}"
        try:
            if await self._desk.app.push_screen_wait(StepsDialog(title, walk)):
                self._desk.read_stale((View.IDENTITIES,), self._pool, self._pool.region)
                copy = partial(self._desk.copy, keep=False)
                await self._desk.app.push_screen_wait(RevealScreen(walk, on_copy=copy))
        finally:
            walk.forget()

    async def _asked(self) -> Wish | None:
        """What the user wants; None if they leave."""
        ways = self._ways()
        chosen = await self._desk.app.push_screen_wait(Picker("Which way to credentials?", ways))
        if chosen is None:
            return None
        if chosen[0] == _GUEST:
            return Wish(Way.ENHANCED, self._pool)
        way = Way(chosen[0])
        if way is Way.DEVELOPER:
            return await self._developer()
        logins = await self._logins()
        if logins is None:
            return None
        wish = Wish(way, self._pool, self._identity_id, logins)
        return await (self._classic(wish) if way is Way.CLASSIC else self._enhanced(wish))

    @property
    def _configuration(self) -> Mapping[str, Any]:
        return self._answers.get(Topic.CONFIGURATION, {})

    @property
    def _identity_logins(self) -> tuple[str, ...]:
        return tuple(self._answers.get("describe-identity", {}).get("Logins", ()))

    def _ways(self) -> list[Choice]:
        mapped = bool(self._answers.get(Topic.ROLES, {}).get("RoleMappings"))
        refused = "role mappings rule it out" if mapped else ""
        if self._configuration.get("AllowClassicFlow") is False:
            refused = "the pool does not allow it"
        guests = self._configuration.get("AllowUnauthenticatedIdentities", True)
        ways = [
            Choice(Way.ENHANCED, "Enhanced flow", "the pool chooses the role"),
            Choice(
                Way.CLASSIC,
                "Classic flow",
                refused or "a role of your own choice",
                disabled=bool(refused),
            ),
        ]
        if self._developer_name:
            note = f"a user of {self._developer_name}, by your own credentials"
            ways.append(Choice(Way.DEVELOPER, "Developer user", note))
        if self._identity_id is None:
            note = "a new identity" if guests else "the pool has no guests"
            ways.insert(0, Choice(_GUEST, "Guest", note, disabled=not guests))
        return ways

    @property
    def _developer_name(self) -> str:
        names = [e.name for e in providers(self._configuration) if e.kind is Kind.DEVELOPER]
        return names[0] if names else ""

    async def _logins(self) -> Mapping[str, Secret] | None:
        """The login tokens, none for a guest; None if the user leaves."""
        needed = [each for each in self._identity_logins if each != self._developer_name]
        if self._identity_id is not None and not needed:
            return {}
        dialog = LoginsDialog(
            self._account,
            self._pool,
            self._configuration,
            needed=needed,
            may_be_empty=self._identity_id is None,
            clock=self._account.now,
        )
        logins: dict[str, Secret] | None = await self._desk.app.push_screen_wait(dialog)
        return logins

    async def _enhanced(self, wish: Wish) -> Wish | None:
        if not wish.logins or not self._answers.get(Topic.ROLES, {}).get("RoleMappings"):
            return wish
        values = await self._form("Enhanced flow", (_CUSTOM_ROLE_ARN,), {})
        return None if values is None else wish._replace(role_arn=values.get("CustomRoleArn", ""))

    async def _classic(self, wish: Wish) -> Wish | None:
        state = "authenticated" if wish.logins else "unauthenticated"
        role = self._answers.get(Topic.ROLES, {}).get("Roles", {}).get(state)
        opened = {"RoleArn": role, "RoleSessionName": SESSION_NAME}
        values = await self._form("Classic flow", (_ROLE_ARN, *_SESSION), opened)
        if values is None:
            return None
        return wish._replace(
            role_arn=values["RoleArn"],
            session_name=values["RoleSessionName"],
            duration=values.get("DurationSeconds"),
        )

    async def _developer(self) -> Wish | None:
        answer = self._answers.get("lookup-developer-identity", {})
        users = answer.get("DeveloperUserIdentifierList", [])
        opened = {"DeveloperUserIdentifier": users[0]} if users else {}
        values = await self._form("Developer user", _USER, opened)
        if values is None:
            return None
        return Wish(
            Way.DEVELOPER,
            self._pool,
            self._identity_id,
            {self._developer_name: Secret(values["DeveloperUserIdentifier"])},
            duration=values.get("TokenDuration"),
            principal_tags=values.get("PrincipalTags", {}),
        )

    async def _form(
        self, title: str, members: tuple[Member, ...], values: Mapping[str, Any]
    ) -> dict[str, Any] | None:
        offers = drafts.known(OPERATIONS["get-credentials-for-identity"], self._answers)
        known = offers | {"RoleArn": offers.get("CustomRoleArn", ())}
        opened = {name: value for name, value in values.items() if value}
        dialog = FormDialog(title, members, opened, known=known, sends="Go on")
        answered: dict[str, Any] | None = await self._desk.app.push_screen_wait(dialog)
        return answered
