"""Parse JSON written by hand, with the position of every value for error messages.

As in YAML, of which JSON is a subset, comments from `#` to the end of the line and a trailing comma
are allowed: every text that this parser accepts is also valid in a YAML editor.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple, NoReturn

from cogtui.text import is_plain

JsonPath = tuple[str | int, ...]
"""The keys and indexes that lead to a value."""

_IGNORED: Final = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_POSITION_SUFFIX: Final = re.compile(r"(?: starting)? at$|: $")
"""The end of json's messages that are followed by a position."""

_MAX_DEPTH: Final = 50
"""The maximum nesting depth; a configuration needs eight levels."""


class Mistake(NamedTuple):
    """A mistake in a text."""

    line: int
    """The line, from 1; 0 if it has no position."""
    column: int
    """The column, from 1; 0 if it has no position."""
    path: JsonPath
    """The path of the value; empty for the whole text."""
    message: str
    """What is wrong or what is expected. It quotes no value, which may be a secret."""

    def __str__(self) -> str:
        """Return for example `line 3, column 5: Roles.authenticated: required`."""
        position = f"line {self.line}, column {self.column}: " if self.line else ""
        about = ".".join(f"{each + 1}" if isinstance(each, int) else each for each in self.path)
        return f"{position}{f'{about}: ' if about else ''}{self.message}"


class InvalidTextError(Exception):
    """A text with mistakes.

    Attributes:
        mistakes: The mistakes, at least one.
    """

    def __init__(self, *mistakes: Mistake) -> None:
        super().__init__("; ".join(map(str, mistakes)))
        self.mistakes = mistakes


class PositionedJson(NamedTuple):
    """Parsed JSON and the positions of its values."""

    value: Any
    """The value as plain data."""
    positions: dict[JsonPath, tuple[int, int]]
    """The line and column, from 1, of every value; of an object's member, those of its name."""

    def mistake(self, path: JsonPath, message: str) -> Mistake:
        """Return a mistake positioned at a value, or at the nearest parent that exists.

        Args:
            path: The path of the value.
            message: What is wrong with it.
        """
        found = path
        while found not in self.positions:
            found = found[:-1]
        return Mistake(*self.positions[found], path, message)


def read_positions(text: str) -> PositionedJson:
    """Parse a text.

    Args:
        text: JSON, with or without comments.

    Raises:
        InvalidTextError: It is not valid JSON, or an object has a duplicate name, of which only
            one value would be kept.
    """
    # some editors add a byte order mark
    return _JsonReader(text.removeprefix("\ufeff")).parse()


class _JsonReader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._positions: dict[JsonPath, tuple[int, int]] = {}
        self._scalars = json.JSONDecoder(parse_constant=self._reject_constant)

    def parse(self) -> PositionedJson:
        self._skip()
        self._positions[()] = self._position(self._at)
        value = self._value(())
        if self._at < len(self._text):
            self._fail("unexpected text after the end")
        return PositionedJson(value, self._positions)

    def _position(self, at: int) -> tuple[int, int]:
        return self._text.count("\n", 0, at) + 1, at - self._text.rfind("\n", 0, at)

    def _fail(self, message: str, at: int | None = None, path: JsonPath = ()) -> NoReturn:
        position = self._position(self._at if at is None else at)
        raise InvalidTextError(Mistake(*position, path, message))

    def _reject_constant(self, name: str) -> NoReturn:
        self._fail(f"{name} is not valid JSON")

    def _skip(self) -> None:
        blank = _IGNORED.match(self._text, self._at)
        self._at = blank.end() if blank else self._at

    def _next(self) -> str:
        return self._text[self._at : self._at + 1]

    def _value(self, path: JsonPath) -> Any:  # noqa: ANN401  JSON
        """Parse a value and skip the whitespace and comments after it."""
        if len(path) > _MAX_DEPTH:
            self._fail("nested too deeply")
        match self._next():
            case "{":
                value: Any = self._object(path)
            case "[":
                value = self._list(path)
            case _:
                value = self._scalar()
        self._skip()
        return value

    def _scalar(self) -> Any:  # noqa: ANN401  JSON
        try:
            value, self._at = self._scalars.raw_decode(self._text, self._at)
        except json.JSONDecodeError as error:
            # json's message quotes nothing of the text, which may contain a secret
            message = _POSITION_SUFFIX.sub("", error.msg[:1].lower() + error.msg[1:])
            wanted = "expected a value; text must be in double quotes"
            self._fail(wanted if message == "expecting value" else message, error.pos)
        except ValueError:
            self._fail("number too long")
        return value

    def _object(self, path: JsonPath) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for _ in self._items("}"):
            start = self._at
            if self._next() != '"':
                self._fail("expected a name in double quotes")
            name = self._scalar()
            if name in found:
                self._fail("duplicate key", start, (*path, name))
            self._positions[*path, name] = self._position(start)
            self._skip()
            if self._next() != ":":
                self._fail("expected a colon after the name")
            self._at += 1
            self._skip()
            found[name] = self._value((*path, name))
        return found

    def _list(self, path: JsonPath) -> list[Any]:
        found: list[Any] = []
        for _ in self._items("]"):
            self._positions[*path, len(found)] = self._position(self._at)
            found.append(self._value((*path, len(found))))
        return found

    def _items(self, end: str) -> Iterator[None]:
        """Yield at the start of each item, then move past the closing bracket."""
        self._at += 1
        self._skip()
        while self._next() != end:
            yield
            if self._next() == ",":
                self._at += 1
                self._skip()
            elif self._next() != end:
                self._fail(f"expected a comma or {end}")
        self._at += 1


def format_json(value: object, indent: int = 2) -> str:
    """Format plain data as indented JSON that is safe for a terminal and an editor.

    Args:
        value: Plain data.
        indent: The number of spaces per level.

    Returns:
        The JSON, with only unprintable characters escaped.
    """
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    if is_plain(text.replace("\n", "")):
        return text
    return "".join(
        each if is_plain(each) or each == "\n" else json.dumps(each)[1:-1] for each in text
    )
