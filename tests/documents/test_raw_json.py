"""Answers as JSON."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.documents.raw_json import raw
from cogtui.secret import MASK
from tests.documents.reading import code

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


def shown(answer: dict[str, Any]) -> Any:  # noqa: ANN401  JSON of any shape
    """An answer as it is shown, read back."""
    return json.loads(code(raw({"operation": answer})))["operation"]


@given(st.dictionaries(st.text(alphabet="abc"), json_values))
def test_an_answer_is_shown_as_it_is(answer: dict[str, Any]) -> None:
    """Every member in every shape stays what it is."""
    assert answer == shown(answer)


def test_it_is_written_for_people() -> None:
    """Indented by two, and letters are letters."""
    text = code(raw({"describe-identity-pool": {"IdentityPoolName": "Größe"}}))
    assert text == '{\n  "describe-identity-pool": {\n    "IdentityPoolName": "Größe"\n  }\n}'


def test_dates_are_written_as_the_aws_cli_does() -> None:
    """ISO 8601 with the zone's offset, to the microsecond where there are any."""
    answer = {"Identities": [{"CreationDate": 1538078988.077, "LastModifiedDate": 1538078988.0}]}
    assert shown(answer)["Identities"] == [
        {
            "CreationDate": "2018-09-27T20:09:48.077000+00:00",
            "LastModifiedDate": "2018-09-27T20:09:48+00:00",
        }
    ]


@pytest.mark.parametrize("date", [1e20, -1e20, 1e300])
def test_a_date_that_no_calendar_shows_stays_a_number(date: float) -> None:
    """A strange server's date does not stop the rest from being shown."""
    assert shown({"CreationDate": date}) == {"CreationDate": date}


def test_secrets_in_login_providers_are_masked() -> None:
    """Twitter's value holds a secret, wherever the member stands."""
    answer = {"SupportedLoginProviders": {"api.twitter.com": "key;secret", "www.amazon.com": "a"}}
    expected = {"api.twitter.com": f"key;{MASK}", "www.amazon.com": "a"}
    assert shown(answer) == {"SupportedLoginProviders": expected}


def test_a_tag_may_be_called_like_a_member() -> None:
    """Tags named after members of the API are shown as the texts they are."""
    tags = {"CreationDate": "2024-05-01", "SupportedLoginProviders": "all;of;them"}
    assert shown({"IdentityPoolTags": tags}) == {"IdentityPoolTags": tags}
