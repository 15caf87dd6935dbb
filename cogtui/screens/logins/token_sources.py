"""Where a login's token comes from: pasted, a file, an environment variable."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from cogtui.api_error import CogtuiError, ErrorKind, Explanation
from cogtui.logins.jwt import LONGEST, TokenError, check_length
from cogtui.logins.keys import Wanted
from cogtui.screens.forms.form import FormDialog
from cogtui.secret import Secret
from cogtui.service.members import Member, ValueKind
from cogtui.service.validation import Problem, check_input
from cogtui.text import counted

FILE: Final = "File"
"""What the field for a path is called."""

VARIABLE: Final = "Variable"
"""What the field for an environment variable's name is called."""

TOKEN: Final = "IdentityProviderToken"  # noqa: S105  a member's name
"""What the field for a token is called; the API reference has it so for the values of Logins."""

USER: Final = "DeveloperUserIdentifier"
"""What the field for a developer user is called."""

_MOST_BYTES: Final = 4 * LONGEST + 1024
"""The most that is read of a file: more is too long in any encoding."""


class SourceError(CogtuiError):
    """A source that has no token, in one line that quotes nothing of it."""


def token_form(title: str, wanted: str) -> FormDialog:
    """Asks for a token.

    Args:
        title: Whose login it is.
        wanted: The kind of token.
    """
    member = Member(
        TOKEN,
        ValueKind.LONG_TEXT,
        "Token",
        required=True,
        sensitive=True,
        minimum=1,
        maximum=LONGEST,
        documentation=f"{wanted[:1].upper()}{wanted[1:]}, pasted or typed.",
    )
    return FormDialog(title, [member], sends="Take")


def user_form(title: str, user: str) -> FormDialog:
    """Asks for a developer user, who has no token.

    Args:
        title: Whose login it is.
        user: The identifier to begin with.
    """
    member = Member(
        USER,
        ValueKind.TEXT,
        "Developer user identifier",
        required=True,
        minimum=1,
        maximum=1024,
        documentation="The user, as your own backend calls it.",
    )
    return FormDialog(title, [member], {USER: user} if user else {}, sends="Take")


def file_form(title: str, path: str = "", problem: str = "") -> FormDialog:
    """Asks for the path of a file.

    Args:
        title: Whose login it is.
        path: The path to begin with.
        problem: What was wrong with the file there.
    """
    member = Member(
        FILE,
        ValueKind.TEXT,
        "File with the token",
        required=True,
        documentation="Its path; ~ is your home. The token is all that is in it.",
    )
    explanation = Explanation(ErrorKind.REFUSED, "No token was read", problem, "", "", member=FILE)
    return FormDialog(
        title,
        [member],
        {FILE: path} if path else {},
        sends="Read",
        failure=explanation if problem else None,
    )


def variable_form(title: str, wanted: Wanted | None) -> FormDialog:
    """Asks for the name of an environment variable that has a token.

    Args:
        title: Whose login it is.
        wanted: The kind of token.
    """
    member = Member(
        VARIABLE,
        ValueKind.TEXT,
        "Environment variable with the token",
        required=True,
        documentation="One that was set, and exported, where cogtui was started.",
    )

    def checks(values: Mapping[str, Any]) -> list[Problem]:
        found = check_input("", [member], values)
        if not found:
            try:
                from_variable(values[VARIABLE], wanted)
            except SourceError as error:
                found = [Problem((VARIABLE,), str(error))]
        return found

    return FormDialog(title, [member], sends="Take", checks=checks)


def from_file(path: str, wanted: Wanted | None) -> Secret:
    """Reads a token out of a file; call it in a thread.

    Args:
        path: The path, in which `~` is the user's home.
        wanted: The kind of token.

    Raises:
        SourceError: There is none in it.
    """
    problem = ""
    text = Secret("")
    try:
        file = Path(path).expanduser()
        mode = file.stat().st_mode
        # what is no file may never come to its end
        if stat.S_ISDIR(mode):
            problem = "It is a directory."
        elif not stat.S_ISREG(mode):
            problem = "It is no regular file."
        else:
            with file.open("rb") as opened:
                text = Secret(opened.read(_MOST_BYTES).decode("utf-8-sig"))
    except OSError as error:
        problem = f"It cannot be read: {error.strerror}."
    except UnicodeDecodeError:
        # told below, for the error would carry the text with it
        problem = "It is not text in UTF-8."
    except (RuntimeError, ValueError):
        problem = "There is no such path."
    if problem:
        raise SourceError(problem)
    return _tidy(text, wanted)


def from_variable(name: str, wanted: Wanted | None) -> Secret:
    """Takes a token out of the environment.

    Args:
        name: The variable's name.
        wanted: The kind of token.

    Raises:
        SourceError: There is none in it.
    """
    if name.removeprefix("$") not in os.environ:
        raise SourceError("It is not set in the environment that cogtui was started in.")
    return _tidy(Secret(os.environ[name.removeprefix("$")]), wanted)


def _tidy(text: Secret, wanted: Wanted | None) -> Secret:
    """A token without the white space around it.

    Raises:
        SourceError: There is none, it is too long, or there is more than a token.
    """
    text = Secret(text.reveal().strip())
    if wanted is Wanted.ASSERTION and not text.reveal().startswith("<"):
        # base64 is often broken into lines
        text = Secret("".join(text.reveal().split()))
    if not text.reveal():
        raise SourceError("It is empty.")
    if not text.reveal().replace("\n", "").replace("\r", "").isprintable():
        raise SourceError("It is not text: it has control characters.")
    lines = len(text.reveal().splitlines())
    if lines > 1:
        raise SourceError(f"It has {counted(lines, 'line')}; a token has one.")
    try:
        check_length(text)
    except TokenError as error:
        raise SourceError(str(error)) from None
    return text
