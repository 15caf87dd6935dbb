"""The action menu: what can be done with what is under the cursor."""

from collections.abc import Callable
from typing import Final

from cogtui.account.selection import Selection
from cogtui.screens.dialogs.choices import operation_choices
from cogtui.screens.dialogs.picker import Choice
from cogtui.screens.features import FEATURES

SIGN_IN: Final = "sign-in"
"""The name of the choice, and of the binding, that signs in with SSO."""


def action_choices(
    selection: Selection, key_display: Callable[[str, str], str], *, can_sign_in: bool
) -> list[Choice]:
    """Return the operations, the features of a pool, and for an account the sign-in.

    Args:
        selection: What is under the cursor.
        key_display: Returns a key as people write it, given its default and its binding's name.
        can_sign_in: Whether a sign-in with SSO helps.

    Returns:
        A choice for each, by its name; what is refused says why and cannot be chosen.
    """
    choices = operation_choices(selection, lambda row: key_display(row.key, row.name))
    if selection.pool is None and can_sign_in:
        title = f"{key_display('equals_sign', SIGN_IN)}  Sign in with SSO"
        choices.append(Choice(SIGN_IN, title))
    if selection.pool is None or selection.identity_id is not None:
        return choices
    for name, feature in FEATURES.items():
        if feature.in_menu:
            title = f"{key_display(feature.key, name)}  {feature.title}"
            refusal = feature.refusal(selection)
            choices.append(Choice(name, title, refusal, disabled=bool(refusal)))
    return choices
