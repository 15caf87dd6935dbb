"""The field class for each kind of value."""

from collections.abc import Mapping
from typing import Final

from cogtui.secret import Secret
from cogtui.service.members import ValueKind
from cogtui.widgets.fields.choice_field import ChoiceField
from cogtui.widgets.fields.field import Field, FieldSpec
from cogtui.widgets.fields.rows_field import RowsField
from cogtui.widgets.fields.secret_field import SecretField
from cogtui.widgets.fields.text_field import NumberField, TextField

_FIELDS: Final[Mapping[ValueKind, type[Field]]] = {
    ValueKind.TEXT: TextField,
    ValueKind.LONG_TEXT: TextField,
    ValueKind.NUMBER: NumberField,
    ValueKind.SWITCH: ChoiceField,
    ValueKind.CHOICE: ChoiceField,
    ValueKind.LIST: RowsField,
    ValueKind.MAP: RowsField,
    ValueKind.ROWS: RowsField,
    ValueKind.STRUCTURES: RowsField,
}
"""The field class of each kind; a structure has a field for each of its members instead."""


def field_for(spec: FieldSpec, answer: object) -> Field:
    """Return a new field for a member.

    Args:
        spec: The field's specification, not for a structure.
        answer: The initial value; None for none.
    """
    secret = spec.member.sensitive or isinstance(answer, Secret)
    field = SecretField(spec) if secret else _FIELDS[spec.member.kind](spec)
    field.open_with(answer)
    return field
