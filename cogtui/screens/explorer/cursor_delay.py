"""When the service is called for what the cursor is on."""

from typing import Final

CURSOR_SETTLE_DELAY: Final = 0.1
"""How long the cursor must rest before the service is called, seconds: moving past many pools
calls it for none of them."""
