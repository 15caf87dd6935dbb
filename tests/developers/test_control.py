"""A long run is paused and stopped."""

import asyncio

from cogtui.developers.control import Control


async def test_a_run_continues_until_it_is_stopped() -> None:
    """Waiting returns true at first, and false after a stop."""
    control = Control()
    assert await control.wait_while_paused()
    control.stop()
    assert control.is_stopped
    assert not await control.wait_while_paused()


async def test_a_pause_blocks_until_resumed() -> None:
    """A paused run waits until it is resumed."""
    control = Control()
    control.pause()
    waiting = asyncio.ensure_future(control.wait_while_paused())
    await asyncio.sleep(0)
    assert control.is_paused
    assert not waiting.done()
    control.resume()
    assert await waiting
    assert not control.is_paused


async def test_a_stop_ends_a_pause() -> None:
    """A stop ends a pause, and a later pause has no effect."""
    control = Control()
    control.pause()
    waiting = asyncio.ensure_future(control.wait_while_paused())
    await asyncio.sleep(0)
    control.stop()
    assert not await waiting
    control.pause()
    assert not control.is_paused


async def test_a_sleep_lasts_as_long_as_requested() -> None:
    """The given sleep function receives the number of seconds."""
    slept = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    await Control(sleep).sleep(2.5)
    assert slept == [2.5]


async def test_a_stop_ends_a_sleep() -> None:
    """A stopped run does not wait for its backoff to end."""
    control = Control()
    resting = asyncio.ensure_future(control.sleep(3600))
    await asyncio.sleep(0)
    assert not resting.done()
    control.stop()
    await resting
