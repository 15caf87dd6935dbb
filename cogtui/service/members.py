"""What an operation asks for, member by member: all that a form needs to know.

The members are read from the service's model, by `cogtui.gateway.service_model`; values are held
against them by `cogtui.service.validation`.
"""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final, NamedTuple

from cogtui.secret import Secret
from cogtui.service import patterns, unpublished_limits


class ValueKind(StrEnum):
    """What a value is, and so the field that takes it."""

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
    """Texts by name."""
    ROWS = "rows"
    """A list of structures."""
    STRUCTURES = "structures"
    """Structures by name."""
    STRUCTURE = "structure"
    """Members by name; in this service only inside of another member."""


class Member(NamedTuple):
    """One member of an operation's input, or one kind of value inside of it."""

    name: str
    """The API's name: `SourceUserIdentifier`. Keys, elements and values of lists and maps have
    that of their shape: `IdentityProviderName`."""
    kind: ValueKind
    """What its value is."""
    label: str = ""
    """Its plain name: `Source user identifier`."""
    required: bool = False
    """Whether it has to be set."""
    sensitive: bool = False
    """Whether its value must not be shown."""
    minimum: int | None = None
    """The least length, value or size, by its kind."""
    maximum: int | None = None
    """The greatest length, value or size, by its kind."""
    pattern: str = ""
    """The form of a text, as `cogtui.service.patterns` knows it; empty for any."""
    choices: tuple[str, ...] = ()
    """The texts to choose from."""
    key: "Member | None" = None
    """What the names of a map are."""
    element: "Member | None" = None
    """What the elements of a list, or the values of a map, are."""
    members: tuple["Member", ...] = ()
    """The members of a structure."""
    documentation: str = ""
    """What the service's own documentation says: paragraphs and lists, as plain text."""

    @property
    def summary(self) -> str:
        """The first sentence of the documentation."""
        return first_sentence(self.documentation)

    @property
    def expectation(self) -> str:
        """What a value must be like, in words; empty where anything of its kind will do."""
        most = unpublished_limits.MOST.get(self.name, self.maximum)
        if most != self.maximum:
            return f"up to {most:,}"
        limited = self.minimum is not None or self.maximum is not None
        if self.kind is ValueKind.CHOICE:
            return listed(self.choices)
        if self.kind is ValueKind.NUMBER and limited:
            return self._range(between=True)
        if self.pattern or (limited and self.kind in (ValueKind.TEXT, ValueKind.LONG_TEXT)):
            return patterns.in_words(self.pattern, self._range())
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
    """Prepares values for being sent and told of: only what is set, and secrets as `Secret`.

    Args:
        members: The members of an operation's input, or of a structure.
        values: Values without a problem, by name.

    Returns:
        A copy without what is None, and with every text wrapped that the model marks as
        sensitive or that holds a login provider's `key;secret`.
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
"""Words of the API's names that do not become small letters."""


def plain_label(name: str) -> str:
    """Makes a plain name out of the API's.

    Args:
        name: A member's name: `OpenIdConnectProviderARNs`.

    Returns:
        The words of the name: `OpenID Connect provider ARNs`.
    """
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.replace("OpenId", "Openid")).split()
    plain = " ".join(_WORDS.get(word, word.lower()) for word in words)
    return plain[:1].upper() + plain[1:]


def first_sentence(documentation: str) -> str:
    """Cuts a documentation down to its first sentence.

    Args:
        documentation: Paragraphs of plain text, a line each.

    Returns:
        The sentence with its full stop, or the first paragraph if it is no more than one.
    """
    paragraph = documentation.partition("\n")[0]
    return re.split(r'(?<=[.!?])\s+(?=[A-Z"])', paragraph, maxsplit=1)[0]


def listed(words: Sequence[str]) -> str:
    """Lists what there is to choose from.

    Args:
        words: One or more.

    Returns:
        `Equals, Contains or StartsWith`.
    """
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
