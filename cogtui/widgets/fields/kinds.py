"""Which field takes which kind of value."""

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
"""The field of each kind; the members of a structure have fields of their own."""


def field_for(spec: FieldSpec, answer: object) -> Field:
    """Makes the field for a member.

    Args:
        spec: What it asks for; no structure.
        answer: The value to open with; None for none.
    """
    secret = spec.member.sensitive or isinstance(answer, Secret)
    field = SecretField(spec) if secret else _FIELDS[spec.member.kind](spec)
    field.open_with(answer)
    return field
