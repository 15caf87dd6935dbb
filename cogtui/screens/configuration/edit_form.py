"""A form for a pool's whole configuration, in sections."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from cogtui.account import prefill
from cogtui.account.account import Topic
from cogtui.configuration.plan import Plan
from cogtui.configuration.pool_configuration import Configuration
from cogtui.configuration.schema import find_problems
from cogtui.screens.forms.form import FormDialog
from cogtui.secret import Secret
from cogtui.service import operation_names
from cogtui.service.members import Member, wrap_secrets
from cogtui.service.operations import OPERATIONS
from cogtui.service.validation import Problem
from cogtui.widgets.fields.field import Field

SECTIONS: Final[Mapping[str, str]] = {
    "IdentityPoolName": "General",
    "CognitoIdentityProviders": "Providers",
    "Roles": "Roles",
    "PrincipalTags": "Tags",
}
"""The title of each section, by its first member."""

_PROVIDER_MEMBERS: Final = ("RoleMappings", "PrincipalTags")
"""The members that refer to providers by name."""

_DOCUMENTATION: Final = (
    "The pool's whole configuration. Nothing is sent from here: you review the changes and the "
    "calls first."
)


class ConfigurationForm(FormDialog):
    """A form for a pool's configuration; it returns the members' values, None if cancelled.

    Args:
        title: The title.
        members: The members, from `cogtui.configuration.schema.schema`.
        before: The current configuration: fields that differ from it are marked as changed.
        after: The initial values.
        plan: Plans the change to a configuration.
        line: Returns the AWS CLI commands of a plan, with or without secrets.
        on_copy: Copies a text; called with the text and its description.
        first_member: The member to focus first; empty for the first field that requires a value.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "next_section", "Section", id="configuration.next-section"),
        Binding("ctrl+y,f4", "use_editor", "$EDITOR", id="configuration.editor"),
    ]

    def __init__(  # noqa: PLR0913  mostly keyword-only
        self,
        title: str,
        members: Sequence[Member],
        before: Configuration,
        after: Configuration,
        *,
        plan: Callable[[Configuration], Plan],
        line: Callable[[Plan, bool], str],
        on_copy: Callable[[Secret, str], None],
        first_member: str = "",
    ) -> None:
        super().__init__(
            title,
            members,
            _field_values(before),
            entered=_field_values(after),
            documentation=_DOCUMENTATION,
            line=lambda values, reveal: line(plan(Configuration.of(values)), reveal),
            sends="Review",
            on_copy=on_copy,
            checks=lambda values: _check_values(members, plan, before, values),
        )
        self._first_member = first_member
        self.wants_editor = False
        """Whether the user wants to continue in an external editor."""
        # the last keys of the footer remain visible when space is short
        keys = self._bindings.key_to_bindings
        for key in ("ctrl+n", "ctrl+s"):
            keys[key] = keys.pop(key)

    def _listed(self) -> Iterator[Widget]:
        for field in self._fields:
            title = SECTIONS.get(field.spec.path[0])
            if title:
                yield Static(title, classes="form-section", markup=False)
            yield field

    def _first(self) -> Field:
        named = (each for each in self._fields if each.spec.path[0] == self._first_member)
        return next(named, super()._first())

    @property
    def _offers(self) -> Mapping[str, Sequence[str]]:
        """The values to choose from, given the providers and roles now in the form."""
        return configuration_offers(Configuration.of(self._values))

    def action_next_section(self) -> None:
        """Focus the first field of the next section."""
        starts = [each for each in self._fields if each.spec.path[0] in SECTIONS]
        present = self._present
        place = self._fields.index(present) if present else -1
        later = (each for each in starts if self._fields.index(each) > place)
        field = next(later, starts[0])
        self.set_focus(field)
        field.scroll_visible(animate=False, top=True)

    def action_use_editor(self) -> None:
        """Close the form to continue in an external editor with the current values."""
        self.wants_editor = True
        self.dismiss(wrap_secrets(self._members, self._values))


def configuration_offers(present: Configuration) -> dict[str, Sequence[str]]:
    """Return the values to choose from, given the providers and roles of a configuration.

    Args:
        present: The configuration, as it is in the form.
    """
    answers: prefill.Answers = {
        Topic.CONFIGURATION: present.members,
        Topic.ROLES: present.members,
    }
    return {
        **prefill.known(OPERATIONS[operation_names.UPDATE_IDENTITY_POOL], answers),
        "RoleMappings.IdentityProviderName": present.mapping_keys,
        "PrincipalTags.IdentityProviderName": present.provider_names,
    }


def _field_values(configuration: Configuration) -> dict[str, Any]:
    """Return the members as field values, without those that are empty."""
    return {
        name: value
        for name, value in configuration.members.items()
        if value is not None and value not in ("", [], {})
    }


def _check_values(
    members: Sequence[Member],
    plan: Callable[[Configuration], Plan],
    before: Configuration,
    values: Mapping[str, Any],
) -> list[Problem]:
    """Return values that the service would reject, or else members that do not match each other."""
    # the plan of a new pool has no current configuration: all of its values are to be checked
    found = find_problems(members, values, plan(before).before)
    if found:
        return found
    # the review offers to remove settings of a removed provider, so they are no problem here
    return [
        Problem(each.path, each.text)
        for each in plan(Configuration.of(values)).errors
        if each.path[0] not in _PROVIDER_MEMBERS or each.path[1] not in before[str(each.path[0])]
    ]
