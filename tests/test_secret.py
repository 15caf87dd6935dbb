"""A secret is shown only on request."""

import dataclasses
import io
import logging
import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from rich.pretty import pretty_repr
from rich.traceback import Traceback

from cogtui.secret import MASK, Secret

SENTINEL = "sentinel-7f3c1d9b"


@dataclasses.dataclass
class Holder:
    """A dataclass with a secret."""

    secret: Secret


def _fail(secret: Secret) -> None:
    raise ValueError(secret)


def test_a_secret_is_revealed_on_request() -> None:
    """The whole text is returned."""
    assert Secret(SENTINEL).reveal() == SENTINEL


def test_secrets_of_the_same_text_are_the_same() -> None:
    """Secrets can be compared and hashed without revealing them."""
    assert {Secret(SENTINEL), Secret("another")} == {*map(Secret, (SENTINEL, "another", SENTINEL))}
    assert Secret(SENTINEL) not in {Secret("another"), SENTINEL}


@given(st.text(min_size=5))
def test_a_secret_prints_as_four_stars(text: str) -> None:
    """Neither printing nor formatting shows the text or its length."""
    secret = Secret(text)
    shown = {str(secret), repr(secret), f"{secret}", f"{secret!r}", "%s" % secret}  # noqa: UP031  logging formats this way
    assert {MASK} == shown


def test_what_holds_a_secret_does_not_show_it() -> None:
    """Containers, dataclasses and Rich's pretty printer show the mask."""
    holder = Holder(Secret(SENTINEL))
    shown = f"{holder} {[holder]} {pretty_repr(holder)} {dataclasses.asdict(holder)}"
    assert SENTINEL not in shown
    assert shown.count(MASK) == 4


def test_a_crash_report_does_not_show_it() -> None:
    """Neither Python's traceback nor Rich's, which prints local variables, shows the text."""
    secret = Secret(SENTINEL)
    console = Console(record=True, file=io.StringIO(), width=200)
    with pytest.raises(ValueError, match=r"\*\*\*\*") as caught:
        _fail(secret)
    error = caught.value
    console.print(
        Traceback.from_exception(type(error), error, error.__traceback__, show_locals=True)
    )
    report = "".join(traceback.format_exception(error)) + console.export_text()
    assert SENTINEL not in report
    assert "secret" in report


def test_a_log_does_not_show_it(caplog: pytest.LogCaptureFixture) -> None:
    """A secret that is logged by mistake is masked."""
    with caplog.at_level(logging.INFO):
        logging.getLogger("somewhere").info("sent %s", Secret(SENTINEL))
    assert caplog.messages == [f"sent {MASK}"]


def test_a_secret_has_no_attributes_to_look_through() -> None:
    """There is no dictionary of attributes that a debugger would print."""
    assert not hasattr(Secret(SENTINEL), "__dict__")
