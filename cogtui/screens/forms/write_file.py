"""The question where to write something, asked until it is written or the user leaves."""

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
"""Writes, given what was typed and whether to replace what is there; what was written, in words,
or what is there. Blocking; raises CogtuiError where it cannot."""


async def written(
    app: App[Any],
    title: str,
    member: Member,
    first: str,
    write: Write,
    checks: Callable[[str], Sequence[Problem]] = lambda _: (),
) -> str | None:
    """Asks where to write something, and writes it there.

    Args:
        app: The app, in one of whose workers this is awaited.
        title: What is done.
        member: What is asked for.
        first: What the field has at first.
        write: Writes it.
        checks: Finds what is wrong with what was typed, beyond what the member tells.

    Returns:
        What `write` said, None if the user left.
    """
    typed, failure = first, None

    def wrong(values: Mapping[str, Any]) -> Sequence[Problem]:
        return check_input("", (member,), values) or checks(values[member.name])

    while True:
        form = FormDialog(
            title,
            (member,),
            {member.name: typed},
            failure=failure,
            sends="Write",
            checks=wrong,
        )
        values = await app.push_screen_wait(form)
        if values is None:
            return None
        typed, failure = values[member.name], None
        try:
            found = await in_thread(partial(write, typed, False))  # noqa: FBT003  by the type above
            if isinstance(found, Existing):
                if not await app.push_screen_wait(
                    ConfirmDialog(title, found.question, found.detail)
                ):
                    continue
                found = await in_thread(partial(write, typed, True))  # noqa: FBT003  likewise
        except CogtuiError as error:
            failure = Explanation(
                ErrorKind.REFUSED, "Not written", str(error), "", "", member=member.name
            )
        else:
            return str(found)
