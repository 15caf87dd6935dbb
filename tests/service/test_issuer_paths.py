"""Issuers of one host are distinguished by what differs in their paths."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.service.issuer_paths import IssuerPaths


def brief_names(names: list[str]) -> list[str]:
    """Return the brief form of each name among all of them."""
    paths = IssuerPaths()
    for each in names:
        paths.add(each)
    return [paths.brief(each) for each in names]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Google"], ["Google"]),
        (["login.example.com/v2", "Google"], ["login.example.com/v2", "Google"]),
        (["a.com/realms/prod", "a.com/realms/dev", "b.com/x"], ["…/prod", "…/dev", "b.com/x"]),
        (["a.com/5a6f/v2.0", "a.com/77c1/v2.0"], ["…/5a6f", "…/77c1"]),
        (["a.com/x", "a.com/x", "a.com/y"], ["…/x", "…/x", "…/y"]),
        (["a.com", "a.com/x"], ["a.com", "…/x"]),
        (["a.com/v2", "a.com/x/v2", "a.com/v2/v2"], ["a.com/v2", "…/x", "…/v2"]),
        (["a.com/", "a.com//"], ["a.com/", "…/"]),
        ([""], [""]),
    ],
)
def test_only_what_differs_is_shown(names: list[str], expected: list[str]) -> None:
    """A host with several issuers is left out, and so are the parts that all of them share."""
    assert expected == brief_names(names)


@given(st.lists(st.text("ab/", max_size=8), min_size=1, max_size=6, unique=True))
def test_different_issuers_of_a_host_look_different(paths: list[str]) -> None:
    """No two names of one host have the same brief form, in whatever order they were added."""
    names = [f"a.com/{path}" for path in paths]
    found = brief_names(names)
    assert len(set(found)) == len(names)
    assert found == brief_names(names[::-1])[::-1]
