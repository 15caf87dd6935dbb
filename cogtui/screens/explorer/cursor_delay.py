"""When the service is asked for what the cursor is on."""

from typing import Final

CURSOR_SETTLE_DELAY: Final = 0.1
"""How long the cursor must rest on something before the service is asked for it, seconds: moving
past many pools asks for none of them."""
