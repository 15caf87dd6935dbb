"""Which field takes which kind of value."""

from collections.abc import Mapping
from typing import Final

from cogtui.secret import Secret
from cogtui.service.members import Kind
from cogtui.widgets.fields.choice_field import ChoiceField
from cogtui.widgets.fields.field import Asked, Field
from cogtui.widgets.fields.rows_field import RowsField
from cogtui.widgets.fields.secret_field import SecretField
from cogtui.widgets.fields.text_field import NumberField, TextField

_FIELDS: Final[Mapping[Kind, type[Field]]] = {
    Kind.TEXT: TextField,
    Kind.LONG_TEXT: TextField,
    Kind.NUMBER: NumberField,
    Kind.SWITCH: ChoiceField,
    Kind.CHOICE: ChoiceField,
    Kind.LIST: RowsField,
    Kind.MAP: RowsField,
    Kind.ROWS: RowsField,
    Kind.STRUCTURES: RowsField,
}
"""The field of each kind; the members of a structure have fields of their own."""


def field_for(asked: Asked, answer: object) -> Field:
    """Makes the field for a member.

    Args:
        asked: What it asks for; no structure.
        answer: The value to open with; None for none.
    """
    secret = asked.member.sensitive or isinstance(answer, Secret)
    field = SecretField(asked) if secret else _FIELDS[asked.member.kind](asked)
    field.open_with(answer)
    return field
