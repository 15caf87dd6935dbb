"""Pausing and stopping a long work."""

import asyncio

from cogtui.developers.control import Control


async def test_it_goes_on_until_it_is_stopped() -> None:
    """Nothing is said, so it goes on."""
    control = Control()
    assert await control.wait_while_paused()
    control.stop()
    assert control.is_stopped
    assert not await control.wait_while_paused()


async def test_a_pause_holds_it() -> None:
    """Until it is resumed."""
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
    """And a pause after it holds nobody."""
    control = Control()
    control.pause()
    waiting = asyncio.ensure_future(control.wait_while_paused())
    await asyncio.sleep(0)
    control.stop()
    assert not await waiting
    control.pause()
    assert not control.is_paused


async def test_a_rest_is_as_long_as_passed() -> None:
    """It is the clock that ends it."""
    slept = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    await Control(sleep).sleep(2.5)
    assert slept == [2.5]


async def test_a_stop_ends_a_rest() -> None:
    """Nobody waits half a minute for a work that is to end."""
    control = Control()
    resting = asyncio.ensure_future(control.sleep(3600))
    await asyncio.sleep(0)
    assert not resting.done()
    control.stop()
    await resting
