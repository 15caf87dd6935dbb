"""Answers are shown as JSON."""

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
    """Return an answer as it is shown, parsed again."""
    return json.loads(code(raw({"operation": answer})))["operation"]


@given(st.dictionaries(st.text(alphabet="abc"), json_values))
def test_an_answer_is_unchanged(answer: dict[str, Any]) -> None:
    """Members of every shape are preserved."""
    assert answer == shown(answer)


def test_the_json_is_readable() -> None:
    """It is indented by two, and non-ASCII letters are not escaped."""
    text = code(raw({"describe-identity-pool": {"IdentityPoolName": "Größe"}}))
    assert text == '{\n  "describe-identity-pool": {\n    "IdentityPoolName": "Größe"\n  }\n}'


def test_dates_are_written_as_the_aws_cli_does() -> None:
    """Dates are in ISO 8601 with the zone's offset, and microseconds if there are any."""
    answer = {"Identities": [{"CreationDate": 1538078988.077, "LastModifiedDate": 1538078988.0}]}
    assert shown(answer)["Identities"] == [
        {
            "CreationDate": "2018-09-27T20:09:48.077000+00:00",
            "LastModifiedDate": "2018-09-27T20:09:48+00:00",
        }
    ]


@pytest.mark.parametrize("date", [1e20, -1e20, 1e300])
def test_a_date_out_of_range_stays_a_number(date: float) -> None:
    """An impossible date does not prevent the rest from being shown."""
    assert shown({"CreationDate": date}) == {"CreationDate": date}


def test_secrets_in_login_providers_are_masked() -> None:
    """Twitter's value contains a secret, which is masked wherever the member occurs."""
    answer = {"SupportedLoginProviders": {"api.twitter.com": "key;secret", "www.amazon.com": "a"}}
    expected = {"api.twitter.com": f"key;{MASK}", "www.amazon.com": "a"}
    assert shown(answer) == {"SupportedLoginProviders": expected}


def test_a_tag_may_have_the_name_of_a_member() -> None:
    """Values of such tags are shown as the strings they are."""
    tags = {"CreationDate": "2024-05-01", "SupportedLoginProviders": "all;of;them"}
    assert shown({"IdentityPoolTags": tags}) == {"IdentityPoolTags": tags}
