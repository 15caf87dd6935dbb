"""State remembered between runs."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.settings.remembered import RememberedState

STATE = RememberedState(
    recent_profiles=["prod", "dev"],
    regions={"prod": ["us-east-1", "eu-west-1"], "": ["eu-west-3"]},
    accounts={"prod": "111122223333"},
    theme="cogtui-light",
    tree_width=40,
    welcomed=True,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the path of the state file."""
    return tmp_path / "cogtui" / "state.json"


def test_the_state_is_loaded_in_the_next_run(path: Path) -> None:
    """What is saved is loaded."""
    STATE.save(path)
    assert RememberedState.load(path) == STATE


def test_a_missing_state_is_empty(path: Path) -> None:
    """In the first run the state is empty."""
    assert RememberedState() == RememberedState.load(path)
    RememberedState().save(path)
    assert RememberedState() == RememberedState.load(path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "5",
        "{}",
        '{"recent_profiles": null, "regions": {}, "accounts": {}, "theme": null}',
        '{"recent_profiles": "prod", "regions": {}, "accounts": {}, "theme": null}',
        '{"recent_profiles": [], "regions": [], "accounts": {}, "theme": null}',
        '{"recent_profiles": [], "regions": {"prod": "x"}, "accounts": {}, "theme": null}',
        '{"recent_profiles": [], "regions": {}, "accounts": 1, "theme": null}',
        "[" * 100_000,
    ],
)
def test_a_malformed_state_is_empty(path: Path, text: str) -> None:
    """A malformed state file does not prevent a start."""
    path.parent.mkdir()
    path.write_text(text)
    assert RememberedState() == RememberedState.load(path)


def test_a_state_that_is_not_text_is_empty(path: Path) -> None:
    """Neither bytes that are not UTF-8 nor a directory prevent a start."""
    path.parent.mkdir()
    path.write_bytes(b"\xff\xfe")
    assert RememberedState() == RememberedState.load(path)
    assert RememberedState() == RememberedState.load(path.parent)


@given(value=st.recursive(st.none() | st.integers() | st.text(), st.lists))
def test_values_of_other_types(tmp_path_factory: pytest.TempPathFactory, value: object) -> None:
    """Values of other types become texts or an empty state."""
    path = tmp_path_factory.getbasetemp() / "odd-state.json"
    document = {"recent_profiles": value, "regions": {}, "accounts": {}, "theme": value}
    document["tree_width"] = document["welcomed"] = value
    path.write_text(json.dumps(document), encoding="utf-8")
    loaded = RememberedState.load(path)
    assert all(isinstance(each, str) for each in loaded.recent_profiles)
    assert loaded.theme is None or isinstance(loaded.theme, str)
    assert loaded.tree_width is None or isinstance(loaded.tree_width, int)
    assert loaded.welcomed is False


def test_the_profile_chosen_last_comes_first() -> None:
    """A profile is remembered once, the latest first."""
    state = RememberedState()
    for profile in ("dev", "prod", "dev"):
        state.choose_profile(profile)
    assert state.recent_profiles == ["dev", "prod"]


def test_a_profile_is_forgotten() -> None:
    """Nothing about it is left; one that is not known is no error."""
    state = RememberedState(["prod", "dev"], {"prod": ["us-east-1"]}, {"prod": "1", "dev": "2"})
    for _ in range(2):
        state.forget("prod")
    assert state == RememberedState(["dev"], {}, {"dev": "2"})


def test_the_number_of_recent_profiles_is_limited() -> None:
    """The list of recent profiles has a maximum length."""
    state = RememberedState()
    for number in range(100):
        state.choose_profile(f"profile-{number}")
    assert len(state.recent_profiles) == 30
    assert state.recent_profiles[0] == "profile-99"
