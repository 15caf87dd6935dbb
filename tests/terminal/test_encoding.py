"""Terminals whose locale is not UTF-8."""

import sys

import pytest

from cogtui.terminal.encoding import describe_encoding_problem
from tests.programs import Program, environment


@pytest.mark.parametrize(
    ("variables", "cause"),
    [
        ({"LANG": "de_DE.ISO-8859-1"}, "LANG=de_DE.ISO-8859-1 selects"),
        ({"LC_CTYPE": "C", "LANG": "C.UTF-8"}, "LC_CTYPE=C selects"),
        ({"LC_ALL": "POSIX", "LC_CTYPE": "C.UTF-8", "LANG": "C.UTF-8"}, "LC_ALL=POSIX selects"),
        ({"LC_ALL": "", "LANG": "C"}, "LANG=C selects"),
        ({"LANG": "C\x1b[2J"}, "LANG=C␛[2J selects"),
        ({}, "No variable sets a locale:"),
    ],
)
def test_the_variable_that_decides(variables: dict[str, str], cause: str) -> None:
    """LC_ALL decides before LC_CTYPE and LANG; an empty one counts as unset."""
    problem = describe_encoding_problem("iso8859-1", variables)
    assert problem.startswith(f"{cause} the encoding iso8859-1, ")
    assert problem.endswith("; set LC_ALL=C.UTF-8 and start again")


def test_an_encoding_for_python_alone() -> None:
    """PYTHONIOENCODING decides before the locale."""
    variables = {"PYTHONIOENCODING": "latin-1", "LC_ALL": "C.UTF-8"}
    problem = describe_encoding_problem("iso8859-1", variables)
    assert problem.startswith("PYTHONIOENCODING=latin-1 selects")
    assert "; unset PYTHONIOENCODING and" in problem


def test_the_locale_to_set_on_macos(monkeypatch: pytest.MonkeyPatch) -> None:
    """MacOS has no C.UTF-8."""
    monkeypatch.setattr(sys, "platform", "darwin")
    assert "set LC_ALL=en_US.UTF-8" in describe_encoding_problem("ascii", {"LANG": "C"})


@pytest.mark.parametrize("encoding", ["utf-8", "UTF-8", "utf8"])
def test_utf_8_is_no_problem(encoding: str) -> None:
    """Nothing is reported if the encoding is UTF-8, whatever the locale's name."""
    assert describe_encoding_problem(encoding, {"LC_ALL": "C"}) == ""


def test_a_start_in_another_locale() -> None:
    """One line precedes the first frame, and the app works."""
    variables = environment(LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    with Program("--demo", environment=variables) as program:
        program.waits("cogtui: LC_ALL=C selects the encoding")
        program.waits("mobile-app-prod")
        program.types("q")
        assert program.status() == 0
