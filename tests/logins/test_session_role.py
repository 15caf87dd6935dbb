"""The role of a session, whose ARN lacks the role's path."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.logins.session_role import SessionRole, session_role

ACCOUNT = "111122223333"
ROLES = f"arn:aws:iam::{ACCOUNT}:role"
SESSIONS = f"arn:aws:sts::{ACCOUNT}:assumed-role"
GUEST = f"{SESSIONS}/Guest/CognitoIdentityCredentials"

FOUND = {
    "a path": (GUEST, f"{ROLES}/service-role/Guest"),
    "no path": (GUEST, f"{ROLES}/Guest"),
    "a path of several parts": (GUEST, f"{ROLES}/apps/mobile/prod/Guest"),
    "a name with every character": (f"{SESSIONS}/a+b=c,d.e@f-g_h/x", f"{ROLES}/p/a+b=c,d.e@f-g_h"),
    "a session with a slash": (f"{SESSIONS}/Guest/a/b", f"{ROLES}/service-role/Guest"),
    "another partition": (
        f"arn:aws-cn:sts::{ACCOUNT}:assumed-role/Guest/x",
        f"arn:aws-cn:iam::{ACCOUNT}:role/service-role/Guest",
    ),
    "a path of the role's name": (GUEST, f"{ROLES}/Guest/Guest"),
}

NAMED = {
    "no candidates": [],
    "another name": [f"{ROLES}/service-role/Guests", f"{ROLES}/MyGuest", f"{ROLES}/my.Guest"],
    "another account": ["arn:aws:iam::444455556666:role/service-role/Guest"],
    "another partition": [f"arn:aws-us-gov:iam::{ACCOUNT}:role/service-role/Guest"],
    "several paths": [f"{ROLES}/service-role/Guest", f"{ROLES}/Guest"],
    "another case": [f"{ROLES}/service-role/guest"],
    "a path that is named like the role": [f"{ROLES}/Guest/Other"],
    "no role": [f"arn:aws:iam::{ACCOUNT}:user/service-role/Guest", "Guest", ""],
}


@pytest.mark.parametrize(("session", "role"), FOUND.values(), ids=FOUND)
def test_the_one_fitting_candidate_is_the_role(session: str, role: str) -> None:
    """The candidate's path is kept, and candidates of other names do not matter."""
    found = session_role(session, [f"{ROLES}/Other", role, role])
    assert found == SessionRole(arn=role)
    assert found.label == f"role {role}"


@pytest.mark.parametrize("candidates", NAMED.values(), ids=NAMED)
def test_only_the_name_is_known_otherwise(candidates: list[str]) -> None:
    """Without one fitting candidate no ARN is put together."""
    found = session_role(GUEST, candidates)
    assert (found.arn, found.label) == ("", "role name Guest")


@pytest.mark.parametrize(
    "arn", [f"arn:aws:iam::{ACCOUNT}:user/demo", f"arn:aws:iam::{ACCOUNT}:root", ROLES, ""]
)
def test_other_callers_have_no_role(arn: str) -> None:
    """Users and the root of an account are no role sessions."""
    found = session_role(arn, [f"{ROLES}/demo"])
    assert (found, found.label) == (SessionRole(), "")


@given(st.text(), st.lists(st.text()))
def test_an_arn_is_always_one_of_the_candidates(arn: str, candidates: list[str]) -> None:
    """Whatever the ARNs are, none is ever reconstructed."""
    found = session_role(f"{SESSIONS}/{arn}", candidates)
    assert found.arn == "" or found.arn in candidates
