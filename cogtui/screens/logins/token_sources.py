"""The sources of a login's token: the clipboard, a file, an environment variable."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from cogtui.api_error import CogtuiError, ErrorKind, Explanation
from cogtui.logins.jwt import MAX_LENGTH, TokenError, check_length
from cogtui.logins.keys import ExpectedToken
from cogtui.screens.forms.form import FormDialog
from cogtui.secret import Secret
from cogtui.service.members import Member, ValueKind
from cogtui.service.validation import Problem, check_input
from cogtui.text import counted

FILE: Final = "File"
"""The name of the field for a path."""

VARIABLE: Final = "Variable"
"""The name of the field for an environment variable."""

TOKEN: Final = "IdentityProviderToken"  # noqa: S105  a member's name
"""The name of the field for a token: the API reference's name for the values of `Logins`."""

USER: Final = "DeveloperUserIdentifier"
"""The name of the field for a developer user."""

_MAX_BYTES: Final = 4 * MAX_LENGTH + 1024
"""The maximum number of bytes to read from a file: more is too long in any encoding."""


class SourceError(CogtuiError):
    """A source has no token; the one-line message quotes nothing from it."""


def token_form(title: str, expected: str) -> FormDialog:
    """Return a form that asks for a token.

    Args:
        title: The form's title.
        expected: The kind of token.
    """
    member = Member(
        TOKEN,
        ValueKind.LONG_TEXT,
        "Token",
        required=True,
        sensitive=True,
        minimum=1,
        maximum=MAX_LENGTH,
        documentation=f"{expected[:1].upper()}{expected[1:]}, pasted or typed.",
    )
    return FormDialog(title, [member], sends="Use")


def user_form(title: str, user: str) -> FormDialog:
    """Return a form that asks for a developer user, who has no token.

    Args:
        title: The form's title.
        user: The initial identifier.
    """
    member = Member(
        USER,
        ValueKind.TEXT,
        "Developer user",
        required=True,
        minimum=1,
        maximum=1024,
        documentation="The user's identifier in your own backend; case-sensitive.",
    )
    return FormDialog(title, [member], {USER: user} if user else {}, sends="Use")


def file_form(title: str, path: str = "", problem: str = "") -> FormDialog:
    """Return a form that asks for the path of a file.

    Args:
        title: The form's title.
        path: The initial path.
        problem: What is wrong with the file at that path; empty for a first attempt.
    """
    member = Member(
        FILE,
        ValueKind.TEXT,
        "Token file",
        required=True,
        documentation="The path of a file with only the token; ~ is your home.",
    )
    explanation = Explanation(
        ErrorKind.REFUSED, "Cannot read the token", problem, "", "", member=FILE
    )
    return FormDialog(
        title,
        [member],
        {FILE: path} if path else {},
        sends="Read",
        failure=explanation if problem else None,
    )


def variable_form(title: str, expected: ExpectedToken | None) -> FormDialog:
    """Return a form that asks for an environment variable with a token.

    Args:
        title: The form's title.
        expected: The kind of token; None if it is unknown.
    """
    member = Member(
        VARIABLE,
        ValueKind.TEXT,
        "Variable",
        required=True,
        documentation="An environment variable that was exported where cogtui was started.",
    )

    def checks(values: Mapping[str, Any]) -> list[Problem]:
        found = check_input("", [member], values)
        if not found:
            try:
                read_variable(values[VARIABLE], expected)
            except SourceError as error:
                found = [Problem((VARIABLE,), str(error))]
        return found

    return FormDialog(title, [member], sends="Use", checks=checks)


def read_file(path: str, expected: ExpectedToken | None) -> Secret:
    """Read a token from a file; call this in a thread.

    Args:
        path: The path; `~` is expanded.
        expected: The kind of token; None if it is unknown.

    Raises:
        SourceError: The file has no token.
    """
    problem = ""
    text = Secret("")
    try:
        file = Path(path).expanduser()
        mode = file.stat().st_mode
        # reading from a pipe or a device might never end
        if stat.S_ISDIR(mode):
            problem = "It is a directory."
        elif not stat.S_ISREG(mode):
            problem = "It is not a regular file."
        else:
            with file.open("rb") as opened:
                text = Secret(opened.read(_MAX_BYTES).decode("utf-8-sig"))
    except OSError as error:
        problem = f"Cannot read it: {error.strerror}."
    except UnicodeDecodeError:
        # raised below instead: this error would carry the text with it
        problem = "It is not UTF-8 text."
    except (RuntimeError, ValueError):
        problem = "The path is invalid."
    if problem:
        raise SourceError(problem)
    return clean(text, expected)


def read_variable(name: str, expected: ExpectedToken | None) -> Secret:
    """Read a token from the environment.

    Args:
        name: The variable's name, optionally preceded by `$`.
        expected: The kind of token; None if it is unknown.

    Raises:
        SourceError: The variable is not set, or has no token.
    """
    if name.removeprefix("$") not in os.environ:
        raise SourceError("It is not set in the environment where cogtui was started.")
    return clean(Secret(os.environ[name.removeprefix("$")]), expected)


def clean(text: Secret, expected: ExpectedToken | None) -> Secret:
    """Return a token without surrounding white space.

    Args:
        text: The text that contains the token.
        expected: The kind of token; None if it is unknown.

    Raises:
        SourceError: There is no token, it is too long, or there is more than a token.
    """
    text = Secret(text.reveal().strip())
    if expected is ExpectedToken.ASSERTION and not text.reveal().startswith("<"):
        # base64 is often broken into lines
        text = Secret("".join(text.reveal().split()))
    if not text.reveal():
        raise SourceError("It is empty.")
    if not text.reveal().replace("\n", "").replace("\r", "").isprintable():
        raise SourceError("It is not text: it contains control characters.")
    lines = len(text.reveal().splitlines())
    if lines > 1:
        raise SourceError(f"It has {counted(lines, 'line')}; a token has one.")
    try:
        check_length(text)
    except TokenError as error:
        raise SourceError(str(error)) from None
    return text
