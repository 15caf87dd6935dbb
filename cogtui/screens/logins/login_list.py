"""The list of the logins that a pool accepts, with the status of each."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from cogtui.logins.checks import Certainty, Finding
from cogtui.logins.jwt import Token, TokenError, decode
from cogtui.logins.keys import ExpectedToken, LoginKey
from cogtui.logins.saml import NAME_ID, read_assertion
from cogtui.secret import Secret
from cogtui.text import counted, visible
from cogtui.times import age

_MARKS = {
    Certainty.WRONG: ("✗", "$text-error"),
    Certainty.UNCERTAIN: ("!", "$text-warning"),
    Certainty.UNCHECKED: ("·", ""),
}
_NAMES = ("email", "cognito:username", "name", "sub")
"""Claims that identify the user of a token, the most readable first."""


class LoginStatus(NamedTuple):
    """The status of the login of one key."""

    key: str
    """The key of `Logins`."""
    label: str
    """The provider's display name."""
    expected: str
    """The kind of token that is required."""
    is_needed: bool = False
    """Whether it is one of the logins of which at least one is required."""
    summary: str = ""
    """A summary of the token; empty if there is none yet."""
    findings: Sequence[Finding] = ()
    """The findings about the token."""


class LoginList(OptionList):
    """Shows each login with its status."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Select", show=False, id="logins.choose"),
        Binding("j", "cursor_down", "Down", show=False, id="logins.down"),
        Binding("k", "cursor_up", "Up", show=False, id="logins.up"),
        Binding("g", "first", "First", show=False, id="logins.first"),
        Binding("G", "last", "Last", show=False, id="logins.last"),
    ]

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._statuses: Sequence[LoginStatus] = ()

    def show(self, statuses: Sequence[LoginStatus]) -> None:
        """Show the status of each login.

        Args:
            statuses: One status per login; the logins and their order never change.
        """
        self._statuses = statuses
        if not self.option_count:
            self.set_options(Option(_prompt(each, is_highlighted=False)) for each in statuses)
            self.highlighted = 0 if statuses else None
        for index, status in enumerate(statuses):
            prompt = _prompt(status, is_highlighted=index == self.highlighted)
            # unchanged options are not redrawn, which matters on a slow connection
            if prompt != self.get_option_at_index(index).prompt:
                self.replace_option_prompt_at_index(index, prompt)

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Mark the highlighted login with a sign, for terminals without colours."""
        super().watch_highlighted(highlighted)
        self.show(self._statuses)


def token_summary(token: Secret, login_key: LoginKey | None, now: float) -> str:
    """Summarize a token in a few words: its user and its expiry.

    Args:
        token: The token.
        login_key: Its key; None if the pool does not have it.
        now: The current time, in seconds since the epoch.
    """
    wants_assertion = login_key is not None and login_key.expected is ExpectedToken.ASSERTION
    try:
        if wants_assertion:
            assertion = read_assertion(token)
            return _summary(str(assertion.claims.get(NAME_ID, "")), assertion.not_on_or_after, now)
        decoded = decode(token)
    except TokenError:
        return f"set, {counted(len(token.reveal()), 'character')}"
    return _summary(_name(decoded), decoded.moment("exp"), now)


def _name(decoded: Token) -> str:
    named = (decoded.claims.get(each) for each in _NAMES)
    return next((each for each in named if isinstance(each, str) and each), "")


def _summary(name: str, end: float | None, now: float) -> str:
    user = f"of {visible(name)}" if name else "names no user"
    if end is None:
        return user
    return f"{user}, {'expires' if end > now else 'expired'} {age(now - end)}"


def _prompt(status: LoginStatus, *, is_highlighted: bool) -> Content:
    return Content("\n").join(_lines(status, "▸" if is_highlighted else " "))


def _lines(status: LoginStatus, cursor: str) -> Iterator[Content]:
    mark = "●" if status.summary else "○"
    expected = f"  {status.expected}{'  required' if status.is_needed else ''}"
    label = f"{cursor} {mark} {visible(status.label)}"
    yield Content.assemble((label, "bold"), (expected, "dim"))
    if status.key != status.label:
        yield Content.styled(f"    {visible(status.key)}", "dim")
    yield Content.styled(f"    {status.summary or 'none'}", "" if status.summary else "dim")
    for finding in status.findings:
        sign, style = _MARKS[finding.certainty]
        text = f"    {sign} {visible(finding.message)} {visible(finding.remedy)}"
        yield Content.styled(text.rstrip(), style or "dim")
