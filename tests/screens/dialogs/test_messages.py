"""Messages below the keys, and the list of them."""

from collections.abc import Callable

from cogtui.app import CogtuiApp
from cogtui.screens.message_log import Message, MessageLog
from tests.screens.user import User, using


async def _shows(user: User, text: str, **options: str) -> None:
    user.app.notify(text, **options)  # type: ignore[arg-type]  # a severity
    await user.sees(text)


async def test_a_message_covers_nothing(app_on: Callable[..., CogtuiApp]) -> None:
    """A message is below the keys, and the next one replaces it."""
    async with using(app_on(), toasts=True) as user:
        await user.goes_to("mobile-app-prod")
        before = user.lines
        await _shows(user, "Copied the ARN.")
        assert user.lines[-1].strip() == "Copied the ARN."
        await user.waits(lambda: user.lines[-2] == before[-1], "the keys above it")
        await _shows(user, "Copied [bold] the ID.")
        await user.sees_no("Copied the ARN.")
        await user.waits(lambda: user.lines[-2] == before[-1], "the keys above it")


async def test_an_error_stays_until_it_is_dismissed(app_on: Callable[..., CogtuiApp]) -> None:
    """Escape removes an error first, and only then goes back."""
    async with using(app_on(), toasts=True) as user:
        await user.goes_to("mobile-app-prod")
        await user.press("I")
        await user.sees("mobile-app-prod · identities")
        await _shows(user, "Not written.", severity="error")
        await _shows(user, "Copied the ID.")
        await user.sees("Not written.")
        await user.press("escape")
        await user.sees_no("Not written.")
        assert user.pane == "identities"
        await user.press("escape")
        await user.waits(lambda: user.pane == "pools", "the pools")


async def test_the_messages_of_a_run(app_on: Callable[..., CogtuiApp]) -> None:
    """A dot lists the messages, the latest first, and y copies one."""
    async with using(app_on()) as user:
        await user.goes_to("mobile-app-prod")
        await user.press(".")
        await user.sees("Messages", "No messages yet.", "Esc Close")
        await user.press("y", "j")
        await user.sees("Messages")
        await user.press("escape")
        await user.sees_no("No messages yet.")
        for text, severity in (("one", "information"), ("two", "warning"), ("three", "error")):
            user.app.notify(text, severity=severity)  # type: ignore[arg-type]
        await user.press(".")
        await user.sees("Messages · times in UTC", "✗ three\n", "⚠ two\n", "one\n", "y Copy")
        await user.press("j", "j", "j", "k")
        await user.copies("y")
        assert user.clipboard == "two"
        assert user.toasts[-1].startswith("Copied the message")
        await user.sees_no("Messages")


def test_the_size_of_the_log() -> None:
    """The log keeps the latest 200 messages."""
    log = MessageLog()
    for number in range(250):
        log.record(Message(0, "information", f"{number}"))
    latest = log.latest_first()
    assert (len(latest), latest[0].text, latest[-1].text) == (200, "249", "50")


async def test_escape_finds_an_error_once(app_on: Callable[..., CogtuiApp]) -> None:
    """An error whose widget is gone, or was never drawn, does not keep Escape from going back."""
    async with using(app_on()) as user:
        await user.goes_to("mobile-app-prod")
        await user.press("I")
        await user.sees("mobile-app-prod · identities")
        user.app.notify("Not written.", severity="error")
        await user.press("escape")
        assert user.pane == "identities"
        await user.press("escape")
        await user.waits(lambda: user.pane == "pools", "the pools")
