"""The entry in moto's dictionaries that returns the current emulator's backends."""

from moto.cognitoidp.models import cognitoidp_backends

from cogtui.emulator.isolation import ACCOUNT, EmulatorState, emulator_state


def test_each_state_has_its_own_backends() -> None:
    """One key returns different backends in different states, and always the same in one state."""
    one, other = EmulatorState(), EmulatorState()
    with emulator_state(one):
        first = cognitoidp_backends[ACCOUNT]["us-east-1"]
        assert cognitoidp_backends[ACCOUNT]["us-east-1"] is first
    with emulator_state(other):
        assert cognitoidp_backends[ACCOUNT]["us-east-1"] is not first
    with emulator_state(one):
        assert cognitoidp_backends[ACCOUNT]["us-east-1"] is first


def test_the_entry_behaves_like_a_dictionary() -> None:
    """Every dictionary method returns the backends of the state, and no others."""
    with emulator_state(EmulatorState()):
        entry = cognitoidp_backends[ACCOUNT]
        assert (len(entry), list(entry), list(entry.values())) == (0, [], [])
        backend = entry["us-east-1"]
        assert "eu-west-1" in entry
        assert (list(entry), list(entry.keys()), len(entry)) == (["us-east-1"], ["us-east-1"], 1)
        assert list(entry.items()) == [("us-east-1", backend)]
        assert list(entry.values()) == [backend]


def test_outside_an_emulator_the_account_is_motos_own() -> None:
    """Code that uses moto itself in the same process sees no emulator's state."""
    with emulator_state(EmulatorState()):
        inside = cognitoidp_backends[ACCOUNT]["us-east-1"]
    assert cognitoidp_backends[ACCOUNT]["us-east-1"] is not inside


def test_pending_setup_runs_once() -> None:
    """The first use of a service in a region runs its setup; later uses do not."""
    done: list[str] = []
    state = EmulatorState()
    state.on_first_use["cognito-idp", "us-east-1"] = lambda: done.append("once")
    with emulator_state(state):
        assert cognitoidp_backends[ACCOUNT]["eu-west-1"]
        assert done == []
        assert cognitoidp_backends[ACCOUNT]["us-east-1"]
        assert cognitoidp_backends[ACCOUNT]["us-east-1"]
    assert done == ["once"]
