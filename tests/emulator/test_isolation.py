"""Moto's dictionaries, with an entry that leads to the emulator that is answering."""

from moto.cognitoidp.models import cognitoidp_backends

from cogtui.emulator.isolation import ACCOUNT, EmulatorState, emulator_state


def test_each_state_has_backends_of_its_own() -> None:
    """The same key leads to different backends in different states, and to the same in one."""
    one, other = EmulatorState(), EmulatorState()
    with emulator_state(one):
        first = cognitoidp_backends[ACCOUNT]["us-east-1"]
        assert cognitoidp_backends[ACCOUNT]["us-east-1"] is first
    with emulator_state(other):
        assert cognitoidp_backends[ACCOUNT]["us-east-1"] is not first
    with emulator_state(one):
        assert cognitoidp_backends[ACCOUNT]["us-east-1"] is first


def test_the_entry_is_a_dictionary_of_what_its_state_has() -> None:
    """Every way of looking at a dictionary shows the backends of the state, and no others."""
    with emulator_state(EmulatorState()):
        entry = cognitoidp_backends[ACCOUNT]
        assert (len(entry), list(entry), list(entry.values())) == (0, [], [])
        made = entry["us-east-1"]
        assert "eu-west-1" in entry
        assert (list(entry), list(entry.keys()), len(entry)) == (["us-east-1"], ["us-east-1"], 1)
        assert list(entry.items()) == [("us-east-1", made)]
        assert list(entry.values()) == [made]


def test_outside_an_emulator_the_account_is_motos_own() -> None:
    """Code that uses moto by itself in the same process sees no emulator's state."""
    with emulator_state(EmulatorState()):
        inside = cognitoidp_backends[ACCOUNT]["us-east-1"]
    assert cognitoidp_backends[ACCOUNT]["us-east-1"] is not inside


def test_what_waits_for_a_first_use_is_done_once() -> None:
    """The first look at a service in a region does what was left for it, later ones do not."""
    done: list[str] = []
    state = EmulatorState()
    state.on_first_use["cognito-idp", "us-east-1"] = lambda: done.append("once")
    with emulator_state(state):
        assert cognitoidp_backends[ACCOUNT]["eu-west-1"]
        assert done == []
        assert cognitoidp_backends[ACCOUNT]["us-east-1"]
        assert cognitoidp_backends[ACCOUNT]["us-east-1"]
    assert done == ["once"]
