"""The members of an operation's input: everything that a form needs to know about them.

`cogtui.gateway.service_model` reads them from the service's model, and `cogtui.service.validation`
checks values against them.
"""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final, NamedTuple

from cogtui.secret import Secret
from cogtui.service import patterns, unpublished_limits


class ValueKind(StrEnum):
    """The type of a value, which determines its form field."""

    TEXT = "text"
    """A short text."""
    LONG_TEXT = "long text"
    """A text of up to tens of thousands of characters, such as a token."""
    NUMBER = "number"
    """A whole number."""
    SWITCH = "switch"
    """True, false, or not set."""
    CHOICE = "choice"
    """One of a few texts."""
    LIST = "list"
    """A list of texts."""
    MAP = "map"
    """A map of names to texts."""
    ROWS = "rows"
    """A list of structures."""
    STRUCTURES = "structures"
    """A map of names to structures."""
    STRUCTURE = "structure"
    """Named members; in this service only inside another member."""


class Member(NamedTuple):
    """One member of an operation's input, or the items of a list or map inside it."""

    name: str
    """The API's name: `SourceUserIdentifier`. Keys, elements and values of lists and maps have
    the name of their shape: `IdentityProviderName`."""
    kind: ValueKind
    """The type of its value."""
    label: str = ""
    """Its plain name: `Source user identifier`."""
    required: bool = False
    """Whether it must be set."""
    sensitive: bool = False
    """Whether its value must not be shown."""
    minimum: int | None = None
    """The minimum length, value or size, depending on its kind."""
    maximum: int | None = None
    """The maximum length, value or size, depending on its kind."""
    pattern: str = ""
    """The model's regular expression for a text (`cogtui.service.patterns`); empty for any text."""
    choices: tuple[str, ...] = ()
    """The texts to choose from."""
    key: "Member | None" = None
    """Describes the keys of a map."""
    element: "Member | None" = None
    """Describes the elements of a list or the values of a map."""
    members: tuple["Member", ...] = ()
    """The members of a structure."""
    documentation: str = ""
    """The service's documentation: paragraphs and lists, as plain text."""
    help: str = ""
    """What to enter, in one line (`cogtui.service.member_texts`)."""

    @property
    def summary(self) -> str:
        """The help, or else the first sentence of the documentation."""
        return self.help or first_sentence(self.documentation)

    @property
    def expectation(self) -> str:
        """The constraints on a value, in words; empty if any value of its kind is accepted."""
        most = unpublished_limits.MOST.get(self.name, self.maximum)
        if most != self.maximum:
            return f"up to {most:,}"
        limited = self.minimum is not None or self.maximum is not None
        if self.kind is ValueKind.CHOICE:
            return listed(self.choices)
        if self.kind is ValueKind.NUMBER and limited:
            return self._range(between=True)
        if self.pattern or (limited and self.kind in (ValueKind.TEXT, ValueKind.LONG_TEXT)):
            return patterns.describe(self.pattern, self._range())
        return self._range() if limited else ""

    def _range(self, *, between: bool = False) -> str:
        if self.maximum is None:
            return "any number" if self.minimum is None else f"at least {self.minimum:,}"
        if between and self.minimum is not None:
            return f"between {self.minimum:,} and {self.maximum:,}"
        if self.minimum is None or self.minimum <= 1:
            return f"up to {self.maximum:,}"
        return f"{self.minimum:,} to {self.maximum:,}"


def wrap_secrets(members: Sequence[Member], values: Mapping[str, object]) -> dict[str, Any]:
    """Return the values that are set, with secrets wrapped, ready to be sent and displayed.

    Args:
        members: The members of an operation's input, or of a structure.
        values: Valid values by name.

    Returns:
        A copy without values that are None, in which each text is wrapped that the model marks as
        sensitive or that is a login provider's `key;secret`.
    """
    return {
        member.name: _wrapped(member, values[member.name])
        for member in members
        if values.get(member.name) is not None
    }


def _wrapped(member: Member, value: Any) -> Any:  # noqa: ANN401  of the member's kind
    if member.kind is ValueKind.STRUCTURE:
        return wrap_secrets(member.members, value)
    if member.element is None:
        hidden = member.sensitive or unpublished_limits.holds_secret(member.name, value)
        return Secret(value) if hidden and not isinstance(value, Secret) else value
    if member.key is None:
        return [_wrapped(member.element, each) for each in value]
    return {name: _wrapped(member.element, each) for name, each in value.items()}


_WORDS: Final = {
    "Arn": "ARN",
    "ARN": "ARN",
    "ARNs": "ARNs",
    "Connect": "Connect",
    "Openid": "OpenID",
    "Saml": "SAML",
}
"""Words in API names whose label is not in lower case."""


def plain_label(name: str) -> str:
    """Return a plain label for an API name.

    Args:
        name: A member's name: `OpenIdConnectProviderARNs`.

    Returns:
        The name split into words: `OpenID Connect provider ARNs`.
    """
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.replace("OpenId", "Openid")).split()
    plain = " ".join(_WORDS.get(word, word.lower()) for word in words)
    return plain[:1].upper() + plain[1:]


def first_sentence(documentation: str) -> str:
    """Return the first sentence of a documentation text.

    Args:
        documentation: Plain text, one paragraph per line.

    Returns:
        The sentence with its full stop, or the whole first paragraph if it is a single sentence.
    """
    paragraph = documentation.partition("\n")[0]
    return re.split(r'(?<=[.!?])\s+(?=[A-Z"])', paragraph, maxsplit=1)[0]


def listed(words: Sequence[str]) -> str:
    """Join choices with commas and "or".

    Args:
        words: One or more choices.

    Returns:
        For instance `Equals, Contains or StartsWith`.
    """
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
