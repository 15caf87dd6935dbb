"""Form for the path of a file to write, shown again until that succeeds."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from textual.app import App

from cogtui.api_error import CogtuiError, ErrorKind, Explanation
from cogtui.files.named_files import Existing
from cogtui.screens.dialogs.confirm import ConfirmDialog
from cogtui.screens.forms.form import FormDialog
from cogtui.service.members import Member
from cogtui.service.validation import Problem, check_input
from cogtui.threads import in_thread

Write = Callable[[str, bool], Existing | str]
"""Writes to the path typed, and returns a description of what was written.

Its second argument is whether to replace an existing file; without it, the file found is returned.
It blocks, and raises CogtuiError if it cannot write."""


async def written(
    app: App[Any],
    title: str,
    member: Member,
    first: str,
    write: Write,
    checks: Callable[[str], Sequence[Problem]] = lambda _: (),
) -> str | None:
    """Ask where to write something, and write it there.

    Args:
        app: The app; the caller runs in one of its workers.
        title: The form's title.
        member: The member to ask for, which holds the path.
        first: The initial value.
        write: Writes to the path.
        checks: Returns the problems of the path, besides those that the member implies.

    Returns:
        The description from `write`, None if the user cancels.
    """
    typed, failure = first, None

    def problems(values: Mapping[str, Any]) -> Sequence[Problem]:
        return check_input("", (member,), values) or checks(values[member.name])

    while True:
        form = FormDialog(
            title,
            (member,),
            {member.name: first},
            entered={member.name: typed},
            failure=failure,
            sends="Write",
            checks=problems,
        )
        values = await app.push_screen_wait(form)
        if values is None:
            return None
        typed, failure = values[member.name], None
        try:
            found = await in_thread(partial(write, typed, False))  # noqa: FBT003  positional in `Write`
            if isinstance(found, Existing):
                if not await app.push_screen_wait(
                    ConfirmDialog(
                        title, found.question, found.detail, verb="Replace", destroys=True
                    )
                ):
                    continue
                found = await in_thread(partial(write, typed, True))  # noqa: FBT003  positional in `Write`
        except CogtuiError as error:
            failure = Explanation(
                ErrorKind.REFUSED, "Not written", str(error), "", "", member=member.name
            )
        else:
            return str(found)
