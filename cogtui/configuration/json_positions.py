"""JSON that people write: read with the place of every value, so that mistakes have a line.

Comments from `#` to the end of a line and a comma after the last value are allowed, as they are in
YAML, of which JSON is a part: what is read here, a YAML editor takes too.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple, NoReturn

JsonPath = tuple[str | int, ...]

_BLANK: Final = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_AT_THE_END: Final = re.compile(r"(?: starting)? at$|: $")
"""What json's words end with where they lead up to a place."""

_DEEPEST: Final = 50
"""How many brackets may be inside of each other: a configuration has eight."""


class Mistake(NamedTuple):
    """Something wrong in a text."""

    line: int
    """The line, from 1; 0 where it is about no place."""
    column: int
    """The column, from 1; 0 where it is about no place."""
    path: JsonPath
    """The value that it is about; empty for the whole text."""
    message: str
    """What is wrong, or what would be right. It quotes no value, which may be a secret."""

    def __str__(self) -> str:
        """`line 3, column 5: Roles.authenticated: required`."""
        place = f"line {self.line}, column {self.column}: " if self.line else ""
        about = ".".join(f"{each + 1}" if isinstance(each, int) else each for each in self.path)
        return f"{place}{f'{about}: ' if about else ''}{self.message}"


class MistakenTextError(Exception):
    """A text that cannot be taken.

    Attributes:
        mistakes: What is wrong with it, at least one thing.
    """

    def __init__(self, *mistakes: Mistake) -> None:
        super().__init__("; ".join(map(str, mistakes)))
        self.mistakes = mistakes


class PositionedJson(NamedTuple):
    """What a text says, and where."""

    value: Any
    """Plain data."""
    places: dict[JsonPath, tuple[int, int]]
    """Line and column, from 1, of every value; of one in an object, that of its name."""

    def mistake(self, path: JsonPath, message: str) -> Mistake:
        """A mistake at a value, or where there is none at the nearest around it.

        Args:
            path: The value.
            message: What is wrong with it.
        """
        found = path
        while found not in self.places:
            found = found[:-1]
        return Mistake(*self.places[found], path, message)


def read_positions(text: str) -> PositionedJson:
    """Reads a text.

    Args:
        text: JSON, with comments if need be.

    Raises:
        MistakenTextError: It is no JSON, or a name stands twice in an object, one of which would
            be lost.
    """
    # an editor may have put one there
    return _JsonReader(text.removeprefix("\ufeff")).whole()


class _JsonReader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._places: dict[JsonPath, tuple[int, int]] = {}
        self._scalars = json.JSONDecoder(parse_constant=self._no_constant)

    def whole(self) -> PositionedJson:
        self._skip()
        self._places[()] = self._place(self._at)
        value = self._value(())
        if self._at < len(self._text):
            self._wrong("nothing may follow the end")
        return PositionedJson(value, self._places)

    def _place(self, at: int) -> tuple[int, int]:
        return self._text.count("\n", 0, at) + 1, at - self._text.rfind("\n", 0, at)

    def _wrong(self, message: str, at: int | None = None, path: JsonPath = ()) -> NoReturn:
        place = self._place(self._at if at is None else at)
        raise MistakenTextError(Mistake(*place, path, message))

    def _no_constant(self, name: str) -> NoReturn:
        self._wrong(f"{name} is no JSON")

    def _skip(self) -> None:
        blank = _BLANK.match(self._text, self._at)
        self._at = blank.end() if blank else self._at

    def _next(self) -> str:
        return self._text[self._at : self._at + 1]

    def _value(self, path: JsonPath) -> Any:  # noqa: ANN401  JSON
        """Reads a value, and what is blank after it."""
        if len(path) > _DEEPEST:
            self._wrong("too many brackets inside of each other")
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
            # the words are json's own; the text itself may hold a secret
            message = _AT_THE_END.sub("", error.msg[:1].lower() + error.msg[1:])
            wanted = "a value is expected: text goes in double quotes"
            self._wrong(wanted if message == "expecting value" else message, error.pos)
        except ValueError:
            self._wrong("a number with too many digits")
        return value

    def _object(self, path: JsonPath) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for _ in self._items("}"):
            start = self._at
            if self._next() != '"':
                self._wrong("a name in double quotes is expected")
            name = self._scalar()
            if name in found:
                self._wrong("stands twice", start, (*path, name))
            self._places[*path, name] = self._place(start)
            self._skip()
            if self._next() != ":":
                self._wrong("a colon is expected after the name")
            self._at += 1
            self._skip()
            found[name] = self._value((*path, name))
        return found

    def _list(self, path: JsonPath) -> list[Any]:
        found: list[Any] = []
        for _ in self._items("]"):
            self._places[*path, len(found)] = self._place(self._at)
            found.append(self._value((*path, len(found))))
        return found

    def _items(self, end: str) -> Iterator[None]:
        """Stops at the beginning of each item, up to and past the closing bracket."""
        self._at += 1
        self._skip()
        while self._next() != end:
            yield
            if self._next() == ",":
                self._at += 1
                self._skip()
            elif self._next() != end:
                self._wrong(f"a comma or {end} is expected")
        self._at += 1


def dumped(value: object, indent: int = 2) -> str:
    """Writes plain data as JSON that a terminal and an editor can be given.

    Args:
        value: Plain data.
        indent: How many blanks each level is set in.

    Returns:
        Indented lines; what is not printable is escaped, the rest is as it is.
    """
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    if text.replace("\n", "").isprintable():
        return text
    return "".join(
        each if each.isprintable() or each == "\n" else json.dumps(each)[1:-1] for each in text
    )
