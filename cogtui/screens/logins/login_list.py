"""The list of the logins that a pool takes, and how each of them stands."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from cogtui.logins.checks import Certainty, Finding
from cogtui.logins.jwt import Token, TokenError, decode
from cogtui.logins.keys import LoginKey, Wanted
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
"""Claims that say who a token is for, the most readable first."""


class Standing(NamedTuple):
    """How the login of one key stands."""

    key: str
    """The key of `Logins`."""
    label: str
    """The provider's name for people."""
    wanted: str
    """The kind of token."""
    is_needed: bool = False
    """Whether this one, or another one that is, has to be given."""
    summary: str = ""
    """What the token says; empty where none is given."""
    findings: Sequence[Finding] = ()
    """What there is to know of it."""


class LoginList(OptionList):
    """Shows each login with what is known of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Choose", show=False, id="logins.choose"),
        Binding("j", "cursor_down", "Down", show=False, id="logins.down"),
        Binding("k", "cursor_up", "Up", show=False, id="logins.up"),
        Binding("g", "first", "First", show=False, id="logins.first"),
        Binding("G", "last", "Last", show=False, id="logins.last"),
    ]

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._standings: Sequence[Standing] = ()

    def show(self, standings: Sequence[Standing]) -> None:
        """Shows how the logins stand.

        Args:
            standings: The same ones each time, in the same order.
        """
        self._standings = standings
        if not self.option_count:
            self.set_options(Option(_drawn(each, is_present=False)) for each in standings)
            self.highlighted = 0 if standings else None
        for place, standing in enumerate(standings):
            prompt = _drawn(standing, is_present=place == self.highlighted)
            # what stays as it is costs a slow line nothing
            if prompt != self.get_option_at_index(place).prompt:
                self.replace_option_prompt_at_index(place, prompt)

    def watch_highlighted(self, highlighted: int | None) -> None:
        """Marks the present login, for terminals without colours."""
        super().watch_highlighted(highlighted)
        self.show(self._standings)


def token_summary(token: Secret, offered: LoginKey | None, now: float) -> str:
    """What a token says in a few words: who it is for, and until when.

    Args:
        token: The token.
        offered: What goes with its key, None where the pool does not have it.
        now: The present, seconds since the epoch.
    """
    wants_assertion = offered is not None and offered.wanted is Wanted.ASSERTION
    try:
        if wants_assertion:
            assertion = read_assertion(token)
            return _of(str(assertion.claims.get(NAME_ID, "")), assertion.not_on_or_after, now)
        decoded = decode(token)
    except TokenError:
        return f"given, {counted(len(token.reveal()), 'character')}"
    return _of(_name(decoded), decoded.moment("exp"), now)


def _name(decoded: Token) -> str:
    named = (decoded.claims.get(each) for each in _NAMES)
    return next((each for each in named if isinstance(each, str) and each), "")


def _of(name: str, end: float | None, now: float) -> str:
    who = f"of {visible(name)}" if name else "names nobody"
    if end is None:
        return who
    return f"{who}, {'expires' if end > now else 'expired'} {age(now - end)}"


def _drawn(standing: Standing, *, is_present: bool) -> Content:
    return Content("\n").join(_lines(standing, "▸" if is_present else " "))


def _lines(standing: Standing, cursor: str) -> Iterator[Content]:
    mark = "●" if standing.summary else "○"
    wanted = f"  {standing.wanted}{'  needed' if standing.is_needed else ''}"
    label = f"{cursor} {mark} {visible(standing.label)}"
    yield Content.assemble((label, "bold"), (wanted, "dim"))
    if standing.key != standing.label:
        yield Content.styled(f"    {visible(standing.key)}", "dim")
    yield Content.styled(f"    {standing.summary or 'none'}", "" if standing.summary else "dim")
    for finding in standing.findings:
        sign, style = _MARKS[finding.weight]
        text = f"    {sign} {visible(finding.message)} {visible(finding.remedy)}"
        yield Content.styled(text.rstrip(), style or "dim")
